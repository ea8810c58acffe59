//! Programs and what `meshc` says to them, in process.
//!
//! A case is a file `tests/ui/**/*.mesh`, or a folder that holds a `case.mesh` (and is then one program). Its first
//! lines say what to run: `# RUN: check %`, where `%` is the case's path, and `# FAIL: 1`, the exit code if it is
//! not 0. Beside it stand `.stdout` and `.stderr`, absent where empty; `BLESS=1` writes them, and one that no
//! case has fails. A line that a diagnostic is about ends in `# ~ E0301` (several codes apart by spaces), or the
//! line below it begins with `# ~^ E0301`; so a bless cannot accept an error that has vanished or moved.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot read its data has failed"
)]

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use meshc::cli::{Facts, Io, run};

/// A code at a line of a file.
type Mark = (String, u64, String);

struct Case {
    /// What `%` stands for, relative to `tests/ui`.
    path: String,
    /// The file with the `RUN` line.
    head: PathBuf,
    /// Expected files without their endings.
    expected: PathBuf,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui")
}

fn walk(dir: &Path, cases: &mut Vec<Case>, others: &mut BTreeSet<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    let path_of = |p: &Path| p.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
    for path in entries {
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("");
        if path.join("case.mesh").is_file() {
            cases.push(Case {
                path: path_of(&path),
                head: path.join("case.mesh"),
                expected: path.join("case"),
            });
            for name in ["case.stdout", "case.stderr"] {
                others.extend(Some(path.join(name)).filter(|p| p.exists()));
            }
        } else if path.is_dir() {
            walk(&path, cases, others);
        } else if ending == "mesh" {
            let expected = path.with_extension("");
            cases.push(Case { path: path_of(&path), head: path, expected });
        } else if ["stdout", "stderr"].contains(&ending) {
            others.insert(path);
        }
    }
}

fn meshc(words: &[&str]) -> (u8, String, String) {
    let words: Vec<OsString> =
        std::iter::once("meshc").chain(words.iter().copied()).map(OsString::from).collect();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = run(
        &words,
        &mut Io {
            stdin: &mut std::io::empty(),
            stdout: &mut out,
            stderr: &mut err,
            root: root(),
            facts: Facts::default(),
        },
    );
    (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

/// The same words as a `check` that writes JSON, without what only `build` takes.
fn as_json<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let mut out = vec!["check", "--format", "json"];
    let mut rest = words.iter().skip(1);
    while let Some(&word) = rest.next() {
        match word {
            "-o" | "--out" | "--layout" | "--format" | "--color" => drop(rest.next()),
            "--check" | "--fix" | "--timings" => {}
            word => out.push(word),
        }
    }
    out
}

/// What the compiler says of which line.
fn said(words: &[&str]) -> BTreeSet<Mark> {
    let (code, json, _) = meshc(&as_json(words));
    if code == 2 {
        return BTreeSet::new();
    }
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let label = |d: &serde_json::Value| {
        let labels = d["labels"].as_array().unwrap();
        let at = labels.iter().find(|l| l["primary"] == true)?;
        let code = d["code"].as_str().unwrap().to_owned();
        Some((at["file"].as_str().unwrap().to_owned(), at["start"]["line"].as_u64().unwrap(), code))
    };
    report["diagnostics"].as_array().unwrap().iter().filter_map(label).collect()
}

/// What the case's files say that the compiler says.
fn marked(case: &Case) -> BTreeSet<Mark> {
    let mut out = BTreeSet::new();
    let mut open = vec![(root().join(&case.path), case.path.clone())];
    while let Some((path, name)) = open.pop() {
        if path.is_dir() {
            let entries =
                std::fs::read_dir(&path).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
            open.extend(entries.map(|e| (path.join(&e), format!("{name}/{e}"))));
        } else if path.extension().is_some_and(|e| e == "mesh" || e == "yaml") {
            let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
            for (line, number) in text.split('\n').zip(1..) {
                let Some((_, mark)) = line.split_once("# ~") else { continue };
                let above = u64::from(mark.starts_with('^'));
                let codes = mark.trim_start_matches('^').split_whitespace();
                out.extend(codes.map(|c| (name.clone(), number - above, c.to_owned())));
            }
        }
    }
    out
}

/// Compares with an expected file, or writes it; what is wrong, if anything.
fn compare(path: &Path, text: &str, bless: bool, others: &mut BTreeSet<PathBuf>) -> Option<String> {
    others.remove(path);
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    if expected == text {
        // An empty file says nothing that an absent one does not.
        if text.is_empty() && path.exists() {
            return Some(format!("{} is empty: remove it", path.display()));
        }
        return None;
    }
    if bless {
        let written = if text.is_empty() { std::fs::remove_file(path) } else { std::fs::write(path, text) };
        return written.err().map(|e| format!("{}: {e}", path.display()));
    }
    let diff = similar::TextDiff::from_lines(expected.as_str(), text);
    Some(format!("{}\n{}", path.display(), diff.unified_diff().header("expected", "is")))
}

/// What is wrong with a case.
fn check(case: &Case, bless: bool, others: &mut BTreeSet<PathBuf>) -> Vec<String> {
    let text = String::from_utf8_lossy(&std::fs::read(&case.head).unwrap()).into_owned();
    let said_first = |word: &str| {
        let comments = text.lines().take_while(|l| l.starts_with('#'));
        comments.filter_map(|l| l.strip_prefix(word)).map(str::trim).next()
    };
    let Some(line) = said_first("# RUN:") else {
        return vec![format!("{}: its first lines have no `# RUN:`", case.path)];
    };
    let fail: u8 = said_first("# FAIL:").map_or(0, |n| n.parse().unwrap());
    let words: Vec<String> = line.split_whitespace().map(|w| w.replace('%', &case.path)).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (code, out, err) = meshc(&words);
    let mut wrong = vec![];
    if code != fail {
        wrong.push(format!("{}: exit code {code}, expected {fail}", case.path));
    }
    wrong.extend(compare(&case.expected.with_extension("stdout"), &out, bless, others));
    wrong.extend(compare(&case.expected.with_extension("stderr"), &err, bless, others));
    if ["check", "build", "plan"].contains(&words[0]) {
        let (said, marked) = (said(&words), marked(case));
        wrong.extend(said.difference(&marked).map(|(f, l, c)| format!("{f}:{l}: no mark for {c}")));
        wrong
            .extend(marked.difference(&said).map(|(f, l, c)| format!("{f}:{l}: {c} is marked and not said")));
    }
    wrong
}

#[test]
fn programs_are_told_what_is_expected() {
    let bless = std::env::var_os("BLESS").is_some();
    let only = std::env::var("CASE").ok();
    let (mut cases, mut others) = (vec![], BTreeSet::new());
    walk(&root(), &mut cases, &mut others);
    cases.retain(|c| only.as_ref().is_none_or(|only| c.path.contains(only.as_str())));
    assert!(!cases.is_empty(), "there are no cases");
    let mut wrong: Vec<String> = cases.iter().flat_map(|c| check(c, bless, &mut others)).collect();
    if only.is_none() {
        wrong.extend(others.iter().map(|p| format!("{}: no case has it", p.display())));
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}
