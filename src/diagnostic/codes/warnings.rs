//! W…: warnings of all stages; the second digits are the stage's.

codes! {
    W0101 "floating_doc" Warning "a doc comment belongs to no statement"
    W0201 "unused_expect" Warning "a warning is expected and does not come"
    W0202 "unknown_expect" Warning "an unknown warning is expected"
}
