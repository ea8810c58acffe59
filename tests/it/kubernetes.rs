//! Programs and the Kubernetes objects that they become: `tests/it/kubernetes/NAME.mesh` → `NAME.yaml`.
//! `BLESS=1` writes the expected files anew.

use meshc::compile::{Options, compile, gather};
use meshc::diagnostic::Sink;
use meshc::source::{Disk, Sources};
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
    let yaml = files.into_iter().filter(|(path, _)| path.ends_with(".yaml"));
    Ok(yaml.map(|(path, text)| format!("# -- {path}\n{}", String::from_utf8(text).unwrap())).collect())
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
