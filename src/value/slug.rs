//! The slug rules of generated names: an interface, stable for ever. A name depends on its text alone.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The first digits of a text's SHA-256, in lower-case hex; at most 64.
#[must_use]
pub fn hex(text: &str, digits: usize) -> String {
    let mut out = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        let _ = write!(out, "{byte:02x}");
    }
    out.truncate(digits);
    out
}

fn element(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// The slug of a path or host that keeps all there is in it: `/api/cart/` is `api-cart`, `/` is `root`,
/// `host.example.com` is `host-example-com`, `*` is `all`, `*.example.com` is `wildcard-example-com`.
fn lossless(text: &str) -> Option<String> {
    match text {
        "/" => return Some("root".to_owned()),
        "*" => return Some("all".to_owned()),
        _ => {}
    }
    if let Some(path) = text.strip_prefix('/') {
        let path = path.strip_suffix('/')?;
        return path.split('/').all(element).then(|| path.replace('/', "-"));
    }
    let (before, host) = match text.strip_prefix("*.") {
        Some(host) => ("wildcard-", host),
        None => ("", text),
    };
    host.split('.').all(element).then(|| format!("{before}{}", host.replace('.', "-")))
}

/// The slug of any text: lossless for plain paths and hosts, else lower case with each run of other characters as
/// `-`, trimmed, then `-` and six hex digits of its SHA-256.
#[must_use]
pub fn slug(text: &str) -> String {
    if let Some(slug) = lossless(text) {
        return slug;
    }
    let mut out = String::with_capacity(text.len() + 7);
    for c in text.chars() {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() => out.push(c),
            _ if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    let digits = hex(text, 6);
    match out.trim_end_matches('-') {
        "" => format!("x-{digits}"),
        word => format!("{word}-{digits}"),
    }
}

/// A name no longer than `limit`: over it, the first `limit - 9` characters, `-`, and eight hex digits of all.
#[must_use]
pub fn cut(name: &str, limit: usize) -> String {
    if name.len() <= limit {
        return name.to_owned();
    }
    let kept: String = name.chars().take(limit.saturating_sub(9)).collect();
    format!("{kept}-{}", hex(name, 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_paths_and_hosts_are_lossless() {
        for (text, expected) in [
            ("/api/cart/", "api-cart"),
            ("/", "root"),
            ("host.example.com", "host-example-com"),
            ("*", "all"),
            ("*.example.com", "wildcard-example-com"),
            ("localhost", "localhost"),
        ] {
            assert_eq!(slug(text), expected);
        }
    }

    #[test]
    fn other_texts_have_digits_of_their_own() {
        for (text, start) in [
            ("/api/cart", "api-cart-"),
            ("/Api/", "api-"),
            ("/a-b/", "a-b-"),
            ("my-host.example.com", "my-host-example-com-"),
            ("^/v\\d+/$", "v-d-"),
            ("//", "x-"),
            ("", "x-"),
        ] {
            let slug = slug(text);
            let digits = slug.strip_prefix(start).expect(text);
            assert_eq!(digits, hex(text, 6), "{slug}");
        }
        assert_eq!(hex("abc", 8), "ba7816bf");
        assert_ne!(slug("/api/cart"), slug("api/cart"));
    }

    #[test]
    fn long_names_are_cut_to_the_limit() {
        let name = "a".repeat(70);
        let cut = cut(&name, 63);
        assert_eq!(cut.len(), 63);
        assert_eq!(cut, format!("{}-{}", "a".repeat(54), hex(&name, 8)));
        assert_eq!(super::cut("short", 63), "short");
    }
}
