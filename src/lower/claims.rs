//! Which claim each lowering keeps, by the kind that it writes, or why what it writes is not proved against one.
//!
//! A build is proved twice: the source against its own rules, the output against the source. What is `Unproved` here
//! rests on the first, on schemas, and on tests alone; a test holds the table complete over what the examples emit.

/// How a lowering is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// By this claim (`topology::Question`).
    Claim(&'static str),
    /// Not, for this reason.
    Unproved(&'static str),
}

const FIELDS: Proof =
    Proof::Unproved("each statement is one field of the same meaning; the kubelet is not modelled");
const EXISTS: Proof = Proof::Unproved("that it exists is all that it means");
const INSTALLS: Proof =
    Proof::Unproved("an installation is not modelled: its values are checked against the chart's table");
const DELIVERS: Proof = Proof::Unproved("who applies the manifests is not modelled");
const TRUST: Proof = Proof::Unproved("certificates are issued at run time");
const LABELS: Proof = Proof::Claim("Calls");

/// Kind, and how what is written of it is proved.
pub const PROOFS: &[(&str, Proof)] = &[
    ("Application", DELIVERS),
    ("AuthorizationPolicy", Proof::Claim("Allow")),
    ("Bundle", TRUST),
    ("Certificate", TRUST),
    ("ClusterIssuer", TRUST),
    ("ClusterRole", INSTALLS),
    ("ClusterRoleBinding", INSTALLS),
    ("ConfigMap", FIELDS),
    ("DaemonSet", LABELS),
    ("Deployment", LABELS),
    ("EgressNetwork", Proof::Claim("Calls")),
    ("ExternalSecret", EXISTS),
    ("ExternalWorkload", Proof::Claim("Calls")),
    ("GRPCRoute", Proof::Claim("Allow")),
    ("HTTPRoute", Proof::Claim("Allow")),
    ("HelmRelease", INSTALLS),
    ("HelmRepository", INSTALLS),
    ("HorizontalPodAutoscaler", FIELDS),
    ("Host", Proof::Claim("Tls")),
    ("Issuer", TRUST),
    ("Kustomization", DELIVERS),
    ("LimitRange", FIELDS),
    ("Link", Proof::Claim("Export")),
    ("Listener", Proof::Claim("Route")),
    ("Mapping", Proof::Claim("Route")),
    ("MeshTLSAuthentication", Proof::Claim("Allow")),
    ("Module", Proof::Claim("Route")),
    ("Namespace", EXISTS),
    ("NetworkAuthentication", Proof::Claim("Allow")),
    ("OCIRepository", INSTALLS),
    ("PersistentVolumeClaim", FIELDS),
    ("PodDisruptionBudget", FIELDS),
    ("ResourceQuota", FIELDS),
    ("Role", INSTALLS),
    ("RoleBinding", INSTALLS),
    ("Secret", EXISTS),
    ("Server", Proof::Claim("Allow")),
    ("ServerAuthorization", Proof::Claim("Allow")),
    ("Service", Proof::Claim("Calls")),
    ("ServiceAccount", Proof::Claim("Calls")),
    (
        "ServiceProfile",
        Proof::Unproved("retries and timeouts of callers are proved by value, not by meaning, for now"),
    ),
    ("StatefulSet", LABELS),
    ("TCPRoute", Proof::Claim("Calls")),
    ("TLSContext", Proof::Claim("Tls")),
    ("TLSRoute", Proof::Claim("Calls")),
    (
        "TrafficSplit",
        Proof::Unproved("shares of callers' traffic are proved by value, not by meaning, for now"),
    ),
];

/// How a kind is proved.
#[must_use]
pub fn proof(kind: &str) -> Option<Proof> {
    PROOFS.iter().find(|(k, _)| *k == kind).map(|(_, p)| *p)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorted_and_each_once() {
        assert!(PROOFS.windows(2).all(|w| w[0].0 < w[1].0));
    }
}
