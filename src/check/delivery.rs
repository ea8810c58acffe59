//! What Flux and Argo CD have to be told.

use crate::diagnostic::codes::support::E0818;
use crate::diagnostic::{Diagnostic, Sink};
use crate::topology::Topology;

/// An Application names the repository that it reads.
pub(super) fn argocd_has_a_source(topology: &Topology, sink: &mut Sink) {
    for cluster in topology.clusters.values().filter(|c| c.used) {
        let Some(item) = cluster.block.one("deliver").filter(|d| d.has("argocd")) else { continue };
        if item.inner().one("source").is_none() && item.inner().torn.is_none() {
            let message = format!("nothing says where Argo CD reads the output for `{}`", cluster.name);
            let told = Diagnostic::new(&E0818, item.span, message, "an Application needs a repository");
            sink.report(told.help("say `source \"https://git.example/fleet\"` in its block"));
        }
    }
}
