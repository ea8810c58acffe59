//! E02: what is declared, and what names lead to.

codes! {
    E0210 "duplicate_declaration" Error "a name is declared twice"
    E0211 "unknown_environment" Error "the environment is not declared"
    E0212 "nothing_to_change" Error "an environment changes what is not declared"
    E0213 "unknown_template" Error "there is no such template"
    E0214 "template_cycle" Error "a template is like itself"
    E0215 "drop_of_nothing" Error "a `drop` takes away nothing"
    E0216 "unknown_cluster" Error "there is no such cluster or trust"
    E0217 "no_platform" Error "no platform"
    E0218 "too_many_clusters" Error "too many clusters"
    E0219 "unknown_namespace" Error "there is no such namespace"
    E0220 "object_made_twice" Error "two statements make one object"
    E0221 "no_room_for_name" Error "a name does not fit where Kubernetes puts it"
    E0222 "service_name_digit" Error "a Service's name begins with a digit"
    E0223 "port_number_twice" Error "two ports of a Service have one number"
    E0224 "invalid_label_value" Error "a label has a value that Kubernetes refuses"
    E0225 "pattern_as_key" Error "a pattern stands where one key does"
    E0226 "service_without_its_pods" Error "a Service selects none of its pods"
}
