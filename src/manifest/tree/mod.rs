//! The body of every object, made or read: a flat pre-order arena, 16 bytes a node.
//!
//! Invariants: a node's `size` counts itself and all below it, so the next sibling of `n` is `n + size`; ids never
//! change, an edit copies the object to the end; text and keys are only added to. Beside the nodes stands a
//! sparse table of origins, sorted by node: a node without an entry has its nearest ancestor's.

mod add;
mod build;
mod edit;
mod path;
mod symbols;
mod view;
mod walk;

pub use edit::EditError;
pub use path::{FieldPath, PathError, Step};
pub use view::{At, ViewError};
pub use walk::{Children, Entries, NodeRef};

use crate::source::Span;
use symbols::Symbols;
pub(super) use symbols::{SLOTS, alike};

/// How deep a tree may be; deeper data is refused, so that walks may recurse.
pub const MAX_DEPTH: u32 = 128;

/// A node of a [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

impl NodeId {
    /// The node of a value that is in no tree.
    pub const NOWHERE: Self = Self(u32::MAX);

    fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `null`
    Null,
    /// `true` or `false`
    Bool,
    /// A whole number of 64 bits with sign.
    Int,
    /// Any other number.
    Float,
    /// A text.
    String,
    /// Keys with values.
    Map,
    /// Values in order.
    Seq,
}

/// 16 bytes. `head`: kind in the upper 8 bits, the key's symbol in the lower 24.
#[derive(Clone, Copy, Debug)]
struct Node {
    head: u32,
    size: u32,
    a: u32,
    b: u32,
}

impl Node {
    fn new(kind: Kind, key: u32, bits: u64) -> Self {
        let (a, b) = ((bits >> 32) as u32, bits as u32);
        Self { head: (kind as u32) << 24 | key, size: 1, a, b }
    }

    fn kind(self) -> Kind {
        match self.head >> 24 {
            1 => Kind::Bool,
            2 => Kind::Int,
            3 => Kind::Float,
            4 => Kind::String,
            5 => Kind::Map,
            6 => Kind::Seq,
            _ => Kind::Null,
        }
    }

    fn key(self) -> u32 {
        self.head & 0xFF_FFFF
    }

    fn with_key(self, key: u32) -> Self {
        Self { head: self.head & 0xFF00_0000 | key, ..self }
    }

    fn bits(self) -> u64 {
        u64::from(self.a) << 32 | u64::from(self.b)
    }
}

/// Why a value cannot be put into a tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreeError {
    /// The problem, in one line.
    pub message: String,
}

/// Objects, each a root, one after the other.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    nodes: Vec<Node>,
    text: String,
    symbols: Symbols,
    roots: Vec<NodeId>,
    origins: Vec<(NodeId, Span)>,
    key_origins: Vec<(NodeId, Span)>,
}

impl Tree {
    /// An empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many nodes it has, those of replaced objects included.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// All roots in the order in which they were added; an edited object stands here twice, old and new.
    #[must_use]
    pub fn roots(&self) -> &[NodeId] {
        &self.roots
    }

    /// The node, to be read. One that is not of this tree reads as `null`.
    #[must_use]
    pub fn get(&self, id: NodeId) -> NodeRef<'_> {
        NodeRef::new(self, id)
    }

    /// Says where a node comes from; what lies below it comes from there too unless it says otherwise.
    pub fn set_origin(&mut self, node: NodeId, span: Span) {
        put(&mut self.origins, node, span);
    }

    /// Says where the key of a map's entry stands; `node` is the entry's value.
    pub fn set_key_origin(&mut self, node: NodeId, span: Span) {
        put(&mut self.key_origins, node, span);
    }

    /// Takes all roots of another tree. Gives what must be added to an id of the other to have it here.
    ///
    /// # Errors
    /// When the tree would pass 4 GiB of text or 2³² nodes.
    pub fn append(&mut self, other: &Self) -> Result<u32, TreeError> {
        let offset = self.next_id()?.0;
        let moved = u32::try_from(self.text.len()).map_err(|_| too_big())?;
        if self.text.len() + other.text.len() > u32::MAX as usize
            || self.nodes.len() + other.nodes.len() >= u32::MAX as usize
        {
            return Err(too_big());
        }
        let symbols = self.symbols.merge(&other.symbols);
        self.text.push_str(&other.text);
        self.nodes.extend(other.nodes.iter().map(|n| {
            let key = symbols.get(n.key() as usize).copied().unwrap_or(0);
            let a = if n.kind() == Kind::String { n.a + moved } else { n.a };
            Node { a, ..n.with_key(key) }
        }));
        let here = |n: &NodeId| NodeId(n.0 + offset);
        self.roots.extend(other.roots.iter().map(here));
        self.origins.extend(other.origins.iter().map(|(n, s)| (here(n), *s)));
        self.key_origins.extend(other.key_origins.iter().map(|(n, s)| (here(n), *s)));
        Ok(offset)
    }

    pub(super) fn next_id(&self) -> Result<NodeId, TreeError> {
        u32::try_from(self.nodes.len()).ok().filter(|&n| n < u32::MAX).map(NodeId).ok_or_else(too_big)
    }

    pub(super) fn push(&mut self, kind: Kind, key: u32, bits: u64) -> Result<NodeId, TreeError> {
        let id = self.next_id()?;
        self.nodes.push(Node::new(kind, key, bits));
        Ok(id)
    }

    pub(super) fn push_text(&mut self, key: u32, text: &str) -> Result<NodeId, TreeError> {
        let start = u32::try_from(self.text.len()).map_err(|_| too_big())?;
        let length = u32::try_from(text.len()).map_err(|_| too_big())?;
        if start.checked_add(length).is_none() {
            return Err(too_big());
        }
        self.text.push_str(text);
        self.push(Kind::String, key, u64::from(start) << 32 | u64::from(length))
    }

    /// Ends a map or sequence: all nodes after it are its own.
    pub(super) fn close(&mut self, node: NodeId) {
        let size = self.nodes.len() - node.index();
        if let Some(n) = self.nodes.get_mut(node.index()) {
            n.size = u32::try_from(size).unwrap_or(u32::MAX);
        }
    }

    pub(super) fn key(&mut self, name: &str) -> Result<u32, TreeError> {
        match self.symbols.intern(name) {
            0 => Err(too_big()),
            symbol => Ok(symbol),
        }
    }

    fn node(&self, id: NodeId) -> Node {
        self.nodes.get(id.index()).copied().unwrap_or(Node { head: 0, size: 1, a: 0, b: 0 })
    }
}

fn too_big() -> TreeError {
    TreeError { message: "more data than a tree can hold".to_owned() }
}

/// Keeps the table sorted; nearly always the entry belongs at the end.
fn put(table: &mut Vec<(NodeId, Span)>, node: NodeId, span: Span) {
    if table.last().is_none_or(|(last, _)| *last < node) {
        table.push((node, span));
        return;
    }
    match table.binary_search_by_key(&node, |(n, _)| *n) {
        Ok(at) => {
            if let Some(entry) = table.get_mut(at) {
                entry.1 = span;
            }
        }
        Err(at) => table.insert(at, (node, span)),
    }
}

#[cfg(test)]
mod tests;
