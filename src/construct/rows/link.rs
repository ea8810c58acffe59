//! Rows of links between clusters.

use super::rows;

rows! {
    in "link" {
        "gateway" "(linkerd | edge EDGE)" none one "linkerd 2.8" Lowered
            "Traffic enters the target through Linkerd's gateway, or through its edge (undocumented, and a warning, since 2.11)."
            => "=", example "gateway edge public";
        "flat" "switch" none one "linkerd 2.14" Lowered
            "Pods reach pods; the server sees the client's own identity."
            => "Link.remoteDiscoverySelector", example "flat";
        "federated" "switch" none one "linkerd 2.17" Lowered
            "Services of one name become one."
            => "Link.federatedServiceSelector", example "federated";
        "address" "ADDRESS+" none one "linkerd 2.9" Lowered
            "Where the gateway is reached, if not at its load balancer."
            => "Link.gatewayAddress", example "address 203.0.113.7";
        "port" "PORTNUMBER" none one "" Lowered
            "The gateway's port."
            => "Link.gatewayPort", example "port 8080";
        "probe" "" must("link-probe") one "" Lowered
            "How the gateway's health is asked."
            => "Link.probeSpec", example "probe";
        "exclude" "(label | annotation) LABELKEY+" none all "linkerd 2.18" Lowered
            "What is not copied to mirrors; `prefix/*` for all of a prefix."
            => "Link.excludedLabels, excludedAnnotations", example "exclude label argocd.argoproj.io/*";
        "select" "" must("labels") one "linkerd 2.9" Lowered
            "Which exports, where the default label is not it."
            => "Link.selector", example "select";
        "headless" "switch" none one "linkerd 2.11" Lowered
            "Mirrors headless services with their pods."
            => "Helm enableHeadlessServices (2.18: controllers[].enableHeadlessServices)", example "headless";
        "credentials" "(installed | external-secret (store | cluster-store) NAME TEXT)" none one "" Lowered
            "Who makes the secret that reads the target."
            => "Secret, ExternalSecret", example "credentials external-secret cluster-store vault \"links/west\"";
        "values" "" must("values") one "linkerd 2.10" Lowered
            "Values of its controller that no statement has."
            => "Helm linkerd-multicluster-link (2.18: controllers[])", example "values";
    }
    in "link-probe" {
        "path" "PATH" none one "" Lowered
            "The path it asks."
            => "Link.probeSpec.path", example "path /ready";
        "port" "PORTNUMBER" none one "linkerd 2.9" Lowered
            "The port it asks."
            => "Link.probeSpec.port", example "port 4191";
        "period" "DURATION" none one "" Lowered
            "How often."
            => "Link.probeSpec.period", example "period 5s";
        "timeout" "DURATION" none one "linkerd 2.17" Lowered
            "How long it waits."
            => "Link.probeSpec.timeout", example "timeout 5s";
        "failures" "COUNT" none one "linkerd 2.17" Lowered
            "After how many failures the gateway is down."
            => "Link.probeSpec.failureThreshold", example "failures 3";
    }
}
