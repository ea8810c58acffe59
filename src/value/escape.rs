//! What consumers do with texts: Envoy expands `%` in header values, Ambassador `$` in everything.

use super::Invalid;
use super::invalid::{not, shown};

/// A header's value as Envoy takes it literally: `%` doubled.
///
/// # Errors
/// A control character, which Envoy refuses together with the whole configuration.
pub fn envoy_header_value(text: &str) -> Result<String, Invalid> {
    match text.chars().find(|c| c.is_control()) {
        Some(c) => {
            let what = format!("has {}, which header values cannot have", shown(&c.to_string()));
            Err(not(text, what, "a header's value is one line of visible characters"))
        }
        None => Ok(text.replace('%', "%%")),
    }
}

/// The first thing in a text that Ambassador would expand from the environment of its pod: `$NAME` or `${NAME}`
/// (Python's `os.path.expandvars`, which diagd runs over every manifest; it replaces what is set, so `$1` stays).
#[must_use]
pub fn expanded_by_ambassador(text: &str) -> Option<&str> {
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|t| t.find('$')) {
        let start = from + found;
        let rest = text.get(start + 1..)?;
        let length = match rest.strip_prefix('{') {
            Some(inside) => inside.find('}').map(|n| n + 2),
            None => {
                let word = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
                let named = !rest.starts_with(|c: char| c.is_ascii_digit());
                Some(rest.find(word).unwrap_or(rest.len())).filter(|n| *n > 0 && named)
            }
        };
        if let Some(length) = length {
            return text.get(start..=start + length);
        }
        from = start + 1;
    }
    None
}

/// The identity of a ServiceAccount in the mesh (Linkerd's identity template).
#[must_use]
pub fn identity(account: &str, namespace: &str, control_plane: &str, trust_domain: &str) -> String {
    format!("{account}.{namespace}.serviceaccount.identity.{control_plane}.{trust_domain}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_signs_are_doubled_and_control_characters_refused() {
        assert_eq!(envoy_header_value("100%").as_deref(), Ok("100%%"));
        let error = envoy_header_value("a\nb").expect_err("a line feed");
        assert_eq!(error.message, "`a\\nb` has `\\n`, which header values cannot have");
    }

    #[test]
    fn what_ambassador_expands() {
        for (text, found) in [
            ("/a$HOME/b", Some("$HOME")),
            ("x${A}y", Some("${A}")),
            ("^/v1/$", None),
            ("$5", None),
            ("a$(b)$c", Some("$c")),
            ("${open", None),
            ("$", None),
        ] {
            assert_eq!(expanded_by_ambassador(text), found, "{text}");
        }
    }

    #[test]
    fn identities() {
        assert_eq!(
            identity("cart", "shop", "linkerd", "cluster.local"),
            "cart.shop.serviceaccount.identity.linkerd.cluster.local"
        );
    }
}
