//! E90: our own mistakes.

codes! {
    E9001 "internal_error" Error "the compiler made a mistake"
}
