//! The walk along a value and its schema.

use super::{Fault, Finding};
use crate::diagnostic::{nearest, or_list};
use crate::manifest::Object;
use crate::manifest::tree::{Kind, NodeRef};
use crate::platform::schema::{Schema, Shape};
use crate::value::matches_schema_pattern;

pub(super) struct Walk<'o> {
    object: &'o Object,
    pub(super) findings: Vec<Finding>,
}

impl<'o> Walk<'o> {
    pub(super) fn new(object: &'o Object) -> Self {
        Self { object, findings: vec![] }
    }

    pub(super) fn add(&mut self, at: NodeRef<'_>, fault: Fault, message: String, help: Option<String>) {
        let at_key = fault == Fault::UnknownField;
        self.findings.push(Finding { node: at.id(), at_key, fault, path: at.path(), message, help });
    }

    /// What is wrong with `v`. Inside `oneOf` and its like (`strict` is false there) unknown fields are no mistake.
    pub(super) fn value(&mut self, v: NodeRef<'_>, s: Schema, strict: bool) {
        if v.is_null() {
            if !s.is_builtin() && !s.is_nullable() && !matches!(s.shape(), Shape::Any | Shape::IntOrString) {
                self.add(v, Fault::Null, format!("{} is `null`", place(v)), None);
            }
            return;
        }
        if !self.fits(v, s) {
            return;
        }
        self.listed(v, s);
        match v.kind() {
            Kind::Map => self.fields(v, s, strict),
            Kind::Seq => {
                if let Some(item) = s.item() {
                    v.children().for_each(|c| self.value(c, item, strict));
                }
            }
            _ => {}
        }
        self.bounds(v, s);
        self.forms(v, s);
    }

    /// The kind of value; what the kind says of the text.
    fn fits(&mut self, v: NodeRef<'_>, s: Schema) -> bool {
        let (fits, want) = match s.shape() {
            Shape::Any => (true, ""),
            Shape::Object => (v.kind() == Kind::Map, "an object"),
            Shape::Map => (v.kind() == Kind::Map, "a map"),
            Shape::List => (v.kind() == Kind::Seq, "a list"),
            Shape::String | Shape::Time | Shape::MicroTime | Shape::Bytes => {
                (v.kind() == Kind::String, "a text")
            }
            Shape::Bool => (v.kind() == Kind::Bool, "`true` or `false`"),
            Shape::Integer { .. } => (v.kind() == Kind::Int, "a whole number"),
            Shape::Number => (v.as_f64().is_some(), "a number"),
            Shape::IntOrString => (matches!(v.kind(), Kind::Int | Kind::String), "a whole number or a text"),
            Shape::Quantity => (v.as_f64().is_some() || v.kind() == Kind::String, "a quantity"),
        };
        if !fits {
            let message = format!("{} takes {want}, not {}", place(v), shown(v));
            let quote = want == "a text" && !matches!(v.kind(), Kind::Map | Kind::Seq);
            self.add(v, Fault::WrongType, message, quote.then(|| "write the value in quotes".to_owned()));
            return false;
        }
        match (s.shape(), v.as_str()) {
            (Shape::Quantity, Some(t)) if !is_quantity(t) => {
                let message = format!("{} is no quantity: {}", place(v), shown(v));
                self.add(v, Fault::BadQuantity, message, Some("write `100m`, `1Gi` or a number".to_owned()));
            }
            (Shape::Bytes, Some(t)) if !is_base64(t) => {
                let help =
                    (&*self.object.kind == "Secret").then(|| "plain text goes to `stringData`".to_owned());
                self.add(v, Fault::BadBase64, format!("{} is no base64", place(v)), help);
            }
            (Shape::Integer { bits: 32 }, _) if v.as_i64().is_some_and(|n| i32::try_from(n).is_err()) => {
                let message = format!("{} takes a number of 32 bits, not {}", place(v), shown(v));
                self.add(v, Fault::OutOfRange, message, None);
            }
            _ => {}
        }
        true
    }

    /// Enums and patterns.
    fn listed(&mut self, v: NodeRef<'_>, s: Schema) {
        let mut values = s.enums().peekable();
        if values.peek().is_some() {
            let text = scalar(v);
            if !values.by_ref().any(|e| text.as_deref() == Some(e)) {
                let near = text.as_deref().map(|t| nearest(t, s.enums())).unwrap_or_default();
                let help = near.first().map(|n| format!("write `{n}`"));
                let message = format!("{} takes {}, not {}", place(v), or_list(s.enums()), shown(v));
                self.add(v, Fault::BadEnum, message, help);
            }
        }
        if let (Some(pattern), Some(text)) = (s.pattern(), v.as_str())
            && !matches_schema_pattern(pattern, text)
        {
            let message = format!("{} does not match `{pattern}`: {}", place(v), shown(v));
            self.add(v, Fault::BadPattern, message, None);
        }
    }

    fn fields(&mut self, v: NodeRef<'_>, s: Schema, strict: bool) {
        let (more, closed) = (s.values(), strict && s.shape() == Shape::Object && !s.is_open());
        for (key, child) in v.entries() {
            if let Some(field) = s.field(key) {
                self.value(child, field.schema, strict);
            } else if let Some(values) = more {
                self.value(child, values, strict);
            } else if closed {
                let names: Vec<&str> = s.fields().map(|f| f.name).collect();
                let near = nearest(key, names);
                let help = near.first().map(|n| format!("there is `{n}`"));
                let of = &self.object.kind;
                self.add(child, Fault::UnknownField, format!("{} is no field of {of}", place(child)), help);
            }
        }
        for name in s.required() {
            let there = v.get(name).is_some_and(|f| !(s.is_builtin() && f.is_null()));
            if !there {
                let message = match v.path().as_str() {
                    "" => format!("{} lacks `{name}`", self.object.kind),
                    path => format!("`{path}` lacks `{name}`"),
                };
                self.add(v, Fault::Missing, message, None);
            }
        }
    }

    fn bounds(&mut self, v: NodeRef<'_>, s: Schema) {
        if s.min().is_none() && s.max().is_none() {
            return;
        }
        let (size, fault, unit) = match v.kind() {
            Kind::Int | Kind::Float => (v.as_f64().unwrap_or_default(), Fault::OutOfRange, ""),
            Kind::String => {
                (v.as_str().unwrap_or_default().chars().count() as f64, Fault::BadLength, " characters")
            }
            Kind::Seq => (v.children().count() as f64, Fault::BadLength, " elements"),
            Kind::Map => (v.children().count() as f64, Fault::BadLength, " entries"),
            Kind::Null | Kind::Bool => return,
        };
        let message = match (s.min(), s.max()) {
            (Some(min), _) if size < min => format!("{} takes at least {min}{unit}, not {size}", place(v)),
            (_, Some(max)) if size > max => format!("{} takes at most {max}{unit}, not {size}", place(v)),
            _ => return,
        };
        self.add(v, fault, message, None);
    }

    /// `oneOf`, `anyOf`, `allOf` and `not`.
    fn forms(&mut self, v: NodeRef<'_>, s: Schema) {
        let (one, any, all) = (s.one_of(), s.any_of(), s.all_of());
        if one.len() > 0 {
            let count = one.clone().filter(|form| self.holds(v, *form)).count();
            if count != 1 {
                let message = format!("{} has {count} of {} forms, and takes one", place(v), one.len());
                self.form(v, one, message, count == 0);
            }
        }
        if any.len() > 0 && !any.clone().any(|form| self.holds(v, form)) {
            let message = format!("{} has none of {} forms", place(v), any.len());
            self.form(v, any, message, true);
        }
        for form in all {
            if !self.holds(v, form) {
                self.form(v, std::iter::once(form), format!("{} does not have its form", place(v)), true);
            }
        }
        if s.excluded().is_some_and(|form| self.holds(v, form)) {
            self.add(v, Fault::BadForm, format!("{} has a form that is refused", place(v)), None);
        }
    }

    /// Says what is wrong with the nearest form, where that is one thing; else that no form fits.
    fn form(&mut self, v: NodeRef<'_>, forms: impl Iterator<Item = Schema>, message: String, none: bool) {
        let tries = forms.map(|form| self.tried(v, form)).filter(|f| !f.is_empty());
        let best = tries.min_by_key(Vec::len).filter(|f| f.len() == 1 && none);
        match best.and_then(|f| f.into_iter().next()) {
            Some(finding) => {
                let help = Some(finding.message);
                self.findings.push(Finding { fault: Fault::BadForm, message, help, ..finding });
            }
            None => self.add(v, Fault::BadForm, message, None),
        }
    }

    fn tried(&self, v: NodeRef<'_>, form: Schema) -> Vec<Finding> {
        let mut inner = Walk::new(self.object);
        inner.value(v, form, form.is_builtin());
        inner.findings
    }

    fn holds(&self, v: NodeRef<'_>, form: Schema) -> bool {
        self.tried(v, form).is_empty()
    }
}

/// `` `spec.replicas` ``, or «the object».
fn place(v: NodeRef<'_>) -> String {
    match v.path().as_str() {
        "" => "the object".to_owned(),
        path => format!("`{path}`"),
    }
}

/// A scalar as it is compared with an enum's values.
fn scalar(v: NodeRef<'_>) -> Option<String> {
    match v.kind() {
        Kind::String => v.as_str().map(str::to_owned),
        Kind::Int => v.as_i64().map(|n| n.to_string()),
        Kind::Float => v.as_f64().map(|n| n.to_string()),
        Kind::Bool => v.as_bool().map(|b| b.to_string()),
        Kind::Null | Kind::Map | Kind::Seq => None,
    }
}

/// A value as a message shows it.
fn shown(v: NodeRef<'_>) -> String {
    match v.kind() {
        Kind::Null => "`null`".to_owned(),
        Kind::Map => "a map".to_owned(),
        Kind::Seq => "a list".to_owned(),
        Kind::String => {
            let text = v.as_str().unwrap_or_default();
            let short: String = text.chars().take(40).map(|c| if c.is_control() { ' ' } else { c }).collect();
            let dots = if text.chars().nth(40).is_some() { "…" } else { "" };
            format!("the text `{short}{dots}`")
        }
        Kind::Bool | Kind::Int | Kind::Float => format!("`{}`", scalar(v).unwrap_or_default()),
    }
}

/// As apimachinery's `resource.ParseQuantity` takes it (v0.33, `quantity.go`).
fn is_quantity(text: &str) -> bool {
    let rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = |t: &str| t.len() - t.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let whole = digits(rest);
    let rest = rest.get(whole..).unwrap_or("");
    let (rest, part) = match rest.strip_prefix('.') {
        Some(after) => (after.get(digits(after)..).unwrap_or(""), digits(after)),
        None => (rest, 0),
    };
    if whole + part == 0 {
        return false;
    }
    if matches!(
        rest,
        "" | "Ki" | "Mi" | "Gi" | "Ti" | "Pi" | "Ei" | "n" | "u" | "m" | "k" | "M" | "G" | "T" | "P" | "E"
    ) {
        return true;
    }
    let exponent = rest.strip_prefix(['e', 'E']).map(|e| e.strip_prefix(['+', '-']).unwrap_or(e));
    exponent.is_some_and(|e| !e.is_empty() && digits(e) == e.len())
}

/// As Go's `base64.StdEncoding` takes it: line ends are skipped.
fn is_base64(text: &str) -> bool {
    let mut padding = 0_usize;
    let mut count = 0_usize;
    for b in text.bytes().filter(|b| !matches!(b, b'\n' | b'\r')) {
        count += 1;
        match b {
            b'=' => padding += 1,
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' if padding == 0 => {}
            _ => return false,
        }
    }
    count.is_multiple_of(4) && padding <= 2
}
