//! Who is let in, and what pods may do: policies that hold, Pod Security levels that are met.

use super::{blocks, containers, services};
use crate::construct::{Block, Item};
use crate::diagnostic::codes::security::{E0602, E0603, E0604};
use crate::diagnostic::codes::warnings::{W0601, W0602, W0604, W0605};
use crate::diagnostic::{Diagnostic, Sink};
use crate::source::Span;
use crate::topology::{Allow, Auth, Caller, Cluster, Gateway, Inject, Service, Topology, Workload};
use crate::value::{self, PortRange, Type, Value};

/// Capabilities that the level `baseline` lets a container have (Pod Security Standards, Kubernetes 1.33).
const BASELINE: &[&str] = &[
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

/// Security settings do not gainsay each other.
pub(super) fn settings_are_possible(topology: &Topology, sink: &mut Sink) {
    for (_, _, block) in containers(topology) {
        let Some(security) = block.one("security").map(|i| i.inner()) else { continue };
        let on = |word: &str| security.one(word).filter(|i| i.switch());
        if let (Some(a), Some(b)) = (on("privileged"), on("no-escalation")) {
            let message = "a privileged container cannot be kept from gaining privileges";
            clash(a, b, message, "has all of them already", sink);
        }
        let root =
            |i: &&std::sync::Arc<Item>| matches!(i.value(Type::UserGroup), Some((Value::UserGroup(0, _), _)));
        if let (Some(a), Some(b)) = (security.one("run-as").filter(root), on("non-root")) {
            clash(a, b, "a container that never runs as root is to run as user 0", "this is root", sink);
        }
    }
}

fn clash(a: &Item, b: &Item, message: &str, label: &str, sink: &mut Sink) {
    sink.report(Diagnostic::new(&E0602, a.span, message, label).because(b.span, "against this"));
}

/// A policy is enforced by a proxy.
pub(super) fn policies_have_a_proxy(topology: &Topology, sink: &mut Sink) {
    for (cluster, s) in services(topology) {
        let no_linkerd = cluster.platform.linkerd.is_none();
        let unknown = s.inject.is_none() && cluster.namespaces.get(&s.ns).is_none_or(|n| n.installed);
        if s.meshed || no_linkerd || s.installed && s.inject.is_none() || unknown || s.torn.is_some() {
            continue;
        }
        for allow in &s.allows {
            let message = "a policy on a service that is not meshed keeps nobody out";
            let mut told = Diagnostic::new(&E0603, allow.item.span, message, "no proxy enforces it");
            if let Some(why) = s.block.one("inject").filter(|_| s.inject == Some(Inject::Off)) {
                told = told.because(why.span, "not meshed");
            } else if let Some(ns) = cluster.namespaces.get(&s.ns) {
                told = told.because(ns.decl.span, "its namespace does not mesh its pods");
            }
            sink.report(told.help("mesh it with `inject`, here or in its namespace"));
        }
    }
}

/// What passes the proxy by passes its policies by.
pub(super) fn policies_are_not_bypassed(topology: &Topology, sink: &mut Sink) {
    for (cluster, s) in services(topology).filter(|(_, s)| s.meshed) {
        let skips = |b: &Block| b.one("mesh").and_then(|m| m.inner().one("skip-inbound").cloned());
        let own = skips(&s.block).or_else(|| cluster.namespaces.get(&s.ns).and_then(|n| skips(&n.block)));
        let Some(skip) = own else { continue };
        for allow in &s.allows {
            let ports: Vec<u16> = if allow.ports.is_empty() {
                s.ports.iter().map(|p| p.target).collect()
            } else {
                allow.ports.iter().map(|(_, n)| *n).collect()
            };
            let hit = skip
                .values(Type::PortRange)
                .into_iter()
                .find(|(v, _)| ports.iter().any(|p| covers(v, *p, s)));
            if let Some((_, span)) = hit {
                let message = "a port that passes the proxy by is open to all";
                let told = Diagnostic::new(&W0602, span, message, "no policy, and no mutual TLS");
                sink.report(told.because(allow.item.span, "this does not hold there"));
                break;
            }
        }
    }
}

fn covers(value: &Value, port: u16, s: &Service) -> bool {
    match value {
        Value::PortRange(PortRange::One(value::Port::Number(n))) => *n == port,
        Value::PortRange(PortRange::One(value::Port::Name(name))) => {
            s.ports.iter().any(|p| p.name == *name && p.target == port)
        }
        Value::PortRange(PortRange::Range(a, b)) => (*a..=*b).contains(&port),
        _ => false,
    }
}

/// Through a gateway all its clients look alike.
pub(super) fn gateways_let_in_their_callers_alone(topology: &Topology, sink: &mut Sink) {
    for cluster in topology.clusters.values() {
        let of_services =
            cluster.services.values().flat_map(|s| s.allows.iter().map(move |a| (a, &*s.callers)));
        let of_namespaces =
            cluster.namespaces.values().flat_map(|n| n.allows.iter().map(|a| (a, [].as_slice())));
        for (allow, callers) in of_services.chain(of_namespaces) {
            let Some((because, why)) = by_gateway(topology, cluster, allow, callers) else { continue };
            let message = "whoever reaches the gateway is let in with the callers behind it";
            let told = Diagnostic::new(&W0601, allow.item.span, message, "lets in the gateway's identity");
            sink.report(
                told.because(because, why).note(
                    "a gateway calls with its own identity; over a `flat` link each caller keeps its own",
                ),
            );
        }
    }
}

/// What makes an `allow` let in a gateway, unless it names its account or identity itself.
fn by_gateway(
    topology: &Topology,
    cluster: &Cluster,
    allow: &Allow,
    callers: &[Caller],
) -> Option<(Span, &'static str)> {
    let Auth::Identities(identities) = &allow.auth else { return None };
    if matches!(allow.item.first_word(), Some("account" | "identity" | "meshed")) {
        return None;
    }
    let through = callers.iter().find(|c| c.gateway && identities.contains(&c.identity));
    if let Some(caller) = through {
        return Some((caller.span, "called through the gateway"));
    }
    let mut towards = topology.links.iter().filter(|l| l.target == cluster.name);
    let link = towards.find(|l| {
        let identity = match &l.gateway {
            Some(Gateway::Linkerd) => cluster.identity("linkerd-gateway", "linkerd-multicluster"),
            // An edge that is let in as an edge of this cluster is meant itself.
            Some(Gateway::Edge { edge, account, ns, .. }) if !names(allow, edge) => {
                cluster.identity(account, ns)
            }
            _ => return false,
        };
        identities.iter().any(|i| **i == *identity)
    })?;
    Some((link.kind_span, "this link goes through a gateway"))
}

fn names(allow: &Allow, edge: &str) -> bool {
    allow.item.texts(Type::Edge).iter().any(|(name, _)| ***name == *edge)
}

/// What runs in a namespace meets its Pod Security level.
pub(super) fn pod_security_is_met(topology: &Topology, sink: &mut Sink) {
    for (cluster, s) in services(topology) {
        if s.installed || matches!(s.workload, Workload::None | Workload::Vm) {
            continue;
        }
        let Some(level) = cluster.namespaces.get(&s.ns).and_then(|n| n.block.one("pod-security")) else {
            continue;
        };
        let word = level.first_word().unwrap_or("privileged");
        if word == "privileged" {
            continue;
        }
        let restricted = word == "restricted";
        let security = |b: &Block| b.one("security").map(|i| i.inner()).unwrap_or_default();
        let mut all = pod_forbidden(s);
        for block in blocks(s) {
            all.extend(mounted(block));
            all.extend(forbidden(&security(block), restricted));
        }
        for (span, what) in all {
            let message = format!("the Pod Security level `{word}` forbids {what}");
            let told = Diagnostic::new(&E0604, span, message, "no pod would be made");
            sink.report(told.because(level.span, "the namespace's level"));
        }
        for block in blocks(s).filter(|b| restricted && s.torn.is_none() && b.torn.is_none()) {
            missing(s, block, &security(block), level.span, sink);
        }
        init_container(cluster, s, word, level.span, sink);
    }
}

/// What a pod has that no level but `privileged` lets it have.
fn pod_forbidden(s: &Service) -> Vec<(Span, String)> {
    let network = s.block.one("host-network").filter(|i| i.switch());
    let host_ports = s.ports.iter().filter_map(|p| p.block.one("host-port"));
    let network = network.into_iter().map(|i| (i.span, "the node's network".to_owned()));
    network.chain(host_ports.map(|i| (i.span, "a port of the node".to_owned()))).collect()
}

fn mounted(block: &Block) -> impl Iterator<Item = (Span, String)> + '_ {
    let host = block.each("mount").filter(|m| m.first_word() == Some("host"));
    host.map(|m| (m.span, "a path of the node".to_owned()))
}

fn forbidden(security: &Block, restricted: bool) -> Vec<(Span, String)> {
    let mut out = Vec::new();
    let privileged = security.one("privileged").filter(|i| i.switch());
    out.extend(privileged.map(|i| (i.span, "a privileged container".to_owned())));
    let unconfined = security.one("seccomp").filter(|i| i.has("unconfined"));
    out.extend(unconfined.map(|i| (i.span, "an unconfined seccomp profile".to_owned())));
    for (name, span) in security.each("add-capability").flat_map(|i| i.texts(Type::Capability)) {
        let fine = if restricted { **name == *"NET_BIND_SERVICE" } else { BASELINE.contains(&&**name) };
        if !fine {
            out.push((span, format!("the capability `{name}`")));
        }
    }
    if restricted {
        let root = security
            .one("run-as")
            .filter(|i| matches!(i.value(Type::UserGroup), Some((Value::UserGroup(0, _), _))));
        out.extend(root.map(|i| (i.span, "root as its user".to_owned())));
    }
    out
}

/// What `restricted` demands and nobody says.
fn missing(s: &Service, block: &Block, security: &Block, level: Span, sink: &mut Sink) {
    let drops =
        security.each("drop-capability").flat_map(|i| i.texts(Type::Capability)).any(|(c, _)| **c == *"ALL");
    let lacks: Vec<&str> = [
        (security.switch("non-root") == Some(true), "non-root"),
        (security.switch("no-escalation") == Some(true), "no-escalation"),
        (drops, "drop-capability ALL"),
        (security.one("seccomp").is_some(), "seccomp runtime-default"),
    ]
    .into_iter()
    .filter(|(there, _)| !there)
    .map(|(_, what)| what)
    .collect();
    if lacks.is_empty() {
        return;
    }
    let own = |i: &&std::sync::Arc<Item>| i.block.as_deref().is_some_and(|b| std::ptr::eq(b, block));
    let whole = s.block.items.iter().find(own).map_or(s.decl.span, |i| i.span);
    let span = block.one("security").map_or(whole, |i| i.span);
    let list = lacks.iter().map(|l| format!("`{l}`")).collect::<Vec<_>>().join(", ");
    let message = format!("the Pod Security level `restricted` also wants {list}");
    let told = Diagnostic::new(&W0604, span, message, "no pod would be made")
        .because(level, "the namespace's level");
    sink.report(
        told.help(format!("write `security {{ {} }}`, once for all of them in `defaults`", lacks.join("; "))),
    );
}

/// Linkerd's init container sets up iptables, which both levels forbid.
fn init_container(cluster: &Cluster, s: &Service, word: &str, level: Span, sink: &mut Sink) {
    let linkerd = cluster.block.one("linkerd").map(|l| l.inner());
    let cni = linkerd.as_ref().and_then(|l| l.switch("cni")) == Some(true);
    if !s.meshed || cni || cluster.linkerd_installed {
        return;
    }
    let message = format!("Linkerd's init container is not let in at the Pod Security level `{word}`");
    let told = Diagnostic::new(&W0605, level, message, "for meshed pods of this namespace");
    sink.report(
        told.because(s.decl.span, "a meshed pod")
            .help("let Linkerd's CNI plugin do its work: `linkerd { cni }` in the cluster")
            .note("`linkerd-init` needs the capabilities NET_ADMIN and NET_RAW"),
    );
}
