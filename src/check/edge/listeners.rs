//! Listeners: each port once, and each such that the edge's version can have it.

use crate::diagnostic::codes::edge::{E0402, E0418, E0420};
use crate::diagnostic::codes::warnings::W0404;
use crate::diagnostic::{Diagnostic, Sink};
use crate::lower::Cx;
use crate::platform::Feature;
use crate::topology::{Edge, Listener};
use crate::value::Type;
use std::collections::BTreeMap;

/// The checks of listeners.
pub(super) fn listeners(cx: Cx<'_>, edge: &Edge, sink: &mut Sink) {
    let mut ports: BTreeMap<u16, &Listener> = BTreeMap::new();
    for listener in &edge.listeners {
        if let Some(first) = ports.get(&listener.target) {
            let message = format!("two listeners lead to the port {} of the edge's pods", listener.target);
            let told = Diagnostic::new(&E0420, listener.span, message, "a second one")
                .because(first.span, "the first")
                .help("give it another port after `->`");
            sink.report(told);
        }
        ports.entry(listener.target).or_insert(listener);
        has_a_certificate(edge, listener, sink);
        if listener.target < 1024 && !listener.installed {
            let message = format!("the edge's pods listen on the privileged port {}", listener.target);
            let told =
                Diagnostic::new(&W0404, listener.span, message, "Emissary runs as user 8888").help(format!(
                    "let it listen elsewhere: `listen {} -> {} …`",
                    listener.port,
                    listener.target.saturating_add(8000)
                ));
            sink.report(told);
        }
    }
    if !cx.cluster.platform.has(Feature::Listener) {
        fits_the_module(edge, sink);
    }
}

fn has_a_certificate(edge: &Edge, listener: &Listener, sink: &mut Sink) {
    let only = listener.block.one("hosts").map(|i| i.texts(Type::Glob));
    let mut bound = edge
        .hosts
        .iter()
        .filter(|h| only.as_ref().is_none_or(|only| only.iter().any(|(glob, _)| ***glob == *h.hostname)));
    let known = |h: &crate::topology::Host| h.block.one("tls").is_some() || h.block.one("acme").is_some();
    if listener.protocol != "https" || edge.torn.is_some() || edge.installed || bound.any(known) {
        return;
    }
    let message = format!("the https listener {} has no host with a certificate", listener.port);
    let told = Diagnostic::new(&E0402, listener.span, message, "")
        .help("give a host `tls SECRET`, or take the listener away");
    sink.report(told);
}

/// One `service_port`, and one more for cleartext beside TLS.
fn fits_the_module(edge: &Edge, sink: &mut Sink) {
    let mut first: BTreeMap<&str, &Listener> = BTreeMap::new();
    for listener in &edge.listeners {
        let told = |why: &str| {
            let message = format!("an edge of this version cannot listen on {} too", listener.port);
            Diagnostic::new(&E0418, listener.span, message, why.to_owned())
                .note("Listeners came with Emissary 2; before, the Module has a single `service_port`")
        };
        if matches!(listener.protocol, "tcp" | "tls") {
            sink.report(told("neither http nor https").help("connections are led by `tcp`"));
        } else if let Some(other) = first.get(listener.protocol) {
            let why = format!("a second {} listener", listener.protocol);
            sink.report(told(&why).because(other.span, "the first").help("keep one of them"));
        }
        first.entry(listener.protocol).or_insert(listener);
        if let Some(security) = listener.block.one("security").filter(|i| !i.has("xfp")) {
            let message = "an edge of this version cannot be told what counts as secure";
            let told = Diagnostic::new(&E0418, security.span, message, "only `xfp` can be had")
                .help("take the line away, or say `security xfp`")
                .note("Listeners came with Emissary 2");
            sink.report(told);
        }
    }
}
