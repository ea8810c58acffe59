//! Files to the output folder: all or nothing, our own alone.
//!
//! Invariants: nothing is touched that is not as the last index says that we wrote it; each file is written beside its place and
//! moved there once all are; what fails on the way is taken back. The index is moved last.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use crate::diagnostic::codes::io as codes;
use crate::diagnostic::{Code, Diagnostic};
use crate::manifest::index::{FILE_NAME, Index, sha256};
use crate::source::load::{join, plain};

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

/// The index in an output folder; an empty one where there is none.
///
/// # Errors
/// The diagnostic, if there is an index that cannot be read or understood.
pub fn last_index(out: &Path, shown: &str) -> Result<Index, Box<Diagnostic>> {
    let name = join(shown, FILE_NAME);
    let bytes = match std::fs::read(out.join(FILE_NAME)) {
        Ok(bytes) => bytes,
        Err(e) if matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(Index::default());
        }
        Err(e) => {
            let text = format!("`{name}` cannot be read");
            return Err(Box::new(Diagnostic::without_place(&codes::E0001, text).note(plain(&e))));
        }
    };
    Index::parse(&String::from_utf8_lossy(&bytes)).map_err(|why| {
        let text = format!("`{name}` is no index of this version");
        let d = Diagnostic::without_place(&codes::E0011, text).note(why);
        Box::new(d.help("restore it, or write to an empty folder"))
    })
}

/// What has to change for the folder to hold `files`, by path, the index last.
///
/// # Errors
/// The diagnostic, if a path is taken by what we did not write or by what was edited since, or cannot be looked at.
pub fn changes(
    out: &Path,
    shown: &str,
    files: Vec<(String, Vec<u8>)>,
    last: &Index,
) -> Result<Vec<Change>, Box<Diagnostic>> {
    let (mut changes, mut foreign, mut edited) = (vec![], vec![], vec![]);
    let wanted: BTreeSet<String> = files.iter().map(|(path, _)| path.clone()).collect();
    for (path, new) in files {
        if !is_inside(&path) {
            return Err(unwritable(shown, &path, &io::Error::other("the path leaves the output folder")));
        }
        let old = look(&out.join(&path)).map_err(|e| unwritable(shown, &path, &e))?;
        if old.as_deref() == Some(new.as_slice()) {
            continue;
        }
        match old.as_deref().map(|old| (last.files.get(&path), old)) {
            Some((None, _)) if path != FILE_NAME => foreign.push(path),
            Some((Some(ours), old)) if ours.sha256 != sha256(old) => edited.push(path),
            _ => changes.push(Change { path, old, new: Some(new) }),
        }
    }
    for (path, ours) in last.files.iter().filter(|(path, _)| !wanted.contains(*path) && *path != FILE_NAME) {
        match look(&out.join(path)) {
            Ok(Some(old)) if ours.sha256 != sha256(&old) => edited.push(path.clone()),
            Ok(Some(old)) => changes.push(Change { path: path.clone(), old: Some(old), new: None }),
            Ok(None) | Err(_) => {}
        }
    }
    refuse(
        &codes::E0008,
        "is a file of somebody else",
        shown,
        &foreign,
        "choose another folder with `--out`, or move the file away",
    )?;
    let way_out = "say it in the program (`patch` sets what no statement does), then remove the file";
    refuse(&codes::E0017, "was edited since it was written", shown, &edited, way_out)?;
    changes.sort_by(|a, b| (a.path == FILE_NAME, &a.path).cmp(&(b.path == FILE_NAME, &b.path)));
    Ok(changes)
}

fn refuse(
    code: &'static Code,
    what: &str,
    shown: &str,
    paths: &[String],
    help: &str,
) -> Result<(), Box<Diagnostic>> {
    let Some((first, others)) = paths.split_first() else { return Ok(()) };
    let d = Diagnostic::without_place(code, format!("`{}` {what}", join(shown, first))).help(help);
    let also: Vec<String> = others.iter().take(5).map(|p| format!("`{}`", join(shown, p))).collect();
    let more = if others.len() > also.len() {
        format!(" and {} more", others.len() - also.len())
    } else {
        String::new()
    };
    Err(Box::new(if also.is_empty() { d } else { d.note(format!("likewise {}{more}", also.join(", "))) }))
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
            let mut file = create_new(&beside).map_err(at)?;
            self.beside.push((beside, to));
            file.write_all(new).map_err(at)?;
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

/// A file that was not there before: never one that somebody else has put, or linked, in its place. One that a run
/// of ours left behind when it was killed is replaced.
fn create_new(path: &Path) -> io::Result<std::fs::File> {
    let open = || std::fs::OpenOptions::new().write(true).create_new(true).open(path);
    match open() {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {
            std::fs::remove_file(path)?;
            open()
        }
        made => made,
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
    let name = join(shown, path);
    let full = matches!(e.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
    Box::new(match full {
        true => Diagnostic::without_place(&codes::E0010, format!("there is no space left for `{name}`"))
            .note("the output is as it was before"),
        false => {
            Diagnostic::without_place(&codes::E0009, format!("`{name}` cannot be written")).note(plain(e))
        }
    })
}
