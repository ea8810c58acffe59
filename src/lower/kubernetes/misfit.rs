//! What a service says that the kind of its workload, or the kubelet, has no field for.

use crate::construct::Item;
use crate::diagnostic::codes::patches::{E0350, E0351, E0352};
use crate::diagnostic::{Applicability, Diagnostic, Sink};
use crate::topology::{Service, Workload};
use crate::value::Type;

/// The longest name of a container's port (IANA service names, RFC 6335).
const MAX_PORT_NAME: usize = 15;

/// Reports it.
pub(super) fn misfits(service: &Service, sink: &mut Sink) {
    for word in ["ready", "live", "startup", "before-stop", "after-start"] {
        for item in service.block.each(word) {
            method(item, sink);
        }
    }
    for port in service.ports.iter().filter(|p| p.name.len() > MAX_PORT_NAME) {
        let message = format!("`{}` is longer than {MAX_PORT_NAME} characters", port.name);
        let told = Diagnostic::new(&E0352, port.span, message, "too long for a container's port");
        sink.report(told.help("give the port a shorter name"));
    }
    kinds(service, sink);
}

fn method(item: &Item, sink: &mut Sink) {
    let Some((text, span)) = item.texts(Type::Method).first().copied() else { return };
    if &**text != "GET" {
        let message = format!("Kubernetes cannot ask with `{text}`");
        let told = Diagnostic::new(&E0350, span, message, "only GET can be asked with");
        let told = told.help("ask a path that answers to GET, or use `exec`");
        sink.report(told.fix("write `GET`", Applicability::MaybeIncorrect, span, "GET"));
    }
}

/// Statements, or words of `rollout`, and the kinds of workload that have them.
fn kinds(service: &Service, sink: &mut Sink) {
    use Workload::{DaemonSet, Deployment, StatefulSet};
    let kind = match service.workload {
        Deployment => "Deployment",
        StatefulSet => "StatefulSet",
        DaemonSet => "DaemonSet",
        Workload::Vm | Workload::None => return,
    };
    let mut refuse = |item: &Item, word: &str, has: &[Workload]| {
        if !has.contains(&service.workload) {
            let message = format!("a {kind} has no `{word}`");
            let told = Diagnostic::new(&E0351, item.span, message, "nothing would come of it");
            let list: Vec<String> = has.iter().map(|w| format!("{w:?}").to_lowercase()).collect();
            let names = crate::diagnostic::or_list(list.iter().map(String::as_str));
            sink.report(told.help(format!("leave it out, or make the workload {names}")));
        }
    };
    for (word, has) in [
        ("replicas", &[Deployment, StatefulSet][..]),
        ("start", &[StatefulSet]),
        ("progress-deadline", &[Deployment]),
        ("storage", &[Deployment, StatefulSet]),
    ] {
        for item in service.block.each(word) {
            refuse(item, word, has);
        }
    }
    for item in service.block.each("rollout") {
        for (word, has) in [
            ("recreate", &[Deployment][..]),
            ("on-delete", &[StatefulSet, DaemonSet]),
            ("surge", &[Deployment, DaemonSet]),
            ("partition", &[StatefulSet]),
        ] {
            if item.has(word) {
                refuse(item, word, has);
            }
        }
    }
}
