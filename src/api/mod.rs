//! Write structs of custom resources: plain, one file a kind, the fields that meshc writes and no others.

pub mod cert_manager;
pub mod emissary;
pub mod external_secrets;
pub mod linkerd;
mod object;
pub mod trust_manager;

pub use object::{Metadata, Object};
