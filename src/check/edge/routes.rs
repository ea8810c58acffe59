//! Routes and redirects: where they lead, how they share, what Emissary would make of their texts.

use crate::construct::{Block, Item};
use crate::diagnostic::codes::edge::{E0404, E0405, E0408, E0409, E0411, E0415, E0416, E0422, E0424, E0425};
use crate::diagnostic::codes::fit::E0144;
use crate::diagnostic::codes::warnings::{W0402, W0403};
use crate::diagnostic::{Applicability, Diagnostic, Sink};
use crate::lower::{Cx, edge::redirect_parts};
use crate::platform::Feature;
use crate::source::Span;
use crate::topology::{Edge, Host, Insecure, Path, Protocol, Route, RouteKind, Target};
use crate::value::{Duration, Type, Value};
use std::collections::BTreeMap;

/// The checks of routes.
pub(super) fn routes(cx: Cx<'_>, edge: &Edge, sink: &mut Sink) {
    no_variable_in_block(&edge.block, sink);
    let old = !cx.cluster.platform.has(Feature::EdgeV3alpha1);
    if old {
        has_a_field(&edge.block, &["connect-timeout"], sink);
    }
    for host in &edge.hosts {
        each_once(host, sink);
        for route in &host.routes {
            no_variable(&route.item, sink);
            ends_with_slash(route, sink);
            match route.kind {
                RouteKind::Redirect => redirect(edge, host, route, sink),
                RouteKind::Route => {
                    leads_to_http(route, sink);
                    shares(edge, route, sink);
                    tries_in_time(edge, route, sink);
                }
            }
            if old {
                let fields = ["connect-timeout", "upstream-idle-timeout", "upstream-max-lifetime"];
                has_a_field(&route.block, &fields, sink);
            }
        }
    }
}

/// The text by which Emissary groups Mappings: `exact` and `regex` are not in it.
fn prefix(path: &Path) -> String {
    match path {
        Path::Prefix(text) | Path::Exact(text) | Path::Regex(text) => text.to_string(),
        Path::Grpc(method) if method.contains('/') => format!("/{method}"),
        Path::Grpc(service) => format!("/{service}/"),
    }
}

/// Path, methods, conditions, precedence.
type Key<'r> = (String, Vec<&'r str>, Vec<String>, i64);

fn each_once(host: &Host, sink: &mut Sink) {
    let mut seen: BTreeMap<Key<'_>, Span> = BTreeMap::new();
    for route in &host.routes {
        let mut methods: Vec<&str> = route.matches.methods.iter().map(|m| &**m).collect();
        methods.sort_unstable();
        let mut whens: Vec<String> = route
            .block
            .each("when")
            .map(|w| {
                let words = w.args.iter().map(|a| format!("{:?}", a.slot));
                words.collect::<Vec<_>>().join(" ")
            })
            .collect();
        whens.sort();
        let rank = route.block.one("precedence").and_then(|i| i.number(Type::Integer)).unwrap_or(0);
        let span = route.item.first_span();
        let first = seen.insert((prefix(&route.matches.path), methods, whens, rank), span);
        // Two of one block are reported as one statement twice.
        let told = || sink.diagnostics().iter().any(|d| d.code == &E0144 && within(d, route.item.span));
        if let Some(first) = first.filter(|_| !told()) {
            let message = format!("two routes of `{}` are one to Emissary", host.hostname);
            let told = Diagnostic::new(&E0425, span, message, "the same path, methods and conditions")
                .because(first, "the first")
                .help("share requests with `split`, or tell them apart by `when` or `precedence`");
            sink.report(told);
        }
    }
}

fn within(told: &Diagnostic, span: Span) -> bool {
    told.primary().is_some_and(|p| p.file == span.file && span.start <= p.start && p.end <= span.end)
}

fn redirect(edge: &Edge, host: &Host, route: &Route, sink: &mut Sink) {
    if let Some((Value::Number(code), span)) = route.block.one("code").and_then(|i| i.value(Type::Status))
        && ![301, 302, 303, 307, 308].contains(code)
    {
        let told = Diagnostic::new(&E0424, span, format!("{code} is no status of a redirect"), "");
        sink.report(told.help("write 301, 302, 303, 307 or 308"));
    }
    let Some((Value::Text(text), span)) = route.item.value(Type::Target) else { return };
    let to = redirect_parts(text);
    if to.host.is_none() && host.hostname.contains('*') {
        let message = format!("where `{text}` is depends on the host, and `{}` is many", host.hostname);
        let told = Diagnostic::new(&E0404, span, message, "a path without a host")
            .because(host.decl.span, "the host")
            .note("a Mapping's redirect always names a host (`host_redirect`)");
        sink.report(told.help("write the whole URL"));
    }
    let (Some(scheme), Some(own)) = (to.scheme, scheme_of(edge, host)) else { return };
    if !scheme.eq_ignore_ascii_case(own) {
        let message = format!("a redirect from {own} cannot lead to {scheme}");
        let told =
            Diagnostic::new(&E0405, span, message, format!("requests to `{}` are {own}", host.hostname))
                .note("a Mapping's redirect keeps the scheme of the request");
        let told = match (scheme, own) {
            ("https", "http") => {
                told.help("give the host `tls SECRET`: then `insecure redirect` leads to https")
            }
            _ => told.help(format!("write `{own}://`")),
        };
        sink.report(told);
    }
}

/// The scheme of all requests that a host's routes get, where it is one and known.
fn scheme_of(edge: &Edge, host: &Host) -> Option<&'static str> {
    let told =
        |l: &crate::topology::Listener| l.block.one("hops").is_some() || l.block.one("security").is_some();
    if edge.listeners.iter().any(told) {
        return None;
    }
    let tls = host.block.one("tls").is_some() || host.block.one("acme").is_some();
    match (tls, host.insecure) {
        (true, Insecure::Route) => None,
        (true, _) => Some("https"),
        (false, _) => Some("http"),
    }
}

fn leads_to_http(route: &Route, sink: &mut Sink) {
    let own = route.target.as_ref().map(|t| (t, reference(&route.item)));
    for (target, span) in own.into_iter().chain(route.splits.iter().map(|s| (&s.target, s.span))) {
        let Some(port) = &target.port else { continue };
        let Some(protocol) = port.protocol else { continue };
        if matches!(protocol, Protocol::Tcp | Protocol::Tls | Protocol::Udp) {
            let message = format!("the port `{}` of `{}` speaks no HTTP", port.name, target.service);
            let told = Diagnostic::new(&E0415, span, message, format!("its protocol is {}", word(protocol)));
            sink.report(told.help("name another port, or lead connections with `tcp`"));
        } else if matches!(route.matches.path, Path::Grpc(_))
            && !matches!(protocol, Protocol::Grpc | Protocol::Http2)
        {
            let message = format!("the port `{}` of `{}` speaks no gRPC", port.name, target.service);
            let told = Diagnostic::new(&E0416, span, message, format!("its protocol is {}", word(protocol)));
            sink.report(told.help("name another port, or say `protocol grpc` where it is declared"));
        }
    }
}

fn word(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Http => "http",
        Protocol::Http2 => "http2",
        Protocol::Grpc => "grpc",
        Protocol::Https => "https",
        Protocol::Tls => "tls",
        Protocol::Tcp => "tcp",
        Protocol::Opaque => "opaque",
        Protocol::Udp => "udp",
    }
}

/// The place of the reference of a route.
fn reference(item: &Item) -> Span {
    item.value(Type::Ref).map_or(item.span, |(_, span)| span)
}

fn shares(edge: &Edge, route: &Route, sink: &mut Sink) {
    let sum: u32 = route.splits.iter().fold(0, |sum, s| sum.saturating_add(s.weight));
    if let Some(last) = route.splits.last().filter(|_| sum > 100) {
        let message = format!("the shares of a split are {sum}% together");
        let told = Diagnostic::new(&E0408, last.span, message, "more than all requests")
            .because(reference(&route.item), "what is left goes here");
        sink.report(told.help("take shares away until they are 100% or less"));
    }
    let on = route.block.switch("linkerd-headers").unwrap_or(edge.linkerd_headers);
    let Some(own) = route.target.as_ref().filter(|_| on) else { return };
    let differs = |t: &Target| (&t.ns, &t.service, &t.port) != (&own.ns, &own.service, &own.port);
    if let Some(split) = route.splits.iter().find(|s| differs(&s.target)) {
        let message = "`l5d-dst-override` would send all requests of this split to one service";
        let said = route.block.one("linkerd-headers").or(edge.block.one("linkerd-headers"));
        let because = said.map_or(edge.decl.span, |i| i.span);
        let told = Diagnostic::new(&E0409, split.span, message, "another service than the route's")
            .because(because, "the header is added here")
            .help("say `linkerd-headers off` in the route, or split in the mesh: `split` in the service")
            .note("all routes of a group get the headers of its last member (Emissary ir/irhttpmappinggroup.py)");
        sink.report(told);
    }
}

fn tries_in_time(edge: &Edge, route: &Route, sink: &mut Sink) {
    let said = |word: &str| route.block.one(word).or(edge.block.one(word));
    let Some(retry) = said("retry").map(|i| i.inner()) else { return };
    let Some((Value::Duration(Duration(each)), span)) =
        retry.one("each").and_then(|i| i.value(Type::Duration))
    else {
        return;
    };
    let timeout = said("timeout");
    let whole = match timeout {
        Some(item) if item.has("off") => return,
        Some(item) => item.duration().map_or(3000, |Duration(ms)| ms),
        None => 3000,
    };
    if *each < whole {
        return;
    }
    let (each, whole) = (Duration(*each), Duration(whole));
    let told = Diagnostic::new(
        &W0402,
        span,
        format!("a try of {each} is as long as the whole may take, {whole}"),
        "",
    );
    let told = match timeout {
        Some(item) => told.because(item.span, "the whole"),
        None => told.note("without `timeout` the whole may take 3s"),
    };
    sink.report(told.help("shorten `each`, or lengthen `timeout`"));
}

fn ends_with_slash(route: &Route, sink: &mut Sink) {
    let Path::Prefix(text) = &route.matches.path else { return };
    if text.ends_with('/') {
        return;
    }
    let span = route.item.value(Type::Path).map_or(route.item.span, |(_, span)| span);
    let told = Diagnostic::new(&W0403, span, format!("`{text}` also takes `{text}X`"), "a prefix is text")
        .help(format!("`{text}/` takes what is below it, `exact {text}` the path itself"))
        .fix(format!("write `exact {text}`"), Applicability::MaybeIncorrect, span, format!("exact {text}"))
        .fix(format!("write `{text}/`"), Applicability::MaybeIncorrect, span, format!("{text}/"));
    sink.report(told);
}

fn has_a_field(block: &Block, words: &[&str], sink: &mut Sink) {
    for item in words.iter().filter_map(|w| block.one(w)) {
        let message = format!("Mappings of this version have no field for `{}`", item.head);
        let told = Diagnostic::new(&E0422, item.head_span, message, "nothing would read it")
            .help("take this line away")
            .note("it came with getambassador.io/v3alpha1 (Emissary 2)");
        sink.report(told);
    }
}

/// Emissary puts variables of its own container into what it reads (fetch/fetcher.py: `os.path.expandvars`).
fn no_variable(item: &Item, sink: &mut Sink) {
    for (kind, value, span) in item.all_values() {
        let Value::Text(text) = value else { continue };
        let written = matches!(
            kind,
            Type::Path | Type::Regex | Type::Value | Type::Subst | Type::Target | Type::NameText | Type::Host
        );
        if let Some(variable) = variable(text).filter(|_| written) {
            let message = format!("Emissary would replace `{variable}` by a variable of its own");
            let told = Diagnostic::new(&E0411, span, message, "if its container has one of that name");
            let told = if kind == Type::Regex { told.help("a dollar sign is `[$]`") } else { told };
            sink.report(told.help("write it without `$` before a name").note("fetch/fetcher.py, since 1.x"));
        }
    }
    if let Some(block) = &item.block {
        no_variable_in_block(block, sink);
    }
}

fn no_variable_in_block(block: &Block, sink: &mut Sink) {
    let nested = |i: &&std::sync::Arc<Item>| !i.is("host") && !i.is("on");
    block.items.iter().filter(nested).for_each(|i| no_variable(i, sink));
}

/// The first `$NAME` or `${NAME}` of a text.
fn variable(text: &str) -> Option<&str> {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('$') {
        let length = match after.strip_prefix('{') {
            Some(inner) => inner.find('}').map(|at| at + 2),
            None => after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').or(Some(after.len())),
        };
        if let Some(length) = length.filter(|n| *n > 0) {
            let start = text.len().checked_sub(after.len() + 1)?;
            return text.get(start..start + length + 1);
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::variable;

    #[test]
    fn variables_are_found() {
        for (text, found) in [
            ("plain", None),
            ("/a$", None),
            ("$ 5", None),
            ("[$]HOME", None),
            ("a $HOME b", Some("$HOME")),
            ("a${X}b", Some("${X}")),
            ("${open", None),
            ("x$$1", Some("$1")),
        ] {
            assert_eq!(variable(text), found, "{text}");
        }
    }
}
