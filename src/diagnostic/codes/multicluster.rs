//! E07: links, exports and what is called across clusters.

codes! {
    E0701 "duplicate_link" Error "two clusters are linked twice"
    E0702 "link_to_itself" Error "a link leads to its own cluster"
    E0703 "unknown_gateway" Error "the gateway of a link is no edge of its target"
    E0704 "service_elsewhere" Error "a service runs on another cluster only"
    E0705 "unknown_target_cluster" Error "a reference to a cluster that does not exist"
    E0706 "missing_link" Error "no link leads to that cluster"
    E0707 "no_mirror" Error "a service is called that no mirror stands for"
    E0708 "trusts_differ" Error "linked clusters have different roots"
    E0709 "not_one_flat_network" Error "pods of linked clusters do not reach each other"
    E0710 "control_planes_apart" Error "linked control planes are in namespaces of different names"
    E0712 "mirror_names_collide" Error "two mirrors have one name"
    E0713 "mirror_name_taken" Error "the name of a mirror is taken"
    E0714 "cluster_called_federated" Error "a linked cluster is called `federated`"
    E0715 "headless_federated" Error "a headless service is federated"
    E0716 "gateway_without_proxy" Error "an edge without a proxy is a gateway"
    E0717 "federated_ports_differ" Error "members of a federated service have different ports"
    E0718 "gateway_blocks_tcp" Error "a port does not pass the gateway of linkerd 2.11"
    E0719 "selector_pruned" Error "the Link loses its selector"
    E0720 "gateway_ports_differ" Error "links name different ports of one gateway"
    E0721 "unmeshed_mirror_client" Error "somebody without a proxy calls a mirror"
}
