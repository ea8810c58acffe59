//! Service objects: a service's own, a headless one beside it, and those that `expose` adds.

use super::argument::{int32, seconds, some, strings};
use super::disruption::texts;
use super::metadata::{On, Texts, of_service};
use super::{opaque, port};
use crate::construct::{Block, Item};
use crate::lower::Cx;
use crate::manifest::Part;
use crate::platform::Feature;
use crate::source::Span;
use crate::topology::{Port, Service, Workload};
use crate::value::{self, Type, Value};
use k8s_openapi::api::core::v1::{
    ClientIPConfig, Service as Object, ServicePort, ServiceSpec, SessionAffinityConfig,
};
use std::sync::Arc;

/// All Services of a service. `extra` are annotations of its own one, from what holds for its callers.
pub(super) fn services(cx: Cx<'_>, service: &Service, extra: &Texts, out: &mut Part) {
    let ports: Vec<&Port> = service.ports.iter().filter(|p| !p.private).collect();
    if ports.is_empty() {
        return;
    }
    let exposes: Vec<&Arc<Item>> =
        service.block.each("expose").filter(|e| e.first_word() != Some("installed")).collect();
    let named = |item: &Item| item.inner().one("name").and_then(|i| i.text(Type::Name)).cloned();
    if !service.service_installed {
        let expose = exposes.iter().find(|e| named(e).is_none()).copied();
        let mut object = object(cx, service, &service.service_name, &ports, expose.map(|e| &**e));
        if service.headless && expose.is_none() {
            spec(&mut object).cluster_ip = Some("None".to_owned());
        }
        object.metadata.annotations.get_or_insert_default().extend(extra.clone());
        export(cx, service, &mut object);
        push(service, object, service.decl.span, out);
    }
    if let Some(name) = &service.headless_name {
        let mut object = object(cx, service, name, &ports, None);
        spec(&mut object).cluster_ip = Some("None".to_owned());
        push(service, object, service.decl.span, out);
    }
    // A node's port belongs to one Service: the first that is exposed.
    let mut taken = !service.service_installed && exposes.iter().any(|e| named(e).is_none());
    for expose in exposes {
        if let Some(name) = named(expose) {
            let mut object = object(cx, service, &name, &ports, Some(expose));
            if std::mem::replace(&mut taken, true) {
                spec(&mut object).ports.iter_mut().flatten().for_each(|p| p.node_port = None);
            }
            push(service, object, expose.span, out);
        }
    }
}

fn push(service: &Service, mut object: Object, span: Span, out: &mut Part) {
    object.metadata.annotations = object.metadata.annotations.filter(|a| !a.is_empty());
    out.push(&object, &service.decl.comment, span);
}

fn spec(object: &mut Object) -> &mut ServiceSpec {
    object.spec.get_or_insert_default()
}

fn object(cx: Cx<'_>, service: &Service, name: &str, ports: &[&Port], expose: Option<&Item>) -> Object {
    let block = &*service.block;
    let mut metadata = of_service(cx, service, name, Some(On::Service));
    if let Some(list) = opaque::of_service(cx, service) {
        metadata.annotations.get_or_insert_default().insert(opaque::ANNOTATION.to_owned(), list);
    }
    let selected = service.workload != Workload::None;
    let mut spec = ServiceSpec {
        selector: selected.then(|| texts(&service.service_select)),
        ports: Some(ports.iter().map(|p| service_port(service, p, expose)).collect()),
        publish_not_ready_addresses: block.switch("publish-not-ready"),
        traffic_distribution: block.one("near").and_then(|i| near(cx, i)),
        ..ServiceSpec::default()
    };
    session_affinity(block, &mut spec);
    families(block, &mut spec);
    if let Some(item) = expose {
        let inner = item.inner();
        exposed(item, &inner, &mut spec);
        for (word, map) in [("label", &mut metadata.labels), ("annotation", &mut metadata.annotations)] {
            for said in inner.each(word) {
                if let (Some(key), Some((value, _))) = (said.text(Type::LabelKey), said.value(Type::Value)) {
                    map.get_or_insert_default().insert(key.to_string(), value.to_string());
                }
            }
        }
    }
    Object { metadata, spec: Some(spec), status: None }
}

fn service_port(service: &Service, port: &Port, expose: Option<&Item>) -> ServicePort {
    let node_port = port.block.one("node-port").and_then(|i| i.number(Type::PortNumber));
    ServicePort {
        name: Some(port.name.to_string()),
        port: i32::from(port.number),
        target_port: Some(port::target(service, port)),
        protocol: port::transport(port),
        app_protocol: port.block.one("app-protocol").and_then(|i| i.text(Type::Text)).map(|t| t.to_string()),
        node_port: node_port.filter(|_| expose.is_some()).map(int32),
    }
}

/// `PreferSameZone` is the name of what was `PreferClose` before Kubernetes 1.34.
fn near(cx: Cx<'_>, item: &Item) -> Option<String> {
    let word = match item.first_word()? {
        "node" => "PreferSameNode",
        _ if cx.cluster.platform.has(Feature::TrafficSameNode) => "PreferSameZone",
        _ => "PreferClose",
    };
    Some(word.to_owned())
}

fn session_affinity(block: &Block, spec: &mut ServiceSpec) {
    let Some(item) = block.one("session-affinity") else { return };
    spec.session_affinity = Some("ClientIP".to_owned());
    spec.session_affinity_config = item.duration().map(|d| SessionAffinityConfig {
        client_ip: Some(ClientIPConfig { timeout_seconds: Some(int32(seconds(d))) }),
    });
}

fn families(block: &Block, spec: &mut ServiceSpec) {
    let Some(word) = block.one("families").and_then(|i| i.first_word()) else { return };
    let (policy, family) = match word {
        "ipv4" => ("SingleStack", Some("IPv4")),
        "ipv6" => ("SingleStack", Some("IPv6")),
        "prefer-dual" => ("PreferDualStack", None),
        _ => ("RequireDualStack", None),
    };
    spec.ip_family_policy = Some(policy.to_owned());
    spec.ip_families = family.map(|f| vec![f.to_owned()]);
}

fn exposed(item: &Item, inner: &Block, spec: &mut ServiceSpec) {
    let balanced = item.first_word() == Some("load-balancer");
    spec.type_ = Some(if balanced { "LoadBalancer" } else { "NodePort" }.to_owned());
    spec.load_balancer_class = inner.one("class").and_then(|i| i.text(Type::Text)).map(|t| t.to_string());
    spec.load_balancer_source_ranges =
        some(inner.one("source-ranges").map(|i| strings(i, Type::Cidr)).unwrap_or_default());
    spec.external_traffic_policy =
        inner.switch("local-traffic").map(|on| if on { "Local" } else { "Cluster" }.to_owned());
    let mut addresses = inner.one("address").map(|i| strings(i, Type::Address)).unwrap_or_default();
    if balanced && addresses.len() == 1 {
        spec.load_balancer_ip = addresses.pop();
    }
    spec.external_ips = some(addresses);
    if let Some(only) = inner.one("ports") {
        let wanted: Vec<&value::Port> = only
            .values(Type::Port)
            .into_iter()
            .filter_map(|(v, _)| if let Value::Port(p) = v { Some(p) } else { None })
            .collect();
        let kept = |p: &ServicePort| {
            wanted.iter().any(|w| match w {
                value::Port::Name(name) => p.name.as_deref() == Some(&**name),
                value::Port::Number(number) => p.port == i32::from(*number),
            })
        };
        if let Some(ports) = &mut spec.ports {
            ports.retain(kept);
        }
    }
}

/// What marks a Service as exported (domain/linkerd.md §1.9: 2.8 by annotations, since 2.9 by labels).
fn export(cx: Cx<'_>, service: &Service, object: &mut Object) {
    let Some(export) = &service.export else { return };
    if !cx.cluster.platform.has(Feature::ExportLabel) {
        let linkerd = || ("linkerd-gateway".into(), "linkerd-multicluster".into());
        let (name, ns) = export.edge.clone().unwrap_or_else(linkerd);
        let annotations = object.metadata.annotations.get_or_insert_default();
        annotations.insert("mirror.linkerd.io/gateway-name".to_owned(), name.to_string());
        annotations.insert("mirror.linkerd.io/gateway-ns".to_owned(), ns.to_string());
        return;
    }
    let labels = object.metadata.labels.get_or_insert_default();
    if export.gateway || export.flat {
        let value = if export.gateway { "true" } else { "remote-discovery" };
        labels.insert("mirror.linkerd.io/exported".to_owned(), value.to_owned());
    }
    if export.federated {
        labels.insert("mirror.linkerd.io/federated".to_owned(), "member".to_owned());
    }
}
