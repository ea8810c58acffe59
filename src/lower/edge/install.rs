//! The installation as plain objects, for Edge Stack 1.14, whose chart no longer installs: what docs/yaml/aes.yaml
//! @v1.14.4 has, on API versions that are served. CustomResourceDefinitions are a step of the plan.

use super::{Make, expose, gateway, pairs_on, pod};
use crate::construct::Block;
use crate::manifest::Part;
use crate::value::{Scale, Type, Value};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

const IMAGE: &str = "docker.io/datawire/aes:1.14.4";
const RBAC: &str = "rbac.authorization.k8s.io";

/// Account, roles, Deployment and Services.
pub(super) fn objects(make: Make<'_>, out: &mut Part) {
    let edge = make.edge;
    let (comment, span) = (&edge.decl.comment, edge.decl.span);
    let mut all = Vec::new();
    if edge.account.own {
        let mut meta = make.metadata(&edge.account.name, &edge.ns, &Block::default());
        meta.annotations.extend(pairs_on(&edge.block, "annotation", "account"));
        all.push(json!({ "apiVersion": "v1", "kind": "ServiceAccount", "metadata": meta }));
    }
    all.extend(roles(make));
    all.push(deployment(make));
    let main = expose::main(edge);
    if !main.is_some_and(|i| i.has("installed")) {
        let said = pairs_on(&edge.block, "annotation", "service");
        let annotations = gateway::service_annotations(make).into_iter().chain(said).collect();
        all.push(expose::service(make, &edge.object, main, annotations));
    }
    all.push(admin(make));
    for object in &all {
        make.push(out, object, comment, span);
    }
}

/// The labels by which Services and the Deployment find the pods: those that `select` says, the chart's, or ours.
pub(super) fn selector(make: Make<'_>) -> BTreeMap<String, String> {
    let edge = make.edge;
    if let Some(select) = edge.block.one("select") {
        return select
            .inner()
            .data()
            .map(|i| (i.head.to_string(), i.text(Type::Value).map(ToString::to_string).unwrap_or_default()))
            .collect();
    }
    let pair = |k: &str, v: &str| (k.to_owned(), v.to_owned());
    if make.is_stack() {
        return BTreeMap::from([pair("app.kubernetes.io/name", &edge.name)]);
    }
    // charts/emissary-ingress templates/_helpers.tpl: chart's name and release's name.
    BTreeMap::from([
        pair("app.kubernetes.io/instance", &edge.name),
        pair("app.kubernetes.io/name", "emissary-ingress"),
    ])
}

/// Who may read what (manifests/ambassador/ambassador.yaml @v1.14.4), on rbac v1.
fn roles(make: Make<'_>) -> Vec<Json> {
    let name = &*make.edge.object;
    let read = ["get", "list", "watch"];
    let rules = json!([
        { "apiGroups": [""], "resources": ["namespaces", "services", "secrets", "endpoints"], "verbs": read },
        { "apiGroups": ["getambassador.io"], "resources": ["*"],
          "verbs": ["get", "list", "watch", "update", "patch", "create", "delete"] },
        { "apiGroups": ["getambassador.io"], "resources": ["mappings/status"], "verbs": ["update"] },
        { "apiGroups": ["networking.internal.knative.dev"], "resources": ["clusteringresses", "ingresses"], "verbs": read },
        { "apiGroups": ["networking.x-k8s.io"], "resources": ["*"], "verbs": read },
        { "apiGroups": ["extensions", "networking.k8s.io"], "resources": ["ingresses", "ingressclasses"], "verbs": read },
        { "apiGroups": ["extensions", "networking.k8s.io"], "resources": ["ingresses/status"], "verbs": ["update"] },
        { "apiGroups": ["apiextensions.k8s.io"], "resources": ["customresourcedefinitions"], "verbs": read },
        { "apiGroups": [""], "resources": ["secrets"], "verbs": ["create", "update", "patch"] },
        { "apiGroups": [""], "resources": ["events"], "verbs": ["create", "patch"] },
        { "apiGroups": ["coordination.k8s.io"], "resources": ["leases"], "verbs": ["get", "create", "update"] },
    ]);
    let meta = |kind| {
        let mut meta = json!(make.metadata(name, "", &Block::default()));
        if let Json::Object(map) = &mut meta {
            map.remove("namespace");
        }
        json!({ "apiVersion": format!("{RBAC}/v1"), "kind": kind, "metadata": meta })
    };
    let with = |mut object: Json, more: Json| {
        if let (Json::Object(object), Json::Object(more)) = (&mut object, more) {
            object.extend(more);
        }
        object
    };
    let role = with(meta("ClusterRole"), json!({ "rules": rules }));
    let subject =
        json!({ "kind": "ServiceAccount", "name": &*make.edge.account.name, "namespace": &*make.edge.ns });
    let binding = with(
        meta("ClusterRoleBinding"),
        json!({
            "roleRef": { "apiGroup": RBAC, "kind": "ClusterRole", "name": name },
            "subjects": [subject],
        }),
    );
    vec![role, binding]
}

fn deployment(make: Make<'_>) -> Json {
    let edge = make.edge;
    let labels = selector(make);
    let mut template = json!({ "labels": labels });
    let annotations = pod::annotations(make);
    if let (false, Json::Object(map)) = (annotations.is_empty(), &mut template) {
        map.insert("annotations".to_owned(), json!(annotations));
    }
    let mut spec = Map::new();
    if let Some((Value::Scale(Scale { min, max: None }), _)) =
        edge.block.one("replicas").and_then(|i| i.value(Type::Scale))
    {
        spec.insert("replicas".to_owned(), json!(min));
    }
    spec.insert("selector".to_owned(), json!({ "matchLabels": labels }));
    spec.insert("strategy".to_owned(), json!({ "type": "RollingUpdate" }));
    spec.insert(
        "template".to_owned(),
        json!({
            "metadata": template,
            "spec": {
                "serviceAccountName": &*edge.account.name,
                "securityContext": { "runAsUser": 8888 },
                "containers": [container(make)],
                "restartPolicy": "Always",
                "terminationGracePeriodSeconds": 0,
                "volumes": [{
                    "name": "ambassador-pod-info",
                    "downwardAPI": { "items": [{ "path": "labels", "fieldRef": { "fieldPath": "metadata.labels" } }] },
                }],
            },
        }),
    );
    let mut meta = make.metadata(&edge.object, &edge.ns, &Block::default());
    meta.annotations.extend(pairs_on(&edge.block, "annotation", "workload"));
    json!({ "apiVersion": "apps/v1", "kind": "Deployment", "metadata": meta, "spec": spec })
}

fn container(make: Make<'_>) -> Json {
    let mut ports: Vec<Json> = Vec::new();
    let mut seen = Vec::new();
    for port in super::listener::service_ports(make.edge).iter().filter(|p| !p.udp && p.name != "mc-gateway")
    {
        if !seen.contains(&port.target) {
            let name = if port.name == "mc-probe" { "http" } else { &port.name };
            ports.push(json!({ "name": name, "containerPort": port.target }));
            seen.push(port.target);
        }
    }
    ports.push(json!({ "name": "admin", "containerPort": 8877 }));
    let probe = |path: &str| {
        json!({
            "httpGet": { "path": path, "port": "admin" },
            "initialDelaySeconds": 30, "periodSeconds": 3, "failureThreshold": 3,
        })
    };
    let field =
        |name: &str, path: &str| json!({ "name": name, "valueFrom": { "fieldRef": { "fieldPath": path } } });
    let mut env =
        vec![field("HOST_IP", "status.hostIP"), field("AMBASSADOR_NAMESPACE", "metadata.namespace")];
    if let Some(id) = &make.edge.id {
        env.push(json!({ "name": "AMBASSADOR_ID", "value": &**id }));
    }
    let mut out = json!({
        "name": "aes",
        "image": IMAGE,
        "ports": ports,
        "env": env,
        "livenessProbe": probe("/ambassador/v0/check_alive"),
        "readinessProbe": probe("/ambassador/v0/check_ready"),
        "securityContext": { "allowPrivilegeEscalation": false },
        "volumeMounts": [{ "name": "ambassador-pod-info", "mountPath": "/tmp/ambassador-pod-info", "readOnly": true }],
    });
    let resources = resources(make);
    if let (false, Json::Object(map)) = (resources.is_empty(), &mut out) {
        map.insert("resources".to_owned(), Json::Object(resources));
    }
    out
}

/// `request` and `limit`, as Kubernetes has them.
pub(super) fn resources(make: Make<'_>) -> Map<String, Json> {
    let mut out = Map::new();
    for (word, key) in [("request", "requests"), ("limit", "limits")] {
        let Some(item) = make.edge.block.one(word) else { continue };
        let names = [("cpu", "cpu"), ("memory", "memory"), ("storage", "ephemeral-storage")];
        let all: Map<String, Json> = names
            .into_iter()
            .filter_map(|(word, key)| Some((key.to_owned(), json!(item.after(word)?.0.to_string()))))
            .collect();
        out.insert(key.to_owned(), Json::Object(all));
    }
    out
}

/// The Service for diagnostics, from inside alone.
fn admin(make: Make<'_>) -> Json {
    let edge = make.edge;
    let meta = make.metadata(&format!("{}-admin", edge.object), &edge.ns, &Block::default());
    json!({
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": meta,
        "spec": {
            "type": "ClusterIP",
            "selector": selector(make),
            "ports": [
                { "name": "ambassador-admin", "port": 8877, "targetPort": "admin" },
                { "name": "ambassador-snapshot", "port": 8005, "targetPort": 8005 },
            ],
        },
    })
}
