//! Rows of the installation of Linkerd and its extensions.

use super::rows;

rows! {
    in "linkerd" {
        "namespace" "NS" none one "" Lowered
            "Where the control plane lives."
            => "=", example "namespace shop";
        "chart" "VERSION (from URL)?" none one "" Lowered
            "The chart's version, where it is not the release's own."
            => "HelmRelease.chart", example "chart 2025.10.1 from https://helm.linkerd.io/edge";
        "default-policy" "(deny | audit | all | all-meshed | cluster | cluster-meshed)" none one "linkerd 2.11" Lowered
            "What an installation by others has set (only with `installed`)."
            => "", example "default-policy audit";
        "cni" "switch" none one "" Lowered
            "Linkerd's CNI plugin sets up iptables instead of an init container."
            => "Helm cniEnabled", example "cni";
        "native-sidecar" "switch" none one "linkerd 2.15" Lowered
            "Proxies as native sidecar containers."
            => "Helm proxy.nativeSidecar", example "native-sidecar";
        "proxy" "" must("proxy") one "" Lowered
            "What every proxy has unless said nearer."
            => "Helm proxy", example "proxy";
        "values" "" must("values") one "" Lowered
            "Values that no statement has, checked against the chart's table."
            => "Helm values", example "values";
        "tracing" "REF" none one "linkerd 2.19" Lowered
            "Where proxies send spans: a meshed collector."
            => "Helm proxy.tracing.enabled, proxy.tracing.collector", example "tracing shop.cart";
    }
    in "linkerd-extension" {
        "chart" "VERSION (from URL)?" none one "" Lowered
            "The chart's version."
            => "HelmRelease.chart", example "chart 30.11.11 from https://helm.linkerd.io/stable";
        "values" "" must("values") one "" Lowered
            "Values that no statement has."
            => "Helm values", example "values";
    }
    in "values" {
        (ValuePath) "VALUE+" none by(ValuePath) "" Lowered
            "A value by its path; an unknown path, or one that a statement computes, is an error."
            => "Helm values", example "proxyInit.iptablesMode nft";
    }
    in "multicluster-own" {
        "gateway" "" must("mc-gateway") one "" Lowered
            "Linkerd's gateway here."
            => "Helm gateway.*", example "gateway";
    }
    in "mc-gateway" {
        "replicas" "COUNT" none one "linkerd 2.11" Lowered
            "How many pods it has (3 with `ha`)."
            => "Helm gateway.replicas", example "replicas 3";
        "expose" "(load-balancer | node-port)" may("expose") one "" Lowered
            "How other clusters reach it."
            => "Helm gateway.serviceType, serviceAnnotations, loadBalancerClass, loadBalancerIP, loadBalancerSourceRanges, serviceExternalTrafficPolicy", example "expose load-balancer";
    }
}
