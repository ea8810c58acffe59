//! `expose`: how the edge's Service is reached from outside, and further Services beside it.

use super::Make;
use super::listener::{ServicePort, service_ports};
use crate::construct::{Block, Item};
use crate::manifest::Part;
use crate::topology::Edge;
use crate::value::{Port, Type, Value};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The `expose` of the edge's own Service; the others have a name.
pub(super) fn main(edge: &Edge) -> Option<&Arc<Item>> {
    edge.block.each("expose").find(|i| i.inner().one("name").is_none())
}

/// A load balancer, unless something else is said: an edge that nothing reaches would serve nothing.
pub(super) fn service_type(item: Option<&Arc<Item>>) -> &'static str {
    match item.and_then(|i| i.first_word()) {
        Some("node-port") => "NodePort",
        Some("off") => "ClusterIP",
        _ => "LoadBalancer",
    }
}

/// The fields of a Service's spec that an `expose` block says, by their names in Kubernetes, and in the chart.
pub(super) fn fields(block: &Block, kind: &str) -> Map<String, Json> {
    let mut out = Map::new();
    let list = |word: &str, type_: Type| -> Option<Vec<String>> {
        Some(block.one(word)?.values(type_).iter().map(|(v, _)| v.to_string()).collect())
    };
    if let Some(class) = block.one("class").and_then(|i| i.text(Type::Text)) {
        out.insert("loadBalancerClass".to_owned(), json!(&**class));
    }
    match list("address", Type::Address).unwrap_or_default().as_slice() {
        [] => {}
        [one] if kind == "LoadBalancer" => drop(out.insert("loadBalancerIP".to_owned(), json!(one))),
        several => drop(out.insert("externalIPs".to_owned(), json!(several))),
    }
    if let Some(ranges) = list("source-ranges", Type::Cidr) {
        out.insert("loadBalancerSourceRanges".to_owned(), json!(ranges));
    }
    if block.switch("local-traffic") == Some(true) {
        out.insert("externalTrafficPolicy".to_owned(), json!("Local"));
    }
    out
}

/// `annotation KEY VALUE`s or `label KEY VALUE`s of an `expose` block.
pub(super) fn pairs(block: &Block, word: &str) -> BTreeMap<String, String> {
    super::pairs(block, word).into_iter().collect()
}

/// The Service's ports: all, or those that `ports` names.
pub(super) fn ports(edge: &Edge, block: &Block) -> Vec<ServicePort> {
    let all = service_ports(edge);
    let Some(only) = block.one("ports") else { return all };
    let wanted = only.values(Type::Port);
    let is = |p: &ServicePort, v: &Value| match v {
        Value::Port(Port::Number(n)) => *n == p.port,
        Value::Port(Port::Name(name)) => **name == p.name,
        _ => false,
    };
    let keep = |p: &ServicePort| p.name.starts_with("mc-") || wanted.iter().any(|(v, _)| is(p, v));
    all.into_iter().filter(keep).collect()
}

/// A port as a Service has it, and as the chart's list does.
pub(super) fn port(port: &ServicePort) -> Json {
    let mut out = json!({ "name": port.name, "port": port.port, "targetPort": port.target });
    if let (true, Json::Object(map)) = (port.udp, &mut out) {
        map.insert("protocol".to_owned(), json!("UDP"));
    }
    out
}

/// The Services of `expose … { name N }`.
pub(super) fn more_services(make: Make<'_>, out: &mut Part) {
    for item in make.edge.block.each("expose") {
        let block = item.inner();
        let Some(name) = block.one("name").and_then(|i| i.text(Type::Name)) else { continue };
        if !item.has("installed") {
            let service = service(make, name, Some(item), BTreeMap::new());
            make.push(out, &service, &make.edge.decl.comment, item.span);
        }
    }
}

/// A Service before the edge's pods, with these annotations and what `item` says.
pub(super) fn service(
    make: Make<'_>,
    name: &str,
    item: Option<&Arc<Item>>,
    mut annotations: BTreeMap<String, String>,
) -> Json {
    let block = item.map(|i| i.inner()).unwrap_or_default();
    let kind = service_type(item);
    let mut meta = make.metadata(name, &make.edge.ns, &Block::default());
    // Emissary finds the Service whose address it writes into Ingresses by this label.
    meta.labels.insert("app.kubernetes.io/component".to_owned(), "ambassador-service".to_owned());
    meta.labels.extend(pairs(&block, "label"));
    annotations.extend(pairs(&block, "annotation"));
    meta.annotations.extend(annotations);
    let mut spec = fields(&block, kind);
    spec.insert("type".to_owned(), json!(kind));
    spec.insert("ports".to_owned(), ports(make.edge, &block).iter().map(port).collect());
    spec.insert("selector".to_owned(), json!(super::install::selector(make)));
    json!({ "apiVersion": "v1", "kind": "Service", "metadata": meta, "spec": spec })
}
