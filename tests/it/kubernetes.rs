//! Programs and the Kubernetes objects that they become: `tests/it/kubernetes/NAME.mesh` → `NAME.yaml`.
//! `BLESS=1` writes the expected files anew.

use meshc::compile::{Options, compile, gather};
use meshc::diagnostic::Sink;
use meshc::manifest::schema;
use meshc::platform::schema::Schemas;
use meshc::platform::{Platform, Provider};
use meshc::source::{Disk, Sources};
use meshc::{lower, resolve};
use std::path::Path;

/// Everything that is written for a program, or what it is told.
fn output(name: &str, platform: Option<&str>) -> Result<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/kubernetes");
    let disk = Disk { root };
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let program = gather(name, &disk, &mut sources, &mut sink);
    let options = Options { platform: platform.map(str::to_owned), ..Options::default() };
    let made = compile(&program, &options, &disk, &mut sources, sink);
    let told: Vec<String> = made.diagnostics.iter().map(|d| format!("{} {}", d.code.id, d.message)).collect();
    let Some(files) = made.files else { return Err(told.join("\n")) };
    let mut out = String::new();
    for (path, text) in files.into_iter().filter(|(path, _)| path.ends_with(".yaml")) {
        let text = String::from_utf8(text).unwrap();
        let documents: Vec<&str> = text.split("---\n").filter(|d| is_of_kubernetes(d)).collect();
        if !documents.is_empty() {
            out.push_str(&format!("# -- {path}\n{}", documents.join("---\n")));
        }
    }
    Ok(out)
}

/// Whether a document is one of those that are tested here: not Linkerd's, an edge's or a link's.
fn is_of_kubernetes(document: &str) -> bool {
    let of = ["service", "namespace", "config", "secret", "account"];
    let comment = document.lines().next().unwrap_or_default();
    of.iter().any(|word| comment.contains(&format!(": {word} ")))
        && !document.contains("\napiVersion: policy.linkerd.io/")
        || comment.contains(": cluster ") && document.contains("\nkind: Namespace\n")
}

fn names() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/kubernetes");
    let entries = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = entries.filter(|n| n.ends_with(".mesh")).collect();
    names.sort();
    names
}

#[test]
fn programs_become_these_objects() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/kubernetes");
    let names = names();
    assert!(names.len() >= 6);
    let mut wrong = vec![];
    for name in names {
        let made = output(&name, None).unwrap_or_else(|told| format!("# told\n{told}\n"));
        let expected = folder.join(name.replace(".mesh", ".yaml"));
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

/// What the schemas of the platform say against the objects of a program.
fn findings(name: &str, overrides: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/kubernetes");
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let text = std::fs::read_to_string(folder.join(name)).unwrap();
    let file = sources.add(name, text.clone());
    let ast = meshc::syntax::parse(file, &text, &mut sink);
    let files = vec![resolve::Parsed { file, ast, library: false }];
    let program = resolve::Program { files, ..resolve::Program::default() };
    let overrides = Platform::parse_overrides(overrides).unwrap();
    let choice = resolve::Choice { overrides, environment: None };
    let topology = resolve::resolve(&program, &sources, &choice, &mut sink);
    let outputs = lower::lower(&topology, &mut sink);
    assert!(!outputs.is_empty(), "{name}");
    let mut wrong = vec![];
    for (cluster, output) in outputs {
        let platform = topology.clusters[&cluster].platform;
        let schemas = Schemas::of(&platform);
        for (part, object) in output.objects() {
            for finding in schema::check(schemas, part, object) {
                wrong.push(format!(
                    "{name} on {platform}: {} {}: {} {}",
                    object.kind, object.name, finding.path, finding.message
                ));
            }
        }
        assert!(output.parts().all(|p| p.failures().is_empty()));
    }
    wrong
}

#[test]
fn objects_fit_the_schemas_of_their_platform() {
    let older = findings("services.mesh", "kubernetes=1.21");
    assert!(older.iter().any(|f| f.contains("trafficDistribution")), "what is too new is found: {older:?}");
    let wrong: Vec<String> = names().iter().flat_map(|name| findings(name, "")).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_every_platform_has_fits_every_platform() {
    let mut wrong = vec![];
    for kubernetes in Provider::Kubernetes.supported() {
        wrong.extend(findings("everywhere.mesh", &format!("kubernetes={kubernetes}")));
    }
    for linkerd in Provider::Linkerd.supported() {
        wrong.extend(findings("everywhere.mesh", &format!("linkerd={linkerd}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
