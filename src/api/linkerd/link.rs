//! Link (`multicluster.linkerd.io`): v1alpha1 to v1alpha3; what a version lacks is left out.

use super::Selector;
use serde::Serialize;
use std::collections::BTreeMap;

/// Link.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkSpec {
    /// The Secret that reads the target.
    pub cluster_credentials_secret: String,
    /// Labels that mirrors lose (since v1alpha3).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub excluded_annotations: Vec<String>,
    /// Annotations that mirrors lose (since v1alpha3).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub excluded_labels: Vec<String>,
    /// Which exports are members of federated services (since v1alpha2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub federated_service_selector: Option<LabelSelector>,
    /// Addresses or names, joined by commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway_address: Option<String>,
    /// Its identity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway_identity: Option<String>,
    /// Its port, as text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway_port: Option<String>,
    /// How its health is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probe_spec: Option<ProbeSpec>,
    /// Which exports are reached pod to pod (2.14).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_discovery_selector: Option<LabelSelector>,
    /// Which exports are reached through the gateway; none without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selector: Option<LabelSelector>,
    /// The target's DNS domain.
    pub target_cluster_domain: String,
    /// The target's control plane's namespace.
    pub target_cluster_linkerd_namespace: String,
    /// The target; the Link is called like it.
    pub target_cluster_name: String,
}

/// A label selector, with expressions too.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LabelSelector {
    /// Labels that must be equal.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub match_labels: BTreeMap<String, String>,
    /// Labels that must be there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub match_expressions: Vec<Exists>,
}

/// That a label is there.
#[derive(Clone, Debug, Serialize)]
pub struct Exists {
    /// The label.
    pub key: String,
    /// `Exists`.
    pub operator: &'static str,
}

/// How a gateway's health is asked.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProbeSpec {
    /// How often it may fail (since v1alpha2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failure_threshold: Option<String>,
    /// The path, with its slash.
    pub path: String,
    /// A Go duration.
    pub period: String,
    /// The port, as text.
    pub port: String,
    /// A Go duration (since v1alpha2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout: Option<String>,
}

impl From<Selector> for LabelSelector {
    fn from(selector: Selector) -> Self {
        Self { match_labels: selector.match_labels, match_expressions: vec![] }
    }
}
