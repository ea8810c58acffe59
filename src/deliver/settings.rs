//! What a cluster's `deliver` says.

use crate::construct::Block;
use crate::manifest::Release;
use crate::topology::Cluster;
use crate::value::{Type, Value};
use serde_json::{Map, Value as Json};
use std::sync::Arc;

/// Who applies the manifests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tool {
    Flux,
    Argo,
}

/// The settings of Flux's or Argo CD's objects.
pub(super) struct Settings<'t> {
    pub(super) tool: Tool,
    pub(super) cluster: &'t Cluster,
    block: Arc<Block>,
}

impl<'t> Settings<'t> {
    /// `None` where a person applies what is written.
    pub(super) fn of(cluster: &'t Cluster) -> Option<Self> {
        let item = cluster.block.one("deliver")?;
        let tool = match item.word_of(&["flux", "argocd"])? {
            "flux" => Tool::Flux,
            _ => Tool::Argo,
        };
        Some(Self { tool, cluster, block: item.inner() })
    }

    /// Where the delivery objects live.
    pub(super) fn namespace(&self) -> String {
        let usual = if self.tool == Tool::Flux { "flux-system" } else { "argocd" };
        let said = self.block.one("namespace").and_then(|i| i.text(Type::Ns));
        said.map_or_else(|| usual.to_owned(), ToString::to_string)
    }

    /// How often it reconciles, as Go writes durations.
    pub(super) fn interval(&self) -> String {
        let said = self.block.one("interval").and_then(|i| i.duration());
        let ms = said.map_or(600_000, |d| d.0);
        match ms % 1000 {
            0 => format!("{}s", ms / 1000),
            _ => format!("{ms}ms"),
        }
    }

    /// How often it tries again.
    pub(super) fn retries(&self) -> Option<i64> {
        self.block.one("retries").and_then(|i| i.number(Type::Count))
    }

    /// As whom it applies.
    pub(super) fn account(&self) -> Option<String> {
        match self.block.one("account")?.value(Type::Qname)?.0 {
            Value::Qname(name) => Some(name.name.to_string()),
            _ => None,
        }
    }

    /// What must be ready before: namespaces and names.
    pub(super) fn depends_on(&self) -> Vec<(String, String)> {
        let said = self.block.one("depends-on").map(|i| i.values(Type::Qname)).unwrap_or_default();
        let pair = |v: &Value| match v {
            Value::Qname(name) => Some((name.ns.to_string(), name.name.to_string())),
            _ => None,
        };
        said.into_iter().filter_map(|(v, _)| pair(v)).collect()
    }

    /// Where the output is read from.
    pub(super) fn source(&self) -> Option<String> {
        self.block.one("source").and_then(|i| i.text(Type::Text)).map(ToString::to_string)
    }

    /// The Argo CD project.
    pub(super) fn project(&self) -> String {
        let said = self.block.one("project").and_then(|i| i.text(Type::Name));
        said.map_or_else(|| "default".to_owned(), ToString::to_string)
    }

    /// Whether it syncs by itself.
    pub(super) fn automated(&self) -> bool {
        !self.block.one("sync-policy").is_some_and(|i| i.has("manual"))
    }

    /// The line above each of its objects.
    pub(super) fn comment(&self) -> &str {
        &self.cluster.decl.comment
    }

    /// Marks what is not to be removed when the output lacks it: the releases that bring kinds, with which all
    /// objects of them would go.
    pub(super) fn keep_kinds(&self, release: &Release, object: &mut Json) {
        if !["linkerd-crds", "linkerd2", "emissary-crds"].contains(&&*release.name) {
            return;
        }
        let (key, value) = match self.tool {
            Tool::Flux => ("kustomize.toolkit.fluxcd.io/prune", "disabled"),
            Tool::Argo => ("argocd.argoproj.io/sync-options", "Prune=false"),
        };
        if let Some(Json::Object(metadata)) = object.get_mut("metadata") {
            let all = metadata.entry("annotations").or_insert_with(|| Json::Object(Map::new()));
            if let Json::Object(all) = all {
                all.insert(key.to_owned(), Json::String(value.to_owned()));
            }
        }
    }
}
