//! Releases in the tables: a list of them, and spans that count in it.

use super::Version;

/// Releases by their place in a table's list, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    first: u8,
    last: u8,
}

impl Span {
    pub(super) const ALWAYS: Self = Self { first: 0, last: u8::MAX };

    /// Reads `3-7`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (first, last) = text.split_once('-')?;
        Some(Self { first: first.parse().ok()?, last: last.parse().ok()? })
    }

    pub(super) fn has(self, at: u8) -> bool {
        (self.first..=self.last).contains(&at)
    }
}

/// The list itself.
pub(super) fn read<'a>(words: impl Iterator<Item = &'a str>) -> Option<Vec<Version>> {
    words.map(|word| Version::parse(word).ok()).collect()
}

/// Where a release stands in a list.
pub(super) fn at(releases: &[Version], release: Version) -> Option<u8> {
    releases.iter().position(|r| *r == release).and_then(|at| u8::try_from(at).ok())
}
