//! Links between clusters, one a pair.

use super::clusters::known_clusters;
use super::declare::{Declarations, texts, value_name, with_near};
use super::layers::Layers;
use crate::diagnostic::codes::multicluster::{E0701, E0702, E0703};
use crate::diagnostic::{Diagnostic, Sink, nearest};
use crate::topology::{Decl, Gateway, Link, Name, Topology};
use crate::value::Type;
use std::collections::BTreeMap;

/// The most links of a program (language, promise 5).
const MOST_LINKS: usize = 4000;

/// Fills in the links: each of the first list with each of the second, never with itself.
pub(super) fn links(declared: &Declarations, topology: &mut Topology, sink: &mut Sink) {
    topology.links_torn = topology.lost;
    let mut first: BTreeMap<(Name, Name), crate::source::Span> = BTreeMap::new();
    for declaration in &declared.links {
        let item = &declaration.item;
        let sources = texts(&item.list_first());
        let targets = texts(&item.list_after("->"));
        for ends in [&sources, &targets] {
            let (_, unknown) = known_clusters(declared, ends, topology, sink);
            topology.links_torn = topology.links_torn.or(unknown);
        }
        for (source, span) in &sources {
            for (target, target_span) in targets.iter().filter(|(t, _)| t != source) {
                if !topology.clusters.contains_key(source) || !topology.clusters.contains_key(target) {
                    continue;
                }
                if let Some(earlier) = first.insert((source.clone(), target.clone()), item.span) {
                    let message = format!("a second link from `{source}` to `{target}`");
                    let told = Diagnostic::new(&E0701, item.span, message, "linked again here");
                    sink.report(told.because(earlier, "the first link is here"));
                    continue;
                }
                let block = Layers::new(declared).own(declaration, source, sink);
                let kind = |w: &str| block.switch(w) == Some(true);
                let (flat, federated) = (kind("flat"), kind("federated"));
                let gateway = block.one("gateway").is_some() || !flat && !federated;
                let kinds = ["gateway", "flat", "federated"].into_iter().find_map(|w| block.one(w));
                let comment = Name::from(format!(
                    "{}: link {source} -> {target}",
                    declaration.decl.comment.split(": ").next().unwrap_or("")
                ));
                topology.links.push(Link {
                    source: source.clone(),
                    target: target.clone(),
                    decl: Decl { span: span.to(*target_span), comment },
                    gateway: gateway.then_some(Gateway::Linkerd),
                    flat,
                    federated,
                    kind_span: kinds.map_or(item.span, |i| i.span),
                    block,
                });
            }
        }
        // A list from a `let` may have one member in this environment; only a name that is written out is a mistake.
        let written =
            |(name, span): &(Name, crate::source::Span)| (span.end - span.start) as usize == name.len();
        if sources.iter().map(|s| &s.0).eq(targets.iter().map(|t| &t.0))
            && sources.len() == 1
            && sources.iter().all(written)
        {
            let message = "a cluster cannot be linked with itself";
            sink.report(Diagnostic::new(&E0702, item.span, message, "both ends are the same cluster"));
        }
    }
    topology.links.sort_by(|a, b| (&a.source, &a.target).cmp(&(&b.source, &b.target)));
    if topology.links.len() > MOST_LINKS
        && let Some(last) = declared.links.last()
    {
        let message = format!("{} links are more than {MOST_LINKS}", topology.links.len());
        sink.report(Diagnostic::new(&E0702, last.item.span, message, "").help("split the program"));
    }
    let used: Vec<Name> = topology.links.iter().flat_map(|l| [l.source.clone(), l.target.clone()]).collect();
    for name in used {
        if let Some(cluster) = topology.clusters.get_mut(&name) {
            cluster.used = true;
        }
    }
}

/// Finds the edges that links name as gateways; runs once edges are there.
pub(super) fn gateways(topology: &mut Topology, sink: &mut Sink) {
    let mut roles: Vec<(Name, Name, Name)> = Vec::new();
    for link in &mut topology.links {
        let Some(item) = link.block.one("gateway").cloned() else { continue };
        let Some((value, span)) = item.value(Type::Edge) else { continue };
        let name = value_name(value);
        let Some(target) = topology.clusters.get(&link.target) else { continue };
        if let Some(edge) = target.edges.get(&name) {
            link.gateway = Some(Gateway::Edge {
                edge: name.clone(),
                service: edge.object.clone(),
                ns: edge.ns.clone(),
                account: edge.account.name.clone(),
            });
            roles.push((link.target.clone(), name, link.source.clone()));
            continue;
        }
        if topology.lost.is_some() || topology.astray.contains_key(&name) {
            continue;
        }
        let message = format!("the cluster `{}` has no edge `{name}`", link.target);
        let near = nearest(&name, target.edges.keys().map(|n| &**n));
        let told = Diagnostic::new(&E0703, span, message, "the gateway of a link is an edge of its target");
        let told = if target.edges.is_empty() {
            told.help(format!(
                "declare `edge {name} on {} {{ … }}`, or take Linkerd's own: `gateway linkerd`",
                link.target
            ))
        } else {
            told
        };
        sink.report(with_near(told, "edge", &near, span));
    }
    for (cluster, edge, source) in roles {
        if let Some(edge) = topology.clusters.get_mut(&cluster).and_then(|c| c.edges.get_mut(&edge)) {
            edge.gateway_for.push(source);
        }
    }
}
