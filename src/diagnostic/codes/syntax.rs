//! E01: what the fold of tokens into statements finds.

codes! {
    E0101 "unclosed_block" Error "a block is not closed"
}
