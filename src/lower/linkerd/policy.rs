//! `allow` to ServerAuthorization (2.11) or AuthorizationPolicy with one authentication (2.12), and its routes.
//!
//! Each `allow` is one policy with one authentication, never identity and network together; several are alternatives.

use super::{object, probes, servers};
use crate::api::linkerd::{
    AuthorizationPolicySpec, Client, GrpcMatch, GrpcMethod, GrpcRule, HttpMatch, HttpRule, MeshTls,
    MeshTlsAuthenticationSpec, Network, NetworkAuthenticationSpec, ParentRef, PathMatch, RouteSpec, Selector,
    ServerAuthorizationSpec, ServerRef, TargetRef,
};
use crate::diagnostic::Sink;
use crate::lower::Cx;
use crate::manifest::Part;
use crate::platform::Feature;
use crate::resolve::{match_slug, matches_of};
use crate::topology::{Allow, Auth, Match, Name, Namespace, Path, Protocol, Service};
use crate::value::slug::hex;
use std::collections::{BTreeMap, BTreeSet};

/// An inbound route that some `allow` names: its match, and the Servers that it is attached to.
pub(super) type Routes = BTreeMap<String, (Match, BTreeSet<String>)>;

/// Servers, policies, authentications, routes and what probes need, of one service.
pub(super) fn service(cx: Cx<'_>, service: &Service, out: &mut Part, sink: &mut Sink) {
    let guarded = servers::guarded(cx, service);
    if guarded.is_empty() {
        return;
    }
    let mut routes = Routes::new();
    let mut routed: BTreeSet<u16> = BTreeSet::new();
    let mut plain: BTreeSet<u16> = BTreeSet::new();
    for allow in &service.allows {
        let has_routes = allow.item.inner().one("route").is_some();
        for port in guarded.iter().filter(|g| covers(allow, g.target)) {
            if has_routes {
                routed.insert(port.target)
            } else {
                plain.insert(port.target)
            };
        }
    }
    for port in &guarded {
        let by_path = routed.contains(&port.target) && !cx.cluster.platform.has(Feature::GrpcRoute);
        servers::push(cx, service, port, by_path, out);
    }
    for allow in &service.allows {
        let names: Vec<(&str, &str)> = guarded
            .iter()
            .filter(|g| covers(allow, g.target))
            .map(|g| {
                (&*g.name, g.name.strip_prefix(&*service.name).map_or("", |n| n.trim_start_matches('-')))
            })
            .collect();
        one(cx, service, allow, &names, &mut routes, out);
    }
    for port in guarded.iter().filter(|g| routed.contains(&g.target) && plain.contains(&g.target)) {
        // With one route attached, what no route takes is 404: the plain `allow` needs one for the rest.
        let rest = Match { path: Path::Prefix(Name::from("/")), methods: vec![] };
        let name = format!("in-{}-root", service.name);
        routes.entry(name).or_insert_with(|| (rest, BTreeSet::new())).1.insert(port.name.clone());
    }
    for (name, (matches, servers)) in &routes {
        inbound_route(cx, service, name, matches, servers, out);
    }
    probes::service(cx, service, &guarded, &routed, out, sink);
}

fn covers(allow: &Allow, target: u16) -> bool {
    allow.ports.is_empty() || allow.ports.iter().any(|(_, t)| *t == target)
}

/// The objects of one `allow` at Servers, given by name and port name.
fn one(
    cx: Cx<'_>,
    service: &Service,
    allow: &Allow,
    servers: &[(&str, &str)],
    routes: &mut Routes,
    out: &mut Part,
) {
    let statement = &*service.name;
    let place = (&*service.ns, &*service.decl.comment, allow.item.span);
    if !admits(&allow.auth) {
        return;
    }
    let block = allow.item.inner();
    let items: Vec<Match> = block.each("route").map(|r| matches_of(r)).collect();
    for (server, port) in servers {
        let name = format!("{statement}-{port}-{}", allow.slug);
        if !cx.cluster.platform.has(Feature::AuthorizationPolicy) {
            authorization(
                cx,
                statement,
                &name,
                ServerRef::Name((*server).to_owned()),
                &allow.auth,
                place,
                out,
            );
            continue;
        }
        if items.is_empty() {
            let authentication = authenticate(cx, statement, &name, &allow.auth, place, out);
            policy(cx, statement, &name, target("Server", server), authentication, place, out);
            continue;
        }
        let of_all = items.iter().map(match_slug).collect::<Vec<_>>().join("\n");
        let name_of_all = format!("{name}-{}", hex(&of_all, 6));
        let authentication = authenticate(cx, statement, &name_of_all, &allow.auth, place, out);
        for matches in &items {
            let slug = match_slug(matches);
            let route = format!("in-{statement}-{slug}");
            let kind = if is_grpc_route(cx, matches) { "GRPCRoute" } else { "HTTPRoute" };
            let group = if kind == "GRPCRoute" { "gateway.networking.k8s.io" } else { "policy.linkerd.io" };
            let to = TargetRef { group, kind, name: route.clone() };
            let name =
                if items.len() == 1 { name_of_all.clone() } else { format!("{name}-{}", hex(&slug, 6)) };
            policy(cx, statement, &name, to, authentication.clone(), place, out);
            let entry = routes.entry(route).or_insert_with(|| (matches.clone(), BTreeSet::new()));
            entry.1.insert((*server).to_owned());
        }
    }
}

/// Where an object goes, what stands above it, where it comes from.
pub(super) type Where<'a> = (&'a str, &'a str, crate::source::Span);

/// Whether anybody is let in at all: a MeshTLSAuthentication takes no empty list.
fn admits(auth: &Auth) -> bool {
    match auth {
        Auth::Identities(identities) => !identities.is_empty(),
        Auth::Networks(networks) => !networks.is_empty(),
        Auth::Anyone => true,
    }
}

fn all_networks() -> Vec<Network> {
    ["0.0.0.0/0", "::/0"].map(|c| Network { cidr: c.to_owned() }).into()
}

fn networks(auth: &Auth) -> Vec<Network> {
    match auth {
        Auth::Networks(all) => all.iter().map(|n| Network { cidr: n.to_string() }).collect(),
        _ => all_networks(),
    }
}

/// 2.11: without `networks` only those of the cluster would count, so they are always written.
pub(super) fn authorization(
    cx: Cx<'_>,
    statement: &str,
    name: &str,
    server: ServerRef,
    auth: &Auth,
    (ns, comment, span): Where<'_>,
    out: &mut Part,
) {
    let Some(api) = cx.cluster.platform.server_authorization_api() else { return };
    let client = match auth {
        Auth::Identities(all) => Client {
            networks: all_networks(),
            unauthenticated: None,
            mesh_tls: Some(MeshTls { identities: all.iter().map(ToString::to_string).collect() }),
        },
        _ => Client { networks: networks(auth), unauthenticated: Some(true), mesh_tls: None },
    };
    let spec = ServerAuthorizationSpec { server, client };
    out.push(&object(cx, api, "ServerAuthorization", name, ns, statement, spec), comment, span);
}

/// Writes the authentication; gives the reference to it.
pub(super) fn authenticate(
    cx: Cx<'_>,
    statement: &str,
    name: &str,
    auth: &Auth,
    (ns, comment, span): Where<'_>,
    out: &mut Part,
) -> TargetRef {
    let api = cx.cluster.platform.authorization_policy_api().unwrap_or("policy.linkerd.io/v1alpha1");
    let kind = match auth {
        Auth::Identities(all) => {
            let spec =
                MeshTlsAuthenticationSpec { identities: all.iter().map(ToString::to_string).collect() };
            out.push(&object(cx, api, "MeshTLSAuthentication", name, ns, statement, spec), comment, span);
            "MeshTLSAuthentication"
        }
        _ => {
            let spec = NetworkAuthenticationSpec { networks: networks(auth) };
            out.push(&object(cx, api, "NetworkAuthentication", name, ns, statement, spec), comment, span);
            "NetworkAuthentication"
        }
    };
    target(kind, name)
}

pub(super) fn target(kind: &'static str, name: &str) -> TargetRef {
    TargetRef { group: "policy.linkerd.io", kind, name: name.to_owned() }
}

pub(super) fn policy(
    cx: Cx<'_>,
    statement: &str,
    name: &str,
    target_ref: TargetRef,
    authentication: TargetRef,
    (ns, comment, span): Where<'_>,
    out: &mut Part,
) {
    let api = cx.cluster.platform.authorization_policy_api().unwrap_or("policy.linkerd.io/v1alpha1");
    let spec = AuthorizationPolicySpec { target_ref, required_authentication_refs: vec![authentication] };
    out.push(&object(cx, api, "AuthorizationPolicy", name, ns, statement, spec), comment, span);
}

/// Whether a match is a GRPCRoute here; before 2.16 it is an HTTPRoute on the path of the method.
pub(super) fn is_grpc_route(cx: Cx<'_>, matches: &Match) -> bool {
    matches!(matches.path, Path::Grpc(_)) && cx.cluster.platform.has(Feature::GrpcRoute)
}

fn inbound_route(
    cx: Cx<'_>,
    service: &Service,
    name: &str,
    matches: &Match,
    servers: &BTreeSet<String>,
    out: &mut Part,
) {
    let parent = |s: &String| ParentRef {
        group: "policy.linkerd.io",
        kind: "Server",
        name: s.clone(),
        namespace: None,
        port: None,
    };
    let parent_refs = servers.iter().map(parent).collect();
    let (comment, span) = (&*service.decl.comment, service.decl.span);
    if is_grpc_route(cx, matches) {
        let Some(api) = cx.cluster.platform.grpc_route_api() else { return };
        let rule = GrpcRule { matches: grpc_matches(matches), ..GrpcRule::default() };
        let spec = RouteSpec { parent_refs, hostnames: vec![], rules: vec![rule] };
        out.push(&object(cx, api, "GRPCRoute", name, &service.ns, &service.name, spec), comment, span);
        return;
    }
    let Some(api) = cx.cluster.platform.http_route_api() else { return };
    let rule = HttpRule { matches: http_matches(matches), ..HttpRule::default() };
    let spec = RouteSpec { parent_refs, hostnames: vec![], rules: vec![rule] };
    out.push(&object(cx, api, "HTTPRoute", name, &service.ns, &service.name, spec), comment, span);
}

/// One match a method; one without a method where none is said.
pub(super) fn http_matches(matches: &Match) -> Vec<HttpMatch> {
    let path = |kind, value: &str| Some(PathMatch { kind, value: value.to_owned() });
    let (path, post) = match &matches.path {
        Path::Prefix(p) => (path("PathPrefix", p), false),
        Path::Exact(p) => (path("Exact", p), false),
        Path::Regex(p) => (path("RegularExpression", p), false),
        Path::Grpc(m) if m.contains('/') => (path("Exact", &format!("/{m}")), true),
        Path::Grpc(m) => (path("PathPrefix", &format!("/{m}")), true),
    };
    let one = |method: Option<String>| HttpMatch { path: path.clone(), method, ..HttpMatch::default() };
    if post {
        return vec![one(Some("POST".to_owned()))];
    }
    if matches.methods.is_empty() {
        return vec![one(None)];
    }
    matches.methods.iter().map(|m| one(Some(m.to_string()))).collect()
}

pub(super) fn grpc_matches(matches: &Match) -> Vec<GrpcMatch> {
    let Path::Grpc(name) = &matches.path else { return vec![] };
    let (service, method) = match name.split_once('/') {
        Some((service, method)) => (service.to_owned(), Some(method.to_owned())),
        None => (name.to_string(), None),
    };
    vec![GrpcMatch { method: Some(GrpcMethod { service, method }), headers: vec![] }]
}

/// Policies of a namespace: they apply to ports with a Server alone, so its services' ports have one (`servers`).
pub(super) fn namespace(cx: Cx<'_>, ns: &Namespace, out: &mut Part) {
    for allow in ns.allows.iter().filter(|a| admits(&a.auth)) {
        let place = (&*ns.name, &*ns.decl.comment, allow.item.span);
        let modern = cx.cluster.platform.has(Feature::AuthorizationPolicy);
        if allow.ports.is_empty() {
            let name = format!("all-{}", allow.slug);
            if modern {
                let authentication = authenticate(cx, &ns.name, &name, &allow.auth, place, out);
                let whole = TargetRef { group: "core", kind: "Namespace", name: ns.name.to_string() };
                policy(cx, &ns.name, &name, whole, authentication, place, out);
            } else {
                let all = ServerRef::Selector(Selector { match_labels: BTreeMap::new() });
                authorization(cx, &ns.name, &name, all, &allow.auth, place, out);
            }
            continue;
        }
        for (port, target_port) in &allow.ports {
            let name = format!("all-{port}-{}", allow.slug);
            let servers = servers_of(cx, ns, port, *target_port, out);
            let authentication = modern.then(|| authenticate(cx, &ns.name, &name, &allow.auth, place, out));
            let several = servers.len() > 1;
            for server in servers {
                let own = if several { format!("{name}-{server}") } else { name.clone() };
                match &authentication {
                    Some(a) => policy(cx, &ns.name, &own, target("Server", &server), a.clone(), place, out),
                    None => {
                        authorization(cx, &ns.name, &own, ServerRef::Name(server), &allow.auth, place, out)
                    }
                }
            }
        }
    }
}

/// The Servers at a port of a namespace's pods; the one for a port that no service declares is written here.
fn servers_of(cx: Cx<'_>, ns: &Namespace, port: &str, target: u16, out: &mut Part) -> Vec<String> {
    let declared: Vec<String> = cx
        .cluster
        .services_of(&ns.name)
        .filter(|s| {
            s.ports
                .iter()
                .any(|p| p.target == target && *p.name == *port && p.protocol != Some(Protocol::Udp))
        })
        .map(|s| format!("{}-{port}", s.name))
        .collect();
    if declared.is_empty() {
        servers::push_of_namespace(cx, ns, port, target, out);
        return vec![format!("all-{port}")];
    }
    declared
}
