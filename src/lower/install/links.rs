//! A link in its source cluster: the Link, by the version's schema, and what makes the secrets that read the target.
//!
//! Everything that upstream's command reads from the target is computed: the gateway's identity, port and probe. The
//! address alone is known only once the target runs (`steps`).

use super::object;
use crate::api::external_secrets::{
    Data, ExternalSecretSpec, RemoteRef, StoreRef, Target, Template, TemplateMetadata,
};
use crate::api::linkerd::{Exists, LabelSelector, LinkSpec, ProbeSpec};
use crate::construct::Block;
use crate::lower::Cx;
use crate::lower::kubernetes::go_duration;
use crate::manifest::Output;
use crate::platform::{Feature, Platform};
use crate::topology::{Cluster, Gateway, Link};
use crate::value::{Duration, Type};
use std::collections::BTreeMap;

/// Where the extension lives.
pub(super) const NAMESPACE: &str = "linkerd-multicluster";
/// Linkerd's gateway: its Service, Deployment and account.
pub(super) const GATEWAY: &str = "linkerd-gateway";
const EXPORTED: &str = "mirror.linkerd.io/exported";
const FEDERATED: &str = "mirror.linkerd.io/federated";
const SECRET_TYPE: &str = "mirror.linkerd.io/remote-kubeconfig";

/// How a gateway's health is asked.
pub(super) struct Probe {
    path: String,
    pub(super) port: u16,
    period: Duration,
}

/// The objects of all links that leave the cluster.
pub(super) fn objects(cx: Cx<'_>, output: &mut Output) {
    for link in cx.links_out() {
        let Some(target) = cx.topology.clusters.get(&link.target) else { continue };
        if let Some(api) = cx.cluster.platform.link_api() {
            let name = &*link.target;
            let link_object = object(cx, api, "Link", name, NAMESPACE, name, spec(cx, link, target));
            output.own.push(&link_object, &link.decl.comment, link.decl.span);
        }
        credentials(cx, link, target, output);
    }
}

/// The name of the secret that reads the target.
pub(super) fn secret_name(link: &Link) -> String {
    format!("cluster-credentials-{}", link.target)
}

/// Whether traffic goes from pod to pod, for which the destination controller reads the target too.
pub(super) fn is_flat(link: &Link) -> bool {
    link.flat || link.federated
}

/// How the gateway's health is asked; `None` for a link without a gateway.
pub(super) fn probe(cx: Cx<'_>, link: &Link) -> Option<Probe> {
    let target = cx.topology.clusters.get(&link.target)?;
    let platform = &target.platform;
    let (path, port) = match link.gateway.as_ref()? {
        Gateway::Linkerd => (platform.gateway_probe_path(), platform.gateway_probe_port()),
        Gateway::Edge { .. } => (crate::lower::edge::PROBE_PATH, edge_probe_port(link, target)),
    };
    let said = link.block.one("probe").map(|i| i.inner()).unwrap_or_default();
    let text = said.one("path").and_then(|i| i.text(Type::Path)).map(|p| p.to_string());
    let number =
        said.one("port").and_then(|i| i.number(Type::PortNumber)).and_then(|n| u16::try_from(n).ok());
    let period = said.one("period").and_then(|i| i.duration()).unwrap_or(Duration(3000));
    Some(Probe { path: text.unwrap_or_else(|| path.to_owned()), port: number.unwrap_or(port), period })
}

/// The edge's own cleartext port, which its Service calls `mc-probe`.
fn edge_probe_port(link: &Link, target: &Cluster) -> u16 {
    let Some(Gateway::Edge { edge, .. }) = &link.gateway else { return 80 };
    let listeners = target.edges.get(edge).map(|e| e.listeners.as_slice()).unwrap_or_default();
    listeners.iter().find(|l| l.protocol == "http").map_or(80, |l| l.port)
}

/// The identity that answers at the target's gateway.
pub(super) fn gateway_identity(link: &Link, target: &Cluster) -> Option<String> {
    Some(match link.gateway.as_ref()? {
        Gateway::Linkerd => target.identity(GATEWAY, NAMESPACE),
        Gateway::Edge { ns, account, .. } => target.identity(account, ns),
    })
}

fn spec(cx: Cx<'_>, link: &Link, target: &Cluster) -> LinkSpec {
    let platform = &cx.cluster.platform;
    let texts = |word: &str| -> Vec<String> {
        let items = link.block.each("exclude").filter(|i| i.has(word));
        items.flat_map(|i| i.all_values().map(|(_, v, _)| v.to_string()).collect::<Vec<_>>()).collect()
    };
    let gateway = link.gateway.is_some();
    let address = link.block.one("address").map(|i| {
        let all: Vec<String> = i.values(Type::Address).iter().map(|(v, _)| v.to_string()).collect();
        all.join(",")
    });
    let port = link.block.one("port").and_then(|i| i.number(Type::PortNumber)).unwrap_or(4143);
    let said = selected(&link.block);
    let flat = if gateway { None } else { said.clone() };
    LinkSpec {
        cluster_credentials_secret: secret_name(link),
        excluded_annotations: texts("annotation"),
        excluded_labels: texts("label"),
        federated_service_selector: link.federated.then(|| equals(FEDERATED, "member")),
        gateway_address: address.filter(|_| gateway),
        gateway_identity: gateway_identity(link, target),
        gateway_port: gateway.then(|| port.to_string()),
        probe_spec: probe(cx, link).map(|p| probe_spec(platform, link, p)),
        remote_discovery_selector: link
            .flat
            .then(|| flat.unwrap_or_else(|| equals(EXPORTED, "remote-discovery"))),
        selector: gateway.then(|| said.unwrap_or_else(|| exported(platform))),
        target_cluster_domain: target.domain.to_string(),
        target_cluster_linkerd_namespace: target.linkerd_ns.to_string(),
        target_cluster_name: target.name.to_string(),
    }
}

fn probe_spec(platform: &Platform, link: &Link, probe: Probe) -> ProbeSpec {
    let said = link.block.one("probe").map(|i| i.inner()).unwrap_or_default();
    let newer = platform.has(Feature::LinkProbeThreshold);
    let failures = said.one("failures").and_then(|i| i.number(Type::Count)).unwrap_or(3);
    let timeout = said.one("timeout").and_then(|i| i.duration()).unwrap_or(Duration(30_000));
    ProbeSpec {
        failure_threshold: newer.then(|| failures.to_string()),
        path: probe.path,
        period: go_duration(probe.period),
        port: probe.port.to_string(),
        timeout: newer.then(|| go_duration(timeout)),
    }
}

/// The label that exports by default: any value in 2.9 and 2.10, `true` later.
fn exported(platform: &Platform) -> LabelSelector {
    if platform.has(Feature::ExportLabelTrue) {
        return equals(EXPORTED, "true");
    }
    let exists = Exists { key: EXPORTED.to_owned(), operator: "Exists" };
    LabelSelector { match_labels: BTreeMap::new(), match_expressions: vec![exists] }
}

fn equals(key: &str, value: &str) -> LabelSelector {
    let match_labels = BTreeMap::from([(key.to_owned(), value.to_owned())]);
    LabelSelector { match_labels, match_expressions: vec![] }
}

fn selected(block: &Block) -> Option<LabelSelector> {
    let inner = block.one("select")?.inner();
    let value =
        |i: &std::sync::Arc<crate::construct::Item>| i.all_values().next().map(|(_, v, _)| v.to_string());
    let match_labels = inner.data().filter_map(|i| Some((i.head.to_string(), value(i)?))).collect();
    Some(LabelSelector { match_labels, match_expressions: vec![] })
}

/// ExternalSecrets for a link whose credentials a store has: one beside the Link, for flat links one beside the
/// control plane too.
fn credentials(cx: Cx<'_>, link: &Link, target: &Cluster, output: &mut Output) {
    let Some(item) = link.block.one("credentials").filter(|i| i.has("external-secret")) else { return };
    let (Some(store), Some(key)) = (item.text(Type::Name), item.text(Type::Text)) else { return };
    let kind = if item.has("cluster-store") { "ClusterSecretStore" } else { "SecretStore" };
    let mut places = vec![(NAMESPACE, mirror_metadata(cx, target))];
    if is_flat(link) {
        places.push((&*cx.cluster.linkerd_ns, Some(discovery_metadata(target))));
    }
    for (ns, metadata) in places {
        let spec = ExternalSecretSpec {
            secret_store_ref: StoreRef { name: store.to_string(), kind },
            target: Target {
                name: secret_name(link),
                template: Some(Template { type_: SECRET_TYPE, metadata }),
            },
            data: Some(vec![Data {
                secret_key: "kubeconfig".to_owned(),
                remote_ref: RemoteRef { key: key.to_string(), property: "kubeconfig".to_owned() },
            }]),
            data_from: None,
        };
        let name = secret_name(link);
        let made = object(cx, "external-secrets.io/v1", "ExternalSecret", &name, ns, &link.target, spec);
        output.own.push(&made, &link.decl.comment, item.span);
    }
}

/// 2.8 has no Link: its facts are annotations of the secret (pkg/servicemirror/util.go @stable-2.8.1).
fn mirror_metadata(cx: Cx<'_>, target: &Cluster) -> Option<TemplateMetadata> {
    let annotations = secret_annotations(cx, target);
    (!annotations.is_empty()).then(|| TemplateMetadata { labels: BTreeMap::new(), annotations })
}

/// The annotations that 2.8 demands of the secret; none later.
pub(super) fn secret_annotations(cx: Cx<'_>, target: &Cluster) -> BTreeMap<String, String> {
    if cx.cluster.platform.has(Feature::LinkCrd) {
        return BTreeMap::new();
    }
    let all = [
        ("cluster-name", &target.name),
        ("remote-cluster-domain", &target.domain),
        ("remote-cluster-l5d-ns", &target.linkerd_ns),
    ];
    all.into_iter().map(|(key, value)| (format!("mirror.linkerd.io/{key}"), value.to_string())).collect()
}

/// What the destination controller demands (controller/api/destination/watcher/cluster_store.go @version-2.20).
fn discovery_metadata(target: &Cluster) -> TemplateMetadata {
    let key = |end: &str| format!("multicluster.linkerd.io/{end}");
    TemplateMetadata {
        labels: BTreeMap::from([(key("cluster-name"), target.name.to_string())]),
        annotations: BTreeMap::from([
            (key("cluster-domain"), target.domain.to_string()),
            (key("trust-domain"), target.trust_domain.to_string()),
        ]),
    }
}
