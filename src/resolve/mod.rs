//! Declarations into a topology: names linked, layers merged, references resolved, for each cluster.
//!
//! The order of the passes: declarations of all files (`declare`), platforms, trusts and clusters (`clusters`),
//! what each cluster has (`members`, `services`, `edges`), references between them (`refs`, `calls`), and who
//! may reach whom (`policy`). Each runs on after errors.

mod calls;
mod claims;
mod clusters;
mod declare;
mod edges;
mod layers;
mod links;
mod members;
mod policy;
mod refs;
mod routes;
mod services;

pub use clusters::nets;
pub use routes::{match_slug, matches_of};

use crate::diagnostic::Sink;
use crate::platform::Overrides;
use crate::source::{FileId, Sources};
use crate::syntax::ast;
use crate::topology::{Name, Topology};
use std::collections::BTreeMap;

/// A parsed program: what `compile::gather` brings together.
#[derive(Debug, Default)]
pub struct Program {
    /// What stands before the names of its files: the root folder with its `/`, or nothing.
    pub root: String,
    /// Its files.
    pub files: Vec<Parsed>,
    /// Texts of files that statements name: by the statement's file and the path written; for a glob
    /// several, by the path found.
    pub attached: BTreeMap<(FileId, Name), Vec<(Name, Name)>>,
    /// Manifests that `raw` names: by the statement's file and the glob written, in the order of their paths.
    pub raws: BTreeMap<(FileId, Name), Vec<(FileId, Name)>>,
}

/// One file of a program.
#[derive(Debug)]
pub struct Parsed {
    /// The file.
    pub file: FileId,
    /// Its statements.
    pub ast: ast::File,
    /// It came by `use`: only templates, lets, clusters, trusts and the platform count.
    pub library: bool,
}

/// What the caller chose.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// `--platform`.
    pub overrides: Overrides,
    /// `--environment`.
    pub environment: Option<String>,
}

/// Resolves a program.
///
/// Everything that is wrong with it as far as names go is reported to `sink`; what could not be had is absent.
#[must_use]
pub fn resolve(program: &Program, sources: &Sources, choice: &Choice, sink: &mut Sink) -> Topology {
    let declared = declare::declare(program, sources, choice, sink);
    layers::unused_templates(&declared, program, sink);
    let mut topology = Topology { files: program.attached.clone(), ..Topology::default() };
    topology.asserts.clone_from(&declared.asserts);
    topology.expects.clone_from(&declared.expects);
    topology.torn = declared.torn;
    topology.lost = declared.lost;
    clusters::clusters(&declared, choice, &mut topology, sink);
    clusters::raws(&declared, program, &mut topology, sink);
    links::links(&declared, &mut topology, sink);
    edges::edges(&declared, &mut topology, sink);
    members::members(&declared, &mut topology, sink);
    services::services(&declared, &mut topology, sink);
    links::gateways(&mut topology, sink);
    calls::exports(&mut topology);
    routes::routes(&declared, &mut topology, sink);
    calls::calls(&mut topology, sink);
    policy::policy(&mut topology, sink);
    claims::claims(&mut topology, sink);
    topology
}
