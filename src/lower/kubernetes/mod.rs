//! Records → Kubernetes' own objects. The one place that names `k8s_openapi`, which is a shape for building only: each
//! object is put into the part's tree and dropped.
//!
//! What is not said is not written; the exceptions are selectors, the labels of pods, `targetPort` and the account's
//! name. What somebody else makes (`installed`) is never written.

mod account;
mod argument;
mod autoscaler;
mod config;
mod container;
mod disruption;
mod environment;
mod expand;
mod metadata;
mod misfit;
mod namespace;
mod opaque;
mod pod;
mod port;
mod probe;
mod proxy;
mod quota;
mod scheduling;
mod secret;
mod security;
mod service;
mod storage;
mod volume;
mod workload;

pub(in crate::lower) use metadata::never_pruned;
pub(in crate::lower) use proxy::{of_edge as proxy_annotations, policy};
pub(in crate::lower) use secret::go_duration;

use super::Cx;
use crate::diagnostic::Sink;
use crate::manifest::Part;
use crate::topology::{Namespace, Service, Thing, Workload};
use std::collections::BTreeMap;

/// The workload of a service, its Service, account, autoscaler and disruption budget.
/// `callers` are annotations of its own Service that say what holds for meshed callers (timeouts, retries …).
/// What the kind of its workload has no field for is reported.
pub fn service(
    cx: Cx<'_>,
    service: &Service,
    callers: &BTreeMap<String, String>,
    out: &mut Part,
    sink: &mut Sink,
) {
    if service.installed {
        return;
    }
    misfit::misfits(service, sink);
    let pods = !matches!(service.workload, Workload::None | Workload::Vm);
    if pods && service.account.own {
        account::own(cx, service, out);
    }
    service::services(cx, service, callers, out);
    if pods {
        storage::claims(cx, service, out);
        workload::workload(cx, service, out);
        autoscaler::autoscaler(cx, service, out);
        disruption::budget(cx, service, out);
    }
}

/// A declared namespace.
pub fn namespace(cx: Cx<'_>, ns: &Namespace, out: &mut Part) {
    if !ns.installed {
        namespace::declared(cx, ns, out);
        quota::quota(cx, ns, out);
    }
}

/// The namespaces of the cluster that nothing declares and no chart makes: Linkerd's and those of edges.
pub fn derived_namespaces(cx: Cx<'_>, out: &mut Part) {
    namespace::derived(cx, out);
}

/// A ConfigMap.
pub fn config(cx: Cx<'_>, thing: &Thing, out: &mut Part) {
    if !thing.installed {
        config::config(cx, thing, out);
    }
}

/// What makes a secret; nothing for one that is only known to exist.
pub fn secret(cx: Cx<'_>, thing: &Thing, out: &mut Part) {
    secret::secret(cx, thing, out);
}

/// A ServiceAccount that several services share.
pub fn account(cx: Cx<'_>, thing: &Thing, out: &mut Part) {
    if !thing.installed {
        account::shared(cx, thing, out);
    }
}
