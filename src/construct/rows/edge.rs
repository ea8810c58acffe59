//! Rows of the edge: its installation, and what holds for all of it.

use super::rows;

rows! {
    in "edge-own" {
        "namespace" "NS" none one "" Lowered
            "Where it lives (`emissary`, or `ambassador` on Edge Stack); it need not be declared."
            => "metadata.namespace", example "namespace emissary";
        "id" "NAME" none one "" Lowered
            "Tells it from other edges of its cluster."
            => "env AMBASSADOR_ID, *.ambassador_id", example "id public";
        "chart" "VERSION (from URL)?" none one "" Lowered
            "The chart's version, where it is not the release's own."
            => "HelmRelease.chart", example "chart 8.9.1 from https://app.getambassador.io";
        "values" "" must("values") one "" Lowered
            "Values that no statement has, checked against the chart's table."
            => "Helm values", example "values";
        "replicas" "SCALE (at <cpu PERCENT, memory PERCENT>)?" none one "" Lowered
            "How many pods; a range makes an autoscaler."
            => "Helm replicaCount, autoscaling", example "replicas 2..6 at cpu 70%";
        "request" "<cpu CPU, memory MEM, storage MEM>" none one "" Lowered
            "What a pod needs."
            => "Helm resources.requests", example "request cpu 100m memory 64Mi";
        "limit" "<cpu CPU, memory MEM, storage MEM>" none one "" Lowered
            "What a pod may take."
            => "Helm resources.limits", example "limit cpu 100m memory 64Mi";
        "account" "NAME (installed)?" none one "" Lowered
            "Its identity; its own by default."
            => "Helm serviceAccount.name", example "account web";
        "select" "(service)?" must("labels") one "" Lowered
            "The labels of its pods, where somebody else installed it."
            => "selector, matchLabels", example "select service";
        "expose" "(installed | load-balancer | node-port | off)" may("expose") all "" Lowered
            "How it is reached from outside; `off`: only from inside its cluster."
            => "Helm service.*", example "expose load-balancer";
        "listen" "PORTNUMBER (-> PORTNUMBER)? (http | https | tcp | tls) (installed)?" may("listen") by(PortNumber) "" Lowered
            "A port that it listens on, after `->` where the Service's differs (`installed`: its Listener is somebody else's); 80 -> 8080 http and 443 -> 8443 https when none is said."
            => "Listener, Module.service_port", example "listen 443 -> 8443 https";
        "host" "GLOB+" must("host") by(Glob) "" Lowered
            "A host, or several alike, and the routes on it."
            => "Host.hostname", example "host host.example.com";
        "tcp" "PORTNUMBER (sni GLOB)? -> REF" may("edge-tcp") all "" NotYet
            "A port whose connections go to that, or only those that ask for that name; port and name are the key."
            => "TCPMapping.port, host, service", example "tcp 5432 -> shop.db:postgres";
        "open" "to NS+ (under PATH)?" none all "" Lowered
            "Namespaces that may add routes, everywhere or under that path."
            => "", example "open to apps under /apps/";
        "consul" "NAME" must("consul") by(Name) "" NotYet
            "A Consul to find services in."
            => "ConsulResolver", example "consul main";
        "module" "" must("module") one "" Lowered
            "Settings that no statement has."
            => "Module.config", example "module";
    }
    in "module" {
        (ModuleKey) "VALUE+" none by(ModuleKey) "" Lowered
            "A setting, typed by the version's key table; a dead one, or one that a statement sets, is an error."
            => "Module.config.*", example "diagnostics.enabled \"false\"";
    }
    in "edge-all" {
        "compress" "gzip" may("compress") one "" NotYet
            "Compresses responses."
            => "Module.gzip", example "compress gzip";
        "allow" "network CIDR+ (by peer)?" none all "" NotYet
            "Only clients of these networks, by the address they are known by; `by peer`: by that of the connection. Not together with `deny`."
            => "Module.ip_allow", example "allow network 10.0.0.0/8";
        "deny" "network CIDR+ (by peer)?" none all "" NotYet
            "No clients of these networks."
            => "Module.ip_deny", example "deny network 10.0.0.0/8";
        "lua" "TEXT" none one "" NotYet
            "A Lua script that runs on each request."
            => "Module.lua_scripts", example "lua \"function envoy_on_request(handle) end\"";
        "access-log" "(json | text (TEXT)?)" may("access-log") one "" NotYet
            "The access log: as JSON, or as text, in a format."
            => "Module.envoy_log_type, Module.envoy_log_format", example "access-log json";
        "header-limits" "" must("header-limits") one "" NotYet
            "What request headers may be like."
            => "=", example "header-limits";
        "forward-client-cert" "(sanitize | forward-only | append-forward | sanitize-set | always-forward-only) (CERTFIELD+)?" none one "" NotYet
            "What upstreams learn of a client's certificate (`x-forwarded-client-cert`), and which fields of it."
            => "Module.forward_client_cert_details, Module.set_current_client_cert_details", example "forward-client-cert sanitize";
    }
    in "access-log" {
        "path" "TEXT" none one "" NotYet
            "The file it is written to."
            => "Module.envoy_log_path", example "path /dev/stdout";
        "field" "KEY TEXT" none by(Key) "" NotYet
            "A field of the JSON."
            => "Module.envoy_log_format", example "field status \"%RESPONSE_CODE%\"";
    }
    in "header-limits" {
        "max-size" "MEM" none one "" NotYet
            "All headers of a request together."
            => "Module.max_request_headers_kb", example "max-size 60k";
        "underscores" "(allow | reject-request | drop-header)" none one "" NotYet
            "What happens to names with `_`."
            => "Module.headers_with_underscores_action", example "underscores allow";
        "case" "HEADER+" none one "emissary ..3.10" NotYet
            "Names sent in exactly this case."
            => "Module.header_case_overrides", example "case x-request-id";
    }
    in "compress" {
        "level" "(default | best | speed)" none one "" NotYet
            "Small, or fast."
            => "Module.gzip.compression_level", example "level default";
        "strategy" "(default | filtered | huffman | rle)" none one "" NotYet
            "zlib's strategy."
            => "Module.gzip.compression_strategy", example "strategy default";
        "memory-level" "COUNT" none one "" NotYet
            "zlib's memory level, 1 to 9."
            => "Module.gzip.memory_level", example "memory-level 8";
        "window-bits" "COUNT" none one "" NotYet
            "zlib's window, 9 to 15."
            => "Module.gzip.window_bits", example "window-bits 15";
        "min-size" "MEM" none one "" NotYet
            "Only responses of at least that size."
            => "Module.gzip.min_content_length", example "min-size 1k";
        "content-types" "TEXT+" none one "" NotYet
            "Only these types."
            => "Module.gzip.content_type", example "content-types [text/html, application/json]";
        "skip-etag" "switch" none one "" NotYet
            "Not those with an `etag`."
            => "Module.gzip.disable_on_etag_header", example "skip-etag";
        "remove-accept-encoding" "switch" none one "" NotYet
            "Upstreams do not see what the client accepts."
            => "Module.gzip.remove_accept_encoding_header", example "remove-accept-encoding";
    }
    in "consul-own" {
        "address" required "HOSTPORT" none one "" NotYet
            "Where Consul is."
            => "ConsulResolver.address", example "address consul-server.consul:8500";
        "datacenter" required "NAME" none one "" NotYet
            "Its datacenter."
            => "ConsulResolver.datacenter", example "datacenter dc1";
    }
}
