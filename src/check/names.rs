//! Names of what is made: one origin for each object, lengths that leave room for what others put behind them, and
//! labels that Kubernetes takes.

use super::services;
use crate::construct::{Block, Item};
use crate::diagnostic::codes::names::{E0220, E0221, E0222, E0223, E0224, E0225, E0226};
use crate::diagnostic::{Applicability, Diagnostic, Sink};
use crate::platform::Version;
use crate::source::Span;
use crate::topology::{Cluster, Name, Port, Protocol, Service, Topology, Workload};
use crate::value::{Type, Value, is_label_key, label_value};
use std::sync::Arc;

/// A label's longest value, and a DNS label.
const LABEL: usize = 63;
/// `-` and the ten digits of a revision's hash, which the label `controller-revision-hash` puts behind a
/// StatefulSet's name (kubernetes pkg/controller/history @1.33).
const REVISION: usize = 11;
/// Kubernetes takes Services whose names begin with a digit from here on.
const DIGIT_FIRST: Version = Version::new(1, 35);

/// Objects of one cluster, sorted: kind, namespace, name; with the place that makes each.
type Objects = Vec<((&'static str, Name, Name), Span)>;

/// No two statements make one object.
pub(super) fn every_object_has_one_origin(topology: &Topology, sink: &mut Sink) {
    for cluster in topology.clusters.values() {
        for same in objects(cluster).chunk_by(|(a, _), (b, _)| a == b) {
            let Some((((kind, ns, name), first), more)) = same.split_first() else { continue };
            for (_, span) in more {
                let message = format!("the {kind} `{name}` of the namespace `{ns}` is made twice");
                let told = Diagnostic::new(&E0220, *span, message, "made here again")
                    .because(*first, "first made here");
                sink.report(told.help(if *kind == "ServiceAccount" {
                    format!("an account that several share is declared once: `account {ns}.{name}`")
                } else {
                    "give one of them another `name`".to_owned()
                }));
            }
        }
    }
}

fn objects(cluster: &Cluster) -> Objects {
    let mut out = Objects::new();
    let mut add = |kind, ns: &Name, name: &Name, span| {
        out.push(((kind, ns.clone(), name.clone()), span));
    };
    for s in cluster.services.values() {
        let at = |word: &str| named(&s.block, word).unwrap_or(s.decl.span);
        if !s.service_installed && s.ports.iter().any(|p| !p.private) {
            add("Service", &s.ns, &s.service_name, at("service"));
        }
        if let (Some(name), Some(item)) = (&s.headless_name, s.block.one("headless")) {
            add("Service", &s.ns, name, item.first_span());
        }
        for (name, span) in
            s.block.each("expose").filter_map(|e| e.inner().one("name").and_then(|n| name_of(n)))
        {
            add("Service", &s.ns, &name, span);
        }
        if !s.installed {
            match s.workload {
                Workload::Deployment => add("Deployment", &s.ns, &s.workload_name, at("workload")),
                Workload::StatefulSet => add("StatefulSet", &s.ns, &s.workload_name, at("workload")),
                Workload::DaemonSet => add("DaemonSet", &s.ns, &s.workload_name, at("workload")),
                Workload::Vm | Workload::None => {}
            }
        }
        if s.account.own && !matches!(s.workload, Workload::None) {
            let said = s.block.one("account").map(|i| i.first_span());
            add("ServiceAccount", &s.ns, &s.account.name, said.unwrap_or_else(|| at("account")));
        }
    }
    for edge in cluster.edges.values().filter(|e| !e.installed) {
        add("Deployment", &edge.ns, &edge.object, edge.decl.span);
        add("Service", &edge.ns, &edge.object, edge.decl.span);
    }
    // Most stand in order already, which sorting in place takes as it is.
    out.sort();
    out
}

fn name_of(item: &Item) -> Option<(Name, Span)> {
    let (value, span) = item.value(Type::Name)?;
    Some((Name::from(value.to_string()), span))
}

/// Where the name of that object is said.
fn named(block: &Block, object: &str) -> Option<Span> {
    let of = |w: Option<&'static str>| {
        w == Some(object) || w.is_none() && matches!(object, "service" | "workload")
    };
    block.each("name").filter(|i| of(i.first_word())).last().and_then(|i| name_of(i)).map(|(_, s)| s)
}

/// What stands behind a name still fits.
pub(super) fn names_leave_room(topology: &Topology, sink: &mut Sink) {
    for (cluster, s) in services(topology) {
        if s.workload == Workload::StatefulSet && s.workload_name.len() > LABEL - REVISION {
            let span = named(&s.block, "workload").unwrap_or(s.decl.span);
            let most = LABEL - REVISION;
            let message = format!(
                "a StatefulSet's name has {most} characters at most, `{}` has {}",
                s.workload_name,
                s.workload_name.len()
            );
            let told = Diagnostic::new(&E0221, span, message, "too long for a StatefulSet");
            sink.report(told.help("give it a shorter one: `name workload NAME`").note(
                "Kubernetes puts the name with a revision's hash into the label `controller-revision-hash`, which holds 63 characters",
            ));
        }
        service_name_fits(s, sink);
        if let Some(export) = &s.export {
            let links = topology.links.iter().filter(|l| l.target == cluster.name);
            let mirrored = (export.gateway || export.flat) && links.count() > 0;
            let federated = export.federated.then_some("federated");
            let tails = mirrored.then_some(&*cluster.name).into_iter().chain(federated);
            let longest = tails.max_by_key(|t| t.len());
            mirror_fits(s, longest, export.spans.first().copied(), sink);
        }
    }
}

/// A Service's name is one DNS label.
fn service_name_fits(s: &Service, sink: &mut Sink) {
    let wrong = s.service_name.len() > LABEL || s.service_name.contains('.');
    if !wrong || s.service_installed || s.ports.is_empty() {
        return;
    }
    let span = named(&s.block, "service").unwrap_or(s.decl.span);
    let message = if s.service_name.contains('.') {
        format!("a Service's name holds no dot, `{}` does", s.service_name)
    } else {
        format!(
            "a Service's name has 63 characters at most, `{}` has {}",
            s.service_name,
            s.service_name.len()
        )
    };
    let told = Diagnostic::new(&E0221, span, message, "Kubernetes refuses it");
    sink.report(told.help("give its Service another: `name service NAME`"));
}

/// A Service selects the pods of its own workload.
pub(super) fn services_select_their_pods(topology: &Topology, sink: &mut Sink) {
    for (_, s) in services(topology) {
        let pods = !matches!(s.workload, Workload::None | Workload::Vm);
        if !pods || s.torn.is_some() || s.service_select.iter().all(|(k, v)| s.select.get(k) == Some(v)) {
            continue;
        }
        let Some(item) = s.block.each("select").filter(|i| i.has("service")).last() else { continue };
        let labels = |m: &std::collections::BTreeMap<Name, Name>| {
            m.iter().map(|(k, v)| format!("`{k} {v}`")).collect::<Vec<_>>().join(", ")
        };
        let message = format!(
            "the Service selects {}, and its pods have {}",
            labels(&s.service_select),
            labels(&s.select)
        );
        let told = Diagnostic::new(&E0226, item.span, message, "it would have no endpoints");
        sink.report(told.help("give both the same labels; the Service may select by fewer of them"));
    }
}

fn mirror_fits(s: &Service, tail: Option<&str>, export: Option<Span>, sink: &mut Sink) {
    let Some(tail) = tail.filter(|t| s.service_name.len() + 1 + t.len() > LABEL) else { return };
    let span = named(&s.block, "service").unwrap_or(s.decl.span);
    let whole = s.service_name.len() + 1 + tail.len();
    let message = format!("the mirror `{}-{tail}` has {whole} characters, 63 are the most", s.service_name);
    let mut told = Diagnostic::new(&E0221, span, message, "too long to be mirrored");
    if let Some(export) = export {
        told = told.because(export, "exported here");
    }
    sink.report(told.help("give its Service a shorter name: `name service NAME`"));
}

/// A Service's name begins with a letter.
pub(super) fn service_names_begin_with_a_letter(topology: &Topology, sink: &mut Sink) {
    for (cluster, s) in services(topology) {
        let digit = s.service_name.starts_with(|c: char| c.is_ascii_digit());
        if digit && !s.service_installed && cluster.platform.kubernetes < DIGIT_FIRST && !s.ports.is_empty() {
            let span = named(&s.block, "service").unwrap_or(s.decl.span);
            let message = format!("the name `{}` of a Service begins with a digit", s.service_name);
            let told = Diagnostic::new(&E0222, span, message, "Kubernetes refuses it");
            sink.report(
                told.help("begin it with a letter, or give the Service another: `name service NAME`"),
            );
        }
    }
}

/// A Service has a port's number once, and the pod's port one protocol.
pub(super) fn ports_differ(topology: &Topology, sink: &mut Sink) {
    for (_, s) in services(topology) {
        for (n, port) in s.ports.iter().enumerate() {
            let before = || s.ports.iter().take(n);
            let transport = |p: &Port| p.protocol == Some(Protocol::Udp);
            let same = |p: &&Port| p.number == port.number && transport(p) == transport(port);
            if port.private {
                continue;
            }
            if let Some(first) = before().filter(|p| !p.private).find(same) {
                let message = format!("two ports of a Service have the number {}", port.number);
                let told = Diagnostic::new(&E0223, port.span, message, "the second one");
                sink.report(told.because(first.span, "the first one").help(
                    "give one of them another number before `->`; behind it both may name one port of the container",
                ));
            }
        }
    }
}

/// Labels have keys and values that Kubernetes takes.
pub(super) fn labels_are_valid(topology: &Topology, sink: &mut Sink) {
    for cluster in topology.clusters.values() {
        labels(&cluster.block, sink);
        cluster.namespaces.values().for_each(|n| labels(&n.block, sink));
        cluster.services.values().for_each(|s| labels(&s.block, sink));
        cluster.edges.values().for_each(|e| labels(&e.block, sink));
        for things in [&cluster.secrets, &cluster.configs, &cluster.accounts] {
            things.values().for_each(|t| labels(&t.block, sink));
        }
    }
    topology.links.iter().for_each(|l| labels(&l.block, sink));
}

fn labels(block: &Block, sink: &mut Sink) {
    for item in &block.items {
        label(item, sink);
        if let Some(inner) = &item.block {
            labels(inner, sink);
        }
    }
}

fn label(item: &Arc<Item>, sink: &mut Sink) {
    let datum = item.row.context == "labels";
    if !item.is("exclude") {
        let head = datum.then_some((&item.head, item.head_span));
        for (key, span) in item.texts(Type::LabelKey).into_iter().chain(head) {
            if !is_label_key(key) {
                let message = format!("`{key}` is no key of a label or annotation");
                let told = Diagnostic::new(&E0225, span, message, "a `*` stands for many keys");
                sink.report(told.help("write the key out; only `exclude` of a link takes all of a prefix"));
            }
        }
    }
    if !datum && !["label", "on-nodes", "tolerate"].iter().any(|w| item.is(w)) {
        return;
    }
    for (kind, value, span) in item.all_values() {
        if kind == Type::LabelKey || matches!(value, Value::Number(_)) {
            continue;
        }
        if let Err(invalid) = label_value(&value.to_string()) {
            let message = format!("a label's value {}", invalid.message);
            let told = Diagnostic::new(&E0224, span, message, "no value of a label").help(invalid.help);
            sink.report(match invalid.instead {
                Some((text, _)) => {
                    told.fix(format!("write `{text}`"), Applicability::MaybeIncorrect, span, text)
                }
                None => told,
            });
        }
    }
}
