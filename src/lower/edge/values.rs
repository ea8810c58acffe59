//! The values of the chart `emissary-ingress` 3.10 and 4.1 for one edge: what statements compute, then what `values`
//! says.

use super::module::{config, put};
use super::{Cx, Make, expose, gateway, install, pod};
use crate::diagnostic::codes::edge::E0419;
use crate::diagnostic::{Diagnostic, Sink};
use crate::platform::Feature;
use crate::topology::Edge;
use crate::value::{Scale, Type, Value};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// The values of an edge's release. A path of `values` that a statement computes is reported.
pub fn values(cx: Cx<'_>, edge: &Edge, sink: &mut Sink) -> Map<String, Json> {
    let make = Make { cx, edge };
    let mut out = computed(make);
    let said = edge.block.one("values").map(|i| i.inner()).unwrap_or_default();
    for item in said.data() {
        if let Some(taken) = taken(&Json::Object(out.clone()), &item.head) {
            let message = format!("`{}` is computed from statements", item.head);
            let value = serde_json::to_string(taken).unwrap_or_default();
            let told = Diagnostic::new(&E0419, item.head_span, message, format!("here it is `{value}`"))
                .help("use the statement, or take this line away");
            sink.report(told);
            continue;
        }
        let values: Vec<Json> =
            item.values(Type::Value).iter().map(|(v, _)| scalar(&v.to_string())).collect();
        let value = match <[Json; 1]>::try_from(values) {
            Ok([one]) => one,
            Err(several) => Json::Array(several),
        };
        put(&mut out, &item.head, value);
    }
    out
}

/// What stands at that path already, or on the way to it.
fn taken<'v>(values: &'v Json, path: &str) -> Option<&'v Json> {
    let mut at = values;
    for key in path.split('.') {
        match at {
            Json::Object(map) => at = map.get(key)?,
            other => return Some(other),
        }
    }
    // An object of annotations or resources may have more keys beside ours.
    Some(at)
}

/// A value as YAML would read it.
fn scalar(text: &str) -> Json {
    match text {
        "true" => Json::Bool(true),
        "false" => Json::Bool(false),
        _ => text.parse::<i64>().map_or_else(|_| json!(text), |n| json!(n)),
    }
}

fn computed(make: Make<'_>) -> Map<String, Json> {
    let edge = make.edge;
    let mut out = Map::new();
    let mut set = |path: &str, value: Json| put(&mut out, path, value);
    set("fullnameOverride", json!(&*edge.object));
    // Both are objects of ours: the chart's would collide with the Module, and bind ports that nobody asked for.
    set("createDefaultListeners", json!(false));
    if !config(make).is_empty() {
        match make.cx.cluster.platform.has(Feature::EdgeCrdsChart) {
            true => set("module.enabled", json!(false)),
            false => set("module", json!(false)),
        }
    }
    if let Some(id) = &edge.id {
        set("env.AMBASSADOR_ID", json!(&**id));
        // There is one IngressClass `ambassador` in a cluster.
        set("ingressClassResource.enabled", json!(false));
    }
    set("serviceAccount.create", json!(edge.account.own));
    set("serviceAccount.name", json!(&*edge.account.name));
    for (path, value) in replicas(edge) {
        set(path, value);
    }
    let resources = install::resources(make);
    if !resources.is_empty() {
        set("resources", Json::Object(resources));
    }
    let annotations = pod::annotations(make);
    if !annotations.is_empty() {
        set("podAnnotations", json!(annotations));
    }
    for (key, value) in service(make) {
        set(&format!("service.{key}"), value);
    }
    out
}

fn replicas(edge: &Edge) -> Vec<(&'static str, Json)> {
    let Some(item) = edge.block.one("replicas") else { return vec![] };
    let Some((Value::Scale(Scale { min, max }), _)) = item.value(Type::Scale) else { return vec![] };
    let Some(max) = max else { return vec![("replicaCount", json!(min))] };
    let metrics = ["cpu", "memory"].into_iter().filter_map(|name| {
        let Some((Value::Percent(share), _)) = item.after(name) else { return None };
        let target = json!({ "type": "Utilization", "averageUtilization": share.0 / 1000 });
        Some(json!({ "type": "Resource", "resource": { "name": name, "target": target } }))
    });
    let metrics: Vec<Json> = metrics.collect();
    let mut out = vec![
        ("autoscaling.enabled", json!(true)),
        ("autoscaling.minReplicas", json!(min)),
        ("autoscaling.maxReplicas", json!(max)),
    ];
    if !metrics.is_empty() {
        out.push(("autoscaling.metrics", json!(metrics)));
    }
    out
}

/// The Service's values; the chart spells its fields as Kubernetes does.
fn service(make: Make<'_>) -> Map<String, Json> {
    let main = expose::main(make.edge);
    let block = main.map(|i| i.inner()).unwrap_or_default();
    let kind = expose::service_type(main);
    let mut out = expose::fields(&block, kind);
    out.insert("type".to_owned(), json!(kind));
    out.insert("ports".to_owned(), expose::ports(make.edge, &block).iter().map(expose::port).collect());
    let mut annotations: BTreeMap<_, _> = gateway::service_annotations(make).into_iter().collect();
    annotations.extend(expose::pairs(&block, "annotation"));
    if !annotations.is_empty() {
        out.insert("annotations".to_owned(), json!(annotations));
    }
    out
}
