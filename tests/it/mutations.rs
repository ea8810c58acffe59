//! Random damage to the examples, through the whole compiler: never a panic, and the same result each time.

use crate::damage::{Example, Random, examples, lowered, told};
use meshc::compile::Compilation;
use meshc::render::{Format, Options, render};
use meshc::source::Sources;

/// How many damaged programs are compiled.
const MUTATIONS: usize = 400;

/// What is inserted besides pieces of the program itself.
const PIECES: [&str; 44] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    "->",
    "\"",
    "\"\"\"",
    "#",
    "##",
    ";",
    "\n",
    "\r",
    "$",
    "${",
    "é",
    "→",
    "\u{a0}",
    "\\",
    "\u{202e}",
    " ",
    "x",
    "- ",
    ": ",
    "\u{feff}",
    "'",
    "\0",
    "\"\"\"\n",
    "0",
    "-1",
    "4294967296",
    "99999999999999999999",
    "0s",
    "*",
    "..",
    ":",
    "/",
    "~",
    "${domain}",
    "like x",
    "on [a, b]",
    "installed",
    "{ }",
    "drop",
];

/// The text with one piece of damage: to a character, a token or a line; deleted, inserted, doubled or cut off.
fn damage(text: &str, random: &mut Random) -> String {
    let mut cuts: Vec<usize> = match random.below(3) {
        0 => text.char_indices().map(|c| c.0).collect(),
        1 => {
            let word = |c: char| c.is_ascii_alphanumeric() || "-._/".contains(c);
            let mut before = ' ';
            let starts = |(n, c): (usize, char)| {
                let same = word(c) && word(before) || c == ' ' && before == ' ';
                before = c;
                (!same).then_some(n)
            };
            text.char_indices().filter_map(starts).collect()
        }
        _ => text.match_indices('\n').map(|m| m.0 + 1).collect(),
    };
    cuts.push(text.len());
    let n = random.below(cuts.len() - 1);
    let (from, to) = (cuts[n], cuts[(n + 1 + random.below(2) * random.below(4)).min(cuts.len() - 1)]);
    let other = random.below(cuts.len() - 1);
    let (other, place) = (&text[cuts[other]..cuts[other + 1]], cuts[random.below(cuts.len())]);
    let mut out = text.to_owned();
    match random.below(8) {
        0 | 1 => out.replace_range(from..to, ""),
        2 => out.insert_str(from, PIECES[random.below(PIECES.len())]),
        3 => out.replace_range(from..to, PIECES[random.below(PIECES.len())]),
        4 => out.insert_str(place, other),
        5 => out.insert_str(to, &text[from..to]),
        6 => out.replace_range(from..to, other),
        _ if random.below(4) == 0 => out.truncate(from),
        _ => out.replace_range(from..to, &[other, " ", &text[from..to]].concat()),
    }
    out
}

/// All that a compilation says and makes, as one text.
fn shown(sources: &Sources, made: &Compilation) -> String {
    let mut out = render(sources, &made.diagnostics, &Options::plain(Format::Json));
    for (path, bytes) in made.files.iter().flatten() {
        out += &format!("{path}\n{}", String::from_utf8_lossy(bytes));
    }
    out + made.plan.as_deref().unwrap_or("")
}

/// The mutation of a number, compiled; what is wrong with that.
fn mutation(all: &[Example], seed: usize) -> Result<bool, String> {
    let mut random = Random::new(seed as u64 + 1);
    let example = &all[seed % all.len()];
    let mut text = example.text.clone();
    for _ in 0..=random.below(8) / 6 {
        text = damage(&text, &mut random);
    }
    let outcome = std::panic::catch_unwind(|| {
        let (sources, made) = told(example, &text);
        let first = shown(&sources, &made);
        let format = [Format::Full, Format::Classic, Format::Short, Format::Sarif, Format::Github][seed % 5];
        let drawn = render(&sources, &made.diagnostics, &Options::plain(format));
        assert!(made.diagnostics.is_empty() || !drawn.is_empty());
        if seed.is_multiple_of(16) {
            let (sources, made) = told(example, &text);
            assert!(shown(&sources, &made) == first, "the same text came out differently");
        }
        made.files.is_some()
    });
    outcome.map_err(|cause| {
        let words = cause.downcast_ref::<String>().map(String::as_str);
        let words = words.or(cause.downcast_ref::<&str>().copied()).unwrap_or("a panic");
        let name = format!("mutation-{seed}.mesh");
        let kept = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(&name);
        let _ = std::fs::write(&kept, &text);
        format!("mutation {seed} of {}: {words}; kept as {}", example.path, kept.display())
    })
}

#[test]
fn damaged_examples_never_panic() {
    let mut all = examples();
    let whole: Vec<Example> = all.iter().map(lowered).collect();
    all.extend(whole);
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    let (all, next) = (&all, std::sync::atomic::AtomicUsize::new(0));
    let work = || {
        let (mut wrong, mut built) = (vec![], 0);
        loop {
            let seed = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            if seed >= MUTATIONS {
                return (wrong, built);
            }
            match mutation(all, seed) {
                Ok(files) => built += usize::from(files),
                Err(text) => wrong.push(text),
            }
        }
    };
    let done: Vec<_> = std::thread::scope(|scope| {
        let started: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        started.into_iter().map(|t| t.join().unwrap()).collect()
    });
    let wrong: Vec<String> = done.iter().flat_map(|d| d.0.clone()).collect();
    assert!(wrong.is_empty(), "{} of {MUTATIONS}:\n{}", wrong.len(), wrong.join("\n"));
    let built: usize = done.iter().map(|d| d.1).sum();
    assert!(built > MUTATIONS / 20, "only {built} reached the end of the compiler");
}
