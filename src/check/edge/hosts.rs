//! Hosts: each once, each with a certificate that is its own.

use crate::diagnostic::codes::edge::{E0401, E0403, E0421, E0423, E0426};
use crate::diagnostic::codes::warnings::{W0401, W0603};
use crate::diagnostic::{Diagnostic, Sink};
use crate::lower::Cx;
use crate::platform::Feature;
use crate::topology::{Edge, Host, Insecure, Tls};
use crate::value::Type;
use std::collections::BTreeMap;

/// The checks of hosts.
pub(super) fn hosts(cx: Cx<'_>, edge: &Edge, sink: &mut Sink) {
    each_once(edge, sink);
    for host in &edge.hosts {
        if let Some(tls) = &host.tls {
            certificate_covers(cx, host, tls, sink);
            secret_is_near(cx, edge, tls, sink);
            versions_are_in_order(tls, sink);
        }
        somewhere_to_go(edge, host, sink);
        cleartext(host, sink);
    }
    if !edge.gateway_for.is_empty() {
        probe_is_served(cx, edge, sink);
    }
}

fn each_once(edge: &Edge, sink: &mut Sink) {
    let mut seen: BTreeMap<String, &Host> = BTreeMap::new();
    for host in &edge.hosts {
        if let Some(first) = seen.get(&host.hostname.to_ascii_lowercase()) {
            let message = format!("the edge `{}` has the host `{}` twice", edge.name, host.hostname);
            let told = Diagnostic::new(&E0401, host.decl.span, message, "declared again")
                .because(first.decl.span, "first declared here")
                .help("write the routes of both into one block");
            sink.report(told);
        } else {
            seen.insert(host.hostname.to_ascii_lowercase(), host);
        }
    }
}

/// What a secret says of the names in its certificate.
fn certificate_covers(cx: Cx<'_>, host: &Host, tls: &Tls, sink: &mut Sink) {
    let Some(secret) = cx.cluster.secrets.get(&(tls.ns.clone(), tls.name.clone())) else { return };
    let said = secret.block.items.iter().filter(|i| i.is("tls") || i.is("certificate"));
    let names: Vec<String> =
        said.flat_map(|i| i.values(Type::Host)).map(|(v, _)| v.to_string().to_ascii_lowercase()).collect();
    let wanted = host.hostname.to_ascii_lowercase();
    if names.is_empty() || wanted == "*" || names.iter().any(|n| covers(n, &wanted)) {
        return;
    }
    let message = format!("the certificate `{}` does not cover `{}`", tls.name, host.hostname);
    let told = Diagnostic::new(&E0403, tls.span, message, format!("it is for `{}`", names.join("`, `")))
        .because(secret.decl.span, "as is said here")
        .help(format!("name another secret, or add `{}` to what `tls` says of this one", host.hostname));
    sink.report(told);
}

/// Whether a name of a certificate, whose `*` is one label, is that host.
fn covers(name: &str, host: &str) -> bool {
    let one_label = |rest: &str| {
        host.strip_suffix(rest)
            .and_then(|h| h.strip_suffix('.'))
            .is_some_and(|l| !l.is_empty() && !l.contains('.'))
    };
    name == host || name.strip_prefix("*.").is_some_and(one_label)
}

fn secret_is_near(cx: Cx<'_>, edge: &Edge, tls: &Tls, sink: &mut Sink) {
    if cx.cluster.platform.has(Feature::TlsSecretNamespace) || tls.ns == edge.ns {
        return;
    }
    let message = format!("the secret `{}` is in the namespace `{}`, not in the edge's", tls.name, tls.ns);
    let told = Diagnostic::new(
        &E0421,
        tls.span,
        message,
        format!("the edge `{}` lives in `{}`", edge.name, edge.ns),
    )
    .help(format!("declare it as `{}.{}`", edge.ns, tls.name))
    .note("hosts find secrets of other namespaces since Emissary 2 (getambassador.io/v3alpha1)");
    sink.report(told);
}

fn versions_are_in_order(tls: &Tls, sink: &mut Sink) {
    let at = |word: &str| {
        let (value, span) = tls.block.one(word)?.value(Type::TlsVersion)?;
        Some((value.to_string(), span))
    };
    if let (Some((min, first)), Some((max, span))) = (at("min"), at("max"))
        && min > max
    {
        let message = format!("the highest TLS version, {max}, is below the lowest, {min}");
        let told = Diagnostic::new(&E0426, span, message, "").because(first, "the lowest");
        sink.report(told.help("exchange the two"));
    }
}

fn somewhere_to_go(edge: &Edge, host: &Host, sink: &mut Sink) {
    let said = host.block.items.iter().any(|i| i.is("route") || i.is("redirect"));
    if said || !host.routes.is_empty() || host.block.torn.is_some() || edge.torn.is_some() {
        return;
    }
    let message = format!("the host `{}` has no routes", host.hostname);
    let told = Diagnostic::new(&W0401, host.decl.span, message, "every request is answered with 404");
    sink.report(told.help("add a route: `route / -> NAMESPACE.SERVICE`"));
}

fn cleartext(host: &Host, sink: &mut Sink) {
    let bare = host.block.one("tls").is_none() && host.block.one("acme").is_none();
    if !bare && host.insecure != Insecure::Route {
        return;
    }
    let span = host.insecure_span.filter(|_| host.insecure == Insecure::Route).unwrap_or(host.decl.span);
    let message = format!("the host `{}` is served in cleartext", host.hostname);
    let told = if bare {
        Diagnostic::new(&W0603, span, message, "it has no certificate").help("give it one: `tls SECRET`")
    } else {
        Diagnostic::new(&W0603, span, message, "requests without TLS are served")
            .help("`insecure redirect` sends them to https")
    };
    let told = told.help("if it has to be so, say why: `expect W0603 \"the reason\"`");
    sink.report(told);
}

/// The probe comes in cleartext, for a name that is no host of the edge.
fn probe_is_served(cx: Cx<'_>, edge: &Edge, sink: &mut Sink) {
    let by = edge.gateway_for.join("`, `");
    if !edge.listeners.iter().any(|l| l.protocol == "http") {
        let message = format!("the edge `{}` has no cleartext port for the probes of `{by}`", edge.name);
        let told = Diagnostic::new(&E0423, edge.decl.span, message, "the gateway of a link");
        sink.report(told.help("add `listen 80 -> 8080 http`"));
    }
    // Before v3alpha1 one host rules cleartext for all names, whichever comes first by its object's name.
    let all = !cx.cluster.platform.has(Feature::MappingNeedsHost);
    let ruling = edge.hosts.iter().filter(|h| all || &*h.hostname == "*");
    for host in ruling.filter(|h| h.insecure != Insecure::Route) {
        let span = host.insecure_span.unwrap_or(host.decl.span);
        let message = format!("the host `{}` would not answer the probes of `{by}`", host.hostname);
        let told = Diagnostic::new(&E0423, span, message, "requests without TLS get no answer")
            .help("say `insecure route`: traffic of the link comes through the mesh, encrypted by it")
            .note("a probe must get a 200; the mirrors of exported services have no endpoints before");
        sink.report(told);
    }
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_star_is_one_label() {
        for (name, host, yes) in [
            ("a.example.com", "a.example.com", true),
            ("*.example.com", "a.example.com", true),
            ("*.example.com", "*.example.com", true),
            ("*.example.com", "a.b.example.com", false),
            ("*.example.com", "example.com", false),
            ("*.example.com", "aexample.com", false),
            ("a.example.com", "*.example.com", false),
        ] {
            assert_eq!(covers(name, host), yes, "{name} {host}");
        }
    }
}
