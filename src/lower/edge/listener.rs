//! `listen` into Listeners (v3alpha1), and the ports of the edge's Service.

use super::Make;
use crate::api::emissary::v3alpha1;
use crate::diagnostic::Sink;
use crate::manifest::Part;
use crate::topology::{Edge, Host, Listener};
use crate::value::Type;
use std::collections::BTreeMap;

/// A port of the edge's Service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ServicePort {
    /// Its name.
    pub(super) name: String,
    /// Of the Service.
    pub(super) port: u16,
    /// Of the pod.
    pub(super) target: u16,
    /// HTTP/3.
    pub(super) udp: bool,
}

/// The ports of the edge's Service. Where links enter through the edge, `mc-gateway` is the proxy's own port, and the
/// first cleartext port is called `mc-probe` (linkerd2 pkg/k8s/labels.go: both are looked up by name).
pub(super) fn service_ports(edge: &Edge) -> Vec<ServicePort> {
    let mut out: Vec<ServicePort> = Vec::new();
    for listener in &edge.listeners {
        let usual = matches!((listener.protocol, listener.port), ("http", 80) | ("https", 443));
        let name = if usual { listener.protocol.to_owned() } else { name(listener) };
        out.push(ServicePort { name, port: listener.port, target: listener.target, udp: false });
        if http3(listener) {
            let name = format!("http3-{}", listener.port);
            out.push(ServicePort { name, port: listener.port, target: listener.target, udp: true });
        }
    }
    if !edge.gateway_for.is_empty() {
        let plain = edge.listeners.iter().find(|l| l.protocol == "http").map(|l| l.port);
        if let Some(probe) = out.iter_mut().find(|p| Some(p.port) == plain) {
            "mc-probe".clone_into(&mut probe.name);
        }
        out.push(ServicePort { name: "mc-gateway".to_owned(), port: 4143, target: 4143, udp: false });
    }
    out
}

/// `<protocol>-<port>`.
fn name(listener: &Listener) -> String {
    format!("{}-{}", listener.protocol, listener.port)
}

fn http3(listener: &Listener) -> bool {
    listener.protocol == "https" && listener.block.switch("http3") == Some(true)
}

/// The label of the Hosts that a listener with `hosts` binds.
pub(super) fn host_label(listener: &Listener) -> String {
    format!("meshc.dev/listen-{}", listener.port)
}

/// Whether a listener with `hosts` names this one.
pub(super) fn binds(listener: &Listener, host: &Host) -> bool {
    listener
        .block
        .one("hosts")
        .is_some_and(|hosts| hosts.texts(Type::Glob).iter().any(|(glob, _)| **glob == host.hostname))
}

/// The Listeners of an edge that are its own.
pub(super) fn listeners(make: Make<'_>, out: &mut Part, sink: &mut Sink) {
    for listener in make.edge.listeners.iter().filter(|l| !l.installed) {
        let from = out.objects().len();
        push(make, listener, &name(listener), spec(make, listener), out);
        if http3(listener) {
            let mut udp = spec(make, listener);
            udp.protocol = None;
            udp.protocol_stack = vec!["TLS", "HTTP", "UDP"];
            push(make, listener, &format!("http3-{}", listener.port), udp, out);
        }
        make.cx.patched(&listener.block, from, out, sink);
    }
}

fn push(make: Make<'_>, listener: &Listener, name: &str, spec: v3alpha1::Listener, out: &mut Part) {
    let object = make.object("Listener", name, &make.edge.ns, &listener.block, spec);
    make.push(out, &object, &make.edge.decl.comment, listener.span);
}

fn spec(make: Make<'_>, listener: &Listener) -> v3alpha1::Listener {
    let block = &listener.block;
    let proxied = block.switch("proxy-protocol") == Some(true);
    // What `protocol` cannot say is said as a stack (P4/ir/irlistener.py ProtocolStacks).
    let (protocol, protocol_stack) = match (listener.protocol, proxied) {
        ("https", false) => (Some("HTTPS"), vec![]),
        ("https", true) => (Some("HTTPSPROXY"), vec![]),
        ("tcp", false) => (Some("TCP"), vec![]),
        ("tcp", true) => (None, vec!["PROXY", "TCP"]),
        ("tls", false) => (Some("TLS"), vec![]),
        ("tls", true) => (None, vec!["TLS", "PROXY", "TCP"]),
        (_, false) => (Some("HTTP"), vec![]),
        (_, true) => (Some("HTTPPROXY"), vec![]),
    };
    let security_model = match block.one("security").and_then(|i| i.first_word()) {
        Some("secure") => "SECURE",
        Some("insecure") => "INSECURE",
        _ => "XFP",
    };
    let selector = block.one("hosts").map(|_| v3alpha1::BindingSelector {
        match_labels: BTreeMap::from([(host_label(listener), "true".to_owned())]),
    });
    v3alpha1::Listener {
        ambassador_id: make.ids(),
        port: listener.target,
        protocol,
        protocol_stack,
        security_model,
        l7_depth: block.one("hops").and_then(|i| i.number(Type::Count)),
        stats_prefix: block.one("stats-name").and_then(|i| i.text(Type::StatsName)).map(ToString::to_string),
        // All Hosts of an edge lie in its own namespace.
        host_binding: v3alpha1::Binding { namespace: v3alpha1::From { from: "SELF" }, selector },
    }
}
