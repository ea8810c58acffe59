//! What statements promise of the running system. Claims are answered on the meaning of the manifests.

use super::{Match, Name, Place, Target};
use crate::source::Span;

/// A promise, and the statement that gives it.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The statement.
    pub why: Span,
    /// What is promised.
    pub ask: Question,
}

/// One end of a way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// Anybody outside.
    Internet,
    /// The pods of an edge of a cluster.
    Edge(Name, Name),
    /// Any pod of a namespace of a cluster.
    Namespace(Name, Name),
    /// Any pod of a cluster.
    Cluster(Name),
    /// A service or host, in (or as seen from) a cluster.
    Place(Name, Place),
}

/// What is promised.
#[derive(Clone, Debug)]
pub enum Question {
    /// A request gets there (or, where `expect` is false, none does).
    Reaches {
        /// From here.
        from: End,
        /// To there.
        to: End,
        /// With this method and path.
        request: Option<(Name, Name)>,
        /// Whether it must.
        expect: bool,
    },
    /// Every hop is TLS or mutual TLS.
    Encrypted {
        /// From here.
        from: End,
        /// To there.
        to: End,
    },
    /// Nobody gets there but those excepted.
    Closed {
        /// There.
        to: End,
        /// The `except` statements' places.
        except: Vec<Span>,
    },
    /// At least so many replicas.
    Replicated {
        /// Of this.
        of: End,
        /// So many.
        count: i64,
    },
    /// A service calls another: it exists, is exported where it is elsewhere, and lets the caller in.
    Calls {
        /// The caller.
        from: End,
        /// The callee.
        to: Box<Target>,
    },
    /// The edge sends matching requests there, in these shares, with this timeout.
    Route {
        /// The cluster.
        cluster: Name,
        /// The edge.
        edge: Name,
        /// The host.
        host: Name,
        /// Which requests.
        matches: Match,
        /// Where to, in percent.
        to: Vec<(Place, u32)>,
        /// In milliseconds; `None`: the edge's own.
        timeout_ms: Option<u64>,
    },
    /// The clients of this `allow` get in, and nobody else who is not allowed otherwise.
    Allow {
        /// The cluster.
        cluster: Name,
        /// The service.
        place: Place,
    },
    /// Linked clusters see the service.
    Export {
        /// The cluster.
        cluster: Name,
        /// The service.
        place: Place,
    },
    /// The host is served with this certificate, and with no other.
    Tls {
        /// The cluster.
        cluster: Name,
        /// The host.
        host: Name,
        /// The secret's namespace and name.
        secret: (Name, Name),
    },
}
