//! W…: warnings of all stages; the second digits are the stage's.

codes! {
    W0101 "floating_doc" Warning "a doc comment belongs to no statement"
    W0201 "unused_expect" Warning "a warning is expected and does not come"
    W0202 "unknown_expect" Warning "an unknown warning is expected"
    W0401 "host_without_routes" Warning "a host has no routes"
    W0402 "late_retry" Warning "tries take longer than the whole may"
    W0403 "prefix_inside_word" Warning "a prefix that ends inside a word"
    W0404 "privileged_port" Warning "a privileged port in the pod"
    W0603 "cleartext_host" Warning "a host is served in cleartext"
    W0801 "chart_refuses_kubernetes" Warning "a chart does not install on the cluster's Kubernetes"
}
