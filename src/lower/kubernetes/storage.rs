//! Volumes of a workload's own: claim templates of a StatefulSet, a PersistentVolumeClaim of a Deployment.

use super::argument::quantity;
use super::metadata::{Texts, cluster_annotations, labels, meta, never_pruned};
use crate::construct::Item;
use crate::lower::Cx;
use crate::manifest::Part;
use crate::topology::{Service, Workload};
use crate::value::{Type, Value};
use k8s_openapi::api::apps::v1::StatefulSetPersistentVolumeClaimRetentionPolicy as Retention;
use k8s_openapi::api::core::v1::{
    PersistentVolumeClaim, PersistentVolumeClaimSpec, PersistentVolumeClaimVolumeSource, Volume, VolumeMount,
    VolumeResourceRequirements,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The templates from which a StatefulSet's pods have their claims.
pub(super) fn templates(service: &Service) -> Vec<PersistentVolumeClaim> {
    let template = |item: &Arc<Item>| {
        let metadata = meta(item.text(Type::Name)?, None, Texts::new(), Texts::new());
        Some(PersistentVolumeClaim { metadata, spec: Some(claim(item)?), status: None })
    };
    service.block.each("storage").filter_map(template).collect()
}

/// What becomes of claims when their StatefulSet, or a pod of it, goes: said once for the set.
pub(super) fn retention(service: &Service) -> Option<Retention> {
    let retain = service.block.each("storage").find_map(|i| i.inner().one("retain").cloned())?;
    let said = |word: &str| {
        let mut words = retain.args.iter().filter_map(|a| match &a.slot {
            crate::construct::Slot::Word(w) => Some(*w),
            _ => None,
        });
        words.find(|w| *w == word)?;
        let off = words.next() == Some("off");
        Some(if off { "Delete" } else { "Retain" }.to_owned())
    };
    Some(Retention { when_deleted: said("on-delete"), when_scaled: said("on-scale") })
}

/// Where the service's own container mounts them; a Deployment's volumes are added to `volumes`.
pub(super) fn mounts(service: &Service, volumes: &mut Vec<Volume>) -> Vec<VolumeMount> {
    let mut mounts = vec![];
    for item in service.block.each("storage") {
        let (Some(name), Some((path, _))) = (item.text(Type::Name), item.after("at")) else { continue };
        if service.workload == Workload::Deployment {
            let claim_name = claim_name(service, name);
            let claim = PersistentVolumeClaimVolumeSource { claim_name, read_only: None };
            let persistent_volume_claim = Some(claim);
            volumes.push(Volume { name: name.to_string(), persistent_volume_claim, ..Volume::default() });
        }
        let (name, mount_path) = (name.to_string(), path.to_string());
        mounts.push(VolumeMount { name, mount_path, ..VolumeMount::default() });
    }
    mounts
}

/// The claims of a Deployment. They outlive it: the delivery tool never prunes them.
pub(super) fn claims(cx: Cx<'_>, service: &Service, out: &mut Part) {
    if service.workload != Workload::Deployment {
        return;
    }
    for item in service.block.each("storage") {
        let (Some(name), spec) = (item.text(Type::Name), claim(item)) else { continue };
        let mut annotations = cluster_annotations(cx);
        never_pruned(cx, &mut annotations);
        let labels = labels(cx, &service.name, &service.block);
        let metadata = meta(&claim_name(service, name), Some(&service.ns), labels, annotations);
        let object = PersistentVolumeClaim { metadata, spec, status: None };
        out.push(&object, &service.decl.comment, item.span);
    }
}

fn claim_name(service: &Service, name: &str) -> String {
    format!("{}-{name}", service.workload_name)
}

fn claim(item: &Item) -> Option<PersistentVolumeClaimSpec> {
    let inner = item.inner();
    let access = match inner.one("access").and_then(|i| i.first_word()) {
        Some("read-write-once-pod") => "ReadWriteOncePod",
        Some("read-write-many") => "ReadWriteMany",
        Some("read-only-many") => "ReadOnlyMany",
        _ => "ReadWriteOnce",
    };
    let size: &Value = item.value(Type::Mem)?.0;
    Some(PersistentVolumeClaimSpec {
        access_modes: Some(vec![access.to_owned()]),
        storage_class_name: inner.one("class").and_then(|i| i.text(Type::Name)).map(|n| n.to_string()),
        resources: Some(VolumeResourceRequirements {
            requests: Some(BTreeMap::from([("storage".to_owned(), quantity(size))])),
            limits: None,
        }),
        ..PersistentVolumeClaimSpec::default()
    })
}
