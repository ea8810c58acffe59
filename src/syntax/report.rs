//! The words of every syntax error. How much is reported of one file is bounded.

use super::characters::{describe, is_bidi};
use crate::diagnostic::codes::{syntax as code, warnings};
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Sink};
use crate::source::{FileId, Span};

/// How many syntax errors of one file are reported; nobody reads more, and memory is bounded so.
const MOST: usize = 1000;

/// Reports about one file.
pub(super) struct Reporter<'a> {
    pub(super) file: FileId,
    sink: &'a mut Sink,
    count: usize,
}

use Applicability::{MachineApplicable as Certain, MaybeIncorrect as Likely};

/// A user's text for a message, cut where it is long.
fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    match line.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or("")),
        None => line.to_owned(),
    }
}

impl<'a> Reporter<'a> {
    pub(super) fn new(file: FileId, sink: &'a mut Sink) -> Self {
        Self { file, sink, count: 0 }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.count += 1;
        if self.count < MOST {
            self.sink.report(diagnostic);
        } else if self.count == MOST {
            self.sink.report(diagnostic.note("further errors of form in this file are not shown"));
        }
    }

    fn start(&self) -> Span {
        super::ast::start_of(self.file)
    }

    pub(super) fn too_large(&mut self, bytes: usize, most: usize) {
        let message = format!("the file has {bytes} bytes, {most} are allowed");
        let d = Diagnostic::new(&crate::diagnostic::codes::io::E0005, self.start(), message, "");
        self.report(d.help("split it: files of one folder are one program, in any order"));
    }

    pub(super) fn stopped(&mut self) {
        let message = "the file was not read to its end: the process limits what its parser may do";
        let d = Diagnostic::new(&crate::diagnostic::codes::io::E0005, self.start(), message, "");
        self.report(d.help("split the file, or do not set pest's process-wide call limit"));
    }

    pub(super) fn bidirectional(&mut self, text: &str) {
        if text.is_ascii() {
            return;
        }
        for (at, c) in text.char_indices().filter(|(_, c)| is_bidi(*c)) {
            let span = Span::new(self.file, at, at + c.len_utf8());
            let message = format!("{} changes the direction in which text is shown", describe(c));
            let d = Diagnostic::new(&code::E0117, span, message, "invisible here")
                .note("with such a character a line can be shown other than it is read (Unicode TR #55)")
                .help("delete it; in a string it can be written as an escape, `\\u{…}`")
                .fix("delete it", Certain, span, "");
            self.report(d);
        }
    }

    pub(super) fn floating_doc(&mut self, span: Span) {
        let message = "this doc comment belongs to no statement";
        let d = Diagnostic::new(&warnings::W0101, span, message, "no statement begins on the next line");
        self.report(d.help("put it directly above a statement, or begin its lines with one `#`"));
    }

    pub(super) fn unclosed_block(&mut self, open: Span, head: &str, next: Option<Span>, end: Option<Span>) {
        let head = short(head);
        let message = if head.is_empty() {
            "the block is not closed".to_owned()
        } else {
            format!("the block of `{head}` is not closed")
        };
        let mut d = Diagnostic::new(&code::E0101, open, message, "opened here");
        d = match (next, end) {
            (Some(next), _) => {
                let than = if head.is_empty() { "the block's".to_owned() } else { format!("`{head}`") };
                d.because(next, format!("this line stands no deeper than {than}"))
            }
            (None, Some(end)) => d.because(end, "the file ends here"),
            _ => d,
        };
        self.report(d.help("add the `}`"));
    }

    pub(super) fn stray_closing_brace(&mut self, span: Span) {
        let d = Diagnostic::new(&code::E0102, span, "this `}` closes no block", "no `{` belongs to it");
        self.report(d.help("delete it, or add the `{` that it was meant to close"));
    }

    pub(super) fn missing_opening_brace(&mut self, at: Span, head: &str, next: Span) {
        let message = format!("the `{{` of the block of `{}` is missing", short(head));
        let d = Diagnostic::new(&code::E0103, at, message, "`{` is missing here")
            .because(next, "this line stands deeper, so it belongs to a block")
            .fix("add the `{`", Likely, at, " {");
        self.report(d);
    }

    pub(super) fn misplaced_brace(&mut self, span: Span, end: Option<Span>, join: Option<Span>) {
        let mut d = Diagnostic::new(
            &code::E0104,
            span,
            "a `{` stands without a statement on its line",
            "no keyword stands before it",
        );
        if let Some(end) = end {
            d = d.because(end, "it belongs here");
        }
        d = d.help("write the `{` at the end of the line of its statement");
        if let Some(join) = join {
            d = d.fix("move the `{` up", Certain, join, " ");
        }
        self.report(d);
    }

    pub(super) fn touching(&mut self, span: Span, raw: &str, spaces: Vec<Edit>) {
        let message = format!("parts of `{}` touch each other", short(raw));
        let mut d = Diagnostic::new(&code::E0105, span, message, "")
            .note("white space stands before each argument, `->`, `{` and comment");
        d = if spaces.is_empty() {
            d.help("if it is one value, put it in quotes")
        } else {
            d.help("put a space between them, or quotes round the whole")
        };
        d = self.quoted(d, span, raw);
        if !spaces.is_empty() {
            d.fixes.push(Fix {
                title: "put a space between them".into(),
                applicability: Likely,
                edits: spaces,
            });
        }
        self.report(d);
    }

    pub(super) fn touching_arrow(&mut self, span: Span, raw: &str) {
        let message = format!("`->` touches what stands beside it in `{}`", short(raw));
        let spaced = raw.replace("->", " -> ");
        let d = Diagnostic::new(&code::E0105, span, message, "")
            .help("put white space on both sides of `->`, or quotes round the whole if it is one value")
            .fix(format!("write `{}`", short(spaced.trim())), Likely, span, spaced.trim());
        let d = self.quoted(d, span, raw);
        self.report(d);
    }

    pub(super) fn touching_brace(&mut self, span: Span, next: Span, what: &str) {
        let what = short(what);
        let message = format!("`{what}` touches what stands before it");
        let d = Diagnostic::new(&code::E0105, next, message, "a space is missing before this")
            .because(span, "")
            .fix("put a space before it", Certain, next.before(), " ");
        self.report(d);
    }

    /// Offers a text in quotes, if that is all that it needs.
    fn quoted(&self, d: Diagnostic, span: Span, raw: &str) -> Diagnostic {
        if raw.contains(['"', '\\', '\n']) {
            return d;
        }
        d.fix(format!("write `\"{}\"`", short(raw)), Likely, span, format!("\"{raw}\""))
    }

    pub(super) fn comment(&mut self, span: Span, raw: &str, touching: bool) {
        let mark = raw.len() - raw.trim_start_matches('#').len();
        let first = raw.split_whitespace().next().unwrap_or("#");
        let at = Span { end: span.start + super::fold::index(first.len()), ..span };
        if touching {
            let d = Diagnostic::new(&code::E0105, at, "a comment touches what stands before it", "")
                .help("put a space before the comment, or quotes round a value that holds `#`")
                .fix("put a space before the comment", Likely, span.before(), " ");
            return self.report(d);
        }
        let after = Span { start: span.start + super::fold::index(mark), ..at }.before();
        let message = format!("`{}` is read as a comment", short(first));
        let d = Diagnostic::new(&code::E0106, at, message, "no space stands after the `#`")
            .help("if it is a value, put it in quotes; if it is a comment, put a space after the `#`")
            .fix(format!("write `\"{}\"`", short(first)), Likely, at, format!("\"{first}\""))
            .fix("put a space after the `#`", Likely, after, " ");
        self.report(d);
    }

    pub(super) fn unended_string(&mut self, span: Span, raw: &str) {
        let d = Diagnostic::new(&code::E0107, span, "the string does not end on its line", "")
            .help("add the closing `\"`; what goes over several lines is a text, in `\"\"\"`");
        let blank = raw.len() < 2 || raw.contains(['{', '}', ';', ',', ']']) || raw.ends_with('\\');
        let d = if blank { d } else { d.fix("end the string here", Likely, span.after(), "\"") };
        self.report(d);
    }

    pub(super) fn invalid_escape(&mut self, at: Span, escape: &str, whole: Span, inner: &str) {
        let message = format!("`{}` is no escape", short(escape));
        let mut d = Diagnostic::new(&code::E0108, at, message, "").note(
            "the escapes are `\\\"`, `\\\\`, `\\n`, `\\t` and `\\u{…}` with the digits of a code point",
        );
        if !inner.contains("\\\"") && !inner.contains("\"\"\"") {
            let title = "write a text, where a backslash is only a backslash";
            d = d.fix(title, Likely, whole, format!("\"\"\"{inner}\"\"\""));
        } else {
            d = d.help("write `\\\\` for a backslash");
        }
        self.report(d);
    }

    pub(super) fn unended_text(&mut self, quotes: Span, opened: bool) {
        let d = if opened {
            Diagnostic::new(&code::E0109, quotes, "the text does not end", "opened here")
                .help("write `\"\"\"` on a line of its own after the text")
        } else {
            Diagnostic::new(&code::E0109, quotes, "these quotes close no text", "")
                .help("open the text with `\"\"\"` at the end of the line of its statement")
        };
        self.report(d);
    }

    pub(super) fn text_indentation(&mut self, line: Span, close: Span) {
        let message = "this line of the text is indented less than its closing quotes";
        let d = Diagnostic::new(&code::E0110, line, message, "")
            .because(close, "the white space before these is taken off every line")
            .help("indent the line as deep, or the closing quotes less");
        self.report(d);
    }

    pub(super) fn text_closing(&mut self, quotes: Span) {
        let message = "the closing quotes of the text are not the first of their line";
        let d = Diagnostic::new(&code::E0111, quotes, message, "")
            .note("their indentation is taken off every line of the text")
            .help("put them on a line of their own");
        self.report(d);
    }

    pub(super) fn unended_list(&mut self, open: Span, end: Span) {
        let d = Diagnostic::new(&code::E0112, open, "the list does not end", "opened here")
            .because(end, "`]` is missing, perhaps here")
            .fix("add the `]`", Likely, end, "]");
        self.report(d);
    }

    pub(super) fn list_unopened(&mut self, close: Span, first: Option<Span>) {
        let d = Diagnostic::new(&code::E0113, close, "this `]` ends no list", "")
            .help("add the `[` before the first member, or delete the `]`");
        self.report(match first {
            Some(first) => d.fix("add the `[`", Likely, first.before(), "["),
            None => d,
        });
    }

    /// With `pairs`, other things than single values stand between the commas; where it has their places,
    /// statements.
    pub(super) fn comma_outside(
        &mut self,
        comma: Span,
        first: Option<Span>,
        last: Option<Span>,
        pairs: Option<&[Span]>,
    ) {
        let d = Diagnostic::new(&code::E0113, comma, "this `,` stands outside a list", "");
        if let Some(commas) = pairs {
            let mut d =
                d.help("a statement ends with its line or a `;`; several values are a list, in `[` and `]`");
            if !commas.is_empty() {
                let edits = commas.iter().map(|s| Edit { span: *s, text: ";".into() }).collect();
                d.fixes.push(Fix {
                    title: "put a `;` between statements".into(),
                    applicability: Likely,
                    edits,
                });
            }
            return self.report(d);
        }
        self.report(match (first, last) {
            (Some(first), Some(last)) => {
                let edits = vec![
                    Edit { span: first.before(), text: "[".into() },
                    Edit { span: last.after(), text: "]".into() },
                ];
                let mut d = d.help("several values are a list, in `[` and `]`");
                let title = "put the values in brackets".into();
                d.fixes.push(Fix { title, applicability: Likely, edits });
                d
            }
            _ => d.help("delete it: a statement ends with its line").fix("delete the `,`", Likely, comma, ""),
        });
    }

    pub(super) fn missing_comma(&mut self, at: Span, next: Span, edits: Vec<Edit>) {
        let mut d = Diagnostic::new(&code::E0114, next, "a `,` is missing before this member", "")
            .because(at, "it belongs here");
        d.fixes.push(Fix { title: "add the `,`".into(), applicability: Likely, edits });
        self.report(d);
    }

    pub(super) fn invalid_member(&mut self, span: Span, what: &str, comma: bool) {
        let d = Diagnostic::new(&code::E0115, span, what, "")
            .note("a list holds words and strings, with commas between them");
        self.report(if comma { d.fix("delete the `,`", Likely, span, "") } else { d });
    }

    pub(super) fn invalid_character(&mut self, span: Span, c: char, edits: Vec<Edit>, certain: bool) {
        let message = format!("{} may not stand outside strings and comments", describe(c));
        let mut d = Diagnostic::new(&code::E0116, span, message, "");
        if edits.is_empty() {
            d = d.help("put a value that holds other characters than ASCII in quotes");
        } else {
            let title = match edits.as_slice() {
                [one] if one.text.trim().is_empty() => "replace it".to_owned(),
                [one] => format!("write `{}`", one.text.trim()),
                _ => "replace all such characters on this line".to_owned(),
            };
            let applicability = if certain { Certain } else { Likely };
            d.fixes.push(Fix { title, applicability, edits });
        }
        self.report(d);
    }

    pub(super) fn code_after_block(&mut self, before: Span, next: Span, comma: bool) {
        let d = Diagnostic::new(&code::E0120, next, "this follows a block on its line", "")
            .because(before, "the block ends here");
        self.report(if comma {
            d.help("nothing stands between statements but a line end").fix("delete the `,`", Likely, next, "")
        } else {
            d.help("begin a new line, or put a `;` after the `}`").fix(
                "put a `;`",
                Likely,
                before.after(),
                ";",
            )
        });
    }

    pub(super) fn too_deep(&mut self, open: Span) {
        let message = format!("blocks are nested deeper than {}", super::fold::DEEPEST);
        let d = Diagnostic::new(&code::E0121, open, message, "this block is not read");
        self.report(d.help("no statement of the language needs so many; braces may be missing above"));
    }

    pub(super) fn missing_head(&mut self, first: Span, text: &str, gap: Option<Span>) {
        let raw = text.get(first.start as usize..first.end as usize).unwrap_or("");
        let message = format!("a statement begins with a word, not with `{}`", short(raw));
        let d = Diagnostic::new(&code::E0122, first, message, "")
            .note("a statement is one line; only a list, a text and a block go on over several");
        self.report(match gap {
            Some(gap) => d.fix("join it with the line above", Likely, gap, " "),
            None => d,
        });
    }

    /// YAML's spellings, each once a file.
    pub(super) fn yaml(&mut self, colons: &[Span], dashes: &[Span], text: &str) {
        let raw = |s: Span| text.get(s.start as usize..s.end as usize).unwrap_or("");
        if let Some(first) = colons.first() {
            let key = raw(*first).trim_end_matches(':');
            let message = format!("`{}` is written as in YAML", short(raw(*first)));
            let mut d = Diagnostic::new(&code::E0118, *first, message, "no `:` stands after a keyword").help(
                format!(
                    "write `{} VALUE`; what belongs to it stands in a block, in `{{` and `}}`",
                    short(key)
                ),
            );
            let edits =
                colons.iter().map(|s| Edit { span: Span { start: s.end - 1, ..*s }, text: String::new() });
            let (title, applicability) = ("delete each `:` after a keyword".into(), Likely);
            d.fixes.push(Fix { title, applicability, edits: edits.take(MOST).collect() });
            self.report(d);
        }
        if let Some(first) = dashes.first() {
            let d = Diagnostic::new(&code::E0119, *first, "a `-` begins this statement, as in YAML", "")
                .help("write several values as a list, `[a, b]`; several statements each with its keyword");
            self.report(d);
        }
    }
}
