//! Layers over each other: once for all rows, by how each row says that it merges.

use super::item::{Block, Item, Slot};
use super::row::{Head, Merge};
use crate::value::Type;
use std::sync::Arc;

/// What makes two statements of one row the same one: the arguments of its key, without their places.
/// `None` for an `all` row whose statements never meet a nearer one.
pub(super) fn key(item: &Item) -> Vec<Slot> {
    let slots = item.args.iter().map(|a| &a.slot);
    match item.row.merge {
        Merge::One => vec![],
        Merge::By(kinds) => {
            slots.filter(|s| slot_type(s).is_some_and(|k| kinds.contains(&k))).map(bare).collect()
        }
        Merge::All if matches!(item.row.word(), "route" | "redirect" | "tcp") => {
            let before = slots.take_while(|s| !matches!(s, Slot::Word("->"))).map(bare);
            let whens = item
                .block
                .iter()
                .flat_map(|b| b.each("when"))
                .flat_map(|w| w.args.iter().map(|a| bare(&a.slot)));
            before.chain(whens.collect::<Vec<_>>()).collect()
        }
        Merge::All => slots.map(bare).collect(),
    }
}

fn bare(slot: &Slot) -> Slot {
    let nowhere = crate::source::Span::new(crate::source::FileId(0), 0, 0);
    match slot {
        Slot::Many(kind, values) => {
            Slot::Many(*kind, values.iter().map(|(v, _)| (v.clone(), nowhere)).collect())
        }
        other => other.clone(),
    }
}

fn slot_type(slot: &Slot) -> Option<Type> {
    match slot {
        Slot::Word(_) => None,
        Slot::One(kind, _) | Slot::Many(kind, _) => Some(*kind),
    }
}

/// Whether two statements of one row are the same one, so that the nearer takes the other's place.
#[must_use]
pub(crate) fn same(a: &Item, b: &Item) -> bool {
    std::ptr::eq(a.row, b.row)
        && (!matches!(a.row.head, Head::Data(_)) || a.head == b.head)
        && key(a) == key(b)
}

/// The block that holds when `near` lies over `far`: inherited statements stand before own ones. `drop`
/// statements of `near` take from `far`; they are gone in the result. `unused` is told of each `drop` that
/// met nothing.
#[must_use]
pub fn merge(near: &Block, far: &Block, unused: &mut dyn FnMut(&Item)) -> Block {
    if near.items.is_empty() {
        return Block { items: far.items.clone(), torn: near.torn.or(far.torn) };
    }
    let mut items: Vec<Arc<Item>> = Vec::with_capacity(near.items.len() + far.items.len());
    let mut dropped = vec![false; near.items.len()];
    let mut met = vec![None; near.items.len()];
    'far: for old in &far.items {
        for (n, new) in near.items.iter().enumerate() {
            if new.is("drop") && drops(new, old) {
                if let Some(d) = dropped.get_mut(n) {
                    *d = true;
                }
                continue 'far;
            }
            if same(new, old) {
                if let Some(m) = met.get_mut(n) {
                    *m = Some(items.len());
                }
                items.push(Arc::new(over(new, old, unused)));
                continue 'far;
            }
        }
        items.push(old.clone());
    }
    for ((new, at), dropped) in near.items.iter().zip(met).zip(dropped) {
        if new.is("drop") && new.row.context != "patch" {
            if !dropped {
                unused(new);
            }
        } else if at.is_none() {
            items.push(new.clone());
        }
    }
    Block { items, torn: near.torn.or(far.torn) }
}

/// The nearer statement with its block over the farther one's.
fn over(near: &Item, far: &Item, unused: &mut dyn FnMut(&Item)) -> Item {
    let block = match (&near.block, &far.block) {
        (Some(n), Some(f)) => Some(Arc::new(merge(n, f, unused))),
        (n, f) => n.clone().or_else(|| f.clone()),
    };
    let args = if near.args.len() < far.args.len() && near.args.len() <= 1 && near.row.merge != Merge::One {
        far.args.clone()
    } else {
        near.args.clone()
    };
    Item { block, args, ..near.clone() }
}

/// Whether `drop HEAD …` names this statement: its keyword, then its key or the beginning of it.
fn drops(drop: &Item, item: &Item) -> bool {
    let mut words = drop.args.iter().map(|a| match &a.slot {
        Slot::Many(_, many) => many.iter().map(|(v, _)| v.to_string()).collect(),
        Slot::Word(w) => vec![(*w).to_owned()],
        Slot::One(_, value) => vec![value.to_string()],
    });
    if words.next().is_none_or(|w| w != [item.head.to_string()]) {
        return false;
    }
    let own: Vec<Vec<String>> = item
        .args
        .iter()
        .map(|a| match &a.slot {
            Slot::Word(w) => vec![(*w).to_owned()],
            Slot::One(_, v) => vec![v.to_string()],
            Slot::Many(_, vs) => vs.iter().map(|(v, _)| v.to_string()).collect(),
        })
        .collect();
    words.zip(own.iter().map(Some).chain(std::iter::repeat(None))).all(|(w, o)| o == Some(&w))
}

/// The block without its `on` blocks, `drop`s and `expect`s: what the declaration itself says everywhere.
#[must_use]
pub fn without_layers(block: &Block) -> Block {
    let own = |i: &&Arc<Item>| !i.is("on");
    Block { items: block.items.iter().filter(own).cloned().collect(), torn: block.torn }
}
