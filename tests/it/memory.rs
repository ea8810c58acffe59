//! Peak memory of the whole process on hostile programs: at most 64 times the input and what it expands to, and 64 MiB.

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

const MIB: u64 = 1024 * 1024;
const HEAD: &str = "platform { kubernetes 1.33; linkerd 2.20; emissary 4.1 }
trust t { cert-manager { home c } }
cluster c { trust t }
namespace n { inject }
";

/// Compiles a text; holds its peak against the bound, `expanded` being the bytes of the declarations that templates
/// and lets make of it.
fn bounded(name: &str, text: &str, expanded: usize) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("memory");
    std::fs::create_dir_all(&folder).unwrap();
    let (file, out) = (folder.join(format!("{name}.mesh")), folder.join(format!("{name}-out")));
    std::fs::write(&file, text).unwrap();
    let mut meshc = Command::new(env!("CARGO_BIN_EXE_meshc"));
    let done = meshc.arg("build").arg(&file).arg("--timings").arg("-o").arg(&out).output().unwrap();
    let err = String::from_utf8_lossy(&done.stderr);
    assert!(matches!(done.status.code(), Some(0 | 1)), "{name}: {:?}", done.status);
    let peak = err.lines().find_map(|l| l.strip_prefix("peak memory")?.trim().strip_suffix(" KiB"));
    let peak = peak.unwrap_or_else(|| panic!("{name}: {err}")).parse::<u64>().unwrap() * 1024;
    let bound = 64 * (text.len() + expanded) as u64 + 64 * MIB;
    assert!(peak <= bound, "{name}: {} MiB of {} MiB", peak / MIB, bound / MIB);
}

#[test]
fn hostile_programs_take_little_memory() {
    bounded("deep", &"a { ".repeat(10_000), 0);
    bounded("closing", &"}\n".repeat(100_000), 0);
    bounded("string", &format!("{HEAD}config n.c {{ k \"{}\" }}\n", "x".repeat(10_000_000)), 0);
    let mut doubled = format!("{HEAD}let l0 xxxxxxxxxxxxxxxx\n");
    for n in 1..40 {
        writeln!(doubled, "let l{n} \"${{l{0}}}${{l{0}}}\"", n - 1).unwrap();
    }
    bounded("doubled", &format!("{doubled}config n.c {{ k \"${{l39}}\" }}\n"), 0);
}

#[test]
fn many_declarations_take_memory_in_proportion() {
    let template: String = (0..200).map(|n| format!("  env NAME_{n} \"the value of {n}\"\n")).collect();
    let mut text = format!("{HEAD}template t {{\n{template}}}\n");
    for n in 0..50 {
        writeln!(text, "service n.s{n} like t {{ image docker.io/a/b:1; port http 80 }}").unwrap();
    }
    bounded("template", &text, template.len() * 50);
}
