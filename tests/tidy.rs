//! What holds for the source as a whole: who may import whom, where the crates of others live, sizes, words that
//! have no place here. Codes, their pages and their programs are `tests/codes.rs`; documents `tests/docs.rs`.
#![expect(clippy::unwrap_used, reason = "a test that cannot read the source has failed")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The rooms by rank. A room imports lower ranks only; equal ranks never import each other.
const RANKS: &[(u8, &str)] = &[
    (0, "source"),
    (1, "diagnostic"),
    (1, "value"),
    (2, "syntax"),
    (2, "platform"),
    (2, "api"),
    (2, "render"),
    (3, "manifest"),
    (3, "construct"),
    (4, "topology"),
    (5, "resolve"),
    (6, "lower"),
    (7, "check"),
    (8, "deliver"),
    (9, "compile"),
    (13, "cli"),
];

/// Crates of others, and the only places that may name them. serde is as free as std.
const CRATES: &[(&str, &[&str])] = &[
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("codespan_reporting", &["render"]),
    // The type of networks, from the parser to the policies.
    ("ipnet", &["value", "topology", "resolve", "lower", "check"]),
    ("k8s_openapi", &["lower/kubernetes"]),
    ("miette", &["render"]),
    ("mimalloc", &["main.rs"]),
    ("pest", &["syntax"]),
    ("pest_derive", &["syntax"]),
    // Side by side: files, clusters, objects.
    ("rayon", &["compile", "resolve", "lower", "deliver", "check", "manifest"]),
    ("regex", &["value"]),
    ("regex_syntax", &["value"]),
    ("saphyr_parser", &["manifest/read"]),
    // JSON is written by `render` and the index; elsewhere it is the value of what has no type of its own.
    ("serde_json", &["render", "manifest", "api", "lower", "deliver", "cli"]),
    ("serde_yaml", &["manifest"]),
    ("sha2", &["value", "manifest", "lower"]),
    ("similar", &["cli"]),
    ("x509_parser", &["value"]),
];

const LINES: usize = 500;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Paths of the files below a folder, relative to the root, with `/`.
fn files(folder: &str) -> Vec<String> {
    let (mut out, mut open) = (Vec::new(), vec![PathBuf::from(folder)]);
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(root().join(&dir)).into_iter().flatten() {
            let entry = entry.unwrap();
            let path = dir.join(entry.file_name());
            if !entry.file_type().unwrap().is_dir() {
                out.push(path.to_str().unwrap().replace('\\', "/"));
            } else if entry.file_name() != "target" {
                open.push(path);
            }
        }
    }
    out.sort();
    out
}

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

fn rust(folders: &[&str]) -> Vec<String> {
    folders.iter().flat_map(|f| files(f)).filter(|p| p.ends_with(".rs")).collect()
}

/// Code without its comments; a `//` in a string cuts it too, which hides nothing that is asked for here.
fn code(text: &str) -> String {
    text.lines().map(|l| l.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}

fn ident(text: &str) -> &str {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or("")
}

/// The rooms that code imports: `crate::room`, `crate::{room::…, room}`.
fn imports(code: &str) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        let Some(group) = rest.strip_prefix('{') else {
            out.insert(ident(rest).to_owned());
            continue;
        };
        let (mut depth, mut first) = (0, true);
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => first = true,
                c if first && c.is_ascii_alphabetic() => {
                    out.insert(ident(group.split_at(at).1).to_owned());
                    first = false;
                }
                _ => {}
            }
        }
    }
    out
}

fn rank(room: &str) -> Option<u8> {
    RANKS.iter().find(|(_, r)| *r == room).map(|(rank, _)| *rank)
}

/// The room of a file below `src`; none of `lib.rs` and `main.rs`.
fn room(path: &str) -> Option<&str> {
    let below = path.strip_prefix("src/")?;
    match below.split_once('/') {
        Some((room, _)) => Some(room),
        None => below.strip_suffix(".rs").filter(|r| !["lib", "main"].contains(r)),
    }
}

fn report(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} things:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn rooms_import_lower_ranks_only() {
    let mut wrong = vec![];
    for path in rust(&["src"]) {
        let Some(own) = room(&path) else { continue };
        let Some(mine) = rank(own) else {
            wrong.push(format!("{path}: the room `{own}` has no rank"));
            continue;
        };
        for other in imports(&code(&text(&path))) {
            if let Some(theirs) = rank(&other)
                && other != own
                && theirs >= mine
            {
                wrong.push(format!("{path}: `{own}` ({mine}) imports `{other}` ({theirs})"));
            }
        }
    }
    let rooms: BTreeSet<String> =
        rust(&["src"]).iter().filter_map(|p| room(p).map(ToOwned::to_owned)).collect();
    let empty = RANKS.iter().filter(|(_, r)| !rooms.contains(*r));
    wrong.extend(empty.map(|(_, r)| format!("the room `{r}` has a rank and no code")));
    report(&wrong);
}

#[test]
fn imports_are_seen() {
    let code = "use crate::source::Span; use crate::{check, lower::{self, x}, value::Name}; crate::api::f()";
    assert_eq!(imports(code).into_iter().collect::<Vec<_>>(), ["api", "check", "lower", "source", "value"]);
}

#[test]
fn crates_of_others_stay_in_their_rooms() {
    let manifest = text("Cargo.toml");
    let section = manifest.split_once("[dependencies]\n").unwrap().1.split("\n[").next().unwrap();
    let named = section.lines().filter_map(|l| l.split_once(" = ")).map(|(name, _)| name.replace('-', "_"));
    let named: BTreeSet<String> = named.filter(|n| n != "serde").collect();
    let bound: BTreeSet<String> = CRATES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(named, bound, "the dependencies, and those bound to rooms");

    let mut wrong = vec![];
    for path in rust(&["src"]) {
        let code = code(&text(&path));
        let below = path.trim_start_matches("src/");
        for (name, rooms) in CRATES {
            let path_of = format!("{name}::");
            let uses = code.match_indices(&path_of).any(|(at, _)| {
                !code.split_at(at).0.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == ':')
            });
            let at_home = rooms.iter().any(|r| below == *r || below.starts_with(&format!("{r}/")));
            if uses && !at_home {
                wrong.push(format!("{path}: names `{name}`, which lives in {rooms:?}"));
            }
        }
    }
    report(&wrong);
}

#[test]
fn files_are_short_and_say_what_they_are() {
    let mut wrong = vec![];
    for path in rust(&["src", "tests", "benches", "examples", "fuzz"]) {
        let text = text(&path);
        let lines = text.lines().count();
        if lines > LINES {
            wrong.push(format!("{path}: {lines} lines, {LINES} at most"));
        }
        if !text.trim_start_matches("#![no_main]\n").starts_with("//!") {
            wrong.push(format!("{path}: does not begin with `//!`"));
        }
        let name = path.rsplit('/').find(|p| *p != "mod.rs").unwrap().trim_end_matches(".rs");
        if ["utils", "util", "common", "helpers", "types", "misc"].contains(&name) {
            wrong.push(format!("{path}: a name that says nothing"));
        }
    }
    report(&wrong);
}

#[test]
fn there_are_no_loose_ends() {
    // In pieces, so that this file holds none of them.
    let words = [
        concat!("to", "do!("),
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("unimple", "mented!("),
        concat!("#[", "ignore"),
        concat!("thread::", "sleep"),
        concat!("db", "g!("),
        concat!("#[", "allow("),
        concat!("/ho", "me/"),
        concat!("/ro", "ot/"),
        concat!("/wo", "rk/"),
        concat!("../sha", "red"),
        concat!("crates", ".io"),
        concat!("py", "pi.org"),
        concat!("npm", "js.com"),
    ];
    let mut wrong = vec![];
    let folders = ["src", "tests", "benches", "examples", "fuzz", "docs", "tools", "grammar", ".ci"];
    let top = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "Cargo.toml", "deny.toml"];
    let all = folders.iter().flat_map(|f| files(f)).chain(top.map(ToOwned::to_owned));
    for path in all.filter(|p| !p.ends_with("Cargo.lock")) {
        let Ok(text) = std::fs::read_to_string(root().join(&path)) else { continue };
        for (line, number) in text.lines().zip(1..) {
            for word in words.iter().filter(|w| line.contains(*w)) {
                wrong.push(format!("{path}:{number}: `{word}`"));
            }
        }
    }
    report(&wrong);
}
