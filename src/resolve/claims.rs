//! `assert`s, `calls` and what every route, policy, export and certificate promises, as claims. Whether they hold is
//! asked of the manifests' meaning; that what they name exists is checked here.

use super::declare::{value_name, with_near};
use super::members::knows;
use super::refs::{From, target};
use crate::construct::{Item, Slot};
use crate::diagnostic::codes::names::{E0216, E0219};
use crate::diagnostic::codes::references::{E0320, E0325};
use crate::diagnostic::{Diagnostic, Known, Sink, nearest};
use crate::source::Span;
use crate::topology::{Claim, Cluster, End, Name, Place, Question, Topology};
use crate::value::{Ref, Type, Value};
use std::sync::Arc;

/// Fills in the claims.
pub(super) fn claims(topology: &mut Topology, sink: &mut Sink) {
    let mut out = Vec::new();
    for assert in &topology.asserts {
        for form in assert.inner().items.iter() {
            asserted(topology, form, &mut out, sink);
        }
    }
    for cluster in topology.clusters.values() {
        of_cluster(cluster, &mut out);
    }
    topology.claims = out;
}

fn of_cluster(cluster: &Cluster, out: &mut Vec<Claim>) {
    for service in cluster.services.values() {
        let place = Place::Service(service.ns.clone(), service.name.clone());
        for call in &service.calls {
            let from = End::Place(cluster.name.clone(), place.clone());
            out.push(Claim {
                why: call.span,
                ask: Question::Calls { from, to: Box::new(call.target.clone()) },
            });
        }
        for allow in &service.allows {
            let (cluster, place) = (cluster.name.clone(), place.clone());
            out.push(Claim { why: allow.item.span, ask: Question::Allow { cluster, place } });
        }
        for span in service.export.iter().flat_map(|e| &e.spans) {
            let (cluster, place) = (cluster.name.clone(), place.clone());
            out.push(Claim { why: *span, ask: Question::Export { cluster, place } });
        }
    }
    for edge in cluster.edges.values() {
        for host in &edge.hosts {
            if let Some(tls) = &host.tls {
                let secret = (tls.ns.clone(), tls.name.clone());
                let ask =
                    Question::Tls { cluster: cluster.name.clone(), host: host.hostname.clone(), secret };
                out.push(Claim { why: tls.span, ask });
            }
            for route in &host.routes {
                let Some(main) = &route.target else { continue };
                let shares: u32 = route.splits.iter().map(|s| s.weight).sum();
                let mut to = vec![(main.place.clone(), 100u32.saturating_sub(shares))];
                to.extend(route.splits.iter().map(|s| (s.target.place.clone(), s.weight)));
                let ask = Question::Route {
                    cluster: cluster.name.clone(),
                    edge: edge.name.clone(),
                    host: host.hostname.clone(),
                    matches: route.matches.clone(),
                    to,
                    timeout_ms: route.block.one("timeout").and_then(|t| t.duration()).map(|d| d.0),
                };
                out.push(Claim { why: route.decl.span, ask });
            }
        }
    }
}

/// One ENDPOINT as written: its words and values.
struct Written<'i> {
    word: Option<&'static str>,
    value: Option<(&'i Value, Span)>,
}

/// The endpoints before and after `->`.
fn endpoints(item: &Item) -> (Written<'_>, Written<'_>) {
    let mut from = Written { word: None, value: None };
    let mut to = Written { word: None, value: None };
    let mut after = false;
    for arg in &item.args {
        let end = if after { &mut to } else { &mut from };
        match &arg.slot {
            Slot::Word("->") => after = true,
            Slot::Word(w) => end.word = end.word.or(Some(w)),
            Slot::One(Type::Method | Type::Path, _) | Slot::Many(..) => {}
            Slot::One(_, v) => end.value = end.value.or(Some((v, arg.span))),
        }
    }
    (from, to)
}

fn asserted(topology: &Topology, form: &Arc<Item>, out: &mut Vec<Claim>, sink: &mut Sink) {
    let why = form.span;
    match form.row.word() {
        word @ ("reaches" | "unreachable" | "encrypted") => {
            let (from, to) = endpoints(form);
            let request = form.text(Type::Method).cloned().zip(form.text(Type::Path).cloned());
            for (from, to) in ways(topology, &from, &to, sink) {
                let expect = word == "reaches";
                let ask = if word == "encrypted" {
                    Question::Encrypted { from, to }
                } else {
                    Question::Reaches { from, to, request: request.clone(), expect }
                };
                out.push(Claim { why, ask });
            }
        }
        "closed" => {
            let except = form.inner().each("except").map(|e| e.span).collect::<Vec<_>>();
            let Some((Value::Ref(r), span)) = form.value(Type::Ref) else { return };
            for to in places(topology, r, span, sink) {
                out.push(Claim { why, ask: Question::Closed { to, except: except.clone() } });
            }
        }
        "replicated" => {
            let Some((Value::Ref(r), span)) = form.value(Type::Ref) else { return };
            let count = form.number(Type::Count).unwrap_or(1);
            for of in places(topology, r, span, sink) {
                out.push(Claim { why, ask: Question::Replicated { of, count } });
            }
        }
        _ => {}
    }
}

/// Every pair of ends that an assertion means, one a cluster where it could.
fn ways(topology: &Topology, from: &Written<'_>, to: &Written<'_>, sink: &mut Sink) -> Vec<(End, End)> {
    let mut out = Vec::new();
    let Ok(starts) = ends(topology, from, sink) else { return out };
    for start in starts {
        let seen_from = match &start {
            End::Internet => None,
            End::Edge(c, _) | End::Namespace(c, _) | End::Cluster(c) | End::Place(c, _) => {
                topology.clusters.get(c)
            }
        };
        match (seen_from, to.value) {
            (Some(cluster), Some((Value::Ref(r), span))) => {
                let from = From { cluster, ns: "", port: false };
                if let Ok(t) = target(topology, from, r, span, sink) {
                    out.push((start, End::Place(t.cluster, t.place)));
                }
            }
            _ => out.extend(ends(topology, to, sink).into_iter().flatten().map(|end| (start.clone(), end))),
        }
    }
    out
}

/// The ends that a written one means: in each cluster that has it.
fn ends(topology: &Topology, written: &Written<'_>, sink: &mut Sink) -> Known<Vec<End>> {
    let Some((value, span)) = written.value else { return Ok(vec![End::Internet]) };
    if let Value::Ref(r) = value {
        return Ok(places(topology, r, span, sink));
    }
    let name = value_name(value);
    let clusters = || topology.clusters.values();
    let (found, kind, code, all): (Vec<End>, _, _, Vec<Name>) = match written.word {
        Some("edge") => (
            clusters()
                .filter(|c| c.edges.contains_key(&name))
                .map(|c| End::Edge(c.name.clone(), name.clone()))
                .collect(),
            "edge",
            &E0325,
            clusters().flat_map(|c| c.edges.keys().cloned()).collect(),
        ),
        Some("namespace") => (
            clusters()
                .filter(|c| knows(c, &name))
                .map(|c| End::Namespace(c.name.clone(), name.clone()))
                .collect(),
            "namespace",
            &E0219,
            clusters().flat_map(|c| c.namespaces.keys().cloned()).collect(),
        ),
        _ => (
            clusters().filter(|c| c.name == name).map(|c| End::Cluster(c.name.clone())).collect(),
            "cluster",
            &E0216,
            clusters().map(|c| c.name.clone()).collect(),
        ),
    };
    if !found.is_empty() {
        return Ok(found);
    }
    if let Some(told) = topology.lost.or(topology.astray.get(&name).copied()) {
        return Err(told);
    }
    let near = nearest(&name, all.iter().map(|n| &**n));
    let told = Diagnostic::new(
        code,
        span,
        format!("there is no {kind} `{name}`"),
        format!("no {kind} of this name is declared"),
    );
    Err(sink.report(with_near(told, kind, &near, span)))
}

/// A service or host, in each cluster that has it.
fn places(topology: &Topology, r: &Ref, span: Span, sink: &mut Sink) -> Vec<End> {
    let (ns, name) = r.path.split_once('.').unwrap_or(("", &r.path));
    let key = (Name::from(ns), Name::from(name));
    let (mut out, mut told) = (Vec::new(), false);
    for cluster in topology.clusters.values() {
        let meant = r.cluster.as_ref().is_none_or(|c| *c == cluster.name);
        if meant && (cluster.services.contains_key(&key) || cluster.externals.contains_key(&r.path)) {
            let here = Ref { cluster: None, ..r.clone() };
            let from = From { cluster, ns: "", port: false };
            match target(topology, from, &here, span, sink) {
                Ok(t) => out.push(End::Place(t.cluster, t.place)),
                Err(_) => told = true,
            }
        }
    }
    if out.is_empty()
        && !told
        && let Some(cluster) = topology.clusters.values().next()
    {
        let from = From { cluster, ns: "", port: false };
        if target(topology, from, r, span, sink).is_ok() {
            let message = format!("`{r}` is on no cluster");
            sink.report(Diagnostic::new(&E0320, span, message, "nothing to assert something of"));
        }
    }
    out
}
