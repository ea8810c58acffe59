//! `expect CODE "reason"`: the warning it names is silent in its block; one that silences nothing is a warning.

use crate::diagnostic::codes::{
    self,
    warnings::{W0201, W0202},
};
use crate::diagnostic::{Diagnostic, Severity, Sink, nearest};
use crate::source::Span;
use crate::topology::{Expect, Topology};

/// Takes away what is expected; reports what was expected in vain.
pub(super) fn expected_warnings_are_silent(topology: &Topology, sink: &mut Sink) {
    let mut used = vec![false; topology.expects.len()];
    sink.retain(|d| {
        if d.severity == Severity::Error {
            return true;
        }
        let mut silent = false;
        for (expect, used) in topology.expects.iter().zip(&mut used) {
            let same = d.code.id.eq_ignore_ascii_case(&expect.code) || *d.code.name == *expect.code;
            if same && d.labels.iter().any(|l| holds(expect, l.span)) {
                *used = true;
                silent = true;
            }
        }
        !silent
    });
    if topology.torn.is_some() {
        return;
    }
    for (expect, _) in topology.expects.iter().zip(used).filter(|(_, used)| !used) {
        in_vain(expect, sink);
    }
}

fn holds(expect: &Expect, span: Span) -> bool {
    expect.within.is_none_or(|w| w.file == span.file && w.start <= span.start && span.end <= w.end)
}

fn in_vain(expect: &Expect, sink: &mut Sink) {
    let Some(code) = codes::find(&expect.code) else {
        let all: Vec<&str> =
            codes::all().filter(|c| c.severity == Severity::Warning).map(|c| c.name).collect();
        let near = nearest(&expect.code, all);
        let message = format!("there is no warning `{}`", expect.code);
        let told = Diagnostic::new(&W0202, expect.span, message, "nothing that could be expected");
        sink.report(near.first().map_or(told.clone(), |n| told.help(format!("there is a warning `{n}`"))));
        return;
    };
    let message = format!("the warning `{}` is expected and does not come", code.name);
    sink.report(
        Diagnostic::new(&W0201, expect.span, message, "silences nothing").help("take this line away"),
    );
}
