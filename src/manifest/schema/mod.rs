//! An object against the schema of its kind, strictly: what the API server with `fieldValidation=Strict` refuses before any
//! admission, as far as the published schemas say it. Rules in CEL and formats are not run.
//!
//! Paths and messages are made for what is wrong only.

mod fault;
mod walk;

pub use fault::{Fault, Finding};

use super::{Object, Part};
use crate::diagnostic::or_list;
use crate::platform::schema::{Lookup, Schemas};

/// All that is wrong with an object, in the order of its fields.
#[must_use]
pub fn check(schemas: Schemas, part: &Part, object: &Object) -> Vec<Finding> {
    let body = part.body(object);
    let (api_version, kind) = (&*object.api_version, &*object.kind);
    let about_kind = |fault, message: String, help: Option<String>| {
        let node = body.get(if fault == Fault::NotServed { "apiVersion" } else { "kind" }).unwrap_or(body);
        vec![Finding { node: node.id(), at_key: false, fault, path: node.path(), message, help }]
    };
    let schema = match schemas.lookup(api_version, kind) {
        Lookup::Found(schema) => schema,
        Lookup::NotServed { served } => {
            let message = format!("`{api_version}` of {kind} is not served here");
            let served = or_list(served.iter().map(String::as_str));
            let help = (!served.is_empty()).then(|| format!("served here: {served}"));
            return about_kind(Fault::NotServed, message, help);
        }
        Lookup::Unknown if schemas.knows_all_of(api_version) => {
            return about_kind(Fault::UnknownKind, format!("`{api_version}` has no kind `{kind}`"), None);
        }
        Lookup::Unknown => {
            let message = format!("the fields of `{api_version}` {kind} are not known here");
            return about_kind(Fault::Unchecked, message, None);
        }
    };
    let mut walk = walk::Walk::new(object);
    let named = |key| body.str_at(&["metadata", key]).is_some_and(|n| !n.is_empty());
    if !named("name") && !named("generateName") {
        let node = body.get("metadata").unwrap_or(body);
        walk.add(node, Fault::NoName, "the object has no `metadata.name`".to_owned(), None);
    }
    walk.value(body, schema, true);
    walk.findings
}

#[cfg(test)]
mod tests;
