//! Walking a tree.

use super::path::push_field;
use super::{Kind, NodeId, Tree};
use crate::source::Span;
use std::fmt::Write;

/// A node of a tree, to be read.
#[derive(Clone, Copy, Debug)]
pub struct NodeRef<'t> {
    tree: &'t Tree,
    id: NodeId,
}

impl<'t> NodeRef<'t> {
    pub(super) fn new(tree: &'t Tree, id: NodeId) -> Self {
        Self { tree, id }
    }

    /// Its id.
    #[must_use]
    pub fn id(self) -> NodeId {
        self.id
    }

    /// The tree it is of.
    #[must_use]
    pub fn tree(self) -> &'t Tree {
        self.tree
    }

    /// What it is.
    #[must_use]
    pub fn kind(self) -> Kind {
        self.tree.node(self.id).kind()
    }

    /// Whether it is `null`.
    #[must_use]
    pub fn is_null(self) -> bool {
        self.kind() == Kind::Null
    }

    /// Its key, where it is an entry of a map.
    #[must_use]
    pub fn key(self) -> Option<&'t str> {
        Some(self.tree.node(self.id).key()).filter(|&k| k != 0).map(|k| self.tree.symbols.name(k))
    }

    /// The text of a string.
    #[must_use]
    pub fn as_str(self) -> Option<&'t str> {
        let n = self.tree.node(self.id);
        (n.kind() == Kind::String).then_some(())?;
        self.tree.text.get(n.a as usize..n.a as usize + n.b as usize)
    }

    /// The value of a bool.
    #[must_use]
    pub fn as_bool(self) -> Option<bool> {
        let n = self.tree.node(self.id);
        (n.kind() == Kind::Bool).then_some(n.b != 0)
    }

    /// The value of a whole number.
    #[must_use]
    pub fn as_i64(self) -> Option<i64> {
        let n = self.tree.node(self.id);
        (n.kind() == Kind::Int).then_some(n.bits() as i64)
    }

    /// The value of any number.
    #[must_use]
    pub fn as_f64(self) -> Option<f64> {
        let n = self.tree.node(self.id);
        match n.kind() {
            Kind::Int => Some(n.bits() as i64 as f64),
            Kind::Float => Some(f64::from_bits(n.bits())),
            _ => None,
        }
    }

    /// The value of a map's key.
    #[must_use]
    pub fn get(self, key: &str) -> Option<NodeRef<'t>> {
        let symbol = self.tree.symbols.find(key)?;
        (self.kind() == Kind::Map).then_some(())?;
        self.children().find(|c| self.tree.node(c.id).key() == symbol)
    }

    /// The value at the end of some keys.
    #[must_use]
    pub fn at(self, keys: &[&str]) -> Option<NodeRef<'t>> {
        keys.iter().try_fold(self, |n, key| n.get(key))
    }

    /// The text at the end of some keys.
    #[must_use]
    pub fn str_at(self, keys: &[&str]) -> Option<&'t str> {
        self.at(keys)?.as_str()
    }

    /// The values of a map or sequence, in order; none of a scalar.
    #[must_use]
    pub fn children(self) -> Children<'t> {
        let end = self.id.0.saturating_add(self.tree.node(self.id).size);
        Children { tree: self.tree, next: self.id.0.saturating_add(1), end }
    }

    /// Keys and values of a map, in order.
    #[must_use]
    pub fn entries(self) -> Entries<'t> {
        Entries(self.children())
    }

    /// How many nodes it has, itself included.
    #[must_use]
    pub fn size(self) -> u32 {
        self.tree.node(self.id).size
    }

    /// Whether `other` is this node or lies below it.
    #[must_use]
    pub fn holds(self, other: NodeId) -> bool {
        (self.id.0..self.id.0.saturating_add(self.size())).contains(&other.0)
    }

    /// The root above it.
    #[must_use]
    pub fn root(self) -> NodeRef<'t> {
        let after = self.tree.roots.partition_point(|r| r.0 <= self.id.0);
        let root = after.checked_sub(1).and_then(|n| self.tree.roots.get(n));
        root.map(|&r| Self::new(self.tree, r)).filter(|r| r.holds(self.id)).unwrap_or(self)
    }

    /// From the root down to this node, both included.
    fn way(self) -> Vec<NodeRef<'t>> {
        let mut way = vec![self.root()];
        while let Some(last) = way.last().filter(|n| n.id != self.id) {
            let Some(next) = last.children().find(|c| c.holds(self.id)) else { break };
            way.push(next);
        }
        way
    }

    /// Where it stands in its object: `spec.containers[0].image`; empty for the object itself.
    #[must_use]
    pub fn path(self) -> String {
        let mut path = String::new();
        for pair in self.way().windows(2) {
            let [above, below] = pair else { continue };
            if let Some(key) = below.key() {
                push_field(&mut path, key);
            } else {
                let index = above.children().take_while(|c| c.id != below.id).count();
                // Writing to a String cannot fail.
                let _ = write!(path, "[{index}]");
            }
        }
        path
    }

    /// Where it comes from: its own origin, or that of its nearest ancestor that has one.
    #[must_use]
    pub fn origin(self) -> Option<Span> {
        let own = find(&self.tree.origins, self.id);
        own.or_else(|| self.way().iter().rev().skip(1).find_map(|n| find(&self.tree.origins, n.id)))
    }

    /// Where its key stands, or else where it comes from.
    #[must_use]
    pub fn key_origin(self) -> Option<Span> {
        find(&self.tree.key_origins, self.id).or_else(|| self.origin())
    }
}

fn find(table: &[(NodeId, Span)], node: NodeId) -> Option<Span> {
    let at = table.binary_search_by_key(&node, |(n, _)| *n).ok()?;
    table.get(at).map(|(_, span)| *span)
}

/// See [`NodeRef::children`].
#[derive(Clone, Debug)]
pub struct Children<'t> {
    tree: &'t Tree,
    next: u32,
    end: u32,
}

impl<'t> Iterator for Children<'t> {
    type Item = NodeRef<'t>;

    fn next(&mut self) -> Option<NodeRef<'t>> {
        (self.next < self.end).then_some(())?;
        let id = NodeId(self.next);
        self.next = self.next.saturating_add(self.tree.node(id).size.max(1));
        Some(NodeRef::new(self.tree, id))
    }
}

/// See [`NodeRef::entries`].
#[derive(Clone, Debug)]
pub struct Entries<'t>(Children<'t>);

impl<'t> Iterator for Entries<'t> {
    type Item = (&'t str, NodeRef<'t>);

    fn next(&mut self) -> Option<Self::Item> {
        self.0.find_map(|n| n.key().map(|key| (key, n)))
    }
}
