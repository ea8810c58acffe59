//! ResourceQuotas and LimitRanges of a namespace.

use super::argument::{quantity, some_map};
use super::container::amounts;
use super::metadata::{cluster_annotations, labels, meta};
use crate::construct::Item;
use crate::lower::Cx;
use crate::manifest::Part;
use crate::platform::schema::Schemas;
use crate::topology::Namespace;
use crate::value::Type;
use k8s_openapi::api::core::v1::{
    LimitRange, LimitRangeItem, LimitRangeSpec, ResourceQuota, ResourceQuotaSpec,
};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use std::collections::BTreeMap;

/// The name of both objects.
const NAME: &str = "namespace";

/// What `quota` and `container-limits` say.
pub(super) fn quota(cx: Cx<'_>, ns: &Namespace, out: &mut Part) {
    let comment = &ns.decl.comment;
    if let Some(item) = ns.block.one("quota") {
        let spec = Some(ResourceQuotaSpec { hard: some_map(hard(cx, item)), ..ResourceQuotaSpec::default() });
        out.push(&ResourceQuota { metadata: metadata(cx, ns), spec, status: None }, comment, item.span);
    }
    if let Some(item) = ns.block.one("container-limits") {
        let inner = item.inner();
        let said = |word: &str| some_map(amounts(&inner, word));
        let limits = LimitRangeItem {
            type_: "Container".to_owned(),
            default: said("default-limit"),
            default_request: said("default-request"),
            min: said("min"),
            max: said("max"),
            max_limit_request_ratio: None,
        };
        let spec = Some(LimitRangeSpec { limits: vec![limits] });
        out.push(&LimitRange { metadata: metadata(cx, ns), spec }, comment, item.span);
    }
}

fn metadata(cx: Cx<'_>, ns: &Namespace) -> ObjectMeta {
    meta(NAME, Some(&ns.name), labels(cx, &ns.name, &ns.block), cluster_annotations(cx))
}

fn hard(cx: Cx<'_>, item: &Item) -> BTreeMap<String, Quantity> {
    let inner = item.inner();
    let mut hard = BTreeMap::new();
    for (word, prefix) in [("request", "requests"), ("limit", "limits")] {
        let said = amounts(&inner, word).into_iter();
        hard.extend(said.map(|(resource, amount)| (format!("{prefix}.{resource}"), amount)));
    }
    let claims = inner.one("request").filter(|i| i.has("claims")).and_then(|i| i.after("claims"));
    if let Some((claims, _)) = claims {
        hard.insert("requests.storage".to_owned(), quantity(claims));
    }
    if let Some(pods) = inner.one("pods").and_then(|i| i.number(Type::Count)) {
        hard.insert("pods".to_owned(), Quantity(pods.to_string()));
    }
    for item in inner.each("objects") {
        if let (Some(kind), Some(count)) = (item.text(Type::Kind), item.number(Type::Count)) {
            hard.insert(format!("count/{}", plural(cx, kind)), Quantity(count.to_string()));
        }
    }
    hard
}

/// The resource of a kind, as quotas name it: `configmaps`, `deployments.apps`.
fn plural(cx: Cx<'_>, kind: &str) -> String {
    let schemas = Schemas::of(&cx.cluster.platform);
    let groups = ["v1", "apps/v1", "batch/v1", "autoscaling/v2", "networking.k8s.io/v1", "policy/v1"];
    let found = groups.iter().find_map(|api| Some((*api, schemas.plural(api, kind)?)));
    match found {
        Some((api, plural)) => match api.split_once('/') {
            Some((group, _)) => format!("{plural}.{group}"),
            None => plural.to_owned(),
        },
        None => format!("{}s", kind.to_lowercase()),
    }
}
