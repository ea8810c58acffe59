//! Names of generated objects are an interface: row by row, which statement makes which objects. The six digits are of
//! SHA-256 (`printf %s /a | sha256sum` begins with `6a50dc`).

use crate::built::{Built, built};
use meshc::manifest::Object;
use std::collections::BTreeSet;
use std::path::Path;

/// A statement, and all objects with that statement above them: `Kind/name`, of one namespace.
const ROWS: &[(&str, &str, &[&str])] = &[
    (
        "service shop.web",
        "shop",
        &[
            "Deployment/web",
            "Service/web",
            "Service/web-nodes",
            "ServiceAccount/web",
            "HorizontalPodAutoscaler/web",
            "PodDisruptionBudget/web",
            // Ports that a policy or a protocol speaks of.
            "Server/web-http",
            "Server/web-grpc",
            "Server/web-admin",
            // Clients.
            "AuthorizationPolicy/web-http-callers",
            "MeshTLSAuthentication/web-http-callers",
            "AuthorizationPolicy/web-admin-nodes",
            "NetworkAuthentication/web-admin-nodes",
            "AuthorizationPolicy/web-http-ns-ops",
            "MeshTLSAuthentication/web-http-ns-ops",
            "AuthorizationPolicy/web-http-list-ops-tool",
            "MeshTLSAuthentication/web-http-list-ops-tool",
            "AuthorizationPolicy/web-http-account-ops-robot",
            "MeshTLSAuthentication/web-http-account-ops-robot",
            "AuthorizationPolicy/web-http-identity-cc1231",
            "MeshTLSAuthentication/web-http-identity-cc1231",
            "AuthorizationPolicy/web-http-network-198-51-100-0-24-9e6315",
            "NetworkAuthentication/web-http-network-198-51-100-0-24-9e6315",
            // With routes of its own, and the inbound routes themselves.
            "AuthorizationPolicy/web-http-meshed-5d32cd",
            "MeshTLSAuthentication/web-http-meshed-5d32cd",
            "HTTPRoute/in-web-get-api",
            "HTTPRoute/in-web-root",
            // Outbound routes, with what takes the rest.
            "HTTPRoute/web-get-slow",
            "HTTPRoute/web-exact-a-6a50dc",
            "HTTPRoute/web-root",
        ],
    ),
    (
        "service shop.list",
        "shop",
        &[
            "Deployment/list",
            "Service/list",
            "ServiceAccount/list",
            "Server/list-http",
            "AuthorizationPolicy/list-http-anyone",
            "NetworkAuthentication/list-http-anyone",
            "HTTPRoute/list-root",
        ],
    ),
    (
        "service shop.next",
        "shop",
        &[
            "Deployment/next",
            "Service/next",
            "ServiceAccount/next",
            "Server/next-http",
            "AuthorizationPolicy/next-http-cluster",
            "NetworkAuthentication/next-http-cluster",
            "ServiceProfile/next.shop.svc.cluster.local",
        ],
    ),
    (
        "service shop.db",
        "shop",
        &["StatefulSet/db", "Service/db", "Service/db-pods", "ServiceAccount/db", "Server/db-pg"],
    ),
    ("service shop.node", "shop", &["DaemonSet/node", "ServiceAccount/node"]),
    ("namespace shop", "shop", &["AuthorizationPolicy/all-ns-ops", "MeshTLSAuthentication/all-ns-ops"]),
    ("namespace ops", "ops", &["EgressNetwork/egress", "ResourceQuota/namespace", "LimitRange/namespace"]),
    ("external api.example.com", "ops", &["TLSRoute/egress-api-example-com"]),
    ("account ops.robot", "ops", &["ServiceAccount/robot"]),
    ("config ops.food", "ops", &["ConfigMap/food"]),
    ("secret ops.made", "ops", &["Certificate/made"]),
    ("link main -> far", "linkerd-multicluster", &["Link/far"]),
    ("trust t", "cert-manager", &["Issuer/linkerd-trust-root-issuer", "Certificate/linkerd-trust-anchor"]),
    ("trust t", "linkerd", &["Certificate/linkerd-identity-issuer"]),
    ("trust t", "", &["ClusterIssuer/linkerd-identity-issuer", "Bundle/linkerd-identity-trust-roots"]),
    ("edge public", "emissary", &["Module/ambassador", "Listener/http-80", "Listener/https-443"]),
    ("edge public host www.example.com", "emissary", &["Host/www-example-com"]),
    ("edge public host *.example.com", "emissary", &["Host/wildcard-example-com"]),
    (
        "edge public host www.example.com route / -> shop.web:http",
        "emissary",
        &["Mapping/www-example-com-root"],
    ),
    (
        "edge public host www.example.com route /api/cart/ -> shop.web:http",
        "emissary",
        &["Mapping/www-example-com-api-cart", "Mapping/www-example-com-api-cart-to-shop-list"],
    ),
    (
        "edge public host www.example.com route exact /a -> shop.web:http",
        "emissary",
        &["Mapping/www-example-com-exact-a-6a50dc"],
    ),
    (
        "edge public host www.example.com route GET /b/ -> shop.web:http",
        "emissary",
        &["Mapping/www-example-com-get-b-8501f4"],
    ),
    (
        "edge public host www.example.com route regex /u/[0-9]+ -> shop.web:http",
        "emissary",
        &["Mapping/www-example-com-regex-u-0-9-81ac0c"],
    ),
    (
        "edge public host www.example.com route /c_d -> shop.web:http",
        "emissary",
        &["Mapping/www-example-com-c-d-7441cf"],
    ),
    (
        "edge public host www.example.com redirect /old/ -> /new/",
        "emissary",
        &["Mapping/www-example-com-old"],
    ),
    (
        "edge public host *.example.com route grpc acme.Orders/Get -> shop.web:grpc",
        "emissary",
        &["Mapping/wildcard-example-com-grpc-acme-orders-get-21c51e"],
    ),
];

/// A platform, and the releases of the first cluster.
const RELEASES: &[(&str, &[&str])] = &[
    ("", &["linkerd-crds", "linkerd-control-plane", "linkerd-multicluster", "emissary-crds", "public"]),
    (
        "linkerd=2.16",
        &[
            "linkerd-crds",
            "linkerd-control-plane",
            "linkerd-multicluster",
            "linkerd-multicluster-link-far",
            "emissary-crds",
            "public",
        ],
    ),
    (
        "linkerd=2.11,emissary=3.10",
        &["linkerd2", "linkerd-multicluster", "linkerd-multicluster-link-far", "public"],
    ),
    (
        "linkerd=2.9,",
        &["linkerd2", "linkerd2-multicluster", "linkerd-multicluster-link-far", "emissary-crds", "public"],
    ),
    ("linkerd=2.8,", &["linkerd2", "linkerd2-multicluster", "emissary-crds", "public"]),
];

/// A platform, and objects whose kind that version alone has.
const OF_VERSIONS: &[(&str, &str)] = &[
    ("linkerd=2.11", "ServerAuthorization/list-http-anyone"),
    ("linkerd=2.10", "TrafficSplit/list"),
    ("linkerd=2.12", "ServiceProfile/list.shop.svc.cluster.local"),
    ("edge-stack=1.14", "Deployment/ambassador"),
    ("edge-stack=1.14", "ServiceAccount/ambassador"),
];

fn names(platform: &str) -> Built {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/programs/names.mesh");
    built(&program, platform, |_| !platform.is_empty()).unwrap()
}

fn objects(made: &Built) -> impl Iterator<Item = &Object> {
    made.outputs["main"].objects().map(|(_, object)| object).filter(|o| !o.installed)
}

#[test]
fn each_statement_makes_objects_of_these_names() {
    let made = names("");
    let mut wrong = vec![];
    for (statement, ns, want) in ROWS {
        let comment = format!("p.mesh: {statement}");
        let of = |o: &&Object| *o.comment == *comment && o.namespace.as_deref().unwrap_or_default() == *ns;
        let is: BTreeSet<String> =
            objects(&made).filter(of).map(|o| format!("{}/{}", o.kind, o.name)).collect();
        let want: BTreeSet<String> = want.iter().map(|w| (*w).to_owned()).collect();
        let differ: Vec<_> = is.symmetric_difference(&want).collect();
        if !differ.is_empty() {
            wrong.push(format!("{statement} in `{ns}`: {differ:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn releases_and_kinds_of_older_versions_have_these_names() {
    for (platform, want) in RELEASES {
        let made = names(platform);
        let is: Vec<&str> = made.outputs["main"].releases.iter().map(|r| &*r.name).collect();
        assert_eq!(is, *want, "{platform}");
    }
    for (platform, want) in OF_VERSIONS {
        let made = names(platform);
        let is: BTreeSet<String> = objects(&made).map(|o| format!("{}/{}", o.kind, o.name)).collect();
        assert!(is.contains(*want), "{platform}: no {want} in {is:?}");
    }
}

#[test]
fn labels_and_selectors_are_these() {
    let made = names("");
    for (part, object) in made.outputs["main"].objects().filter(|(_, o)| !o.installed) {
        let body = part.body(object);
        let label = |key: &str| body.str_at(&["metadata", "labels", key]);
        assert_eq!(label("app.kubernetes.io/managed-by"), Some("meshc"), "{} {}", object.kind, object.name);
        assert!(label("app.kubernetes.io/name").is_some(), "{} {}", object.kind, object.name);
        for path in [&["spec", "selector", "matchLabels"][..], &["spec", "template", "metadata", "labels"]] {
            let workload = ["Deployment", "StatefulSet", "DaemonSet"].contains(&&*object.kind);
            let Some(labels) = body.at(path).filter(|_| workload) else { continue };
            let keys: Vec<&str> = labels.children().filter_map(|c| c.key()).collect();
            assert_eq!(keys, ["app.kubernetes.io/name"], "{} {}", object.kind, object.name);
        }
    }
}

#[test]
fn volumes_are_called_after_what_they_hold() {
    let made = names("");
    let (part, tool) =
        made.outputs["main"].objects().find(|(_, o)| &*o.kind == "Deployment" && &*o.name == "tool").unwrap();
    let volumes = part.body(tool).at(&["spec", "template", "spec", "volumes"]).unwrap();
    let names: Vec<&str> = volumes.children().filter_map(|v| v.str_at(&["name"])).collect();
    assert_eq!(names, ["config-food", "secret-key", "tmp"]);
}
