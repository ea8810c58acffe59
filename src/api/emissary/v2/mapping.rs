//! Mapping: which requests go where.

use crate::api::emissary::{Traffic, traffic};
use serde::Serialize;

/// The spec of a Mapping.
#[derive(Clone, Debug, Serialize)]
pub struct Mapping {
    /// Which edges read it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ambassador_id: Vec<String>,
    /// The host exactly, or a regular expression; without it, all hosts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// `host` is a regular expression.
    #[serde(skip_serializing_if = "traffic::is_false")]
    pub host_regex: bool,
    /// All else.
    #[serde(flatten)]
    pub traffic: Traffic,
}
