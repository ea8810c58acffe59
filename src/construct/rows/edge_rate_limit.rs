//! Rows of rate limits of the edge.

use super::rows;

rows! {
    in "edge-rate-limit" {
        "by" "(client | header HEADER (as KEY)? (optional)? | key VALUE (as KEY)? | source | destination)" none all "" NotYet
            "What is counted apart: each client's address, value of a header (`optional`: the limit counts without it too), this word, the edge's own cluster name, the upstream's."
            => "Mapping.labels", example "by header x-emissary-test-allow";
        "burst" "COUNT" none one "edge-stack" NotYet
            "How many times the rate may come at once."
            => "RateLimit.limits.burstFactor", example "burst 3";
        "log-only" "switch" none one "edge-stack" NotYet
            "Requests over the limit pass, and are logged."
            => "RateLimit.limits.action", example "log-only";
        "add" "(request-header | response-header) HEADER TEXT" none all "edge-stack" NotYet
            "A header more, as a Go template."
            => "RateLimit.limits.injectRequestHeaders, RateLimit.limits.injectResponseHeaders", example "add response-header x-limited \"true\"";
        "error-response" "" must("filter-error") one "edge-stack" NotYet
            "What the client gets when it is over the limit."
            => "RateLimit.limits.errorResponse", example "error-response";
        "name" "NAME" none one "edge-stack" NotYet
            "The object's name, where it must not be the derived one."
            => "RateLimit.metadata.name, RateLimit.limits.name", example "name web";
        "expect" "CODE TEXT" none by(Code) "" NotYet
            "Silences that warning here, with the reason."
            => "", example "expect W0603 \"a text\"";
    }
}
