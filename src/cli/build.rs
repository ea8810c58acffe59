//! `build`, `check` and `plan`: one compilation each, and what is made of it.

use super::{DONE, ERRORS, FILES, Files, Session, USAGE, args, fix, product, say, write};
use crate::compile::{self, Compilation, Layout};
use crate::diagnostic::{Diagnostic, Severity, Sink, codes};
use crate::manifest::index::{FILE_NAME, FixedChange, Index, Written};
use crate::render::{Format, Options, render};
use crate::source::Sources;

/// A fix may make room for another: so many rounds at most.
const MOST_ROUNDS: usize = 8;

/// What the command line asks of a compilation.
pub(super) fn options(choice: &args::Choice, layout: Layout) -> compile::Options {
    compile::Options {
        platform: choice.platform.clone(),
        environment: choice.environment.clone(),
        cluster: choice.cluster.clone(),
        at: choice.at.clone(),
        layout,
    }
}

/// The most memory that the process has had so far, in KiB; none where the system does not say (proc(5), `VmHWM`).
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

impl Session<'_, '_> {
    /// Compiles, with the levels put to what was said; without files if there is an error then.
    fn compile(&mut self, target: &args::Target, layout: Layout) -> (Sources, Compilation) {
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let loader = Files::new(self.io, &target.path);
        let begun = std::time::Instant::now();
        let program = compile::gather(&target.path, &loader, &mut sources, &mut sink);
        let gathered = begun.elapsed();
        let options = options(&target.choice, layout);
        let mut made = compile::compile(&program, &options, &loader, &mut sources, sink);
        made.timings.insert(0, ("gather", gathered));
        made.diagnostics = self.levels.apply(made.diagnostics);
        if made.diagnostics.iter().any(|d| d.severity == Severity::Error) {
            (made.files, made.plan) = (None, None);
        }
        (sources, made)
    }

    fn tell_timings(&mut self, made: &Compilation) {
        for (stage, time) in made.timings.iter().filter(|_| self.timings) {
            say(self.io.stderr, &format!("{stage:<12} {:>9.1} ms\n", time.as_secs_f64() * 1000.0));
        }
        if let Some(kib) = peak_kib().filter(|_| self.timings) {
            say(self.io.stderr, &format!("{:<12} {:>9} KiB\n", "peak memory", kib));
        }
    }

    pub(super) fn build(&mut self, a: &args::Build) -> u8 {
        let layout = match (a.out.as_str(), a.layout) {
            ("-", _) => Layout::Stream,
            (_, args::Layout::Namespace) => Layout::Namespace,
            (_, args::Layout::Object) => Layout::Object,
        };
        if a.check && layout == Layout::Stream {
            say(self.io.stderr, "error: `--check` compares with a folder; name it with `--out`\n");
            return USAGE;
        }
        let (sources, mut made) = self.compile(&a.target, layout);
        let files = made.files.take();
        if files.as_ref().is_some_and(|f| f.iter().all(|(path, bytes)| path == FILE_NAME || bytes.is_empty()))
        {
            let empty = Diagnostic::without_place(&codes::io::E0016, "the program yields no manifests")
                .help("declare a cluster, or choose another with `--cluster` or `--environment`");
            made.diagnostics.push(empty);
        }
        let code = self.tell(&sources, &made.diagnostics);
        let code = match files {
            Some(files) if code == DONE && layout == Layout::Stream => {
                let bytes: Vec<u8> = files.into_iter().flat_map(|(_, bytes)| bytes).collect();
                product(self.io, &bytes)
            }
            Some(files) if code == DONE => self.write(a, files).unwrap_or_else(|d| self.tell_alone(*d)),
            _ => code,
        };
        self.tell_timings(&made);
        code
    }

    fn write(&mut self, a: &args::Build, files: Vec<(String, Vec<u8>)>) -> Result<u8, Box<Diagnostic>> {
        let shown = match a.out.trim_end_matches('/') {
            "" => "/",
            shown => shown,
        };
        let out = self.io.root.join(shown);
        let all = files.len();
        let mut last = write::last_index(&out, shown)?;
        let files = match &a.target.choice.cluster {
            Some(cluster) => keep_others(files, &mut last, cluster),
            None => files,
        };
        if !a.recreate && !a.check {
            let fixed = immutable(&files, &last);
            if !fixed.is_empty() {
                return Ok(self.tell(&Sources::default(), &fixed));
            }
        }
        let changes = write::changes(&out, shown, files, &last)?;
        if a.check {
            let diff = write::diff(&changes);
            let code = product(self.io, diff.as_bytes());
            return Ok(if code == DONE && !changes.is_empty() { ERRORS } else { code });
        }
        write::apply(&out, shown, &changes)?;
        let removed = changes.iter().filter(|c| c.new.is_none()).count();
        let written = changes.len() - removed;
        let same = all - written;
        let text = format!("{shown}: {written} files written, {same} unchanged, {removed} removed\n");
        if !self.options.format.is_data() {
            say(self.io.stderr, &text);
        }
        Ok(DONE)
    }

    /// A diagnostic of the command itself, after those of the program were said.
    fn tell_alone(&mut self, d: Diagnostic) -> u8 {
        let format = if self.options.format.is_data() { Format::Classic } else { self.options.format };
        let text = render(&Sources::default(), &[d], &Options { format, ..self.options });
        say(self.io.stderr, &text);
        FILES
    }

    pub(super) fn check(&mut self, a: &args::Check) -> u8 {
        self.data_out = true;
        if a.fix && a.target.path == "-" {
            say(self.io.stderr, "error: `--fix` cannot change the standard input\n");
            return USAGE;
        }
        let (mut sources, mut made) = self.compile(&a.target, Layout::Namespace);
        let mut fixed = 0;
        for _ in 0..MOST_ROUNDS {
            if !a.fix {
                break;
            }
            match fix::certain(&self.io.root, &sources, &made.diagnostics) {
                Ok(0) => break,
                Ok(n) => fixed += n,
                Err(d) => return self.tell_alone(*d),
            }
            (sources, made) = self.compile(&a.target, Layout::Namespace);
        }
        let code = self.tell(&sources, &made.diagnostics);
        if fixed > 0 {
            say(self.io.stderr, &format!("{fixed} {} applied\n", if fixed == 1 { "fix" } else { "fixes" }));
        }
        if made.diagnostics.is_empty() && !self.options.format.is_data() {
            let n = sources.iter().count();
            let text = format!("no errors in {n} {}\n", if n == 1 { "file" } else { "files" });
            say(self.io.stderr, &text);
        }
        self.tell_timings(&made);
        code
    }

    pub(super) fn plan(&mut self, a: &args::Plan) -> u8 {
        let (sources, made) = self.compile(&a.target, Layout::Namespace);
        let code = self.tell(&sources, &made.diagnostics);
        self.tell_timings(&made);
        match &made.plan {
            Some(plan) if code == DONE => product(self.io, plan.as_bytes()),
            _ => code,
        }
    }
}

/// With `--cluster`, the files of other clusters stay: the new index lists them too, and they are no longer in `last`, whose
/// files would be removed.
fn keep_others(mut files: Vec<(String, Vec<u8>)>, last: &mut Index, cluster: &str) -> Vec<(String, Vec<u8>)> {
    let others = |w: &Written| w.cluster != cluster;
    for (_, bytes) in files.iter_mut().filter(|(path, _)| path == FILE_NAME) {
        let text = std::str::from_utf8(bytes).unwrap_or_default();
        if let Ok(mut new) = Index::parse(text) {
            new.files
                .extend(last.files.iter().filter(|(_, w)| others(w)).map(|(p, w)| (p.clone(), w.clone())));
            *bytes = new.to_json().into_bytes();
        }
    }
    last.files.retain(|_, w| !others(w));
    files
}

/// Fields of objects of the last output that this one would change and that Kubernetes does not let change.
fn immutable(files: &[(String, Vec<u8>)], last: &Index) -> Vec<Diagnostic> {
    let new = files.iter().find(|(path, _)| path == FILE_NAME).and_then(|(_, b)| std::str::from_utf8(b).ok());
    let Some(new) = new.and_then(|text| Index::parse(text).ok()) else { return vec![] };
    let told = |c: FixedChange| {
        let o = &c.object;
        let message = format!(
            "`{}` of the {} `{}/{}` on `{}` would change",
            c.path, o.kind, o.namespace, o.name, c.cluster
        );
        let shown = |v: Option<String>| v.unwrap_or_else(|| "nothing".to_owned());
        Diagnostic::without_place(&codes::io::E0018, message)
            .note(format!("it comes from {}", o.from))
            .note(format!("at the last build: {}; now: {}", shown(c.before), shown(c.after)))
            .help("pin what runs (`select`, `name`), or delete the object in the cluster and build with `--recreate`")
    };
    new.fixed_changes(last).into_iter().map(told).collect()
}
