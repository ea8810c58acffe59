//! The guide on every version of Linkerd: on the newest all that is written, `tests/platforms/2.20.yaml`; on the others
//! what differs, `tests/platforms/2.N.diff`, with what they are told first. `BLESS=1` writes these files anew.

use crate::built::for_platform;
use meshc::compile::{Options, compile, gather};
use meshc::diagnostic::{Severity, Sink};
use meshc::platform::{Provider, Version};
use meshc::source::{Memory, Sources};
use std::path::Path;

/// Every file that a program becomes, but the index; or what it is told.
fn output(text: &str, platform: &str) -> Result<String, Vec<String>> {
    let disk = Memory([("guide.mesh".to_owned(), text.into())].into());
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let program = gather("guide.mesh", &disk, &mut sources, &mut sink);
    let options = Options { platform: Some(platform.to_owned()), ..Options::default() };
    let made = compile(&program, &options, &disk, &mut sources, sink);
    let told = || {
        made.diagnostics
            .iter()
            .filter(|d| d.severity == Severity::Error)
            .map(|d| format!("{} {}", d.code.id, d.message))
            .collect::<Vec<_>>()
    };
    let files = made.files.as_ref().ok_or_else(told)?;
    let shown = files.iter().filter(|(path, _)| path.ends_with(".yaml"));
    let mut all: String =
        shown.map(|(path, text)| format!("## {path}\n{}", String::from_utf8_lossy(text))).collect();
    all.push_str(&format!("## plan\n{}", made.plan.unwrap_or_default()));
    Ok(all)
}

/// A Kubernetes that the version runs on.
fn platform(linkerd: Version) -> String {
    let kubernetes = if linkerd < Version::new(2, 11) { "1.21" } else { "1.33" };
    format!("kubernetes={kubernetes},linkerd={linkerd}")
}

#[test]
fn the_guide_on_every_linkerd() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let guide = std::fs::read_to_string(root.join("examples/guide/guide.mesh")).unwrap();
    let newest = output(&guide, &platform(Version::new(2, 20))).unwrap();
    let mut wrong = vec![];
    let mut versions = Provider::Linkerd.supported();
    versions.reverse();
    for linkerd in versions {
        let (words, mut made) = (platform(linkerd), String::new());
        let (name, text) = if linkerd == Version::new(2, 20) {
            (format!("{linkerd}.yaml"), newest.clone())
        } else {
            let told = output(&guide, &words).err().unwrap_or_default();
            // Only what this version cannot express.
            assert!(told.iter().all(|t| t.starts_with("E0812 ")), "{words}: {told:?}");
            made.extend(told.iter().map(|t| format!("# {t}\n")));
            let text = output(&for_platform(&guide, &words), &words).unwrap_or_else(|t| t.join("\n"));
            let diff = similar::TextDiff::from_lines(&newest, &text);
            made.push_str(
                &diff.unified_diff().context_radius(2).header("2.20", &linkerd.to_string()).to_string(),
            );
            (format!("{linkerd}.diff"), made)
        };
        let expected = root.join("tests/platforms").join(&name);
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&expected, &text).unwrap();
        }
        let old = std::fs::read_to_string(&expected).unwrap_or_default();
        if old != text {
            let diff = similar::TextDiff::from_lines(&old, &text);
            wrong.push(format!("{name}:\n{}", diff.unified_diff().context_radius(3)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
