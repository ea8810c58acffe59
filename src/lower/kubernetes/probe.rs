//! Probes and lifecycle hooks of a container.

use super::argument::{int32, port_of, seconds, some, strings};
use super::port::Ports;
use crate::construct::{Block, Item};
use crate::lower::Cx;
use crate::platform::Feature;
use crate::value::Type;
use k8s_openapi::api::core::v1::{
    ExecAction, GRPCAction, HTTPGetAction, HTTPHeader, Lifecycle, LifecycleHandler, Probe, SleepAction,
    TCPSocketAction,
};

/// The probe that a statement of this keyword (`ready`, `live`, `startup`) makes.
pub(super) fn probe(block: &Block, word: &str, ports: Ports<'_>) -> Option<Probe> {
    let item = block.one(word)?;
    let inner = item.inner();
    let time = |word: &str| inner.one(word)?.duration().map(|d| int32(seconds(d)));
    let count = |word: &str| inner.one(word)?.number(Type::Count).map(int32);
    let mut probe = Probe {
        initial_delay_seconds: time("after"),
        period_seconds: time("every"),
        timeout_seconds: time("timeout"),
        failure_threshold: count("failures"),
        success_threshold: count("successes"),
        ..Probe::default()
    };
    match item.first_word() {
        Some("exec") => probe.exec = Some(exec(item, ports)),
        Some("tcp") => {
            probe.tcp_socket = Some(TCPSocketAction { host: None, port: ports.of(port_of(item)?) })
        }
        Some("grpc") => {
            let service = inner.one("service").and_then(|i| i.text(Type::Text)).map(|t| t.to_string());
            let port = i32::from(ports.number(port_of(item)?)?);
            probe.grpc = Some(GRPCAction { port, service, ..GRPCAction::default() });
        }
        _ => probe.http_get = Some(http(item, &inner, ports)?),
    }
    Some(probe)
}

/// What `before-stop` and `after-start` make.
pub(super) fn lifecycle(cx: Cx<'_>, block: &Block, ports: Ports<'_>) -> Option<Lifecycle> {
    let pre_stop = block.one("before-stop").and_then(|i| handler(cx, i, ports));
    let post_start = block.one("after-start").and_then(|i| handler(cx, i, ports));
    let said = pre_stop.is_some() || post_start.is_some();
    said.then(|| Lifecycle { pre_stop, post_start, ..Lifecycle::default() })
}

fn handler(cx: Cx<'_>, item: &Item, ports: Ports<'_>) -> Option<LifecycleHandler> {
    let mut handler = LifecycleHandler::default();
    match item.first_word() {
        Some("exec") => handler.exec = Some(exec(item, ports)),
        Some("sleep") => {
            let seconds = seconds(item.duration()?);
            if cx.cluster.platform.has(Feature::SleepAction) {
                handler.sleep = Some(SleepAction { seconds });
            } else {
                let command = vec!["sleep".to_owned(), seconds.to_string()];
                handler.exec = Some(ExecAction { command: Some(command) });
            }
        }
        _ => handler.http_get = Some(http(item, &Block::default(), ports)?),
    }
    Some(handler)
}

fn exec(item: &Item, ports: Ports<'_>) -> ExecAction {
    let words = strings(item, Type::Arg);
    ExecAction { command: some(words.iter().map(|w| ports.text(w)).collect()) }
}

fn http(item: &Item, inner: &Block, ports: Ports<'_>) -> Option<HTTPGetAction> {
    let header = |i: &std::sync::Arc<Item>| {
        let name = i.text(Type::Header)?.to_string();
        Some(HTTPHeader { name, value: ports.text(&i.value(Type::Value)?.0.to_string()) })
    };
    Some(HTTPGetAction {
        path: item.text(Type::Path).map(|p| p.to_string()),
        port: ports.of(port_of(item)?),
        scheme: (inner.switch("https") == Some(true)).then(|| "HTTPS".to_owned()),
        http_headers: some(inner.each("header").filter_map(header).collect()),
        ..HTTPGetAction::default()
    })
}
