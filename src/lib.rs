//! meshc compiles `.mesh` programs: how traffic enters, moves inside and crosses clusters.
//!
//! The way of the data and the rooms (modules) are drawn in `ARCHITECTURE.md`. A room imports rooms of
//! a lower rank only; `tests/tidy.rs` holds the ranks. The library does no I/O but through a [`source::Loader`].

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
