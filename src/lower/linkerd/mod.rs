//! Linkerd's kinds: who may reach which port (`policy`, `servers`, `probes`), what holds for callers (`traffic`,
//! `routes`, `profile`), and what pods may call outside (`egress`).

mod egress;
mod policy;
mod probes;
mod profile;
mod routes;
mod servers;
mod traffic;

use crate::api::{Metadata, Object};
use crate::diagnostic::Sink;
use crate::lower::Cx;
use crate::manifest::Part;
use crate::topology::{Namespace, Service};
use std::collections::BTreeMap;

pub use traffic::service_annotations;

/// All of Linkerd's objects for one service.
pub fn service(cx: Cx<'_>, service: &Service, out: &mut Part, sink: &mut Sink) {
    if cx.cluster.platform.linkerd.is_none() {
        return;
    }
    policy::service(cx, service, out, sink);
    traffic::service(cx, service, out, sink);
}

/// All of Linkerd's objects for a namespace as a whole.
pub fn namespace(cx: Cx<'_>, ns: &Namespace, out: &mut Part, sink: &mut Sink) {
    if cx.cluster.platform.linkerd.is_none() {
        return;
    }
    policy::namespace(cx, ns, out);
    egress::namespace(cx, ns, out, sink);
}

/// An object with the labels that all of ours have.
fn object<S>(
    cx: Cx<'_>,
    api_version: &'static str,
    kind: &'static str,
    name: &str,
    ns: &str,
    statement: &str,
    spec: S,
) -> Object<S> {
    let mut labels: BTreeMap<String, String> =
        cx.cluster.labels.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
    labels.insert("app.kubernetes.io/managed-by".to_owned(), "meshc".to_owned());
    labels.insert("app.kubernetes.io/name".to_owned(), statement.to_owned());
    let annotations = cx.cluster.annotations.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect();
    let metadata = Metadata { name: name.to_owned(), namespace: ns.to_owned(), labels, annotations };
    Object { api_version, kind, metadata, spec }
}
