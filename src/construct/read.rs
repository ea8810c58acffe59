//! Statements against the table: a block of the syntax tree becomes a [`Block`] of typed items, or is torn where
//! a statement could not be had. Every statement is looked at; one mistake is one message.

use super::arguments::{self, Given, has_insertion};
use super::heads::{self, Heads};
use super::item::{Arg, Block, Item, Layer, Slot};
use super::lets::Lets;
use super::pattern::{Leaf, Misfit};
use super::repair;
use super::row::{Head, Merge, Row, State};
use super::table::{ContextId, Entry, Table};
use super::twice;
use crate::diagnostic::codes::fit::{E0137, E0138, E0139, E0141};
use crate::diagnostic::codes::insertions::E0202;
use crate::diagnostic::codes::support::E0801;
use crate::diagnostic::{Applicability, Diagnostic, Reported, Sink};
use crate::source::Span;
use crate::syntax::ast::{self, Form, Statement};
use crate::value::{Type, closed_words};
use std::sync::Arc;

/// How a block is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mode {
    /// Its required statements must stand in it.
    pub required: bool,
    /// It only changes what stands elsewhere (`on`, an environment): nothing is required in it or below.
    pub mirror: bool,
}

/// Reads the statements of a block of the context of that name (`top`, `service`). What is wrong goes to `sink`,
/// and the block is torn then.
///
/// An `assert`, and an environment's `add`, hold what follows them as the one statement of their block, and its
/// arguments after the keyword's as their own. Two declarations of one name at the top level are not looked for.
pub fn read_block(
    statements: ast::Statements<'_>,
    context: &str,
    mode: Mode,
    lets: &Lets,
    layer: Layer,
    sink: &mut Sink,
) -> Block {
    let table = Table::get();
    let Some(context) = table.find(context) else { return Block::default() };
    let mut reader = Reader {
        table,
        lets,
        layer,
        sink,
        leaves: vec![],
        open: None,
        around: None,
        left: false,
        broken: false,
        unlowered: 0,
        kept: None,
    };
    reader.block(statements, context, mode, None)
}

pub(super) struct Reader<'r> {
    pub(super) table: &'static Table,
    pub(super) lets: &'r Lets,
    pub(super) layer: Layer,
    pub(super) sink: &'r mut Sink,
    /// Used again for each statement.
    pub(super) leaves: Vec<u8>,
    /// The context of a block whose `{` is missing: what follows on its level belongs to it.
    pub(super) open: Option<ContextId>,
    /// The context of the block around this one.
    pub(super) around: Option<ContextId>,
    /// A statement of the block around stands in this one, and that is said.
    pub(super) left: bool,
    /// The parser found the statement broken whose block this is: what does not belong there may be due to that.
    pub(super) broken: bool,
    /// In how many statements that are not lowered it is: one message for the outermost.
    pub(super) unlowered: u32,
    /// What was read of the block of a declaration that could not be had.
    pub(super) kept: Option<Arc<Block>>,
}

/// So many arguments of a broken declaration are tried as its name and options.
const LONGEST_HEAD: usize = 8;

/// A statement's row, and whether it is a declaration that an environment changes.
#[derive(Clone, Copy)]
pub(super) struct Found {
    pub(super) entry: &'static Entry,
    pub(super) declared: bool,
}

impl Reader<'_> {
    fn block(
        &mut self,
        statements: ast::Statements<'_>,
        context: ContextId,
        mode: Mode,
        opener: Option<(&str, Span)>,
    ) -> Block {
        let mut out = Block::default();
        let outer = self.open.take();
        for statement in statements {
            match self.statement(&statement, context, mode) {
                Ok(item) => out.items.push(Arc::new(item)),
                Err(reported) => {
                    out.torn = Some(reported);
                    if self.table.name(context) == "top" {
                        out.items.extend(self.salvaged(&statement, context, reported).map(Arc::new));
                    }
                }
            }
        }
        // a `{` that is missing in this block ends it too early: what follows belongs to it
        self.open = if self.open.is_some() { Some(context) } else { outer };
        if self.table.name(context) != "top"
            && let Some(reported) = twice::check(&out, self.sink)
        {
            out.torn = out.torn.or(Some(reported));
        }
        if let (true, false, None, Some((word, span))) = (mode.required, mode.mirror, out.torn, opener) {
            self.required(&mut out, context, word, span);
        }
        out
    }

    fn required(&mut self, block: &mut Block, context: ContextId, word: &str, span: Span) {
        for row in self.table.required(context) {
            // a service of machines outside, or one that only splits, has no pods
            let instead: &[&str] = if row.word() == "image" { &["vm", "split"] } else { &[] };
            let there = |i: &Arc<Item>| std::ptr::eq(i.row, row) || instead.iter().any(|w| i.is(w));
            if block.items.iter().any(there) {
                continue;
            }
            let article = heads::article(word);
            let message = format!("{article} `{word}` needs `{}`", row.word());
            let told =
                Diagnostic::new(&E0141, span, message, format!("`{}` is missing in its block", row.word()))
                    .help(format!("write one: `{}`", row.example));
            block.torn = Some(self.sink.report(told));
        }
    }

    fn statement(
        &mut self,
        statement: &Statement<'_>,
        context: ContextId,
        mode: Mode,
    ) -> Result<Item, Reported> {
        let Some(found) = self.find(statement, context, mode) else {
            let of_open = |open| self.table.word_entry(open, &statement.head().text).is_some();
            if self.broken || self.open.is_some_and(of_open) {
                return Err(self.sink.told_by_parser());
            }
            let heads = Heads { table: self.table, context };
            return Err(heads.unknown(statement, self.sink));
        };
        if statement.node().hole {
            self.lost_block(statement, found, context, mode);
            return Err(self.sink.told_by_parser());
        }
        let args: Vec<_>;
        let owned: Vec<_>;
        if has_insertion(statement) {
            owned = match arguments::expand(statement, self.lets, self.sink) {
                Ok(owned) => owned,
                Err(reported) => {
                    self.lost_block(statement, found, context, mode);
                    return Err(reported);
                }
            };
            args = owned.iter().map(arguments::Owned::given).collect();
        } else {
            args = statement.args().map(|(arg, members)| Given { arg, members, inserted: false }).collect();
        }
        self.fitted(statement, statement.head(), &args, found, context, mode)
    }

    /// Reads the block of a statement that could not be had.
    fn lost_block(&mut self, statement: &Statement<'_>, found: Found, context: ContextId, mode: Mode) {
        let mut block = None;
        self.inner(statement, found, context, mode, None, &mut block);
        self.kept = block;
    }

    /// A declaration with a mistake still declares its name: what refers to it is no second mistake. Of its
    /// arguments as many count as fit; its block is torn.
    fn salvaged(&mut self, statement: &Statement<'_>, context: ContextId, told: Reported) -> Option<Item> {
        let kept = self.kept.take();
        let found = self.find(statement, context, Mode { required: false, mirror: false })?;
        let (entry, row, head, node) = (found.entry, found.entry.row, statement.head(), statement.node());
        if matches!(row.word(), "assert" | "expect" | "let" | "raw" | "use") {
            return None;
        }
        // The parser dropped what stands after the last argument: more names, perhaps.
        let end = statement.args().last().map_or(head.span.end, |(a, _)| a.span.end);
        if node.span.end > end {
            return None;
        }
        let mut unheard = Sink::default();
        let owned = arguments::expand(statement, self.lets, &mut unheard).unwrap_or_default();
        let plain = |(arg, members): &(&ast::Argument, &[ast::Argument])| {
            let mut all = std::iter::once(*arg).chain(members.iter());
            !all.any(|a| arguments::inserts(&a.text))
        };
        let args: Vec<Given<'_>> = if owned.is_empty() {
            let known = statement.args().take_while(plain);
            known.map(|(arg, members)| Given { arg, members, inserted: false }).collect()
        } else {
            owned.iter().map(arguments::Owned::given).collect()
        };
        let mut leaves = vec![];
        let fits = |n: usize| {
            let args = args.get(..n)?;
            entry.pattern.fit(args.iter().map(Given::seen), &mut leaves).ok()?;
            arguments::typed(&entry.pattern, args, &leaves, &mut unheard).ok()
        };
        let shorter = (0..args.len().min(LONGEST_HEAD)).rev();
        let known = std::iter::once(args.len()).chain(shorter).find_map(fits)?;
        // What follows them may be more names, if it is neither a word of the statement nor of its block.
        let next = args.get(known.len()).filter(|g| g.arg.form == Form::Word && row.word() != "platform");
        let fixed = |text: &str| {
            let in_block = found.entry.block.is_some_and(|b| self.table.word_entry(b, text).is_some());
            in_block || entry.pattern.leaves().iter().any(|l| matches!(l, Leaf::Word(w) if *w == text))
        };
        if next.is_some_and(|g| !fixed(&g.arg.text)) {
            return None;
        }
        let items = kept.map(|b| b.items.clone()).unwrap_or_default();
        Some(Item {
            row,
            head: head.text.clone(),
            head_span: head.span,
            span: head.span.to(node.span),
            args: known,
            block: Some(Arc::new(Block { items, torn: Some(told) })),
            layer: self.layer,
            doc: None,
        })
    }

    pub(super) fn find(&self, statement: &Statement<'_>, context: ContextId, mode: Mode) -> Option<Found> {
        let head = statement.head();
        let plain = |entry| Some(Found { entry, declared: false });
        if arguments::inserts(&head.text) {
            return None;
        }
        if head.form == Form::Word {
            if let Some(entry) = self.table.word_entry(context, &head.text) {
                return plain(entry);
            }
            if self.table.name(context) == "environment" {
                let entry = self.table.word_entry(self.table.find("top")?, &head.text)?;
                return Some(Found { entry, declared: true });
            }
            if mode.mirror && &*head.text == "drop" {
                return plain(self.table.word_entry(self.table.find("objects")?, "drop")?);
            }
        }
        plain(self.table.data_entry(context)?)
    }

    /// The item of a statement whose arguments after insertion are `args`; `head` is its head, or, for what stands
    /// after `assert` and `add`, the argument that is.
    pub(super) fn fitted(
        &mut self,
        statement: &Statement<'_>,
        head: &ast::Argument,
        args: &[Given<'_>],
        found: Found,
        context: ContextId,
        mode: Mode,
    ) -> Result<Item, Reported> {
        let (entry, row, node) = (found.entry, found.entry.row, statement.node());
        if row.state == State::NotYet && self.unlowered == 0 {
            self.not_yet(row, head);
        }
        let mut torn = None;
        if let Head::Data(kind) = row.head {
            torn = arguments::one(kind, head, false, self.sink).err();
        }
        let mut leaves = std::mem::take(&mut self.leaves);
        let fit = entry.pattern.fit(args.iter().map(Given::seen), &mut leaves);
        let rest = leaves.first().map(|n| entry.pattern.leaf(*n));
        let made = match (fit, rest) {
            (Ok(()), Some(Leaf::One(kind @ (Type::Declaration | Type::Assertion)))) => {
                self.leaves = leaves;
                return self.nested(statement, args, kind, row, mode);
            }
            (Ok(()), Some(Leaf::One(Type::Head))) => self.dropped(args, context),
            (Err(Misfit::End(_)), _) if found.declared => {
                // the name is enough to say which declaration is changed
                arguments::typed(&entry.pattern, args, &leaves, self.sink)
            }
            (Ok(()), _) => arguments::typed(&entry.pattern, args, &leaves, self.sink),
            (Err(misfit), _) => {
                if let Some(reported) =
                    self.misplaced_brace(found, head, args, &misfit, context, node.block.is_some())
                {
                    self.leaves = leaves;
                    return Err(reported);
                }
                Err(repair::report(row, &entry.pattern, head, args, &misfit, self.sink))
            }
        };
        if self.table.name(context) == "top" || found.declared {
            torn = torn.or(self.declared_name(row, args, &leaves, entry));
        }
        self.leaves = leaves;
        let mut block = None;
        let known = made.as_deref().ok();
        torn = torn.or(self.inner(statement, found, context, mode, known, &mut block));
        self.kept.clone_from(&block);
        let args = made?;
        if let Some(reported) = torn {
            return Err(reported);
        }
        Ok(Item {
            row,
            head: head.text.clone(),
            head_span: head.span,
            span: head.span.to(node.span),
            args,
            block,
            layer: self.layer,
            doc: node.doc.as_deref().map(Arc::from),
        })
    }

    /// What does not fit is a statement of the block that does not begin: `{` is missing before it. Or the datum
    /// is a statement of the block around: `}` is missing before it.
    fn misplaced_brace(
        &mut self,
        found: Found,
        head: &ast::Argument,
        args: &[Given<'_>],
        misfit: &Misfit,
        context: ContextId,
        has_block: bool,
    ) -> Option<Reported> {
        let row = found.entry.row;
        if let (Head::Data(_), Some(around)) = (row.head, self.around)
            && head.form == Form::Word
            && self.table.word_entry(around, &head.text).is_some()
        {
            if std::mem::replace(&mut self.left, true) {
                return Some(self.sink.told_by_parser());
            }
            let message = format!("`{}` is no key of this block", head.text);
            let told = Diagnostic::new(&E0202, head.span, message, "a statement of the block around it")
                .help("close the block before it with `}`");
            return Some(self.sink.report(told));
        }
        let Misfit::At(n, _) = misfit else { return None };
        let block = if row.block == Some("*") { context } else { found.entry.block? };
        // a word that is none of a closed set was taken for one of it: the brace belongs before it
        let taken = n.checked_sub(1).and_then(|n| args.get(n)).filter(|g| {
            let closed = found.entry.pattern.leaves().iter().find_map(|l| closed_words(l.kind()?));
            closed.is_some_and(|words| !words.contains(&&*g.arg.text))
                && self.table.word_entry(block, &g.arg.text).is_some()
        });
        let given = taken.or(args.get(*n)).filter(|g| g.arg.form == Form::Word && !g.inserted)?;
        let is_key = || !row.block_optional && !has_block && self.table.data_entry(block).is_some();
        if self.table.word_entry(block, &given.arg.text).is_none() && !is_key() {
            return None;
        }
        let (word, span) = (&given.arg.text, given.arg.span);
        let message = format!("`{{` is missing before `{word}`");
        let told =
            Diagnostic::new(&E0137, span, message, format!("this stands in the block of `{}`", row.word()))
                .fix("write `{`", Applicability::MaybeIncorrect, span.before(), "{ ");
        self.open = Some(block);
        Some(self.sink.report(told))
    }

    fn not_yet(&mut self, row: &'static Row, head: &ast::Argument) {
        let message = format!("`{}` is not lowered by this version of meshc", row.word());
        let told =
            Diagnostic::new(&E0801, head.span, message, "it is checked, but nothing would be written for it")
                .help("take it away, or write its objects yourself and name their files with `raw`");
        self.sink.report(told);
    }

    /// Reads the block, or says that it is missing or too much. Without `args` (they do not fit, or the parser
    /// found the statement broken) nothing is required in it: what they say could make it needless.
    fn inner(
        &mut self,
        statement: &Statement<'_>,
        found: Found,
        context: ContextId,
        mode: Mode,
        args: Option<&[Arg]>,
        into: &mut Option<Arc<Block>>,
    ) -> Option<Reported> {
        let (row, node) = (found.entry.row, statement.node());
        let (Some(name), true) = (row.block, node.block.is_some()) else {
            return match (row.block, node.block) {
                (None, Some(braces)) if !node.hole => Some(self.superfluous(row, statement, braces)),
                (Some(_), None) if !row.block_optional && !mode.mirror && !found.declared && !node.hole => {
                    let message = format!("the block of `{}` is missing", row.word());
                    let told = Diagnostic::new(&E0137, node.span, message, "` { … }` belongs after this")
                        .help(self.block_help(found))
                        .fix(
                            "write an empty block",
                            Applicability::HasPlaceholders,
                            node.span.after(),
                            " { }",
                        );
                    Some(self.sink.report(told))
                }
                _ => None,
            };
        };
        let outside = context;
        let context = if name == "*" { context } else { found.entry.block? };
        let free = matches!(row.word(), "template" | "defaults")
            || args
                .is_none_or(|args| args.iter().any(|a| matches!(a.slot, Slot::Word("installed" | "like"))));
        let mirror = mode.mirror || name == "*" || found.declared;
        let inner = Mode { required: !free && !mirror, mirror };
        let outer = self.layer;
        if outer == Layer::Written {
            self.layer = match (name, row.word()) {
                ("*", _) => Layer::On,
                (_, "environment") => Layer::Environment,
                (_, "template") => Layer::Template,
                (_, "defaults") => Layer::Defaults,
                _ => outer,
            };
        }
        let unlowered = u32::from(row.state == State::NotYet);
        self.unlowered += unlowered;
        let word = if matches!(row.head, Head::Word(_)) { row.word() } else { "block" };
        let broken = std::mem::replace(&mut self.broken, node.hole);
        let around = self.around.replace(outside);
        let left = std::mem::replace(&mut self.left, false);
        let block = self.block(statement.block(), context, inner, Some((word, node.span)));
        (self.broken, self.around, self.left) = (broken, around, left);
        self.unlowered -= unlowered;
        self.layer = outer;
        *into = Some(Arc::new(block));
        None
    }

    fn block_help(&self, found: Found) -> String {
        let Some(context) = found.entry.block else { return String::new() };
        let words: Vec<&str> = self.table.rows_of(context).map(Row::word).take(6).collect();
        format!("in it stand {}", crate::diagnostic::or_list(words).replace(" or ", " and "))
    }

    fn superfluous(&mut self, row: &'static Row, statement: &Statement<'_>, braces: ast::Block) -> Reported {
        let message = format!("`{}` takes no block", row.word());
        let told = Diagnostic::new(&E0138, braces.open, message, "this block belongs to nothing");
        let told = if statement.node().size == 0 {
            let span = statement.span().after().to(braces.close);
            told.fix("take the block away", Applicability::MachineApplicable, span, "")
        } else {
            told.help(format!("it is written `{}`", shape(row)))
        };
        self.sink.report(told)
    }

    /// Nothing may be put into the name of a declaration, but into a host, and into a list of clusters.
    fn declared_name(
        &mut self,
        row: &'static Row,
        args: &[Given<'_>],
        leaves: &[u8],
        entry: &Entry,
    ) -> Option<Reported> {
        let Merge::By(kinds) = row.merge else { return None };
        if matches!(row.word(), "cluster" | "link" | "external" | "use" | "expect") {
            return None;
        }
        let is_name = |n: &u8| entry.pattern.leaf(*n).kind().is_some_and(|k| kinds.contains(&k));
        let (given, _) = args.iter().zip(leaves).find(|(g, n)| g.inserted && is_name(n))?;
        let message = format!("something is put into the name of a `{}`", row.word());
        let told = Diagnostic::new(&E0139, given.arg.span, message, "a declared name is written out")
            .help("names are how other files refer to it: write it as it is");
        Some(self.sink.report(told))
    }
}

/// How a row is written: its word and its pattern.
pub(super) fn shape(row: &Row) -> String {
    let word = match row.head {
        Head::Word(word) => word.to_owned(),
        Head::Data(kind) => kind.name().to_owned(),
    };
    if row.pattern.is_empty() { word } else { format!("{word} {}", row.pattern) }
}
