//! Layers of one declaration in one cluster, laid over each other: environment, `on CLUSTER`, the statement
//! itself, templates (later wins), `defaults` of the namespace, the cluster, the program (language §3).

use super::declare::{Declaration, Declarations};
use crate::construct::{Block, Item, Layer, merge};
use crate::diagnostic::codes::names::{E0213, E0214};
use crate::diagnostic::codes::warnings::W0203;
use crate::diagnostic::{Diagnostic, Sink, nearest};
use crate::topology::Name;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The deepest chain of `like`.
const LIKE_DEPTH: usize = 16;

/// Blocks with their layers merged; bases that services share are made once.
pub(super) struct Layers<'d> {
    declared: &'d Declarations,
    bases: BTreeMap<(Vec<Name>, Name, Name), Arc<Block>>,
}

impl<'d> Layers<'d> {
    pub(super) fn new(declared: &'d Declarations) -> Self {
        Self { declared, bases: BTreeMap::new() }
    }

    /// What holds for a declaration in a cluster, without templates and defaults.
    pub(super) fn own(&self, declaration: &Declaration, cluster: &str, sink: &mut Sink) -> Arc<Block> {
        let mut block = flatten(&declaration.block(), cluster, sink);
        for overlay in &declaration.overlays {
            let near = flatten(&overlay.inner(), cluster, sink);
            let near = relayer(&near, Layer::Environment);
            block = Arc::new(merged(&near, &block, sink));
        }
        block
    }

    /// What holds for a service in a cluster: its own over its templates over the defaults.
    pub(super) fn service(
        &mut self,
        declaration: &Declaration,
        cluster: &str,
        ns: &str,
        sink: &mut Sink,
    ) -> Arc<Block> {
        let own = self.own(declaration, cluster, sink);
        let likes: Vec<Name> = likes(&declaration.item);
        let key = (likes, Name::from(cluster), Name::from(ns));
        let base = if let Some(base) = self.bases.get(&key) {
            base.clone()
        } else {
            let base = self.base(declaration, cluster, ns, sink);
            self.bases.insert(key, base.clone());
            base
        };
        if base.items.is_empty() && base.torn.is_none() && !own.items.iter().any(|i| i.is("drop")) {
            return own;
        }
        Arc::new(merged(&own, &base, sink))
    }

    fn base(&self, declaration: &Declaration, cluster: &str, ns: &str, sink: &mut Sink) -> Arc<Block> {
        let mut block = Arc::new(Block::default());
        let program = self.declared.defaults.as_ref().map(|d| d.inner());
        let outer = self.declared.get("cluster", cluster).map(|d| self.own(d, cluster, sink));
        let inner = self.declared.get("namespace", ns).map(|d| self.own(d, cluster, sink));
        let of = |b: Option<Arc<Block>>| b.and_then(|b| b.one("defaults").map(|d| d.inner()));
        for layer in [program, of(outer), of(inner)].into_iter().flatten() {
            let layer = relayer(&flatten(&layer, cluster, sink), Layer::Defaults);
            block = Arc::new(merged(&layer, &block, sink));
        }
        for template in self.templates(&declaration.item, &mut Vec::new(), sink) {
            let layer = relayer(&flatten(&template, cluster, sink), Layer::Template);
            block = Arc::new(merged(&layer, &block, sink));
        }
        block
    }

    /// The blocks of all templates, far to near.
    fn templates(&self, item: &Item, chain: &mut Vec<Name>, sink: &mut Sink) -> Vec<Arc<Block>> {
        let mut out = Vec::new();
        for (value, span) in item.list_after("like") {
            let name = super::declare::value_name(value);
            let Some(template) = self.declared.get("template", &name) else {
                let all: Vec<&str> = self.declared.of("template").map(|(n, _)| &**n).collect();
                let message = format!("there is no template `{name}`");
                let told = Diagnostic::new(&E0213, span, message, "no template of this name is declared");
                let told =
                    sink.report(super::declare::with_near(told, "template", &nearest(&name, all), span));
                out.push(Arc::new(Block { items: vec![], torn: Some(told) }));
                continue;
            };
            if chain.contains(&name) || chain.len() >= LIKE_DEPTH {
                let way =
                    chain.iter().chain([&name]).map(|n| format!("`{n}`")).collect::<Vec<_>>().join(" → ");
                let message = if chain.contains(&name) {
                    format!("the template `{name}` is like itself")
                } else {
                    format!("`like` goes deeper than {LIKE_DEPTH} templates")
                };
                sink.report(
                    Diagnostic::new(&E0214, span, message, "one `like` too many")
                        .note(format!("the way: {way}")),
                );
                continue;
            }
            chain.push(name);
            out.extend(self.templates(&template.item, chain, sink));
            chain.pop();
            let mut block = template.block();
            for overlay in &template.overlays {
                block = Arc::new(merged(&overlay.inner(), &block, sink));
            }
            out.push(block);
        }
        out
    }
}

/// Warns of templates that nothing is like; a library's may be for others.
pub(super) fn unused_templates(declared: &Declarations, program: &super::Program, sink: &mut Sink) {
    let all = declared.by_kind.values().flat_map(BTreeMap::values);
    let said = all.flat_map(|d| [&d.item].into_iter().chain(&d.overlays).flat_map(|i| likes(i)));
    let used: BTreeSet<Name> = said.collect();
    // A misspelt name may mean any of them.
    if declared.torn.is_some() || used.iter().any(|u| declared.get("template", u).is_none()) {
        return;
    }
    let own: BTreeSet<_> = program.files.iter().filter(|f| !f.library).map(|f| f.file).collect();
    for (name, template) in declared.of("template") {
        if !used.contains(name) && own.contains(&template.decl.span.file) {
            let message = format!("nothing is like the template `{name}`");
            let told = Diagnostic::new(&W0203, template.decl.span, message, "not used");
            sink.report(told.help(format!("write `like {name}` behind a service's name, or take it away")));
        }
    }
}

fn likes(item: &Item) -> Vec<Name> {
    super::declare::texts(&item.list_after("like")).into_iter().map(|(n, _)| n).collect()
}

/// [`merge`], with each `drop` that met nothing reported.
pub(super) fn merged(near: &Block, far: &Block, sink: &mut Sink) -> Block {
    merge(near, far, &mut |item| {
        let span = item.args.first().map_or(item.span, |a| a.span);
        let message = "`drop` takes away a statement that nothing gives";
        let told = Diagnostic::new(&crate::diagnostic::codes::names::E0215, span, message, "not inherited here")
            .help("name it as it is written in the template, the defaults or the outer block; or take this line away");
        sink.report(told);
    })
}

/// The block as one cluster has it: `on` blocks of it merged in, those of others gone, on every level.
pub(super) fn flatten(block: &Arc<Block>, cluster: &str, sink: &mut Sink) -> Arc<Block> {
    if !has_on(block) {
        return block.clone();
    }
    let mut items = Vec::with_capacity(block.items.len());
    let mut on = Vec::new();
    for item in &block.items {
        if item.is("on") && item.row.context == "objects" {
            let clusters = item.list_first();
            if clusters.iter().any(|(v, _)| super::declare::value_name(v) == Name::from(cluster)) {
                on.push(item.inner());
            }
            continue;
        }
        match &item.block {
            Some(inner) if has_on(inner) => {
                let inner = flatten(inner, cluster, sink);
                items.push(Arc::new(Item { block: Some(inner), ..(**item).clone() }));
            }
            _ => items.push(item.clone()),
        }
    }
    let mut out = Block { items, torn: block.torn };
    for near in on {
        let near = relayer(&flatten(&near, cluster, sink), Layer::On);
        out = merged(&near, &out, sink);
    }
    Arc::new(out)
}

fn has_on(block: &Block) -> bool {
    block
        .items
        .iter()
        .any(|i| i.is("on") && i.row.context == "objects" || i.block.as_ref().is_some_and(|b| has_on(b)))
}

/// The block with each statement marked as of that layer.
fn relayer(block: &Arc<Block>, layer: Layer) -> Arc<Block> {
    let mark = |i: &Arc<Item>| {
        let block = i.block.as_ref().map(|b| relayer(b, layer));
        Arc::new(Item { layer, block, ..(**i).clone() })
    };
    Arc::new(Block { items: block.items.iter().map(mark).collect(), torn: block.torn })
}
