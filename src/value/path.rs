//! Paths: of requests, in containers, and of files beside the source.

use super::Invalid;
use super::invalid::{not, shown};

/// A path that begins with `/`: visible ASCII, no `#`.
pub(super) fn path(text: &str) -> Result<(), Invalid> {
    let bytes = text.as_bytes();
    if bytes.first() == Some(&b'/') && bytes.iter().all(|b| b.is_ascii_graphic() && *b != b'#') {
        return Ok(());
    }
    Err(no_path(text))
}

#[cold]
fn no_path(text: &str) -> Invalid {
    const HELP: &str = "a path begins with `/`; other than visible ASCII is percent-encoded";
    if let Some((_, rest)) = text.split_once("://") {
        let path = rest.find('/').and_then(|n| rest.get(n..)).unwrap_or("/");
        return not(text, "is a URL", HELP).instead(path, false);
    }
    if !text.starts_with('/') {
        let better = format!("/{text}");
        let fine = !text.is_empty() && path(&better).is_ok();
        return not(text, if text.is_empty() { "is empty" } else { "does not begin with `/`" }, HELP)
            .maybe(fine.then_some(better));
    }
    match text.chars().find(|c| !c.is_ascii_graphic() || *c == '#') {
        Some('#') => not(text, "has a `#`, which no request carries", "write `%23` for a `#` in a path"),
        Some(c) => {
            let mut buffer = [0; 4];
            let encoded: String = c.encode_utf8(&mut buffer).bytes().map(|b| format!("%{b:02X}")).collect();
            let help = format!("percent-encode it: `{encoded}`");
            not(text, format!("has {}, which paths do not have", shown(&c.to_string())), help)
        }
        None => not(text, "is not a path", HELP),
    }
}

/// An absolute path in a container, without `:` (Kubernetes `ValidateVolumeMounts`) and `..`.
pub(super) fn mount(text: &str) -> Result<(), Invalid> {
    const HELP: &str = "an absolute path in the container: `/etc/app`";
    if !text.starts_with('/') {
        let better = format!("/{text}");
        return Err(not(text, "does not begin with `/`", HELP).maybe((!text.is_empty()).then_some(better)));
    }
    if text.contains(':') {
        return Err(not(text, "has a `:`, which Kubernetes refuses in mount paths", HELP));
    }
    if text.split('/').any(|part| part == "..") {
        return Err(not(text, "has a `..`", HELP));
    }
    plain(text, HELP)
}

fn plain(text: &str, help: &str) -> Result<(), Invalid> {
    match text.chars().find(|c| c.is_control()) {
        Some(c) => Err(not(text, format!("has {}", shown(&c.to_string())), help)),
        None => Ok(()),
    }
}

/// A path relative to the file it stands in; with `*` only where `glob` says so.
pub(super) fn relative(text: &str, glob: bool) -> Result<(), Invalid> {
    let help = if glob {
        "a path relative to this file, with `*` for any name and `**` for any folders: `vendor/**/*.yaml`"
    } else {
        "a path relative to this file: `certs/ca.pem`"
    };
    if text.is_empty() {
        return Err(not(text, "is empty", help));
    }
    if text.starts_with('/') || text.as_bytes().get(1) == Some(&b':') {
        return Err(not(text, "is absolute", help));
    }
    if text.contains('\\') {
        return Err(not(text, "has a `\\`", help).instead(text.replace('\\', "/"), true));
    }
    if !glob && text.contains('*') {
        return Err(not(text, "has a `*`", help));
    }
    plain(text, help)
}

/// A path of keys into an object: `spec.containers[name=server].tty`, `args[+]`, `annotations[example.com/x]`.
/// Positions (`[0]`) are refused: a later element would move them.
pub(super) fn keys(text: &str, help: &str) -> Result<(), Invalid> {
    let (mut rest, mut first) = (text, true);
    while !rest.is_empty() {
        if let Some(inside) = rest.strip_prefix('[') {
            let Some((key, after)) = inside.split_once(']') else {
                return Err(not(text, "has a `[` without its `]`", help));
            };
            if key.is_empty() {
                return Err(not(text, "has nothing in its `[]`", help));
            }
            if key.bytes().all(|b| b.is_ascii_digit()) {
                let help =
                    "name the element by a key of it (`containers[name=server]`), or add one with `[+]`";
                return Err(not(text, format!("has the position `[{key}]`"), help));
            }
            if key.starts_with('=') || key.ends_with('=') {
                return Err(not(text, format!("has the key `[{key}]`, which is half of one"), help));
            }
            rest = after;
            first = false;
            continue;
        }
        let part = match (rest.strip_prefix('.'), first) {
            (Some(part), false) => part,
            (None, true) => rest,
            (Some(_), true) => return Err(not(text, "begins with `.`", help)),
            (None, false) => return Err(not(text, "has no `.` after its `]`", help)),
        };
        let end = part.find(['.', '[', ']']).unwrap_or(part.len());
        let (key, after) = part.split_at_checked(end).unwrap_or((part, ""));
        if key.is_empty() || key.chars().any(|c| c.is_control() || c.is_whitespace()) {
            let what = if key.is_empty() { "has an empty part" } else { "has a space in a part" };
            return Err(not(text, what, help));
        }
        if after.starts_with(']') {
            return Err(not(text, "has a `]` without its `[`", help));
        }
        rest = after;
        first = false;
    }
    if text.is_empty() { Err(not(text, "is empty", help)) } else { Ok(()) }
}
