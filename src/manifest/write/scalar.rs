//! Texts: plain, quoted or in a block. A text is plain only where no reader, of YAML 1.1 or 1.2, takes it for anything else.

use std::fmt::Write;

/// What a byte inside a plain text is: fine, fine if a look at its neighbour says so, or not.
const FINE: u8 = 0;
const LOOK: u8 = 1;
const NOT: u8 = 2;

static INSIDE: [u8; 256] = inside();

#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler; a byte is within 256")]
const fn inside() -> [u8; 256] {
    let mut table = [NOT; 256];
    let mut b = 0_u8;
    while b < 128 {
        let fine = b.is_ascii_alphanumeric()
            || matches!(
                b,
                b'_' | b'-' | b'.' | b'/' | b'@' | b'%' | b'+' | b'=' | b'$' | b'(' | b')' | b';' | b'^'
            );
        if fine {
            table[b as usize] = FINE;
        }
        b += 1;
    }
    table[b' ' as usize] = LOOK;
    table[b':' as usize] = LOOK;
    table
}

/// Words that some reader takes for a bool, for nothing, or for a merge; in lower case.
const TAKEN: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

/// Adds a text on one line: plain if it may be, else in double quotes.
pub(super) fn text(out: &mut String, text: &str) {
    if plain(text) {
        out.push_str(text);
    } else {
        quoted(out, text);
    }
}

fn plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some(&first) = bytes.first() else { return false };
    let mut before = 0;
    for &b in bytes {
        let class = INSIDE.get(b as usize).copied().unwrap_or(NOT);
        // A `:` and a space may not meet.
        if class == NOT || b == b' ' && before == b':' {
            return false;
        }
        before = b;
    }
    if matches!(before, b' ' | b':') {
        return false;
    }
    match first {
        b'a'..=b'z' | b'A'..=b'Z' => text.len() > 5 || !TAKEN.iter().any(|t| text.eq_ignore_ascii_case(t)),
        b'/' | b'_' | b'$' | b'(' => true,
        b'0'..=b'9' => {
            bytes.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'/'))
                && bytes.iter().any(no_digit)
        }
        _ => false,
    }
}

/// A letter that stands in no number: `100m`, `128Mi` and `1h30m` have one, `1e3`, `0x1F` and `0o7` have none.
fn no_digit(b: &u8) -> bool {
    b.is_ascii_alphabetic() && !matches!(b.to_ascii_lowercase(), b'a'..=b'f' | b'x' | b'o')
}

/// Whether a character must be escaped: some reader refuses it, or takes it for a line end or a blank.
pub(super) fn unprintable(c: char) -> bool {
    matches!(c, '\0'..='\u{1F}' | '\u{7F}'..='\u{A0}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

fn quoted(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            // Writing to a String cannot fail.
            c if unprintable(c) && u32::from(c) < 256 => drop(write!(out, "\\x{:02X}", u32::from(c))),
            c if unprintable(c) => drop(write!(out, "\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Adds a text of several lines as a block (`|`), its lines at `indent`; `false` where only quotes keep it as it is.
pub(super) fn block(out: &mut String, text: &str, indent: usize) -> bool {
    if !text.contains('\n') || text.starts_with(['\n', ' ', '\t']) {
        return false;
    }
    let odd = |c: char| c != '\n' && c != '\t' && unprintable(c);
    if text.contains(odd) || text.split('\n').any(|line| line.ends_with([' ', '\t'])) {
        return false;
    }
    out.push_str(match text.strip_suffix('\n') {
        None => "|-",
        Some(rest) if rest.ends_with('\n') => "|+",
        Some(_) => "|",
    });
    for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        out.push('\n');
        if !line.is_empty() {
            super::spaces(out, indent);
            out.push_str(line);
        }
    }
    true
}
