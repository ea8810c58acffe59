//! What of the sources one diagnostic shows, as one small text: the lines of its labels with their neighbours,
//! tabs spread, control characters replaced, long lines cut round the labels.
//!
//! Invariants: making it costs by the labels, not by the files. The primary label's file comes first; between
//! lines that are not neighbours stand three empty lines, which nobody shows.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Label};
use crate::source::{FileId, Position, Source, Sources};

/// A label over more lines than this shows its first only.
const MOST_LINES: usize = 8;
/// Columns from one tab stop to the next.
const TAB: usize = 4;

/// A label, placed in the excerpt.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) file: FileId,
    /// Where it stands in its file.
    pub(super) position: Position,
    pub(super) text: String,
    pub(super) primary: bool,
}

#[derive(Clone, Copy, Debug)]
struct Line {
    start: usize,
    file: FileId,
    /// From 0; none for what stands between blocks.
    number: Option<usize>,
}

/// The text shown and the labels in it.
#[derive(Clone, Debug)]
pub(super) struct Excerpt {
    pub(super) text: String,
    lines: Vec<Line>,
    /// In the diagnostic's order.
    pub(super) labels: Vec<Shown>,
}

struct Place<'a> {
    source: &'a Source,
    file: FileId,
    start: usize,
    end: usize,
    first: usize,
    last: usize,
    primary: bool,
}

impl Excerpt {
    /// The excerpt of a diagnostic, with so many lines of context, each about `width` characters at most.
    pub(super) fn new(sources: &Sources, d: &Diagnostic, context: usize, width: usize, cut: &str) -> Self {
        let places: Vec<Option<Place<'_>>> = d.labels.iter().map(|l| place(sources, l)).collect();
        let main = d.primary().map(|s| s.file);
        let mut wanted: BTreeMap<(bool, FileId), BTreeSet<usize>> = BTreeMap::new();
        for p in places.iter().flatten() {
            let most = last_line(p.source).max(p.last);
            let lines = p.first.saturating_sub(context)..=(p.last + context).min(most);
            wanted.entry((Some(p.file) != main, p.file)).or_default().extend(lines);
        }
        let mut out = Self { text: String::new(), lines: vec![], labels: vec![] };
        let mut ends = vec![(0, 0); places.len()];
        for ((_, file), lines) in wanted {
            let mut before: Option<usize> = None;
            for number in lines {
                if before.is_none_or(|b| b + 1 != number) && !out.lines.is_empty() {
                    for _ in 0..3 {
                        out.lines.push(Line { start: out.text.len(), file, number: None });
                        out.text.push('\n');
                    }
                }
                before = Some(number);
                out.push_line(file, number, &places, &mut ends, (width, cut));
            }
        }
        let labels = d.labels.iter().zip(&places).zip(ends);
        out.labels = labels
            .filter_map(|((label, place), (start, end))| {
                let (file, at) = (place.as_ref()?.file, label.span.start);
                let (position, text) = (sources.position(file, at), inline(&label.text));
                Some(Shown { start, end: end.max(start), file, position, text, primary: label.primary })
            })
            .collect();
        out
    }

    fn push_line(
        &mut self,
        file: FileId,
        number: usize,
        places: &[Option<Place<'_>>],
        ends: &mut [(usize, usize)],
        (width, cut): (usize, &str),
    ) {
        let Some(source) = places.iter().flatten().find(|p| p.file == file).map(|p| p.source) else { return };
        let (start, raw) = raw_line(source, number);
        let column = |offset: usize| raw.get(..offset.saturating_sub(start)).unwrap_or(raw).chars().count();
        let here = |p: &&Place<'_>| p.file == file && (p.first..=p.last).contains(&number);
        let all: Vec<_> = places
            .iter()
            .flatten()
            .filter(here)
            .map(|p| (column(p.start), column(p.end), p.primary))
            .collect();
        let left = left_edge(&all, raw, width.saturating_sub(10).max(20));
        let most = width.saturating_sub(10).max(20);
        let base = self.text.len();
        self.lines.push(Line { start: base, file, number: Some(number) });
        // Byte in the file → byte in the excerpt, at each character and at the end.
        let mut at: Vec<(usize, usize)> = vec![];
        let mut shown = if left > 0 { cut.to_owned() } else { String::new() };
        let mut columns = shown.chars().count();
        for (n, (byte, c)) in raw.char_indices().enumerate() {
            at.push((start + byte, base + shown.len()));
            if n < left {
                continue;
            }
            if n >= left + most {
                shown.push_str(cut);
                break;
            }
            let before = shown.len();
            push_visible(&mut shown, c, columns);
            columns += if c == '\t' { shown.len() - before } else { 1 };
        }
        let end = base + shown.len();
        if shown.is_empty() && places.iter().flatten().any(|p| here(&p)) {
            shown.push(' ');
        }
        let find = |offset: usize| at.iter().find(|(b, _)| *b >= offset).map_or(end, |&(_, s)| s);
        for (place, (from, to)) in places.iter().zip(ends) {
            let Some(p) = place.as_ref().filter(|p| here(p)) else { continue };
            if p.first == number {
                *from = find(p.start);
            }
            if p.last == number {
                *to = find(p.end);
            }
        }
        self.text.push_str(&shown);
        self.text.push('\n');
    }

    /// The line, by its order in the excerpt, that holds a byte.
    pub(super) fn line_at(&self, offset: usize) -> usize {
        self.lines.partition_point(|l| l.start <= offset).saturating_sub(1)
    }

    /// The bytes of a line, its line feed included.
    pub(super) fn line_range(&self, line: usize) -> Option<std::ops::Range<usize>> {
        let start = self.lines.get(line)?.start;
        Some(start..self.lines.get(line + 1).map_or(self.text.len(), |l| l.start))
    }

    /// A line's number in its file, from 0; none for what stands between.
    pub(super) fn number(&self, line: usize) -> Option<usize> {
        self.lines.get(line)?.number
    }

    /// The file of a line.
    pub(super) fn file(&self, line: usize) -> Option<FileId> {
        self.lines.get(line).map(|l| l.file)
    }

    /// The column in the file, from 1, of a byte of the excerpt at which a label begins.
    pub(super) fn column(&self, offset: usize) -> usize {
        self.labels.iter().find(|l| l.start == offset).map_or(1, |l| l.position.column as usize)
    }
}

/// Where a span stands; none if it is of other sources. A span over many lines is cut to its first.
fn place<'a>(sources: &'a Sources, label: &Label) -> Option<Place<'a>> {
    let span = label.span;
    let source = sources.get(span.file)?;
    let (start, mut end) = (span.start as usize, span.end.max(span.start) as usize);
    let first = source.lines.line(span.start);
    let mut last = source.lines.line(if end > start { span.end - 1 } else { span.end });
    if last - first >= MOST_LINES {
        let (at, raw) = raw_line(source, first);
        (last, end) = (first, at + raw.len());
    }
    Some(Place { source, file: span.file, start, end, first, last, primary: label.primary })
}

/// The first byte and the text of a line, without its line end.
fn raw_line(source: &Source, line: usize) -> (usize, &str) {
    let start = source.lines.start(line).map_or(source.text.len(), |s| s as usize);
    let end = source.lines.start(line + 1).map_or(source.text.len(), |s| s as usize);
    let raw = source.text.get(start..end).unwrap_or("");
    (start, raw.strip_suffix('\n').map_or(raw, |r| r.strip_suffix('\r').unwrap_or(r)))
}

/// The last line that has text: what comes after the last line feed counts only if it is not empty.
fn last_line(source: &Source) -> usize {
    let last = source.lines.count().saturating_sub(1);
    if source.text.ends_with('\n') { last.saturating_sub(1) } else { last }
}

/// How many characters a line of at most `most` leaves out at its left, so that its labels (from, to, whether
/// primary) are seen; where not all can be, the primary one.
fn left_edge(labels: &[(usize, usize, bool)], raw: &str, most: usize) -> usize {
    let ends = |primary_only: bool| {
        let of = || labels.iter().filter(|l| l.2 || !primary_only);
        Some((of().map(|l| l.0).min()?, of().map(|l| l.1).max()?))
    };
    let Some((low, high)) = ends(false) else { return 0 };
    if raw.chars().nth(most).is_none() || high + 4 < most {
        return 0;
    }
    let (low, high) = if high - low + 8 < most { (low, high) } else { ends(true).unwrap_or((low, high)) };
    low.saturating_sub(most.saturating_sub(high - low).max(8) / 2)
}

fn push_visible(out: &mut String, c: char, columns: usize) {
    match c {
        '\t' => out.extend(std::iter::repeat_n(' ', TAB - columns % TAB)),
        '\u{feff}' if out.is_empty() => {}
        c if is_unseen(c) => out.push('\u{fffd}'),
        c => out.push(c),
    }
}

/// Control characters, bidirectional controls and characters without width: they would change what a reader
/// sees of others.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A text of one line, safe for a terminal: unseen characters become `\u{…}`, line feeds spaces.
pub(super) fn inline(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\t' => out.push(' '),
            c if is_unseen(c) => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}
