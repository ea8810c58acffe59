//! Rows of routes of the edge, and what a route has.

use super::rows;

rows! {
    in "routes-own" {
        "expect" "CODE TEXT" none by(Code) "" Lowered
            "Silences that warning here, with the reason."
            => "", example "expect W0603 \"a text\"";
    }
    in "routing" {
        "route" "(exact PATH | regex REGEX | grpc METHODREF | METHOD+ (exact PATH | regex REGEX | PATH) | PATH) -> REF" may("edge-route") all "" Lowered
            "These requests go there."
            => "Mapping.prefix, Mapping.prefix_exact, Mapping.prefix_regex, Mapping.method, Mapping.method_regex, Mapping.service", example "route /cart/ -> shop.cart:http";
        "redirect" "(exact PATH | regex REGEX | METHOD+ (exact PATH | regex REGEX | PATH) | PATH) -> (exact TARGET | TARGET)" may("redirect") all "" Lowered
            "These requests are sent elsewhere, with what follows the prefix; `exact` target: without it; after `regex`, `\\1` stands for a group."
            => "Mapping.host_redirect, Mapping.path_redirect, Mapping.prefix_redirect, Mapping.regex_redirect", example "redirect /old/ -> /new/";
    }
    in "redirect-own" {
        "code" "STATUS" none one "" Lowered
            "301 (the default), 302, 303, 307 or 308."
            => "Mapping.redirect_response_code", example "code 301";
    }
    in "route-match" {
        "when" "(header | query) NAMETEXT (is VALUE | matches REGEX)?" none all "" Lowered
            "Only where that is present, or has that value."
            => "Mapping.headers, Mapping.regex_headers, Mapping.query_parameters, Mapping.regex_query_parameters", example "when header x-quote-mode";
        "case-insensitive" "switch" none one "" Lowered
            "The path in upper or lower case."
            => "Mapping.case_sensitive", example "case-insensitive";
        "precedence" "INTEGER" none one "" Lowered
            "Before routes of a lower one (0 is the default), whatever their length."
            => "Mapping.precedence", example "precedence 1";
    }
    in "route-own" {
        "split" "REF PERCENT" may("edge-split") by(Ref) "" Lowered
            "That share goes there instead."
            => "Mapping.weight", example "split shop.web-next 5%";
        "shadow" "REF PERCENT" may("edge-shadow") one "" NotYet
            "A copy of that share goes there; its answers are dropped."
            => "Mapping.shadow", example "shadow shop.cart 10%";
        "auth" "(off)?" may("auth-route") one "" NotYet
            "`off`: the auth service is not asked; else what it is told."
            => "Mapping.bypass_auth", example "auth off";
        "websocket" "switch" none one "" Lowered
            "Requests may become WebSockets."
            => "Mapping.allow_upgrade", example "websocket";
        "priority" "PRIORITY" none one "" NotYet
            "Which of the circuit breaker's thresholds count."
            => "Mapping.priority", example "priority high";
        "health-check" "(grpc TEXT | PATH)" may("health-check") all "emissary 3.10" NotYet
            "The edge asks each pod whether it is well, and skips those that are not; needs `resolver endpoint`."
            => "Mapping.health_checks", example "health-check grpc \"a text\"";
        "docs" "(off | TARGET)?" may("docs") one "edge-stack" NotYet
            "Where the developer portal finds the API's description."
            => "Mapping.docs.path, Mapping.docs.url, Mapping.docs.ignored", example "docs /.ambassador-internal/openapi-docs";
    }
    in "docs" {
        "display-name" "TEXT" none one "edge-stack" NotYet
            "Its name there."
            => "Mapping.docs.display_name", example "display-name \"Cart API\"";
        "timeout" "DURATION" none one "edge-stack" NotYet
            "How long fetching it may take."
            => "Mapping.docs.timeout_ms", example "timeout 5s";
    }
    in "edge-target" {
        "rewrite" "(off | regex REGEX to SUBST | PATH)" none one "" Lowered
            "What the matched part of the path becomes (`/` for a prefix; nothing changes after exact, regex, grpc); `regex` is one for a route and its split."
            => "Mapping.rewrite, Mapping.regex_rewrite", example "rewrite regex \"\"\"^/v1/(.*)$\"\"\" to \"\"\"/\\1\"\"\"";
        "host-rewrite" "(auto | HOST)" none one "" Lowered
            "The host that the upstream sees; `auto`: its own name."
            => "Mapping.host_rewrite, Mapping.auto_host_rewrite", example "host-rewrite httpbin.org";
    }
    in "edge-stats" {
        "stats-name" "STATSNAME" none one "emissary 3.10" NotYet
            "Its name in statistics."
            => "Mapping.stats_name, TCPMapping.stats_name, AuthService.stats_name, RateLimitService.stats_name, TracingService.stats_name, LogService.stats_name", example "stats-name httpbin";
    }
    in "edge-timeouts" {
        "timeout" "(off | DURATION)" none one "" Lowered
            "How long the whole response may take (3s by default)."
            => "Mapping.timeout_ms, Module.cluster_request_timeout_ms", example "timeout 10s";
        "idle-timeout" "(off | DURATION)" none one "" Lowered
            "How long a request may be silent."
            => "Mapping.idle_timeout_ms", example "idle-timeout 1h";
    }
    in "edge-dns" {
        "dns" "(strict | logical) (respect-ttl)?" none one "" NotYet
            "How names are looked up: all addresses, or one for a new connection; as often as the record says."
            => "Mapping.dns_type, Mapping.respect_dns_ttl", example "dns strict";
    }
    in "edge-where" {
        "resolver" "(service | endpoint | consul NAME)" none one "" NotYet
            "How upstreams are found: by Service, by pod, in Consul."
            => "Mapping.resolver, TCPMapping.resolver, Module.resolver", example "resolver service";
        "ip-family" "(ipv4 | ipv6 | dual)" none one "" NotYet
            "Which addresses of an upstream are used."
            => "Mapping.enable_ipv4, Mapping.enable_ipv6, TCPMapping.enable_ipv4, TCPMapping.enable_ipv6, Module.enable_ipv4, Module.enable_ipv6", example "ip-family ipv4";
    }
}
