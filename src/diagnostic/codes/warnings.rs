//! W…: warnings of all stages; the second digits are the stage's.

codes! {
    W0101 "floating_doc" Warning "a doc comment belongs to no statement"
    W0201 "unused_expect" Warning "a warning is expected and does not come"
    W0202 "unknown_expect" Warning "an unknown warning is expected"
    W0301 "unmeasured_autoscaling" Warning "an autoscaler measures what nobody requests"
    W0302 "undrainable_pods" Warning "no pod may ever be evicted"
    W0401 "host_without_routes" Warning "a host has no routes"
    W0402 "late_retry" Warning "tries take longer than the whole may"
    W0403 "prefix_inside_word" Warning "a prefix that ends inside a word"
    W0404 "privileged_port" Warning "a privileged port in the pod"
    W0501 "server_speaks_first" Warning "a server that speaks first behind a detecting proxy"
    W0502 "nobody_let_in" Warning "a policy lets in callers that do not exist"
    W0503 "ingress_namespace" Warning "a whole namespace is meshed as an ingress"
    W0504 "settings_without_proxy" Warning "settings of a proxy on a service that is not meshed"
    W0601 "gateway_identity" Warning "a policy lets in everybody behind a gateway"
    W0602 "bypassed_policy" Warning "a policy on a port that passes the proxy by"
    W0603 "cleartext_host" Warning "a host is served in cleartext"
    W0604 "pod_security_wants" Warning "a pod lacks what its namespace's Pod Security level demands"
    W0605 "forbidden_init_container" Warning "a Pod Security level keeps Linkerd's init container out"
    W0801 "chart_refuses_kubernetes" Warning "a chart does not install on the cluster's Kubernetes"
    W0802 "alpha_field" Warning "a field that does nothing without a feature gate"
}
