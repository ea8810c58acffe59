//! What arguments of statements become in Kubernetes' types: quantities, seconds, counts or percentages, names.

use crate::construct::{Block, Item};
use crate::topology::{Name, Thing};
use crate::value::{Amount, Duration, Port, Type, Value};
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;
use k8s_openapi::apimachinery::pkg::util::intstr::IntOrString;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Whole seconds, rounded up: no field of Kubernetes has a part of one.
pub(super) fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.0.div_ceil(1000)).unwrap_or(i64::MAX)
}

/// As the field takes it; the language's own limits are far below.
pub(super) fn int32(number: i64) -> i32 {
    i32::try_from(number).unwrap_or(if number < 0 { i32::MIN } else { i32::MAX })
}

/// The seconds that a statement of this keyword says.
pub(super) fn seconds_of(block: &Block, word: &str) -> Option<i64> {
    block.one(word)?.duration().map(seconds)
}

/// The count that a statement of this keyword says.
pub(super) fn count_of(block: &Block, word: &str) -> Option<i64> {
    block.one(word)?.number(Type::Count)
}

/// A CPU or memory quantity as written in its shortest form: `100m`, `2`, `64Mi`.
pub(super) fn quantity(value: &Value) -> Quantity {
    Quantity(value.to_string())
}

/// A count, or a percentage.
pub(super) fn amount(amount: Amount) -> IntOrString {
    match amount {
        Amount::Count(n) => IntOrString::Int(int32(i64::from(n))),
        Amount::Percent(p) => IntOrString::String(p.to_string()),
    }
}

/// The amount that stands after a fixed word.
pub(super) fn amount_after(item: &Item, word: &str) -> Option<IntOrString> {
    match item.after(word)?.0 {
        Value::Amount(a) => Some(amount(*a)),
        _ => None,
    }
}

/// The texts of that type, as strings.
pub(super) fn strings(item: &Item, kind: Type) -> Vec<String> {
    item.values(kind).into_iter().map(|(v, _)| v.to_string()).collect()
}

/// The port that a statement names.
pub(super) fn port_of(item: &Item) -> Option<&Port> {
    match item.value(Type::Port)?.0 {
        Value::Port(port) => Some(port),
        _ => None,
    }
}

/// What a value names in a namespace: `stripe-key`, `shop.stripe-key`. A name with a dot in it is always written
/// with its namespace, so the first dot ends one.
pub(super) fn local_name(value: &Value) -> &str {
    let path: &str = match value {
        Value::Text(text) => text,
        Value::Ref(reference) => &reference.path,
        Value::KeyRef(reference) => &reference.path,
        Value::Qname(name) => return &name.name,
        _ => "",
    };
    path.split_once('.').map_or(path, |(_, name)| name)
}

/// The key that a KEYREF names.
pub(super) fn key(value: &Value) -> Option<&str> {
    match value {
        Value::KeyRef(reference) => reference.key.as_deref(),
        _ => None,
    }
}

/// The secret, config or claim that a value names, as a record.
pub(super) fn thing<'t>(
    things: &'t BTreeMap<(Name, Name), Thing>,
    ns: &Name,
    value: &Value,
) -> Option<&'t Thing> {
    things.get(&(ns.clone(), Arc::from(local_name(value))))
}

/// The name of the object that a value names.
pub(super) fn object_name(things: &BTreeMap<(Name, Name), Thing>, ns: &Name, value: &Value) -> String {
    let named = thing(things, ns, value).and_then(|t| own_name(&t.block));
    named.map_or_else(|| local_name(value).to_owned(), |name| name.to_string())
}

/// The `name NAME` of a block that makes one object.
pub(super) fn own_name(block: &Block) -> Option<&Arc<str>> {
    let plain = |i: &&Arc<Item>| i.first_word().is_none();
    block.each("name").filter(plain).last()?.text(Type::Name)
}

/// `None` for an empty list, which is not written.
pub(super) fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}

/// `None` for an empty map, which is not written.
pub(super) fn some_map<T>(map: BTreeMap<String, T>) -> Option<BTreeMap<String, T>> {
    (!map.is_empty()).then_some(map)
}
