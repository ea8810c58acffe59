//! `allow` statements: which ports, which proof, which name. Never identity and network together.

use super::calls::gateway_identity;
use super::declare::with_near;
use super::members::knows;
use crate::construct::Item;
use crate::diagnostic::codes::references::{E0330, E0331, E0332};
use crate::diagnostic::codes::security::E0601;
use crate::diagnostic::{Diagnostic, Known, Sink, nearest, or_list};
use crate::source::Span;
use crate::topology::{Allow, Auth, Caller, Cluster, Inject, Name, Port, Service, Topology};
use crate::value::slug::{hex, slug};
use crate::value::{self, Ref, Type, Value};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Fills in the `allow`s of services and namespaces.
pub(super) fn policy(topology: &mut Topology, sink: &mut Sink) {
    let mut services: Vec<(Name, (Name, Name), Vec<Allow>)> = Vec::new();
    let mut namespaces: Vec<(Name, Name, Vec<Allow>)> = Vec::new();
    for cluster in topology.clusters.values() {
        let made = cluster.services.par_iter().map(|(key, service)| {
            let mut own = Sink::default();
            let cx = Cx { topology, cluster, service: Some(service), ns: &service.ns };
            (key, cx.allows(service.block.each("allow"), &mut own), own)
        });
        for (key, allows, own) in made.collect::<Vec<_>>() {
            sink.append(own);
            if !allows.is_empty() {
                services.push((cluster.name.clone(), key.clone(), allows));
            }
        }
        for (name, ns) in &cluster.namespaces {
            let cx = Cx { topology, cluster, service: None, ns: name };
            let allows = cx.allows(ns.block.each("allow"), sink);
            if !allows.is_empty() {
                namespaces.push((cluster.name.clone(), name.clone(), allows));
            }
        }
    }
    for (cluster, key, allows) in services {
        if let Some(service) = topology.clusters.get_mut(&cluster).and_then(|c| c.services.get_mut(&key)) {
            service.allows = allows;
        }
    }
    for (cluster, name, allows) in namespaces {
        if let Some(ns) = topology.clusters.get_mut(&cluster).and_then(|c| c.namespaces.get_mut(&name)) {
            ns.allows = allows;
        }
    }
}

struct Cx<'t> {
    topology: &'t Topology,
    cluster: &'t Cluster,
    /// `None` in a namespace's own block.
    service: Option<&'t Service>,
    ns: &'t Name,
}

/// A client's proof and its part in names.
type Client = (Auth, String);

impl Cx<'_> {
    fn allows<'a>(&self, items: impl Iterator<Item = &'a Arc<Item>>, sink: &mut Sink) -> Vec<Allow> {
        let made = items.filter_map(|item| {
            let (auth, slug) = self.client(item, sink).ok()?;
            let ports = self.ports(item, sink);
            Some(Allow { item: item.clone(), auth, slug: Name::from(slug), ports })
        });
        made.collect()
    }

    /// Whether a port may be missing because of a mistake that was told.
    fn ports_torn(&self) -> bool {
        match self.service {
            Some(service) => service.torn.is_some(),
            None => self.of_namespace().any(|s| s.torn.is_some()),
        }
    }

    /// The ports behind `on`, as container ports.
    fn ports(&self, item: &Item, sink: &mut Sink) -> Vec<(Name, u16)> {
        let mut out = Vec::new();
        for (value, span) in item.values(Type::Port) {
            let Value::Port(port) = value else { continue };
            let declared: Vec<&Port> = match self.service {
                Some(service) => service.ports.iter().collect(),
                None => self.of_namespace().flat_map(|s| &s.ports).collect(),
            };
            let found = declared.iter().find(|p| match port {
                value::Port::Name(name) => p.name == *name,
                value::Port::Number(n) => p.target == *n || p.number == *n,
            });
            match (found, port) {
                (Some(p), _) => out.push((p.name.clone(), p.target)),
                (None, value::Port::Name(name)) if &**name == "linkerd-admin" => {
                    out.push((name.clone(), 4191))
                }
                (None, value::Port::Number(n)) => out.push((Name::from(n.to_string()), *n)),
                (None, value::Port::Name(_)) if self.ports_torn() => {}
                (None, value::Port::Name(name)) => {
                    let names: Vec<&str> = declared.iter().map(|p| &*p.name).collect();
                    let near = nearest(name, names.iter().copied());
                    let message = format!("there is no port `{name}` here");
                    let mut told = Diagnostic::new(&E0330, span, message, "no port of this name is declared");
                    if near.is_empty() && !names.is_empty() {
                        told = told.help(format!("name one of its ports: {}", or_list(names)));
                    }
                    sink.report(with_near(told, "port", &near, span));
                }
            }
        }
        out
    }

    fn of_namespace(&self) -> impl Iterator<Item = &Service> {
        self.cluster.services_of(self.ns)
    }

    fn client(&self, item: &Item, sink: &mut Sink) -> Known<Client> {
        let on = |w: &'static str| item.first_word() == Some(w);
        if on("callers") {
            return self.callers(item, sink);
        }
        if on("edge") {
            return self.edges(item, sink);
        }
        if on("namespace") {
            let names = item.texts(Type::Ns);
            let mut slugs: Vec<String> = Vec::new();
            let mut identities = BTreeSet::new();
            for (name, span) in names {
                if !knows(self.cluster, name) && !self.topology.clusters.values().any(|c| knows(c, name)) {
                    return Err(self.no_namespace(name, span, sink));
                }
                slugs.push(format!("ns-{name}"));
                for domain in self.trust_domains() {
                    identities.insert(Name::from(format!("*.{name}.serviceaccount.identity.{domain}")));
                }
                let homes = self.topology.clusters.values().filter(|c| knows(c, name));
                identities.extend(homes.filter_map(|c| self.through_gateway(c)));
            }
            return Ok((Auth::Identities(identities.into_iter().collect()), join(slugs)));
        }
        if on("account") {
            let mut slugs = Vec::new();
            let mut identities = BTreeSet::new();
            for (value, _) in item.values(Type::Qname) {
                let Value::Qname(q) = value else { continue };
                slugs.push(format!("account-{}-{}", q.ns, q.name));
                identities.insert(Name::from(self.cluster.identity(&q.name, &q.ns)));
            }
            return Ok((Auth::Identities(identities.into_iter().collect()), join(slugs)));
        }
        if on("identity") {
            let all: BTreeSet<Name> =
                item.texts(Type::Identity).into_iter().map(|(t, _)| t.clone()).collect();
            let slugs = all.iter().map(|i| format!("identity-{}", hex(i, 6))).collect();
            return Ok((Auth::Identities(all.into_iter().collect()), join(slugs)));
        }
        self.by_network(item, sink)
    }

    fn by_network(&self, item: &Item, sink: &mut Sink) -> Known<Client> {
        let fixed = |nets: &[ipnet::IpNet], word: &'static str, sink: &mut Sink| {
            if nets.is_empty() {
                let message =
                    format!("the cluster `{}` does not say what its `{word}` are", self.cluster.name);
                let span = item.first_span();
                let told = Diagnostic::new(&E0332, span, message, "no network to let in")
                    .because(self.cluster.decl.span, format!("add `{word} 10.240.0.0/16` to this cluster"));
                return Err(sink.report(told));
            }
            Ok((Auth::Networks(nets.to_vec()), word.to_owned()))
        };
        match item.first_word() {
            Some("network") => {
                let nets = super::clusters::nets(item);
                let slugs = nets.iter().map(|n| format!("network-{}", slug(&n.to_string()))).collect();
                Ok((Auth::Networks(nets), join(slugs)))
            }
            Some("nodes") => fixed(&self.cluster.nodes, "nodes", sink),
            Some("api-server") => fixed(&self.cluster.api_server, "api-server", sink),
            Some("cluster") => {
                let usual = || usual_networks();
                let nets =
                    if self.cluster.networks.is_empty() { usual() } else { self.cluster.networks.clone() };
                Ok((Auth::Networks(nets), "cluster".to_owned()))
            }
            Some("meshed") => Ok((Auth::Identities(vec![Name::from("*")]), "meshed".to_owned())),
            Some("anyone") => Ok((Auth::Anyone, "anyone".to_owned())),
            _ => self.services(item, sink),
        }
    }

    /// `REF+`: services by name.
    fn services(&self, item: &Item, sink: &mut Sink) -> Known<Client> {
        let mut slugs = Vec::new();
        let mut identities = BTreeSet::new();
        for (value, span) in item.values(Type::Ref) {
            let Value::Ref(r) = value else { continue };
            let (service, cluster) = self.service_of(r, span, sink)?;
            if !service.meshed {
                unmeshed(&format!("`{}.{}`", service.ns, service.name), service.decl.span, span, sink);
            }
            identities.insert(Name::from(cluster.identity(&service.account.name, &service.ns)));
            identities.extend(self.through_gateway(cluster));
            let same = service.ns == *self.ns;
            slugs.push(if same {
                service.name.to_string()
            } else {
                format!("{}-{}", service.ns, service.name)
            });
        }
        Ok((Auth::Identities(identities.into_iter().collect()), join(slugs)))
    }

    fn service_of(&self, r: &Ref, span: Span, sink: &mut Sink) -> Known<(&Service, &Cluster)> {
        let (ns, name) = match r.path.split_once('.') {
            Some((ns, name)) => (Name::from(ns), Name::from(name)),
            None => (self.ns.clone(), r.path.clone()),
        };
        let key = (ns.clone(), name.clone());
        let named = r.cluster.as_ref().map(|c| self.topology.clusters.get(c));
        let places: Vec<&Cluster> = match named {
            Some(found) => found.into_iter().collect(),
            None => [self.cluster].into_iter().chain(self.topology.clusters.values()).collect(),
        };
        let found = places.into_iter().find_map(|c| c.services.get(&key).map(|s| (s, c)));
        found.ok_or_else(|| {
            let full = format!("{ns}.{name}");
            let astray = [&*ns, full.as_str()].into_iter().find_map(|n| self.topology.astray.get(n));
            if let Some(torn) = self.topology.lost.or(astray.copied()) {
                return torn;
            }
            let here = super::refs::beside(self.cluster, &key.0, &key.1, false);
            let here: Vec<String> = here.iter().map(|(n, s)| format!("{n}.{s}")).collect();
            let near = nearest(&full, here.iter().map(String::as_str));
            let message = format!("there is no service `{full}` to let in");
            let told = Diagnostic::new(&E0331, span, message, "no service of this name is declared");
            sink.report(with_near(told, "service", &near, span))
        })
    }

    fn edges(&self, item: &Item, sink: &mut Sink) -> Known<Client> {
        let mut slugs = Vec::new();
        let mut identities = BTreeSet::new();
        for (name, span) in item.texts(Type::Edge) {
            let Some(edge) = self.cluster.edges.get(name) else {
                let mut homes =
                    self.topology.clusters.values().filter(|c| c.edges.contains_key(name)).peekable();
                if homes.peek().is_some() {
                    identities.extend(homes.filter_map(|c| self.through_gateway(c)));
                    slugs.push(format!("edge-{name}"));
                    continue;
                }
                if let Some(told) = self.topology.lost.or(self.topology.astray.get(name).copied()) {
                    return Err(told);
                }
                let near = nearest(name, self.cluster.edges.keys().map(|n| &**n));
                let message = format!("there is no edge `{name}` to let in");
                let told = Diagnostic::new(&E0331, span, message, "no edge of this name is declared");
                return Err(sink.report(with_near(told, "edge", &near, span)));
            };
            if edge.inject == Inject::Off {
                unmeshed(&format!("the edge `{name}`"), edge.decl.span, span, sink);
            }
            identities.insert(Name::from(self.cluster.identity(&edge.account.name, &edge.ns)));
            slugs.push(format!("edge-{name}"));
        }
        Ok((Auth::Identities(identities.into_iter().collect()), join(slugs)))
    }

    /// `callers (of REF+)? (from (NS+ | everywhere))?`; without `from`, those of its own namespace.
    fn callers(&self, item: &Item, sink: &mut Sink) -> Known<Client> {
        let spaces: Vec<Name> = item.texts(Type::Ns).into_iter().map(|(n, _)| n.clone()).collect();
        for (name, span) in item.texts(Type::Ns) {
            if !self.topology.clusters.values().any(|c| knows(c, name)) {
                return Err(self.no_namespace(name, span, sink));
            }
        }
        let everywhere = item.has("everywhere");
        let from = |c: &&Caller| {
            everywhere || if spaces.is_empty() { c.ns == *self.ns } else { spaces.contains(&c.ns) }
        };
        let mut slug = "callers".to_owned();
        let mut callers: Vec<Caller> = Vec::new();
        let of = item.values(Type::Ref);
        for (value, span) in &of {
            let Value::Ref(r) = value else { continue };
            let (service, _) = self.service_of(r, *span, sink)?;
            callers.extend(service.callers.iter().filter(from).cloned());
        }
        if of.is_empty() {
            callers.extend(self.service.iter().flat_map(|s| &s.callers).filter(from).cloned());
        } else {
            let names = of
                .iter()
                .map(|(v, _)| if let Value::Ref(r) = v { r.path.to_string() } else { String::new() });
            let own = format!("{}.", self.ns);
            let names = names
                .map(|n| n.strip_prefix(&own).map_or_else(|| n.replace('.', "-"), str::to_owned))
                .collect();
            slug = format!("callers-of-{}", join(names));
        }
        let mut told = BTreeSet::new();
        let unmeshed_callers = callers.iter().filter(|c| !c.meshed);
        for caller in unmeshed_callers.filter(|c| told.insert((&c.who, &c.cluster))) {
            unmeshed(&format!("the caller `{}`", caller.who), caller.span, item.first_span(), sink);
        }
        let identities: BTreeSet<Name> =
            callers.into_iter().filter(|c| c.meshed).map(|c| c.identity).collect();
        Ok((Auth::Identities(identities.into_iter().collect()), slug))
    }

    /// `<cp-ns>.<trust domain>` of every cluster whose pods may come: this one, and those linked to it.
    fn trust_domains(&self) -> BTreeSet<String> {
        let linked =
            |c: &&Cluster| {
                c.name == self.cluster.name
                    || self.topology.links.iter().any(|l| {
                        (l.flat || l.federated) && l.source == c.name && l.target == self.cluster.name
                    })
            };
        let all = self.topology.clusters.values().filter(linked);
        all.map(|c| format!("{}.{}", c.linkerd_ns, c.trust_domain)).collect()
    }

    /// Whom the service sees where pods of another cluster reach it through a gateway alone.
    fn through_gateway(&self, from: &Cluster) -> Option<Name> {
        let here = &self.cluster.name;
        let link = self.topology.links.iter().find(|l| l.source == from.name && l.target == *here)?;
        let behind = |s: &Service| {
            s.export.as_ref().is_some_and(|e| link.gateway.is_some() && e.gateway && !(link.flat && e.flat))
        };
        let reached = match self.service {
            Some(service) => behind(service),
            None => self.of_namespace().any(behind),
        };
        reached.then(|| Name::from(gateway_identity(self.topology, from, self.cluster)))
    }

    fn no_namespace(&self, name: &str, span: Span, sink: &mut Sink) -> crate::diagnostic::Reported {
        if let Some(told) = self.topology.lost.or(self.topology.astray.get(name).copied()) {
            return told;
        }
        let all = super::members::known(self.cluster);
        let near = nearest(name, all.iter().map(|n| &**n));
        let message = format!("there is no namespace `{name}` to let in");
        let told = Diagnostic::new(&E0331, span, message, "no namespace of this name is declared");
        sink.report(with_near(told, "namespace", &near, span))
    }
}

/// An unmeshed client has no identity: a policy by identity denies it.
fn unmeshed(who: &str, declared: Span, span: Span, sink: &mut Sink) {
    let message = format!("{who} is not meshed, so it has no identity to let in");
    let told = Diagnostic::new(&E0601, span, message, "lets in by identity")
        .because(declared, "not meshed")
        .help("mesh it (`inject`), or let it in by address: `allow network CIDR`");
    sink.report(told);
}

fn join(mut slugs: Vec<String>) -> String {
    slugs.sort();
    slugs.dedup();
    slugs.join("-")
}

/// Linkerd's default `clusterNetworks` (charts/linkerd-control-plane/values.yaml @version-2.20).
fn usual_networks() -> Vec<ipnet::IpNet> {
    let all = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16", "fd00::/8"];
    all.iter().filter_map(|n| n.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_sorted_and_single() {
        assert_eq!(join(vec!["b".into(), "a".into(), "b".into()]), "a-b");
        assert_eq!(usual_networks().len(), 5);
    }
}
