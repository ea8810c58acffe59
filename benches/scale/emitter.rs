//! What nobody can beat: a program that knows the text already and fills in names.
//!
//! The text is taken from what the compiler writes for a namespace of three services with telling names, so the bytes are
//! the same, which is checked.

use crate::Result;
use crate::child::{self, Run};
use crate::program::{self, A_NAMESPACE};
use crate::yaml::Written;
use std::path::Path;

/// The numbers of the three services: each calls the next, and the last the first.
const BEFORE: &str = "0before";
const OWN: &str = "1own";
const NEXT: &str = "2next";
const SPACE: &str = "nsspace";

/// A piece of an object's text.
enum Piece {
    Text(String),
    Space,
    Before,
    Own,
    Next,
}

/// The text of a namespace's file: its head, and each kind's object, with holes.
pub(crate) struct Template {
    head: String,
    kinds: Vec<Vec<Piece>>,
}

impl Template {
    /// Has the compiler write the text.
    pub(crate) fn capture(folder: &Path) -> Result<Self> {
        let (source, target) = (folder.join("template"), folder.join("template-out"));
        std::fs::create_dir_all(&source)?;
        std::fs::write(source.join("base.mesh"), program::base([SPACE.to_owned()].into_iter()))?;
        let names = [BEFORE, OWN, NEXT].map(str::to_owned);
        std::fs::write(source.join(format!("{SPACE}.mesh")), program::namespace(SPACE, &names)?)?;
        let (source, target_name) = (source.to_string_lossy(), target.to_string_lossy());
        child::meshc(&["build", &source, "--out", &target_name])?;
        let text = std::fs::read_to_string(target.join(format!("main/{SPACE}.yaml")))?;
        let mut documents = text.split_inclusive("---\n").map(|d| d.strip_suffix("---\n").unwrap_or(d));
        let head = documents.next().unwrap_or_default().to_owned();
        let own = format!("svc{OWN}");
        let is_own = |d: &&str| d.lines().any(|l| l.starts_with("  name:") && l.contains(&own));
        Ok(Self { head, kinds: documents.filter(is_own).map(pieces).collect() })
    }

    /// The file of a namespace.
    fn text(&self, space: usize, services: usize) -> String {
        let mut numbers: Vec<String> = (0..services).map(|n| n.to_string()).collect();
        let after = |n: &str, by: usize| n.parse().map_or(0, |n: usize| (n + by) % services).to_string();
        numbers.sort();
        let all: Vec<(String, String, String)> =
            numbers.into_iter().map(|n| (after(&n, services - 1), after(&n, 1), n)).collect();
        let space = space.to_string();
        let mut out = self.head.clone();
        for kind in &self.kinds {
            for (before, next, own) in &all {
                out.push_str("---\n");
                for piece in kind {
                    out.push_str(match piece {
                        Piece::Text(text) => text,
                        Piece::Space => &space,
                        Piece::Before => before,
                        Piece::Own => own,
                        Piece::Next => next,
                    });
                }
            }
        }
        out
    }

    /// Writes the files of all namespaces.
    pub(crate) fn emit(&self, services: usize, folder: &Path) -> Result<Run> {
        let _ = std::fs::remove_dir_all(folder);
        std::fs::create_dir_all(folder)?;
        Run::of(|| {
            for (space, count) in spaces(services) {
                std::fs::write(folder.join(format!("ns{space}.yaml")), self.text(space, count))?;
            }
            Ok(())
        })
    }

    /// That the bytes are those that the compiler wrote.
    pub(crate) fn compare(&self, services: usize, written: &Written) -> Result<()> {
        for (space, count) in spaces(services) {
            let name = format!("ns{space}.yaml");
            if written.text(&name) != Some(&self.text(space, count)) {
                return Err(format!("`{name}` is not what the compiler writes").into());
            }
        }
        Ok(())
    }
}

/// Namespaces, with how many services each has.
fn spaces(services: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..services.div_ceil(A_NAMESPACE)).map(move |n| (n, A_NAMESPACE.min(services - n * A_NAMESPACE)))
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let hole = [(SPACE, 2), (BEFORE, 0), (OWN, 0), (NEXT, 0)]
            .into_iter()
            .filter_map(|(name, kept)| Some((rest.find(name)?, name, kept)))
            .min_by_key(|(at, _, _)| *at);
        let Some((at, name, kept)) = hole else {
            out.push(Piece::Text(rest.to_owned()));
            break;
        };
        // The `ns` of a namespace's name stays.
        let (before, after) = rest.split_at(at + kept);
        out.push(Piece::Text(before.to_owned()));
        rest = after.strip_prefix(name.split_at(kept).1).unwrap_or_default();
        out.push(match name {
            SPACE => Piece::Space,
            BEFORE => Piece::Before,
            OWN => Piece::Own,
            _ => Piece::Next,
        });
    }
    out
}
