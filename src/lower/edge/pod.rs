//! The annotations of the edge's pods, by which they are meshed.

use super::{Make, pairs_on};
use crate::lower::kubernetes::proxy_annotations;
use crate::platform::Feature;
use crate::topology::Inject;
use std::collections::BTreeMap;

/// All annotations of the pod template.
pub(super) fn annotations(make: Make<'_>) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let edge = make.edge;
    let mut put = |key: &str, value: &str| drop(out.insert(key.to_owned(), value.to_owned()));
    if make.cx.cluster.platform.linkerd.is_some() {
        let inject = match edge.inject {
            Inject::On => "enabled",
            Inject::Off => "disabled",
            Inject::Ingress => "ingress",
        };
        put("linkerd.io/inject", inject);
        if edge.inject != Inject::Off && refuses(make) {
            put("config.linkerd.io/default-inbound-policy", "all-unauthenticated");
        }
    }
    if !edge.gateway_for.is_empty() {
        put("config.linkerd.io/enable-gateway", "true");
        // The proxy's own inbound port: gateway traffic is for it, not for Envoy.
        put("config.linkerd.io/proxy-require-identity-inbound-ports", "4143");
    }
    if let Some(mesh) = edge.block.one("mesh").map(|i| i.inner()) {
        for (key, value) in proxy_annotations(&make.cx.cluster.platform, &mesh) {
            match out.get_mut(&key) {
                // The gateway's port stays among those that need an identity.
                Some(ports) if key.ends_with("/proxy-require-identity-inbound-ports") => {
                    *ports = format!("{ports},{value}");
                }
                _ => drop(out.insert(key, value)),
            }
        }
    }
    out.extend(pairs_on(&edge.block, "annotation", "pod"));
    out
}

/// Whether clients from outside would be refused by what holds for ports without a policy: they have no identity, and
/// their addresses need not be in the cluster's networks.
fn refuses(make: Make<'_>) -> bool {
    let cluster = make.cx.cluster;
    if !cluster.platform.has(Feature::DefaultPolicyAnnotation) {
        return false;
    }
    let here = cluster.namespaces.get(&make.edge.ns).and_then(|n| n.block.one("default-policy"));
    let linkerd = cluster.block.one("linkerd").map(|l| l.inner());
    let policy = here
        .or_else(|| cluster.block.one("default-policy"))
        .and_then(|i| i.first_word())
        .or_else(|| linkerd.as_ref()?.one("default-policy")?.first_word());
    policy.is_some_and(|p| !matches!(p, "all" | "audit"))
}
