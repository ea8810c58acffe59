//! The tables against what is known of them.

use super::*;
use crate::platform::{Provider, Version};

fn at(words: &str) -> Schemas {
    Schemas::of(&Platform::from_words(words).unwrap())
}

fn found(schemas: Schemas, api_version: &str, kind: &str) -> Schema {
    match schemas.lookup(api_version, kind) {
        Lookup::Found(schema) => schema,
        other => panic!("{api_version} {kind}: {other:?}"),
    }
}

/// `spec.ports[].port`, `spec.selector.*`: steps of a path, `[]` an element and `*` a map's value.
fn step(mut schema: Schema, path: &str) -> Option<Schema> {
    for step in path.split('.') {
        let name = step.trim_end_matches("[]");
        schema = if name == "*" { schema.values()? } else { schema.field(name)?.schema };
        for _ in 0..(step.len() - name.len()) / 2 {
            schema = schema.item()?;
        }
    }
    Some(schema)
}

#[test]
fn tables_are_whole() {
    for table in [&*KUBERNETES, &*LINKERD, &*EDGE, &*DELIVERY] {
        assert_eq!(table.malformed, 0);
        assert!(!table.sources.is_empty());
        let nodes = u32::try_from(table.nodes.len()).unwrap();
        let roots = table.kinds.iter().flat_map(|kind| kind.versions.iter().map(|v| v.node));
        let inner = table.nodes.iter().flat_map(|node| {
            let fields = node.fields.iter().map(|way| way.node);
            let groups = [&node.one_of, &node.any_of, &node.all_of].into_iter().flatten().copied();
            fields.chain(groups).chain(node.item).chain(node.values).chain(node.not)
        });
        assert!(roots.chain(inner).all(|node| node < nodes));
    }
    assert!(KUBERNETES.metadata.is_some());
    assert_eq!(KUBERNETES.releases, Provider::Kubernetes.supported());
    assert_eq!(LINKERD.releases, Provider::Linkerd.supported());
    assert_eq!(EDGE.releases, [Version::new(1, 14), Version::new(3, 10), Version::new(4, 1)]);
}

/// Every apiVersion that [`Platform`] gives is served, by every platform.
#[test]
fn every_api_answer_is_served() {
    let serves = |platform: Platform, kind: &str, api: Option<&str>| {
        if let Some(api) = api {
            found(Schemas::of(&platform), api, kind);
        }
    };
    let base = Platform::of_kubernetes(Version::new(1, 37));
    for kubernetes in Provider::Kubernetes.supported() {
        let platform = Platform { kubernetes, ..base };
        serves(platform, "HorizontalPodAutoscaler", Some(platform.hpa_api()));
        serves(platform, "PodDisruptionBudget", Some(platform.pdb_api()));
        serves(platform, "CronJob", Some(platform.cronjob_api()));
    }
    for linkerd in Provider::Linkerd.supported() {
        let p = Platform { linkerd: Some(linkerd), ..base };
        for (kind, api) in [
            ("Server", p.server_api()),
            ("ServerAuthorization", p.server_authorization_api()),
            ("AuthorizationPolicy", p.authorization_policy_api()),
            ("MeshTLSAuthentication", p.authorization_policy_api()),
            ("NetworkAuthentication", p.authorization_policy_api()),
            ("HTTPRoute", p.http_route_api()),
            ("HTTPRoute", p.gateway_http_route_api()),
            ("GRPCRoute", p.grpc_route_api()),
            ("TLSRoute", p.tls_route_api()),
            ("TCPRoute", p.tls_route_api()),
            ("HTTPLocalRateLimitPolicy", p.rate_limit_api()),
            ("EgressNetwork", p.egress_network_api()),
            ("ExternalWorkload", p.external_workload_api()),
            ("ServiceProfile", p.service_profile_api()),
            ("TrafficSplit", p.traffic_split_api()),
            ("Link", p.link_api()),
        ] {
            serves(p, kind, api);
        }
    }
    for edge in [
        Edge::EdgeStack(Version::new(1, 14)),
        Edge::Emissary(Version::new(3, 10)),
        Edge::Emissary(Version::new(4, 1)),
    ] {
        let platform = Platform { edge: Some(edge), ..base };
        for kind in ["Mapping", "TCPMapping", "Host", "Module", "TLSContext", "AuthService", "LogService"] {
            serves(platform, kind, platform.mapping_api());
        }
        serves(platform, "Filter", platform.filter_api());
    }
}

#[test]
fn what_is_not_served_is_told() {
    let served = |words, api, kind| at(words).served(api, kind);
    let lookup = |words, api, kind| at(words).lookup(api, kind);
    assert!(matches!(
        lookup("linkerd=2.15", "policy.linkerd.io/v1beta3", "Server"),
        Lookup::NotServed { .. }
    ));
    assert_eq!(
        served("linkerd=2.15", "policy.linkerd.io/v1beta3", "Server"),
        ["policy.linkerd.io/v1alpha1", "policy.linkerd.io/v1beta1", "policy.linkerd.io/v1beta2"]
    );
    assert!(matches!(lookup("linkerd=2.16", "policy.linkerd.io/v1beta3", "Server"), Lookup::Found(_)));
    assert!(matches!(lookup("kubernetes=1.33", "extensions/v1beta1", "Ingress"), Lookup::NotServed { .. }));
    assert_eq!(served("kubernetes=1.33", "extensions/v1beta1", "Ingress"), ["networking.k8s.io/v1"]);
    for (minor, v2) in [("1.21", false), ("1.22", false), ("1.23", true), ("1.37", true)] {
        let found = at(&format!("kubernetes={minor}")).lookup("autoscaling/v2", "HorizontalPodAutoscaler");
        assert_eq!(matches!(found, Lookup::Found(_)), v2, "{minor}");
    }
    assert!(matches!(
        lookup("linkerd=2.17", "multicluster.linkerd.io/v1alpha3", "Link"),
        Lookup::NotServed { .. }
    ));
    assert!(matches!(lookup("emissary=4.1", "getambassador.io/v2", "Mapping"), Lookup::NotServed { .. }));
    assert!(matches!(lookup("emissary=3.10", "getambassador.io/v2", "Mapping"), Lookup::Found(_)));
    assert!(matches!(lookup("emissary=4.1", "policy.linkerd.io/v1beta3", "Server"), Lookup::Unknown));
    assert!(matches!(lookup("linkerd=2.8", "gateway.networking.k8s.io/v1", "HTTPRoute"), Lookup::Unknown));
    assert!(matches!(lookup("linkerd=2.20", "example.com/v1", "Widget"), Lookup::Unknown));
    assert!(at("linkerd=2.20").knows_all_of("policy.linkerd.io/v1alpha1"));
    assert!(!at("linkerd=2.20").knows_all_of("cert-manager.io/v1"));
    assert_eq!(at("").is_namespaced("v1", "Namespace"), Some(false));
    assert_eq!(at("").is_namespaced("apps/v1", "Deployment"), Some(true));
    assert_eq!(at("").plural("apps/v1", "Deployment"), Some("deployments"));
}

#[test]
fn fields_have_their_types() {
    let all = at("kubernetes=1.33,linkerd=2.20,emissary=4.1");
    let deployment = found(all, "apps/v1", "Deployment");
    let shape = |root, path| step(root, path).map(Schema::shape);
    assert_eq!(shape(deployment, "spec.replicas"), Some(Shape::Integer { bits: 32 }));
    assert_eq!(
        shape(deployment, "spec.template.spec.containers[].resources.limits.*"),
        Some(Shape::Quantity)
    );
    assert_eq!(
        shape(deployment, "spec.template.spec.containers[].livenessProbe.httpGet.port"),
        Some(Shape::IntOrString)
    );
    assert_eq!(shape(deployment, "spec.replica"), None);
    assert_eq!(step(deployment, "spec.template.spec.containers").unwrap().keys(), ["name"]);
    assert!(step(deployment, "spec").unwrap().required().any(|name| name == "selector"));
    let policies: Vec<_> = step(deployment, "spec.template.spec.restartPolicy").unwrap().enums().collect();
    assert_eq!(policies, ["Always", "OnFailure", "Never"]);

    let server = found(all, "policy.linkerd.io/v1beta3", "Server");
    assert_eq!(shape(server, "spec.port"), Some(Shape::IntOrString));
    assert_eq!(shape(server, "metadata.labels.*"), Some(Shape::String));
    assert_eq!(step(server, "spec").unwrap().one_of().len(), 2);
    assert!(!step(server, "spec").unwrap().is_open());
    let link = found(all, "multicluster.linkerd.io/v1alpha3", "Link");
    assert_eq!(shape(link, "spec.excludedLabels[]"), Some(Shape::String));
    let mapping = found(all, "getambassador.io/v3alpha1", "Mapping");
    assert!(step(mapping, "spec.prefix").is_some() && step(mapping, "spec.prefx").is_none());
    assert!(step(found(all, "getambassador.io/v3alpha1", "Module"), "spec.config").unwrap().is_open());
    let certificate = found(all, "cert-manager.io/v1", "Certificate");
    let algorithms: Vec<_> = step(certificate, "spec.privateKey.algorithm").unwrap().enums().collect();
    assert_eq!(algorithms, ["RSA", "ECDSA", "Ed25519"]);
    let route = found(all, "policy.linkerd.io/v1beta3", "HTTPRoute");
    assert_eq!(step(route, "spec.rules").unwrap().max(), Some(16.0));
}

/// Fields come with releases.
#[test]
fn fields_follow_the_release() {
    let has =
        |words: &str, api: &str, kind: &str, path: &str| step(found(at(words), api, kind), path).is_some();
    for (words, expected) in [("kubernetes=1.29", false), ("kubernetes=1.33", true)] {
        assert_eq!(has(words, "v1", "Service", "spec.trafficDistribution"), expected, "{words}");
    }
    for (words, expected) in [("linkerd=2.13", false), ("linkerd=2.14", true)] {
        let platform = Platform::from_words(words).unwrap();
        let path = "spec.rules[].timeouts";
        assert_eq!(has(words, platform.http_route_api().unwrap(), "HTTPRoute", path), expected, "{words}");
    }
    for (words, expected) in [("linkerd=2.13", false), ("linkerd=2.14", true)] {
        let path = "spec.remoteDiscoverySelector";
        assert_eq!(has(words, "multicluster.linkerd.io/v1alpha1", "Link", path), expected, "{words}");
    }
    assert!(has("edge-stack=1.14", "getambassador.io/v2", "Mapping", "spec.docs.timeout_ms"));
    assert!(!has("edge-stack=1.14", "getambassador.io/v2", "Mapping", "spec.hostname"));
}
