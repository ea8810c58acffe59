//! Prints the manifests that the build script made.

/// Paths and texts.
const MANIFESTS: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/manifests.rs"));

fn main() {
    for (path, text) in MANIFESTS {
        println!("# {path}\n{text}");
    }
}
