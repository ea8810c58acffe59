//! Rows of what holds for all routes, or for one.

use super::rows;

rows! {
    in "edge-breaker" {
        "circuit-breaker" "(PRIORITY)?" must("edge-circuit-breaker") by(Priority) "" Lowered
            "How much an upstream gets at once, for requests of that priority."
            => "Mapping.circuit_breakers.priority, TCPMapping.circuit_breakers.priority, AuthService.circuit_breakers.priority, Module.circuit_breakers.priority", example "circuit-breaker";
    }
    in "edge-circuit-breaker" {
        "connections" "COUNT" none one "" Lowered
            "Connections."
            => "*.circuit_breakers.max_connections", example "connections 100";
        "pending" "COUNT" none one "" Lowered
            "Requests that wait."
            => "*.circuit_breakers.max_pending_requests", example "pending 10";
        "requests" "COUNT" none one "" Lowered
            "Requests under way."
            => "*.circuit_breakers.max_requests", example "requests 3";
        "retries" "COUNT" none one "" Lowered
            "Retries under way."
            => "*.circuit_breakers.max_retries", example "retries 3";
    }
    in "edge-traffic" {
        "connect-timeout" "DURATION" none one "" Lowered
            "How long a connection may take."
            => "Mapping.connect_timeout_ms", example "connect-timeout 5s";
        "upstream-idle-timeout" "(off | DURATION)" none one "" Lowered
            "How long an unused connection stays."
            => "Mapping.cluster_idle_timeout_ms, Module.cluster_idle_timeout_ms", example "upstream-idle-timeout off";
        "upstream-max-lifetime" "DURATION" none one "" Lowered
            "How long any connection stays."
            => "Mapping.cluster_max_connection_lifetime_ms, Module.cluster_max_connection_lifetime_ms", example "upstream-max-lifetime 5s";
        "keepalive" "<idle DURATION, interval DURATION, probes COUNT>" none one "" NotYet
            "TCP keepalive; `idle` in the edge's block only."
            => "Mapping.keepalive.interval, Mapping.keepalive.probes, Module.keepalive", example "keepalive idle 60s interval 10s probes 3";
        "retry" "(5xx | gateway-error | connect-failure | retriable-4xx | refused-stream | retriable-status-codes) COUNT times" may("edge-retry") one "" Lowered
            "When and how often it tries again."
            => "Mapping.retry_policy.retry_on, Mapping.retry_policy.num_retries, Module.retry_policy", example "retry 5xx 2 times";
        "cors" "" must("cors") one "" NotYet
            "Which other sites' scripts may call."
            => "Mapping.cors, Module.cors", example "cors";
        "balance" "(round-robin | least-request | (ring-hash | maglev) by (cookie NAMETEXT | header HEADER | source-ip))" may("edge-balance") one "" NotYet
            "How a pod is chosen; needs `resolver endpoint` or `consul`."
            => "Mapping.load_balancer.policy, Mapping.load_balancer.header, Mapping.load_balancer.source_ip, Mapping.load_balancer.cookie.name, Module.load_balancer", example "balance round-robin";
        "add" "(request-header | response-header) HEADER VALUE" none all "" Lowered
            "A header more (append)."
            => "Mapping.add_request_headers, Mapping.add_response_headers", example "add response-header Strict-Transport-Security \"max-age=31536000\"";
        "set" "(request-header | response-header) HEADER VALUE" none all "" Lowered
            "A header's value (no append)."
            => "Mapping.add_request_headers, Mapping.add_response_headers", example "set request-header x-request-id internal";
        "remove" "(request-header | response-header) HEADER+" none all "" Lowered
            "Headers less; before any is added."
            => "Mapping.remove_request_headers, Mapping.remove_response_headers", example "remove request-header x-debug";
        "error" "(off | STATUS (text TEXT | json | file TEXT))" may("error-response") by(Status) "emissary ..3.10" NotYet
            "What a response of that status has as its body: a text, fields, a file in the edge's container; `off`: what the upstream sent."
            => "Mapping.error_response_overrides.on_status_code, Mapping.error_response_overrides.body, Mapping.bypass_error_response_overrides, Module.error_response_overrides", example "error 503 text \"we are back soon\"";
        "rate-limit" "(COUNT per UNIT)?" may("edge-rate-limit") all "" NotYet
            "A limit, each in a group of its own; how much is said here on Edge Stack, else in the rate-limit service."
            => "Mapping.labels, Module.default_labels, RateLimit.limits", example "rate-limit";
        "filtered" "(off | by FILTER+)" may("filtered-by") one "edge-stack" NotYet
            "Filters that a request passes, in this order."
            => "FilterPolicy.rules", example "filtered off";
        "linkerd-headers" "switch" none one "" Lowered
            "Tells Linkerd where a request goes (`l5d-dst-override`); on where the version needs it. Copies that clients send are removed."
            => "Mapping.add_linkerd_headers, Module.add_linkerd_headers", example "linkerd-headers";
    }
    in "edge-retry" {
        "each" "DURATION" none one "" Lowered
            "How long one try may take."
            => "Mapping.retry_policy.per_try_timeout", example "each 800ms";
    }
    in "edge-balance" {
        "path" "PATH" none one "" NotYet
            "The cookie's path."
            => "Mapping.load_balancer.cookie.path", example "path /healthz";
        "ttl" "DURATION" none one "" NotYet
            "How long the cookie lives; with it, the edge sets it."
            => "Mapping.load_balancer.cookie.ttl", example "ttl 5s";
    }
    in "cors" {
        "origins" "ORIGIN+" none one "" NotYet
            "Sites that may call."
            => "Mapping.cors.origins", example "origins [\"http://foo.example\", \"http://bar.example\"]";
        "methods" "METHOD+" none one "" NotYet
            "With these methods."
            => "Mapping.cors.methods", example "methods [POST, GET, OPTIONS]";
        "headers" "HEADER+" none one "" NotYet
            "With these request headers."
            => "Mapping.cors.headers", example "headers Content-Type";
        "exposed" "HEADER+" none one "" NotYet
            "Response headers that they see."
            => "Mapping.cors.exposed_headers", example "exposed X-Custom-Header";
        "credentials" "switch" none one "" NotYet
            "With cookies."
            => "Mapping.cors.credentials", example "credentials";
        "max-age" "DURATION" none one "" NotYet
            "How long a browser remembers, in whole seconds."
            => "Mapping.cors.max_age", example "max-age 24h";
    }
    in "error-response" {
        "content-type" "TEXT" none one "emissary ..3.10" NotYet
            "Its content type (text, file)."
            => "Mapping.error_response_overrides.body.content_type", example "content-type text/html";
        "field" "KEY TEXT" none by(Key) "emissary ..3.10" NotYet
            "A field of the JSON."
            => "Mapping.error_response_overrides.body.json_format", example "field code \"%RESPONSE_CODE%\"";
    }
    in "health-check" {
        "every" "DURATION" none one "emissary 3.10" NotYet
            "How often (5s by default)."
            => "Mapping.health_checks.interval", example "every 5s";
        "timeout" "DURATION" none one "emissary 3.10" NotYet
            "How long an answer may take (3s)."
            => "Mapping.health_checks.timeout", example "timeout 5s";
        "failures" "COUNT" none one "emissary 3.10" NotYet
            "After how many failures it is skipped (2)."
            => "Mapping.health_checks.unhealthy_threshold", example "failures 3";
        "successes" "COUNT" none one "emissary 3.10" NotYet
            "After how many successes it is back (1)."
            => "Mapping.health_checks.healthy_threshold", example "successes 3";
        "host" "HOST" none one "emissary 3.10" NotYet
            "The host that the pod sees."
            => "Mapping.health_checks.health_check.http.hostname, Mapping.health_checks.health_check.grpc.authority", example "host cart.internal";
        "status" "STATUSRANGE+" none one "emissary 3.10" NotYet
            "Statuses that are well (200; http only)."
            => "Mapping.health_checks.health_check.http.expected_statuses", example "status 200..299";
        "add" "request-header HEADER VALUE" none all "emissary 3.10" NotYet
            "A header more (append; http only)."
            => "Mapping.health_checks.health_check.http.add_request_headers", example "add request-header x-request-id internal";
        "set" "request-header HEADER VALUE" none all "emissary 3.10" NotYet
            "A header's value (no append; http only)."
            => "Mapping.health_checks.health_check.http.add_request_headers", example "set request-header x-request-id internal";
        "remove" "request-header HEADER+" none all "emissary 3.10" NotYet
            "Headers less (http only)."
            => "Mapping.health_checks.health_check.http.remove_request_headers", example "remove request-header x-request-id";
    }
}
