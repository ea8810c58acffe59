//! GitHub's workflow commands: `::error file=…,line=…::message`.
//!
//! Escapes as in actions/toolkit `packages/core/src/command.ts`: `%`, CR and LF everywhere, `:` and `,` in
//! properties besides.

use super::excerpt::inline;
use super::footer::paragraphs;
use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// One diagnostic, one line.
pub(super) fn one(sources: &Sources, d: &Diagnostic) -> String {
    let mut properties = Vec::new();
    if let Some(span) = d.primary() {
        let (from, to) = (sources.position(span.file, span.start), sources.position(span.file, span.end));
        properties.push(format!("file={}", property(sources.name(span.file))));
        properties.push(format!("line={}", from.line));
        properties.push(format!("endLine={}", to.line));
        // GitHub takes columns only where both ends stand on one line.
        if from.line == to.line {
            properties.push(format!("col={},endColumn={}", from.column, to.column));
        }
    }
    properties.push(format!("title={}", property(&format!("{} {}", d.code.id, d.code.name))));
    let label = d.labels.iter().find(|l| l.primary && !l.text.is_empty());
    let mut text = d.message.clone();
    if let Some(label) = label {
        text.push_str(&format!("\n{}", label.text));
    }
    for p in paragraphs(sources, d, 200) {
        text.push_str(&format!("\n{}: {}", p.word, p.lines.join("\n")));
    }
    format!("::{} {}::{}\n", d.severity.word(), properties.join(","), data(&text))
}

fn data(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(inline).collect();
    lines.join("\n").replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
