//! E03: what references lead to.

codes! {
    E0320 "unknown_service" Error "there is no such service"
    E0321 "ambiguous_port" Error "a reference could mean several ports"
    E0322 "service_without_port" Error "a service without a port is called"
    E0323 "unknown_port" Error "there is no such port"
    E0324 "private_port" Error "a private port is called"
    E0325 "unknown_edge" Error "there is no such edge or host"
    E0326 "unknown_secret" Error "there is no such secret"
    E0327 "edge_not_open" Error "the edge is not open to the namespace"
    E0328 "address_of_nothing" Error "the address of something that is no reference"
    E0329 "url_without_http" Error "the URL of something that speaks no HTTP"
    E0330 "unknown_policy_port" Error "a policy names a port that does not exist"
    E0331 "unknown_client" Error "a policy lets in somebody who does not exist"
    E0332 "unknown_networks" Error "the networks of the cluster are not said"
    E0333 "unknown_config" Error "there is no such config"
    E0334 "unknown_claim" Error "there is no such claim"
    E0335 "unknown_key" Error "a secret or config has no such key"
}
