//! `getambassador.io/v3alpha1`, as Emissary 3.10 and 4.1 serve it.

mod host;
mod listener;
mod mapping;
mod module;
mod tls_context;

pub use host::{Host, Insecure, RequestPolicy, TlsSecret};
pub use listener::{Binding, BindingSelector, From, Listener};
pub use mapping::Mapping;
pub use module::Module;
pub use tls_context::{TlsContext, TlsContextName};

/// The version that objects of these structs name.
pub const API_VERSION: &str = "getambassador.io/v3alpha1";
