//! Which brace is missing, told by indentation. Used only where braces do not balance.

use super::ast::Block;
use super::fold::{Fold, Frame};
use super::tokens::{Kind, Token, line_column};

impl Fold<'_> {
    /// At the first token of a line: a line no deeper than an open block ends it; one deeper than the statement above
    /// lacks the `{` there; a `}` closes the block whose line begins in its column.
    pub(super) fn hint(&mut self, token: Token) {
        let column = line_column(self.text, token.start as usize);
        if token.kind == Kind::Close {
            let Some(own) = self.stack.iter().rposition(|f| f.column == column) else { return };
            while self.stack.len() > own + 1 {
                let Some(frame) = self.stack.pop() else { break };
                self.unclosed(frame, Some(token));
            }
            return;
        }
        while let Some(frame) = self.stack.pop_if(|f| f.column >= column) {
            self.unclosed(frame, Some(token));
        }
        let Some(last) = self.last.filter(|l| l.depth == self.stack.len() && l.first && l.column < column)
        else {
            return;
        };
        if matches!(token.kind, Kind::Open | Kind::Comma | Kind::ListOpen | Kind::ListClose)
            || self.stack.len() >= super::fold::DEEPEST
        {
            return;
        }
        let Some(node) = self.out.statements.get_mut(last.node) else { return };
        let (end, hole) = (node.span.after(), node.hole);
        node.block = Some(Block { open: end, close: end });
        node.hole = true;
        if !hole {
            let head = self.out.statements.get(last.node).map_or("", |n| self.slice(n.head.span));
            let next = self.span(token);
            self.report.missing_opening_brace(end, head, next);
        }
        self.stack.push(Frame { node: last.node, line: last.line, column: last.column, poisoned: false });
    }

    /// A `}`.
    pub(super) fn close(&mut self, token: Token) {
        let span = self.span(token);
        let fits = match self.stack.last() {
            None => false,
            Some(_) if !self.hints => true,
            Some(top) if token.line => {
                top.column == line_column(self.text, token.start as usize) && top.line != self.at
            }
            Some(top) => top.line == self.line,
        };
        self.at += 1;
        match if fits { self.stack.pop() } else { None } {
            Some(frame) => self.pop(frame, span),
            None => {
                if !self.quiet && (!self.bad || token.line) {
                    self.report.stray_closing_brace(span);
                }
                self.hole_last();
                self.quiet = true;
            }
        }
        self.after_block();
    }

    /// What stands before a stray `}` on its line may lack its `{`.
    fn hole_last(&mut self) {
        let last = self.last.filter(|l| l.line == self.line);
        if let Some(node) = last.and_then(|l| self.out.statements.get_mut(l.node)) {
            node.hole = true;
        }
    }

    /// A block that ends without a `}`, before the token `next` or the end of the file.
    pub(super) fn unclosed(&mut self, frame: Frame, next: Option<Token>) {
        let end = self.at.checked_sub(1).and_then(|n| self.token(n)).map(|t| self.span(t).after());
        let node = self.out.statements.get_mut(frame.node);
        let Some((open, head)) = node.and_then(|n| {
            n.hole = true;
            n.block.map(|b| (b.open, n.head.span))
        }) else {
            return;
        };
        self.pop(frame, end.unwrap_or(open.after()));
        if !frame.poisoned && open.start != open.end {
            let head = self.slice(head);
            let next = next.map(|t| self.span(t));
            self.report.unclosed_block(open, head, next, end);
        }
    }
}
