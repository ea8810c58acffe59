//! The multicluster extension, which a link brings: the gateway where links enter by it, controllers (values since
//! 2.18, a chart for each link from 2.9 to 2.17, one for all in 2.8) where links leave (domain/linkerd.md §1.9).

use super::charts::Charts;
use super::linkerd::main_release;
use super::links::{GATEWAY, NAMESPACE};
use super::values::Values;
use crate::construct::{Block, Item};
use crate::diagnostic::Sink;
use crate::lower::Cx;
use crate::manifest::{Output, Release};
use crate::platform::{Feature, Provider};
use crate::source::Span;
use crate::topology::{Gateway, Link};
use crate::value::Type;
use serde_json::{Map, Value as Json, json};
use std::sync::Arc;

/// The chart of a link's controller, where it is none of its own.
const LINK_CHARTS: [&str; 2] = ["linkerd2-multicluster-link", "linkerd-multicluster-link"];
/// Where charts that nobody published are.
pub(super) const SOURCE: &str = "git+https://github.com/linkerd/linkerd2";

/// Whether the extension is ours to install here.
pub(super) fn is_ours(cx: Cx<'_>) -> bool {
    let said = cx.cluster.block.one("multicluster");
    let linked = said.is_some() || cx.links_out().next().is_some() || cx.links_in().next().is_some();
    linked && cx.cluster.platform.linkerd.is_some() && !said.is_some_and(|i| i.has("installed"))
}

/// The name of the extension's chart and release.
pub(super) fn name(cx: Cx<'_>) -> &'static str {
    match cx.cluster.platform.has(Feature::MulticlusterExtension) {
        true => "linkerd-multicluster",
        false => "linkerd2-multicluster",
    }
}

/// Whether links enter by Linkerd's own gateway here.
pub(super) fn has_gateway(cx: Cx<'_>) -> bool {
    cx.links_in().any(|l| l.gateway == Some(Gateway::Linkerd))
}

/// The releases of the extension and of the controllers.
pub(super) fn releases(cx: Cx<'_>, output: &mut Output, sink: &mut Sink) {
    let Some(charts) = Charts::of(cx, Provider::Linkerd) else { return };
    if is_ours(cx)
        && let Some(release) = extension(charts, sink)
    {
        output.releases.push(release);
    }
    if cx.cluster.platform.has(Feature::LinkChart) {
        for link in cx.links_out() {
            output.releases.extend(controller(charts, link, sink));
        }
    }
}

fn extension(charts: Charts<'_>, sink: &mut Sink) -> Option<Release> {
    let (cx, cluster) = (charts.cx, charts.cx.cluster);
    let item = cluster.block.one("multicluster");
    let said = item.map(|i| i.inner()).unwrap_or_default();
    let first = cx.links_in().chain(cx.links_out()).next();
    let decl = first.map_or(&cluster.decl, |l| &l.decl);
    let place = item.map_or(decl.span, |i| i.span);
    let mut release = charts.release(name(cx), NAMESPACE, name(cx), Some(&said), (&decl.comment, place));
    let mut values = charts.values(name(cx))?;
    if cluster.block.switch("ha") == Some(true) {
        values.high_availability();
    }
    values.set("linkerdNamespace", json!(&*cluster.linkerd_ns), None);
    let domain = cluster.block.one("trust-domain").or_else(|| cluster.block.one("domain"));
    values.set("identityTrustDomain", json!(&*cluster.trust_domain), domain.map(|i| i.span));
    if !cluster.platform.has(Feature::ReleaseNamespace) {
        values.set_if_taken("namespace", json!(NAMESPACE), None);
    }
    values.set_if_taken("installNamespace", json!(false), None);
    // The Job labels the namespace, which is ours.
    values.set_if_taken("createNamespaceMetadataJob", json!(false), None);
    if cx.links_in().next().is_none() {
        values.set_if_taken("remoteMirrorServiceAccount", json!(false), None);
    }
    if cluster.platform.has(Feature::SharedServiceMirror) {
        values.set("serviceMirror", json!(cx.links_out().next().is_some()), None);
    }
    gateway(cx, &said, &mut values);
    if cluster.platform.has(Feature::ControllersAsValues) {
        let all: Vec<Json> = cx.links_out().map(|l| controllers_entry(charts, l, sink)).collect();
        if !all.is_empty() {
            values.set("controllers", Json::Array(all), first.map(|l| l.decl.span));
        }
    }
    values.said(Some(&said), sink);
    release.values = values.finish();
    release.depends_on = main_release(cx).map(Arc::from).into_iter().collect();
    Some(release)
}

fn gateway(cx: Cx<'_>, said: &Block, values: &mut Values) {
    let old = !values.takes("gateway.enabled");
    let why = cx.links_in().find(|l| l.gateway.is_some()).map(|l| l.kind_span);
    values.set(if old { "gateway" } else { "gateway.enabled" }, json!(has_gateway(cx)), why);
    if !has_gateway(cx) {
        return;
    }
    // Where an address is said, the port is that of what stands before the gateway.
    let ported =
        cx.links_in().filter(|l| l.gateway == Some(Gateway::Linkerd) && l.block.one("address").is_none());
    for item in ported.filter_map(|l| l.block.one("port")) {
        if let Some(port) = item.number(Type::PortNumber) {
            values.set(if old { "gatewayPort" } else { "gateway.port" }, json!(port), Some(item.span));
        }
    }
    let Some(block) = said.one("gateway").map(|i| i.inner()) else { return };
    if let Some((item, count)) = block.one("replicas").and_then(|i| Some((i, i.number(Type::Count)?))) {
        values.set_if_taken("gateway.replicas", json!(count), Some(item.span));
    }
    if let Some(item) = block.one("expose") {
        expose(item, old, values);
    }
}

fn expose(item: &Item, old: bool, values: &mut Values) {
    let kind = if item.has("node-port") { "NodePort" } else { "LoadBalancer" };
    let at = |new: &str| match (old, new) {
        (true, "loadBalancerIP") => new.to_owned(),
        (true, new) => {
            format!("gateway{}{}", new.get(..1).unwrap_or("").to_uppercase(), new.get(1..).unwrap_or(""))
        }
        (false, new) => format!("gateway.{new}"),
    };
    values.set_if_taken(&at("serviceType"), json!(kind), Some(item.span));
    let block = item.inner();
    let mut set = |new: &str, value: Json, why: Span| values.set_if_taken(&at(new), value, Some(why));
    if let Some((class, text)) = block.one("class").and_then(|i| Some((i, i.text(Type::Text)?))) {
        set("loadBalancerClass", json!(&**text), class.span);
    }
    if let Some((said, (value, _))) = block.one("address").and_then(|i| Some((i, i.value(Type::Address)?))) {
        set("loadBalancerIP", json!(value.to_string()), said.span);
    }
    if let Some(said) = block.one("source-ranges") {
        let ranges: Vec<String> = said.values(Type::Cidr).iter().map(|(v, _)| v.to_string()).collect();
        set("loadBalancerSourceRanges", json!(ranges), said.span);
    }
    if let Some(said) = block.one("local-traffic") {
        set(
            "serviceExternalTrafficPolicy",
            json!(if said.switch() { "Local" } else { "Cluster" }),
            said.span,
        );
    }
    let mut annotations = Map::new();
    for said in block.each("annotation") {
        if let (Some(key), Some((value, _))) = (said.text(Type::LabelKey), said.value(Type::Value)) {
            annotations.insert(key.to_string(), json!(value.to_string()));
        }
    }
    if !annotations.is_empty() {
        set("serviceAnnotations", Json::Object(annotations), item.span);
    }
}

/// An element of `controllers` (2.18 and later).
fn controllers_entry(charts: Charts<'_>, link: &Link, sink: &mut Sink) -> Json {
    let mut entry = Map::new();
    entry.insert("link".to_owned(), json!({ "ref": { "name": &*link.target } }));
    let mut gateway = Map::new();
    gateway.insert("enabled".to_owned(), json!(link.gateway.is_some()));
    if let Some(port) = probe_port(charts.cx, link) {
        gateway.insert("probe".to_owned(), json!({ "port": port }));
    }
    entry.insert("gateway".to_owned(), Json::Object(gateway));
    if let Some(on) = link.block.switch("headless") {
        entry.insert("enableHeadlessServices".to_owned(), json!(on));
    }
    if let Some(mut values) = charts.values("linkerd-multicluster") {
        for path in ["link", "gateway.enabled", "gateway.probe.port", "enableHeadlessServices"] {
            values.taken(path);
        }
        for (key, value) in values.said_below("controllers[].", &link.block, sink) {
            entry.entry(key).or_insert(value);
        }
    }
    Json::Object(entry)
}

/// The port that the controller's probe asks, where it is not the gateway's own.
fn probe_port(cx: Cx<'_>, link: &Link) -> Option<u16> {
    super::links::probe(cx, link).map(|p| p.port).filter(|p| *p != cx.cluster.platform.gateway_probe_port())
}

/// The release of a link's controller (2.9 to 2.17). Its chart was published for 2.9 alone; later it is taken from
/// the source at the release's tag.
fn controller(charts: Charts<'_>, link: &Link, sink: &mut Sink) -> Option<Release> {
    let cx = charts.cx;
    let chart = LINK_CHARTS.into_iter().find(|c| charts.chart(c).is_some())?;
    let name = format!("linkerd-multicluster-link-{}", link.target);
    let mut release = charts.release(&name, NAMESPACE, chart, None, (&link.decl.comment, link.decl.span));
    let mut values = charts.values(chart)?;
    values.set("targetClusterName", json!(&*link.target), Some(link.decl.span));
    values.set_if_taken("namespace", json!(NAMESPACE), None);
    if let Some(port) = probe_port(cx, link) {
        let path = if values.takes("gateway.probe.port") { "gateway.probe.port" } else { "gatewayProbePort" };
        values.set_if_taken(path, json!(port), link.block.one("probe").map(|i| i.span));
    }
    if link.gateway.is_none() {
        values.set_if_taken("gateway.enabled", json!(false), Some(link.kind_span));
    }
    if let Some(item) = link.block.one("headless") {
        values.set_if_taken("enableHeadlessServices", json!(item.switch()), Some(item.span));
    }
    if charts.published.version(chart).is_none() {
        release.chart = Arc::from(format!("multicluster/charts/{chart}"));
        release.version = Arc::from(charts.published.installs);
        release.repository = Arc::from(SOURCE);
        release.alias = Arc::from("linkerd2");
        // The source has a placeholder there.
        values.set_if_taken("controllerImageVersion", json!(charts.published.installs), None);
    }
    values.said(Some(&link.block), sink);
    release.values = values.finish();
    release.depends_on = is_ours(cx).then(|| Arc::from(self::name(cx))).into_iter().collect();
    Some(release)
}

/// The Service by which a gateway is found: name and namespace.
pub(super) fn gateway_service(link: &Link) -> Option<(String, String)> {
    match link.gateway.as_ref()? {
        Gateway::Linkerd => Some((GATEWAY.to_owned(), NAMESPACE.to_owned())),
        Gateway::Edge { service, ns, .. } => Some((service.to_string(), ns.to_string())),
    }
}
