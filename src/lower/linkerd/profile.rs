//! What holds for callers as a ServiceProfile: where the version has nothing else, and for `retry-budget`.

use super::object;
use super::traffic::shares;
use crate::api::linkerd::{
    Condition, DstOverride, ProfileRoute, ResponseClass, ResponseCondition, RetryBudget, ServiceProfileSpec,
    StatusRange,
};
use crate::construct::{Block, Item};
use crate::diagnostic::codes::mesh::E0502;
use crate::diagnostic::{Diagnostic, Sink};
use crate::lower::Cx;
use crate::manifest::Part;
use crate::platform::Feature;
use crate::resolve::{match_slug, matches_of};
use crate::topology::{Match, Path, Service, Workload};
use crate::value::{Percent, Type, Value};

/// Writes the ServiceProfile of a service.
pub(super) fn service(cx: Cx<'_>, service: &Service, out: &mut Part, sink: &mut Sink) {
    let Some(api) = cx.cluster.platform.service_profile_api() else { return };
    hidden(service, sink);
    let mut routes: Vec<ProfileRoute> = service.block.each("route").map(|r| route(service, r)).collect();
    let whole =
        service.block.each("timeout").any(|i| i.has("request")) || service.block.one("retry").is_some();
    let budget = service.block.one("retry-budget");
    if whole || budget.is_some() && routes.is_empty() {
        // A profile that has a budget alone does nothing.
        routes.push(rest(&service.block));
    }
    let spec = ServiceProfileSpec {
        routes,
        dst_overrides: overrides(cx, service),
        retry_budget: budget.and_then(|i| retry_budget(i)),
    };
    if spec.routes.is_empty() && spec.dst_overrides.is_empty() && spec.retry_budget.is_none() {
        return;
    }
    let name = cx.cluster.fqdn(&service.service_name, &service.ns);
    let profile = object(cx, api, "ServiceProfile", &name, &service.ns, &service.name, spec);
    out.push(&profile, &service.decl.comment, service.decl.span);
}

/// What a profile with routes hides is an error on the statement.
fn hidden(service: &Service, sink: &mut Sink) {
    let why = service.block.one("retry-budget").or_else(|| service.block.one("retry"));
    let mut lost: Vec<(&str, crate::source::Span)> = Vec::new();
    if let Some(i) = service.block.one("circuit-breaker") {
        lost.push(("circuit-breaker", i.head_span));
    }
    for item in service.block.each("timeout").filter(|i| !i.has("request")) {
        lost.push(("timeout", item.span));
    }
    for block in service.block.each("route").filter_map(|r| r.block.as_ref()) {
        for word in ["when", "split", "redirect", "add", "set", "remove"] {
            lost.extend(block.one(word).map(|i| (word, i.span)));
        }
        lost.extend(block.one("retry").and_then(|r| r.inner().one("each").map(|e| ("each", e.span))));
    }
    for (word, span) in lost {
        let message = format!("`{word}` has no effect on a service that has a ServiceProfile");
        let mut told = Diagnostic::new(&E0502, span, message, "Linkerd would ignore it");
        if let Some(why) = why {
            told = told.because(why.span, "this needs a ServiceProfile here");
        }
        sink.report(told.note(
            "linkerd2-proxy linkerd/app/outbound/src/http/logical/profile.rs:62: a profile with routes wins",
        ));
    }
}

fn route(service: &Service, item: &Item) -> ProfileRoute {
    let matches = matches_of(item);
    let block = item.inner();
    let retry = block.one("retry").or_else(|| service.block.one("retry"));
    let request = service.block.each("timeout").find(|i| i.has("request"));
    let timeout = block.one("timeout").or(request).filter(|t| !t.has("off")).and_then(|t| t.duration());
    let base = match_slug(&matches);
    let name = block.one("name").and_then(|i| i.text(Type::Name)).map_or(base, |n| n.to_string());
    ProfileRoute {
        name,
        condition: condition(&matches),
        is_retryable: retry.map(|_| true),
        response_classes: retry.map(|r| classes(r)).unwrap_or_default(),
        timeout: timeout.map(|d| d.go()),
    }
}

/// The route for the rest: the service's own `timeout request` and `retry`.
fn rest(block: &Block) -> ProfileRoute {
    let retry = block.one("retry");
    let timeout =
        block.each("timeout").find(|i| i.has("request")).filter(|t| !t.has("off")).and_then(|t| t.duration());
    ProfileRoute {
        name: "root".to_owned(),
        condition: Condition { path_regex: Some(".*".to_owned()), ..Condition::default() },
        is_retryable: retry.map(|_| true),
        response_classes: retry.map(|r| classes(r)).unwrap_or_default(),
        timeout: timeout.map(|d| d.go()),
    }
}

fn condition(matches: &Match) -> Condition {
    let path = match &matches.path {
        // By path element, as the mesh's other routes do.
        Path::Prefix(p) if p.ends_with('/') => format!("{}.*", escape(p)),
        Path::Prefix(p) => format!("{}(/.*)?", escape(p)),
        Path::Exact(p) => escape(p),
        Path::Regex(p) => p.to_string(),
        Path::Grpc(m) if m.contains('/') => escape(&format!("/{m}")),
        Path::Grpc(m) => format!("{}.*", escape(&format!("/{m}/"))),
    };
    let grpc = matches!(matches.path, Path::Grpc(_));
    let one =
        |method: Option<String>| Condition { path_regex: Some(path.clone()), method, ..Condition::default() };
    match matches.methods.as_slice() {
        [] => one(grpc.then(|| "POST".to_owned())),
        [method] => one(Some(method.to_string())),
        many => Condition {
            path_regex: None,
            all: vec![
                one(None),
                Condition {
                    any: many
                        .iter()
                        .map(|m| Condition { method: Some(m.to_string()), ..Condition::default() })
                        .collect(),
                    ..Condition::default()
                },
            ],
            ..Condition::default()
        },
    }
}

/// A text as a regular expression that matches it alone.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if r"\.+*?()|[]{}^$".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Which answers fail, and so are tried again.
fn classes(retry: &Item) -> Vec<ResponseClass> {
    let class = |min, max| ResponseClass {
        condition: ResponseCondition { status: StatusRange { min, max } },
        is_failure: true,
    };
    let one = |text: &str| match text {
        "5xx" => Some(class(500, 599)),
        "gateway-error" => Some(class(502, 504)),
        other => {
            let (min, max) =
                other.split_once("..").or_else(|| other.split_once('-')).unwrap_or((other, other));
            Some(class(min.parse().ok()?, max.parse().ok()?))
        }
    };
    retry.texts(Type::Condition).iter().filter_map(|(c, _)| one(c)).collect()
}

/// `retry-budget PERCENT min COUNT per second ttl DURATION`.
fn retry_budget(item: &Item) -> Option<RetryBudget> {
    let (Value::Percent(Percent(share)), _) = item.value(Type::Percent)? else { return None };
    Some(RetryBudget {
        retry_ratio: f64::from(*share) / 100_000.0,
        min_retries_per_second: u32::try_from(item.number(Type::Count)?).unwrap_or(u32::MAX),
        ttl: item.duration()?.go(),
    })
}

/// 2.12 has no TrafficSplit and no routes on Services: shares stand in the profile.
fn overrides(cx: Cx<'_>, service: &Service) -> Vec<DstOverride> {
    let platform = &cx.cluster.platform;
    let splits = shares(service);
    if splits.is_empty() || platform.has(Feature::TrafficSplit) {
        return vec![];
    }
    let port = service.ports.iter().find(|p| !p.private).map_or(80, |p| p.number);
    let rest = 100u32.saturating_sub(splits.iter().map(|(_, w)| w).sum());
    let mut out = Vec::new();
    if rest > 0 && service.workload != Workload::None {
        let authority = format!("{}:{port}", cx.cluster.fqdn(&service.service_name, &service.ns));
        out.push(DstOverride { authority, weight: rest });
    }
    for (written, weight) in splits {
        if let Some(target) = service.splits.get(&*written) {
            let to = target.port.as_ref().map_or(port, |p| p.number);
            out.push(DstOverride { authority: format!("{}:{to}", target.host), weight });
        }
    }
    out
}
