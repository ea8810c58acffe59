//! Bytes to lines and columns, by binary search in a table made once per file.

/// A place for people: both count from 1; columns count Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in Unicode scalar values.
    pub column: u32,
}

/// Where the lines of a text begin.
#[derive(Clone, Debug, Default)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// The table of a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let after = |(n, _): (usize, &str)| u32::try_from(n + 1).unwrap_or(u32::MAX);
        Self { starts: std::iter::once(0).chain(text.match_indices('\n').map(after)).collect() }
    }

    /// How many lines there are, at least 1.
    #[must_use]
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The byte at which a line begins, `line` from 0.
    #[must_use]
    pub fn start(&self, line: usize) -> Option<u32> {
        self.starts.get(line).copied()
    }

    /// The line of a byte, from 0.
    #[must_use]
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|&s| s <= offset).saturating_sub(1)
    }

    /// Line and column of a byte of `text`, the text that this table was made of.
    #[must_use]
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line(offset);
        let start = self.start(line).unwrap_or(0) as usize;
        let column = text.get(start..offset as usize).map_or(0, |s| s.chars().count());
        let cut = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Position { line: cut(line + 1), column: cut(column + 1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "a\nµß x\n";
        let at = |n| LineIndex::new(text).position(text, n);
        assert_eq!(at(0), Position { line: 1, column: 1 });
        assert_eq!(at(7), Position { line: 2, column: 4 });
        assert_eq!(at(9), Position { line: 3, column: 1 });
    }
}
