//! Edges that come as charts: Emissary's CustomResourceDefinitions and one release an edge.
//!
//! Edge Stack's chart is dead: its objects are written (`lower::edge`) and its CRDs are a step.

use super::charts::Charts;
use crate::diagnostic::Sink;
use crate::lower::{Cx, edge as objects};
use crate::manifest::Output;
use crate::platform::Provider;
use std::sync::Arc;

/// The name of the release of the CRDs.
const CRDS: &str = "emissary-crds";
const CHART: &str = "emissary-ingress";

/// The releases of all edges that are ours.
pub(super) fn releases(cx: Cx<'_>, output: &mut Output, sink: &mut Sink) {
    let Some(charts) = Charts::of(cx, Provider::Emissary) else { return };
    let mut ours = cx.cluster.edges.values().filter(|e| !e.installed).peekable();
    let Some(first) = ours.peek() else { return };
    let mut before: Vec<Arc<str>> = vec![];
    if let (Some(chart), None) = (charts.published.crds_chart, charts.published.crds_manifest) {
        let place = (&first.decl.comment, first.decl.span);
        output.releases.push(charts.release(CRDS, &first.ns, chart, None, place));
        before.push(Arc::from(CRDS));
    }
    for edge in ours {
        charts.runs_here(CHART, edge.decl.span, sink);
        let place = (&edge.decl.comment, edge.decl.span);
        let mut release = charts.release(&edge.name, &edge.ns, CHART, Some(&edge.block), place);
        release.values = objects::values(cx, edge, sink);
        release.depends_on.clone_from(&before);
        if edge.inject != crate::topology::Inject::Off {
            // Pods that start before the injector have no proxy.
            release.depends_on.extend(super::linkerd::main_release(cx).map(Arc::from));
        }
        output.releases.push(release);
    }
}
