//! What is exported, who calls whom, and which addresses texts take.

use super::refs::{From, target};
use crate::construct::{Block, Piece, Slot, pieces};
use crate::diagnostic::codes::references::{E0328, E0329};
use crate::diagnostic::{Diagnostic, Known, Sink};
use crate::source::Span;
use crate::topology::{
    Call, Caller, Cluster, Export, Gateway, Inject, Name, Place, Protocol, Service, Target, Topology, Via,
};
use crate::value::{self, Type, Value};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Fills in how services are exported, from their `export`s and the links towards their cluster.
pub(super) fn exports(topology: &mut Topology) {
    let links = topology.links.clone();
    for cluster in topology.clusters.values_mut() {
        let towards: Vec<_> = links.iter().filter(|l| l.target == cluster.name).collect();
        let flat = towards.iter().any(|l| l.flat);
        let gateway = towards.iter().any(|l| l.gateway.is_some());
        let edge = towards.iter().find_map(|l| match &l.gateway {
            Some(Gateway::Edge { service, ns, .. }) => Some((service.clone(), ns.clone())),
            _ => None,
        });
        let linkerd = || (Name::from("linkerd-gateway"), Name::from("linkerd-multicluster"));
        for service in cluster.services.values_mut() {
            let items: Vec<_> = service.block.each("export").cloned().collect();
            let plain = items.iter().any(|i| !i.has("federated"));
            let federated = items.iter().any(|i| i.has("federated"));
            service.export = (!items.is_empty()).then(|| Export {
                gateway: plain && (gateway || !flat),
                flat: plain && flat,
                federated,
                edge: gateway.then(|| edge.clone().unwrap_or_else(linkerd)),
                spans: items.iter().map(|i| i.span).collect(),
            });
        }
    }
}

/// Namespace and name.
type Key = (Name, Name);
/// Who calls each service, by cluster.
type Callers = BTreeMap<(Name, Key), Vec<Caller>>;

/// Calls, addresses and splits of one service, before they are written back.
struct Found {
    calls: Vec<Call>,
    addresses: BTreeMap<Name, Target>,
    splits: BTreeMap<Name, Target>,
}

/// Fills in calls, addresses, splits and callers.
pub(super) fn calls(topology: &mut Topology, sink: &mut Sink) {
    let mut found: Vec<(Name, Key, Found)> = Vec::new();
    let mut texts: Vec<(Name, Key, BTreeMap<Name, Target>)> = Vec::new();
    for cluster in topology.clusters.values() {
        let made = cluster.services.par_iter().map(|(key, service)| {
            let mut own = Sink::default();
            (key, of_service(topology, cluster, service, &mut own), own)
        });
        for (key, f, own) in made.collect::<Vec<_>>() {
            sink.append(own);
            found.extend(f.map(|f| (cluster.name.clone(), key.clone(), f)));
        }
        for (key, config) in &cluster.configs {
            let mut addresses = BTreeMap::new();
            let from = From { cluster, ns: &config.ns, port: true };
            take_addresses(topology, from, &config.block, &mut addresses, &mut vec![], sink);
            if !addresses.is_empty() {
                texts.push((cluster.name.clone(), key.clone(), addresses));
            }
        }
    }
    for (cluster, key, f) in found {
        if let Some(service) = topology.clusters.get_mut(&cluster).and_then(|c| c.services.get_mut(&key)) {
            service.calls = f.calls;
            service.addresses = f.addresses;
            service.splits = f.splits;
        }
    }
    for (cluster, key, addresses) in texts {
        if let Some(config) = topology.clusters.get_mut(&cluster).and_then(|c| c.configs.get_mut(&key)) {
            config.addresses = addresses;
        }
    }
    callers(topology);
}

fn of_service(topology: &Topology, cluster: &Cluster, service: &Service, sink: &mut Sink) -> Option<Found> {
    let mut f = Found { calls: vec![], addresses: BTreeMap::new(), splits: BTreeMap::new() };
    let from = From { cluster, ns: &service.ns, port: true };
    for item in service.block.each("calls") {
        for (value, span) in item.values(Type::Ref) {
            let Value::Ref(r) = value else { continue };
            if let Ok(target) = target(topology, from, r, span, sink) {
                f.calls.push(Call { target, span });
            }
        }
    }
    take_addresses(topology, from, &service.block, &mut f.addresses, &mut f.calls, sink);
    let routes = service.block.each("route").filter_map(|r| r.block.as_deref());
    for block in routes.chain([&*service.block]) {
        for item in block.each("split") {
            let Some((Value::Ref(r), span)) = item.value(Type::Ref) else { continue };
            if let Ok(target) = target(topology, from, r, span, sink) {
                f.splits.insert(Name::from(r.to_string()), target);
            }
        }
    }
    (!f.calls.is_empty() || !f.addresses.is_empty() || !f.splits.is_empty()).then_some(f)
}

/// Finds `${url REF}`, `${address REF}` and `${host REF}` in all strings of a block; each is a call.
fn take_addresses(
    topology: &Topology,
    from: From<'_>,
    block: &Block,
    out: &mut BTreeMap<Name, Target>,
    calls: &mut Vec<Call>,
    sink: &mut Sink,
) {
    for item in &block.items {
        for arg in &item.args {
            let mut each = |value: &Value, span: Span| {
                let Value::Text(text) = value else { return };
                if text.contains("${") {
                    in_text(topology, from, text, span, out, calls, sink);
                }
            };
            match &arg.slot {
                Slot::Word(_) => {}
                Slot::One(_, value) => each(value, arg.span),
                Slot::Many(_, values) => values.iter().for_each(|(v, s)| each(v, *s)),
            }
        }
        if let Some(inner) = &item.block {
            take_addresses(topology, from, inner, out, calls, sink);
        }
    }
}

fn in_text(
    topology: &Topology,
    from: From<'_>,
    text: &str,
    span: Span,
    out: &mut BTreeMap<Name, Target>,
    calls: &mut Vec<Call>,
    sink: &mut Sink,
) {
    for piece in pieces(text) {
        let Piece::Address(what, written) = piece else { continue };
        if let Ok(target) = one_address(topology, from, what, written, span, sink)
            && out.insert(Name::from(written), target.clone()).is_none()
        {
            calls.push(Call { target, span });
        }
    }
}

fn one_address(
    topology: &Topology,
    from: From<'_>,
    what: &str,
    written: &str,
    span: Span,
    sink: &mut Sink,
) -> Known<Target> {
    let Ok(Value::Ref(r)) = value::parse(Type::Ref, written) else {
        let message = format!("`{written}` is no reference");
        let told =
            Diagnostic::new(&E0328, span, message, format!("what `${{{what} …}}` takes the address of"));
        return Err(
            sink.report(told.help("write `NAME`, `NS.NAME`, `NS.NAME:PORT`, or with `@CLUSTER` behind it"))
        );
    };
    let from = From { port: what != "host", ..from };
    let mut own = Sink::default();
    let found = target(topology, from, &r, span, &mut own);
    for mut told in own.finish() {
        // the span is the whole text's: what replaces a reference alone would take the rest away
        told.fixes.clear();
        sink.report(told);
    }
    let target = found?;
    let protocol = target.port.as_ref().and_then(|p| p.protocol);
    let plain = matches!(protocol, Some(Protocol::Tls | Protocol::Tcp | Protocol::Opaque | Protocol::Udp));
    if what == "url" && plain {
        let message = format!("`{written}` speaks no HTTP, so it has no URL");
        let told = Diagnostic::new(&E0329, span, message, "`${url …}` is for http, http2, grpc and https")
            .help(format!("write `${{address {written}}}`: host and port"));
        return Err(sink.report(told));
    }
    Ok(target)
}

/// Fills in who calls each service.
fn callers(topology: &mut Topology) {
    let mut by = Callers::new();
    for cluster in topology.clusters.values() {
        for service in cluster.services.values() {
            let who = Who {
                who: Name::from(format!("{}.{}", service.ns, service.name)),
                ns: service.ns.clone(),
                account: service.account.name.clone(),
                meshed: service.meshed,
                edge: None,
            };
            for call in &service.calls {
                reach(topology, cluster, &who, &call.target, call.span, None, 0, &mut by);
            }
        }
        for edge in cluster.edges.values() {
            let who = Who {
                who: Name::from(format!("edge {}", edge.name)),
                ns: edge.ns.clone(),
                account: edge.account.name.clone(),
                meshed: edge.inject != Inject::Off,
                edge: Some(edge.name.clone()),
            };
            for route in edge.hosts.iter().flat_map(|h| &h.routes) {
                let targets = route.target.iter().chain(route.splits.iter().map(|s| &s.target));
                for target in targets {
                    reach(topology, cluster, &who, target, route.decl.span, None, 0, &mut by);
                }
            }
        }
    }
    for ((cluster, key), mut callers) in by {
        callers.dedup();
        if let Some(service) = topology.clusters.get_mut(&cluster).and_then(|c| c.services.get_mut(&key)) {
            service.callers = callers;
        }
    }
    egress(topology);
}

/// Who calls.
struct Who {
    who: Name,
    ns: Name,
    account: Name,
    meshed: bool,
    edge: Option<Name>,
}

/// Enters a caller at every service that a target means, and at the members of its split.
#[expect(clippy::too_many_arguments, reason = "one step of a walk: each is a fact of the same call")]
fn reach(
    topology: &Topology,
    from: &Cluster,
    who: &Who,
    target: &Target,
    span: Span,
    through: Option<&Name>,
    depth: usize,
    by: &mut Callers,
) {
    let Place::Service(ns, name) = &target.place else { return };
    let key = (ns.clone(), name.clone());
    let members: Vec<&Cluster> = match target.via {
        Via::Federated => {
            let linked = |c: &&Cluster| {
                c.name == from.name
                    || topology
                        .links
                        .iter()
                        .any(|l| l.federated && l.source == from.name && l.target == c.name)
            };
            topology.clusters.values().filter(linked).filter(|c| c.services.contains_key(&key)).collect()
        }
        _ => topology.clusters.get(&target.cluster).into_iter().collect(),
    };
    for cluster in members {
        let Some(service) = cluster.services.get(&key) else { continue };
        let gateway = target.via == Via::Gateway;
        let identity = if gateway {
            gateway_identity(topology, from, cluster)
        } else {
            from.identity(&who.account, &who.ns)
        };
        by.entry((cluster.name.clone(), key.clone())).or_default().push(Caller {
            who: who.who.clone(),
            ns: who.ns.clone(),
            cluster: from.name.clone(),
            identity: Name::from(identity),
            meshed: who.meshed,
            gateway,
            edge: who.edge.clone(),
            through: through.cloned(),
            port: target.port.as_ref().map(|p| p.target),
            span,
        });
        if depth < 4 {
            let parent = Name::from(format!("{ns}.{name}"));
            for split in service.splits.values() {
                reach(topology, cluster, who, split, span, Some(&parent), depth + 1, by);
            }
        }
    }
}

/// Whom a server behind the gateway of a link sees.
pub(super) fn gateway_identity(topology: &Topology, from: &Cluster, to: &Cluster) -> String {
    let link = topology.links.iter().find(|l| l.source == from.name && l.target == to.name);
    match link.and_then(|l| l.gateway.as_ref()) {
        Some(Gateway::Edge { account, ns, .. }) => to.identity(account, ns),
        _ => to.identity("linkerd-gateway", "linkerd-multicluster"),
    }
}

/// Fills in which hosts outside each namespace's pods call.
fn egress(topology: &mut Topology) {
    for cluster in topology.clusters.values_mut() {
        let mut out: Vec<(Name, Name)> = Vec::new();
        for service in cluster.services.values() {
            for call in &service.calls {
                if let Place::External(host) = &call.target.place {
                    out.push((service.ns.clone(), host.clone()));
                }
            }
        }
        for (ns, host) in out {
            if let Some(external) = cluster.externals.get_mut(&host) {
                external.callers.insert(ns.clone());
            }
            if let Some(ns) = cluster.namespaces.get_mut(&ns) {
                ns.egress.insert(host);
            }
        }
    }
}
