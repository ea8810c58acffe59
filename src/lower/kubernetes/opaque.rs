//! `config.linkerd.io/opaque-ports`: ports into which Linkerd does not look, on both sides. The pod's annotation
//! has container ports, the Service's those of the Service.
//!
//! An annotation replaces Linkerd's default list, or the namespace's, so one that is written says of each declared
//! port what holds for it.

use crate::construct::Block;
use crate::lower::Cx;
use crate::platform::Feature;
use crate::topology::{Port, Protocol, Service};
use crate::value::{self, PortRange, Type, Value};
use std::collections::BTreeSet;

/// The annotation.
pub(super) const ANNOTATION: &str = "config.linkerd.io/opaque-ports";
/// What is opaque where nobody says (linkerd2 charts/linkerd-control-plane/values.yaml @version-2.20).
const DEFAULT: [u16; 8] = [25, 587, 3306, 4444, 5432, 6379, 9300, 11211];

/// The annotation of the pods; `None` where what is inherited holds.
pub(super) fn of_pod(cx: Cx<'_>, service: &Service) -> Option<String> {
    list(cx, service, |port| port.target)
}

/// The annotation of the Services.
pub(super) fn of_service(cx: Cx<'_>, service: &Service) -> Option<String> {
    list(cx, service, |port| port.number)
}

/// The ranges that the statement `opaque` of a block says.
pub(super) fn said(block: &Block) -> Option<Vec<&PortRange>> {
    let item = block.one("opaque")?;
    let ranges = item.values(Type::PortRange).into_iter();
    Some(ranges.filter_map(|(v, _)| if let Value::PortRange(r) = v { Some(r) } else { None }).collect())
}

fn list(cx: Cx<'_>, service: &Service, number: impl Fn(&Port) -> u16) -> Option<String> {
    if !cx.cluster.platform.has(Feature::OpaquePorts) {
        return None;
    }
    let mesh = service.block.one("mesh").map(|m| m.inner());
    let own = mesh.as_deref().and_then(said);
    let ns = cx.cluster.namespaces.get(&service.ns);
    let ns_mesh = ns.and_then(|ns| ns.block.one("mesh")).map(|m| m.inner());
    let inherited = || ns.and_then(|ns| said(&ns.block)).or_else(|| ns_mesh.as_deref().and_then(said));
    let base = own.clone().or_else(inherited);
    let before = |port: &Port| match &base {
        Some(ranges) => ranges.iter().any(|r| holds(r, port)),
        None => DEFAULT.contains(&number(port)),
    };
    let declared = || service.ports.iter().filter(|p| p.protocol != Some(Protocol::Udp));
    let after = |port: &Port| port.protocol.map_or_else(|| before(port), opaque);
    if own.is_none() && declared().all(|p| before(p) == after(p)) {
        return None;
    }
    let mut parts: BTreeSet<(u16, u16)> =
        declared().filter(|p| after(p)).map(|p| (number(p), number(p))).collect();
    // Ports that nothing declares stay as they were said; of those that are, some are not opaque.
    let clear: BTreeSet<u16> = declared().filter(|p| !after(p)).map(&number).collect();
    for (from, to) in base.iter().flatten().filter_map(|r| ends(r)) {
        if from != to || !declared().any(|p| p.target == from) {
            without(from, to, &clear, &mut parts);
        }
    }
    Some(write(parts))
}

/// The range in as many parts as are left without those ports.
fn without(from: u16, to: u16, clear: &BTreeSet<u16>, parts: &mut BTreeSet<(u16, u16)>) {
    if from > to {
        return;
    }
    let mut start = Some(from);
    for &port in clear.range(from..=to) {
        if let Some(begin) = start.filter(|begin| *begin < port) {
            parts.insert((begin, port - 1));
        }
        start = port.checked_add(1);
    }
    if let Some(begin) = start.filter(|begin| *begin <= to) {
        parts.insert((begin, to));
    }
}

/// Whether bytes of a protocol are passed on as they are. TLS is too: the proxy knows it by its hello.
fn opaque(protocol: Protocol) -> bool {
    matches!(protocol, Protocol::Tcp | Protocol::Opaque)
}

fn holds(range: &PortRange, port: &Port) -> bool {
    match range {
        PortRange::One(value::Port::Name(name)) => port.name == *name,
        PortRange::One(value::Port::Number(n)) => port.target == *n,
        PortRange::Range(a, b) => (*a..=*b).contains(&port.target),
    }
}

fn ends(range: &PortRange) -> Option<(u16, u16)> {
    match range {
        PortRange::One(value::Port::Number(n)) => Some((*n, *n)),
        PortRange::Range(a, b) => Some((*a, *b)),
        PortRange::One(value::Port::Name(_)) => None,
    }
}

/// `25,3000-3010`.
pub(super) fn write(parts: impl IntoIterator<Item = (u16, u16)>) -> String {
    let words: Vec<String> =
        parts.into_iter().map(|(a, b)| if a == b { a.to_string() } else { format!("{a}-{b}") }).collect();
    words.join(",")
}
