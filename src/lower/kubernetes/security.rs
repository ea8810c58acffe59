//! What containers and pods may do: security contexts.

use super::argument::{some, strings};
use crate::construct::Block;
use crate::value::{Type, Value};
use k8s_openapi::api::core::v1::{Capabilities, PodSecurityContext, SeccompProfile, SecurityContext};

/// A container's security context; `None` where nothing of it is said.
pub(super) fn container(block: &Block) -> Option<SecurityContext> {
    let said = block.one("security")?.inner();
    let user = said.one("run-as").and_then(|i| match i.value(Type::UserGroup)?.0 {
        Value::UserGroup(user, group) => Some((*user, *group)),
        _ => None,
    });
    let context = SecurityContext {
        run_as_user: user.map(|(user, _)| user),
        run_as_group: user.and_then(|(_, group)| group),
        run_as_non_root: said.switch("non-root"),
        read_only_root_filesystem: said.switch("read-only-root"),
        allow_privilege_escalation: said.switch("no-escalation").map(|on| !on),
        privileged: said.switch("privileged"),
        capabilities: capabilities(&said),
        seccomp_profile: seccomp(&said),
        ..SecurityContext::default()
    };
    (context != SecurityContext::default()).then_some(context)
}

/// The pod's security context: what only pods have.
pub(super) fn pod(block: &Block) -> Option<PodSecurityContext> {
    let said = block.one("security")?.inner();
    let number = |v: &Value| if let Value::Number(n) = v { Some(*n) } else { None };
    let groups = said.one("groups").map(|i| i.values(Type::Count)).unwrap_or_default();
    let change = said.one("fs-group-change").and_then(|i| i.first_word()).map(|word| match word {
        "always" => "Always".to_owned(),
        _ => "OnRootMismatch".to_owned(),
    });
    let context = PodSecurityContext {
        fs_group: said.one("fs-group").and_then(|i| i.number(Type::Count)),
        fs_group_change_policy: change,
        supplemental_groups: some(groups.into_iter().filter_map(|(v, _)| number(v)).collect()),
        ..PodSecurityContext::default()
    };
    (context != PodSecurityContext::default()).then_some(context)
}

fn capabilities(said: &Block) -> Option<Capabilities> {
    let all = |word| {
        let mut list: Vec<String> = vec![];
        for name in said.each(word).flat_map(|i| strings(i, Type::Capability)) {
            if !list.contains(&name) {
                list.push(name);
            }
        }
        some(list)
    };
    let (add, drop) = (all("add-capability"), all("drop-capability"));
    (add.is_some() || drop.is_some()).then_some(Capabilities { add, drop })
}

fn seccomp(said: &Block) -> Option<SeccompProfile> {
    let item = said.one("seccomp")?;
    let kind = match item.first_word()? {
        "runtime-default" => "RuntimeDefault",
        "unconfined" => "Unconfined",
        _ => "Localhost",
    };
    let localhost_profile = item.text(Type::File).map(|f| f.to_string());
    Some(SeccompProfile { type_: kind.to_owned(), localhost_profile })
}
