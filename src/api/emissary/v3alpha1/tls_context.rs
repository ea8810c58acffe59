//! TLSContext: how TLS ends, where a Host cannot say it.

use crate::api::emissary::{TlsSettings, traffic};
use serde::Serialize;

/// The spec of a TLSContext.
#[derive(Clone, Debug, Serialize)]
pub struct TlsContext {
    /// Which edges read it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ambassador_id: Vec<String>,
    /// The names that it serves.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
    /// The Secret with the certificate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// `false`: a dot in a Secret's name is part of the name.
    #[serde(skip_serializing_if = "is_true")]
    pub secret_namespacing: bool,
    /// Versions, ciphers, clients' certificates.
    #[serde(flatten)]
    pub settings: TlsSettings,
}

/// `Host.tlsContext`.
#[derive(Clone, Debug, Serialize)]
pub struct TlsContextName {
    /// Of a TLSContext.
    pub name: String,
}

/// Whether a switch is on, and so not written.
fn is_true(value: &bool) -> bool {
    !traffic::is_false(value)
}
