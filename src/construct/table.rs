//! The construct table: which statements stand in which context, and where a word stands at all.

use super::pattern::Pattern;
use super::row::{Head, Row, State};
use super::rows::{GROUPS, PARTS};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::LazyLock;

/// A context of the table; an index into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContextId(u16);

/// A row with what was made of it.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) row: &'static Row,
    pub(crate) pattern: Pattern,
    /// The context of its block, if it has one that is not its own.
    pub(crate) block: Option<ContextId>,
}

#[derive(Debug)]
struct Context {
    name: &'static str,
    /// Its rows with those of its parts, in the order of the table: indices into `entries`.
    rows: Vec<u16>,
    /// Its keywords, sorted.
    words: Vec<(&'static str, u16)>,
    /// The row whose head is a datum.
    data: Option<u16>,
    required: Vec<u16>,
    /// The statement that opens it, and the context of that; for a part, nothing.
    opener: Option<(u16, ContextId)>,
}

/// The table. There is one, made at first use.
#[derive(Debug)]
pub struct Table {
    entries: Vec<Entry>,
    contexts: Vec<Context>,
    names: BTreeMap<&'static str, ContextId>,
}

static TABLE: LazyLock<Table> = LazyLock::new(Table::build);

impl Table {
    /// The table.
    #[must_use]
    pub fn get() -> &'static Self {
        &TABLE
    }

    fn build() -> Self {
        let rows: Vec<&'static Row> = GROUPS.iter().copied().flatten().collect();
        let mut names: Vec<&'static str> = vec![];
        let mut known = BTreeSet::new();
        for name in rows.iter().map(|r| r.context).chain(PARTS.iter().map(|(name, _)| *name)) {
            if known.insert(name) {
                names.push(name);
            }
        }
        let id = |n: usize| ContextId(u16::try_from(n).unwrap_or(0));
        let ids: BTreeMap<_, _> = names.iter().enumerate().map(|(n, name)| (*name, id(n))).collect();
        let entry = |row: &&'static Row| Entry {
            row,
            pattern: Pattern::new(row.pattern).unwrap_or_else(|_| Pattern::empty()),
            block: row.block.and_then(|b| ids.get(b).copied()),
        };
        let entries: Vec<Entry> = rows.iter().map(entry).collect();
        let contexts = names.iter().map(|name| Context::new(name, &rows)).collect();
        let mut out = Self { entries, contexts, names: ids };
        out.find_openers();
        out
    }

    /// Walks from the top: the first statement that opens a context is how messages call it.
    fn find_openers(&mut self) {
        let (mut queue, mut met, mut last) = (VecDeque::new(), BTreeSet::new(), None);
        for root in ["top", "assertion"].iter().filter_map(|n| self.names.get(n)) {
            queue.push_back(*root);
            met.insert(*root);
        }
        // routes outside their edge are the rarer place
        while let Some(at) = queue.pop_front() {
            let rows = self.contexts.get(at.0 as usize).map(|c| c.rows.clone()).unwrap_or_default();
            for n in rows {
                let Some(entry) = self.entries.get(n as usize) else { continue };
                let Some(inner) = entry.block else { continue };
                if entry.row.word() == "routes" {
                    last = Some((n, at, inner));
                    continue;
                }
                if met.insert(inner) {
                    if let Some(context) = self.contexts.get_mut(inner.0 as usize) {
                        context.opener = Some((n, at));
                    }
                    queue.push_back(inner);
                }
            }
        }
        if let Some((n, at, inner)) = last
            && let Some(context) = self.contexts.get_mut(inner.0 as usize)
        {
            context.opener = Some((n, at));
        }
    }

    fn context(&self, context: ContextId) -> Option<&Context> {
        self.contexts.get(context.0 as usize)
    }

    pub(crate) fn entry(&self, n: u16) -> Option<&Entry> {
        self.entries.get(n as usize)
    }

    /// The context of that name: `top`, `service`, `edge-route`.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<ContextId> {
        self.names.get(name).copied()
    }

    /// The name of a context.
    #[must_use]
    pub fn name(&self, context: ContextId) -> &'static str {
        self.context(context).map_or("", |c| c.name)
    }

    /// All contexts, in the order of the table; those that only others consist of are among them.
    pub fn contexts(&self) -> impl Iterator<Item = ContextId> + '_ {
        self.names_in_order().map(|(id, _)| id)
    }

    fn names_in_order(&self) -> impl Iterator<Item = (ContextId, &Context)> {
        self.contexts.iter().enumerate().map(|(n, c)| (ContextId(u16::try_from(n).unwrap_or(0)), c))
    }

    /// The row of a keyword in a context.
    #[must_use]
    pub fn row(&self, context: ContextId, head: &str) -> Option<&'static Row> {
        self.word_entry(context, head).map(|e| e.row)
    }

    pub(crate) fn word_entry(&self, context: ContextId, head: &str) -> Option<&Entry> {
        let words = &self.context(context)?.words;
        let at = words.binary_search_by(|(word, _)| (*word).cmp(head)).ok()?;
        self.entry(words.get(at)?.1)
    }

    pub(crate) fn data_entry(&self, context: ContextId) -> Option<&Entry> {
        self.entry(self.context(context)?.data?)
    }

    /// The rows of a context, with those of its parts.
    pub fn rows_of(&self, context: ContextId) -> impl Iterator<Item = &'static Row> + '_ {
        let rows = self.context(context).map_or(&[][..], |c| &c.rows);
        rows.iter().filter_map(|n| self.entry(*n)).map(|e| e.row)
    }

    pub(crate) fn required(&self, context: ContextId) -> impl Iterator<Item = &'static Row> + '_ {
        let rows = self.context(context).map_or(&[][..], |c| &c.required);
        rows.iter().filter_map(|n| self.entry(*n)).map(|e| e.row)
    }

    /// The contexts of whole blocks in which the keyword stands, those near the top level first.
    #[must_use]
    pub fn where_stands(&self, head: &str) -> Vec<ContextId> {
        let mut found: Vec<ContextId> = self
            .names_in_order()
            .filter(|(_, c)| c.opener.is_some() || c.name == "top" || c.name == "assertion")
            .filter(|(id, _)| self.row(*id, head).is_some())
            .map(|(id, _)| id)
            .collect();
        found.sort_by_key(|c| self.way(*c).len());
        found
    }

    /// The keywords that open a context, innermost first: `route`, `host`, `edge`. Empty for the top level.
    #[must_use]
    pub fn way(&self, context: ContextId) -> Vec<&'static str> {
        let mut out = vec![];
        let mut at = context;
        while let Some((n, outer)) = self.context(at).and_then(|c| c.opener) {
            out.extend(self.entry(n).map(|e| e.row.word()));
            at = outer;
        }
        out
    }

    /// All rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = &'static Row> + '_ {
        self.entries.iter().map(|e| e.row)
    }

    /// The rows that this version does not lower.
    pub fn not_yet_lowered(&self) -> impl Iterator<Item = &'static Row> + '_ {
        self.rows().filter(|r| r.state == State::NotYet)
    }
}

impl Context {
    fn new(name: &'static str, all: &[&'static Row]) -> Self {
        let mut parts = vec![];
        parts_of(name, &mut parts);
        let mut out = Self { name, rows: vec![], words: vec![], data: None, required: vec![], opener: None };
        for part in parts {
            for (n, row) in all.iter().enumerate().filter(|(_, r)| r.context == part) {
                let n = u16::try_from(n).unwrap_or(0);
                out.rows.push(n);
                match row.head {
                    Head::Word(word) => out.words.push((word, n)),
                    Head::Data(_) => out.data = Some(n),
                }
                if row.required {
                    out.required.push(n);
                }
            }
        }
        out.words.sort_unstable();
        out
    }
}

/// The context itself and all that it consists of, each once.
pub(super) fn parts_of(name: &'static str, out: &mut Vec<&'static str>) {
    if out.contains(&name) {
        return;
    }
    out.push(name);
    for part in PARTS.iter().filter(|(whole, _)| *whole == name).flat_map(|(_, parts)| *parts) {
        parts_of(part, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::construct::Merge;

    #[test]
    fn holds_every_row() {
        assert_eq!(Table::get().rows().count(), 560);
    }

    #[test]
    fn patterns_keep_the_law() {
        for row in Table::get().rows() {
            let pattern = Pattern::new(row.pattern).unwrap();
            assert_eq!(pattern.law(), Vec::<String>::new(), "{} {}", row.word(), row.pattern);
        }
    }

    #[test]
    fn every_context_is_reached_and_has_each_word_once() {
        let table = Table::get();
        let parts: BTreeSet<&str> = PARTS.iter().flat_map(|(_, parts)| *parts).copied().collect();
        for (_, context) in table.names_in_order() {
            let whole = context.opener.is_some() || matches!(context.name, "top" | "assertion");
            assert!(whole || parts.contains(context.name), "{}", context.name);
            let mut words = context.words.clone();
            words.dedup_by_key(|(w, _)| *w);
            assert_eq!(words.len(), context.words.len(), "{}", context.name);
        }
        for row in table.rows() {
            let block = row.block.filter(|b| *b != "*");
            assert!(block.is_none_or(|b| table.find(b).is_some()), "{} {:?}", row.word(), row.block);
            if let (Merge::By(kinds), Head::Word(_)) = (row.merge, row.head) {
                let pattern = Pattern::new(row.pattern).unwrap();
                assert!(kinds.iter().all(|k| pattern.leaves().iter().any(|l| l.kind() == Some(*k))));
            }
            assert!(!row.doc.is_empty() && row.doc.ends_with('.') || row.doc.ends_with(':'), "{}", row.doc);
        }
    }

    #[test]
    fn says_where_a_word_stands() {
        let table = Table::get();
        let ways: Vec<String> = table.where_stands("cors").iter().map(|c| table.way(*c).join(" ")).collect();
        assert_eq!(ways, ["edge", "route host edge"]);
        assert!(table.not_yet_lowered().any(|r| r.word() == "cors"));
    }
}
