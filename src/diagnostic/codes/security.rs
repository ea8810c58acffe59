//! E06: who is let in, and what is encrypted.

codes! {
    E0601 "unmeshed_client" Error "somebody without a proxy is let in by identity"
    E0602 "contradictory_security" Error "security settings that exclude each other"
    E0603 "policy_without_proxy" Error "a policy on a service that is not meshed"
    E0604 "pod_security_forbids" Error "a pod has what its namespace's Pod Security level forbids"
    E0605 "secret_without_certificate" Error "a host's secret holds no certificate"
    E0606 "incomplete_trust" Error "a root of trust lacks its anchor or issuer"
    E0607 "private_key_written" Error "a private key stands in the program"
    E0608 "denied_caller" Error "the default policy refuses a caller"
    E0620 "trust_without_home" Error "nothing says which cluster issues the root"
    E0621 "home_outside_trust" Error "the home of a root does not belong to its trust"
    E0622 "malformed_anchor" Error "a file of trust anchors cannot be read"
    E0623 "unusable_anchor" Error "a certificate cannot be a trust anchor"
    E0624 "unreadable_by_argocd" Error "Argo CD cannot read a value from a secret"
}
