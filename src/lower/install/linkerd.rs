//! The control plane: releases of its charts, with values that statements compute (domain/linkerd.md §7).
//!
//! Up to 2.11 one chart `linkerd2`, from 2.12 `linkerd-crds` and `linkerd-control-plane`; with `cni`, `linkerd2-cni`
//! before them. Namespaces are ours, so charts are told to make none.

use super::charts::Charts;
use super::values::Values;
use super::{proxy, trust};
use crate::construct::{Block, Item};
use crate::diagnostic::codes::references::E0320;
use crate::diagnostic::{Diagnostic, Sink, nearest};
use crate::lower::Cx;
use crate::lower::kubernetes::policy;
use crate::manifest::{Output, Release};
use crate::platform::{Feature, Provider};
use crate::topology::Service;
use crate::value::{Port, Type, Value};
use serde_json::json;
use std::sync::Arc;

const CNI_NAMESPACE: &str = "linkerd-cni";

/// The releases of the control plane.
pub(super) fn releases(cx: Cx<'_>, output: &mut Output, sink: &mut Sink) {
    if cx.cluster.linkerd_installed {
        return;
    }
    let Some(charts) = Charts::of(cx, Provider::Linkerd) else { return };
    let said = cx.cluster.block.one("linkerd").map(|i| i.inner()).unwrap_or_default();
    let mut before: Vec<Arc<str>> = vec![];
    if said.switch("cni") == Some(true) {
        let release = cni(charts);
        before.push(Arc::clone(&release.name));
        output.releases.push(release);
    }
    if charts.published.version("linkerd-crds").is_some() {
        let release = crds(charts, &said);
        before.push(Arc::clone(&release.name));
        output.releases.push(release);
    }
    let name = if cx.cluster.platform.has(Feature::CrdsChart) { "linkerd-control-plane" } else { "linkerd2" };
    let place = statement(cx).map_or(cx.cluster.decl.span, |i| i.head_span);
    charts.runs_here(name, place, sink);
    if let Some(mut release) = control_plane(charts, name, &said, sink) {
        release.depends_on = before;
        output.releases.push(release);
    }
}

fn statement(cx: Cx<'_>) -> Option<&Arc<Item>> {
    cx.cluster.block.one("linkerd")
}

/// The name that the control plane's release has here, where it is ours.
pub(super) fn main_release(cx: Cx<'_>) -> Option<&'static str> {
    let ours = cx.cluster.platform.linkerd.is_some() && !cx.cluster.linkerd_installed;
    let name = if cx.cluster.platform.has(Feature::CrdsChart) { "linkerd-control-plane" } else { "linkerd2" };
    ours.then_some(name)
}

fn cni(charts: Charts<'_>) -> Release {
    let cluster = charts.cx.cluster;
    // 2.8's chart makes its namespace whatever it is told, so that its release lies beside the control plane's.
    let ours =
        charts.values("linkerd2-cni").is_some_and(|v| v.takes("installNamespace") || !v.takes("namespace"));
    let ns = if ours { CNI_NAMESPACE } else { &cluster.linkerd_ns };
    let mut release =
        charts.release("linkerd2-cni", ns, "linkerd2-cni", None, (&cluster.decl.comment, cluster.decl.span));
    if let Some(mut values) = charts.values("linkerd2-cni") {
        values.set_if_taken("installNamespace", json!(false), None);
        values.set_if_taken("namespace", json!(CNI_NAMESPACE), None);
        release.values = values.finish();
    }
    release
}

/// Whether the CNI plugin is installed with it.
pub(super) fn has_cni(cx: Cx<'_>) -> bool {
    let said = statement(cx).and_then(|i| i.inner().switch("cni"));
    said == Some(true) && !cx.cluster.linkerd_installed
}

/// Whether the plugin's namespace is ours to make.
pub(super) fn cni_namespace(cx: Cx<'_>) -> Option<&'static str> {
    let values = Charts::of(cx, Provider::Linkerd).filter(|_| has_cni(cx))?.values("linkerd2-cni")?;
    (values.takes("installNamespace") || !values.takes("namespace")).then_some(CNI_NAMESPACE)
}

fn crds(charts: Charts<'_>, said: &Block) -> Release {
    let cluster = charts.cx.cluster;
    let place = (&cluster.decl.comment, cluster.decl.span);
    // Where both charts have one number, a version that is said is that of both.
    let published = charts.published;
    let together = published.version("linkerd-crds") == published.version("linkerd-control-plane");
    let chart = said.one("chart").filter(|c| together || c.text(Type::Url).is_some());
    let block = Block { items: chart.into_iter().cloned().collect(), torn: None };
    let mut release =
        charts.release("linkerd-crds", &cluster.linkerd_ns, "linkerd-crds", Some(&block), place);
    if !together && let Some(version) = published.version("linkerd-crds") {
        release.version = Arc::from(version);
    }
    let Some(mut values) = charts.values("linkerd-crds") else { return release };
    if let Some(item) = cluster.block.one("gateway-api") {
        let install = json!(item.has("linkerd"));
        if cluster.platform.has(Feature::InstallGatewayApiValue) {
            values.set("installGatewayAPI", install, Some(item.span));
        } else {
            for path in ["enableHttpRoutes", "enableTlsRoutes", "enableTcpRoutes"] {
                values.set_if_taken(path, install.clone(), Some(item.span));
            }
        }
    }
    release.values = values.finish();
    release
}

fn control_plane(charts: Charts<'_>, name: &'static str, said: &Block, sink: &mut Sink) -> Option<Release> {
    let (cx, cluster) = (charts.cx, charts.cx.cluster);
    let place = (&cluster.decl.comment, cluster.decl.span);
    let mut release = charts.release(name, &cluster.linkerd_ns, name, Some(said), place);
    let mut values = charts.values(name)?;
    if cluster.block.switch("ha") == Some(true) {
        values.high_availability();
    }
    let prefix = if cluster.platform.has(Feature::GlobalValues) { "global." } else { "" };
    settings(cx, said, prefix, &mut values);
    if let Some(item) = said.one("tracing") {
        tracing(cx, item, &mut values, sink);
    }
    let identity = trust::identity(cx);
    for (path, value, why) in identity.values {
        values.set(&placed(path, prefix), value, Some(why));
    }
    for mut from in identity.values_from {
        from.path = Arc::from(placed(&from.path, prefix));
        release.values_from.push(from);
    }
    values.said(Some(said), sink);
    release.values = values.finish();
    Some(release)
}

/// Where 2.8 and 2.9 have a value of later releases.
fn placed(path: &str, prefix: &str) -> String {
    if path.starts_with("identity.") { path.to_owned() } else { format!("{prefix}{path}") }
}

/// What the cluster and the `linkerd` block say.
fn settings(cx: Cx<'_>, said: &Block, prefix: &str, values: &mut Values) {
    let (cluster, block) = (cx.cluster, &cx.cluster.block);
    let at = |path: &str| format!("{prefix}{path}");
    let why = |block: &Block, word: &str| block.one(word).map(|i| i.span);
    values.set(&at("clusterDomain"), json!(&*cluster.domain), why(block, "domain"));
    let trust_domain = json!(&*cluster.trust_domain);
    values.set(&at("identityTrustDomain"), trust_domain, why(block, "trust-domain"));
    if !cluster.networks.is_empty() {
        let list: Vec<String> = cluster.networks.iter().map(ToString::to_string).collect();
        values.set_if_taken(&at("clusterNetworks"), json!(list.join(",")), why(block, "networks"));
    }
    if !cluster.platform.has(Feature::ReleaseNamespace) {
        values.set(&at("namespace"), json!(&*cluster.linkerd_ns), why(said, "namespace"));
        values.set_if_taken("installNamespace", json!(false), None);
    }
    if let Some(item) = block.one("default-policy")
        && let Some(word) = policy(item)
    {
        let path = match cluster.platform.has(Feature::DefaultPolicyInProxyValues) {
            true => "proxy.defaultInboundPolicy",
            false => "policyController.defaultAllowPolicy",
        };
        values.set_if_taken(path, json!(word), Some(item.span));
    }
    if let Some(item) = said.one("cni") {
        values.set_if_taken(&at("cniEnabled"), json!(item.switch()), Some(item.span));
    }
    if let Some(item) = said.one("native-sidecar") {
        values.set_if_taken("proxy.nativeSidecar", json!(item.switch()), Some(item.span));
    }
    if let Some(item) = said.one("proxy") {
        proxy::values(&item.inner(), prefix, values);
    }
}

/// `tracing REF`: the collector's address and whose it is; the chart forms its identity.
fn tracing(cx: Cx<'_>, item: &Item, values: &mut Values, sink: &mut Sink) {
    let Some((Value::Ref(reference), span)) = item.value(Type::Ref) else { return };
    let found = reference
        .path
        .split_once('.')
        .and_then(|(ns, name)| cx.cluster.services.values().find(|s| *s.ns == *ns && *s.name == *name));
    let Some(service) = found else {
        let message =
            format!("there is no service `{}` on the cluster `{}`", reference.path, cx.cluster.name);
        let told = Diagnostic::new(&E0320, span, message, "spans have nowhere to go");
        let names: Vec<String> =
            cx.cluster.services.keys().map(|(ns, name)| format!("{ns}.{name}")).collect();
        let near = nearest(&reference.path, names.iter().map(String::as_str));
        sink.report(near.first().map_or(told.clone(), |n| told.help(format!("there is a service `{n}`"))));
        return;
    };
    let port = collector_port(service, reference.port.as_ref());
    let address = format!("{}:{port}", cx.cluster.fqdn(&service.service_name, &service.ns));
    let path = |end: &str| format!("proxy.tracing.{end}");
    values.set_if_taken(&path("enabled"), json!(true), Some(item.span));
    values.set_if_taken(&path("collector.endpoint"), json!(address), Some(item.span));
    let account = json!(&*service.account.name);
    values.set_if_taken(&path("collector.meshIdentity.serviceAccountName"), account, Some(item.span));
    values.set_if_taken(&path("collector.meshIdentity.namespace"), json!(&*service.ns), Some(item.span));
}

/// The port that is named, the only one, or OTLP's.
fn collector_port(service: &Service, said: Option<&Port>) -> u16 {
    let open: Vec<_> = service.ports.iter().filter(|p| !p.private).collect();
    let named = open.iter().find(|p| match said {
        Some(Port::Number(n)) => p.number == *n,
        Some(Port::Name(name)) => p.name == *name,
        None => p.number == 4317 || open.len() == 1,
    });
    match (named, said) {
        (Some(port), _) => port.number,
        (None, Some(Port::Number(n))) => *n,
        (None, _) => 4317,
    }
}
