//! Annotations by which pods and namespaces say what their proxies have (domain/linkerd.md §2).
//!
//! The injector reads the pod template's, then the namespace's; it never refuses a bad value but falls back to its
//! default, so all that is written here is in the consumer's own syntax: whole milliseconds, plain integers.

use super::argument::{seconds, strings};
use super::container::{amounts, pull_policy};
use super::metadata::Texts;
use super::{opaque, port};
use crate::construct::{Block, Item};
use crate::lower::Cx;
use crate::platform::Platform;
use crate::topology::{Inject, Service};
use crate::value::{self, PortRange, Type, Value};

const PREFIX: &str = "config.linkerd.io/";
const INJECT: &str = "linkerd.io/inject";
/// Namespaces that every cluster has, and that we do not make.
const IN_EVERY_CLUSTER: [&str; 4] = ["default", "kube-system", "kube-public", "kube-node-lease"];

/// The annotations of a service's pods.
pub(super) fn pod(cx: Cx<'_>, service: &Service, into: &mut Texts) {
    let platform = &cx.cluster.platform;
    if platform.linkerd.is_none() {
        return;
    }
    let ns = cx.cluster.namespaces.get(&service.ns);
    // What the namespace's own annotation says, if we write it, is not said again.
    let unwritten = ns.is_none_or(|ns| ns.installed) && IN_EVERY_CLUSTER.contains(&&*service.ns);
    if let Some(inject) = service.inject.filter(|_| unwritten || service.block.one("inject").is_some()) {
        into.insert(INJECT.to_owned(), inject_word(inject).to_owned());
    }
    if !service.meshed {
        return;
    }
    if let Some(policy) = service.block.one("default-policy").and_then(|i| policy(i)) {
        put(into, "default-inbound-policy", policy);
    }
    if let Some(ns_mesh) = ns.and_then(|ns| ns.block.one("mesh")) {
        not_inherited(&ns_mesh.inner(), into);
    }
    if let Some(mesh) = service.block.one("mesh") {
        block(platform, &mesh.inner(), Some(service), into);
    }
    if let Some(list) = opaque::of_pod(cx, service) {
        into.insert(opaque::ANNOTATION.to_owned(), list);
    }
}

/// The annotations of a namespace, which its pods inherit.
pub(super) fn namespace(cx: Cx<'_>, said: &Block, inject: Option<Inject>, into: &mut Texts) {
    let platform = &cx.cluster.platform;
    if platform.linkerd.is_none() {
        return;
    }
    if let Some(inject) = inject {
        into.insert(INJECT.to_owned(), inject_word(inject).to_owned());
    }
    if let Some(policy) = said.one("default-policy").and_then(|i| policy(i)) {
        put(into, "default-inbound-policy", policy);
    }
    if let Some(mesh) = said.one("mesh") {
        let mut all = Texts::new();
        block(platform, &mesh.inner(), None, &mut all);
        let each = ["close-wait-timeout", "proxy-cpu-ratio-limit"].map(|name| format!("{PREFIX}{name}"));
        into.extend(all.into_iter().filter(|(name, _)| !each.contains(name)));
    }
    let mesh = said.one("mesh").map(|m| m.inner());
    if let Some(ranges) = opaque::said(said).or_else(|| mesh.as_deref().and_then(opaque::said)) {
        put(into, "opaque-ports", &port_list(&ranges, None));
    }
}

/// `enabled`, `disabled`, `ingress`.
pub(super) fn inject_word(inject: Inject) -> &'static str {
    match inject {
        Inject::On => "enabled",
        Inject::Off => "disabled",
        Inject::Ingress => "ingress",
    }
}

/// Linkerd's word for a `default-policy`.
pub(in crate::lower) fn policy(item: &Item) -> Option<&'static str> {
    let words = ["deny", "audit", "all", "all-meshed", "cluster", "cluster-meshed"];
    item.word_of(&words).map(|word| match word {
        "all" => "all-unauthenticated",
        "all-meshed" => "all-authenticated",
        "cluster" => "cluster-unauthenticated",
        "cluster-meshed" => "cluster-authenticated",
        other => other,
    })
}

fn put(into: &mut Texts, name: &str, value: &str) {
    into.insert(format!("{PREFIX}{name}"), value.to_owned());
}

/// What the injector does not take from a namespace, so that each pod has it (inject.go @version-2.20).
fn not_inherited(mesh: &Block, into: &mut Texts) {
    let Some(proxy) = mesh.one("proxy").map(|p| p.inner()) else { return };
    if let Some(time) = proxy.one("close-wait-timeout").and_then(|i| milliseconds(i)) {
        put(into, "close-wait-timeout", &time);
    }
    if let Some((ratio, _)) = proxy.one("cpu-ratio-limit").and_then(|i| i.value(Type::Ratio)) {
        put(into, "proxy-cpu-ratio-limit", &ratio.to_string());
    }
}

/// The annotations of a `mesh` block that stands in an edge.
pub(in crate::lower) fn of_edge(platform: &Platform, mesh: &Block) -> Texts {
    let mut all = Texts::new();
    block(platform, mesh, None, &mut all);
    if let Some(ranges) = opaque::said(mesh) {
        put(&mut all, "opaque-ports", &port_list(&ranges, None));
    }
    all
}

/// The statements of a `mesh` block but `opaque`, which depends on the ports that are declared.
fn block(platform: &Platform, mesh: &Block, service: Option<&Service>, into: &mut Texts) {
    for (word, name) in [("skip-inbound", "skip-inbound-ports"), ("skip-outbound", "skip-outbound-ports")] {
        if let Some(item) = mesh.one(word) {
            let ranges: Vec<&PortRange> = item
                .values(Type::PortRange)
                .into_iter()
                .filter_map(|(v, _)| if let Value::PortRange(r) = v { Some(r) } else { None })
                .collect();
            put(into, name, &port_list(&ranges, service));
        }
    }
    if let Some(item) = mesh.one("skip-subnets") {
        put(into, "skip-subnets", &strings(item, Type::Cidr).join(","));
    }
    if let Some(item) = mesh.one("require-identity") {
        let ports = item.values(Type::Port).into_iter().filter_map(|(v, _)| match v {
            Value::Port(value::Port::Number(n)) => Some(*n),
            Value::Port(value::Port::Name(name)) => port::number(service?, name),
            _ => None,
        });
        put(into, "proxy-require-identity-inbound-ports", &opaque::write(ports.map(|n| (n, n))));
    }
    if let Some(proxy) = mesh.one("proxy").map(|p| p.inner()) {
        container(&proxy, into);
        behaviour(platform, &proxy, into);
        times(&proxy, into);
    }
}

fn port_list(ranges: &[&PortRange], service: Option<&Service>) -> String {
    let ends = ranges.iter().filter_map(|range| match range {
        PortRange::One(value::Port::Number(n)) => Some((*n, *n)),
        PortRange::One(value::Port::Name(name)) => port::number(service?, name).map(|n| (n, n)),
        PortRange::Range(a, b) => Some((*a, *b)),
    });
    opaque::write(ends)
}

/// Image, user and resources.
fn container(proxy: &Block, into: &mut Texts) {
    for word in ["request", "limit"] {
        for (resource, amount) in amounts(proxy, word) {
            put(into, &format!("proxy-{resource}-{word}"), &amount.0);
        }
    }
    if let Some((ratio, _)) = proxy.one("cpu-ratio-limit").and_then(|i| i.value(Type::Ratio)) {
        put(into, "proxy-cpu-ratio-limit", &ratio.to_string());
    }
    if let Some(image) = proxy.one("image").and_then(|i| i.text(Type::Image)) {
        let (name, version) = image_parts(image);
        put(into, "proxy-image", name);
        if let Some(version) = version {
            put(into, "proxy-version", version);
        }
    }
    if let Some(policy) = proxy.one("pull").and_then(|i| pull_policy(i)) {
        put(into, "image-pull-policy", policy);
    }
    for (word, name) in [("user", "proxy-uid"), ("group", "proxy-gid")] {
        if let Some(number) = proxy.one(word).and_then(|i| i.number(Type::Count)) {
            put(into, name, &number.to_string());
        }
    }
}

/// The injector joins both with `:`, so a digest's own `:` is where they are cut.
fn image_parts(image: &str) -> (&str, Option<&str>) {
    if image.contains('@') {
        return image.rsplit_once(':').map_or((image, None), |(name, digest)| (name, Some(digest)));
    }
    match image.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, Some(tag)),
        _ => (image, None),
    }
}

/// Logs, switches and variables.
fn behaviour(platform: &Platform, proxy: &Block, into: &mut Texts) {
    if let Some(level) = proxy.one("log").and_then(|i| i.text(Type::Text)) {
        put(into, "proxy-log-level", level);
    }
    for (word, name) in [("log-format", "proxy-log-format"), ("log-headers", "proxy-log-http-headers")] {
        if let Some(value) = proxy.one(word).and_then(|i| i.first_word()) {
            put(into, name, value);
        }
    }
    if let Some(format) = proxy.one("access-log").and_then(|i| i.first_word()) {
        put(into, "access-log", if format == "off" { "" } else { format });
    }
    for (word, name) in [("await", "proxy-await"), ("admin-shutdown", "proxy-admin-shutdown")] {
        if let Some(on) = proxy.switch(word) {
            put(into, name, if on { "enabled" } else { "disabled" });
        }
    }
    for (word, name) in [
        ("debug", "enable-debug-sidecar"),
        ("hostname-metrics", "proxy-metrics-hostname-labels"),
        ("external-profiles", "enable-external-profiles"),
    ] {
        if let Some(on) = proxy.switch(word) {
            put(into, name, if on { "true" } else { "false" });
        }
    }
    if let (Some(on), Some(name)) = (proxy.switch("native-sidecar"), platform.native_sidecar_annotation()) {
        into.insert(name.to_owned(), on.to_string());
    }
    for item in proxy.each("detect-timeout") {
        if let Some(side) = item.word_of(&["inbound", "outbound"]) {
            let disabled = (!item.switch()).to_string();
            put(into, &format!("proxy-disable-{side}-protocol-detect-timeout"), &disabled);
        }
    }
    let variables: Vec<serde_json::Value> = proxy
        .each("env")
        .filter_map(|i| {
            let (name, value) = (i.text(Type::EnvName)?.to_string(), i.value(Type::Value)?.0.to_string());
            Some(serde_json::json!({ "name": name, "value": value }))
        })
        .collect();
    if !variables.is_empty() {
        put(into, "proxy-additional-env", &serde_json::Value::Array(variables).to_string());
    }
}

fn times(proxy: &Block, into: &mut Texts) {
    if let Some(wait) = proxy.one("wait-before-exit").and_then(|i| i.duration()) {
        let name = "config.alpha.linkerd.io/proxy-wait-before-exit-seconds";
        into.insert(name.to_owned(), seconds(wait).to_string());
    }
    for (word, name) in
        [("shutdown-grace", "shutdown-grace-period"), ("close-wait-timeout", "close-wait-timeout")]
    {
        if let Some(time) = proxy.one(word).and_then(|i| milliseconds(i)) {
            put(into, name, &time);
        }
    }
    for (word, end) in
        [("connect-timeout", "connect-timeout"), ("discovery-cache", "discovery-cache-unused-timeout")]
    {
        for item in proxy.each(word) {
            if let (Some(side), Some(time)) = (item.word_of(&["inbound", "outbound"]), milliseconds(item)) {
                put(into, &format!("proxy-{side}-{end}"), &time);
            }
        }
    }
}

/// Go's durations and the proxy's own both read whole milliseconds; neither reads days.
fn milliseconds(item: &Item) -> Option<String> {
    item.duration().map(|d| format!("{}ms", d.0))
}

#[cfg(test)]
mod tests {
    use super::image_parts;

    #[test]
    fn images_are_cut_where_the_injector_joins_them() {
        for (image, name, version) in [
            ("cr.l5d.io/linkerd/proxy:edge-25.1.1", "cr.l5d.io/linkerd/proxy", Some("edge-25.1.1")),
            ("localhost:5000/proxy", "localhost:5000/proxy", None),
            ("r.io/proxy@sha256:abc", "r.io/proxy@sha256", Some("abc")),
        ] {
            assert_eq!(image_parts(image), (name, version));
        }
    }
}
