//! Shares the texts of equal words of a file.

use std::sync::Arc;

const SLOTS: usize = 1024;

/// A small cache without a memory: one word a slot, the newer wins.
#[derive(Debug, Default)]
pub(super) struct Words {
    slots: Vec<Option<Arc<str>>>,
}

impl Words {
    /// A shared text, equal to `word`.
    pub(super) fn get(&mut self, word: &str) -> Arc<str> {
        if self.slots.is_empty() {
            self.slots.resize(SLOTS, None);
        }
        let mix = |hash: u32, byte: &u8| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
        let hash = word.as_bytes().iter().fold(0x811c_9dc5, mix);
        let Some(slot) = self.slots.get_mut((hash ^ (hash >> 16)) as usize % SLOTS) else {
            return word.into();
        };
        match slot {
            Some(known) if **known == *word => known.clone(),
            _ => slot.insert(word.into()).clone(),
        }
    }
}
