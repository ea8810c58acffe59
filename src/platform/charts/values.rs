//! The values of a chart at a release: a path → what it takes.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::diagnostic::nearest;
use crate::platform::Version;
use crate::platform::releases::{self, Span};

/// What a value may be, by its default and its use in the templates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// A string.
    String,
    /// A whole number.
    Int,
    /// A number.
    Float,
    /// `true` or `false`.
    Bool,
    /// A list.
    List,
    /// A map.
    Map,
    /// A scalar of any type: the default is `null`, or there is none.
    Scalar,
    /// Emitted as it is.
    Any,
}

/// A value that the chart knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// What it takes.
    pub value_type: ValueType,
    /// What it is when nobody sets it, as JSON; `None` without a default.
    pub default: Option<&'static str>,
    /// Whether the chart refuses to render without it.
    pub required: bool,
    /// Whether the chart reads it at all.
    pub read: bool,
}

/// What is known of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueLookup {
    /// The chart knows it.
    Known(Known),
    /// It is, or lies under, what the chart emits as it is.
    FreeForm,
    /// The templates set it themselves: not for users.
    Internal,
    /// The chart never reads it.
    Unknown {
        /// A path that it knows and that is like it.
        nearest: Option<&'static str>,
    },
}

#[derive(Debug, Default)]
struct Table {
    releases: Vec<Version>,
    charts: BTreeMap<&'static str, Vec<Row>>,
    malformed: usize,
}

#[derive(Debug)]
struct Row {
    span: Span,
    path: &'static str,
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    KubeVersion,
    Value(ValueType, Option<&'static str>),
    Absent(ValueType),
    FreeForm,
    Required,
    Element,
    Internal,
    Unread,
    Ha(&'static str),
}

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../data/charts.table")));

/// A chart at a release.
#[derive(Clone, Copy, Debug)]
pub struct Chart {
    name: &'static str,
    rows: &'static [Row],
    at: u8,
}

impl Table {
    fn read(text: &'static str) -> Self {
        let mut table = Self::default();
        let mut chart = "";
        for line in text.lines() {
            let mut tokens = line.split('\t');
            let good = match tokens.next() {
                Some("S") => Some(()),
                Some("R") => releases::read(tokens).map(|list| table.releases = list),
                Some("C") => tokens.next().map(|name| chart = name),
                Some(mark) => {
                    read_row(mark, tokens).map(|row| table.charts.entry(chart).or_default().push(row))
                }
                None => None,
            };
            table.malformed += usize::from(good.is_none());
        }
        table
    }
}

fn read_row(mark: &str, mut tokens: std::str::Split<'static, char>) -> Option<Row> {
    let (span, path) = (Span::read(tokens.next()?)?, tokens.next()?);
    let what = match mark {
        "K" => What::KubeVersion,
        "V" => What::Value(
            match tokens.next()? {
                "string" => ValueType::String,
                "int" => ValueType::Int,
                "float" => ValueType::Float,
                "bool" => ValueType::Bool,
                "list" => ValueType::List,
                "map" => ValueType::Map,
                "null" => ValueType::Scalar,
                _ => return None,
            },
            tokens.next().filter(|default| !default.is_empty()),
        ),
        "A" => What::Absent(match tokens.next()? {
            "scalar" => ValueType::Scalar,
            "list" => ValueType::List,
            "map" => ValueType::Map,
            "yaml" => ValueType::Any,
            _ => return None,
        }),
        "F" => What::FreeForm,
        "Q" => What::Required,
        "L" => What::Element,
        "I" => What::Internal,
        "U" => What::Unread,
        "H" => What::Ha(tokens.next()?),
        _ => return None,
    };
    Some(Row { span, path, what })
}

/// Whether `path` lies under `above` (`a.b` and `a[]` under `a`), or is it.
fn is_under(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// `a[0].b`, `a[name=x].b` → `a[].b`.
fn without_indexes(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut inside = false;
    for c in path.chars() {
        inside = inside && c != ']';
        if !inside {
            out.push(c);
        }
        inside = inside || c == '[';
    }
    out
}

impl Chart {
    /// The chart of that name at a release of its provider (`linkerd-control-plane` at 2.20): `None` if the release
    /// has no such chart. Emissary's CRD chart is `emissary-crds-chart`, as it calls itself.
    #[must_use]
    pub fn find(chart: &str, release: Version) -> Option<Self> {
        let at = releases::at(&TABLE.releases, release)?;
        let (name, rows) = TABLE.charts.iter().find(|(name, _)| **name == chart)?;
        rows.iter().any(|row| row.span.has(at)).then_some(Self { name, rows, at })
    }

    /// What it is called.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.name
    }

    fn rows(self) -> impl Iterator<Item = &'static Row> {
        self.rows.iter().filter(move |row| row.span.has(self.at))
    }

    fn marked(self, path: &str, what: What) -> bool {
        self.rows().any(|row| row.what == what && row.path == path)
    }

    /// What a path (`proxy.resources.cpu.request`, `controllers[0].link.ref.name`) takes.
    #[must_use]
    pub fn value(self, path: &str) -> ValueLookup {
        let path = &*without_indexes(path);
        if let Some(known) = self.exact(path) {
            return ValueLookup::Known(known);
        }
        let free = |row: &Row| match row.what {
            What::FreeForm | What::Absent(ValueType::Any) => is_under(path, row.path),
            // An element of a list whose elements no template takes apart.
            What::Value(ValueType::List, _) | What::Absent(ValueType::List) => {
                path.strip_prefix(row.path).is_some_and(|rest| rest.starts_with('['))
                    && !self.rows().any(|e| e.what == What::Element && is_under(e.path, row.path))
            }
            // Below a leaf that is read in a list's element: `controllers[].resources.cpu`.
            What::Element => is_under(path, row.path) && !self.has_below(row.path),
            _ => false,
        };
        if self.rows().any(free) {
            return ValueLookup::FreeForm;
        }
        // A map or a list on the way to what is known.
        if let Some(row) =
            self.rows().find(|row| self.names(row) && row.path != path && is_under(row.path, path))
        {
            let list = row.path.get(path.len()..).is_some_and(|rest| rest.starts_with('['));
            let value_type = if list { ValueType::List } else { ValueType::Map };
            return ValueLookup::Known(Known { value_type, default: None, required: false, read: true });
        }
        if self.marked(path, What::Internal) {
            return ValueLookup::Internal;
        }
        let paths = self.rows().filter(|row| self.names(row)).map(|row| row.path);
        ValueLookup::Unknown { nearest: nearest(path, paths).first().copied() }
    }

    /// Whether templates take an element's value apart.
    fn has_below(self, element: &str) -> bool {
        self.rows().any(|row| row.what == What::Element && row.path != element && is_under(row.path, element))
    }

    /// Whether a row names a path that users may set.
    fn names(self, row: &Row) -> bool {
        match row.what {
            What::Value(..) | What::FreeForm | What::Element => true,
            What::Absent(_) => !self.marked(row.path, What::Internal),
            _ => false,
        }
    }

    fn exact(self, path: &str) -> Option<Known> {
        let found = self.rows().filter(|row| row.path == path);
        let (value_type, default) = found
            .filter_map(|row| match row.what {
                What::Value(value_type, default) => Some((value_type, default)),
                What::Absent(ValueType::Any) => None,
                What::Element if !self.has_below(path) => Some((ValueType::Any, None)),
                What::Absent(value_type) if !self.marked(path, What::Internal) => Some((value_type, None)),
                _ => None,
            })
            .max_by_key(|(_, default)| default.is_some())?;
        let free = self.marked(path, What::FreeForm);
        let value_type = if free && value_type == ValueType::Scalar { ValueType::Any } else { value_type };
        let required = self.marked(path, What::Required);
        Some(Known { value_type, default, required, read: !self.marked(path, What::Unread) })
    }

    /// The paths without which it refuses to render.
    pub fn required(self) -> impl Iterator<Item = &'static str> {
        self.rows().filter(|row| row.what == What::Required).map(|row| row.path)
    }

    /// What `values-ha.yaml` sets: paths and values as JSON.
    pub fn ha(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.rows().filter_map(|row| match row.what {
            What::Ha(value) => Some((row.path, value)),
            _ => None,
        })
    }

    /// All paths that may be set, for completion, by path.
    pub fn paths(self) -> impl Iterator<Item = &'static str> {
        self.rows().filter(move |row| self.names(row)).map(|row| row.path)
    }

    /// Its `kubeVersion`, if it has one: `>=1.31.0-0`.
    #[must_use]
    pub fn kube_version(self) -> Option<&'static str> {
        self.rows().find(|row| row.what == What::KubeVersion).map(|row| row.path)
    }

    /// Whether Helm installs it into a cluster of that Kubernetes.
    #[must_use]
    pub fn runs_on(self, kubernetes: Version) -> bool {
        // All charts say `>=`; the test holds that.
        let least = self.kube_version().and_then(|range| Version::parse(range.strip_prefix(">=")?).ok());
        least.is_none_or(|least| kubernetes >= least)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(name: &str, release: &str) -> Chart {
        Chart::find(name, Version::parse(release).unwrap()).unwrap()
    }

    #[test]
    fn the_table_is_whole() {
        assert_eq!(TABLE.malformed, 0);
        for row in TABLE.charts.values().flatten().filter(|row| row.what == What::KubeVersion) {
            assert!(row.path.strip_prefix(">=").is_some_and(|v| Version::parse(v).is_ok()), "{}", row.path);
        }
        for (chart, releases, missing) in [
            ("linkerd-control-plane", ["2.12", "2.20"], "2.11"),
            ("linkerd2", ["2.8", "2.11"], "2.12"),
            ("linkerd-multicluster", ["2.10", "2.20"], "2.9"),
            ("linkerd-jaeger", ["2.10", "2.18"], "2.19"),
            ("emissary-ingress", ["3.10", "4.1"], "1.14"),
            ("emissary-crds-chart", ["3.10", "4.1"], "1.14"),
        ] {
            let find = |release: &str| Chart::find(chart, Version::parse(release).unwrap());
            assert!(releases.iter().all(|release| find(release).is_some()), "{chart}");
            assert!(find(missing).is_none(), "{chart} {missing}");
        }
        assert!(Chart::find("ambassador", Version::new(1, 14)).is_some());
    }

    #[test]
    fn paths_are_known_free_or_unknown() {
        let known = |chart: Chart, path: &str| match chart.value(path) {
            ValueLookup::Known(known) => known,
            other => panic!("{path}: {other:?}"),
        };
        let plane = chart("linkerd-control-plane", "2.20");
        let ca = known(plane, "identity.externalCA");
        assert_eq!((ca.value_type, ca.default), (ValueType::Bool, Some("false")));
        assert!(known(plane, "identityTrustAnchorsPEM").required);
        assert_eq!(known(plane, "proxy").value_type, ValueType::Map);
        assert_eq!(known(plane, "proxy.nativeSidecar").default, Some("true"));
        assert!(!known(plane, "kubeAPI.clientQPS").read);
        assert_eq!(plane.value("nodeSelector.example.com/pool"), ValueLookup::FreeForm);
        let unknown = |nearest| ValueLookup::Unknown { nearest };
        assert_eq!(plane.value("identity.externalCa"), unknown(Some("identity.externalCA")));
        assert_eq!(plane.value("clusterDomian"), unknown(Some("clusterDomain")));
        assert_eq!(plane.value("proxy.workloadKind"), ValueLookup::Internal);
        assert!(plane.ha().any(|row| row == ("controllerReplicas", "3")));

        let multicluster = chart("linkerd-multicluster", "2.20");
        assert_eq!(known(multicluster, "controllers").value_type, ValueType::List);
        assert_eq!(multicluster.value("controllers[0].resources.cpu"), ValueLookup::FreeForm);
        assert_eq!(known(multicluster, "controllers[0].link.ref.name").value_type, ValueType::Any);
        assert_eq!(known(multicluster, "controllers[0].link.ref").value_type, ValueType::Map);
        assert!(matches!(multicluster.value("controllers[0].link.name"), ValueLookup::Unknown { .. }));
        assert!(matches!(multicluster.value("controllers[0].lnk"), ValueLookup::Unknown { .. }));
        assert!(matches!(
            chart("linkerd-multicluster", "2.17").value("controllers[0].link"),
            ValueLookup::Unknown { .. }
        ));
        assert!(matches!(chart("linkerd2", "2.9").value("global.clusterDomain"), ValueLookup::Known(_)));
        assert!(matches!(
            chart("linkerd2", "2.10").value("global.clusterDomain"),
            ValueLookup::Unknown { .. }
        ));
    }

    /// Features that are values exist in the charts from the release that the feature table says.
    #[test]
    fn features_that_are_values_agree() {
        use crate::platform::{Feature, Platform, Provider};
        for (feature, name, path) in [
            (Feature::InstallGatewayApiValue, "linkerd-crds", "installGatewayAPI"),
            (Feature::ProxyTracing, "linkerd-control-plane", "proxy.tracing.enabled"),
            (Feature::NativeSidecar, "linkerd-control-plane", "proxy.nativeSidecar"),
            (Feature::DefaultPolicyInProxyValues, "linkerd-control-plane", "proxy.defaultInboundPolicy"),
            (Feature::ControllersAsValues, "linkerd-multicluster", "controllers"),
            (Feature::NamespaceCreationValue, "linkerd-multicluster-link", "enableNamespaceCreation"),
            (Feature::HeadlessMirroring, "linkerd-multicluster-link", "enableHeadlessServices"),
        ] {
            for release in Provider::Linkerd.supported() {
                let Some(chart) = Chart::find(name, release) else { continue };
                let platform = Platform::from_words(&format!("linkerd={release}")).unwrap();
                let known = matches!(chart.value(path), ValueLookup::Known(_));
                assert_eq!(known, platform.has(feature), "{feature:?} {release}");
            }
        }
    }

    #[test]
    fn charts_ask_for_a_kubernetes() {
        let plane = chart("linkerd-control-plane", "2.20");
        assert_eq!(plane.kube_version(), Some(">=1.31.0-0"));
        assert!(plane.runs_on(Version::new(1, 31)) && !plane.runs_on(Version::new(1, 30)));
    }
}
