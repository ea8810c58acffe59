//! Text into statements: [`parse`] never fails and reports every syntax error itself.
//!
//! pest's tokens never leave this room; the fold makes one pre-order arena of them ([`ast::File`]). The grammar
//! (`grammar/mesh.pest`) is total, so errors are the fold's alone, with its own places and fixes.

mod argument;
pub mod ast;
mod balance;
mod characters;
mod fold;
mod list;
mod literal;
mod report;
#[cfg(test)]
mod tests;
mod tokens;
mod words;

use crate::diagnostic::Sink;
use crate::source::FileId;

/// How many bytes a file may have.
pub const LARGEST: usize = 16 * 1024 * 1024;

/// The statements of a text, the file `file` of the sources; whatever is wrong with its form goes to `sink`.
/// Linear in the length of the text, which is at most [`LARGEST`] bytes: a longer file has no statements, and an error.
pub fn parse(file: FileId, text: &str, sink: &mut Sink) -> ast::File {
    let mut report = report::Reporter::new(file, sink);
    if text.len() > LARGEST {
        report.too_large(text.len(), LARGEST);
        return ast::File::default();
    }
    report.bidirectional(text);
    let tokens = tokens::read(text);
    if tokens.failed {
        report.stopped();
    }
    fold::Fold::new(text, &tokens, report).finish()
}
