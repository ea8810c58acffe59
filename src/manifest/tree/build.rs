//! What only the reader of YAML needs: building node by node, at the end of the arena.

use super::{Node, NodeId, Tree, TreeError};
use crate::source::Span;

impl Tree {
    /// Ends an object that was built node by node.
    pub(in crate::manifest) fn add_root(&mut self, node: NodeId) {
        self.roots.push(node);
    }

    /// The symbol of a node's key; 0 where it has none.
    pub(in crate::manifest) fn symbol(&self, node: NodeId) -> u32 {
        self.node(node).key()
    }

    /// A copy of a node and all below it, at the end and under another key. Origins are not copied.
    pub(in crate::manifest) fn copy(&mut self, node: NodeId, key: u32) -> Result<NodeId, TreeError> {
        let (id, size) = (self.next_id()?, self.node(node).size as usize);
        if self.nodes.len() + size >= u32::MAX as usize {
            return Err(super::too_big());
        }
        self.nodes.extend_from_within(node.index()..node.index() + size);
        if let Some(first) = self.nodes.get_mut(id.index()) {
            *first = first.with_key(key);
        }
        Ok(id)
    }

    /// Takes a node and all below it out; the nodes after it move down. Only inside what is not closed yet. Gives how many went.
    pub(in crate::manifest) fn cut(&mut self, node: NodeId) -> u32 {
        let size = self.node(node).size;
        let end = node.0.saturating_add(size);
        self.nodes.drain(node.index()..(end as usize).min(self.nodes.len()));
        for table in [&mut self.origins, &mut self.key_origins] {
            let from = table.partition_point(|(n, _)| *n < node);
            let tail: Vec<(NodeId, Span)> = table.split_off(from);
            table.extend(tail.into_iter().filter(|(n, _)| n.0 >= end).map(|(n, s)| (NodeId(n.0 - size), s)));
        }
        size
    }

    /// Forgets all nodes from this one on.
    pub(in crate::manifest) fn truncate(&mut self, node: NodeId) {
        self.nodes.truncate(node.index());
        for table in [&mut self.origins, &mut self.key_origins] {
            table.truncate(table.partition_point(|(n, _)| *n < node));
        }
    }

    /// How many maps and lists lie in each other below a node, itself included.
    pub(in crate::manifest) fn height(&self, node: NodeId) -> usize {
        let (mut open, mut most): (Vec<u32>, usize) = (vec![], 0);
        let end = node.0.saturating_add(self.node(node).size);
        for id in node.0..end {
            while open.last().is_some_and(|&e| e <= id) {
                open.pop();
            }
            let Node { size, .. } = self.node(NodeId(id));
            open.push(id.saturating_add(size));
            most = most.max(open.len());
        }
        most
    }
}
