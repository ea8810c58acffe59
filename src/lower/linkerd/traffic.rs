//! What holds for meshed callers of a service: which kind of object says it, by version (linkerd-lowering).
//!
//! Never a ServiceProfile and routes for one service: a profile with routes hides the others
//! (linkerd2-proxy outbound/src/http/logical/profile.rs:62).

use super::{object, profile, routes};
use crate::api::linkerd::{SplitBackend, TrafficSplitSpec};
use crate::construct::Item;
use crate::diagnostic::Sink;
use crate::lower::Cx;
use crate::manifest::Part;
use crate::platform::Feature;
use crate::topology::Service;
use crate::value::{Percent, Type, Value};
use std::collections::BTreeMap;

/// What says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// HTTPRoute and GRPCRoute, with annotations where there are some.
    Routes,
    /// A ServiceProfile.
    Profile,
}

/// Which of the two this service has, on this version.
pub(super) fn by(cx: Cx<'_>, service: &Service) -> By {
    let platform = &cx.cluster.platform;
    let block = &service.block;
    if block.one("retry-budget").is_some() || !platform.has(Feature::HttpRouteOnService) {
        return By::Profile;
    }
    let nested =
        |word: &str| block.each("route").any(|r| r.block.as_ref().is_some_and(|b| b.one(word).is_some()));
    let retries = block.one("retry").is_some() || nested("retry");
    let timeouts = block.one("timeout").is_some() || nested("timeout");
    let old = retries && !platform.has(Feature::RetryAnnotations);
    let older = timeouts && !platform.has(Feature::HttpRouteTimeouts);
    if old || older { By::Profile } else { By::Routes }
}

/// Whether anything is said of the traffic to a service.
fn says_any(service: &Service) -> bool {
    let words = ["route", "split", "timeout", "retry", "retry-budget"];
    words.iter().any(|w| service.block.one(w).is_some())
}

/// The objects that say it.
pub(super) fn service(cx: Cx<'_>, service: &Service, out: &mut Part, sink: &mut Sink) {
    if !says_any(service) {
        return;
    }
    match by(cx, service) {
        By::Profile => {
            profile::service(cx, service, out, sink);
            if cx.cluster.platform.has(Feature::TrafficSplit) {
                traffic_split(cx, service, out);
            }
        }
        By::Routes => routes::service(cx, service, out, sink),
    }
}

/// TrafficSplit: up to 2.11.
fn traffic_split(cx: Cx<'_>, service: &Service, out: &mut Part) {
    let shares = shares(service);
    let Some(api) = cx.cluster.platform.traffic_split_api().filter(|_| !shares.is_empty()) else { return };
    let rest = 100u32.saturating_sub(shares.iter().map(|(_, w)| w).sum());
    let mut backends = Vec::new();
    if rest > 0 && service.workload != crate::topology::Workload::None {
        backends.push(SplitBackend { service: service.service_name.to_string(), weight: rest });
    }
    for (written, weight) in &shares {
        if let Some(target) = service.splits.get(&**written) {
            backends.push(SplitBackend { service: target.service.to_string(), weight: *weight });
        }
    }
    let spec = TrafficSplitSpec { service: service.service_name.to_string(), backends };
    let split = object(cx, api, "TrafficSplit", &service.name, &service.ns, &service.name, spec);
    out.push(&split, &service.decl.comment, service.decl.span);
}

/// The service's own `split`s: the reference as written, and its share in percent.
pub(super) fn shares(service: &Service) -> Vec<(String, u32)> {
    service.block.each("split").filter_map(|i| share(i)).collect()
}

/// One `split REF PERCENT`.
pub(super) fn share(item: &Item) -> Option<(String, u32)> {
    let (Value::Ref(r), _) = item.value(Type::Ref)? else { return None };
    let (Value::Percent(Percent(share)), _) = item.value(Type::Percent)? else { return None };
    Some((r.to_string(), share / 1000))
}

/// Annotations of the Service that Linkerd reads: timeouts, retries (2.16), failure accrual (2.13).
///
/// A bad parameter discards all of its family (policy-controller outbound/index.rs:2024 @version-2.20): values
/// are typed, so none is bad.
#[must_use]
pub fn service_annotations(cx: Cx<'_>, service: &Service) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let platform = &cx.cluster.platform;
    if platform.linkerd.is_none() {
        return out;
    }
    let by_routes = by(cx, service) == By::Routes;
    if by_routes && platform.has(Feature::TimeoutAnnotations) {
        for item in service.block.each("timeout") {
            if let Some(kind) = item.word_of(&["request", "response", "idle"]) {
                out.insert(format!("timeout.linkerd.io/{kind}"), timeout_text(item));
            }
        }
    }
    if by_routes
        && platform.has(Feature::RetryAnnotations)
        && let Some(item) = service.block.one("retry")
    {
        retry_annotations(item, &mut out);
    }
    if platform.has(Feature::FailureAccrual)
        && let Some(item) = service.block.one("circuit-breaker")
    {
        accrual(item, &mut out);
    }
    out
}

/// A duration, or none for `off`.
fn timeout_text(item: &Item) -> String {
    if item.has("off") {
        "0".to_owned()
    } else {
        item.duration().map_or_else(String::new, |d| d.linkerd_annotation())
    }
}

/// `retry.linkerd.io/*`: conditions without spaces between them.
pub(super) fn retry_annotations(item: &Item, out: &mut BTreeMap<String, String>) {
    let conditions = item.texts(Type::Condition);
    let is_grpc = |c: &str| {
        matches!(c, "cancelled" | "deadline-exceeded" | "internal" | "resource-exhausted" | "unavailable")
    };
    let (grpc, http): (Vec<&str>, Vec<&str>) =
        conditions.iter().map(|(c, _)| &***c).partition(|c| is_grpc(c));
    if !http.is_empty() {
        out.insert("retry.linkerd.io/http".to_owned(), http.join(",").replace("..", "-"));
    }
    if !grpc.is_empty() {
        out.insert("retry.linkerd.io/grpc".to_owned(), grpc.join(","));
    }
    if let Some(limit) = item.number(Type::Count) {
        out.insert("retry.linkerd.io/limit".to_owned(), limit.to_string());
    }
    if let Some(each) = item.inner().one("each").and_then(|i| i.duration()) {
        out.insert("retry.linkerd.io/timeout".to_owned(), each.linkerd_annotation());
    }
}

/// `balancer.linkerd.io/failure-accrual*`.
fn accrual(item: &Item, out: &mut BTreeMap<String, String>) {
    let base = "balancer.linkerd.io/failure-accrual";
    let inner = item.inner();
    let rate = inner.one("success-rate");
    out.insert(base.to_owned(), if rate.is_some() { "unified" } else { "consecutive" }.to_owned());
    let mut put = |key: &str, value: String| out.insert(format!("{base}-consecutive-{key}"), value);
    if let Some(failures) = inner.one("failures").and_then(|i| i.number(Type::Count)) {
        put("max-failures", failures.to_string());
    }
    if let Some((Value::DurationRange(min, max), _)) =
        inner.one("penalty").and_then(|i| i.value(Type::DurationRange))
    {
        put("min-penalty", min.linkerd_annotation());
        put("max-penalty", max.linkerd_annotation());
    }
    if let Some((Value::Percent(p), _)) = inner.one("jitter").and_then(|i| i.value(Type::Percent)) {
        put("jitter-ratio", p.as_ratio_string());
    }
    let Some(rate) = rate else { return };
    let alpha = "balancer.alpha.linkerd.io/failure-accrual-success-rate";
    if let Some((Value::Percent(p), _)) = rate.value(Type::Percent) {
        out.insert(format!("{alpha}-threshold"), p.as_ratio_string());
    }
    if let Some(window) = rate.duration() {
        out.insert(format!("{alpha}-window"), window.linkerd_annotation());
    }
    if let Some(min) = rate.number(Type::Count) {
        out.insert(format!("{alpha}-min-requests"), min.to_string());
    }
}
