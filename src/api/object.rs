//! What every object has.

use serde::Serialize;
use std::collections::BTreeMap;

/// An object: what Kubernetes asks of all, and a spec.
#[derive(Clone, Debug, Serialize)]
pub struct Object<S> {
    /// `getambassador.io/v3alpha1`.
    #[serde(rename = "apiVersion")]
    pub api_version: &'static str,
    /// `Mapping`.
    pub kind: &'static str,
    /// Name, namespace, labels, annotations.
    pub metadata: Metadata,
    /// What it says.
    pub spec: S,
}

/// The metadata of an object.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Metadata {
    /// Its name.
    pub name: String,
    /// Its namespace; empty where the kind has none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub namespace: String,
    /// Its labels.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
    /// Its annotations.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub annotations: BTreeMap<String, String>,
}
