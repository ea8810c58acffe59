//! `linkerd { proxy { … } }` into the chart's values under `proxy.`: what every proxy has unless said nearer.
//!
//! Which version has which statement is the construct table's to say; a path that a chart lacks is left out here.

use super::values::Values;
use crate::construct::{Block, Item};
use crate::value::{Type, Value};
use serde_json::{Value as Json, json};

/// Sets the values; `prefix` is `global.` where the chart has one.
pub(super) fn values(block: &Block, prefix: &str, values: &mut Values) {
    let mut set = |path: &str, value: Json, item: &Item| {
        values.set_if_taken(&format!("{prefix}proxy.{path}"), value, Some(item.span));
    };
    for word in ["request", "limit"] {
        let Some(item) = block.one(word) else { continue };
        for (said, name) in [("cpu", "cpu"), ("memory", "memory"), ("storage", "ephemeral-storage")] {
            if let Some((value, _)) = item.after(said).filter(|_| item.has(said)) {
                set(&format!("resources.{name}.{word}"), json!(value.to_string()), item);
            }
        }
    }
    if let Some((item, Value::Ratio(ratio))) = first(block, "cpu-ratio-limit", Type::Ratio) {
        set("runtime.workers.maximumCPURatio", json!(f64::from(*ratio) / 1e6), item);
    }
    if let Some((item, image)) = first(block, "image", Type::Image) {
        let image = image.to_string();
        let (name, version) = match image.rsplit_once(':') {
            Some((name, tag)) if !tag.contains('/') => (name, Some(tag)),
            _ => (image.as_str(), None),
        };
        set("image.name", json!(name), item);
        if let Some(version) = version {
            set("image.version", json!(version), item);
        }
    }
    if let Some(item) = block.one("pull") {
        let policy = match item.first_word() {
            Some("always") => "Always",
            Some("never") => "Never",
            _ => "IfNotPresent",
        };
        set("image.pullPolicy", json!(policy), item);
    }
    for (word, path, kind) in
        [("log", "logLevel", Type::Text), ("user", "uid", Type::Count), ("group", "gid", Type::Count)]
    {
        match first(block, word, kind) {
            Some((item, Value::Number(number))) => set(path, json!(number), item),
            Some((item, value)) => set(path, json!(value.to_string()), item),
            None => {}
        }
    }
    for (word, path) in
        [("log-format", "logFormat"), ("log-headers", "logHTTPHeaders"), ("access-log", "accessLog")]
    {
        let Some((item, said)) = block.one(word).and_then(|i| Some((i, i.first_word()?))) else { continue };
        let off = word == "access-log" && said == "off";
        set(path, json!(if off { "" } else { said }), item);
    }
    for (word, path) in [
        ("await", "await"),
        ("admin-shutdown", "enableShutdownEndpoint"),
        ("native-sidecar", "nativeSidecar"),
        ("hostname-metrics", "metrics.hostnameLabels"),
        ("external-profiles", "enableExternalProfiles"),
    ] {
        if let Some(item) = block.one(word) {
            set(path, json!(item.switch()), item);
        }
    }
    times(block, &mut set);
    variables(block, &mut set);
}

fn variables(block: &Block, set: &mut dyn FnMut(&str, Json, &Item)) {
    let variables = |i: &&std::sync::Arc<Item>| {
        Some(
            json!({ "name": i.text(Type::EnvName)?.to_string(), "value": i.value(Type::Value)?.0.to_string() }),
        )
    };
    let all: Vec<_> = block.each("env").collect();
    let list: Vec<Json> = all.iter().filter_map(variables).collect();
    if let (false, Some(item)) = (list.is_empty(), all.first()) {
        set("additionalEnv", Json::Array(list), item);
    }
}

fn first<'b>(block: &'b Block, word: &str, kind: Type) -> Option<(&'b Item, &'b Value)> {
    let item = block.one(word)?;
    Some((item, item.value(kind)?.0))
}

fn times(block: &Block, set: &mut dyn FnMut(&str, Json, &Item)) {
    if let Some((item, time)) = block.one("wait-before-exit").and_then(|i| Some((i, i.duration()?))) {
        set("waitBeforeExitSeconds", json!(time.0.div_ceil(1000)), item);
    }
    if let Some((item, time)) = block.one("shutdown-grace").and_then(|i| Some((i, i.duration()?))) {
        set("shutdownGracePeriod", json!(format!("{}ms", time.0)), item);
    }
    for (word, end) in
        [("connect-timeout", "ConnectTimeout"), ("discovery-cache", "DiscoveryCacheUnusedTimeout")]
    {
        for item in block.each(word) {
            if let (Some(side), Some(time)) = (item.word_of(&["inbound", "outbound"]), item.duration()) {
                set(&format!("{side}{end}"), json!(format!("{}ms", time.0)), item);
            }
        }
    }
    for item in block.each("detect-timeout") {
        let path = match item.word_of(&["inbound", "outbound"]) {
            Some("inbound") => "disableInboundProtocolDetectTimeout",
            Some(_) => "disableOutboundProtocolDetectTimeout",
            None => continue,
        };
        set(path, json!(!item.switch()), item);
    }
}
