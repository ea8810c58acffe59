//! Callers that nobody lets in: what the default policy alone decides, and policies that leave a caller out.

use super::services;
use crate::construct::Item;
use crate::diagnostic::codes::security::{E0601, E0608};
use crate::diagnostic::codes::warnings::W0606;
use crate::diagnostic::{Diagnostic, Sink};
use crate::topology::{Allow, Auth, Caller, Cluster, Service, Topology};
use crate::value::Type;
use std::collections::BTreeSet;
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

/// Of the policies of a port, one admits each declared caller.
///
/// Routes are left out of account: a policy of one route admits its clients here.
pub(super) fn policies_admit_callers(topology: &Topology, sink: &mut Sink) {
    if !topology.raws.is_empty() || topology.torn.is_some() {
        return;
    }
    for (cluster, s) in services(topology) {
        let read = s.block.each("allow").count() == s.allows.len();
        if !s.meshed || s.installed || s.torn.is_some() || !read {
            continue;
        }
        let of_namespace = cluster.namespaces.get(&s.ns).map_or(&[][..], |n| &n.allows);
        let mut told = BTreeSet::new();
        for caller in &s.callers {
            let covers = |a: &&Allow| covers(a, caller.port);
            let mut all = s.allows.iter().chain(of_namespace).filter(covers);
            let Some(first) = s.allows.iter().find(covers) else { continue };
            if all.any(|a| admits(&a.auth, caller)) || !told.insert((&caller.who, &caller.cluster)) {
                continue;
            }
            shut_out(s, caller, first, sink);
        }
    }
}

/// Whether an `allow` is about a container port; all may be where none is known.
fn covers(allow: &Allow, port: Option<u16>) -> bool {
    allow.ports.is_empty() || port.is_none_or(|p| allow.ports.iter().any(|(_, t)| *t == p))
}

/// Whether an authentication is the caller's; networks may be.
fn admits(auth: &Auth, caller: &Caller) -> bool {
    let Auth::Identities(all) = auth else { return true };
    caller.meshed
        && all.iter().any(|i| match i.strip_prefix('*') {
            Some(rest) => caller.identity.ends_with(rest),
            None => *i == caller.identity,
        })
}

fn shut_out(s: &Service, caller: &Caller, first: &Allow, sink: &mut Sink) {
    let of_port = s.allows.iter().filter(|a| covers(a, caller.port));
    let mut callers = of_port.filter(|a| a.item.first_word() == Some("callers"));
    if !caller.meshed {
        // Where `callers` takes in the caller's namespace, it was told there.
        if let Some(allow) = callers.next()
            && !std::iter::once(allow).chain(callers).any(|a| takes_in(a, &s.ns, &caller.ns))
        {
            let message =
                format!("the caller `{}` is not meshed, so it has no identity to let in", caller.who);
            let told = Diagnostic::new(&E0601, allow.item.span, message, "lets in by identity")
                .because(caller.span, "calls this service");
            sink.report(told.help("mesh it (`inject`), or let it in by address: `allow network CIDR`"));
        }
        return;
    }
    let nobody = matches!(&first.auth, Auth::Identities(all) if all.is_empty());
    if nobody && s.allows.len() == 1 {
        // W0502 tells it.
        return;
    }
    let message = format!("`{}` calls this port and no `allow` lets it in", caller.who);
    let told = Diagnostic::new(&W0606, caller.span, message, "every request would be refused")
        .because(first.item.span, "closes the port to all others");
    let at =
        if caller.edge.is_none() && caller.gateway { format!("@{}", caller.cluster) } else { String::new() };
    sink.report(told.help(format!("let it in: `allow {}{at}` in `{}.{}`", caller.who, s.ns, s.name)));
}

/// Whether `allow callers` is about callers of a namespace.
fn takes_in(allow: &Allow, own: &str, ns: &str) -> bool {
    let spaces = allow.item.texts(Type::Ns);
    allow.item.has("everywhere")
        || if spaces.is_empty() { ns == own } else { spaces.iter().any(|(n, _)| ***n == *ns) }
}

/// The nearest `default-policy` statement.
fn default<'t>(cluster: &'t Cluster, s: &'t Service) -> Option<&'t Arc<Item>> {
    let of_namespace = cluster.namespaces.get(&s.ns).and_then(|n| n.block.one("default-policy"));
    s.block.one("default-policy").or(of_namespace).or_else(|| cluster.block.one("default-policy"))
}
