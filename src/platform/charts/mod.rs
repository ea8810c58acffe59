//! The Helm charts of Linkerd and the edge: their values, the objects they install, where they are published.
//!
//! Tables are read once, when first asked; `tools/chart_tables.py` tells their form. Defaults and other values are
//! JSON texts.

mod objects;
mod published;
mod values;

pub use objects::{InstalledObject, installed_objects, usual_namespace};
pub use published::{Published, Repository, published};
pub use values::{Chart, Known, ValueLookup, ValueType};
