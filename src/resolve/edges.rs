//! Edges with what they say of themselves; hosts and routes follow in `routes`, once services are there.

use super::clusters::{edge_namespace, inject, selected};
use super::declare::{Declaration, Declarations};
use super::layers::Layers;
use crate::construct::Block;
use crate::diagnostic::codes::support::E0811;
use crate::diagnostic::{Diagnostic, Sink};
use crate::platform::{Edge as Software, Feature};
use crate::topology::{Account, Cluster, Edge, Inject, Listener, Name, Topology};
use crate::value::{Type, Value};
use std::sync::Arc;

/// Fills in the edges of all clusters.
pub(super) fn edges(declared: &Declarations, topology: &mut Topology, sink: &mut Sink) {
    for (name, declaration) in declared.of("edge") {
        let chosen = selected(declared, declaration, topology, sink);
        let homes: Vec<Name> = topology.clusters.keys().cloned().collect();
        for home in homes.into_iter().filter(|c| chosen.as_ref().is_none_or(|s| s.contains(c))) {
            let block = Layers::new(declared).own(declaration, &home, sink);
            let Some(cluster) = topology.clusters.get_mut(&home) else { continue };
            cluster.used = true;
            if cluster.platform.edge.is_none() {
                let message = format!(
                    "the cluster `{home}` runs no edge: its platform names neither `emissary` nor `edge-stack`"
                );
                let told = Diagnostic::new(&E0811, declaration.name.1, message, "an edge needs one of them")
                    .because(cluster.decl.span, "the cluster")
                    .help("add `emissary 4.1` to the platform, or say `on CLUSTER` behind the edge's name");
                // its namespace, secrets and name are not to be missed elsewhere
                let told = sink.report(told);
                let said = block.one("namespace").and_then(|i| i.text(Type::Ns).cloned());
                let usual = || ["emissary", "ambassador"].map(Name::from).to_vec();
                for lost in said.map_or_else(usual, |ns| vec![ns]).into_iter().chain([name.clone()]) {
                    topology.astray.insert(lost, told);
                }
                topology.torn = topology.torn.or(Some(told));
                continue;
            }
            let edge = edge(name, declaration, cluster, block);
            cluster.edges.insert(name.clone(), edge);
        }
    }
}

fn edge(name: &Name, declaration: &Declaration, cluster: &Cluster, block: Arc<Block>) -> Edge {
    let id = block.one("id").and_then(|i| i.text(Type::Name).cloned());
    let stack = matches!(cluster.platform.edge, Some(Software::EdgeStack(_)));
    let usual = Name::from(if stack { "ambassador" } else { "emissary-ingress" });
    let object = if id.is_some() { name.clone() } else { usual };
    let named = |w: &str| {
        let of = |i: &&Arc<crate::construct::Item>| i.first_word() == Some(w) || i.first_word().is_none();
        block.each("name").filter(of).last().and_then(|i| i.text(Type::Name).cloned())
    };
    let object = named("service").unwrap_or(object);
    let said = block.one("account");
    let account = said.and_then(|i| i.text(Type::Name).cloned()).unwrap_or_else(|| object.clone());
    let own = !declaration.installed() && !said.is_some_and(|i| i.has("installed"));
    let meets = block.one("resolver").is_some_and(|r| r.has("endpoint"));
    let by_version = cluster.platform.has(Feature::DestinationOverrideInNormalMode);
    let headers = block.switch("linkerd-headers").unwrap_or(by_version && cluster.platform.linkerd.is_some());
    let inject = block.one("inject").map_or(
        if meets && headers && cluster.platform.has(Feature::IngressMode) {
            Inject::Ingress
        } else {
            Inject::On
        },
        |i| inject(i),
    );
    Edge {
        name: name.clone(),
        decl: declaration.decl.clone(),
        installed: declaration.installed(),
        ns: block
            .one("namespace")
            .and_then(|i| i.text(Type::Ns).cloned())
            .unwrap_or_else(|| edge_namespace(&cluster.platform)),
        id,
        account: Account { name: account, own },
        object,
        inject: if cluster.platform.linkerd.is_some() { inject } else { Inject::Off },
        linkerd_headers: headers,
        listeners: listeners(&block),
        hosts: vec![],
        gateway_for: vec![],
        route_namespaces: vec![],
        torn: block.torn,
        block,
    }
}

/// The `listen` statements; what is derived where there is none is added once hosts are known.
fn listeners(block: &Block) -> Vec<Listener> {
    let mut out = Vec::new();
    for item in block.each("listen") {
        let numbers: Vec<u16> = item
            .values(Type::PortNumber)
            .into_iter()
            .filter_map(|(v, _)| if let Value::Number(n) = v { u16::try_from(*n).ok() } else { None })
            .collect();
        let Some(port) = numbers.first().copied() else { continue };
        out.push(Listener {
            port,
            target: numbers.get(1).copied().unwrap_or(port),
            protocol: item.word_of(&["http", "https", "tcp", "tls"]).unwrap_or("http"),
            installed: item.has("installed"),
            block: item.inner(),
            span: item.span,
        });
    }
    out
}
