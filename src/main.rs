//! The command line: the process's streams and environment around `meshc::cli::run`.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use meshc::cli::{Facts, Io, run};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Deep input is refused long before this is used up.
const STACK_BYTES: usize = 64 * 1024 * 1024;

fn main() -> ExitCode {
    let work = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(compile);
    let code = work.map(std::thread::JoinHandle::join);
    // A thread that cannot be had, or a panic outside of `run`, which tells of those inside.
    ExitCode::from(code.map_or(101, |code| code.unwrap_or(101)))
}

fn compile() -> u8 {
    // `run` tells of a panic; the backtrace is for those who asked for it.
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        std::panic::set_hook(Box::new(|_| {}));
    }
    let args: Vec<_> = std::env::args_os().collect();
    let variables = Facts::VARIABLES.iter().filter_map(|&v| Some((v.to_owned(), std::env::var(v).ok()?)));
    let facts =
        Facts { stderr_is_terminal: io::stderr().is_terminal(), width: None, variables: variables.collect() };
    let mut io = Io {
        stdin: &mut io::stdin(),
        stdout: &mut io::BufWriter::new(io::stdout()),
        stderr: &mut io::stderr(),
        root: std::path::PathBuf::new(),
        facts,
    };
    run(&args, &mut io)
}
