//! Where a release's chart comes from: the published table, or what `chart` says.

use super::values::Values;
use crate::construct::Block;
use crate::diagnostic::codes::warnings::W0801;
use crate::diagnostic::{Diagnostic, Sink};
use crate::lower::Cx;
use crate::manifest::Release;
use crate::platform::charts::{Chart, Published, published};
use crate::platform::{Provider, Version};
use crate::source::Span;
use crate::value::Type;
use std::sync::Arc;

/// A provider's charts, at a cluster's release of it.
#[derive(Clone, Copy)]
pub(in crate::lower) struct Charts<'t> {
    pub(in crate::lower) cx: Cx<'t>,
    provider: Provider,
    version: Version,
    pub(in crate::lower) published: &'static Published,
}

impl<'t> Charts<'t> {
    /// Those of the provider that the cluster runs.
    pub(in crate::lower) fn of(cx: Cx<'t>, provider: Provider) -> Option<Self> {
        let version = cx.cluster.platform.version_of(provider)?;
        Some(Self { cx, provider, version, published: published(provider, version)? })
    }

    /// A chart's table of values.
    pub(in crate::lower) fn chart(self, name: &str) -> Option<Chart> {
        Chart::find(name, self.version)
    }

    /// No values yet, for that chart.
    pub(in crate::lower) fn values(self, name: &str) -> Option<Values> {
        self.chart(name).map(Values::new)
    }

    /// A release of a chart. `said` is the block whose `chart` statement may say another version.
    pub(in crate::lower) fn release(
        self,
        name: &str,
        namespace: &str,
        chart: &str,
        said: Option<&Block>,
        place: (&Arc<str>, Span),
    ) -> Release {
        let usual = self.published.version(chart).unwrap_or_default();
        let repository = self.published.repository;
        let item = said.and_then(|b| b.one("chart"));
        let version = item.and_then(|i| i.value(Type::Version)).map(|(v, _)| v.to_string());
        let url = item.and_then(|i| i.text(Type::Url)).map(|u| u.to_string());
        let alias = match &url {
            Some(url) if url != repository.url => format!("{}-charts", self.provider),
            _ => self.provider.to_string(),
        };
        Release {
            name: Arc::from(name),
            namespace: Arc::from(namespace),
            chart: Arc::from(chart),
            version: Arc::from(version.as_deref().unwrap_or(usual)),
            repository: Arc::from(url.as_deref().unwrap_or(repository.url)),
            alias: Arc::from(alias),
            values: serde_json::Map::new(),
            values_from: vec![],
            depends_on: vec![],
            comment: Arc::clone(place.0),
            span: place.1,
        }
    }

    /// Warns where the chart refuses the cluster's Kubernetes.
    pub(in crate::lower) fn runs_here(self, chart: &str, place: Span, sink: &mut Sink) {
        let Some(found) = self.chart(chart) else { return };
        let kubernetes = self.cx.cluster.platform.kubernetes;
        if found.runs_on(kubernetes) {
            return;
        }
        let range = found.kube_version().unwrap_or_default();
        let cluster = &self.cx.cluster.name;
        let message = format!("the chart `{chart}` does not install on kubernetes {kubernetes}");
        let told = Diagnostic::new(&W0801, place, message, format!("`{cluster}` runs {kubernetes}"))
            .note(format!("its `kubeVersion` is `{range}` ({} {})", self.provider, self.version))
            .help("raise the cluster's kubernetes, or take an earlier release");
        sink.report(told);
    }
}
