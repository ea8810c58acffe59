//! Containers of a pod: a service's own, its sidecars and what runs before them.

use super::argument::{object_name, quantity, some, some_map, strings};
use super::expand::expand;
use super::port::{Ports, container_ports};
use super::{environment, probe, security, storage, volume};
use crate::construct::{Block, Item};
use crate::lower::Cx;
use crate::topology::Service;
use crate::value::{Type, Value};
use k8s_openapi::api::core::v1::{Container, LocalObjectReference, ResourceRequirements, Volume};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use std::collections::BTreeMap;

/// A container from the statements of its block. The service's `own` container has the ports.
pub(super) fn container(
    cx: Cx<'_>,
    service: &Service,
    name: &str,
    block: &Block,
    own: bool,
    volumes: &mut Vec<Volume>,
) -> Container {
    let ports = Ports::new(service, own);
    let mut mounts = if own { storage::mounts(service, volumes) } else { vec![] };
    mounts.extend(volume::mounts(cx, service, block, volumes));
    let texts = |word: &str| {
        let said = block.one(word).map(|i| strings(i, Type::Arg)).unwrap_or_default();
        some(said.iter().map(|t| expand(t, &service.addresses).into_owned()).collect())
    };
    let text = |word: &str, kind| block.one(word).and_then(|i| i.text(kind)).map(|t| t.to_string());
    Container {
        name: name.to_owned(),
        image: text("image", Type::Image),
        image_pull_policy: block.one("pull").and_then(|i| pull_policy(i)).map(str::to_owned),
        command: texts("command"),
        args: texts("args"),
        working_dir: text("workdir", Type::MountPath),
        env: some(environment::variables(cx, service, block)),
        env_from: some(environment::sources(cx, service, block)),
        ports: if own { some(container_ports(service)) } else { None },
        readiness_probe: probe::probe(block, "ready", ports),
        liveness_probe: probe::probe(block, "live", ports),
        startup_probe: probe::probe(block, "startup", ports),
        lifecycle: probe::lifecycle(cx, block, ports),
        resources: resources(block),
        volume_mounts: some(mounts),
        security_context: security::container(block),
        ..Container::default()
    }
}

/// The policy that `pull` says.
pub(super) fn pull_policy(item: &Item) -> Option<&'static str> {
    match item.word_of(&["always", "if-missing", "never"])? {
        "always" => Some("Always"),
        "never" => Some("Never"),
        _ => Some("IfNotPresent"),
    }
}

/// The secrets that `pull … with` says, for the pod.
pub(super) fn pull_secrets(
    cx: Cx<'_>,
    service: &Service,
    block: &Block,
    into: &mut Vec<LocalObjectReference>,
) {
    let Some(item) = block.one("pull") else { return };
    for (value, _) in item.values(Type::Secret) {
        let secret = LocalObjectReference { name: object_name(&cx.cluster.secrets, &service.ns, value) };
        if !into.contains(&secret) {
            into.push(secret);
        }
    }
}

/// Requests and limits. A device stands in both, as Kubernetes demands.
fn resources(block: &Block) -> Option<ResourceRequirements> {
    let (mut requests, mut limits) = (amounts(block, "request"), amounts(block, "limit"));
    for item in block.each("resource") {
        if let (Some(name), Some(count)) = (item.text(Type::LabelKey), item.number(Type::Count)) {
            for list in [&mut requests, &mut limits] {
                list.insert(name.to_string(), Quantity(count.to_string()));
            }
        }
    }
    let said = !requests.is_empty() || !limits.is_empty();
    said.then(|| ResourceRequirements {
        requests: some_map(requests),
        limits: some_map(limits),
        ..ResourceRequirements::default()
    })
}

/// What `request` or `limit` says, by Kubernetes' names.
pub(super) fn amounts(block: &Block, word: &str) -> BTreeMap<String, Quantity> {
    let Some(item) = block.one(word) else { return BTreeMap::new() };
    let named = [("cpu", "cpu"), ("memory", "memory"), ("storage", "ephemeral-storage")];
    let said = named.into_iter().filter_map(|(word, name)| {
        let (value, _) = item.after(word).filter(|_| item.has(word))?;
        matches!(value, Value::Cpu(_) | Value::Memory(_)).then(|| (name.to_owned(), quantity(value)))
    });
    said.collect()
}
