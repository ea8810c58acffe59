//! Mapping: which requests go where.

use crate::api::emissary::Traffic;
use serde::Serialize;

/// The spec of a Mapping.
#[derive(Clone, Debug, Serialize)]
pub struct Mapping {
    /// Which edges read it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ambassador_id: Vec<String>,
    /// The host's name or glob; without it no Host takes the Mapping.
    pub hostname: String,
    /// All else.
    #[serde(flatten)]
    pub traffic: Traffic,
}
