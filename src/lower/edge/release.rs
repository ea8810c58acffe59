//! The Helm releases of an edge: the chart of its kinds, once for a cluster, and its own.

use super::values;
use crate::diagnostic::Sink;
use crate::lower::Cx;
use crate::manifest::{Phase, Release, Step};
use crate::platform::charts::published;
use crate::platform::{self, Provider};
use crate::topology::Edge;
use crate::value::Type;
use serde_json::Map;
use std::sync::Arc;

const CRDS: &str = "emissary-crds";

/// The releases of a cluster's edges that are charts, in the order of installation; none for Edge Stack.
#[must_use]
pub fn releases(cx: Cx<'_>, sink: &mut Sink) -> Vec<Release> {
    let own: Vec<Release> = cx.cluster.edges.values().filter_map(|edge| release(cx, edge, sink)).collect();
    let first = cx.cluster.edges.values().find(|e| !e.installed);
    let crds = first.filter(|_| !own.is_empty()).and_then(|edge| crds(cx, edge));
    crds.into_iter().chain(own).collect()
}

/// An edge's own release; its version is the platform's unless `chart` says another.
fn release(cx: Cx<'_>, edge: &Edge, sink: &mut Sink) -> Option<Release> {
    if edge.installed {
        return None;
    }
    let values = values(cx, edge, sink);
    let base = chart(cx, edge, "emissary-ingress")?;
    let said = edge.block.one("chart");
    let version = said.and_then(|i| i.value(Type::Version)).map(|(v, _)| Arc::from(v.to_string()));
    let url = said.and_then(|i| i.value(Type::Url)).map(|(v, _)| Arc::from(v.to_string()));
    Some(Release {
        name: edge.name.clone(),
        namespace: edge.ns.clone(),
        version: version.unwrap_or(base.version),
        repository: url.unwrap_or(base.repository),
        values,
        depends_on: vec![CRDS.into()],
        ..base
    })
}

/// The kinds of the edge: they must be there before its objects.
fn crds(cx: Cx<'_>, edge: &Edge) -> Option<Release> {
    let base = chart(cx, edge, "emissary-crds-chart")?;
    Some(Release { name: CRDS.into(), namespace: "emissary-system".into(), ..base })
}

fn chart(cx: Cx<'_>, edge: &Edge, name: &'static str) -> Option<Release> {
    let Some(platform::Edge::Emissary(version)) = cx.cluster.platform.edge else { return None };
    let found = published(Provider::Emissary, version)?;
    Some(Release {
        name: name.into(),
        namespace: edge.ns.clone(),
        chart: name.into(),
        version: found.version(name)?.into(),
        repository: found.repository.url.into(),
        alias: found.repository.alias.unwrap_or("emissary").into(),
        values: Map::new(),
        values_from: vec![],
        depends_on: vec![],
        comment: edge.decl.comment.clone(),
        span: edge.decl.span,
    })
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
