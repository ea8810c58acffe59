//! The whole room on text: examples read clean, and each mistake is told once, at its place, with its fix.

use super::arguments::{Given, fits};
use super::pattern::Pattern;
use super::{Block, Layer, Lets, Mode, Table, read_block};
use crate::diagnostic::{Diagnostic, Sink};
use crate::source::FileId;
use crate::syntax::ast::{Argument, Form};
use crate::syntax::parse;

fn read(text: &str, environment: Option<&str>) -> (Block, Vec<Diagnostic>) {
    let mut sink = Sink::default();
    let file = parse(FileId(0), text, &mut sink);
    let lets = Lets::collect(&[&file], environment, &mut sink);
    let mode = Mode { required: true, mirror: false };
    let block = read_block(file.top(), "top", mode, &lets, Layer::Written, &mut sink);
    (block, sink.finish())
}

fn slice(text: &str, start: u32, end: u32) -> &str {
    text.get(start as usize..end as usize).unwrap()
}

#[test]
fn every_example_of_a_row_fits_it() {
    for row in Table::get().rows() {
        let mut sink = Sink::default();
        let file = parse(FileId(0), row.example, &mut sink);
        assert!(sink.diagnostics().is_empty(), "{} {:?}", row.example, sink.diagnostics());
        let statement = file.top().next().unwrap();
        let givens: Vec<Given<'_>> =
            statement.args().map(|(arg, members)| Given { arg, members, inserted: false }).collect();
        let pattern = Pattern::new(row.pattern).unwrap();
        assert!(fits(&pattern, &givens), "{}: `{}` is no `{}`", row.context, row.example, row.pattern);
        match row.head {
            super::Head::Word(word) => assert_eq!(&*statement.head().text, word),
            super::Head::Data(kind) => {
                assert!(crate::value::parse(kind, &statement.head().text).is_ok(), "{}", row.example);
            }
        }
    }
}

#[test]
fn the_examples_read_clean() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let mut folders = vec![root];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "mesh") {
                seen += 1;
                let text = std::fs::read_to_string(&path).unwrap();
                let (_, all) = read(&text, None);
                let bad: Vec<_> = all.iter().filter(|d| d.code.id != "E0801").collect();
                assert!(bad.is_empty(), "{}: {bad:#?}", path.display());
            }
        }
    }
    assert!(seen >= 9, "{seen} examples");
}

/// A program with a mistake; the code; the text under the primary span; the program's text after the first fix, in
/// the lines that change, or empty.
const WRONG: &[(&str, &str, &str, &str)] = &[
    ("edge e {\n host a.b {\n route /x shop.cart\n }\n}", "E0130", "shop.cart", " route /x -> shop.cart"),
    ("service a.b {\n image x:1\n replicas = 3\n}", "E0131", "=", " replicas 3"),
    ("service a.b {\n image x:1\n pull alway\n}", "E0132", "alway", " pull always"),
    ("service a.b {\n image x:1\n timeout request 30 s\n}", "E0133", "30 s", " timeout request 30s"),
    ("service a.b {\n image x:1\n headless x y\n}", "E0134", "y", ""),
    ("service a.b {\n image x:1\n history 1 2\n}", "E0134", "2", ""),
    ("service a.b {\n image x:1\n ready GET\n}", "E0135", "GET", ""),
    ("service a.b {\n image x:1\n calls a.c a.d\n}", "E0136", "a.c a.d", " calls [a.c, a.d]"),
    (
        "edge e { host a.b { route GTE /x -> a.c } }",
        "E0132",
        "GTE",
        "edge e { host a.b { route GET /x -> a.c } }",
    ),
    (
        "edge e { host a.b { route \"GET\" /x -> a.c } }",
        "E0132",
        "\"GET\"",
        "edge e { host a.b { route GET /x -> a.c } }",
    ),
    (
        "service a.b {\n image x:1\n env A from secret k:v optionl\n}",
        "E0132",
        "optionl",
        " env A from secret k:v optional",
    ),
    ("service a.b {\n image x:1\n export federated\n}", "E0130", "federated", " export as federated"),
    ("cluster c {\n trust t\n context a b\n}", "E0133", "a b", " context \"a b\""),
    ("service a.b instaled { }", "E0132", "instaled", "service a.b installed { }"),
    ("service a.b on ${c} { }", "E0203", "${c}", ""),
    ("platform kubernetes 1.33", "E0137", "kubernetes", "platform { kubernetes 1.33"),
    ("service a.b {\n image x:1\n env A \"${url a.c\"\n}", "E0204", "${url a.c", "*"),
    ("service a.b", "E0137", "service a.b", "service a.b { }"),
    ("platform { linkerd 2.20 { } }", "E0138", "{", "platform { linkerd 2.20 }"),
    ("let x a\nnamespace \"${x}\"", "E0139", "\"${x}\"", ""),
    ("let x a\n${x} y", "E0139", "${x}", ""),
    ("\"namespace\" a", "E0140", "\"namespace\"", "namespace a"),
    ("service a.b {\n replicas 2\n}", "E0141", "service a.b", ""),
    ("service a.b {\n image x:1\n replicas 2\n replicas 3\n}", "E0142", "replicas 3", ""),
    ("service a.b {\n image x:1\n env A b\n env A c\n}", "E0143", "env A c", ""),
    ("edge e {\n host a.b {\n route /x -> a.c\n route /x -> a.d\n }\n}", "E0144", "route /x -> a.d", ""),
    ("services a.b { image x:1 }", "E0201", "services", "service a.b { image x:1 }"),
    ("svc a.b { image x:1 }", "E0201", "svc", "service a.b { image x:1 }"),
    ("service a.b {\n image x:1\n timeout_ms request 5s\n}", "E0201", "timeout_ms", " timeout request 5s"),
    ("service a.b {\n image x:1\n qwertyuiop 5s\n}", "E0201", "qwertyuiop", ""),
    ("environment e { drop nothing-such x }", "E0201", "nothing-such", ""),
    ("assert reach internet -> a.b", "E0201", "reach", "assert reaches internet -> a.b"),
    ("service a.b {\n image x:1\n cors { }\n}", "E0202", "cors", ""),
    (
        "let tag v1\nservice a.b { image \"x:${tga}\" }",
        "E0203",
        "${tga}",
        "service a.b { image \"x:${tag}\" }",
    ),
    ("let a \"${b}\"\nlet b \"${a}\"", "E0205", "a", ""),
    ("let a [x, y]\nservice a.b { image \"x:${a}\" }", "E0206", "${a}", ""),
    ("let a x\nlet a y", "E0207", "a", ""),
    ("service a.b {\n image x:1\n timeout request 250\n}", "E0301", "250", " timeout request 250ms"),
    ("service a.b {\n image x:1\n history x\n}", "E0302", "x", ""),
    ("service a.b {\n image x:1\n security { add-capability NET_ADMN }\n}", "E0303", "NET_ADMN", "*"),
    ("cluster c { trust t; nodes 10.0.0.0 }", "E0304", "10.0.0.0", "*"),
    ("external api_x { port https 443 }", "E0305", "api_x", "*"),
    ("service a.b {\n image x:1\n workdir var\n}", "E0306", "var", "*"),
    ("service a.b {\n image x:1\n port http 99999\n}", "E0307", "99999", ""),
    ("service a.b { image \"x y\" }", "E0309", "\"x y\"", "*"),
    ("namespace A_B", "E0311", "A_B", "*"),
    (
        "edge e { host a.b { route [\"GET\"] /x -> a.c } }",
        "E0312",
        "\"GET\"",
        "edge e { host a.b { route [GET] /x -> a.c } }",
    ),
    ("service a.b { image [x:1, y:1] }", "E0313", "[x:1, y:1]", ""),
    ("service a.b { image [x:1] }", "E0313", "[x:1]", "service a.b { image x:1 }"),
    ("service a.b {\n image x:1\n calls []\n}", "E0314", "[]", ""),
    ("service a.b {\n image x:1\n label a/b/c d\n}", "E0316", "a/b/c", "*"),
    ("cluster c { trust t; viz }", "E0801", "viz", ""),
    ("job a.b {\n image x:1\n ttl 5m\n}", "E0801", "job", ""),
];

#[test]
fn each_mistake_is_told_once_at_its_place() {
    let mut bad = vec![];
    for (text, code, place, fixed) in WRONG {
        if let Err(why) = as_expected(text, code, place, fixed) {
            bad.push(format!("{text}\n    {why}"));
        }
    }
    assert!(bad.is_empty(), "{}", bad.join("\n\n"));
}

fn as_expected(text: &str, code: &str, place: &str, fixed: &str) -> Result<(), String> {
    let (block, all) = read(text, None);
    let told = || all.iter().map(|d| format!("{} {}", d.code.id, d.message)).collect::<Vec<_>>().join("; ");
    let [one] = all.as_slice() else { return Err(told()) };
    if one.code.id != code {
        return Err(told());
    }
    let span = one.primary().unwrap();
    let found = slice(text, span.start, span.end);
    if found != place {
        return Err(format!("it stands at `{found}`: {}", told()));
    }
    if !(matches!(code, "E0801" | "E0205" | "E0207") || torn(&block)) {
        return Err("nothing is torn".to_owned());
    }
    if one.message.starts_with(|c: char| c.is_uppercase())
        || one.message.ends_with('.')
        || one.message.contains('\n')
    {
        return Err(told());
    }
    let after = one.fixes.first().map(|fix| {
        let edit = &fix.edits[0];
        format!(
            "{}{}{}",
            slice(text, 0, edit.span.start),
            edit.text,
            text.get(edit.span.end as usize..).unwrap()
        )
    });
    match (after, fixed) {
        (_, "*") | (None, "") => Ok(()),
        (Some(after), fixed) if !fixed.is_empty() && after.lines().any(|l| l == fixed) => Ok(()),
        (after, _) => Err(format!("{} {after:?} {:?}", told(), one.help)),
    }
}

fn torn(block: &Block) -> bool {
    block.torn.is_some() || block.items.iter().filter_map(|i| i.block.as_ref()).any(|b| torn(b))
}

#[test]
fn lets_are_put_in() {
    let text = "let tag v1\nlet registry \"r.example:5000/${tag}\"\nlet clusters [east, west]\n\
                environment e { let tag v2 }\n\
                service a.b on ${clusters} { image \"${registry}/x:1\"; env X \"$${tag} ${url a.c}\"\n\
                env Y \"\"\"${tag} ${url a.c}\"\"\" }";
    let (block, all) = read(text, Some("e"));
    assert!(all.is_empty(), "{all:#?}");
    let service = block.one("service").unwrap();
    assert_eq!(service.texts(crate::value::Type::Cluster).len(), 2);
    let inner = service.inner();
    let value = |n: usize| inner.items[n].all_values().last().unwrap().1.to_string();
    assert_eq!(value(0), "r.example:5000/v2/x:1");
    assert_eq!(value(1), "${tag} ${url a.c}");
    assert_eq!(value(2), "${tag} $${url a.c}");
}

#[test]
fn what_follows_add_and_assert_is_a_statement() {
    let text = "environment e {\n add service a.b { image x:1 }\n service a.c { replicas 3 }\n drop job a.d\n}\n\
                assert closed a.b { except cluster }\nassert replicated a.b 2";
    let (block, all) = read(text, None);
    assert!(all.is_empty(), "{all:#?}");
    let environment = block.one("environment").unwrap().inner();
    let added = environment.one("add").unwrap().inner();
    assert_eq!(added.items[0].row.word(), "service");
    assert!(environment.one("service").unwrap().inner().one("replicas").is_some());
    let asserts: Vec<_> = block.each("assert").map(|a| a.inner().items[0].row.word()).collect();
    assert_eq!(asserts, ["closed", "replicated"]);
}

#[test]
fn independent_mistakes_are_told_each() {
    let text = "service a.b {\n imaeg x:1\n replicas = 3\n timeout request 250\n env A b\n env A c\n}\nnamespace { }";
    let (_, all) = read(text, None);
    let codes: Vec<_> = all.iter().map(|d| d.code.id).collect();
    assert_eq!(codes, ["E0201", "E0131", "E0301", "E0143", "E0135"]);
}

/// The first block under a heading of a code's page.
fn block_of<'a>(page: &'a str, heading: &str) -> &'a str {
    let (_, rest) = page.split_once(heading).unwrap();
    rest.split_once("```mesh\n").unwrap().1.split_once("\n```").unwrap().0
}

#[test]
fn pages_show_what_they_explain() {
    use crate::diagnostic::codes::{fit, insertions, support, values};
    let mut bad = vec![];
    let own = [fit::ALL, insertions::ALL, values::ALL, &[&support::E0801]];
    for code in own.into_iter().flatten() {
        let said = |heading: &str| -> Vec<String> {
            let all = read(block_of(code.page, heading), None).1;
            all.iter().map(|d| format!("{} {}", d.code.id, d.message)).collect()
        };
        let wrong = said("## Wrong");
        if wrong.len() != 1 || !wrong[0].starts_with(code.id) {
            bad.push(format!("{} {wrong:?}", code.id));
        }
        bad.extend(said("## Right").iter().map(|right| format!("{}: {right}", code.id)));
    }
    assert!(bad.is_empty(), "{bad:#?}");
}

/// All messages as people see them: `cargo test wording -- --nocapture` with `SHOW=1`.
#[test]
fn wording() {
    let mut lines = String::new();
    for (text, ..) in WRONG {
        for d in read(text, None).1 {
            lines += &format!("{}\n  {} {}\n", text, d.code.id, d.message);
            for l in &d.labels {
                lines += &format!("    ^ {} | {}\n", slice(text, l.span.start, l.span.end), l.text);
            }
            for h in d.help.iter().map(|h| ("help", h)).chain(d.notes.iter().map(|n| ("note", n))) {
                lines += &format!("    {}: {}\n", h.0, h.1);
            }
            for f in &d.fixes {
                lines += &format!("    fix: {} ({:?})\n", f.title, f.applicability);
            }
        }
    }
    assert!(!lines.is_empty());
    if let Ok(file) = std::env::var("SHOW") {
        std::fs::write(file, lines).unwrap();
    }
}

fn examples() -> Vec<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let (mut folders, mut out) = (vec![root], vec![]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "mesh") {
                out.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    out
}

/// Language §9: deleting any one of `{ } [ ] , ->` and quotes is never silent and gives at most two errors.
#[test]
fn a_deleted_token_is_told_at_most_twice() {
    let mut bad = vec![];
    let mut tried = 0;
    for text in examples() {
        let file = parse(FileId(0), &text, &mut Sink::default());
        let quoted = |a: &Argument| match a.form {
            Form::String => Some(a.span.start + 1..a.span.end - 1),
            Form::Text => Some(a.span.start..a.span.end),
            _ => None,
        };
        let heads = file.statements.iter().map(|s| &s.head);
        let mut inside: Vec<_> = file.args.iter().chain(heads).filter_map(quoted).collect();
        inside.extend(file.comments.iter().map(|s| s.start..s.end));
        let places =
            text.char_indices().filter(|(_, c)| matches!(c, '{' | '}' | '[' | ']' | ',' | '"' | '>'));
        for (at, c) in places {
            if inside.iter().any(|r| (r.start as usize..r.end as usize).contains(&at)) {
                continue;
            }
            let from = if c == '>' { at - 1 } else { at };
            let mut cut = text.clone();
            cut.replace_range(from..=at, "");
            tried += 1;
            let all: Vec<_> = read(&cut, None).1.into_iter().filter(|d| d.code.id != "E0801").collect();
            if all.is_empty() || all.len() > 2 {
                let line = text.get(..at).unwrap().lines().last().unwrap_or("").to_owned();
                let rest = text.get(at..).unwrap().lines().next().unwrap_or("");
                let told: Vec<_> = all.iter().map(|d| format!("{} {}", d.code.id, d.message)).collect();
                bad.push(format!("{line}⟨{c}⟩{rest}\n    {told:?}"));
            }
        }
    }
    assert!(bad.is_empty(), "{} of {tried}\n{}", bad.len(), bad.join("\n"));
}

/// Whatever is read, nothing panics and nothing runs on: the same 500 mutations of the examples each time.
#[test]
fn mutated_examples_are_read_to_the_end() {
    let all = examples();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below.max(1) as u64).unwrap()
    };
    for _ in 0..500 {
        let text = &all[random(all.len())];
        let mut bytes = text.as_bytes().to_vec();
        for _ in 0..=random(4) {
            let (at, length) = (random(bytes.len()), random(40));
            let end = (at + length).min(bytes.len());
            match random(3) {
                0 => drop(bytes.drain(at..end)),
                1 => {
                    let piece = bytes[at..end].to_vec();
                    let to = random(bytes.len());
                    bytes.splice(to..to, piece);
                }
                _ => bytes.truncate(at.max(1)),
            }
            if bytes.is_empty() {
                break;
            }
        }
        let text = String::from_utf8_lossy(&bytes);
        let (_, told) = read(&text, Some("staging"));
        for label in told.iter().flat_map(|d| &d.labels) {
            assert!(text.get(label.span.start as usize..label.span.end as usize).is_some(), "{label:?}");
        }
    }
}
