//! Files through a [`Loader`]: texts and the `.mesh` files of a folder, or what is wrong with them.

use std::io;

use super::{LinkLoop, Loader, NameNotUtf8};

/// A file may have so many bytes (language §2, promise 5).
pub const MOST_BYTES: usize = 16 * 1024 * 1024;
/// Folders may lie so deep in one another.
const MOST_DEEP: usize = 64;

/// Why a file or folder cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is no such path.
    Missing,
    /// It has more than [`MOST_BYTES`].
    TooLarge,
    /// It is not UTF-8 from this byte on.
    NotUtf8 {
        /// The offset of the first wrong byte.
        byte: usize,
        /// The line of that byte, from 1.
        line: usize,
    },
    /// A file name in the folder is not UTF-8; shown as well as can be.
    NameNotUtf8(String),
    /// A symbolic link leads back to where it lies.
    LinkLoop,
    /// The operating system's words.
    Other(String),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        let inner = error.get_ref();
        if let Some(NameNotUtf8(name)) = inner.and_then(|e| e.downcast_ref()) {
            return Self::NameNotUtf8(name.clone());
        }
        if inner.is_some_and(|e| e.is::<LinkLoop>()) {
            return Self::LinkLoop;
        }
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            // `ErrorKind::FilesystemLoop` is not stable; ELOOP of Linux and of the BSDs.
            _ if matches!(error.raw_os_error(), Some(40 | 62)) => Self::LinkLoop,
            _ => Self::Other(plain(&error)),
        }
    }
}

/// An error in the operating system's words, without its number.
#[must_use]
pub fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

/// The text of a file.
///
/// # Errors
/// What is wrong with it.
pub fn text(loader: &dyn Loader, path: &str) -> Result<String, Trouble> {
    let bytes = loader.read(path)?;
    if bytes.len() > MOST_BYTES {
        return Err(Trouble::TooLarge);
    }
    String::from_utf8(bytes).map_err(|e| {
        let byte = e.utf8_error().valid_up_to();
        let before = e.as_bytes().get(..byte).unwrap_or(&[]);
        Trouble::NotUtf8 { byte, line: 1 + before.iter().filter(|&&b| b == b'\n').count() }
    })
}

/// The paths of all `.mesh` files below a folder, sorted, and the folders that could not be read. What begins
/// with a dot is left out, as shells do.
#[must_use]
pub fn folder(loader: &dyn Loader, dir: &str) -> (Vec<String>, Vec<(String, Trouble)>) {
    let (mut files, mut troubles) = (vec![], vec![]);
    let mut open = vec![(trim(dir), 0)];
    while let Some((dir, depth)) = open.pop() {
        let entries = match loader.list(&dir) {
            Ok(entries) => entries,
            Err(error) => {
                let path = match error.get_ref().and_then(|e| e.downcast_ref::<LinkLoop>()) {
                    Some(LinkLoop(name)) => join(&dir, name),
                    None => dir,
                };
                troubles.push((path, error.into()));
                continue;
            }
        };
        for entry in entries.into_iter().filter(|e| !e.name.starts_with('.')) {
            let path = join(&dir, &entry.name);
            match entry.is_dir {
                true if depth + 1 >= MOST_DEEP => troubles.push((path, Trouble::LinkLoop)),
                true => open.push((path, depth + 1)),
                false if entry.name.ends_with(".mesh") => files.push(path),
                false => {}
            }
        }
    }
    files.sort();
    troubles.sort_by(|a, b| a.0.cmp(&b.0));
    (files, troubles)
}

/// A path within a folder, with `/`; `.` is not written.
#[must_use]
pub fn join(dir: &str, name: &str) -> String {
    match dir {
        "." | "" => name.to_owned(),
        dir if dir.ends_with('/') => format!("{dir}{name}"),
        dir => format!("{dir}/{name}"),
    }
}

fn trim(dir: &str) -> String {
    let short = dir.trim_end_matches('/');
    if short.is_empty() && !dir.is_empty() { "/".to_owned() } else { short.to_owned() }
}
