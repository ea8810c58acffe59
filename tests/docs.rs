//! Documents that say what is so: their programs compile, and their generated parts (`<!-- begin: … -->`) are fresh;
//! `BLESS=1` writes those.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot read a document has failed")]

use std::fmt::Write;
use std::path::Path;

use meshc::platform::{Platform, Provider, Version};
use meshc::{Format, Memory, Options, RenderOptions, Severity, Sink, Sources, compile, gather, render};

/// Documents whose ```mesh blocks are whole programs.
const WITH_PROGRAMS: &[&str] = &["README.md", "CHANGELOG.md", "docs/guide.md", "examples/README.md"];

/// Documents with generated parts.
const WITH_PARTS: &[&str] = &["README.md", "CHANGELOG.md"];

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// What the compiler says of a program.
fn compiled(text: &str) -> (meshc::Compilation, String) {
    let disk = Memory([("main.mesh".to_owned(), text.as_bytes().to_vec())].into());
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let program = gather("main.mesh", &disk, &mut sources, &mut sink);
    let made = compile(&program, &Options::default(), &disk, &mut sources, sink);
    let said = render(&sources, &made.diagnostics, &RenderOptions::plain(Format::Short));
    (made, said)
}

/// The ```mesh blocks of a document.
fn programs(text: &str) -> Vec<&str> {
    text.split("\n```mesh\n").skip(1).filter_map(|rest| rest.split_once("\n```").map(|(p, _)| p)).collect()
}

#[test]
fn programs_in_documents_compile() {
    let mut seen = 0;
    for path in WITH_PROGRAMS {
        for program in programs(&read(path)) {
            let (made, said) = compiled(&format!("{program}\n"));
            let failed = made.diagnostics.iter().any(|d| d.severity == Severity::Error);
            assert!(!failed, "{path}: this program does not compile:\n{program}\n\n{said}");
            seen += 1;
        }
    }
    assert!(seen > 0);
}

#[test]
fn links_in_documents_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let documents = [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/guide.md",
        "examples/README.md",
    ];
    for path in documents {
        for link in read(path).split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next()) {
            let there = root.join(path).parent().unwrap().join(link).exists();
            assert!(
                link.is_empty() || link.starts_with("https://") || there,
                "{path}: `{link}` is not there"
            );
        }
    }
}

/// A generated part, by its name.
fn part(name: &str) -> String {
    match name {
        "platforms" => platforms(),
        // What the document's first program becomes.
        "output main/shop.yaml" => {
            let changelog = read("CHANGELOG.md");
            let (made, said) = compiled(programs(&changelog).first().unwrap());
            let files = made.files.unwrap_or_else(|| panic!("{said}"));
            let (_, bytes) = files.into_iter().find(|(path, _)| path == "main/shop.yaml").unwrap();
            format!("```yaml\n{}\n```", String::from_utf8(bytes).unwrap().trim_end())
        }
        path if path.starts_with("tests/ui/") => format!("```text\n{}\n```", read(path).trim_end()),
        _ => panic!("nothing generates `{name}`"),
    }
}

/// The versions, then the kinds by which each Linkerd has what programs say.
fn platforms() -> String {
    let mut out = String::from("| | versions |\n|---|---|\n");
    for provider in Provider::ALL {
        let versions: Vec<String> = provider.supported().iter().map(Version::to_string).collect();
        writeln!(out, "| {} | {} |", provider.word(), versions.join(", ")).unwrap();
    }
    let linkerds = Provider::Linkerd.supported();
    let heads: Vec<String> = linkerds.iter().map(Version::to_string).collect();
    writeln!(out, "\n| Linkerd | {} |", heads.join(" | ")).unwrap();
    writeln!(out, "|---|{}", "---|".repeat(heads.len())).unwrap();
    type Api = fn(&Platform) -> Option<&'static str>;
    let rows: [(&str, Api); 10] = [
        ("Server", Platform::server_api),
        ("ServerAuthorization", Platform::server_authorization_api),
        ("AuthorizationPolicy", Platform::authorization_policy_api),
        ("HTTPRoute", Platform::http_route_api),
        ("GRPCRoute", Platform::grpc_route_api),
        ("ServiceProfile", Platform::service_profile_api),
        ("TrafficSplit", Platform::traffic_split_api),
        ("EgressNetwork", Platform::egress_network_api),
        ("HTTPLocalRateLimitPolicy", Platform::rate_limit_api),
        ("Link", Platform::link_api),
    ];
    for (kind, api) in rows {
        let cells = linkerds.iter().map(|linkerd| {
            let mut platform = Platform::of_kubernetes(*Provider::Kubernetes.supported().last().unwrap());
            platform.linkerd = Some(*linkerd);
            api(&platform).map_or("–", |api| api.rsplit('/').next().unwrap())
        });
        writeln!(out, "| {kind} | {} |", cells.collect::<Vec<_>>().join(" | ")).unwrap();
    }
    out.trim_end().to_owned()
}

#[test]
fn generated_parts_are_fresh() {
    for path in WITH_PARTS {
        let text = read(path);
        let (mut fresh, mut rest, mut parts) = (String::new(), text.as_str(), 0);
        while let Some((before, after)) = rest.split_once("<!-- begin: ") {
            let (name, after) = after.split_once(" -->").unwrap();
            let (_, after) = after.split_once("<!-- end -->").unwrap();
            write!(fresh, "{before}<!-- begin: {name} -->\n{}\n<!-- end -->", part(name)).unwrap();
            (rest, parts) = (after, parts + 1);
        }
        fresh.push_str(rest);
        assert!(parts > 0, "{path} has no generated part");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(path), &fresh).unwrap();
        } else {
            assert_eq!(text, fresh, "{path} is stale: BLESS=1 writes it");
        }
    }
}

#[test]
fn architecture_is_short_and_names_every_room() {
    let text = read("ARCHITECTURE.md");
    assert!(text.lines().count() <= 200, "200 lines at most");
    assert!(text.contains("**Invariant"), "invariants are marked");
    let rooms = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap();
    for room in rooms.map(|e| e.unwrap()).filter(|e| e.file_type().unwrap().is_dir()) {
        let name = room.file_name().into_string().unwrap();
        assert!(text.contains(&format!("| `{name}` |")), "ARCHITECTURE.md has no row for `{name}`");
    }
}

#[test]
fn every_example_is_told_of() {
    let text = read("examples/README.md");
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        assert!(!entry.file_type().unwrap().is_dir() || text.contains(&format!("`{name}/`")), "`{name}`");
    }
}
