//! Pods and what runs them: what the API server would refuse, or nothing would come of.

use super::{containers, services};
use crate::construct::{Block, Item};
use crate::diagnostic::codes::warnings::{W0301, W0302, W0303};
use crate::diagnostic::codes::workload::{E0360, E0361, E0362, E0363, E0364, E0365, E0366, E0368, E0370};
use crate::diagnostic::{Applicability, Diagnostic, Sink};
use crate::topology::{Cluster, Service, Topology, Workload};
use crate::value::{self, Amount, Duration, Memory, Percent, Scale, Type, Value};

/// Statements whose field counts whole seconds.
const SECONDS: &[&str] = &["grace", "min-ready", "progress-deadline", "before-stop", "session-affinity"];
/// The same, in the block of a probe or a mount.
const SECONDS_INSIDE: &[&str] = &["after", "every", "timeout", "expires"];
/// The ones that begin with a probe's or a mount's block.
const PROBES: &[&str] = &["ready", "live", "startup"];

/// Probes and hooks ask a port that is declared.
pub(super) fn probed_ports_exist(topology: &Topology, sink: &mut Sink) {
    for (_, s, block) in containers(topology).filter(|(_, s, _)| s.torn.is_none()) {
        for word in ["ready", "live", "startup", "before-stop", "after-start"] {
            for (port, span) in block.each(word).filter_map(|i| i.value(Type::Port)) {
                let Value::Port(value::Port::Name(name)) = port else { continue };
                if &**name == "linkerd-admin" || s.ports.iter().any(|p| p.name == *name) {
                    continue;
                }
                super::exposure::unknown_port(s, name, span, "no port of this name is declared", sink);
            }
        }
    }
}

/// Kubernetes counts whole seconds there.
pub(super) fn seconds_are_whole(topology: &Topology, sink: &mut Sink) {
    for (_, _, block) in containers(topology) {
        for item in SECONDS.iter().flat_map(|w| block.each(w)) {
            whole(item, sink);
        }
        for outer in PROBES.iter().chain(&["mount"]).flat_map(|w| block.each(w)) {
            for item in &outer.inner().items {
                if SECONDS_INSIDE.iter().any(|w| item.is(w)) {
                    whole(item, sink);
                }
            }
        }
    }
}

fn whole(item: &Item, sink: &mut Sink) {
    let Some((Value::Duration(Duration(ms)), span)) = item.value(Type::Duration) else { return };
    if ms % 1000 != 0 {
        let message = format!("`{}` takes whole seconds", item.row.word());
        let told = Diagnostic::new(&E0360, span, message, "not a whole number of seconds");
        let up = format!("{}s", ms.div_ceil(1000));
        sink.report(told.fix(format!("write `{up}`"), Applicability::MaybeIncorrect, span, up));
    }
}

/// Counts and durations of probes lie where Kubernetes takes them.
pub(super) fn probes_are_in_range(topology: &Topology, sink: &mut Sink) {
    for (_, _, block) in containers(topology) {
        for word in PROBES {
            for inner in block.each(word).map(|p| p.inner()) {
                for item in &inner.items {
                    probe_value(word, item, sink);
                }
            }
        }
        for item in block.each("mount").filter_map(|m| m.inner().one("expires").cloned()) {
            least(&item, 600_000, "10m", "a token lives at least 10 minutes", sink);
        }
    }
}

fn probe_value(probe: &str, item: &Item, sink: &mut Sink) {
    if ["every", "timeout"].iter().any(|w| item.is(w)) {
        let word = item.row.word();
        least(item, 1000, "1s", &format!("`{word}` of a probe is at least a second"), sink);
    }
    let Some((Value::Number(n), span)) = item.value(Type::Count) else { return };
    let only_one = item.is("successes") && probe != "ready";
    let message = if only_one && *n != 1 {
        format!("`successes` of a `{probe}` probe can only be 1")
    } else if *n == 0 {
        format!("`{}` of a probe is at least 1", item.row.word())
    } else {
        return;
    };
    let told = Diagnostic::new(&E0361, span, message, "Kubernetes refuses it");
    sink.report(told.fix("write `1`", Applicability::MaybeIncorrect, span, "1"));
}

fn least(item: &Item, ms: u64, text: &str, message: &str, sink: &mut Sink) {
    if let Some((Value::Duration(d), span)) = item.value(Type::Duration)
        && d.0 < ms
        && d.0 % 1000 == 0
    {
        let told = Diagnostic::new(&E0361, span, message, "Kubernetes refuses it");
        sink.report(told.fix(format!("write `{text}`"), Applicability::MaybeIncorrect, span, text));
    }
}

/// Options of probes and mounts are ones that their kind has.
pub(super) fn options_have_an_effect(topology: &Topology, sink: &mut Sink) {
    for (_, _, block) in containers(topology) {
        for probe in PROBES.iter().flat_map(|w| block.each(w)) {
            let kind = probe.word_of(&["tcp", "grpc", "exec"]).unwrap_or("http");
            for item in &probe.inner().items {
                for (word, of) in [("header", "http"), ("https", "http"), ("service", "grpc")] {
                    if item.is(word) && kind != of {
                        without_effect(
                            item,
                            word,
                            &format!("{} {of} probe", if of == "http" { "an" } else { "a" }),
                            probe,
                            sink,
                        );
                    }
                }
            }
        }
        for mount in block.each("mount") {
            let Some(kind) = mount.first_word() else { continue };
            for item in &mount.inner().items {
                let of: &[&str] = match item.row.word() {
                    "size" | "memory" => &["scratch"],
                    "expires" => &["token"],
                    "mode" => &["config", "secret", "token"],
                    "optional" => &["config", "secret"],
                    _ => continue,
                };
                if !of.contains(&kind) {
                    let list = of.join("`, `");
                    without_effect(item, item.row.word(), &format!("a mount of `{list}`"), mount, sink);
                }
            }
        }
    }
}

fn without_effect(item: &Item, word: &str, of: &str, outer: &Item, sink: &mut Sink) {
    let message = format!("`{word}` is an option of {of} alone");
    let told = Diagnostic::new(&E0362, item.span, message, "there is no field for it here");
    sink.report(told.because(outer.span, "this is of another kind").help("take the line away"));
}

/// What a container needs is not more than it may take.
pub(super) fn requests_are_within_limits(topology: &Topology, sink: &mut Sink) {
    for (_, _, block) in containers(topology) {
        let proxy = proxy(block);
        for block in [Some(block), proxy.as_deref()].into_iter().flatten() {
            let (Some(request), Some(limit)) = (block.one("request"), block.one("limit")) else { continue };
            for word in ["cpu", "memory", "storage"] {
                let (Some((asked, span)), Some((most, at))) = (request.after(word), limit.after(word)) else {
                    continue;
                };
                if size(asked) > size(most) {
                    let message = format!("the request of {word} is above the limit");
                    let told = Diagnostic::new(&E0363, span, message, format!("more than {most}"));
                    sink.report(told.because(at, "the limit"));
                }
            }
        }
    }
}

fn size(value: &Value) -> u128 {
    match value {
        Value::Cpu(cpu) => u128::from(cpu.0),
        Value::Memory(Memory { bytes, .. }) => *bytes,
        _ => 0,
    }
}

/// The `proxy` block of a `mesh` statement.
fn proxy(block: &Block) -> Option<std::sync::Arc<Block>> {
    Some(block.one("mesh")?.inner().one("proxy")?.inner())
}

/// A rollout can take a step, and is given up later than a pod counts.
pub(super) fn rollouts_can_go_on(topology: &Topology, sink: &mut Sink) {
    for (_, s) in services(topology) {
        let zero = |v: &Value| matches!(v, Value::Amount(Amount::Count(0) | Amount::Percent(Percent(0))));
        if let Some(item) = s.block.one("rollout")
            && let Some((_, span)) = item.after("unavailable").filter(|(v, _)| zero(v))
        {
            let surge = item.after("surge");
            let stuck = match (s.workload, surge) {
                (Workload::StatefulSet, _) => true,
                (Workload::DaemonSet, None) => true,
                (_, Some((surge, _))) => zero(surge),
                (_, None) => false,
            };
            if stuck {
                let message = "a rollout that may neither add nor take away a pod cannot begin";
                let told = Diagnostic::new(&E0364, span, message, "none may be away");
                let told = surge.map_or(told.clone(), |(_, at)| told.because(at, "and none may be added"));
                sink.report(told.help("let one be away: `unavailable 1`"));
            }
        }
        let ms = |word: &str| s.block.one(word).and_then(|i| i.duration()).map(|d| d.0);
        let (Some(ready), Some(at)) = (ms("min-ready"), s.block.one("min-ready")) else { continue };
        let deadline = ms("progress-deadline").unwrap_or(600_000);
        if s.workload == Workload::Deployment && ready >= deadline {
            let message = "a rollout is given up before a new pod counts";
            let told = Diagnostic::new(&E0365, at.first_span(), message, "so long a pod must be ready");
            sink.report(match s.block.one("progress-deadline") {
                Some(said) => told.because(said.first_span(), "given up after this"),
                None => told.note("without `progress-deadline` a Deployment has 10 minutes"),
            });
        }
    }
}

/// An autoscaler keeps at least one pod.
pub(super) fn autoscalers_keep_a_pod(topology: &Topology, sink: &mut Sink) {
    for (cluster, s) in services(topology) {
        let Some(item) = s.block.one("replicas") else { continue };
        let Some((Value::Scale(Scale { min, max: Some(max) }), span)) = item.value(Type::Scale) else {
            continue;
        };
        if *min == 0 {
            let text = format!("1..{max}");
            let told = Diagnostic::new(&E0366, span, "an autoscaler cannot go down to 0 pods", "begins at 0");
            sink.report(
                told.note("the API server refuses `minReplicas: 0` without the alpha feature HPAScaleToZero")
                    .fix(format!("write `{text}`"), Applicability::MaybeIncorrect, span, text),
            );
        }
        if s.torn.is_none() {
            measured(cluster, s, item, sink);
        }
    }
}

/// An autoscaler measures a share of what every container requests; of one that requests nothing it is not known.
fn measured(cluster: &Cluster, s: &Service, item: &Item, sink: &mut Sink) {
    let inner = item.inner();
    let said = ["cpu", "memory"].into_iter().filter_map(|w| Some((w, item.after(w)?.1)));
    let mut wanted: Vec<(&str, crate::source::Span)> = said.collect();
    if wanted.is_empty() && inner.one("metric").is_none() {
        wanted.push(("cpu", item.first_span()));
    }
    for (word, span) in wanted {
        let asks = |b: &Block| {
            ["request", "limit"].iter().any(|w| b.one(w).is_some_and(|r| r.after(word).is_some()))
        };
        let beside = s.block.each("sidecar").find(|c| c.block.as_deref().is_some_and(|b| !asks(b)));
        if !asks(&s.block) {
            let message =
                format!("an autoscaler looks at a share of requested {word}, and none is requested");
            let told = Diagnostic::new(&W0301, span, message, "would never scale");
            sink.report(told.help(format!("add `request {word} {}`", example(word))));
        } else if let Some(beside) = beside {
            let message =
                format!("an autoscaler looks at a share of requested {word}, and a sidecar requests none");
            let told = Diagnostic::new(&W0301, span, message, "would never scale");
            sink.report(told.because(beside.span, format!("add `request {word} {}`", example(word))));
        } else if s.meshed && !proxy_requests(cluster, s, word) {
            let message =
                format!("an autoscaler looks at a share of requested {word}, and the proxy requests none");
            let told = Diagnostic::new(&W0301, span, message, "would never scale");
            sink.report(
                told.help(format!("add `mesh {{ proxy {{ request {word} {} }} }}`", example(word))).note(
                    "the share is known only where every container of the pod requests some, Linkerd's too",
                ),
            );
        }
    }
}

fn example(word: &str) -> &'static str {
    if word == "cpu" { "100m" } else { "64Mi" }
}

fn proxy_requests(cluster: &Cluster, s: &Service, word: &str) -> bool {
    let asks = |proxy: Option<std::sync::Arc<Block>>| {
        proxy.is_some_and(|p| {
            ["request", "limit"].iter().any(|w| p.one(w).is_some_and(|r| r.after(word).is_some()))
        })
    };
    let linkerd = cluster.block.one("linkerd").map(|l| l.inner());
    let values = linkerd.as_ref().is_some_and(|l| l.one("values").is_some()) || cluster.linkerd_installed;
    let of_cluster = linkerd.and_then(|l| l.one("proxy").map(|p| p.inner()));
    // The chart's values for high availability request both.
    cluster.block.switch("ha") == Some(true)
        || values
        || asks(proxy(&s.block))
        || asks(of_cluster)
        || asks(cluster.namespaces.get(&s.ns).and_then(|n| proxy(&n.block)))
}

/// Nodes can be drained.
pub(super) fn pods_can_be_evicted(topology: &Topology, sink: &mut Sink) {
    for (_, s) in services(topology) {
        let Some(item) = s.block.one("disruption") else { continue };
        let Some((Value::Amount(amount), span)) = item.value(Type::Amount) else { continue };
        let least = s.block.one("replicas").and_then(|r| match r.value(Type::Scale)?.0 {
            Value::Scale(scale) => Some((scale.min, r.first_span())),
            _ => None,
        });
        let stuck = match (item.has("min-available"), amount) {
            (true, Amount::Percent(Percent(share))) => *share >= 100_000,
            (true, Amount::Count(n)) => least.is_some_and(|(pods, _)| *n >= pods),
            (false, Amount::Count(n)) => *n == 0,
            (false, Amount::Percent(Percent(share))) => *share == 0,
        };
        if stuck {
            let message = "no pod may ever be away, so no node of theirs can be drained";
            let mut told = Diagnostic::new(&W0302, span, message, "leaves no pod to evict");
            if let (true, Amount::Count(_), Some((_, at))) = (item.has("min-available"), amount, least) {
                told = told.because(at, "so many pods there are");
            }
            sink.report(told.help("let one be away: `disruption max-unavailable 1`"));
        }
    }
}

/// Pods that resolve names by themselves are told where.
pub(super) fn resolvers_are_named(topology: &Topology, sink: &mut Sink) {
    for (_, s) in services(topology) {
        let Some(item) = s.block.one("dns").filter(|i| i.has("none")) else { continue };
        if item.inner().one("server").is_none() && item.inner().torn.is_none() {
            let told = Diagnostic::new(
                &E0368,
                item.span,
                "`dns none` names no server to ask",
                "no `server` in its block",
            );
            sink.report(told.help("name one: `dns none { server 10.0.0.10 }`"));
        }
    }
}

/// A pod that waits before it stops is not killed meanwhile.
pub(super) fn pods_stop_in_time(topology: &Topology, sink: &mut Sink) {
    const DEFAULT: u64 = 30_000;
    for (_, s) in services(topology) {
        let Some(wait) = s.block.one("before-stop").filter(|i| i.has("sleep")) else { continue };
        let Some((Value::Duration(Duration(ms)), span)) = wait.value(Type::Duration) else { continue };
        let grace = s.block.one("grace");
        if *ms >= grace.and_then(|g| g.duration()).map_or(DEFAULT, |d| d.0) {
            let message = "a pod is killed before its wait is over, and is never told to stop";
            let told = Diagnostic::new(&W0303, span, message, "takes all of the time to stop");
            sink.report(match grace {
                Some(grace) => told.because(grace.first_span(), "the time to stop"),
                None => told
                    .note("without `grace` a pod has 30 seconds to stop")
                    .help("give it longer: `grace 60s`"),
            });
        }
    }
}

/// Containers that run before have no probes and hooks, and settings of the pod stand in the service.
pub(super) fn containers_are_told_what_they_can_be(topology: &Topology, sink: &mut Sink) {
    const BEFORE: &[&str] = &["ready", "live", "startup", "before-stop", "after-start"];
    const POD: &[&str] = &["fs-group", "groups", "fs-group-change"];
    for (_, s) in services(topology) {
        for container in s.block.items.iter().filter(|i| i.is("init") || i.is("sidecar")) {
            let inner = container.inner();
            let runs_before = container.is("init");
            for item in BEFORE.iter().filter_map(|w| inner.one(w)).filter(|_| runs_before) {
                let message = format!("a container that runs before has no `{}`", item.row.word());
                let told = Diagnostic::new(&E0370, item.span, message, "refused by Kubernetes");
                sink.report(told.because(container.span, "over before the others begin"));
            }
            let security = inner.one("security").map(|i| i.inner());
            let of_pod = security.iter().flat_map(|b| POD.iter().filter_map(|w| b.one(w)));
            for item in of_pod.chain(inner.one("pull").filter(|p| p.has("with"))) {
                let word = if item.is("pull") { "pull … with" } else { item.row.word() };
                let message = format!("`{word}` is a matter of the whole pod");
                let told = Diagnostic::new(&E0370, item.span, message, "a container has no field for it");
                sink.report(
                    told.because(container.span, "one container of several").help("say it in the service"),
                );
            }
        }
    }
}
