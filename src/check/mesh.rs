//! What Linkerd would ignore, refuse or misread of a service: ports, splits, retries, injection.

use super::services;
use crate::construct::{Block, Item};
use crate::diagnostic::codes::edge::E0408;
use crate::diagnostic::codes::mesh::{
    E0504, E0505, E0506, E0507, E0508, E0509, E0510, E0511, E0512, E0513, E0521,
};
use crate::diagnostic::codes::support::E0801;
use crate::diagnostic::codes::warnings::{W0501, W0502, W0503, W0504};
use crate::diagnostic::{Applicability, Diagnostic, Sink};
use crate::platform::Feature;
use crate::resolve::matches_of;
use crate::source::Span;
use crate::topology::{
    Allow, Auth, Cluster, Inject, Path, Place, Port, Protocol, Service, Topology, Via, Workload,
};
use crate::value::{self, Duration, Percent, PortRange, Type, Value};
use std::sync::Arc;

/// Ports whose servers speak first and that Linkerd does not take as opaque by itself
/// (its own list: 25, 587, 3306, 4444, 5432, 6379, 9300, 11211; charts/linkerd-control-plane/values.yaml @2.20).
const SERVER_FIRST: &[(u16, &str)] =
    &[(21, "FTP"), (22, "SSH"), (110, "POP3"), (143, "IMAP"), (2525, "SMTP"), (4222, "NATS")];

/// Policies are for ports that Linkerd sees.
pub(super) fn policies_are_not_for_udp(topology: &Topology, sink: &mut Sink) {
    for (_, s) in services(topology) {
        for allow in &s.allows {
            for (name, _) in &allow.ports {
                if let Some(port) =
                    s.ports.iter().find(|p| p.name == *name && p.protocol == Some(Protocol::Udp))
                {
                    let message = format!("no policy holds for the UDP port `{name}`");
                    let told =
                        Diagnostic::new(&E0504, on_port(allow, name), message, "Linkerd does not see UDP");
                    sink.report(
                        told.because(port.span, "a UDP port")
                            .help("take it out of `on`; a NetworkPolicy can close it"),
                    );
                }
            }
        }
    }
}

/// A gRPC Server takes GRPCRoutes alone, since there are any (2.16).
pub(super) fn inbound_routes_match(topology: &Topology, sink: &mut Sink) {
    for (_, s) in services(topology).filter(|(c, _)| c.platform.has(Feature::GrpcRoute)) {
        for allow in &s.allows {
            let covered =
                |p: &&Port| allow.ports.is_empty() || allow.ports.iter().any(|(_, t)| *t == p.target);
            let all: Vec<&Port> = s.ports.iter().filter(covered).collect();
            let grpc = |p: &&Port| p.protocol == Some(Protocol::Grpc);
            // Without `on`, a route may be meant for another port.
            let wrong = if allow.ports.is_empty() && !all.iter().all(grpc) {
                None
            } else {
                all.into_iter().find(grpc)
            };
            let Some(port) = wrong else { continue };
            for route in allow.item.inner().each("route") {
                if matches!(matches_of(route).path, Path::Grpc(_)) {
                    continue;
                }
                let message = format!("an HTTP route never matches at the gRPC port `{}`", port.name);
                let told = Diagnostic::new(&E0521, route.span, message, "lets in nobody")
                    .because(port.span, "a gRPC port");
                let told = told.help("write `route grpc acme.Orders/Get`, or drop the block for all methods");
                sink.report(told.note(
                    "a Server with `proxyProtocol: gRPC` takes GRPCRoutes alone (Linkerd 2.16 and later)",
                ));
            }
        }
    }
}

/// Where an `allow` names a port.
fn on_port(allow: &Allow, name: &str) -> Span {
    let ports = allow.item.values(Type::Port);
    let said = ports.iter().find(|(v, _)| matches!(v, Value::Port(value::Port::Name(n)) if **n == *name));
    said.map_or(allow.item.span, |(_, s)| *s)
}

/// Shares of the mesh's splits can be had.
pub(super) fn splits_add_up(topology: &Topology, sink: &mut Sink) {
    for (cluster, s) in services(topology) {
        split(cluster, s, &s.block, true, sink);
        for route in s.block.each("route") {
            split(cluster, s, &route.inner(), false, sink);
        }
    }
}

fn split(cluster: &Cluster, s: &Service, block: &Block, own: bool, sink: &mut Sink) {
    let (mut sum, mut first): (u32, Option<Span>) = (0, None);
    let mut last = None;
    for item in block.each("split") {
        let Some((Value::Percent(Percent(share)), span)) = item.value(Type::Percent) else { continue };
        if share % 1000 != 0 {
            let text = format!("{}%", (share / 1000).max(1));
            let told =
                Diagnostic::new(&E0506, span, "a share is a whole percentage", "has a part of a percent");
            sink.report(told.fix(format!("write `{text}`"), Applicability::MaybeIncorrect, span, text));
        }
        let before = sum;
        sum += share;
        if sum > 100_000 && before <= 100_000 {
            let message = format!("the shares of a split are {}% together", sum / 1000);
            let mut told = Diagnostic::new(&E0408, span, message, "more than all requests");
            if let Some(first) = first {
                told = told.because(first, "the first share");
            }
            sink.report(told.help("take shares away until they are 100% or less"));
        }
        first = first.or(Some(span));
        last = Some(span);
        to_itself(cluster, s, item, sink);
    }
    if let (true, Workload::None, Some(last)) = (own, s.workload, last)
        && sum < 100_000
        && block.torn.is_none()
    {
        let message = format!("a service without pods splits {}% of its traffic", sum / 1000);
        let told = Diagnostic::new(&E0507, last, message, "the rest goes nowhere");
        sink.report(told.help("let the shares be 100% together, or give the service an `image`"));
    }
}

fn to_itself(cluster: &Cluster, s: &Service, item: &Item, sink: &mut Sink) {
    let Some((Value::Ref(r), span)) = item.value(Type::Ref) else { return };
    let Some(target) = s.splits.get(&*r.to_string()) else { return };
    let own = Place::Service(s.ns.clone(), s.name.clone());
    if target.place == own && target.cluster == cluster.name && target.via == Via::Local {
        let told =
            Diagnostic::new(&E0505, span, "a service splits its traffic to itself", "the same service");
        sink.report(told.help("take the line away: what the shares leave stays with the service"));
    }
}

/// Retries are at least one, and their budget is one that Linkerd reads.
pub(super) fn retries_can_be_made(topology: &Topology, sink: &mut Sink) {
    for (_, s) in services(topology) {
        let inner: Vec<Arc<Block>> = s.block.each("route").map(|r| r.inner()).collect();
        for retry in s.block.each("retry").chain(inner.iter().flat_map(|b| b.each("retry"))) {
            if let Some((Value::Number(0), span)) = retry.value(Type::Count) {
                let told = Diagnostic::new(&E0508, span, "a retry of 0 times", "never tries again");
                sink.report(told.help("take the statement away, or say how often"));
            }
        }
        let Some(budget) = s.block.one("retry-budget") else { continue };
        if let Some((Value::Duration(Duration(ms)), span)) = budget.value(Type::Duration)
            && !(1000..=60_000).contains(ms)
        {
            let told = Diagnostic::new(
                &E0509,
                span,
                "the `ttl` of a retry budget is from 1s to 60s",
                "outside of it",
            );
            sink.report(told.note("Linkerd would drop the whole budget in silence (linkerd2 controller/api/destination/profile_translator.go)"));
        }
    }
}

/// What a port is said to speak is one thing.
pub(super) fn protocols_are_one(topology: &Topology, sink: &mut Sink) {
    for (cluster, s) in services(topology) {
        for (n, port) in s.ports.iter().enumerate() {
            let Some(protocol) = port.protocol else { continue };
            let said = |p: &&Port| p.target == port.target && p.protocol.is_some_and(|o| !same(o, protocol));
            if let Some(first) = s.ports.iter().take(n).find(said) {
                let message = format!("one port of the container, {}, has two protocols", port.target);
                let told = Diagnostic::new(&E0510, place(port), message, "said so here");
                sink.report(told.because(place(first), "said otherwise here"));
            }
            let by_hand = s.block.one("mesh").and_then(|m| m.inner().one("opaque").cloned());
            let looked = !matches!(protocol, Protocol::Tcp | Protocol::Opaque | Protocol::Udp);
            if let Some(item) = by_hand.filter(|_| looked && cluster.platform.linkerd.is_some())
                && let Some((_, span)) =
                    item.values(Type::PortRange).into_iter().find(|(v, _)| covers(v, port))
            {
                let message = format!("the port `{}` is opaque and has a protocol", port.name);
                let told = Diagnostic::new(&E0510, span, message, "Linkerd does not look into it");
                sink.report(
                    told.because(place(port), "and would have to see this").help("take it out of `opaque`"),
                );
            }
        }
    }
}

fn same(a: Protocol, b: Protocol) -> bool {
    let kind = |p| if p == Protocol::Tcp { Protocol::Opaque } else { p };
    kind(a) == kind(b) || a == Protocol::Udp || b == Protocol::Udp
}

/// Where a port's protocol is said, or the port.
fn place(port: &Port) -> Span {
    port.block.one("protocol").map_or(port.span, |i| i.span)
}

fn covers(value: &Value, port: &Port) -> bool {
    match value {
        Value::PortRange(PortRange::One(value::Port::Number(n))) => *n == port.target,
        Value::PortRange(PortRange::One(value::Port::Name(name))) => *name == port.name,
        Value::PortRange(PortRange::Range(a, b)) => (*a..=*b).contains(&port.target),
        _ => false,
    }
}

/// Routes and the like hang on a Service that Linkerd looks up, at a port that speaks HTTP.
pub(super) fn traffic_has_a_parent(topology: &Topology, sink: &mut Sink) {
    const WORDS: &[&str] = &["route", "split", "timeout", "retry", "retry-budget", "circuit-breaker"];
    for (_, s) in services(topology) {
        if s.headless {
            for item in WORDS.iter().filter_map(|w| s.block.one(w)) {
                let message = format!("`{}` has no effect on a headless Service", item.row.word());
                let mut told = Diagnostic::new(&E0511, item.span, message, "Linkerd would ignore it");
                if let Some(headless) = s.block.one("headless") {
                    told = told.because(headless.span, "callers take the pods' own addresses");
                }
                sink.report(told.help(
                    "let the Service have an address: `headless NAME` makes a second one for the pods' names",
                ));
            }
            continue;
        }
        let http = |p: &&Port| !p.private && speaks_http(p.protocol);
        if s.torn.is_some() || s.ports.is_empty() || s.ports.iter().any(|p| http(&p)) {
            continue;
        }
        for item in ["route", "retry", "retry-budget"].iter().filter_map(|w| s.block.one(w)) {
            let message = format!("`{}` is for HTTP, and no port of the service speaks it", item.row.word());
            let mut told = Diagnostic::new(&E0512, item.span, message, "would never be met");
            if let Some(port) = s.ports.first() {
                told = told.because(place(port), "no HTTP");
            }
            sink.report(told);
        }
    }
}

fn speaks_http(protocol: Option<Protocol>) -> bool {
    matches!(protocol, None | Some(Protocol::Http | Protocol::Http2 | Protocol::Grpc))
}

/// Pods in the node's network have no proxy.
pub(super) fn injected_pods_can_be(topology: &Topology, sink: &mut Sink) {
    for (cluster, s) in services(topology) {
        if s.block.switch("host-network") == Some(true)
            && cluster.platform.linkerd.is_some()
            && let Some(inject) = s.block.one("inject").filter(|i| !i.has("off"))
        {
            let message = "pods in the node's network are not meshed";
            let mut told = Diagnostic::new(&E0513, inject.span, message, "Linkerd refuses to inject them");
            if let Some(network) = s.block.one("host-network") {
                told = told.because(network.span, "in the node's network");
            }
            sink.report(told.help("take one of the two away"));
        }
    }
    for cluster in topology.clusters.values() {
        for ns in cluster.namespaces.values().filter(|n| n.inject == Some(Inject::Ingress)) {
            if let Some(inject) = ns.block.one("inject") {
                let message = "every pod of the namespace would be meshed as an ingress";
                let told =
                    Diagnostic::new(&W0503, inject.span, message, "for all pods that do not say otherwise");
                sink.report(told.help("say it where it is meant: in the service, or in the edge").note(
                    "a proxy in that mode goes by the header `l5d-dst-override` alone, and knows no policies of TCP",
                ));
            }
        }
    }
}

/// Statements about proxies are of pods that have one.
pub(super) fn proxies_are_there(topology: &Topology, sink: &mut Sink) {
    for (cluster, s) in services(topology) {
        if s.meshed || s.installed || s.torn.is_some() || cluster.platform.linkerd.is_none() {
            continue;
        }
        if let Some(mesh) = s.block.one("mesh").filter(|m| m.layer != crate::construct::Layer::Defaults) {
            let told =
                Diagnostic::new(&W0504, mesh.span, "settings of a proxy that no pod has", "not meshed");
            sink.report(told.help("mesh it with `inject`, here or in its namespace"));
        }
    }
}

/// Servers that speak first are said to be so.
pub(super) fn server_first_ports_are_opaque(topology: &Topology, sink: &mut Sink) {
    for (cluster, s) in services(topology).filter(|(_, s)| s.meshed) {
        let opaque = |b: &Block| b.one("opaque").cloned();
        let own = s.block.one("mesh").and_then(|m| opaque(&m.inner()));
        let of_ns = cluster.namespaces.get(&s.ns).and_then(|n| opaque(&n.block));
        for port in s.ports.iter().filter(|p| p.protocol.is_none()) {
            let Some((_, what)) = SERVER_FIRST.iter().find(|(n, _)| *n == port.target) else { continue };
            let said = |i: &Arc<Item>| i.values(Type::PortRange).iter().any(|(v, _)| covers(v, port));
            if own.iter().chain(&of_ns).any(said) {
                continue;
            }
            let message = format!(
                "connections to port {}, where {what} servers speak first, wait 10 seconds",
                port.target
            );
            let told =
                Diagnostic::new(&W0501, port.span, message, "Linkerd waits for the client's first bytes");
            sink.report(told.help("say that it need not look: `protocol opaque` in the port's block"));
        }
    }
}

/// Somebody is let in by an `allow callers`.
pub(super) fn policies_admit_somebody(topology: &Topology, sink: &mut Sink) {
    // A job that is not lowered yet may be the caller.
    let known = topology.torn.is_none() && !sink.diagnostics().iter().any(|d| d.code == &E0801);
    for (_, s) in services(topology).filter(|(_, s)| s.torn.is_none()) {
        for allow in &s.allows {
            if known
                && allow.item.first_word() == Some("callers")
                && matches!(&allow.auth, Auth::Identities(all) if all.is_empty())
                && s.callers.iter().all(|c| c.meshed)
            {
                let message = "`allow callers` lets in nobody: there are no such callers";
                let only = s.allows.len() == 1;
                let label = if only { "closes the ports to all" } else { "lets in nobody" };
                let mut told = Diagnostic::new(&W0502, allow.item.span, message, label);
                if let Some(caller) = s.callers.first().filter(|_| only) {
                    told =
                        told.because(caller.span, format!("`{}` calls from another namespace", caller.who));
                    told = told.help(format!("let it in: `allow callers from {}`", caller.ns));
                } else {
                    told = told.help("callers are those who say `calls`, take its address, or route to it");
                }
                sink.report(told);
            }
        }
    }
}
