//! E08: what a platform can express.

codes! {
    E0801 "not_yet_lowered" Error "a statement is not lowered by this version"
    E0810 "unknown_version" Error "a version that meshc does not know"
    E0811 "edge_without_platform" Error "an edge on a cluster without one"
    E0812 "unsupported_statement" Error "the platform cannot express a statement"
    E0813 "unknown_value" Error "a chart has no such value"
    E0814 "computed_value" Error "a value of a chart is computed from statements"
    E0815 "mistyped_value" Error "a value of a chart is of another type"
    E0816 "mesh_without_platform" Error "a statement about the mesh on a cluster without one"
    E0817 "versions_cannot_link" Error "two linked clusters mark exports differently"
    E0818 "argocd_without_source" Error "nothing says where Argo CD reads the output"
    E0820 "impossible_together" Error "two statements that this version cannot have together"
    E0821 "version_not_served" Error "a manifest has an API version that the platform does not serve"
}
