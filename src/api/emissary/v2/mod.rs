//! `getambassador.io/v2`, as Edge Stack 1.14 serves it. There is no Listener: the Module says where it listens.

mod host;
mod mapping;

pub use super::v3alpha1::{Module, TlsContext, TlsContextName};
pub use host::{AcmeProvider, Host, Insecure, RequestPolicy, TlsSecret};
pub use mapping::Mapping;

/// The version that objects of these structs name.
pub const API_VERSION: &str = "getambassador.io/v2";
