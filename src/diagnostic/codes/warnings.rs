//! W…: warnings of all stages; the second digits are the stage's.

codes! {
    W0101 "floating_doc" Warning "a doc comment belongs to no statement"
}
