//! What stands below the source: notes, help and fixes, as paragraphs of lines that fit the width.

use super::excerpt::inline;
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::source::{FileId, Sources};

/// A patch of more lines than this is not shown.
const MOST_LINES: usize = 10;

/// A paragraph under its word.
pub(super) struct Paragraph {
    /// `note` or `help`.
    pub(super) word: &'static str,
    /// Its lines; those after the first stand under the first's text.
    pub(super) lines: Vec<String>,
}

/// The paragraphs of a diagnostic, whose text may be so many columns wide.
pub(super) fn paragraphs(sources: &Sources, d: &Diagnostic, width: usize) -> Vec<Paragraph> {
    let mut out = Vec::new();
    for note in &d.notes {
        out.push(Paragraph { word: "note", lines: wrap(note, width) });
    }
    for help in &d.help {
        out.push(Paragraph { word: "help", lines: wrap(help, width) });
    }
    for fix in &d.fixes {
        let patch = patch(sources, fix, width + 4);
        let title = if patch.is_empty() { fix.title.clone() } else { format!("{}:", fix.title) };
        let lines = wrap(&title, width).into_iter().chain(patch).collect();
        out.push(Paragraph { word: "help", lines });
    }
    out
}

/// The lines that a fix takes (`- …`) and gives (`+ …`); none if they are too many or too long to help.
fn patch(sources: &Sources, fix: &Fix, width: usize) -> Vec<String> {
    let mut edits: Vec<&Edit> = fix.edits.iter().collect();
    edits.sort_by_key(|e| (e.span.file, e.span.start, e.span.end));
    let mut out = Vec::new();
    let mut rest = edits.as_slice();
    while let Some((first, _)) = rest.split_first() {
        let file = first.span.file;
        let Some(source) = sources.get(file) else { return vec![] };
        let line = |n: u32| source.lines.line(n);
        let mut last = line(first.span.end);
        let mut taken = 1;
        while let Some(e) = rest.get(taken).filter(|e| e.span.file == file && line(e.span.start) <= last) {
            last = last.max(line(e.span.end));
            taken += 1;
        }
        let (group, after) = rest.split_at(taken);
        rest = after;
        let start = source.lines.start(line(first.span.start)).unwrap_or(0) as usize;
        let end = source.lines.start(last + 1).map_or(source.text.len(), |n| n as usize);
        if edits.iter().any(|e| e.span.file != file) {
            out.push(format!("in {}:", inline(&source.name)));
        }
        out.extend(changed_lines(sources, file, (start, end), group));
    }
    let wide = |l: &String| l.chars().count() > width;
    if out.len() > MOST_LINES || out.iter().any(wide) { vec![] } else { out }
}

fn changed_lines(
    sources: &Sources,
    file: FileId,
    (start, end): (usize, usize),
    edits: &[&Edit],
) -> Vec<String> {
    let Some(text) = sources.get(file).map(|s| &s.text) else { return vec![] };
    let old = text.get(start..end).unwrap_or("");
    let (mut new, mut from) = (String::new(), start);
    for e in edits {
        new.push_str(text.get(from..e.span.start as usize).unwrap_or(""));
        new.push_str(&e.text);
        from = e.span.end as usize;
    }
    new.push_str(text.get(from..end).unwrap_or(""));
    let (mut old, mut new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    while old.last().is_some() && old.last() == new.last() {
        old.pop();
        new.pop();
    }
    let same = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old, new) = (old.get(same..).unwrap_or(&[]), new.get(same..).unwrap_or(&[]));
    let both = || old.iter().chain(new);
    let indent = both().filter(|l| !l.trim().is_empty()).map(|l| l.len() - l.trim_start().len()).min();
    let show = |sign: char, line: &str| {
        let line = line.get(indent.unwrap_or(0)..).unwrap_or(line.trim_start());
        format!("{sign} {}", inline(line)).trim_end().to_owned()
    };
    old.iter().map(|l| show('-', l)).chain(new.iter().map(|l| show('+', l))).collect()
}

/// Breaks a text at spaces so that each line has at most `width` characters, where words allow it. Line feeds
/// stay, and lines that begin with a space (code) are not broken.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut out = Vec::new();
    for line in text.lines() {
        let line = inline(line);
        if line.starts_with(' ') || line.chars().count() <= width {
            out.push(line);
            continue;
        }
        let (mut now, mut count) = (String::new(), 0);
        for word in line.split(' ') {
            let long = word.chars().count();
            if count > 0 && count + 1 + long > width {
                out.push(std::mem::take(&mut now));
                count = 0;
            }
            if count > 0 {
                now.push(' ');
                count += 1;
            }
            now.push_str(word);
            count += long;
        }
        out.push(now);
    }
    out
}
