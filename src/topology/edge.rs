//! Edges: installations of Emissary or Edge Stack, with listeners, hosts and routes.

use super::{Account, Decl, Inject, Name, Target};
use crate::construct::{Block, Item};
use crate::diagnostic::Reported;
use crate::source::Span;
use std::sync::Arc;

/// One installation of the edge in one cluster.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Its name in the program.
    pub name: Name,
    /// Where it stands.
    pub decl: Decl,
    /// Somebody else installed it.
    pub installed: bool,
    /// What it says: what stands here holds for all its routes.
    pub block: Arc<Block>,
    /// Where it lives.
    pub ns: Name,
    /// Its `ambassador_id`.
    pub id: Option<Name>,
    /// The name of its Deployment and Service.
    pub object: Name,
    /// Its identity's account.
    pub account: Account,
    /// Whether its pods have a proxy, and which kind.
    pub inject: Inject,
    /// Whether routes carry `l5d-dst-override`.
    pub linkerd_headers: bool,
    /// Its listeners, by port of the Service.
    pub listeners: Vec<Listener>,
    /// Its hosts, in the order written.
    pub hosts: Vec<Host>,
    /// It is the multicluster gateway of links (2.8's way): the clusters that link here through it.
    pub gateway_for: Vec<Name>,
    /// Namespaces other than its own that hold routes of it.
    pub route_namespaces: Vec<Name>,
    /// Something of it could not be had.
    pub torn: Option<Reported>,
}

/// A port that an edge listens on.
#[derive(Clone, Debug)]
pub struct Listener {
    /// Of the Service.
    pub port: u16,
    /// Of the pod.
    pub target: u16,
    /// `http`, `https`, `tcp` or `tls`.
    pub protocol: &'static str,
    /// Its Listener is somebody else's.
    pub installed: bool,
    /// What else it says.
    pub block: Arc<Block>,
    /// The statement, or the edge where it is derived.
    pub span: Span,
}

/// A host of an edge.
#[derive(Clone, Debug)]
pub struct Host {
    /// Its name or glob.
    pub hostname: Name,
    /// Where it stands.
    pub decl: Decl,
    /// What it says.
    pub block: Arc<Block>,
    /// Its certificate.
    pub tls: Option<Tls>,
    /// What happens to requests without TLS.
    pub insecure: Insecure,
    /// Whether `insecure` was said.
    pub insecure_span: Option<Span>,
    /// Its routes: its own, then those of `routes` statements.
    pub routes: Vec<Route>,
}

/// A host's certificate.
#[derive(Clone, Debug)]
pub struct Tls {
    /// The secret's namespace.
    pub ns: Name,
    /// The secret's name.
    pub name: Name,
    /// Where it is named.
    pub span: Span,
    /// The `tls` statement's block.
    pub block: Arc<Block>,
    /// `client-ca`: namespace and name of the secret, and whether a certificate is demanded.
    pub client_ca: Option<(Name, Name, bool)>,
}

/// What happens to requests without TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Insecure {
    /// They are served.
    Route,
    /// They are sent to https.
    Redirect,
    /// They are refused.
    Reject,
}

/// A route or redirect of a host.
#[derive(Clone, Debug)]
pub struct Route {
    /// Where it stands.
    pub decl: Decl,
    /// Where its Mapping lies.
    pub ns: Name,
    /// What kind.
    pub kind: RouteKind,
    /// Which requests.
    pub matches: Match,
    /// The statement.
    pub item: Arc<Item>,
    /// Its own block; what the edge's block says for all routes stands in [`Edge::block`] alone.
    pub block: Arc<Block>,
    /// The name of its Mapping (names.md).
    pub name: Name,
    /// Where a `route` goes.
    pub target: Option<Target>,
    /// Members of its split.
    pub splits: Vec<Split>,
}

/// A member of a split.
#[derive(Clone, Debug)]
pub struct Split {
    /// Where it goes.
    pub target: Target,
    /// Its share, in percent.
    pub weight: u32,
    /// The statement's block.
    pub block: Arc<Block>,
    /// Where it is said.
    pub span: Span,
}

/// Route or redirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RouteKind {
    /// To a service.
    Route,
    /// Elsewhere.
    Redirect,
}

/// Which requests a route takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// The path.
    pub path: Path,
    /// The methods; empty: any.
    pub methods: Methods,
}

/// Methods, as written.
pub type Methods = Vec<Name>;

/// How a path is matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Path {
    /// Text at its beginning.
    Prefix(Name),
    /// The whole.
    Exact(Name),
    /// A regular expression over the whole.
    Regex(Name),
    /// A gRPC service, or a method of it (`acme.Orders/Get`).
    Grpc(Name),
}
