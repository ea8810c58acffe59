//! E06: who is let in, and what is encrypted.

codes! {
    E0601 "unmeshed_client" Error "somebody without a proxy is let in by identity"
}
