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

use crate::construct::Block;
use crate::diagnostic::Sink;
use crate::manifest::{Output, Part};
use crate::topology::{Cluster, Link, Name, Thing, Topology};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The manifests of all clusters that something refers to; each namespace is a unit, lowered side by side.
#[must_use]
pub fn lower(topology: &Topology, sink: &mut Sink) -> BTreeMap<Name, Output> {
    let mut out = BTreeMap::new();
    for cluster in topology.clusters.values().filter(|c| c.used) {
        let cx = Cx { topology, cluster };
        let (output, own) = cx.cluster_as_a_whole();
        sink.append(own);
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
        let mut sink = Sink::default();
        let mut output = Output::default();
        let namespaces: Vec<_> = self.cluster.namespaces.values().collect();
        let mut spaces: Vec<Name> = self.cluster.services.keys().map(|(ns, _)| ns.clone()).collect();
        spaces.dedup();
        let parts: Vec<(Part, Sink)> = spaces.par_iter().map(|ns| self.services(ns)).collect();
        kubernetes::derived_namespaces(self, &mut output.part);
        for ns in namespaces {
            let from = output.part.objects().len();
            kubernetes::namespace(self, ns, &mut output.part);
            linkerd::namespace(self, ns, &mut output.part, &mut sink);
            self.patched(&ns.block, from, &mut output.part, &mut sink);
        }
        self.things(&mut output.part, &mut sink);
        install::cluster(self, &mut output, &mut sink);
        for edge in self.cluster.edges.values() {
            let from = output.part.objects().len();
            edge::edge(self, edge, &mut output.part, &mut sink);
            self.patched(&edge.block, from, &mut output.part, &mut sink);
        }
        for (part, own) in parts {
            sink.append(own);
            // A part that does not fit is too large for any cluster: more than 4 GiB of text.
            let _ = output.part.append(&part);
        }
        (output, sink)
    }

    /// The services of one namespace.
    fn services(self, ns: &Name) -> (Part, Sink) {
        let (mut part, mut sink) = (Part::new(), Sink::default());
        let first = (ns.clone(), Name::from(""));
        let own = self.cluster.services.range(first..).take_while(|((of, _), _)| of == ns);
        for (_, service) in own {
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
