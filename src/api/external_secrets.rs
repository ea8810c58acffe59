//! ExternalSecret of `external-secrets.io/v1` (External Secrets 0.18).

use serde::Serialize;
use std::collections::BTreeMap;

/// What copies a key of a store into a secret.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExternalSecretSpec {
    /// Where the key is.
    pub secret_store_ref: StoreRef,
    /// The secret that it makes.
    pub target: Target,
    /// Keys one by one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<Vec<Data>>,
    /// All keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_from: Option<Vec<DataFrom>>,
}

/// A store.
#[derive(Clone, Debug, Serialize)]
pub struct StoreRef {
    /// Its name.
    pub name: String,
    /// `SecretStore` or `ClusterSecretStore`.
    pub kind: &'static str,
}

/// The secret.
#[derive(Clone, Debug, Serialize)]
pub struct Target {
    /// Its name.
    pub name: String,
    /// How it is made, where that must be said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<Template>,
}

/// How the secret is made.
#[derive(Clone, Debug, Serialize)]
pub struct Template {
    /// Its type.
    #[serde(rename = "type")]
    pub type_: &'static str,
    /// Its labels and annotations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<TemplateMetadata>,
}

/// Labels and annotations of the secret.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TemplateMetadata {
    /// Its labels.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
    /// Its annotations.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub annotations: BTreeMap<String, String>,
}

/// A key of the secret.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Data {
    /// Its name in the secret.
    pub secret_key: String,
    /// Where it comes from.
    pub remote_ref: RemoteRef,
}

/// A property of a key in the store.
#[derive(Clone, Debug, Serialize)]
pub struct RemoteRef {
    /// The key.
    pub key: String,
    /// The property.
    pub property: String,
}

/// All properties of a key in the store.
#[derive(Clone, Debug, Serialize)]
pub struct DataFrom {
    /// The key.
    pub extract: Extract,
}

/// A key in the store.
#[derive(Clone, Debug, Serialize)]
pub struct Extract {
    /// The key.
    pub key: String,
}
