//! ServiceProfile (`linkerd.io/v1alpha2`) and TrafficSplit (`split.smi-spec.io/v1alpha1`).

use serde::Serialize;

/// ServiceProfile.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ServiceProfileSpec {
    /// Its routes; the first that matches counts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<ProfileRoute>,
    /// Shares of the traffic.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dst_overrides: Vec<DstOverride>,
    /// How much retrying may add.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_budget: Option<RetryBudget>,
}

/// A route of a profile.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfileRoute {
    /// Its name in metrics.
    pub name: String,
    /// Which requests.
    pub condition: Condition,
    /// Failed requests are tried again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_retryable: Option<bool>,
    /// What counts as failed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub response_classes: Vec<ResponseClass>,
    /// A Go duration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout: Option<String>,
}

/// Which requests a route takes.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Condition {
    /// Over the whole path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path_regex: Option<String>,
    /// The method.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// All of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub all: Vec<Condition>,
    /// Any of these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub any: Vec<Condition>,
}

/// Answers that fail.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResponseClass {
    /// Which.
    pub condition: ResponseCondition,
    /// Whether they fail.
    pub is_failure: bool,
}

/// Which answers.
#[derive(Clone, Debug, Serialize)]
pub struct ResponseCondition {
    /// By status.
    pub status: StatusRange,
}

/// Statuses, both ends included.
#[derive(Clone, Debug, Serialize)]
pub struct StatusRange {
    /// The first.
    pub min: u16,
    /// The last.
    pub max: u16,
}

/// A share of the traffic.
#[derive(Clone, Debug, Serialize)]
pub struct DstOverride {
    /// `x.ns.svc.cluster.local:80`.
    pub authority: String,
    /// Its weight.
    pub weight: u32,
}

/// How much retrying may add.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RetryBudget {
    /// Retries per request.
    pub retry_ratio: f64,
    /// Besides.
    pub min_retries_per_second: u32,
    /// A Go duration.
    pub ttl: String,
}

/// TrafficSplit.
#[derive(Clone, Debug, Serialize)]
pub struct TrafficSplitSpec {
    /// The Service that callers call.
    pub service: String,
    /// The Services that answer.
    pub backends: Vec<SplitBackend>,
}

/// A member of a TrafficSplit.
#[derive(Clone, Debug, Serialize)]
pub struct SplitBackend {
    /// A Service of the same namespace.
    pub service: String,
    /// Its weight.
    pub weight: u32,
}
