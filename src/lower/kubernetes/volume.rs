//! Files in containers: volumes of a pod and where its containers mount them.
//!
//! A volume is made once however many containers mount it; of two that differ in an option, the first says it.

use super::argument::{key, object_name, quantity, seconds};
use crate::construct::{Block, Item};
use crate::lower::Cx;
use crate::topology::Service;
use crate::value::{Type, Value};
use k8s_openapi::api::core::v1::{
    ConfigMapVolumeSource, EmptyDirVolumeSource, HostPathVolumeSource, PersistentVolumeClaimVolumeSource,
    ProjectedVolumeSource, SecretVolumeSource, ServiceAccountTokenProjection, Volume, VolumeMount,
    VolumeProjection,
};
use sha2::{Digest, Sha256};

/// The longest name of a volume: a DNS label.
const MAX_NAME: usize = 63;

/// What the `mount` statements of a container give it; volumes that `volumes` lacks are added there.
pub(super) fn mounts(
    cx: Cx<'_>,
    service: &Service,
    block: &Block,
    volumes: &mut Vec<Volume>,
) -> Vec<VolumeMount> {
    let mut mounts = vec![];
    for item in block.each("mount") {
        let Some((Value::Text(path), _)) = item.after("at") else { continue };
        let inner = item.inner();
        let Some((volume, file)) = volume(cx, service, item, &inner) else { continue };
        let said = inner.one("sub-path").and_then(|i| i.text(Type::Text)).map(|t| t.to_string());
        mounts.push(VolumeMount {
            name: volume.name.clone(),
            mount_path: path.to_string(),
            sub_path: said.or(file),
            read_only: inner.switch("read-only"),
            ..VolumeMount::default()
        });
        if !volumes.iter().any(|v| v.name == volume.name) {
            volumes.push(volume);
        }
    }
    mounts
}

/// The volume, and the file of it where only that is mounted.
fn volume(cx: Cx<'_>, service: &Service, item: &Item, inner: &Block) -> Option<(Volume, Option<String>)> {
    let mode = inner.one("mode").and_then(|i| match i.value(Type::FileMode)?.0 {
        Value::FileMode(mode) => i32::try_from(*mode).ok(),
        _ => None,
    });
    let optional = inner.switch("optional").filter(|on| *on);
    let mut made = Volume::default();
    let mut file = None;
    match item.first_word()? {
        "config" => {
            let from = item.value(Type::KeyRef)?.0;
            let name = object_name(&cx.cluster.configs, &service.ns, from);
            (made.name, file) = (label("config-", &name), key(from).map(str::to_owned));
            let source = ConfigMapVolumeSource { name, default_mode: mode, optional, ..Default::default() };
            made.config_map = Some(source);
        }
        "secret" => {
            let from = item.value(Type::KeyRef)?.0;
            let name = object_name(&cx.cluster.secrets, &service.ns, from);
            (made.name, file) = (label("secret-", &name), key(from).map(str::to_owned));
            let secret_name = Some(name);
            let source =
                SecretVolumeSource { secret_name, default_mode: mode, optional, ..Default::default() };
            made.secret = Some(source);
        }
        "scratch" => {
            made.name = item.text(Type::Name)?.to_string();
            let size = inner.one("size").and_then(|i| i.value(Type::Mem));
            made.empty_dir = Some(EmptyDirVolumeSource {
                medium: (inner.switch("memory") == Some(true)).then(|| "Memory".to_owned()),
                size_limit: size.map(|(v, _)| quantity(v)),
                ..EmptyDirVolumeSource::default()
            });
        }
        "claim" => {
            let from = item.value(Type::Ref)?.0;
            let claim_name = object_name(&cx.cluster.claims, &service.ns, from);
            made.name = label("claim-", &claim_name);
            made.persistent_volume_claim =
                Some(PersistentVolumeClaimVolumeSource { claim_name, read_only: None });
        }
        "token" => {
            let audience = item.value(Type::Audience)?.0.to_string();
            made.name = label("token-", &audience);
            made.projected = Some(token(audience, inner, mode));
        }
        _ => {
            let path = item.after("host")?.0.to_string();
            made.name = label("host-", path.trim_matches('/'));
            made.host_path = Some(HostPathVolumeSource { path, type_: None });
        }
    }
    Some((made, file))
}

fn token(audience: String, inner: &Block, mode: Option<i32>) -> ProjectedVolumeSource {
    let token = ServiceAccountTokenProjection {
        audience: Some(audience),
        expiration_seconds: inner.one("expires").and_then(|i| i.duration()).map(seconds),
        path: "token".to_owned(),
        ..ServiceAccountTokenProjection::default()
    };
    let source = VolumeProjection { service_account_token: Some(token), ..VolumeProjection::default() };
    ProjectedVolumeSource { default_mode: mode, sources: Some(vec![source]), ..Default::default() }
}

/// A volume's name: what it holds, made a DNS label; where that changes it, with six digits of its hash
/// (names.md, Slug).
fn label(prefix: &str, name: &str) -> String {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let mut slug = String::with_capacity(prefix.len() + name.len());
    slug.push_str(prefix);
    for c in name.chars() {
        match c.to_ascii_lowercase() {
            c if plain(c) => slug.push(c),
            _ if slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    let whole = slug.strip_prefix(prefix) == Some(name) && !name.ends_with('-');
    if whole && slug.len() <= MAX_NAME {
        return slug;
    }
    let end = slug.trim_end_matches('-');
    let kept = end.get(..MAX_NAME - 7).unwrap_or(end).trim_end_matches('-');
    format!("{kept}-{}", digits(name.as_bytes(), 6))
}

/// The first hex digits of the SHA-256 of a text.
pub(super) fn digits(bytes: &[u8], count: usize) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter()
        .flat_map(|b| [b >> 4, b & 15])
        .take(count)
        .filter_map(|d| char::from_digit(u32::from(d), 16))
        .collect()
}
