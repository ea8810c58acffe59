//! Names of declarations: DNS labels and subdomains (Kubernetes `validation.go`, RFC 1123), references to them.

use super::invalid::not;
use super::port;
use super::{Invalid, KeyRef, Qname, Ref};

/// What a name takes.
const LABEL: &str = "a name has lower-case letters, digits and `-`, begins and ends with a letter or digit, and is at most 63 long";
/// What a name with dots takes.
const SUBDOMAIN: &str = "lower-case letters, digits, `-` and `.`, each part beginning and ending with a letter or digit, at most 253 long";
/// What a reference takes.
const REF: &str = "a reference is `name`, `namespace.name`, or an external host, perhaps with `:port` and `@cluster` after it";

/// Whether it is a DNS label (RFC 1123): 1 to 63 of `[a-z0-9-]`, no `-` at the ends.
#[must_use]
pub(super) fn is_label(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() <= 63
        && bytes.first().is_some_and(|b| *b != b'-')
        && bytes.last() != Some(&b'-')
        && bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
}

/// Whether it is a DNS subdomain as Kubernetes has it: labels (of any length) with dots, at most 253.
#[must_use]
pub(super) fn is_subdomain(text: &str) -> bool {
    let mut before = b'.';
    for &b in text.as_bytes() {
        let fine = match b {
            b'a'..=b'z' | b'0'..=b'9' => true,
            b'-' => before != b'.',
            b'.' => before != b'.' && before != b'-',
            _ => false,
        };
        if !fine {
            return false;
        }
        before = b;
    }
    before != b'.' && before != b'-' && text.len() <= 253
}

/// A DNS label.
pub(super) fn label(text: &str) -> Result<(), Invalid> {
    if is_label(text) { Ok(()) } else { Err(no_label(text)) }
}

/// What the text lacks for a label, with the nearest label.
#[cold]
fn no_label(text: &str) -> Invalid {
    let invalid = not(text, why(text, 63, false), LABEL);
    invalid.maybe(nearest(text).filter(|t| is_label(t)))
}

/// A DNS subdomain.
pub(super) fn subdomain(text: &str) -> Result<(), Invalid> {
    if is_subdomain(text) { Ok(()) } else { Err(no_subdomain(text)) }
}

#[cold]
fn no_subdomain(text: &str) -> Invalid {
    not(text, why(text, 253, true), SUBDOMAIN).maybe(nearest(text).filter(|t| is_subdomain(t)))
}

/// The fact that makes `text` no name.
pub(super) fn why(text: &str, longest: usize, dots: bool) -> String {
    if text.is_empty() {
        return "is empty".to_owned();
    }
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || dots && c == '.';
    if let Some(c) = text.chars().find(|c| !allowed(*c)) {
        return match c {
            'A'..='Z' => "has an upper-case letter".to_owned(),
            '.' => "has a dot".to_owned(),
            ' ' => "has a space".to_owned(),
            c => format!("has {}, which names do not have", super::invalid::shown(&c.to_string())),
        };
    }
    if text.len() > longest {
        return format!("has {} characters, {longest} are the most", text.len());
    }
    let end = |c: Option<char>| c.is_some_and(|c| c == '-' || c == '.');
    if end(text.chars().next()) {
        return format!("begins with `{}`", text.chars().next().unwrap_or('-'));
    }
    if end(text.chars().last()) {
        return format!("ends with `{}`", text.chars().last().unwrap_or('-'));
    }
    "has a part that is empty, or begins or ends with `-`".to_owned()
}

/// The name that is most likely meant: lower case, `_` and spaces as `-`.
pub(super) fn nearest(text: &str) -> Option<String> {
    let out: String =
        text.chars().map(|c| if c == '_' || c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect();
    let out = out.trim_matches(['-', '.']).to_owned();
    (out != text && !out.is_empty()).then_some(out)
}

/// `namespace.name`; the first dot ends the namespace.
pub(super) fn qname(text: &str) -> Result<Qname, Invalid> {
    let Some((ns, name)) = text.split_once('.') else {
        label(text)?;
        let help = format!("a declaration says its namespace: `namespace.{text}`");
        return Err(not(text, "has no namespace", help));
    };
    if is_label(ns) && is_subdomain(name) {
        return Ok(Qname { ns: ns.into(), name: name.into() });
    }
    Err(match (ns.is_empty(), name.is_empty()) {
        (true, _) => not(text, "has no namespace before the dot", "`namespace.name`"),
        (_, true) => not(text, "has no name after the dot", "`namespace.name`"),
        _ => label(ns)
            .and_then(|()| subdomain(name))
            .err()
            .unwrap_or_else(|| not(text, "is no name", SUBDOMAIN)),
    }
    .maybe(nearest(text).filter(|t| t.split_once('.').is_some_and(|(a, b)| is_label(a) && is_subdomain(b)))))
}

/// `NS.NAME(/POD)?(:PORT)?(@CLUSTER)?`, parts left to `resolve`.
pub(super) fn reference(text: &str) -> Result<Ref, Invalid> {
    let (rest, cluster) = match text.split_once('@') {
        Some((rest, cluster)) => (rest, Some(cluster)),
        None => (text, None),
    };
    let (rest, port) = match rest.split_once(':') {
        Some((rest, port)) => (rest, Some(port)),
        None => (rest, None),
    };
    let (path, pod) = match rest.split_once('/') {
        Some((path, pod)) => (path, Some(pod)),
        None => (rest, None),
    };
    let scheme = port.is_some_and(|p| p.starts_with("//"));
    if scheme || !is_subdomain(path.strip_prefix("*.").unwrap_or(path)) {
        return Err(no_reference(text, path));
    }
    if let Some(cluster) = cluster.filter(|c| !is_label(c)) {
        let what = if cluster.is_empty() { "has no cluster after `@`" } else { "names no cluster after `@`" };
        return Err(not(text, what, format!("`{path}@cluster`, or `{path}@federated`")));
    }
    let pod = match pod {
        None => None,
        Some(pod) => match pod.parse::<u32>() {
            Ok(n) if pod.len() == 1 || !pod.starts_with(['0', '+']) => Some(n),
            _ => {
                return Err(not(text, "has no pod's number after `/`", format!("pod 0 of it is `{path}/0`")));
            }
        },
    };
    let port = port.map(port::port).transpose()?;
    Ok(Ref { path: path.into(), pod, port, cluster: cluster.map(Into::into) })
}

#[cold]
fn no_reference(text: &str, path: &str) -> Invalid {
    if let Some((scheme, rest)) = text.split_once("://") {
        let host = rest.split('/').next().unwrap_or(rest);
        return not(text, format!("has the scheme `{scheme}://`"), REF)
            .maybe(Some(host).filter(|h| is_subdomain(h.split(':').next().unwrap_or(h))));
    }
    if path.is_empty() {
        return not(text, if text.is_empty() { "is empty" } else { "has no name" }, REF);
    }
    let tail = text.strip_prefix(path).unwrap_or("");
    let better = nearest(path).filter(|p| is_subdomain(p)).map(|p| p + tail);
    not(text, why(path, 253, true), REF).maybe(better)
}

/// A secret or config (plain or `ns.name`), and perhaps a key of it after `:`.
pub(super) fn key_ref(text: &str) -> Result<KeyRef, Invalid> {
    let (rest, key) = match text.split_once(':') {
        Some((rest, key)) => (rest, Some(key)),
        None => (text, None),
    };
    subdomain(rest)?;
    if let Some(key) = key {
        super::word::key(key)?;
    }
    Ok(KeyRef { path: rest.into(), key: key.map(Into::into) })
}
