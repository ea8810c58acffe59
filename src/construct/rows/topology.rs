//! Rows of who calls whom, and who may.

use super::rows;

rows! {
    in "outgoing" {
        "calls" "REF+" none all "" Lowered
            "What it calls: an assertion, and an edge of the graph."
            => "", example "calls [shop.catalog, shop.checkout]";
    }
    in "incoming" {
        "allow" "CLIENT (on PORT+)?" may("allow") all "linkerd 2.11" Lowered
            "Who may reach it; the first closes the port to all others."
            => "Server, AuthorizationPolicy, ServerAuthorization, HTTPRoute", example "allow callers from everywhere";
        "default-policy" "(deny | audit | all | all-meshed | cluster | cluster-meshed)" none one "linkerd 2.11" Lowered
            "Who may reach a port that no policy speaks of (`audit` since 2.16)."
            => "config.linkerd.io/default-inbound-policy", example "default-policy deny";
        "export" "(as federated)?" none all "linkerd 2.8" Lowered
            "Clusters that link here may call it, at all its ports (`as federated` since 2.17)."
            => "mirror.linkerd.io/*", example "export as federated";
    }
    in "allow" {
        "route" "(exact PATH | regex REGEX | grpc METHODREF | METHOD+ (exact PATH | regex REGEX | PATH) | PATH)" none all "linkerd 2.12" Lowered
            "Only these requests."
            => "HTTPRoute, GRPCRoute", example "route POST exact /authors.json";
    }
}
