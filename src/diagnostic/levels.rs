//! `-W`, `-D` and `-A`: what a user makes of each warning.

use std::collections::BTreeMap;

use super::{Code, Diagnostic, Severity, codes, nearest, or_list};

/// What a warning is made into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// `-A`: it is not said.
    Allow,
    /// `-W`: it is a warning.
    Warn,
    /// `-D`: it is an error.
    Deny,
}

/// The levels of one run. Errors stay errors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    all: Option<Level>,
    one: BTreeMap<&'static str, Level>,
}

impl Levels {
    /// The levels that flags ask for: each names a warning by code (`W0603`) or name (`cleartext_host`), or
    /// `warnings` for all. A later flag wins over an earlier one.
    ///
    /// # Errors
    /// One line about a word that names no warning.
    pub fn new<'a>(flags: impl IntoIterator<Item = (Level, &'a str)>) -> Result<Self, String> {
        Self::of(flags, codes::find)
    }

    fn of<'a>(
        flags: impl IntoIterator<Item = (Level, &'a str)>,
        find: impl Fn(&str) -> Option<&'static Code>,
    ) -> Result<Self, String> {
        let mut out = Self::default();
        for (level, word) in flags {
            if word == "warnings" {
                out.all = Some(level);
                out.one.clear();
                continue;
            }
            let code = find(word).ok_or_else(|| unknown(word))?;
            if code.severity == Severity::Error {
                return Err(format!("`{word}` is an error, and errors have no level"));
            }
            out.one.insert(code.id, level);
        }
        Ok(out)
    }

    /// What becomes of diagnostics of this code; `None` if they are not said.
    #[must_use]
    pub fn severity(&self, code: &Code) -> Option<Severity> {
        match (code.severity, self.one.get(code.id).copied().or(self.all)) {
            (Severity::Error, _) | (_, Some(Level::Deny)) => Some(Severity::Error),
            (_, Some(Level::Allow)) => None,
            _ => Some(Severity::Warning),
        }
    }

    /// The diagnostics as these levels have them, in the order given.
    #[must_use]
    pub fn apply(&self, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let with = |d: Diagnostic| Some(Diagnostic { severity: self.severity(d.code)?, ..d });
        diagnostics.into_iter().filter_map(with).collect()
    }
}

fn unknown(word: &str) -> String {
    let warnings = || codes::all().filter(|c| c.severity == Severity::Warning);
    let names = warnings().flat_map(|c| [c.name, c.id]);
    match nearest(word, names.chain(["warnings"])).as_slice() {
        [] => format!("there is no warning `{word}`"),
        near => format!("there is no warning `{word}`; near it is {}", or_list(near.iter().copied())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static LOOSE: Code =
        Code { id: "W0999", name: "loose", severity: Severity::Warning, title: "", page: "" };

    #[test]
    fn later_flags_win() {
        let levels = |f: &[(Level, &'static str)]| {
            Levels::of(f.iter().copied(), |w| ["W0999", "loose"].contains(&w).then_some(&LOOSE)).unwrap()
        };
        assert_eq!(Levels::default().severity(&LOOSE), Some(Severity::Warning));
        assert_eq!(levels(&[(Level::Deny, "warnings")]).severity(&LOOSE), Some(Severity::Error));
        assert_eq!(levels(&[(Level::Deny, "warnings"), (Level::Allow, "loose")]).severity(&LOOSE), None);
        let again = levels(&[(Level::Allow, "W0999"), (Level::Warn, "warnings")]);
        assert_eq!(again.severity(&LOOSE), Some(Severity::Warning));
        let error = &codes::syntax::E0101;
        assert_eq!(levels(&[(Level::Allow, "warnings")]).severity(error), Some(Severity::Error));
        let one = Diagnostic::without_place(&LOOSE, "m");
        assert!(levels(&[(Level::Allow, "loose")]).apply(vec![one.clone()]).is_empty());
        assert_eq!(levels(&[(Level::Deny, "loose")]).apply(vec![one])[0].severity, Severity::Error);
    }

    #[test]
    fn words_that_name_no_warning_are_refused() {
        let text = |w| Levels::new([(Level::Deny, w)]).unwrap_err();
        assert!(text("warning").ends_with("near it is `warnings`"), "{}", text("warning"));
        assert_eq!(text("E0101"), "`E0101` is an error, and errors have no level");
    }
}
