//! E05: what Linkerd would do with it.

codes! {
    E0501 "probe_denied" Error "a policy denies a probe"
    E0502 "hidden_by_profile" Error "a ServiceProfile hides a statement"
    E0503 "unknown_egress" Error "a host that nothing tells apart"
}
