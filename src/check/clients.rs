//! Callers that nobody lets in: what the default policy alone decides.

use super::services;
use crate::construct::Item;
use crate::diagnostic::codes::security::E0608;
use crate::diagnostic::{Diagnostic, Sink};
use crate::topology::{Cluster, Service, Topology};
use std::sync::Arc;

/// The default policy admits the callers of a service that has no policy of its own.
///
/// Services of others are left out: their policies may be of others too.
pub(super) fn default_policies_admit_callers(topology: &Topology, sink: &mut Sink) {
    if !topology.raws.is_empty() {
        // Manifests of others may hold the policy.
        return;
    }
    for (cluster, s) in services(topology) {
        let by_namespace = cluster.namespaces.get(&s.ns).is_some_and(|n| !n.allows.is_empty());
        if !s.meshed || s.installed || s.torn.is_some() || by_namespace || s.block.one("allow").is_some() {
            continue;
        }
        let Some(policy) = default(cluster, s) else { continue };
        let word = policy.first_word().unwrap_or("all");
        for caller in &s.callers {
            let why = match (word, caller.meshed) {
                ("deny", _) => "lets in nobody",
                ("all-meshed" | "cluster-meshed", false) => "lets in meshed callers alone",
                _ => continue,
            };
            let message = format!("`{}.{}` does not let in `{}`", s.ns, s.name, caller.who);
            let told = Diagnostic::new(&E0608, caller.span, message, "every request would be refused")
                .because(policy.span, format!("the default policy {why}"))
                .because(s.decl.span, "without a policy of its own");
            sink.report(if caller.meshed {
                let from = if caller.ns == s.ns { String::new() } else { format!(" from {}", caller.ns) };
                told.help(format!("let it in: `allow callers{from}` in the service"))
            } else {
                told.help("mesh the caller, or let it in by its address: `allow network CIDR`")
            });
        }
    }
}

/// The nearest `default-policy` statement.
fn default<'t>(cluster: &'t Cluster, s: &'t Service) -> Option<&'t Arc<Item>> {
    let of_namespace = cluster.namespaces.get(&s.ns).and_then(|n| n.block.one("default-policy"));
    s.block.one("default-policy").or(of_namespace).or_else(|| cluster.block.one("default-policy"))
}
