//! Which fields the API server does not let change (Kubernetes v1.33, `pkg/apis/*/validation`): an object in which one changes has to
//! be removed and made anew.

use super::sha256;
use crate::manifest::tree::{Kind, NodeRef};
use std::collections::BTreeMap;

/// Longer values stand in the index as their hash.
const LONGEST: usize = 160;

/// Group, kind, and the paths of what is fixed.
const FIXED: [(&str, &str, &[&[&str]]); 12] = [
    ("apps", "Deployment", &[&["spec", "selector"]]),
    ("apps", "DaemonSet", &[&["spec", "selector"]]),
    ("apps", "ReplicaSet", &[&["spec", "selector"]]),
    (
        "apps",
        "StatefulSet",
        &[
            &["spec", "selector"],
            &["spec", "serviceName"],
            &["spec", "podManagementPolicy"],
            &["spec", "volumeClaimTemplates"],
        ],
    ),
    (
        "batch",
        "Job",
        &[
            &["spec", "selector"],
            &["spec", "template"],
            &["spec", "completions"],
            &["spec", "completionMode"],
        ],
    ),
    ("", "Service", &[&["spec", "clusterIP"]]),
    ("", "Secret", &[&["type"]]),
    (
        "",
        "PersistentVolumeClaim",
        &[
            &["spec", "accessModes"],
            &["spec", "storageClassName"],
            &["spec", "volumeMode"],
            &["spec", "selector"],
        ],
    ),
    ("rbac.authorization.k8s.io", "RoleBinding", &[&["roleRef"]]),
    ("rbac.authorization.k8s.io", "ClusterRoleBinding", &[&["roleRef"]]),
    ("scheduling.k8s.io", "PriorityClass", &[&["value"]]),
    ("networking.k8s.io", "IngressClass", &[&["spec", "controller"]]),
];

/// Path → value of the fields of an object that cannot be changed; those that are not set are not there.
#[must_use]
pub fn fixed_fields(object: NodeRef<'_>) -> BTreeMap<String, String> {
    let group = object.str_at(&["apiVersion"]).and_then(|v| v.split_once('/')).map_or("", |(g, _)| g);
    let kind = object.str_at(&["kind"]).unwrap_or_default();
    let Some((_, _, paths)) = FIXED.iter().find(|(g, k, _)| (*g, *k) == (group, kind)) else {
        return BTreeMap::new();
    };
    let value = |path: &&[&str]| {
        let node = object.at(path).filter(|n| !n.is_null())?;
        let mut text = String::new();
        canonical(node, &mut text);
        let text = if text.len() > LONGEST { format!("sha256:{}", sha256(text.as_bytes())) } else { text };
        Some((path.join("."), text))
    };
    paths.iter().filter_map(value).collect()
}

/// JSON with sorted keys: equal values give equal texts.
fn canonical(node: NodeRef<'_>, out: &mut String) {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    match node.kind() {
        Kind::Map => {
            let mut entries: Vec<_> = node.entries().filter(|(_, v)| !v.is_null()).collect();
            entries.sort_by_key(|(key, _)| *key);
            out.push('{');
            for (n, (key, value)) in entries.into_iter().enumerate() {
                out.push_str(if n == 0 { "" } else { "," });
                out.push_str(&quoted(key));
                out.push(':');
                canonical(value, out);
            }
            out.push('}');
        }
        Kind::Seq => {
            out.push('[');
            for (n, value) in node.children().enumerate() {
                out.push_str(if n == 0 { "" } else { "," });
                canonical(value, out);
            }
            out.push(']');
        }
        Kind::String => out.push_str(&quoted(node.as_str().unwrap_or_default())),
        Kind::Int => out.push_str(&node.as_i64().unwrap_or_default().to_string()),
        Kind::Float => out.push_str(&node.as_f64().unwrap_or_default().to_string()),
        Kind::Bool => out.push_str(if node.as_bool() == Some(true) { "true" } else { "false" }),
        Kind::Null => out.push_str("null"),
    }
}
