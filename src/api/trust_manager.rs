//! Bundle of `trust.cert-manager.io/v1alpha1` (trust-manager).

use serde::Serialize;
use std::collections::BTreeMap;

/// What copies certificates of several sources into a ConfigMap of each chosen namespace.
#[derive(Clone, Debug, Serialize)]
pub struct BundleSpec {
    /// Where the certificates are.
    pub sources: Vec<Source>,
    /// Where they go.
    pub target: Target,
}

/// A key of a secret in trust-manager's namespace.
#[derive(Clone, Debug, Serialize)]
pub struct Source {
    /// The secret.
    pub secret: SourceKey,
}

/// A secret and a key of it.
#[derive(Clone, Debug, Serialize)]
pub struct SourceKey {
    /// The secret's name.
    pub name: String,
    /// The key.
    pub key: &'static str,
}

/// The ConfigMaps; they are called like the Bundle.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Target {
    /// The ConfigMap's key.
    pub config_map: TargetKey,
    /// In which namespaces.
    pub namespace_selector: NamespaceSelector,
}

/// A key.
#[derive(Clone, Debug, Serialize)]
pub struct TargetKey {
    /// Its name.
    pub key: &'static str,
}

/// Namespaces by their labels.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NamespaceSelector {
    /// The labels.
    pub match_labels: BTreeMap<&'static str, &'static str>,
}
