//! What a chart installs: a chart and a release → objects with their conditions.
//!
//! Source: each chart rendered with Helm with its defaults, with `values-ha.yaml`, and with each guarding value
//! changed. What needs a combination beyond that, and what controllers make at run time, is not in.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::platform::Version;
use crate::platform::releases::{self, Span};

/// An object that a chart installs.
#[derive(Clone, Debug)]
pub struct InstalledObject {
    span: Span,
    /// `policy.linkerd.io/v1beta3`.
    pub api_version: &'static str,
    /// `Server`.
    pub kind: &'static str,
    /// Its name with default values; `{release}`, `{namespace}` stand for Helm's, `{path}` for a value.
    pub name: &'static str,
    /// The same, with the values that make it up, where there are such.
    pub name_pattern: Option<&'static str>,
    /// Its namespace, mostly `{namespace}`; `None` for cluster-wide kinds.
    pub namespace: Option<&'static str>,
    /// Whether default values install it.
    pub by_default: bool,
    /// Whether `values-ha.yaml` installs it.
    pub by_ha: bool,
    /// Whether it is a Helm hook.
    pub is_hook: bool,
    /// Values (path, JSON) that install it: all of one alternative. `"<any>"` is any value that is not empty, `">1"` a
    /// number above one. For an object that is installed by default they are the defaults that must stay.
    pub when: Vec<Vec<(&'static str, &'static str)>>,
    /// A Service's ports; some have no name.
    pub ports: Vec<(Option<&'static str>, u16)>,
}

#[derive(Debug, Default)]
struct Table {
    releases: Vec<Version>,
    charts: BTreeMap<&'static str, (&'static str, Vec<InstalledObject>)>,
    malformed: usize,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../data/objects.table")));

impl Table {
    fn read(text: &'static str) -> Self {
        let mut table = Self::default();
        let mut chart = "";
        for line in text.lines() {
            let mut tokens = line.split('\t');
            let good = match tokens.next() {
                Some("S") => Some(()),
                Some("R") => releases::read(tokens).map(|list| table.releases = list),
                Some("C") => tokens.next().zip(tokens.next()).map(|(name, namespace)| {
                    chart = name;
                    table.charts.entry(name).or_insert((namespace, vec![]));
                }),
                Some("O") => read_object(tokens)
                    .and_then(|object| table.charts.get_mut(chart).map(|(_, objects)| objects.push(object))),
                _ => None,
            };
            table.malformed += usize::from(good.is_none());
        }
        table
    }
}

fn read_object(mut tokens: std::str::Split<'static, char>) -> Option<InstalledObject> {
    let mut object = InstalledObject {
        span: Span::read(tokens.next()?)?,
        api_version: tokens.next()?,
        kind: tokens.next()?,
        name: tokens.next()?,
        name_pattern: None,
        namespace: Some(tokens.next()?).filter(|namespace| *namespace != "-"),
        by_default: true,
        by_ha: false,
        is_hook: false,
        when: vec![],
        ports: vec![],
    };
    for token in tokens {
        match token.split_once('=') {
            None => match token {
                "off" => object.by_default = false,
                "ha" => object.by_ha = true,
                "hook" => object.is_hook = true,
                "or" => object.when.push(vec![]),
                _ => return None,
            },
            Some(("when", condition)) => {
                if object.when.is_empty() {
                    object.when.push(vec![]);
                }
                object.when.last_mut()?.push(condition.split_once('=')?);
            }
            Some(("name", pattern)) => object.name_pattern = Some(pattern),
            Some(("port", port)) => {
                let (name, number) = port.rsplit_once(':')?;
                object.ports.push((Some(name).filter(|name| !name.is_empty()), number.parse().ok()?));
            }
            Some(_) => return None,
        }
    }
    Some(object)
}

/// What a chart installs at a release, whatever its values; nothing for a chart that the release has not.
pub fn installed_objects(
    chart: &str,
    release: Version,
) -> impl Iterator<Item = &'static InstalledObject> + use<> {
    let at = releases::at(&TABLE.releases, release);
    let found = TABLE.charts.iter().find(|(name, _)| **name == chart);
    let objects = found.map(|(_, (_, objects))| objects.as_slice()).unwrap_or_default();
    objects.iter().filter(move |object| at.is_some_and(|at| object.span.has(at)))
}

/// The namespace that a chart's documentation installs it into.
#[must_use]
pub fn usual_namespace(chart: &str) -> Option<&'static str> {
    TABLE.charts.iter().find(|(name, _)| **name == chart).map(|(_, (namespace, _))| *namespace)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::charts::Chart;

    #[test]
    fn objects_come_with_releases_and_values() {
        assert_eq!(TABLE.malformed, 0);
        let find = |chart: &str, minor, kind: &str, name: &str| {
            let mut objects = installed_objects(chart, Version::new(2, minor));
            objects.find(|object| object.kind == kind && object.name == name).cloned()
        };
        let gateway = find("linkerd-multicluster", 20, "Service", "linkerd-gateway").unwrap();
        assert_eq!(gateway.ports, [(Some("mc-gateway"), 4143), (Some("mc-probe"), 4191)]);
        assert_eq!(gateway.when, [[("gateway.enabled", "true")]]);
        assert_eq!(gateway.name_pattern, Some("{gateway.name}"));
        assert!(gateway.by_default && !gateway.is_hook);
        let old = find("linkerd2-multicluster", 8, "Service", "linkerd-gateway").unwrap();
        assert_eq!(old.ports.last(), Some(&(Some("mc-probe"), 4181)));
        assert!(find("linkerd-control-plane", 20, "Service", "linkerd-dst").is_some());
        assert!(find("linkerd-control-plane", 11, "Service", "linkerd-dst").is_none());
        let route =
            find("linkerd-crds", 20, "CustomResourceDefinition", "httproutes.gateway.networking.k8s.io");
        assert_eq!(route.unwrap().when.len(), 2);
        assert_eq!(usual_namespace("linkerd-viz"), Some("linkerd-viz"));
        assert!(TABLE.charts.keys().all(|chart| usual_namespace(chart).is_some()));
        for chart in TABLE.charts.keys() {
            assert!(TABLE.releases.iter().any(|release| Chart::find(chart, *release).is_some()), "{chart}");
        }
    }
}
