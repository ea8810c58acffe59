//! One token of punctuation less (language §9): never silent, two errors at most, and no more than five statements
//! stand elsewhere than before.

#![expect(clippy::string_slice, reason = "the places are found by looking for ASCII characters")]

use crate::damage::{compiled, errors, examples};
use meshc::compile::Compilation;
use meshc::diagnostic::Sink;
use meshc::source::FileId;
use meshc::syntax::{ast, parse};
use std::collections::BTreeMap;

/// Braces, brackets, commas, arrows and quotes: where they begin, and their length. Comments and what stands inside
/// strings and texts are left out, and so is a comma after the last member, which nothing needs.
pub(crate) fn punctuation(text: &str) -> Vec<(usize, usize)> {
    let (bytes, mut at, mut out) = (text.as_bytes(), 0, vec![]);
    while at < bytes.len() {
        let rest = &text[at..];
        let length = match bytes[at] {
            b'#' => rest.find('\n').unwrap_or(rest.len()),
            b'"' if rest.starts_with("\"\"\"") => {
                let end = rest[3..].find("\"\"\"").unwrap() + 6;
                out.extend([(at, 3), (at + end - 3, 3)]);
                end
            }
            b'"' => {
                let mut end = 1;
                while bytes[at + end] != b'"' {
                    end += if bytes[at + end] == b'\\' { 2 } else { 1 };
                }
                out.extend([(at, 1), (at + end, 1)]);
                end + 1
            }
            b'$' if rest.starts_with("${") => rest.find('}').unwrap() + 1,
            b',' if rest[1..].trim_start().starts_with(']') => 1,
            b'-' if rest.starts_with("-> ") => {
                out.push((at, 2));
                2
            }
            b'{' | b'}' | b'[' | b']' | b',' => {
                out.push((at, 1));
                1
            }
            _ => 1,
        };
        at += length;
    }
    out
}

/// In which statement each statement stands: by their places in the text that they had before `length` bytes at `at`
/// were taken away.
fn parents(text: &str, at: usize, length: usize) -> BTreeMap<usize, Option<usize>> {
    let file = parse(FileId(0), text, &mut Sink::default());
    let place = |n: &ast::Node| n.span.start as usize + if n.span.start as usize >= at { length } else { 0 };
    let (mut out, mut open): (_, Vec<(usize, usize)>) = (BTreeMap::new(), vec![]);
    for (n, node) in file.statements.iter().enumerate() {
        while open.pop_if(|o| o.1 <= n).is_some() {}
        out.insert(place(node), open.last().map(|o| o.0));
        open.push((place(node), n + 1 + node.size as usize));
    }
    out
}

/// The errors as texts without places, counted.
fn counted(made: &Compilation) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for d in errors(made) {
        *out.entry(format!("{} {}", d.code.id, d.message)).or_default() += 1;
    }
    out
}

#[test]
fn a_token_less_is_seen_and_does_not_cascade() {
    let (mut tried, mut wrong) = (0, vec![]);
    for example in examples() {
        let before = counted(&compiled(&example, &example.text));
        let stood = parents(&example.text, usize::MAX, 0);
        for (at, length) in punctuation(&example.text) {
            let mut text = example.text.clone();
            text.replace_range(at..at + length, "");
            let made = compiled(&example, &text);
            let mut new = vec![];
            for (said, n) in counted(&made) {
                let old = before.get(&said).copied().unwrap_or(0);
                new.extend(std::iter::repeat_n(said, n.saturating_sub(old)));
            }
            let stands = parents(&text, at, length);
            let moved = stood.iter().filter(|(n, p)| stands.get(*n) != Some(*p)).count();
            let line = example.text[..at].matches('\n').count() + 1;
            let place = format!("{}:{line} without `{}`", example.path, &example.text[at..at + length]);
            if !(1..=2).contains(&new.len()) {
                wrong.push(format!("{place}: {} errors\n    {}", new.len(), new.join("\n    ")));
            }
            if moved > 5 {
                wrong.push(format!("{place}: {moved} statements moved\n    {}", new.join("\n    ")));
            }
            tried += 1;
        }
    }
    assert!(tried > 600, "{tried}");
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
}
