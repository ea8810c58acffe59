//! Programs of the repository through the library.

use meshc::compile::{Options, compile, gather};
use meshc::diagnostic::{Severity, Sink};
use meshc::source::{Disk, Sources};

/// The files that a program becomes, by path; it must have no errors.
pub(crate) fn build(path: &str, options: &Options) -> Vec<(String, String)> {
    let loader = Disk { root: env!("CARGO_MANIFEST_DIR").into() };
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let program = gather(path, &loader, &mut sources, &mut sink);
    let compilation = compile(&program, options, &loader, &mut sources, sink);
    let errors: Vec<_> = compilation.diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{path}: {errors:?}");
    let files = compilation.files.unwrap_or_default();
    files.into_iter().map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap())).collect()
}

/// The plan of a program.
pub(crate) fn plan(path: &str, options: &Options) -> String {
    let loader = Disk { root: env!("CARGO_MANIFEST_DIR").into() };
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let program = gather(path, &loader, &mut sources, &mut sink);
    compile(&program, options, &loader, &mut sources, sink).plan.unwrap_or_default()
}
