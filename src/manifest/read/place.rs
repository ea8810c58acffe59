//! Characters, by which the parser counts, to bytes.

use crate::source::{FileId, Span};
use saphyr_parser::Marker;

/// A byte offset is kept for each character whose number divides by this.
const STEP: usize = 64;

/// Where the characters of a text begin.
pub(super) struct Places<'s> {
    file: FileId,
    text: &'s str,
    /// Empty where the text is ASCII.
    known: Vec<usize>,
}

impl<'s> Places<'s> {
    pub(super) fn new(file: FileId, text: &'s str) -> Self {
        let known = if text.is_ascii() {
            vec![]
        } else {
            text.char_indices().step_by(STEP).map(|(at, _)| at).collect()
        };
        Self { file, text, known }
    }

    fn byte(&self, character: usize) -> usize {
        if self.known.is_empty() {
            return character.min(self.text.len());
        }
        let start = self.known.get(character / STEP).copied().unwrap_or(self.text.len());
        let rest = self.text.get(start..).unwrap_or("");
        rest.char_indices().nth(character % STEP).map_or(self.text.len(), |(at, _)| start + at)
    }

    /// The span between two marks, without the blanks and line ends at its end.
    pub(super) fn span(&self, start: &Marker, end: &Marker) -> Span {
        let start = self.byte(start.index());
        let end = self.byte(end.index()).max(start);
        let text = self.text.get(start..end).unwrap_or("");
        Span::new(self.file, start, start + text.trim_end().len())
    }

    /// The character at a mark, or the empty place at the end.
    pub(super) fn point(&self, mark: &Marker) -> Span {
        let start = self.byte(mark.index());
        let width = self.text.get(start..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
        Span::new(self.file, start, start + width)
    }
}
