//! A trust in one cluster: cert-manager's objects, and how the identity of the control plane learns of anchors and
//! issuer.
//!
//! Upstream's recipe gives each cluster a root of its own; here the root is issued in `home` alone and its secret is
//! copied, so that clusters trust each other. A root that cert-manager renews keeps its key (`rotationPolicy: Never`)
//! unless the anchor before it is in the bundle too. No private key is ever written.

use super::{marks, object};
use crate::api::cert_manager::{CaIssuer, CertificateSpec, Empty, IssuerRef, IssuerSpec, PrivateKey};
use crate::api::trust_manager::{BundleSpec, NamespaceSelector, Source, SourceKey, Target, TargetKey};
use crate::construct::{Block, Item};
use crate::lower::Cx;
use crate::lower::kubernetes::go_duration;
use crate::manifest::{Output, ValueFrom};
use crate::platform::Feature;
use crate::topology::{Name, Thing, Trust};
use crate::value::{Duration, Type, Value};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::sync::Arc;

const ROOT: &str = "linkerd-trust-anchor";
const ROOT_ISSUER: &str = "linkerd-trust-root-issuer";
const ISSUER: &str = "linkerd-identity-issuer";
const BUNDLE: &str = "linkerd-identity-trust-roots";
/// Upstream's: a root of a year that is renewed after two months, an issuer of two days renewed after one.
const ROOT_LIFE: (u64, u64) = (8760, 7320);
const ISSUER_LIFE: (u64, u64) = (48, 25);
const HOUR: u64 = 3_600_000;

/// What the control plane's values say of identity.
#[derive(Default)]
pub(super) struct Identity {
    /// Values by path; each with the statement that says it.
    pub(super) values: Vec<(&'static str, Json, crate::source::Span)>,
    /// Values that stay in objects of the cluster.
    pub(super) values_from: Vec<ValueFrom>,
}

/// The trust of the cluster.
pub(super) fn of(cx: Cx<'_>) -> Option<&Trust> {
    cx.topology.trusts.get(cx.cluster.trust.as_ref()?)
}

/// The cluster that issues the root: the one that is said, or the only member.
pub(super) fn home(trust: &Trust) -> Option<&Name> {
    let said =
        trust.block.one("cert-manager")?.inner().one("home").and_then(|i| i.text(Type::Cluster).cloned());
    match said {
        Some(said) => trust.members.iter().find(|m| **m == said),
        None => trust.members.first().filter(|_| trust.members.len() == 1),
    }
}

/// Where cert-manager and the root live.
pub(super) fn cert_manager_namespace(cert_manager: &Item) -> String {
    let said = cert_manager.inner().one("namespace").and_then(|i| i.text(Type::Ns).cloned());
    said.map_or_else(|| "cert-manager".to_owned(), |ns| ns.to_string())
}

/// cert-manager's and trust-manager's objects, for a trust that they keep.
pub(super) fn objects(cx: Cx<'_>, output: &mut Output) {
    let Some(trust) = of(cx) else { return };
    let Some(cert_manager) = trust.block.one("cert-manager") else { return };
    if cx.cluster.linkerd_installed {
        return;
    }
    let (inner, ns) = (cert_manager.inner(), cert_manager_namespace(cert_manager));
    let (comment, span) = (&*trust.decl.comment, cert_manager.span);
    let part = &mut output.own;
    const API: &str = "cert-manager.io/v1";
    if home(trust) == Some(&cx.cluster.name) {
        let spec = IssuerSpec { self_signed: Some(Empty {}), ca: None };
        let issuer = object(cx, API, "Issuer", ROOT_ISSUER, &ns, &trust.name, spec);
        part.push(&marks(cx, issuer), comment, span);
        let root = object(cx, API, "Certificate", ROOT, &ns, &trust.name, root(cx, &inner));
        part.push(&marks(cx, root), comment, span);
    }
    let spec = IssuerSpec { self_signed: None, ca: Some(CaIssuer { secret_name: ROOT.to_owned() }) };
    let signer = object(cx, API, "ClusterIssuer", ISSUER, "", &trust.name, spec);
    part.push(&marks(cx, signer), comment, span);
    let issuer =
        object(cx, API, "Certificate", ISSUER, &cx.cluster.linkerd_ns, &trust.name, issuer(cx, &inner));
    part.push(&marks(cx, issuer), comment, span);
    let bundle =
        object(cx, "trust.cert-manager.io/v1alpha1", "Bundle", BUNDLE, "", &trust.name, bundle(&inner));
    part.push(&marks(cx, bundle), comment, span);
}

fn life(inner: &Block, word: &str, usual: (u64, u64)) -> (Duration, Duration) {
    let said = inner.one(word).and_then(|i| i.duration());
    let whole = said.unwrap_or(Duration(usual.0 * HOUR));
    // The same share as upstream's, in whole seconds.
    let before = u128::from(whole.0) * u128::from(usual.1) / u128::from(usual.0) / 1000 * 1000;
    (whole, Duration(u64::try_from(before).unwrap_or(whole.0)))
}

fn root(cx: Cx<'_>, inner: &Block) -> CertificateSpec {
    let (duration, before) = life(inner, "root-validity", ROOT_LIFE);
    let policy = if inner.one("previous").is_some() { "Always" } else { "Never" };
    CertificateSpec {
        secret_name: ROOT.to_owned(),
        issuer_ref: IssuerRef { name: ROOT_ISSUER.to_owned(), kind: "Issuer", group: "cert-manager.io" },
        is_ca: Some(true),
        common_name: Some(format!("root.{}.{}", cx.cluster.linkerd_ns, cx.cluster.trust_domain)),
        duration: Some(go_duration(duration)),
        renew_before: Some(go_duration(before)),
        private_key: Some(PrivateKey { algorithm: "ECDSA", size: None, rotation_policy: Some(policy) }),
        ..CertificateSpec::default()
    }
}

fn issuer(cx: Cx<'_>, inner: &Block) -> CertificateSpec {
    let (duration, before) = life(inner, "issuer-validity", ISSUER_LIFE);
    let name = format!("identity.{}.{}", cx.cluster.linkerd_ns, cx.cluster.trust_domain);
    CertificateSpec {
        secret_name: ISSUER.to_owned(),
        issuer_ref: IssuerRef { name: ISSUER.to_owned(), kind: "ClusterIssuer", group: "cert-manager.io" },
        is_ca: Some(true),
        common_name: Some(name.clone()),
        dns_names: vec![name],
        duration: Some(go_duration(duration)),
        renew_before: Some(go_duration(before)),
        private_key: Some(PrivateKey { algorithm: "ECDSA", size: None, rotation_policy: Some("Always") }),
    }
}

fn bundle(inner: &Block) -> BundleSpec {
    let previous = inner.one("previous").and_then(|i| i.all_values().next().map(|(_, v, _)| v.to_string()));
    let name = |text: String| text.split_once('.').map_or(text.clone(), |(_, name)| name.to_owned());
    let names = std::iter::once(ROOT.to_owned()).chain(previous.map(name));
    BundleSpec {
        sources: names.map(|name| Source { secret: SourceKey { name, key: "tls.crt" } }).collect(),
        target: Target {
            config_map: TargetKey { key: "ca-bundle.crt" },
            namespace_selector: NamespaceSelector {
                match_labels: BTreeMap::from([("linkerd.io/is-control-plane", "true")]),
            },
        },
    }
}

/// What the values of the control plane say. What a trust lacks is told by `check`.
pub(super) fn identity(cx: Cx<'_>) -> Identity {
    let mut out = Identity::default();
    let Some(trust) = of(cx) else { return out };
    if let Some(cert_manager) = trust.block.one("cert-manager") {
        out.values.push(("identity.externalCA", json!(true), cert_manager.span));
        out.values.push(("identity.issuer.scheme", json!("kubernetes.io/tls"), cert_manager.span));
        return out;
    }
    if let Some(anchor) = trust.block.one("anchor") {
        anchors(cx, anchor, &mut out);
    }
    let Some(item) = trust.block.one("issuer") else { return out };
    let Some((ns, name, thing)) = named(cx, item, &cx.cluster.secrets) else { return out };
    let Some((certificate, key)) = thing.map_or(Some(TLS), issuer_keys) else { return out };
    if &*name == ISSUER && ns == cx.cluster.linkerd_ns && (certificate, key) == TLS {
        out.values.push(("identity.issuer.scheme", json!("kubernetes.io/tls"), item.span));
        return out;
    }
    for (key, path) in [(certificate, "identity.issuer.tls.crtPEM"), (key, "identity.issuer.tls.keyPEM")] {
        out.values_from.push(value_from("Secret", &ns, &name, key, path));
    }
    out
}

fn anchors(cx: Cx<'_>, anchor: &Item, out: &mut Identity) {
    const PATH: &str = "identityTrustAnchorsPEM";
    if let Some((file, span)) = anchor.value(Type::File) {
        let written = Name::from(file.to_string());
        let found = cx.topology.files.get(&(span.file, written)).and_then(|f| f.first());
        if let Some((_, pem)) = found {
            out.values.push((PATH, json!(&**pem), anchor.span));
        }
        return;
    }
    let secret = anchor.has("secret");
    let things = if secret { &cx.cluster.secrets } else { &cx.cluster.configs };
    let Some((ns, name, thing)) = named(cx, anchor, things) else { return };
    let known = cx.cluster.platform.has(Feature::ExternalCa);
    if !secret && known && &*name == BUNDLE && ns == cx.cluster.linkerd_ns {
        out.values.push(("identity.externalCA", json!(true), anchor.span));
        return;
    }
    let key = thing.map_or_else(|| "ca.crt".to_owned(), anchor_key);
    let kind = if secret { "Secret" } else { "ConfigMap" };
    out.values_from.push(value_from(kind, &ns, &name, &key, PATH));
}

fn value_from(kind: &'static str, ns: &Name, name: &Name, key: &str, path: &str) -> ValueFrom {
    let (namespace, name) = (Arc::clone(ns), Arc::clone(name));
    ValueFrom { kind, namespace, name, key: Arc::from(key), path: Arc::from(path) }
}

/// The secret or config that a statement names: namespace, name, and its record.
fn named<'t>(
    cx: Cx<'t>,
    item: &Item,
    things: &'t BTreeMap<(Name, Name), Thing>,
) -> Option<(Name, Name, Option<&'t Thing>)> {
    let (value, _) = item.value(Type::Ref)?;
    let path = match value {
        Value::Ref(reference) => reference.path.to_string(),
        other => other.to_string(),
    };
    let (ns, name) = match path.split_once('.') {
        Some((ns, name)) => (Name::from(ns), Name::from(name)),
        None => (cx.cluster.linkerd_ns.clone(), Name::from(path)),
    };
    let thing = things.get(&(ns.clone(), name.clone()));
    Some((ns, name, thing))
}

/// The keys of a secret of type `kubernetes.io/tls`.
const TLS: (&str, &str) = ("tls.crt", "tls.key");

fn keys(thing: &Thing) -> Vec<String> {
    let said = thing.block.one("keys").map(|i| i.values(Type::Key)).unwrap_or_default();
    said.into_iter().map(|(v, _)| v.to_string()).collect()
}

/// The keys under which a secret holds an issuer's certificate and key; `None` where they are not both there.
fn issuer_keys(thing: &Thing) -> Option<(&'static str, &'static str)> {
    let pairs = [TLS, ("crt.pem", "key.pem"), ("issuer.crt", "issuer.key"), ("crt", "key")];
    let has = |word: &str| thing.block.one(word).is_some();
    if has("tls") || has("certificate") || has("external-secret") && !has("keys") {
        return Some(TLS);
    }
    let keys = keys(thing);
    pairs.into_iter().find(|(c, k)| keys.iter().any(|x| x == c) && keys.iter().any(|x| x == k))
}

/// The key under which a secret or config holds anchors.
fn anchor_key(thing: &Thing) -> String {
    let keys = keys(thing);
    let usual =
        ["ca.crt", "ca-bundle.crt", "ca.pem", "bundle.pem", "root.crt", "anchor.crt", "tls.crt", "crt.pem"];
    let found = usual.into_iter().find(|u| keys.iter().any(|k| k == u)).map(str::to_owned);
    found.or_else(|| keys.into_iter().next()).unwrap_or_else(|| "ca.crt".to_owned())
}
