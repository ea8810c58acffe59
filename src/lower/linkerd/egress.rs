//! `egress deny` and the hosts that pods of a namespace call: EgressNetwork (2.17) and routes on it.

use super::object;
use crate::api::linkerd::{BackendRef, EgressNetworkSpec, HttpRule, Network, ParentRef, RouteSpec};
use crate::diagnostic::codes::mesh::E0503;
use crate::diagnostic::{Diagnostic, Sink};
use crate::lower::Cx;
use crate::manifest::Part;
use crate::topology::{External, Namespace, Port, Protocol};
use crate::value::slug::slug;
use serde::Serialize;

/// A rule of a TLSRoute.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct TlsRule {
    backend_refs: Vec<BackendRef>,
}

/// Writes the EgressNetwork of a namespace, and a route for each port of each host that its pods call.
pub(super) fn namespace(cx: Cx<'_>, ns: &Namespace, out: &mut Part, sink: &mut Sink) {
    let Some(said) = ns.block.one("egress") else { return };
    let Some(api) = cx.cluster.platform.egress_network_api() else { return };
    let policy = if said.has("deny") { "Deny" } else { "Allow" };
    let spec = EgressNetworkSpec { traffic_policy: policy, networks: vec![] };
    out.push(
        &object(cx, api, "EgressNetwork", "egress", &ns.name, &ns.name, spec),
        &ns.decl.comment,
        said.span,
    );
    if policy == "Allow" {
        return;
    }
    for external in ns.egress.iter().filter_map(|h| cx.cluster.externals.get(h)) {
        for port in &external.ports {
            one(cx, ns, external, port, api, out, sink);
        }
    }
}

fn one(
    cx: Cx<'_>,
    ns: &Namespace,
    external: &External,
    port: &Port,
    api: &'static str,
    out: &mut Part,
    sink: &mut Sink,
) {
    let base = format!("egress-{}", slug(&external.host));
    let name = if external.ports.len() == 1 { base } else { format!("{base}-{}", port.name) };
    let parent = |name: &str| ParentRef {
        group: "policy.linkerd.io",
        kind: "EgressNetwork",
        name: name.to_owned(),
        namespace: None,
        port: Some(port.number),
    };
    let (comment, span) = (&*external.decl.comment, external.decl.span);
    match port.protocol {
        None | Some(Protocol::Http | Protocol::Http2 | Protocol::Grpc) => {
            let Some(api) = cx.cluster.platform.http_route_api() else { return };
            let spec = RouteSpec {
                parent_refs: vec![parent("egress")],
                hostnames: vec![external.host.to_string()],
                rules: vec![HttpRule::default()],
            };
            out.push(&object(cx, api, "HTTPRoute", &name, &ns.name, &external.host, spec), comment, span);
        }
        Some(Protocol::Https | Protocol::Tls) => {
            let Some(api) = cx.cluster.platform.tls_route_api() else { return };
            let backend = BackendRef {
                group: "policy.linkerd.io",
                kind: "EgressNetwork",
                name: "egress".to_owned(),
                namespace: None,
                port: Some(port.number),
                weight: None,
            };
            let spec = RouteSpec {
                parent_refs: vec![parent("egress")],
                hostnames: vec![external.host.to_string()],
                rules: vec![TlsRule { backend_refs: vec![backend] }],
            };
            out.push(&object(cx, api, "TLSRoute", &name, &ns.name, &external.host, spec), comment, span);
        }
        Some(Protocol::Tcp | Protocol::Opaque | Protocol::Udp) => {
            let nets = external.block.one("networks").map(|i| crate::resolve::nets(i)).unwrap_or_default();
            if nets.is_empty() {
                let message = format!("nothing tells connections to `{}` apart from others", external.host);
                let told = Diagnostic::new(
                    &E0503,
                    port.span,
                    message,
                    "neither HTTP nor TLS: no name goes with them",
                )
                .because(ns.decl.span, "this namespace denies egress, and its pods call it")
                .help("say its addresses: `networks 203.0.113.0/24`");
                sink.report(told);
                return;
            }
            let networks = nets.iter().map(|n| Network { cidr: n.to_string() }).collect();
            let spec = EgressNetworkSpec { traffic_policy: "Allow", networks };
            out.push(&object(cx, api, "EgressNetwork", &name, &ns.name, &external.host, spec), comment, span);
        }
    }
}
