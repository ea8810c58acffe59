//! Rows of services that the edge asks or tells.

use super::rows;

rows! {
    in "edge-services" {
        "auth" "REF" may("auth") one "" NotYet
            "Asks that service whether a request may pass."
            => "AuthService.auth_service", example "auth authentication.example-auth";
        "rate-limit-service" "REF" may("rate-limit-service") one "" NotYet
            "Asks that service whether a request is one too many."
            => "RateLimitService.service", example "rate-limit-service default.ratelimit-example";
        "tracing" "(zipkin | datadog | opentelemetry) -> REF" may("tracing") one "" NotYet
            "Sends spans there (opentelemetry: v3alpha1 only)."
            => "TracingService.driver, TracingService.service", example "tracing zipkin -> shop.cart";
        "log" "(http | tcp)? -> REF" may("access-logging") by(Ref) "" NotYet
            "Sends access logs of requests, or of connections, there (Envoy's gRPC access log service)."
            => "LogService.driver, LogService.service", example "log -> shop.cart";
    }
    in "auth-common" {
        "protocol" "(http | grpc)" none one "" NotYet
            "What it speaks (http by default)."
            => "AuthService.proto, Filter.External.proto", example "protocol http";
        "timeout" "DURATION" none one "" NotYet
            "How long its answer may take."
            => "AuthService.timeout_ms, Filter.External.timeout_ms", example "timeout 500ms";
        "path-prefix" "PATH" none one "" NotYet
            "Stands before the path of the request that it gets."
            => "AuthService.path_prefix, Filter.External.path_prefix", example "path-prefix /path";
        "forward" "request HEADER+" none all "" NotYet
            "Request headers that it gets besides the usual ones."
            => "AuthService.allowed_request_headers, Filter.External.allowed_request_headers", example "forward request x-example-header";
        "return" "request HEADER+" none all "" NotYet
            "Headers of its answer that go on with the request, or back to a client that it denies."
            => "AuthService.allowed_authorization_headers, Filter.External.allowed_authorization_headers", example "return request x-qotm-session";
        "body" "MEM (partial)?" none one "" NotYet
            "It gets the body up to that size; `partial`: of a larger one the beginning, else that is refused."
            => "AuthService.include_body, Filter.External.include_body", example "body 8Ki";
        "fail" "(open | closed)" none one "" NotYet
            "What happens to requests while it is away."
            => "AuthService.failure_mode_allow, Filter.External.failure_mode_allow", example "fail closed";
        "error-status" "STATUS" none one "" NotYet
            "What the client gets while it is away."
            => "AuthService.status_on_error.code, Filter.External.status_on_error.code", example "error-status 403";
    }
    in "auth-own" {
        "add" "request-header HEADER VALUE" none all "" NotYet
            "A header more on what it gets (http only)."
            => "AuthService.add_auth_headers", example "add request-header x-request-id internal";
        "context" "KEY VALUE" none by(Key) "" NotYet
            "Told to it with each request (grpc only); a route may say otherwise."
            => "Mapping.auth_context_extensions", example "context realm shop";
    }
    in "rate-limit-service-own" {
        "domain" "NAME" none one "" NotYet
            "The domain of its limits; all `rate-limit`s are in it."
            => "RateLimitService.domain, Module.default_label_domain, Mapping.labels", example "domain shop";
        "timeout" "DURATION" none one "" NotYet
            "How long its answer may take."
            => "RateLimitService.timeout_ms", example "timeout 5s";
        "fail" "(open | closed)" none one "emissary 3.10" NotYet
            "What happens to requests while it is away."
            => "RateLimitService.failure_mode_deny", example "fail closed";
    }
    in "tracing-own" {
        "sampling" "<client PERCENT, random PERCENT, overall PERCENT>" none one "" NotYet
            "Which share is traced."
            => "TracingService.sampling", example "sampling client 10% random 10%";
        "tag" "KEY (header HEADER (default VALUE)? | environment ENVNAME (default VALUE)? | VALUE)" none by(Key) "" NotYet
            "A tag on each span: a header's value, a variable's, or that."
            => "TracingService.custom_tags, TracingService.tag_headers", example "tag region environment REGION default \"none\"";
        "service-name" "TEXT" none one "" NotYet
            "The service in the spans (datadog, opentelemetry)."
            => "TracingService.config.service_name", example "service-name edge";
        "collector-endpoint" "PATH" none one "" NotYet
            "The path that takes spans (zipkin)."
            => "TracingService.config.collector_endpoint", example "collector-endpoint /api/v2/spans";
        "collector-endpoint-version" "(http-json | http-proto)" none one "" NotYet
            "The format of the spans (zipkin)."
            => "TracingService.config.collector_endpoint_version", example "collector-endpoint-version http-json";
        "collector-hostname" "HOST" none one "" NotYet
            "The host header that the collector gets (zipkin)."
            => "TracingService.config.collector_hostname", example "collector-hostname zipkin.example.com";
        "shared-span-context" "switch" none one "" NotYet
            "Client and server share a span (zipkin)."
            => "TracingService.config.shared_span_context", example "shared-span-context";
        "trace-id-128bit" "switch" none one "" NotYet
            "Long trace ids (zipkin)."
            => "TracingService.config.trace_id_128bit", example "trace-id-128bit";
    }
    in "access-logging-own" {
        "header" "HEADER (during PHASE+)?" none by(Header) "" NotYet
            "A header that is logged, in all phases or in these (http only)."
            => "LogService.driver_config.additional_log_headers", example "header x-request-id";
        "flush-interval" "DURATION" none one "" NotYet
            "How often entries are sent, in whole seconds."
            => "LogService.flush_interval_time", example "flush-interval 5s";
        "flush-size" "MEM" none one "" NotYet
            "Sent earlier when there is so much."
            => "LogService.flush_interval_byte_size", example "flush-size 16k";
    }
    in "auth-route" {
        "context" "KEY VALUE" none by(Key) "" NotYet
            "Told to the auth service with each request (grpc only)."
            => "Mapping.auth_context_extensions", example "context role admin";
    }
}
