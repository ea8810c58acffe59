//! Every row of the construct table, a file for each group of contexts, and what contexts consist of.
//!
//! A row is written as: head, `required` where a complete block must have it, pattern, block (`none`, `may(…)`,
//! `must(…)`), merge rule, first platform, state; then its sentence; then what it becomes, and one use of it.

mod cluster;
mod compose;
mod container;
mod edge;
mod edge_rate_limit;
mod edge_services;
mod edge_stack;
mod edge_tcp;
mod edge_traffic;
mod host;
mod job;
mod link;
mod material;
mod mesh_install;
mod namespace;
mod needs;
mod network;
mod objects;
mod program;
mod proxy;
mod route;
mod topology;
mod traffic;
mod workload;

pub(super) use compose::PARTS;
pub use needs::{NEEDS, Need};

use super::row::Row;

/// Rows as the module's head describes them, into `ROWS`.
macro_rules! rows {
    ($(in $context:literal { $(
        $head:tt $($required:ident)? $pattern:literal $block:ident$(($inner:literal))?
        $merge:ident$(($($by:ident),*))? $need:literal $state:ident
        $doc:literal => $lowers:literal, example $example:literal;
    )* })*) => {
        /// The rows of this group.
        pub(super) static ROWS: &[crate::construct::Row] = &[$($(crate::construct::Row {
            context: $context,
            head: rows!(@head $head),
            required: rows!(@required $($required)?),
            pattern: $pattern,
            block: rows!(@block $block $($inner)?),
            block_optional: rows!(@optional $block),
            merge: rows!(@merge $merge $($($by)*)?),
            need: $need,
            lowers: $lowers,
            doc: $doc,
            example: $example,
            state: crate::construct::State::$state,
        },)*)*];
    };
    (@head ($kind:ident)) => { crate::construct::Head::Data(crate::value::Type::$kind) };
    (@head $word:literal) => { crate::construct::Head::Word($word) };
    (@required required) => { true };
    (@required) => { false };
    (@block none) => { None };
    (@block $how:ident $inner:literal) => { Some($inner) };
    (@optional may) => { true };
    (@optional $how:ident) => { false };
    (@merge one) => { crate::construct::Merge::One };
    (@merge all) => { crate::construct::Merge::All };
    (@merge by $($by:ident)*) => { crate::construct::Merge::By(&[$(crate::value::Type::$by),*]) };
}
use rows;

/// All groups, in the order of the reference.
pub(super) static GROUPS: &[&[Row]] = &[
    program::ROWS,
    cluster::ROWS,
    mesh_install::ROWS,
    link::ROWS,
    namespace::ROWS,
    objects::ROWS,
    material::ROWS,
    container::ROWS,
    workload::ROWS,
    job::ROWS,
    network::ROWS,
    topology::ROWS,
    traffic::ROWS,
    proxy::ROWS,
    edge::ROWS,
    edge_services::ROWS,
    host::ROWS,
    route::ROWS,
    edge_traffic::ROWS,
    edge_rate_limit::ROWS,
    edge_tcp::ROWS,
    edge_stack::ROWS,
];
