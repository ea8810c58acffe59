//! The classic form and the short one, drawn by codespan-reporting over the excerpt.

use codespan_reporting::diagnostic as drawn;
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::{
    Chars, Config, DisplayStyle, Styles, StylesWriter, emit_into_string, emit_to_write_style, termcolor::Ansi,
};

use super::Options;
use super::excerpt::{Excerpt, inline};
use super::footer::paragraphs;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{FileId, Sources};

/// One diagnostic, an empty line after it.
pub(super) fn one(sources: &Sources, d: &Diagnostic, options: &Options) -> String {
    let cut = if options.unicode { "…" } else { "..." };
    let view = View { excerpt: Excerpt::new(sources, d, 0, options.width, cut), sources };
    let mut labels: Vec<_> = view.excerpt.labels.iter().map(label).collect();
    // codespan-reporting draws files in the order of their first label.
    labels.sort_by_key(|l| l.style != drawn::LabelStyle::Primary);
    let notes = paragraphs(sources, d, options.width.saturating_sub(14))
        .into_iter()
        .map(|p| format!("{}: {}", p.word, p.lines.join("\n      ")));
    let to_draw = header(d).with_labels(labels).with_notes(notes.collect());
    draw(&view, &to_draw, DisplayStyle::Rich, options)
}

/// One diagnostic in one line.
pub(super) fn short(sources: &Sources, d: &Diagnostic, options: &Options) -> String {
    let view = View { excerpt: Excerpt::new(sources, d, 0, options.width, "..."), sources };
    let primary = view.excerpt.labels.iter().find(|l| l.primary).or(view.excerpt.labels.first());
    let mut label: Vec<_> = primary.map(label).into_iter().collect();
    label.iter_mut().for_each(|l| l.style = drawn::LabelStyle::Primary);
    draw(&view, &header(d).with_labels(label), DisplayStyle::Short, options)
}

fn header(d: &Diagnostic) -> drawn::Diagnostic<FileId> {
    let severity = match d.severity {
        Severity::Error => drawn::Severity::Error,
        Severity::Warning => drawn::Severity::Warning,
    };
    drawn::Diagnostic::new(severity).with_code(d.code.id).with_message(inline(&d.message))
}

fn label(l: &super::excerpt::Shown) -> drawn::Label<FileId> {
    let style = if l.primary { drawn::LabelStyle::Primary } else { drawn::LabelStyle::Secondary };
    drawn::Label::new(style, l.file, l.start..l.end).with_message(l.text.clone())
}

fn draw(view: &View<'_>, d: &drawn::Diagnostic<FileId>, style: DisplayStyle, options: &Options) -> String {
    let chars = if options.unicode { Chars::box_drawing() } else { Chars::ascii() };
    let config = Config { display_style: style, chars, ..Config::default() };
    let drawn = if options.color {
        let mut out = Ansi::new(Vec::new());
        let styles = Styles::default();
        let done = emit_to_write_style(&mut StylesWriter::new(&mut out, &styles), &config, view, d);
        done.map(|()| String::from_utf8_lossy(&out.into_inner()).into_owned())
    } else {
        emit_into_string(&config, view, d)
    };
    let drawn = drawn.unwrap_or_else(|_| format!("{}\n", d.message));
    drawn.lines().map(|l| format!("{}\n", l.trim_end())).collect()
}

/// The excerpt as codespan-reporting reads files: all files have the same text, each its own lines of it.
struct View<'a> {
    excerpt: Excerpt,
    sources: &'a Sources,
}

impl<'a> Files<'a> for View<'_> {
    type FileId = FileId;
    type Name = String;
    type Source = &'a str;

    fn name(&'a self, id: FileId) -> Result<String, Error> {
        Ok(inline(self.sources.name(id)))
    }

    fn source(&'a self, _: FileId) -> Result<&'a str, Error> {
        Ok(&self.excerpt.text)
    }

    fn line_index(&'a self, _: FileId, byte: usize) -> Result<usize, Error> {
        Ok(self.excerpt.line_at(byte))
    }

    fn line_number(&'a self, _: FileId, line: usize) -> Result<usize, Error> {
        Ok(self.excerpt.number(line).unwrap_or(0) + 1)
    }

    fn column_number(&'a self, _: FileId, _: usize, byte: usize) -> Result<usize, Error> {
        Ok(self.excerpt.column(byte))
    }

    fn line_range(&'a self, _: FileId, line: usize) -> Result<std::ops::Range<usize>, Error> {
        self.excerpt.line_range(line).ok_or(Error::LineTooLarge { given: line, max: 0 })
    }
}
