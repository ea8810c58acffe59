//! Fields that v2 and v3alpha1 spell alike.

use serde::Serialize;
use std::collections::BTreeMap;

/// What a Mapping says of the requests that it takes: all fields that are the same in v2 and v3alpha1.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Traffic {
    /// Text, exact path or regular expression.
    pub prefix: String,
    /// `prefix` is the whole path.
    #[serde(skip_serializing_if = "is_false")]
    pub prefix_exact: bool,
    /// `prefix` is a regular expression.
    #[serde(skip_serializing_if = "is_false")]
    pub prefix_regex: bool,
    /// `false`: any case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_sensitive: Option<bool>,
    /// A method, or a regular expression of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// `method` is a regular expression.
    #[serde(skip_serializing_if = "is_false")]
    pub method_regex: bool,
    /// Headers of exactly that value; before v3alpha1 `true` means present.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, Field>,
    /// Headers that match.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub regex_headers: BTreeMap<String, String>,
    /// Query parameters of exactly that value.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub query_parameters: BTreeMap<String, Field>,
    /// Query parameters that match.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub regex_query_parameters: BTreeMap<String, String>,
    /// Rank before length.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precedence: Option<i64>,
    /// `host:port`, with `https://` where the upstream speaks TLS; of a redirect, the host.
    pub service: String,
    /// HTTP/2 upstream.
    #[serde(skip_serializing_if = "is_false")]
    pub grpc: bool,
    /// Percent of the requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<u32>,
    /// What replaces the matched part; empty: nothing changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rewrite: Option<String>,
    /// Replaces what matches in the path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regex_rewrite: Option<RegexRewrite>,
    /// The host that the upstream sees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_rewrite: Option<String>,
    /// It sees its own name.
    #[serde(skip_serializing_if = "is_false")]
    pub auto_host_rewrite: bool,
    /// It is a redirect.
    #[serde(skip_serializing_if = "is_false")]
    pub host_redirect: bool,
    /// To that path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path_redirect: Option<String>,
    /// To that prefix, with what follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix_redirect: Option<String>,
    /// To what the expression makes of the path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regex_redirect: Option<RegexRewrite>,
    /// 301, 302, 303, 307 or 308.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_response_code: Option<i64>,
    /// Milliseconds for the whole response; 0: no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_ms: Option<u64>,
    /// Milliseconds of silence; 0: no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idle_timeout_ms: Option<u64>,
    /// Milliseconds for a connection (v3alpha1 alone).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connect_timeout_ms: Option<u64>,
    /// Milliseconds that an unused connection stays (v3alpha1 alone).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cluster_idle_timeout_ms: Option<u64>,
    /// Milliseconds that any connection stays (v3alpha1 alone).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cluster_max_connection_lifetime_ms: Option<u64>,
    /// When and how often it tries again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_policy: Option<RetryPolicy>,
    /// What an upstream gets at once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub circuit_breakers: Vec<CircuitBreaker>,
    /// Headers for the upstream.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub add_request_headers: BTreeMap<String, HeaderValue>,
    /// Headers for the client.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub add_response_headers: BTreeMap<String, HeaderValue>,
    /// Headers that the upstream does not see.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remove_request_headers: Vec<String>,
    /// Headers that the client does not see.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remove_response_headers: Vec<String>,
    /// `websocket`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allow_upgrade: Vec<&'static str>,
    /// Whether it sends `l5d-dst-override`, where not as the Module says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub add_linkerd_headers: Option<bool>,
    /// The auth service is not asked.
    #[serde(skip_serializing_if = "is_false")]
    pub bypass_auth: bool,
}

/// A value, or that there is one.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Field {
    /// Exactly that.
    Is(String),
    /// `true`: any (v2).
    Present(bool),
}

/// A value of a header, and whether it is one more.
#[derive(Clone, Debug, Serialize)]
pub struct HeaderValue {
    /// The value, `%` doubled.
    pub value: String,
    /// Beside what is there, or in its place.
    pub append: bool,
}

/// A regular expression and what takes the place of what it matches.
#[derive(Clone, Debug, Serialize)]
pub struct RegexRewrite {
    /// RE2.
    pub pattern: String,
    /// With `\1` for the first group.
    pub substitution: String,
}

/// `retry_policy`.
#[derive(Clone, Debug, Serialize)]
pub struct RetryPolicy {
    /// One condition.
    pub retry_on: &'static str,
    /// How often.
    pub num_retries: i64,
    /// Envoy's form: `0.800s`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_try_timeout: Option<String>,
}

/// `circuit_breakers[]`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CircuitBreaker {
    /// `default` or `high`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// Connections.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_connections: Option<i64>,
    /// Requests that wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_pending_requests: Option<i64>,
    /// Requests under way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_requests: Option<i64>,
    /// Retries under way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_retries: Option<i64>,
}

/// How TLS ends: fields that Host.tls and TLSContext share.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TlsSettings {
    /// `v1.2`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_tls_version: Option<String>,
    /// `v1.3`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_tls_version: Option<String>,
    /// BoringSSL's names, best first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cipher_suites: Vec<String>,
    /// BoringSSL's names, best first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ecdh_curves: Vec<String>,
    /// `h2,http/1.1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alpn_protocols: Option<String>,
    /// Checks clients' certificates: `name`, or `name.namespace`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca_secret: Option<String>,
    /// Demands one.
    #[serde(skip_serializing_if = "is_false")]
    pub cert_required: bool,
    /// Certificates that were revoked (v3alpha1 alone).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub crl_secret: Option<String>,
}

/// Whether a switch is off, and so not written.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it by reference")]
pub(super) fn is_false(value: &bool) -> bool {
    !*value
}
