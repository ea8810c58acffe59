//! How the compiler grows: N services through the release binary, beside two other ways of writing the same YAML.
//!
//! Run with `cargo bench --bench scale`, or `cargo bench --bench scale -- 1000` for one size. Processor time and memory of
//! the child come from `/proc`, so elsewhere than on Linux they are not shown. `benches/README.md` says what came out.

#[path = "scale/child.rs"]
mod child;
#[path = "scale/emitter.rs"]
mod emitter;
#[path = "scale/program.rs"]
mod program;
#[path = "scale/yaml.rs"]
mod yaml;

use child::{Run, Runs};
use std::error::Error;
use std::io::Write;
use std::path::Path;

/// Why a measurement could not be made.
type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How often each thing is run; the least and the median are shown.
const RUNS: usize = 7;
/// Services, without an argument.
const SIZES: [usize; 3] = [100, 1_000, 10_000];

fn main() -> Result<()> {
    // `cargo test --all-targets` runs this too: then that it builds is all that is asked.
    if !std::env::args().any(|a| a == "--bench") {
        return Ok(());
    }
    let wanted: Vec<usize> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let sizes = if wanted.is_empty() { SIZES.to_vec() } else { wanted };
    let folder = std::env::temp_dir().join(format!("meshc-scale-{}", std::process::id()));
    let result = measure(&sizes, &folder);
    let _ = std::fs::remove_dir_all(&folder);
    result
}

fn measure(sizes: &[usize], folder: &Path) -> Result<()> {
    let mut out = std::io::stdout().lock();
    let template = emitter::Template::capture(folder)?;
    let mut builds: Vec<(usize, Runs)> = Vec::new();
    for &services in sizes {
        let (source, target) = (folder.join(format!("in-{services}")), folder.join("out"));
        program::write(services, program::A_NAMESPACE, &source)?;
        let build = Runs::of(RUNS, || {
            let _ = std::fs::remove_dir_all(&target);
            child::meshc(&["build", path(&source)?, "--out", path(&target)?, "--timings"])
        })?;
        let check = Runs::of(RUNS, || child::meshc(&["check", path(&source)?, "--timings"]))?;
        let written = yaml::Written::read(&target.join("main"))?;
        let by_hand = Runs::of(RUNS, || template.emit(services, &folder.join("by-hand")))?;
        template.compare(services, &written)?;
        let serde = Runs::of(RUNS, || written.write_again(&folder.join("serde")))?;
        writeln!(out, "\n{services} services: {} objects, {:.1} MB", written.objects(), written.megabytes())?;
        writeln!(
            out,
            "{:<28}{:>10}{:>10}{:>10}{:>10}{:>10}",
            "", "CPU min", "median", "wall min", "median", "MiB"
        )?;
        for (what, runs) in [
            ("meshc build", &build),
            ("meshc check", &check),
            ("by hand, the same bytes", &by_hand),
            ("serde_yaml, the same objects", &serde),
        ] {
            writeln!(out, "{what:<28}{runs}")?;
        }
        // Less than a thousand take too few ticks of the clock to be compared.
        if services >= 1_000 {
            writeln!(out, "build, CPU: {:.1} × by hand", ratio(&build, &by_hand))?;
            writeln!(out, "build, CPU: {:.2} × serde_yaml", ratio(&build, &serde))?;
        }
        stages(&mut out, &build)?;
        builds.push((services, build));
    }
    growth(&mut out, &builds)?;
    if sizes == SIZES {
        let mut alone = Vec::new();
        for services in [1_000, 10_000] {
            let source = folder.join(format!("one-{services}"));
            program::write(services, services, &source)?;
            alone.push((services, Runs::of(3, || child::meshc(&["check", path(&source)?]))?));
        }
        writeln!(out, "\nthe same in one namespace and file, `meshc check`:")?;
        growth(&mut out, &alone)?;
    }
    Ok(())
}

/// Where the time of the fastest build goes.
fn stages(out: &mut impl Write, runs: &Runs) -> Result<()> {
    let stages = runs.fastest().map(|run| run.stages.as_slice()).unwrap_or_default();
    let shown: Vec<String> = stages.iter().map(|(stage, ms)| format!("{stage} {ms:.1}")).collect();
    writeln!(out, "stages of the fastest build, ms: {}", shown.join(", "))?;
    Ok(())
}

/// From each size to the next: how the time grows beside the program.
///
/// # Errors
/// Where it grows more than twice as fast as the program: something is not linear.
fn growth(out: &mut impl Write, builds: &[(usize, Runs)]) -> Result<()> {
    for pair in builds.windows(2) {
        let [(few, small), (many, large)] = pair else { continue };
        let program = *many as f64 / *few as f64;
        let cpu = large.least(Run::cpu_ms) / small.least(Run::cpu_ms);
        let wall = large.least(Run::wall_ms) / small.least(Run::wall_ms);
        writeln!(out, "from {few} to {many} services, {program:.0} ×: CPU {cpu:.1} ×, wall {wall:.1} ×")?;
        if cpu > 2.0 * program {
            return Err("the time grows faster than the program".into());
        }
    }
    Ok(())
}

/// By processor time, which other work on the machine changes least.
fn ratio(a: &Runs, b: &Runs) -> f64 {
    a.least(Run::cpu_ms) / b.least(Run::cpu_ms)
}

fn path(path: &Path) -> Result<&str> {
    Ok(path.to_str().ok_or("the folder for temporary files has a name that is no text")?)
}
