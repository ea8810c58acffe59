//! Compiles `shop.mesh` at build time: what the compiler says becomes warnings and errors of cargo, what it makes
//! lies in `OUT_DIR/manifests`, and `MANIFESTS` lists it for the program.

use std::path::PathBuf;
use std::{env, fs, io};

use meshc::{Disk, Format, Options, RenderOptions, Severity, Sink, Sources, compile, gather, render};

fn main() -> io::Result<()> {
    let root = "shop.mesh";
    println!("cargo::rerun-if-changed={root}");
    let disk = Disk { root: PathBuf::new() };
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let program = gather(root, &disk, &mut sources, &mut sink);
    let made = compile(&program, &Options::default(), &disk, &mut sources, sink);

    for diagnostic in &made.diagnostics {
        let kind = if diagnostic.severity == Severity::Error { "error" } else { "warning" };
        let text = render(&sources, std::slice::from_ref(diagnostic), &RenderOptions::plain(Format::Short));
        for line in text.lines().filter(|line| line.contains(diagnostic.code.id)) {
            println!("cargo::{kind}={line}");
        }
    }
    // With errors there is nothing to write, and cargo stops after `cargo::error`.
    let Some(files) = made.files else { return Ok(()) };

    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut list = String::new();
    for (path, bytes) in files {
        let to = out.join("manifests").join(&path);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&to, bytes)?;
        list.push_str(&format!("    ({path:?}, include_str!({:?})),\n", to.display().to_string()));
    }
    fs::write(out.join("manifests.rs"), format!("&[\n{list}]\n"))
}
