//! Tests of the library's interface, in one binary.
#![expect(clippy::unwrap_used, reason = "a test that cannot read its data has failed")]

mod render;
mod yaml;
