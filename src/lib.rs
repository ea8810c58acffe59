//! meshc compiles `.mesh` programs: how traffic enters, moves inside and crosses clusters.
//!
//! The way of the data and the rooms (modules) are drawn in `ARCHITECTURE.md`. A room imports rooms of
//! a lower rank only; `tests/tidy.rs` holds the ranks. The library does no I/O but through a [`Loader`].
//!
//! ```
//! use meshc::{Memory, Options, Sink, Sources, compile, gather};
//!
//! let program = br#"
//! platform { kubernetes 1.33; linkerd 2.20 }
//! trust mesh { cert-manager { home main } }
//! cluster main { trust mesh }
//! namespace shop { inject }
//! service shop.cart { image ghcr.io/shop/cart:1.4; port http 80 -> 8080 }
//! "#;
//! let files = Memory([("shop.mesh".to_owned(), program.to_vec())].into());
//! let (mut sources, mut sink) = (Sources::default(), Sink::default());
//! let program = gather("shop.mesh", &files, &mut sources, &mut sink);
//! let made = compile(&program, &Options::default(), &files, &mut sources, sink);
//! assert!(made.diagnostics.is_empty(), "{:?}", made.diagnostics);
//! let files = made.files.unwrap_or_default();
//! assert!(files.iter().any(|(path, _)| path == "main/shop.yaml"));
//! ```
//!
//! What is wrong with a program is data, and drawn only when asked:
//!
//! ```
//! use meshc::{Format, Memory, Options, RenderOptions, Sink, Sources, compile, gather, render};
//!
//! let files = Memory([("a.mesh".to_owned(), b"servce shop.cart\n".to_vec())].into());
//! let (mut sources, mut sink) = (Sources::default(), Sink::default());
//! let program = gather("a.mesh", &files, &mut sources, &mut sink);
//! let made = compile(&program, &Options::default(), &files, &mut sources, sink);
//! assert!(made.files.is_none());
//! let text = render(&sources, &made.diagnostics, &RenderOptions::plain(Format::Short));
//! assert!(text.starts_with("a.mesh:1:1: error"), "{text}");
//! ```

pub mod api;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod compile;
pub mod construct;
pub mod deliver;
pub mod diagnostic;
pub mod lower;
pub mod manifest;
pub mod platform;
pub mod render;
pub mod resolve;
pub mod source;
pub mod syntax;
pub mod topology;
pub mod value;

pub use compile::{Compilation, Layout, Options, Program, compile, explain, gather};
pub use diagnostic::{Code, Diagnostic, Severity, Sink};
pub use platform::Platform;
pub use render::{Format, Options as RenderOptions, render};
#[cfg(feature = "disk")]
pub use source::Disk;
pub use source::{Loader, Memory, Sources};
pub use syntax::parse;
