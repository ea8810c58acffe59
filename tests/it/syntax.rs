//! The examples as they are, with a token less, and with random damage.

#![expect(clippy::string_slice, reason = "the places are found by looking for ASCII characters")]

use crate::tokens::punctuation;
use meshc::diagnostic::Sink;
use meshc::source::FileId;
use meshc::syntax::{ast::File, parse};
use std::path::{Path, PathBuf};

fn examples() -> Vec<(PathBuf, String)> {
    let (mut folders, mut out) = (vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")], vec![]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "mesh") {
                let text = std::fs::read_to_string(&path).unwrap();
                out.push((path, text));
            }
        }
    }
    out.sort();
    assert!(out.len() >= 9);
    out
}

fn read(text: &str) -> (File, Vec<String>) {
    let mut sink = Sink::default();
    let file = parse(FileId(0), text, &mut sink);
    let said = sink.finish();
    for d in &said {
        let spans = d
            .labels
            .iter()
            .map(|l| l.span)
            .chain(d.fixes.iter().flat_map(|f| f.edits.iter().map(|e| e.span)));
        for span in spans {
            assert!(
                text.get(span.start as usize..span.end as usize).is_some(),
                "{d:?} lies outside {text:?}"
            );
        }
    }
    (file, said.iter().map(|d| format!("{} {} {:?}", d.code.id, d.message, d.primary())).collect())
}

#[test]
fn examples_have_no_errors_of_form() {
    for (path, text) in examples() {
        assert_eq!(read(&text).1, Vec::<String>::new(), "{}", path.display());
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(read(&crlf).1, Vec::<String>::new(), "{}", path.display());
    }
}

#[test]
fn a_missing_token_is_seen_and_gives_two_errors_at_most() {
    let mut tried = 0;
    for (path, text) in examples() {
        for (at, length) in punctuation(&text).into_iter().filter(|p| p.1 != 2) {
            let mut damaged = text.clone();
            damaged.replace_range(at..at + length, "");
            let (_, said) = read(&damaged);
            let line = text[..at].matches('\n').count() + 1;
            let what = &text[at..at + length];
            assert!((1..=2).contains(&said.len()), "{}:{line} {what} at {at}: {said:#?}", path.display());
            tried += 1;
        }
    }
    assert!(tried > 500);
}

#[test]
fn random_damage_never_panics() {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below.max(1)).unwrap()).unwrap()
    };
    let pieces = [
        "{", "}", "[", "]", ",", "->", "\"", "\"\"\"", "#", "##", ";", "\n", "\r", "$", "${", "é", "→",
        "\u{a0}", "\\", "\u{202e}", " ", "x", "- ", ": ", "\u{feff}", "'", "\0", "\"\"\"\n",
    ];
    let all = examples();
    for _ in 0..2000 {
        let mut text = all[random(all.len())].1.clone();
        for _ in 0..=random(3) {
            let mut place = |text: &str| {
                let at = random(text.len() + 1);
                (0..=at).rev().find(|n| text.is_char_boundary(*n)).unwrap()
            };
            let (a, b) = (place(&text), place(&text));
            match a % 3 {
                0 => text.insert_str(b, pieces[random(pieces.len())]),
                1 => {
                    let end = (a..=(a + b % 9).min(text.len())).rev().find(|n| text.is_char_boundary(*n));
                    text.replace_range(a..end.unwrap(), "");
                }
                _ if b % 4 == 0 => text.truncate(b),
                _ => text.insert_str(a, pieces[random(pieces.len())]),
            }
        }
        let (file, _) = read(&text);
        for (n, node) in file.statements.iter().enumerate() {
            assert!(n + node.size as usize <= file.statements.len());
            assert!(node.args.start <= node.args.end && node.args.end as usize <= file.args.len());
        }
    }
}
