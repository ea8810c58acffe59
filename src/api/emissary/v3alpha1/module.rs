//! Module: what holds for the whole edge; only one named `ambassador` means anything.

use serde::Serialize;

/// The spec of a Module.
#[derive(Clone, Debug, Serialize)]
pub struct Module {
    /// Which edges read it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ambassador_id: Vec<String>,
    /// Free in form: the keys are checked by `check::edge`.
    pub config: serde_json::Map<String, serde_json::Value>,
}
