//! `route` and `split` of a service as HTTPRoute and GRPCRoute with the Service as their parent.
//!
//! An unmatched request fails (linkerd2-proxy router.rs:301), so a route for the rest is always among them; each
//! parent names its port (domain: linkerd.md 4.8.17).

use super::object;
use super::policy::{grpc_matches, http_matches, is_grpc_route};
use super::traffic::{retry_annotations, share, shares};
use crate::api::Object;
use crate::api::linkerd::{
    BackendRef, Filter, GrpcRule, HeaderChange, HeaderMatch, HeaderValue, HttpRule, ParentRef, PathModifier,
    Redirect, RouteSpec, Timeouts,
};
use crate::construct::{Block, Item};
use crate::diagnostic::codes::mesh::E0520;
use crate::diagnostic::{Diagnostic, Sink};
use crate::lower::Cx;
use crate::manifest::Part;
use crate::platform::Feature;
use crate::resolve::{match_slug, matches_of};
use crate::topology::{Match, Name, Path, Protocol, Service, Workload};
use crate::value::slug::hex;
use crate::value::{self, Type, Value};
use std::collections::BTreeMap;

/// All routes of a service, and the one for the rest.
pub(super) fn service(cx: Cx<'_>, service: &Service, out: &mut Part, sink: &mut Sink) {
    let items: Vec<_> = service.block.each("route").cloned().collect();
    if items.is_empty() && shares(service).is_empty() && !needs_rest(cx, service) {
        return;
    }
    let grpc = grpc_ports(cx, service, &items);
    let mut covered: Vec<u16> = Vec::new();
    for item in &items {
        let matches = matches_of(item);
        let is_grpc = is_grpc_route(cx, &matches);
        let ports = if is_grpc { grpc.clone() } else { plain_ports(service, item, &grpc, sink) };
        let whens = item.block.as_ref().is_some_and(|b| b.one("when").is_some());
        if !whens && matches.methods.is_empty() && matches.path == Path::Prefix(Name::from("/")) {
            covered.extend(&ports);
        }
        let own: Vec<(String, u32)> = item.inner().each("split").filter_map(|i| share(i)).collect();
        let splits = if own.is_empty() { shares(service) } else { own };
        let name = name_of(service, &item.inner(), &matches);
        for (name, ports, backends) in by_port(service, &name, &ports, &splits) {
            one(cx, service, item, &matches, (&name, &ports, backends), out);
        }
    }
    let all = http_ports(service, None);
    let left = |in_grpc: bool| -> Vec<u16> {
        all.iter().copied().filter(|p| !covered.contains(p) && grpc.contains(p) == in_grpc).collect()
    };
    rest(cx, service, &left(false), out);
    grpc_rest(cx, service, &left(true), out);
}

/// The ports that GRPCRoutes are attached to: those of protocol grpc, or all where none is declared so.
fn grpc_ports(cx: Cx<'_>, service: &Service, items: &[std::sync::Arc<Item>]) -> Vec<u16> {
    let mut out = Vec::new();
    for item in items.iter().filter(|i| is_grpc_route(cx, &matches_of(i))) {
        let ports = http_ports(service, Some(item));
        let declared =
            |p: &u16| service.ports.iter().any(|d| d.number == *p && d.protocol == Some(Protocol::Grpc));
        let grpc: Vec<u16> = ports.iter().copied().filter(declared).collect();
        out.extend(if grpc.is_empty() { ports } else { grpc });
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// The ports of any other route. One parent takes one kind of route: a GRPCRoute there would make this one count for
/// nothing (policy-controller status/src/index.rs:548 @version-2.20), which is an error where it has no other port.
fn plain_ports(service: &Service, item: &Item, grpc: &[u16], sink: &mut Sink) -> Vec<u16> {
    let ports = http_ports(service, Some(item));
    let free: Vec<u16> = ports.iter().copied().filter(|p| !grpc.contains(p)).collect();
    if free.is_empty()
        && !ports.is_empty()
        && let Some(first) = service.block.each("route").find(|r| r.has("grpc"))
    {
        let message = "a port with `route grpc` takes no other routes";
        let told = Diagnostic::new(&E0520, item.span, message, "Linkerd would ignore this one")
            .because(first.span, "a gRPC route at the same port")
            .help("write it as `route grpc` too, or give it a port of its own: `on PORT`")
            .note("linkerd2 policy-controller/k8s/status/src/index.rs:548 @version-2.20");
        sink.report(told);
    }
    free
}

/// A route's name, its ports, and where it goes from there.
type Placed = (String, Vec<u16>, Vec<BackendRef>);

/// One object for all ports; with a split one a port, since the share of the service itself goes to the same port.
fn by_port(service: &Service, name: &str, ports: &[u16], splits: &[(String, u32)]) -> Vec<Placed> {
    if splits.is_empty() {
        // Without backends requests go to the Service itself, at the port that was called.
        return vec![(name.to_owned(), ports.to_vec(), vec![])];
    }
    let of_name = |name: &str| service.ports.iter().find(|p| *p.name == *name).map(|p| p.number);
    let members =
        splits.iter().filter_map(|(w, _)| service.splits.get(&**w)?.port.as_ref().map(|p| of_name(&p.name)));
    let meant: Vec<u16> = members.flatten().collect();
    let meant = |p: &&u16| meant.is_empty() || meant.contains(p) || ports.len() == 1;
    let (split, plain): (Vec<u16>, Vec<u16>) = ports.iter().partition(|p| meant(p));
    let several = split.len() > 1;
    let mut out = Vec::new();
    for port in split {
        let word = service.ports.iter().find(|p| p.number == port).map_or("", |p| &p.name);
        let name = if several { format!("{name}-{word}") } else { name.to_owned() };
        out.push((name, vec![port], backends(service, splits, port)));
    }
    if !plain.is_empty() {
        out.push((format!("{name}-unsplit"), plain, vec![]));
    }
    out
}

/// 2.14 and 2.15 have no timeout annotations: a request timeout of the service stands in the route for the rest.
fn needs_rest(cx: Cx<'_>, service: &Service) -> bool {
    request_timeout(cx, service).is_some()
}

fn request_timeout(cx: Cx<'_>, service: &Service) -> Option<String> {
    if cx.cluster.platform.has(Feature::TimeoutAnnotations) {
        return None;
    }
    let item = service.block.each("timeout").find(|i| i.has("request"))?;
    item.duration().and_then(value::Duration::gateway_api)
}

/// The ports of the Service that speak HTTP, or may.
fn http_ports(service: &Service, item: Option<&Item>) -> Vec<u16> {
    let named: Vec<&value::Port> = item
        .map(|i| i.values(Type::Port))
        .into_iter()
        .flatten()
        .filter_map(|(v, _)| if let Value::Port(p) = v { Some(p) } else { None })
        .collect();
    let opaque = |p: Option<Protocol>| {
        matches!(p, Some(Protocol::Tcp | Protocol::Opaque | Protocol::Tls | Protocol::Https | Protocol::Udp))
    };
    let wanted = |p: &crate::topology::Port| {
        named.is_empty()
            || named.iter().any(|n| match n {
                value::Port::Name(name) => *name == p.name,
                value::Port::Number(number) => *number == p.number,
            })
    };
    service
        .ports
        .iter()
        .filter(|p| !p.private && !opaque(p.protocol) && wanted(p))
        .map(|p| p.number)
        .collect()
}

fn parents(service: &Service, ports: &[u16]) -> Vec<ParentRef> {
    let parent = |port: &u16| ParentRef {
        group: "core",
        kind: "Service",
        name: service.service_name.to_string(),
        namespace: None,
        port: Some(*port),
    };
    ports.iter().map(parent).collect()
}

/// Where requests go: the members of a split with their shares, the service itself with the rest.
fn backends(service: &Service, splits: &[(String, u32)], port: u16) -> Vec<BackendRef> {
    let backend = |name: &str, ns: &str, port: u16, weight: Option<u32>| BackendRef {
        group: "",
        kind: "Service",
        name: name.to_owned(),
        namespace: (ns != &*service.ns).then(|| ns.to_owned()),
        port: Some(port),
        weight,
    };
    let rest = 100u32.saturating_sub(splits.iter().map(|(_, w)| w).sum());
    let mut out = Vec::new();
    if splits.is_empty() {
        return vec![backend(&service.service_name, &service.ns, port, None)];
    }
    if rest > 0 && service.workload != Workload::None {
        out.push(backend(&service.service_name, &service.ns, port, Some(rest)));
    }
    for (written, weight) in splits {
        if let Some(target) = service.splits.get(&**written) {
            let to = target.port.as_ref().map_or(port, |p| p.number);
            out.push(backend(&target.service, &target.ns, to, Some(*weight)));
        }
    }
    out
}

fn one(
    cx: Cx<'_>,
    service: &Service,
    item: &Item,
    matches: &Match,
    (name, ports, backends): (&str, &[u16], Vec<BackendRef>),
    out: &mut Part,
) {
    if ports.is_empty() {
        return;
    }
    let block = item.inner();
    let annotations = annotations(cx, service, &block, is_grpc_route(cx, matches));
    let filters = filters(&block);
    let backend_refs = if block.one("redirect").is_some() { vec![] } else { backends };
    let parent_refs = parents(service, ports);
    let (comment, span) = (&*service.decl.comment, item.span);
    if is_grpc_route(cx, matches) {
        let Some(api) = cx.cluster.platform.grpc_route_api() else { return };
        let mut matches = grpc_matches(matches);
        matches.iter_mut().for_each(|m| m.headers = headers(&block, "header"));
        let rule = GrpcRule { matches, filters, backend_refs };
        let spec = RouteSpec { parent_refs, hostnames: vec![], rules: vec![rule] };
        let mut route = object(cx, api, "GRPCRoute", name, &service.ns, &service.name, spec);
        route.metadata.annotations.extend(annotations);
        out.push(&route, comment, span);
        return;
    }
    let mut matches = http_matches(matches);
    for one in &mut matches {
        one.headers = headers(&block, "header");
        one.query_params = headers(&block, "query");
    }
    let timeout = block
        .one("timeout")
        .filter(|t| !t.has("off"))
        .and_then(|t| t.duration())
        .and_then(|d| d.gateway_api());
    let timeouts = timeout.or_else(|| request_timeout(cx, service)).map(|request| Timeouts { request });
    let gateway = changes(&block, "response-header") != HeaderChange::default();
    let timeouts = timeouts.filter(|_| !gateway || cx.cluster.platform.has(Feature::GatewayRouteTimeouts));
    let rule = HttpRule { matches, filters, backend_refs, timeouts };
    let spec = RouteSpec { parent_refs, hostnames: vec![], rules: vec![rule] };
    // A change of response headers works in the Gateway API's HTTPRoute alone.
    let platform = &cx.cluster.platform;
    let api = if gateway { platform.gateway_http_route_api() } else { platform.http_route_api() };
    let mut route: Object<_> = object(
        cx,
        api.unwrap_or("policy.linkerd.io/v1beta3"),
        "HTTPRoute",
        name,
        &service.ns,
        &service.name,
        spec,
    );
    if gateway {
        route.spec.parent_refs.iter_mut().for_each(|p| p.group = "");
    }
    route.metadata.annotations.extend(annotations);
    out.push(&route, comment, span);
}

/// `x-<methods>-<match slug>` and, where `when` is said, six hex digits of those.
fn name_of(service: &Service, block: &Block, matches: &Match) -> String {
    if let Some(name) = block.one("name").and_then(|i| i.text(Type::Name)) {
        return name.to_string();
    }
    let whens: Vec<String> = block
        .each("when")
        .map(|w| w.all_values().map(|(_, v, _)| v.to_string()).collect::<Vec<_>>().join(" "))
        .collect();
    let base = format!("{}-{}", service.name, match_slug(matches));
    if whens.is_empty() { base } else { format!("{base}-{}", hex(&whens.join("\n"), 6)) }
}

/// The route for what no other takes, to the service or its split.
fn rest(cx: Cx<'_>, service: &Service, ports: &[u16], out: &mut Part) {
    let Some(api) = cx.cluster.platform.http_route_api().filter(|_| !ports.is_empty()) else { return };
    let all = Match { path: Path::Prefix(Name::from("/")), methods: vec![] };
    for (name, ports, backend_refs) in
        by_port(service, &format!("{}-root", service.name), ports, &shares(service))
    {
        let timeouts = request_timeout(cx, service).map(|request| Timeouts { request });
        let rule = HttpRule { matches: http_matches(&all), filters: vec![], backend_refs, timeouts };
        let spec = RouteSpec { parent_refs: parents(service, &ports), hostnames: vec![], rules: vec![rule] };
        let route = object(cx, api, "HTTPRoute", &name, &service.ns, &service.name, spec);
        out.push(&route, &service.decl.comment, service.decl.span);
    }
}

/// The same at ports with gRPC routes, where only such a route counts.
fn grpc_rest(cx: Cx<'_>, service: &Service, ports: &[u16], out: &mut Part) {
    let Some(api) = cx.cluster.platform.grpc_route_api().filter(|_| !ports.is_empty()) else { return };
    for (name, ports, backend_refs) in
        by_port(service, &format!("{}-root", service.name), ports, &shares(service))
    {
        let rule = GrpcRule { backend_refs, ..GrpcRule::default() };
        let spec = RouteSpec { parent_refs: parents(service, &ports), hostnames: vec![], rules: vec![rule] };
        let route = object(cx, api, "GRPCRoute", &name, &service.ns, &service.name, spec);
        out.push(&route, &service.decl.comment, service.decl.span);
    }
}

/// Any timeout of a route hides all three of the Service's, so these are repeated beside it.
fn annotations(cx: Cx<'_>, service: &Service, block: &Block, grpc: bool) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let platform = &cx.cluster.platform;
    let own = block.one("timeout");
    if platform.has(Feature::TimeoutAnnotations)
        && let Some(own) = own
    {
        for kind in ["response", "idle"] {
            let of = service.block.each("timeout").find(|i| i.has(kind));
            if let Some(duration) = of.and_then(|i| i.duration()) {
                out.insert(format!("timeout.linkerd.io/{kind}"), duration.linkerd_annotation());
            }
        }
        let gateway = changes(block, "response-header") != HeaderChange::default();
        if own.has("off") {
            out.insert("timeout.linkerd.io/request".to_owned(), "0".to_owned());
        } else if let Some(d) = own.duration()
            // A GRPCRoute has no `timeouts`, and the Gateway API cannot spell every duration.
            && (grpc || gateway && !platform.has(Feature::GatewayRouteTimeouts) || d.gateway_api().is_none())
        {
            out.insert("timeout.linkerd.io/request".to_owned(), d.linkerd_annotation());
        }
    }
    if platform.has(Feature::RetryAnnotations)
        && let Some(retry) = block.one("retry")
    {
        retry_annotations(retry, &mut out);
    }
    out
}

fn headers(block: &Block, what: &'static str) -> Vec<HeaderMatch> {
    let one = |w: &std::sync::Arc<Item>| {
        let name = w.text(Type::NameText)?.to_string();
        Some(match (w.text(Type::Value), w.text(Type::Regex)) {
            (Some(value), _) => HeaderMatch { kind: "Exact", name, value: value.to_string() },
            (None, Some(regex)) => HeaderMatch { kind: "RegularExpression", name, value: regex.to_string() },
            (None, None) => HeaderMatch { kind: "RegularExpression", name, value: ".*".to_owned() },
        })
    };
    block.each("when").filter(|w| w.has(what)).filter_map(one).collect()
}

fn changes(block: &Block, what: &'static str) -> HeaderChange {
    let pair = |i: &std::sync::Arc<Item>| {
        Some(HeaderValue { name: i.text(Type::Header)?.to_string(), value: i.text(Type::Value)?.to_string() })
    };
    let of = |word: &'static str| block.each(word).filter(|i| i.has(what)).cloned().collect::<Vec<_>>();
    HeaderChange {
        set: of("set").iter().filter_map(pair).collect(),
        add: of("add").iter().filter_map(pair).collect(),
        remove: of("remove")
            .iter()
            .flat_map(|i| i.texts(Type::Header).into_iter().map(|(h, _)| h.to_string()).collect::<Vec<_>>())
            .collect(),
    }
}

fn filters(block: &Block) -> Vec<Filter> {
    let empty = HeaderChange::default();
    let (request, response) = (changes(block, "request-header"), changes(block, "response-header"));
    let mut out = Vec::new();
    let none = |kind| Filter {
        kind,
        request_header_modifier: None,
        response_header_modifier: None,
        request_redirect: None,
    };
    if request != empty {
        out.push(Filter { request_header_modifier: Some(request), ..none("RequestHeaderModifier") });
    }
    if response != empty {
        out.push(Filter { response_header_modifier: Some(response), ..none("ResponseHeaderModifier") });
    }
    if let Some(item) = block.one("redirect")
        && let Some(target) = item.text(Type::Target)
    {
        let code =
            item.inner().one("code").and_then(|c| c.first_word()).and_then(|c| c.parse().ok()).unwrap_or(302);
        out.push(Filter { request_redirect: Some(redirect(target, code)), ..none("RequestRedirect") });
    }
    out
}

fn redirect(target: &str, status_code: u16) -> Redirect {
    let full =
        |path: &str| Some(PathModifier { kind: "ReplaceFullPath", replace_full_path: path.to_owned() });
    let Some((scheme, rest)) = target.split_once("://") else {
        return Redirect { path: full(target), status_code, ..Redirect::default() };
    };
    let (authority, path) = rest.split_once('/').map_or((rest, None), |(a, p)| (a, Some(format!("/{p}"))));
    let (host, port) = authority.split_once(':').map_or((authority, None), |(h, p)| (h, p.parse().ok()));
    Redirect {
        scheme: Some(scheme.to_owned()),
        hostname: Some(host.to_owned()),
        path: path.as_deref().and_then(full),
        port,
        status_code,
    }
}
