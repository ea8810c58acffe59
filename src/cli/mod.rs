//! The command line: words to a compilation, and what came of it to streams, files and an exit code.
//!
//! Invariants: standard output carries the product alone; exit codes are 0 done, 1 errors, 2 wrong usage, 3 a file
//! or folder, 101 a mistake of ours. [`run`] touches nothing of the process, so tests call it side by side.

mod args;
mod build;
mod fix;
mod init;
mod report;
pub mod write;

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::path::PathBuf;

use clap::{CommandFactory, FromArgMatches};

pub use report::Facts;
use report::say;

use crate::compile;
use crate::diagnostic::{Diagnostic, Levels, Severity, codes, nearest, or_list};
use crate::platform::Provider;
use crate::render::{self, Format, Options};
use crate::source::load::MOST_BYTES;
use crate::source::{Disk, Entry, Loader, Sources};

/// All that a run has of the world.
pub struct Io<'a> {
    /// Read if the program is `-`.
    pub stdin: &'a mut dyn Read,
    /// Takes the product.
    pub stdout: &'a mut dyn Write,
    /// Takes all else.
    pub stderr: &'a mut dyn Write,
    /// What relative paths are relative to; empty for the current folder.
    pub root: PathBuf,
    /// What is known of the terminal and the environment.
    pub facts: Facts,
}

/// The run went well.
const DONE: u8 = 0;
/// The program has errors, or the output on disk is stale.
const ERRORS: u8 = 1;
/// The command line is wrong.
const USAGE: u8 = 2;
/// A file or folder could not be read or written.
const FILES: u8 = 3;
/// A mistake of ours.
const OURS: u8 = 101;

/// Runs `meshc` with these words, the program's own name first; gives the exit code.
pub fn run(args: &[OsString], io: &mut Io<'_>) -> u8 {
    guard(io, |io| command(args, io))
}

/// A panic is our mistake: said with how to report it, in place of a crash.
fn guard(io: &mut Io<'_>, work: impl FnOnce(&mut Io<'_>) -> u8) -> u8 {
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(io)));
    result.unwrap_or_else(|cause| {
        let words = cause.downcast_ref::<String>().map(String::as_str);
        let words = words.or(cause.downcast_ref::<&str>().copied()).unwrap_or("no words");
        let text = format!(
            "error[E9001]: the compiler made a mistake: {words}\n  = note: meshc {} on {} {}\n  = note: nothing of \
             the output was changed unless the build had said so\n  = help: please report it with these lines, the \
             command and, if you may, the program; `RUST_BACKTRACE=1` adds where it happened\n",
            env!("CARGO_PKG_VERSION"),
            std::env::consts::OS,
            std::env::consts::ARCH,
        );
        say(io.stderr, &text);
        OURS
    })
}

fn command(words: &[OsString], io: &mut Io<'_>) -> u8 {
    let mut clap = args::Cli::command();
    let matches = match clap.try_get_matches_from_mut(words) {
        Ok(matches) => matches,
        Err(error) => return told_by_clap(&error, io),
    };
    let cli = match args::Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => return told_by_clap(&error, io),
    };
    let Some((_, matches)) = matches.subcommand() else { return USAGE };
    match &cli.command {
        args::Command::Build(a) => session(&a.report, matches, io, |s| s.build(a)),
        args::Command::Check(a) => session(&a.report, matches, io, |s| s.check(a)),
        args::Command::Plan(a) => session(&a.report, matches, io, |s| s.plan(a)),
        args::Command::Explain(a) => session(&a.report, matches, io, |s| s.explain(a)),
        args::Command::Init(a) => init::run(a, io),
        args::Command::Platforms => product(io, platforms().as_bytes()),
        args::Command::Completions { shell } => {
            let mut out = Vec::new();
            clap_complete::generate(*shell, &mut clap, "meshc", &mut out);
            product(io, &out)
        }
        args::Command::Man => {
            let mut out = Vec::new();
            match clap_mangen::Man::new(clap).render(&mut out) {
                Ok(()) => product(io, &out),
                Err(e) => cannot_write(io, &e),
            }
        }
    }
}

fn told_by_clap(error: &clap::Error, io: &mut Io<'_>) -> u8 {
    let text = error.render().to_string();
    if error.use_stderr() {
        say(io.stderr, &text);
        return USAGE;
    }
    product(io, text.as_bytes())
}

/// Writes to standard output. A reader that has gone away wanted no more: that is no error.
fn product(io: &mut Io<'_>, bytes: &[u8]) -> u8 {
    match io.stdout.write_all(bytes).and_then(|()| io.stdout.flush()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => cannot_write(io, &e),
        _ => DONE,
    }
}

fn cannot_write(io: &mut Io<'_>, error: &io::Error) -> u8 {
    let d = write::unwritable("the standard output", "", error);
    let options = Options::plain(Format::Classic);
    say(io.stderr, &render::render(&Sources::default(), &[*d], &options));
    FILES
}

/// The versions that can be compiled for, as a table.
fn platforms() -> String {
    let mut out = String::from("provider     versions\n");
    for provider in Provider::ALL {
        let versions: Vec<String> = provider.supported().iter().map(ToString::to_string).collect();
        out.push_str(&format!("{:<12} {}\n", provider.word(), versions.join(" ")));
    }
    out
}

fn session(
    report: &args::Report,
    matches: &clap::ArgMatches,
    io: &mut Io<'_>,
    work: impl FnOnce(&mut Session<'_, '_>) -> u8,
) -> u8 {
    let options = io.facts.options(report);
    match report::levels(report, matches) {
        Ok(levels) => work(&mut Session { io, options, levels, timings: report.timings, data_out: false }),
        Err(text) => {
            say(io.stderr, &format!("error: {text}\n"));
            USAGE
        }
    }
}

/// One command at work.
struct Session<'a, 'b> {
    io: &'a mut Io<'b>,
    options: Options,
    levels: Levels,
    timings: bool,
    /// Whether diagnostics in a form for programs are the product.
    data_out: bool,
}

impl Session<'_, '_> {
    /// Says the diagnostics; gives the exit code that they ask for.
    fn tell(&mut self, sources: &Sources, diagnostics: &[Diagnostic]) -> u8 {
        let text = render::render(sources, diagnostics, &self.options);
        let for_programs = self.options.format.is_data() || self.options.format == Format::Github;
        let written = if self.data_out && for_programs {
            product(self.io, text.as_bytes())
        } else {
            say(self.io.stderr, &text);
            DONE
        };
        let mut errors = diagnostics.iter().filter(|d| d.severity == Severity::Error).peekable();
        if errors.peek().is_none() {
            return written;
        }
        // What a program names is the program's mistake; what the command names is the caller's.
        if errors.any(|d| {
            d.labels.is_empty() && codes::io::ALL.contains(&d.code) && !matches!(d.code.id, "E0016" | "E0018")
        }) {
            FILES
        } else {
            ERRORS
        }
    }

    fn explain(&mut self, a: &args::Explain) -> u8 {
        let first = a.words.first().map_or("", String::as_str);
        if let (Some(code), 1) = (codes::find(first), a.words.len()) {
            return product(self.io, code.page.as_bytes());
        }
        let like_code =
            first.len() == 5 && first.get(1..).is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
        if like_code {
            let near = nearest(first, codes::all().map(|c| c.id));
            let near =
                if near.is_empty() { String::new() } else { format!("; near it is {}", or_list(near)) };
            say(self.io.stderr, &format!("error: there is no code `{first}`{near}\n"));
            return USAGE;
        }
        let (mut sources, options) =
            (Sources::default(), build::options(&a.choice, compile::Layout::Namespace));
        let loader = Files::new(self.io, &a.program);
        let mut sink = crate::diagnostic::Sink::default();
        let program = compile::gather(&a.program, &loader, &mut sources, &mut sink);
        match compile::explain(&program, &options, &loader, &mut sources, &a.words) {
            Ok(text) => product(self.io, text.as_bytes()),
            Err(text) => {
                let code = self.tell(&sources, &sink.finish());
                say(self.io.stderr, &format!("error: {text}\n"));
                code.max(ERRORS)
            }
        }
    }
}

/// The file system below a root, and standard input as `-`.
struct Files {
    disk: Disk,
    stdin: Option<io::Result<Vec<u8>>>,
}

impl Files {
    /// Reads standard input if the program is there.
    fn new(io: &mut Io<'_>, path: &str) -> Self {
        let stdin = (path == "-").then(|| {
            let mut bytes = Vec::new();
            io::Read::take(&mut *io.stdin, MOST_BYTES as u64 + 1).read_to_end(&mut bytes).map(|_| bytes)
        });
        Self { disk: Disk { root: io.root.clone() }, stdin }
    }
}

impl Loader for Files {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        match &self.stdin {
            Some(Ok(bytes)) if path == "-" => Ok(bytes.clone()),
            Some(Err(e)) if path == "-" => Err(io::Error::new(e.kind(), e.to_string())),
            _ => self.disk.read(path),
        }
    }

    fn list(&self, dir: &str) -> io::Result<Vec<Entry>> {
        self.disk.list(dir)
    }

    fn is_dir(&self, path: &str) -> bool {
        self.disk.is_dir(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_told_and_exits_101() {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut io = Io {
            stdin: &mut io::empty(),
            stdout: &mut out,
            stderr: &mut err,
            root: PathBuf::new(),
            facts: Facts::default(),
        };
        assert_eq!(guard(&mut io, |_| panic!("the cat sat on {}", "it")), 101);
        let text = String::from_utf8(err).unwrap();
        assert!(text.starts_with("error[E9001]: the compiler made a mistake: the cat sat on it\n"), "{text}");
        assert!(out.is_empty());
    }
}
