//! `patch KIND { "path" VALUE; drop "path" }` → edits of finished objects, after all other lowerings of the record.
//!
//! Paths and values are typed by the kind's schema at the platform's version: what the server would drop or refuse
//! is an error here.

mod typed;

use super::Cx;
use crate::construct::{Block, Item};
use crate::diagnostic::codes::patches::{E0340, E0341, E0342, E0344, E0345};
use crate::diagnostic::{Applicability, Diagnostic, Sink, nearest, or_list};
use crate::manifest::Part;
use crate::manifest::tree::{EditError, FieldPath, Step};
use crate::platform::schema::{Lookup, Schema, Schemas, Shape};
use crate::source::Span;
use crate::value::Type;
use std::collections::BTreeSet;
use std::ops::Range;

/// Names and places are how an object is found again: statements set them, patches never.
const IDENTITY: [&str; 4] = ["apiVersion", "kind", "metadata.name", "metadata.namespace"];

/// Applies the patches of a record's block to the objects of `made`: those of `out` that were made of the record.
pub fn patch(cx: Cx<'_>, block: &Block, made: Range<usize>, out: &mut Part, sink: &mut Sink) {
    for item in block.each("patch") {
        let Some(object) = target(item, made.clone(), out, sink) else { continue };
        let schema = schema(cx, object, out);
        for statement in &item.inner().items {
            let dropped = statement.is("drop");
            let (text, span) = if dropped {
                let Some((text, span)) = statement.texts(Type::FieldPath).first().copied() else { continue };
                (text.clone(), span)
            } else {
                (statement.head.clone(), statement.head_span)
            };
            let Some((path, place)) = path(&text, span, schema, sink) else { continue };
            let done = if dropped {
                out.remove(object, &path)
            } else {
                let Some(value) = typed::value(statement, place, sink) else { continue };
                out.set(object, &path, &value, statement.span)
            };
            if let Err(why) = done {
                unmet(&path, span, &why, sink);
            }
        }
    }
}

/// The index of the object that a patch is for.
fn target(item: &Item, made: Range<usize>, out: &Part, sink: &mut Sink) -> Option<usize> {
    let (text, span) = item.texts(Type::Kind).first().copied()?;
    let (kind, name) = text.split_once('/').map_or((&**text, None), |(kind, name)| (kind, Some(name)));
    let objects = out.objects();
    let all = || made.clone().filter_map(|n| objects.get(n).map(|o| (n, o)));
    let is = |o: &crate::manifest::Object| &*o.kind == kind && name.is_none_or(|name| &*o.name == name);
    let found: Vec<_> = all().filter(|(_, o)| is(o)).collect();
    match found.as_slice() {
        [(index, _)] => Some(*index),
        [] => {
            let message = format!("no `{text}` is made here");
            let kinds: BTreeSet<&str> = all().map(|(_, o)| &*o.kind).collect();
            let label = "there is no such object to patch";
            let mut told = Diagnostic::new(&E0340, span, message, label);
            if !kinds.is_empty() {
                told = told.help(format!("made here, to be patched: {}", or_list(kinds)));
            }
            sink.report(told);
            None
        }
        several => {
            let names: Vec<String> = several.iter().map(|(_, o)| format!("{}/{}", o.kind, o.name)).collect();
            let message = format!("`{text}` could mean {} objects", several.len());
            let told = Diagnostic::new(&E0341, span, message, "which one is meant is not said");
            sink.report(told.help(format!("name one: {}", or_list(names.iter().map(String::as_str)))));
            None
        }
    }
}

/// `None` where the tables do not hold the kind: then nothing is known of its fields.
fn schema(cx: Cx<'_>, object: usize, out: &Part) -> Option<Schema> {
    let object = out.objects().get(object)?;
    match Schemas::of(&cx.cluster.platform).lookup(&object.api_version, &object.kind) {
        Lookup::Found(schema) => Some(schema),
        _ => None,
    }
}

/// The path, and what the schema says of the place that it leads to.
fn path(
    text: &str,
    span: Span,
    schema: Option<Schema>,
    sink: &mut Sink,
) -> Option<(FieldPath, Option<Schema>)> {
    let path = match FieldPath::parse(text) {
        Ok(path) => path,
        Err(why) => {
            sink.report(Diagnostic::new(
                &E0342,
                span,
                format!("`{text}` is no path to a field"),
                why.message,
            ));
            return None;
        }
    };
    if IDENTITY.contains(&text) || path.steps.iter().any(|s| matches!(s, Step::Index(_))) {
        let by_position = !IDENTITY.contains(&text);
        let (message, help) = if by_position {
            (
                format!("`{text}` says a position"),
                "write a key (`containers[name=server]`), or `[+]` for the end",
            )
        } else {
            (format!("`{text}` cannot be patched"), "say it by a statement: `name` pins an object's name")
        };
        sink.report(Diagnostic::new(&E0344, span, message, "a patch sets fields, found by keys").help(help));
        return None;
    }
    let mut here = schema;
    for (n, step) in path.steps.iter().enumerate() {
        let Some(schema) = here else { break };
        here = match step {
            Step::Field(name) if matches!(schema.shape(), Shape::Object | Shape::Map) => {
                match schema.field(name).map(|f| f.schema).or_else(|| schema.values()) {
                    None if !schema.is_open() => {
                        unknown(&path, n, name, schema, span, sink);
                        return None;
                    }
                    next => next,
                }
            }
            _ if schema.shape() == Shape::Any => None,
            Step::Element { .. } | Step::Append | Step::Index(_) if schema.shape() == Shape::List => {
                schema.item()
            }
            step => {
                let kind = if matches!(step, Step::Field(_)) { "has no fields" } else { "is no list" };
                let message = format!("`{}` {kind}", before(&path, n));
                sink.report(Diagnostic::new(&E0342, span, message, "the path goes on where nothing is"));
                return None;
            }
        };
    }
    Some((path, here))
}

/// The path up to a step.
fn before(path: &FieldPath, step: usize) -> String {
    FieldPath { steps: path.steps.iter().take(step).cloned().collect() }.to_string()
}

fn unknown(path: &FieldPath, step: usize, name: &str, schema: Schema, span: Span, sink: &mut Sink) {
    let parent = before(path, step);
    let place = if parent.is_empty() { "the object".to_owned() } else { format!("`{parent}`") };
    let fields: Vec<&str> = schema.fields().map(|f| f.name).collect();
    let near = nearest(name, fields.iter().copied());
    let mut told = Diagnostic::new(&E0342, span, format!("{place} has no field `{name}`"), "no such field");
    if near.is_empty() {
        told = told.help(format!("it has {}", or_list(fields.into_iter().take(12))));
    } else {
        let mut right = path.clone();
        if let (Some(Step::Field(field)), [only]) = (right.steps.get_mut(step), near.as_slice()) {
            (*only).clone_into(field);
            let text = right.to_string();
            let title = format!("write `{text}`");
            // A word or a string: what touches is always quoted.
            let text = if text.contains(['"', '[']) { format!("{text:?}") } else { text };
            told = told.fix(title, Applicability::MaybeIncorrect, span, text);
        }
        told = told.help(format!("fields with a similar name: {}", or_list(near)));
    }
    sink.report(told);
}

fn unmet(path: &FieldPath, span: Span, why: &EditError, sink: &mut Sink) {
    let at = |n: usize| before(path, n + 1);
    let (message, help) = match why {
        EditError::Missing(n) => (
            format!("there is no `{}`", at(*n)),
            "the object, without the patch, is in the output of `meshc build`",
        ),
        EditError::WrongKind(n) => (format!("`{}` leads nowhere", at(*n)), "leave out what goes too deep"),
        EditError::Ambiguous(n) => {
            (format!("`{}` could mean several elements", at(*n)), "name the element by a key of its own")
        }
        EditError::Value(why) => (why.message.clone(), "set a smaller part"),
    };
    sink.report(Diagnostic::new(&E0345, span, message, "nothing of the object is there").help(help));
}
