//! How many there are: the last lines of the forms for people.

use super::{Format, Options};
use crate::diagnostic::{Diagnostic, Severity};

/// How many of a severity.
pub(super) fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    diagnostics.iter().filter(|d| d.severity == severity).count()
}

/// Those that are written: all, or the first `limit`, errors before warnings; in the order given.
pub(super) fn within_limit(diagnostics: &[Diagnostic], limit: usize) -> Vec<&Diagnostic> {
    if limit == 0 || diagnostics.len() <= limit {
        return diagnostics.iter().collect();
    }
    let errors = count(diagnostics, Severity::Error).min(limit);
    let (mut errors, mut warnings) = (errors, limit - errors);
    let mut out = Vec::with_capacity(limit);
    for d in diagnostics {
        let left = if d.severity == Severity::Error { &mut errors } else { &mut warnings };
        if *left > 0 {
            *left -= 1;
            out.push(d);
        }
    }
    out
}

/// What comes after the diagnostics, of which `shown` were written.
pub(super) fn end(diagnostics: &[Diagnostic], shown: usize, options: &Options) -> String {
    let (errors, warnings) = (count(diagnostics, Severity::Error), count(diagnostics, Severity::Warning));
    if errors + warnings == 0 {
        return String::new();
    }
    let mut out = String::new();
    let hidden = diagnostics.len() - shown;
    if hidden > 0 {
        let dots = if options.unicode { "…" } else { "..." };
        out.push_str(&format!("{dots} and {hidden} more (--error-limit 0 shows all)\n"));
    }
    let counted = match (errors, warnings) {
        (0, w) => plural(w, "warning"),
        (e, 0) => plural(e, "error"),
        (e, w) => format!("{}, {}", plural(e, "error"), plural(w, "warning")),
    };
    let (word, text, color) = match errors {
        0 => ("warning", counted, "33"),
        _ => ("error", format!("could not compile: {counted}"), "31"),
    };
    if options.color {
        out.push_str(&format!("\u{1b}[1;{color}m{word}\u{1b}[0m: {text}\n"));
    } else {
        out.push_str(&format!("{word}: {text}\n"));
    }
    let wants = |d: &&Diagnostic| errors == 0 || d.severity == Severity::Error;
    if let Some(d) = diagnostics.iter().find(wants)
        && matches!(options.format, Format::Full | Format::Classic)
    {
        out.push_str(&format!("run `meshc explain {}` for more\n", d.code.id));
    }
    out
}

fn plural(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}
