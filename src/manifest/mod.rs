//! Objects on their way to a cluster, made or read: a tree, where each node comes from, and what reads, checks,
//! edits and writes it.
//!
//! Invariant: the fields of an [`Object`] are what its tree says; only [`Part`] makes and edits them.

pub mod index;
pub mod read;
mod release;
pub mod schema;
pub mod tree;
pub mod write;

pub use release::{Output, Phase, Release, Step, ValueFrom};

use crate::source::Span;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use tree::{EditError, FieldPath, NodeId, NodeRef, Tree, TreeError};

/// One Kubernetes object of a [`Part`].
#[derive(Clone, Debug)]
pub struct Object {
    /// Its root in the part's tree.
    pub root: NodeId,
    /// `apps/v1`; empty where the object has none.
    pub api_version: Arc<str>,
    /// `Deployment`; empty where the object has none.
    pub kind: Arc<str>,
    /// Its namespace, where it says one.
    pub namespace: Option<Arc<str>>,
    /// `metadata.name`; empty where the object has none.
    pub name: Arc<str>,
    /// The line written above it: `shop/cart.mesh: service shop.cart`.
    pub comment: Arc<str>,
    /// Whether it stands for something that is installed otherwise: it counts for what will happen, and is not written.
    pub installed: bool,
}

/// What one unit was lowered to, or one file of YAML holds.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// The bodies of all objects.
    pub tree: Tree,
    objects: Vec<Object>,
    recent: Vec<Arc<str>>,
    failures: Vec<(Span, TreeError)>,
}

impl Part {
    /// An empty part.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The objects, in the order in which they were pushed.
    #[must_use]
    pub fn objects(&self) -> &[Object] {
        &self.objects
    }

    /// The body of an object.
    #[must_use]
    pub fn body(&self, object: &Object) -> NodeRef<'_> {
        self.tree.get(object.root)
    }

    /// Adds an object. `comment` is the line above it, `span` the statement it comes from. A value that cannot be put into a tree
    /// is in [`Part::failures`], which is a fault of the compiler.
    pub fn push<T: Serialize + ?Sized>(&mut self, value: &T, comment: &str, span: Span) -> NodeId {
        match self.tree.add(value) {
            Ok(root) => {
                self.tree.set_origin(root, span);
                self.adopt(root, comment);
                root
            }
            Err(why) => {
                self.failures.push((span, why));
                NodeId::NOWHERE
            }
        }
    }

    /// As [`Part::push`], for an object that is there already and is not written.
    pub fn push_installed<T: Serialize + ?Sized>(&mut self, value: &T, comment: &str, span: Span) -> NodeId {
        let root = self.push(value, comment, span);
        if let Some(object) = self.objects.last_mut().filter(|o| o.root == root) {
            object.installed = true;
        }
        root
    }

    /// Marks the object of this index as one that is there already and is not written.
    pub fn install(&mut self, object: usize) {
        if let Some(object) = self.objects.get_mut(object) {
            object.installed = true;
        }
    }

    /// What [`Part::push`] could not take.
    #[must_use]
    pub fn failures(&self) -> &[(Span, TreeError)] {
        &self.failures
    }

    /// Makes an object of a root of the tree.
    pub fn adopt(&mut self, root: NodeId, comment: &str) {
        let comment = self.shared(comment);
        let blank: Arc<str> = self.shared("");
        let mut object = Object {
            root,
            api_version: Arc::clone(&blank),
            kind: Arc::clone(&blank),
            namespace: None,
            name: blank,
            comment,
            installed: false,
        };
        self.identify(&mut object);
        self.objects.push(object);
    }

    /// Takes all objects of another part, after its own.
    ///
    /// # Errors
    /// When there is more data than a tree can hold.
    pub fn append(&mut self, other: &Self) -> Result<(), TreeError> {
        let offset = self.tree.append(&other.tree)?;
        let moved = |o: &Object| Object { root: NodeId(o.root.0 + offset), ..o.clone() };
        self.objects.extend(other.objects.iter().map(moved));
        self.failures.extend(other.failures.iter().cloned());
        Ok(())
    }

    /// Sets a field of the object of this index; missing maps on the way are made. `why` is the statement that asks for it.
    ///
    /// # Errors
    /// Where the path cannot be followed; nothing is changed then.
    pub fn set<T: Serialize + ?Sized>(
        &mut self,
        object: usize,
        path: &FieldPath,
        value: &T,
        why: Span,
    ) -> Result<(), EditError> {
        let root = self.objects.get(object).ok_or(EditError::Missing(0))?.root;
        let root = self.tree.set(root, path, value, why)?;
        self.replace(object, root);
        Ok(())
    }

    /// Removes a field of the object of this index.
    ///
    /// # Errors
    /// Where there is no such field; nothing is changed then.
    pub fn remove(&mut self, object: usize, path: &FieldPath) -> Result<(), EditError> {
        let root = self.objects.get(object).ok_or(EditError::Missing(0))?.root;
        let root = self.tree.remove(root, path)?;
        self.replace(object, root);
        Ok(())
    }

    fn replace(&mut self, index: usize, root: NodeId) {
        if let Some(mut object) = self.objects.get(index).cloned() {
            object.root = root;
            self.identify(&mut object);
            if let Some(place) = self.objects.get_mut(index) {
                *place = object;
            }
        }
    }

    fn identify(&mut self, object: &mut Object) {
        let (tree, recent) = (&self.tree, &mut self.recent);
        let body = tree.get(object.root);
        let mut text = |keys: &[&str]| body.str_at(keys).map(|t| shared(recent, t));
        object.api_version = text(&["apiVersion"]).unwrap_or_default();
        object.kind = text(&["kind"]).unwrap_or_default();
        object.namespace = text(&["metadata", "namespace"]);
        object.name = text(&["metadata", "name"]).unwrap_or_default();
    }

    fn shared(&mut self, text: &str) -> Arc<str> {
        shared(&mut self.recent, text)
    }
}

/// A text that neighbouring objects share, which is nearly always one of the last: no more are kept.
fn shared(recent: &mut Vec<Arc<str>>, text: &str) -> Arc<str> {
    if recent.is_empty() {
        recent.resize(tree::SLOTS, Arc::from(""));
    }
    let Some(place) = recent.get_mut(tree::alike(text)) else { return Arc::from(text) };
    if **place != *text {
        *place = Arc::from(text);
    }
    Arc::clone(place)
}

/// All parts of an estate, by the name of the cluster; equal units share a part.
#[derive(Clone, Debug, Default)]
pub struct Manifests {
    /// Cluster name → its parts, in order.
    pub clusters: BTreeMap<Arc<str>, Vec<Arc<Part>>>,
}

impl Manifests {
    /// Nothing at all.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a part to a cluster.
    pub fn push(&mut self, cluster: &str, part: Arc<Part>) {
        match self.clusters.get_mut(cluster) {
            Some(parts) => parts.push(part),
            None => {
                self.clusters.insert(Arc::from(cluster), vec![part]);
            }
        }
    }

    /// Cluster, part and object of all objects, in order.
    pub fn objects(&self) -> impl Iterator<Item = (&str, &Part, &Object)> {
        self.clusters.iter().flat_map(|(cluster, parts)| {
            parts.iter().flat_map(move |p| p.objects().iter().map(move |o| (&**cluster, &**p, o)))
        })
    }
}
