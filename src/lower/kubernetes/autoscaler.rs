//! HorizontalPodAutoscalers: what a range of replicas makes. `autoscaling/v2beta2` has the fields of `autoscaling/v2`
//! (Kubernetes' OpenAPI 1.22), so one spec serves both.

use super::argument::{int32, local_name, seconds};
use super::metadata::of_service;
use crate::construct::Item;
use crate::lower::Cx;
use crate::manifest::Part;
use crate::topology::{Service, Workload};
use crate::value::{Amount, Duration, Scale, Type, Value};
use k8s_openapi::api::autoscaling::v2::{
    CrossVersionObjectReference, ExternalMetricSource, HPAScalingPolicy, HPAScalingRules,
    HorizontalPodAutoscalerBehavior, HorizontalPodAutoscalerSpec, MetricIdentifier, MetricSpec, MetricTarget,
    ObjectMetricSource, PodsMetricSource, ResourceMetricSource,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use serde::Serialize;

/// The share of cpu that is aimed at where nothing is said.
const CPU_PERCENT: i32 = 80;
/// What a policy without `every` looks back on: the controller's own default rules do (Kubernetes 1.23).
const POLICY_SECONDS: i32 = 15;

/// The object, under whichever version is served.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Autoscaler {
    api_version: &'static str,
    kind: &'static str,
    metadata: ObjectMeta,
    spec: HorizontalPodAutoscalerSpec,
}

/// The range of a `replicas` statement, if it is one.
pub(super) fn range(item: &Item) -> Option<(u32, u32)> {
    match item.value(Type::Scale)?.0 {
        Value::Scale(Scale { min, max: Some(max) }) => Some((*min, *max)),
        _ => None,
    }
}

/// What `replicas A..B` makes.
pub(super) fn autoscaler(cx: Cx<'_>, service: &Service, out: &mut Part) {
    let Some(item) = service.block.one("replicas") else { return };
    let Some((min, max)) = range(item) else { return };
    let kind = match service.workload {
        Workload::Deployment => "Deployment",
        Workload::StatefulSet => "StatefulSet",
        _ => return,
    };
    let spec = HorizontalPodAutoscalerSpec {
        min_replicas: Some(int32(i64::from(min))),
        max_replicas: int32(i64::from(max)),
        scale_target_ref: CrossVersionObjectReference {
            api_version: Some("apps/v1".to_owned()),
            kind: kind.to_owned(),
            name: service.workload_name.to_string(),
        },
        metrics: Some(metrics(service, item)),
        behavior: behavior(item),
    };
    let object = Autoscaler {
        api_version: cx.cluster.platform.hpa_api(),
        kind: "HorizontalPodAutoscaler",
        metadata: of_service(cx, service, &service.workload_name, None),
        spec,
    };
    out.push(&object, &service.decl.comment, item.span);
}

fn metrics(service: &Service, item: &Item) -> Vec<MetricSpec> {
    let percent = |word| match item.after(word) {
        Some((Value::Percent(p), _)) => Some(int32(i64::from(p.0.div_ceil(1000)))),
        _ => None,
    };
    let mut metrics = vec![];
    for word in ["cpu", "memory"] {
        if let Some(percent) = percent(word) {
            metrics.push(utilization(word, percent));
        }
    }
    for metric in item.inner().each("metric") {
        metrics.extend(custom(service, metric));
    }
    if metrics.is_empty() {
        metrics.push(utilization("cpu", CPU_PERCENT));
    }
    metrics
}

fn utilization(resource: &str, percent: i32) -> MetricSpec {
    let target = MetricTarget {
        type_: "Utilization".to_owned(),
        average_utilization: Some(percent),
        ..MetricTarget::default()
    };
    let resource = Some(ResourceMetricSource { name: resource.to_owned(), target });
    MetricSpec { type_: "Resource".to_owned(), resource, ..MetricSpec::default() }
}

/// With `of REF` a metric of that Service; else an average over the pods; else one from outside.
fn custom(service: &Service, item: &Item) -> Option<MetricSpec> {
    let metric = MetricIdentifier { name: item.text(Type::NameText)?.to_string(), selector: None };
    let amount = Some(Quantity(item.text(Type::Text)?.to_string()));
    let average = item.has("average");
    let target = if average {
        MetricTarget { type_: "AverageValue".to_owned(), average_value: amount, ..MetricTarget::default() }
    } else {
        MetricTarget { type_: "Value".to_owned(), value: amount, ..MetricTarget::default() }
    };
    let spec = if let Some((of, _)) = item.value(Type::Ref) {
        let name = if local_name(of) == &*service.name { &service.service_name } else { local_name(of) };
        let described_object = CrossVersionObjectReference {
            api_version: Some("v1".to_owned()),
            kind: "Service".to_owned(),
            name: name.to_owned(),
        };
        let object = Some(ObjectMetricSource { described_object, metric, target });
        MetricSpec { type_: "Object".to_owned(), object, ..MetricSpec::default() }
    } else if average {
        let pods = Some(PodsMetricSource { metric, target });
        MetricSpec { type_: "Pods".to_owned(), pods, ..MetricSpec::default() }
    } else {
        let external = Some(ExternalMetricSource { metric, target });
        MetricSpec { type_: "External".to_owned(), external, ..MetricSpec::default() }
    };
    Some(spec)
}

fn behavior(item: &Item) -> Option<HorizontalPodAutoscalerBehavior> {
    let block = item.inner();
    let (up, down) = (block.one("scale-up"), block.one("scale-down"));
    (up.is_some() || down.is_some()).then(|| HorizontalPodAutoscalerBehavior {
        scale_up: up.map(|i| rules(i)),
        scale_down: down.map(|i| rules(i)),
    })
}

fn rules(item: &Item) -> HPAScalingRules {
    if item.has("off") {
        return HPAScalingRules { select_policy: Some("Disabled".to_owned()), ..HPAScalingRules::default() };
    }
    let time = |word| match item.after(word) {
        Some((Value::Duration(d), _)) => Some(int32(seconds(Duration(d.0)))),
        _ => None,
    };
    let by = match item.after("by") {
        Some((Value::Amount(Amount::Count(n)), _)) => Some(("Pods", int32(i64::from(*n)))),
        Some((Value::Amount(Amount::Percent(p)), _)) => {
            Some(("Percent", int32(i64::from(p.0.div_ceil(1000)))))
        }
        _ => None,
    };
    let policy = |(kind, value): (&str, i32)| HPAScalingPolicy {
        type_: kind.to_owned(),
        value,
        period_seconds: time("every").unwrap_or(POLICY_SECONDS),
    };
    HPAScalingRules {
        policies: by.map(|by| vec![policy(by)]),
        stabilization_window_seconds: time("after"),
        ..HPAScalingRules::default()
    }
}
