//! The language reference (`docs/language.md`), out of the table: what users read is what the compiler knows.

use super::read::shape;
use super::row::{Head, Merge, Row, State};
use super::rows::{NEEDS, PARTS};
use super::table::{ContextId, Table};
use crate::value::{Type, closed_words};
use std::fmt::Write;

const INTRO: &str = "\
# The language

This page is generated from the construct table of the compiler. How statements are written, merged and checked in \
general is said in the guide; here stands every statement, by the block that it stands in.

Patterns: lower case is a fixed word; `UPPER` is a value of that type (the list at the end); `TYPE+` is one value or \
a list; `( | )` is a choice; `( )?` may be left out; `<a X, b Y>` are named, in any order, at least one; `switch` is \
on when written bare, and takes `on` or `off`.

";

/// The whole page.
#[must_use]
pub fn reference() -> String {
    let table = Table::get();
    let mut out = String::from(INTRO);
    let (all, waiting) = (table.rows().count(), table.not_yet_lowered().count());
    let _ = writeln!(
        out,
        "The language has {all} statements. This version checks all of them and lowers {}; the other {waiting} are \
         marked *not yet lowered*.\n",
        all - waiting
    );
    for context in table.contexts() {
        section(table, context, &mut out);
    }
    needs(&mut out);
    types(&mut out);
    let kept: Vec<&str> = out.lines().map(str::trim_end).collect();
    kept.join("\n") + "\n"
}

fn section(table: &Table, context: ContextId, out: &mut String) {
    let name = table.name(context);
    let way = table.way(context);
    let _ = writeln!(out, "## {name}\n");
    let stands: Vec<String> = way.iter().map(|w| format!("`{w}`")).collect();
    let wholes: Vec<String> = PARTS
        .iter()
        .filter(|(_, parts)| parts.contains(&name))
        .map(|(whole, _)| format!("[{whole}](#{whole})"))
        .collect();
    match (name, stands.as_slice()) {
        ("top", _) => out.push_str("Statements at the top level of a program.\n"),
        ("assertion", _) => out.push_str("What stands after `assert`.\n"),
        (_, []) => {}
        (_, ways) => {
            let _ = writeln!(out, "The block of {}.", ways.join(" in "));
        }
    }
    if !wholes.is_empty() {
        let _ = writeln!(out, "These statements stand in {}.", wholes.join(", "));
    }
    if let Some((_, parts)) = PARTS.iter().find(|(whole, _)| *whole == name) {
        let parts: Vec<String> = parts.iter().map(|p| format!("[{p}](#{p})")).collect();
        let _ = writeln!(out, "It has the statements of {}.", parts.join(", "));
    }
    out.push('\n');
    for row in table.rows_of(context).filter(|r| r.context == name) {
        statement(row, out);
    }
    if table.rows_of(context).any(|r| r.context == name) {
        out.push('\n');
    }
}

fn statement(row: &Row, out: &mut String) {
    let _ = write!(out, "- `{}`", shape(row));
    match (row.block, row.block_optional) {
        (None, _) => {}
        (Some("*"), _) => out.push_str(" with a block of the same statements"),
        (Some(block), optional) => {
            let may = if optional { ", which may be left out" } else { "" };
            let _ = write!(out, " with a block [{block}](#{block}){may}");
        }
    }
    let _ = write!(out, ". {}", row.doc);
    if row.required {
        out.push_str(" Required.");
    }
    match row.merge {
        Merge::One => {}
        Merge::By(_) if matches!(row.head, Head::Data(_)) => out.push_str(" One for each key."),
        Merge::By(kinds) => {
            let kinds: Vec<&str> = kinds.iter().map(|k| k.name()).collect();
            let _ = write!(out, " One for each {}.", kinds.join(" and "));
        }
        Merge::All => out.push_str(" As many as wanted."),
    }
    match row.need.split_once(" ..") {
        Some((platform, last)) => {
            let _ = write!(out, " To {platform} {last}.");
        }
        None if row.need.is_empty() => {}
        None if row.need.contains(' ') => {
            let _ = write!(out, " Since {}.", row.need);
        }
        None => {
            let _ = write!(out, " Only {}.", row.need);
        }
    }
    if !matches!(row.lowers, "" | "=") {
        let _ = write!(out, " Becomes {}.", row.lowers.replace('*', "\\*"));
    }
    if row.state == State::NotYet {
        out.push_str(" *Not yet lowered.*");
    }
    let ticks = if row.example.contains('`') { "``" } else { "`" };
    let _ = writeln!(out, " Example: {ticks}{}{ticks}.", row.example);
}

fn needs(out: &mut String) {
    out.push_str("## Words with a need of their own\n\nThese need a later platform than the statement they stand in.\n\n");
    for need in NEEDS {
        let word = if need.word.is_empty() { String::new() } else { format!(" with `{}`", need.word) };
        let _ =
            writeln!(out, "- `{}` in [{}](#{}){word}: {}", need.head, need.context, need.context, need.need);
    }
    out.push('\n');
}

fn types(out: &mut String) {
    out.push_str("## Types\n\n");
    for kind in Type::ALL {
        let _ = write!(out, "- `{}`: {}", kind.name(), kind.doc());
        if let Some(words) =
            closed_words(*kind).filter(|w| w.len() < 8 && !kind.doc().contains(w.first().map_or("", |f| f)))
        {
            let _ = write!(out, ": {}", words.join(", "));
        }
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_is_fresh() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/language.md");
        if std::env::var_os("BLESS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, reference()).unwrap();
        }
        let stands = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            stands == reference(),
            "docs/language.md is not what the table says: BLESS=1 cargo test --lib docs"
        );
    }
}
