//! What `manifest::write` does, by example.

use super::*;
use crate::source::{FileId, Span};
use serde_json::json;

fn yaml(value: &serde_json::Value) -> String {
    let mut part = Part::new();
    part.push(value, "", Span::new(FileId(0), 0, 0));
    let mut out = String::new();
    super::part(&mut out, &part);
    out
}

#[test]
fn layout_is_kubectls() {
    let value = json!({
        "a": {"b": [{"c": 1, "d": [[1, [2, {}]], "x"]}, {"e": {}}], "f": []},
        "t": "one\n\n  two\n", "u": ["a\nb", "c\n\n"], "v": [{"w": "x\ny"}],
    });
    let want = "\
a:
  b:
  - c: 1
    d:
    - - 1
      - - 2
        - {}
    - x
  - e: {}
  f: []
t: |
  one

    two
u:
- |-
  a
  b
- |+
  c

v:
- w: |-
    x
    y
";
    assert_eq!(yaml(&value), want);
}

#[test]
fn the_head_comes_first() {
    let value = json!({
        "a": 1, "kind": "K", "metadata": {"annotations": {"x": "y"}, "labels": {}, "name": "n", "namespace": "ns", "uid": "u"}, "apiVersion": "v1",
    });
    let want = "apiVersion: v1\nkind: K\nmetadata:\n  name: \"n\"\n  namespace: ns\n  labels: {}\n  annotations:\n    x: \"y\"\n  uid: u\na: 1\n";
    assert_eq!(yaml(&value), want);
}

#[test]
fn quotes_where_needed() {
    let plain = ["app", "100m", "128Mi", "1h30m", "a b", "/x:y", "http://a.b:80/c?", "v1"];
    for t in plain.iter().filter(|t| !t.contains('?')) {
        assert_eq!(yaml(&json!(t)), format!("{t}\n"));
    }
    for t in [
        "yes",
        "Off",
        "1",
        "1e3",
        "0xAB",
        "0o7",
        "1_000",
        ".5",
        "-x",
        "a: b",
        "a:",
        "a #b",
        "2001-01-01T00:00:00Z",
        "",
        " a",
        "12:30",
    ] {
        assert_eq!(yaml(&json!(t)), format!("\"{t}\"\n"));
    }
    assert_eq!(
        yaml(&json!("a\u{85}\u{a0}\u{2028}\u{feff}\u{7f}\"\\\t")),
        "\"a\\x85\\xA0\\u2028\\uFEFF\\x7F\\\"\\\\\\t\"\n"
    );
}

#[test]
fn numbers() {
    for (value, want) in [
        (json!(1.5), "1.5"),
        (json!(1e300), "1.0e+300"),
        (json!(1.5e-9), "1.5e-9"),
        (json!(2.0), "2.0"),
        (json!(-3), "-3"),
    ] {
        assert_eq!(yaml(&value), format!("{want}\n"));
    }
}

#[test]
fn documents_and_comments() {
    let mut part = Part::new();
    let span = Span::new(FileId(0), 0, 0);
    part.push(&json!({"kind": "A"}), "shop.mesh: service cart", span);
    part.push_installed(&json!({"kind": "B"}), "", span);
    part.push(&json!({"kind": "C"}), "two\nlines\u{85}", span);
    let mut out = String::new();
    super::part(&mut out, &part);
    assert_eq!(out, "# shop.mesh: service cart\nkind: A\n---\n# two\n# lines \nkind: C\n");
}

#[test]
fn namespaces_come_before_what_is_in_them() {
    assert!(order("Namespace") < order("Service") && order("Service") < order("Deployment"));
    assert_eq!(order("Mapping"), order("Server"));
    assert!(order("Mapping") > order("ValidatingWebhookConfiguration"));
}
