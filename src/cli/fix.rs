//! `check --fix`: the fixes that are certain, written into the sources.

use std::collections::BTreeMap;
use std::path::Path;

use super::write::{Change, apply};
use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::source::{FileId, Sources};

/// Writes those fixes that do not touch one another, each whole; gives how many. Standard input is left alone.
///
/// # Errors
/// The diagnostic of a file that cannot be written; all are then as before.
pub(super) fn certain(
    root: &Path,
    sources: &Sources,
    diagnostics: &[Diagnostic],
) -> Result<usize, Box<Diagnostic>> {
    let mut taken: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    let mut count = 0;
    for fix in diagnostics.iter().filter_map(|d| d.fixes.first()) {
        let free = |e: &Edit| {
            let touches = |o: &&Edit| o.span.start <= e.span.end && e.span.start <= o.span.end;
            sources.name(e.span.file) != "-"
                && !taken.get(&e.span.file).is_some_and(|all| all.iter().any(touches))
        };
        if fix.applicability != Applicability::MachineApplicable || !fix.edits.iter().all(free) {
            continue;
        }
        count += 1;
        for edit in &fix.edits {
            taken.entry(edit.span.file).or_default().push(edit);
        }
    }
    let changes: Vec<Change> =
        taken.into_iter().filter_map(|(file, edits)| changed(sources, file, edits)).collect();
    apply(root, ".", &changes)?;
    Ok(count)
}

fn changed(sources: &Sources, file: FileId, mut edits: Vec<&Edit>) -> Option<Change> {
    let source = sources.get(file)?;
    edits.sort_by_key(|e| e.span.start);
    let (mut new, mut from) = (String::with_capacity(source.text.len()), 0);
    for edit in edits {
        new.push_str(source.text.get(from..edit.span.start as usize)?);
        new.push_str(&edit.text);
        from = edit.span.end as usize;
    }
    new.push_str(source.text.get(from..)?);
    let (path, old) = (source.name.to_string(), Some(source.text.as_bytes().to_vec()));
    Some(Change { path, old, new: Some(new.into_bytes()) })
}
