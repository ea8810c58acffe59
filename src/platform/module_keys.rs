//! Keys of the edge's `ambassador` Module by version: a path → a setting of which type, a statement's, or dead.
//!
//! Its `config` is a free object, so neither the API server nor the edge complains of an unknown key. Lines of the
//! table: `K path releases type`, `K path releases statement WORDS`, `K path releases dead REASON`; `a.*` is `a` and
//! all below it.

use std::sync::LazyLock;

use super::releases::{self, Span};
use super::{Edge, Version};
use crate::diagnostic::nearest;

/// What a setting takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyType {
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// A string.
    String,
    /// A list: not something that a statement can write.
    List,
    /// A map: its keys are settings.
    Map,
    /// Any scalar.
    Any,
}

/// What is known of a path in the Module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModuleKey {
    /// A setting that no statement has.
    Setting(KeyType),
    /// Set by that statement.
    Statement(&'static str),
    /// It has no effect, or a bad one: why.
    Dead(&'static str),
    /// The edge ignores it silently.
    Unknown {
        /// A key that it knows and that is like it.
        nearest: Option<&'static str>,
    },
}

#[derive(Debug)]
struct Row {
    path: &'static str,
    /// Whether all paths below it are meant too.
    below: bool,
    span: Span,
    what: ModuleKey,
}

#[derive(Debug, Default)]
struct Table {
    releases: Vec<Version>,
    rows: Vec<Row>,
}

/// `None` where the text is not of the form; a test holds that it is.
static TABLE: LazyLock<Option<Table>> = LazyLock::new(|| read(include_str!("data/module_keys.table")));

fn read(text: &'static str) -> Option<Table> {
    let mut table = Table::default();
    for line in text.lines() {
        let mut tokens = line.split('\t');
        match tokens.next()? {
            "S" => {}
            "R" => table.releases = releases::read(tokens)?,
            "K" => {
                let path = tokens.next()?;
                let span = Span::read(tokens.next()?)?;
                let what = match tokens.next()? {
                    "statement" => ModuleKey::Statement(tokens.next()?),
                    "dead" => ModuleKey::Dead(tokens.next()?),
                    "bool" => ModuleKey::Setting(KeyType::Bool),
                    "int" => ModuleKey::Setting(KeyType::Int),
                    "string" => ModuleKey::Setting(KeyType::String),
                    "list" => ModuleKey::Setting(KeyType::List),
                    "any" => ModuleKey::Setting(KeyType::Any),
                    _ => return None,
                };
                let whole = path.strip_suffix(".*");
                table.rows.push(Row { path: whole.unwrap_or(path), below: whole.is_some(), span, what });
            }
            _ => return None,
        }
    }
    Some(table)
}

/// What a path of the `ambassador` Module (`diagnostics.enabled`) is on an edge.
#[must_use]
pub fn module_key(edge: Edge, path: &str) -> ModuleKey {
    let rows = || {
        let table = TABLE.as_ref();
        let at = table.and_then(|table| releases::at(&table.releases, edge.version()));
        let rows = table.map(|table| table.rows.as_slice()).unwrap_or_default();
        rows.iter().filter(move |row| at.is_some_and(|at| row.span.has(at)))
    };
    let under = |path: &str, above: &str| path.strip_prefix(above).is_some_and(|rest| rest.starts_with('.'));
    if let Some(row) = rows().find(|row| row.path == path || row.below && under(path, row.path)) {
        return match row.what {
            ModuleKey::Setting(KeyType::Any) if row.path == path => ModuleKey::Setting(KeyType::Map),
            what => what,
        };
    }
    if rows().any(|row| under(row.path, path)) {
        return ModuleKey::Setting(KeyType::Map);
    }
    ModuleKey::Unknown { nearest: nearest(path, rows().map(|row| row.path)).first().copied() }
}

/// All settings of an edge's Module that no statement has, for completion; those that are maps with free keys are
/// named without keys.
pub fn module_settings(edge: Edge) -> impl Iterator<Item = &'static str> {
    let table = TABLE.as_ref();
    let at = table.and_then(|table| releases::at(&table.releases, edge.version()));
    let rows = table.map(|table| table.rows.as_slice()).unwrap_or_default();
    rows.iter()
        .filter(move |row| at.is_some_and(|at| row.span.has(at)) && matches!(row.what, ModuleKey::Setting(_)))
        .map(|row| row.path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_settings_statements_or_dead() {
        assert!(TABLE.is_some());
        let old = Edge::EdgeStack(Version::new(1, 14));
        let middle = Edge::Emissary(Version::new(3, 10));
        let new = Edge::Emissary(Version::new(4, 1));
        let setting = ModuleKey::Setting;
        for edge in [old, middle, new] {
            assert_eq!(module_key(edge, "diagnostics.enabled"), setting(KeyType::Bool));
            assert_eq!(module_key(edge, "diagnostics"), setting(KeyType::Map));
            assert_eq!(module_key(edge, "gzip.window_bits"), ModuleKey::Statement("compress"));
            assert_eq!(module_key(edge, "defaults.httpmapping.rewrite"), setting(KeyType::Any));
            assert_eq!(module_key(edge, "defaults"), setting(KeyType::Map));
            assert_eq!(
                module_key(edge, "diagnostics.enable"),
                ModuleKey::Unknown { nearest: Some("diagnostics.enabled") }
            );
            assert!(module_settings(edge).any(|key| key == "server_name"));
        }
        assert_eq!(module_key(old, "service_port"), ModuleKey::Statement("listen"));
        assert!(matches!(module_key(middle, "service_port"), ModuleKey::Dead(_)));
        assert!(matches!(module_key(old, "runtime_flags.x"), ModuleKey::Unknown { .. }));
        assert_eq!(module_key(middle, "runtime_flags.x"), setting(KeyType::Any));
        assert_eq!(module_key(middle, "header_case_overrides"), ModuleKey::Statement("header-limits"));
        assert!(matches!(module_key(new, "header_case_overrides"), ModuleKey::Dead(_)));
    }
}
