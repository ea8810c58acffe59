//! A reference, as whoever wrote it sees it: which service or host, in which cluster, reached how, at which port.

use super::declare::with_near;
use super::members::{known, knows};
use crate::diagnostic::codes::multicluster::{E0704, E0705, E0706, E0707};
use crate::diagnostic::codes::references::{E0320, E0321, E0322, E0323, E0324};
use crate::diagnostic::{Applicability, Diagnostic, Known, Reported, Sink, nearest, or_list};
use crate::source::Span;
use crate::topology::{Cluster, Name, Place, Port, PortUse, Service, Target, Topology, Via};
use crate::value::{self, Ref};

/// From where a reference is looked up.
#[derive(Clone, Copy)]
pub(super) struct From<'a> {
    /// The cluster of whoever refers.
    pub(super) cluster: &'a Cluster,
    /// The namespace of plain names.
    pub(super) ns: &'a str,
    /// Whether a port must be known.
    pub(super) port: bool,
}

/// Looks a reference up: whole as an external host first, then as `NS.NAME` (language §3).
pub(super) fn target(
    topology: &Topology,
    from: From<'_>,
    r: &Ref,
    span: Span,
    sink: &mut Sink,
) -> Known<Target> {
    if let Some(external) = from.cluster.externals.get(&r.path) {
        let port = port_of(
            r,
            &external.ports,
            &external.host,
            external.decl.span,
            (from.port, external.block.torn),
            span,
            sink,
        )?;
        return Ok(Target {
            place: Place::External(external.host.clone()),
            cluster: from.cluster.name.clone(),
            via: Via::Outside,
            host: external.host.clone(),
            service: external.host.clone(),
            ns: Name::from(""),
            port,
            meshed: false,
            pod: None,
        });
    }
    let (ns, name) = match r.path.split_once('.') {
        Some((ns, name)) => (Name::from(ns), Name::from(name)),
        None => (Name::from(from.ns), r.path.clone()),
    };
    match &r.cluster {
        None => local(topology, from, r, (&ns, &name), span, sink),
        Some(c) if **c == *from.cluster.name => local(topology, from, r, (&ns, &name), span, sink),
        Some(c) if &**c == "federated" => federated(topology, from, r, (&ns, &name), span, sink),
        Some(c) => remote(topology, from, r, c, (&ns, &name), span, sink),
    }
}

fn local(
    topology: &Topology,
    from: From<'_>,
    r: &Ref,
    (ns, name): (&Name, &Name),
    span: Span,
    sink: &mut Sink,
) -> Known<Target> {
    let Some(service) = from.cluster.services.get(&(ns.clone(), name.clone())) else {
        return Err(missing(topology, from, r, (ns, name), span, sink));
    };
    let port = port_of(r, &service.ports, &r.path, service.decl.span, (from.port, service.torn), span, sink)?;
    let host = match (r.pod, &service.headless_name) {
        (Some(pod), headless) => {
            let set = headless.as_ref().unwrap_or(&service.service_name);
            format!("{}-{pod}.{}", service.workload_name, from.cluster.fqdn(set, ns))
        }
        (None, _) => from.cluster.fqdn(&service.service_name, ns),
    };
    Ok(Target {
        place: Place::Service(ns.clone(), name.clone()),
        cluster: from.cluster.name.clone(),
        via: Via::Local,
        host: Name::from(host),
        service: service.service_name.clone(),
        ns: ns.clone(),
        port,
        meshed: service.meshed,
        pod: r.pod,
    })
}

/// Up to how many services of a cluster all are compared with a name that is unknown.
const COMPARED: usize = 500;
/// How many before and after its place in their order otherwise: the cost of many mistakes stays bounded.
const BESIDE: usize = 100;

/// The services that an unknown one is compared with; only those of the namespace, if asked.
pub(super) fn beside<'a>(
    cluster: &'a Cluster,
    ns: &Name,
    name: &Name,
    inside: bool,
) -> Vec<&'a (Name, Name)> {
    let all = &cluster.services;
    let key = (ns.clone(), name.clone());
    let most = if all.len() <= COMPARED { COMPARED } else { BESIDE };
    let wanted = |k: &&(Name, Name)| !inside || k.0 == *ns;
    let mut out: Vec<_> = all.range(..&key).rev().map(|(k, _)| k).take_while(wanted).take(most).collect();
    out.reverse();
    out.extend(all.range(&key..).map(|(k, _)| k).take_while(wanted).take(most));
    out
}

/// Nothing of that name here: says where it is, or what is near.
fn missing(
    topology: &Topology,
    from: From<'_>,
    r: &Ref,
    (ns, name): (&Name, &Name),
    span: Span,
    sink: &mut Sink,
) -> Reported {
    let key = (ns.clone(), name.clone());
    let homes: Vec<&Name> =
        topology.clusters.values().filter(|c| c.services.contains_key(&key)).map(|c| &c.name).collect();
    if let Some(home) = homes.first() {
        let message = format!("`{ns}.{name}` is not on the cluster `{}`", from.cluster.name);
        let list = or_list(homes.iter().map(|h| &***h));
        let port = r.port.as_ref().map(|p| format!(":{p}")).unwrap_or_default();
        let told = Diagnostic::new(&E0704, span, message, format!("it runs on {list} only"))
            .help(format!("over a link, write `{ns}.{name}{port}@{home}`"));
        return sink.report(told);
    }
    // What is too broken to be known may be what is meant, and what is placed nowhere may be here.
    let full = format!("{ns}.{name}");
    let astray = || [&**ns, full.as_str()].into_iter().find_map(|n| topology.astray.get(n).copied());
    if let Some(told) = topology.lost.or_else(astray) {
        return told;
    }
    let services = || from.cluster.services.keys();
    if r.path.contains('.') && !knows(from.cluster, ns) {
        let looks = r.path.matches('.').count() >= 1;
        let names = beside(from.cluster, ns, name, false);
        let names: Vec<String> = names.iter().map(|(n, s)| format!("{n}.{s}")).collect();
        let near = nearest(&r.path, names.iter().map(String::as_str));
        let message = format!("there is no service or external host `{}`", r.path);
        let mut told = Diagnostic::new(&E0320, span, message, format!("`{ns}` is no namespace here"));
        if near.is_empty() && looks {
            let spaces = known(from.cluster);
            let near_ns = nearest(ns, spaces.iter().map(|n| &**n));
            told = match near_ns.first() {
                Some(near) => told.help(format!("there is a namespace with a similar name: `{near}`")),
                None => told.help(format!(
                    "a host outside is declared: `external {} {{ port https 443 {{ protocol tls }} }}`",
                    r.path
                )),
            };
        }
        return sink.report(near_ref(told, &near, r, span));
    }
    let names = beside(from.cluster, ns, name, true);
    let names: Vec<String> = names.iter().map(|(_, s)| s.to_string()).collect();
    let near = nearest(name, names.iter().map(String::as_str));
    let full: Vec<String> = near
        .iter()
        .map(|n| if r.path.contains('.') { format!("{ns}.{n}") } else { (*n).to_owned() })
        .collect();
    let message = format!("there is no service `{name}` in the namespace `{ns}`");
    let mut told = Diagnostic::new(&E0320, span, message, "no service or external host of this name");
    if near.is_empty() && !names.is_empty() && names.len() <= 8 {
        told = told.help(format!("name one of its services: {}", or_list(names.iter().map(String::as_str))));
    } else if near.is_empty() {
        let elsewhere: Vec<String> =
            services().filter(|(_, s)| s == name).map(|(n, s)| format!("{n}.{s}")).collect();
        if let Some(first) = elsewhere.first() {
            told = told.help(format!("there is `{first}`, in another namespace"));
        }
    }
    let full: Vec<&str> = full.iter().map(String::as_str).collect();
    sink.report(near_ref(told, &full, r, span))
}

/// Adds near names; the fix keeps port and cluster.
fn near_ref(told: Diagnostic, near: &[&str], r: &Ref, span: Span) -> Diagnostic {
    let mut told = with_near(told, "service", near, span);
    if let [fix] = told.fixes.as_mut_slice() {
        for edit in &mut fix.edits {
            let rest = Ref { path: Name::from(edit.text.as_str()), ..r.clone() };
            edit.text = rest.to_string();
            fix.title = format!("write `{}`", edit.text);
        }
    }
    told
}

/// The port that a reference means: the one it names, or the only one.
fn port_of(
    r: &Ref,
    ports: &[Port],
    what: &str,
    declared: Span,
    (needed, torn): (bool, Option<Reported>),
    span: Span,
    sink: &mut Sink,
) -> Known<Option<PortUse>> {
    let of =
        |p: &Port| PortUse { name: p.name.clone(), number: p.number, target: p.target, protocol: p.protocol };
    let open: Vec<&Port> = ports.iter().filter(|p| !p.private).collect();
    let list = || or_list(open.iter().map(|p| &*p.name));
    let Some(port) = &r.port else {
        return match open.as_slice() {
            [one] => Ok(Some(of(one))),
            [] if torn.is_some() => torn.map_or(Ok(None), Err),
            [] if needed && r.pod.is_none() => {
                let message = format!("`{what}` has no port");
                let told =
                    Diagnostic::new(&E0322, span, message, "there is no Service to call without a port")
                        .because(declared, "declared here, without `port`")
                        .help("add `port http 80 -> 8080` to it");
                Err(sink.report(told))
            }
            [] => Ok(None),
            [first, ..] if needed => {
                let message = format!("`{what}` has several ports, and none is named here");
                let told = Diagnostic::new(&E0321, span, message, format!("{}?", list()))
                    .because(declared, "declared here")
                    .fix(
                        format!("write `{}:{}`", r.path, first.name),
                        Applicability::MaybeIncorrect,
                        span,
                        Ref { port: Some(value::Port::Name(first.name.clone())), ..r.clone() }.to_string(),
                    );
                Err(sink.report(told))
            }
            _ => Ok(None),
        };
    };
    let same = |p: &&Port| match port {
        value::Port::Name(name) => p.name == *name,
        value::Port::Number(number) => p.number == *number,
    };
    if let Some(found) = open.iter().copied().find(same) {
        return Ok(Some(of(found)));
    }
    if let Some(private) = ports.iter().find(same) {
        let message = format!("the port `{port}` of `{what}` is private");
        let told = Diagnostic::new(&E0324, span, message, "its Service does not have it")
            .because(private.span, "private here");
        return Err(sink.report(told));
    }
    if let Some(torn) = torn {
        return Err(torn);
    }
    let word = port.to_string();
    let near = nearest(&word, open.iter().map(|p| &*p.name));
    let message = format!("`{what}` has no port `{port}`");
    let mut told = Diagnostic::new(&E0323, span, message, "no port of this name or number")
        .because(declared, "declared here");
    if let (value::Port::Number(n), true) = (port, near.is_empty()) {
        let by_target = ports.iter().find(|p| p.target == *n);
        if let Some(p) = by_target {
            told = told
                .note(format!("{n} is the container's port; the Service's is {} (`{}`)", p.number, p.name));
        }
    }
    if open.is_empty() {
        told = told.help("it declares no port");
    } else {
        told = told.help(format!("name one of its ports: {}", list()));
    }
    if let [one] = near.as_slice() {
        let text = Ref { port: Some(value::Port::Name(Name::from(*one))), ..r.clone() }.to_string();
        told = told.fix(format!("write `{text}`"), Applicability::MaybeIncorrect, span, text);
    }
    Err(sink.report(told))
}

fn remote(
    topology: &Topology,
    from: From<'_>,
    r: &Ref,
    cluster: &Name,
    (ns, name): (&Name, &Name),
    span: Span,
    sink: &mut Sink,
) -> Known<Target> {
    let Some(there) = topology.clusters.get(cluster) else {
        if let Some(told) = topology.lost {
            return Err(told);
        }
        let near = nearest(cluster, topology.clusters.keys().map(|n| &**n));
        let message = format!("there is no cluster `{cluster}`");
        let told = Diagnostic::new(&E0705, span, message, "no cluster of this name");
        return Err(sink.report(
            near.first().map_or(told.clone(), |n| {
                told.help(format!("there is a cluster with a similar name: `{n}`"))
            }),
        ));
    };
    let Some(service) = there.services.get(&(ns.clone(), name.clone())) else {
        if from.cluster.services.contains_key(&(ns.clone(), name.clone())) {
            let plain = Ref { cluster: None, ..r.clone() }.to_string();
            let message = format!("`{ns}.{name}` is not on the cluster `{cluster}`");
            let label = format!("it runs on `{}`, as what refers to it does", from.cluster.name);
            let told = Diagnostic::new(&E0704, span, message, label).fix(
                format!("write `{plain}`"),
                Applicability::MaybeIncorrect,
                span,
                plain,
            );
            return Err(sink.report(told));
        }
        let there = From { cluster: there, ..from };
        return Err(missing(topology, there, r, (ns, name), span, sink));
    };
    let Some(link) = topology.links.iter().find(|l| l.source == from.cluster.name && l.target == *cluster)
    else {
        if let Some(told) = topology.links_torn {
            return Err(told);
        }
        let message = format!("no link leads from `{}` to `{cluster}`", from.cluster.name);
        let told = Diagnostic::new(&E0706, span, message, "so nothing of that cluster is mirrored here")
            .help(format!("declare `link {} -> {cluster}`", from.cluster.name));
        return Err(sink.report(told));
    };
    let export = service.export.clone().unwrap_or_default();
    let via = match (link.flat && export.flat, link.gateway.is_some() && export.gateway) {
        (true, _) => Via::Flat,
        (_, true) => Via::Gateway,
        _ => return Err(not_exported(service, cluster, span, "export", sink)),
    };
    namespace_here(from, ns, service, span, sink)?;
    let port = port_of(r, &service.ports, &r.path, service.decl.span, (from.port, service.torn), span, sink)?;
    let mirror = Name::from(format!("{}-{cluster}", service.service_name));
    Ok(reached(from, service, cluster.clone(), via, mirror, port))
}

fn not_exported(service: &Service, cluster: &str, span: Span, how: &str, sink: &mut Sink) -> Reported {
    let message = format!("`{}.{}` is not exported from `{cluster}`", service.ns, service.name);
    let told = Diagnostic::new(&E0707, span, message, "its mirror does not exist here")
        .because(service.decl.span, format!("add `{how}` to this service"));
    sink.report(told)
}

fn namespace_here(from: From<'_>, ns: &Name, service: &Service, span: Span, sink: &mut Sink) -> Known<()> {
    if knows(from.cluster, ns) {
        return Ok(());
    }
    let message = format!("the cluster `{}` has no namespace `{ns}` for the mirror", from.cluster.name);
    let told = Diagnostic::new(&E0707, span, message, "a mirror lives in the namespace of the same name")
        .because(service.decl.span, "the exported service")
        .help(format!("let the namespace `{ns}` be on `{}` too, and say `on CLUSTER` at services that must not", from.cluster.name))
        .note("linkerd2 multicluster/service-mirror/cluster_watcher.go:940 @version-2.20 skips it (`MissingNamespace`)");
    Err(sink.report(told))
}

fn federated(
    topology: &Topology,
    from: From<'_>,
    r: &Ref,
    (ns, name): (&Name, &Name),
    span: Span,
    sink: &mut Sink,
) -> Known<Target> {
    let key = (ns.clone(), name.clone());
    let linked = |c: &&Cluster| {
        c.name == from.cluster.name
            || topology
                .links
                .iter()
                .any(|l| l.federated && l.source == from.cluster.name && l.target == c.name)
    };
    let members: Vec<&Service> =
        topology.clusters.values().filter(linked).filter_map(|c| c.services.get(&key)).collect();
    let member = members.iter().find(|s| s.export.as_ref().is_some_and(|e| e.federated));
    let Some(member) = member else {
        return Err(match members.first() {
            Some(service) => not_exported(service, "any linked cluster", span, "export as federated", sink),
            None => missing(topology, from, r, (ns, name), span, sink),
        });
    };
    namespace_here(from, ns, member, span, sink)?;
    let port = port_of(r, &member.ports, &r.path, member.decl.span, (from.port, member.torn), span, sink)?;
    let mirror = Name::from(format!("{}-federated", member.service_name));
    Ok(reached(from, member, Name::from("federated"), Via::Federated, mirror, port))
}

fn reached(
    from: From<'_>,
    service: &Service,
    cluster: Name,
    via: Via,
    mirror: Name,
    port: Option<PortUse>,
) -> Target {
    Target {
        place: Place::Service(service.ns.clone(), service.name.clone()),
        cluster,
        via,
        host: Name::from(from.cluster.fqdn(&mirror, &service.ns)),
        service: mirror,
        ns: service.ns.clone(),
        port,
        meshed: service.meshed,
        pod: None,
    }
}
