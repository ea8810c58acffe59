//! Paths to a field: `spec.template.spec.dnsPolicy`, `containers[name=server].tty`, `args[+]`,
//! `metadata.annotations."example.com/x"`.

use std::fmt;

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// `name` or `"quoted.name"`: the value of a map's key.
    Field(String),
    /// `[name=server]`: the element whose field has this text.
    Element {
        /// The field.
        key: String,
        /// Its text.
        value: String,
    },
    /// `[0]`: the element at a position, from 0.
    Index(usize),
    /// `[+]`: a new element at the end.
    Append,
}

/// The most steps a path may have.
const MOST_STEPS: usize = 64;

/// A path to a field; it has 1 to 64 steps.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FieldPath {
    /// From the object inwards.
    pub steps: Vec<Step>,
}

/// Why a text is no path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathError {
    /// The byte of the text at which it fails.
    pub at: usize,
    /// The problem, in one line.
    pub message: &'static str,
}

impl FieldPath {
    /// Reads a path.
    ///
    /// # Errors
    /// With the byte at which it fails.
    pub fn parse(text: &str) -> Result<Self, PathError> {
        let (mut scan, mut steps) = (Scan { text, at: 0 }, vec![]);
        while scan.at < text.len() {
            if steps.len() == MOST_STEPS {
                return Err(scan.error("a path has at most 64 steps"));
            }
            if scan.eat('[') {
                steps.push(scan.bracket()?);
                continue;
            }
            if scan.eat('.') && steps.is_empty() {
                return Err(PathError { at: 0, message: "a path begins with a field" });
            }
            steps.push(Step::Field(scan.word(&['.', '[', ']', '=', '"'])?));
            if !matches!(scan.rest().chars().next(), None | Some('.' | '[')) {
                return Err(scan.error("expected `.` or `[`"));
            }
        }
        if steps.is_empty() || text.ends_with('.') {
            return Err(scan.error("expected a field"));
        }
        Ok(Self { steps })
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        for step in &self.steps {
            match step {
                Step::Field(name) => push_field(&mut out, name),
                Step::Element { key, value } => {
                    out.push('[');
                    push_word(&mut out, key);
                    out.push('=');
                    push_word(&mut out, value);
                    out.push(']');
                }
                Step::Index(n) => out.push_str(&format!("[{n}]")),
                Step::Append => out.push_str("[+]"),
            }
        }
        f.write_str(&out)
    }
}

/// Adds `.name` to a path, quoted where a path needs it.
pub(super) fn push_field(path: &mut String, name: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    push_word(path, name);
}

fn push_word(path: &mut String, name: &str) {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '$');
    if !name.is_empty() && name.chars().all(bare) {
        path.push_str(name);
        return;
    }
    path.push('"');
    for c in name.chars() {
        if matches!(c, '"' | '\\') {
            path.push('\\');
        }
        path.push(c);
    }
    path.push('"');
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scan<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn eat(&mut self, c: char) -> bool {
        let there = self.rest().starts_with(c);
        self.at += if there { c.len_utf8() } else { 0 };
        there
    }

    fn error(&self, message: &'static str) -> PathError {
        PathError { at: self.at, message }
    }

    /// A quoted or a bare word; a bare one ends before any of `ends`.
    fn word(&mut self, ends: &[char]) -> Result<String, PathError> {
        if !self.eat('"') {
            let rest = self.rest();
            let word = rest.get(..rest.find(ends).unwrap_or(rest.len())).unwrap_or("");
            if word.is_empty() {
                return Err(self.error("expected a field"));
            }
            self.at += word.len();
            return Ok(word.to_owned());
        }
        let (mut word, mut chars) = (String::new(), self.rest().char_indices());
        while let Some((n, c)) = chars.next() {
            match c {
                '"' => {
                    self.at += n + 1;
                    return Ok(word);
                }
                '\\' => word.extend(chars.next().map(|(_, c)| c)),
                _ => word.push(c),
            }
        }
        Err(self.error("a quoted field is not closed"))
    }

    /// What stands after `[`, with the `]`.
    fn bracket(&mut self) -> Result<Step, PathError> {
        let start = self.at;
        let step = if self.eat('+') {
            Step::Append
        } else {
            let key = self.word(&['=', ']'])?;
            if self.eat('=') {
                Step::Element { key, value: self.word(&[']'])? }
            } else {
                let index = key.parse().ok().filter(|_| key.bytes().all(|b| b.is_ascii_digit()));
                Step::Index(
                    index
                        .ok_or(PathError { at: start, message: "expected `+`, a number, or `key=value`" })?,
                )
            }
        };
        if self.eat(']') { Ok(step) } else { Err(self.error("expected `]`")) }
    }
}
