//! `getambassador.io`: the kinds of Emissary (v3alpha1) and of Edge Stack 1.14 (v2), generations side by side.
//!
//! What both generations spell alike is one struct ([`Traffic`], [`TlsSettings`]) that both flatten.

mod traffic;
pub mod v2;
pub mod v3alpha1;

pub use traffic::{CircuitBreaker, Field, HeaderValue, RegexRewrite, RetryPolicy, TlsSettings, Traffic};

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
    /// Its namespace.
    pub namespace: String,
    /// Its labels.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
    /// Its annotations.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub annotations: BTreeMap<String, String>,
}
