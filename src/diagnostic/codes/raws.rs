//! E03: what manifests that `raw` names say, against the schemas of the platform.

codes! {
    E0380 "raw_unknown_kind" Error "a manifest has a kind that its group does not have"
    E0381 "raw_unknown_field" Error "a manifest has a field that its kind does not have"
    E0382 "raw_wrong_type" Error "a manifest has a value of another type"
    E0383 "raw_missing_field" Error "a manifest lacks a field that must be there"
    E0384 "raw_invalid_value" Error "a manifest has a value that its field cannot have"
}
