//! What is written comes back equal: through `serde_yaml`, and, where they are installed, through a reader of YAML 1.1
//! (PyYAML) and through kubectl.

use std::io::Write;
use std::process::{Command, Stdio};

use meshc::manifest::{Part, write};
use meshc::source::{FileId, Span};
use serde_json::{Map, Value, json};

const TRICKY: &[&str] = &[
    // Taken for bools or nothing.
    "yes",
    "no",
    "on",
    "off",
    "y",
    "n",
    "Y",
    "N",
    "Yes",
    "NO",
    "ON",
    "Off",
    "oN",
    "true",
    "false",
    "True",
    "FALSE",
    "tRue",
    "null",
    "Null",
    "NULL",
    "~",
    "nUll",
    "",
    "nil",
    "none",
    "truely",
    "yess",
    // Taken for numbers.
    "0",
    "1",
    "-1",
    "+1",
    "010",
    "-010",
    "0o7",
    "0o17",
    "0O7",
    "0x1F",
    "0xABCD",
    "0XAB",
    "0b11",
    "0B1",
    "08",
    "09",
    "1_000",
    "1_",
    "_1",
    "685_230.15",
    "1e3",
    "1E3",
    "1e+3",
    "1e",
    "e1",
    "1.5",
    "1.",
    ".5",
    ".",
    "..",
    "-.5",
    "+.5",
    ".inf",
    "-.inf",
    "+.INF",
    ".nan",
    ".NaN",
    "inf",
    "nan",
    "Infinity",
    "-",
    "--",
    "---",
    "...",
    "--- a",
    "-x",
    "--flag=a",
    "+x",
    "1:30",
    "12:30:45",
    "190:20:30",
    "1:2.5",
    "123456789012345678901234567890",
    "0.1.2",
    "1.2.3.4",
    "10.0.0.0/8",
    "1/2",
    "100m",
    "128Mi",
    "1Gi",
    "1h30m",
    "30s",
    "5Ki",
    "1d",
    "1f",
    "12e",
    "0x",
    "0xg",
    "0o8",
    "1a",
    "deadbeef",
    "1e3s",
    "7z",
    // Dates.
    "2001-01-01",
    "2001-1-1",
    "2001-01-01T00:00:00Z",
    "2001-01-01 00:00:00",
    "2001-12-14t21:59:43.10-05:00",
    // Marks of YAML.
    "=",
    "<<",
    "!",
    "!!str",
    "!a b",
    "&a",
    "*a",
    "&",
    "*",
    "|",
    ">",
    "|-",
    "%a",
    "%YAML 1.2",
    "@a",
    "`a`",
    "'a'",
    "\"a\"",
    "a'b",
    "a\"b",
    "'",
    "\"",
    "?",
    "? a",
    "?a",
    "- a",
    "-\ta",
    ": ",
    ":",
    ":a",
    "a:",
    "a: b",
    "a:b",
    "a :b",
    "a : b",
    "::",
    "#",
    "# a",
    "a #b",
    "a#b",
    "a# b",
    "[",
    "]",
    "[a]",
    "{",
    "}",
    "{}",
    "[]",
    "{a: b}",
    ",",
    "a,b",
    "a, b",
    ",a",
    "a]",
    "a}",
    "\\",
    "\\n",
    "a\\b",
    "\\x41",
    "C:\\dir",
    "$(VAR)",
    "${VAR}",
    "{{ .Values.x }}",
    "%",
    "100%",
    "^a$",
    "(a)",
    ";",
    "a;b",
    "a|b",
    "a&b",
    "a*b",
    "a!b",
    "a?b",
    "a=b",
    "a@b",
    "a>b",
    "a<b",
    "a`b",
    "http://a.b:80/c?d=e&f#g",
    "/",
    "/path/{id}",
    "key=value",
    "sha256:abc",
    "ghcr.io/a/b:v1.2@sha256:0",
    "spiffe://root.linkerd.cluster.local",
    "*.example.com",
    "foo.bar/baz-qux_1",
    // Blanks and line ends.
    " ",
    "  ",
    " a",
    "a ",
    " a ",
    "a  b",
    "\t",
    "\ta",
    "a\t",
    "a\tb",
    "\n",
    "\n\n",
    "\na",
    "a\n",
    "a\n\n",
    "a\n\n\n",
    "a\nb",
    "a\nb\n",
    "a\n\nb",
    "a\n b",
    " a\nb",
    "  a\n b\n",
    "a\n  b\nc",
    "a \nb",
    "a\n \nb",
    "a\n\t\nb",
    "\ta\nb",
    "a\n\tb",
    "a\r",
    "\r",
    "a\r\nb",
    "\r\n",
    "a\rb",
    "a\nb ",
    "a\nb\t",
    "a\n# b\n",
    "# a\nb",
    "---\na",
    "a\n---\nb",
    "a\n...\nb\n",
    "- a\n- b",
    "a: b\nc: d\n",
    "\"a\nb",
    "a\n ",
    "a\n\n ",
    "|\na",
    "-----BEGIN CERTIFICATE-----\nMIIB+/=\n-----END CERTIFICATE-----\n",
    "#!/bin/sh\nset -e\n\techo \"$x\"\n",
    // Characters.
    "\0",
    "\u{1}",
    "a\u{7}b",
    "\u{8}",
    "\u{b}",
    "\u{c}",
    "\u{1b}[31m",
    "\u{1f}",
    "\u{7f}",
    "a\u{80}",
    "\u{85}",
    "a\u{85}b",
    "a\n\u{85}b",
    "\u{9f}",
    "\u{a0}",
    "a\u{a0}b",
    "a\n\u{a0}b",
    "\u{ad}",
    "\u{2028}",
    "a\u{2028}b\n",
    "\u{2029}",
    "\u{200b}",
    "\u{feff}",
    "\u{feff}a",
    "a\u{feff}",
    "\u{fffd}",
    "\u{fffe}",
    "\u{ffff}",
    "a\n\u{feff}b",
    "µ",
    "é",
    "ß",
    "日本語",
    "日本\n語",
    "🎉",
    "a🎉",
    "🎉\n🎉\n",
    "e\u{301}",
    "\u{202e}a",
    "\u{10ffff}",
    "\u{e000}",
    "ａ",
    "Ｙ",
    "×",
    "…",
    "—",
];

/// Knuth's MMIX generator: the same texts on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    fn text(&mut self) -> String {
        const PIECES: &[&str] = &[
            "a", "b", "e", "f", "x", "o", "n", "y", "N", "Y", "E", "T", "Z", "0", "1", "7", "8", "9", "0x",
            "1e", "_", "-", ".", "+", ":", ": ", "#", " #", "- ", "? ", " ", "  ", "\t", "\n", "\n\n", "\r",
            ",", "[", "]", "{", "}", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`", "\\", "=", "<<", "~",
            "null", "true", "yes", "\u{85}", "\u{a0}", "\u{2028}", "\u{feff}", "é", "🎉", "\u{7f}", "\u{3}",
            "/", "$", "(", ";", "^",
        ];
        let count = self.below(8) + 1;
        (0..count).map(|_| PIECES.get(self.below(PIECES.len())).copied().unwrap_or("")).collect()
    }
}

fn texts() -> Vec<String> {
    let mut random = Random(7);
    let mut all: Vec<String> = TRICKY.iter().map(|t| (*t).to_owned()).collect();
    all.extend((0..2000).map(|_| random.text()));
    all.extend((0..200).map(|n| "k".repeat(950 + n)));
    all
}

/// Objects in which each text is a value of a map, an element of a list, a value further in, and a key.
fn objects(texts: &[String]) -> Vec<Value> {
    let object = |(n, texts): (usize, &[String])| {
        let values: Map<String, Value> =
            texts.iter().enumerate().map(|(n, t)| (format!("k{n}"), json!(t))).collect();
        let keys: Map<String, Value> = texts.iter().map(|t| (t.clone(), json!(t))).collect();
        let deep: Vec<Value> = texts.iter().map(|t| json!({"a": [[t, {"b": t}]], "c": t})).collect();
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": format!("n{n}")}, "data": values, "keys": keys, "list": texts, "deep": deep, "last": texts.last()})
    };
    texts.chunks(100).enumerate().map(object).collect()
}

fn written(objects: &[Value]) -> String {
    let mut part = Part::new();
    for (n, object) in objects.iter().enumerate() {
        part.push(object, &format!("text.mesh: object {n}"), Span::new(FileId(0), 0, 0));
    }
    assert!(part.failures().is_empty(), "{:?}", part.failures());
    let mut out = String::new();
    write::part(&mut out, &part);
    out
}

/// Runs a program on `input`; says so and gives nothing where it is not installed.
fn through(program: &str, arguments: &[&str], input: &str) -> Option<String> {
    let started = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = started else {
        skipped(program);
        return None;
    };
    let (mut stdin, input) = (child.stdin.take().unwrap(), input.to_owned());
    // A program that stops early closes its end; what it says then is below.
    let feed = std::thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
    let output = child.wait_with_output().unwrap();
    feed.join().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    if stderr.contains("No module named") {
        skipped(program);
        return None;
    }
    assert!(output.status.success(), "{program}: {stderr}");
    Some(String::from_utf8(output.stdout).unwrap())
}

fn skipped(program: &str) {
    let line = format!("skipped: no `{program}` here that reads YAML\n");
    std::io::stderr().write_all(line.as_bytes()).unwrap();
}

/// Names the first text that differs, not whole documents.
fn same(found: &Value, want: &Value, reader: &str) {
    match (found, want) {
        (Value::Object(f), Value::Object(w)) => {
            for (key, value) in w {
                same(f.get(key).unwrap_or(&Value::Null), value, reader);
            }
            assert_eq!(f.len(), w.len(), "{reader}: as many keys");
        }
        (Value::Array(f), Value::Array(w)) => {
            f.iter().zip(w).for_each(|(f, w)| same(f, w, reader));
            assert_eq!(f.len(), w.len(), "{reader}: as many elements");
        }
        _ => assert_eq!(found, want, "{reader}"),
    }
}

#[test]
fn comes_back_through_serde_yaml() {
    use serde::Deserialize;
    assert!(TRICKY.len() >= 120);
    let want = objects(&texts());
    let yaml = written(&want);
    let found = serde_yaml::Deserializer::from_str(&yaml).map(|d| Value::deserialize(d).unwrap());
    let found: Vec<Value> = found.collect();
    assert_eq!(found.len(), want.len());
    found.iter().zip(&want).for_each(|(f, w)| same(f, w, "serde_yaml"));
}

#[test]
fn comes_back_through_yaml_1_1() {
    let want = objects(&texts());
    let read = "import sys, json, yaml; print(json.dumps(list(yaml.safe_load_all(sys.stdin.buffer.read().decode()))))";
    let Some(out) = through("python3", &["-c", read], &written(&want)) else { return };
    let found: Vec<Value> = serde_json::from_str(&out).unwrap();
    assert_eq!(found.len(), want.len());
    found.iter().zip(&want).for_each(|(f, w)| same(f, w, "PyYAML"));
}

#[test]
fn comes_back_through_kubectl() {
    let want = objects(&texts());
    let Some(out) =
        through("kubectl", &["label", "--local", "-f", "-", "-o", "json", "read=yes"], &written(&want))
    else {
        return;
    };
    let found: Vec<Value> =
        serde_json::Deserializer::from_str(&out).into_iter().collect::<Result<_, _>>().unwrap();
    assert_eq!(found.len(), want.len());
    for (found, want) in found.iter().zip(&want) {
        let mut want = want.clone();
        want["metadata"]["labels"] = json!({"read": "yes"});
        same(found, &want, "kubectl");
    }
}
