//! Where a route goes: the `service` of a Mapping.

use crate::topology::{Protocol, Target};

/// `host:port` by FQDN, `https://` before it where the port speaks that. The scheme is left out for cleartext, as it
/// is Emissary's default; the name is always whole, since Emissary would complete a bare one by where the Mapping lies
/// (P4/ir/irbasemapping.py normalize_service_name) and send it on in `l5d-dst-override`.
pub(super) fn service(target: &Target) -> String {
    let scheme = if protocol(target) == Some(Protocol::Https) { "https://" } else { "" };
    let port = target.port.as_ref().map(|p| format!(":{}", p.number)).unwrap_or_default();
    format!("{scheme}{}{port}", target.host)
}

/// Whether the upstream is spoken to in HTTP/2.
pub(super) fn http2(target: &Target) -> bool {
    matches!(protocol(target), Some(Protocol::Grpc | Protocol::Http2))
}

/// What the port speaks, if said.
pub(super) fn protocol(target: &Target) -> Option<Protocol> {
    target.port.as_ref().and_then(|p| p.protocol)
}
