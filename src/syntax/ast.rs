//! Statements with spans, in one pre-order arena per file: a statement stands before those of its block.

use crate::source::{FileId, Span};

/// A parsed file.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// Pre-order: the block of statement `n` is the statements `n + 1 .. n + 1 + size`.
    pub statements: Vec<Node>,
    /// The arguments of all statements, and the members of all lists, in the order of the text.
    pub args: Vec<Argument>,
    /// Comments, docs among them, by offset.
    pub comments: Vec<Span>,
    /// The file's own doc (`##` lines at the top, before an empty line), without the marks.
    pub doc: Option<String>,
}

/// A statement in the arena.
#[derive(Clone, Debug)]
pub struct Node {
    /// The keyword, or a datum's key; empty for a block without one (a hole).
    pub head: Argument,
    /// Its arguments: a range of [`File::args`]; members of a list stand after it and are skipped by [`Args`].
    pub args: std::ops::Range<u32>,
    /// How many statements its block holds, all levels counted.
    pub size: u32,
    /// The braces, where it has a block.
    pub block: Option<Block>,
    /// The `##` lines above it, marks and one space taken off, joined by line feeds.
    pub doc: Option<String>,
    /// From the head to the last argument (not the block).
    pub span: Span,
    /// A syntax error was reported inside it: nothing is required of it, nothing is said of its arguments.
    pub hole: bool,
}

/// Where a block's braces stand.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    /// The `{`.
    pub open: Span,
    /// The `}`; empty where it was missing.
    pub close: Span,
}

/// How an argument was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A bare word.
    Word,
    /// `->`.
    Arrow,
    /// `"…"`; escapes are resolved in the value, but `$${` and `${…}` stand as written.
    String,
    /// `"""…"""`: verbatim, indentation taken off.
    Text,
    /// `[…]`, of so many members, which follow it.
    List(u32),
}

/// A head, an argument or a member of a list.
#[derive(Clone, Debug)]
pub struct Argument {
    /// How it was written.
    pub form: Form,
    /// Where, quotes and brackets included.
    pub span: Span,
    /// The value: the word, or the string without quotes and escapes; empty for a list.
    pub text: std::sync::Arc<str>,
}

/// A statement, seen from the outside.
#[derive(Clone, Copy, Debug)]
pub struct Statement<'a> {
    file: &'a File,
    index: usize,
    node: &'a Node,
}

impl File {
    /// The statements of the top level, in order.
    #[must_use]
    pub fn top(&self) -> Statements<'_> {
        Statements { file: self, next: 0, end: self.statements.len() }
    }
}

/// Neighbouring statements of one block.
#[derive(Clone, Debug)]
pub struct Statements<'a> {
    file: &'a File,
    next: usize,
    end: usize,
}

impl<'a> Iterator for Statements<'a> {
    type Item = Statement<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.end {
            return None;
        }
        let node = self.file.statements.get(self.next)?;
        let out = Statement { file: self.file, index: self.next, node };
        self.next += 1 + node.size as usize;
        Some(out)
    }
}

impl<'a> Statement<'a> {
    /// The statement's node.
    #[must_use]
    pub fn node(&self) -> &'a Node {
        self.node
    }

    /// Its head.
    #[must_use]
    pub fn head(&self) -> &'a Argument {
        &self.node.head
    }

    /// From the head to the last argument.
    #[must_use]
    pub fn span(&self) -> Span {
        self.node.span
    }

    /// Its arguments, lists as one argument each.
    #[must_use]
    pub fn args(&self) -> Args<'a> {
        let range = self.node.args.start as usize..self.node.args.end as usize;
        Args { rest: self.file.args.get(range).unwrap_or(&[]) }
    }

    /// The statements of its block; none where it has no block.
    #[must_use]
    pub fn block(&self) -> Statements<'a> {
        let next = self.index + 1;
        Statements { file: self.file, next, end: next + self.node.size as usize }
    }
}

/// The arguments of a statement.
#[derive(Clone, Debug)]
pub struct Args<'a> {
    rest: &'a [Argument],
}

impl<'a> Iterator for Args<'a> {
    type Item = (&'a Argument, &'a [Argument]);

    /// An argument, and, where it is a list, its members.
    fn next(&mut self) -> Option<Self::Item> {
        let (first, rest) = self.rest.split_first()?;
        let members = match first.form {
            Form::List(n) => rest.get(..n as usize).unwrap_or(rest),
            _ => &[],
        };
        self.rest = rest.get(members.len()..).unwrap_or(&[]);
        Some((first, members))
    }
}

/// An empty span at the start of a file, for what concerns the file as a whole.
#[must_use]
pub fn start_of(file: FileId) -> Span {
    Span::new(file, 0, 0)
}
