//! The examples as programs in memory, of which one text at a time is damaged, and what the compiler says of it.

use meshc::compile::{Compilation, Options, compile, gather};
use meshc::diagnostic::{Diagnostic, Severity, Sink};
use meshc::source::{Entry, FileId, Loader, Memory, Sources};
use meshc::syntax::{ast, parse};
use std::io;
use std::path::Path;
use std::sync::OnceLock;

/// An example: its file, which is its root too, and the text of that file.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    pub(crate) path: String,
    pub(crate) text: String,
}

/// All files below `examples/`.
fn disk() -> &'static Memory {
    static DISK: OnceLock<Memory> = OnceLock::new();
    DISK.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let (mut memory, mut open) = (Memory::default(), vec![root.join("examples")]);
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                    continue;
                }
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
                memory.0.insert(name, std::fs::read(&path).unwrap());
            }
        }
        memory
    })
}

/// The programs among the examples.
pub(crate) fn examples() -> Vec<Example> {
    let mesh = disk().0.iter().filter(|(path, _)| path.ends_with(".mesh"));
    let out: Vec<Example> = mesh
        .map(|(path, text)| Example { path: path.clone(), text: String::from_utf8(text.clone()).unwrap() })
        .collect();
    assert!(out.len() >= 9);
    out
}

/// An example without the statements that are not lowered, so that it becomes files.
pub(crate) fn lowered(example: &Example) -> Example {
    let mut out = example.clone();
    for _ in 0..16 {
        let said = compiled(&out, &out.text).diagnostics;
        let ast = parse(FileId(0), &out.text, &mut Sink::default());
        let mut gone: Vec<(usize, usize)> = vec![];
        for d in said.iter().filter(|d| d.severity == Severity::Error) {
            let at = d.primary().unwrap_or_else(|| panic!("{}: {}", out.path, d.message)).start;
            let of = |n: &&ast::Node| n.span.start <= at && at <= n.block.map_or(n.span.end, |b| b.close.end);
            let node = ast.statements.iter().rfind(of).unwrap();
            let end = node.block.map_or(node.span.end, |b| b.close.end);
            gone.push((node.span.start as usize, end as usize));
        }
        if gone.is_empty() {
            return out;
        }
        gone.sort_unstable();
        let mut last = usize::MAX;
        for (start, end) in gone.into_iter().rev().filter(|g| g.1 > g.0) {
            if end <= last {
                out.text.replace_range(start..end, "");
                last = start;
            }
        }
    }
    panic!("{}: errors remain", out.path)
}

/// The files of the examples, one of them with another text.
struct Damaged<'a> {
    path: &'a str,
    text: &'a str,
}

impl Loader for Damaged<'_> {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        if path == self.path { Ok(self.text.as_bytes().to_vec()) } else { disk().read(path) }
    }

    fn list(&self, dir: &str) -> io::Result<Vec<Entry>> {
        disk().list(dir)
    }

    fn is_dir(&self, path: &str) -> bool {
        disk().is_dir(path)
    }
}

/// What comes of an example whose text is `text`.
pub(crate) fn compiled(example: &Example, text: &str) -> Compilation {
    told(example, text).1
}

/// What comes of an example whose text is `text`, and the sources of it.
pub(crate) fn told(example: &Example, text: &str) -> (Sources, Compilation) {
    let loader = Damaged { path: &example.path, text };
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let program = gather(&example.path, &loader, &mut sources, &mut sink);
    let made = compile(&program, &Options::default(), &loader, &mut sources, sink);
    (sources, made)
}

/// The errors among diagnostics.
pub(crate) fn errors(made: &Compilation) -> Vec<&Diagnostic> {
    made.diagnostics.iter().filter(|d| d.severity == Severity::Error).collect()
}

/// A sequence that looks random, the same each time (xorshift64, Marsaglia 2003).
pub(crate) struct Random(u64);

impl Random {
    /// The sequence of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `below`, 0 if that is 0.
    pub(crate) fn below(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(below.max(1)).unwrap()).unwrap()
    }
}
