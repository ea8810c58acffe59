//! Diagnostics to text: one model, six forms. The full form is drawn by miette, classic and short ones by
//! codespan-reporting; JSON, SARIF and GitHub's annotations are written here. No form decides anything but looks.
//!
//! Invariant: what reaches a terminal holds no control characters but line feeds and, with colour, ANSI styles.

mod classic;
mod excerpt;
mod footer;
mod full;
mod github;
mod json;
mod sarif;
mod summary;

use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// The forms a diagnostic is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Boxes round the source, for people at a terminal.
    Full,
    /// As rustc does; in ASCII for logs.
    Classic,
    /// One line each, `file:line:column: error[E0203]: message`, for editors' error lists.
    Short,
    /// One JSON object of version 1.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands, which GitHub shows at the line they are about.
    Github,
}

impl Format {
    /// Whether a program reads it: it is written even when there is nothing to say, and never cut.
    #[must_use]
    pub fn is_data(self) -> bool {
        matches!(self, Self::Json | Self::Sarif)
    }
}

/// How to write diagnostics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The form.
    pub format: Format,
    /// Whether ANSI styles may be used.
    pub color: bool,
    /// Whether boxes may be drawn with more than ASCII.
    pub unicode: bool,
    /// The width to keep to, in columns.
    pub width: usize,
    /// How many diagnostics are written, errors first, before the rest is only counted; 0 for all.
    pub error_limit: usize,
}

impl Options {
    /// Plain ASCII at 80 columns: for logs and tests.
    #[must_use]
    pub fn plain(format: Format) -> Self {
        Self { format, color: false, unicode: false, width: 80, error_limit: 100 }
    }
}

/// Writes the diagnostics, which are all that one run has to say, in the order given; ends with a line feed
/// unless it is empty. The forms for people end with a summary.
#[must_use]
pub fn render(sources: &Sources, diagnostics: &[Diagnostic], options: &Options) -> String {
    let options = &Options { width: options.width.clamp(40, 400), ..*options };
    match options.format {
        Format::Json => return json::all(sources, diagnostics),
        Format::Sarif => return sarif::all(sources, diagnostics),
        Format::Full | Format::Classic | Format::Short | Format::Github => {}
    }
    let shown = summary::within_limit(diagnostics, options.error_limit);
    let mut out = String::new();
    for &d in &shown {
        match options.format {
            Format::Full => out.push_str(&full::one(sources, d, options)),
            Format::Classic => out.push_str(&classic::one(sources, d, options)),
            Format::Short => out.push_str(&classic::short(sources, d, options)),
            _ => out.push_str(&github::one(sources, d)),
        }
    }
    out.push_str(&summary::end(diagnostics, shown.len(), options));
    out
}
