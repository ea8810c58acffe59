//! All files into one table of declarations, with what the chosen environment changes.

use super::{Choice, Program};
use crate::construct::{Block, Item, Layer, Lets, Mode, read_block};
use crate::diagnostic::codes::names::{E0210, E0211, E0212};
use crate::diagnostic::{Applicability, Diagnostic, Reported, Sink, nearest, or_list};
use crate::source::{FileId, Sources, Span};
use crate::syntax::ast;
use crate::topology::{Decl, Expect, Name};
use crate::value::{Type, Value};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A declaration of the top level.
#[derive(Clone, Debug)]
pub(super) struct Declaration {
    /// The statement.
    pub(super) item: Arc<Item>,
    /// For comments and diagnostics.
    pub(super) decl: Decl,
    /// Its name and where it stands (the first of several).
    pub(super) name: (Name, Span),
    /// What the environment says of it, nearest last.
    pub(super) overlays: Vec<Arc<Item>>,
}

impl Declaration {
    /// Somebody else makes it.
    pub(super) fn installed(&self) -> bool {
        self.item.has("installed")
    }

    /// The clusters that its `on` names.
    pub(super) fn on(&self) -> Option<Vec<(Name, Span)>> {
        let overlay = self.overlays.iter().rev().find(|o| o.has("on"));
        let item = overlay.unwrap_or(&self.item);
        item.has("on").then(|| texts(&item.list_after("on")))
    }

    /// Its block, empty where it has none.
    pub(super) fn block(&self) -> Arc<Block> {
        self.item.inner()
    }

    /// Namespace and name, where it is called by both.
    pub(super) fn qname(&self) -> (Name, Name) {
        match self.item.value(Type::Qname) {
            Some((Value::Qname(q), _)) => (q.ns.clone(), q.name.clone()),
            _ => (Name::from(""), self.name.0.clone()),
        }
    }
}

/// The texts among values, with their places.
pub(super) fn texts(values: &[(&Value, Span)]) -> Vec<(Name, Span)> {
    values.iter().map(|(v, s)| (value_name(v), *s)).collect()
}

/// A value as a name.
pub(super) fn value_name(value: &Value) -> Name {
    match value {
        Value::Text(text) => text.clone(),
        other => Name::from(other.to_string()),
    }
}

/// Everything that is declared.
#[derive(Debug, Default)]
pub(super) struct Declarations {
    pub(super) platform: Option<Arc<Item>>,
    pub(super) defaults: Option<Arc<Item>>,
    /// By keyword, then name. Service, job, cronjob and external share one space of names.
    pub(super) by_kind: BTreeMap<&'static str, BTreeMap<Name, Declaration>>,
    pub(super) links: Vec<Declaration>,
    pub(super) routes: Vec<Declaration>,
    pub(super) raws: Vec<Declaration>,
    pub(super) asserts: Vec<Arc<Item>>,
    pub(super) expects: Vec<Expect>,
    /// Clusters that some environment has and the chosen one lacks.
    pub(super) elsewhere: Vec<Name>,
    pub(super) torn: Option<Reported>,
    /// A statement is so broken that not even what it declares is known.
    pub(super) lost: Option<Reported>,
}

impl Declarations {
    /// The declarations of a keyword, by name.
    pub(super) fn of(&self, kind: &str) -> impl Iterator<Item = (&Name, &Declaration)> {
        self.by_kind.get(kind).into_iter().flatten()
    }

    /// One declaration.
    pub(super) fn get(&self, kind: &str, name: &str) -> Option<&Declaration> {
        self.by_kind.get(kind)?.get(name)
    }
}

/// Reads all files and sorts what they declare.
pub(super) fn declare(
    program: &Program,
    sources: &Sources,
    choice: &Choice,
    sink: &mut Sink,
) -> Declarations {
    let asts: Vec<&ast::File> = program.files.iter().map(|f| &f.ast).collect();
    let lets = Lets::collect(&asts, choice.environment.as_deref(), sink);
    let read: Vec<(Block, Sink)> = program
        .files
        .par_iter()
        .map(|file| {
            let mut sink = Sink::default();
            let mode = Mode { required: true, mirror: false };
            (read_block(file.ast.top(), "top", mode, &lets, Layer::Written, &mut sink), sink)
        })
        .collect();
    let mut out = Declarations::default();
    let mut environments: Vec<(Arc<Item>, FileId)> = Vec::new();
    for (file, (block, own)) in program.files.iter().zip(read) {
        sink.append(own);
        out.torn = out.torn.or(block.torn);
        if file.ast.top().count() > block.items.len() {
            out.lost = out.lost.or(block.torn);
        }
        for item in &block.items {
            if !file.library || is_shared(item) {
                add(&mut out, item, &origin(program, sources, file.file), &mut environments, sink);
            }
        }
        if !file.library {
            expects(file.ast.top(), None, &mut out.expects);
        }
    }
    overlay(&mut out, &environments, choice, &|f| origin(program, sources, f), sink);
    elsewhere(&mut out, &asts, choice);
    out
}

/// What a library lends: language §4, `use`.
fn is_shared(item: &Item) -> bool {
    matches!(item.row.word(), "template" | "let" | "cluster" | "trust" | "platform" | "environment" | "use")
}

/// The name of a file as comments give it: below the root.
fn origin(program: &Program, sources: &Sources, file: FileId) -> Name {
    let name = sources.name(file);
    Name::from(name.strip_prefix(program.root.as_str()).unwrap_or(name))
}

/// The names that a declaration gives, with their places.
fn names_of(item: &Item) -> Vec<(Name, Span)> {
    texts(&item.list_first())
}

fn declaration(item: &Arc<Item>, name: (Name, Span), origin: &str) -> Declaration {
    let comment = Name::from(format!("{origin}: {} {}", item.row.word(), name.0));
    let decl = Decl { span: name.1, comment };
    Declaration { item: item.clone(), decl, name, overlays: vec![] }
}

/// The keyword under which a declaration is kept: one space for what is called by a reference.
fn space(word: &'static str) -> &'static str {
    if matches!(word, "job" | "cronjob") { "service" } else { word }
}

fn add(
    out: &mut Declarations,
    item: &Arc<Item>,
    origin: &Name,
    environments: &mut Vec<(Arc<Item>, FileId)>,
    sink: &mut Sink,
) {
    let word = item.row.word();
    match word {
        "platform" => once(&mut out.platform, item, sink),
        "defaults" => once(&mut out.defaults, item, sink),
        "let" | "use" | "expect" => {}
        "assert" => out.asserts.push(item.clone()),
        "environment" => environments.push((item.clone(), item.span.file)),
        "link" | "routes" | "raw" => {
            let span = item.args.first().map_or(item.span, |a| a.span);
            let shown = item.args.iter().flat_map(|a| show(&a.slot)).collect::<Vec<_>>().join(" ");
            let made = declaration(item, (Name::from(shown), span), origin);
            match word {
                "link" => out.links.push(made),
                "routes" => out.routes.push(made),
                _ => out.raws.push(made),
            }
        }
        _ => {
            for name in names_of(item) {
                declare_one(out, item, name, origin, sink);
            }
        }
    }
}

/// An argument as written, members of a list joined.
pub(super) fn show(slot: &crate::construct::Slot) -> Vec<String> {
    use crate::construct::Slot;
    match slot {
        Slot::Word(w) => vec![(*w).to_owned()],
        Slot::One(_, v) => vec![v.to_string()],
        Slot::Many(_, vs) => match vs.as_slice() {
            [(one, _)] => vec![one.to_string()],
            many => {
                vec![format!("[{}]", many.iter().map(|(v, _)| v.to_string()).collect::<Vec<_>>().join(", "))]
            }
        },
    }
}

fn declare_one(out: &mut Declarations, item: &Arc<Item>, name: (Name, Span), origin: &str, sink: &mut Sink) {
    let kind = space(item.row.word());
    let first = out.by_kind.get(kind).and_then(|k| k.get(&name.0)).map(|d| (d.name.1, d.item.row.word()));
    let other = match kind {
        "service" => out.get("external", &name.0),
        "external" => out.get("service", &name.0),
        _ => None,
    };
    if let Some((first, word)) = first.or(other.map(|d| (d.name.1, d.item.row.word()))) {
        let message = format!("the {} `{}` is declared twice", item.row.word(), name.0);
        let told = Diagnostic::new(&E0210, name.1, message, "declared again here")
            .because(first, format!("first declared here, as a {word}"))
            .help("take one away, or give it another name");
        sink.report(told);
        return;
    }
    let made = declaration(item, name, origin);
    out.by_kind.entry(kind).or_default().insert(made.name.0.clone(), made);
}

fn once(slot: &mut Option<Arc<Item>>, item: &Arc<Item>, sink: &mut Sink) {
    if let Some(first) = slot {
        let message = format!("a second `{}` in the program", item.row.word());
        sink.report(
            Diagnostic::new(&E0210, item.head_span, message, "it stands once, whatever the number of files")
                .because(first.head_span, "the first is here"),
        );
        return;
    }
    *slot = Some(item.clone());
}

/// Puts the chosen environment's statements over what they change.
fn overlay(
    out: &mut Declarations,
    environments: &[(Arc<Item>, FileId)],
    choice: &Choice,
    origin: &dyn Fn(FileId) -> Name,
    sink: &mut Sink,
) {
    let Some(chosen) = choice.environment.as_deref() else { return };
    let name = |i: &Item| i.text(Type::Name).cloned().unwrap_or_else(|| Name::from(""));
    let mut found = false;
    for (item, file) in environments.iter().filter(|(i, _)| *name(i) == *chosen) {
        found = true;
        let block = item.inner();
        out.torn = out.torn.or(block.torn);
        for inner in &block.items {
            match inner.row.word() {
                "let" => {}
                "add" => {
                    for added in &inner.inner().items {
                        add(out, added, &origin(*file), &mut vec![], sink);
                    }
                }
                "drop" => drop_declaration(out, inner, sink),
                _ => lay_over(out, inner, chosen, sink),
            }
        }
    }
    if !found {
        let names: Vec<Name> = environments.iter().map(|(i, _)| name(i)).collect();
        let message = format!("no file declares an environment `{chosen}`");
        let near = nearest(chosen, names.iter().map(|n| &**n));
        let known = or_list(names.iter().map(|n| &**n));
        let told = Diagnostic::without_place(&E0211, message);
        sink.report(match (near.first(), names.is_empty()) {
            (Some(near), _) => told.help(format!("there is an environment with a similar name: `{near}`")),
            (None, false) => told.help(format!("name one of the program's: {known}")),
            (None, true) => told.help("the program declares no environment; leave `--environment` out"),
        });
    }
}

fn lay_over(out: &mut Declarations, inner: &Arc<Item>, environment: &str, sink: &mut Sink) {
    let kind = space(inner.row.word());
    for (name, span) in names_of(inner) {
        let all: Vec<Name> = out.of(kind).map(|(n, _)| n.clone()).collect();
        if let Some(declared) = out.by_kind.get_mut(kind).and_then(|k| k.get_mut(&name)) {
            declared.overlays.push(inner.clone());
            continue;
        }
        let message = format!("the {kind} `{name}` is declared nowhere, so `{environment}` cannot change it");
        let near = nearest(&name, all.iter().map(|n| &**n));
        let told = Diagnostic::new(&E0212, span, message, "nothing of this name")
            .help(format!("write `add {kind} {name}` for one that exists in this environment only"));
        sink.report(with_near(told, kind, &near, span));
    }
}

/// `an` before a vowel.
fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}

/// Adds the nearest names of a kind, and the fix where there is one only.
pub(super) fn with_near(told: Diagnostic, kind: &str, near: &[&str], span: Span) -> Diagnostic {
    match near {
        [] => told,
        [one, rest @ ..] => {
            let told = if rest.is_empty() {
                told.help(format!("there is {} {kind} with a similar name: `{one}`", article(kind)))
            } else {
                told.help(format!("similar names: {}", or_list(near.iter().copied())))
            };
            told.fix(format!("write `{one}`"), Applicability::MaybeIncorrect, span, *one)
        }
    }
}

fn drop_declaration(out: &mut Declarations, item: &Item, sink: &mut Sink) {
    let words: Vec<(Name, Span)> = item.all_values().map(|(_, v, s)| (value_name(v), s)).collect();
    let dropped = match words.as_slice() {
        [(kind, _), (name, _), ..] => out
            .by_kind
            .iter_mut()
            .find(|(k, _)| ***k == **kind)
            .is_some_and(|(_, declared)| declared.remove(name).is_some()),
        _ => false,
    };
    if !dropped {
        let span = words.get(1).or(words.first()).map_or(item.span, |(_, s)| *s);
        let message = "`drop` takes away a declaration that does not exist";
        sink.report(Diagnostic::new(&E0212, span, message, "nothing of this kind and name is declared"));
    }
}

/// Every `expect`, with the block in which it holds.
fn expects(statements: ast::Statements<'_>, within: Option<Span>, out: &mut Vec<Expect>) {
    for statement in statements {
        let head = statement.head();
        if head.form == ast::Form::Word && &*head.text == "expect" {
            if let Some((code, _)) = statement.args().next() {
                out.push(Expect { code: code.text.clone(), span: code.span, within });
            }
        } else if let Some(block) = statement.node().block {
            expects(statement.block(), Some(statement.span().to(block.close)), out);
        }
    }
}

/// Clusters that the program declares in an environment that was not chosen, or by a `let` of one: known, absent.
fn elsewhere(out: &mut Declarations, asts: &[&ast::File], choice: &Choice) {
    let mut names: Vec<Name> = Vec::new();
    let environments = asts.iter().flat_map(|f| f.top()).filter(|s| &*s.head().text == "environment");
    let mut chosen: Vec<Option<String>> = vec![None];
    chosen.extend(environments.filter_map(|s| s.args().next().map(|(a, _)| Some(a.text.to_string()))));
    for environment in chosen.iter().filter(|e| e.as_deref() != choice.environment.as_deref()) {
        let mut ignored = Sink::default();
        let lets = Lets::collect(asts, environment.as_deref(), &mut ignored);
        for statement in asts.iter().flat_map(|f| f.top()) {
            let is_it = environment.is_some()
                && statement.args().next().map(|(a, _)| a.text.to_string()) == *environment;
            if &*statement.head().text == "cluster" {
                names.extend(cluster_names(&statement, &lets));
            } else if &*statement.head().text == "environment" && is_it {
                let added = statement.block().filter(|s| &*s.head().text == "add");
                let clusters = added.filter(|s| s.args().next().is_some_and(|(a, _)| &*a.text == "cluster"));
                names.extend(clusters.flat_map(|s| s.args().nth(1).map(|(a, _)| a.text.clone())));
            }
        }
    }
    names.sort();
    names.dedup();
    out.elsewhere = names.into_iter().filter(|n| out.get("cluster", n).is_none()).collect();
}

fn cluster_names(statement: &ast::Statement<'_>, lets: &Lets) -> Vec<Name> {
    let words: Vec<Name> = match statement.args().next() {
        Some((arg, [])) => vec![arg.text.clone()],
        Some((_, members)) => members.iter().map(|m| m.text.clone()).collect(),
        None => vec![],
    };
    words.iter().flat_map(|w| lets.expand(w)).collect()
}
