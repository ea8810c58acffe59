//! The same diagnostics in every form, against `tests/it/render/*.txt`; `BLESS=1` writes them.

use std::path::Path;

use meshc::diagnostic::{Applicability, Code, Diagnostic, Edit, Fix, Severity};
use meshc::render::{Format, Options, render};
use meshc::source::{FileId, Sources, Span};

static UNREAD: Code = Code {
    id: "E0099",
    name: "unread_file",
    severity: Severity::Error,
    title: "a file is not read",
    page: "# E0099: a file is not read\n",
};

static WRONG: Code = Code {
    id: "E0199",
    name: "wrong_word",
    severity: Severity::Error,
    title: "a word is wrong",
    page: "# E0199: a word is wrong\n\n## Why\nBecause.\n",
};

static LOOSE: Code = Code {
    id: "W0999",
    name: "loose_word",
    severity: Severity::Warning,
    title: "a word is loose",
    page: "# W0999: a word is loose\n",
};

/// Shop: tabs, wide characters, a carriage return. Edge: a long line, and an empty last one.
fn sources() -> (Sources, FileId, FileId) {
    let mut sources = Sources::default();
    let shop = "service shop.cart {\r\n\tport http 80\r\n\ttimeout 30 s   # 時間 は 三十\r\n\tlabel 名 \"東京\"\r\n}\r\n";
    let long = format!(
        "route /a -> shop.cart {{ header \"{}\"; timeout 250; x \"{}\" }}",
        "a".repeat(90),
        "b".repeat(90)
    );
    let edge = format!("edge main {{\n  host a.example\n{long}\n}}\n");
    let (shop, edge) = (sources.add("shop/cart.mesh", shop), sources.add("edge, main.mesh", edge));
    (sources, shop, edge)
}

fn find(sources: &Sources, file: FileId, text: &str) -> Span {
    let at = sources.get(file).unwrap().text.find(text).unwrap();
    Span::new(file, at, at + text.len())
}

fn diagnostics(sources: &Sources, shop: FileId, edge: FileId) -> Vec<Diagnostic> {
    let end = sources.get(edge).unwrap().text.len();
    let broken = "`30 s` is two words where one duration is wanted, which is to say a number and its unit";
    let rich = Diagnostic::new(&WRONG, find(sources, shop, "30 s"), broken, "one word: `30s`")
        .because(find(sources, shop, "shop.cart"), "in this service")
        .because(find(sources, edge, "a.example"), "which is reached\nthrough this host")
        .note("Linkerd reads durations as Go does: a number and a unit without a space between them (policy-controller, 2.20)")
        .help("durations are written with their unit: `250ms`, `30s`, `5m`")
        .fix("join the two words", Applicability::MachineApplicable, find(sources, shop, "30 s"), "30s");
    let wide = Diagnostic::new(
        &LOOSE,
        find(sources, shop, "東京"),
        "`東\u{202e}京` 50% is loose",
        "here, and \u{1b}[31mno red",
    );
    let long =
        Diagnostic::new(&WRONG, find(sources, edge, "250"), "`250` has no unit", "a duration is wanted")
            .because(find(sources, edge, "shop.cart"), "");
    let mut long = long;
    long.fixes.push(Fix {
        title: "write it elsewhere".into(),
        applicability: Applicability::HasPlaceholders,
        edits: vec![
            Edit {
                span: find(sources, edge, "  host a.example\n"),
                text: "  host a.example\n  timeout …s\n".into(),
            },
            Edit {
                span: find(sources, shop, "\ttimeout 30 s   # 時間 は 三十\r\n"), text: String::new()
            },
        ],
    });
    let last = Diagnostic::new(&WRONG, Span::new(edge, end, end), "a `}` is missing", "here")
        .because(Span::new(edge, 0, end), "all of this");
    let nowhere = Diagnostic::without_place(&UNREAD, "`x` cannot be read").note("permission denied");
    vec![nowhere, rich, wide, long, last]
}

fn compare(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/render").join(name);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == text, "{name} is not as expected (BLESS=1 writes it):\n{text}");
}

#[test]
fn every_form_is_as_expected() {
    let (sources, shop, edge) = sources();
    let all = diagnostics(&sources, shop, edge);
    let forms = [
        ("full.txt", Format::Full, false, true, 80),
        ("full-ascii.txt", Format::Full, false, false, 80),
        ("full-color.txt", Format::Full, true, true, 60),
        ("classic.txt", Format::Classic, false, false, 80),
        ("classic-color.txt", Format::Classic, true, true, 80),
        ("short.txt", Format::Short, false, false, 80),
        ("json.txt", Format::Json, false, false, 80),
        ("sarif.txt", Format::Sarif, false, false, 80),
        ("github.txt", Format::Github, false, false, 80),
    ];
    for (name, format, color, unicode, width) in forms {
        let options = Options { color, unicode, width, ..Options::plain(format) };
        compare(name, &render(&sources, &all, &options));
    }
}

#[test]
fn errors_come_before_warnings_at_the_limit() {
    let (sources, shop, edge) = sources();
    let all = diagnostics(&sources, shop, edge);
    let text = render(&sources, &all, &Options { error_limit: 4, ..Options::plain(Format::Short) });
    assert!(!text.contains("W0999"), "{text}");
    assert!(text.contains("... and 1 more"), "{text}");
    assert!(text.contains("error: could not compile: 4 errors, 1 warning"), "{text}");
    let data = render(&sources, &all, &Options { error_limit: 1, ..Options::plain(Format::Json) });
    assert!(data.contains("W0999"), "what a program reads is never cut");
    assert_eq!(render(&sources, &[], &Options::plain(Format::Classic)), "");
}

#[test]
fn every_place_of_every_file_can_be_drawn() {
    let (sources, shop, edge) = sources();
    for file in [shop, edge] {
        let text = sources.get(file).unwrap().text.clone();
        let ends: Vec<usize> = (0..=text.len()).filter(|&n| text.is_char_boundary(n)).collect();
        for (n, &start) in ends.iter().enumerate() {
            for &end in ends.iter().skip(n).step_by(7) {
                let d = Diagnostic::new(&LOOSE, Span::new(file, start, end), "m", "l")
                    .because(Span::new(if n % 2 == 0 { shop } else { edge }, 3, 4), "s");
                for format in [Format::Full, Format::Classic] {
                    let out = render(&sources, std::slice::from_ref(&d), &Options::plain(format));
                    assert!(out.contains('l') && !out.contains("Failed"), "{start}..{end}: {out}");
                    assert!(out.lines().all(|l| l.chars().count() < 100), "{start}..{end}: {out}");
                }
            }
        }
    }
}
