//! Programs and the objects of their edges: `tests/it/edge/NAME.mesh` → `NAME.yaml`. `BLESS=1` writes the expected
//! files anew.

use meshc::compile::{Options, compile, gather};
use meshc::diagnostic::Sink;
use meshc::source::{Disk, Sources};
use std::path::Path;

/// The objects of the edge and its releases' values, or what the program is told.
fn output(name: &str, platform: Option<&str>) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/edge");
    let disk = Disk { root };
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let program = gather(name, &disk, &mut sources, &mut sink);
    let options = Options { platform: platform.map(str::to_owned), ..Options::default() };
    let made = compile(&program, &options, &disk, &mut sources, sink);
    let told: String = made.diagnostics.iter().map(|d| format!("# {} {}\n", d.code.id, d.message)).collect();
    let mut out = told;
    // The index names every object, so it changes with each.
    for (path, text) in made.files.into_iter().flatten().filter(|(path, _)| !path.ends_with(".json")) {
        let text = String::from_utf8(text).unwrap();
        let of_edge = |o: &&str| o.contains(": edge ") || o.contains("fullnameOverride");
        let objects = text.split("\n---\n").filter(of_edge);
        out.extend(objects.map(|o| format!("# -- {path}\n{}\n", o.trim_end())));
    }
    out
}

#[test]
fn edges_become_these_objects() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/edge");
    let mut wrong = vec![];
    for (name, platform, expected) in [
        ("emissary.mesh", None, "emissary.yaml"),
        ("emissary.mesh", Some("emissary=3.10"), "emissary-3.10.yaml"),
        ("gateway.mesh", None, "gateway.yaml"),
        ("stack.mesh", None, "stack.yaml"),
    ] {
        let made = output(name, platform);
        let expected = folder.join(expected);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&expected, &made).unwrap();
        }
        let text = std::fs::read_to_string(&expected).unwrap_or_default();
        if text != made {
            let diff = similar::TextDiff::from_lines(&text, &made);
            wrong.push(format!("{name}:\n{}", diff.unified_diff().context_radius(3)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_edge_says_the_same_on_both_releases_of_v3alpha1() {
    let (new, old) = (output("emissary.mesh", None), output("emissary.mesh", Some("emissary=3.10")));
    let mappings = |text: &str| text.split("# -- ").filter(|o| o.contains("kind: Mapping")).count();
    assert_eq!(mappings(&new), 10);
    assert_eq!(mappings(&old), 10);
}
