//! The arguments of one statement against one pattern: which is what, and what each value is.

use super::item::{Arg, Slot};
use super::lets::{Expanded, Lets};
use super::pattern::{Leaf, Misfit, Pattern, Seen};
use crate::diagnostic::codes::values as codes;
use crate::diagnostic::{Applicability, Code, Diagnostic, Reported, Sink, nearest, or_list};
use crate::source::Span;
use crate::syntax::ast::{Argument, Form, Statement};
use crate::value::{self, Invalid, Type, Value, closed_words};

/// How many members a list may have (language, promise 5).
const LONGEST: usize = 1000;

/// An argument after insertion.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given<'a> {
    pub(super) arg: &'a Argument,
    pub(super) members: &'a [Argument],
    /// Something was put in: it is no fixed word.
    pub(super) inserted: bool,
}

impl<'a> Given<'a> {
    pub(super) fn seen(&self) -> Seen<'a> {
        let text = &*self.arg.text;
        match self.arg.form {
            Form::Arrow => Seen::Arrow,
            Form::List(_) => Seen::List(self.members.first().map_or("", |m| &m.text)),
            _ if self.inserted => Seen::Put(text),
            Form::Word => Seen::Word(text),
            Form::String | Form::Text => Seen::Data(text),
        }
    }

    /// As it would be written, short.
    pub(super) fn shown(&self) -> String {
        match self.arg.form {
            Form::List(_) => "[…]".to_owned(),
            _ => cut(&self.arg.text),
        }
    }
}

/// The text, at most 48 characters of it, on one line.
pub(super) fn cut(text: &str) -> String {
    let line: String = text.chars().take(48).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.len() < text.len() && text.chars().count() > 48 { line + "…" } else { line }
}

/// Arguments with what was put in, for statements that have an insertion.
pub(super) struct Owned {
    arg: Argument,
    members: Vec<Argument>,
    inserted: bool,
}

impl Owned {
    pub(super) fn given(&self) -> Given<'_> {
        Given { arg: &self.arg, members: &self.members, inserted: self.inserted }
    }
}

/// Whether something may be put into a text; most have no `$` at all.
pub(super) fn inserts(text: &str) -> bool {
    text.as_bytes().contains(&b'$') && text.contains("${")
}

/// Whether the statement has an argument that something may be put into.
pub(super) fn has_insertion(statement: &Statement<'_>) -> bool {
    let one = |a: &Argument| inserts(&a.text);
    statement.args().any(|(a, members)| one(a) || members.iter().any(one))
}

/// The statement's arguments with all `let`s put in.
pub(super) fn expand(
    statement: &Statement<'_>,
    lets: &Lets,
    sink: &mut Sink,
) -> Result<Vec<Owned>, Reported> {
    let mut torn = None;
    let mut out = vec![];
    for (arg, members) in statement.args() {
        let mut owned = Owned { arg: arg.clone(), members: vec![], inserted: false };
        if arg.text.contains("${") {
            owned.inserted = arg.form != Form::Text;
            match lets.expand_argument(arg, sink) {
                Ok(Expanded::One(text)) => owned.arg.text = text,
                Ok(Expanded::List(all)) => {
                    let form = |quoted| if quoted { Form::String } else { Form::Word };
                    let member = |(text, quoted)| Argument { form: form(quoted), span: arg.span, text };
                    owned.arg.form = Form::List(u32::try_from(all.len()).unwrap_or(u32::MAX));
                    owned.members = all.into_iter().map(member).collect();
                }
                Err(reported) => torn = Some(reported),
            }
        }
        for member in members {
            let mut member = member.clone();
            if member.text.contains("${") {
                owned.inserted |= member.form != Form::Text;
                match lets.expand_argument(&member, sink) {
                    Ok(Expanded::One(text)) => member.text = text,
                    Ok(Expanded::List(all)) => {
                        let put = |(text, _)| Argument { form: Form::Word, span: member.span, text };
                        owned.members.extend(all.into_iter().map(put));
                        continue;
                    }
                    Err(reported) => torn = Some(reported),
                }
            }
            owned.members.push(member);
        }
        out.push(owned);
    }
    torn.map_or(Ok(out), Err)
}

/// Whether arguments fit a pattern and each value its type; says nothing to anybody.
pub(super) fn fits(pattern: &Pattern, givens: &[Given<'_>]) -> bool {
    let mut leaves = vec![];
    pattern.fit(givens.iter().map(Given::seen), &mut leaves) == Ok(())
        && givens.iter().zip(&leaves).all(|(given, n)| {
            let Some(kind) = pattern.leaf(*n).kind() else { return true };
            match given.arg.form {
                Form::List(_) => given.members.iter().all(|m| value::parse(kind, &m.text).is_ok()),
                _ => value::parse(kind, &given.arg.text).is_ok(),
            }
        })
}

/// The typed arguments, where `leaves` says which place of the pattern each has.
pub(super) fn typed(
    pattern: &Pattern,
    givens: &[Given<'_>],
    leaves: &[u8],
    sink: &mut Sink,
) -> Result<Vec<Arg>, Reported> {
    let mut out = Vec::with_capacity(leaves.len());
    let mut torn = None;
    for (given, n) in givens.iter().zip(leaves) {
        let span = given.arg.span;
        let slot = match pattern.leaf(*n) {
            Leaf::Word(word) => Slot::Word(word),
            Leaf::One(kind) => match one(kind, given.arg, given.inserted, sink) {
                Ok(value) => Slot::One(kind, value),
                Err(reported) => {
                    torn = Some(reported);
                    continue;
                }
            },
            Leaf::Many(kind) => match many(kind, given, sink) {
                Ok(values) => Slot::Many(kind, values),
                Err(reported) => {
                    torn = Some(reported);
                    continue;
                }
            },
        };
        out.push(Arg { slot, span });
    }
    torn.map_or(Ok(out), Err)
}

fn many(kind: Type, given: &Given<'_>, sink: &mut Sink) -> Result<Vec<(Value, Span)>, Reported> {
    if !matches!(given.arg.form, Form::List(_)) {
        return Ok(vec![(one(kind, given.arg, given.inserted, sink)?, given.arg.span)]);
    }
    let span = given.arg.span;
    if given.members.is_empty() {
        let message = "a list holds nothing";
        let told = Diagnostic::new(
            &codes::E0314,
            span,
            message,
            format!("at least one {} belongs here", kind.name()),
        )
        .help("take the whole statement away where there is nothing to say");
        return Err(sink.report(told));
    }
    if given.members.len() > LONGEST {
        let message = format!("a list holds {} members", given.members.len());
        let told = Diagnostic::new(&codes::E0315, span, message, format!("{LONGEST} are the most"))
            .help("divide it between several statements");
        return Err(sink.report(told));
    }
    let mut torn = None;
    let mut out = Vec::with_capacity(given.members.len());
    for member in given.members {
        match one(kind, member, given.inserted, sink) {
            Ok(value) => out.push((value, member.span)),
            Err(reported) => torn = Some(reported),
        }
    }
    torn.map_or(Ok(out), Err)
}

/// Whether the words of a closed set are read as fixed words are: bare.
fn is_bare(kind: Type) -> bool {
    matches!(kind, Type::Method | Type::Phase | Type::Priority | Type::Unit | Type::Verb | Type::CertField)
}

/// One value of a type.
pub(super) fn one(kind: Type, arg: &Argument, inserted: bool, sink: &mut Sink) -> Result<Value, Reported> {
    if is_bare(kind)
        && let Some(words) = closed_words(kind)
        && arg.form != Form::Word
        && !inserted
        && words.contains(&&*arg.text)
    {
        let message = format!("`\"{}\"` is quoted, so it is no word", arg.text);
        let told =
            Diagnostic::new(&codes::E0312, arg.span, message, format!("a {} is a bare word", kind.name()))
                .fix(format!("write `{}`", arg.text), Applicability::MachineApplicable, arg.span, &*arg.text);
        return Err(sink.report(told));
    }
    value::parse(kind, &arg.text).map_err(|invalid| sink.report(wrong(kind, arg, inserted, invalid)))
}

/// What is said of a value that is not of its type.
fn wrong(kind: Type, arg: &Argument, inserted: bool, invalid: Invalid) -> Diagnostic {
    let label = format!("expected {}", kind.name());
    let mut told = Diagnostic::new(code(kind), arg.span, invalid.message, label).help(invalid.help);
    if inserted {
        return told.note(format!("with what is put in, it is `{}`", cut(&arg.text)));
    }
    let near = match &invalid.instead {
        Some(_) => None,
        // versions that look alike are other versions
        None if kind == Type::TlsVersion => None,
        None => {
            closed_words(kind).and_then(|words| nearest(&arg.text, words.iter().copied()).first().copied())
        }
    };
    if let Some((text, certain)) = invalid.instead.or(near.map(|n| (n.to_owned(), false))) {
        let how = if certain { Applicability::MachineApplicable } else { Applicability::MaybeIncorrect };
        let written = written(&text, arg.form);
        told = told.fix(format!("write `{written}`"), how, arg.span, written);
    }
    told
}

/// A text in the form that the argument has, or with quotes where it needs them.
pub(super) fn written(text: &str, form: Form) -> String {
    let bare = |c: char| c.is_ascii_graphic() && !"\"#',;[]`{}".contains(c);
    if form == Form::Word && !text.is_empty() && text.chars().all(bare) && !text.contains("->") {
        return text.to_owned();
    }
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

/// The kind of mistake that a malformed value of a type is.
fn code(kind: Type) -> &'static Code {
    use Type as T;
    match kind {
        T::Duration | T::DurationRange => &codes::E0301,
        T::Percent | T::Cpu | T::Amount | T::Count | T::Integer | T::Mem | T::Scale | T::Ratio => {
            &codes::E0302
        }
        T::FileMode | T::UserGroup => &codes::E0302,
        T::Ip | T::Cidr | T::Address => &codes::E0304,
        T::Host | T::Glob | T::DnsName | T::HostPort | T::Url | T::Origin | T::Identity => &codes::E0305,
        T::Path | T::MountPath | T::File | T::Dir | T::GlobPath | T::Target => &codes::E0306,
        T::Port | T::PortNumber | T::PortRange => &codes::E0307,
        T::Regex | T::Subst => &codes::E0308,
        T::Image => &codes::E0309,
        T::Status | T::StatusRange | T::Schedule | T::Version => &codes::E0310,
        T::Name | T::Ns | T::Cluster | T::Edge | T::Qname | T::Template | T::Trust | T::Ref => &codes::E0311,
        T::Secret | T::KeyRef | T::Filter => &codes::E0311,
        T::LabelKey | T::EnvName | T::Key | T::Header | T::NameText | T::FieldPath | T::ValuePath => {
            &codes::E0316
        }
        T::ModuleKey | T::StatsName | T::MethodRef | T::Resource | T::Kind | T::Code => &codes::E0316,
        _ => &codes::E0303,
    }
}

/// Says that a list stands where one value does.
pub(super) fn list_for_one(given: &Given<'_>, kind: Type, head: &str) -> Diagnostic {
    let message = format!("a list stands where `{head}` takes one {}", kind.name());
    let told = Diagnostic::new(&codes::E0313, given.arg.span, message, "one value belongs here");
    match given.members {
        [one] => {
            let text = written(&one.text, one.form);
            told.fix(format!("write `{text}`"), Applicability::MachineApplicable, given.arg.span, text)
        }
        _ => told.help("keep the one that is meant"),
    }
}

/// `` `->` or DURATION``: what was expected, for people.
pub(super) fn expected(leaves: &[Leaf]) -> String {
    let mut words: Vec<&str> = leaves
        .iter()
        .map(|l| if let Leaf::Word(w) = l { w } else { l.kind().map_or("", Type::name) })
        .collect();
    words.dedup();
    if words.len() > 8 {
        words.truncate(7);
        words.push("…");
    }
    let listed = or_list(words.iter().copied());
    let plain = |out: String, kind: &Type| out.replace(&format!("`{}`", kind.name()), kind.name());
    Type::ALL.iter().fold(listed, plain).replace("`…`", "another word")
}

/// Why a misfit is one, without a repair.
pub(super) fn misfit_place<'a>(misfit: &Misfit, givens: &[Given<'a>]) -> Option<Given<'a>> {
    match misfit {
        Misfit::At(n, _) | Misfit::List(n, _) => givens.get(*n).copied(),
        Misfit::End(_) => givens.last().copied(),
    }
}
