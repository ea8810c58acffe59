//! The same program gives the same bytes, in whatever order and however its files are laid out; a change changes its
//! own objects alone.

use meshc::compile::{Layout, Options, compile, gather};
use meshc::diagnostic::Sink;
use meshc::source::{Memory, Sources};
use std::collections::{BTreeMap, BTreeSet};

const PLATFORM: &str = "platform { kubernetes 1.33; linkerd 2.20; emissary 4.1 }\n
trust t { anchor secret linkerd.anchor; issuer secret linkerd.issuer }
secret linkerd.anchor { keys ca.crt }
secret linkerd.issuer { keys [tls.crt, tls.key] }
cluster a { trust t }
cluster b { trust t }
link b -> a
";
const SHOP: &str = "namespace shop { inject }
service shop.web on a { image r/web:1; port http 80 -> 8080; allow callers from everywhere; export }
service shop.list on a { image r/list:1; port http 80; calls web; route GET /x/ { timeout 5s } }
";
const EDGE: &str = "secret emissary.cert { tls \"*.example.com\" }
edge public on a { host www.example.com { tls cert; route / -> shop.web; route /list/ -> shop.list } }
";
const USER: &str = "namespace user on b { inject }
service user.one on b { image r/one:1; env URL \"${url shop.web@a}\" }
";
const UNRELATED: &str = "namespace zoo on a
service zoo.ape on a { image r/ape:1; port http 80 }
config zoo.food on a { banana yes }
";

type Files = BTreeMap<String, Vec<u8>>;

fn made(program: &[(&str, &str)], layout: Layout, order: impl Fn(&mut Vec<meshc::source::FileId>)) -> Files {
    let disk = Memory(program.iter().map(|(n, t)| (format!("p/{n}"), (*t).into())).collect());
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let mut gathered = gather("p", &disk, &mut sources, &mut sink);
    order(&mut gathered.files);
    let options = Options { layout, ..Options::default() };
    let out = compile(&gathered, &options, &disk, &mut sources, sink);
    let told: Vec<String> = out.diagnostics.iter().map(|d| format!("{} {}", d.code.id, d.message)).collect();
    let mut files: Files = out.files.unwrap_or_else(|| panic!("{told:?}")).into_iter().collect();
    files.insert("plan".to_owned(), out.plan.unwrap().into_bytes());
    files
}

fn whole() -> Vec<(&'static str, &'static str)> {
    vec![("a.mesh", PLATFORM), ("b.mesh", SHOP), ("c.mesh", EDGE), ("d.mesh", USER)]
}

/// Paths of files that differ, or that only one side has.
fn differing(a: &Files, b: &Files) -> BTreeSet<String> {
    a.keys().chain(b.keys()).filter(|path| a.get(*path) != b.get(*path)).cloned().collect()
}

/// Without the comments, which name the files of the program; the index holds their hashes.
fn bare(files: Files) -> Files {
    let without = |text: &[u8]| {
        let text = String::from_utf8_lossy(text).into_owned();
        text.lines().filter(|l| !l.starts_with("# ")).collect::<Vec<_>>().join("\n").into_bytes()
    };
    files.iter().filter(|(p, _)| !p.ends_with(".json")).map(|(p, t)| (p.clone(), without(t))).collect()
}

#[test]
fn files_may_come_in_any_order() {
    for layout in [Layout::Namespace, Layout::Object, Layout::Stream] {
        let first = made(&whole(), layout, |_| ());
        for turn in 1..4 {
            assert_eq!(differing(&first, &made(&whole(), layout, |f| f.rotate_left(turn))), BTreeSet::new());
        }
        assert_eq!(differing(&first, &made(&whole(), layout, |f| f.reverse())), BTreeSet::new());
    }
}

#[test]
fn statements_may_move_between_files() {
    let one = [PLATFORM, SHOP, EDGE, USER].join("\n");
    let mut lines: Vec<&str> = one.lines().collect();
    lines.reverse();
    let turned = lines.join("\n");
    let first = bare(made(&whole(), Layout::Object, |_| ()));
    for text in [&one, &turned] {
        assert_eq!(
            differing(&first, &bare(made(&[("all.mesh", text)], Layout::Object, |_| ()))),
            BTreeSet::new()
        );
    }
}

#[test]
fn lines_that_say_nothing_change_nothing() {
    let spaced = format!("# a comment\n\n\n{}", SHOP.replace('\n', "\n\n"));
    let first = made(&whole(), Layout::Namespace, |_| ());
    let mut program = whole();
    program[1].1 = &spaced;
    let other = made(&program, Layout::Namespace, |_| ());
    let differ = differing(&first, &other);
    assert!(differ.iter().all(|path| path.ends_with(".meshc-index.json")), "{differ:?}");
}

#[test]
fn a_statement_changes_its_own_objects_alone() {
    let first = made(&whole(), Layout::Object, |_| ());
    let mut program = whole();
    program.push(("z.mesh", UNRELATED));
    let other = made(&program, Layout::Object, |_| ());
    let differ = differing(&first, &other);
    assert!(differ.contains("a/zoo/deployment-ape.yaml"), "{differ:?}");
    let own = |path: &&String| {
        path.starts_with("a/zoo/")
            || path.ends_with("/namespace-zoo.yaml")
            || path.ends_with(".json")
            || path.ends_with("kustomization.yaml")
    };
    let wrong: Vec<&String> = differ.iter().filter(|p| !own(p)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}
