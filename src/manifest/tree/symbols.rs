//! Keys of maps, each stored once. A symbol is 24 bits; 0 stands for «no key».

use std::collections::HashMap;
use std::sync::Arc;

/// The most keys a tree may have: a node keeps 24 bits for its own.
const MOST: usize = 0xFF_FFFF;
/// How many texts are remembered to be found without hashing.
pub(in crate::manifest) const SLOTS: usize = 256;

/// All keys of a tree, in the order in which they came.
#[derive(Clone, Debug)]
pub(super) struct Symbols {
    names: Vec<Arc<str>>,
    by_name: HashMap<Arc<str>, u32>,
    /// Address and length of a `'static` key, and its symbol: a struct's field names come as the same
    /// constants again and again, and what lies at a `'static` address never changes.
    recent: Vec<(usize, usize, u32)>,
    /// The symbol of the last key of a length and of some letters; what is found here is compared.
    alike: Vec<u32>,
}

impl Default for Symbols {
    fn default() -> Self {
        Self { names: vec![Arc::from("")], by_name: HashMap::new(), recent: Vec::new(), alike: Vec::new() }
    }
}

impl Symbols {
    /// The symbol of a key; 0 when the tree has too many of them.
    pub(super) fn intern(&mut self, name: &str) -> u32 {
        let slot = alike(name);
        if let Some(&symbol) = self.alike.get(slot)
            && symbol != 0
            && self.name(symbol) == name
        {
            return symbol;
        }
        let symbol = self.find(name).unwrap_or_else(|| self.make(name));
        if self.alike.is_empty() {
            self.alike = vec![0; SLOTS];
        }
        if let Some(place) = self.alike.get_mut(slot) {
            *place = symbol;
        }
        symbol
    }

    fn make(&mut self, name: &str) -> u32 {
        if self.names.len() > MOST {
            return 0;
        }
        let (symbol, name) = (u32::try_from(self.names.len()).unwrap_or(0), Arc::<str>::from(name));
        self.names.push(Arc::clone(&name));
        self.by_name.insert(name, symbol);
        symbol
    }

    /// As [`Self::intern`], for a constant of the program.
    pub(super) fn intern_static(&mut self, name: &'static str) -> u32 {
        let (address, length) = (name.as_ptr() as usize, name.len());
        if self.recent.is_empty() {
            self.recent = vec![(0, 0, 0); SLOTS];
        }
        let slot = (address ^ (address >> 8) ^ (length << 3)) % SLOTS;
        if let Some(&(a, l, symbol)) = self.recent.get(slot)
            && (a, l) == (address, length)
            && symbol != 0
        {
            return symbol;
        }
        let symbol = self.intern(name);
        if let Some(place) = self.recent.get_mut(slot) {
            *place = (address, length, symbol);
        }
        symbol
    }

    /// The symbol of a key that the tree has.
    pub(super) fn find(&self, name: &str) -> Option<u32> {
        self.by_name.get(name).copied()
    }

    pub(super) fn name(&self, symbol: u32) -> &str {
        self.names.get(symbol as usize).map_or("", |n| n)
    }

    /// For each symbol of `other`, in order, the symbol of the same key here.
    pub(super) fn merge(&mut self, other: &Self) -> Vec<u32> {
        std::iter::once(0).chain(other.names.iter().skip(1).map(|n| self.intern(n))).collect()
    }
}

/// A slot for a text: by its length and four of its bytes.
pub(in crate::manifest) fn alike(name: &str) -> usize {
    let bytes = name.as_bytes();
    let at = |n: usize| bytes.get(n).copied().map_or(0, usize::from);
    let length = bytes.len();
    let last = length.saturating_sub(1);
    (length ^ at(0) << 1 ^ at(length / 2) << 3 ^ at(last) << 2 ^ at(last.saturating_sub(3)) << 4) % SLOTS
}
