//! The tree into YAML: block style, two spaces, lists not indented under their key, as kubectl prints.
//!
//! Invariant: what is written reads back equal through YAML 1.1 and 1.2 readers, Go's among them. One buffer takes any
//! number of documents.

mod order;
mod scalar;

pub use order::order;

use super::tree::{Kind, NodeRef};
use super::{Object, Part};
use scalar::{block, text};
use std::fmt::Write;

/// Longer keys are written with `?`: readers look ahead 1024 characters for the `:` of a plain one.
const LONGEST_KEY: usize = 1000;

/// Adds an object as a document of its own: `---` before all but the first of the buffer, then its comment.
pub fn object(out: &mut String, part: &Part, object: &Object) {
    document(out, part.body(object), &object.comment);
}

/// Adds all objects of a part that are to be written, in their order.
pub fn part(out: &mut String, part: &Part) {
    for o in part.objects().iter().filter(|o| !o.installed) {
        object(out, part, o);
    }
}

/// Adds a document, its head (apiVersion, kind, and in metadata name and namespace) first; an empty comment is left out.
pub fn document(out: &mut String, body: NodeRef<'_>, comment: &str) {
    if !out.is_empty() {
        out.push_str("---\n");
    }
    for line in comment.lines() {
        out.push_str("# ");
        out.extend(line.chars().map(|c| if scalar::unprintable(c) { ' ' } else { c }));
        out.push('\n');
    }
    if body.kind() == Kind::Map && body.size() > 1 {
        led_by(out, body, &["apiVersion", "kind", "metadata"], 0);
    } else {
        value(out, body);
    }
}

/// Adds a value alone, with a line end.
pub fn value(out: &mut String, body: NodeRef<'_>) {
    let empty = body.size() == 1;
    match body.kind() {
        Kind::Map if !empty => map(out, body, 0, false),
        Kind::Seq if !empty => seq(out, body, 0, false),
        _ => {
            inline(out, body, 2);
            out.push('\n');
        }
    }
}

/// The entries of a map, each on a line. `begun`: the first stands on a line that `- ` began.
fn map(out: &mut String, node: NodeRef<'_>, indent: usize, begun: bool) {
    let mut begun = begun;
    for (key, child) in node.entries() {
        if !std::mem::take(&mut begun) {
            spaces(out, indent);
        }
        name(out, key, indent);
        after_key(out, child, indent);
    }
}

/// A map whose entries of these names come first, in this order.
fn led_by(out: &mut String, node: NodeRef<'_>, first: &[&str], indent: usize) {
    let mut entries: Vec<_> = node.entries().collect();
    entries.sort_by_key(|(key, _)| first.iter().position(|f| f == key).unwrap_or(first.len()));
    for (key, child) in entries {
        spaces(out, indent);
        name(out, key, indent);
        if indent == 0 && key == "metadata" && child.kind() == Kind::Map && child.size() > 1 {
            out.push('\n');
            led_by(out, child, &["name", "generateName", "namespace", "labels", "annotations"], 2);
        } else {
            after_key(out, child, indent);
        }
    }
}

/// A key and its `:`.
fn name(out: &mut String, key: &str, indent: usize) {
    let start = out.len();
    text(out, key);
    if out.len() - start > LONGEST_KEY {
        out.insert_str(start, "? ");
        out.push('\n');
        spaces(out, indent);
    }
    out.push(':');
}

/// The value of an entry of a map at `indent`, and the line end.
fn after_key(out: &mut String, child: NodeRef<'_>, indent: usize) {
    let empty = child.size() == 1;
    match child.kind() {
        Kind::Map if !empty => {
            out.push('\n');
            map(out, child, indent + 2, false);
        }
        Kind::Seq if !empty => {
            out.push('\n');
            seq(out, child, indent, false);
        }
        _ => {
            out.push(' ');
            inline(out, child, indent + 2);
            out.push('\n');
        }
    }
}

/// The elements of a list, each after `- `.
fn seq(out: &mut String, node: NodeRef<'_>, indent: usize, begun: bool) {
    let mut begun = begun;
    for child in node.children() {
        if !std::mem::take(&mut begun) {
            spaces(out, indent);
        }
        out.push_str("- ");
        let empty = child.size() == 1;
        match child.kind() {
            Kind::Map if !empty => map(out, child, indent + 2, true),
            Kind::Seq if !empty => seq(out, child, indent + 2, true),
            _ => {
                inline(out, child, indent + 2);
                out.push('\n');
            }
        }
    }
}

/// A scalar or an empty collection; the lines of a block text stand at `indent`.
fn inline(out: &mut String, node: NodeRef<'_>, indent: usize) {
    match node.kind() {
        Kind::Null => out.push_str("null"),
        Kind::Bool => out.push_str(if node.as_bool() == Some(true) { "true" } else { "false" }),
        // Writing to a String cannot fail.
        Kind::Int => drop(write!(out, "{}", node.as_i64().unwrap_or_default())),
        Kind::Float => float(out, node.as_f64().unwrap_or_default()),
        Kind::Map => out.push_str("{}"),
        Kind::Seq => out.push_str("[]"),
        Kind::String => {
            let t = node.as_str().unwrap_or_default();
            if !block(out, t, indent) {
                text(out, t);
            }
        }
    }
}

/// With a `.` and a signed exponent: YAML 1.1 takes nothing else for a number.
fn float(out: &mut String, value: f64) {
    let digits = format!("{value:?}");
    let Some((mantissa, exponent)) = digits.split_once('e') else {
        out.push_str(&digits);
        return;
    };
    out.push_str(mantissa);
    if !mantissa.contains('.') {
        out.push_str(".0");
    }
    out.push('e');
    if !exponent.starts_with('-') {
        out.push('+');
    }
    out.push_str(exponent);
}

fn spaces(out: &mut String, count: usize) {
    const SPACES: &str = "                                                                ";
    match SPACES.get(..count) {
        Some(s) => out.push_str(s),
        None => out.extend(std::iter::repeat_n(' ', count)),
    }
}

#[cfg(test)]
mod tests;
