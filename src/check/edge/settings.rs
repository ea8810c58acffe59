//! What holds for the whole edge: keys of the Module, and settings of somebody else's edge.

use crate::construct::Item;
use crate::diagnostic::codes::edge::{E0412, E0413, E0414, E0417, E0422, E0427};
use crate::diagnostic::codes::warnings::W0405;
use crate::diagnostic::{Applicability, Diagnostic, Sink};
use crate::lower::{Cx, edge as lowering};
use crate::platform::charts::{Chart, ValueLookup};
use crate::platform::{self, KeyType, ModuleKey, module_key};
use crate::topology::Edge;

/// Statements that only a Module can hold when they stand in the edge's block.
const OF_THE_MODULE: &[&str] =
    &["circuit-breaker", "timeout", "upstream-idle-timeout", "upstream-max-lifetime", "retry"];
/// Statements of the installation.
const OF_THE_INSTALLATION: &[&str] = &["chart", "values", "replicas", "request", "limit"];

/// The checks of settings.
pub(super) fn settings(cx: Cx<'_>, edge: &Edge, sink: &mut Sink) {
    let Some(software) = cx.cluster.platform.edge else { return };
    for item in edge.block.one("module").map(|i| i.inner()).unwrap_or_default().data() {
        key(software, item, sink);
    }
    load_balancer_class(software, edge, sink);
    if edge.installed {
        for item in &edge.block.items {
            somebody_elses(cx, edge, item, sink);
        }
    }
}

/// The first `expose` is the chart's Service; the chart of Emissary 3.10 has no value for its class.
fn load_balancer_class(software: platform::Edge, edge: &Edge, sink: &mut Sink) {
    let exposed = edge.block.each("expose").map(|i| i.inner());
    let class = exposed.filter(|b| b.one("name").is_none()).find_map(|b| b.one("class").map(|c| c.head_span));
    let (Some(span), Some(chart)) = (class, Chart::find("emissary-ingress", software.version())) else {
        return;
    };
    if matches!(chart.value("service.loadBalancerClass"), ValueLookup::Unknown { .. }) {
        let message = "the chart of this version has no value for `class`";
        let told = Diagnostic::new(&E0422, span, message, "nothing would read it");
        sink.report(told.help("take this line away, and use the annotation of the cloud"));
    }
}

fn key(software: platform::Edge, item: &Item, sink: &mut Sink) {
    let (path, span) = (&item.head, item.head_span);
    let told = match module_key(software, path) {
        ModuleKey::Setting(KeyType::Map | KeyType::List) => Diagnostic::new(
            &E0427,
            span,
            format!("`{path}` is no single value"),
            "several settings lie below it",
        )
        .help("name one of them, with dots"),
        ModuleKey::Setting(kind) => {
            if lowering::module_value(software, item).is_some() {
                return;
            }
            let wants = match kind {
                KeyType::Bool => "`on` or `off`",
                KeyType::Int => "a whole number",
                _ => "one text",
            };
            let message = format!("`{path}` takes {wants}");
            Diagnostic::new(&E0427, item.first_span(), message, "something else")
                .help(format!("write {wants}"))
        }
        ModuleKey::Statement(statement) => {
            let message = format!("`{path}` belongs to a statement");
            Diagnostic::new(&E0414, span, message, format!("`{statement}` says this"))
                .help(format!("use `{statement}` in place of this line"))
        }
        ModuleKey::Dead(why) => {
            let message = format!("`{path}` does nothing in {software}");
            Diagnostic::new(&E0413, span, message, why).help("take this line away")
        }
        ModuleKey::Unknown { nearest } => {
            let message = format!("the Module has no key `{path}`");
            let told =
                Diagnostic::new(&E0412, span, message, format!("{software} would ignore it in silence"));
            match nearest {
                Some(near) => told.help(format!("there is a key with a similar name: `{near}`")).fix(
                    format!("write `{near}`"),
                    Applicability::MaybeIncorrect,
                    span,
                    near,
                ),
                None => told.help("`meshc explain E0412` says where keys come from"),
            }
        }
    };
    sink.report(told);
}

fn somebody_elses(cx: Cx<'_>, edge: &Edge, item: &Item, sink: &mut Sink) {
    let word = item.row.word();
    let lines = |mut told: Diagnostic| {
        for (key, value) in lowering::module_lines(cx, edge, item) {
            told = told.help(format!("add to `spec.config` of the Module `ambassador`: `{key}: {value}`"));
        }
        told
    };
    // `timeout off` is said by each Mapping.
    if OF_THE_MODULE.contains(&word) && !item.has("off") {
        let message =
            format!("`{word}` is a matter of the Module of `{}`, which somebody else installed", edge.name);
        let told = Diagnostic::new(&E0417, item.head_span, message, "not written for an installed edge");
        sink.report(lines(told));
    } else if word == "module" {
        let message = format!("the Module of `{}` is somebody else's: this is not written", edge.name);
        sink.report(lines(Diagnostic::new(&W0405, item.head_span, message, "taken as what is so there")));
    } else if OF_THE_INSTALLATION.contains(&word) {
        let message =
            format!("`{word}` is a matter of the installation of `{}`, which is somebody else's", edge.name);
        let told = Diagnostic::new(&E0417, item.head_span, message, "not written for an installed edge");
        sink.report(told.help("say it where the edge is installed, and take this line away"));
    }
}
