#![no_main]
//! Any text parses: to statements and diagnostics, without a panic or a hang.

use libfuzzer_sys::fuzz_target;
use meshc::{Format, RenderOptions, Sink, Sources, parse, render};

fuzz_target!(|text: &str| {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let file = sources.add("fuzz.mesh", text);
    let _ = parse(file, text, &mut sink);
    // Places that lie in no text would show here.
    let diagnostics = sink.finish();
    for format in [Format::Full, Format::Classic, Format::Short, Format::Json] {
        let _ = render(&sources, &diagnostics, &RenderOptions::plain(format));
    }
});
