//! Topology into manifests: what each cluster needs, for the versions it names.
//!
//! One folder a provider, one file a kind. A lowering sees one record and its [`Cx`]; it asks the cluster's
//! `platform`, and never compares versions itself. Each names the claim that its objects keep, or says
//! `unproved` with a reason (`claims.rs`).

pub mod kubernetes;
pub mod linkerd;

use crate::topology::{Cluster, Link, Topology};

/// What a lowering may know besides the record that it lowers.
#[derive(Clone, Copy)]
pub struct Cx<'t> {
    /// The whole, for other clusters' facts and for texts of files.
    pub topology: &'t Topology,
    /// The cluster whose manifests are made.
    pub cluster: &'t Cluster,
}

impl<'t> Cx<'t> {
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
