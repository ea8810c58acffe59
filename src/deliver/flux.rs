//! Flux: sources and HelmReleases of the releases; two Kustomizations, the releases' ready before the rest.

use super::INSTALL;
use super::settings::Settings;
use crate::manifest::{Output, Part, Release};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

const HELM: &str = "helm.toolkit.fluxcd.io/v2";
const SOURCE: &str = "source.toolkit.fluxcd.io/v1";
const KUSTOMIZE: &str = "kustomize.toolkit.fluxcd.io/v1";

/// The releases and their sources.
pub(super) fn releases(settings: &Settings<'_>, output: &Output) -> Part {
    let mut part = Part::new();
    let span = settings.cluster.decl.span;
    let mut sources: BTreeMap<(&str, String), Json> = BTreeMap::new();
    for release in &output.releases {
        let (kind, name, spec) = source(settings, release);
        sources.entry((kind, name)).or_insert(spec);
    }
    for ((kind, name), spec) in sources {
        let object = object(SOURCE, kind, &name, &settings.namespace(), spec);
        part.push(&object, settings.comment(), span);
    }
    let places: BTreeMap<&str, String> =
        output.releases.iter().map(|r| (&*r.name, namespace(settings, r))).collect();
    for release in &output.releases {
        let ns = namespace(settings, release);
        let mut object = object(HELM, "HelmRelease", &release.name, &ns, spec(settings, release, &places));
        settings.keep_kinds(release, &mut object);
        part.push(&object, &release.comment, release.span);
    }
    part
}

/// A HelmRelease reads values from its own namespace alone.
fn namespace(settings: &Settings<'_>, release: &Release) -> String {
    release.values_from.first().map_or_else(|| settings.namespace(), |from| from.namespace.to_string())
}

fn object(api: &str, kind: &str, name: &str, ns: &str, spec: Json) -> Json {
    json!({
        "apiVersion": api, "kind": kind,
        "metadata": {
            "name": name, "namespace": ns,
            "labels": { "app.kubernetes.io/name": name, "app.kubernetes.io/managed-by": "meshc" },
        },
        "spec": spec,
    })
}

/// The source of a release's chart: kind, name, spec.
fn source(settings: &Settings<'_>, release: &Release) -> (&'static str, String, Json) {
    let interval = settings.interval();
    if let Some(url) = release.repository.strip_prefix("git+") {
        let name = format!("{}-{}", release.alias, release.version.replace(['.', '_'], "-"));
        let spec = json!({ "interval": interval, "url": url, "ref": { "tag": &*release.version } });
        return ("GitRepository", name, spec);
    }
    let mut spec = json!({ "interval": interval, "url": &*release.repository });
    if release.repository.starts_with("oci://")
        && let Json::Object(spec) = &mut spec
    {
        spec.insert("type".to_owned(), json!("oci"));
    }
    ("HelmRepository", release.alias.to_string(), spec)
}

fn spec(settings: &Settings<'_>, release: &Release, places: &BTreeMap<&str, String>) -> Json {
    let (kind, name, _) = source(settings, release);
    let mut chart = json!({
        "chart": &*release.chart,
        "sourceRef": { "kind": kind, "name": name, "namespace": settings.namespace() },
    });
    if let Json::Object(chart) = &mut chart {
        match kind {
            "GitRepository" => chart.insert("chart".to_owned(), json!(format!("./{}", release.chart))),
            _ => chart.insert("version".to_owned(), json!(&*release.version)),
        };
    }
    let mut spec = Map::new();
    let mut set = |key: &str, value: Json| spec.insert(key.to_owned(), value);
    set("interval", json!(settings.interval()));
    set("releaseName", json!(&*release.name));
    set("targetNamespace", json!(&*release.namespace));
    set("storageNamespace", json!(&*release.namespace));
    set("chart", json!({ "spec": chart }));
    let mut before: Vec<Json> = vec![];
    for name in &release.depends_on {
        let ns = places.get(&**name).cloned().unwrap_or_else(|| settings.namespace());
        before.push(json!({ "name": &**name, "namespace": ns }));
    }
    if before.is_empty() {
        let said = settings.depends_on().into_iter();
        before = said.map(|(ns, name)| json!({ "name": name, "namespace": ns })).collect();
    }
    if !before.is_empty() {
        set("dependsOn", Json::Array(before));
    }
    if let Some(account) = settings.account() {
        set("serviceAccountName", json!(account));
    }
    if let Some(retries) = settings.retries() {
        for when in ["install", "upgrade"] {
            set(when, json!({ "remediation": { "retries": retries } }));
        }
    }
    if !release.values.is_empty() {
        set("values", Json::Object(release.values.clone()));
    }
    let from = release.values_from.iter().map(|from| {
        json!({ "kind": from.kind, "name": &*from.name, "valuesKey": &*from.key, "targetPath": &*from.path })
    });
    let from: Vec<Json> = from.collect();
    if !from.is_empty() {
        set("valuesFrom", Json::Array(from));
    }
    Json::Object(spec)
}

/// What a person applies once: the Kustomizations that read the output.
pub(super) fn entry(settings: &Settings<'_>) -> Part {
    let mut part = Part::new();
    let name = &settings.cluster.name;
    let install = format!("{name}-{INSTALL}");
    let kustomizations = [
        (install.clone(), format!("./{name}/{INSTALL}"), None),
        (name.to_string(), format!("./{name}"), Some(install)),
    ];
    for (name, path, before) in kustomizations {
        let spec = kustomization(settings, &path, before);
        let object = object(KUSTOMIZE, "Kustomization", &name, &settings.namespace(), spec);
        part.push(&object, settings.comment(), settings.cluster.decl.span);
    }
    part
}

fn kustomization(settings: &Settings<'_>, path: &str, before: Option<String>) -> Json {
    let source = settings.source().unwrap_or_else(|| "flux-system".to_owned());
    let source = match source.split_once('/') {
        Some((ns, name)) => json!({ "kind": "GitRepository", "name": name, "namespace": ns }),
        None => json!({ "kind": "GitRepository", "name": source }),
    };
    let mut spec = Map::new();
    let mut set = |key: &str, value: Json| spec.insert(key.to_owned(), value);
    set("interval", json!(settings.interval()));
    set("path", json!(path));
    set("prune", json!(true));
    set("wait", json!(true));
    set("sourceRef", source);
    if let Some(before) = before {
        set("dependsOn", json!([{ "name": before }]));
    }
    if let Some(account) = settings.account() {
        set("serviceAccountName", json!(account));
    }
    Json::Object(spec)
}
