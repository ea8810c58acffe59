//! How services are reached from outside, and the ports that statements name.

use super::services;
use crate::construct::{Block, Item};
use crate::diagnostic::codes::references::E0323;
use crate::diagnostic::codes::workload::{E0362, E0367, E0369};
use crate::diagnostic::{Applicability, Diagnostic, Sink, nearest, or_list};
use crate::source::Span;
use crate::topology::{Service, Topology};
use crate::value::{self, PortRange, Type, Value};

/// What is exposed has an address of its own.
pub(super) fn exposed_services_have_an_address(topology: &Topology, sink: &mut Sink) {
    for (_, s) in services(topology).filter(|(_, s)| s.headless) {
        for item in s.block.each("expose").filter(|e| !e.has("installed") && e.inner().one("name").is_none())
        {
            let message = "a headless Service cannot be exposed: it has no address of its own";
            let mut told = Diagnostic::new(&E0367, item.first_span(), message, "refused by Kubernetes");
            if let Some(headless) = s.block.one("headless") {
                told = told.because(headless.span, "headless here");
            }
            sink.report(told.help("expose a second Service beside it: `expose load-balancer { name NAME }`"));
        }
    }
}

/// A port on every node is one of a Service that has those.
pub(super) fn node_ports_are_exposed(topology: &Topology, sink: &mut Sink) {
    for (_, s) in services(topology).filter(|(_, s)| s.torn.is_none()) {
        let exposed = s.block.each("expose").any(|e| e.has("node-port") || e.has("load-balancer"));
        for item in s.ports.iter().filter_map(|p| p.block.one("node-port")).filter(|_| !exposed) {
            let message = "a port on every node, on a Service that is not exposed";
            let told = Diagnostic::new(&E0369, item.span, message, "refused by Kubernetes");
            sink.report(told.help("add `expose node-port`, or take the line away"));
        }
        for expose in s.block.each("expose").filter(|e| !e.has("load-balancer")) {
            for item in ["class", "source-ranges"].iter().filter_map(|w| expose.inner().one(w).cloned()) {
                let word = item.row.word();
                let message = format!("`{word}` is an option of a load balancer alone");
                let told = Diagnostic::new(&E0362, item.span, message, "refused by Kubernetes");
                sink.report(told.because(expose.first_span(), "no load balancer"));
            }
        }
    }
}

/// Ports that `expose` and `mesh` name are declared.
pub(super) fn named_ports_exist(topology: &Topology, sink: &mut Sink) {
    for (_, s) in services(topology).filter(|(_, s)| s.torn.is_none()) {
        s.block
            .each("expose")
            .filter_map(|e| e.inner().one("ports").cloned())
            .for_each(|i| named(s, &i, sink));
        let mesh = s.block.one("mesh").map(|m| m.inner());
        for word in ["skip-inbound", "opaque", "require-identity"] {
            mesh.iter().filter_map(|m: &std::sync::Arc<Block>| m.one(word)).for_each(|i| named(s, i, sink));
        }
        s.block.each("route").for_each(|i| named(s, i, sink));
    }
}

fn named(s: &Service, item: &Item, sink: &mut Sink) {
    for (kind, value, span) in item.all_values() {
        let name = match (kind, value) {
            (Type::Port, Value::Port(value::Port::Name(name)))
            | (Type::PortRange, Value::PortRange(PortRange::One(value::Port::Name(name)))) => name,
            _ => continue,
        };
        if &**name != "linkerd-admin" && !s.ports.iter().any(|p| p.name == *name) {
            unknown_port(s, name, span, "no port of this name is declared", sink);
        }
    }
}

/// Tells that a service declares no port of that name.
pub(super) fn unknown_port(s: &Service, name: &str, span: Span, label: &str, sink: &mut Sink) {
    let told = Diagnostic::new(&E0323, span, format!("there is no port `{name}`"), label);
    let near = nearest(name, s.ports.iter().map(|p| &*p.name));
    let list = or_list(s.ports.iter().map(|p| &*p.name));
    sink.report(match near.first() {
        Some(near) => told.help(format!("there is a port with a similar name: `{near}`")).fix(
            format!("write `{near}`"),
            Applicability::MaybeIncorrect,
            span,
            *near,
        ),
        None if list.is_empty() => {
            told.help("declare it (`port http 80 -> 8080`), or write the container port's number")
        }
        None => told.help(format!("name one of its ports: {list}")),
    });
}
