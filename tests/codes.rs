//! Every code: a page of the right form, whose Wrong block gives exactly that code and whose Right block compiles,
//! and a program among `tests/ui` that is told it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use meshc::compile::{Options, compile, gather};
use meshc::diagnostic::{Code, Severity, Sink, codes};
use meshc::source::{Memory, Sources};

/// Codes that no block of a page can show: they are about files, or about a mistake of ours.
const WITHOUT_BLOCKS: &[&str] = &[
    "E0001", "E0002", "E0003", "E0004", "E0005", "E0006", "E0007", "E0008", "E0009", "E0010", "E0011",
    "E0012", "E0013", "E0014", "E0015", "E0016", "E0017", "E0018", "E9001",
    // Sizes that no page should have, and what an option chooses.
    "E0211", "E0212", "E0218", // A file beside the program.
    "E0622", "E0623",
];

/// Codes that no program among `tests/ui` can be told on every machine; what tests them instead.
const WITHOUT_PROGRAM: &[(&str, &str)] = &[
    ("E0001", "needs a file that cannot be read: tests/it/files.rs"),
    ("E0006", "a name that is not UTF-8 cannot be checked out everywhere: tests/it/files.rs"),
    ("E0007", "links cannot be checked out everywhere: tests/it/files.rs"),
    ("E0005", "a file of 16 MiB is made in tests/it/files.rs"),
    ("E0008", "tests/it/files.rs"),
    ("E0009", "tests/it/files.rs"),
    ("E0010", "needs a disk that is full: tests/it/files.rs"),
    ("E0011", "tests/it/files.rs"),
    ("E0017", "tests/it/files.rs"),
    ("E0018", "tests/it/files.rs: it takes two builds"),
    ("E9001", "cli's own test"),
];

/// Ids that were used once and never will be again.
const RETIRED: &[&str] = &["E0123"];

/// The sections of a page, in order: their headings and texts. A `## ` in a fence is a doc comment.
fn sections(page: &str) -> Vec<(&str, String)> {
    let (mut out, mut fenced): (Vec<(&str, String)>, bool) = (vec![], false);
    for line in page.lines() {
        fenced ^= line.starts_with("```");
        match line.strip_prefix("## ").filter(|_| !fenced) {
            Some(heading) => out.push((heading, String::new())),
            None => out.iter_mut().rev().take(1).for_each(|(_, text)| *text += &format!("{line}\n")),
        }
    }
    out
}

/// The text of a section, without its heading.
fn section(page: &str, name: &str) -> Option<String> {
    sections(page).into_iter().find(|s| s.0 == name).map(|s| s.1.trim().to_owned())
}

/// The program in a section's fence.
fn block(page: &str, name: &str) -> Option<String> {
    let text = section(page, name)?;
    text.split_once("```mesh\n")?.1.split_once("```").map(|(program, _)| program.to_owned())
}

/// The manifests in a section's fence, which lie beside the program as `objects.yaml`.
fn manifests(page: &str, name: &str) -> Option<String> {
    let text = section(page, name)?;
    text.split_once("```yaml\n")?.1.split_once("```").map(|(yaml, _)| yaml.to_owned())
}

/// The codes that a program is told, with how bad they are.
fn told(text: &str, manifests: Option<String>) -> BTreeSet<(&'static str, Severity)> {
    let mut disk = Memory([("main.mesh".to_owned(), text.as_bytes().to_vec())].into());
    disk.0.extend(manifests.map(|yaml| ("objects.yaml".to_owned(), yaml.into_bytes())));
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let program = gather("main.mesh", &disk, &mut sources, &mut sink);
    let made = compile(&program, &Options::default(), &disk, &mut sources, sink);
    made.diagnostics.iter().map(|d| (d.code.id, d.severity)).collect()
}

fn report(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} codes:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn codes_are_well_formed_and_differ() {
    let (mut ids, mut names, mut titles) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut wrong = vec![];
    for c in codes::all() {
        let mut must = |holds: bool, what: &str| {
            if !holds {
                wrong.push(format!("{}: {what}", c.id));
            }
        };
        let letter = if c.severity == Severity::Error { 'E' } else { 'W' };
        must(c.id.len() == 5 && c.id.starts_with(letter), "the id is a letter, by severity, and four digits");
        must(
            c.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'),
            "name in snake case",
        );
        must(!c.title.ends_with('.') && !c.title.contains('\n'), "a title is one line without a full stop");
        must(ids.insert(c.id), "the id is there twice");
        must(!RETIRED.contains(&c.id), "the id is retired");
        must(names.insert(c.name), "the name is there twice");
        must(titles.insert(c.title), "the title is there twice");
    }
    report(&wrong);
}

#[test]
fn every_code_has_a_page_of_the_right_form() {
    let mut wrong = vec![];
    for c in codes::all() {
        let shown = !WITHOUT_BLOCKS.contains(&c.id);
        let sections: Vec<&str> = sections(c.page).into_iter().map(|s| s.0).collect();
        let expected: &[&str] =
            if shown { &["What it means", "Wrong", "Right", "Why"] } else { &["What it means", "Why"] };
        if c.page.lines().next() != Some(&format!("# {}: {}", c.id, c.title)) {
            wrong.push(format!("{}: the first line is not `# {}: {}`", c.id, c.id, c.title));
        }
        if sections != expected {
            wrong.push(format!("{}: the sections are {sections:?}", c.id));
        }
        for name in ["Wrong", "Right"].into_iter().filter(|_| shown) {
            if block(c.page, name).is_none() {
                wrong.push(format!("{}: there is no ```mesh block under {name}", c.id));
            }
        }
        for name in ["What it means", "Why"] {
            if section(c.page, name).is_none_or(|text| text.is_empty()) {
                wrong.push(format!("{}: {name} is empty", c.id));
            }
        }
    }
    report(&wrong);
}

#[test]
fn every_page_has_a_code() {
    let ids: BTreeSet<String> = codes::all().map(|c| format!("{}.md", c.id)).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/diagnostic/codes/pages");
    let pages = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    assert_eq!(pages.filter(|p| !ids.contains(p)).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn wrong_gives_that_code_alone_and_right_compiles() {
    let mut wrong = vec![];
    for c in codes::all().filter(|c| !WITHOUT_BLOCKS.contains(&c.id)) {
        let (Some(bad), Some(good)) = (block(c.page, "Wrong"), block(c.page, "Right")) else {
            wrong.push(format!("{}: no blocks", c.id));
            continue;
        };
        let (bad, good) = (told(&bad, manifests(c.page, "Wrong")), told(&good, manifests(c.page, "Right")));
        if bad.iter().map(|b| b.0).collect::<Vec<_>>() != [c.id] {
            wrong.push(format!("{}: Wrong gives {bad:?}", c.id));
        }
        if good.iter().any(|g| g.1 == Severity::Error || g.0 == c.id) {
            wrong.push(format!("{}: Right gives {good:?}", c.id));
        }
    }
    report(&wrong);
}

#[test]
fn every_code_is_told_to_a_program() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui")];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let ending = path.extension().and_then(|e| e.to_str());
            if path.is_dir() {
                open.push(path);
            } else if matches!(ending, Some("stderr" | "stdout")) {
                let text = std::fs::read_to_string(&path).unwrap();
                for c in codes::all().filter(|c| text.contains(&format!("[{}]:", c.id))) {
                    *seen.entry(c.id.to_owned()).or_default() += 1;
                }
            }
        }
    }
    let excused = |c: &&Code| WITHOUT_PROGRAM.iter().any(|(id, _)| *id == c.id);
    let missing: Vec<String> = codes::all()
        .filter(|c| !excused(c) && !seen.contains_key(c.id))
        .map(|c| format!("{} {}: no program under tests/ui is told it", c.id, c.name))
        .collect();
    report(&missing);
}
