//! Statements in the arguments of others: what follows `assert` and `add`, and what `drop` names.

use super::arguments::Given;
use super::heads::Heads;
use super::item::{Arg, Block, Item, Layer, Slot};
use super::read::{Found, Mode, Reader};
use super::row::Row;
use super::table::ContextId;
use crate::diagnostic::Reported;
use crate::syntax::ast::{self, Form, Statement};
use crate::value::{Type, Value};
use std::sync::Arc;

impl Reader<'_> {
    /// `assert reaches …`, `add service …`: the rest is a statement of its own.
    pub(super) fn nested(
        &mut self,
        statement: &Statement<'_>,
        args: &[Given<'_>],
        kind: Type,
        row: &'static Row,
        mode: Mode,
    ) -> Result<Item, Reported> {
        let (name, mode) = match kind {
            Type::Declaration => ("top", Mode { required: true, mirror: false }),
            _ => ("assertion", mode),
        };
        let Some((context, (first, rest))) = self.table.find(name).zip(args.split_first()) else {
            return Err(self.sink.told_by_parser());
        };
        let entry = (first.arg.form == Form::Word && !first.inserted)
            .then(|| self.table.word_entry(context, &first.arg.text))
            .flatten();
        let Some(entry) = entry else {
            let heads = Heads { table: self.table, context };
            return Err(heads.unknown_argument(first, row, self.sink));
        };
        let outer = self.layer;
        if kind == Type::Declaration {
            self.layer = Layer::Written;
        }
        let inner = self.fitted(statement, first.arg, rest, Found { entry, declared: false }, context, mode);
        self.layer = outer;
        let inner = inner?;
        let word = Slot::One(kind, Value::Text(first.arg.text.clone()));
        let mut all = vec![Arg { slot: word, span: first.arg.span }];
        all.extend(inner.args.iter().cloned());
        let head = statement.head();
        Ok(Item {
            row,
            head: head.text.clone(),
            head_span: head.span,
            span: statement.span(),
            args: all,
            layer: self.layer,
            doc: inner.doc.clone(),
            block: Some(Arc::new(Block { items: vec![Arc::new(inner)], torn: None })),
        })
    }

    /// What `drop` names: a keyword of this context, and its key as texts.
    pub(super) fn dropped(&mut self, args: &[Given<'_>], context: ContextId) -> Result<Vec<Arg>, Reported> {
        let context = match self.table.name(context) {
            "environment" => self.table.find("top").unwrap_or(context),
            _ => context,
        };
        if let Some(first) = args.first() {
            let known = first.arg.form == Form::Word && self.table.row(context, &first.arg.text).is_some();
            if !known && self.table.data_entry(context).is_none() {
                let heads = Heads { table: self.table, context };
                return Err(heads.unknown_dropped(first, self.sink));
            }
        }
        let text = |a: &ast::Argument| Value::Text(a.text.clone());
        let slot = |g: &Given<'_>| match g.arg.form {
            Form::Arrow => Slot::Word("->"),
            Form::List(_) => Slot::Many(Type::Head, g.members.iter().map(|m| (text(m), m.span)).collect()),
            _ => Slot::One(Type::Head, text(g.arg)),
        };
        Ok(args.iter().map(|g| Arg { slot: slot(g), span: g.arg.span }).collect())
    }
}
