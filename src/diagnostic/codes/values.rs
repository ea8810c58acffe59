//! E030, E031: values that are not of the type that stands there.

codes! {
    E0301 "malformed_duration" Error "a duration is malformed"
    E0302 "malformed_quantity" Error "a count or quantity is malformed"
    E0303 "unknown_word" Error "a value is none of the words that may stand there"
    E0304 "malformed_address" Error "an address or network is malformed"
    E0305 "malformed_host" Error "a host or URL is malformed"
    E0306 "malformed_path" Error "a path is malformed"
    E0307 "malformed_port" Error "a port is malformed"
    E0308 "malformed_regex" Error "a regular expression is malformed"
    E0309 "malformed_image" Error "an image is malformed"
    E0310 "malformed_number_form" Error "a version, status or schedule is malformed"
    E0311 "malformed_name" Error "a name or reference is malformed"
    E0312 "quoted_word" Error "a word of a closed set is quoted"
    E0313 "list_for_one" Error "a list stands where one value does"
    E0314 "empty_list" Error "a list is empty"
    E0315 "list_too_long" Error "a list is too long"
    E0316 "malformed_key" Error "a key is malformed"
}
