//! What holds of the manifests as a whole, whoever lowered them.

use crate::diagnostic::codes::internal::E9001;
use crate::diagnostic::codes::mesh::E0523;
use crate::diagnostic::{Diagnostic, Sink};
use crate::manifest::Output;
use crate::platform::Feature;
use crate::topology::{Name, Topology};
use std::collections::BTreeMap;

/// Nothing was left out because a tree could not take it.
pub(super) fn every_object_was_taken(outputs: &BTreeMap<Name, Output>, sink: &mut Sink) {
    for output in outputs.values() {
        for (span, failure) in output.parts().flat_map(|p| p.failures()) {
            let message = format!("an object could not be written: {failure}");
            sink.report(Diagnostic::new(&E9001, *span, message, "this statement made it"));
        }
    }
}

/// Kinds of the Gateway API are there: Linkerd's chart brings them up to 2.18, later somebody must be said to.
pub(super) fn gateway_kinds_are_installed(
    topology: &Topology,
    outputs: &BTreeMap<Name, Output>,
    sink: &mut Sink,
) {
    for (name, output) in outputs {
        let Some(cluster) = topology.clusters.get(name) else { continue };
        let by_chart = cluster.platform.has(Feature::GatewayApiByDefault) && !cluster.linkerd_installed;
        if by_chart || cluster.block.one("gateway-api").is_some() {
            continue;
        }
        let mut ours = output.objects().filter(|(_, o)| !o.installed);
        let Some((part, object)) =
            ours.find(|(_, o)| o.api_version.starts_with("gateway.networking.k8s.io/"))
        else {
            continue;
        };
        let Some(span) = part.body(object).origin() else { continue };
        let message = format!("nobody installs the kind {} on the cluster `{name}`", object.kind);
        let told = Diagnostic::new(&E0523, span, message, "this becomes one of the Gateway API's kinds")
            .because(cluster.decl.span, "add `gateway-api installed` or `gateway-api linkerd` here")
            .note("charts/linkerd-crds `installGatewayAPI` is false since 2.19");
        sink.report(told);
    }
}
