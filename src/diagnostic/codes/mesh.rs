//! E05: what Linkerd would do with it.

codes! {
    E0501 "probe_denied" Error "a policy denies a probe"
    E0502 "hidden_by_profile" Error "a ServiceProfile hides a statement"
    E0503 "unknown_egress" Error "a host that nothing tells apart"
    E0504 "policy_on_udp" Error "a policy on a UDP port"
    E0505 "split_to_itself" Error "a service splits to itself"
    E0506 "fractional_share" Error "a share has a part of a percent"
    E0507 "split_without_rest" Error "a service without pods splits less than all"
    E0508 "zero_retries" Error "a retry of 0 times"
    E0509 "dropped_retry_budget" Error "a retry budget that Linkerd drops"
    E0510 "contradictory_protocol" Error "a port is said to speak two things"
    E0511 "headless_traffic" Error "a route or the like on a headless Service"
    E0512 "traffic_without_http" Error "a route or retry on a service without HTTP"
    E0513 "host_network_injected" Error "a pod in the node's network is to be meshed"
    E0520 "route_beside_grpc" Error "a port with gRPC routes takes no other routes"
    E0521 "http_route_at_grpc" Error "an HTTP route in a policy of a gRPC port"
    E0523 "gateway_api_missing" Error "nobody installs a kind of the Gateway API"
}
