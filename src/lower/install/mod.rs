//! A cluster but for its services and edges' objects: trust, releases of charts, links, and the steps that no
//! manifest can do.
//!
//! Secrets are only ever named: no key and no kubeconfig is written (language §5, «Clusters and links»).

mod charts;
mod linkerd;
mod links;
mod multicluster;
mod proxy;
mod steps;
mod trust;
mod values;

pub(super) use charts::Charts;
pub(super) use values::Values;

use super::Cx;
use crate::api::{Metadata, Object};
use crate::diagnostic::Sink;
use crate::manifest::{Output, ValueFrom};
use crate::topology::{Cluster, Inject, Topology};
use std::collections::BTreeMap;

/// All of that, for one cluster.
pub fn cluster(cx: Cx<'_>, output: &mut Output, sink: &mut Sink) {
    if cx.cluster.platform.linkerd.is_some() {
        trust::objects(cx, output);
        linkerd::releases(cx, output, sink);
        multicluster::releases(cx, output, sink);
        links::objects(cx, output);
    }
    let mut edges = super::edge::releases(cx, sink);
    // Pods that start before the injector have no proxy.
    for release in &mut edges {
        let meshed = cx.cluster.edges.values().any(|e| e.name == release.name && e.inject != Inject::Off);
        release.depends_on.extend(linkerd::main_release(cx).filter(|_| meshed).map(Into::into));
    }
    output.releases.extend(edges);
    steps::steps(cx, output);
}

/// The values of a cluster's control plane that are read from objects when it is installed.
#[must_use]
pub fn read_values(topology: &Topology, cluster: &Cluster) -> Vec<ValueFrom> {
    trust::identity(Cx { topology, cluster }).values_from
}

/// The namespace of the CNI plugin, where it is ours to make.
pub(in crate::lower) fn cni_namespace(cx: Cx<'_>) -> Option<&'static str> {
    linkerd::cni_namespace(cx)
}

/// An object with the labels that all of ours have.
fn object<S>(
    cx: Cx<'_>,
    api_version: &'static str,
    kind: &'static str,
    name: &str,
    ns: &str,
    statement: &str,
    spec: S,
) -> Object<S> {
    let mut labels: BTreeMap<String, String> =
        cx.cluster.labels.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
    labels.insert("app.kubernetes.io/managed-by".to_owned(), "meshc".to_owned());
    labels.insert("app.kubernetes.io/name".to_owned(), statement.to_owned());
    let annotations = cx.cluster.annotations.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
    let metadata = Metadata { name: name.to_owned(), namespace: ns.to_owned(), labels, annotations };
    Object { api_version, kind, metadata, spec }
}

/// The object with the delivery tool's mark that it is never pruned.
fn marks<S>(cx: Cx<'_>, mut object: Object<S>) -> Object<S> {
    super::kubernetes::never_pruned(cx, &mut object.metadata.annotations);
    object
}
