//! The guide, step by step: what each step asks a person to write or to run is in the output, for the platform it was
//! written for (`examples/guide-2.8`) and for today's (`examples/guide`). Its own mistakes are not repeated: each is a
//! row that says what stands in its place.

use crate::program::{build, plan};
use meshc::compile::Options;
use serde_json::Value;

const OLD: &str = "examples/guide-2.8";
const NEW: &str = "examples/guide";

/// The step, the program, the file, `Kind/name` (none for values), a JSON pointer, and what is there; `-` for nothing.
type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const FIELDS: &[Row] = &[
    // Getting started, 2: `linkerd install --ha`.
    ("install --ha", OLD, "east/helm/linkerd2.yaml", "", "/controllerReplicas", "3"),
    ("install --ha", OLD, "east/helm/linkerd2.yaml", "", "/enablePodAntiAffinity", "true"),
    ("install --ha", OLD, "east/helm/linkerd2.yaml", "", "/webhookFailurePolicy", "Fail"),
    (
        "install --ha",
        OLD,
        "east/_cluster.yaml",
        "Namespace/linkerd",
        "/metadata/labels/linkerd.io~1is-control-plane",
        "true",
    ),
    ("install --ha", NEW, "east/helm/linkerd-control-plane.yaml", "", "/controllerReplicas", "3"),
    ("install --ha", NEW, "east/helm/linkerd-control-plane.yaml", "", "/highAvailability", "true"),
    ("install --ha", NEW, "west/helm/linkerd-control-plane.yaml", "", "/controllerReplicas", "3"),
    // One root for both, which the guide leaves out.
    ("shared root", NEW, "east/cert-manager.yaml", "Certificate/linkerd-trust-anchor", "/spec/isCA", "true"),
    ("shared root", NEW, "west/cert-manager.yaml", "Certificate/linkerd-trust-anchor", "", "-"),
    (
        "shared root",
        NEW,
        "west/_cluster.yaml",
        "Bundle/linkerd-identity-trust-roots",
        "/spec/sources/0/secret/name",
        "linkerd-trust-anchor",
    ),
    ("shared root", NEW, "west/helm/linkerd-control-plane.yaml", "", "/identity/externalCA", "true"),
    // 3: the edge, in one namespace with what configures it, and with the Service that a gateway needs.
    (
        "deploy the edge",
        OLD,
        "east/ambassador.yaml",
        "Deployment/ambassador",
        "/spec/template/spec/serviceAccountName",
        "ambassador",
    ),
    (
        "deploy the edge",
        OLD,
        "east/ambassador.yaml",
        "Deployment/ambassador",
        "/spec/template/spec/containers/0/image",
        "docker.io/datawire/aes:1.14.4",
    ),
    ("deploy the edge", OLD, "east/ambassador.yaml", "Service/ambassador", "/spec/type", "LoadBalancer"),
    (
        "deploy the edge",
        OLD,
        "east/_cluster.yaml",
        "ClusterRole/ambassador",
        "/apiVersion",
        "rbac.authorization.k8s.io/v1",
    ),
    ("deploy the edge", NEW, "east/helm/public.yaml", "", "/service/type", "LoadBalancer"),
    ("deploy the edge", NEW, "east/emissary.yaml", "Listener/https-443", "/spec/port", "8443"),
    // 4: headers for Linkerd, where it reads them; clients cannot send them.
    ("headers", OLD, "east/ambassador.yaml", "Module/ambassador", "/spec/config/add_linkerd_headers", "true"),
    (
        "headers",
        OLD,
        "east/ambassador.yaml",
        "Mapping/host-example-com-qotm",
        "/spec/remove_request_headers/0",
        "l5d-dst-override",
    ),
    ("headers", NEW, "east/emissary.yaml", "Module/ambassador", "", "-"),
    // Routing, 1: injection of the namespace.
    (
        "inject the namespace",
        OLD,
        "east/_cluster.yaml",
        "Namespace/default",
        "/metadata/annotations/linkerd.io~1inject",
        "enabled",
    ),
    (
        "inject the namespace",
        NEW,
        "east/_cluster.yaml",
        "Namespace/default",
        "/metadata/annotations/linkerd.io~1inject",
        "enabled",
    ),
    // 2: QOTM, at an API version that is served, with a selector, a tag and a Service.
    ("deploy qotm", OLD, "east/default.yaml", "Deployment/qotm", "/apiVersion", "apps/v1"),
    ("deploy qotm", OLD, "east/default.yaml", "Deployment/qotm", "/spec/replicas", "1"),
    (
        "deploy qotm",
        OLD,
        "east/default.yaml",
        "Deployment/qotm",
        "/spec/selector/matchLabels/app.kubernetes.io~1name",
        "qotm",
    ),
    (
        "deploy qotm",
        OLD,
        "east/default.yaml",
        "Deployment/qotm",
        "/spec/template/spec/containers/0/image",
        "docker.io/datawire/qotm:1.7",
    ),
    (
        "deploy qotm",
        OLD,
        "east/default.yaml",
        "Deployment/qotm",
        "/spec/template/spec/containers/0/ports/0/containerPort",
        "5000",
    ),
    (
        "deploy qotm",
        OLD,
        "east/default.yaml",
        "Deployment/qotm",
        "/spec/template/spec/containers/0/env/0/valueFrom/fieldRef/fieldPath",
        "status.podIP",
    ),
    (
        "deploy qotm",
        OLD,
        "east/default.yaml",
        "Deployment/qotm",
        "/spec/template/spec/containers/0/readinessProbe/httpGet/path",
        "/health",
    ),
    (
        "deploy qotm",
        OLD,
        "east/default.yaml",
        "Deployment/qotm",
        "/spec/template/spec/containers/0/readinessProbe/initialDelaySeconds",
        "30",
    ),
    (
        "deploy qotm",
        OLD,
        "east/default.yaml",
        "Deployment/qotm",
        "/spec/template/spec/containers/0/readinessProbe/periodSeconds",
        "3",
    ),
    (
        "deploy qotm",
        OLD,
        "east/default.yaml",
        "Deployment/qotm",
        "/spec/template/spec/containers/0/resources/limits/cpu",
        "100m",
    ),
    (
        "deploy qotm",
        OLD,
        "east/default.yaml",
        "Deployment/qotm",
        "/spec/template/spec/containers/0/resources/limits/memory",
        "100Mi",
    ),
    ("deploy qotm", OLD, "east/default.yaml", "Service/qotm", "/spec/ports/0/port", "80"),
    ("deploy qotm", OLD, "east/default.yaml", "Service/qotm", "/spec/ports/0/targetPort", "http-api"),
    (
        "deploy qotm",
        NEW,
        "east/default.yaml",
        "Deployment/qotm",
        "/spec/template/spec/containers/0/ports/0/containerPort",
        "5000",
    ),
    // 4: the Mapping, to the Service's whole name.
    (
        "map qotm",
        OLD,
        "east/ambassador.yaml",
        "Mapping/host-example-com-qotm",
        "/apiVersion",
        "getambassador.io/v2",
    ),
    ("map qotm", OLD, "east/ambassador.yaml", "Mapping/host-example-com-qotm", "/spec/prefix", "/qotm/"),
    (
        "map qotm",
        OLD,
        "east/ambassador.yaml",
        "Mapping/host-example-com-qotm",
        "/spec/service",
        "qotm.default.svc.cluster.local:80",
    ),
    (
        "map qotm",
        NEW,
        "east/emissary.yaml",
        "Mapping/host-example-com-qotm",
        "/spec/hostname",
        "host.example.com",
    ),
    (
        "map qotm",
        NEW,
        "east/emissary.yaml",
        "Mapping/host-example-com-qotm",
        "/spec/service",
        "qotm.default.svc.cluster.local:80",
    ),
    // TLS termination, which the guide leaves for later.
    (
        "terminate TLS",
        NEW,
        "east/emissary.yaml",
        "Host/host-example-com",
        "/spec/tlsSecret/name",
        "host-cert",
    ),
    (
        "terminate TLS",
        NEW,
        "east/emissary.yaml",
        "Host/host-example-com",
        "/spec/requestPolicy/insecure/action",
        "Redirect",
    ),
    // Multicluster, 2: the edge is injected by annotations; the port is 4143, no port is skipped.
    (
        "inject the edge",
        OLD,
        "east/ambassador.yaml",
        "Deployment/ambassador",
        "/spec/template/metadata/annotations/linkerd.io~1inject",
        "enabled",
    ),
    (
        "inject the edge",
        OLD,
        "east/ambassador.yaml",
        "Deployment/ambassador",
        "/spec/template/metadata/annotations/config.linkerd.io~1proxy-require-identity-inbound-ports",
        "4143",
    ),
    (
        "inject the edge",
        OLD,
        "east/ambassador.yaml",
        "Deployment/ambassador",
        "/spec/template/metadata/annotations/config.linkerd.io~1skip-inbound-ports",
        "-",
    ),
    ("inject the edge", NEW, "east/helm/public.yaml", "", "/podAnnotations/linkerd.io~1inject", "enabled"),
    // Target, 1: cleartext is routed.
    (
        "route insecure",
        OLD,
        "east/ambassador.yaml",
        "Host/host-example-com",
        "/spec/requestPolicy/insecure/action",
        "Route",
    ),
    (
        "route insecure",
        OLD,
        "east/ambassador.yaml",
        "Host/host-example-com",
        "/spec/acmeProvider/authority",
        "none",
    ),
    // 2: the probe's Mapping, for exactly that path.
    (
        "health checks",
        OLD,
        "east/ambassador.yaml",
        "Mapping/linkerd-multicluster-probe",
        "/spec/prefix",
        "/-/ambassador/ready",
    ),
    (
        "health checks",
        OLD,
        "east/ambassador.yaml",
        "Mapping/linkerd-multicluster-probe",
        "/spec/prefix_exact",
        "true",
    ),
    (
        "health checks",
        OLD,
        "east/ambassador.yaml",
        "Mapping/linkerd-multicluster-probe",
        "/spec/rewrite",
        "/ambassador/v0/check_ready",
    ),
    (
        "health checks",
        OLD,
        "east/ambassador.yaml",
        "Mapping/linkerd-multicluster-probe",
        "/spec/service",
        "localhost:8877",
    ),
    (
        "health checks",
        OLD,
        "east/ambassador.yaml",
        "Mapping/linkerd-multicluster-probe",
        "/spec/bypass_auth",
        "true",
    ),
    // 3: the gateway's Deployment and Service.
    (
        "gateway",
        OLD,
        "east/ambassador.yaml",
        "Deployment/ambassador",
        "/spec/template/metadata/annotations/config.linkerd.io~1enable-gateway",
        "true",
    ),
    ("gateway", OLD, "east/ambassador.yaml", "Service/ambassador", "/spec/ports/0/name", "mc-probe"),
    ("gateway", OLD, "east/ambassador.yaml", "Service/ambassador", "/spec/ports/0/port", "80"),
    ("gateway", OLD, "east/ambassador.yaml", "Service/ambassador", "/spec/ports/0/targetPort", "8080"),
    ("gateway", OLD, "east/ambassador.yaml", "Service/ambassador", "/spec/ports/1/name", "mc-gateway"),
    ("gateway", OLD, "east/ambassador.yaml", "Service/ambassador", "/spec/ports/1/port", "4143"),
    (
        "gateway",
        OLD,
        "east/ambassador.yaml",
        "Service/ambassador",
        "/metadata/annotations/mirror.linkerd.io~1gateway-identity",
        "ambassador.ambassador.serviceaccount.identity.linkerd.cluster.local",
    ),
    (
        "gateway",
        OLD,
        "east/ambassador.yaml",
        "Service/ambassador",
        "/metadata/annotations/mirror.linkerd.io~1multicluster-gateway",
        "true",
    ),
    (
        "gateway",
        OLD,
        "east/ambassador.yaml",
        "Service/ambassador",
        "/metadata/annotations/mirror.linkerd.io~1probe-path",
        "-/ambassador/ready",
    ),
    (
        "gateway",
        OLD,
        "east/ambassador.yaml",
        "Service/ambassador",
        "/metadata/annotations/mirror.linkerd.io~1probe-period",
        "3",
    ),
    ("gateway", NEW, "east/helm/linkerd-multicluster.yaml", "", "/gateway/enabled", "true"),
    (
        "gateway",
        NEW,
        "east/_cluster.yaml",
        "Namespace/linkerd-multicluster",
        "/metadata/labels/linkerd.io~1extension",
        "multicluster",
    ),
    // 4: exports; the gateway's namespace is said.
    (
        "export",
        OLD,
        "east/default.yaml",
        "Service/qotm",
        "/metadata/annotations/mirror.linkerd.io~1gateway-name",
        "ambassador",
    ),
    (
        "export",
        OLD,
        "east/default.yaml",
        "Service/qotm",
        "/metadata/annotations/mirror.linkerd.io~1gateway-ns",
        "ambassador",
    ),
    (
        "export",
        NEW,
        "east/default.yaml",
        "Service/qotm",
        "/metadata/labels/mirror.linkerd.io~1exported",
        "true",
    ),
    ("export", NEW, "east/default.yaml", "Service/qotm", "/metadata/annotations", "-"),
    // The link, which the guide leaves out.
    ("link", OLD, "west/helm/linkerd2-multicluster.yaml", "", "/serviceMirror", "true"),
    ("link", NEW, "west/helm/linkerd-multicluster.yaml", "", "/controllers/0/link/ref/name", "east"),
    (
        "link",
        NEW,
        "west/linkerd-multicluster.yaml",
        "Link/east",
        "/spec/gatewayIdentity",
        "linkerd-gateway.linkerd-multicluster.serviceaccount.identity.linkerd.cluster.local",
    ),
    ("link", NEW, "west/linkerd-multicluster.yaml", "Link/east", "/spec/probeSpec/path", "/ready"),
    (
        "call over the link",
        NEW,
        "west/demo.yaml",
        "Deployment/client",
        "/spec/template/spec/containers/0/env/0/value",
        "http://qotm-east.default.svc.cluster.local:80",
    ),
];

/// The step, the program, and what its plan says.
const PLANNED: &[(&str, &str, &str)] = &[
    ("command line", OLD, "linkerd version --client"),
    ("checks before", OLD, "linkerd --context east check --pre"),
    ("install", OLD, "upgrade --install linkerd2 linkerd/linkerd2 --version 2.8.1"),
    ("the edge is up", OLD, "-n ambassador rollout status deployment/ambassador"),
    ("link", OLD, "cluster-credentials-east"),
    ("verify", OLD, "linkerd --context west check --multicluster"),
    ("gateways", OLD, "linkerd --context west multicluster gateways"),
    ("install", NEW, "upgrade --install linkerd-crds linkerd/linkerd-crds"),
    ("the root is copied", NEW, "get secret linkerd-trust-anchor"),
    ("link", NEW, "multicluster link-gen --cluster-name east"),
    ("verify", NEW, "linkerd --context west multicluster check"),
    ("mirrors", NEW, "default/qotm-east"),
];

/// The object of a file; the whole of a file of values.
fn object(files: &[(String, String)], file: &str, name: &str) -> Option<Value> {
    let (_, text) = files.iter().find(|(path, _)| path == file)?;
    let documents = text.split("\n---\n").map(|d| serde_yaml::from_str::<Value>(d).unwrap());
    documents.into_iter().find(|d| {
        let text = |pointer: &str| d.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
        name.is_empty() || format!("{}/{}", text("/kind"), text("/metadata/name")) == name
    })
}

#[test]
fn every_step_of_the_guide_has_its_manifests() {
    let mut wrong = vec![];
    for program in [OLD, NEW] {
        let files = build(program, &Options::default());
        for (step, _, file, name, pointer, want) in FIELDS.iter().filter(|r| r.1 == program) {
            let found = object(&files, file, name).and_then(|o| o.pointer(pointer).cloned());
            let is =
                found.map_or("-".to_owned(), |v| v.as_str().map_or_else(|| v.to_string(), str::to_owned));
            if is != *want {
                wrong.push(format!("{step}: {program}: {file}: {name} {pointer} is {is}, not {want}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_command_of_the_guide_is_planned() {
    for (step, program, text) in PLANNED {
        let plan = plan(program, &Options::default());
        assert!(plan.contains(text), "{step}: the plan of {program} lacks `{text}`");
    }
}
