//! HTTPRoute (both groups), GRPCRoute, TLSRoute: one spec, with rules of each kind.

use serde::Serialize;

/// A route's spec; `R` is the kind's rule.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RouteSpec<R> {
    /// What it is attached to.
    pub parent_refs: Vec<ParentRef>,
    /// Only for these hosts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hostnames: Vec<String>,
    /// Its rules.
    pub rules: Vec<R>,
}

/// What a route is attached to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ParentRef {
    /// `policy.linkerd.io` for Server and EgressNetwork, `core` for Service.
    pub group: &'static str,
    /// `Server`, `Service`, `EgressNetwork`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Its namespace, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The Service's port; never for a Server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
}

/// A rule of an HTTPRoute.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HttpRule {
    /// Any of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub matches: Vec<HttpMatch>,
    /// What changes on the way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<Filter>,
    /// Where it goes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub backend_refs: Vec<BackendRef>,
    /// How long it may take.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeouts: Option<Timeouts>,
}

/// What a request must be like: all of it.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HttpMatch {
    /// The path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<PathMatch>,
    /// Headers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<HeaderMatch>,
    /// Query parameters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub query_params: Vec<HeaderMatch>,
    /// The method.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
}

/// A path.
#[derive(Clone, Debug, Serialize)]
pub struct PathMatch {
    /// `Exact`, `PathPrefix`, `RegularExpression`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The path or expression.
    pub value: String,
}

/// A header or query parameter.
#[derive(Clone, Debug, Serialize)]
pub struct HeaderMatch {
    /// `Exact`, `RegularExpression`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A change.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Filter {
    /// `RequestHeaderModifier`, `ResponseHeaderModifier`, `RequestRedirect`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Of a request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_header_modifier: Option<HeaderChange>,
    /// Of a response.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_header_modifier: Option<HeaderChange>,
    /// A redirect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_redirect: Option<Redirect>,
}

/// Headers that change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HeaderChange {
    /// A value in place of what is there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<HeaderValue>,
    /// A value more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub add: Vec<HeaderValue>,
    /// Headers less.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remove: Vec<String>,
}

/// A header and its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeaderValue {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// Where a client is sent.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Redirect {
    /// `http`, `https`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// Another host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hostname: Option<String>,
    /// Another path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<PathModifier>,
    /// Another port.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// 301 or 302.
    pub status_code: u16,
}

/// A path in place of another.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PathModifier {
    /// `ReplaceFullPath`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The path.
    pub replace_full_path: String,
}

/// Where requests go, and which share of them.
#[derive(Clone, Debug, Serialize)]
pub struct BackendRef {
    /// The group; empty for core.
    pub group: &'static str,
    /// `Service`, `EgressNetwork`.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
    /// Its namespace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Its port: the proxy answers 500 without (policy-controller outbound/index/http.rs:269 @version-2.20).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// Its share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<u32>,
}

/// How long a request may take.
#[derive(Clone, Debug, Serialize)]
pub struct Timeouts {
    /// All of it.
    pub request: String,
}

/// A rule of a GRPCRoute.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct GrpcRule {
    /// Any of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub matches: Vec<GrpcMatch>,
    /// What changes on the way.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<Filter>,
    /// Where it goes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub backend_refs: Vec<BackendRef>,
}

/// What a call must be like.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GrpcMatch {
    /// The method.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<GrpcMethod>,
    /// Headers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<HeaderMatch>,
}

/// A gRPC service, or a method of it.
#[derive(Clone, Debug, Serialize)]
pub struct GrpcMethod {
    /// `acme.Orders`.
    pub service: String,
    /// `Get`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
}
