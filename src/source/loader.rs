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

/// Reads files by path. Paths have `/`; what they are relative to is the loader's business.
pub trait Loader {
    /// The bytes of a file.
    ///
    /// # Errors
    /// Whatever kept it from being read.
    fn read(&self, path: &str) -> io::Result<Vec<u8>>;

    /// What a folder holds, sorted by name; a symbolic link that leads back up is left out.
    ///
    /// # Errors
    /// Whatever kept it from being read.
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

/// The file system; relative paths are relative to the current folder.
#[cfg(feature = "disk")]
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

#[cfg(feature = "disk")]
impl Loader for Disk {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        std::fs::read(path)
    }

    fn list(&self, dir: &str) -> io::Result<Vec<Entry>> {
        let here = std::fs::canonicalize(dir)?;
        let mut out = Vec::new();
        for entry in std::fs::read_dir(dir)? {
            let entry = entry?;
            let path = entry.path();
            let is_dir = path.is_dir();
            if is_dir && std::fs::canonicalize(&path).is_ok_and(|to| here.starts_with(to)) {
                continue;
            }
            let Ok(name) = entry.file_name().into_string() else {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "a file name is not UTF-8"));
            };
            out.push(Entry { name, is_dir });
        }
        out.sort();
        Ok(out)
    }

    fn is_dir(&self, path: &str) -> bool {
        std::path::Path::new(path).is_dir()
    }
}
