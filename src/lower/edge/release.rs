//! The Helm releases of an edge: the chart of its kinds, once for a cluster, and its own.

use super::{Make, values};
use crate::diagnostic::Sink;
use crate::lower::Cx;
use crate::lower::install::Charts;
use crate::manifest::{Phase, Release, Step};
use crate::platform::{self, Provider};
use crate::topology::Edge;

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
    let mut out = vec![charts.release(CRDS, "emissary-system", CRDS_CHART, None, place)];
    out.extend(edges.map(|edge| release(cx, charts, edge, sink)));
    out
}

/// An edge's own release.
fn release(cx: Cx<'_>, charts: Charts<'_>, edge: &Edge, sink: &mut Sink) -> Release {
    let place = (&edge.decl.comment, edge.decl.span);
    let mut out = charts.release(&edge.name, &edge.ns, CHART, Some(&edge.block), place);
    out.depends_on = vec![CRDS.into()];
    if let Some(mut values) = charts.values(CHART) {
        values::computed(Make { cx, edge }, &mut values);
        values.said(Some(&edge.block), sink);
        out.values = values.finish();
    }
    out
}

/// What a person does for the edges of a cluster that no release does: the kinds of Edge Stack, whose chart is dead.
#[must_use]
pub fn steps(cx: Cx<'_>) -> Vec<Step> {
    let mut out = Vec::new();
    let ours = cx.cluster.edges.values().any(|e| !e.installed);
    if ours && matches!(cx.cluster.platform.edge, Some(platform::Edge::EdgeStack(_))) {
        out.push(Step {
            phase: Phase::Foundations,
            title: "install the kinds of Edge Stack".to_owned(),
            commands: vec![
                "kubectl apply -f https://www.getambassador.io/yaml/aes-crds.yaml".to_owned(),
                "kubectl wait --for condition=established --timeout=90s crd -lproduct=aes".to_owned(),
            ],
            expect: "each customresourcedefinition `condition met`".to_owned(),
        });
    }
    out
}
