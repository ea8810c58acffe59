//! Links between clusters.

use super::{Decl, Name};
use crate::construct::Block;
use crate::source::Span;
use std::sync::Arc;

/// Workloads in `source` may call what `target` exports.
#[derive(Clone, Debug)]
pub struct Link {
    /// The cluster that calls.
    pub source: Name,
    /// The cluster that exports.
    pub target: Name,
    /// Where it stands.
    pub decl: Decl,
    /// What it says.
    pub block: Arc<Block>,
    /// Traffic enters the target through this.
    pub gateway: Option<Gateway>,
    /// Pods reach pods.
    pub flat: bool,
    /// Services of one name become one.
    pub federated: bool,
    /// Where the kind is said, or the link itself.
    pub kind_span: Span,
}

/// Through what a link's traffic enters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gateway {
    /// Linkerd's own gateway.
    Linkerd,
    /// An edge of the target, by name; its Service, namespace and account.
    Edge {
        /// Its name in the program.
        edge: Name,
        /// Its Service's name.
        service: Name,
        /// Its namespace.
        ns: Name,
        /// Its account's name.
        account: Name,
    },
}
