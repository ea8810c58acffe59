//! Words with an alphabet of their own: label keys, headers, environment names, versions, codes …

use super::Invalid;
use super::invalid::{not, shown};
use super::name;

/// The first character that does not belong, as a message.
fn stranger(text: &str, fine: impl Fn(char) -> bool, of: &str) -> Option<String> {
    let c = text.chars().find(|c| !fine(*c))?;
    Some(match c {
        ' ' => "has a space".to_owned(),
        c => format!("has {}, which {of} do not have", shown(&c.to_string())),
    })
}

/// All characters fine, and not empty.
fn all(text: &str, fine: impl Fn(char) -> bool, of: &str, help: &str) -> Result<(), Invalid> {
    if text.is_empty() {
        return Err(not(text, "is empty", help));
    }
    stranger(text, fine, of).map_or(Ok(()), |what| Err(not(text, what, help)))
}

/// A label's key (Kubernetes `IsQualifiedName`): `(prefix/)?name`; also `prefix/*`, for all of a prefix, which a
/// label itself cannot be: see [`is_label_key`].
pub(super) fn label_key(text: &str) -> Result<(), Invalid> {
    const HELP: &str = "a key is `name` or `prefix/name`: the name letters, digits, `-`, `_` and `.`, at most 63, the prefix a DNS name";
    let (prefix, key) = match text.split_once('/') {
        Some((prefix, key)) => (Some(prefix), key),
        None => (None, text),
    };
    if let Some(prefix) = prefix.filter(|p| !name::is_subdomain(p)) {
        let better = prefix.to_ascii_lowercase();
        let better = name::is_subdomain(&better).then(|| format!("{better}/{key}"));
        return Err(
            not(text, format!("has a prefix that {}", name::why(prefix, 253, true)), HELP).maybe(better)
        );
    }
    if prefix.is_some() && key == "*" {
        return Ok(());
    }
    if key.contains('/') {
        return Err(not(text, "has more than one `/`", HELP));
    }
    qualified(text, key, HELP)
}

/// The part of a label's key behind its prefix, and a label's value where it is not empty.
fn qualified(text: &str, part: &str, help: &str) -> Result<(), Invalid> {
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if part.is_empty() {
        return Err(not(text, "has no name", help));
    }
    if let Some(what) = stranger(part, fine, "labels") {
        return Err(not(text, what, help));
    }
    if part.len() > 63 {
        return Err(not(text, format!("has {} characters, 63 are the most", part.len()), help));
    }
    let end = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if !end(part.chars().next()) || !end(part.chars().last()) {
        let better = part.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let better =
            (!better.is_empty()).then(|| format!("{}{better}", text.strip_suffix(part).unwrap_or("")));
        return Err(not(text, "does not begin and end with a letter or digit", help).maybe(better));
    }
    Ok(())
}

/// Whether Kubernetes takes it as the key of a label or annotation (the type's `prefix/*` is none).
#[must_use]
pub fn is_label_key(text: &str) -> bool {
    label_key(text).is_ok() && !text.ends_with("/*")
}

/// A label's value (Kubernetes `IsValidLabelValue`): empty, or at most 63 letters, digits, `-`, `_` and `.`.
///
/// # Errors
/// What makes it none.
pub fn label_value(text: &str) -> Result<(), Invalid> {
    const HELP: &str = "a label's value has letters, digits, `-`, `_` and `.`, begins and ends with a letter or digit, and is at most 63 long";
    if text.is_empty() { Ok(()) } else { qualified(text, text, HELP) }
}

/// A key of a secret or ConfigMap (Kubernetes `IsConfigMapKey`).
pub(super) fn key(text: &str) -> Result<(), Invalid> {
    const HELP: &str = "a key has letters, digits, `-`, `_` and `.`, at most 253";
    all(text, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'), "keys", HELP)?;
    if text == "." || text.starts_with("..") {
        return Err(not(text, "is a path, no key", HELP));
    }
    if text.len() > 253 {
        return Err(not(text, format!("has {} characters, 253 are the most", text.len()), HELP));
    }
    Ok(())
}

/// An environment variable's name, as all versions of Kubernetes take it (`IsEnvVarName`).
pub(super) fn env_name(text: &str) -> Result<(), Invalid> {
    const HELP: &str =
        "a variable's name has letters, digits, `_`, `-` and `.`, and does not begin with a digit";
    all(text, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'), "variables", HELP)?;
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(not(text, "begins with a digit", HELP).instead(format!("_{text}"), false));
    }
    if text == "." || text.starts_with("..") {
        return Err(not(text, "begins with `..`", HELP));
    }
    Ok(())
}

/// RFC 9110's token.
fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c)
}

/// An HTTP header's name.
pub(super) fn header(text: &str) -> Result<(), Invalid> {
    const HELP: &str = "a header's name has letters, digits and `-`: `x-request-id`";
    if text.starts_with(':') {
        return Err(not(text, "is a pseudo-header, which cannot be named here", HELP));
    }
    let better = text.strip_suffix(':').filter(|t| t.chars().all(is_token_char) && !t.is_empty());
    if let Some(better) = better {
        return Err(not(text, "ends with `:`", HELP).instead(better, true));
    }
    all(text, is_token_char, "header names", HELP)
}

/// A header's or a query parameter's name: visible ASCII.
pub(super) fn name_text(text: &str) -> Result<(), Invalid> {
    all(text, |c| c.is_ascii_graphic(), "names", "the name of a header or of a query parameter")
}

/// Letters, digits, `_` and `-`.
pub(super) fn stats_name(text: &str) -> Result<(), Invalid> {
    const HELP: &str = "letters, digits, `_` and `-`; a `.` would divide Envoy's statistics";
    all(text, |c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'), "names of statistics", HELP)
        .map_err(|e| e.maybe(text.contains('.').then(|| text.replace('.', "_"))))
}

/// `2.20`, `1.27.3`, `30.16.11-rc.1`.
pub(super) fn version(text: &str) -> Result<(), Invalid> {
    const HELP: &str = "a version is numbers with dots between: `2.20`, `2.20.1`";
    let number = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit()) && t.len() < 10;
    let numbers = text.split(['-', '+']).next().unwrap_or(text);
    let tail = text.strip_prefix(numbers).unwrap_or("");
    let fine = numbers.split('.').all(number) && numbers.split('.').count() <= 4;
    let tail_fine = tail.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.'));
    if fine && tail_fine && !tail.ends_with(['-', '+', '.']) {
        return Ok(());
    }
    let better = text.strip_prefix(['v', 'V', '=', '~', '^']).filter(|t| version(t).is_ok());
    match better {
        Some(better) => {
            let first = text.chars().next().unwrap_or('v');
            Err(not(text, format!("begins with `{first}`"), HELP).instead(better, first == 'v'))
        }
        None => Err(not(text, "is not a version", HELP)),
    }
}

/// A diagnostic's code (`W0401`), or its name in words with `-`.
pub(super) fn code(text: &str) -> Result<(), Invalid> {
    const HELP: &str = "a code is a letter and four digits, or the name that is printed with it";
    let is_code =
        |t: &str| t.len() == 5 && t.starts_with(['E', 'W']) && t.bytes().skip(1).all(|b| b.is_ascii_digit());
    if is_code(text) || name::is_label(text) && !is_code(&text.to_ascii_uppercase()) {
        return Ok(());
    }
    let better = text.to_ascii_uppercase();
    let certain = is_code(&better);
    let invalid = not(text, "is not a code", HELP);
    Err(if certain { invalid.instead(better, true) } else { invalid })
}

/// A gRPC service, with a method or not: `acme.Orders/Get`.
pub(super) fn method_ref(text: &str) -> Result<(), Invalid> {
    const HELP: &str =
        "a gRPC service with its package, and perhaps a method: `acme.Orders`, `acme.Orders/Get`";
    let ident = |t: &str| {
        t.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && t.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    let (service, method) = match text.split_once('/') {
        Some((service, method)) => (service, Some(method)),
        None => (text, None),
    };
    if let Some(better) = text.strip_prefix('/').filter(|t| method_ref(t).is_ok()) {
        return Err(not(text, "begins with `/`", HELP).instead(better, true));
    }
    if method == Some("") && service.split('.').all(ident) {
        return Err(not(text, "ends with `/`", HELP).instead(service, true));
    }
    if service.split('.').all(ident) && method.is_none_or(ident) {
        return Ok(());
    }
    Err(not(text, "is not a gRPC service or method", HELP))
}

/// A key of the `ambassador` Module, with dots where it is a path.
pub(super) fn module_key(text: &str) -> Result<(), Invalid> {
    const HELP: &str = "a field of the `ambassador` Module: `diagnostics.enabled`";
    let fine =
        |t: &str| !t.is_empty() && t.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    if text.split('.').all(fine) { Ok(()) } else { Err(not(text, "is not a field of the Module", HELP)) }
}

/// A kind, with a name where several are made: `Deployment`, `Service/web`.
pub(super) fn kind(text: &str) -> Result<(), Invalid> {
    const HELP: &str = "a kind as Kubernetes writes it, perhaps with a name: `Deployment`, `Service/web`";
    let (kind, named) = match text.split_once('/') {
        Some((kind, named)) => (kind, Some(named)),
        None => (text, None),
    };
    if let Some(named) = named {
        name::subdomain(named)?;
    }
    let letters = kind.chars().all(|c| c.is_ascii_alphanumeric());
    if letters && kind.starts_with(|c: char| c.is_ascii_uppercase()) {
        return Ok(());
    }
    let mut chars = kind.chars();
    let better = chars.next().map(|c| format!("{}{}", c.to_ascii_uppercase(), chars.as_str()));
    let tail = text.strip_prefix(kind).unwrap_or("");
    let better = better.filter(|_| letters).map(|b| b + tail);
    let what = if kind.is_empty() { "has no kind" } else { "is not a kind" };
    Err(not(text, what, HELP).maybe(better))
}

/// A resource of the API with its group: `pods`, `deployments.apps`, `pods/log`, `*`.
pub(super) fn resource(text: &str) -> Result<(), Invalid> {
    const HELP: &str =
        "a resource as `kubectl api-resources` lists it, with its group: `pods`, `deployments.apps`";
    let (resource, sub) = match text.split_once('/') {
        Some((resource, sub)) => (resource, Some(sub)),
        None => (text, None),
    };
    let fine = |t: &str| t == "*" || name::is_subdomain(t);
    if fine(resource) && sub.is_none_or(|s| s == "*" || name::is_label(s)) {
        return Ok(());
    }
    let better = text.to_ascii_lowercase();
    Err(not(text, "is not a resource", HELP)
        .maybe((better != text && resource_fine(&better)).then_some(better)))
}

fn resource_fine(text: &str) -> bool {
    name::is_subdomain(text)
}

/// A substitution: `\1` for the first group, `\\` for a backslash (RE2's rewrite, `\0` to `\9`).
pub(super) fn substitution(text: &str) -> Result<(), Invalid> {
    const HELP: &str = "`\\1` to `\\9` stand for groups, `\\0` for all, `\\\\` for a backslash";
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            match chars.next() {
                Some('0'..='9' | '\\') => {}
                Some(c) => return Err(not(text, format!("has `\\{c}`, which stands for nothing"), HELP)),
                None => return Err(not(text, "ends with `\\`", HELP)),
            }
        } else if c.is_control() {
            return Err(not(text, "has a control character", HELP));
        }
    }
    Ok(())
}

/// Text without white space, not empty: whom a token is for.
pub(super) fn audience(text: &str) -> Result<(), Invalid> {
    all(text, |c| !c.is_control() && !c.is_whitespace(), "audiences", "whom the token is for: `vault`, a URL")
}
