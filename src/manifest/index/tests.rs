//! What `manifest::index` does, by example.

use super::*;
use crate::source::{FileId, Span};
use serde_json::json;

fn index(files: &[(&str, &str)], selector: &str) -> Index {
    let mut part = Part::new();
    let object = json!({
        "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "a", "namespace": "shop"},
        "spec": {"selector": {"matchLabels": {"app": selector}}, "replicas": files.len()},
    });
    part.push(&object, "shop.mesh: service cart", Span::new(FileId(0), 0, 0));
    let mut index = Index::default();
    for (path, bytes) in files {
        index.add(path, "east", bytes.as_bytes(), part.objects().iter().map(|o| (&part, o)));
    }
    index
}

#[test]
fn comes_back() {
    let index = index(&[("east/shop.yaml", "x"), ("east/_cluster.yaml", "y")], "a");
    assert_eq!(Index::parse(&index.to_json()), Ok(index.clone()));
    assert!(
        index.to_json().contains(r#""spec.selector": "{\"matchLabels\":{\"app\":\"a\"}}""#),
        "{}",
        index.to_json()
    );
    assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#[test]
fn what_cannot_be_understood() {
    for text in [
        "",
        "{}",
        "[]",
        r#"{"version":2,"files":{}}"#,
        r#"{"version":1,"files":{"../x":{"sha256":""}}}"#,
        r#"{"version":1,"files":{"/x":{"sha256":""}}}"#,
    ] {
        assert!(Index::parse(text).is_err(), "{text}");
    }
    assert!(Index::parse(r#"{"version":1,"files":{"a/b.yaml":{"sha256":""}}}"#).is_ok());
}

#[test]
fn only_own_untouched_files_go() {
    let last = index(
        &[
            ("same", "1"),
            ("new", "1"),
            ("old", "1"),
            ("gone", "1"),
            ("edited-old", "1"),
            ("edited-new", "1"),
            ("lost", "1"),
        ],
        "a",
    );
    let now = index(
        &[
            ("same", "1"),
            ("new", "2"),
            ("edited-new", "2"),
            ("added", "1"),
            ("taken", "1"),
            ("lost", "1"),
            ("equal", "1"),
        ],
        "a",
    );
    let disk: BTreeMap<&str, &str> = BTreeMap::from([
        ("same", "1"),
        ("new", "1"),
        ("old", "1"),
        ("edited-old", "x"),
        ("edited-new", "x"),
        ("taken", "x"),
        ("equal", "1"),
        ("foreign", "1"),
    ]);
    let found = now.changes(&last, |path| disk.get(path).map(|text| sha256(text.as_bytes())));
    assert_eq!(found.write, ["added", "lost", "new"]);
    assert_eq!(found.remove, ["old"]);
    assert_eq!(found.edited, ["edited-new", "edited-old"]);
    assert_eq!(found.foreign, ["taken"]);
}

#[test]
fn fixed_fields_are_compared_wherever_the_object_lies() {
    let changes =
        index(&[("east/shop/a.yaml", "2")], "b").fixed_changes(&index(&[("east/shop.yaml", "1")], "a"));
    let found: Vec<_> =
        changes.iter().map(|c| (&*c.cluster, &*c.object.name, &*c.path, c.before.as_deref())).collect();
    assert_eq!(found, [("east", "a", "spec.selector", Some(r#"{"matchLabels":{"app":"a"}}"#))]);
    assert_eq!(index(&[("x", "2")], "a").fixed_changes(&index(&[("y", "1")], "a")), []);
}
