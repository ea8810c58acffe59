//! Links: both ends trust each other, what is exported arrives under a name that is free, and somebody can use it.
//!
//! Rules are those of the mirror (linkerd2 multicluster/service-mirror/cluster_watcher.go @version-2.20; domain facts of
//! older releases by `Feature`).

use crate::diagnostic::codes::multicluster::{
    E0706, E0708, E0709, E0710, E0712, E0713, E0714, E0715, E0716, E0717, E0718, E0719, E0720, E0721,
};
use crate::diagnostic::codes::warnings::{W0701, W0702, W0703, W0704, W0705};
use crate::diagnostic::{Diagnostic, Sink};
use crate::platform::Feature;
use crate::source::Span;
use crate::topology::{Cluster, Gateway, Inject, Link, Name, Protocol, Service, Topology, Via};
use crate::value::Type;
use std::collections::BTreeMap;

/// All facts about links and exports.
pub(super) fn check(topology: &Topology, sink: &mut Sink) {
    for link in &topology.links {
        let ends = (topology.clusters.get(&link.source), topology.clusters.get(&link.target));
        let (Some(source), Some(target)) = ends else { continue };
        both_ends_trust_each_other(topology, link, source, target, sink);
        flat_links_are_in_one_network(link, source, target, sink);
        selectors_are_kept(link, source, sink);
        gateways_are_meshed_and_known(link, source, target, sink);
        mirrors_have_a_place(link, source, target, sink);
    }
    clusters_are_not_called_federated(topology, sink);
    mirror_names_differ(topology, sink);
    gateway_ports_agree(topology, sink);
    exports_have_a_link(topology, sink);
    federated_members_are_alike(topology, sink);
    clients_of_mirrors_are_meshed(topology, sink);
}

/// What a link brings to its source: services, with the names of their mirrors.
fn mirrored<'t>(link: &Link, target: &'t Cluster) -> Vec<(&'t Service, String)> {
    let mut out = vec![];
    for service in target.services.values() {
        let Some(export) = &service.export else { continue };
        if export.gateway && link.gateway.is_some() || export.flat && link.flat {
            out.push((service, format!("{}-{}", service.service_name, link.target)));
        }
        if export.federated && link.federated {
            out.push((service, format!("{}-federated", service.service_name)));
        }
    }
    out
}

fn export_span(service: &Service) -> Span {
    let spans = service.export.as_ref().map(|e| e.spans.as_slice()).unwrap_or_default();
    spans.first().copied().unwrap_or(service.decl.span)
}

fn both_ends_trust_each_other(topology: &Topology, link: &Link, a: &Cluster, b: &Cluster, sink: &mut Sink) {
    let (Some(first), Some(second)) = (&a.trust, &b.trust) else { return };
    if first == second {
        return;
    }
    let message = format!("`{}` and `{}` do not trust each other", a.name, b.name);
    let told = Diagnostic::new(&E0708, link.decl.span, message, "linked, with different roots")
        .because(a.decl.span, format!("this cluster belongs to the trust `{first}`"))
        .because(b.decl.span, format!("this one to `{second}`"));
    if same_anchor(topology, first, second) {
        return;
    }
    sink.report(told.help("give both one trust").note(
        "`linkerd multicluster check` compares the anchors certificate by certificate; no proxy accepts the other side's",
    ));
}

/// Two trusts with one anchor by file are one.
fn same_anchor(topology: &Topology, a: &str, b: &str) -> bool {
    let pem = |name: &str| {
        let trust = topology.trusts.get(name)?;
        let item = trust.block.one("anchor")?;
        let (file, span) = item.value(Type::File)?;
        let found = topology.files.get(&(span.file, Name::from(file.to_string())))?.first()?;
        let all = crate::value::certificate::certificates(found.1.as_bytes()).ok()?;
        let mut prints: Vec<String> = all.into_iter().map(|c| c.fingerprint).collect();
        prints.sort();
        Some(prints)
    };
    pem(a).is_some_and(|a| Some(a) == pem(b))
}

fn flat_links_are_in_one_network(link: &Link, source: &Cluster, target: &Cluster, sink: &mut Sink) {
    if link.block.torn.is_some() {
        return;
    }
    if !link.flat && !link.federated {
        return;
    }
    if source.flat_network.is_none() || source.flat_network != target.flat_network {
        let message = format!("pods of `{}` do not reach pods of `{}`", source.name, target.name);
        let word = |c: &Cluster| {
            c.flat_network.as_ref().map_or("is in no flat network".to_owned(), |n| format!("is in `{n}`"))
        };
        let told = Diagnostic::new(&E0709, link.kind_span, message, "this kind of link goes from pod to pod")
            .because(source.decl.span, format!("this cluster {}", word(source)))
            .because(target.decl.span, format!("this cluster {}", word(target)));
        sink.report(told.help("say `flat-network NAME` in both, or take `gateway linkerd`"));
    }
    if source.linkerd_ns != target.linkerd_ns {
        let message = format!(
            "the control planes of `{}` and `{}` are in namespaces of different names",
            source.name, target.name
        );
        let told = Diagnostic::new(&E0710, link.kind_span, message, "this kind of link asks for one name")
            .because(source.decl.span, format!("here it is `{}`", source.linkerd_ns))
            .because(target.decl.span, format!("here it is `{}`", target.linkerd_ns));
        sink.report(told.note("an endpoint of another cluster has an identity only if its pod's `linkerd.io/control-plane-ns` is the local namespace (controller/api/destination/endpoint_translator.go:480 @version-2.20)"));
    }
}

fn selectors_are_kept(link: &Link, source: &Cluster, sink: &mut Sink) {
    if let Some(item) = link.block.one("select").filter(|_| source.platform.has(Feature::LinkSelectorPruned))
    {
        let message = "the Link of linkerd 2.10 loses its selector";
        let told = Diagnostic::new(&E0719, item.span, message, "nothing of this arrives");
        sink.report(told.help("take the statement away: what is exported has the default label")
            .note("its CustomResourceDefinition knows no `matchLabels`, so that the API server prunes them (stable-2.10.2)"));
    }
}

fn gateways_are_meshed_and_known(link: &Link, source: &Cluster, target: &Cluster, sink: &mut Sink) {
    let Some(gateway) = &link.gateway else { return };
    if let Gateway::Edge { edge, .. } = gateway {
        if target.edges.get(edge).is_some_and(|e| e.inject == Inject::Off) {
            let message = format!("the edge `{edge}`, a gateway of links, has no proxy");
            let told =
                Diagnostic::new(&E0716, link.kind_span, message, "the proxy is what answers for links");
            sink.report(told.help(format!("take `inject off` away from the edge `{edge}`")));
        }
        if target.platform.has(Feature::GatewayReadyProbe) {
            let message =
                format!("an edge as the gateway of a link is undocumented in linkerd {}", version(target));
            let told = Diagnostic::new(&W0705, link.kind_span, message, "documented up to 2.10 alone");
            sink.report(told.help("`gateway linkerd` brings Linkerd's own"));
        }
    }
    let delivered = source.block.one("deliver").and_then(|d| d.word_of(&["flux", "argocd"]));
    if let Some(tool) = delivered
        && link.block.one("address").is_none()
        && source.platform.has(Feature::LinkCrd)
    {
        let message = format!("nobody tells the link where the gateway of `{}` is", target.name);
        let told = Diagnostic::new(&W0701, link.decl.span, message, "it is written without an address")
            .because(source.decl.span, format!("`{}` is served by {tool}", source.name));
        sink.report(told.help(
            "give the gateway an address of its own and say `address`, or run the step of `meshc plan`",
        ));
    }
    if target.platform.has(Feature::GatewayHttpOnly) && *gateway == Gateway::Linkerd {
        for service in target.services.values().filter(|s| s.export.as_ref().is_some_and(|e| e.gateway)) {
            let tcp = |p: &&crate::topology::Port| {
                matches!(p.protocol, Some(Protocol::Tcp | Protocol::Opaque | Protocol::Tls | Protocol::Https))
            };
            if let Some(port) = service.ports.iter().find(tcp) {
                let message =
                    format!("the port `{}` does not pass the gateway of `{}`", port.name, target.name);
                let told = Diagnostic::new(&E0718, port.span, message, "it does not speak cleartext HTTP")
                    .because(export_span(service), "exported here");
                sink.report(
                    told.help("raise that cluster's linkerd to 2.12")
                        .note("the gateway's Server of 2.11 speaks HTTP/1 alone (linkerd2#9574)"),
                );
            }
        }
    }
}

fn version(cluster: &Cluster) -> String {
    cluster.platform.linkerd.map(|v| v.to_string()).unwrap_or_default()
}

fn mirrors_have_a_place(link: &Link, source: &Cluster, target: &Cluster, sink: &mut Sink) {
    for (service, name) in mirrored(link, target) {
        let span = export_span(service);
        let taken = |s: &&Service| {
            s.ns == service.ns && (*s.service_name == *name || s.headless_name.as_deref() == Some(&name))
        };
        if let Some(local) = source.services.values().find(taken) {
            let message =
                format!("the name of the mirror `{}/{name}` is taken on `{}`", service.ns, source.name);
            let told = Diagnostic::new(&E0713, local.decl.span, message, "this service has it")
                .because(span, "the export")
                .because(link.decl.span, "the link that would mirror it");
            sink.report(told.note("the mirror ignores that the name exists, and mirrors nothing (cluster_watcher.go:975 @version-2.20)"));
        }
        let made = source.platform.has(Feature::MirrorNamespacesMade) || makes_namespaces(link, source);
        if !made && !has_namespace(source, &service.ns) {
            let message = format!("`{}.{}` is not mirrored to `{}`", service.ns, service.name, source.name);
            let told = Diagnostic::new(
                &W0703,
                span,
                message,
                format!("there is no namespace `{}` there", service.ns),
            )
            .because(link.decl.span, "the link");
            sink.report(told.help(format!(
                "declare `namespace {} on {}`, if it is wanted there",
                service.ns, source.name
            )));
        }
        if service.headless && link.block.switch("headless") != Some(true) && !name.ends_with("-federated") {
            let message = format!("`{}.{}` is mirrored without its pods", service.ns, service.name);
            let told = Diagnostic::new(&W0702, span, message, "a headless service")
                .because(link.decl.span, "this link does not say `headless`");
            sink.report(told.help("say `headless` in the link"));
        }
    }
}

fn makes_namespaces(link: &Link, source: &Cluster) -> bool {
    let blocks = [Some(link.block.clone()), source.block.one("multicluster").map(|i| i.inner())];
    blocks.into_iter().flatten().filter_map(|b| b.one("values").map(|v| v.inner())).any(|values| {
        values.data().any(|i| {
            &*i.head == "enableNamespaceCreation"
                && i.all_values().any(|(_, v, _)| matches!(v.to_string().as_str(), "true" | "on"))
        })
    })
}

fn has_namespace(cluster: &Cluster, ns: &Name) -> bool {
    let everywhere = ["default", "kube-system", "kube-public", "kube-node-lease"];
    everywhere.contains(&&**ns)
        || cluster.namespaces.contains_key(ns)
        || cluster.edges.values().any(|e| e.ns == *ns)
        || cluster.linkerd_ns == *ns
}

fn clusters_are_not_called_federated(topology: &Topology, sink: &mut Sink) {
    let linked = |name: &str| topology.links.iter().any(|l| *l.target == *name);
    if let Some(cluster) = topology.clusters.get("federated").filter(|_| linked("federated")) {
        let message = "a cluster that others link to is called `federated`";
        let told =
            Diagnostic::new(&E0714, cluster.decl.span, message, "its mirrors end like federated services");
        sink.report(told.help("call it otherwise"));
    }
}

/// `foo` of `bar-baz` and `foo-bar` of `baz` both become `foo-bar-baz`.
fn mirror_names_differ(topology: &Topology, sink: &mut Sink) {
    let mut seen: BTreeMap<(&Name, Name, String), (Span, &Name, &Name)> = BTreeMap::new();
    for link in &topology.links {
        let Some(target) = topology.clusters.get(&link.target) else { continue };
        for (service, name) in mirrored(link, target) {
            if name.ends_with("-federated") {
                continue;
            }
            let key = (&link.source, service.ns.clone(), name.clone());
            let here = (export_span(service), &service.name, &link.target);
            let Some(first) = seen.insert(key, here) else { continue };
            if (first.1, first.2) == (here.1, here.2) {
                continue;
            }
            let message = format!("two mirrors on `{}` are called `{}/{name}`", link.source, service.ns);
            let told = Diagnostic::new(&E0712, here.0, message, format!("`{}` of `{}`", here.1, here.2))
                .because(first.0, format!("`{}` of `{}`", first.1, first.2));
            sink.report(told.help("give one of them another `name service`"));
        }
    }
}

/// The links that enter by one gateway agree on its port.
fn gateway_ports_agree(topology: &Topology, sink: &mut Sink) {
    let mut ports: BTreeMap<&Name, (i64, Span)> = BTreeMap::new();
    for link in topology.links.iter().filter(|l| l.gateway == Some(Gateway::Linkerd)) {
        if link.block.one("address").is_some() {
            continue;
        }
        let said = link.block.one("port");
        let port = said.and_then(|i| i.number(Type::PortNumber)).unwrap_or(4143);
        let here = (port, said.map_or(link.decl.span, |i| i.span));
        let first = *ports.entry(&link.target).or_insert(here);
        if first.0 != port {
            let message = format!("the gateway of `{}` has two ports", link.target);
            let told = Diagnostic::new(&E0720, here.1, message, format!("here it is {port}"))
                .because(first.1, format!("here it is {}", first.0));
            sink.report(
                told.help("say the same `port` in both, or the `address` of what stands before the gateway"),
            );
        }
    }
}

fn exports_have_a_link(topology: &Topology, sink: &mut Sink) {
    // A call that found no link was told already, and its link would take the export.
    if sink.diagnostics().iter().any(|d| d.code.id == E0706.id) {
        return;
    }
    for cluster in topology.clusters.values() {
        for service in cluster.services.values() {
            let Some(export) = &service.export else { continue };
            let towards = |l: &&Link| l.target == cluster.name;
            let taken = topology.links.iter().filter(towards).any(|l| {
                export.federated && l.federated
                    || export.flat && l.flat
                    || export.gateway && l.gateway.is_some()
            });
            // A federated member is one for its own cluster too.
            let own =
                export.federated && topology.links.iter().any(|l| l.federated && l.source == cluster.name);
            if taken || own || elsewhere_taken(topology, service) {
                continue;
            }
            let message = format!("`{}.{}` is exported, and no link takes it", service.ns, service.name);
            let told = Diagnostic::new(
                &W0704,
                export_span(service),
                message,
                format!("nothing leads to `{}`", cluster.name),
            );
            sink.report(
                told.help(format!("declare `link CLUSTER -> {}`, or take the line away", cluster.name)),
            );
        }
    }
}

/// A service of several clusters is exported by one statement; it is enough that one of them is linked to.
fn elsewhere_taken(topology: &Topology, service: &Service) -> bool {
    topology.links.iter().any(|l| {
        let target = topology.clusters.get(&l.target);
        let same = target.and_then(|t| t.services.get(&(service.ns.clone(), service.name.clone())));
        same.is_some_and(|s| export_span(s) == export_span(service))
    })
}

fn federated_members_are_alike(topology: &Topology, sink: &mut Sink) {
    let mut first: BTreeMap<(&Name, &Name), (&Cluster, &Service)> = BTreeMap::new();
    for cluster in topology.clusters.values() {
        for service in cluster.services.values() {
            if !service.export.as_ref().is_some_and(|e| e.federated) {
                continue;
            }
            if service.headless {
                let message =
                    format!("the headless service `{}.{}` cannot be federated", service.ns, service.name);
                let told =
                    Diagnostic::new(&E0715, export_span(service), message, "it has no address of its own");
                sink.report(
                    told.note(
                        "multicluster/service-mirror/cluster_watcher.go:799 @version-2.20 leaves it out",
                    ),
                );
            }
            let key = (&service.ns, &service.service_name);
            let Some((other, member)) = first.get(&key) else {
                first.insert(key, (cluster, service));
                continue;
            };
            let ports = |s: &Service| {
                let mut all: Vec<u16> = s.ports.iter().filter(|p| !p.private).map(|p| p.number).collect();
                all.sort_unstable();
                all
            };
            if ports(member) != ports(service) {
                let message = format!(
                    "members of `{}.{}-federated` have different ports",
                    service.ns, service.service_name
                );
                let list = |s: &Service| ports(s).iter().map(u16::to_string).collect::<Vec<_>>().join(", ");
                let told = Diagnostic::new(
                    &E0717,
                    export_span(service),
                    message,
                    format!("on `{}`: {}", cluster.name, list(service)),
                )
                .because(export_span(member), format!("on `{}`: {}", other.name, list(member)));
                sink.report(
                    told.help("give all members the same ports")
                        .note("the oldest link's member says which ports there are (linkerd2#13680)"),
                );
            }
        }
    }
}

fn clients_of_mirrors_are_meshed(topology: &Topology, sink: &mut Sink) {
    for cluster in topology.clusters.values() {
        for service in cluster.services.values().filter(|s| !s.meshed && !s.installed) {
            let away = |v: Via| matches!(v, Via::Gateway | Via::Flat | Via::Federated);
            if let Some(call) = service.calls.iter().find(|c| away(c.target.via)) {
                let message = format!(
                    "`{}.{}` has no proxy, and calls the mirror `{}`",
                    service.ns, service.name, call.target.service
                );
                let told = Diagnostic::new(&E0721, call.span, message, "answers to proxies alone")
                    .because(service.decl.span, format!("not meshed on `{}`", cluster.name));
                sink.report(told.help(format!("say `inject` in it, or in the namespace `{}`", service.ns)).note(
                    "the gateway refuses who has no identity, and other mirrors have no endpoints but for proxies",
                ));
            }
        }
    }
}
