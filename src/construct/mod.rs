//! The construct table, and what stands on it: reading statements into [`Block`]s of typed [`Item`]s, and
//! laying blocks of several layers over each other ([`merge`]).
//!
//! Invariant: an `Item` fits the pattern of its row, and each value its type.

mod arguments;
mod docs;
mod heads;
mod item;
mod lets;
pub(crate) mod merge;
mod nested;
mod pattern;
mod read;
mod repair;
mod row;
mod rows;
mod table;
#[cfg(test)]
mod tests;
mod twice;

pub use docs::reference;
pub use item::{Arg, Block, Item, Layer, Slot};
pub use lets::{Lets, Piece, pieces};
pub use merge::{merge, without_layers};
pub use read::{Mode, read_block};
pub use row::{Head, Merge, Row, State};
pub use rows::{NEEDS, Need};
pub use table::{ContextId, Table};
