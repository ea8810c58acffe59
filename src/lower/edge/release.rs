//! The Helm releases of an edge: the chart of its kinds, once for a cluster, and its own.

use super::{Make, values};
use crate::diagnostic::Sink;
use crate::lower::Cx;
use crate::lower::install::Charts;
use crate::manifest::Release;
use crate::platform::Provider;
use crate::topology::Edge;
use std::sync::Arc;

const CRDS: &str = "emissary-crds";
const CRDS_CHART: &str = "emissary-crds-chart";
const CHART: &str = "emissary-ingress";

/// The releases of a cluster's edges that are charts, in the order of installation; none for Edge Stack.
#[must_use]
pub fn releases(cx: Cx<'_>, sink: &mut Sink) -> Vec<Release> {
    let mut edges = cx.cluster.edges.values().filter(|e| !e.installed).peekable();
    let (Some(charts), Some(first)) = (Charts::of(cx, Provider::Emissary), edges.peek().copied()) else {
        return vec![];
    };
    charts.runs_here(CHART, first.decl.span, sink);
    let place = (&first.decl.comment, first.decl.span);
    // 3.10's chart of the kinds makes its own namespace, which Helm refuses to share: there, its manifest is a step.
    let kinds = charts.published.crds_manifest.is_none();
    let mut out: Vec<Release> =
        kinds.then(|| charts.release(CRDS, &first.ns, CRDS_CHART, None, place)).into_iter().collect();
    let before: Vec<Arc<str>> = out.iter().map(|r| Arc::clone(&r.name)).collect();
    out.extend(edges.map(|edge| Release { depends_on: before.clone(), ..release(cx, charts, edge, sink) }));
    out
}

/// An edge's own release.
fn release(cx: Cx<'_>, charts: Charts<'_>, edge: &Edge, sink: &mut Sink) -> Release {
    let place = (&edge.decl.comment, edge.decl.span);
    let mut out = charts.release(&edge.name, &edge.ns, CHART, Some(&edge.block), place);
    if let Some(mut values) = charts.values(CHART) {
        values::computed(Make { cx, edge }, &mut values);
        values.said(Some(&edge.block), sink);
        out.values = values.finish();
    }
    out
}
