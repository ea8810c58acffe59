//! Host: a name that the edge answers to, and its certificate.

use super::TlsContextName;
use crate::api::emissary::TlsSettings;
use serde::Serialize;

/// The spec of a Host.
#[derive(Clone, Debug, Serialize)]
pub struct Host {
    /// Which edges read it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ambassador_id: Vec<String>,
    /// Its name or glob.
    pub hostname: String,
    /// Where its certificate comes from; without it, from Let's Encrypt.
    #[serde(rename = "acmeProvider")]
    pub acme_provider: AcmeProvider,
    /// Its certificate.
    #[serde(rename = "tlsSecret", skip_serializing_if = "Option::is_none")]
    pub tls_secret: Option<TlsSecret>,
    /// How TLS ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls: Option<TlsSettings>,
    /// The TLSContext that says how TLS ends, in place of `tls`.
    #[serde(rename = "tlsContext", skip_serializing_if = "Option::is_none")]
    pub tls_context: Option<TlsContextName>,
    /// What happens to requests without TLS.
    #[serde(rename = "requestPolicy")]
    pub request_policy: RequestPolicy,
}

/// `acmeProvider`.
#[derive(Clone, Debug, Serialize)]
pub struct AcmeProvider {
    /// `none`: nobody gets a certificate.
    pub authority: String,
}

/// A reference to a Secret of the Host's namespace.
#[derive(Clone, Debug, Serialize)]
pub struct TlsSecret {
    /// Its name.
    pub name: String,
}

/// `requestPolicy`.
#[derive(Clone, Debug, Serialize)]
pub struct RequestPolicy {
    /// Requests without TLS.
    pub insecure: Insecure,
}

/// `requestPolicy.insecure`.
#[derive(Clone, Debug, Serialize)]
pub struct Insecure {
    /// `Route`, `Redirect` or `Reject`.
    pub action: &'static str,
    /// The cleartext port beside that for TLS, where it is not 8080; -1: none.
    #[serde(rename = "additionalPort", skip_serializing_if = "Option::is_none")]
    pub additional_port: Option<i32>,
}
