//! Services, their ports, whom they call and who may reach them.

use super::{Decl, Name};
use crate::construct::{Block, Item};
use crate::diagnostic::Reported;
use crate::source::Span;
use ipnet::IpNet;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Whether pods are meshed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Inject {
    /// `linkerd.io/inject: enabled`.
    On,
    /// `linkerd.io/inject: disabled`.
    Off,
    /// `linkerd.io/inject: ingress`.
    Ingress,
}

/// What runs behind a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Workload {
    /// Pods that are alike.
    Deployment,
    /// Pods with names.
    StatefulSet,
    /// A pod on every node.
    DaemonSet,
    /// Machines outside the cluster.
    Vm,
    /// No pods: a Service that only splits.
    None,
}

/// What a port speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// HTTP/1.
    Http,
    /// HTTP/2, cleartext.
    Http2,
    /// gRPC.
    Grpc,
    /// HTTP over TLS.
    Https,
    /// TLS.
    Tls,
    /// TCP: Linkerd does not look into it.
    Tcp,
    /// Bytes that Linkerd must not look into.
    Opaque,
    /// UDP.
    Udp,
}

/// A declared port.
#[derive(Clone, Debug)]
pub struct Port {
    /// Its name.
    pub name: Name,
    /// Of the Service.
    pub number: u16,
    /// Of the container.
    pub target: u16,
    /// What it speaks, if said.
    pub protocol: Option<Protocol>,
    /// The Service does not have it.
    pub private: bool,
    /// Where its name stands.
    pub span: Span,
    /// What else it says.
    pub block: Arc<Block>,
}

/// A workload and its Service, in one cluster.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its namespace.
    pub ns: Name,
    /// Its name in the program.
    pub name: Name,
    /// Where it stands.
    pub decl: Decl,
    /// Somebody else makes it.
    pub installed: bool,
    /// What holds for it here: layers merged, inherited statements first.
    pub block: Arc<Block>,
    /// What runs behind it.
    pub workload: Workload,
    /// The name of its Service object.
    pub service_name: Name,
    /// The name of its workload object.
    pub workload_name: Name,
    /// The name of its container.
    pub container_name: Name,
    /// As whom its pods run.
    pub account: Account,
    /// Its ports, in the order written.
    pub ports: Vec<Port>,
    /// The labels of pods and the workload's selector.
    pub select: BTreeMap<Name, Name>,
    /// The Service's selector.
    pub service_select: BTreeMap<Name, Name>,
    /// Its Service has no address of its own.
    pub headless: bool,
    /// A second, headless Service, which names the set.
    pub headless_name: Option<Name>,
    /// Its Service is somebody else's.
    pub service_installed: bool,
    /// As `inject` says here or in its namespace; `None`: nobody said.
    pub inject: Option<Inject>,
    /// Whether its pods have a proxy.
    pub meshed: bool,
    /// What it calls: `calls`, addresses taken, split parents.
    pub calls: Vec<Call>,
    /// What its texts take the address of, by the reference as written.
    pub addresses: BTreeMap<Name, Target>,
    /// Who may reach it.
    pub allows: Vec<Allow>,
    /// Who calls it, from this and other clusters, edges too.
    pub callers: Vec<Caller>,
    /// Members of its `split`, and of its routes' splits, by the reference as written.
    pub splits: BTreeMap<Name, Target>,
    /// The labels and annotations that export it, by version and links.
    pub export: Option<Export>,
    /// Something of it could not be had.
    pub torn: Option<Reported>,
}

/// How a service is offered to other clusters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Export {
    /// Through a gateway (`mirror.linkerd.io/exported: "true"`, 2.8: annotations).
    pub gateway: bool,
    /// Pod to pod (`exported: remote-discovery`).
    pub flat: bool,
    /// As a member of a federated service.
    pub federated: bool,
    /// The Service of the edge that is the gateway: its name and namespace (2.8's annotations).
    pub edge: Option<(Name, Name)>,
    /// The `export` statements.
    pub spans: Vec<Span>,
}

/// A ServiceAccount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its name.
    pub name: Name,
    /// Made by the service that uses it; otherwise declared, or somebody else's.
    pub own: bool,
}

/// A call that a service makes.
#[derive(Clone, Debug)]
pub struct Call {
    /// Where it goes.
    pub target: Target,
    /// Where it is said.
    pub span: Span,
}

/// Where a reference leads, as seen from the cluster of whoever refers.
#[derive(Clone, Debug)]
pub struct Target {
    /// What it is.
    pub place: Place,
    /// The cluster whose pods answer.
    pub cluster: Name,
    /// How it is reached.
    pub via: Via,
    /// The host to call: a FQDN of the caller's cluster, or the external host.
    pub host: Name,
    /// The name of the Service object there (mirror names included); for an external host, the host.
    pub service: Name,
    /// Its namespace; empty for an external host.
    pub ns: Name,
    /// The port, where one was said or is the only one.
    pub port: Option<PortUse>,
    /// Whether its pods have a proxy.
    pub meshed: bool,
    /// Pod 0 of a StatefulSet.
    pub pod: Option<u32>,
}

/// What a reference is to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A service, by namespace and name in the program.
    Service(Name, Name),
    /// A host outside.
    External(Name),
}

/// How a target is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Via {
    /// In the same cluster.
    Local,
    /// Through a gateway.
    Gateway,
    /// Pod to pod, in another cluster.
    Flat,
    /// The federated service.
    Federated,
    /// Outside all clusters.
    Outside,
}

/// A port of a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortUse {
    /// Its name.
    pub name: Name,
    /// Of the Service.
    pub number: u16,
    /// Of the container.
    pub target: u16,
    /// What it speaks, if said.
    pub protocol: Option<Protocol>,
}

/// Somebody who calls a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// Who: `shop.web`, or `edge public`.
    pub who: Name,
    /// In which namespace it runs.
    pub ns: Name,
    /// In which cluster.
    pub cluster: Name,
    /// The identity that the service sees: its own, or the gateway's.
    pub identity: Name,
    /// Whether it has a proxy, and so an identity.
    pub meshed: bool,
    /// Whether it comes through a gateway, whose identity stands for all its clients.
    pub gateway: bool,
    /// An edge, by name.
    pub edge: Option<Name>,
    /// The service whose split brings it (`callers of`).
    pub through: Option<Name>,
    /// The container port that it calls; `None`: not known.
    pub port: Option<u16>,
    /// Where the call is said.
    pub span: Span,
}

/// Who may reach which ports of a service (or of all pods of a namespace).
#[derive(Clone, Debug)]
pub struct Allow {
    /// The statement; its block holds the routes.
    pub item: Arc<Item>,
    /// What a request must prove.
    pub auth: Auth,
    /// The client's part in names: `callers`, `edge-public`, `ns-shop` (names.md).
    pub slug: Name,
    /// The container ports, by number, with names; empty: all that are declared.
    pub ports: Vec<(Name, u16)>,
}

/// What a client must prove: never identity and network together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Auth {
    /// One of these identities (`*.ns.serviceaccount…` for a namespace, `*` for any meshed one), sorted.
    Identities(Vec<Name>),
    /// An address in one of these networks.
    Networks(Vec<IpNet>),
    /// Nothing.
    Anyone,
}
