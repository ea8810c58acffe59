//! The compiler as a child process, and what a run of anything took.

use crate::Result;
use std::fmt::{self, Display};
use std::process::{Command, Stdio};
use std::time::Instant;

/// How long a clock tick of `/proc` is on every Linux that we know of, in milliseconds.
const TICK_MS: f64 = 10.0;

/// What one run took.
#[derive(Clone, Debug, Default)]
pub(crate) struct Run {
    cpu_ms: f64,
    wall_ms: f64,
    /// The most memory that was resident; 0 where it is not known.
    peak_mib: f64,
    /// As `--timings` says, in milliseconds.
    pub(crate) stages: Vec<(String, f64)>,
}

impl Run {
    pub(crate) fn cpu_ms(&self) -> f64 {
        self.cpu_ms
    }

    pub(crate) fn wall_ms(&self) -> f64 {
        self.wall_ms
    }

    /// Runs something in this thread.
    pub(crate) fn of(work: impl FnOnce() -> Result<()>) -> Result<Self> {
        let (cpu, begun) = (own_cpu_ms(), Instant::now());
        work()?;
        let wall_ms = begun.elapsed().as_secs_f64() * 1000.0;
        Ok(Self { cpu_ms: own_cpu_ms() - cpu, wall_ms, ..Self::default() })
    }
}

/// The same, several times.
#[derive(Clone, Debug)]
pub(crate) struct Runs(Vec<Run>);

impl Runs {
    pub(crate) fn of(count: usize, mut run: impl FnMut() -> Result<Run>) -> Result<Self> {
        Ok(Self((0..count).map(|_| run()).collect::<Result<_>>()?))
    }

    fn sorted(&self, of: impl Fn(&Run) -> f64) -> Vec<f64> {
        let mut all: Vec<f64> = self.0.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        all
    }

    pub(crate) fn least(&self, of: impl Fn(&Run) -> f64) -> f64 {
        self.sorted(of).first().copied().unwrap_or_default()
    }

    fn median(&self, of: impl Fn(&Run) -> f64) -> f64 {
        let all = self.sorted(of);
        all.get(all.len() / 2).copied().unwrap_or_default()
    }

    /// The run of the least wall time.
    pub(crate) fn fastest(&self) -> Option<&Run> {
        self.0.iter().min_by(|a, b| a.wall_ms.total_cmp(&b.wall_ms))
    }
}

/// The columns of the table: CPU and wall, least and median, and memory.
impl Display for Runs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for value in [
            self.least(Run::cpu_ms),
            self.median(Run::cpu_ms),
            self.least(Run::wall_ms),
            self.median(Run::wall_ms),
        ] {
            write!(f, "{value:>7.0} ms")?;
        }
        match self.median(|run| run.peak_mib) {
            0.0 => write!(f, "{:>10}", "-"),
            peak => write!(f, "{peak:>10.0}"),
        }
    }
}

/// Runs the release binary; fails if it does.
pub(crate) fn meshc(args: &[&str]) -> Result<Run> {
    let before = children_cpu_ms();
    let begun = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_meshc"));
    command.args(args).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let ended = command.output()?;
    let status = ended.status;
    let wall_ms = begun.elapsed().as_secs_f64() * 1000.0;
    let said = String::from_utf8(ended.stderr)?;
    if !status.success() {
        return Err(format!("`meshc {}` fails:\n{said}", args.join(" ")).into());
    }
    let stage = |line: &str| {
        let (name, time) = line.strip_suffix(" ms")?.split_once(' ')?;
        Some((name.to_owned(), time.trim().parse().ok()?))
    };
    let stages = said.lines().filter_map(stage).collect();
    Ok(Run { cpu_ms: children_cpu_ms() - before, wall_ms, peak_mib: peak_mib(&said), stages })
}

/// The most that was resident, as the command itself says with `--timings`.
fn peak_mib(said: &str) -> f64 {
    let line = said.lines().find_map(|l| l.strip_prefix("peak memory"));
    line.and_then(|l| l.trim().strip_suffix("KiB")?.trim().parse::<f64>().ok()).unwrap_or_default() / 1024.0
}

/// What this thread used of a processor: nanoseconds are the first number there.
fn own_cpu_ms() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let first = text.split_ascii_whitespace().next();
    first.and_then(|ns| ns.parse::<f64>().ok()).unwrap_or_default() / 1e6
}

/// User and system time of the children that ended.
fn children_cpu_ms() -> f64 {
    ticks(13)
}

/// Two neighbouring times of `/proc/self/stat` (proc_pid_stat(5)); `first` counts from behind the name.
fn ticks(first: usize) -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let times = fields.split_ascii_whitespace().skip(first).take(2);
    times.filter_map(|t| t.parse::<f64>().ok()).sum::<f64>() * TICK_MS
}
