//! A row of the construct table.

use crate::value::Type;

/// A statement that the language has: one row of the table, a Rust static.
#[derive(Debug)]
pub struct Row {
    /// The context in which it stands: `container`, `edge-route`.
    pub context: &'static str,
    /// Its keyword, or the type of the datum that its head is.
    pub head: Head,
    /// Whether a complete block of its context must have it.
    pub required: bool,
    /// The arguments in the notation of language §3; empty for none.
    pub pattern: &'static str,
    /// The context of its block; `*` is the context of the statement itself; `None`: it takes no block.
    pub block: Option<&'static str>,
    /// Whether the block may be left out.
    pub block_optional: bool,
    /// How layers meet.
    pub merge: Merge,
    /// The first platform that has it (`linkerd 2.12`), or the last (`emissary ..3.10`); empty for all.
    pub need: &'static str,
    /// What it becomes, short.
    pub lowers: &'static str,
    /// Its sentence.
    pub doc: &'static str,
    /// One use of it; it fits the pattern (a test).
    pub example: &'static str,
    /// Whether this version lowers it.
    pub state: State,
}

/// What stands first in a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// A keyword.
    Word(&'static str),
    /// A datum of the user's: a key, a path.
    Data(Type),
}

/// How layers merge statements of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// The nearer wins; a second in one block is an error.
    One,
    /// Same key (all arguments of these types; for a datum's head, the head): fields merge; else added.
    By(&'static [Type]),
    /// A set; the key is all arguments, for `route`, `redirect` and `tcp` those before `->` with their `when`s.
    All,
}

/// Whether a row is lowered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is.
    Lowered,
    /// Using it is an error that says so.
    NotYet,
}

impl Row {
    /// The keyword; for a datum's row `<TYPE>`'s name.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self.head {
            Head::Word(word) => word,
            Head::Data(kind) => kind.name(),
        }
    }
}
