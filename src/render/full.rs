//! The full form, drawn by miette over the excerpt.

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceSpan,
};

use super::Options;
use super::excerpt::{Excerpt, inline};
use super::footer::paragraphs;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;

/// Lines shown before and after a label's.
const CONTEXT: usize = 1;

/// One diagnostic, an empty line after it.
pub(super) fn one(sources: &Sources, d: &Diagnostic, options: &Options) -> String {
    let cut = if options.unicode { "…" } else { "..." };
    let shown = View {
        excerpt: Excerpt::new(sources, d, CONTEXT, options.width, cut),
        names: sources,
        code: format!("{}[{}]", d.severity.word(), d.code.id),
        message: inline(&d.message),
        severity: d.severity,
    };
    let theme = match (options.unicode, options.color) {
        (true, true) => GraphicalTheme::unicode(),
        (true, false) => GraphicalTheme::unicode_nocolor(),
        (false, true) => GraphicalTheme::ascii(),
        (false, false) => GraphicalTheme::none(),
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(options.width)
        .with_links(false)
        .with_context_lines(CONTEXT)
        .without_syntax_highlighting();
    let mut out = String::new();
    if handler.render_report(&mut out, &shown).is_err() {
        out = format!("{}\n", shown.message);
    }
    for p in paragraphs(sources, d, options.width - 8) {
        for (n, line) in p.lines.iter().enumerate() {
            match (n, options.color) {
                (0, true) => out.push_str(&format!("  \u{1b}[36m{}:\u{1b}[0m ", p.word)),
                (0, false) => out.push_str(&format!("  {}: ", p.word)),
                _ => out.push_str("        "),
            }
            out.push_str(line);
            out.push('\n');
        }
    }
    let lines: Vec<&str> = out.lines().map(str::trim_end).collect();
    lines.join("\n") + "\n\n"
}

/// A diagnostic as miette wants it.
#[derive(Debug)]
struct View<'a> {
    excerpt: Excerpt,
    names: &'a Sources,
    code: String,
    message: String,
    severity: Severity,
}

impl std::fmt::Display for View<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for View<'_> {}

impl miette::Diagnostic for View<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        Some(Box::new(&self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        (!self.excerpt.labels.is_empty()).then_some(self as &dyn miette::SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.excerpt.labels.iter().map(|l| {
            let text = (!l.text.is_empty()).then(|| l.text.clone());
            let span = SourceSpan::from((l.start, l.end - l.start));
            if l.primary {
                LabeledSpan::new_primary_with_span(text, span)
            } else {
                LabeledSpan::new_with_span(text, span)
            }
        })))
    }
}

impl miette::SourceCode for View<'_> {
    /// The lines round a span; an error for a span that reaches over what is not shown, so that miette draws
    /// its ends apart.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn miette::SpanContents<'a> + 'a>, MietteError> {
        let shown = &self.excerpt;
        let (start, end) = (span.offset(), span.offset() + span.len());
        let (mut first, mut last) = (shown.line_at(start), shown.line_at(end.max(start + 1) - 1));
        if (first..=last).any(|n| shown.number(n).is_none()) {
            return Err(MietteError::OutOfBounds);
        }
        for _ in 0..before {
            first -= usize::from(first > 0 && shown.number(first - 1).is_some());
        }
        for _ in 0..after {
            last += usize::from(shown.number(last + 1).is_some());
        }
        let range = |n| shown.line_range(n).ok_or(MietteError::OutOfBounds);
        let whole = if before + after == 0 { start..end } else { range(first)?.start..range(last)?.end };
        let column = if before + after == 0 { shown.column(start) - 1 } else { 0 };
        let data = shown.text.get(whole.clone()).ok_or(MietteError::OutOfBounds)?.as_bytes();
        let name = shown.file(first).map_or("?", |f| self.names.name(f));
        Ok(Box::new(MietteSpanContents::new_named(
            inline(name),
            data,
            SourceSpan::from((whole.start, whole.len())),
            shown.number(first).unwrap_or(0),
            column,
            last - first + 1,
        )))
    }
}
