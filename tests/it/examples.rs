//! The examples: parsed, resolved and checked with no error but of statements that are not lowered yet.

use meshc::compile::{Options, compile, gather};
use meshc::diagnostic::{Severity, Sink};
use meshc::source::{Disk, Sources};

/// Program, environment.
const PROGRAMS: &[(&str, Option<&str>)] = &[
    ("examples/guide", None),
    ("examples/guide-2.8", None),
    ("examples/shop", None),
    ("examples/shop", Some("staging")),
    ("examples/estate", None),
    ("examples/real/east-west.mesh", None),
    ("examples/real/emissary-tour.mesh", None),
    ("examples/real/emojivoto.mesh", None),
    ("examples/real/fleet.mesh", None),
    ("examples/real/fleet.mesh", Some("staging")),
    ("examples/real/tcp.mesh", None),
];

#[test]
fn nothing_but_what_is_not_lowered_yet() {
    for (path, environment) in PROGRAMS {
        let loader = Disk { root: env!("CARGO_MANIFEST_DIR").into() };
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let program = gather(path, &loader, &mut sources, &mut sink);
        let options = Options { environment: environment.map(str::to_owned), ..Options::default() };
        let compilation = compile(&program, &options, &loader, &mut sources, sink);
        let errors = compilation.diagnostics.iter().filter(|d| d.severity == Severity::Error);
        let others: Vec<_> =
            errors.filter(|d| d.code.id != "E0801").map(|d| (d.code.id, &d.message)).collect();
        assert!(others.is_empty(), "{path} {environment:?}: {others:?}");
    }
}
