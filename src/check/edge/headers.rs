//! Headers that routes add and remove: what Envoy refuses freezes the whole configuration (domain: vectors e41-09).

use crate::construct::Block;
use crate::diagnostic::codes::edge::{E0406, E0407};
use crate::diagnostic::{Diagnostic, Sink};
use crate::source::Span;
use crate::topology::Edge;
use crate::value::Type;
use std::collections::BTreeMap;

/// The checks of headers.
pub(super) fn headers(edge: &Edge, sink: &mut Sink) {
    block(&edge.block, sink);
    for route in edge.hosts.iter().flat_map(|h| &h.routes) {
        block(&route.block, sink);
    }
}

fn block(block: &Block, sink: &mut Sink) {
    let mut seen: BTreeMap<(bool, String), Span> = BTreeMap::new();
    for item in block.items.iter().filter(|i| i.is("add") || i.is("set") || i.is("remove")) {
        for (name, span) in item.texts(Type::Header) {
            refused_name(item.head.as_ref(), name, span, sink);
            let key = (item.has("request-header"), name.to_ascii_lowercase());
            if item.is("remove") {
                continue;
            }
            if let Some(first) = seen.insert(key, span) {
                let message = format!("the header `{name}` is given two values");
                let told = Diagnostic::new(&E0407, span, message, "again here").because(first, "first here");
                sink.report(told.help("keep one of them: a Mapping holds one value for a header"));
            }
        }
        for (value, span) in item.texts(Type::Value) {
            if value.chars().any(|c| c.is_control() && c != '\t') {
                let message = "a header's value has a control character";
                let told = Diagnostic::new(&E0406, span, message, "Envoy refuses it")
                    .note("with it, Envoy refuses the whole new configuration of the edge");
                sink.report(told.help("write it in one line"));
            }
        }
    }
}

fn refused_name(word: &str, name: &str, span: Span, sink: &mut Sink) {
    if !name.eq_ignore_ascii_case("host") && !name.starts_with(':') {
        return;
    }
    let message = format!("Envoy does not let a route {word} the header `{name}`");
    let told = Diagnostic::new(&E0406, span, message, "refused")
        .note("with it, Envoy refuses the whole new configuration of the edge");
    let told = if name.starts_with(':') {
        told.help("`rewrite` changes the path")
    } else {
        told.help("the host that the upstream sees is `host-rewrite HOST`")
    };
    sink.report(told);
}
