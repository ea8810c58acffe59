//! `route` into Mappings: one, and one more for each member of its split.

use super::{Make, PROBE_PATH, redirect, target};
use crate::api::emissary::{
    CircuitBreaker, Field, HeaderValue, RegexRewrite, RetryPolicy, Traffic, v2, v3alpha1,
};
use crate::construct::{Block, Item};
use crate::diagnostic::Sink;
use crate::manifest::Part;
use crate::source::Span;
use crate::topology::{Host, Path, Place, Route, RouteKind, Target};
use crate::value::slug::{hex, slug};
use crate::value::{Duration, Type};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The header that tells Linkerd where a request goes.
pub(super) const OVERRIDE: &str = "l5d-dst-override";

/// The Mappings of a route or redirect.
pub(super) fn route(make: Make<'_>, host: &Host, route: &Route, out: &mut Part, sink: &mut Sink) {
    let mut base = Traffic::default();
    matches(make, route, &mut base);
    if route.kind == RouteKind::Redirect {
        redirect::redirect(host, route, &mut base);
        return push(make, &host.hostname, route, &route.name, base, (&route.block, route.item.span), out);
    }
    settings(make, route, &mut base);
    let shared: u32 = route.splits.iter().map(|s| s.weight).sum();
    if let Some(target) = &route.target {
        let mut traffic = base.clone();
        upstream(route, &[&route.block, &make.edge.block], target, &mut traffic);
        traffic.weight = (!route.splits.is_empty()).then_some(100_u32.saturating_sub(shared));
        let span = route.item.value(Type::Ref).map_or(route.item.span, |(_, span)| span);
        push(make, &host.hostname, route, &route.name, traffic, (&route.block, span), out);
    }
    for split in &route.splits {
        let mut traffic = base.clone();
        upstream(route, &[&split.block, &route.block, &make.edge.block], &split.target, &mut traffic);
        traffic.weight = Some(split.weight);
        let name = member(&route.name, &split.target);
        let from = out.objects().len();
        push(make, &host.hostname, route, &name, traffic, (&split.block, split.span), out);
        make.cx.patched(&split.block, from, out, sink);
    }
}

/// `<route's name>-to-<n>-<y>`, cut as names.md says.
pub(super) fn member(route: &str, target: &Target) -> String {
    let to = match &target.place {
        Place::Service(ns, name) => format!("{ns}-{name}"),
        Place::External(host) => slug(host),
    };
    limited(format!("{route}-to-{to}"))
}

/// A name of at most 253 characters: the first 244, `-`, eight digits of the whole.
fn limited(name: String) -> String {
    match name.get(..244) {
        Some(head) if name.len() > 253 => format!("{head}-{}", hex(&name, 8)),
        _ => name,
    }
}

fn push(
    make: Make<'_>,
    hostname: &str,
    route: &Route,
    name: &str,
    traffic: Traffic,
    (block, span): (&Block, Span),
    out: &mut Part,
) {
    let said = block.one("name").and_then(|i| i.text(Type::Name)).map(ToString::to_string);
    let name = said.unwrap_or_else(|| limited(name.to_owned()));
    spec(make, hostname, &name, &route.ns, traffic, (block, &route.decl.comment, span), out);
}

/// Pushes a Mapping of the edge's generation.
pub(super) fn spec(
    make: Make<'_>,
    hostname: &str,
    name: &str,
    ns: &str,
    traffic: Traffic,
    (block, comment, span): (&Block, &str, Span),
    out: &mut Part,
) {
    if make.is_v3() {
        let spec = v3alpha1::Mapping { ambassador_id: make.ids(), hostname: hostname.to_owned(), traffic };
        make.push(out, &make.object("Mapping", name, ns, block, spec), comment, span);
    } else {
        let (host, host_regex) = v2_host(hostname);
        let spec = v2::Mapping { ambassador_id: make.ids(), host, host_regex, traffic };
        make.push(out, &make.object("Mapping", name, ns, block, spec), comment, span);
    }
}

/// v2 knows no globs: `*` there is a text that no host has (aes114-02-03), so all hosts is no `host`, and a glob a
/// regular expression.
fn v2_host(hostname: &str) -> (Option<String>, bool) {
    let escaped = |text: &str| text.replace('.', "\\.");
    if hostname == "*" {
        (None, false)
    } else if let Some(rest) = hostname.strip_prefix('*') {
        (Some(format!(".+{}", escaped(rest))), true)
    } else if let Some(rest) = hostname.strip_suffix('*') {
        (Some(format!("{}.+", escaped(rest))), true)
    } else {
        (Some(hostname.to_owned()), false)
    }
}

/// Which requests: path, method, headers, parameters, rank.
fn matches(make: Make<'_>, route: &Route, out: &mut Traffic) {
    match &route.matches.path {
        Path::Prefix(text) => out.prefix = text.to_string(),
        Path::Exact(text) => (out.prefix, out.prefix_exact) = (text.to_string(), true),
        Path::Regex(text) => (out.prefix, out.prefix_regex) = (text.to_string(), true),
        Path::Grpc(method) if method.contains('/') => {
            (out.prefix, out.prefix_exact) = (format!("/{method}"), true);
        }
        Path::Grpc(service) => out.prefix = format!("/{service}/"),
    }
    match route.matches.methods.as_slice() {
        [] => {}
        [one] => out.method = Some(one.to_string()),
        several => (out.method, out.method_regex) = (Some(several.join("|")), true),
    }
    for when in route.block.each("when") {
        let Some(name) = when.text(Type::NameText).map(ToString::to_string) else { continue };
        let value = when.text(Type::Value).map(ToString::to_string);
        let regex = when.text(Type::Regex).map(ToString::to_string);
        let (exact, regexes) = if when.has("header") {
            (&mut out.headers, &mut out.regex_headers)
        } else {
            (&mut out.query_parameters, &mut out.regex_query_parameters)
        };
        match (value, regex) {
            (Some(value), _) => drop(exact.insert(name, Field::Is(value))),
            (None, Some(regex)) => drop(regexes.insert(name, regex)),
            (None, None) if make.is_v3() => drop(regexes.insert(name, ".*".to_owned())),
            (None, None) => drop(exact.insert(name, Field::Present(true))),
        }
    }
    out.precedence = route.block.one("precedence").and_then(|i| i.number(Type::Integer));
    out.case_sensitive = (route.block.switch("case-insensitive") == Some(true)).then_some(false);
}

/// What holds for all members of a route: its own statements, and those of the edge's block that no Module can say.
fn settings(make: Make<'_>, route: &Route, out: &mut Traffic) {
    let (near, far) = (&route.block, &make.edge.block);
    out.connect_timeout_ms =
        near.one("connect-timeout").or(far.one("connect-timeout")).and_then(milliseconds);
    out.cluster_idle_timeout_ms = near.one("upstream-idle-timeout").and_then(milliseconds);
    out.cluster_max_connection_lifetime_ms = near.one("upstream-max-lifetime").and_then(milliseconds);
    out.retry_policy = near.one("retry").and_then(|i| retry(i));
    out.circuit_breakers = circuit_breakers(near);
    if near.switch("websocket") == Some(true) {
        out.allow_upgrade.push("websocket");
    }
    for block in [far, near] {
        headers(block, out);
    }
    let on = near.switch("linkerd-headers").unwrap_or(make.edge.linkerd_headers);
    // The Module says it for all, unless it is somebody else's.
    let by_module = make.edge.linkerd_headers && !make.edge.installed;
    out.add_linkerd_headers = (on != by_module).then_some(on);
    if on && !out.remove_request_headers.iter().any(|h| h.eq_ignore_ascii_case(OVERRIDE)) {
        // Emissary appends its own; a client's copy would come first, and the proxy reads the first
        // (linkerd2-proxy linkerd/proxy/http/src/lib.rs:86).
        out.remove_request_headers.push(OVERRIDE.to_owned());
    }
}

/// What each member of a split may say for itself; `layers` from near to far.
fn upstream(route: &Route, layers: &[&Arc<Block>], to: &Target, out: &mut Traffic) {
    let said = |word: &str| layers.iter().find_map(|b| b.one(word));
    out.service = target::service(to);
    out.grpc = target::http2(to);
    // The edge's own timeout stands in the Module, which cannot say `off`: 0 there is the default.
    let (edge, own) = layers.split_last().map_or((None, layers), |(edge, own)| (Some(edge), own));
    let timeout = own.iter().find_map(|b| b.one("timeout"));
    let off = || edge.and_then(|b| b.one("timeout")).filter(|i| i.has("off"));
    out.timeout_ms = timeout.or_else(off).and_then(milliseconds);
    out.idle_timeout_ms = said("idle-timeout").and_then(milliseconds);
    rewrite(route, said("rewrite").map(|i| &**i), out);
    if let Some(item) = said("host-rewrite") {
        out.auto_host_rewrite = item.has("auto");
        out.host_rewrite = item.text(Type::Host).map(ToString::to_string);
    }
}

/// Emissary rewrites to `/` unless told otherwise; after a regular expression that would send `/` for every path.
fn rewrite(route: &Route, item: Option<&Item>, out: &mut Traffic) {
    let whole = !matches!(route.matches.path, Path::Prefix(_));
    match item {
        None => out.rewrite = whole.then(String::new),
        Some(item) if item.has("off") => out.rewrite = Some(String::new()),
        Some(item) if item.has("regex") => {
            let pattern = item.text(Type::Regex).map(ToString::to_string).unwrap_or_default();
            let substitution = item.text(Type::Subst).map(ToString::to_string).unwrap_or_default();
            out.regex_rewrite = Some(RegexRewrite { pattern, substitution });
        }
        Some(item) => {
            let path = item.text(Type::Path).map(ToString::to_string);
            out.rewrite = path.filter(|p| whole || p != "/");
        }
    }
}

/// `off` is 0.
pub(super) fn milliseconds(item: &Arc<Item>) -> Option<u64> {
    if item.has("off") { Some(0) } else { item.duration().map(|Duration(ms)| ms) }
}

/// `retry 5xx 2 times { each 800ms }`.
pub(super) fn retry(item: &Item) -> Option<RetryPolicy> {
    let each = item.inner().one("each").and_then(|i| i.duration());
    Some(RetryPolicy {
        retry_on: item.first_word()?,
        num_retries: item.number(Type::Count)?,
        per_try_timeout: each.map(envoy_duration),
    })
}

/// Envoy takes seconds alone: `0.800s` (`800ms` freezes the whole configuration, e41-10-14).
fn envoy_duration(Duration(ms): Duration) -> String {
    let (seconds, rest) = (ms / 1000, ms % 1000);
    if rest == 0 { format!("{seconds}s") } else { format!("{seconds}.{rest:03}s") }
}

/// All `circuit-breaker`s of a block.
pub(super) fn circuit_breakers(block: &Block) -> Vec<CircuitBreaker> {
    let each = block.each("circuit-breaker").map(|item| {
        let inner = item.inner();
        let count = |word: &str| inner.one(word).and_then(|i| i.number(Type::Count));
        CircuitBreaker {
            priority: item.text(Type::Priority).map(ToString::to_string),
            max_connections: count("connections"),
            max_pending_requests: count("pending"),
            max_requests: count("requests"),
            max_retries: count("retries"),
        }
    });
    each.collect()
}

/// `add`, `set`, `remove` of a block, over what stands there.
fn headers(block: &Block, out: &mut Traffic) {
    for item in block.items.iter().filter(|i| i.is("add") || i.is("set")) {
        let (Some(name), Some(value)) = (item.text(Type::Header), item.text(Type::Value)) else { continue };
        // A single `%` begins a command of Envoy's; an unknown one freezes the whole configuration (e41-09).
        let value = HeaderValue { value: value.replace('%', "%%"), append: item.is("add") };
        let into: &mut BTreeMap<_, _> = if item.has("request-header") {
            &mut out.add_request_headers
        } else {
            &mut out.add_response_headers
        };
        into.insert(name.to_string(), value);
    }
    for item in block.each("remove") {
        let into = if item.has("request-header") {
            &mut out.remove_request_headers
        } else {
            &mut out.remove_response_headers
        };
        for (name, _) in item.texts(Type::Header) {
            if !into.iter().any(|old| old.eq_ignore_ascii_case(name)) {
                into.push(name.to_string());
            }
        }
    }
}

/// What a link's probe asks for; the built-in path is not public, so the guide gives it another.
pub(super) fn probe() -> Traffic {
    Traffic {
        prefix: PROBE_PATH.to_owned(),
        prefix_exact: true,
        rewrite: Some("/ambassador/v0/check_ready".to_owned()),
        service: "localhost:8877".to_owned(),
        bypass_auth: true,
        ..Traffic::default()
    }
}
