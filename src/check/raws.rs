//! Manifests that `raw` names: each fits the schemas of the cluster's platform, and makes nothing that is made already.

use crate::diagnostic::codes::names::E0220;
use crate::diagnostic::codes::raws::{E0380, E0381, E0382, E0383, E0384};
use crate::diagnostic::codes::support::E0821;
use crate::diagnostic::{Code, Diagnostic, Sink};
use crate::manifest::schema::{Fault, Finding, check};
use crate::manifest::{Object, Output, Part};
use crate::platform::Platform;
use crate::platform::schema::Schemas;
use crate::source::{FileId, Span};
use crate::topology::{Name, Topology};
use std::collections::{BTreeMap, BTreeSet};

/// The files that hold manifests.
fn files(topology: &Topology) -> BTreeSet<FileId> {
    topology.raws.iter().flat_map(|r| r.files.iter().map(|(file, _)| *file)).collect()
}

/// Where an object stands, if it is one of a manifest.
fn place(files: &BTreeSet<FileId>, part: &Part, object: &Object) -> Option<Span> {
    let body = part.body(object);
    let whole = body.origin().filter(|s| files.contains(&s.file))?;
    let named = body.at(&["metadata", "name"]).or_else(|| body.get("kind")).and_then(|n| n.origin());
    Some(named.filter(|s| s.file == whole.file).unwrap_or(Span { end: whole.start, ..whole }))
}

/// Each object is one that the API server of its cluster takes, as far as the kind is known.
pub(super) fn manifests_fit_the_platform(
    topology: &Topology,
    outputs: &BTreeMap<Name, Output>,
    sink: &mut Sink,
) {
    let files = files(topology);
    if files.is_empty() {
        return;
    }
    // What several clusters are told of one place is told once.
    type Told<'t> =
        BTreeMap<(Span, &'static str, String), (&'static Code, Finding, Vec<(&'t Name, Platform)>)>;
    let mut all = Told::new();
    for (name, output) in outputs {
        let Some(cluster) = topology.clusters.get(name) else { continue };
        let schemas = Schemas::of(&cluster.platform);
        for (part, object) in output.objects() {
            let Some(at) = place(&files, part, object) else { continue };
            for finding in check(schemas, part, object) {
                let Some(code) = code(finding.fault) else { continue };
                let span = narrow(part, &finding).filter(|s| s.file == at.file).unwrap_or(at);
                let key = (span, code.id, finding.message.clone());
                let entry = all.entry(key).or_insert_with(|| (code, finding, vec![]));
                entry.2.push((name, cluster.platform));
            }
        }
    }
    for ((span, _, message), (code, finding, clusters)) in all {
        let mut told = Diagnostic::new(code, span, message, label(finding.fault));
        if let Some(help) = finding.help {
            told = told.help(help);
        }
        let (names, platforms): (Vec<String>, BTreeSet<String>) =
            clusters.iter().map(|(name, platform)| (format!("`{name}`"), platform.to_string())).unzip();
        if names.len() < topology.clusters.len() || platforms.len() > 1 {
            let word = if names.len() == 1 { "the cluster" } else { "the clusters" };
            told = told.note(format!("so on {word} {}", names.join(", ")));
        }
        let platforms: Vec<String> = platforms.into_iter().collect();
        sink.report(told.note(format!("by the schemas of {}", platforms.join("; "))));
    }
}

/// The key or the value that is wrong; of maps and lists the key alone.
fn narrow(part: &Part, finding: &Finding) -> Option<Span> {
    let node = part.tree.get(finding.node);
    let inner = node.children().next().is_some();
    if finding.at_key || inner { node.key_origin() } else { node.origin() }
}

/// `None` where it is no mistake.
fn code(fault: Fault) -> Option<&'static Code> {
    Some(match fault {
        Fault::Unchecked => return None,
        Fault::UnknownKind => &E0380,
        Fault::NotServed => &E0821,
        Fault::UnknownField => &E0381,
        Fault::WrongType | Fault::Null => &E0382,
        Fault::Missing | Fault::NoName => &E0383,
        Fault::BadEnum
        | Fault::OutOfRange
        | Fault::BadLength
        | Fault::BadQuantity
        | Fault::BadBase64
        | Fault::BadPattern
        | Fault::BadForm => &E0384,
    })
}

fn label(fault: Fault) -> &'static str {
    match fault {
        Fault::UnknownField => "the server drops or refuses it",
        Fault::Missing | Fault::NoName => "it is missing here",
        Fault::NotServed => "not served",
        _ => "the server refuses it",
    }
}

/// Group, kind, namespace and name.
type Identity<'o> = (String, &'o str, String, &'o str);

/// No manifest makes an object that a statement or another manifest makes.
pub(super) fn manifests_make_nothing_twice(
    topology: &Topology,
    outputs: &BTreeMap<Name, Output>,
    sink: &mut Sink,
) {
    let files = files(topology);
    if files.is_empty() {
        return;
    }
    let mut told: BTreeSet<(Span, Span)> = BTreeSet::new();
    for (name, output) in outputs {
        let Some(cluster) = topology.clusters.get(name) else { continue };
        let schemas = Schemas::of(&cluster.platform);
        let mut first: BTreeMap<Identity<'_>, (&Object, Span, bool)> = BTreeMap::new();
        for (part, object) in output.objects().filter(|(_, o)| !o.name.is_empty()) {
            let raw = place(&files, part, object);
            let Some(span) = raw.or_else(|| part.body(object).origin()) else { continue };
            let namespaced = schemas.is_namespaced(&object.api_version, &object.kind) != Some(false);
            let ns = object.namespace.as_deref().unwrap_or(if namespaced { "default" } else { "" });
            let group = object.api_version.rsplit_once('/').map_or("", |(group, _)| group);
            let key = (group.to_owned(), &*object.kind, ns.to_owned(), &*object.name);
            let Some((other, other_span, other_raw)) = first.get(&key).copied() else {
                first.insert(key, (object, span, raw.is_some()));
                continue;
            };
            // Statements among themselves are another check; what somebody else makes may be told twice.
            let both_theirs = object.installed && other.installed;
            let declared = object.installed && raw.is_none() || other.installed && !other_raw;
            if raw.is_none() && !other_raw || both_theirs || declared || !told.insert((other_span, span)) {
                continue;
            }
            let of = if ns.is_empty() { String::new() } else { format!(" of the namespace `{ns}`") };
            let message = format!("the {} `{}`{of} is made twice", object.kind, object.name);
            let (here, there) = if raw.is_some() { (span, other_span) } else { (other_span, span) };
            sink.report(
                Diagnostic::new(&E0220, here, message, "made by this manifest")
                    .because(there, "made here too")
                    .help("leave one of them out; what somebody else makes is declared `installed`"),
            );
        }
    }
}
