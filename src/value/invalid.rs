//! How the parsers say what is wrong: one line, the user's text in backticks and never longer than is readable.

use super::Invalid;

/// A text in backticks; cut after 64 characters, control characters escaped, so that a message stays one line.
pub(super) fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(80) + 2);
    out.push('`');
    for (n, c) in text.chars().enumerate() {
        if n == 64 {
            out.push('…');
            break;
        }
        if c.is_control() {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out.push('`');
    out
}

/// `text` is not what it should be: `` `text` what``.
#[cold]
pub(super) fn not(text: &str, what: impl std::fmt::Display, help: impl Into<String>) -> Invalid {
    Invalid { message: format!("{} {what}", shown(text)), help: help.into(), instead: None }
}

impl Invalid {
    /// With a text that is meant instead; `certain` where `--fix` may write it.
    #[must_use]
    pub(super) fn instead(mut self, text: impl Into<String>, certain: bool) -> Self {
        self.instead = Some((text.into(), certain));
        self
    }

    /// With a text that is perhaps meant instead.
    #[must_use]
    pub(super) fn maybe(mut self, text: Option<impl Into<String>>) -> Self {
        self.instead = text.map(|t| (t.into(), false));
        self
    }
}
