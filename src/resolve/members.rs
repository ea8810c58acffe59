//! What each cluster has besides services and edges: secrets, configs, accounts, claims, external hosts; and which
//! namespaces it knows.

use super::clusters::{EVERYWHERE, selected};
use super::declare::{Declaration, Declarations, with_near};
use super::layers::Layers;
use crate::diagnostic::codes::names::E0219;
use crate::diagnostic::{Diagnostic, Sink, nearest, or_list};
use crate::topology::{Cluster, External, Name, Thing, Topology};
use crate::value::Type;
use std::collections::{BTreeMap, BTreeSet};

/// Fills them in.
pub(super) fn members(declared: &Declarations, topology: &mut Topology, sink: &mut Sink) {
    for kind in ["secret", "config", "account", "claim"] {
        for (_, declaration) in declared.of(kind) {
            let (ns, name) = declaration.qname();
            for cluster in homes(declared, declaration, &ns, topology, sink) {
                let block = Layers::new(declared).own(declaration, &cluster, sink);
                let installed =
                    declaration.installed() || kind == "claim" || kind == "secret" && !made(&block);
                let decl = declaration.decl.clone();
                let (ns, name) = (ns.clone(), name.clone());
                let thing = Thing { ns, name, decl, installed, block, addresses: BTreeMap::new() };
                let Some(cluster) = topology.clusters.get_mut(&cluster) else { continue };
                let things = match kind {
                    "secret" => &mut cluster.secrets,
                    "config" => &mut cluster.configs,
                    "account" => &mut cluster.accounts,
                    _ => &mut cluster.claims,
                };
                things.insert((thing.ns.clone(), thing.name.clone()), thing);
            }
        }
    }
    for (host, declaration) in declared.of("external") {
        let chosen = selected(declared, declaration, topology, sink);
        for (name, cluster) in &mut topology.clusters {
            if chosen.as_ref().is_none_or(|s| s.contains(name)) {
                let block = Layers::new(declared).own(declaration, name, sink);
                let ports = super::services::ports(&block);
                let (host, decl) = (host.clone(), declaration.decl.clone());
                let external = External { host, decl, block, ports, callers: BTreeSet::new() };
                cluster.externals.insert(external.host.clone(), external);
            }
        }
    }
}

/// Whether a secret's block says who makes it, so that we write something.
fn made(block: &crate::construct::Block) -> bool {
    block.one("certificate").is_some() || block.one("external-secret").is_some()
}

/// The clusters that have a declaration: those of its `on`, or else those that have its namespace. An unknown
/// namespace is reported once.
pub(super) fn homes(
    declared: &Declarations,
    declaration: &Declaration,
    ns: &Name,
    topology: &mut Topology,
    sink: &mut Sink,
) -> Vec<Name> {
    let chosen = selected(declared, declaration, topology, sink);
    let all = || topology.clusters.values();
    // A namespace that the program declares is where it says, even if it exists in every cluster.
    let declared_here = declared.get("namespace", ns).is_some();
    let has = |c: &&Cluster| if declared_here { c.namespaces.contains_key(ns) } else { knows(c, ns) };
    let having: BTreeSet<Name> = all().filter(has).map(|c| c.name.clone()).collect();
    if having.is_empty() && !topology.clusters.is_empty() && declared.get("namespace", ns).is_none() {
        let span = declaration.name.1;
        if topology.lost.is_some() {
            return vec![];
        }
        unknown_namespace(declared, topology, ns, span, sink);
        return vec![];
    }
    let homes: Vec<Name> = match chosen {
        None => having.into_iter().collect(),
        Some(chosen) => {
            let lacking: Vec<&Name> = chosen.iter().filter(|c| !having.contains(*c)).collect();
            if let Some(first) = lacking.first() {
                let message = format!("the namespace `{ns}` is not on the cluster `{first}`");
                let told =
                    Diagnostic::new(&E0219, declaration.name.1, message, "placed where its namespace is not");
                let told = match declared.get("namespace", ns) {
                    Some(d) => told.because(d.name.1, "the namespace is declared here"),
                    None => told,
                };
                sink.report(
                    told.help(format!("add `{first}` to the namespace's `on`, or take it away here")),
                );
            }
            chosen.into_iter().filter(|c| having.contains(c)).collect()
        }
    };
    for name in &homes {
        if let Some(cluster) = topology.clusters.get_mut(name) {
            cluster.used = true;
        }
    }
    homes
}

/// Tells that a namespace is declared nowhere.
pub(super) fn unknown_namespace(
    declared: &Declarations,
    topology: &Topology,
    ns: &str,
    span: crate::source::Span,
    sink: &mut Sink,
) {
    if topology.lost.is_some() || topology.astray.contains_key(ns) {
        // A declaration with a mistake may be the one that is meant.
        return;
    }
    let all: BTreeSet<Name> = topology.clusters.values().flat_map(known).collect();
    let near = nearest(ns, all.iter().map(|n| &**n));
    let own: Vec<&str> = declared.of("namespace").map(|(n, _)| &**n).collect();
    let message = format!("there is no namespace `{ns}`");
    let mut told = Diagnostic::new(&E0219, span, message, "no namespace of this name is declared");
    if near.is_empty() {
        let list = or_list(own.into_iter().take(8));
        told = told.help(if list.is_empty() {
            format!("declare it: `namespace {ns} {{ inject }}`")
        } else {
            format!("declare it (`namespace {ns} {{ inject }}`), or name one of {list}")
        });
    }
    // The name may be a part of a longer word: no fix then.
    let mut told = with_near(told, "namespace", &near, span);
    told.fixes.retain(|f| {
        f.edits.iter().all(|e| e.span.end - e.span.start == u32::try_from(ns.len()).unwrap_or(0))
    });
    sink.report(told);
}

/// Whether a cluster has a namespace: declared, of every cluster, or brought by an edge, Linkerd, or delivery.
pub(super) fn knows(cluster: &Cluster, ns: &str) -> bool {
    cluster.namespaces.contains_key(ns)
        || EVERYWHERE.contains(&ns)
        || *cluster.linkerd_ns == *ns
        || ns == "linkerd-multicluster"
        || ns == "linkerd-viz"
        || cluster.edges.values().any(|e| *e.ns == *ns)
        || brought(cluster).iter().any(|n| **n == *ns)
}

/// Every namespace that a cluster has.
pub(super) fn known(cluster: &Cluster) -> BTreeSet<Name> {
    let mut out: BTreeSet<Name> = cluster.namespaces.keys().cloned().collect();
    out.extend(EVERYWHERE.map(Name::from));
    out.insert(cluster.linkerd_ns.clone());
    out.extend(cluster.edges.values().map(|e| e.ns.clone()));
    out.extend(brought(cluster));
    out
}

/// Namespaces that `deliver` and `cert-manager` name: theirs, neither declared nor emitted.
fn brought(cluster: &Cluster) -> Vec<Name> {
    let mut out = vec![Name::from("cert-manager")];
    if let Some(deliver) = cluster.block.one("deliver") {
        let inner = deliver.inner();
        out.extend(inner.one("namespace").and_then(|i| i.text(Type::Ns).cloned()));
        for item in ["account", "depends-on"].into_iter().filter_map(|w| inner.one(w)) {
            for (value, _) in item.values(Type::Qname) {
                if let crate::value::Value::Qname(q) = value {
                    out.push(q.ns.clone());
                }
            }
        }
        out.push(Name::from(if deliver.has("argocd") { "argocd" } else { "flux-system" }));
    }
    out
}
