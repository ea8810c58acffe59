//! Linkerd's kinds, and those of the Gateway API and SMI that it obeys. Field names and what is required:
//! linkerd2 charts/linkerd-crds @version-2.20 and the releases before.

mod link;
mod policy;
mod profile;
mod route;

pub use link::{Exists, LabelSelector, LinkSpec, ProbeSpec};
pub use policy::{
    AuthorizationPolicySpec, Client, EgressNetworkSpec, Identities, MeshTls, MeshTlsAuthenticationSpec,
    Network, NetworkAuthenticationSpec, PortRef, Selector, ServerAuthorizationSpec, ServerRef, ServerSpec,
    TargetRef,
};
pub use profile::{
    Condition, DstOverride, ProfileRoute, ResponseClass, ResponseCondition, RetryBudget, ServiceProfileSpec,
    SplitBackend, StatusRange, TrafficSplitSpec,
};
pub use route::{
    BackendRef, Filter, GrpcMatch, GrpcMethod, GrpcRule, HeaderChange, HeaderMatch, HeaderValue, HttpMatch,
    HttpRule, ParentRef, PathMatch, PathModifier, Redirect, RouteSpec, Timeouts,
};
