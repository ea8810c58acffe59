//! `policy.linkerd.io`: Server, ServerAuthorization, AuthorizationPolicy and what they ask for, EgressNetwork.

use serde::Serialize;
use std::collections::BTreeMap;

/// A label selector of equalities.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Selector {
    /// Labels that must be equal; empty matches all.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub match_labels: BTreeMap<String, String>,
}

/// A port by number or name.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum PortRef {
    /// Of any selected pod.
    Number(u16),
    /// A container port's name.
    Name(String),
}

/// Server.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ServerSpec {
    /// The default policy of the port where nothing authorises (since v1beta3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_policy: Option<&'static str>,
    /// Pods.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pod_selector: Option<Selector>,
    /// Machines (since v1beta2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_workload_selector: Option<Selector>,
    /// The port.
    pub port: PortRef,
    /// What it speaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy_protocol: Option<&'static str>,
}

/// ServerAuthorization.
#[derive(Clone, Debug, Serialize)]
pub struct ServerAuthorizationSpec {
    /// Which Servers.
    pub server: ServerRef,
    /// Who may.
    pub client: Client,
}

/// The Servers of a ServerAuthorization.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ServerRef {
    /// By name.
    Name(String),
    /// By labels.
    Selector(Selector),
}

/// The clients of a ServerAuthorization.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Client {
    /// From these networks; without, those of the cluster.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub networks: Vec<Network>,
    /// Without any proof.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unauthenticated: Option<bool>,
    /// With mutual TLS.
    #[serde(rename = "meshTLS", skip_serializing_if = "Option::is_none")]
    pub mesh_tls: Option<MeshTls>,
}

/// Identities that a ServerAuthorization takes.
#[derive(Clone, Debug, Serialize)]
pub struct MeshTls {
    /// Exact, `*`, or `*.suffix`.
    pub identities: Vec<String>,
}

/// Identities, as a list.
pub type Identities = Vec<String>;

/// A network.
#[derive(Clone, Debug, Serialize)]
pub struct Network {
    /// `10.0.0.0/8`.
    pub cidr: String,
}

/// A reference to an object of the same namespace.
#[derive(Clone, Debug, Serialize)]
pub struct TargetRef {
    /// Its API group; `core` for the core group.
    pub group: &'static str,
    /// Its kind.
    pub kind: &'static str,
    /// Its name.
    pub name: String,
}

/// AuthorizationPolicy.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AuthorizationPolicySpec {
    /// A Server, a route or the namespace.
    pub target_ref: TargetRef,
    /// What a client must have; one here.
    pub required_authentication_refs: Vec<TargetRef>,
}

/// MeshTLSAuthentication.
#[derive(Clone, Debug, Serialize)]
pub struct MeshTlsAuthenticationSpec {
    /// Exact, `*`, or `*.suffix`; at least one.
    pub identities: Vec<String>,
}

/// NetworkAuthentication.
#[derive(Clone, Debug, Serialize)]
pub struct NetworkAuthenticationSpec {
    /// At least one.
    pub networks: Vec<Network>,
}

/// EgressNetwork.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EgressNetworkSpec {
    /// `Allow` or `Deny`, for what no route takes.
    pub traffic_policy: &'static str,
    /// Which addresses; without, all outside the cluster.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub networks: Vec<Network>,
}
