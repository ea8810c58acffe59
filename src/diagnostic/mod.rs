//! What the compiler has to say: one model for all renderers, and the codes, each declared once.
//!
//! Invariant: only a [`Sink`] makes a [`Reported`], so a value that is `Err(Reported)` was told to the user.

pub mod codes;
mod files;
mod known;
mod levels;
mod suggest;

pub use files::unloadable;
pub use known::{Known, Reported};
pub use levels::{Level, Levels};
pub use suggest::{nearest, or_list};

use crate::source::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// Written, but worth a look.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A kind of diagnostic. Declared once in [`codes`], never renumbered, never used again once retired.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// `E0201`, `W0603`.
    pub id: &'static str,
    /// What it is called in `expect`, `-W`, `-D` and `-A`: it states the bad thing.
    pub name: &'static str,
    /// What it is before the user changes levels.
    pub severity: Severity,
    /// One line, lower case, no full stop.
    pub title: &'static str,
    /// The page that `meshc explain` prints, in Markdown.
    pub page: &'static str,
}

/// A place and what it has to do with the matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What is so there; may be empty for a primary label.
    pub text: String,
    /// Whether this is the place itself, or one that explains it.
    pub primary: bool,
}

/// How sure a fix is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// Certain: `check --fix` applies it.
    MachineApplicable,
    /// Likely what was meant.
    MaybeIncorrect,
    /// Something is left to fill in.
    HasPlaceholders,
}

/// A piece of text in place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// What comes there.
    pub text: String,
}

/// A way to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does: an order, lower case (``write `30s` ``).
    pub title: String,
    /// How sure it is.
    pub applicability: Applicability,
    /// The changes; they do not overlap.
    pub edits: Vec<Edit>,
}

/// One thing that the compiler has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind.
    pub code: &'static Code,
    /// After the user's levels.
    pub severity: Severity,
    /// The problem, in one line.
    pub message: String,
    /// The places; at least one is primary unless it is about no file at all.
    pub labels: Vec<Label>,
    /// Facts, and where they come from.
    pub notes: Vec<String>,
    /// What the user can do.
    pub help: Vec<String>,
    /// Ways to mend it.
    pub fixes: Vec<Fix>,
}

impl Diagnostic {
    /// A diagnostic of this kind at `span`, with the label `label` (which may be empty).
    #[must_use]
    pub fn new(
        code: &'static Code,
        span: Span,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> Self {
        Self::without_place(code, message).label(span, label, true)
    }

    /// A diagnostic that is about no place in a file: an unreadable folder, say.
    #[must_use]
    pub fn without_place(code: &'static Code, message: impl Into<String>) -> Self {
        let (severity, message) = (code.severity, message.into());
        Self { code, severity, message, labels: vec![], notes: vec![], help: vec![], fixes: vec![] }
    }

    fn label(mut self, span: Span, text: impl Into<String>, primary: bool) -> Self {
        self.labels.push(Label { span, text: text.into(), primary });
        self
    }

    /// Adds a place that explains it: ``first declared here``.
    #[must_use]
    pub fn because(self, span: Span, text: impl Into<String>) -> Self {
        self.label(span, text, false)
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    /// Adds what the user can do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help.push(text.into());
        self
    }

    /// Adds a fix of one edit.
    #[must_use]
    pub fn fix(
        mut self,
        title: impl Into<String>,
        how: Applicability,
        span: Span,
        text: impl Into<String>,
    ) -> Self {
        let edits = vec![Edit { span, text: text.into() }];
        self.fixes.push(Fix { title: title.into(), applicability: how, edits });
        self
    }

    /// The place itself: the first primary label.
    #[must_use]
    pub fn primary(&self) -> Option<Span> {
        self.labels.iter().find(|l| l.primary).or(self.labels.first()).map(|l| l.span)
    }
}

/// Collects diagnostics; passes run on after errors.
#[derive(Debug, Default)]
pub struct Sink {
    diagnostics: Vec<Diagnostic>,
}

impl Sink {
    /// Takes a diagnostic. What could not be had because of it is `Err` of what this gives.
    pub fn report(&mut self, diagnostic: Diagnostic) -> Reported {
        self.diagnostics.push(diagnostic);
        Reported::made_by_sink()
    }

    /// The proof for what the parser has reported already: for statements that it marked as holes, and only for
    /// them.
    #[must_use]
    pub fn told_by_parser(&self) -> Reported {
        Reported::made_by_sink()
    }

    /// Takes all that another sink has.
    pub fn append(&mut self, other: Self) {
        self.diagnostics.extend(other.diagnostics);
    }

    /// Keeps only those that `keep` wants.
    pub fn retain(&mut self, keep: impl FnMut(&Diagnostic) -> bool) {
        self.diagnostics.retain(keep);
    }

    /// What was reported so far, in the order of reporting.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// All that was reported: each (code, place, message) once, by file, offset, code.
    #[must_use]
    pub fn finish(mut self) -> Vec<Diagnostic> {
        self.diagnostics.sort_by(|a, b| {
            let key = |d: &Diagnostic| (d.primary().map(|s| (s.file, s.start)), d.code.id);
            key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
        });
        self.diagnostics
            .dedup_by(|b, a| a.code == b.code && a.primary() == b.primary() && a.message == b.message);
        self.diagnostics
    }
}
