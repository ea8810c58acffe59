//! Listener: a port that Envoy listens on.

use serde::Serialize;
use std::collections::BTreeMap;

/// The spec of a Listener.
#[derive(Clone, Debug, Serialize)]
pub struct Listener {
    /// Which edges read it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ambassador_id: Vec<String>,
    /// Of the pod.
    pub port: u16,
    /// `HTTP`, `HTTPS`, `HTTPPROXY`, `HTTPSPROXY`, `TCP`, `TLS`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol: Option<&'static str>,
    /// In place of `protocol`.
    #[serde(rename = "protocolStack", skip_serializing_if = "Vec::is_empty")]
    pub protocol_stack: Vec<&'static str>,
    /// `XFP`, `SECURE`, `INSECURE`.
    #[serde(rename = "securityModel")]
    pub security_model: &'static str,
    /// How many proxies before it are trusted.
    #[serde(rename = "l7Depth", skip_serializing_if = "Option::is_none")]
    pub l7_depth: Option<i64>,
    /// Its name in statistics.
    #[serde(rename = "statsPrefix", skip_serializing_if = "Option::is_none")]
    pub stats_prefix: Option<String>,
    /// The Hosts that answer here.
    #[serde(rename = "hostBinding")]
    pub host_binding: Binding,
}

/// `hostBinding`.
#[derive(Clone, Debug, Serialize)]
pub struct Binding {
    /// Of which namespaces.
    pub namespace: From,
    /// With which labels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selector: Option<BindingSelector>,
}

/// `hostBinding.namespace`.
#[derive(Clone, Debug, Serialize)]
pub struct From {
    /// `SELF` or `ALL`.
    pub from: &'static str,
}

/// `hostBinding.selector`; `matchExpressions` is ignored by Emissary and so not here.
#[derive(Clone, Debug, Serialize)]
pub struct BindingSelector {
    /// All of them.
    #[serde(rename = "matchLabels")]
    pub match_labels: BTreeMap<String, String>,
}
