//! Variables of a container.

use super::argument::{key, object_name};
use super::expand::expand;
use crate::construct::{Block, Item};
use crate::lower::Cx;
use crate::topology::Service;
use crate::value::{Type, Value};
use k8s_openapi::api::core::v1::{
    ConfigMapEnvSource, ConfigMapKeySelector, EnvFromSource, EnvVar, EnvVarSource, ObjectFieldSelector,
    ResourceFieldSelector, SecretEnvSource, SecretKeySelector,
};

/// The `env` statements, in written order.
pub(super) fn variables(cx: Cx<'_>, service: &Service, block: &Block) -> Vec<EnvVar> {
    block.each("env").filter_map(|item| variable(cx, service, item)).collect()
}

fn variable(cx: Cx<'_>, service: &Service, item: &Item) -> Option<EnvVar> {
    let name = item.text(Type::EnvName)?.to_string();
    let mut variable = EnvVar { name, ..EnvVar::default() };
    if item.first_word() != Some("from") {
        let value = item.value(Type::Value)?.0.to_string();
        variable.value = Some(expand(&value, &service.addresses).into_owned());
        return Some(variable);
    }
    let mut source = EnvVarSource::default();
    let optional = item.has("optional").then_some(true);
    let place = || item.text(Type::FieldPath).map(|p| p.to_string());
    match item.word_of(&["secret", "config", "field", "resource"])? {
        "secret" => {
            let from = item.value(Type::KeyRef)?.0;
            let name = object_name(&cx.cluster.secrets, &service.ns, from);
            source.secret_key_ref = Some(SecretKeySelector { name, key: key_or_none(from)?, optional });
        }
        "config" => {
            let from = item.value(Type::KeyRef)?.0;
            let name = object_name(&cx.cluster.configs, &service.ns, from);
            source.config_map_key_ref =
                Some(ConfigMapKeySelector { name, key: key_or_none(from)?, optional });
        }
        "field" => {
            source.field_ref = Some(ObjectFieldSelector { field_path: place()?, api_version: None });
        }
        _ => {
            let resource = place()?;
            source.resource_field_ref =
                Some(ResourceFieldSelector { resource, ..ResourceFieldSelector::default() });
        }
    }
    variable.value_from = Some(source);
    Some(variable)
}

fn key_or_none(value: &Value) -> Option<String> {
    key(value).map(str::to_owned)
}

/// The `env-from` statements.
pub(super) fn sources(cx: Cx<'_>, service: &Service, block: &Block) -> Vec<EnvFromSource> {
    let source = |item: &std::sync::Arc<Item>| {
        let (value, _) = item.value(Type::Ref)?;
        let optional = item.has("optional").then_some(true);
        let mut from = EnvFromSource {
            prefix: item.text(Type::Text).map(|p| p.to_string()),
            ..EnvFromSource::default()
        };
        if item.has("secret") {
            let name = object_name(&cx.cluster.secrets, &service.ns, value);
            from.secret_ref = Some(SecretEnvSource { name, optional });
        } else {
            let name = object_name(&cx.cluster.configs, &service.ns, value);
            from.config_map_ref = Some(ConfigMapEnvSource { name, optional });
        }
        Some(from)
    };
    block.each("env-from").filter_map(source).collect()
}
