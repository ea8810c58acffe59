//! The way of the data as one page: files → program → diagnostics, and files to write if there are no errors.

use std::time::Duration;

use crate::diagnostic::codes::io;
use crate::diagnostic::{Diagnostic, Severity, Sink, unloadable};
use crate::source::load::{self, Trouble};
use crate::source::{FileId, Loader, Sources};
use crate::syntax;

/// How the output is cut into files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// A file a namespace.
    #[default]
    Namespace,
    /// A file an object.
    Object,
    /// All objects in one stream, in Helm's order of installing; the one file is called `-`.
    Stream,
}

/// What a compilation is asked for, besides the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// `K=V,K=V`: versions in place of the program's.
    pub platform: Option<String>,
    /// The environment to choose.
    pub environment: Option<String>,
    /// The cluster to write; all of them if none.
    pub cluster: Option<String>,
    /// The date (`2026-01-31`) at which certificates have to be valid.
    pub at: Option<String>,
    /// How the output is cut into files.
    pub layout: Layout,
}

/// The files of a program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Program {
    /// The folder that paths in the program are relative to: the folder given, or that of the file given.
    pub root: String,
    /// Its files, by path.
    pub files: Vec<FileId>,
}

/// What came of a compilation.
#[derive(Debug, Default)]
pub struct Compilation {
    /// All that there is to say, by file, offset, code.
    pub diagnostics: Vec<Diagnostic>,
    /// What to write: paths within the output folder, with `/`, and bytes; none if there are errors. The index of
    /// the output is among them.
    pub files: Option<Vec<(String, Vec<u8>)>>,
    /// The steps that a person takes, as text; none if there are errors.
    pub plan: Option<String>,
    /// How long each stage took, in order.
    pub timings: Vec<(&'static str, Duration)>,
}

/// Loads a program: a folder with every `.mesh` below it, one file, or `-`, which the loader knows. What cannot
/// be had is reported, and the rest loaded.
pub fn gather(root: &str, loader: &dyn Loader, sources: &mut Sources, sink: &mut Sink) -> Program {
    let short = root.trim_end_matches('/');
    let root = if short.is_empty() { root } else { short };
    if root == "-" || !loader.is_dir(root) {
        let files = add(root, loader, sources, sink).into_iter().collect();
        let folder =
            root.rsplit_once('/').map_or(".", |(folder, _)| if folder.is_empty() { "/" } else { folder });
        return Program { root: folder.to_owned(), files };
    }
    let (paths, troubles) = load::folder(loader, root);
    if paths.is_empty() && troubles.is_empty() {
        sink.report(
            Diagnostic::without_place(&io::E0003, format!("there are no `.mesh` files in `{root}`"))
                .help("`meshc init` writes a small program"),
        );
    }
    for (path, trouble) in troubles {
        sink.report(unloadable(&path, &trouble, None));
    }
    let files = paths.iter().filter_map(|path| add(path, loader, sources, sink)).collect();
    Program { root: root.to_owned(), files }
}

fn add(path: &str, loader: &dyn Loader, sources: &mut Sources, sink: &mut Sink) -> Option<FileId> {
    match load::text(loader, path) {
        Ok(text) => return Some(sources.add(path, text)),
        Err(Trouble::Other(why)) if path == "-" => {
            let text = "the standard input cannot be read";
            sink.report(Diagnostic::without_place(&io::E0001, text).note(why));
        }
        Err(trouble) => {
            sink.report(unloadable(path, &trouble, None));
        }
    }
    None
}

/// Compiles what was gathered; `sink` holds what was said when gathering. Files that the program names are read
/// through the loader. Nothing is written.
pub fn compile(
    program: &Program,
    options: &Options,
    loader: &dyn Loader,
    sources: &mut Sources,
    mut sink: Sink,
) -> Compilation {
    let _ = (options, loader);
    for &file in &program.files {
        let text = sources.get(file).map_or("", |s| &s.text);
        let _ = syntax::parse(file, text, &mut sink);
    }
    let diagnostics = sink.finish();
    let failed = diagnostics.iter().any(|d| d.severity == Severity::Error);
    let files = (!failed).then(Vec::new);
    Compilation { diagnostics, files, plan: (!failed).then(String::new), timings: vec![] }
}

/// Which statement gives a value: the answer to `meshc explain shop.cart timeout`; none if there is no such thing.
pub fn explain(
    program: &Program,
    options: &Options,
    loader: &dyn Loader,
    sources: &mut Sources,
    path: &[String],
) -> Option<String> {
    let _ = (program, options, loader, sources, path);
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    #[test]
    fn gathers_what_can_be_had() {
        let files = [("p/b.mesh", "b"), ("p/a/x.mesh", "a"), ("p/.hidden/y.mesh", ""), ("p/z.yaml", "")];
        let mut disk = Memory(files.map(|(p, t)| (p.to_owned(), t.into())).into());
        disk.0.insert("p/bad.mesh".to_owned(), b"ok\n\xff".into());
        disk.0.insert("p/big.mesh".to_owned(), vec![b' '; load::MOST_BYTES + 1]);
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let program = gather("p/", &disk, &mut sources, &mut sink);
        let names: Vec<&str> = program.files.iter().map(|f| sources.name(*f)).collect();
        assert_eq!(names, ["p/a/x.mesh", "p/b.mesh"]);
        let said: Vec<_> = sink.diagnostics().iter().map(|d| (d.code.id, d.message.as_str())).collect();
        assert_eq!(
            said,
            [("E0004", "`p/bad.mesh` is not UTF-8"), ("E0005", "`p/big.mesh` has more than 16 MiB")]
        );
        assert_eq!(sink.diagnostics()[0].notes, ["the first wrong byte is at offset 3, in line 2"]);
    }

    #[test]
    fn says_when_there_is_nothing() {
        let disk = Memory([("d/x.yaml".to_owned(), vec![])].into());
        let codes = |root: &str| {
            let mut sink = Sink::default();
            let program = gather(root, &disk, &mut Sources::default(), &mut sink);
            assert!(program.files.is_empty());
            sink.diagnostics().iter().map(|d| d.code.id).collect::<Vec<_>>()
        };
        assert_eq!(codes("d"), ["E0003"]);
        assert_eq!(codes("e"), ["E0002"]);
        assert_eq!(codes("-"), ["E0002"]);
    }
}
