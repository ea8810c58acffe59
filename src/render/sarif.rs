//! SARIF 2.1.0 (OASIS, 2020), as code scanning reads it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::diagnostic::{Code, Diagnostic, Edit, Severity};
use crate::source::{FileId, Sources, Span};

/// All diagnostics as one log of one run.
pub(super) fn all(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let codes: BTreeMap<&str, &Code> = diagnostics.iter().map(|d| (d.code.id, d.code)).collect();
    let index: BTreeMap<&str, usize> = codes.keys().enumerate().map(|(n, &id)| (id, n)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "meshc",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": codes.values().map(|c| rule(c)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": diagnostics.iter().map(|d| result(sources, d, &index)).collect::<Vec<_>>(),
        }],
    });
    // Keys are strings and numbers finite: writing to memory cannot fail.
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

fn rule(code: &Code) -> Value {
    json!({
        "id": code.id,
        "name": code.name,
        "shortDescription": { "text": code.title },
        "help": { "text": code.page, "markdown": code.page },
        "defaultConfiguration": { "level": code.severity.word() },
    })
}

fn result(sources: &Sources, d: &Diagnostic, index: &BTreeMap<&str, usize>) -> Value {
    let primary =
        d.labels.iter().position(|l| l.primary).or(if d.labels.is_empty() { None } else { Some(0) });
    let mut text = d.message.clone();
    for line in d.notes.iter().map(|n| ("note", n)).chain(d.help.iter().map(|h| ("help", h))) {
        text.push_str(&format!("\n{}: {}", line.0, line.1));
    }
    let mut out = json!({
        "ruleId": d.code.id,
        "ruleIndex": index.get(d.code.id),
        "level": match d.severity { Severity::Error => "error", Severity::Warning => "warning" },
        "message": { "text": text },
        "locations": (d.labels.iter().enumerate())
            .filter(|(n, _)| Some(*n) == primary)
            .map(|(_, l)| location(sources, l.span, &l.text))
            .collect::<Vec<_>>(),
    });
    let related: Vec<Value> = (d.labels.iter().enumerate())
        .filter(|(n, _)| Some(*n) != primary)
        .map(|(_, l)| location(sources, l.span, &l.text))
        .collect();
    let fixes: Vec<Value> = (d.fixes.iter())
        .map(|f| json!({ "description": { "text": f.title }, "artifactChanges": changes(sources, &f.edits) }))
        .collect();
    if let Some(fields) = out.as_object_mut() {
        if !related.is_empty() {
            fields.insert("relatedLocations".to_owned(), related.into());
        }
        if !fixes.is_empty() {
            fields.insert("fixes".to_owned(), fixes.into());
        }
    }
    out
}

fn location(sources: &Sources, span: Span, text: &str) -> Value {
    let mut out = json!({
        "physicalLocation": { "artifactLocation": artifact(sources, span.file), "region": region(sources, span) },
    });
    if let Some(fields) = out.as_object_mut().filter(|_| !text.is_empty()) {
        fields.insert("message".to_owned(), json!({ "text": text }));
    }
    out
}

fn changes(sources: &Sources, edits: &[Edit]) -> Vec<Value> {
    let mut files: BTreeMap<FileId, Vec<Value>> = BTreeMap::new();
    for e in edits {
        let change =
            json!({ "deletedRegion": region(sources, e.span), "insertedContent": { "text": e.text } });
        files.entry(e.span.file).or_default().push(change);
    }
    let change =
        |(file, edits)| json!({ "artifactLocation": artifact(sources, file), "replacements": edits });
    files.into_iter().map(change).collect()
}

fn region(sources: &Sources, span: Span) -> Value {
    let (from, to) = (sources.position(span.file, span.start), sources.position(span.file, span.end));
    json!({
        "startLine": from.line,
        "startColumn": from.column,
        "endLine": to.line,
        "endColumn": to.column,
        "byteOffset": span.start,
        "byteLength": span.end.saturating_sub(span.start),
    })
}

/// A relative path as a URI reference (RFC 3986).
fn artifact(sources: &Sources, file: FileId) -> Value {
    let mut uri = String::new();
    for b in sources.name(file).bytes() {
        match b {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(b))
            }
            b => uri.push_str(&format!("%{b:02X}")),
        }
    }
    json!({ "uri": uri })
}
