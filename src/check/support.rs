//! What a platform cannot express is an error on the statement that asks for it: language §8.

use crate::construct::{Block, Item, Slot};
use crate::diagnostic::codes::support::{E0812, E0816, E0817, E0820};
use crate::diagnostic::codes::warnings::W0802;
use crate::diagnostic::{Diagnostic, Sink};
use crate::platform::{Feature, Need, Platform, Version};
use crate::source::Span;
use crate::topology::{Name, Topology, Workload};
use crate::value::Type;
use std::collections::BTreeMap;

/// What lacks: the statement's place, what it is, since when; with the clusters where it is so.
type Lacking = BTreeMap<(Span, String, String), (Vec<Name>, Option<&'static str>)>;

/// Each statement that a cluster has is one that its platform can express.
pub(super) fn every_statement_is_supported(topology: &Topology, sink: &mut Sink) {
    let mut lacking = Lacking::new();
    for cluster in topology.clusters.values().filter(|c| c.used) {
        let mut seen = |block: &Block, whole: &[(&'static str, Span)]| {
            for (need, span) in whole {
                one(&cluster.platform, need, *span, "this", &cluster.name, &mut lacking);
            }
            walk(&cluster.platform, block, &cluster.name, &mut lacking);
        };
        seen(&cluster.block, &[]);
        cluster.namespaces.values().for_each(|n| seen(&n.block, &[]));
        cluster.services.values().for_each(|s| seen(&s.block, &[]));
        cluster.edges.values().for_each(|e| seen(&e.block, &[]));
        cluster.externals.values().for_each(|e| seen(&e.block, &[]));
        for things in [&cluster.secrets, &cluster.configs, &cluster.accounts] {
            things.values().for_each(|t| seen(&t.block, &[]));
        }
    }
    for link in &topology.links {
        for name in [&link.source, &link.target] {
            if let Some(cluster) = topology.clusters.get(name) {
                walk(&cluster.platform, &link.block, name, &mut lacking);
                one(&cluster.platform, "linkerd 2.8", link.decl.span, "a link", name, &mut lacking);
            }
        }
    }
    for trust in topology.trusts.values() {
        for cluster in trust.members.iter().filter_map(|m| topology.clusters.get(m)) {
            walk(&cluster.platform, &trust.block, &cluster.name, &mut lacking);
        }
    }
    report(lacking, sink);
}

fn walk(platform: &Platform, block: &Block, cluster: &Name, out: &mut Lacking) {
    for item in &block.items {
        if !item.row.need.is_empty() && item.row.need != "-" {
            let what = format!("`{}`", item.row.word());
            one(platform, item.row.need, item.head_span, &what, cluster, out);
        }
        for (need, span, what) in value_needs(item) {
            one(platform, need, span, &what, cluster, out);
        }
        if let Some(inner) = &item.block {
            walk(platform, inner, cluster, out);
        }
    }
}

/// Words of a statement that need more than the statement itself: head, word among its arguments, need. The list at the end of the construct table; before-stop sleep has another lowering.
const WORDS: &[(&str, &str, &str)] = &[
    ("inject", "ingress", "linkerd 2.9"),
    ("default-policy", "audit", "linkerd 2.16"),
    ("timeout", "response", "linkerd 2.16"),
    ("timeout", "idle", "linkerd 2.16"),
    ("retry", "times", "linkerd 2.16"),
    ("export", "federated", "linkerd 2.17"),
    ("ready", "grpc", "kubernetes 1.24"),
    ("live", "grpc", "kubernetes 1.24"),
    ("startup", "grpc", "kubernetes 1.24"),
    ("near", "node", "kubernetes 1.34"),
    ("sidecar", "first", "kubernetes 1.29"),
    ("access", "read-write-once-pod", "kubernetes 1.27"),
];

/// Fixed words and values that have a need of their own.
fn value_needs(item: &Item) -> Vec<(&'static str, Span, String)> {
    let mesh = !matches!(item.row.context, "edge-traffic" | "edge-timeouts");
    let mut out = Vec::new();
    for (_, word, need) in WORDS.iter().filter(|(head, _, _)| mesh && item.is(head)) {
        let said = item.args.iter().find(|a| matches!(a.slot, Slot::Word(w) if w == *word));
        out.extend(said.map(|a| (*need, a.span, format!("`{} {word}`", item.row.word()))));
    }
    if item.row.context == "proxy" && (item.is("request") || item.is("limit")) && item.has("storage") {
        out.push(("linkerd 2.12", item.span, "`storage` of a proxy".to_owned()));
    }
    for (identity, span) in item.texts(Type::Identity) {
        if identity.starts_with("spiffe:") {
            out.push(("linkerd 2.15", span, "a SPIFFE identity".to_owned()));
        }
    }
    out
}

fn one(platform: &Platform, need: &str, span: Span, what: &str, cluster: &Name, out: &mut Lacking) {
    let Some(need) = Need::parse(need) else { return };
    if let Err(lacks) = platform.meets(&need) {
        let entry = out.entry((span, what.to_owned(), lacks.since.clone())).or_default();
        if !entry.0.contains(cluster) {
            entry.0.push(cluster.clone());
        }
        entry.1 = lacks.instead;
    }
}

fn report(lacking: Lacking, sink: &mut Sink) {
    for ((span, what, since), (clusters, instead)) in lacking {
        let list = clusters.iter().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(", ");
        let word = if clusters.len() == 1 { "the cluster" } else { "the clusters" };
        let message = format!("{what} needs {since}, which {word} {list} does not run");
        let message = if clusters.len() == 1 { message } else { message.replace("does not", "do not") };
        let told = Diagnostic::new(&E0812, span, message, format!("since {since}"));
        sink.report(match instead {
            Some(instead) => told.help(format!("there, {instead} does the work")),
            None => told.help("take the statement away there, or raise the platform"),
        });
    }
}

/// What only Linkerd does is said of clusters that have it.
pub(super) fn mesh_statements_have_a_mesh(topology: &Topology, sink: &mut Sink) {
    for cluster in topology.clusters.values().filter(|c| c.used && c.platform.linkerd.is_none()) {
        let mut blocks: Vec<&Block> = vec![&cluster.block];
        blocks.extend(cluster.namespaces.values().map(|n| &*n.block));
        blocks.extend(cluster.services.values().map(|s| &*s.block));
        for block in blocks {
            for word in ["inject", "mesh", "linkerd", "split", "timeout", "retry", "retry-budget"] {
                let Some(item) = block.one(word).filter(|i| !i.has("off") && i.row.need.is_empty()) else {
                    continue;
                };
                let message = format!("`{word}` is done by Linkerd, which the platform does not name");
                let told = Diagnostic::new(&E0816, item.span, message, "nothing would come of it");
                sink.report(told.help("add `linkerd 2.20` to `platform`, or take the statement away"));
            }
        }
    }
}

/// Mirrors of both ends of a link look for the same mark of an export.
pub(super) fn linked_versions_understand_each_other(topology: &Topology, sink: &mut Sink) {
    for link in &topology.links {
        let of = |name: &Name| topology.clusters.get(name).map(|c| c.platform);
        let (Some(from), Some(to)) = (of(&link.source), of(&link.target)) else { continue };
        let (Some(a), Some(b)) = (from.linkerd, to.linkerd) else { continue };
        if from.has(Feature::ExportLabel) != to.has(Feature::ExportLabel) {
            let message = format!("Linkerd {a} cannot mirror what Linkerd {b} exports");
            let told = Diagnostic::new(&E0817, link.decl.span, message, "nothing would be mirrored");
            sink.report(told.help("raise the older of the two clusters to 2.9 at least").note(
                "2.8 marks exports with annotations and its mirror reads these; since 2.9 it is a label",
            ));
        }
    }
}

/// Fields that are there and do nothing without a feature gate.
pub(super) fn alpha_fields_are_not_used(topology: &Topology, sink: &mut Sink) {
    for cluster in topology.clusters.values() {
        let kubernetes = cluster.platform.kubernetes;
        for s in cluster.services.values().filter(|s| s.workload == Workload::StatefulSet) {
            let rollout = s.block.one("rollout").and_then(|r| r.after("unavailable"));
            if let Some((_, span)) = rollout
                && kubernetes < STATEFULSET_UNAVAILABLE
            {
                let message = "`unavailable` of a statefulset does nothing without the feature gate `MaxUnavailableStatefulSet`";
                let told = Diagnostic::new(&W0802, span, message, "alpha in this Kubernetes");
                sink.report(told.help("take it away, or turn the gate on and `expect` this"));
            }
        }
    }
}

/// The gate is on by default from here (kubernetes pkg/features/kube_features.go @1.35).
const STATEFULSET_UNAVAILABLE: Version = Version::new(1, 35);

/// What one statement needs is not what another one takes away, at this version.
pub(super) fn statements_go_together(topology: &Topology, sink: &mut Sink) {
    for cluster in topology.clusters.values() {
        let platform = &cluster.platform;
        let apart = platform.has(Feature::GatewayHttpRoute)
            && !platform.has(Feature::GatewayRouteTimeouts)
            && !platform.has(Feature::TimeoutAnnotations);
        for route in cluster.services.values().flat_map(|s| s.block.each("route")).filter(|_| apart) {
            let inner = route.inner();
            let words = ["add", "set", "remove"];
            let header = words.iter().flat_map(|w| inner.each(w)).find(|i| i.has("response-header"));
            if let (Some(header), Some(timeout)) = (header, inner.one("timeout")) {
                let message = "a route with response headers cannot have a timeout before Linkerd 2.16";
                let told = Diagnostic::new(&E0820, timeout.span, message, "no route object has both");
                sink.report(told.because(header.span, "a response header").help("take one of the two away, or raise the platform to `linkerd 2.16`").note(
                    "response headers need the Gateway API's HTTPRoute, timeouts the one of `policy.linkerd.io`",
                ));
            }
        }
        let tracing = cluster.block.one("linkerd").and_then(|l| l.inner().one("tracing").cloned());
        if let Some(tracing) = tracing.filter(|_| cluster.domain != cluster.trust_domain) {
            let message = "proxies cannot send spans where the trust domain is not the cluster's domain";
            let mut told =
                Diagnostic::new(&E0820, tracing.span, message, "the collector's identity would be wrong");
            for word in ["trust-domain", "domain"] {
                if let Some(item) = cluster.block.one(word) {
                    told = told.because(item.span, format!("the {}", word.replace('-', " ")));
                }
            }
            sink.report(told.note("the chart makes the collector's identity of `clusterDomain`"));
        }
    }
}
