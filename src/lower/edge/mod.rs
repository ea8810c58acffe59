//! An edge into the objects of Emissary or Edge Stack: Listeners, Hosts, TLSContexts, the Module and Mappings, in
//! the generation that the platform reads; where its chart is dead, the installation too. The releases of
//! its charts are made by [`releases`].
//!
//! Rules are those of Emissary's compiler (python/ambassador/src/ambassador/ir @v4.1.0; python/ambassador/ir
//! @v1.14.4): it drops or misreads in silence, so whatever it must not guess is written.

mod expose;
mod gateway;
mod host;
mod install;
mod listener;
mod mapping;
mod module;
mod pod;
mod redirect;
mod release;
mod target;
mod values;

pub use module::{lines as module_lines, value as module_value};
pub use redirect::{Target as RedirectTarget, parts as redirect_parts};
pub use release::releases;

use super::Cx;
use crate::api::emissary::{Metadata, Object, v2, v3alpha1};
use crate::construct::Block;
use crate::diagnostic::Sink;
use crate::manifest::Part;
use crate::platform::{self, Feature};
use crate::source::Span;
use crate::topology::Edge;
use crate::value::Type;
use serde::Serialize;
use std::collections::BTreeMap;

/// Where a link's probe asks an edge, with its leading slash (the guide's path).
pub const PROBE_PATH: &str = "/-/ambassador/ready";

/// All objects of an edge in its cluster, but those of a chart. Patches that do not fit are reported.
pub fn edge(cx: Cx<'_>, edge: &Edge, out: &mut Part, sink: &mut Sink) {
    let make = Make { cx, edge };
    if !edge.installed && make.is_stack() {
        install::objects(make, out);
    }
    if !edge.installed {
        expose::more_services(make, out);
    }
    module::module(make, out);
    if cx.cluster.platform.has(Feature::Listener) {
        listener::listeners(make, out, sink);
    }
    for host in &edge.hosts {
        let from = out.objects().len();
        host::host(make, host, out);
        for route in &host.routes {
            let from = out.objects().len();
            mapping::route(make, host, route, out, sink);
            cx.patched(&route.block, from, out, sink);
        }
        cx.patched(&host.block, from, out, sink);
    }
    if !edge.gateway_for.is_empty() {
        gateway::probe(make, out);
    }
}

/// What all objects of an edge are made with.
#[derive(Clone, Copy)]
struct Make<'t> {
    cx: Cx<'t>,
    edge: &'t Edge,
}

impl Make<'_> {
    /// Whether it is Edge Stack, whose chart is dead and whose Hosts can ask for certificates by ACME.
    fn is_stack(self) -> bool {
        matches!(self.cx.cluster.platform.edge, Some(platform::Edge::EdgeStack(_)))
    }

    /// Whether objects are of v3alpha1.
    fn is_v3(self) -> bool {
        self.cx.cluster.platform.has(Feature::EdgeV3alpha1)
    }

    /// The `ambassador_id` of all objects.
    fn ids(self) -> Vec<String> {
        self.edge.id.iter().map(ToString::to_string).collect()
    }

    /// An object of the edge in `ns`; `block` is the statement's, for its labels and annotations.
    fn object<S>(self, kind: &'static str, name: &str, ns: &str, block: &Block, spec: S) -> Object<S> {
        let api_version = if self.is_v3() { v3alpha1::API_VERSION } else { v2::API_VERSION };
        Object { api_version, kind, metadata: self.metadata(name, ns, block), spec }
    }

    /// Name, namespace and the labels that all objects have, the cluster's and the statement's included.
    fn metadata(self, name: &str, ns: &str, block: &Block) -> Metadata {
        Metadata {
            name: name.to_owned(),
            namespace: ns.to_owned(),
            labels: self.labels(block),
            annotations: self.annotations(block),
        }
    }

    fn labels(self, block: &Block) -> BTreeMap<String, String> {
        let cluster = self.cx.cluster.labels.iter();
        let mut labels: BTreeMap<_, _> = cluster.map(|(k, v)| (k.to_string(), v.to_string())).collect();
        labels.extend(pairs(&self.edge.block, "label"));
        labels.extend(pairs(block, "label"));
        labels.insert("app.kubernetes.io/name".to_owned(), self.edge.name.to_string());
        labels.insert("app.kubernetes.io/managed-by".to_owned(), "meshc".to_owned());
        labels
    }

    fn annotations(self, block: &Block) -> BTreeMap<String, String> {
        let cluster = self.cx.cluster.annotations.iter();
        let mut all: BTreeMap<_, _> = cluster.map(|(k, v)| (k.to_string(), v.to_string())).collect();
        all.extend(pairs(block, "annotation"));
        all
    }

    fn push<T: Serialize>(self, out: &mut Part, value: &T, comment: &str, span: Span) {
        out.push(value, comment, span);
    }
}

/// `label KEY VALUE` and its like: all of a block that name no object, or any.
fn pairs(block: &Block, word: &str) -> Vec<(String, String)> {
    let said = block.each(word).filter(|i| !i.has("on"));
    said.filter_map(|i| Some((i.text(Type::LabelKey)?.to_string(), i.text(Type::Value)?.to_string())))
        .collect()
}

/// The pairs of a block that are for that object (`annotation K V on pod`).
fn pairs_on(block: &Block, word: &str, object: &'static str) -> Vec<(String, String)> {
    let said = block.each(word).filter(|i| i.has(object));
    said.filter_map(|i| Some((i.text(Type::LabelKey)?.to_string(), i.text(Type::Value)?.to_string())))
        .collect()
}
