//! The command line's words.

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Compiles .mesh programs to the manifests of every cluster.
#[derive(Debug, Parser)]
#[command(name = "meshc", version, max_term_width = 100, arg_required_else_help = true)]
#[command(
    after_help = "Exit codes: 0 done, 1 errors, 2 wrong usage, 3 a file or folder, 101 a mistake of meshc."
)]
pub(super) struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write the manifests of every cluster
    Build(Build),
    /// Say what is wrong, write nothing
    Check(Check),
    /// Print the steps that a person takes, per cluster and in order
    Plan(Plan),
    /// Explain a code, or say which line gives a value
    Explain(Explain),
    /// Write a small program to start from
    Init(Init),
    /// List the versions that can be compiled for
    Platforms,
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, in roff
    Man,
}

#[derive(Debug, Args)]
pub(super) struct Build {
    #[command(flatten)]
    pub(super) target: Target,
    #[command(flatten)]
    pub(super) report: Report,
    /// The folder to write to; `-` writes one stream to standard output
    #[arg(short, long, value_name = "DIR", default_value = "out")]
    pub(super) out: String,
    /// How the output is cut into files
    #[arg(long, value_enum, default_value_t)]
    pub(super) layout: Layout,
    /// Let fields change that Kubernetes does not let change: you delete those objects before you apply
    #[arg(long)]
    pub(super) recreate: bool,
    /// Write nothing; print what differs on disk and exit 1 if anything does
    #[arg(long)]
    pub(super) check: bool,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) target: Target,
    #[command(flatten)]
    pub(super) report: Report,
    /// Apply the fixes that are certain
    #[arg(long)]
    pub(super) fix: bool,
}

#[derive(Debug, Args)]
pub(super) struct Plan {
    #[command(flatten)]
    pub(super) target: Target,
    #[command(flatten)]
    pub(super) report: Report,
}

#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A code (E0201), its name, or a declaration and its setting (shop.cart timeout)
    #[arg(required = true, value_name = "CODE|NAME")]
    pub(super) words: Vec<String>,
    /// The program that declares it
    #[arg(long, value_name = "PATH", default_value = ".")]
    pub(super) program: String,
    #[command(flatten)]
    pub(super) choice: Choice,
    #[command(flatten)]
    pub(super) report: Report,
}

#[derive(Debug, Args)]
pub(super) struct Init {
    /// The folder to write to
    #[arg(default_value = ".")]
    pub(super) dir: String,
}

#[derive(Debug, Args)]
pub(super) struct Target {
    /// A folder with every .mesh file below it, one file, or `-` for standard input
    #[arg(default_value = ".")]
    pub(super) path: String,
    #[command(flatten)]
    pub(super) choice: Choice,
}

#[derive(Debug, Args)]
pub(super) struct Choice {
    /// Versions in place of the program's: linkerd=2.8,kubernetes=1.30
    #[arg(long, value_name = "K=V,…")]
    pub(super) platform: Option<String>,
    /// The environment to choose
    #[arg(long, value_name = "NAME")]
    pub(super) environment: Option<String>,
    /// The only cluster to write
    #[arg(long, value_name = "NAME")]
    pub(super) cluster: Option<String>,
    /// The day on which certificates have to be valid
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(super) at: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Report {
    /// The form of diagnostics; full at a terminal, else classic
    #[arg(long, value_enum)]
    pub(super) format: Option<Format>,
    /// When to use colour
    #[arg(long, value_enum, default_value_t)]
    pub(super) color: Color,
    /// How many diagnostics are shown; 0 for all
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(super) error_limit: usize,
    /// Make a warning an error: a code, a name, or `warnings`
    #[arg(short = 'D', long, value_name = "CODE")]
    pub(super) deny: Vec<String>,
    /// Make it a warning again
    #[arg(short = 'W', long, value_name = "CODE")]
    pub(super) warn: Vec<String>,
    /// Do not say it
    #[arg(short = 'A', long, value_name = "CODE")]
    pub(super) allow: Vec<String>,
    /// Say how long each stage took, and the most memory that was used
    #[arg(long)]
    pub(super) timings: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Layout {
    /// A file a namespace
    #[default]
    Namespace,
    /// A file an object
    Object,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// At a terminal
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Boxes round the source
    Full,
    /// As rustc does
    Classic,
    /// One line each
    Short,
    /// One JSON object
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// GitHub workflow commands
    Github,
}

/// A date as `--at` takes it.
fn day(text: &str) -> Result<String, String> {
    crate::value::date(text).map(|_| text.to_owned()).map_err(|invalid| invalid.message)
}
