//! On which nodes pods run: affinity, spreading, tolerations.

use super::argument::{seconds, some, strings};
use super::disruption::selector;
use crate::topology::Service;
use crate::value::Type;
use k8s_openapi::api::core::v1::{
    Affinity, NodeAffinity, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, PodAffinityTerm,
    PodAntiAffinity, Toleration, TopologySpreadConstraint, WeightedPodAffinityTerm,
};

/// The weight of the only preference.
const WEIGHT: i32 = 100;

/// What `on-nodes` and `apart` say.
pub(super) fn affinity(service: &Service) -> Option<Affinity> {
    let node_affinity = nodes(service);
    let pod_anti_affinity = apart(service);
    let said = node_affinity.is_some() || pod_anti_affinity.is_some();
    said.then_some(Affinity { node_affinity, pod_anti_affinity, pod_affinity: None })
}

/// All labels must be there: one term with a requirement for each.
fn nodes(service: &Service) -> Option<NodeAffinity> {
    let requirement = |item: &std::sync::Arc<crate::construct::Item>| {
        let key = item.text(Type::LabelKey)?.to_string();
        let values = some(strings(item, Type::Value));
        Some(NodeSelectorRequirement { key, operator: "In".to_owned(), values })
    };
    let match_expressions = some(service.block.each("on-nodes").filter_map(requirement).collect())?;
    let term = NodeSelectorTerm { match_expressions: Some(match_expressions), match_fields: None };
    Some(NodeAffinity {
        required_during_scheduling_ignored_during_execution: Some(NodeSelector {
            node_selector_terms: vec![term],
        }),
        ..NodeAffinity::default()
    })
}

fn apart(service: &Service) -> Option<PodAntiAffinity> {
    let (mut required, mut preferred) = (vec![], vec![]);
    for item in service.block.each("apart") {
        let Some(key) = item.text(Type::LabelKey) else { continue };
        let term = PodAffinityTerm {
            label_selector: Some(selector(&service.select)),
            topology_key: key.to_string(),
            ..PodAffinityTerm::default()
        };
        if item.has("strictly") {
            required.push(term);
        } else {
            preferred.push(WeightedPodAffinityTerm { pod_affinity_term: term, weight: WEIGHT });
        }
    }
    let said = !required.is_empty() || !preferred.is_empty();
    said.then(|| PodAntiAffinity {
        required_during_scheduling_ignored_during_execution: some(required),
        preferred_during_scheduling_ignored_during_execution: some(preferred),
    })
}

/// What `spread` says: at most one pod more in one place than in another.
pub(super) fn spread(service: &Service) -> Vec<TopologySpreadConstraint> {
    let constraint = |item: &std::sync::Arc<crate::construct::Item>| {
        let when = if item.has("strictly") { "DoNotSchedule" } else { "ScheduleAnyway" };
        Some(TopologySpreadConstraint {
            label_selector: Some(selector(&service.select)),
            max_skew: 1,
            topology_key: item.text(Type::LabelKey)?.to_string(),
            when_unsatisfiable: when.to_owned(),
            ..TopologySpreadConstraint::default()
        })
    };
    service.block.each("spread").filter_map(constraint).collect()
}

/// What `tolerate` says.
pub(super) fn tolerations(service: &Service) -> Vec<Toleration> {
    let toleration = |item: &std::sync::Arc<crate::construct::Item>| {
        let value = item.value(Type::Value).map(|(v, _)| v.to_string());
        let inner = item.inner();
        let effect = inner.one("effect").and_then(|i| i.first_word()).map(|word| match word {
            "no-schedule" => "NoSchedule",
            "prefer-no-schedule" => "PreferNoSchedule",
            _ => "NoExecute",
        });
        Some(Toleration {
            key: Some(item.text(Type::LabelKey)?.to_string()),
            operator: Some(if value.is_some() { "Equal" } else { "Exists" }.to_owned()),
            value,
            effect: effect.map(str::to_owned),
            toleration_seconds: inner.one("for").and_then(|i| i.duration()).map(seconds),
        })
    };
    service.block.each("tolerate").filter_map(toleration).collect()
}
