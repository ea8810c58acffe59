//! The steps of all clusters as text: Markdown, by phase, then by cluster, so that a step that needs another cluster
//! comes after what it needs there.

use crate::check::Valid;
use crate::manifest::{Output, Phase, Step};
use crate::topology::{Name, Topology};
use std::collections::BTreeMap;
use std::fmt::Write;

const PHASES: [(Phase, &str); 9] = [
    (Phase::Prepare, "Prepare"),
    (Phase::Foundations, "Namespaces and kinds"),
    (Phase::Trust, "Trust"),
    (Phase::Mesh, "Linkerd"),
    (Phase::Multicluster, "The multicluster extension"),
    (Phase::Edge, "Edges"),
    (Phase::Workloads, "Workloads"),
    (Phase::Links, "Links"),
    (Phase::Verify, "Verify"),
];

/// What a person runs, in order.
#[must_use]
pub fn plan(
    valid: &Valid<BTreeMap<Name, Output>>,
    topology: &Topology,
    wanted: &dyn Fn(&str) -> bool,
) -> String {
    let mut out = String::from(
        "# Plan\n\nRun in the output folder, with bash. Each step says what it shows when all is well.\n",
    );
    let outputs: Vec<(&Name, &Output)> = valid.get().iter().filter(|(c, _)| wanted(c)).collect();
    let contexts: Vec<&Name> =
        outputs.iter().map(|(c, _)| *c).filter(|c| has_no_context(topology, c)).collect();
    if outputs.len() > 1 && !contexts.is_empty() {
        let list = contexts.iter().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(", ");
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(
            out,
            "No `context` is said for {list}: contexts are taken to be called like their clusters."
        );
    }
    let mut number = 0;
    for (phase, title) in PHASES {
        let mut begun = false;
        for (cluster, output) in &outputs {
            let steps: Vec<&Step> = output.steps.iter().filter(|s| s.phase == phase).collect();
            if steps.is_empty() {
                continue;
            }
            if !std::mem::replace(&mut begun, true) {
                let _ = writeln!(out, "\n## {title}");
            }
            if outputs.len() > 1 {
                let _ = writeln!(out, "\n### {cluster}");
            }
            for step in steps {
                number += 1;
                one(&mut out, number, step);
            }
        }
    }
    out
}

fn has_no_context(topology: &Topology, cluster: &str) -> bool {
    topology.clusters.get(cluster).is_some_and(|c| c.block.one("context").is_none())
}

fn one(out: &mut String, number: usize, step: &Step) {
    let mut title = step.title.clone();
    if let Some(first) = title.get(..1).map(str::to_uppercase) {
        title.replace_range(..1, &first);
    }
    let _ = writeln!(out, "\n{number}. {title}.");
    if !step.commands.is_empty() {
        out.push_str("\n    ```bash\n");
        for line in step.commands.iter().flat_map(|c| c.lines()) {
            let _ = writeln!(out, "    {line}");
        }
        out.push_str("    ```\n");
    }
    if !step.expect.is_empty() {
        let _ = writeln!(out, "\n    Expect: {}.", step.expect);
    }
}
