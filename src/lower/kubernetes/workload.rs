//! Deployments, StatefulSets and DaemonSets.

use super::argument::{amount_after, count_of, int32, seconds_of, some};
use super::autoscaler;
use super::disruption::selector;
use super::metadata::{On, of_service};
use super::{pod, storage};
use crate::construct::Block;
use crate::lower::Cx;
use crate::manifest::Part;
use crate::topology::{Service, Workload};
use crate::value::{Scale, Type, Value};
use k8s_openapi::api::apps::v1::{
    DaemonSet, DaemonSetSpec, DaemonSetUpdateStrategy, Deployment, DeploymentSpec, DeploymentStrategy,
    RollingUpdateDaemonSet, RollingUpdateDeployment, RollingUpdateStatefulSetStrategy, StatefulSet,
    StatefulSetSpec, StatefulSetUpdateStrategy,
};

const ROLLING: &str = "RollingUpdate";

/// What runs a service's pods; nothing where there are none of ours.
pub(super) fn workload(cx: Cx<'_>, service: &Service, out: &mut Part) {
    let metadata = of_service(cx, service, &service.workload_name, Some(On::Workload));
    let (comment, span) = (&*service.decl.comment, service.decl.span);
    match service.workload {
        Workload::Deployment => {
            let spec = deployment(cx, service);
            out.push(&Deployment { metadata, spec, status: None }, comment, span);
        }
        Workload::StatefulSet => {
            let spec = stateful_set(cx, service);
            out.push(&StatefulSet { metadata, spec, status: None }, comment, span);
        }
        Workload::DaemonSet => {
            let spec = daemon_set(cx, service);
            out.push(&DaemonSet { metadata, spec, status: None }, comment, span);
        }
        Workload::Vm | Workload::None => {}
    }
}

fn deployment(cx: Cx<'_>, service: &Service) -> DeploymentSpec {
    let block = &*service.block;
    DeploymentSpec {
        replicas: replicas(block),
        min_ready_seconds: seconds_of(block, "min-ready").map(int32),
        progress_deadline_seconds: seconds_of(block, "progress-deadline").map(int32),
        revision_history_limit: count_of(block, "history").map(int32),
        selector: selector(&service.select),
        strategy: block.one("rollout").map(|item| {
            if item.has("recreate") {
                return DeploymentStrategy { type_: Some("Recreate".to_owned()), rolling_update: None };
            }
            let rolling = RollingUpdateDeployment {
                max_surge: amount_after(item, "surge"),
                max_unavailable: amount_after(item, "unavailable"),
            };
            DeploymentStrategy { type_: Some(ROLLING.to_owned()), rolling_update: Some(rolling) }
        }),
        template: pod::template(cx, service),
        ..DeploymentSpec::default()
    }
}

fn stateful_set(cx: Cx<'_>, service: &Service) -> StatefulSetSpec {
    let block = &*service.block;
    let named = service.headless_name.as_ref().unwrap_or(&service.service_name);
    StatefulSetSpec {
        replicas: replicas(block),
        min_ready_seconds: seconds_of(block, "min-ready").map(int32),
        revision_history_limit: count_of(block, "history").map(int32),
        pod_management_policy: block.one("start").and_then(|i| i.first_word()).map(|word| match word {
            "parallel" => "Parallel".to_owned(),
            _ => "OrderedReady".to_owned(),
        }),
        selector: selector(&service.select),
        service_name: Some(named.to_string()),
        volume_claim_templates: some(storage::templates(service)),
        persistent_volume_claim_retention_policy: storage::retention(service),
        template: pod::template(cx, service),
        update_strategy: block.one("rollout").map(|item| {
            if item.has("on-delete") {
                return StatefulSetUpdateStrategy {
                    type_: Some("OnDelete".to_owned()),
                    rolling_update: None,
                };
            }
            let partition = match item.after("partition").filter(|_| item.has("partition")) {
                Some((Value::Number(n), _)) => Some(int32(*n)),
                _ => None,
            };
            let max_unavailable = amount_after(item, "unavailable");
            let rolling = RollingUpdateStatefulSetStrategy { max_unavailable, partition };
            StatefulSetUpdateStrategy { type_: Some(ROLLING.to_owned()), rolling_update: Some(rolling) }
        }),
        ..StatefulSetSpec::default()
    }
}

fn daemon_set(cx: Cx<'_>, service: &Service) -> DaemonSetSpec {
    let block = &*service.block;
    DaemonSetSpec {
        min_ready_seconds: seconds_of(block, "min-ready").map(int32),
        revision_history_limit: count_of(block, "history").map(int32),
        selector: selector(&service.select),
        template: pod::template(cx, service),
        update_strategy: block.one("rollout").map(|item| {
            if item.has("on-delete") {
                return DaemonSetUpdateStrategy { type_: Some("OnDelete".to_owned()), rolling_update: None };
            }
            let rolling = RollingUpdateDaemonSet {
                max_surge: amount_after(item, "surge"),
                max_unavailable: amount_after(item, "unavailable"),
            };
            DaemonSetUpdateStrategy { type_: Some(ROLLING.to_owned()), rolling_update: Some(rolling) }
        }),
    }
}

/// The number that is said; a range, or nothing, leaves the field to its owner.
fn replicas(block: &Block) -> Option<i32> {
    let item = block.one("replicas")?;
    match item.value(Type::Scale)?.0 {
        _ if autoscaler::range(item).is_some() => None,
        Value::Scale(Scale { min, .. }) => Some(int32(i64::from(*min))),
        _ => None,
    }
}
