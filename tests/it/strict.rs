//! Every object that any program becomes, on every platform, is one that the API server takes with strict validation,
//! and every value of a release is one that its chart reads.

use crate::built::{built, programs};
use meshc::manifest::Release;
use meshc::manifest::schema::check;
use meshc::platform::charts::{Chart, ValueLookup, ValueType};
use meshc::platform::schema::Schemas;
use meshc::platform::{Platform, Provider};
use rayon::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const KUBERNETES: [&str; 5] = ["1.21", "1.25", "1.29", "1.33", "1.37"];
const EDGES: [&str; 3] = ["edge-stack=1.14", "emissary=3.10", "emissary=4.1"];

/// Each Linkerd once at least, and each Kubernetes with each edge.
fn platforms() -> Vec<String> {
    let linkerds = Provider::Linkerd.supported();
    let pick = |n: usize| {
        let (kubernetes, edge) = (KUBERNETES[n % KUBERNETES.len()], EDGES[n % EDGES.len()]);
        format!("kubernetes={kubernetes},linkerd={},{edge}", linkerds[n % linkerds.len()])
    };
    (0..KUBERNETES.len() * EDGES.len()).map(pick).collect()
}

/// Paths of leaves with what stands there.
fn leaves(path: &str, value: &Value, out: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (key, value) in map {
                leaves(&if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, value, out);
            }
        }
        Value::Array(list) if list.iter().any(Value::is_object) => {
            list.iter().enumerate().for_each(|(n, v)| leaves(&format!("{path}[{n}]"), v, out));
        }
        _ => out.push((path.to_owned(), value.clone())),
    }
}

/// What is wrong with the values of a release.
fn wrong_values(release: &Release, platform: &Platform) -> Vec<String> {
    let at = [platform.linkerd, platform.edge.map(|e| e.version())];
    // In a Git repository the chart is a folder.
    let name = release.chart.rsplit('/').next().unwrap();
    let charts: Vec<Chart> = at.iter().flatten().filter_map(|v| Chart::find(name, *v)).collect();
    let [chart] = charts.as_slice() else {
        return vec![format!("{} charts {}", charts.len(), release.chart)];
    };
    let mut all = vec![];
    if !release.values.is_empty() {
        leaves("", &Value::Object(release.values.clone()), &mut all);
    }
    all.extend(release.values_from.iter().map(|f| (f.path.to_string(), Value::String(String::new()))));
    let mut wrong = vec![];
    for (path, value) in &all {
        let fits = match chart.value(path) {
            ValueLookup::FreeForm => true,
            ValueLookup::Known(known) => match known.value_type {
                ValueType::String => value.is_string(),
                ValueType::Int => value.is_i64() || value.is_u64(),
                ValueType::Float => value.is_number(),
                ValueType::Bool => value.is_boolean(),
                ValueType::List => value.is_array(),
                // `false` in place of a map switches it off.
                ValueType::Map => value.is_object() || value == &Value::Bool(false),
                ValueType::Scalar => !value.is_object() && !value.is_array(),
                ValueType::Any => true,
            },
            // What `linkerd check` reads, and no template.
            ValueLookup::Unknown { .. } => path == "highAvailability",
            ValueLookup::Internal => false,
        };
        if !fits {
            wrong.push(format!("{} {path} = {value}: {:?}", release.chart, chart.value(path)));
        }
    }
    let said: BTreeSet<&str> = all.iter().map(|(p, _)| p.as_str()).collect();
    let is = |path: &str, value: Value| all.iter().any(|(p, v)| p == path && *v == value);
    let secret = is("identity.issuer.scheme", "kubernetes.io/tls".into());
    let by_others = |path: &str| match path {
        // Read of the certificate by the step that installs.
        "identity.issuer.crtExpiry" => secret || said.contains("identity.issuer.tls.crtPEM"),
        "identityTrustAnchorsPEM" => is("identity.externalCA", true.into()),
        _ => secret && path.starts_with("identity.issuer."),
    };
    let lacks = chart.required().filter(|r| !said.contains(r) && !by_others(r));
    wrong.extend(lacks.filter(|r| !r.contains('[')).map(|r| format!("{} lacks {r}", release.chart)));
    wrong
}

#[test]
fn every_object_is_valid_on_every_platform() {
    let mut all = vec![];
    for folder in ["tests/programs", "tests/it/kubernetes", "tests/it/edge", "examples"] {
        for program in programs(folder) {
            all.push((program.clone(), String::new()));
            all.extend(platforms().into_iter().map(|p| (program.clone(), p)));
        }
    }
    // `CASE=guide` looks at that one alone.
    let only = std::env::var("CASE").unwrap_or_default();
    all.retain(|(program, words)| format!("{} {words}", program.display()).contains(&only));
    let one = |(program, words): &(std::path::PathBuf, String)| {
        let name = program.file_name().unwrap().to_str().unwrap().to_owned();
        let mut wrong: Vec<(String, String)> = vec![];
        let mut count = 0;
        // What holds on the program's own platform may be wrong in many ways on another; other tests say which.
        // A service without its `vm` needs an image and is taken out, and with it who calls it; one program breaks Pod
        // Security to have all fields.
        let out_of = |code: &str| !words.is_empty() || ["E0801", "E0141", "E0320", "E0604"].contains(&code);
        let made = match built(program, words, out_of) {
            Ok(made) => made,
            Err(told) => return (0, vec![(format!("{name}: {told}"), words.clone())]),
        };
        for (cluster, output) in &made.outputs {
            let platform = made.topology.clusters[cluster].platform;
            let schemas = Schemas::of(&platform);
            for (part, object) in output.objects().filter(|(_, o)| !o.installed) {
                count += 1;
                for finding in check(schemas, part, object) {
                    let (kind, comment) = (&object.kind, &object.comment);
                    let text =
                        format!("{name}: {kind} of {comment}: {:?} {}", finding.fault, finding.message);
                    wrong.push((text, words.clone()));
                }
            }
            for release in &output.releases {
                let texts = wrong_values(release, &platform).into_iter();
                wrong.extend(texts.map(|w| (format!("{name}: {w}"), words.clone())));
            }
            let failures = output.parts().flat_map(|p| p.failures());
            wrong.extend(failures.map(|f| (format!("{f:?}"), words.clone())));
        }
        (count, wrong)
    };
    let results: Vec<(usize, Vec<(String, String)>)> = all.par_iter().map(one).collect();
    let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut count = 0;
    for (objects, texts) in results {
        count += objects;
        for (text, platform) in texts {
            wrong.entry(text).or_default().push(platform);
        }
    }
    let shown: Vec<String> = wrong
        .iter()
        .map(|(text, on)| format!("{text}\n    on {}: {} … {}", on.len(), on[0], on[on.len() - 1]))
        .collect();
    assert!(shown.is_empty(), "{count} objects\n{}", shown.join("\n"));
    assert!(count > 8_000 || !only.is_empty(), "{count}");
}
