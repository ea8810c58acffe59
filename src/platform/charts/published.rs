//! Where charts are published: a provider and its release → repository, chart versions.
//!
//! Source: Linkerd's install pages and chart matrices by release, Emissary's documentation and tags.

use std::sync::LazyLock;

use crate::platform::{Provider, Version};

/// A Helm repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repository {
    /// `https://…`, or `oci://…` without the chart's name.
    pub url: &'static str,
    /// What its documentation calls it (`helm repo add ALIAS URL`); none for OCI.
    pub alias: Option<&'static str>,
}

impl Repository {
    /// Whether charts come from an OCI registry.
    #[must_use]
    pub fn is_oci(&self) -> bool {
        self.url.starts_with("oci://")
    }
}

/// What is published of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The exact upstream release that its charts install: `stable-2.12.6`, `edge-26.6.3`, `v4.1.0`.
    pub installs: &'static str,
    /// Where.
    pub repository: Repository,
    /// Charts by name, with their versions.
    pub charts: Vec<(&'static str, &'static str)>,
    /// The chart that brings the CustomResourceDefinitions.
    pub crds_chart: Option<&'static str>,
    /// A manifest of the CustomResourceDefinitions, where one is published.
    pub crds_manifest: Option<&'static str>,
    /// Charts that are in the source, but were never packaged.
    pub not_published: Vec<&'static str>,
}

impl Published {
    /// The version of a chart.
    #[must_use]
    pub fn version(&self, chart: &str) -> Option<&'static str> {
        self.charts.iter().find(|(name, _)| *name == chart).map(|(_, version)| *version)
    }
}

type Row = (Provider, Version, Published);

static TABLE: LazyLock<Option<Vec<Row>>> = LazyLock::new(|| read(include_str!("../data/published.table")));

/// `None` for a text that is not of the form.
fn read(text: &'static str) -> Option<Vec<Row>> {
    let mut rows: Vec<Row> = vec![];
    let given = |word: &'static str| (word != "-").then_some(word);
    for line in text.lines() {
        let mut tokens = line.split('\t');
        let mark = tokens.next()?;
        match mark {
            "S" | "R" => {}
            "P" => {
                let provider = Provider::of_word(tokens.next()?)?;
                let release = Version::parse(tokens.next()?).ok()?;
                let installs = tokens.next()?;
                let repository = Repository { url: tokens.next()?, alias: given(tokens.next()?) };
                let (charts, not_published) = (vec![], vec![]);
                let (crds_chart, crds_manifest) = (None, None);
                let all =
                    Published { installs, repository, charts, crds_chart, crds_manifest, not_published };
                rows.push((provider, release, all));
            }
            _ => {
                let (_, _, last) = rows.last_mut()?;
                match mark {
                    "C" => last.charts.push((tokens.next()?, tokens.next()?)),
                    "X" => {
                        last.crds_chart = given(tokens.next()?);
                        last.crds_manifest = given(tokens.next()?);
                    }
                    "N" => last.not_published.push(tokens.next()?),
                    _ => return None,
                }
            }
        }
    }
    Some(rows)
}

/// Where the charts of a release of Linkerd, Emissary or Edge Stack are; `None` for Kubernetes and unknown releases.
#[must_use]
pub fn published(provider: Provider, release: Version) -> Option<&'static Published> {
    let mut rows = TABLE.as_ref()?.iter();
    rows.find(|(p, r, _)| *p == provider && *r == release).map(|(_, _, found)| found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::charts::Chart;

    #[test]
    fn every_release_is_published() {
        for provider in [Provider::Linkerd, Provider::Emissary, Provider::EdgeStack] {
            for release in provider.supported() {
                let found = published(provider, release).unwrap();
                assert!(!found.charts.is_empty(), "{provider} {release}");
                for (chart, _) in &found.charts {
                    assert!(Chart::find(chart, release).is_some(), "{chart} {release}");
                }
                let crds = found.crds_chart.unwrap();
                assert!(found.version(crds).is_some(), "{crds} {release}");
            }
        }
        assert!(published(Provider::Kubernetes, Version::new(1, 33)).is_none());
        let linkerd = published(Provider::Linkerd, Version::new(2, 20)).unwrap();
        assert_eq!(linkerd.version("linkerd-control-plane"), Some("2026.6.3"));
        assert_eq!(linkerd.repository.alias, Some("linkerd-edge"));
        assert_eq!(linkerd.not_published, ["linkerd-multicluster-link"]);
        assert!(published(Provider::Emissary, Version::new(4, 1)).unwrap().repository.is_oci());
    }
}
