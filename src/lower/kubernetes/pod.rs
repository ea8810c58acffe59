//! The pod template that all kinds of workloads share.

use super::argument::{local_name, seconds_of, some, strings, thing};
use super::container::{container, pull_secrets};
use super::metadata::{On, Texts, meta, said_annotations, said_labels};
use super::{config, proxy, scheduling, security, volume};
use crate::construct::Block;
use crate::lower::Cx;
use crate::topology::{Service, Thing};
use crate::value::Type;
use k8s_openapi::api::core::v1::{
    Container, HostAlias, PodDNSConfig, PodDNSConfigOption, PodSpec, PodTemplateSpec, Volume,
};
use std::collections::BTreeMap;

/// The annotation that changes when a config does, so that pods are replaced.
const CONFIG_HASH: &str = "meshc.dev/config-hash";

/// The template of a service's pods.
pub(super) fn template(cx: Cx<'_>, service: &Service) -> PodTemplateSpec {
    let mut annotations = Texts::new();
    said_annotations(&service.block, &service.addresses, Some(On::Pod), false, &mut annotations);
    proxy::pod(cx, service, &mut annotations);
    if let Some(hash) = config_hash(cx, service) {
        annotations.insert(CONFIG_HASH.to_owned(), hash);
    }
    let mut metadata = meta("", None, labels(service), annotations);
    metadata.name = None;
    PodTemplateSpec { metadata: Some(metadata), spec: Some(spec(cx, service)) }
}

/// A pod has all labels of the selectors, whatever `label` says.
fn labels(service: &Service) -> Texts {
    let mut labels = Texts::new();
    said_labels(&service.block, &mut labels);
    let selected = service.service_select.iter().chain(&service.select);
    labels.extend(selected.map(|(k, v)| (k.to_string(), v.to_string())));
    labels
}

fn spec(cx: Cx<'_>, service: &Service) -> PodSpec {
    let block = &*service.block;
    let (mut volumes, mut secrets) = (vec![], vec![]);
    let (init, containers) = containers(cx, service, &mut volumes);
    pull_secrets(cx, service, block, &mut secrets);
    let text = |word: &str, kind| block.one(word).and_then(|i| i.text(kind)).map(|t| t.to_string());
    PodSpec {
        containers,
        init_containers: some(init),
        volumes: some(volumes),
        image_pull_secrets: some(secrets),
        service_account_name: Some(service.account.name.to_string()),
        automount_service_account_token: block.switch("token"),
        termination_grace_period_seconds: seconds_of(block, "grace"),
        priority_class_name: text("priority", Type::Name),
        runtime_class_name: text("runtime-class", Type::Name),
        host_network: block.switch("host-network"),
        enable_service_links: block.switch("service-links"),
        share_process_namespace: block.switch("share-processes"),
        host_aliases: some(host_aliases(block)),
        dns_policy: block.one("dns").and_then(|i| i.first_word()).map(dns_policy),
        dns_config: dns_config(block),
        security_context: security::pod(block),
        affinity: scheduling::affinity(service),
        topology_spread_constraints: some(scheduling::spread(service)),
        tolerations: some(scheduling::tolerations(service)),
        ..PodSpec::default()
    }
}

/// Those that run before (native sidecars first), and the service's own with its sidecars.
fn containers(cx: Cx<'_>, service: &Service, volumes: &mut Vec<Volume>) -> (Vec<Container>, Vec<Container>) {
    let block = &*service.block;
    let own = container(cx, service, &service.container_name, block, true, volumes);
    let (mut first, mut init, mut main) = (vec![], vec![], vec![own]);
    for item in block.items.iter().filter(|i| i.is("init") || i.is("sidecar")) {
        let Some(name) = item.text(Type::Name) else { continue };
        let mut made = container(cx, service, name, &item.inner(), false, volumes);
        if item.is("init") {
            init.push(made);
        } else if item.has("first") {
            made.restart_policy = Some("Always".to_owned());
            first.push(made);
        } else {
            main.push(made);
        }
    }
    first.extend(init);
    (first, main)
}

fn host_aliases(block: &Block) -> Vec<HostAlias> {
    let alias = |item: &std::sync::Arc<crate::construct::Item>| {
        let ip = item.value(Type::Ip)?.0.to_string();
        Some(HostAlias { ip, hostnames: some(strings(item, Type::Host)) })
    };
    block.each("host-alias").filter_map(alias).collect()
}

fn dns_policy(word: &str) -> String {
    match word {
        "default" => "Default",
        "cluster-first" => "ClusterFirst",
        "cluster-first-with-host-net" => "ClusterFirstWithHostNet",
        _ => "None",
    }
    .to_owned()
}

fn dns_config(block: &Block) -> Option<PodDNSConfig> {
    let inner = block.one("dns")?.inner();
    let list = |word: &str, kind| some(inner.one(word).map(|i| strings(i, kind)).unwrap_or_default());
    let option = |item: &std::sync::Arc<crate::construct::Item>| PodDNSConfigOption {
        name: item.text(Type::Key).map(|k| k.to_string()),
        value: item.value(Type::Value).map(|(v, _)| v.to_string()),
    };
    let config = PodDNSConfig {
        nameservers: list("server", Type::Ip),
        searches: list("search", Type::DnsName),
        options: some(inner.each("option").map(option).collect()),
    };
    (config != PodDNSConfig::default()).then_some(config)
}

/// What the configs hold that the pod reads and that we write; `None` where there are none, or where
/// `restart-on-change off` is said.
fn config_hash(cx: Cx<'_>, service: &Service) -> Option<String> {
    if service.block.switch("restart-on-change") == Some(false) {
        return None;
    }
    let mut read: BTreeMap<&str, &Thing> = BTreeMap::new();
    let inner = service.block.items.iter().filter(|i| i.is("init") || i.is("sidecar"));
    let blocks: Vec<_> = inner.filter_map(|i| i.block.as_deref()).collect();
    for block in std::iter::once(&*service.block).chain(blocks) {
        let users = block.items.iter().filter(|i| i.is("mount") || i.is("env") || i.is("env-from"));
        for item in users.filter(|i| i.has("config")) {
            let Some((value, _)) = item.value(Type::KeyRef).or_else(|| item.value(Type::Ref)) else {
                continue;
            };
            let declared = thing(&cx.cluster.configs, &service.ns, value);
            if let Some(config) = declared.filter(|c| !c.installed) {
                read.insert(local_name(value), config);
            }
        }
    }
    let mut text = String::new();
    for (name, config) in &read {
        // Lengths keep apart what would read the same one after the other.
        text.push_str(&format!("{}:{name}", name.len()));
        for (key, value) in config::data(cx, config) {
            text.push_str(&format!("{}:{key}{}:{value}", key.len(), value.len()));
        }
    }
    (!read.is_empty()).then(|| volume::digits(text.as_bytes(), 16))
}
