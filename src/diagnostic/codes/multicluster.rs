//! E07: links, exports and what is called across clusters.

codes! {
    E0701 "duplicate_link" Error "two clusters are linked twice"
    E0702 "link_to_itself" Error "a link leads to its own cluster"
    E0703 "unknown_gateway" Error "the gateway of a link is no edge of its target"
    E0704 "service_elsewhere" Error "a service runs on another cluster only"
    E0705 "unknown_target_cluster" Error "a reference to a cluster that does not exist"
    E0706 "missing_link" Error "no link leads to that cluster"
    E0707 "no_mirror" Error "a service is called that no mirror stands for"
}
