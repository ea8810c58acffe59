//! Arguments that do not fit their pattern: tried with one token put in, taken away, replaced, or two joined
//! (language §9). If exactly one of these fits, that is the message and the fix.

use super::arguments::{Given, cut, expected, fits, list_for_one, misfit_place, written};
use super::pattern::{Leaf, Misfit, Pattern};
use super::read::shape;
use super::row::Row;
use crate::diagnostic::codes::fit::{E0130, E0131, E0132, E0133, E0134, E0135, E0136};
use crate::diagnostic::{Applicability, Code, Diagnostic, Reported, Sink, nearest};
use crate::source::Span;
use crate::syntax::ast::{Argument, Form};
use crate::value;
use std::sync::Arc;

/// Statements of more arguments are not tried.
const MOST: usize = 16;
/// What other languages put between a name and its value.
const NOISE: &[&str] = &["=", ":", ":=", "==", "=>", "<-", "-->", "is", "to", "equals"];

/// A way to make it fit.
struct Repair {
    code: &'static Code,
    message: String,
    label: String,
    span: Span,
    edit: Span,
    text: String,
    title: String,
    how: Applicability,
}

/// Says why the arguments do not fit, with the repair where there is exactly one.
pub(super) fn report(
    row: &'static Row,
    pattern: &Pattern,
    head: &Argument,
    args: &[Given<'_>],
    misfit: &Misfit,
    sink: &mut Sink,
) -> Reported {
    if let Misfit::List(n, kind) = misfit
        && let Some(given) = args.get(*n)
    {
        return sink.report(list_for_one(given, *kind, row.word()));
    }
    let attempt = Attempt { row, pattern, head, args };
    if let Some(repair) = attempt.the_one(misfit) {
        let told = Diagnostic::new(repair.code, repair.span, repair.message, repair.label).fix(
            repair.title,
            repair.how,
            repair.edit,
            repair.text,
        );
        return sink.report(told.note(format!("it is written `{}`", shape(row))));
    }
    let place = misfit_place(misfit, args);
    let told = match (misfit, place) {
        (Misfit::At(_, can), Some(given)) if can.is_empty() => {
            let message = format!("`{}` is one argument too many for `{}`", given.shown(), row.word());
            Diagnostic::new(&E0134, given.arg.span, message, "nothing more belongs here")
        }
        (Misfit::At(_, can), Some(given)) => {
            let message = format!("`{}` does not fit here in `{}`", given.shown(), row.word());
            Diagnostic::new(&E0134, given.arg.span, message, format!("expected {}", expected(can)))
        }
        (Misfit::End(can), last) => {
            let message = format!("`{}` is not complete", row.word());
            let span = last.map_or(head.span, |g| g.arg.span);
            Diagnostic::new(&E0135, span, message, format!("expected {} after this", expected(can)))
        }
        (_, None) | (Misfit::List(..), _) => {
            Diagnostic::new(&E0134, head.span, format!("`{}` does not fit", row.word()), "")
        }
    };
    let told = told.help(format!("it is written `{}`; for example `{}`", shape(row), row.example));
    sink.report(told)
}

struct Attempt<'a> {
    row: &'static Row,
    pattern: &'a Pattern,
    head: &'a Argument,
    args: &'a [Given<'a>],
}

impl<'a> Attempt<'a> {
    fn the_one(&self, misfit: &Misfit) -> Option<Repair> {
        if self.args.len() > MOST {
            return None;
        }
        if let Some(found) = self.without_noise().or_else(|| self.as_list()) {
            return Some(found);
        }
        // a word that is almost the right one says more than that a word might be missing
        let mut found = self.replaced();
        found.extend(self.joined());
        if found.is_empty() {
            found.extend(self.path(misfit));
        }
        if found.is_empty() {
            found = self.inserted(misfit);
        }
        if found.is_empty() {
            found = self.deleted();
        }
        if found.len() == 1 { found.pop() } else { None }
    }

    fn before(&self, n: usize) -> &str {
        match n.checked_sub(1).and_then(|n| self.args.get(n)) {
            Some(given) => &given.arg.text,
            None => self.row.word(),
        }
    }

    fn with(&self, n: usize, skip: usize, word: Option<&Argument>) -> bool {
        let mut all: Vec<Given<'_>> = self.args.iter().take(n).copied().collect();
        all.extend(word.map(|arg| Given { arg, members: &[], inserted: false }));
        all.extend(self.args.iter().skip(n + skip));
        fits(self.pattern, &all)
    }

    fn without_noise(&self) -> Option<Repair> {
        for (n, given) in self.args.iter().enumerate() {
            let noise = given.arg.form == Form::Word && NOISE.contains(&&*given.arg.text);
            if !noise && given.arg.form != Form::Arrow {
                continue;
            }
            let text = &*given.arg.text;
            let arrow = Argument { form: Form::Arrow, span: given.arg.span, text: Arc::from("->") };
            if noise && self.with(n, 1, Some(&arrow)) {
                return Some(Repair {
                    code: &E0132,
                    message: format!("`{text}` stands where `->` belongs"),
                    label: "expected `->`".to_owned(),
                    span: given.arg.span,
                    edit: given.arg.span,
                    text: "->".to_owned(),
                    title: "write `->`".to_owned(),
                    how: Applicability::MachineApplicable,
                });
            }
            if self.with(n, 1, None) {
                let between = format!("no `{text}` stands between `{}` and its value", cut(self.before(n)));
                return Some(self.without(n, between, Applicability::MachineApplicable));
            }
        }
        None
    }

    fn without(&self, n: usize, message: String, how: Applicability) -> Repair {
        let span = self.args.get(n).map_or(self.head.span, |g| g.arg.span);
        let from = n.checked_sub(1).and_then(|n| self.args.get(n)).map_or(self.head.span, |g| g.arg.span);
        Repair {
            code: &E0131,
            message,
            label: "nothing belongs here".to_owned(),
            span,
            edit: Span { start: from.end, ..span },
            text: String::new(),
            title: "take it away".to_owned(),
            how,
        }
    }

    /// `calls a b` as `calls [a, b]`, `command a b "c d"` likewise; words for one text as a string.
    fn as_list(&self) -> Option<Repair> {
        let mut leaves = vec![];
        let misfit = self.pattern.fit(self.args.iter().map(Given::seen), &mut leaves).err()?;
        let Misfit::At(at, _) = misfit else { return None };
        let first = at.checked_sub(1)?;
        let leaf = self.pattern.leaf(*leaves.get(first)?);
        let kind = leaf.kind()?;
        let simple =
            |g: &&Given<'_>| !matches!(g.arg.form, Form::List(_) | Form::Arrow | Form::Text) && !g.inserted;
        let run: Vec<&Given<'_>> = self
            .args
            .iter()
            .skip(first)
            .take_while(|g| simple(g) && value::parse(kind, &g.arg.text).is_ok())
            .collect();
        let span = run.first()?.arg.span.to(run.last()?.arg.span);
        if run.len() < 2 || run.len() != self.args.len() - first {
            return None;
        }
        if let Leaf::Many(_) = leaf {
            let members: Vec<String> = run.iter().map(|g| written(&g.arg.text, g.arg.form)).collect();
            let text = format!("[{}]", members.join(", "));
            return Some(Repair {
                code: &E0136,
                message: format!("several values of `{}` stand without brackets", self.row.word()),
                label: format!("several {} are a list", kind.name()),
                span,
                edit: span,
                title: format!("write `{}`", cut(&text)),
                text,
                how: Applicability::MachineApplicable,
            });
        }
        let free = matches!(kind, value::Type::Text | value::Type::Value | value::Type::Arg);
        if free && run.iter().all(|g| g.arg.form == Form::Word) {
            let words: Vec<&str> = run.iter().map(|g| &*g.arg.text).collect();
            let text = written(&words.join(" "), Form::String);
            return Some(Repair {
                code: &E0133,
                message: format!(
                    "a text of several words stands without quotes after `{}`",
                    cut(self.before(first))
                ),
                label: "one value belongs here".to_owned(),
                span,
                edit: span,
                title: format!("write `{}`", cut(&text)),
                text,
                how: Applicability::MaybeIncorrect,
            });
        }
        None
    }

    fn fixed_words(&self) -> Vec<&'static str> {
        let mut out: Vec<&'static str> = self
            .pattern
            .leaves()
            .iter()
            .filter_map(|l| if let Leaf::Word(w) = l { Some(*w) } else { None })
            .collect();
        out.sort_unstable();
        out.dedup();
        out
    }

    fn token(word: &str, span: Span) -> Argument {
        let form = if word == "->" { Form::Arrow } else { Form::Word };
        Argument { form, span, text: Arc::from(word) }
    }

    /// With a fixed word before the argument that does not fit, or at the end where that is missing.
    fn inserted(&self, misfit: &Misfit) -> Vec<Repair> {
        let mut out = vec![];
        let places = match misfit {
            Misfit::At(n, _) | Misfit::List(n, _) => 0..=*n,
            Misfit::End(_) => self.args.len()..=self.args.len(),
        };
        let (Misfit::At(_, can) | Misfit::End(can)) = misfit else { return out };
        for word in self.fixed_words() {
            // where other things may stand too, this one need not be what was meant
            let only = can.as_slice() == [Leaf::Word(word)];
            for n in places.clone() {
                let next = self.args.get(n).map(|g| g.arg.span);
                let Some(at) = next.map(Span::before).or(self.args.last().map(|g| g.arg.span.after())) else {
                    continue;
                };
                if self.with(n, 0, Some(&Self::token(word, at))) {
                    let shown = self.args.get(n).map_or(String::new(), Given::shown);
                    out.push(Repair {
                        code: &E0130,
                        message: match next {
                            Some(_) => format!("`{word}` is missing before `{shown}`"),
                            None => format!("`{word}` is missing after `{}`", cut(self.before(n))),
                        },
                        label: format!(
                            "`{word}` belongs {} this",
                            if next.is_some() { "before" } else { "after" }
                        ),
                        span: next.or(self.args.last().map(|g| g.arg.span)).unwrap_or(at),
                        edit: at,
                        text: if next.is_some() { format!("{word} ") } else { format!(" {word}") },
                        title: format!("write `{word}`"),
                        how: if only {
                            Applicability::MachineApplicable
                        } else {
                            Applicability::MaybeIncorrect
                        },
                    });
                }
            }
        }
        out
    }

    /// A path without its first `/`, where a path may stand.
    fn path(&self, misfit: &Misfit) -> Option<Repair> {
        let Misfit::At(n, can) = misfit else { return None };
        let given = self.args.get(*n)?;
        let wanted = can.iter().any(|l| l.kind() == Some(value::Type::Path));
        if !wanted || given.inserted || given.arg.form != Form::Word || given.arg.text.starts_with('/') {
            return None;
        }
        let text = format!("/{}", given.arg.text);
        value::parse(value::Type::Path, &text).ok()?;
        let span = given.arg.span;
        self.with(*n, 1, Some(&Self::token(&text, span))).then(|| Repair {
            code: &E0134,
            message: format!("the path `{}` does not begin with `/`", given.shown()),
            label: "a path begins with `/`".to_owned(),
            span,
            edit: span,
            title: format!("write `{}`", cut(&text)),
            text,
            how: Applicability::MaybeIncorrect,
        })
    }

    fn replaced(&self) -> Vec<Repair> {
        let mut out = vec![];
        let mut words = self.fixed_words();
        let kinds = self.pattern.leaves().iter().filter_map(|l| l.kind());
        let closed = kinds.filter(|k| *k != value::Type::TlsVersion).filter_map(value::closed_words);
        words.extend(closed.flatten().copied());
        for (n, given) in self.args.iter().enumerate() {
            let span = given.arg.span;
            let text = &*given.arg.text;
            let quoted = matches!(given.arg.form, Form::String | Form::Text);
            let near: Vec<&str> = match given.arg.form {
                Form::Arrow | Form::List(_) => continue,
                _ if given.inserted => continue,
                _ if quoted => words.iter().copied().filter(|w| *w == text).collect(),
                _ => nearest(text, words.iter().copied().filter(|w| *w != "->")),
            };
            for word in near {
                if self.with(n, 1, Some(&Self::token(word, span))) {
                    out.push(Repair {
                        code: &E0132,
                        message: if quoted {
                            format!("`\"{text}\"` is quoted, so it is not the word `{word}`")
                        } else {
                            format!("`{}` is no word of `{}`", cut(text), self.row.word())
                        },
                        label: format!("expected `{word}`"),
                        span,
                        edit: span,
                        text: word.to_owned(),
                        title: format!("write `{word}`"),
                        how: if quoted {
                            Applicability::MachineApplicable
                        } else {
                            Applicability::MaybeIncorrect
                        },
                    });
                    break;
                }
            }
        }
        out
    }

    fn joined(&self) -> Vec<Repair> {
        let mut out = vec![];
        for (n, (a, b)) in self.args.iter().zip(self.args.iter().skip(1)).enumerate() {
            let word = |g: &Given<'_>| g.arg.form == Form::Word && !g.inserted;
            if !word(a) || !word(b) {
                continue;
            }
            let text = format!("{}{}", a.arg.text, b.arg.text);
            let span = a.arg.span.to(b.arg.span);
            // an open type would take anything: only what has a form of its own is joined
            let unit = [value::Type::Duration, value::Type::Mem, value::Type::Percent, value::Type::Cpu];
            let unit = unit.iter().any(|kind| value::parse(*kind, &text).is_ok())
                && b.arg.text.starts_with(|c: char| !c.is_ascii_digit());
            let sign = a.arg.text.ends_with([':', '@', '.']) || b.arg.text.starts_with([':', '@', '.']);
            if (unit || sign) && self.with(n, 2, Some(&Self::token(&text, span))) {
                out.push(Repair {
                    code: &E0133,
                    message: format!("`{} {}` is one value in two words", a.shown(), b.shown()),
                    label: "a space is too much".to_owned(),
                    span,
                    edit: span,
                    title: format!("write `{text}`"),
                    text,
                    how: Applicability::MachineApplicable,
                });
            }
        }
        out
    }

    fn deleted(&self) -> Vec<Repair> {
        let all = (0..self.args.len()).filter(|n| self.with(*n, 1, None));
        let shown = |n: usize| self.args.get(n).map_or(String::new(), Given::shown);
        let message = |n| format!("`{}` is too much in `{}`", shown(n), self.row.word());
        all.map(|n| self.without(n, message(n), Applicability::MaybeIncorrect)).collect()
    }
}
