//! Services with what they say of themselves: objects' names, ports, selectors, injection.

use super::clusters::inject;
use super::declare::{Declaration, Declarations, value_name};
use super::layers::Layers;
use super::members::homes;
use crate::construct::Block;
use crate::diagnostic::Sink;
use crate::topology::{Account, Cluster, Inject, Name, Port, Protocol, Service, Topology, Workload};
use crate::value::{Type, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Fills in the services of all clusters.
pub(super) fn services(declared: &Declarations, topology: &mut Topology, sink: &mut Sink) {
    let mut layers = Layers::new(declared);
    for (_, declaration) in declared.of("service") {
        if declaration.item.row.word() != "service" {
            continue;
        }
        let (ns, name) = declaration.qname();
        for home in homes(declared, declaration, &ns, topology, sink) {
            let block = layers.service(declaration, &home, &ns, sink);
            let Some(cluster) = topology.clusters.get_mut(&home) else { continue };
            let service = service(declaration, cluster, &ns, &name, block);
            cluster.services.insert((ns.clone(), name.clone()), service);
        }
    }
}

fn service(
    declaration: &Declaration,
    cluster: &Cluster,
    ns: &Name,
    name: &Name,
    block: Arc<Block>,
) -> Service {
    let named = |what: &str| {
        let of = |w: Option<&'static str>| {
            w == Some(what) || w.is_none() && matches!(what, "service" | "workload")
        };
        let item = block.each("name").filter(|i| of(i.first_word())).last();
        item.and_then(|i| i.text(Type::Name).cloned()).unwrap_or_else(|| name.clone())
    };
    let workload = workload(&block, declaration.installed());
    let account = account(&block, cluster, ns, &named("account"), declaration.installed());
    let (select, service_select) = selectors(&block, name);
    let inject = injected(&block, cluster, ns);
    let headless = block.one("headless");
    let headless_name = headless.and_then(|i| i.text(Type::Name).cloned());
    let host_network = block.switch("host-network") == Some(true);
    let meshed = cluster.platform.linkerd.is_some()
        && (workload == Workload::Vm
            || !host_network
                && workload != Workload::None
                && matches!(inject, Some(Inject::On | Inject::Ingress)));
    Service {
        ns: ns.clone(),
        name: name.clone(),
        decl: declaration.decl.clone(),
        installed: declaration.installed(),
        workload,
        service_name: named("service"),
        workload_name: named("workload"),
        container_name: named("container"),
        account,
        ports: ports(&block),
        select,
        service_select,
        headless: headless.is_some() && headless_name.is_none(),
        headless_name,
        service_installed: declaration.installed() || block.each("expose").any(|i| i.has("installed")),
        inject,
        meshed,
        calls: vec![],
        addresses: BTreeMap::new(),
        allows: vec![],
        callers: vec![],
        splits: BTreeMap::new(),
        export: None,
        torn: block.torn,
        block,
    }
}

fn workload(block: &Block, installed: bool) -> Workload {
    let kinds = [
        ("vm", Workload::Vm),
        ("statefulset", Workload::StatefulSet),
        ("daemonset", Workload::DaemonSet),
        ("deployment", Workload::Deployment),
    ];
    let said = block.items.iter().rev().find_map(|i| kinds.iter().find(|(w, _)| i.is(w)).map(|(_, k)| *k));
    let splits_only = !installed && block.one("image").is_none() && block.one("split").is_some();
    said.unwrap_or(if splits_only { Workload::None } else { Workload::Deployment })
}

fn account(block: &Block, cluster: &Cluster, ns: &Name, default: &Name, installed: bool) -> Account {
    let item = block.one("account");
    let name = item.and_then(|i| i.text(Type::Name).cloned()).unwrap_or_else(|| default.clone());
    let elsewhere = item.is_some_and(|i| i.has("installed"))
        || cluster.accounts.contains_key(&(ns.clone(), name.clone()));
    Account { own: !installed && !elsewhere, name }
}

/// The labels of pods and of the Service's selector.
fn selectors(block: &Block, name: &Name) -> (BTreeMap<Name, Name>, BTreeMap<Name, Name>) {
    let labels = |i: &crate::construct::Item| -> BTreeMap<Name, Name> {
        let inner = i.inner();
        let pair = |l: &Arc<crate::construct::Item>| {
            Some((l.head.clone(), l.all_values().next().map(|(_, v, _)| value_name(v))?))
        };
        inner.data().filter_map(pair).collect()
    };
    let default = BTreeMap::from([(Name::from("app.kubernetes.io/name"), name.clone())]);
    let pods = block.each("select").filter(|i| !i.has("service")).last().map_or(default, |i| labels(i));
    let service =
        block.each("select").filter(|i| i.has("service")).last().map_or_else(|| pods.clone(), |i| labels(i));
    (pods, service)
}

/// Whether its pods are meshed: what it says, else its namespace.
fn injected(block: &Block, cluster: &Cluster, ns: &Name) -> Option<Inject> {
    let own = block.one("inject").map(|i| inject(i));
    own.or_else(|| cluster.namespaces.get(ns).and_then(|n| n.inject))
}

/// The `port` statements of a block.
pub(super) fn ports(block: &Block) -> Vec<Port> {
    let mut out = Vec::new();
    for item in block.each("port") {
        let numbers: Vec<u16> = item
            .values(Type::PortNumber)
            .into_iter()
            .filter_map(|(v, _)| if let Value::Number(n) = v { u16::try_from(*n).ok() } else { None })
            .collect();
        let (Some((name, span)), Some(number)) = (item.value(Type::Name), numbers.first().copied()) else {
            continue;
        };
        let inner = item.inner();
        out.push(Port {
            name: value_name(name),
            number,
            target: numbers.get(1).copied().unwrap_or(number),
            protocol: inner.one("protocol").and_then(|i| i.first_word()).and_then(protocol),
            private: inner.switch("private") == Some(true),
            span,
            block: inner,
        });
    }
    out
}

/// The protocol of a word.
pub(super) fn protocol(word: &str) -> Option<Protocol> {
    Some(match word {
        "http" => Protocol::Http,
        "http2" => Protocol::Http2,
        "grpc" => Protocol::Grpc,
        "https" => Protocol::Https,
        "tls" => Protocol::Tls,
        "tcp" => Protocol::Tcp,
        "opaque" => Protocol::Opaque,
        "udp" => Protocol::Udp,
        _ => return None,
    })
}
