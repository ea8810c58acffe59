//! Platforms, trusts, clusters and their namespaces.

use super::Program;
use super::declare::{Declaration, Declarations, texts, value_name, with_near};
use super::layers::Layers;
use super::{Choice, Name};
use crate::construct::{Block, Item};
use crate::diagnostic::codes::names::{E0216, E0217, E0218};
use crate::diagnostic::codes::support::E0810;
use crate::diagnostic::{Diagnostic, Reported, Sink, nearest, or_list};
use crate::platform::{Edge, Platform, Provider};
use crate::source::Span;
use crate::topology::{Cluster, Inject, Namespace, Raw, Topology, Trust};
use crate::value::{Type, Value};
use ipnet::IpNet;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Namespaces of every Kubernetes cluster.
pub(super) const EVERYWHERE: [&str; 4] = ["default", "kube-system", "kube-public", "kube-node-lease"];
/// The most clusters of a program (language, promise 5).
const MOST_CLUSTERS: usize = 200;

/// Fills in clusters, trusts, namespaces and raws.
pub(super) fn clusters(declared: &Declarations, choice: &Choice, topology: &mut Topology, sink: &mut Sink) {
    let program = declared.platform.as_ref().and_then(|i| platform(&i.inner(), None, sink));
    for (name, declaration) in declared.of("trust") {
        let block = Layers::new(declared).own(declaration, "", sink);
        let decl = declaration.decl.clone();
        topology.trusts.insert(
            name.clone(),
            Trust { installed: declaration.installed(), name: name.clone(), decl, block, members: vec![] },
        );
    }
    for (name, declaration) in declared.of("cluster") {
        let block = Layers::new(declared).own(declaration, name, sink);
        let own = block.one("platform").map(|i| i.inner());
        // What the program's own one says was told to be wrong.
        let unknown = declared.platform.is_some() && program.is_none();
        let own = own.filter(|_| !unknown);
        let platform = own.map_or(program, |b| platform(&b, program, sink));
        let Some(platform) = platform.map(|p| p.with(&choice.overrides)) else {
            no_platform(declared, declaration, choice, sink);
            // Of a cluster without a platform nothing is known; that was told.
            topology.lost = topology.lost.or(Some(sink.told_by_parser()));
            continue;
        };
        let cluster = cluster(name, declaration, block, platform, topology, sink);
        topology.clusters.insert(name.clone(), cluster);
    }
    if topology.clusters.len() > MOST_CLUSTERS
        && let Some((_, last)) = declared.of("cluster").last()
    {
        let message = format!("{} clusters are more than {MOST_CLUSTERS}", topology.clusters.len());
        sink.report(Diagnostic::new(&E0218, last.name.1, message, "one of them").help("split the program"));
    }
    namespaces(declared, topology, sink);
}

fn no_platform(declared: &Declarations, declaration: &Declaration, choice: &Choice, sink: &mut Sink) {
    let _ = choice;
    if declared.platform.is_none() {
        let message = format!("nothing says which versions the cluster `{}` runs", declaration.name.0);
        let told = Diagnostic::new(&E0217, declaration.name.1, message, "no `platform` for it").help(
            "write `platform { kubernetes 1.33; linkerd 2.20; emissary 4.1 }` at the top of the program",
        );
        sink.report(told);
    }
}

/// The platform that a block names, over the program's.
fn platform(block: &Block, base: Option<Platform>, sink: &mut Sink) -> Option<Platform> {
    let mut out = base;
    let mut overrides = crate::platform::Overrides::default();
    for item in &block.items {
        let Some(provider) = Provider::of_word(item.row.word()) else { continue };
        let Some((value, span)) = item.value(Type::Version) else { continue };
        let text = value.to_string();
        // an unknown version is told once; the nearest stands in, so that nothing else is claimed of it
        let version = provider.version(&text).unwrap_or_else(|error| {
            sink.report(
                Diagnostic::new(&E0810, span, error.to_string(), "not a version meshc knows")
                    .help(error.help()),
            );
            provider.nearest(&text)
        });
        overrides.set(provider, version);
        if provider == Provider::Kubernetes && out.is_none() {
            out = Some(Platform::of_kubernetes(version));
        }
    }
    if out.is_none()
        && block.torn.is_none()
        && block.one("kubernetes").is_none()
        && let Some(first) = block.items.first()
    {
        let message = "the platform names no version of Kubernetes";
        let help = "add `kubernetes 1.33`: what API versions are served depends on it";
        sink.report(Diagnostic::new(&E0217, first.head_span, message, "only these are named").help(help));
    }
    out.map(|p| p.with(&overrides))
}

fn cluster(
    name: &Name,
    declaration: &Declaration,
    block: Arc<Block>,
    platform: Platform,
    topology: &mut Topology,
    sink: &mut Sink,
) -> Cluster {
    let text =
        |word: &str| block.one(word).and_then(|i| i.all_values().next().map(|(_, v, _)| value_name(v)));
    let cidrs = |word: &str| block.one(word).map(|i| nets(i)).unwrap_or_default();
    let domain = text("domain").unwrap_or_else(|| Name::from("cluster.local"));
    let linkerd = block.one("linkerd").cloned();
    let inner = linkerd.as_ref().map(|l| l.inner()).unwrap_or_default();
    let linkerd_ns = inner.one("namespace").and_then(|i| i.text(Type::Ns).cloned());
    Cluster {
        name: name.clone(),
        decl: declaration.decl.clone(),
        platform,
        trust: trust(&block, name, topology, sink),
        trust_domain: text("trust-domain").unwrap_or_else(|| domain.clone()),
        domain,
        networks: cidrs("networks"),
        nodes: cidrs("nodes"),
        api_server: cidrs("api-server"),
        flat_network: text("flat-network"),
        linkerd_ns: linkerd_ns.unwrap_or_else(|| Name::from("linkerd")),
        linkerd_installed: linkerd.is_some_and(|l| l.has("installed")),
        labels: pairs(&block, "label"),
        annotations: pairs(&block, "annotation"),
        block,
        namespaces: BTreeMap::new(),
        services: BTreeMap::new(),
        externals: BTreeMap::new(),
        secrets: BTreeMap::new(),
        configs: BTreeMap::new(),
        accounts: BTreeMap::new(),
        claims: BTreeMap::new(),
        edges: BTreeMap::new(),
        used: false,
    }
}

/// The networks that a statement names.
pub fn nets(item: &Item) -> Vec<IpNet> {
    item.values(Type::Cidr)
        .into_iter()
        .filter_map(|(v, _)| if let Value::Cidr(n) = v { Some(*n) } else { None })
        .collect()
}

/// `label KEY VALUE` statements as a map.
pub(super) fn pairs(block: &Block, word: &str) -> BTreeMap<Name, Name> {
    let pair = |i: &Arc<Item>| {
        let mut values = i.all_values().map(|(_, v, _)| value_name(v));
        Some((values.next()?, values.next()?))
    };
    block.each(word).filter_map(pair).collect()
}

fn trust(block: &Block, cluster: &Name, topology: &mut Topology, sink: &mut Sink) -> Option<Name> {
    let item = block.one("trust")?;
    let (value, span) = item.value(Type::Trust)?;
    let name = value_name(value);
    if let Some(trust) = topology.trusts.get_mut(&name) {
        trust.members.push(cluster.clone());
        return Some(name);
    }
    if topology.lost.is_some() {
        return None;
    }
    let all: Vec<Name> = topology.trusts.keys().cloned().collect();
    let near = nearest(&name, all.iter().map(|n| &**n));
    let told = Diagnostic::new(
        &E0216,
        span,
        format!("there is no trust `{name}`"),
        "no trust of this name is declared",
    );
    sink.report(with_near(told, "trust", &near, span));
    None
}

/// Clusters that a declaration's `on` names, unknown ones reported; all that have its namespace otherwise.
pub(super) fn selected(
    declared: &Declarations,
    declaration: &Declaration,
    topology: &mut Topology,
    sink: &mut Sink,
) -> Option<BTreeSet<Name>> {
    let on = declaration.on()?;
    let (known, unknown) = known_clusters(declared, &on, topology, sink);
    if let Some(reported) = unknown {
        topology.astray.insert(declaration.name.0.clone(), reported);
    }
    Some(known)
}

/// Those of the names that are clusters here, and whether one is nowhere. What another environment has selects
/// nothing; others are errors.
pub(super) fn known_clusters(
    declared: &Declarations,
    names: &[(Name, Span)],
    topology: &Topology,
    sink: &mut Sink,
) -> (BTreeSet<Name>, Option<Reported>) {
    let (mut out, mut unknown) = (BTreeSet::new(), None);
    for (name, span) in names {
        if topology.clusters.contains_key(name) {
            out.insert(name.clone());
        } else if !declared.elsewhere.contains(name)
            && declared.get("cluster", name).is_none()
            && topology.lost.is_none()
        {
            let all: Vec<&str> = declared.of("cluster").map(|(n, _)| &**n).collect();
            let known = or_list(all.iter().copied());
            let near = nearest(name, all);
            let message = format!("there is no cluster `{name}`");
            let mut told = Diagnostic::new(&E0216, *span, message, "no cluster of this name is declared");
            if near.is_empty() && !known.is_empty() {
                told = told.help(format!("name one of the clusters: {known}"));
            }
            unknown = Some(sink.report(with_near(told, "cluster", &near, *span)));
        }
    }
    (out, unknown)
}

fn namespaces(declared: &Declarations, topology: &mut Topology, sink: &mut Sink) {
    for (name, declaration) in declared.of("namespace") {
        let chosen = selected(declared, declaration, topology, sink);
        let names: Vec<Name> = topology.clusters.keys().cloned().collect();
        for cluster in names.into_iter().filter(|c| chosen.as_ref().is_none_or(|s| s.contains(c))) {
            let block = Layers::new(declared).own(declaration, &cluster, sink);
            let record = Namespace {
                name: name.clone(),
                decl: declaration.decl.clone(),
                installed: declaration.installed(),
                // Where `inject` may have been lost, that pods are not meshed would be said of a mistake already told.
                inject: block.one("inject").map(|i| inject(i)).or(block.torn.map(|_| Inject::On)),
                block,
                allows: vec![],
                egress: BTreeSet::new(),
            };
            if let Some(cluster) = topology.clusters.get_mut(&cluster) {
                cluster.used = true;
                cluster.namespaces.insert(name.clone(), record);
            }
        }
    }
}

/// What an `inject` statement says.
pub(super) fn inject(item: &Item) -> Inject {
    match item.first_word() {
        Some("off") => Inject::Off,
        Some("ingress") => Inject::Ingress,
        _ => Inject::On,
    }
}

/// `raw` statements, with the texts that were read for them.
pub(super) fn raws(declared: &Declarations, program: &Program, topology: &mut Topology, sink: &mut Sink) {
    for declaration in &declared.raws {
        let item = &declaration.item;
        let Some((glob, span)) = texts(&item.list_first()).into_iter().next() else { continue };
        let chosen = selected(declared, declaration, topology, sink);
        let ns = item.list_after("in").first().map(|(v, _)| value_name(v));
        let names = topology.clusters.keys().cloned();
        let clusters: Vec<Name> = names.filter(|c| chosen.as_ref().is_none_or(|s| s.contains(c))).collect();
        for name in &clusters {
            if let Some(cluster) = topology.clusters.get_mut(name) {
                cluster.used |= !declaration.installed();
            }
        }
        let files = program.raws.get(&(span.file, glob.clone())).cloned().unwrap_or_default();
        let decl = declaration.decl.clone();
        topology.raws.push(Raw { decl, glob, installed: declaration.installed(), clusters, ns, files });
    }
}

/// What a cluster calls the edge's namespace unless it says: `emissary`, or `ambassador` on Edge Stack.
pub(super) fn edge_namespace(platform: &Platform) -> Name {
    Name::from(if matches!(platform.edge, Some(Edge::EdgeStack(_))) { "ambassador" } else { "emissary" })
}
