//! The values of one release: what statements compute, what high availability sets, then what `values` says, each
//! path and type held against the chart's table.

use crate::construct::{Block, Item};
use crate::diagnostic::codes::support::{E0813, E0814, E0815};
use crate::diagnostic::{Applicability, Diagnostic, Sink};
use crate::platform::charts::{Chart, ValueLookup, ValueType};
use crate::source::Span;
use crate::value::Type;
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// Values on their way into a release.
pub(in crate::lower) struct Values {
    chart: Chart,
    map: Map<String, Json>,
    /// Computed paths, with the statement that says them, where one does.
    computed: BTreeMap<String, Option<Span>>,
}

impl Values {
    /// Nothing yet, for that chart.
    pub(in crate::lower) fn new(chart: Chart) -> Self {
        Self { chart, map: Map::new(), computed: BTreeMap::new() }
    }

    /// Whether the chart takes the path.
    pub(in crate::lower) fn takes(&self, path: &str) -> bool {
        matches!(self.chart.value(path), ValueLookup::Known(_) | ValueLookup::FreeForm)
    }

    /// A computed value. `why` is the statement that asks for it.
    pub(in crate::lower) fn set(&mut self, path: &str, value: Json, why: Option<Span>) {
        self.computed.insert(path.to_owned(), why);
        put(&mut self.map, &keys(self.chart, path), value);
    }

    /// As [`Values::set`], where the chart takes the path.
    pub(in crate::lower) fn set_if_taken(&mut self, path: &str, value: Json, why: Option<Span>) {
        if self.takes(path) {
            self.set(path, value, why);
        }
    }

    /// Marks a path as computed; the value is written by the caller.
    pub(super) fn taken(&mut self, path: &str) {
        self.computed.insert(path.to_owned(), None);
    }

    /// What a `values` block says of an element of a list (`controllers[].`), as a map of its own.
    pub(super) fn said_below(&mut self, element: &str, block: &Block, sink: &mut Sink) -> Map<String, Json> {
        let mut map = Map::new();
        let computed = std::mem::take(&mut self.computed);
        self.computed = computed.into_iter().map(|(path, why)| (format!("{element}{path}"), why)).collect();
        let said = block.one("values").map(|i| i.inner()).unwrap_or_default();
        for item in said.data() {
            let path = format!("{element}{}", item.head);
            if let Some(value) = self.checked(item, &path, sink) {
                put(&mut map, &keys(self.chart, &item.head), value);
            }
        }
        map
    }

    /// What `values-ha.yaml` sets; what is computed or said later wins.
    pub(in crate::lower) fn high_availability(&mut self) {
        for (path, value) in self.chart.ha() {
            // The rest of what upstream's file has is read by nobody: `controllerResources` is an anchor of YAML.
            // `highAvailability` is what `linkerd check` looks for.
            if !self.takes(path) && path != "highAvailability" {
                continue;
            }
            if let Ok(value) = serde_json::from_str(value) {
                put(&mut self.map, &keys(self.chart, path), value);
            }
        }
    }

    /// What a `values` block says. Unknown paths, computed ones and values of another type are reported.
    pub(in crate::lower) fn said(&mut self, block: Option<&Block>, sink: &mut Sink) {
        let Some(block) = block.and_then(|b| b.one("values")) else { return };
        for item in block.inner().data() {
            if let Some(value) = self.checked(item, &item.head, sink) {
                put(&mut self.map, &keys(self.chart, &item.head), value);
            }
        }
    }

    fn checked(&self, item: &Item, path: &str, sink: &mut Sink) -> Option<Json> {
        let name = self.chart.name();
        let under = |a: &str, b: &str| a == b || a.strip_prefix(b).is_some_and(|r| r.starts_with('.'));
        if let Some((of, why)) = self.computed.iter().find(|(c, _)| under(path, c) || under(c, path)) {
            let message = format!("the value `{path}` of the chart `{name}` is computed");
            let mut told = Diagnostic::new(&E0814, item.head_span, message, format!("`{of}` is set already"));
            if let Some(why) = why {
                told = told.because(*why, "this statement says it");
            }
            sink.report(told.help("take this line away, and say it by the statement that computes it"));
            return None;
        }
        if item.head.contains('[') {
            let message = format!("`{path}` is an element of a list");
            let told = Diagnostic::new(&E0813, item.head_span, message, "elements have no path here");
            sink.report(told.help("give the whole list by its own path"));
            return None;
        }
        let known = match self.chart.value(path) {
            ValueLookup::Known(known) => known,
            ValueLookup::FreeForm => return Some(free(self.chart, item)),
            ValueLookup::Internal => {
                let message = format!("the chart `{name}` sets `{path}` itself");
                let told = Diagnostic::new(&E0813, item.head_span, message, "not a value for users");
                sink.report(told.help("take this line away"));
                return None;
            }
            ValueLookup::Unknown { nearest } => {
                let message = format!("the chart `{name}` has no value `{path}`");
                let told = Diagnostic::new(&E0813, item.head_span, message, "nothing reads it");
                sink.report(match nearest {
                    Some(near) => told.help(format!("there is a value `{near}`")).fix(
                        format!("write `{near}`"),
                        Applicability::MaybeIncorrect,
                        item.head_span,
                        near,
                    ),
                    None => told.help("take this line away"),
                });
                return None;
            }
        };
        let typed = typed(item, known.value_type);
        if typed.is_none() {
            let span = item.args.first().map_or(item.head_span, |a| a.span);
            let message = format!("the value `{path}` takes {}", takes(known.value_type));
            let told = Diagnostic::new(&E0815, span, message, "not that");
            sink.report(match known.default {
                Some(default) => told.note(format!("its default is `{default}`")),
                None => told,
            });
        }
        typed
    }

    /// The map.
    pub(in crate::lower) fn finish(self) -> Map<String, Json> {
        self.map
    }
}

/// What a type takes, in words.
fn takes(kind: ValueType) -> &'static str {
    match kind {
        ValueType::String => "one text",
        ValueType::Int => "a whole number",
        ValueType::Float => "a number",
        ValueType::Bool => "`true` or `false`",
        ValueType::List => "a list",
        ValueType::Map => "values of its own, by longer paths",
        ValueType::Scalar | ValueType::Any => "one value",
    }
}

fn texts(item: &Item) -> Vec<String> {
    item.values(Type::Value).into_iter().map(|(v, _)| v.to_string()).collect()
}

fn typed(item: &Item, kind: ValueType) -> Option<Json> {
    let texts = texts(item);
    if kind == ValueType::List {
        return Some(texts.iter().map(|t| guessed(t)).collect());
    }
    let [text] = texts.as_slice() else {
        return (kind == ValueType::Any).then(|| texts.iter().map(|t| guessed(t)).collect());
    };
    match kind {
        ValueType::String => Some(json!(text)),
        ValueType::Int => text.parse::<i64>().ok().map(|n| json!(n)),
        ValueType::Float => text.parse::<f64>().ok().filter(|n| n.is_finite()).map(|n| json!(n)),
        ValueType::Bool => switch(text).map(Json::Bool),
        ValueType::Scalar | ValueType::Any => Some(guessed(text)),
        ValueType::Map | ValueType::List => None,
    }
}

fn switch(text: &str) -> Option<bool> {
    match text {
        "true" | "on" => Some(true),
        "false" | "off" => Some(false),
        _ => None,
    }
}

/// A value whose type nobody says, as YAML would read it.
fn guessed(text: &str) -> Json {
    match text {
        "true" => Json::Bool(true),
        "false" => Json::Bool(false),
        _ => text.parse::<i64>().map_or_else(|_| json!(text), |n| json!(n)),
    }
}

/// A value below a free-form map: texts where Kubernetes has texts alone.
fn free(chart: Chart, item: &Item) -> Json {
    let texts = texts(item);
    match texts.as_slice() {
        [text] if flat_root(chart, &item.head).is_some() => json!(text),
        [text] => guessed(text),
        _ => texts.iter().map(|t| guessed(t)).collect(),
    }
}

/// The free-form map of labels, annotations or a selector above the path: what follows is one key.
fn flat_root(chart: Chart, path: &str) -> Option<&str> {
    let ends = path.match_indices('.').map(|(at, _)| at);
    let mut roots = ends.filter_map(|at| path.get(..at));
    roots.find(|root| {
        let last = root.rsplit('.').next().unwrap_or(root).to_ascii_lowercase();
        ["labels", "annotations", "selector"].iter().any(|w| last.ends_with(w))
            && chart.value(path) == ValueLookup::FreeForm
    })
}

/// The keys that a path goes through.
fn keys(chart: Chart, path: &str) -> Vec<&str> {
    match flat_root(chart, path) {
        Some(root) => {
            let mut keys: Vec<&str> = root.split('.').collect();
            keys.extend(path.get(root.len() + 1..));
            keys
        }
        None => path.split('.').collect(),
    }
}

/// Puts a value in; what stands on the way and is no map is replaced.
fn put(map: &mut Map<String, Json>, keys: &[&str], value: Json) {
    let Some((first, rest)) = keys.split_first() else { return };
    if rest.is_empty() {
        map.insert((*first).to_owned(), value);
        return;
    }
    let next = map.entry((*first).to_owned()).or_insert_with(|| Json::Object(Map::new()));
    if !next.is_object() {
        *next = Json::Object(Map::new());
    }
    if let Json::Object(next) = next {
        put(next, rest, value);
    }
}
