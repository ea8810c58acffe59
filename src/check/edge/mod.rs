//! What an edge would drop, refuse or misread in silence, as far as its statements tell: names, certificates,
//! listeners, headers, targets, settings. Which request takes which route is not asked here.

mod headers;
mod hosts;
mod listeners;
mod routes;
mod settings;

use crate::diagnostic::codes::edge::E0410;
use crate::diagnostic::{Diagnostic, Sink};
use crate::lower::Cx;
use crate::topology::{Cluster, Edge, Topology};
use std::collections::BTreeMap;

/// All that is said of edges holds together.
pub fn check(topology: &Topology, sink: &mut Sink) {
    for cluster in topology.clusters.values().filter(|c| c.used) {
        one_edge_in_a_namespace(cluster, sink);
        for edge in cluster.edges.values() {
            let cx = Cx { topology, cluster };
            hosts::hosts(cx, edge, sink);
            listeners::listeners(cx, edge, sink);
            routes::routes(cx, edge, sink);
            headers::headers(edge, sink);
            settings::settings(cx, edge, sink);
        }
    }
}

/// Both Modules would be called `ambassador`.
fn one_edge_in_a_namespace(cluster: &Cluster, sink: &mut Sink) {
    let mut first: BTreeMap<&str, &Edge> = BTreeMap::new();
    for edge in cluster.edges.values() {
        let Some(other) = first.get(&*edge.ns) else {
            first.insert(&edge.ns, edge);
            continue;
        };
        let (a, b) = if other.decl.span <= edge.decl.span { (*other, edge) } else { (edge, *other) };
        let message =
            format!("the edges `{}` and `{}` are both in the namespace `{}`", a.name, b.name, edge.ns);
        let told = Diagnostic::new(&E0410, b.decl.span, message, "a second edge in this namespace")
            .because(a.decl.span, "the first")
            .help(format!("give it a namespace of its own: `namespace {}`", b.name));
        sink.report(told);
    }
}
