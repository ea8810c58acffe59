//! The values of the chart `emissary-ingress` 3.10 and 4.1 that statements compute for one edge.

use super::module::config;
use super::{Make, expose, gateway, install, pairs, pairs_on, pod};
use crate::lower::install::Values;
use crate::platform::Feature;
use crate::topology::Edge;
use crate::value::{Scale, Type, Value};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// Puts all of them in.
pub(super) fn computed(make: Make<'_>, out: &mut Values) {
    let edge = make.edge;
    let said = |word: &str| edge.block.one(word).map(|i| i.span);
    out.set("fullnameOverride", json!(&*edge.object), None);
    // Both are objects of ours: the chart's would collide with the Module, and bind ports that nobody asked for.
    out.set("createDefaultListeners", json!(false), None);
    if !config(make).is_empty() {
        match make.cx.cluster.platform.has(Feature::EdgeCrdsChart) {
            true => out.set("module.enabled", json!(false), None),
            false => out.set("module", json!(false), None),
        }
    }
    if let Some(id) = &edge.id {
        out.set("env.AMBASSADOR_ID", json!(&**id), None);
        // There is one IngressClass `ambassador` in a cluster.
        out.set("ingressClassResource.enabled", json!(false), None);
    }
    out.set("serviceAccount.create", json!(edge.account.own), None);
    out.set("serviceAccount.name", json!(&*edge.account.name), None);
    for (path, value) in replicas(edge) {
        out.set(path, value, said("replicas"));
    }
    let resources = install::resources(make);
    if !resources.is_empty() {
        out.set("resources", Json::Object(resources), None);
    }
    let annotations = pod::annotations(make);
    if !annotations.is_empty() {
        out.set("podAnnotations", json!(annotations), None);
    }
    let annotations: BTreeMap<_, _> = pairs_on(&edge.block, "annotation", "workload").into_iter().collect();
    if !annotations.is_empty() {
        out.set("deploymentAnnotations", json!(annotations), None);
    }
    let labels: BTreeMap<_, _> = pairs(&edge.block, "label").into_iter().collect();
    if !labels.is_empty() {
        out.set("deploymentLabels", json!(labels), None);
    }
    for (key, value) in service(make) {
        out.set(&format!("service.{key}"), value, said("expose"));
    }
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
    annotations.extend(pairs_on(&make.edge.block, "annotation", "service"));
    annotations.extend(expose::pairs(&block, "annotation"));
    if !annotations.is_empty() {
        out.insert("annotations".to_owned(), json!(annotations));
    }
    out
}
