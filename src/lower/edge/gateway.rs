//! An edge as the multicluster gateway of links, Linkerd 2.8's way: only the probe meets Envoy, traffic for port 4143
//! is answered by the proxy beside it (linkerd2-proxy release/v2.104.1 linkerd/app/gateway).

use super::{Make, PROBE_PATH, mapping};
use crate::api::emissary::v3alpha1;
use crate::construct::Block;
use crate::manifest::Part;

const NAME: &str = "linkerd-multicluster-probe";

/// The Mapping that answers probes and, where Mappings need a Host, one that takes any name: the probe asks for the
/// mirror's name, not for a host of the edge.
pub(super) fn probe(make: Make<'_>, out: &mut Part) {
    let (comment, span) = (&make.edge.decl.comment, make.edge.decl.span);
    if make.is_v3() && !make.edge.hosts.iter().any(|h| &*h.hostname == "*") {
        let spec = v3alpha1::Host {
            ambassador_id: make.ids(),
            hostname: "*".to_owned(),
            tls_secret: None,
            tls: None,
            tls_context: None,
            request_policy: v3alpha1::RequestPolicy { insecure: v3alpha1::Insecure { action: "Route" } },
        };
        make.push(out, &make.object("Host", NAME, &make.edge.ns, &Block::default(), spec), comment, span);
    }
    let at = (&Block::default(), &**comment, span);
    mapping::spec(make, "*", NAME, &make.edge.ns, mapping::probe(), at, out);
}

/// The annotations of the edge's Service by which the mirror knows a gateway (linkerd2 pkg/k8s/labels.go). 2.8 puts a
/// slash before the path (probe_worker.go:93), 2.9 and later do not (probe_worker.go:87).
pub(super) fn service_annotations(make: Make<'_>) -> Vec<(String, String)> {
    if make.edge.gateway_for.is_empty() {
        return vec![];
    }
    let cluster = make.cx.cluster;
    let slash = cluster.platform.gateway_probe_path().starts_with('/');
    let path = if slash { PROBE_PATH } else { PROBE_PATH.trim_start_matches('/') };
    let identity = cluster.identity(&make.edge.account.name, &make.edge.ns);
    [
        ("mirror.linkerd.io/gateway-identity", identity.as_str()),
        ("mirror.linkerd.io/multicluster-gateway", "true"),
        ("mirror.linkerd.io/probe-path", path),
        ("mirror.linkerd.io/probe-period", "3"),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .collect()
}
