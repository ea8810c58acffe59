//! Heads that the table does not have in their context: what was meant, or where else they stand.

use super::arguments::{Given, cut};
use super::row::Row;
use super::table::{ContextId, Table};
use crate::diagnostic::codes::fit::{E0139, E0140};
use crate::diagnostic::codes::insertions::{E0201, E0202};
use crate::diagnostic::{Applicability, Diagnostic, Reported, Sink, nearest, or_list};
use crate::source::Span;
use crate::syntax::ast::{Form, Statement};

/// So many mistakes of one file are told before unknown statements are passed over.
const MOST_TOLD: usize = 1000;

/// What others call it, and what it is called here. Kebab case; other cases are brought to it first.
const ALIASES: &[(&str, &str)] = &[
    ("ambassador", "edge"),
    ("cert", "tls"),
    ("cm", "config"),
    ("cmd", "command"),
    ("config-map", "config"),
    ("configmap", "config"),
    ("container-port", "port"),
    ("cpu", "request"),
    ("cron", "cronjob"),
    ("cron-job", "cronjob"),
    ("daemon-set", "daemonset"),
    ("deploy", "deployment"),
    ("depends", "depends-on"),
    ("emissary-ingress", "edge"),
    ("entrypoint", "command"),
    ("gateway", "edge"),
    ("health", "live"),
    ("hostname", "host"),
    ("hpa", "replicas"),
    ("image-pull-policy", "pull"),
    ("image-pull-secrets", "pull"),
    ("include", "use"),
    ("import", "use"),
    ("ingress", "edge"),
    ("init-container", "init"),
    ("injection", "inject"),
    ("kind", "deployment"),
    ("listener", "listen"),
    ("liveness", "live"),
    ("liveness-probe", "live"),
    ("mapping", "route"),
    ("memory", "request"),
    ("metadata", "label"),
    ("node-selector", "on-nodes"),
    ("ns", "namespace"),
    ("pdb", "disruption"),
    ("prefix", "route"),
    ("pvc", "claim"),
    ("readiness", "ready"),
    ("readiness-probe", "ready"),
    ("replica", "replicas"),
    ("resources", "request"),
    ("retries", "retry"),
    ("sa", "account"),
    ("scale", "replicas"),
    ("security-context", "security"),
    ("service-account", "account"),
    ("service-account-name", "account"),
    ("serviceaccount", "account"),
    ("stateful-set", "statefulset"),
    ("startup-probe", "startup"),
    ("strategy", "rollout"),
    ("sts", "statefulset"),
    ("svc", "service"),
    ("termination-grace-period-seconds", "grace"),
    ("timeout-ms", "timeout"),
    ("tls-context", "tls"),
    ("toleration", "tolerate"),
    ("tolerations", "tolerate"),
    ("traffic-split", "split"),
    ("var", "let"),
    ("variable", "let"),
    ("volume", "mount"),
    ("volume-mount", "mount"),
    ("working-dir", "workdir"),
];

/// The heads of one context.
#[derive(Clone, Copy)]
pub(super) struct Heads {
    pub(super) table: &'static Table,
    pub(super) context: ContextId,
}

/// `a` or `an`.
pub(super) fn article(word: &str) -> &'static str {
    if word.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" }
}

/// `timeoutMs` and `timeout_ms` as `timeout-ms`.
fn kebab(word: &str) -> String {
    let mut out = String::new();
    for c in word.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        out.push(if c == '_' { '-' } else { c.to_ascii_lowercase() });
    }
    out
}

impl Heads {
    fn has(&self, word: &str) -> Option<&'static str> {
        self.table.row(self.context, word).map(Row::word)
    }

    fn words(&self) -> Vec<&'static str> {
        let table = self.table;
        let mut out: Vec<_> = table
            .rows_of(self.context)
            .filter(|r| matches!(r.head, super::Head::Word(_)))
            .map(Row::word)
            .collect();
        if table.name(self.context) == "environment" {
            out.extend(table.find("top").into_iter().flat_map(|top| table.rows_of(top)).map(Row::word));
        }
        out
    }

    /// The keyword that was certainly meant: another number, another case, another name for it.
    fn meant(&self, word: &str) -> Option<&'static str> {
        let word = kebab(word.trim_end_matches(':'));
        let alias = |w: &str| ALIASES.iter().find(|(from, _)| *from == w).map(|(_, to)| *to);
        let singular = word.strip_suffix("es").and_then(|w| self.has(w));
        self.has(&word)
            .or_else(|| word.strip_suffix('s').and_then(|w| self.has(w)))
            .or(singular)
            .or_else(|| word.strip_suffix("ies").and_then(|w| self.has(&format!("{w}y"))))
            .or_else(|| self.has(&format!("{word}s")))
            .or_else(|| alias(&word).and_then(|w| self.has(w)))
            .or_else(|| alias(word.strip_suffix('s')?).and_then(|w| self.has(w)))
    }

    /// «in a `route` of an `edge`», of a context.
    fn way(&self, context: ContextId) -> String {
        let mut way = self.table.way(context);
        if let Some(outer) = way.get(2..)
            && !outer.is_empty()
        {
            way = [way.first().copied(), way.last().copied()].into_iter().flatten().collect();
        }
        match way.as_slice() {
            [] if self.table.name(context) == "assertion" => "after `assert`".to_owned(),
            [] => "at the top level".to_owned(),
            words => {
                let all: Vec<String> = words.iter().map(|w| format!("{} `{w}`", article(w))).collect();
                format!("in {}", all.join(" of "))
            }
        }
    }

    fn here(&self) -> String {
        match self.table.way(self.context).first() {
            Some(word) => format!("in {} `{word}`", article(word)),
            None => self.way(self.context),
        }
    }

    /// Says that this head is none of the context, and what was meant.
    pub(super) fn unknown(&self, statement: &Statement<'_>, sink: &mut Sink) -> Reported {
        let head = statement.head();
        let (word, span) = (cut(&head.text), head.span);
        if head.text.contains("${") {
            let told = Diagnostic::new(
                &E0139,
                span,
                format!("something is put into the head `{word}`"),
                "a head is written out",
            )
            .help("an insertion stands in arguments only");
            return sink.report(told);
        }
        if head.form != Form::Word {
            let told = Diagnostic::new(
                &E0140,
                span,
                format!("a statement begins with the string `\"{word}\"`"),
                "a keyword belongs here",
            )
            .note(format!(
                "only where keys are data, as in `config`, a head is quoted; {} it is not",
                self.here()
            ));
            return sink.report(match self.has(&head.text) {
                Some(word) => {
                    told.fix(format!("write `{word}`"), Applicability::MachineApplicable, span, word)
                }
                None => told.help(self.known()),
            });
        }
        self.no_word(&head.text, span, statement.node().hole, sink)
    }

    fn no_word(&self, text: &str, span: Span, hole: bool, sink: &mut Sink) -> Reported {
        // A file of another kind: what was told of it is enough, and each message costs a search for near words.
        if hole || sink.diagnostics().len() > MOST_TOLD {
            return sink.told_by_parser();
        }
        let word = cut(text);
        let mut elsewhere = self.table.where_stands(text);
        // what a statement of this block opens is nearest
        let here = self.table.way(self.context);
        elsewhere.sort_by_key(|c| self.table.way(*c).get(1) != here.first());
        if let Some(meant) = self.meant(text) {
            let message = format!("`{word}` is no statement {}", self.here());
            let told = Diagnostic::new(&E0201, span, message, format!("this is called `{meant}`"));
            return sink.report(told.fix(
                format!("write `{meant}`"),
                Applicability::MaybeIncorrect,
                span,
                meant,
            ));
        }
        if !elsewhere.is_empty() {
            let message = format!("`{word}` does not stand {}", self.here());
            let mut ways: Vec<String> = elsewhere.iter().map(|c| self.way(*c)).collect();
            ways.dedup();
            ways.truncate(3);
            let told = Diagnostic::new(&E0202, span, message, "not here")
                .help(format!("`{word}` stands {}", ways.join(", and ")));
            let near = nearest(text, self.words());
            return sink.report(match near.first() {
                Some(near) => told.note(format!("{} a similar word is `{near}`", self.here())),
                None => told,
            });
        }
        let message = format!("`{word}` is no statement {}", self.here());
        let told = Diagnostic::new(&E0201, span, message, "there is no such statement");
        let near_all = nearest(text, self.words());
        sink.report(match near_all.as_slice() {
            [] => told.help(self.known()),
            [near, ..] => told.help(format!("similar words: {}", or_list(near_all.iter().copied()))).fix(
                format!("write `{near}`"),
                Applicability::MaybeIncorrect,
                span,
                *near,
            ),
        })
    }

    fn known(&self) -> String {
        let mut words = self.words();
        words.sort_unstable();
        words.dedup();
        let more = words.len().saturating_sub(8);
        words.truncate(8);
        let listed = or_list(words.iter().copied()).replace(", or ", ", ").replace(" or ", ", ");
        if more > 0 {
            format!("{} stand {listed} and {more} more, which the language reference lists", self.here())
        } else {
            format!("{} stand {listed}", self.here())
        }
    }

    /// Says that what follows `assert` or `add` is nothing that may.
    pub(super) fn unknown_argument(&self, given: &Given<'_>, row: &Row, sink: &mut Sink) -> Reported {
        let span = given.arg.span;
        let message = format!("`{}` is nothing that `{}` takes", given.shown(), row.word());
        let told = Diagnostic::new(&E0201, span, message, "a statement belongs here");
        let meant =
            self.meant(&given.arg.text).or_else(|| nearest(&given.arg.text, self.words()).first().copied());
        sink.report(match meant {
            Some(meant) => told.fix(format!("write `{meant}`"), Applicability::MaybeIncorrect, span, meant),
            None => told.help(format!("after `{}` stands {}", row.word(), or_list(self.words()))),
        })
    }

    /// Says that `drop` names no statement of this context.
    pub(super) fn unknown_dropped(&self, given: &Given<'_>, sink: &mut Sink) -> Reported {
        let span = given.arg.span;
        let message =
            format!("`drop` takes away a statement, and `{}` is none {}", given.shown(), self.here());
        let told = Diagnostic::new(&E0201, span, message, "the keyword of a statement belongs here");
        let meant =
            self.meant(&given.arg.text).or_else(|| nearest(&given.arg.text, self.words()).first().copied());
        sink.report(match meant {
            Some(meant) => told.fix(format!("write `{meant}`"), Applicability::MaybeIncorrect, span, meant),
            None => told.help("write its keyword and its key: `drop env LOG_LEVEL`"),
        })
    }
}
