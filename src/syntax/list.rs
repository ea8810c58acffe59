//! Lists, and what is left of lists without their brackets.

use super::argument::apart;
use super::ast::{Argument, Form};
use super::fold::{Fold, index};
use super::tokens::{Kind, Token};
use crate::diagnostic::Edit;
use crate::source::Span;

/// How many `[` in a list are looked past for its `]`; it bounds how far is looked ahead.
const MOST_NESTED: usize = 8;

impl Fold<'_> {
    /// Reads `[…]`.
    pub(super) fn list(&mut self, open: Token) {
        let from = self.at;
        let (end, closed) = self.list_end(from);
        let place = self.out.args.len();
        let text = self.words.get("");
        self.out.args.push(Argument { form: Form::List(0), span: self.span(open), text });
        self.at = from + 1;
        let (mut comma, mut missing) = (true, Vec::new());
        let mut poisoned = false;
        while self.at < end {
            let Some(token) = self.token(self.at) else { break };
            comma = self.member(token, comma, &mut missing);
            poisoned |= token.kind == Kind::Unended
                || self.token(self.at - 1).is_some_and(|t| t.kind == Kind::Unended);
        }
        if let Some(first) = missing.first().cloned() {
            if !self.bad {
                let next = self.list_word(first.span);
                self.report.missing_comma(first.span, next, missing);
            }
            self.bad = true;
        }
        let last = self.token(self.at.saturating_sub(1)).map_or(open, |t| t);
        let mut span = self.span(open).to(self.span(last));
        match self.token(self.at).filter(|_| closed) {
            Some(close) => {
                span = span.to(self.span(close));
                self.at += 1;
                self.after_list(close);
            }
            None => {
                if !self.bad && !poisoned {
                    self.report.unended_list(self.span(open), span.after());
                }
                self.bad = true;
            }
        }
        let members = index(self.out.args.len().saturating_sub(place + 1));
        if let Some(list) = self.out.args.get_mut(place) {
            list.form = Form::List(members);
            list.span = span;
        }
    }

    /// Reads a member or a comma; `comma`: one stood before. Gives whether one stands before what follows.
    fn member(&mut self, token: Token, comma: bool, missing: &mut Vec<Edit>) -> bool {
        let span = self.span(token);
        if token.kind == Kind::Comma {
            if comma {
                if !self.bad {
                    self.report.invalid_member(span, "a member is missing before this `,`", true);
                }
                self.bad = true;
            }
            self.at += 1;
            return true;
        }
        if !comma && !matches!(token.kind, Kind::TouchingComment | Kind::TightComment | Kind::ListClose) {
            let before = self.token(self.at - 1).map_or(span.before(), |t| self.span(t).after());
            missing.push(Edit { span: before, text: ",".into() });
        }
        if matches!(token.kind, Kind::ListOpen | Kind::ListClose) {
            if !self.bad {
                self.report.invalid_member(span, "a list stands in a list", false);
            }
            self.bad = true;
            self.at += 1;
            return token.kind == Kind::ListOpen;
        }
        let place = self.out.args.len();
        match self.touching(self.at, true) {
            Some(end) => self.run(end),
            None => self.argument(token),
        }
        let form = self.out.args.get(place).map(|a| a.form);
        if let Some(what) = match form {
            Some(Form::Arrow) => Some("`->` stands in a list"),
            Some(Form::Text) => Some("a text stands in a list"),
            _ => None,
        } {
            if !self.bad {
                self.report.invalid_member(span, what, false);
            }
            self.bad = true;
            self.out.args.truncate(place);
        }
        matches!(token.kind, Kind::TouchingComment | Kind::TightComment) && comma
    }

    /// The word after a place where a comma is missing.
    fn list_word(&self, at: Span) -> Span {
        let n = self.tokens.partition_point(|t| t.start < at.end);
        self.token(n).map_or(at, |t| self.span(t))
    }

    /// Where the list that `from` opens ends: at its `]`, or where it must have ended.
    fn list_end(&self, from: usize) -> (usize, bool) {
        let (mut depth, mut nested) = (1_usize, 0);
        let mut at = from + 1;
        while let Some(token) = self.token(at) {
            let before = self.token(at - 1).map(|t| t.kind);
            match token.kind {
                _ if token.semicolon => break,
                Kind::ListOpen
                    if nested < MOST_NESTED
                        && !token.line
                        && matches!(before, Some(Kind::Comma | Kind::ListOpen)) =>
                {
                    (depth, nested) = (depth + 1, nested + 1);
                }
                Kind::ListClose if depth == 1 => return (at, true),
                Kind::ListClose => depth -= 1,
                Kind::Open | Kind::Close | Kind::ListOpen if !self.touched(at) => break,
                _ => {}
            }
            at += 1;
        }
        let mut end = from + 1;
        while end < at {
            let (Some(token), before) = (self.token(end), self.token(end - 1).map(|t| t.kind)) else { break };
            if token.line {
                let goes_on = matches!(before, Some(Kind::Comma | Kind::ListOpen));
                let next = self.token(end + 1).filter(|t| !t.line);
                if !goes_on || next.is_some_and(|t| t.kind != Kind::Comma) {
                    break;
                }
            }
            end += 1;
        }
        (end, false)
    }

    /// Whether a brace is part of a run of touching tokens: `[/items/{id}]`.
    fn touched(&self, at: usize) -> bool {
        let (Some(token), Some(before)) = (self.token(at), at.checked_sub(1).and_then(|n| self.token(n)))
        else {
            return false;
        };
        let touches = before.end == token.start && before.kind != Kind::Comma;
        touches
            && !token.line
            && matches!(token.kind, Kind::Open | Kind::Close)
            && self.token(at + 1).is_some_and(|t| t.start == token.end)
    }

    /// What follows a `]` stands apart.
    fn after_list(&mut self, close: Token) {
        let Some(next) = self.token(self.at) else { return };
        if next.start == close.end && apart(close.kind, next.kind) {
            if !self.bad {
                let next = self.span(next);
                self.report.touching_brace(self.span(close), next, self.slice(next));
            }
            self.bad = true;
        }
    }

    /// Where commas stand between what reads as statements (`kubernetes 1.33, linkerd 2.20`); none where they
    /// part other things than single values. `None`: single values.
    fn pairs(&self, from: usize) -> Option<Vec<Span>> {
        let (mut commas, mut parts, mut at) = (vec![], vec![vec![]], from);
        while let Some(token) = self.token(at).filter(|_| at == from || !self.ends(at)) {
            match token.kind {
                Kind::Comma => {
                    commas.push(self.span(token));
                    parts.push(vec![]);
                }
                Kind::Word | Kind::String => parts.last_mut()?.push(self.slice(self.span(token))),
                _ => break,
            }
            at += 1;
        }
        let parts: Vec<_> = parts.into_iter().skip(1).filter(|p| !p.is_empty()).collect();
        if parts.iter().all(|p| p.len() == 1) {
            return None;
        }
        let number = |t: &str| t.starts_with(|c: char| c.is_ascii_digit());
        // what stands before the first comma: a head and its number
        let before = |n: usize| from.checked_sub(n).and_then(|n| self.token(n));
        let value = before(1).is_some_and(|t| number(self.slice(self.span(t))));
        let head = from.checked_sub(2).is_some_and(|n| n == 0 || self.ends(n));
        let one = value && (head || before(3).is_some_and(|t| matches!(t.kind, Kind::Open | Kind::Close)));
        let like = |p: &Vec<&str>| matches!(p.as_slice(), [head, n] if !number(head) && number(n));
        Some(if one && parts.iter().all(like) { commas } else { vec![] })
    }

    /// A `,` or `]` outside a list. Where a `]` ends it, all before it is taken as members.
    pub(super) fn brackets_missing(&mut self) {
        if self.bad {
            self.at += 1;
            return;
        }
        let from = self.at;
        let mut at = from;
        let close = loop {
            let Some(token) = self.token(at) else { break None };
            let before = at.checked_sub(1).and_then(|n| self.token(n)).map(|t| t.kind);
            match token.kind {
                _ if at > from && token.semicolon => break None,
                Kind::ListClose => break Some(token),
                Kind::Word | Kind::String | Kind::Comma => {}
                _ => break None,
            }
            if at > from && token.line && before != Some(Kind::Comma) {
                break None;
            }
            at += 1;
        };
        let member =
            self.out.args.last().filter(|a| matches!(a.form, Form::Word | Form::String)).map(|a| a.span);
        let Some(first) = self.token(from).map(|t| self.span(t)) else { return };
        if let Some(close) = close {
            self.report.list_unopened(self.span(close), member);
            self.at = at + 1;
        } else {
            let mut end = from;
            let pairs = self.pairs(from);
            while !self.ends(end + 1)
                && self
                    .token(end + 1)
                    .is_some_and(|t| matches!(t.kind, Kind::Word | Kind::String | Kind::Comma))
            {
                end += 1;
            }
            let last = self.token(end).map(|t| self.span(t)).filter(|_| end > from);
            self.report.comma_outside(first, member, last, pairs.as_deref());
            self.at += 1;
        }
        self.bad = true;
    }
}
