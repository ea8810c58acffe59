//! Programs, compiled to objects for any platform: what the platform cannot express is taken out, statement by statement.

use meshc::compile::{Options, compile, gather, objects};
use meshc::diagnostic::{Severity, Sink};
use meshc::manifest::Output;
use meshc::source::{FileId, Memory, Sources, Span};
use meshc::syntax::ast::{Statement, Statements};
use meshc::topology::{Name, Topology};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What a program became.
pub(crate) struct Built {
    pub(crate) topology: Topology,
    pub(crate) outputs: BTreeMap<Name, Output>,
}

/// The `.mesh` files below a folder of the project, in order.
pub(crate) fn programs(folder: &str) -> Vec<PathBuf> {
    let mut found = vec![];
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(programs(path.to_str().unwrap()));
        } else if path.extension().is_some_and(|e| e == "mesh") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// All files of the folder of a program, for a loader; the program itself is called `p.mesh`.
fn beside(program: &Path, text: &str) -> Memory {
    let mut files = BTreeMap::new();
    let mut folders = vec![program.parent().unwrap().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(program.parent().unwrap()).unwrap().to_str().unwrap().to_owned();
            files.insert(name, std::fs::read(&path).unwrap());
        }
    }
    files.insert("p.mesh".to_owned(), text.into());
    Memory(files)
}

/// Compiles a program for a platform; without one, for its own. A statement that is told an error that `out` lets go
/// is taken out, and it is compiled again; any other error is returned.
pub(crate) fn built(program: &Path, platform: &str, out_of: impl Fn(&str) -> bool) -> Result<Built, String> {
    let mut text = for_platform(&std::fs::read_to_string(program).unwrap(), platform);
    for _ in 0..200 {
        let loader = beside(program, &text);
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let gathered = gather("p.mesh", &loader, &mut sources, &mut sink);
        let options =
            Options { platform: Some(platform.to_owned()).filter(|p| !p.is_empty()), ..Options::default() };
        let made = objects(&gathered, &options, &loader, &mut sources, &mut sink);
        let told = sink.finish();
        let errors: Vec<_> = told.iter().filter(|d| d.severity == Severity::Error).collect();
        let all =
            || errors.iter().map(|d| format!("{} {}", d.code.id, d.message)).collect::<Vec<_>>().join("\n");
        if errors.is_empty() {
            let (topology, outputs) = made.ok_or("no objects, and no error")?;
            return Ok(Built { topology, outputs });
        }
        let mut out: Vec<Span> = vec![];
        for error in errors.iter().filter(|d| out_of(d.code.id)) {
            let Some(span) = error.primary() else { continue };
            let mut ignored = Sink::default();
            let ast = meshc::syntax::parse(FileId(0), &text, &mut ignored);
            out.extend(innermost(ast.top(), span));
        }
        if out.is_empty() {
            return Err(all());
        }
        let mut bytes = text.into_bytes();
        for span in out {
            let end = span.end as usize + usize::from(bytes.get(span.end as usize) == Some(&b';'));
            for b in &mut bytes[span.start as usize..end] {
                if *b != b'\n' {
                    *b = b' ';
                }
            }
        }
        text = String::from_utf8(bytes).unwrap();
    }
    Err("too many errors".to_owned())
}

/// The program as somebody would write it for that platform: the edge's own namespace, and trust without cert-manager.
pub(crate) fn for_platform(text: &str, platform: &str) -> String {
    let mut text = text.to_owned();
    let (theirs, ours) = match platform.contains("edge-stack") {
        true => ("emissary.", "ambassador."),
        false => ("ambassador.", "emissary."),
    };
    if !platform.is_empty() {
        for before in [" ", "\n"] {
            text = text.replace(&format!("{before}secret {theirs}"), &format!("{before}secret {ours}"));
        }
    }
    let old =
        ["linkerd=2.8,", "linkerd=2.9,", "linkerd=2.10,"].iter().any(|v| format!("{platform},").contains(v));
    if let (true, Some(at)) = (old, text.find("cert-manager {")) {
        let end = text.split_at(at).1.find('}').unwrap() + at + 1;
        text.replace_range(at..end, "anchor secret linkerd.old-anchor; issuer secret linkerd.old-issuer");
        text.push_str("\nsecret linkerd.old-anchor { keys ca.crt }\nsecret linkerd.old-issuer { keys [crt.pem, key.pem] }\n");
    }
    text
}

/// All of the innermost statement that a place lies in.
fn innermost(statements: Statements<'_>, at: Span) -> Option<Span> {
    for statement in statements {
        let whole = whole(&statement);
        if whole.start <= at.start && at.start < whole.end.max(whole.start + 1) {
            return innermost(statement.block(), at).or(Some(whole));
        }
    }
    None
}

fn whole(statement: &Statement<'_>) -> Span {
    let own = statement.span();
    let end = statement.node().block.map_or(own.end, |b| b.close.end);
    Span { end: end.max(own.end), ..own }
}

/// The files that a program of these files becomes, the index apart; `p.mesh` among them is the program, or all of
/// the folder where there is none. What it is told, if that is an error.
pub(crate) fn files(program: &[(&str, &str)], platform: &str) -> Result<Vec<(String, String)>, String> {
    let folder = |name: &str| format!("p/{name}");
    let loader = Memory(program.iter().map(|(name, text)| (folder(name), (*text).into())).collect());
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let gathered = gather("p", &loader, &mut sources, &mut sink);
    let options = options(platform);
    let made = compile(&gathered, &options, &loader, &mut sources, sink);
    let told: Vec<String> = made.diagnostics.iter().map(|d| format!("{} {}", d.code.id, d.message)).collect();
    let files = made.files.ok_or(told.join("\n"))?;
    let shown = files.into_iter().filter(|(path, _)| !path.ends_with(".json"));
    Ok(shown.map(|(path, text)| (path, String::from_utf8(text).unwrap())).collect())
}

/// The options for that platform; without one, for the program's own.
fn options(platform: &str) -> Options {
    Options { platform: Some(platform.to_owned()).filter(|p| !p.is_empty()), ..Options::default() }
}
