//! Argo CD: an Application a release, one for the rest, in sync waves; and one that a person applies, which reads them.
//!
//! Argo CD is in the cluster that it serves.

use super::INSTALL;
use super::settings::Settings;
use crate::manifest::{Output, Part, Release};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

const API: &str = "argoproj.io/v1alpha1";
const HERE: &str = "https://kubernetes.default.svc";

/// The releases and the rest.
pub(super) fn releases(settings: &Settings<'_>, output: &Output) -> Part {
    let mut part = Part::new();
    let mut waves: BTreeMap<&str, i64> = BTreeMap::new();
    for release in &output.releases {
        let wave = release.depends_on.iter().filter_map(|d| waves.get(&**d)).max().map_or(0, |w| w + 1);
        waves.insert(&release.name, wave);
        let mut app = application(settings, &release.name, &release.namespace, source(release), wave);
        if let Some(spec) = app.get_mut("spec").filter(|_| release.name.starts_with("linkerd"))
            && let Json::Object(spec) = spec
        {
            spec.insert("ignoreDifferences".to_owned(), rendered_anew());
        }
        settings.keep_kinds(release, &mut app);
        part.push(&app, &release.comment, release.span);
    }
    let last = waves.values().max().map_or(0, |w| w + 1);
    let name = format!("{}-objects", settings.cluster.name);
    let app = application(settings, &name, "default", folder(settings, &settings.cluster.name), last);
    part.push(&app, settings.comment(), settings.cluster.decl.span);
    part
}

/// What a person applies once: the Application of all others.
pub(super) fn entry(settings: &Settings<'_>) -> Part {
    let mut part = Part::new();
    let name = &settings.cluster.name;
    let source = folder(settings, &format!("{name}/{INSTALL}"));
    let app = application(settings, name, &settings.namespace(), source, 0);
    part.push(&app, settings.comment(), settings.cluster.decl.span);
    part
}

fn folder(settings: &Settings<'_>, path: &str) -> Json {
    json!({ "repoURL": settings.source().unwrap_or_default(), "path": path, "targetRevision": "HEAD" })
}

fn source(release: &Release) -> Json {
    let mut helm = Map::new();
    helm.insert("releaseName".to_owned(), json!(&*release.name));
    if !release.values.is_empty() {
        helm.insert("valuesObject".to_owned(), Json::Object(release.values.clone()));
    }
    let mut source = json!({ "targetRevision": &*release.version, "helm": helm });
    if let Json::Object(source) = &mut source {
        // Argo CD names an OCI registry without its scheme.
        let (url, key) = match release.repository.strip_prefix("git+") {
            Some(url) => (url, "path"),
            None => (release.repository.strip_prefix("oci://").unwrap_or(&release.repository), "chart"),
        };
        source.insert("repoURL".to_owned(), json!(url));
        source.insert(key.to_owned(), json!(&*release.chart));
    }
    source
}

fn application(settings: &Settings<'_>, name: &str, namespace: &str, source: Json, wave: i64) -> Json {
    let mut policy = Map::new();
    if settings.automated() {
        policy.insert("automated".to_owned(), json!({ "prune": true, "selfHeal": true }));
    }
    // Kinds that a release of an earlier wave brings are not there at the first try.
    let options =
        ["ServerSideApply=true", "SkipDryRunOnMissingResource=true", "RespectIgnoreDifferences=true"];
    policy.insert("syncOptions".to_owned(), json!(options));
    policy.insert("retry".to_owned(), json!({ "limit": settings.retries().unwrap_or(5) }));
    json!({
        "apiVersion": API, "kind": "Application",
        "metadata": {
            "name": name, "namespace": settings.namespace(),
            "labels": {
                "app.kubernetes.io/name": name, "app.kubernetes.io/managed-by": "meshc",
                "app.kubernetes.io/part-of": &*settings.cluster.name,
            },
            "annotations": { "argocd.argoproj.io/sync-wave": wave.to_string() },
        },
        "spec": {
            "project": settings.project(),
            "destination": { "server": HERE, "namespace": namespace },
            "source": source,
            "syncPolicy": policy,
        },
    })
}

/// What Linkerd's charts make anew at each rendering: webhooks' certificates, and the minute of the heartbeat.
fn rendered_anew() -> Json {
    let webhook = |kind: &str| {
        json!({
            "group": "admissionregistration.k8s.io", "kind": kind,
            "jqPathExpressions": [".webhooks[]?.clientConfig.caBundle"],
        })
    };
    let secret = |name: &str| json!({ "kind": "Secret", "name": name, "jsonPointers": ["/data/tls.crt", "/data/tls.key"] });
    json!([
        webhook("MutatingWebhookConfiguration"),
        webhook("ValidatingWebhookConfiguration"),
        secret("linkerd-policy-validator-k8s-tls"),
        secret("linkerd-proxy-injector-k8s-tls"),
        secret("linkerd-sp-validator-k8s-tls"),
        { "group": "batch", "kind": "CronJob", "name": "linkerd-heartbeat", "jsonPointers": ["/spec/schedule"] },
    ])
}
