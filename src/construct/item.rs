//! Statements that fit their rows: typed arguments by slot, blocks of them, and which layer gave them.

use super::row::Row;
use crate::diagnostic::Reported;
use crate::source::Span;
use crate::value::{Type, Value};
use std::sync::Arc;

/// Which layer a statement came from, near to far.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// `environment NAME { … }`.
    Environment,
    /// An `on CLUSTER` block.
    On,
    /// The declaration itself.
    Written,
    /// A template.
    Template,
    /// `defaults` of the namespace, the cluster or the program.
    Defaults,
}

/// What an argument is in its pattern.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Slot {
    /// A fixed word, or `->`.
    Word(&'static str),
    /// One value.
    One(Type, Value),
    /// The values of a `TYPE+`: one, or a list.
    Many(Type, Vec<(Value, Span)>),
}

/// An argument that fits.
#[derive(Clone, Debug)]
pub struct Arg {
    /// What it is.
    pub slot: Slot,
    /// Where it stands.
    pub span: Span,
}

/// A statement that fits its row.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its row.
    pub row: &'static Row,
    /// Its head: the keyword, or the datum.
    pub head: Arc<str>,
    /// Where the head stands.
    pub head_span: Span,
    /// From the head to the last argument.
    pub span: Span,
    /// Its arguments, in order.
    pub args: Vec<Arg>,
    /// Its block, if it has one.
    pub block: Option<Arc<Block>>,
    /// Which layer it came from.
    pub layer: Layer,
    /// Its `##` lines.
    pub doc: Option<Arc<str>>,
}

/// The statements of a block, in order.
#[derive(Clone, Debug, Default)]
pub struct Block {
    /// The statements.
    pub items: Vec<Arc<Item>>,
    /// Some statement of it could not be had; absence means nothing then.
    pub torn: Option<Reported>,
}

impl Block {
    /// The statement of that keyword; the last where there are several.
    #[must_use]
    pub fn one(&self, word: &str) -> Option<&Arc<Item>> {
        self.items.iter().rev().find(|i| i.is(word))
    }

    /// All statements of that keyword, in order.
    pub fn each<'a>(&'a self, word: &'a str) -> impl Iterator<Item = &'a Arc<Item>> + 'a {
        self.items.iter().filter(move |i| i.is(word))
    }

    /// Statements whose head is a datum.
    pub fn data(&self) -> impl Iterator<Item = &Arc<Item>> {
        self.items.iter().filter(|i| matches!(i.row.head, super::Head::Data(_)))
    }

    /// Whether a switch is on: `None` where nobody said.
    #[must_use]
    pub fn switch(&self, word: &str) -> Option<bool> {
        self.one(word).map(|i| i.switch())
    }
}

impl Item {
    /// Whether its keyword is this.
    #[must_use]
    pub fn is(&self, word: &str) -> bool {
        matches!(self.row.head, super::Head::Word(w) if w == word)
    }

    /// Whether the fixed word stands among its arguments.
    #[must_use]
    pub fn has(&self, word: &str) -> bool {
        self.args.iter().any(|a| matches!(a.slot, Slot::Word(w) if w == word))
    }

    /// A switch: bare, or `on`, is on; `off` is off.
    #[must_use]
    pub fn switch(&self) -> bool {
        !self.has("off")
    }

    /// The first of its fixed words that is one of these.
    #[must_use]
    pub fn word_of(&self, words: &[&'static str]) -> Option<&'static str> {
        self.args.iter().find_map(|a| match a.slot {
            Slot::Word(w) if words.contains(&w) => Some(w),
            _ => None,
        })
    }

    /// The first fixed word of its arguments.
    #[must_use]
    pub fn first_word(&self) -> Option<&'static str> {
        self.args.iter().find_map(|a| if let Slot::Word(w) = a.slot { Some(w) } else { None })
    }

    /// The values of the first argument of that type, one or several, with their places.
    #[must_use]
    pub fn values(&self, kind: Type) -> Vec<(&Value, Span)> {
        self.all_values().filter(|(k, _, _)| *k == kind).map(|(_, v, s)| (v, s)).collect()
    }

    /// All values of all arguments, in order, with type and place.
    pub fn all_values(&self) -> impl Iterator<Item = (Type, &Value, Span)> {
        self.args.iter().flat_map(|a| match &a.slot {
            Slot::Word(_) => vec![],
            Slot::One(kind, value) => vec![(*kind, value, a.span)],
            Slot::Many(kind, values) => values.iter().map(|(v, s)| (*kind, v, *s)).collect(),
        })
    }

    /// The first value of that type, with its place.
    #[must_use]
    pub fn value(&self, kind: Type) -> Option<(&Value, Span)> {
        self.args.iter().find_map(|a| match &a.slot {
            Slot::One(k, v) if *k == kind => Some((v, a.span)),
            Slot::Many(k, vs) if *k == kind => vs.first().map(|(v, s)| (v, *s)),
            _ => None,
        })
    }

    /// The value that stands after the fixed word: `secret` of `pull always with SECRET`.
    #[must_use]
    pub fn after(&self, word: &str) -> Option<(&Value, Span)> {
        let at = self.args.iter().position(|a| matches!(a.slot, Slot::Word(w) if w == word))?;
        self.args.iter().skip(at + 1).find_map(|a| match &a.slot {
            Slot::One(_, v) => Some((v, a.span)),
            Slot::Many(_, vs) => vs.first().map(|(v, s)| (v, *s)),
            Slot::Word(_) => None,
        })
    }

    /// The values of the slot right after the fixed word: the clusters of `on [eu, us]`.
    #[must_use]
    pub fn list_after(&self, word: &str) -> Vec<(&Value, Span)> {
        let at = self.args.iter().position(|a| matches!(a.slot, Slot::Word(w) if w == word));
        match at.and_then(|n| self.args.get(n + 1)) {
            Some(Arg { slot: Slot::One(_, v), span }) => vec![(v, *span)],
            Some(Arg { slot: Slot::Many(_, vs), .. }) => vs.iter().map(|(v, s)| (v, *s)).collect(),
            _ => vec![],
        }
    }

    /// The values of the first slot: the names that a declaration gives.
    #[must_use]
    pub fn list_first(&self) -> Vec<(&Value, Span)> {
        match self.args.first() {
            Some(Arg { slot: Slot::One(_, v), span }) => vec![(v, *span)],
            Some(Arg { slot: Slot::Many(_, vs), .. }) => vs.iter().map(|(v, s)| (v, *s)).collect(),
            _ => vec![],
        }
    }

    /// The text of the first value of that type, if it is a text.
    #[must_use]
    pub fn text(&self, kind: Type) -> Option<&Arc<str>> {
        match self.value(kind) {
            Some((Value::Text(text), _)) => Some(text),
            _ => None,
        }
    }

    /// All texts of that type, in order, with their places.
    #[must_use]
    pub fn texts(&self, kind: Type) -> Vec<(&Arc<str>, Span)> {
        let values = self.values(kind).into_iter();
        values.filter_map(|(v, s)| if let Value::Text(t) = v { Some((t, s)) } else { None }).collect()
    }

    /// The number (COUNT, INTEGER, PORTNUMBER, STATUS) of that type.
    #[must_use]
    pub fn number(&self, kind: Type) -> Option<i64> {
        match self.value(kind) {
            Some((Value::Number(n), _)) => Some(*n),
            _ => None,
        }
    }

    /// The first duration.
    #[must_use]
    pub fn duration(&self) -> Option<crate::value::Duration> {
        match self.value(Type::Duration) {
            Some((Value::Duration(d), _)) => Some(*d),
            _ => None,
        }
    }

    /// The place of the first argument, or of the head.
    #[must_use]
    pub fn first_span(&self) -> Span {
        self.args.first().map_or(self.head_span, |a| a.span)
    }

    /// Its block, or an empty one.
    #[must_use]
    pub fn inner(&self) -> Arc<Block> {
        self.block.clone().unwrap_or_default()
    }
}
