//! Namespaces: those that are declared, and those of Linkerd and of edges, which no chart makes.
//!
//! Helm leaves the control plane's namespace to who installs it: only `linkerd install` writes its labels
//! (charts/linkerd-control-plane/templates/namespace.yaml @version-2.20). Charts up to 2.11 would make it themselves,
//! and are told not to: Helm wants it before the chart, and so do secrets.

use super::metadata::{Texts, cluster_annotations, labels, meta, never_pruned, said_annotations};
use super::proxy;
use crate::construct::Block;
use crate::lower::{Cx, install};
use crate::manifest::Part;
use crate::platform::Feature;
use crate::source::Span;
use crate::topology::Namespace;
use k8s_openapi::api::core::v1::Namespace as Object;
use std::collections::BTreeMap;

const INJECT: &str = "linkerd.io/inject";
const ENFORCE: &str = "pod-security.kubernetes.io/enforce";
const MULTICLUSTER: &str = "linkerd-multicluster";

/// A declared namespace.
pub(super) fn declared(cx: Cx<'_>, ns: &Namespace, out: &mut Part) {
    let mut all = labels(cx, &ns.name, &ns.block);
    let mut annotations = cluster_annotations(cx);
    well_known(cx, &ns.name, &mut all, &mut annotations);
    if let Some(level) = ns.block.one("pod-security").and_then(|i| i.first_word()) {
        all.insert(ENFORCE.to_owned(), level.to_owned());
    }
    proxy::namespace(cx, &ns.block, ns.inject, &mut annotations);
    said_annotations(&ns.block, &BTreeMap::new(), None, true, &mut annotations);
    never_pruned(cx, &mut annotations);
    let object = Object { metadata: meta(&ns.name, None, all, annotations), ..Object::default() };
    out.push(&object, &ns.decl.comment, ns.decl.span);
}

/// Namespaces that nothing declares: the control plane's, the multicluster extension's and those of edges.
pub(super) fn derived(cx: Cx<'_>, out: &mut Part) {
    let cluster = cx.cluster;
    let mut names: Vec<(&str, &str, Span)> = vec![];
    let decl = &cluster.decl;
    if has_control_plane(cx) {
        names.push((&cluster.linkerd_ns, &decl.comment, decl.span));
    }
    if has_multicluster(cx) {
        names.push((MULTICLUSTER, &decl.comment, decl.span));
    }
    if let Some(ns) = install::cni_namespace(cx) {
        names.push((ns, &decl.comment, decl.span));
    }
    for edge in cluster.edges.values().filter(|e| !e.installed) {
        names.push((&edge.ns, &edge.decl.comment, edge.decl.span));
    }
    names.sort_by_key(|(name, ..)| *name);
    names.dedup_by_key(|(name, ..)| *name);
    for (name, comment, span) in names {
        if cluster.namespaces.contains_key(name) {
            continue;
        }
        let mut all = labels(cx, name, &Block::default());
        let mut annotations = cluster_annotations(cx);
        well_known(cx, name, &mut all, &mut annotations);
        never_pruned(cx, &mut annotations);
        let object = Object { metadata: meta(name, None, all, annotations), ..Object::default() };
        out.push(&object, comment, span);
    }
}

fn has_control_plane(cx: Cx<'_>) -> bool {
    !cx.cluster.linkerd_installed && cx.cluster.platform.linkerd.is_some()
}

fn has_multicluster(cx: Cx<'_>) -> bool {
    let said = cx.cluster.block.one("multicluster");
    let ours = !said.is_some_and(|i| i.has("installed"));
    let linked = said.is_some() || cx.links_out().next().is_some() || cx.links_in().next().is_some();
    ours && linked && cx.cluster.platform.linkerd.is_some()
}

/// What Linkerd's own command would write on its namespaces.
fn well_known(cx: Cx<'_>, name: &str, labels: &mut Texts, annotations: &mut Texts) {
    let cluster = cx.cluster;
    let mut label = |key: &str, value: &str| labels.insert(key.to_owned(), value.to_owned());
    if name == &*cluster.linkerd_ns && has_control_plane(cx) {
        let cni = cluster.block.one("linkerd").and_then(|l| l.inner().switch("cni")) == Some(true);
        label("linkerd.io/is-control-plane", "true");
        label("config.linkerd.io/admission-webhooks", "disabled");
        label("linkerd.io/control-plane-ns", name);
        label(ENFORCE, if cni { "restricted" } else { "privileged" });
        annotations.insert(INJECT.to_owned(), "disabled".to_owned());
    } else if install::cni_namespace(cx) == Some(name) {
        label("linkerd.io/cni-resource", "true");
        label("config.linkerd.io/admission-webhooks", "disabled");
        label(ENFORCE, "privileged");
        annotations.insert(INJECT.to_owned(), "disabled".to_owned());
    } else if name == MULTICLUSTER
        && has_multicluster(cx)
        && cluster.platform.has(Feature::MulticlusterExtension)
    {
        label("linkerd.io/extension", "multicluster");
    }
}
