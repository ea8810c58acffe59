//! What holds for the whole edge into the Module `ambassador`: only if something is in it, and only one.

use super::{Make, mapping};
use crate::api::emissary::v3alpha1;
use crate::construct::{Block, Item};
use crate::manifest::Part;
use crate::platform::{self, Feature, KeyType, ModuleKey};
use crate::topology::Edge;
use crate::value::Type;
use serde_json::{Map, Value as Json, json};

/// The Module of an edge that is ours.
pub(super) fn module(make: Make<'_>, out: &mut Part) {
    let config = config(make);
    if config.is_empty() {
        return;
    }
    let edge = make.edge;
    let span = edge.block.one("module").map_or(edge.decl.span, |i| i.span);
    let spec = v3alpha1::Module { ambassador_id: make.ids(), config };
    let object = make.object("Module", "ambassador", &edge.ns, &Block::default(), spec);
    make.push(out, &object, &edge.decl.comment, span);
}

/// Its configuration; empty for an edge that somebody else installed.
pub(super) fn config(make: Make<'_>) -> Map<String, Json> {
    let edge = make.edge;
    let mut out = Map::new();
    if edge.installed {
        return out;
    }
    let block = &edge.block;
    if edge.linkerd_headers {
        out.insert("add_linkerd_headers".to_owned(), Json::Bool(true));
    }
    let durations = [
        ("timeout", "cluster_request_timeout_ms"),
        ("upstream-idle-timeout", "cluster_idle_timeout_ms"),
        ("upstream-max-lifetime", "cluster_max_connection_lifetime_ms"),
    ];
    for (word, key) in durations {
        // `timeout off` is said by each Mapping: here 0 is the default.
        let said = block.one(word).filter(|i| word != "timeout" || !i.has("off"));
        if let Some(ms) = said.and_then(mapping::milliseconds) {
            out.insert(key.to_owned(), json!(ms));
        }
    }
    if let Some(Ok(policy)) = block.one("retry").and_then(|i| mapping::retry(i)).map(serde_json::to_value) {
        out.insert("retry_policy".to_owned(), policy);
    }
    let breakers = mapping::circuit_breakers(block);
    if let Some(breakers) = serde_json::to_value(&breakers).ok().filter(|_| !breakers.is_empty()) {
        out.insert("circuit_breakers".to_owned(), breakers);
    }
    if !make.cx.cluster.platform.has(Feature::Listener) {
        listeners(edge, &mut out);
    }
    for item in block.one("module").map(|i| i.inner()).unwrap_or_default().data() {
        if let Some(value) = make.cx.cluster.platform.edge.and_then(|e| value(e, item)) {
            put(&mut out, &item.head, value);
        }
    }
    out
}

/// A setting's value, typed as its key is; `None` where it is no setting, or cannot be its value.
#[must_use]
pub fn value(edge: platform::Edge, item: &Item) -> Option<Json> {
    let ModuleKey::Setting(kind) = platform::module_key(edge, &item.head) else { return None };
    let values = item.values(Type::Value);
    let [(value, _)] = values.as_slice() else { return None };
    let text = value.to_string();
    let switch = match text.as_str() {
        "true" | "on" => Some(Json::Bool(true)),
        "false" | "off" => Some(Json::Bool(false)),
        _ => None,
    };
    let number = text.parse::<i64>().ok().map(|n| json!(n));
    match kind {
        KeyType::Bool => switch,
        KeyType::Int => number,
        KeyType::String => Some(json!(text)),
        KeyType::Any => switch.or(number).or_else(|| Some(json!(text))),
        KeyType::List | KeyType::Map => None,
    }
}

/// Sets a path with dots; what is no object on the way gives way to one.
pub(super) fn put(into: &mut Map<String, Json>, path: &str, value: Json) {
    let Some((head, rest)) = path.split_once('.') else {
        into.insert(path.to_owned(), value);
        return;
    };
    let next = into.entry(head.to_owned()).or_insert_with(|| Json::Object(Map::new()));
    if !next.is_object() {
        *next = Json::Object(Map::new());
    }
    if let Json::Object(map) = next {
        put(map, rest, value);
    }
}

/// Before Listeners the Module says where Envoy listens: `service_port` is 8080, and 8443 once TLS ends anywhere
/// (python/ambassador/ir/irlistener.py:57-230 @v1.14.4).
fn listeners(edge: &Edge, out: &mut Map<String, Json>) {
    let main = edge.listeners.iter().find(|l| l.protocol == "https");
    let main = main.or_else(|| edge.listeners.iter().find(|l| l.protocol == "http"));
    if let Some(main) = main {
        let usual = if main.protocol == "https" { 8443 } else { 8080 };
        if main.target != usual {
            out.insert("service_port".to_owned(), json!(main.target));
        }
    }
    let each = || edge.listeners.iter().map(|l| &l.block);
    if each().any(|b| b.switch("proxy-protocol") == Some(true)) {
        out.insert("use_proxy_proto".to_owned(), Json::Bool(true));
    }
    if each().any(|b| b.one("security").is_some_and(|i| i.has("xfp"))) {
        out.insert("x_forwarded_proto_redirect".to_owned(), Json::Bool(true));
    }
    if let Some(hops) = each().find_map(|b| b.one("hops")).and_then(|i| i.number(Type::Count)) {
        out.insert("xff_num_trusted_hops".to_owned(), json!(hops));
    }
}

/// The lines of a Module that a statement of the edge's block makes, for an edge whose Module is somebody else's.
#[must_use]
pub fn lines(cx: crate::lower::Cx<'_>, edge: &Edge, item: &Item) -> Map<String, Json> {
    let block = Block { items: vec![std::sync::Arc::new(item.clone())], torn: None };
    let alone =
        Edge { installed: false, linkerd_headers: false, block: std::sync::Arc::new(block), ..edge.clone() };
    config(Make { cx, edge: &alone })
}
