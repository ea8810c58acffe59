//! Rows of what holds for the requests of meshed callers.

use super::rows;

rows! {
    in "traffic" {
        "route" "(exact PATH | regex REGEX | grpc METHODREF | METHOD+ (exact PATH | regex REGEX | PATH) | PATH) (on PORT+)?" must("traffic-route") all "" Lowered
            "What holds for these requests of meshed callers."
            => "HTTPRoute, GRPCRoute, ServiceProfile", example "route GET exact /api/list";
        "split" "REF PERCENT" none by(Ref) "" Lowered
            "That share of meshed callers' traffic goes there."
            => "HTTPRoute, GRPCRoute and TCPRoute.backendRefs, ServiceProfile.dstOverrides, TrafficSplit", example "split shop.catalog-next 10%";
        "timeout" "(request | response | idle) (off | DURATION)" none all "" Lowered
            "How long meshed callers wait (`response`, `idle` since 2.16)."
            => "timeout.linkerd.io/*, HTTPRoute.timeouts, ServiceProfile.routes.timeout", example "timeout request 5s";
        "retry" "CONDITION+ (COUNT times)?" may("mesh-retry") one "" Lowered
            "When and how often meshed callers try again (how often: since 2.16, once by default)."
            => "retry.linkerd.io/*, ServiceProfile.isRetryable", example "retry 5xx";
        "retry-budget" "PERCENT min COUNT per second ttl DURATION" none one "" Lowered
            "How much retrying may add; its service has a ServiceProfile then, on every version."
            => "ServiceProfile.retryBudget", example "retry-budget 20% min 10 per second ttl 10s";
        "circuit-breaker" "" must("mesh-circuit-breaker") one "linkerd 2.13" Lowered
            "When meshed callers give a pod a rest."
            => "balancer.linkerd.io/failure-accrual*", example "circuit-breaker";
        "rate-limit" "(COUNT per second)?" may("mesh-rate-limit") one "linkerd 2.17" NotYet
            "How many requests each of its pods takes."
            => "HTTPLocalRateLimitPolicy", example "rate-limit 200 per second";
    }
    in "mesh-retry" {
        "each" "DURATION" none one "linkerd 2.16" Lowered
            "How long one try may take."
            => "retry.linkerd.io/timeout", example "each 5s";
    }
    in "mesh-circuit-breaker" {
        "failures" "COUNT" none one "" Lowered
            "After how many failures in a row."
            => "failure-accrual-consecutive-max-failures", example "failures 7";
        "penalty" "DURATIONRANGE" none one "" Lowered
            "How long it rests, growing from the first to the second."
            => "failure-accrual-consecutive-{min,max}-penalty", example "penalty 1s..60s";
        "jitter" "PERCENT" none one "" Lowered
            "How much that varies."
            => "failure-accrual-consecutive-jitter-ratio", example "jitter 20%";
        "success-rate" "PERCENT (over DURATION)? (min COUNT)?" none one "linkerd 2.20" Lowered
            "Also when fewer than that succeed."
            => "failure-accrual unified, balancer.alpha.linkerd.io/failure-accrual-success-rate-*", example "success-rate 80% over 30s min 10";
    }
    in "mesh-rate-limit" {
        "by" "(client | REF+) COUNT per second" none all "" NotYet
            "How many from each client, or from these."
            => "identity, overrides", example "by client 20 per second";
        "on" "PORT+" none one "" NotYet
            "Only at these ports."
            => "targetRef", example "on http";
    }
    in "traffic-route" {
        "when" "(header | query) NAMETEXT (is VALUE | matches REGEX)?" none all "linkerd 2.13" Lowered
            "Only where that is present, or has that value."
            => "matches.headers, queryParams", example "when header x-canary";
        "timeout" "(off | DURATION)" none one "" Lowered
            "How long the caller waits."
            => "timeouts, timeout.linkerd.io/request, ServiceProfile.routes.timeout", example "timeout 300ms";
        "retry" "CONDITION+ (COUNT times)?" may("mesh-retry") one "" Lowered
            "When and how often the caller tries again (how often: since 2.16)."
            => "retry.linkerd.io/*, isRetryable, responseClasses", example "retry 5xx 1 times";
        "split" "REF PERCENT" none by(Ref) "linkerd 2.13" Lowered
            "That share goes there."
            => "backendRefs", example "split shop.cart 10%";
        "redirect" "TARGET" may("redirect-code") one "linkerd 2.14" Lowered
            "The caller is sent elsewhere."
            => "filters.requestRedirect", example "redirect /new";
        "add" "(request-header | response-header) HEADER VALUE" none all "linkerd 2.14" Lowered
            "A header more."
            => "filters.*HeaderModifier.add", example "add request-header x-request-id internal";
        "set" "(request-header | response-header) HEADER VALUE" none all "linkerd 2.14" Lowered
            "A header's value."
            => "filters.*HeaderModifier.set", example "set request-header x-request-id internal";
        "remove" "(request-header | response-header) HEADER+" none all "linkerd 2.14" Lowered
            "Headers less."
            => "filters.*HeaderModifier.remove", example "remove request-header x-request-id";
        "name" "NAME" none one "" Lowered
            "The route object's name."
            => "metadata.name", example "name web";
    }
    in "redirect-code" {
        "code" "(301 | 302)" none one "" Lowered
            "The status (302)."
            => "statusCode", example "code 301";
    }
}
