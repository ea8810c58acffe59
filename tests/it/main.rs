//! Tests of the library from the outside, in one binary.

#[cfg(test)]
mod edge;
#[cfg(test)]
mod files;
#[cfg(test)]
mod kubernetes;
#[cfg(test)]
mod render;
#[cfg(test)]
mod syntax;
#[cfg(test)]
mod yaml;
