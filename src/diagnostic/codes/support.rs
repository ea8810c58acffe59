//! E08: what a platform can express.

codes! {
    E0810 "unknown_version" Error "a version that meshc does not know"
    E0811 "edge_without_platform" Error "an edge on a cluster without one"
}
