//! The JSON form, version 1. An interface: fields are added, never changed.

use serde::Serialize;

use super::summary::count;
use crate::diagnostic::{Applicability, Diagnostic, Severity};
use crate::source::{FileId, Sources};

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    diagnostics: Vec<One<'a>>,
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct One<'a> {
    code: &'a str,
    name: &'a str,
    severity: &'a str,
    message: &'a str,
    labels: Vec<Label<'a>>,
    notes: &'a [String],
    help: &'a [String],
    fixes: Vec<Fix<'a>>,
}

#[derive(Serialize)]
struct Label<'a> {
    file: &'a str,
    start: Place,
    end: Place,
    primary: bool,
    text: &'a str,
}

#[derive(Serialize)]
struct Fix<'a> {
    title: &'a str,
    applicability: &'a str,
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    file: &'a str,
    start: Place,
    end: Place,
    text: &'a str,
}

/// `byte` from 0; `line` and `column` (Unicode scalar values) from 1.
#[derive(Serialize)]
struct Place {
    byte: u32,
    line: u32,
    column: u32,
}

fn place(sources: &Sources, file: FileId, byte: u32) -> Place {
    let at = sources.position(file, byte);
    Place { byte, line: at.line, column: at.column }
}

/// How sure a fix is, as its variant is called.
pub(super) fn applicability(a: Applicability) -> &'static str {
    match a {
        Applicability::MachineApplicable => "MachineApplicable",
        Applicability::MaybeIncorrect => "MaybeIncorrect",
        Applicability::HasPlaceholders => "HasPlaceholders",
    }
}

/// All diagnostics as one object.
pub(super) fn all(sources: &Sources, diagnostics: &[Diagnostic]) -> String {
    let report = Report {
        version: 1,
        diagnostics: diagnostics.iter().map(|d| one(sources, d)).collect(),
        errors: count(diagnostics, Severity::Error),
        warnings: count(diagnostics, Severity::Warning),
    };
    // Strings and numbers alone: writing them to memory cannot fail.
    serde_json::to_string_pretty(&report).unwrap_or_default() + "\n"
}

fn one<'a>(sources: &'a Sources, d: &'a Diagnostic) -> One<'a> {
    let ends = |s: crate::source::Span| (place(sources, s.file, s.start), place(sources, s.file, s.end));
    let labels = d.labels.iter().map(|l| {
        let (start, end) = ends(l.span);
        Label { file: sources.name(l.span.file), start, end, primary: l.primary, text: &l.text }
    });
    let fixes = d.fixes.iter().map(|f| Fix {
        title: &f.title,
        applicability: applicability(f.applicability),
        edits: (f.edits.iter())
            .map(|e| {
                let (start, end) = ends(e.span);
                Edit { file: sources.name(e.span.file), start, end, text: &e.text }
            })
            .collect(),
    });
    One {
        code: d.code.id,
        name: d.code.name,
        severity: d.severity.word(),
        message: &d.message,
        labels: labels.collect(),
        notes: &d.notes,
        help: &d.help,
        fixes: fixes.collect(),
    }
}
