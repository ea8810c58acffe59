//! `getambassador.io`: the kinds of Emissary (v3alpha1) and of Edge Stack 1.14 (v2), generations side by side.
//!
//! What both generations spell alike is one struct ([`Traffic`], [`TlsSettings`]) that both flatten.

mod traffic;
pub mod v2;
pub mod v3alpha1;

pub use super::object::{Metadata, Object};
pub use traffic::{CircuitBreaker, Field, HeaderValue, RegexRewrite, RetryPolicy, TlsSettings, Traffic};
