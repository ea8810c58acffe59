//! Files to the output folder: all or nothing, our own alone.
//!
//! Invariants: nothing is touched that the last index does not name; each file is written beside its place and
//! moved there once all are; what fails on the way is taken back. The index is moved last.

use std::collections::BTreeSet;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::io as codes;
use crate::source::load::plain;

/// The index, within the output folder: which files the last build wrote.
pub const INDEX: &str = ".meshc-index.json";

/// A file that is not as it has to be.
#[derive(Debug)]
pub struct Change {
    /// Its path within the output folder, with `/`.
    pub path: String,
    /// What is there.
    pub old: Option<Vec<u8>>,
    /// What has to be there; none for one of our own that has no place any more.
    pub new: Option<Vec<u8>>,
}

/// The paths that the index in a folder names; none of them where there is no index.
///
/// # Errors
/// The diagnostic, if there is an index that cannot be read or understood.
pub fn owned(out: &Path, shown: &str) -> Result<BTreeSet<String>, Box<Diagnostic>> {
    let bytes = match std::fs::read(out.join(INDEX)) {
        Ok(bytes) => bytes,
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(BTreeSet::new());
        }
        Err(e) => {
            let text = format!("`{shown}/{INDEX}` cannot be read");
            return Err(Box::new(Diagnostic::without_place(&codes::E0001, text).note(plain(&e))));
        }
    };
    let broken = || {
        let text = format!("`{shown}/{INDEX}` is no index of this version");
        Diagnostic::without_place(&codes::E0011, text).help("restore it, or write to an empty folder")
    };
    let value: serde_json::Value = serde_json::from_slice(&bytes).map_err(|_| broken())?;
    match value.get("files") {
        Some(serde_json::Value::Object(files)) => Ok(files.keys().cloned().collect()),
        _ => Err(Box::new(broken())),
    }
}

/// What has to change for the folder to hold `files`, by path, the index last.
///
/// # Errors
/// The diagnostic, if a path is taken by what `owned` does not name, or cannot be looked at.
pub fn changes(
    out: &Path,
    shown: &str,
    files: Vec<(String, Vec<u8>)>,
    owned: &BTreeSet<String>,
) -> Result<Vec<Change>, Box<Diagnostic>> {
    let (mut changes, mut foreign) = (vec![], vec![]);
    let wanted: BTreeSet<String> = files.iter().map(|(path, _)| path.clone()).collect();
    for (path, new) in files {
        if !is_inside(&path) {
            return Err(unwritable(shown, &path, &io::Error::other("the path leaves the output folder")));
        }
        let old = look(&out.join(&path)).map_err(|e| unwritable(shown, &path, &e))?;
        if old.as_deref() == Some(new.as_slice()) {
            continue;
        }
        if old.is_some() && path != INDEX && !owned.contains(&path) {
            foreign.push(path);
            continue;
        }
        changes.push(Change { path, old, new: Some(new) });
    }
    if let Some(first) = foreign.first() {
        let text = format!("`{shown}/{first}` is a file of somebody else");
        let also: Vec<String> = foreign.iter().skip(1).take(5).map(|p| format!("`{shown}/{p}`")).collect();
        let d = Diagnostic::without_place(&codes::E0008, text)
            .help("choose another folder with `--out`, or move the file away");
        return Err(Box::new(if also.is_empty() { d } else { d.note(format!("so is {}", also.join(", "))) }));
    }
    for path in owned.difference(&wanted).filter(|p| is_inside(p) && *p != INDEX) {
        if let Ok(Some(old)) = look(&out.join(path)) {
            changes.push(Change { path: path.clone(), old: Some(old), new: None });
        }
    }
    changes.sort_by(|a, b| (a.path == INDEX, &a.path).cmp(&(b.path == INDEX, &b.path)));
    Ok(changes)
}

/// Makes the changes, all or none.
///
/// # Errors
/// The diagnostic of the first that cannot be made; the folder is then as it was.
pub fn apply(out: &Path, shown: &str, changes: &[Change]) -> Result<(), Box<Diagnostic>> {
    let mut attempt = Attempt::default();
    let result = attempt.run(out, changes);
    if result.is_err() {
        attempt.take_back();
    } else {
        for change in changes.iter().filter(|c| c.new.is_none()) {
            remove_empty_folders(out, &change.path);
        }
    }
    result.map_err(|(path, e)| unwritable(shown, &path, &e))
}

/// The changes as one unified diff.
#[must_use]
pub fn diff(changes: &[Change]) -> String {
    let mut out = String::new();
    for change in changes {
        let text = |bytes: &Option<Vec<u8>>| {
            bytes.as_deref().map(String::from_utf8_lossy).unwrap_or_default().into_owned()
        };
        let name = |side: &str, there: bool| match there {
            true => format!("{side}/{}", change.path),
            false => "/dev/null".to_owned(),
        };
        let (old, new) = (text(&change.old), text(&change.new));
        let (before, after) = (name("a", change.old.is_some()), name("b", change.new.is_some()));
        let lines = similar::TextDiff::from_lines(&old, &new);
        out.push_str(&lines.unified_diff().context_radius(3).header(&before, &after).to_string());
    }
    out
}

/// What was done so far, so that it can be taken back.
#[derive(Default)]
struct Attempt {
    folders: Vec<PathBuf>,
    beside: Vec<(PathBuf, PathBuf)>,
    done: Vec<(PathBuf, Option<Vec<u8>>)>,
}

impl Attempt {
    fn run(&mut self, out: &Path, changes: &[Change]) -> Result<(), (String, io::Error)> {
        for (n, change) in changes.iter().enumerate() {
            let Some(new) = &change.new else { continue };
            let to = out.join(&change.path);
            let at = |e| (change.path.clone(), e);
            let folder = to.parent().unwrap_or(out).to_owned();
            self.make_folder(&folder).map_err(at)?;
            let beside = folder.join(format!(".meshc-{}-{n}.tmp", std::process::id()));
            self.beside.push((beside.clone(), to));
            std::fs::write(&beside, new).map_err(at)?;
        }
        let mut beside = self.beside.iter();
        for change in changes {
            let at = |e| (change.path.clone(), e);
            let to = out.join(&change.path);
            if change.new.is_none() {
                std::fs::remove_file(&to).map_err(at)?;
            } else if let Some((from, to)) = beside.next() {
                std::fs::rename(from, to).map_err(at)?;
            }
            self.done.push((to, change.old.clone()));
        }
        Ok(())
    }

    fn make_folder(&mut self, folder: &Path) -> io::Result<()> {
        let missing: Vec<&Path> =
            folder.ancestors().take_while(|f| !f.as_os_str().is_empty() && !f.exists()).collect();
        for folder in missing.into_iter().rev() {
            std::fs::create_dir(folder)?;
            self.folders.push(folder.to_owned());
        }
        Ok(())
    }

    /// Best effort: what fails here fails after what is reported.
    fn take_back(&mut self) {
        for (path, old) in self.done.drain(..).rev() {
            let _ = match old {
                Some(old) => std::fs::write(&path, old),
                None => std::fs::remove_file(&path),
            };
        }
        for (beside, _) in self.beside.drain(..) {
            let _ = std::fs::remove_file(beside);
        }
        for folder in self.folders.drain(..).rev() {
            let _ = std::fs::remove_dir(folder);
        }
    }
}

/// The bytes at a path; none where there is nothing. A folder or device there is an error.
fn look(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match std::fs::symlink_metadata(path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
        Ok(m) if m.is_file() => std::fs::read(path).map(Some),
        Ok(m) if m.is_symlink() => Ok(Some(std::fs::read(path).unwrap_or_default())),
        Ok(_) => Err(io::Error::other("something that is no file is there")),
    }
}

fn is_inside(path: &str) -> bool {
    !path.is_empty() && Path::new(path).components().all(|c| matches!(c, Component::Normal(_)))
}

fn remove_empty_folders(out: &Path, path: &str) {
    for folder in Path::new(path).ancestors().skip(1).filter(|f| !f.as_os_str().is_empty()) {
        if std::fs::remove_dir(out.join(folder)).is_err() {
            return;
        }
    }
}

/// The diagnostic of an output file that cannot be written.
#[must_use]
pub fn unwritable(shown: &str, path: &str, e: &io::Error) -> Box<Diagnostic> {
    let name = crate::source::load::join(shown, path);
    let full = matches!(e.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
    Box::new(match full {
        true => Diagnostic::without_place(&codes::E0010, format!("there is no space left for `{name}`"))
            .note("the output is as it was before"),
        false => {
            Diagnostic::without_place(&codes::E0009, format!("`{name}` cannot be written")).note(plain(e))
        }
    })
}
