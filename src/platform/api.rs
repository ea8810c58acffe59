//! The `apiVersion` to write for a kind on a platform: the newest stable one that it serves.
//!
//! `None`: the platform has no such kind. Source: domain tables of Linkerd's CRDs by release (linkerd2 tags
//! stable-2.8.1 to version-2.20), Kubernetes' OpenAPI 1.21 to 1.37, Emissary's crds.yaml. The tests put each answer
//! to the schema tables.

use super::{Edge, Feature, Platform, Version};

/// The last entry whose release is not after `have`.
fn newest(have: Option<Version>, rows: &[((u16, u16), &'static str)]) -> Option<&'static str> {
    let have = have?;
    rows.iter().rev().find(|((major, minor), _)| have >= Version::new(*major, *minor)).map(|row| row.1)
}

impl Platform {
    /// HorizontalPodAutoscaler.
    #[must_use]
    pub fn hpa_api(&self) -> &'static str {
        if self.has(Feature::HpaV2) { "autoscaling/v2" } else { "autoscaling/v2beta2" }
    }

    /// PodDisruptionBudget.
    #[must_use]
    pub fn pdb_api(&self) -> &'static str {
        "policy/v1"
    }

    /// CronJob.
    #[must_use]
    pub fn cronjob_api(&self) -> &'static str {
        "batch/v1"
    }

    /// Server.
    #[must_use]
    pub fn server_api(&self) -> Option<&'static str> {
        let rows = [
            ((2, 11), "policy.linkerd.io/v1beta1"),
            ((2, 15), "policy.linkerd.io/v1beta2"),
            ((2, 16), "policy.linkerd.io/v1beta3"),
        ];
        newest(self.linkerd, &rows)
    }

    /// ServerAuthorization.
    #[must_use]
    pub fn server_authorization_api(&self) -> Option<&'static str> {
        newest(self.linkerd, &[((2, 11), "policy.linkerd.io/v1beta1")])
    }

    /// AuthorizationPolicy, MeshTLSAuthentication and NetworkAuthentication.
    #[must_use]
    pub fn authorization_policy_api(&self) -> Option<&'static str> {
        newest(self.linkerd, &[((2, 12), "policy.linkerd.io/v1alpha1")])
    }

    /// HTTPRoute of Linkerd's own group.
    #[must_use]
    pub fn http_route_api(&self) -> Option<&'static str> {
        let rows = [
            ((2, 12), "policy.linkerd.io/v1beta1"),
            ((2, 13), "policy.linkerd.io/v1beta2"),
            ((2, 14), "policy.linkerd.io/v1beta3"),
        ];
        newest(self.linkerd, &rows)
    }

    /// HTTPRoute of the Gateway API, as it comes with Linkerd and is obeyed.
    #[must_use]
    pub fn gateway_http_route_api(&self) -> Option<&'static str> {
        let rows =
            [((2, 14), "gateway.networking.k8s.io/v1beta1"), ((2, 18), "gateway.networking.k8s.io/v1")];
        newest(self.linkerd, &rows)
    }

    /// GRPCRoute, as it comes with Linkerd and is obeyed.
    #[must_use]
    pub fn grpc_route_api(&self) -> Option<&'static str> {
        let rows =
            [((2, 16), "gateway.networking.k8s.io/v1alpha2"), ((2, 18), "gateway.networking.k8s.io/v1")];
        newest(self.linkerd, &rows)
    }

    /// TLSRoute and TCPRoute, as they come with Linkerd and are obeyed.
    #[must_use]
    pub fn tls_route_api(&self) -> Option<&'static str> {
        newest(self.linkerd, &[((2, 17), "gateway.networking.k8s.io/v1alpha2")])
    }

    /// HTTPLocalRateLimitPolicy.
    #[must_use]
    pub fn rate_limit_api(&self) -> Option<&'static str> {
        newest(self.linkerd, &[((2, 17), "policy.linkerd.io/v1alpha1")])
    }

    /// EgressNetwork.
    #[must_use]
    pub fn egress_network_api(&self) -> Option<&'static str> {
        newest(self.linkerd, &[((2, 17), "policy.linkerd.io/v1alpha1")])
    }

    /// ExternalWorkload.
    #[must_use]
    pub fn external_workload_api(&self) -> Option<&'static str> {
        newest(self.linkerd, &[((2, 15), "workload.linkerd.io/v1beta1")])
    }

    /// ServiceProfile.
    #[must_use]
    pub fn service_profile_api(&self) -> Option<&'static str> {
        newest(self.linkerd, &[((2, 8), "linkerd.io/v1alpha2")])
    }

    /// TrafficSplit, as it comes with Linkerd up to 2.11.
    #[must_use]
    pub fn traffic_split_api(&self) -> Option<&'static str> {
        self.has(Feature::TrafficSplit).then_some("split.smi-spec.io/v1alpha1")
    }

    /// Link.
    #[must_use]
    pub fn link_api(&self) -> Option<&'static str> {
        let rows = [
            ((2, 9), "multicluster.linkerd.io/v1alpha1"),
            ((2, 17), "multicluster.linkerd.io/v1alpha2"),
            ((2, 18), "multicluster.linkerd.io/v1alpha3"),
        ];
        newest(self.linkerd, &rows)
    }

    /// Mapping, Host, Module, TLSContext and the other kinds of the edge, Listener (v3alpha1 only) included.
    #[must_use]
    pub fn mapping_api(&self) -> Option<&'static str> {
        newest(
            self.edge.map(Edge::version),
            &[((1, 14), "getambassador.io/v2"), ((3, 10), "getambassador.io/v3alpha1")],
        )
    }

    /// Filter, FilterPolicy and RateLimit, which Edge Stack alone has.
    #[must_use]
    pub fn filter_api(&self) -> Option<&'static str> {
        self.has(Feature::Filters).then_some("getambassador.io/v2")
    }

    /// The annotation of a pod that asks for a native sidecar, or refuses it.
    #[must_use]
    pub fn native_sidecar_annotation(&self) -> Option<&'static str> {
        let rows = [
            ((2, 15), "config.alpha.linkerd.io/proxy-enable-native-sidecar"),
            ((2, 20), "config.linkerd.io/proxy-enable-native-sidecar"),
        ];
        newest(self.linkerd, &rows)
    }

    /// The path that a link's probe asks at Linkerd's own gateway, as the gateway's annotation and the Link spell it.
    #[must_use]
    pub fn gateway_probe_path(&self) -> &'static str {
        newest(self.linkerd, &[((2, 8), "health"), ((2, 9), "/health"), ((2, 11), "/ready")])
            .unwrap_or("/ready")
    }

    /// The port that a link's probe asks at Linkerd's own gateway.
    #[must_use]
    pub fn gateway_probe_port(&self) -> u16 {
        if self.has(Feature::GatewayReadyProbe) || self.linkerd.is_none() { 4191 } else { 4181 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn apis_follow_the_release() {
        let at = |words: &str| Platform::from_words(words).unwrap();
        assert_eq!(at("linkerd=2.10").server_api(), None);
        assert_eq!(at("linkerd=2.14").server_api(), Some("policy.linkerd.io/v1beta1"));
        assert_eq!(at("linkerd=2.16").server_api(), Some("policy.linkerd.io/v1beta3"));
        assert_eq!(at("linkerd=2.18").link_api(), Some("multicluster.linkerd.io/v1alpha3"));
        assert_eq!(at("linkerd=2.8").link_api(), None);
        assert_eq!(at("linkerd=2.20").gateway_probe_path(), "/ready");
        assert_eq!(at("linkerd=2.8").gateway_probe_path(), "health");
        assert_eq!(at("edge-stack=1.14").mapping_api(), Some("getambassador.io/v2"));
        assert_eq!(at("emissary=3.10").mapping_api(), Some("getambassador.io/v3alpha1"));
        assert_eq!(at("kubernetes=1.22").hpa_api(), "autoscaling/v2beta2");
        assert_eq!(at("kubernetes=1.23").hpa_api(), "autoscaling/v2");
    }
}
