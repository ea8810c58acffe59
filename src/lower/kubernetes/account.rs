//! ServiceAccounts: a service's own, and those that several share.

use super::argument::{local_name, some};
use super::metadata::{On, of_service, of_thing};
use crate::lower::Cx;
use crate::manifest::Part;
use crate::topology::{Service, Thing};
use crate::value::Type;
use k8s_openapi::api::core::v1::{LocalObjectReference, ServiceAccount};

/// The account that a service's pods run as, where it is made by the service.
pub(super) fn own(cx: Cx<'_>, service: &Service, out: &mut Part) {
    let metadata = of_service(cx, service, &service.account.name, Some(On::Account));
    let account = ServiceAccount { metadata, ..ServiceAccount::default() };
    out.push(&account, &service.decl.comment, service.decl.span);
}

/// An `account`.
pub(super) fn shared(cx: Cx<'_>, thing: &Thing, out: &mut Part) {
    let secrets = thing.block.one("pull-secret").map(|item| item.values(Type::Secret)).unwrap_or_default();
    let name = |value| super::argument::object_name(&cx.cluster.secrets, &thing.ns, value);
    let pull = secrets.iter().filter(|(value, _)| !local_name(value).is_empty());
    let account = ServiceAccount {
        metadata: of_thing(cx, thing),
        automount_service_account_token: thing.block.switch("token"),
        image_pull_secrets: some(pull.map(|(v, _)| LocalObjectReference { name: name(v) }).collect()),
        ..ServiceAccount::default()
    };
    out.push(&account, &thing.decl.comment, thing.decl.span);
}
