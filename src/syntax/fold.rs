//! Tokens into statements, with an explicit stack of blocks.
//!
//! Invariants: each token is consumed once; a statement has at most one error of its form; statements are in pre-order.
//! Indentation means something only where braces do not balance (`hints`).

use super::ast::{Argument, Block, File, Form, Node};
use super::report::Reporter;
use super::tokens::{Docs, Kind, Token, Tokens};
use super::words::Words;
use crate::source::{FileId, Span};

/// How deep blocks may be nested.
pub(super) const DEEPEST: usize = 64;

/// A block that is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) node: usize,
    /// The line on which its statement begins: the index of that line's first token.
    pub(super) line: usize,
    /// How deep that line is indented.
    pub(super) column: usize,
    /// Its `}` may have been swallowed: a string without an end stands on its line, or a block too deep in it.
    pub(super) poisoned: bool,
}

/// The last statement that was read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Last {
    pub(super) node: usize,
    pub(super) depth: usize,
    pub(super) line: usize,
    pub(super) column: usize,
    /// It is the first of its line.
    pub(super) first: bool,
}

/// The fold's state.
pub(super) struct Fold<'a> {
    pub(super) text: &'a str,
    pub(super) file: FileId,
    pub(super) tokens: &'a [Token],
    comments: &'a [(u32, u32)],
    docs: std::iter::Peekable<std::slice::Iter<'a, Docs>>,
    /// The next token.
    pub(super) at: usize,
    pub(super) out: File,
    pub(super) stack: Vec<Frame>,
    pub(super) report: Reporter<'a>,
    pub(super) words: Words,
    pub(super) hints: bool,
    /// The first token of the current line.
    pub(super) line: usize,
    pub(super) last: Option<Last>,
    /// An error of the current statement was reported.
    pub(super) bad: bool,
    /// What follows on the line was reported already.
    pub(super) quiet: bool,
    /// Strays before this token were reported.
    pub(super) strays: usize,
    /// The `:` after heads and the `-` before them.
    pub(super) colons: Vec<Span>,
    pub(super) dashes: Vec<Span>,
}

impl<'a> Fold<'a> {
    /// A fold at the start of a file.
    pub(super) fn new(text: &'a str, tokens: &'a Tokens, report: Reporter<'a>) -> Self {
        Self {
            text,
            file: report.file,
            tokens: &tokens.all,
            comments: &tokens.comments,
            docs: tokens.docs.iter().peekable(),
            at: 0,
            out: File::default(),
            stack: Vec::new(),
            report,
            words: Words::default(),
            hints: !balanced(&tokens.all),
            line: 0,
            last: None,
            bad: false,
            quiet: false,
            strays: 0,
            colons: Vec::new(),
            dashes: Vec::new(),
        }
    }

    /// Reads the whole file.
    pub(super) fn finish(mut self) -> File {
        self.out.comments =
            self.comments.iter().map(|c| Span { file: self.file, start: c.0, end: c.1 }).collect();
        while let Some(token) = self.token(self.at) {
            if token.line {
                self.line = self.at;
                self.quiet = false;
                if self.hints {
                    self.hint(token);
                }
            }
            if token.semicolon {
                self.quiet = false;
            }
            match token.kind {
                Kind::Close => self.close(token),
                _ => self.statement(token),
            }
        }
        while let Some(frame) = self.stack.pop() {
            self.unclosed(frame, None);
        }
        self.doc(None);
        self.report.yaml(&self.colons, &self.dashes, self.text);
        self.out
    }

    /// The token of an index.
    pub(super) fn token(&self, index: usize) -> Option<Token> {
        self.tokens.get(index).copied()
    }

    /// Where a token stands.
    pub(super) fn span(&self, token: Token) -> Span {
        Span { file: self.file, start: token.start, end: token.end }
    }

    /// The text of a span of this file.
    pub(super) fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Whether a statement ends before the token of an index.
    pub(super) fn ends(&self, index: usize) -> bool {
        self.token(index).is_none_or(|t| t.line || t.semicolon || t.kind == Kind::Close)
    }

    /// Hands over the docs before the token `index`: to its statement, the file, or nobody.
    fn doc(&mut self, statement: Option<usize>) -> Option<String> {
        let mut out = None;
        let until = statement.unwrap_or(self.at);
        while let Some(docs) = self.docs.next_if(|d| d.token <= until) {
            let lines = self.comments.get(docs.first..=docs.last).unwrap_or(&[]);
            if statement == Some(docs.token) && !docs.apart {
                out = Some(self.lines(lines));
            } else if docs.token == 0 && docs.apart && self.out.doc.is_none() {
                self.out.doc = Some(self.lines(lines));
            } else if let (Some(first), Some(last)) = (lines.first(), lines.last()) {
                let span = Span { file: self.file, start: first.0, end: last.1 };
                self.report.floating_doc(span);
            }
        }
        out
    }

    /// The text of doc comments.
    fn lines(&self, comments: &[(u32, u32)]) -> String {
        let line = |c: &(u32, u32)| {
            let raw = self.text.get(c.0 as usize..c.1 as usize).unwrap_or("");
            let body = raw.strip_prefix("##").unwrap_or(raw);
            body.strip_prefix(' ').unwrap_or(body).trim_end()
        };
        comments.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// Reads a statement up to its end or the `{` of its block.
    fn statement(&mut self, first: Token) {
        self.bad = self.quiet;
        let doc = self.doc(Some(self.at));
        if first.kind == Kind::Open {
            return self.headless_block(first);
        }
        let (begin, mark) = (self.at, self.out.args.len());
        let headed = matches!(
            first.kind,
            Kind::Word
                | Kind::String
                | Kind::Unended
                | Kind::Stray
                | Kind::TightComment
                | Kind::TouchingComment
        );
        if !headed && matches!(first.kind, Kind::ListOpen | Kind::Text) {
            self.missing_head(first, begin);
        }
        self.argument(first);
        let head = (headed && self.out.args.len() > mark).then(|| self.out.args.remove(mark));
        if head.as_ref().is_some_and(|h| h.form == Form::Arrow) {
            self.missing_head(first, begin);
        }
        let mut open = None;
        while !self.ends(self.at) {
            let Some(token) = self.token(self.at) else { break };
            if token.kind == Kind::Open {
                open = Some(token);
                break;
            }
            self.argument(token);
        }
        let head = head.filter(|h| h.form != Form::Arrow);
        let Some(head) = head.and_then(|h| self.yaml(h, mark)).or_else(|| open.map(|_| self.empty(first)))
        else {
            self.out.args.truncate(mark);
            return;
        };
        let end = self.token(self.at.saturating_sub(1)).map_or(first.end, |t| t.end);
        let span = Span { file: self.file, start: first.start, end };
        let args = index(mark)..index(self.out.args.len());
        let node = self.out.statements.len();
        let hole = self.bad || self.quiet;
        self.out.statements.push(Node { head, args, size: 0, block: None, doc, span, hole });
        self.remember(node, begin == self.line);
        if let Some(open) = open {
            self.open_block(node, open);
        }
    }

    /// Makes a statement the one before what follows.
    fn remember(&mut self, node: usize, first: bool) {
        let start = self.token(self.line).map_or(0, |t| t.start as usize);
        let column = if self.hints { super::tokens::line_column(self.text, start) } else { 0 };
        self.last = Some(Last { node, depth: self.stack.len(), line: self.line, column, first });
    }

    /// Opens the block of a statement; one too many is skipped.
    pub(super) fn open_block(&mut self, node: usize, open: Token) {
        let span = self.span(open);
        self.at += 1;
        let Some(last) = self.last else { return };
        let deep = self.stack.len() >= DEEPEST;
        if let Some(n) = self.out.statements.get_mut(node) {
            n.block = Some(Block { open: span, close: span.after() });
            n.hole |= self.bad || deep;
        }
        if !deep {
            self.stack.push(Frame { node, line: last.line, column: last.column, poisoned: false });
            return;
        }
        self.report.too_deep(span);
        for frame in &mut self.stack {
            frame.poisoned = true;
            if let Some(n) = self.out.statements.get_mut(frame.node) {
                n.hole = true;
            }
        }
        let mut depth = 1_usize;
        while let Some(token) = self.token(self.at) {
            match token.kind {
                Kind::Open => depth += 1,
                Kind::Close => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
        while self.docs.next_if(|d| d.token <= self.at).is_some() {}
        self.after_block();
    }

    /// A block ends; gives its statement's node its size.
    pub(super) fn pop(&mut self, frame: Frame, close: Span) {
        let size = index(self.out.statements.len().saturating_sub(frame.node + 1));
        if let Some(node) = self.out.statements.get_mut(frame.node) {
            node.size = size;
            if let Some(block) = &mut node.block {
                block.close = close;
            }
        }
        self.last = None;
    }

    /// After a `}` the line ends, or `;` or another `}` follows.
    pub(super) fn after_block(&mut self) {
        let Some(next) = self.token(self.at) else { return };
        if self.ends(self.at) || matches!(next.kind, Kind::TightComment | Kind::TouchingComment) {
            return;
        }
        if !self.quiet {
            let before = self.token(self.at - 1).map_or(self.span(next), |t| self.span(t));
            self.report.code_after_block(before, self.span(next), next.kind == Kind::Comma);
        }
        self.quiet = true;
    }

    /// A `{` that begins a statement: of the line above, or of nothing.
    fn headless_block(&mut self, open: Token) {
        let span = self.span(open);
        let above = self.last.filter(|l| l.depth == self.stack.len() && open.line && l.first);
        let end = above.and_then(|l| self.out.statements.get(l.node)).map(|n| n.span.after());
        if !self.bad {
            let join = end.map(|e| Span { end: open.start, ..e });
            let clean = join.is_some_and(|s| self.slice(s).trim().is_empty());
            self.report.misplaced_brace(span, end, join.filter(|_| clean));
        }
        self.bad = true;
        let node = match above {
            Some(last) => last.node,
            None => {
                let head = self.empty(open);
                let node = self.out.statements.len();
                let args = index(self.out.args.len());
                self.out.statements.push(Node {
                    span: head.span,
                    head,
                    args: args..args,
                    size: 0,
                    block: None,
                    doc: None,
                    hole: true,
                });
                self.remember(node, open.line);
                node
            }
        };
        self.open_block(node, open);
    }

    /// The head of what has none.
    fn empty(&mut self, at: Token) -> Argument {
        self.bad = true;
        Argument { form: Form::Word, span: self.span(at).before(), text: self.words.get("") }
    }

    /// Reports that a statement begins with something else than a word.
    fn missing_head(&mut self, first: Token, begin: usize) {
        if !self.bad {
            let before = begin.checked_sub(1).and_then(|n| self.token(n)).filter(|_| first.line);
            let gap = before.map(|t| Span { file: self.file, start: t.end, end: first.start });
            let gap = gap.filter(|g| self.slice(*g).trim().is_empty());
            self.report.missing_head(self.span(first), self.text, gap);
        }
        self.bad = true;
    }

    /// Notes YAML's `key:` and `- item`; the head without them, if one is left.
    fn yaml(&mut self, head: Argument, mark: usize) -> Option<Argument> {
        if head.form != Form::Word {
            return Some(head);
        }
        if &*head.text == "-" && self.out.args.len() > mark {
            if !self.bad {
                self.dashes.push(head.span);
            }
            self.bad = true;
            return None;
        }
        match head.text.strip_suffix(':').filter(|key| !key.is_empty()) {
            Some(key) => {
                if !self.bad {
                    self.colons.push(head.span);
                }
                self.bad = true;
                let text = self.words.get(key);
                Some(Argument { text, ..head })
            }
            None => Some(head),
        }
    }
}

/// A position in an arena; a file of 16 MiB has fewer than 2³² of anything.
pub(super) fn index(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Whether every `{` has its `}`.
fn balanced(tokens: &[Token]) -> bool {
    let mut depth = 0_i64;
    let mut never_below = true;
    for token in tokens {
        depth += match token.kind {
            Kind::Open => 1,
            Kind::Close => -1,
            _ => 0,
        };
        never_below &= depth >= 0;
    }
    never_below && depth == 0
}
