//! E036: what Kubernetes refuses of a workload, or what would come to nothing.

codes! {
    E0360 "fraction_of_second" Error "a duration that Kubernetes counts in whole seconds has a part of one"
    E0361 "probe_out_of_range" Error "a value that Kubernetes does not take"
    E0362 "option_of_other_kind" Error "an option of another kind of statement"
    E0363 "request_above_limit" Error "a container requests more than it may take"
    E0364 "stuck_rollout" Error "a rollout cannot begin"
    E0365 "deadline_too_short" Error "a rollout is given up before a pod counts"
    E0366 "autoscale_from_zero" Error "an autoscaler goes down to no pods"
    E0367 "exposed_headless" Error "a headless Service is exposed"
    E0368 "no_dns_server" Error "a pod without the cluster's DNS names no server"
    E0369 "node_port_unexposed" Error "a port on every node of a Service that is not exposed"
    E0370 "container_misfit" Error "a statement that a container of a pod cannot have"
}
