//! Files in and out: what is written, what is refused, and that nothing is lost.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use meshc::cli::write::{apply, changes, diff, last_index};
use meshc::cli::{Facts, Io, run};
use meshc::manifest::index::{FILE_NAME, Index};

/// An empty folder of this test.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("files-{name}"));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// All files below a folder with their texts.
fn all(root: &Path) -> BTreeMap<String, String> {
    let (mut out, mut open) = (BTreeMap::new(), vec![root.to_owned()]);
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                out.insert(name, String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned());
            }
        }
    }
    out
}

/// An output with an index that names its files.
fn output(files: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    let mut index = Index::default();
    files.iter().for_each(|(path, text)| index.add(path, "c", text.as_bytes(), []));
    let index = (FILE_NAME.to_owned(), index.to_json().into_bytes());
    files.iter().map(|(p, t)| ((*p).to_owned(), t.as_bytes().to_vec())).chain([index]).collect()
}

/// Writes; gives the code of what went wrong, if anything.
fn write(out: &Path, files: &[(&str, &str)]) -> Option<&'static str> {
    let made = last_index(out, "out")
        .and_then(|last| changes(out, "out", output(files), &last))
        .and_then(|changes| apply(out, "out", &changes));
    made.err().map(|d| d.code.id)
}

fn meshc(root: &Path, words: &[&str], input: &[u8]) -> (u8, String, String) {
    let words: Vec<OsString> = ["meshc"].iter().chain(words).map(OsString::from).collect();
    let (mut out, mut err, mut stdin) = (Vec::new(), Vec::new(), input);
    let (stdin, stdout, stderr) = (&mut stdin, &mut out, &mut err);
    let code = run(&words, &mut Io { stdin, stdout, stderr, root: root.to_owned(), facts: Facts::default() });
    (code, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

#[test]
fn own_files_are_replaced_and_removed_others_stay() {
    let out = folder("own").join("deep/out");
    assert_eq!(write(&out, &[("a/x.yaml", "1\n"), ("b/y.yaml", "2\n")]), None);
    std::fs::write(out.join("b/mine"), "mine").unwrap();
    assert_eq!(write(&out, &[("a/x.yaml", "3\n")]), None);
    let files = all(&out);
    assert_eq!(files.keys().map(String::as_str).collect::<Vec<_>>(), [FILE_NAME, "a/x.yaml", "b/mine"]);
    assert_eq!(files["a/x.yaml"], "3\n");
    assert_eq!(write(&out, &[("c.yaml", "4\n")]), None);
    assert!(!out.join("a").exists(), "a folder that our last file left is removed");
}

#[test]
fn files_of_others_are_never_overwritten() {
    let out = folder("foreign");
    std::fs::write(out.join("x.yaml"), "mine\n").unwrap();
    std::fs::write(out.join("same.yaml"), "2\n").unwrap();
    let before = all(&out);
    assert_eq!(write(&out, &[("a.yaml", "1\n"), ("x.yaml", "1\n")]), Some("E0008"));
    assert_eq!(all(&out), before);
    assert_eq!(write(&out, &[("same.yaml", "2\n")]), None, "what is as it has to be is no clash");
}

#[test]
fn edits_are_never_lost() {
    let out = folder("edited");
    assert_eq!(write(&out, &[("a.yaml", "1\n"), ("b.yaml", "1\n")]), None);
    std::fs::write(out.join("a.yaml"), "edited\n").unwrap();
    let before = all(&out);
    assert_eq!(write(&out, &[("a.yaml", "2\n"), ("b.yaml", "2\n")]), Some("E0017"));
    assert_eq!(write(&out, &[("b.yaml", "2\n")]), Some("E0017"), "nor removed");
    assert_eq!(all(&out), before);
    std::fs::remove_file(out.join("a.yaml")).unwrap();
    assert_eq!(write(&out, &[("a.yaml", "2\n"), ("b.yaml", "2\n")]), None);
}

#[test]
fn nothing_changes_if_one_file_cannot_be_written() {
    let out = folder("half");
    assert_eq!(write(&out, &[("a.yaml", "1\n"), ("gone.yaml", "1\n")]), None);
    std::fs::write(out.join("z"), "a file where a folder has to be").unwrap();
    let before = all(&out);
    assert_eq!(write(&out, &[("a.yaml", "2\n"), ("new/b.yaml", "2\n"), ("z/c.yaml", "2\n")]), Some("E0009"));
    assert_eq!(all(&out), before);
    assert!(!out.join("new").exists(), "made folders are taken back");
    std::fs::create_dir(out.join("taken.yaml")).unwrap();
    assert_eq!(write(&out, &[("a.yaml", "2\n"), ("taken.yaml", "2\n")]), Some("E0009"));
    assert_eq!(all(&out), before);
}

#[test]
fn an_index_that_is_broken_or_lies_does_no_harm() {
    let root = folder("index");
    let out = root.join("out");
    std::fs::create_dir(&out).unwrap();
    std::fs::write(root.join("precious"), "p").unwrap();
    for text in ["<<<<<<< HEAD", "[]", "{\"files\": 3}"] {
        std::fs::write(out.join(FILE_NAME), text).unwrap();
        assert_eq!(write(&out, &[("a.yaml", "1\n")]), Some("E0011"), "{text}");
    }
    for path in ["../precious", root.join("precious").to_str().unwrap(), "", "a/../../precious"] {
        let lie = format!("{{\"version\": 1, \"files\": {{\"{path}\": {{\"sha256\": \"\"}}}}}}");
        std::fs::write(out.join(FILE_NAME), lie).unwrap();
        assert_eq!(write(&out, &[("a.yaml", "1\n")]), Some("E0011"), "{path}");
    }
    assert!(root.join("precious").exists());
    std::fs::remove_file(out.join(FILE_NAME)).unwrap();
    assert_eq!(write(&out, &[("../b.yaml", "1\n")]), Some("E0009"));
    assert!(!root.join("b.yaml").exists());
}

#[test]
fn a_stale_output_is_shown_as_a_diff() {
    let out = folder("diff");
    assert_eq!(write(&out, &[("a.yaml", "1\n2\n"), ("b.yaml", "b\n")]), None);
    let last = last_index(&out, "out").unwrap();
    let files = vec![("a.yaml".to_owned(), b"1\n3\n".to_vec()), ("c.yaml".to_owned(), b"c\n".to_vec())];
    let text = diff(&changes(&out, "out", files, &last).unwrap());
    let expected = "--- a/a.yaml\n+++ b/a.yaml\n@@ -1,2 +1,2 @@\n 1\n-2\n+3\n\
                    --- a/b.yaml\n+++ /dev/null\n@@ -1 +0,0 @@\n-b\n\
                    --- /dev/null\n+++ b/c.yaml\n@@ -0,0 +1 @@\n+c\n";
    assert_eq!(text, expected);
}

#[test]
fn certain_fixes_are_written_once() {
    let root = folder("fix");
    std::fs::create_dir(root.join("p")).unwrap();
    std::fs::write(root.join("p/a.mesh"), "platform{ kubernetes 1.33 }\r\ncluster c{ }\r\n").unwrap();
    let (_, _, err) = meshc(&root, &["check", "p", "--fix"], b"");
    assert!(err.contains("2 fixes applied"), "{err}");
    assert_eq!(all(&root)["p/a.mesh"], "platform { kubernetes 1.33 }\r\ncluster c { }\r\n");
    let (_, _, err) = meshc(&root, &["check", "p", "--fix"], b"");
    assert!(!err.contains("applied"), "{err}");
    assert_eq!(meshc(&root, &["check", "-", "--fix"], b"x").0, 2);
}

#[test]
fn a_program_may_come_from_standard_input() {
    let root = folder("stdin");
    let (code, out, err) = meshc(&root, &["check", "-", "--format", "json"], b"\xef\xbb\xbfplatform{ }\n");
    assert!(out.contains("\"file\": \"-\"") && out.contains("E0105"), "{out}");
    assert_eq!((code, err.as_str()), (1, ""));
    let (code, _, err) = meshc(&root, &["check", "-"], b"a\xff");
    assert!(code == 3 && err.contains("E0004"), "{err}");
}

#[test]
fn a_first_program_is_written_once() {
    let root = folder("init");
    assert_eq!(meshc(&root, &["init", "new/shop"], b"").0, 0);
    let (code, _, err) = meshc(&root, &["check", "new/shop"], b"");
    assert_eq!((code, err.as_str()), (0, "no errors in 1 file\n"));
    let before = all(&root);
    let (code, _, err) = meshc(&root, &["init", "new"], b"");
    assert!(code == 3 && err.contains("E0008"), "{err}");
    assert_eq!(all(&root), before);
}

#[cfg(unix)]
#[test]
fn odd_folders_are_told() {
    use std::os::unix::ffi::OsStringExt;
    let root = folder("odd");
    for name in ["loop", "self", "name", "big"] {
        std::fs::create_dir(root.join(name)).unwrap();
    }
    std::os::unix::fs::symlink("..", root.join("loop/up")).unwrap();
    std::os::unix::fs::symlink("x.mesh", root.join("self/x.mesh")).unwrap();
    std::fs::write(root.join("name").join(OsString::from_vec(b"a\xff.mesh".to_vec())), "").unwrap();
    std::fs::write(root.join("big/x.mesh"), vec![b' '; 16 * 1024 * 1024 + 1]).unwrap();
    for (name, code) in
        [("loop", "E0007"), ("self", "E0007"), ("name", "E0006"), ("big", "E0005"), ("no", "E0002")]
    {
        let (exit, _, err) = meshc(&root, &["check", name], b"");
        assert!(exit == 3 && err.contains(code), "{name}: {exit} {err}");
    }
    let (exit, _, err) = meshc(&root, &["check", "/dev/zero"], b"");
    assert!(exit == 3 && err.contains("E0005"), "{err}");
}

#[test]
fn a_selector_does_not_change_unsaid() {
    let root = folder("immutable");
    let program = |select: &str| {
        format!(
            "platform {{ kubernetes 1.33 }}\ncluster c {{ trust t }}\n\
             trust t {{ anchor secret linkerd.a; issuer secret linkerd.i }}\nsecret linkerd.a {{ keys ca.crt }}\n\
             secret linkerd.i {{ keys [tls.crt, tls.key] }}\nnamespace s {{ inject off }}\n\
             service s.x {{ image registry.example/x:1; {select} }}\n"
        )
    };
    let build = |text: String, more: &[&str]| {
        std::fs::write(root.join("x.mesh"), text).unwrap();
        meshc(&root, &[&["build", "x.mesh"], more].concat(), b"")
    };
    assert_eq!(build(program("replicas 2"), &[]).0, 0);
    let before = all(&root.join("out"));
    let (code, _, said) = build(program("select { app x }"), &[]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("E0018") && said.contains("selector"), "{said}");
    assert_eq!(all(&root.join("out")), before);
    // --recreate says that the object is deleted by hand.
    assert_eq!(build(program("select { app x }"), &["--recreate"]).0, 0);
}

#[test]
fn one_cluster_leaves_the_files_of_others() {
    let root = folder("one-cluster");
    let program = "platform { kubernetes 1.33 }\ntrust t { anchor secret linkerd.a; issuer secret linkerd.i }\n\
                   secret linkerd.a { keys ca.crt }\nsecret linkerd.i { keys [tls.crt, tls.key] }\n\
                   cluster [c, d] { trust t }\nnamespace s { inject off }\n\
                   service s.x { image registry.example/x:1 }\n";
    std::fs::write(root.join("x.mesh"), program).unwrap();
    assert_eq!(meshc(&root, &["build", "x.mesh"], b"").0, 0);
    let before = all(&root.join("out"));
    let (code, _, said) = meshc(&root, &["build", "x.mesh", "--cluster", "c"], b"");
    assert_eq!(code, 0, "{said}");
    assert_eq!(all(&root.join("out")), before);
}

/// A program that compiles, of a namespace of its own.
const PROGRAM: &str = "platform { kubernetes 1.33; linkerd 2.20 }
trust t { cert-manager { home c } }
cluster c { trust t }
namespace n { inject }
service n.s { image docker.io/a/b:1; port http 80 }
";

fn program(name: &str) -> PathBuf {
    let root = folder(name);
    std::fs::create_dir(root.join("p")).unwrap();
    std::fs::write(root.join("p/a.mesh"), PROGRAM).unwrap();
    root
}

#[test]
fn odd_texts_are_read_or_told() {
    let root = folder("texts");
    let crlf = PROGRAM.replace('\n', "\r\n");
    let deep = format!("{PROGRAM}{}\n", "defaults { ".repeat(10_000));
    let letters = "a\n".repeat(20_000);
    let closing = "}\n".repeat(10_000);
    let cases: [(&str, &[u8], u8, &str); 9] = [
        ("plain", PROGRAM.as_bytes(), 0, "no errors"),
        ("crlf", crlf.as_bytes(), 0, "no errors"),
        ("bom", &[b"\xef\xbb\xbf", PROGRAM.as_bytes()].concat(), 0, "no errors"),
        ("bad", b"platform { kubernetes 1.33 }\n\xff", 3, "E0004"),
        ("utf16", b"\xff\xfea\0\n\0", 3, "E0004"),
        ("nul", b"a\0b", 1, "E0116"),
        ("deep", deep.as_bytes(), 1, "E0121"),
        ("letters", letters.as_bytes(), 1, "E0201"),
        ("closing", closing.as_bytes(), 1, "E0102"),
    ];
    for (name, text, code, said) in cases {
        let file = format!("{name}.mesh");
        std::fs::write(root.join(&file), text).unwrap();
        let (exit, _, err) = meshc(&root, &["check", &file], b"");
        assert!(exit == code && err.contains(said), "{name}: {exit} {}", err.get(..2000).unwrap_or(&err));
        assert_eq!(std::fs::read(root.join(&file)).unwrap(), text, "{name} is changed");
    }
}

#[test]
fn nothing_is_never_a_success() {
    let root = folder("nothing");
    std::fs::create_dir_all(root.join("empty")).unwrap();
    std::fs::create_dir_all(root.join("other")).unwrap();
    std::fs::write(root.join("other/x.yaml"), "a: b\n").unwrap();
    std::fs::create_dir_all(root.join("blank")).unwrap();
    std::fs::write(root.join("blank/x.mesh"), "").unwrap();
    for (name, code, said) in [("empty", 3, "E0003"), ("other", 3, "E0003"), ("blank", 1, "E0016")] {
        let (exit, out, err) = meshc(&root, &["build", name, "-o", "out"], b"");
        assert!(exit == code && err.contains(said) && out.is_empty(), "{name}: {exit} {err}");
        assert!(!root.join("out").exists(), "{name}");
    }
}

#[test]
fn names_declared_in_two_files_are_told_with_both() {
    let root = program("twice");
    std::fs::write(root.join("p/b.mesh"), "service n.s { image docker.io/a/b:2 }\n").unwrap();
    let (exit, _, err) = meshc(&root, &["check", "p"], b"");
    assert!(exit == 1 && err.contains("E0210") && err.contains("a.mesh") && err.contains("b.mesh"), "{err}");
}

/// A stream that breaks off.
struct Broken(std::io::ErrorKind);

impl std::io::Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        Err(self.0.into())
    }
}

impl std::io::Write for Broken {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Err(self.0.into())
    }
}

#[test]
fn streams_that_break_off_are_told() {
    use std::io::ErrorKind::{ConnectionReset, PermissionDenied, StorageFull};
    let root = program("streams");
    let run = |words: &[&str], stdin: &mut dyn std::io::Read, stdout: &mut dyn std::io::Write| {
        let words: Vec<OsString> = ["meshc"].iter().chain(words).map(OsString::from).collect();
        let mut stderr = Vec::new();
        let mut io = Io { stdin, stdout, stderr: &mut stderr, root: root.clone(), facts: Facts::default() };
        let code = meshc::cli::run(&words, &mut io);
        (code, String::from_utf8(stderr).unwrap())
    };
    let (code, err) = run(&["check", "-"], &mut Broken(ConnectionReset), &mut Vec::new());
    assert!(code == 3 && err.contains("E0001") && err.contains("standard input"), "{err}");
    let build = ["build", "p", "-o", "-"];
    let (code, err) = run(&build, &mut std::io::empty(), &mut Broken(StorageFull));
    assert!(code == 3 && err.contains("E0010") && err.contains("standard output"), "{err}");
    let (code, err) = run(&build, &mut std::io::empty(), &mut Broken(PermissionDenied));
    assert!(code == 3 && err.contains("E0009"), "{err}");
}

#[test]
fn output_that_is_not_ours_stays() {
    let root = program("theirs");
    let (code, _, err) = meshc(&root, &["build", "p", "-o", "out"], b"");
    assert_eq!(code, 0, "{err}");
    let mine = all(&root.join("out"));
    let first = mine.keys().find(|k| k.ends_with("n.yaml")).unwrap().clone();
    std::fs::remove_dir_all(root.join("out")).unwrap();
    std::fs::create_dir_all(root.join("out").join(&first).parent().unwrap()).unwrap();
    std::fs::write(root.join("out").join(&first), "theirs\n").unwrap();
    let before = all(&root.join("out"));
    let (code, _, err) = meshc(&root, &["build", "p", "-o", "out"], b"");
    assert!(code == 3 && err.contains("E0008"), "{code} {err}");
    assert_eq!(all(&root.join("out")), before);
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_read_or_written_is_told() {
    let root = program("odd-places");
    // Reading the start of a process's memory is an error for everybody.
    let (code, _, err) = meshc(&root, &["check", "/proc/self/mem"], b"");
    assert!(code == 3 && err.contains("E0001"), "{code} {err}");
    // Nobody makes files there.
    let (code, _, err) = meshc(&root, &["build", "p", "-o", "/proc/meshc"], b"");
    assert!(code == 3 && err.contains("E0009"), "{code} {err}");
    // A pipe among the files of a folder is left out; it would never end.
    let pipe = std::process::Command::new("mkfifo").arg(root.join("p/pipe.mesh")).status().unwrap();
    assert!(pipe.success());
    let (code, _, err) = meshc(&root, &["check", "p"], b"");
    assert_eq!(code, 0, "{err}");
}

/// Files may be so short that none can be written whole: as if the disk were full half-way.
#[cfg(target_os = "linux")]
#[test]
fn output_that_ends_half_way_changes_nothing() {
    let root = program("half-way");
    let (code, _, err) = meshc(&root, &["build", "p", "-o", "out"], b"");
    assert_eq!(code, 0, "{err}");
    let before = all(&root.join("out"));
    let more =
        format!("{PROGRAM}namespace m {{ inject }}\nservice m.s {{ image docker.io/a/b:2; port http 80 }}\n");
    std::fs::write(root.join("p/a.mesh"), more.replace("a/b:1", "a/b:3")).unwrap();
    let limited = "trap '' XFSZ; ulimit -f 1; exec \"$0\" build p -o out";
    let mut shell = std::process::Command::new("sh");
    let done = shell.args(["-c", limited, env!("CARGO_BIN_EXE_meshc")]).current_dir(&root).output().unwrap();
    let err = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.code() == Some(3) && err.contains("E0009"), "{:?} {err}", done.status);
    assert_eq!(all(&root.join("out")), before);
}
