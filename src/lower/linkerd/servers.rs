//! Servers: which ports get one, and what it says.
//!
//! A Server without an authorisation denies (policy-controller inbound/index.rs:1817 @version-2.20), so a port whose
//! protocol alone is said gets one only where `accessPolicy` can repeat the effective default policy (2.16). Where
//! that policy denies, a port whose probe Linkerd does not admit by itself gets one, to let the probe in.

use super::{object, probes};
use crate::api::linkerd::{PortRef, Selector, ServerSpec};
use crate::lower::Cx;
use crate::manifest::Part;
use crate::platform::Feature;
use crate::topology::{Name, Namespace, Port, Protocol, Service, Workload};
use std::collections::{BTreeMap, BTreeSet};

/// A port that gets a Server.
pub(super) struct Guarded<'s> {
    /// The Server's name.
    pub(super) name: String,
    /// The container's port.
    pub(super) target: u16,
    /// The declared port; `None` for `linkerd-admin` or a number.
    pub(super) port: Option<&'s Port>,
    /// What the port has where nothing authorises; `None`: deny.
    pub(super) default: Option<&'static str>,
}

/// The ports of a service that get a Server, in the order declared.
pub(super) fn guarded<'s>(cx: Cx<'_>, service: &'s Service) -> Vec<Guarded<'s>> {
    let platform = &cx.cluster.platform;
    if platform.server_api().is_none() {
        return vec![];
    }
    let namespace = cx.cluster.namespaces.get(&service.ns);
    let closed_by_namespace = namespace.is_some_and(|n| n.allows.iter().any(|a| a.ports.is_empty()));
    let denies = service.meshed && !service.installed && effective(cx, service) == "deny";
    let probed = if denies { probes::denied(cx, service) } else { BTreeSet::new() };
    let mut out: Vec<Guarded<'_>> = Vec::new();
    for port in &service.ports {
        if port.protocol == Some(Protocol::Udp) {
            continue;
        }
        let own = service
            .allows
            .iter()
            .any(|a| a.ports.is_empty() || a.ports.iter().any(|(_, t)| *t == port.target));
        let of_namespace = namespace.is_some_and(|n| {
            n.allows.iter().any(|a| a.ports.iter().any(|(name, t)| *t == port.target && *name == port.name))
        });
        let closed = own || closed_by_namespace || of_namespace;
        let asked = probed.contains(&port.target);
        let said = port.protocol.is_some() && service.meshed && platform.has(Feature::AccessPolicy);
        if closed || said || asked {
            let default = if closed || !said { None } else { Some(effective(cx, service)) };
            let name = format!("{}-{}", service.name, port.name);
            out.push(Guarded { name, target: port.target, port: Some(port), default });
        }
    }
    let bare = probed.iter().map(|p| (Name::from(p.to_string()), *p));
    let named = service.allows.iter().flat_map(|a| a.ports.iter().cloned()).chain(bare);
    for (name, target) in named {
        if !service.ports.iter().any(|p| p.target == target) && !out.iter().any(|g| g.target == target) {
            out.push(Guarded { name: format!("{}-{name}", service.name), target, port: None, default: None });
        }
    }
    out
}

/// Writes the Server of a port.
pub(super) fn push(cx: Cx<'_>, service: &Service, guarded: &Guarded<'_>, http2: bool, out: &mut Part) {
    let Some(api) = cx.cluster.platform.server_api() else { return };
    let labels = || service.select.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
    let vm = service.workload == Workload::Vm;
    let select = Some(Selector { match_labels: labels() });
    let spec = ServerSpec {
        access_policy: guarded.default,
        pod_selector: if vm { None } else { select.clone() },
        external_workload_selector: if vm { select } else { None },
        port: PortRef::Number(guarded.target),
        proxy_protocol: guarded.port.and_then(|p| p.protocol).map(|p| proxy_protocol(p, http2)),
    };
    let server = object(cx, api, "Server", &guarded.name, &service.ns, &service.name, spec);
    out.push(&server, &service.decl.comment, service.decl.span);
}

/// The Server of a port that no service declares, over all pods of a namespace: `linkerd-admin`.
pub(super) fn push_of_namespace(cx: Cx<'_>, ns: &Namespace, name: &str, target: u16, out: &mut Part) {
    let Some(api) = cx.cluster.platform.server_api() else { return };
    let spec = ServerSpec {
        access_policy: None,
        pod_selector: Some(Selector { match_labels: BTreeMap::new() }),
        external_workload_selector: None,
        port: PortRef::Number(target),
        proxy_protocol: None,
    };
    let server = object(cx, api, "Server", &format!("all-{name}"), &ns.name, &ns.name, spec);
    out.push(&server, &ns.decl.comment, ns.decl.span);
}

/// `proxyProtocol`: unknown, HTTP/1, HTTP/2, gRPC, opaque, TLS (admission.rs:345 @version-2.20). `http2`: gRPC that
/// must be told apart by path, where gRPC Servers take no routes (before 2.16).
fn proxy_protocol(protocol: Protocol, http2: bool) -> &'static str {
    match protocol {
        Protocol::Http => "HTTP/1",
        Protocol::Http2 => "HTTP/2",
        Protocol::Grpc if http2 => "HTTP/2",
        Protocol::Grpc => "gRPC",
        Protocol::Https | Protocol::Tls => "TLS",
        Protocol::Tcp | Protocol::Opaque | Protocol::Udp => "opaque",
    }
}

/// The default policy that holds for a service's ports: its own, its namespace's, its cluster's.
pub(super) fn effective(cx: Cx<'_>, service: &Service) -> &'static str {
    let of = |block: &crate::construct::Block| block.one("default-policy").and_then(|i| i.first_word());
    let namespace = cx.cluster.namespaces.get(&service.ns).and_then(|n| of(&n.block));
    let word = of(&service.block).or(namespace).or_else(|| of(&cx.cluster.block));
    policy_word(word.unwrap_or("all"))
}

/// A `default-policy` as Linkerd spells it.
#[must_use]
pub(crate) fn policy_word(word: &str) -> &'static str {
    match word {
        "deny" => "deny",
        "audit" => "audit",
        "all-meshed" => "all-authenticated",
        "cluster" => "cluster-unauthenticated",
        "cluster-meshed" => "cluster-authenticated",
        _ => "all-unauthenticated",
    }
}
