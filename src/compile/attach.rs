//! What a program names besides itself: libraries (`use`), texts (`file`, PEMs) and manifests (`raw`). Known only
//! after parsing, so it is found in the syntax tree and read through the loader.

use crate::diagnostic::{Sink, unloadable};
use crate::resolve::{Parsed, Program};
use crate::source::load::{self, Trouble};
use crate::source::{FileId, Loader, Sources, Span};
use crate::syntax::ast::{Form, Statement};
use crate::topology::Name;
use std::collections::{BTreeMap, BTreeSet};

/// The deepest chain of `use`.
const USE_DEPTH: usize = 16;

/// Reads the libraries of a program, and those of libraries.
pub(super) fn libraries(program: &mut Program, loader: &dyn Loader, sources: &mut Sources, sink: &mut Sink) {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut next = 0;
    for _ in 0..USE_DEPTH {
        let wanted: Vec<(String, Span)> = program
            .files
            .iter()
            .skip(next)
            .flat_map(|f| {
                f.ast.top().filter_map(|s| used(&s)).map(|(dir, span)| (below(sources, f.file, &dir), span))
            })
            .collect();
        next = program.files.len();
        for (dir, span) in wanted {
            if !seen.insert(dir.clone()) {
                continue;
            }
            let (paths, troubles) = load::folder(loader, &dir);
            for (path, trouble) in troubles {
                sink.report(unloadable(&path, &trouble, Some(span)));
            }
            for path in paths {
                match load::text(loader, &path) {
                    Ok(text) => {
                        let file = sources.add(path, text);
                        let text = sources.get(file).map(|s| s.text.clone()).unwrap_or_default();
                        let ast = crate::syntax::parse(file, &text, sink);
                        program.files.push(Parsed { file, ast, library: true });
                    }
                    Err(trouble) => {
                        sink.report(unloadable(&path, &trouble, Some(span)));
                    }
                }
            }
        }
        if program.files.len() == next {
            return;
        }
    }
}

fn used(statement: &Statement<'_>) -> Option<(String, Span)> {
    let (arg, _) = statement.args().next().filter(|_| &*statement.head().text == "use")?;
    Some((arg.text.to_string(), arg.span))
}

/// A path that a statement of `file` writes, as the loader knows it.
fn below(sources: &Sources, file: FileId, path: &str) -> String {
    let name = sources.name(file);
    match name.rsplit_once('/') {
        _ if path.starts_with('/') => path.to_owned(),
        Some((folder, _)) => format!("{folder}/{path}"),
        None => path.to_owned(),
    }
}

/// Reads the texts that statements name.
pub(super) fn texts(program: &mut Program, loader: &dyn Loader, sources: &mut Sources, sink: &mut Sink) {
    let mut wanted: Vec<(FileId, Name, Span, bool)> = Vec::new();
    for file in &program.files {
        for statement in file.ast.top() {
            find(&statement, file.file, &mut wanted);
        }
    }
    let mut known: BTreeMap<Name, FileId> = BTreeMap::new();
    for (file, written, span, glob) in wanted {
        let path = below(sources, file, &written);
        let paths = if glob { globbed(loader, &path) } else { vec![path.clone()] };
        if paths.is_empty() {
            sink.report(unloadable(&path, &Trouble::Missing, Some(span)));
        }
        let mut found = Vec::new();
        for path in paths {
            match load::text(loader, &path) {
                Ok(text) => found.push((Name::from(path), Name::from(text))),
                Err(trouble) => {
                    sink.report(unloadable(&path, &trouble, Some(span)));
                }
            }
        }
        if glob {
            // What is said of manifests points into them.
            let mut add = |(path, text): (Name, Name)| {
                let id = *known.entry(path.clone()).or_insert_with(|| sources.add(path, text.clone()));
                (id, text)
            };
            program.raws.insert((file, written), found.into_iter().map(&mut add).collect());
        } else {
            program.attached.insert((file, written), found);
        }
    }
}

fn find(statement: &Statement<'_>, file: FileId, out: &mut Vec<(FileId, Name, Span, bool)>) {
    let first =
        statement.args().next().map(|(a, _)| a).filter(|a| matches!(a.form, Form::Word | Form::String));
    match &*statement.head().text {
        "raw" => out.extend(first.map(|a| (file, a.text.clone(), a.span, true))),
        "config" => {
            let files = statement.block().filter(|s| &*s.head().text == "file");
            out.extend(
                files.filter_map(|s| s.args().next().map(|(a, _)| (file, a.text.clone(), a.span, false))),
            );
        }
        "trust" => {
            let anchors = statement.block().filter(|s| &*s.head().text == "anchor");
            let alone =
                anchors.filter_map(|s| s.args().next().map(|(a, _)| a).filter(|_| s.args().count() == 1));
            out.extend(alone.map(|a| (file, a.text.clone(), a.span, false)));
        }
        "environment" | "add" => {
            for inner in statement.block() {
                find(&inner, file, out);
            }
        }
        _ => {}
    }
}

/// The files that a path with `*` means, in order; each `*` stays within its part of the path.
fn globbed(loader: &dyn Loader, path: &str) -> Vec<String> {
    let mut found = vec![if path.starts_with('/') { "/".to_owned() } else { String::new() }];
    for part in path.split('/').filter(|p| !p.is_empty()) {
        let mut next = Vec::new();
        for folder in found {
            let join = |name: &str| {
                if folder.is_empty() || folder.ends_with('/') {
                    format!("{folder}{name}")
                } else {
                    format!("{folder}/{name}")
                }
            };
            if !part.contains('*') {
                next.push(join(part));
                continue;
            }
            let at = if folder.is_empty() { "." } else { &folder };
            let names = loader.list(at).unwrap_or_default();
            next.extend(names.iter().filter(|e| matches(part, &e.name)).map(|e| join(&e.name)));
        }
        found = next;
    }
    found
}

/// Whether a name fits a pattern with `*`.
fn matches(pattern: &str, name: &str) -> bool {
    let mut rest = name;
    let mut parts = pattern.split('*');
    let Some(first) = parts.next() else { return false };
    let Some(after) = rest.strip_prefix(first) else { return false };
    rest = after;
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    #[test]
    fn stars_stay_within_a_part() {
        let files = ["a/b/x.yaml", "a/c/y.yaml", "a/c/z.json", "a/w.yaml"];
        let loader = Memory(files.map(|f| (f.to_owned(), vec![])).into());
        assert_eq!(globbed(&loader, "a/*/*.yaml"), ["a/b/x.yaml", "a/c/y.yaml"]);
        assert_eq!(globbed(&loader, "a/w.yaml"), ["a/w.yaml"]);
        assert!(matches("a*b", "axxb") && !matches("a*b", "a") && matches("*", "x"));
    }
}
