//! Fixed words and values that need a later platform than their rows.

/// What one word of a row needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Need {
    /// The row's context.
    pub context: &'static str,
    /// The row's head.
    pub head: &'static str,
    /// The fixed word; the beginning of a value where it ends in `:`; empty for the row itself, which needs a
    /// second platform.
    pub word: &'static str,
    /// The first platform that has it: `linkerd 2.16`.
    pub need: &'static str,
}

const fn need(context: &'static str, head: &'static str, word: &'static str, need: &'static str) -> Need {
    Need { context, head, word, need }
}

/// Every word that has a need of its own.
pub static NEEDS: &[Need] = &[
    need("namespace-own", "inject", "ingress", "linkerd 2.9"),
    need("workload-mesh", "inject", "ingress", "linkerd 2.9"),
    need("cluster", "default-policy", "audit", "linkerd 2.16"),
    need("linkerd", "default-policy", "audit", "linkerd 2.16"),
    need("namespace-own", "default-policy", "audit", "linkerd 2.16"),
    need("incoming", "default-policy", "audit", "linkerd 2.16"),
    need("traffic", "timeout", "response", "linkerd 2.16"),
    need("traffic", "timeout", "idle", "linkerd 2.16"),
    need("traffic", "retry", "times", "linkerd 2.16"),
    need("traffic-route", "retry", "times", "linkerd 2.16"),
    need("incoming", "export", "federated", "linkerd 2.17"),
    need("proxy", "request", "storage", "linkerd 2.12"),
    need("proxy", "limit", "storage", "linkerd 2.12"),
    need("vm", "identity", "spiffe:", "linkerd 2.15"),
    need("incoming", "allow", "spiffe:", "linkerd 2.15"),
    need("namespace-own", "allow", "spiffe:", "linkerd 2.15"),
    need("closed", "except", "spiffe:", "linkerd 2.15"),
    need("trust", "anchor", "secret", "linkerd 2.11"),
    need("trust", "anchor", "config", "linkerd 2.11"),
    need("container", "ready", "grpc", "kubernetes 1.24"),
    need("container", "live", "grpc", "kubernetes 1.24"),
    need("container", "startup", "grpc", "kubernetes 1.24"),
    need("service-container", "sidecar", "first", "kubernetes 1.29"),
    need("linkerd", "native-sidecar", "", "kubernetes 1.29"),
    need("proxy", "native-sidecar", "", "kubernetes 1.29"),
    need("container", "before-stop", "sleep", "kubernetes 1.30"),
    need("network", "near", "node", "kubernetes 1.34"),
];
