//! E03: patches of objects, and what workloads cannot be told.

codes! {
    E0340 "patch_of_nothing" Error "a patch is for an object that is not made"
    E0341 "patch_of_several" Error "a patch could be for several objects"
    E0342 "patch_unknown_field" Error "a patch leads to a field that the kind does not have"
    E0343 "patch_wrong_type" Error "a patch sets a value that the field cannot have"
    E0344 "patch_of_identity" Error "a patch sets what names an object, or says a position"
    E0345 "patch_meets_nothing" Error "a patch leads to a place that the object does not have"
    E0350 "probe_method" Error "a probe or hook asks with another method than GET"
    E0351 "workload_misfit" Error "a statement does not fit the kind of workload"
    E0352 "long_port_name" Error "the name of a port is too long for a container"
}
