//! Setting and removing fields. An edit copies the object to the end of the arena and mends the sizes of the
//! ancestors only; the old object stays where it is, so ids never change.

use super::path::{FieldPath, Step};
use super::{Kind, NodeId, NodeRef, Tree, TreeError};
use crate::source::Span;
use serde::Serialize;

/// Why a path cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditError {
    /// Nothing is there: the step of this index, from 0, names no field or element.
    Missing(usize),
    /// The value before this step is no map, or no list, as the step asks.
    WrongKind(usize),
    /// Several elements match this step.
    Ambiguous(usize),
    /// The value cannot be put into a tree.
    Value(TreeError),
}

/// Where a path leads: down to `parent` all is there.
struct Found {
    /// From the object to the last node that exists and stays.
    ancestors: Vec<NodeId>,
    /// The node that goes, if there is one.
    old: Option<NodeId>,
    /// The steps to make, the first of which is the key (or element) of the new node in the last ancestor.
    rest: usize,
}

impl Tree {
    /// A copy of the object in which the field has a value; missing maps on the way are made. The new nodes come from `why`.
    ///
    /// # Errors
    /// See [`EditError`]; the tree is then as before.
    pub fn set<T: Serialize + ?Sized>(
        &mut self,
        object: NodeId,
        path: &FieldPath,
        value: &T,
        why: Span,
    ) -> Result<NodeId, EditError> {
        let found = self.follow(object, path)?;
        let before = self.nodes.len();
        let (first, inner) =
            path.steps.get(found.rest..).and_then(<[_]>::split_first).ok_or(EditError::Missing(0))?;
        let built = self.build_at(first, inner, value).inspect_err(|_| self.nodes.truncate(before));
        built.map_err(EditError::Value)?;
        let new = self.nodes.split_off(before);
        self.splice(object, &found, new, Some(why)).map_err(EditError::Value)
    }

    /// A copy of the object without the field.
    ///
    /// # Errors
    /// See [`EditError`]; the tree is then as before.
    pub fn remove(&mut self, object: NodeId, path: &FieldPath) -> Result<NodeId, EditError> {
        let found = self.follow(object, path)?;
        if found.old.is_none() {
            return Err(EditError::Missing(found.rest));
        }
        self.splice(object, &found, vec![], None).map_err(EditError::Value)
    }

    fn follow(&self, object: NodeId, path: &FieldPath) -> Result<Found, EditError> {
        let (mut here, mut ancestors) = (self.get(object), vec![object]);
        for (n, step) in path.steps.iter().enumerate() {
            let want = if matches!(step, Step::Field(_)) { Kind::Map } else { Kind::Seq };
            if here.kind() != want {
                return Err(EditError::WrongKind(n));
            }
            let next = match step {
                Step::Field(name) => here.get(name),
                Step::Append => None,
                Step::Index(at) => Some(here.children().nth(*at).ok_or(EditError::Missing(n))?),
                Step::Element { key, value } => Some(element(here, key, value, n)?),
            };
            let last = n + 1 == path.steps.len();
            match next {
                Some(node) if !last && !node.is_null() => {
                    ancestors.push(node.id());
                    here = node;
                }
                next => return Ok(Found { ancestors, old: next.map(NodeRef::id), rest: n }),
            }
        }
        Err(EditError::Missing(0))
    }

    /// The value inside the maps and lists that `inner` asks for, at the end of the arena.
    fn build_at<T: Serialize + ?Sized>(
        &mut self,
        first: &Step,
        inner: &[Step],
        value: &T,
    ) -> Result<(), TreeError> {
        let key = match first {
            Step::Field(name) => self.key(name)?,
            _ => 0,
        };
        let Some((next, rest)) = inner.split_first() else {
            return self.build(key, value).map(|_| ());
        };
        let kind = if matches!(next, Step::Field(_)) { Kind::Map } else { Kind::Seq };
        let node = self.push(kind, key, 0)?;
        if let Step::Element { key, value: text } = next {
            // An element asked for by a key has that key.
            if rest.is_empty() {
                return Err(TreeError { message: "the list is not there".to_owned() });
            }
            let map = self.push(Kind::Map, 0, 0)?;
            let symbol = self.key(key)?;
            self.push_text(symbol, text)?;
            if let Some((field, rest)) = rest.split_first() {
                self.build_at(field, rest, value)?;
            }
            self.close(map);
        } else {
            self.build_at(next, rest, value)?;
        }
        self.close(node);
        Ok(())
    }

    fn splice(
        &mut self,
        object: NodeId,
        found: &Found,
        new: Vec<super::Node>,
        why: Option<Span>,
    ) -> Result<NodeId, TreeError> {
        let size = |t: &Self, id: NodeId| t.node(id).size;
        let root = self.next_id()?;
        let end = object.0 + size(self, object);
        let parent = found.ancestors.last().copied().unwrap_or(object);
        // What is taken out is [cut, resume); with nothing to take out, the new comes at the parent's end.
        let (cut, resume) = match found.old {
            Some(old) => (old.0, old.0 + size(self, old)),
            None => (parent.0 + size(self, parent), parent.0 + size(self, parent)),
        };
        let added = u32::try_from(new.len()).map_err(|_| super::too_big())?;
        if u64::from(root.0) + u64::from(end - object.0) + u64::from(added) >= u64::from(u32::MAX) {
            return Err(super::too_big());
        }
        self.nodes.extend_from_within(object.index()..cut as usize);
        let first = NodeId(root.0 + (cut - object.0));
        self.nodes.extend(new);
        self.nodes.extend_from_within(resume as usize..end as usize);
        for ancestor in &found.ancestors {
            let at = (root.0 + (ancestor.0 - object.0)) as usize;
            if let Some(node) = self.nodes.get_mut(at) {
                node.size = (node.size + added) - (resume - cut);
            }
        }
        self.roots.push(root);
        self.copy_origins(object, (cut, resume, end), root, added);
        if let Some(why) = why.filter(|_| added > 0) {
            self.set_origin(first, why);
            self.set_key_origin(first, why);
        }
        Ok(root)
    }

    fn copy_origins(
        &mut self,
        object: NodeId,
        (cut, resume, end): (u32, u32, u32),
        root: NodeId,
        added: u32,
    ) {
        for table in [&mut self.origins, &mut self.key_origins] {
            let from = table.partition_point(|(n, _)| n.0 < object.0);
            let to = table.partition_point(|(n, _)| n.0 < end);
            let copied: Vec<_> = table
                .get(from..to)
                .unwrap_or_default()
                .iter()
                .filter(|(n, _)| !(cut..resume).contains(&n.0))
                .map(|&(n, span)| {
                    let inside = n.0 - object.0;
                    let moved = if n.0 >= resume { inside - (resume - cut) + added } else { inside };
                    (NodeId(root.0 + moved), span)
                })
                .collect();
            table.extend(copied);
        }
    }
}

fn element<'t>(list: NodeRef<'t>, key: &str, value: &str, step: usize) -> Result<NodeRef<'t>, EditError> {
    let is = |n: &NodeRef<'t>| match n.get(key) {
        Some(field) => {
            field.as_str() == Some(value) || field.as_i64().is_some_and(|v| v.to_string() == value)
        }
        None => false,
    };
    let mut found = list.children().filter(is);
    let first = found.next().ok_or(EditError::Missing(step))?;
    if found.next().is_some() { Err(EditError::Ambiguous(step)) } else { Ok(first) }
}
