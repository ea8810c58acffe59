//! The way of the data as one page: files → program → diagnostics, and files to write if there are no errors.

mod attach;
mod explain;

use std::collections::BTreeMap;
use std::time::Duration;

use crate::diagnostic::codes::{io, names};
use crate::diagnostic::{Diagnostic, Severity, Sink, nearest, or_list, unloadable};
use crate::manifest::Output;
use crate::source::load::{self, Trouble};
use crate::source::{FileId, Loader, Sources};
use crate::topology::{Name, Topology};
use crate::{check, deliver, lower, resolve};
use rayon::prelude::*;

pub use crate::deliver::Layout;
pub use explain::explain;

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
    let mut clock = Clock::default();
    let Some((topology, outputs)) = lowered(program, options, loader, sources, &mut sink, &mut clock) else {
        return Compilation { diagnostics: sink.finish(), ..Compilation::default() };
    };
    let check = check::Options { at: options.at.clone() };
    let valid = clock.time("check", || check::check(&topology, outputs, &check, &mut sink));
    let diagnostics = sink.finish();
    let failed = diagnostics.iter().any(|d| d.severity == Severity::Error);
    let (mut files, mut plan) = (None, None);
    if !failed {
        let wanted = |name: &str| options.cluster.as_deref().is_none_or(|c| c == name);
        files = Some(
            clock.time("deliver", || deliver::files(&valid, &topology, sources, options.layout, &wanted)),
        );
        plan = Some(deliver::plan(&valid, &topology, &wanted));
    }
    later((topology, valid));
    Compilation { diagnostics, files, plan, timings: clock.0 }
}

/// What a program becomes before it is checked and cut into files: for tests, and for those that ask about objects.
/// `None` where the options are wrong. Every mistake is in `sink`; with one, objects are missing.
pub fn objects(
    program: &Program,
    options: &Options,
    loader: &dyn Loader,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Option<(Topology, BTreeMap<Name, Output>)> {
    let (topology, outputs) = lowered(program, options, loader, sources, sink, &mut Clock::default())?;
    let check = check::Options { at: options.at.clone() };
    let valid = check::check(&topology, outputs, &check, sink);
    Some((topology, valid.into_inner()))
}

fn lowered(
    program: &Program,
    options: &Options,
    loader: &dyn Loader,
    sources: &mut Sources,
    sink: &mut Sink,
    clock: &mut Clock,
) -> Option<(Topology, BTreeMap<Name, Output>)> {
    let parsed = front(program, loader, sources, sink, clock);
    let choice = choice(options, sink)?;
    let topology = clock.time("resolve", || resolve::resolve(&parsed, sources, &choice, sink));
    later(parsed);
    if let Some(wanted) = options.cluster.as_deref() {
        chosen_cluster(wanted, &topology, sink);
    }
    let outputs = clock.time("lower", || lower::lower(&topology, sink));
    Some((topology, outputs))
}

/// Says that `--cluster` names none; where a mistake was reported, it may be the one that is meant.
fn chosen_cluster(wanted: &str, topology: &Topology, sink: &mut Sink) {
    let wrong = sink.diagnostics().iter().any(|d| d.severity == Severity::Error);
    if wrong || topology.clusters.is_empty() || topology.clusters.contains_key(wanted) {
        return;
    }
    let all = || topology.clusters.keys().map(|n| &**n);
    let told = Diagnostic::without_place(&names::E0216, format!("no cluster `{wanted}`"));
    sink.report(match nearest(wanted, all()).first() {
        Some(near) => told.help(format!("there is a cluster with a similar name: `{near}`")),
        None => told.help(format!("name one of the clusters: {}", or_list(all().take(8)))),
    });
}

/// Frees what is large beside the work that goes on: a process that ends does not wait for it.
fn later(done: impl Send + 'static) {
    rayon::spawn(move || drop(done));
}

/// What the options choose; `None` where one of them is wrong, which is reported.
fn choice(options: &Options, sink: &mut Sink) -> Option<resolve::Choice> {
    let overrides = match options.platform.as_deref().map(crate::platform::Platform::parse_overrides) {
        None => crate::platform::Overrides::default(),
        Some(Ok(overrides)) => overrides,
        Some(Err(error)) => {
            let told =
                Diagnostic::without_place(&crate::diagnostic::codes::support::E0810, error.to_string());
            sink.report(told.help(error.help()));
            return None;
        }
    };
    Some(resolve::Choice { overrides, environment: options.environment.clone() })
}

/// Parses what was gathered, and what it names.
fn front(
    program: &Program,
    loader: &dyn Loader,
    sources: &mut Sources,
    sink: &mut Sink,
    clock: &mut Clock,
) -> resolve::Program {
    let prefix = match program.root.as_str() {
        "." => String::new(),
        root => format!("{}/", root.trim_end_matches('/')),
    };
    let mut out = resolve::Program { root: prefix, ..resolve::Program::default() };
    let parse = |file: &FileId| {
        let mut own = Sink::default();
        let text = sources.get(*file).map(|s| s.text.clone()).unwrap_or_default();
        (
            resolve::Parsed {
                file: *file,
                ast: crate::syntax::parse(*file, &text, &mut own),
                library: false,
            },
            own,
        )
    };
    let parsed: Vec<_> = clock.time("parse", || program.files.par_iter().map(parse).collect());
    for (file, own) in parsed {
        sink.append(own);
        out.files.push(file);
    }
    attach::libraries(&mut out, loader, sources, sink);
    attach::texts(&mut out, loader, sources, sink);
    out
}

/// How long each stage took.
#[derive(Default)]
struct Clock(Vec<(&'static str, Duration)>);

impl Clock {
    fn time<T>(&mut self, stage: &'static str, run: impl FnOnce() -> T) -> T {
        let start = std::time::Instant::now();
        let out = run();
        self.0.push((stage, start.elapsed()));
        out
    }
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
