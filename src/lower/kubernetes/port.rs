//! Ports of containers, and how others name them.
//!
//! Two ports of a Service may lead to one of the container, which then has the first one's name; so what names a
//! container's port asks here.

use super::expand::expand;
use crate::topology::{Port, Protocol, Service};
use crate::value::{self, Type};
use k8s_openapi::api::core::v1::ContainerPort;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;

/// The longest name of a container's port (IANA service names, RFC 6335).
const MAX_NAME: usize = 15;
/// The port of the proxy's admin server, which may be named where a pod's port is meant.
const LINKERD_ADMIN: (&str, u16) = ("linkerd-admin", 4191);

/// The ports of a service's pods, as one of their containers sees them.
#[derive(Clone, Copy)]
pub(super) struct Ports<'s> {
    service: &'s Service,
    /// The container has the ports: a probe can name them.
    own: bool,
}

impl<'s> Ports<'s> {
    pub(super) fn new(service: &'s Service, own: bool) -> Self {
        Self { service, own }
    }

    /// A text of the service's, with the addresses of others put in.
    pub(super) fn text(self, text: &str) -> String {
        expand(text, &self.service.addresses).into_owned()
    }

    /// The number of a container's port.
    pub(super) fn number(self, port: &value::Port) -> Option<u16> {
        match port {
            value::Port::Number(number) => Some(*number),
            value::Port::Name(name) => number(self.service, name),
        }
    }

    /// A container's port, by name where it was named so.
    pub(super) fn of(self, port: &value::Port) -> IntOrString {
        match port {
            value::Port::Number(number) => IntOrString::Int(i32::from(*number)),
            value::Port::Name(name) => {
                let declared = self.service.ports.iter().find(|p| p.name == *name);
                match declared {
                    Some(port) if self.own => target(self.service, port),
                    _ => match number(self.service, name) {
                        Some(number) => IntOrString::Int(i32::from(number)),
                        None => IntOrString::String(name.to_string()),
                    },
                }
            }
        }
    }
}

/// The container's port that a name stands for.
pub(super) fn number(service: &Service, name: &str) -> Option<u16> {
    if name == LINKERD_ADMIN.0 {
        return Some(LINKERD_ADMIN.1);
    }
    service.ports.iter().find(|p| &*p.name == name).map(|p| p.target)
}

/// What a Service's `targetPort` says: the name of the container's port.
pub(super) fn target(service: &Service, port: &Port) -> IntOrString {
    let first = service.ports.iter().find(|p| same(p, port)).unwrap_or(port);
    match name(first) {
        Some(name) => IntOrString::String(name),
        None => IntOrString::Int(i32::from(port.target)),
    }
}

/// `UDP`; TCP is what Kubernetes takes where nothing is said.
pub(super) fn transport(port: &Port) -> Option<String> {
    (port.protocol == Some(Protocol::Udp)).then(|| "UDP".to_owned())
}

/// The ports of the container, each once.
pub(super) fn container_ports(service: &Service) -> Vec<ContainerPort> {
    let mut list = Vec::with_capacity(service.ports.len());
    for (n, port) in service.ports.iter().enumerate() {
        if service.ports.iter().take(n).any(|p| same(p, port)) {
            continue;
        }
        let host = port.block.one("host-port").and_then(|i| i.number(Type::PortNumber));
        list.push(ContainerPort {
            container_port: i32::from(port.target),
            name: name(port),
            protocol: transport(port),
            host_port: host.map(super::argument::int32),
            host_ip: None,
        });
    }
    list
}

fn same(a: &Port, b: &Port) -> bool {
    a.target == b.target && (a.protocol == Some(Protocol::Udp)) == (b.protocol == Some(Protocol::Udp))
}

fn name(port: &Port) -> Option<String> {
    (port.name.len() <= MAX_NAME).then(|| port.name.to_string())
}
