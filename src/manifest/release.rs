//! What is no object: charts that are installed with values, and steps that a person runs.

use serde_json::{Map, Value};
use std::sync::Arc;

/// A chart, installed into one cluster with values.
#[derive(Clone, Debug)]
pub struct Release {
    /// The Helm release's name: `linkerd-control-plane`.
    pub name: Arc<str>,
    /// Where it is installed.
    pub namespace: Arc<str>,
    /// The chart's name in its repository; its folder in a Git repository.
    pub chart: Arc<str>,
    /// The chart's version; the tag of a Git repository.
    pub version: Arc<str>,
    /// The repository's URL; `oci://…` for a registry, `git+https://…` for a Git repository.
    pub repository: Arc<str>,
    /// The repository's name in commands and objects: `linkerd`.
    pub alias: Arc<str>,
    /// The values, nested.
    pub values: Map<String, Value>,
    /// Values that are read from objects at installation, so that no secret is written here.
    pub values_from: Vec<ValueFrom>,
    /// Releases that must be ready before, by name.
    pub depends_on: Vec<Arc<str>>,
    /// The statement that it comes from.
    pub comment: Arc<str>,
    /// The statement's place.
    pub span: crate::source::Span,
}

/// A value that an object holds: a PEM in a Secret or a ConfigMap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueFrom {
    /// `Secret` or `ConfigMap`.
    pub kind: &'static str,
    /// Its namespace.
    pub namespace: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// The key that holds the value.
    pub key: Arc<str>,
    /// The value's path in the chart: `identityTrustAnchorsPEM`.
    pub path: Arc<str>,
}

/// When a step stands among the others: steps are printed by phase, then in the order in which they were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Before anything is applied: tools, checks of the cluster.
    Prepare,
    /// Namespaces and CRDs.
    Foundations,
    /// Roots and issuers, and what must be copied between clusters.
    Trust,
    /// Linkerd.
    Mesh,
    /// The multicluster extension, and its gateway.
    Multicluster,
    /// The edge.
    Edge,
    /// The program's own objects.
    Workloads,
    /// Links and their credentials.
    Links,
    /// What to look at when all is applied.
    Verify,
}

/// What a person runs, and what it is expected to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub phase: Phase,
    /// What it does: an order, lower case.
    pub title: String,
    /// The commands, one a line; empty where something is only to be done.
    pub commands: Vec<String>,
    /// What they are expected to show.
    pub expect: String,
}

/// All of one cluster: objects, releases, steps.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// The objects of the cluster as a whole: of namespaces, of what is installed, of what belongs to no service.
    pub own: super::Part,
    /// The objects of edges and of each namespace's services, a part each: together too large to be copied into one.
    pub units: Vec<super::Part>,
    /// The charts, in the order in which they are installed.
    pub releases: Vec<Release>,
    /// The steps that no manifest can do.
    pub steps: Vec<Step>,
}

impl Output {
    /// All parts that hold objects.
    pub fn parts(&self) -> impl Iterator<Item = &super::Part> {
        std::iter::once(&self.own).chain(&self.units)
    }

    /// All objects, each with the part that holds its body.
    pub fn objects(&self) -> impl Iterator<Item = (&super::Part, &super::Object)> {
        self.parts().flat_map(|part| part.objects().iter().map(move |object| (part, object)))
    }
}
