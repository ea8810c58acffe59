//! Names, labels and annotations of objects and pods.
//!
//! Labels never enter selectors. No annotation is ours but the hash of configs and the never-prune mark.

use super::argument::own_name;
use super::expand::expand;
use crate::construct::Block;
use crate::lower::Cx;
use crate::topology::{Name, Service, Target, Thing, Workload};
use crate::value::Type;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use std::collections::BTreeMap;

/// The label that tells whose an object is, and the one label of selectors.
pub(super) const NAME: &str = "app.kubernetes.io/name";
const MANAGED_BY: &str = "app.kubernetes.io/managed-by";

/// Texts by key, as Kubernetes' types have them.
pub(super) type Texts = BTreeMap<String, String>;

/// Which object of a service an annotation is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum On {
    Pod,
    Service,
    Workload,
    Account,
}

impl On {
    fn word(self) -> &'static str {
        match self {
            Self::Pod => "pod",
            Self::Service => "service",
            Self::Workload => "workload",
            Self::Account => "account",
        }
    }
}

/// The labels of an object that a statement of this name makes.
pub(super) fn labels(cx: Cx<'_>, statement: &str, block: &Block) -> Texts {
    let mut labels =
        Texts::from([(NAME.to_owned(), statement.to_owned()), (MANAGED_BY.to_owned(), "meshc".to_owned())]);
    labels.extend(cx.cluster.labels.iter().map(|(k, v)| (k.to_string(), v.to_string())));
    said_labels(block, &mut labels);
    labels
}

/// The `label` statements of a block.
pub(super) fn said_labels(block: &Block, labels: &mut Texts) {
    for item in block.each("label") {
        if let (Some(key), Some((value, _))) = (item.text(Type::LabelKey), item.value(Type::Value)) {
            labels.insert(key.to_string(), value.to_string());
        }
    }
}

/// The `annotation` statements of a block that are for `on`; with `rest`, those that name no object too.
pub(super) fn said_annotations(
    block: &Block,
    addresses: &BTreeMap<Name, Target>,
    on: Option<On>,
    rest: bool,
    annotations: &mut Texts,
) {
    for item in block.each("annotation") {
        let named = item.word_of(&["pod", "service", "workload", "account"]);
        let wanted = match named {
            None => rest,
            Some(word) => on.is_some_and(|on| on.word() == word),
        };
        if let (true, Some(key), Some((value, _))) =
            (wanted, item.text(Type::LabelKey), item.value(Type::Value))
        {
            annotations.insert(key.to_string(), expand(&value.to_string(), addresses).into_owned());
        }
    }
}

/// The annotations of all objects of the cluster.
pub(super) fn cluster_annotations(cx: Cx<'_>) -> Texts {
    cx.cluster.annotations.iter().map(|(k, v)| (k.to_string(), v.to_string())).collect()
}

/// Metadata of an object of a service. Annotations that name no object are the workload's, or the Service's
/// where there is none.
pub(super) fn of_service(cx: Cx<'_>, service: &Service, name: &str, on: Option<On>) -> ObjectMeta {
    let mut annotations = cluster_annotations(cx);
    let pods = !matches!(service.workload, Workload::None | Workload::Vm);
    let first = if pods { On::Workload } else { On::Service };
    said_annotations(&service.block, &service.addresses, on, on == Some(first), &mut annotations);
    meta(name, Some(&service.ns), labels(cx, &service.name, &service.block), annotations)
}

/// Metadata of the object of a secret, config or account.
pub(super) fn of_thing(cx: Cx<'_>, thing: &Thing) -> ObjectMeta {
    let mut annotations = cluster_annotations(cx);
    for on in [None, Some(On::Account)] {
        said_annotations(&thing.block, &thing.addresses, on, true, &mut annotations);
    }
    let name = own_name(&thing.block).unwrap_or(&thing.name);
    meta(name, Some(&thing.ns), labels(cx, &thing.name, &thing.block), annotations)
}

/// Metadata; empty maps are not written.
pub(super) fn meta(name: &str, ns: Option<&str>, labels: Texts, annotations: Texts) -> ObjectMeta {
    ObjectMeta {
        name: Some(name.to_owned()),
        namespace: ns.map(str::to_owned),
        labels: (!labels.is_empty()).then_some(labels),
        annotations: (!annotations.is_empty()).then_some(annotations),
        ..ObjectMeta::default()
    }
}

/// The delivery tool's mark that an object is never pruned: namespaces, claims, CRDs and trust carry it.
pub(in crate::lower) fn never_pruned(cx: Cx<'_>, annotations: &mut Texts) {
    let tool = cx.cluster.block.one("deliver").and_then(|d| d.word_of(&["flux", "argocd"]));
    let (key, value) = match tool {
        Some("flux") => ("kustomize.toolkit.fluxcd.io/prune", "disabled"),
        Some(_) => ("argocd.argoproj.io/sync-options", "Prune=false"),
        None => return,
    };
    annotations.entry(key.to_owned()).or_insert_with(|| value.to_owned());
}
