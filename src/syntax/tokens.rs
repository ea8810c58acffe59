//! Text into tokens. pest's rules and pairs are seen here only.
//!
//! Invariants: tokens are in the order of the text, do not overlap, and hold no white space but inside strings, texts and
//! comments. Comments are beside the tokens, unless they are wrong: then they are tokens too, so that the fold reports them.

use pest::{Parser, Token as Mark};

/// The rules of `grammar/mesh.pest`.
#[derive(pest_derive::Parser)]
#[grammar = "grammar/mesh.pest"]
struct Mesh;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Open,
    Close,
    ListOpen,
    ListClose,
    Comma,
    String,
    Text,
    /// A `"` that nothing ends: to the end of the line.
    Unended,
    /// A `"""` that nothing ends: up to where the indentation says that it ends.
    Endless,
    /// Lines of a text whose opening quotes are missing, with the closing ones.
    Headless,
    /// Characters that may not stand here.
    Stray,
    /// A comment that touches what is before it.
    TouchingComment,
    /// A comment after code whose `#` has no space after it.
    TightComment,
}

/// A token; offsets in bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// A line end (or the start of the file) stands before it.
    pub(super) line: bool,
    /// A `;` stands before it.
    pub(super) semicolon: bool,
    pub(super) start: u32,
    pub(super) end: u32,
}

/// Neighbouring `##` lines.
#[derive(Clone, Copy, Debug)]
pub(super) struct Docs {
    /// Comments `first..=last`.
    pub(super) first: usize,
    pub(super) last: usize,
    /// The token that follows.
    pub(super) token: usize,
    /// An empty line, or nothing, follows.
    pub(super) apart: bool,
}

/// A file's tokens.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub(super) all: Vec<Token>,
    /// Start and end of each comment.
    pub(super) comments: Vec<(u32, u32)>,
    pub(super) docs: Vec<Docs>,
    /// The grammar was not matched: only a limit of the whole process on pest can do that.
    pub(super) failed: bool,
}

/// How often the rest of a file may be read again after an unended text.
const RESTARTS: usize = 8;

/// All tokens of a text.
pub(super) fn read(text: &str) -> Tokens {
    let mut reader = Reader {
        text,
        out: Tokens::default(),
        end: 0,
        pending: Pending { line: true, semicolon: false },
        open: false,
    };
    let (mut from, mut restarts) = (0, 0);
    while let Some(rest) = text.get(from..) {
        let Ok(pairs) = Mesh::parse(Rule::file, rest) else {
            reader.out.failed = true;
            break;
        };
        let mut cut = None;
        let mut start = 0;
        for mark in pairs.tokens() {
            match mark {
                Mark::Start { pos, .. } => start = from + pos.pos(),
                Mark::End { rule: Rule::EOI | Rule::file, .. } => {}
                Mark::End { rule, pos } => {
                    cut = reader.take(rule, start, from + pos.pos(), restarts < RESTARTS);
                    if cut.is_some() {
                        break;
                    }
                }
            }
        }
        match cut {
            Some(at) => (from, restarts) = (at, restarts + 1),
            None => break,
        }
    }
    reader.gap(text.len());
    if reader.open
        && let Some(docs) = reader.out.docs.last_mut()
    {
        docs.apart = true;
    }
    reader.out
}

/// What stood in the gap before the next token.
#[derive(Clone, Copy, Debug)]
struct Pending {
    line: bool,
    semicolon: bool,
}

struct Reader<'a> {
    text: &'a str,
    out: Tokens,
    /// Where the last token or comment ended.
    end: usize,
    pending: Pending,
    /// The last docs may still belong to the next token.
    open: bool,
}

impl Reader<'_> {
    /// Reads the gap before `start`; gives the number of line ends in it.
    fn gap(&mut self, start: usize) -> usize {
        let mut lines = 0;
        for byte in self.text.as_bytes().get(self.end..start).unwrap_or(&[]) {
            match byte {
                b'\n' => lines += 1,
                b';' => self.pending.semicolon = true,
                _ => {}
            }
        }
        self.pending.line |= lines > 0;
        if lines > 1 && self.open {
            self.open = false;
            if let Some(docs) = self.out.docs.last_mut() {
                docs.apart = true;
            }
        }
        lines
    }

    /// Takes a match of the grammar; gives where to read on if the match was too long.
    fn take(&mut self, rule: Rule, start: usize, end: usize, may_cut: bool) -> Option<usize> {
        let lines = self.gap(start);
        let byte = self.text.as_bytes().get(start).copied().unwrap_or(0);
        let kind = match rule {
            Rule::comment => {
                self.comment(start, end, lines);
                return None;
            }
            Rule::word | Rule::insertion => {
                if let Some(last) = self.out.all.last_mut()
                    && last.kind == Kind::Word
                    && last.end as usize == start
                {
                    last.end = offset(end);
                    self.end = end;
                    return None;
                }
                Kind::Word
            }
            Rule::punct => match byte {
                b'{' => Kind::Open,
                b'}' => Kind::Close,
                b'[' => Kind::ListOpen,
                b']' => Kind::ListClose,
                _ => Kind::Comma,
            },
            Rule::string => Kind::String,
            Rule::text | Rule::endless => return self.text(rule == Rule::text, start, end, may_cut),
            Rule::unended => Kind::Unended,
            _ => Kind::Stray,
        };
        self.push(kind, start, end);
        None
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        let Pending { line, semicolon } = self.pending;
        self.out.all.push(Token { kind, line, semicolon, start: offset(start), end: offset(end) });
        self.pending = Pending { line: false, semicolon: false };
        self.end = end;
        self.open = false;
    }

    fn comment(&mut self, start: usize, end: usize, lines: usize) {
        let body = self.text.get(start..end).unwrap_or("");
        let trimmed = body.trim_end_matches('\r');
        let end = start + trimmed.len();
        self.out.comments.push((offset(start), offset(end)));
        let token = self.out.all.len();
        if self.pending.line {
            if trimmed.starts_with("##") && !trimmed.starts_with("###") {
                let index = self.out.comments.len() - 1;
                match self.out.docs.last_mut() {
                    Some(docs) if self.open && lines < 2 && docs.last + 1 == index => docs.last = index,
                    _ => self.out.docs.push(Docs { first: index, last: index, token, apart: false }),
                }
                self.open = true;
            }
        } else {
            let rest = trimmed.trim_start_matches('#');
            let bad = if self.end == start {
                Some(Kind::TouchingComment)
            } else if rest.starts_with([' ', '\t']) || rest.is_empty() {
                None
            } else {
                Some(Kind::TightComment)
            };
            if let Some(kind) = bad {
                self.push(kind, start, end);
            }
        }
        self.end = end;
    }

    /// A text: whole, or cut where the indentation says that it must have ended.
    fn text(&mut self, ended: bool, start: usize, end: usize, may_cut: bool) -> Option<usize> {
        let body = self.text.get(start..end).unwrap_or("");
        if ended && (!body.contains('\n') || closes_first(body)) || !may_cut {
            self.push(if ended { Kind::Text } else { Kind::Endless }, start, end);
            return None;
        }
        let line = line_start(self.text, start);
        if !ended && self.text.get(line..start).is_some_and(|s| s.trim().is_empty()) {
            return Some(self.headless(line, start));
        }
        let indent = column(self.text, line);
        let mut at = start;
        for (n, row) in body.split_inclusive('\n').enumerate() {
            let shallow = n > 0 && !row.trim().is_empty() && row.len() - row.trim_start().len() <= indent;
            if shallow {
                self.push(Kind::Endless, start, at.saturating_sub(1).max(start + 3));
                return Some(at.saturating_sub(1).max(start + 3));
            }
            at += row.len();
        }
        self.push(if ended { Kind::Text } else { Kind::Endless }, start, end);
        None
    }

    /// Closing quotes that were not opened: the lines above that are as deep were meant as the text.
    fn headless(&mut self, line: usize, start: usize) -> usize {
        let end = start + 3;
        let indent = start - line;
        let mut top = line;
        while top > 0 {
            let above = line_start(self.text, top - 1);
            let row = self.text.get(above..top).unwrap_or("");
            if !row.trim().is_empty() && row.len() - row.trim_start().len() < indent {
                break;
            }
            top = above;
        }
        let keep = self.out.all.partition_point(|t| (t.start as usize) < top);
        self.out.all.truncate(keep);
        self.out.comments.retain(|c| (c.0 as usize) < top);
        let comments = self.out.comments.len();
        self.out.docs.retain(|d| d.last < comments);
        self.pending = Pending { line: false, semicolon: false };
        self.push(Kind::Headless, top, end);
        end
    }
}

fn offset(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Whether the closing quotes of a text are the first of their line.
fn closes_first(body: &str) -> bool {
    body.rsplit_once('\n').is_some_and(|(_, last)| last.trim_start().len() == 3)
}

/// Where the line of a byte begins.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|s| s.rfind('\n')).map_or(0, |n| n + 1)
}

/// How deep a line is indented, in bytes; `line` is its start.
pub(super) fn column(text: &str, line: usize) -> usize {
    let rest = text.as_bytes().get(line..).unwrap_or(&[]);
    rest.iter().take_while(|b| matches!(b, b' ' | b'\t')).count()
}

/// How deep the line of a byte is indented.
pub(super) fn line_column(text: &str, at: usize) -> usize {
    column(text, line_start(text, at))
}
