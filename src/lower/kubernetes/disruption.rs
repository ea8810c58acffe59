//! PodDisruptionBudgets: how many pods may be away for maintenance.

use super::argument::amount_after;
use super::metadata::{Texts, of_service};
use crate::lower::Cx;
use crate::manifest::Part;
use crate::topology::{Name, Service};
use k8s_openapi::api::policy::v1::{PodDisruptionBudget, PodDisruptionBudgetSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use std::collections::BTreeMap;

/// What `disruption` says.
pub(super) fn budget(cx: Cx<'_>, service: &Service, out: &mut Part) {
    let Some(item) = service.block.one("disruption") else { return };
    let spec = PodDisruptionBudgetSpec {
        max_unavailable: amount_after(item, "max-unavailable"),
        min_available: amount_after(item, "min-available"),
        selector: Some(selector(&service.select)),
        ..PodDisruptionBudgetSpec::default()
    };
    let metadata = of_service(cx, service, &service.workload_name, None);
    let budget = PodDisruptionBudget { metadata, spec: Some(spec), status: None };
    out.push(&budget, &service.decl.comment, item.span);
}

/// A selector of these labels.
pub(super) fn selector(labels: &BTreeMap<Name, Name>) -> LabelSelector {
    LabelSelector { match_labels: Some(texts(labels)), match_expressions: None }
}

/// Labels as Kubernetes' types have them.
pub(super) fn texts(labels: &BTreeMap<Name, Name>) -> Texts {
    labels.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect()
}
