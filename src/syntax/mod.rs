//! Text into statements: [`parse`] never fails and reports every syntax error itself.
//!
//! pest's tokens never leave this room; the fold makes one pre-order arena of them ([`ast::File`]).

pub mod ast;
