//! The parser's events into a tree, with an explicit stack.

use super::place::Places;
use super::resolve::{Scalar, resolve};
use super::{Mode, invalid};
use crate::diagnostic::{Diagnostic, codes};
use crate::manifest::tree::{Kind, NodeId, Tree, TreeError};
use crate::source::{FileId, Span};
use saphyr_parser::{Event, ScalarStyle, Span as Marks, Tag};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The most maps and lists in each other.
const DEEPEST: usize = 64;
/// The most nodes that aliases and merges may copy in one file.
const MOST_COPIED: u32 = 100_000;
const CORE: &str = "tag:yaml.org,2002:";

type Step<T = ()> = Result<T, Box<Diagnostic>>;

/// The key of the value that comes next.
#[derive(Clone, Copy)]
struct Key {
    symbol: u32,
    span: Span,
    merge: bool,
}

/// A map or list that is not closed yet.
struct Frame {
    node: NodeId,
    map: bool,
    key: Option<Key>,
    anchor: usize,
    start: Span,
    /// Values of `<<`.
    merges: Vec<NodeId>,
}

pub(super) struct Builder<'s> {
    pub(super) places: Places<'s>,
    pub(super) problems: Vec<Diagnostic>,
    pub(super) documents: Vec<NodeId>,
    tree: Tree,
    mode: Mode,
    frames: Vec<Frame>,
    anchors: BTreeMap<usize, NodeId>,
    copied: u32,
    /// The nodes before this one are of documents that ended.
    complete: NodeId,
    /// Where the last scalar or bracket ended.
    last: Span,
    /// Keys and nodes of the map that is being closed.
    keys: Vec<(u32, NodeId)>,
}

impl<'s> Builder<'s> {
    pub(super) fn new(file: FileId, text: &'s str, mode: Mode) -> Self {
        Self {
            places: Places::new(file, text),
            problems: vec![],
            documents: vec![],
            tree: Tree::new(),
            mode,
            frames: vec![],
            anchors: BTreeMap::new(),
            copied: 0,
            complete: NodeId(0),
            last: Span::new(file, 0, 0),
            keys: vec![],
        }
    }

    /// What was read; a document that was cut off is dropped.
    pub(super) fn finish(mut self) -> (Tree, Vec<NodeId>, Vec<Diagnostic>) {
        self.tree.truncate(self.complete);
        self.documents.retain(|d| *d < self.complete);
        (self.tree, self.documents, self.problems)
    }

    pub(super) fn event(&mut self, event: Event<'_>, marks: Marks) -> Step {
        let span = self.places.span(&marks.start, &marks.end);
        match event {
            Event::DocumentStart(_) => self.anchors.clear(),
            Event::Scalar(text, style, anchor, tag) => {
                self.last = span;
                self.scalar(&text, style, anchor, tag.as_deref(), span)?;
            }
            Event::Alias(anchor) => {
                self.last = span;
                self.alias(anchor, span)?;
            }
            Event::SequenceStart(anchor, tag) => self.open(Kind::Seq, anchor, tag, span)?,
            Event::MappingStart(anchor, tag) => self.open(Kind::Map, anchor, tag, span)?,
            Event::SequenceEnd | Event::MappingEnd => {
                if span.start < span.end {
                    self.last = span;
                }
                self.close()?;
            }
            Event::DocumentEnd => self.complete = self.tree.next_id().map_err(|e| too_big(span, &e))?,
            Event::Nothing | Event::StreamStart | Event::StreamEnd => {}
        }
        Ok(())
    }

    /// Whether the next node is a map's key.
    fn wants_key(&self) -> bool {
        self.frames.last().is_some_and(|f| f.map && f.key.is_none())
    }

    /// The symbol under which the next value stands.
    fn symbol(&self) -> u32 {
        self.frames.last().and_then(|f| f.key).map_or(0, |k| k.symbol)
    }

    /// A value is complete or begun: its key is used up.
    fn placed(&mut self, node: NodeId, span: Span) {
        self.tree.set_origin(node, span);
        match self.frames.last_mut() {
            None => self.documents.push(node),
            Some(frame) => {
                if let Some(key) = frame.key.take() {
                    if key.merge {
                        frame.merges.push(node);
                    }
                    self.tree.set_key_origin(node, key.span);
                }
            }
        }
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        span: Span,
    ) -> Step {
        let value = self.value(text, style, tag, span)?;
        if self.wants_key() {
            return self.key(text, &value, span);
        }
        let key = self.symbol();
        let node = match value {
            Scalar::Null => self.tree.push(Kind::Null, key, 0),
            Scalar::Bool(v) => self.tree.push(Kind::Bool, key, u64::from(v)),
            Scalar::Int(v) => self.tree.push(Kind::Int, key, v as u64),
            Scalar::Float(v) => self.tree.push(Kind::Float, key, v.to_bits()),
            Scalar::Text | Scalar::Merge => self.tree.push_text(key, text),
            Scalar::NoNumber => {
                let error = invalid(span, &format!("`{text}` is no number that JSON can hold"), "");
                return Err(Box::new(error.help("quote it where a text is meant")));
            }
        };
        let node = node.map_err(|e| too_big(span, &e))?;
        if anchor != 0 {
            self.anchors.insert(anchor, node);
        }
        self.placed(node, span);
        Ok(())
    }

    /// What a scalar means, with its style and tag.
    fn value(&self, text: &str, style: ScalarStyle, tag: Option<&Tag>, span: Span) -> Step<Scalar> {
        let plain = style == ScalarStyle::Plain;
        let Some(tag) = tag else {
            return Ok(if plain { resolve(text) } else { Scalar::Text });
        };
        match (tag.handle.as_str(), tag.suffix.as_str()) {
            (CORE, "str" | "timestamp") | ("" | "!", "!" | "") => Ok(Scalar::Text),
            (CORE, "null" | "bool" | "int" | "float") => {
                let value = resolve(text);
                let fits = match tag.suffix.as_str() {
                    "null" => value == Scalar::Null,
                    "bool" => matches!(value, Scalar::Bool(_)),
                    "int" => matches!(value, Scalar::Int(_)),
                    _ => matches!(value, Scalar::Int(_) | Scalar::Float(_)),
                };
                if fits {
                    return Ok(value);
                }
                Err(Box::new(invalid(span, &format!("`{text}` is no `!!{}`", tag.suffix), "")))
            }
            _ => Err(Box::new(unknown_tag(tag, span))),
        }
    }

    /// Keys are texts in JSON: a number or bool becomes one, as the server's tools have it.
    fn key(&mut self, text: &str, value: &Scalar, span: Span) -> Step {
        let name: Cow<'_, str> = match value {
            Scalar::Text | Scalar::Merge => text.into(),
            Scalar::Bool(v) => v.to_string().into(),
            Scalar::Int(v) => v.to_string().into(),
            Scalar::Float(v) => v.to_string().into(),
            Scalar::Null | Scalar::NoNumber => {
                return Err(Box::new(invalid(span, "a map key is no text", "")));
            }
        };
        let symbol = self.tree.key(&name).map_err(|e| too_big(span, &e))?;
        if let Some(frame) = self.frames.last_mut() {
            frame.key = Some(Key { symbol, span, merge: *value == Scalar::Merge });
        }
        Ok(())
    }

    fn open(&mut self, kind: Kind, anchor: usize, tag: Option<Cow<'_, Tag>>, span: Span) -> Step {
        if self.wants_key() {
            return Err(Box::new(invalid(span, "a map key is no text", "")));
        }
        let fits = |t: &Tag| match (t.handle.as_str(), t.suffix.as_str()) {
            (CORE, suffix) => suffix == if kind == Kind::Map { "map" } else { "seq" },
            (handle, suffix) => handle.len() + suffix.len() <= 1,
        };
        if let Some(tag) = tag.filter(|t| !fits(t)) {
            return Err(Box::new(unknown_tag(&tag, span)));
        }
        if self.frames.len() >= DEEPEST {
            return Err(too_deep(span));
        }
        let node = self.tree.push(kind, self.symbol(), 0).map_err(|e| too_big(span, &e))?;
        self.placed(node, span);
        self.last = span;
        self.frames.push(Frame {
            node,
            map: kind == Kind::Map,
            key: None,
            anchor,
            start: span,
            merges: vec![],
        });
        Ok(())
    }

    fn close(&mut self) -> Step {
        let Some(frame) = self.frames.pop() else { return Ok(()) };
        self.tree.close(frame.node);
        if frame.map {
            self.repeated(frame.node);
            self.merge(&frame)?;
            self.tree.close(frame.node);
        }
        self.tree.set_origin(frame.node, frame.start.to(self.last));
        if frame.anchor != 0 {
            self.anchors.insert(frame.anchor, frame.node);
        }
        Ok(())
    }

    /// Keys that a map has twice: the last holds.
    fn repeated(&mut self, map: NodeId) {
        self.keys.clear();
        let tree = &self.tree;
        self.keys.extend(tree.get(map).children().map(|c| (tree.symbol(c.id()), c.id())));
        self.keys.sort_unstable();
        let doubles: Vec<(NodeId, NodeId)> = self
            .keys
            .windows(2)
            .filter_map(|w| match w {
                [(a, first), (b, second)] if a == b => Some((*first, *second)),
                _ => None,
            })
            .filter(|(first, _)| self.tree.get(*first).key() != Some("<<"))
            .collect();
        for (first, second) in &doubles {
            let (first, second) = (self.tree.get(*first), self.tree.get(*second));
            let (Some(a), Some(b)) = (first.key_origin(), second.key_origin()) else { continue };
            if self.mode == Mode::Strict {
                let message =
                    format!("the key `{}` stands twice in one map", second.key().unwrap_or_default());
                let error = Diagnostic::new(&codes::io::E0013, b, message, "again here");
                let error = error.because(a, "first here").help("keep one of the two");
                self.problems.push(error.note("some readers take the first value, some the last, some none"));
            }
        }
        let mut firsts: Vec<NodeId> = doubles.into_iter().map(|(first, _)| first).collect();
        firsts.sort_unstable();
        for first in firsts.into_iter().rev() {
            self.cut(first);
        }
        self.tree.close(map);
    }

    /// What `<<` brings comes behind the map's own entries, which hold.
    fn merge(&mut self, frame: &Frame) -> Step {
        for &value in &frame.merges {
            let node = self.tree.get(value);
            let at = node.origin().unwrap_or(frame.start);
            let sources: Vec<NodeId> = match node.kind() {
                Kind::Map => vec![value],
                Kind::Seq => node.children().map(|c| c.id()).collect(),
                _ => vec![],
            };
            if sources.is_empty() || sources.iter().any(|&s| self.tree.get(s).kind() != Kind::Map) {
                return Err(Box::new(invalid(at, "`<<` takes a map or a list of maps", "")));
            }
            for source in sources {
                self.keys.clear();
                let tree = &self.tree;
                // The map is open at its end again: what was merged before lies behind it.
                self.keys.extend(tree.get(source).children().map(|c| (tree.symbol(c.id()), c.id())));
                for (symbol, child) in std::mem::take(&mut self.keys) {
                    if self.tree.get(frame.node).children().any(|c| self.tree.symbol(c.id()) == symbol) {
                        continue;
                    }
                    let copy = self.copy(child, symbol, at)?;
                    self.tree.set_origin(copy, at);
                    self.tree.close(frame.node);
                }
            }
        }
        for &value in frame.merges.iter().rev() {
            self.cut(value);
        }
        Ok(())
    }

    fn cut(&mut self, node: NodeId) {
        let size = self.tree.cut(node);
        self.anchors.retain(|_, a| !(node.0..node.0 + size).contains(&a.0));
        for anchor in self.anchors.values_mut().filter(|a| a.0 > node.0) {
            anchor.0 -= size;
        }
    }

    fn copy(&mut self, node: NodeId, key: u32, span: Span) -> Step<NodeId> {
        self.copied = self.copied.saturating_add(self.tree.get(node).size());
        if self.copied > MOST_COPIED {
            let message = format!("aliases bring more than {MOST_COPIED} values into this file");
            return Err(Box::new(Diagnostic::new(&codes::io::E0014, span, message, "too much from here on")));
        }
        if self.tree.height(node) + self.frames.len() > DEEPEST {
            return Err(too_deep(span));
        }
        self.tree.copy(node, key).map_err(|e| too_big(span, &e))
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Step {
        let Some(&source) = self.anchors.get(&anchor) else {
            return Err(Box::new(invalid(span, "an alias names nothing that stands before it", "")));
        };
        if self.wants_key() {
            let Some(text) = self.tree.get(source).as_str().map(str::to_owned) else {
                return Err(Box::new(invalid(span, "a map key is no text", "")));
            };
            return self.key(&text, &Scalar::Text, span);
        }
        let node = self.copy(source, self.symbol(), span)?;
        self.placed(node, span);
        Ok(())
    }
}

fn too_deep(span: Span) -> Box<Diagnostic> {
    let message = format!("more than {DEEPEST} maps and lists lie in each other");
    Box::new(Diagnostic::new(&codes::io::E0014, span, message, "too deep from here on"))
}

fn too_big(span: Span, error: &TreeError) -> Box<Diagnostic> {
    Box::new(Diagnostic::new(&codes::io::E0014, span, error.message.clone(), ""))
}

fn unknown_tag(tag: &Tag, span: Span) -> Diagnostic {
    let name = tag.suffix.as_str();
    let name = if tag.handle == CORE { format!("!!{name}") } else { format!("!{name}") };
    invalid(span, &format!("the tag `{name}` is not known here"), "").help("leave the tag out")
}
