//! Values of releases, for every release of Linkerd: each path is one that the chart of that release takes.

use meshc::compile::{Options, compile, gather};
use meshc::diagnostic::{Severity, Sink};
use meshc::platform::Provider;
use meshc::platform::charts::{Chart, ValueLookup};
use meshc::source::{Memory, Sources};
use serde_json::Value;

const PROGRAM: &str = r#"
platform { kubernetes 1.33; linkerd 2.20 }

trust t { anchor secret linkerd.anchor; issuer secret linkerd.issuer }
secret linkerd.anchor { keys ca.crt }
secret linkerd.issuer { keys [crt.pem, key.pem] }

cluster [east, west] {
  trust t
  ha
  domain east.example
  linkerd {
    cni
    proxy { request cpu 20m memory 32Mi; limit memory 128Mi; log warn; pull always; user 2102; wait-before-exit 5s }
  }
  multicluster { gateway { expose node-port { annotation a.b/c d } } }
}
link west -> east { port 4443 }

namespace shop { inject }
service shop.cart on east { image registry.example/app:1; port http 80; export }
"#;

/// The leaves of a map: paths and values.
fn leaves(prefix: &str, value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            for (key, value) in map {
                let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                leaves(&path, value, out);
            }
        }
        Value::Array(list) if list.iter().any(Value::is_object) => {
            for value in list {
                leaves(&format!("{prefix}[]"), value, out);
            }
        }
        _ => out.push(prefix.to_owned()),
    }
}

/// The chart of a release, by the release's name.
fn chart_of(release: &str, version: meshc::platform::Version) -> Chart {
    let names = match release.strip_prefix("linkerd-multicluster-link-") {
        Some(_) => vec!["linkerd-multicluster-link", "linkerd2-multicluster-link"],
        None => vec![release],
    };
    names.into_iter().find_map(|n| Chart::find(n, version)).unwrap()
}

#[test]
fn charts_take_what_is_computed() {
    let disk = Memory([("main.mesh".to_owned(), PROGRAM.as_bytes().to_vec())].into());
    let (mut seen, mut wrong) = (0, vec![]);
    for version in Provider::Linkerd.supported() {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let program = gather("main.mesh", &disk, &mut sources, &mut sink);
        let platform = Some(format!("linkerd={version}"));
        let made = compile(&program, &Options { platform, ..Options::default() }, &disk, &mut sources, sink);
        let errors = made.diagnostics.iter().filter(|d| d.severity == Severity::Error);
        assert_eq!(errors.map(|d| d.message.clone()).collect::<Vec<_>>(), Vec::<String>::new(), "{version}");
        for (path, bytes) in made.files.unwrap() {
            let Some(release) = path.split_once("/helm/").and_then(|(_, f)| f.strip_suffix(".yaml")) else {
                continue;
            };
            let values: Value = serde_yaml::from_slice(&bytes).unwrap();
            let chart = chart_of(release, version);
            let mut paths = vec![];
            leaves("", &values, &mut paths);
            for path in paths.iter().filter(|p| !p.is_empty()) {
                seen += 1;
                // What upstream's own `values-ha.yaml` sets, though no template reads it, stays as it is.
                if chart.ha().any(|(of, _)| of == path) {
                    continue;
                }
                if !matches!(chart.value(path), ValueLookup::Known(_) | ValueLookup::FreeForm) {
                    wrong.push(format!("{version} {release}: {path}"));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(seen > 500, "{seen}");
}
