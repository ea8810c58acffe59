//! YAML of anybody into a [`Part`]: as the API server's tools read it, with a span for every node and every key.
//!
//! Bounds: 64 maps and lists in each other, 100 000 nodes by aliases, 1 000 000 objects; past one there is an error and the rest of the
//! file is not read. `null` stays in the tree, a repeated key's last value holds, `<<` is merged.

mod build;
mod place;
mod resolve;

use super::Part;
use super::tree::{Kind, NodeId};
use crate::diagnostic::{Diagnostic, Sink, codes};
use crate::source::{FileId, Span};
use build::Builder;
use saphyr_parser::Parser;

/// The most objects of a file.
const MOST_OBJECTS: usize = 1_000_000;

/// What counts as a mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// All that the server's strict validation refuses: repeated keys, documents that are no objects.
    Strict,
    /// Only what cannot be read: a repeated key's last value holds, other documents are skipped.
    Lenient,
}

/// Reads the documents of a file; the items of a list (`kind: List`) become objects of their own. `comment` is what is written
/// above each object.
pub fn read(file: FileId, text: &str, comment: &str, mode: Mode, sink: &mut Sink) -> Part {
    let mut builder = Builder::new(file, text, mode);
    for event in Parser::new_from_str(text) {
        let step = match event {
            Ok((event, span)) => builder.event(event, span),
            Err(error) => {
                let at = builder.places.point(error.marker());
                Err(Box::new(invalid(at, error.info(), "the reader stops here")))
            }
        };
        if let Err(error) = step {
            builder.problems.push(*error);
            break;
        }
        if builder.documents.len() > MOST_OBJECTS {
            break;
        }
    }
    let (tree, documents, problems) = builder.finish();
    for problem in problems {
        sink.report(problem);
    }
    let mut part = Part { tree, ..Part::default() };
    for document in documents {
        adopt(&mut part, document, comment, mode, sink);
    }
    part
}

/// Makes an object, or one of each item, of a document.
fn adopt(part: &mut Part, document: NodeId, comment: &str, mode: Mode, sink: &mut Sink) {
    let node = part.tree.get(document);
    let kind = node.str_at(&["kind"]);
    let items = node.get("items").filter(|i| i.kind() == Kind::Seq);
    if let (Some(items), true) = (items, kind.is_some_and(|k| k.ends_with("List"))) {
        let items: Vec<NodeId> = items.children().map(|i| i.id()).collect();
        for item in items {
            adopt_one(part, item, comment, mode, sink);
        }
        return;
    }
    adopt_one(part, document, comment, mode, sink);
}

fn adopt_one(part: &mut Part, root: NodeId, comment: &str, mode: Mode, sink: &mut Sink) {
    let node = part.tree.get(root);
    if node.is_null() {
        return;
    }
    let lacks = ["apiVersion", "kind"].into_iter().find(|k| node.str_at(&[k]).is_none_or(str::is_empty));
    match lacks {
        Some(key) if mode == Mode::Strict => {
            let message = match node.kind() {
                Kind::Map => format!("a document has no `{key}`"),
                _ => "a document is no map".to_owned(),
            };
            let at = node.origin().unwrap_or(Span::new(FileId(0), 0, 0));
            let help = "write `apiVersion` and `kind`, or leave the document out";
            sink.report(Diagnostic::new(&codes::io::E0015, first_line(at, node), message, "").help(help));
        }
        Some(_) => {}
        None => {
            part.tree.add_root(root);
            part.adopt(root, comment);
        }
    }
}

/// Where a document begins: a label over all of it would say nothing.
fn first_line(whole: Span, node: super::tree::NodeRef<'_>) -> Span {
    node.children().next().and_then(|c| c.key_origin()).filter(|s| s.start >= whole.start).unwrap_or(whole)
}

fn invalid(at: Span, message: &str, label: &str) -> Diagnostic {
    Diagnostic::new(&codes::io::E0012, at, format!("this is no YAML: {message}"), label)
}

#[cfg(test)]
mod tests;
