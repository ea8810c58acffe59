//! Tests of the library from the outside, in one binary.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that cannot go on has failed"
)]

#[cfg(test)]
mod built;
#[cfg(test)]
mod claims;
#[cfg(test)]
mod damage;
#[cfg(test)]
mod determinism;
#[cfg(test)]
mod edge;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod files;
#[cfg(test)]
mod guide;
#[cfg(test)]
mod kubernetes;
#[cfg(all(test, target_os = "linux"))]
mod memory;
#[cfg(test)]
mod mutations;
#[cfg(test)]
mod names;
#[cfg(test)]
mod plan;
#[cfg(test)]
mod platforms;
#[cfg(test)]
mod program;
#[cfg(test)]
mod raws;
#[cfg(test)]
mod render;
#[cfg(test)]
mod strict;
#[cfg(test)]
mod syntax;
#[cfg(test)]
mod tokens;
#[cfg(test)]
mod values;
#[cfg(test)]
mod yaml;
