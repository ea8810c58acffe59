//! Probes that Linkerd does not admit by itself get a route and an authorisation of their own from the nodes.
//!
//! From 2.12 on, GET of an HTTP probe's path is admitted unless a route is attached to its Server or that is a gRPC
//! one (policy-controller inbound/index.rs:2020 @version-2.20); gRPC and TCP probes never are; 2.11 admits none.

use super::object;
use super::policy::{self, Where};
use super::servers::Guarded;
use crate::api::linkerd::{
    GrpcMatch, GrpcMethod, GrpcRule, HttpMatch, HttpRule, ParentRef, PathMatch, RouteSpec, ServerRef,
    TargetRef,
};
use crate::diagnostic::codes::mesh::E0501;
use crate::diagnostic::{Diagnostic, Sink};
use crate::lower::Cx;
use crate::manifest::Part;
use crate::platform::Feature;
use crate::source::Span;
use crate::topology::{Auth, Protocol, Service};
use crate::value::{self, Type, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What the kubelet asks of a port.
#[derive(Default)]
struct Asked {
    paths: BTreeSet<String>,
    other: bool,
    grpc: bool,
    span: Option<Span>,
}

/// Lets the probes of a service through where its policies close their ports.
pub(super) fn service(
    cx: Cx<'_>,
    service: &Service,
    guarded: &[Guarded<'_>],
    routed: &BTreeSet<u16>,
    out: &mut Part,
    sink: &mut Sink,
) {
    let asked = asked(service);
    for port in guarded.iter().filter(|g| matches!(g.default, None | Some("deny"))) {
        let Some(probes) = asked.get(&port.target) else { continue };
        let grpc_server = port.port.and_then(|p| p.protocol) == Some(Protocol::Grpc);
        let has_routes = routed.contains(&port.target);
        let admits = cx.cluster.platform.has(Feature::ProbesAuthorized);
        let http_needs = !probes.paths.is_empty() && (has_routes || grpc_server || !admits);
        if !http_needs && !probes.other {
            continue;
        }
        let Some(auth) = from(cx, probes, admits, http_needs, sink) else { continue };
        let name = format!("{}-probes", port.name);
        let place = (&*service.ns, &*service.decl.comment, service.decl.span);
        if !cx.cluster.platform.has(Feature::AuthorizationPolicy) {
            let server = ServerRef::Name(port.name.clone());
            policy::authorization(cx, &service.name, &name, server, &auth, place, out);
            continue;
        }
        let authentication = policy::authenticate(cx, &service.name, &name, &auth, place, out);
        let to = if has_routes || grpc_server && !probes.paths.is_empty() && !probes.other {
            route(cx, service, port, probes, &name, place, out)
        } else {
            policy::target("Server", &port.name)
        };
        policy::policy(cx, &service.name, &name, to, authentication, place, out);
    }
}

/// The container ports whose probes need an authorisation wherever nothing else is let in.
pub(super) fn denied(cx: Cx<'_>, service: &Service) -> BTreeSet<u16> {
    let admits = cx.cluster.platform.has(Feature::ProbesAuthorized);
    let needs = |a: &Asked| a.other || !a.paths.is_empty() && !admits;
    asked(service).into_iter().filter(|(_, a)| needs(a)).map(|(port, _)| port).collect()
}

/// The probes of all containers, by the container port that they ask.
fn asked(service: &Service) -> BTreeMap<u16, Asked> {
    let mut out: BTreeMap<u16, Asked> = BTreeMap::new();
    for item in ["ready", "live", "startup"].into_iter().filter_map(|w| service.block.one(w)) {
        let Some((Value::Port(port), span)) = item.value(Type::Port) else { continue };
        let target = match port {
            value::Port::Number(n) => Some(*n),
            value::Port::Name(name) => service.ports.iter().find(|p| p.name == *name).map(|p| p.target),
        };
        let Some(target) = target else { continue };
        let entry = out.entry(target).or_default();
        entry.span.get_or_insert(span);
        match item.text(Type::Path) {
            Some(path) => {
                let bare = path.split('?').next().unwrap_or(path);
                entry.paths.insert(bare.to_owned());
            }
            None => {
                entry.other = true;
                entry.grpc |= item.has("grpc");
            }
        }
    }
    out
}

/// From where probes come: the nodes; all networks for HTTP paths alone where the nodes are not said.
fn from(cx: Cx<'_>, probes: &Asked, admits: bool, http: bool, sink: &mut Sink) -> Option<Auth> {
    if !cx.cluster.nodes.is_empty() {
        return Some(Auth::Networks(cx.cluster.nodes.clone()));
    }
    if http && admits && !probes.other {
        return Some(Auth::Anyone);
    }
    let span = probes.span?;
    let message = "a policy closes the port that this probe asks";
    let told = Diagnostic::new(&E0501, span, message, "Linkerd would deny the kubelet, and the pod never be ready")
        .because(cx.cluster.decl.span, "add `nodes CIDR` to this cluster: from where the probes come")
        .note("only HTTP probes are admitted by themselves, since 2.12 (policy-controller k8s/index/src/inbound/workload.rs:65)");
    sink.report(told);
    None
}

/// The route that the probes take, where the Server has others; gives the reference to it.
fn route(
    cx: Cx<'_>,
    service: &Service,
    port: &Guarded<'_>,
    probes: &Asked,
    name: &str,
    (ns, comment, span): Where<'_>,
    out: &mut Part,
) -> TargetRef {
    let server = ParentRef {
        group: "policy.linkerd.io",
        kind: "Server",
        name: port.name.clone(),
        namespace: None,
        port: None,
    };
    let health = "grpc.health.v1.Health";
    if probes.grpc && cx.cluster.platform.has(Feature::GrpcRoute) {
        let method = GrpcMethod { service: health.to_owned(), method: Some("Check".to_owned()) };
        let matches = vec![GrpcMatch { method: Some(method), headers: vec![] }];
        let rules = vec![GrpcRule { matches, ..GrpcRule::default() }];
        let spec = RouteSpec { parent_refs: vec![server], hostnames: vec![], rules };
        let api = cx.cluster.platform.grpc_route_api().unwrap_or("gateway.networking.k8s.io/v1");
        out.push(&object(cx, api, "GRPCRoute", name, ns, &service.name, spec), comment, span);
        return TargetRef { group: "gateway.networking.k8s.io", kind: "GRPCRoute", name: name.to_owned() };
    }
    let exact = |path: &str, method: &str| HttpMatch {
        path: Some(PathMatch { kind: "Exact", value: path.to_owned() }),
        method: Some(method.to_owned()),
        ..HttpMatch::default()
    };
    let mut matches: Vec<HttpMatch> = probes.paths.iter().map(|p| exact(p, "GET")).collect();
    if probes.grpc {
        matches.push(exact(&format!("/{health}/Check"), "POST"));
    }
    let spec = RouteSpec {
        parent_refs: vec![server],
        hostnames: vec![],
        rules: vec![HttpRule { matches, ..HttpRule::default() }],
    };
    let api = cx.cluster.platform.http_route_api().unwrap_or("policy.linkerd.io/v1beta3");
    out.push(&object(cx, api, "HTTPRoute", name, ns, &service.name, spec), comment, span);
    policy::target("HTTPRoute", name)
}
