//! Everything that must hold before a file is written: an ordered list of checks, each named as the fact it proves.
//!
//! Invariant: only [`check`] makes a [`Valid`], so what is delivered was checked.

pub mod edge;
mod expect;
mod support;

use crate::diagnostic::Sink;
use crate::manifest::Output;
use crate::topology::{Name, Topology};
use std::collections::BTreeMap;

/// What passed all checks, or whose mistakes are in the sink.
#[derive(Debug)]
pub struct Valid<T>(T);

impl<T> Valid<T> {
    /// What was checked.
    pub fn get(&self) -> &T {
        &self.0
    }
}

/// What the caller chose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The date (`2026-01-31`) at which certificates have to be valid.
    pub at: Option<String>,
}

/// Runs all checks.
#[must_use]
pub fn check(
    topology: &Topology,
    outputs: BTreeMap<Name, Output>,
    _options: &Options,
    sink: &mut Sink,
) -> Valid<BTreeMap<Name, Output>> {
    support::every_statement_is_supported(topology, sink);
    edge::check(topology, sink);
    expect::expected_warnings_are_silent(topology, sink);
    Valid(outputs)
}
