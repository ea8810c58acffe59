//! Snippets, and what is said of them.

use super::ast::{Args, File, Form, Statement};
use super::parse;
use crate::diagnostic::{Diagnostic, Sink};
use crate::source::{FileId, Span};

fn read(text: &str) -> (File, Vec<Diagnostic>) {
    let mut sink = Sink::default();
    let file = parse(FileId(0), text, &mut sink);
    (file, sink.finish())
}

fn at(text: &str, span: Span) -> &str {
    text.get(span.start as usize..span.end as usize).unwrap_or("<outside>")
}

/// Code and text under the primary label of everything that is said.
fn said(text: &str) -> Vec<(&'static str, &str)> {
    let (_, all) = read(text);
    all.iter().map(|d| (d.code.id, at(text, d.primary().unwrap()))).collect()
}

fn show(statement: Statement<'_>, out: &mut String) {
    let form = |a: &super::ast::Argument| match a.form {
        Form::Word => a.text.to_string(),
        Form::Arrow => "->".into(),
        Form::String => format!("{:?}", a.text),
        Form::Text => format!("T{:?}", a.text),
        Form::List(n) => format!("#{n}"),
    };
    let args = |args: Args<'_>| {
        args.map(|(a, members)| {
            let members: Vec<_> = members.iter().map(form).collect();
            if let Form::List(_) = a.form {
                format!(" [{}]", members.join(" "))
            } else {
                format!(" {}", form(a))
            }
        })
        .collect::<String>()
    };
    let hole = if statement.node().hole { "?" } else { "" };
    out.push_str(&format!("{hole}{}{}", form(statement.head()), args(statement.args())));
    if statement.node().block.is_some() {
        out.push('{');
        statement.block().for_each(|s| show(s, out));
        out.push('}');
    } else {
        out.push(';');
    }
}

fn tree(text: &str) -> String {
    let mut out = String::new();
    read(text).0.top().for_each(|s| show(s, &mut out));
    out
}

#[test]
fn each_mistake_is_told_once_where_it_is() {
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("", &[]),
        ("\u{feff}a b\r\nc { d; e }\r\n", &[]),
        ("a [b,c, \"d\",\n e,\n] { f }", &[]),
        ("a ${b}/c-${d}:1", &[]),
        ("a { b", &[("E0101", "{")]),
        ("a {\n  b {\n    c\n}\nd", &[("E0101", "{")]),
        ("a {\n  b\nc {\n  d\n}", &[("E0101", "{")]),
        ("a } b", &[("E0102", "}")]),
        ("a {\n  b c }\n}\nd", &[("E0102", "}")]),
        ("a b\n  c\n  d\n}\ne", &[("E0103", "")]),
        ("a\n{\n  b\n}", &[("E0104", "{")]),
        ("{ b }", &[("E0104", "{")]),
        ("a{ b }", &[("E0105", "{")]),
        ("a /b/{id} c", &[("E0105", "/b/{id}")]),
        ("a { b /c/{id}/d { e } }", &[("E0105", "/c/{id}/d")]),
        ("a 80->8080", &[("E0105", "80->8080")]),
        ("a \"b\"\"c\"", &[("E0105", "\"b\"\"c\"")]),
        ("a b[c, d]", &[("E0105", "[")]),
        ("a [b]c", &[("E0105", "c")]),
        ("a img#x", &[("E0105", "#x")]),
        ("a ${url b.c:http}/d e", &[("E0105", "${url b.c:http}/d")]),
        ("a b #fff", &[("E0106", "#fff")]),
        ("a b # fff\n#fff\na b #", &[]),
        ("a \"b c\nd", &[("E0107", "\"b c")]),
        ("a { b \"c }\nd { e }", &[("E0107", "\"c }")]),
        ("a b\"\nc", &[("E0107", "\"")]),
        ("a \"\\d+\" b", &[("E0108", "\\d")]),
        ("a \"\\u{110000}\" \"\\u{e9}\\n\"", &[("E0108", "\\u")]),
        ("a \"\"\"b", &[("E0107", "\"\"\"b")]),
        ("a {\n  b \"\"\"\n    c {\n}\nd e", &[("E0109", "\"\"\"")]),
        ("a {\n  b\n    c { d: e; [ }\n    \"\"\"\n}\nd e", &[("E0109", "\"\"\"")]),
        ("a \"\"\"\n   b\n  c\n   \"\"\"", &[("E0110", "c")]),
        ("a \"\"\"\n  b\"\"\"\nc", &[("E0111", "\"\"\"")]),
        ("a [b, c\nd e\n", &[("E0112", "[")]),
        ("x { a [b,\n c,\n d }", &[("E0112", "[")]),
        ("a b, c", &[("E0113", ",")]),
        ("a b, c]", &[("E0113", "]")]),
        ("a\n  b,\n  c,\n]\nd", &[("E0113", "]")]),
        ("a [b c, d e]", &[("E0114", "c")]),
        ("a [b, -> c]", &[("E0115", "->")]),
        ("a [b, [c, d]]", &[("E0115", "[")]),
        ("a [b,, c]", &[("E0115", ",")]),
        ("a 80 → 8080", &[("E0116", "→")]),
        ("a b\u{a0}c", &[("E0116", "\u{a0}")]),
        ("a “b c”", &[("E0116", "“")]),
        ("a 'b c'", &[("E0116", "'")]),
        ("a /café/ b", &[("E0116", "é")]),
        ("a \"é\" # é", &[]),
        ("a b # x\u{202e}y", &[("E0117", "\u{202e}")]),
        ("a { b: c; d: e }", &[("E0118", "b:")]),
        ("a { - c; - e: x }", &[("E0119", "-")]),
        ("a { b } c", &[("E0120", "c")]),
        ("{\"a\": \"b\"}", &[("E0104", "{"), ("E0118", "\"a\":")]),
        ("a b\n-> c", &[("E0122", "->")]),
        ("[a, b]", &[("E0122", "[")]),
        ("## a\n\nb\n## c\n\nd\n## e\nf\n", &[("W0101", "## c")]),
        ("a {\n  ## b\n}", &[("W0101", "## b")]),
    ];
    for (text, expected) in cases {
        assert_eq!(said(text), *expected, "{text:?}");
    }
}

#[test]
fn independent_mistakes_are_all_told() {
    let text = "a b #x\nc \"d\ne 'f'\ng [h\ni { j } k\nl{ m }\nn [o p]\n";
    let codes: Vec<_> = said(text).into_iter().map(|s| s.0).collect();
    assert_eq!(codes, ["E0106", "E0107", "E0116", "E0112", "E0120", "E0105", "E0114"]);
}

#[test]
fn statements_keep_their_shape() {
    let cases = [
        ("a b -> c { d [e, \"f\"] g; h }\ni", "a b -> c{d [e \"f\"] g;h;}i;"),
        ("a \"x\\n\\u{e9}\\\"\\\\\"", "a \"x\\né\\\"\\\\\";"),
        ("a \"\"\"^/v\\d{2}/$\"\"\" b", "a T\"^/v\\\\d{2}/$\" b;"),
        ("a \"\"\"\r\n    b\r\n\r\n      c\r\n    \"\"\"", "a T\"b\\n\\n  c\\n\";"),
        ("a {\n  b c\n  d {\n    e\n}\nf", "a{b c;?d{e;}}f;"),
        ("a {\n  b\n    c\n  }\n}\nd", "a{?b{c;}}d;"),
        ("a { b: c }", "a{?b c;}"),
        ("\"a\" b", "\"a\" b;"),
    ];
    for (text, expected) in cases {
        assert_eq!(tree(text), expected, "{text:?}");
    }
}

#[test]
fn docs_belong_to_what_follows() {
    let (file, _) = read("## The file.\n\n## One\n##  two\r\na { ## no\n  ## B\n  b\n}");
    assert_eq!(file.doc.as_deref(), Some("The file."));
    let docs: Vec<_> = file.statements.iter().map(|n| n.doc.as_deref()).collect();
    assert_eq!(docs, [Some("One\n two"), Some("B")]);
}

#[test]
fn depth_and_size_are_bounded() {
    let deep = |n: usize| format!("{}{}", "a { ".repeat(n), "}".repeat(n));
    assert!(said(&deep(64)).is_empty());
    assert_eq!(said(&deep(65)).len(), 1);
    assert_eq!(said(&"a { ".repeat(20_000)).len(), 1);
    for text in [deep(10_000), "[".repeat(20_000), "a[".repeat(20_000)] {
        assert!(!said(&text).is_empty());
    }
    for text in ["{".repeat(20_000), "}\n".repeat(20_000), "a [x\n,".repeat(10_000), "é ".repeat(20_000)] {
        assert!((1..=1000).contains(&said(&text).len()));
    }
    assert_eq!(said(&" ".repeat(super::LARGEST + 1)), [("E0005", "")]);
}

#[test]
fn fixes_mend() {
    let cases = [
        ("a 80 → 8080", "a 80 -> 8080"),
        ("a b→c", "a b -> c"),
        ("a b\u{a0}c", "a b c"),
        ("a{ b }", "a { b }"),
        ("a /b/{id}", "a \"/b/{id}\""),
        ("a 80->81", "a 80 -> 81"),
        ("a b, c", "a [b, c]"),
        ("a b, c]", "a [b, c]"),
        ("a [b c d]", "a [b, c, d]"),
        ("a\n{ b }", "a { b }"),
        ("a { b: c; d: e }", "a { b c; d e }"),
        ("a \"\\d\"", "a \"\"\"\\d\"\"\""),
        ("a b\n-> c", "a b -> c"),
        ("a { b } c", "a { b }; c"),
        ("a 'b c'", "a \"b c\""),
    ];
    for (text, expected) in cases {
        let (_, all) = read(text);
        let mut edits = all[0].fixes[0].edits.clone();
        edits.sort_by_key(|e| std::cmp::Reverse(e.span));
        let mut out = text.to_owned();
        for edit in edits {
            out.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
        }
        assert_eq!(out, expected);
        assert!(said(&out).is_empty(), "{out:?}");
    }
}

/// The first block under a heading of a code's page.
fn block<'a>(page: &'a str, heading: &str) -> Option<&'a str> {
    let (_, rest) = page.split_once(heading)?;
    Some(rest.split_once("```mesh\n")?.1.split_once("\n```")?.0)
}

#[test]
fn pages_show_what_they_explain() {
    let floating = &crate::diagnostic::codes::warnings::W0101;
    for code in crate::diagnostic::codes::syntax::ALL.iter().copied().chain([floating]) {
        let (wrong, right) = (block(code.page, "## Wrong"), block(code.page, "## Right"));
        let codes: Vec<_> = said(wrong.unwrap()).into_iter().map(|s| s.0).collect();
        assert_eq!(codes, [code.id], "{}", code.page);
        assert_eq!(said(right.unwrap()), [], "{}", code.id);
    }
}
