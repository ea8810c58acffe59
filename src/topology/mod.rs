//! One record a construct: what the program says, names linked, layers merged, one cluster at a time. All that a
//! lowering may know of other declarations stands in the record that it lowers.
//!
//! Invariant: references are resolved; what could not be had was reported and is absent, and its owner `torn`.

mod claim;
mod edge;
mod link;
mod service;

pub use claim::{Claim, End, Question};
pub use edge::{Edge, Host, Insecure, Listener, Match, Methods, Path, Route, RouteKind, Split, Tls};
pub use link::{Gateway, Link};
pub use service::{
    Account, Allow, Auth, Call, Caller, Export, Inject, Place, Port, PortUse, Protocol, Service, Target, Via,
    Workload,
};

use crate::construct::Block;
use crate::diagnostic::Reported;
use crate::platform::Platform;
use crate::source::Span;
use ipnet::IpNet;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A string that many records share.
pub type Name = Arc<str>;

/// Where a declaration stands, for diagnostics and for the comment above its objects.
#[derive(Clone, Debug)]
pub struct Decl {
    /// Its name in the source.
    pub span: Span,
    /// `shop/cart.mesh: service shop.cart`: what stands above each object that it makes.
    pub comment: Name,
}

/// Everything, as the chosen environment and platform have it.
#[derive(Debug, Default)]
pub struct Topology {
    /// The clusters, by name; those that nothing refers to are marked unused.
    pub clusters: BTreeMap<Name, Cluster>,
    /// Links between them, by source, then target.
    pub links: Vec<Link>,
    /// Roots of trust.
    pub trusts: BTreeMap<Name, Trust>,
    /// Manifests of others, known but not made by us.
    pub raws: Vec<Raw>,
    /// Texts of files that the program names (`file`, PEMs, `raw`), by the statement's file and the path written.
    pub files: BTreeMap<(crate::source::FileId, Name), Vec<(Name, Name)>>,
    /// What statements promise of the running system.
    pub claims: Vec<Claim>,
    /// `assert` statements.
    pub asserts: Vec<Arc<crate::construct::Item>>,
    /// `expect` statements, with the span of the block in which they hold (`None`: the program).
    pub expects: Vec<Expect>,
    /// Something could not be had: absence in the whole means nothing.
    pub torn: Option<Reported>,
    /// Something is so broken that not even its name is known: that a name is absent means nothing.
    pub lost: Option<Reported>,
    /// A link could not be had: that there is none means nothing.
    pub links_torn: Option<Reported>,
    /// Declarations (`shop`, `shop.cart`) whose `on` names a cluster that does not exist: they may be anywhere.
    pub astray: BTreeMap<Name, Reported>,
}

/// An `expect CODE "reason"`.
#[derive(Clone, Debug)]
pub struct Expect {
    /// The code's id or name.
    pub code: Name,
    /// The statement.
    pub span: Span,
    /// The declaration or block in which it holds; `None`: everywhere.
    pub within: Option<Span>,
}

/// `raw GLOBPATH`.
#[derive(Clone, Debug)]
pub struct Raw {
    /// Where it stands, with the glob's span.
    pub decl: Decl,
    /// The glob, relative to the file of the statement.
    pub glob: Name,
    /// Known, never emitted.
    pub installed: bool,
    /// The clusters that have them.
    pub clusters: Vec<Name>,
    /// The namespace of objects that name none.
    pub ns: Option<Name>,
    /// The files found, with their texts, in the order of their paths.
    pub files: Vec<(crate::source::FileId, Name)>,
}

/// A root of trust.
#[derive(Clone, Debug)]
pub struct Trust {
    /// Its material is somebody else's matter.
    pub installed: bool,
    /// Its name.
    pub name: Name,
    /// Where it stands.
    pub decl: Decl,
    /// What it says.
    pub block: Arc<Block>,
    /// The clusters that belong to it.
    pub members: Vec<Name>,
}

/// A cluster.
#[derive(Debug)]
pub struct Cluster {
    /// Its name.
    pub name: Name,
    /// Where it stands.
    pub decl: Decl,
    /// Its versions.
    pub platform: Platform,
    /// What it says: layers merged.
    pub block: Arc<Block>,
    /// Its DNS domain: `cluster.local`.
    pub domain: Name,
    /// The domain of its identities.
    pub trust_domain: Name,
    /// Its root of trust.
    pub trust: Option<Name>,
    /// The networks of its pods and services, as said.
    pub networks: Vec<IpNet>,
    /// The networks of its nodes.
    pub nodes: Vec<IpNet>,
    /// Where its API server calls from.
    pub api_server: Vec<IpNet>,
    /// The flat network that it is in.
    pub flat_network: Option<Name>,
    /// Where the control plane lives: `linkerd`.
    pub linkerd_ns: Name,
    /// Linkerd is installed by somebody else.
    pub linkerd_installed: bool,
    /// Labels of all its objects.
    pub labels: BTreeMap<Name, Name>,
    /// Annotations of all its objects.
    pub annotations: BTreeMap<Name, Name>,
    /// Its namespaces, by name.
    pub namespaces: BTreeMap<Name, Namespace>,
    /// Its services, by namespace and name.
    pub services: BTreeMap<(Name, Name), Service>,
    /// Hosts outside, by name.
    pub externals: BTreeMap<Name, External>,
    /// Its secrets, by namespace and name.
    pub secrets: BTreeMap<(Name, Name), Thing>,
    /// Its ConfigMaps.
    pub configs: BTreeMap<(Name, Name), Thing>,
    /// Its accounts that several share.
    pub accounts: BTreeMap<(Name, Name), Thing>,
    /// Its volume claims.
    pub claims: BTreeMap<(Name, Name), Thing>,
    /// Its edges, by name.
    pub edges: BTreeMap<Name, Edge>,
    /// Whether anything refers to it; if not it gets no output.
    pub used: bool,
}

/// A namespace of a cluster.
#[derive(Clone, Debug)]
pub struct Namespace {
    /// Its name.
    pub name: Name,
    /// Where it stands.
    pub decl: Decl,
    /// Somebody else makes it, or it exists in every cluster.
    pub installed: bool,
    /// What it says.
    pub block: Arc<Block>,
    /// Whether its pods are meshed unless they say otherwise; `None`: nobody said.
    pub inject: Option<Inject>,
    /// Its `allow` statements, for all ports that are declared in it.
    pub allows: Vec<Allow>,
    /// Hosts outside that its pods call, when it denies egress.
    pub egress: BTreeSet<Name>,
}

/// A host outside the clusters.
#[derive(Clone, Debug)]
pub struct External {
    /// The host.
    pub host: Name,
    /// Where it stands.
    pub decl: Decl,
    /// What it says.
    pub block: Arc<Block>,
    /// Its ports.
    pub ports: Vec<Port>,
    /// Namespaces whose pods call it.
    pub callers: BTreeSet<Name>,
}

/// A secret, config, account or claim.
#[derive(Clone, Debug)]
pub struct Thing {
    /// Its namespace.
    pub ns: Name,
    /// Its name.
    pub name: Name,
    /// Where it stands.
    pub decl: Decl,
    /// Somebody else makes it.
    pub installed: bool,
    /// What it says.
    pub block: Arc<Block>,
    /// What its texts take the address of, by the reference as written.
    pub addresses: BTreeMap<Name, Target>,
}

impl Cluster {
    /// The identity of an account here, as Linkerd forms it
    /// (`<sa>.<ns>.serviceaccount.identity.<linkerd-ns>.<trust-domain>`, linkerd2 pkg/identity @version-2.20).
    #[must_use]
    pub fn identity(&self, account: &str, ns: &str) -> String {
        format!("{account}.{ns}.serviceaccount.identity.{}.{}", self.linkerd_ns, self.trust_domain)
    }

    /// The services of a namespace.
    pub fn services_of(&self, ns: &Name) -> impl Iterator<Item = &Service> {
        let first = (ns.clone(), Name::from(""));
        let from_there = self.services.range(first..);
        from_there.take_while(move |((of, _), _)| of == ns).map(|(_, service)| service)
    }

    /// The FQDN of a Service here.
    #[must_use]
    pub fn fqdn(&self, service: &str, ns: &str) -> String {
        format!("{service}.{ns}.svc.{}", self.domain)
    }
}
