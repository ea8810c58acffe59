//! What makes a secret: cert-manager's Certificates and External Secrets' ExternalSecrets. Never its contents.

use super::argument::{own_name, some, strings};
use super::metadata::of_thing;
use crate::api::cert_manager::{CertificateSpec, IssuerRef, PrivateKey};
use crate::api::external_secrets::{
    Data, DataFrom, ExternalSecretSpec, Extract, RemoteRef, StoreRef, Target, Template,
};
use crate::api::{Metadata, Object};
use crate::construct::{Block, Item};
use crate::lower::Cx;
use crate::manifest::Part;
use crate::topology::Thing;
use crate::value::{Duration, Type};

/// The object that makes the secret, where one does.
pub(super) fn secret(cx: Cx<'_>, thing: &Thing, out: &mut Part) {
    let name = own_name(&thing.block).unwrap_or(&thing.name).to_string();
    let (comment, span) = (&*thing.decl.comment, thing.decl.span);
    if let Some(item) = thing.block.one("certificate") {
        let spec = certificate(item, &name);
        out.push(&object(cx, thing, "cert-manager.io/v1", "Certificate", spec), comment, span);
    }
    if let Some(item) = thing.block.one("external-secret")
        && let Some(spec) = external(item, &thing.block, &name)
    {
        out.push(&object(cx, thing, "external-secrets.io/v1", "ExternalSecret", spec), comment, span);
    }
}

fn object<S>(cx: Cx<'_>, thing: &Thing, api_version: &'static str, kind: &'static str, spec: S) -> Object<S> {
    let meta = of_thing(cx, thing);
    let metadata = Metadata {
        name: meta.name.unwrap_or_default(),
        namespace: meta.namespace.unwrap_or_default(),
        labels: meta.labels.unwrap_or_default(),
        annotations: meta.annotations.unwrap_or_default(),
    };
    Object { api_version, kind, metadata, spec }
}

fn certificate(item: &Item, name: &str) -> CertificateSpec {
    let inner = item.inner();
    let time = |word: &str| inner.one(word).and_then(|i| i.duration()).map(go_duration);
    let kind = if item.has("cluster-issuer") { "ClusterIssuer" } else { "Issuer" };
    let issuer = item.text(Type::Name).map(|n| n.to_string()).unwrap_or_default();
    CertificateSpec {
        secret_name: name.to_owned(),
        issuer_ref: IssuerRef { name: issuer, kind, group: "cert-manager.io" },
        common_name: inner.one("common-name").and_then(|i| i.text(Type::Text)).map(|t| t.to_string()),
        dns_names: strings(item, Type::Host),
        duration: time("duration"),
        renew_before: time("renew-before"),
        private_key: inner.one("key").map(|key| PrivateKey {
            algorithm: if key.has("rsa") { "RSA" } else { "ECDSA" },
            size: key.number(Type::Count),
            ..PrivateKey::default()
        }),
        ..CertificateSpec::default()
    }
}

fn external(item: &Item, block: &Block, name: &str) -> Option<ExternalSecretSpec> {
    let cluster = item.has("cluster-store");
    let key = item.text(Type::Text)?.to_string();
    let kind = if cluster { "ClusterSecretStore" } else { "SecretStore" };
    let store = StoreRef { name: item.text(Type::Name)?.to_string(), kind };
    let keys = block.one("keys").map(|i| strings(i, Type::Key)).unwrap_or_default();
    let data = keys.iter().map(|k| Data {
        secret_key: k.clone(),
        remote_ref: RemoteRef { key: key.clone(), property: k.clone() },
    });
    let template = block.one("tls").map(|_| Template { type_: "kubernetes.io/tls", metadata: None });
    let whole = keys.is_empty().then(|| vec![DataFrom { extract: Extract { key: key.clone() } }]);
    Some(ExternalSecretSpec {
        secret_store_ref: store,
        target: Target { name: name.to_owned(), template },
        data: some(data.collect()),
        data_from: whole,
    })
}

/// As Go reads it, which knows no days: `48h`, `1h30m`, `1m0.5s` as `60500ms`.
pub(in crate::lower) fn go_duration(duration: Duration) -> String {
    let ms = duration.0;
    if ms == 0 || !ms.is_multiple_of(1000) {
        return format!("{ms}ms");
    }
    let seconds = ms / 1000;
    let mut text = String::new();
    for (number, unit) in [(seconds / 3600, 'h'), (seconds / 60 % 60, 'm'), (seconds % 60, 's')] {
        if number > 0 {
            text.push_str(&number.to_string());
            text.push(unit);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_no_days() {
        for (ms, text) in
            [(172_800_000, "48h"), (5_400_000, "1h30m"), (1_500, "1500ms"), (61_000, "1m1s"), (0, "0ms")]
        {
            assert_eq!(go_duration(Duration(ms)), text);
        }
    }
}
