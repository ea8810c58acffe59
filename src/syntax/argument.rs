//! Tokens into arguments: words, strings, texts, and what touches and should not.

use super::ast::{Argument, Form};
use super::characters::{is_bidi, meant};
use super::fold::Fold;
use super::literal::{self, TextError};
use super::tokens::{Kind, Token};
use crate::diagnostic::Edit;
use crate::source::Span;

/// How many touching tokens are taken together; it bounds how far is looked ahead.
const LONGEST_RUN: usize = 128;

impl Fold<'_> {
    /// Reads one argument (or what stands in the place of one) into the arena; always moves on.
    pub(super) fn argument(&mut self, token: Token) {
        if let Some(end) = self.touching(self.at, false) {
            return self.run(end);
        }
        let span = self.span(token);
        match token.kind {
            Kind::ListOpen => return self.list(token),
            Kind::Comma | Kind::ListClose => return self.brackets_missing(),
            Kind::TouchingComment | Kind::TightComment => {
                if !self.bad {
                    self.report.comment(span, self.slice(span), token.kind == Kind::TouchingComment);
                }
                self.bad = true;
            }
            Kind::Stray => {
                self.strays();
                self.push(Form::Word, span);
            }
            _ => self.plain(token),
        }
        self.at += 1;
    }

    /// A token that is an argument by itself; does not move on.
    pub(super) fn plain(&mut self, token: Token) {
        let span = self.span(token);
        let raw = self.slice(span);
        match token.kind {
            Kind::Word if raw == "->" => self.push(Form::Arrow, span),
            Kind::Word => {
                if raw.contains("->") && !self.bad {
                    self.report.touching_arrow(span, raw);
                    self.bad = true;
                }
                self.push(Form::Word, span);
            }
            Kind::String => {
                let inner = raw.get(1..raw.len().saturating_sub(1)).unwrap_or("");
                if inner.contains('\\') {
                    let (value, bad) = literal::string(raw);
                    if let Some(first) = bad.first() {
                        self.bad = true;
                        let at = self.within(span, first);
                        self.report.invalid_escape(at, self.slice(at), span, inner);
                    }
                    self.push_value(Form::String, span, value.into());
                } else {
                    let value = self.words.get(inner);
                    self.push_value(Form::String, span, value);
                }
            }
            Kind::Text => {
                let (value, error) = literal::text(raw);
                self.bad |= error.is_some();
                match error {
                    None => {}
                    Some(TextError::Closing(range)) => {
                        self.report.text_closing(self.within(span, &range));
                    }
                    Some(TextError::Shallow(range)) => {
                        let close = Span { start: span.end.saturating_sub(3), ..span };
                        self.report.text_indentation(self.within(span, &range), close);
                    }
                }
                self.push_value(Form::Text, span, value.into());
            }
            Kind::Unended => {
                self.unended(token);
                self.push(Form::String, span);
            }
            Kind::Endless | Kind::Headless => {
                let quotes = match token.kind {
                    Kind::Endless => Span { end: span.start + 3, ..span },
                    _ => Span { start: span.end.saturating_sub(3), ..span },
                };
                if !self.bad {
                    self.report.unended_text(quotes, token.kind == Kind::Endless);
                }
                self.bad = true;
                self.push(Form::Text, span);
            }
            _ => {}
        }
    }

    /// The place of a range within a token.
    fn within(&self, span: Span, range: &std::ops::Range<usize>) -> Span {
        let start = span.start as usize;
        Span::new(self.file, start + range.start, start + range.end)
    }

    /// Puts an argument as written into the arena.
    pub(super) fn push(&mut self, form: Form, span: Span) {
        let text = self.words.get(self.slice(span));
        self.push_value(form, span, text);
    }

    fn push_value(&mut self, form: Form, span: Span, text: std::sync::Arc<str>) {
        self.out.args.push(Argument { form, span, text });
    }

    /// Reports a string without an end; what it may have swallowed is not missed.
    pub(super) fn unended(&mut self, token: Token) {
        let span = self.span(token);
        let raw = self.slice(span);
        let seen = Span { end: super::fold::index(span.start as usize + raw.trim_end().len()), ..span };
        if !self.bad {
            self.report.unended_string(seen, self.slice(seen));
        }
        self.bad = true;
        let line = self.line;
        for frame in self.stack.iter_mut().rev().take_while(|f| f.line == line) {
            frame.poisoned = true;
        }
    }

    /// Where the run of touching tokens ends that begins at `from`, if tokens touch there that should not.
    /// Of two tokens of which the second opens a block or list, only the first is the run.
    pub(super) fn touching(&self, from: usize, in_list: bool) -> Option<usize> {
        let (first, second) = (self.token(from)?, self.token(from + 1)?);
        if first.end != second.start || !apart(first.kind, second.kind) {
            return None;
        }
        let mut open: Vec<(Kind, usize)> = Vec::new();
        let mut at = from + 1;
        while let Some(token) = self.token(at).filter(|_| at < from + LONGEST_RUN) {
            let before = self.token(at - 1)?;
            let inserted = open.last().is_some_and(|o| self.inserts(o.1));
            if token.line || token.semicolon || token.start != before.end && !inserted {
                break;
            }
            match token.kind {
                Kind::Open if in_list => break,
                Kind::Open | Kind::ListOpen => open.push((token.kind, at)),
                Kind::Close if open.last().is_some_and(|o| o.0 == Kind::Open) => drop(open.pop()),
                Kind::ListClose if open.last().is_some_and(|o| o.0 == Kind::ListOpen) => drop(open.pop()),
                Kind::Close | Kind::ListClose | Kind::TouchingComment | Kind::TightComment => break,
                Kind::Comma if open.is_empty() => break,
                _ => {}
            }
            at += 1;
        }
        Some(open.first().map_or(at, |o| o.1).min(at))
    }

    /// Whether the `{` of an index belongs to a `$`: `${url shop.cart}` without quotes.
    fn inserts(&self, open: usize) -> bool {
        let before = open.checked_sub(1).and_then(|n| self.token(n));
        let touches = before.zip(self.token(open)).is_some_and(|(b, o)| b.end == o.start);
        touches && before.is_some_and(|b| b.kind == Kind::Word && self.slice(self.span(b)).ends_with('$'))
    }

    /// Reads a run of touching tokens as one argument.
    pub(super) fn run(&mut self, end: usize) {
        let Some(tokens) = self.tokens.get(self.at..end.max(self.at + 1)) else { return };
        let (Some(first), Some(last)) = (tokens.first().copied(), tokens.last().copied()) else { return };
        let span = self.span(first).to(self.span(last));
        if tokens.iter().any(|t| t.kind == Kind::Stray) {
            self.strays();
        }
        if let Some(unended) = tokens.iter().find(|t| t.kind == Kind::Unended) {
            self.unended(*unended);
        } else if let Some(text) = tokens.iter().find(|t| matches!(t.kind, Kind::Endless | Kind::Headless)) {
            self.plain(*text);
            self.out.args.pop();
        } else if let [only] = tokens {
            if !self.bad {
                let next = self.token(self.at + 1).map_or(span, |t| self.span(t));
                self.report.touching_brace(span, next, self.slice(next));
            }
            self.bad = true;
            self.plain(*only);
            self.at += 1;
            return;
        } else if matches!(tokens, [a, b] if a.kind == Kind::String && self.slice(self.span(*b)) == ":") {
            if !self.bad {
                self.colons.push(span);
            }
        } else if !self.bad {
            let spaces = tokens.iter().zip(tokens.iter().skip(1)).filter(|(a, b)| apart(a.kind, b.kind));
            let edits =
                spaces.map(|(_, b)| Edit { span: self.span(*b).before(), text: " ".into() }).collect();
            let braces = tokens.iter().any(|t| matches!(t.kind, Kind::Open | Kind::ListOpen));
            self.report.touching(span, self.slice(span), if braces { Vec::new() } else { edits });
        }
        self.bad = true;
        self.push(Form::Word, span);
        self.at += tokens.len();
    }

    /// Reports, once for a statement's line, the characters on it that may not stand there.
    pub(super) fn strays(&mut self) {
        if self.at < self.strays {
            return;
        }
        let mut end = self.at;
        let (mut edits, mut seen, mut certain) = (Vec::new(), None, true);
        while end == self.at || !self.ends(end) {
            let Some(token) = self.token(end) else { break };
            end += 1;
            if token.kind != Kind::Stray {
                continue;
            }
            for (n, c) in self.slice(self.span(token)).char_indices().filter(|(_, c)| !is_bidi(*c)) {
                let start = token.start as usize + n;
                let span = Span::new(self.file, start, start + c.len_utf8());
                seen = seen.or(Some((span, c)));
                match meant(c).1 {
                    Some(text) => {
                        certain &= matches!(text.as_str(), " " | "->" | "");
                        edits.push(Edit { span, text: self.spaced(span, text) });
                    }
                    None => certain = false,
                }
            }
        }
        self.strays = end;
        if let Some((span, c)) = seen
            && !self.bad
        {
            self.report.invalid_character(span, c, edits, certain);
        }
        self.bad = true;
    }

    /// A replacement, with white space round an arrow that touches something.
    fn spaced(&self, span: Span, text: String) -> String {
        if text != "->" {
            return text;
        }
        let blank = |b: Option<&u8>| b.is_none_or(u8::is_ascii_whitespace);
        let bytes = self.text.as_bytes();
        let before = blank((span.start as usize).checked_sub(1).and_then(|n| bytes.get(n)));
        let after = blank(bytes.get(span.end as usize));
        format!("{}->{}", if before { "" } else { " " }, if after { "" } else { " " })
    }
}

/// Whether white space must stand between two tokens.
pub(super) fn apart(a: Kind, b: Kind) -> bool {
    !matches!(a, Kind::Open | Kind::ListOpen | Kind::Comma)
        && !matches!(
            b,
            Kind::Close | Kind::ListClose | Kind::Comma | Kind::TouchingComment | Kind::TightComment
        )
}
