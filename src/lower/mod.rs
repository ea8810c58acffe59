//! Topology into manifests: what each cluster needs, for the versions it names.
//!
//! One folder a provider, one file a kind. A lowering sees one record and its [`Cx`]; it asks the cluster's
//! `platform`, and never compares versions itself. Each names the claim that its objects keep, or says
//! `unproved` with a reason (`claims.rs`).

pub mod claims;
pub mod edge;
pub mod install;
pub mod kubernetes;
pub mod linkerd;
pub mod patch;
mod raw;

use crate::construct::Block;
use crate::diagnostic::Sink;
use crate::manifest::{Output, Part};
use crate::topology::{Cluster, Edge, Link, Name, Thing, Topology};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The manifests of all clusters that something refers to; each namespace is a unit, lowered side by side.
#[must_use]
pub fn lower(topology: &Topology, sink: &mut Sink) -> BTreeMap<Name, Output> {
    let mut out = BTreeMap::new();
    let raws = raw::read(topology, sink);
    for cluster in topology.clusters.values().filter(|c| c.used) {
        let cx = Cx { topology, cluster };
        let (mut output, own) = cx.cluster_as_a_whole();
        sink.append(own);
        output.units.extend(raw::objects(cx, &raws));
        out.insert(cluster.name.clone(), output);
    }
    out
}

/// What a lowering may know besides the record that it lowers.
#[derive(Clone, Copy)]
pub struct Cx<'t> {
    /// The whole, for other clusters' facts and for texts of files.
    pub topology: &'t Topology,
    /// The cluster whose manifests are made.
    pub cluster: &'t Cluster,
}

impl<'t> Cx<'t> {
    /// All of the cluster.
    fn cluster_as_a_whole(self) -> (Output, Sink) {
        let (mut output, mut sink) = (Output::default(), Sink::default());
        let mut spaces: Vec<Name> = self.cluster.services.keys().map(|(ns, _)| ns.clone()).collect();
        spaces.dedup();
        let edges: Vec<&Edge> = self.cluster.edges.values().collect();
        let (edges, services): (Vec<_>, Vec<_>) = rayon::join(
            || edges.into_par_iter().map(|edge| self.edge(edge)).collect(),
            || spaces.par_iter().map(|ns| self.services(ns)).collect(),
        );
        let part = &mut output.own;
        kubernetes::derived_namespaces(self, part);
        for ns in self.cluster.namespaces.values() {
            let from = part.objects().len();
            kubernetes::namespace(self, ns, part);
            linkerd::namespace(self, ns, part, &mut sink);
            self.patched(&ns.block, from, part, &mut sink);
        }
        self.things(part, &mut sink);
        install::cluster(self, &mut output, &mut sink);
        for (part, own) in edges.into_iter().chain(services) {
            sink.append(own);
            output.units.push(part);
        }
        (output, sink)
    }

    /// The objects of one edge.
    fn edge(self, edge: &Edge) -> (Part, Sink) {
        let (mut part, mut sink) = (Part::new(), Sink::default());
        edge::edge(self, edge, &mut part, &mut sink);
        self.patched(&edge.block, 0, &mut part, &mut sink);
        (part, sink)
    }

    /// The services of one namespace.
    fn services(self, ns: &Name) -> (Part, Sink) {
        let (mut part, mut sink) = (Part::new(), Sink::default());
        for service in self.cluster.services_of(ns) {
            let from = part.objects().len();
            let callers = linkerd::service_annotations(self, service);
            kubernetes::service(self, service, &callers, &mut part, &mut sink);
            linkerd::service(self, service, &mut part, &mut sink);
            self.patched(&service.block, from, &mut part, &mut sink);
        }
        (part, sink)
    }

    /// Configs, accounts and what makes secrets.
    fn things(self, part: &mut Part, sink: &mut Sink) {
        type Lower = fn(Cx<'_>, &Thing, &mut Part);
        let all: [(_, Lower); 3] = [
            (&self.cluster.accounts, kubernetes::account),
            (&self.cluster.configs, kubernetes::config),
            (&self.cluster.secrets, kubernetes::secret),
        ];
        for (things, lower) in all {
            for thing in things.values() {
                let from = part.objects().len();
                lower(self, thing, part);
                self.patched(&thing.block, from, part, sink);
            }
        }
    }

    /// What is made from there on, with the patches of the record that it is made of.
    fn patched(self, block: &Block, from: usize, part: &mut Part, sink: &mut Sink) {
        patch::patch(self, block, from..part.objects().len(), part, sink);
    }

    /// Links from this cluster to others.
    pub fn links_out(self) -> impl Iterator<Item = &'t Link> {
        let name = self.cluster.name.clone();
        self.topology.links.iter().filter(move |l| l.source == name)
    }

    /// Links from others to this cluster.
    pub fn links_in(self) -> impl Iterator<Item = &'t Link> {
        let name = self.cluster.name.clone();
        self.topology.links.iter().filter(move |l| l.target == name)
    }
}
