//! What `manifest::schema` does, by example.

use super::*;
use crate::diagnostic::Sink;
use crate::manifest::read::{Mode, read};
use crate::platform::Platform;
use crate::source::FileId;

/// Fault and path of each finding of each snippet.
#[test]
fn verdicts() {
    let mut wrong = vec![];
    let mut count = 0;
    for case in include_str!("cases.txt").split("\n=== [").skip(1) {
        let (head, yaml) = case.split_once('\n').unwrap();
        let (words, want) = head.split_once("] ").unwrap();
        let base = Platform::from_words("kubernetes=1.33,linkerd=2.20,emissary=4.1").unwrap();
        let schemas = Schemas::of(&base.with(&Platform::parse_overrides(words).unwrap()));
        let mut sink = Sink::default();
        let part = read(FileId(0), yaml, "", Mode::Strict, &mut sink);
        assert_eq!(sink.finish(), [], "{yaml}");
        let findings: Vec<Finding> = part.objects().iter().flat_map(|o| check(schemas, &part, o)).collect();
        let found: Vec<String> =
            findings.iter().map(|f| format!("{:?} {}", f.fault, f.path).trim().to_owned()).collect();
        let found = if found.is_empty() { "ok".to_owned() } else { found.join(", ") };
        if found != want {
            wrong.push(format!("{head}\n  found {found}: {:?}", findings.first().map(|f| &f.message)));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn messages_are_one_line_and_say_what_to_do() {
    let yaml = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {port: [], ports: [{port: \"80\"}], type: [1]}\n";
    let mut sink = Sink::default();
    let part = read(FileId(0), yaml, "", Mode::Strict, &mut sink);
    let platform = Platform::from_words("kubernetes=1.33").unwrap();
    let found = check(Schemas::of(&platform), &part, part.objects().first().unwrap());
    let found: Vec<(&str, Option<&str>)> =
        found.iter().map(|f| (f.message.as_str(), f.help.as_deref())).collect();
    assert_eq!(
        found,
        [
            ("`spec.port` is no field of Service", Some("there is `ports`")),
            ("`spec.ports[0].port` takes a whole number, not the text `80`", None),
            ("`spec.type` takes a text, not a list", None),
        ]
    );
}
