//! Rows of what a workload's proxy has.

use super::rows;

rows! {
    in "workload-mesh" {
        "inject" "(on | off | ingress)?" none one "" Lowered
            "Whether its pods are meshed."
            => "linkerd.io/inject", example "inject";
        "mesh" "" must("workload-mesh-block") one "" Lowered
            "What its pods' proxies have."
            => "config.linkerd.io/*", example "mesh";
    }
    in "workload-mesh-block" {
        "skip-inbound" "PORTRANGE+" none one "" Lowered
            "Container ports past the proxy: no policy, no mutual TLS."
            => "skip-inbound-ports", example "skip-inbound 3000..3010";
        "skip-outbound" "PORTRANGE+" none one "" Lowered
            "Destination ports past the proxy."
            => "skip-outbound-ports", example "skip-outbound 25";
        "skip-subnets" "CIDR+" none one "linkerd 2.11" Lowered
            "Networks past the proxy."
            => "skip-subnets", example "skip-subnets 10.0.0.0/8";
        "opaque" "PORTRANGE+" none one "linkerd 2.9" Lowered
            "Ports that Linkerd does not look into; on pod and Service."
            => "opaque-ports", example "opaque 3306";
        "require-identity" "PORT+" none one "" Lowered
            "Ports that only meshed clients reach."
            => "proxy-require-identity-inbound-ports", example "require-identity http";
        "proxy" "" must("proxy") one "" Lowered
            "The proxy itself."
            => "=", example "proxy";
    }
    in "proxy" {
        "request" "<cpu CPU, memory MEM, storage MEM>" none one "" Lowered
            "What it needs."
            => "proxy-*-request", example "request cpu 20m memory 32Mi";
        "limit" "<cpu CPU, memory MEM, storage MEM>" none one "" Lowered
            "What it may take."
            => "proxy-*-limit", example "limit memory 128Mi";
        "cpu-ratio-limit" "RATIO" none one "linkerd 2.18" Lowered
            "Which share of a node's cores."
            => "proxy-cpu-ratio-limit", example "cpu-ratio-limit 0.5";
        "image" "IMAGE" none one "" Lowered
            "Its image."
            => "proxy-image, proxy-version", example "image registry.example.com/shop/cart:1.4.2";
        "pull" "(always | if-missing | never)" none one "" Lowered
            "When it is pulled."
            => "image-pull-policy", example "pull always";
        "log" "TEXT" none one "" Lowered
            "Its log level."
            => "proxy-log-level", example "log \"warn,linkerd=info\"";
        "log-format" "(plain | json)" none one "linkerd 2.9" Lowered
            "Its log's format."
            => "proxy-log-format", example "log-format plain";
        "log-headers" "(insecure | off)" none one "linkerd 2.16" Lowered
            "Whether it logs headers."
            => "proxy-log-http-headers", example "log-headers insecure";
        "access-log" "(apache | json | off)" none one "linkerd 2.12" Lowered
            "Its access log."
            => "access-log", example "access-log apache";
        "user" "COUNT" none one "" Lowered
            "As which user."
            => "proxy-uid", example "user 2102";
        "group" "COUNT" none one "linkerd 2.16" Lowered
            "As which group."
            => "proxy-gid", example "group 2102";
        "native-sidecar" "switch" none one "linkerd 2.15" Lowered
            "As a native sidecar container."
            => "proxy-enable-native-sidecar", example "native-sidecar";
        "await" "switch" none one "linkerd 2.11" Lowered
            "The workload waits until it is up."
            => "proxy-await", example "await";
        "wait-before-exit" "DURATION" none one "" Lowered
            "How long it stays when told to stop."
            => "proxy-wait-before-exit-seconds", example "wait-before-exit 5s";
        "shutdown-grace" "DURATION" none one "linkerd 2.12" Lowered
            "How long open connections may go on."
            => "shutdown-grace-period", example "shutdown-grace 5s";
        "admin-shutdown" "switch" none one "linkerd 2.16" Lowered
            "Whether it can be told to stop over its admin port."
            => "proxy-admin-shutdown", example "admin-shutdown";
        "connect-timeout" "(inbound | outbound) DURATION" none all "linkerd 2.9" Lowered
            "How long a connection may take."
            => "proxy-*-connect-timeout", example "connect-timeout inbound 5s";
        "discovery-cache" "(inbound | outbound) DURATION" none all "linkerd 2.13" Lowered
            "How long it remembers."
            => "proxy-*-discovery-cache-unused-timeout", example "discovery-cache inbound 5s";
        "detect-timeout" "(inbound | outbound) switch" none all "linkerd 2.14" Lowered
            "Whether detecting a protocol times out."
            => "proxy-disable-*-protocol-detect-timeout", example "detect-timeout inbound";
        "close-wait-timeout" "DURATION" none one "" Lowered
            "How long half-closed connections stay."
            => "close-wait-timeout", example "close-wait-timeout 5s";
        "debug" "switch" none one "" Lowered
            "A debug container beside it."
            => "enable-debug-sidecar", example "debug";
        "hostname-metrics" "switch" none one "linkerd 2.18" Lowered
            "Host names in its metrics."
            => "proxy-metrics-hostname-labels", example "hostname-metrics";
        "env" "ENVNAME VALUE" none by(EnvName) "linkerd 2.20" Lowered
            "One more variable."
            => "proxy-additional-env", example "env LINKERD2_PROXY_LOG_FORMAT json";
        "external-profiles" "switch" none one "" Lowered
            "Profiles for names outside the cluster."
            => "enable-external-profiles", example "external-profiles";
    }
}
