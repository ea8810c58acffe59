//! The one door to files. A caller decides what stands behind it: a disk, a test's map, an editor's buffers.

use std::collections::BTreeMap;
use std::io;

/// One entry of a folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its name within the folder.
    pub name: String,
    /// Whether it is a folder itself.
    pub is_dir: bool,
}

/// A symbolic link, by name, that leads back to a folder it lies in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkLoop(pub String);

impl std::fmt::Display for LinkLoop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the link `{}` leads back up", self.0)
    }
}

impl std::error::Error for LinkLoop {}

/// A file name, shown as well as can be, that is not UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameNotUtf8(pub String);

impl std::fmt::Display for NameNotUtf8 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the file name `{}` is not UTF-8", self.0)
    }
}

impl std::error::Error for NameNotUtf8 {}

/// Reads files by path. Paths have `/`; what they are relative to is the loader's business.
pub trait Loader {
    /// The bytes of a file.
    ///
    /// # Errors
    /// Whatever kept it from being read.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// What a folder holds, sorted by name.
    ///
    /// # Errors
    /// Whatever kept it from being read; a [`LinkLoop`] or [`NameNotUtf8`] within.
    fn list(&self, dir: &str) -> io::Result<Vec<Entry>>;

    /// Whether a path is a folder.
    fn is_dir(&self, path: &str) -> bool;
}

/// Files in memory, by path: for tests, editors and embedding.
#[derive(Clone, Debug, Default)]
pub struct Memory(pub BTreeMap<String, Vec<u8>>);

impl Loader for Memory {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.0.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn list(&self, dir: &str) -> io::Result<Vec<Entry>> {
        let prefix = if dir == "." || dir.is_empty() { String::new() } else { format!("{dir}/") };
        let mut out: Vec<Entry> = self
            .0
            .keys()
            .filter_map(|k| k.strip_prefix(&prefix))
            .map(|rest| match rest.split_once('/') {
                Some((name, _)) => Entry { name: name.to_owned(), is_dir: true },
                None => Entry { name: rest.to_owned(), is_dir: false },
            })
            .collect();
        out.dedup();
        if out.is_empty() { Err(io::ErrorKind::NotFound.into()) } else { Ok(out) }
    }

    fn is_dir(&self, path: &str) -> bool {
        path == "." || self.0.keys().any(|k| k.strip_prefix(path).is_some_and(|r| r.starts_with('/')))
    }
}

/// The file system. Relative paths are relative to a folder, the current one by default.
#[cfg(feature = "disk")]
#[derive(Clone, Debug, Default)]
pub struct Disk {
    /// What relative paths are relative to; empty for the current folder.
    pub root: std::path::PathBuf,
}

#[cfg(feature = "disk")]
impl Loader for Disk {
    /// At most one byte more than a source may have, so that a device that never ends is refused.
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        let file = std::fs::File::open(self.root.join(path))?;
        let mut out = Vec::new();
        io::Read::read_to_end(&mut io::Read::take(file, super::load::MOST_BYTES as u64 + 1), &mut out)?;
        Ok(out)
    }

    fn list(&self, dir: &str) -> io::Result<Vec<Entry>> {
        let dir = self.root.join(dir);
        let dir = if dir.as_os_str().is_empty() { std::path::PathBuf::from(".") } else { dir };
        let mut out = Vec::new();
        for entry in std::fs::read_dir(&dir)? {
            let entry = entry?;
            let name = match entry.file_name().into_string() {
                Ok(name) => name,
                Err(name) => return Err(io::Error::other(NameNotUtf8(name.to_string_lossy().into_owned()))),
            };
            // A pipe or a socket may never end; a link to nothing is told when it is read.
            let kind = std::fs::metadata(entry.path());
            if kind.as_ref().is_ok_and(|m| !m.is_dir() && !m.is_file()) {
                continue;
            }
            let is_dir = kind.is_ok_and(|m| m.is_dir());
            if is_dir && entry.file_type()?.is_symlink() {
                let here = std::fs::canonicalize(&dir)?;
                if here.starts_with(std::fs::canonicalize(entry.path())?) {
                    return Err(io::Error::other(LinkLoop(name)));
                }
            }
            out.push(Entry { name, is_dir });
        }
        out.sort();
        Ok(out)
    }

    fn is_dir(&self, path: &str) -> bool {
        self.root.join(path).is_dir()
    }
}
