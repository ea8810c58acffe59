//! Programs of N services: each a Deployment, a Service, a ServiceAccount, a Server, an HTTPRoute and a Mapping; fifty to
//! a namespace and file.

use crate::Result;
use std::fmt::Write;
use std::path::Path;

/// Services in a namespace, which is a file.
pub(crate) const A_NAMESPACE: usize = 50;

/// Writes a program of so many services, so many to a namespace, into a folder.
pub(crate) fn write(services: usize, a_namespace: usize, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let spaces = services.div_ceil(a_namespace);
    std::fs::write(folder.join("base.mesh"), base((0..spaces).map(|n| format!("ns{n}"))))?;
    for space in 0..spaces {
        let first = space * a_namespace;
        let last = services.min(first + a_namespace);
        let names: Vec<String> = (first..last).map(|n| (n % a_namespace).to_string()).collect();
        let text = namespace(&format!("ns{space}"), &names)?;
        std::fs::write(folder.join(format!("ns{space}.mesh")), text)?;
    }
    Ok(())
}

/// What stands around the services: versions, a cluster, and an edge that is open to the namespaces.
pub(crate) fn base(spaces: impl Iterator<Item = String>) -> String {
    let mut text = String::from(
        "platform { kubernetes 1.34; linkerd 2.20; emissary 4.1 }

trust t { anchor secret linkerd.anchor; issuer secret linkerd.issuer }
secret linkerd.anchor { keys ca.crt }
secret linkerd.issuer { keys [tls.crt, tls.key] }
cluster main { trust t }

edge public {
  host shop.example.com {
    insecure route
    expect W0603 \"a benchmark\"
",
    );
    for space in spaces {
        text.push_str("    open to ");
        text.push_str(&space);
        text.push('\n');
    }
    text.push_str("  }\n}\n");
    text
}

/// A namespace with services of these numbers; each calls the next.
pub(crate) fn namespace(space: &str, numbers: &[String]) -> Result<String> {
    let mut text = format!("namespace {space} {{ inject }}\n");
    let next = numbers.iter().cycle().skip(1);
    for (number, next) in numbers.iter().zip(next) {
        write!(
            text,
            "
service {space}.svc{number} {{
  image registry.example/app{number}:1.2.{number}
  replicas 2
  port http 80 -> 8080 {{ protocol http }}
  env LOG_LEVEL info
  env NEXT \"${{url {space}.svc{next}}}\"
  ready GET /ready on http
  request cpu 50m memory 64Mi
  limit memory 128Mi
  route / {{ timeout 300ms }}
}}
"
        )?;
    }
    write!(text, "\nroutes public host shop.example.com in {space} {{\n")?;
    for number in numbers {
        writeln!(text, "  route /{space}/svc{number}/ -> svc{number} {{ timeout 5s }}")?;
    }
    text.push_str("}\n");
    Ok(text)
}
