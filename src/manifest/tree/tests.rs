//! What `manifest::tree` does, by example.

use super::*;
use crate::source::FileId;
use serde::Deserialize;
use serde_json::json;

fn span(n: usize) -> Span {
    Span::new(FileId(0), n, n + 1)
}

fn json_of(node: NodeRef<'_>) -> serde_json::Value {
    node.tree().view(node.id()).unwrap()
}

#[test]
fn a_value_comes_back() {
    let value = json!({"a": [1, -2, 2.5, true, "x", [], {}], "b": {"c.d/e": "µ"}, "big": u64::MAX});
    let mut tree = Tree::new();
    tree.add(&json!({"other": 1})).unwrap();
    let id = tree.add(&value).unwrap();
    let mut want = value;
    want["big"] = json!(u64::MAX as f64);
    assert_eq!(json_of(tree.get(id)), want);
}

#[test]
fn null_entries_are_left_out_and_null_elements_stay() {
    let mut tree = Tree::new();
    let id = tree.add(&json!({"a": null, "b": {"c": null}, "d": [null]})).unwrap();
    assert_eq!(tree.get(id).entries().map(|(k, _)| k).collect::<Vec<_>>(), ["b", "d"]);
    assert_eq!(tree.get(id).get("b").unwrap().size(), 1);
    assert!(tree.get(id).get("d").unwrap().children().all(NodeRef::is_null));
}

#[test]
fn paths_and_origins() {
    let mut tree = Tree::new();
    tree.add(&json!(1)).unwrap();
    let id = tree.add(&json!({"spec": {"containers": [{"name": "a"}, {"image": "i", "a.b": 1}]}})).unwrap();
    let list = tree.get(id).at(&["spec", "containers"]).unwrap().id();
    tree.set_origin(list, span(7));
    tree.set_origin(id, span(1));
    let second = tree.get(list).children().nth(1).unwrap();
    assert_eq!(second.get("image").unwrap().path(), "spec.containers[1].image");
    assert_eq!(second.get("a.b").unwrap().path(), "spec.containers[1].\"a.b\"");
    assert_eq!(second.get("image").unwrap().origin(), Some(span(7)));
    assert_eq!(tree.get(id).get("spec").unwrap().origin(), Some(span(1)));
}

#[test]
fn views_know_their_nodes() {
    #[derive(Deserialize)]
    struct View<'t> {
        #[serde(borrow)]
        prefix: At<&'t str>,
        weight: Option<At<i32>>,
        tls: Option<At<&'t str>>,
        mode: Mode,
    }
    #[derive(Deserialize, PartialEq, Debug)]
    enum Mode {
        On,
    }
    let mut tree = Tree::new();
    let id = tree.add(&json!({"mode": "On", "prefix": "/", "weight": 10, "more": [1]})).unwrap();
    let view: View<'_> = tree.view(id).unwrap();
    assert_eq!((view.prefix.value, tree.get(view.prefix.node).path().as_str()), ("/", "prefix"));
    assert_eq!(view.weight.map(|w| (w.value, tree.get(w.node).path())), Some((10, "weight".to_owned())));
    assert!(view.tls.is_none());
    assert_eq!(view.mode, Mode::On);
    let bad = tree.add(&json!({"mode": "On", "prefix": "/", "weight": "x"})).unwrap();
    let error = tree.view::<View<'_>>(bad).err().unwrap();
    assert_eq!(tree.get(error.node).path(), "weight");
}

#[test]
fn paths_are_read_and_written() {
    for text in ["a", "a.b", "a[+]", "a[name=server].tty", "a.\"b.c/d\".e", "a[0][1]", "a[k=\"x y\"]"] {
        assert_eq!(FieldPath::parse(text).unwrap().to_string(), text);
    }
    for (text, at) in [
        ("", 0),
        (".a", 0),
        ("a.", 2),
        ("a[", 2),
        ("a[x]", 2),
        ("a\"", 1),
        ("a[+", 3),
        ("a..b", 2),
        ("\"a", 1),
    ] {
        assert_eq!(FieldPath::parse(text).map_err(|e| e.at), Err(at), "{text}");
    }
}

#[test]
fn edits_copy_one_object() {
    let pod =
        json!({"spec": {"containers": [{"name": "a"}, {"name": "server", "args": ["x"]}], "z": 1}, "k": 2});
    let cases = [
        (
            "spec.containers[name=server].tty",
            Some(json!(true)),
            json!({"spec": {"containers": [{"name": "a"}, {"name": "server", "args": ["x"], "tty": true}], "z": 1}, "k": 2}),
        ),
        (
            "spec.containers[name=server].args[+]",
            Some(json!("y")),
            json!({"spec": {"containers": [{"name": "a"}, {"name": "server", "args": ["x", "y"]}], "z": 1}, "k": 2}),
        ),
        (
            "spec.z",
            Some(json!({"w": [1]})),
            json!({"spec": {"containers": [{"name": "a"}, {"name": "server", "args": ["x"]}], "z": {"w": [1]}}, "k": 2}),
        ),
        (
            "new.\"a.b\".list[+]",
            Some(json!(1)),
            json!({"spec": {"containers": [{"name": "a"}, {"name": "server", "args": ["x"]}], "z": 1}, "k": 2, "new": {"a.b": {"list": [1]}}}),
        ),
        (
            "spec.containers[name=a]",
            None,
            json!({"spec": {"containers": [{"name": "server", "args": ["x"]}], "z": 1}, "k": 2}),
        ),
        ("spec", None, json!({"k": 2})),
    ];
    for (path, value, want) in cases {
        let mut tree = Tree::new();
        let id = tree.add(&pod).unwrap();
        tree.add(&json!("after")).unwrap();
        tree.set_origin(id, span(1));
        let k = tree.get(id).get("k").unwrap().id();
        tree.set_origin(k, span(2));
        let path = FieldPath::parse(path).unwrap();
        let new = match &value {
            Some(v) => tree.set(id, &path, v, span(9)).unwrap(),
            None => tree.remove(id, &path).unwrap(),
        };
        assert_eq!(json_of(tree.get(new)), want, "{path}");
        assert_eq!(json_of(tree.get(id)), pod);
        assert_eq!(tree.get(new).origin(), Some(span(1)));
        assert_eq!(tree.get(new).get("k").unwrap().origin(), Some(span(2)), "{path}");
        if path.to_string() == "spec.z" {
            assert_eq!(tree.get(new).at(&["spec", "z", "w"]).unwrap().origin(), Some(span(9)));
        }
    }
}

#[test]
fn edits_that_lead_nowhere() {
    let mut tree = Tree::new();
    let id = tree.add(&json!({"l": [{"name": "a"}, {"name": "a"}], "s": 1})).unwrap();
    let mut set = |path: &str| tree.set(id, &FieldPath::parse(path).unwrap(), &1, span(0)).err();
    assert_eq!(set("l[name=b].x"), Some(EditError::Missing(1)));
    assert_eq!(set("l[name=a].x"), Some(EditError::Ambiguous(1)));
    assert_eq!(set("s.x"), Some(EditError::WrongKind(1)));
    assert_eq!(set("l.x"), Some(EditError::WrongKind(1)));
    assert_eq!(tree.remove(id, &FieldPath::parse("q").unwrap()), Err(EditError::Missing(0)));
}

#[test]
fn trees_are_joined() {
    let mut a = Tree::new();
    a.add(&json!({"x": "one"})).unwrap();
    let mut b = Tree::new();
    let id = b.add(&json!({"y": "two", "x": 3})).unwrap();
    b.set_origin(id, span(4));
    let offset = a.append(&b).unwrap();
    let here = a.get(NodeId(id.0 + offset));
    assert_eq!(json_of(here), json!({"y": "two", "x": 3}));
    assert_eq!(here.origin(), Some(span(4)));
    assert_eq!(a.roots().len(), 2);
}

#[test]
fn endless_data_is_refused() {
    let mut value = json!(1);
    for _ in 0..200 {
        value = json!([value]);
    }
    let mut tree = Tree::new();
    assert!(tree.add(&value).is_err());
    assert!(tree.add(&f64::NAN).is_err());
    assert_eq!(tree.node_count(), 0);
}
