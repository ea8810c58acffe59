//! Diagnostics to the right stream in the right form: what the command line, the terminal and the environment say.

use std::collections::BTreeMap;
use std::io::Write;

use super::args;
use crate::diagnostic::{Level, Levels};
use crate::render::{Format, Options};

/// What a process knows of its terminal and environment.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// Whether standard error is a terminal.
    pub stderr_is_terminal: bool,
    /// The width of that terminal, in columns.
    pub width: Option<usize>,
    /// `NO_COLOR`, `CLICOLOR_FORCE`, `TERM`, `COLUMNS`, `LC_ALL`, `LC_CTYPE`, `LANG`, where set.
    pub variables: BTreeMap<String, String>,
}

impl Facts {
    /// The variables of an environment that [`Facts::variables`] wants.
    pub const VARIABLES: [&str; 7] =
        ["NO_COLOR", "CLICOLOR_FORCE", "TERM", "COLUMNS", "LC_ALL", "LC_CTYPE", "LANG"];

    fn get(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str).filter(|v| !v.is_empty())
    }

    fn color(&self, asked: args::Color) -> bool {
        match asked {
            args::Color::Always => true,
            args::Color::Never => false,
            args::Color::Auto if self.get("NO_COLOR").is_some() => false,
            args::Color::Auto if self.get("CLICOLOR_FORCE").is_some_and(|v| v != "0") => true,
            args::Color::Auto => self.stderr_is_terminal && self.get("TERM") != Some("dumb"),
        }
    }

    /// Only at a terminal whose locale (POSIX order of precedence) is UTF-8; elsewhere plain ASCII.
    fn unicode(&self) -> bool {
        let locale = self.get("LC_ALL").or(self.get("LC_CTYPE")).or(self.get("LANG")).unwrap_or("");
        let locale = locale.to_ascii_lowercase();
        self.stderr_is_terminal
            && self.get("TERM") != Some("dumb")
            && (locale.contains("utf-8") || locale.contains("utf8"))
    }

    /// How diagnostics are to be written.
    pub(super) fn options(&self, report: &args::Report) -> Options {
        let default = if self.stderr_is_terminal { args::Format::Full } else { args::Format::Classic };
        let format = match report.format.unwrap_or(default) {
            args::Format::Full => Format::Full,
            args::Format::Classic => Format::Classic,
            args::Format::Short => Format::Short,
            args::Format::Json => Format::Json,
            args::Format::Sarif => Format::Sarif,
            args::Format::Github => Format::Github,
        };
        let columns = || self.get("COLUMNS").and_then(|c| c.parse().ok());
        Options {
            format,
            color: self.color(report.color)
                && matches!(format, Format::Full | Format::Classic | Format::Short),
            unicode: self.unicode(),
            width: columns().or(self.width).unwrap_or(80),
            error_limit: report.error_limit,
        }
    }
}

/// The levels of `-D`, `-W` and `-A`, in the order in which they stand on the command line.
pub(super) fn levels(report: &args::Report, matches: &clap::ArgMatches) -> Result<Levels, String> {
    let mut flags: Vec<(usize, Level, &str)> = vec![];
    let lists = [
        ("deny", Level::Deny, &report.deny),
        ("warn", Level::Warn, &report.warn),
        ("allow", Level::Allow, &report.allow),
    ];
    for (name, level, words) in lists {
        let places = matches.indices_of(name).into_iter().flatten();
        flags.extend(places.zip(words).map(|(at, word)| (at, level, word.as_str())));
    }
    flags.sort_by_key(|f| f.0);
    Levels::new(flags.into_iter().map(|(_, level, word)| (level, word)))
}

/// Writes and ignores what cannot be written: there is nobody left to tell.
pub(super) fn say(to: &mut dyn Write, text: &str) {
    let _ = to.write_all(text.as_bytes()).and_then(|()| to.flush());
}
