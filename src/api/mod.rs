//! Write structs of custom resources: plain, one file a kind, the fields that meshc writes and no others.

pub mod emissary;
pub mod linkerd;
mod object;

pub use object::{Metadata, Object};
