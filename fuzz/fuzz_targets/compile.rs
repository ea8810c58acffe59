#![no_main]
//! Any text compiles: to files, or to at least one error.

use libfuzzer_sys::fuzz_target;
use meshc::{Memory, Options, Severity, Sink, Sources, compile, gather};

fuzz_target!(|bytes: &[u8]| {
    let files = Memory([("fuzz.mesh".to_owned(), bytes.to_vec())].into());
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let program = gather("fuzz.mesh", &files, &mut sources, &mut sink);
    let made = compile(&program, &Options::default(), &files, &mut sources, sink);
    let failed = made.diagnostics.iter().any(|d| d.severity == Severity::Error);
    assert_eq!(failed, made.files.is_none(), "no files, and no error");
});
