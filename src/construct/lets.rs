//! `let`s of the chosen environment, resolved, and what `${…}` in words and strings becomes.
//!
//! Invariant: a resolved `let` holds no insertion of another; what was put in is never looked at again. The
//! insertions of addresses (`${url REF}`, `${address REF}`, `${host REF}`) are left for `resolve`, with literal
//! ones kept apart from them by one more `$` ([`pieces`]).

use crate::diagnostic::codes::insertions::{E0203, E0204, E0205, E0206, E0207, E0208, E0209};
use crate::diagnostic::{Applicability, Diagnostic, Reported, Sink, nearest};
use crate::source::Span;
use crate::syntax::ast::{self, Argument, Form};
use crate::value::{self, Type};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How deep `let`s may hold other `let`s (language, promise 5).
const DEEPEST: usize = 16;
/// How many bytes an expanded value may have (language, promise 5).
const LARGEST: usize = 64 * 1024;

/// A text, and whether it was quoted.
type Inserted = (Arc<str>, bool);

/// A resolved `let`.
#[derive(Clone, Debug)]
struct Let {
    values: Vec<Inserted>,
}

/// All `let`s by name; `Err` where a mistake in one was reported.
#[derive(Clone, Debug, Default)]
pub struct Lets {
    map: BTreeMap<Arc<str>, Result<Let, Reported>>,
}

/// A `let` as written.
#[derive(Clone, Copy)]
struct Written<'a> {
    /// It is broken, and that is said where statements are read.
    broken: bool,
    name: &'a Argument,
    value: &'a Argument,
    members: &'a [Argument],
}

/// What insertion makes of an argument.
pub(crate) enum Expanded {
    /// One text.
    One(Arc<str>),
    /// The members of a list `let`, where the argument was nothing else.
    List(Vec<Inserted>),
}

/// A piece of a text that addresses may be put into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text as it is.
    Text(&'a str),
    /// `${url REF}`, `${address REF}`, `${host REF}`: the word, and the reference.
    Address(&'a str, &'a str),
}

/// The pieces of a value's text: what is literal, and which addresses stand between.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut out, mut rest, mut from) = (vec![], text, 0);
    while let Some(at) = rest.get(from..).and_then(|r| r.find("${")).map(|n| n + from) {
        let inner = rest.get(at + 2..).and_then(|r| r.split_once('}'));
        let address = inner.and_then(|(inner, _)| address(inner));
        match (address, inner) {
            (Some(_), Some((inner, more))) if at > 0 && rest.get(at - 1..at) == Some("$") => {
                out.push(Piece::Text(rest.get(..at - 1).unwrap_or("")));
                rest = rest.get(at..).unwrap_or(more);
                from = 2 + inner.len();
            }
            (Some((word, reference)), Some((_, more))) => {
                out.push(Piece::Text(rest.get(..at).unwrap_or("")));
                out.push(Piece::Address(word, reference));
                rest = more;
                from = 0;
            }
            _ => from = at + 2,
        }
    }
    out.push(Piece::Text(rest));
    out.retain(|p| *p != Piece::Text(""));
    out
}

/// `url REF` in its two words.
fn address(inner: &str) -> Option<(&str, &str)> {
    let (word, reference) = inner.split_once(' ')?;
    matches!(word, "url" | "address" | "host").then_some((word, reference.trim()))
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_')
}

impl Lets {
    /// The `let`s of all files, with those of the chosen environment in the place of others of their name, each
    /// resolved. Reports duplicates, cycles and unknown names.
    #[must_use]
    pub fn collect(files: &[&ast::File], environment: Option<&str>, sink: &mut Sink) -> Self {
        let mut written: BTreeMap<Arc<str>, Written<'_>> = BTreeMap::new();
        let mut nearer: BTreeMap<Arc<str>, Written<'_>> = BTreeMap::new();
        for statement in files.iter().flat_map(|f| f.top()) {
            if !is_word(statement.head(), "environment") {
                gather(&statement, &mut written, sink);
            } else if environment.is_some_and(|e| statement.args().next().is_some_and(|(a, _)| *a.text == *e))
            {
                for inner in statement.block() {
                    gather(&inner, &mut nearer, sink);
                }
            }
        }
        written.append(&mut nearer);
        let mut out = Self::default();
        for name in written.keys() {
            out.resolve(name, &written, &mut vec![], sink);
        }
        out
    }

    /// Puts the `let` into the map, after those that it holds.
    fn resolve(
        &mut self,
        name: &Arc<str>,
        written: &BTreeMap<Arc<str>, Written<'_>>,
        way: &mut Vec<Arc<str>>,
        sink: &mut Sink,
    ) {
        let Some(own) = written.get(name) else { return };
        if self.map.contains_key(name) {
            return;
        }
        if own.broken {
            self.map.insert(name.clone(), Err(sink.told_by_parser()));
            return;
        }
        if let Some(at) = way.iter().position(|w| w == name) {
            let circle: Vec<String> = way.iter().skip(at).chain([name]).map(|w| format!("`{w}`")).collect();
            let message = format!("the let `{name}` holds itself");
            let told = Diagnostic::new(&E0205, own.name.span, message, circle.join(" holds "))
                .help("give one of them a value of its own");
            self.map.insert(name.clone(), Err(sink.report(told)));
            return;
        }
        if way.len() >= DEEPEST {
            let message = format!("`{name}` lies under {DEEPEST} lets that hold each other");
            let told = Diagnostic::new(&E0209, own.name.span, message, "one too deep")
                .help("write the value where it is used");
            self.map.insert(name.clone(), Err(sink.report(told)));
            return;
        }
        way.push(name.clone());
        let list = matches!(own.value.form, Form::List(_));
        let values: Vec<&Argument> = if list { own.members.iter().collect() } else { vec![own.value] };
        for held in values.iter().filter(|v| v.form != Form::Text).flat_map(|v| names_in(&v.text)) {
            if let Some((held, _)) = written.get_key_value(held) {
                self.resolve(held, written, way, sink);
            }
        }
        way.pop();
        let mut made = Let { values: vec![] };
        let mut torn = self.map.get(name).and_then(|m| m.as_ref().err().copied());
        for value in values {
            match self.expand_argument(value, sink) {
                Ok(Expanded::One(text)) => made.values.push((text, value.form != Form::Word)),
                Ok(Expanded::List(all)) if !list => made.values = all,
                Ok(Expanded::List(all)) => made.values.extend(all),
                Err(reported) => torn = Some(reported),
            }
        }
        let size: usize = made.values.iter().map(|(t, _)| t.len()).sum();
        if size > LARGEST {
            torn = Some(too_large(own.value.span, size, sink));
        }
        self.map.insert(name.clone(), torn.map_or(Ok(made), Err));
    }

    /// What a word or string is with all `let`s put in: several texts where it is only a list. Empty where that
    /// cannot be had.
    #[must_use]
    pub fn expand(&self, text: &str) -> Vec<Arc<str>> {
        let nowhere = Span::new(crate::source::FileId(0), 0, 0);
        let argument = Argument { form: Form::String, span: nowhere, text: Arc::from(text) };
        match self.expand_argument(&argument, &mut Sink::default()) {
            Ok(Expanded::One(text)) => vec![text],
            Ok(Expanded::List(all)) => all.into_iter().map(|(text, _)| text).collect(),
            Err(_) => vec![],
        }
    }

    /// What an argument is with all `let`s put in.
    pub(crate) fn expand_argument(&self, argument: &Argument, sink: &mut Sink) -> Result<Expanded, Reported> {
        let text = &*argument.text;
        if argument.form == Form::Text {
            return Ok(Expanded::One(if text.contains("${") {
                keep_literal(text).into()
            } else {
                argument.text.clone()
            }));
        }
        if let Some(name) = text.strip_prefix("${").and_then(|t| t.strip_suffix('}')).filter(|n| is_name(n)) {
            let found = self.find(name, argument, 0, sink)?;
            return match found.values.as_slice() {
                [(one, _)] => Ok(Expanded::One(one.clone())),
                many => Ok(Expanded::List(many.to_vec())),
            };
        }
        self.put_in(argument, sink).map(|t| Expanded::One(t.into()))
    }

    fn find(&self, name: &str, at: &Argument, offset: usize, sink: &mut Sink) -> Result<&Let, Reported> {
        match self.map.get(name) {
            Some(Ok(found)) => Ok(found),
            Some(Err(reported)) => Err(*reported),
            None => {
                let span = part(at, offset, name.len() + 3);
                let message = format!("there is no let `{name}`");
                let mut told = Diagnostic::new(&E0203, span, message, "nothing of this name");
                let near = nearest(name, self.map.keys().map(|k| &**k));
                told = match near.first() {
                    Some(near) => told
                        .help(format!("there is a let with a similar name: `{near}`"))
                        .fix(format!("write `${{{near}}}`"), Applicability::MaybeIncorrect, span, format!("${{{near}}}")),
                    None => told.help(format!(
                        "declare it with `let {name} VALUE`; for the text `${{{name}}}` itself write `$${{{name}}}`"
                    )),
                };
                Err(sink.report(told))
            }
        }
    }

    fn put_in(&self, argument: &Argument, sink: &mut Sink) -> Result<String, Reported> {
        let text = &*argument.text;
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while let Some(found) = text.get(at..).and_then(|r| r.find("${")).map(|n| n + at) {
            let before = text.get(at..found).unwrap_or("");
            let rest = text.get(found + 2..).unwrap_or("");
            if let Some(before) = before.strip_suffix('$') {
                out.push_str(before);
                let is_address = rest.split_once('}').is_some_and(|(inner, _)| address(inner).is_some());
                out.push_str(if is_address { "$${" } else { "${" });
                at = found + 2;
                continue;
            }
            out.push_str(before);
            let closed = rest.contains('}');
            let inner = rest.split_once('}').map_or(rest, |(inner, _)| inner);
            let length = inner.len() + 2 + usize::from(closed);
            if closed && is_name(inner) {
                let found_let = self.find(inner, argument, found, sink)?;
                match found_let.values.as_slice() {
                    [(one, _)] => out.push_str(one),
                    many => {
                        let span = part(argument, found, length);
                        let message =
                            format!("`{inner}` is a list of {}, which is no part of a text", many.len());
                        let told = Diagnostic::new(
                            &E0206,
                            span,
                            message,
                            "a list stands only as a whole argument",
                        )
                        .help(format!(
                            "write `${{{inner}}}` alone where `TYPE+` may stand, or use a `let` of one value"
                        ));
                        return Err(sink.report(told));
                    }
                }
            } else if closed
                && address(inner).is_some_and(|(_, r)| !r.is_empty() && !r.contains(char::is_whitespace))
            {
                out.push_str(text.get(found..found + length).unwrap_or(""));
            } else {
                let span = part(argument, found, length);
                let (message, label) = if closed {
                    (format!("`${{{inner}}}` inserts nothing"), "no name of a let, and no address")
                } else {
                    ("an insertion does not end".to_owned(), "a `}` belongs into this text")
                };
                let told = Diagnostic::new(&E0204, span, message, label);
                let told = inserts_nothing(told, inner, closed, span, part(argument, found, 2));
                return Err(sink.report(told));
            }
            at = found + length;
            if out.len() > LARGEST {
                return Err(too_large(argument.span, out.len(), sink));
            }
        }
        out.push_str(text.get(at..).unwrap_or(""));
        if out.len() > LARGEST {
            return Err(too_large(argument.span, out.len(), sink));
        }
        Ok(out)
    }
}

/// What to write where an insertion inserts nothing: of a service, its address.
fn inserts_nothing(told: Diagnostic, inner: &str, closed: bool, span: Span, open: Span) -> Diagnostic {
    if closed && inner.contains('.') && value::parse(Type::Ref, inner).is_ok() {
        let url = format!("${{url {inner}}}");
        return told
            .help(format!(
                "the address of a service is `{url}`, `${{address {inner}}}` or `${{host {inner}}}`"
            ))
            .fix(format!("write `{url}`"), Applicability::MaybeIncorrect, span, url);
    }
    told.help(
        "an insertion is `${name}`, `${url REF}`, `${address REF}` or `${host REF}`; `$${` is the text `${`",
    )
    .fix("write `$${`", Applicability::MaybeIncorrect, open, "$${")
}

fn is_word(argument: &Argument, word: &str) -> bool {
    argument.form == Form::Word && &*argument.text == word
}

/// A literal text whose `${url …}` are no addresses.
fn keep_literal(text: &str) -> String {
    let mut out = text.to_owned();
    for word in ["url ", "address ", "host "] {
        out = out.replace(&format!("${{{word}"), &format!("$${{{word}"));
    }
    out
}

fn too_large(span: Span, size: usize, sink: &mut Sink) -> Reported {
    let message = format!("what is put in makes a value of {size} bytes");
    let told = Diagnostic::new(&E0208, span, message, format!("{LARGEST} bytes are the most"))
        .help("keep a large text in a file, with `config … { file \"…\" }`");
    sink.report(told)
}

/// The place of a part of an argument's text; the whole argument where escapes move it.
fn part(argument: &Argument, offset: usize, length: usize) -> Span {
    let span = argument.span;
    let quote = match argument.form {
        Form::Word => 0,
        Form::String if (span.end - span.start) as usize == argument.text.len() + 2 => 1,
        _ => return span,
    };
    let start = span.start as usize + quote + offset;
    Span::new(span.file, start, (start + length).min(span.end as usize))
}

fn names_in(text: &str) -> impl Iterator<Item = &str> {
    text.split("${").skip(1).filter_map(|r| r.split_once('}')).map(|(name, _)| name)
}

fn gather<'a>(statement: &ast::Statement<'a>, into: &mut BTreeMap<Arc<str>, Written<'a>>, sink: &mut Sink) {
    let mut args = statement.args();
    if !is_word(statement.head(), "let") {
        return;
    }
    let Some((name, _)) = args.next() else { return };
    let second = args.next();
    let broken = second.is_none() || args.next().is_some() || statement.node().hole;
    let (value, members) = second.unwrap_or((name, &[]));
    if let Some(first) = into.get(&name.text) {
        let message = format!("the let `{}` is declared twice", name.text);
        let told = Diagnostic::new(&E0207, name.span, message, "declared again here")
            .because(first.name.span, "first declared here")
            .help("take one away, or put it into an `environment`, where it replaces the other");
        sink.report(told);
        return;
    }
    into.insert(name.text.clone(), Written { broken, name, value, members });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_keep_literals_apart() {
        use Piece::{Address, Text};
        assert_eq!(pieces("a ${url shop.cart}/x"), [Text("a "), Address("url", "shop.cart"), Text("/x")]);
        assert_eq!(pieces("a $${url x} ${b"), [Text("a "), Text("${url x} ${b")]);
        assert_eq!(pieces("${host a}${host b}"), [Address("host", "a"), Address("host", "b")]);
        assert_eq!(pieces("$${url x}${url y}"), [Text("${url x}"), Address("url", "y")]);
        assert_eq!(pieces(""), []);
    }
}
