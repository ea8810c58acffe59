//! The values of strings and texts. Offsets in what is reported are relative to the token.

use std::ops::Range;

/// The value of `"…"`, quotes included in `raw`; and where the escapes stand that mean nothing.
pub(super) fn string(raw: &str) -> (String, Vec<Range<usize>>) {
    let inner = raw.get(1..raw.len().saturating_sub(1)).unwrap_or("");
    let (mut value, mut bad) = (String::with_capacity(inner.len()), Vec::new());
    let mut at = 0;
    let next = |at: usize| inner.get(at..).and_then(|rest| rest.chars().next());
    while let Some(c) = next(at) {
        let start = at;
        at += c.len_utf8();
        if c != '\\' {
            value.push(c);
            continue;
        }
        let Some(escape) = next(at) else { break };
        at += escape.len_utf8();
        let plain = match escape {
            '"' | '\\' => Some(escape),
            'n' => Some('\n'),
            't' => Some('\t'),
            'u' => code_point(inner.get(at..).unwrap_or("")).map(|(c, length)| {
                at += length;
                c
            }),
            _ => None,
        };
        match plain {
            Some(c) => value.push(c),
            None => bad.push(start + 1..at + 1),
        }
    }
    (value, bad)
}

/// The character of `{…}` after `\u`, and how many bytes that takes.
fn code_point(tail: &str) -> Option<(char, usize)> {
    let digits = tail.get(..8).unwrap_or(tail).strip_prefix('{')?.split_once('}')?.0;
    let hex = (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    let c = hex.then(|| u32::from_str_radix(digits, 16).ok()).flatten().and_then(char::from_u32)?;
    Some((c, digits.len() + 2))
}

/// What is wrong with a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum TextError {
    /// The closing quotes are not the first of their line.
    Closing(Range<usize>),
    /// This line has not the indentation of the closing quotes.
    Shallow(Range<usize>),
}

/// The value of `"""…"""`, quotes included in `raw`. On one line it is what stands between the quotes; else it is whole
/// lines, each with its line feed, without the indentation of the closing quotes.
pub(super) fn text(raw: &str) -> (String, Option<TextError>) {
    let close = raw.len().saturating_sub(3);
    let inner = raw.get(3..close).unwrap_or("");
    let Some((first, body)) = inner.split_once('\n') else {
        return (inner.to_owned(), None);
    };
    let mut at = 3 + first.len() + 1;
    let last = body.rsplit_once('\n').map_or(body, |(_, last)| last);
    if !last.trim().is_empty() {
        return (body.replace("\r\n", "\n"), Some(TextError::Closing(close..raw.len())));
    }
    let (mut value, mut error) = (String::with_capacity(body.len()), None);
    let lines = body.get(..body.len() - last.len()).unwrap_or("");
    for line in lines.split_inclusive('\n') {
        let row = line.trim_end_matches(['\n', '\r']);
        match row.strip_prefix(last) {
            Some(content) => value.push_str(content),
            None if row.trim().is_empty() => {}
            None => {
                let indent = row.len() - row.trim_start().len();
                error = error.or(Some(TextError::Shallow(at + indent..at + row.trim_end().len())));
                value.push_str(row.trim_start());
            }
        }
        value.push('\n');
        at += line.len();
    }
    (value, error)
}
