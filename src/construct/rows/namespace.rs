//! Rows of namespaces.

use super::rows;

rows! {
    in "namespace-own" {
        "inject" "(on | off | ingress)?" none one "" Lowered
            "Whether its pods are meshed."
            => "linkerd.io/inject", example "inject off";
        "default-policy" "(deny | audit | all | all-meshed | cluster | cluster-meshed)" none one "linkerd 2.11" Lowered
            "Who may reach a port that no policy speaks of."
            => "config.linkerd.io/default-inbound-policy", example "default-policy audit";
        "allow" "CLIENT (on PORT+)?" may("allow") all "linkerd 2.11" Lowered
            "Who may reach any of its pods, at the ports that are declared."
            => "Server, AuthorizationPolicy, ServerAuthorization", example "allow cluster on linkerd-admin";
        "egress" "(deny | allow)" none one "linkerd 2.17" Lowered
            "Whether its pods may leave the cluster."
            => "EgressNetwork.trafficPolicy", example "egress deny";
        "pod-security" "(privileged | baseline | restricted)" none one "kubernetes 1.23" Lowered
            "The Pod Security level, checked against what runs here."
            => "pod-security.kubernetes.io/enforce", example "pod-security restricted";
        "opaque" "PORTRANGE+" none one "linkerd 2.9" Lowered
            "Ports that Linkerd does not look into, in place of its default ones."
            => "config.linkerd.io/opaque-ports", example "opaque 3000..3010";
        "mesh" "" must("workload-mesh-block") one "" Lowered
            "What its pods' proxies have unless said nearer."
            => "config.linkerd.io/*", example "mesh";
        "quota" "" must("quota") one "" Lowered
            "What all its pods may take together."
            => "ResourceQuota", example "quota";
        "container-limits" "" must("container-limits") one "" Lowered
            "What a container has that says nothing."
            => "LimitRange", example "container-limits";
        "defaults" "" must("namespace-defaults") one "" Lowered
            "What its services have unless said nearer."
            => "", example "defaults";
        "network-policy" "switch" none one "" NotYet
            "Only what `allow` and `calls` say may pass, the mesh and its probes included."
            => "NetworkPolicy", example "network-policy";
    }
    in "quota" {
        "request" "<cpu CPU, memory MEM, storage MEM, claims MEM>" none one "" Lowered
            "Together, at most (`storage`: on nodes; `claims`: in volumes)."
            => "hard.requests.cpu, memory, ephemeral-storage, storage", example "request cpu 100m memory 64Mi";
        "limit" "<cpu CPU, memory MEM, storage MEM>" none one "" Lowered
            "Together, at most."
            => "hard.limits.cpu, memory, ephemeral-storage", example "limit cpu 100m memory 64Mi";
        "pods" "COUNT" none one "" Lowered
            "At most so many."
            => "hard.pods", example "pods 3";
        "objects" "KIND COUNT" none by(Kind) "" Lowered
            "At most so many of a kind."
            => "hard.count/*", example "objects ConfigMap 50";
    }
    in "container-limits" {
        "default-request" "<cpu CPU, memory MEM>" none one "" Lowered
            "A container's request that says none."
            => "defaultRequest", example "default-request cpu 100m memory 64Mi";
        "default-limit" "<cpu CPU, memory MEM>" none one "" Lowered
            "A container's limit that says none."
            => "default", example "default-limit cpu 100m memory 64Mi";
        "min" "<cpu CPU, memory MEM>" none one "" Lowered
            "At least."
            => "min", example "min cpu 100m memory 64Mi";
        "max" "<cpu CPU, memory MEM>" none one "" Lowered
            "At most."
            => "max", example "max cpu 100m memory 64Mi";
    }
}
