//! Hosts of edges and their routes, those of other files and teams too.

use super::clusters::known_clusters;
use super::declare::{Declaration, Declarations, show, value_name, with_near};
use super::layers::flatten;
use super::refs::{From, target};
use crate::construct::{Block, Item, Slot};
use crate::diagnostic::codes::references::{E0325, E0326, E0327};
use crate::diagnostic::{Diagnostic, Known, Sink, nearest};
use crate::source::Span;
use crate::topology::{
    Cluster, Decl, Edge, Host, Insecure, Listener, Match, Name, Path, Route, RouteKind, Split, Tls, Topology,
};
use crate::value::slug::{hex, slug};
use crate::value::{Percent, Type, Value};
use std::sync::Arc;

/// Hosts, listeners, and namespaces of others that hold routes.
type Made = (Vec<Host>, Vec<Listener>, Vec<Name>);

/// Fills in hosts and routes.
pub(super) fn routes(declared: &Declarations, topology: &mut Topology, sink: &mut Sink) {
    let mut made: Vec<(Name, Name, Made)> = Vec::new();
    for cluster in topology.clusters.values() {
        for edge in cluster.edges.values() {
            let cx = Cx { topology, cluster, edge };
            let mut hosts = cx.hosts(sink);
            let mut namespaces = Vec::new();
            for declaration in &declared.routes {
                cx.added(declared, declaration, &mut hosts, &mut namespaces, sink);
            }
            let listeners = cx.listeners(&hosts);
            made.push((cluster.name.clone(), edge.name.clone(), (hosts, listeners, namespaces)));
        }
    }
    for (cluster, edge, (hosts, listeners, namespaces)) in made {
        if let Some(edge) = topology.clusters.get_mut(&cluster).and_then(|c| c.edges.get_mut(&edge)) {
            edge.hosts = hosts;
            edge.listeners = listeners;
            edge.route_namespaces = namespaces;
        }
    }
    for declaration in &declared.routes {
        unknown_edge(declared, declaration, sink);
    }
}

fn unknown_edge(declared: &Declarations, declaration: &Declaration, sink: &mut Sink) {
    let Some((value, span)) = declaration.item.value(Type::Edge) else { return };
    let name = value_name(value);
    if declared.get("edge", &name).is_none() && declared.lost.is_none() {
        let near = nearest(&name, declared.of("edge").map(|(n, _)| &**n));
        let told = Diagnostic::new(
            &E0325,
            span,
            format!("there is no edge `{name}`"),
            "no edge of this name is declared",
        );
        sink.report(with_near(told, "edge", &near, span));
    }
}

struct Cx<'t> {
    topology: &'t Topology,
    cluster: &'t Cluster,
    edge: &'t Edge,
}

impl Cx<'_> {
    fn hosts(&self, sink: &mut Sink) -> Vec<Host> {
        let mut out = Vec::new();
        for item in self.edge.block.each("host") {
            for (value, span) in item.list_first() {
                let hostname = value_name(value);
                let origin = self.edge.decl.comment.split(": ").next().unwrap_or("");
                let comment = Name::from(format!("{origin}: edge {} host {hostname}", self.edge.name));
                let block = flatten(&item.inner(), &self.cluster.name, sink);
                let insecure = block.one("insecure");
                let tls = block.one("tls").and_then(|t| self.tls(t, sink).ok());
                let action = match insecure.and_then(|i| i.first_word()) {
                    Some("route") => Insecure::Route,
                    Some("reject") => Insecure::Reject,
                    Some("redirect") => Insecure::Redirect,
                    _ if block.one("tls").is_some() || block.one("acme").is_some() => Insecure::Redirect,
                    _ => Insecure::Route,
                };
                let mut host = Host {
                    decl: Decl { span, comment },
                    tls,
                    insecure: action,
                    insecure_span: insecure.map(|i| i.span),
                    routes: vec![],
                    hostname,
                    block,
                };
                host.routes = self.routes_of(&host.block, &host.hostname, &self.edge.ns, origin, None, sink);
                out.push(host);
            }
        }
        out
    }

    fn tls(&self, item: &Item, sink: &mut Sink) -> Known<Tls> {
        let mut secret =
            |value: &Value, span| secret(self.cluster, &self.edge.ns, &value_name(value), span, sink);
        let text = Value::Text(Name::from(""));
        let (value, span) = item.value(Type::Secret).unwrap_or((&text, item.span));
        let (ns, name) = secret(value, span)?;
        let block = item.inner();
        let client_ca = match block.one("client-ca") {
            Some(ca) => match ca.value(Type::Secret) {
                Some((value, span)) => {
                    let (ns, name) = secret(value, span)?;
                    Some((ns, name, ca.has("required")))
                }
                None => None,
            },
            None => None,
        };
        Ok(Tls { ns, name, span, block, client_ca })
    }

    fn routes_of(
        &self,
        block: &Block,
        host: &Name,
        ns: &Name,
        origin: &str,
        under: Option<&[(Option<Name>, Span)]>,
        sink: &mut Sink,
    ) -> Vec<Route> {
        let mut out = Vec::new();
        for item in block.items.iter().filter(|i| i.is("route") || i.is("redirect")) {
            if let Some(open) = under {
                self.closed(item, open, ns, sink);
            }
            if let Ok(route) = self.route(item, host, ns, origin, sink) {
                out.push(route);
            }
        }
        out
    }

    fn route(&self, item: &Arc<Item>, host: &Name, ns: &Name, origin: &str, sink: &mut Sink) -> Known<Route> {
        let kind = if item.is("route") { RouteKind::Route } else { RouteKind::Redirect };
        let matches = matches_of(item);
        let block = item.inner();
        let from = From { cluster: self.cluster, ns, port: true };
        let to = match (kind, item.value(Type::Ref)) {
            (RouteKind::Route, Some((Value::Ref(r), span))) => {
                Some(target(self.topology, from, r, span, sink)?)
            }
            _ => None,
        };
        let mut splits = Vec::new();
        for split in block.each("split") {
            let Some((Value::Ref(r), span)) = split.value(Type::Ref) else { continue };
            let Some((Value::Percent(Percent(share)), _)) = split.value(Type::Percent) else { continue };
            if let Ok(target) = target(self.topology, from, r, span, sink) {
                let block = split.inner();
                splits.push(Split { target, weight: share / 1000, block, span: split.span });
            }
        }
        let shown = item.args.iter().flat_map(|a| show(&a.slot)).collect::<Vec<_>>().join(" ");
        let comment = format!("{origin}: edge {} host {host} {} {shown}", self.edge.name, item.row.word());
        let name = block.one("name").and_then(|i| i.text(Type::Name).cloned());
        Ok(Route {
            decl: Decl { span: item.span, comment: Name::from(comment) },
            ns: ns.clone(),
            kind,
            name: name.unwrap_or_else(|| Name::from(route_name(host, &matches, &block))),
            matches,
            item: item.clone(),
            block,
            target: to,
            splits,
        })
    }

    /// Routes of a `routes` statement that names this edge.
    fn added(
        &self,
        declared: &Declarations,
        declaration: &Declaration,
        hosts: &mut [Host],
        namespaces: &mut Vec<Name>,
        sink: &mut Sink,
    ) {
        let item = &declaration.item;
        if let Some(on) = declaration.on() {
            known_clusters(declared, &on, self.topology, sink);
        }
        if item.text(Type::Edge).is_none_or(|e| *e != self.edge.name) {
            return;
        }
        let ns = item.list_after("in").first().map_or_else(|| self.edge.ns.clone(), |(v, _)| value_name(v));
        let only = item.list_after("host").first().map(|(v, s)| (value_name(v), *s));
        if let Some((wanted, span)) = &only
            && !hosts.iter().any(|h| h.hostname == *wanted)
        {
            if self.edge.torn.is_some() {
                return;
            }
            let all: Vec<Name> = hosts.iter().map(|h| h.hostname.clone()).collect();
            let near = nearest(wanted, all.iter().map(|h| &**h));
            let message = format!("the edge `{}` has no host `{wanted}`", self.edge.name);
            let told = Diagnostic::new(&E0325, *span, message, "no host of this name is declared in it")
                .because(self.edge.decl.span, "the edge");
            sink.report(with_near(told, "host", &near, *span));
            return;
        }
        if ns != self.edge.ns && !namespaces.contains(&ns) {
            namespaces.push(ns.clone());
        }
        let origin = declaration.decl.comment.split(": ").next().unwrap_or("").to_owned();
        let block = flatten(&item.inner(), &self.cluster.name, sink);
        for host in hosts.iter_mut().filter(|h| only.as_ref().is_none_or(|(o, _)| h.hostname == *o)) {
            let open = if ns == self.edge.ns { None } else { Some(self.open_to(host, &ns)) };
            let more = self.routes_of(&block, &host.hostname, &ns, &origin, open.as_deref(), sink);
            host.routes.extend(more);
        }
    }

    /// Under which paths the edge or its host is open to a namespace.
    fn open_to(&self, host: &Host, ns: &str) -> Vec<(Option<Name>, Span)> {
        let opens = self.edge.block.each("open").chain(host.block.each("open"));
        opens
            .filter(|o| o.texts(Type::Ns).iter().any(|(n, _)| &***n == ns))
            .map(|o| (o.text(Type::Path).cloned(), o.span))
            .collect()
    }

    /// Reports a route that the edge is not open to.
    fn closed(&self, item: &Item, open: &[(Option<Name>, Span)], ns: &str, sink: &mut Sink) {
        let path = match matches_of(item).path {
            Path::Prefix(p) | Path::Exact(p) | Path::Regex(p) => p,
            Path::Grpc(g) => Name::from(format!("/{g}")),
        };
        let within = |u: &Option<Name>| u.as_ref().is_none_or(|u| path.starts_with(&**u));
        if open.iter().any(|(under, _)| within(under)) {
            return;
        }
        let span = item.first_span();
        let told = match open.first() {
            None => {
                let message = format!("the edge `{}` is not open to the namespace `{ns}`", self.edge.name);
                Diagnostic::new(&E0327, span, message, "a route of another namespace")
                    .because(self.edge.decl.span, format!("add `open to {ns}` here or to the host"))
            }
            Some((under, at)) => {
                let under = under.clone().unwrap_or_else(|| Name::from("/"));
                let message = format!("the edge `{}` is open to `{ns}` under `{under}` only", self.edge.name);
                Diagnostic::new(&E0327, span, message, "outside of that path").because(*at, "opened here")
            }
        };
        sink.report(told);
    }

    /// What is said, or 80 -> 8080 http and 443 -> 8443 https when any host has TLS.
    fn listeners(&self, hosts: &[Host]) -> Vec<Listener> {
        if self.edge.block.one("listen").is_some() {
            return self.edge.listeners.clone();
        }
        let span = self.edge.decl.span;
        let derived = |port, target, protocol| Listener {
            port,
            target,
            protocol,
            installed: false,
            block: Arc::new(Block::default()),
            span,
        };
        let mut out = vec![derived(80, 8080, "http")];
        if hosts.iter().any(|h| h.block.one("tls").is_some() || h.block.one("acme").is_some()) {
            out.push(derived(443, 8443, "https"));
        }
        out
    }
}

/// A declared secret, by plain name (in `ns`) or `ns.name`; its namespace and name.
pub(super) fn secret(
    cluster: &Cluster,
    ns: &str,
    text: &str,
    span: Span,
    sink: &mut Sink,
) -> Known<(Name, Name)> {
    let plain = (Name::from(ns), Name::from(text));
    let dotted = text.split_once('.').map(|(n, s)| (Name::from(n), Name::from(s)));
    for key in dotted.iter().chain([&plain]) {
        if cluster.secrets.contains_key(key) {
            return Ok(key.clone());
        }
    }
    let (ns, name) = dotted.unwrap_or(plain);
    let here: Vec<Name> = cluster.secrets.keys().filter(|(n, _)| *n == ns).map(|(_, s)| s.clone()).collect();
    let near = nearest(&name, here.iter().map(|n| &**n));
    let message = format!("there is no secret `{name}` in the namespace `{ns}`");
    let told = Diagnostic::new(&E0326, span, message, "no secret of this name is declared");
    let told = if near.is_empty() {
        told.help(format!("one that somebody else makes is declared in a line: `secret {ns}.{name} {{ tls host.example.com }}`"))
    } else {
        told
    };
    let told =
        told.note("a typo here would pass Emissary in silence: the Host is dropped, or served in cleartext");
    let mut told = with_near(told, "secret", &near, span);
    if text.contains('.') {
        for edit in told.fixes.iter_mut().flat_map(|f| f.edits.iter_mut()) {
            edit.text = format!("{ns}.{}", edit.text);
        }
    }
    Err(sink.report(told))
}

/// What stands before `->`.
pub fn matches_of(item: &Item) -> Match {
    let before = item.args.iter().take_while(|a| !matches!(a.slot, Slot::Word("->")));
    let mut methods = Vec::new();
    let mut exact = false;
    let mut path = Path::Prefix(Name::from("/"));
    for arg in before {
        match &arg.slot {
            Slot::Word("exact") => exact = true,
            Slot::One(Type::Path, v) if exact => path = Path::Exact(value_name(v)),
            Slot::One(Type::Path, v) => path = Path::Prefix(value_name(v)),
            Slot::One(Type::Regex, v) => path = Path::Regex(value_name(v)),
            Slot::One(Type::MethodRef, v) => path = Path::Grpc(value_name(v)),
            Slot::One(Type::Method, v) => methods.push(value_name(v)),
            Slot::Many(Type::Method, vs) => methods.extend(vs.iter().map(|(v, _)| value_name(v))),
            _ => {}
        }
    }
    Match { path, methods }
}

/// `<methods>-<match slug>`, the part of a route's name that its match gives (names.md).
pub fn match_slug(matches: &Match) -> String {
    let mut methods: Vec<String> = matches.methods.iter().map(|m| m.to_lowercase()).collect();
    methods.sort();
    let (kind, text) = match &matches.path {
        Path::Prefix(p) => (None, slug(p)),
        Path::Exact(p) => (Some("exact"), slug(p)),
        Path::Regex(p) => (Some("regex"), slug(p)),
        Path::Grpc(p) => (Some("grpc"), slug(p)),
    };
    methods.into_iter().chain(kind.map(str::to_owned)).chain([text]).collect::<Vec<_>>().join("-")
}

/// `<host slug>-<methods>-<match slug>` and, where `when` is said, six hex digits of those.
fn route_name(host: &str, matches: &Match, block: &Block) -> String {
    let mut name = format!("{}-{}", slug(host), match_slug(matches));
    let mut whens: Vec<String> = block
        .each("when")
        .map(|w| w.args.iter().flat_map(|a| show(&a.slot)).collect::<Vec<_>>().join(" "))
        .collect();
    if !whens.is_empty() {
        whens.sort();
        name.push('-');
        name.push_str(&hex(&whens.join("\n"), 6));
    }
    name
}
