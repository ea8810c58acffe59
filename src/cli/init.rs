//! `init`: a small program to start from.

use super::write::{Change, apply};
use super::{DONE, FILES, Io, args, say};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::codes::io as codes;
use crate::render::{Format, Options, render};
use crate::source::{Disk, Sources, load};

/// The program, as it is written to `main.mesh`.
pub(super) const PROGRAM: &str = include_str!("init.mesh");

/// Writes the program, unless there is one already.
pub(super) fn run(a: &args::Init, io: &mut Io<'_>) -> u8 {
    let dir = load::join(&a.dir, "main.mesh");
    let (there, _) = load::folder(&Disk { root: io.root.clone() }, &a.dir);
    let result = match there.first() {
        Some(first) => Err(Box::new(
            Diagnostic::without_place(&codes::E0008, format!("`{}` holds a program already", a.dir))
                .note(format!("there is `{first}`"))
                .help("name an empty folder"),
        )),
        None => {
            let new = Some(PROGRAM.as_bytes().to_vec());
            apply(&io.root, ".", &[Change { path: dir.clone(), old: None, new }])
        }
    };
    match result {
        Ok(()) => {
            say(io.stderr, &format!("{dir} written; `meshc build {}` compiles it\n", a.dir));
            DONE
        }
        Err(d) => {
            say(io.stderr, &render(&Sources::default(), &[*d], &Options::plain(Format::Classic)));
            FILES
        }
    }
}
