//! Statements that may stand once in a block and stand twice.

use super::item::{Block, Item, Slot};
use super::merge::{key, same};
use super::row::{Head, Merge};
use crate::diagnostic::codes::fit::{E0142, E0143, E0144};
use crate::diagnostic::{Diagnostic, Reported, Sink};
use std::collections::HashMap;
use std::sync::Arc;

/// Up to so many statements are compared each with each.
const FEW: usize = 16;

fn counts(item: &Item) -> bool {
    item.row.merge != Merge::All || matches!(item.row.word(), "route" | "redirect" | "tcp")
}

/// Reports each statement that stands a second time.
pub(super) fn check(block: &Block, sink: &mut Sink) -> Option<Reported> {
    let mut told = None;
    let items = &block.items;
    if items.len() <= FEW {
        for (n, second) in items.iter().enumerate().filter(|(_, i)| counts(i)) {
            if let Some(first) = items.iter().take(n).find(|first| same(first, second)) {
                told = Some(report(first, second, sink));
            }
        }
        return told;
    }
    type Key<'a> = (*const super::Row, Option<&'a str>, Vec<Slot>);
    let mut met: HashMap<Key<'_>, &Arc<Item>> = HashMap::with_capacity(items.len());
    for item in items.iter().filter(|i| counts(i)) {
        let head = matches!(item.row.head, Head::Data(_)).then_some(&*item.head);
        match met.entry((std::ptr::from_ref(item.row), head, key(item))) {
            std::collections::hash_map::Entry::Occupied(first) => {
                told = Some(report(first.get(), item, sink));
            }
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(item);
            }
        }
    }
    told
}

fn report(first: &Item, second: &Item, sink: &mut Sink) -> Reported {
    let word = &*second.head;
    let (code, message, help) = match second.row.merge {
        Merge::One => (
            &E0142,
            format!("a second `{word}` in this block"),
            "it is said once in a block: keep the one that is meant".to_owned(),
        ),
        Merge::By(_) => (
            &E0143,
            match second.args.first() {
                Some(arg) if matches!(second.row.head, Head::Word(_)) => {
                    format!("a second `{word} {}` in this block", super::arguments::cut(&shown(&arg.slot)))
                }
                _ => format!("a second `{word}` in this block"),
            },
            "statements of one key belong together: write one".to_owned(),
        ),
        Merge::All => (
            &E0144,
            format!("two statements `{word}` for the same requests"),
            format!("write one `{word}`, and `split` in its block where requests go to several places"),
        ),
    };
    let told = Diagnostic::new(code, second.span, message, "the second")
        .because(first.span, "the first is here")
        .help(help);
    sink.report(told)
}

fn shown(slot: &Slot) -> String {
    match slot {
        Slot::Word(word) => (*word).to_owned(),
        Slot::One(_, value) => value.to_string(),
        Slot::Many(_, values) => {
            let all: Vec<String> = values.iter().map(|(v, _)| v.to_string()).collect();
            if let [one] = all.as_slice() { one.clone() } else { format!("[{}]", all.join(", ")) }
        }
    }
}
