//! What is said of files and folders that cannot be had.

use super::codes::io;
use super::{Code, Diagnostic};
use crate::source::Span;
use crate::source::load::Trouble;

/// The diagnostic of a file or folder that cannot be had; `place` is where the program names it, if it does.
#[must_use]
pub fn unloadable(path: &str, trouble: &Trouble, place: Option<Span>) -> Diagnostic {
    let about = |code: &'static Code, message: String| match place {
        Some(span) => Diagnostic::new(code, span, message, ""),
        None => Diagnostic::without_place(code, message),
    };
    match trouble {
        Trouble::Missing => about(&io::E0002, format!("there is no `{path}`")),
        Trouble::TooLarge => about(&io::E0005, format!("`{path}` has more than 16 MiB"))
            .help("split the file: a folder is one program, however many files it has"),
        Trouble::NotUtf8 { byte, line } => about(&io::E0004, format!("`{path}` is not UTF-8"))
            .note(format!("the first wrong byte is at offset {byte}, in line {line}"))
            .help("save the file as UTF-8"),
        Trouble::NameNotUtf8(name) => about(&io::E0006, format!("a file name in `{path}` is not UTF-8"))
            .note(format!("it looks like `{name}`"))
            .help("rename the file"),
        Trouble::LinkLoop => about(&io::E0007, format!("`{path}` leads back to where it lies"))
            .help("remove the symbolic link, or name the folders that are the program"),
        Trouble::Other(why) => about(&io::E0001, format!("`{path}` cannot be read")).note(why.clone()),
    }
}
