//! `redirect` into a Mapping with `host_redirect`: Emissary keeps the scheme and takes the host from `service`,
//! verbatim (e41-05-09).

use crate::api::emissary::{RegexRewrite, Traffic};
use crate::topology::{Host, Path, Route};
use crate::value::Type;

/// A redirect's target, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target<'t> {
    /// `https`, where it is a URL.
    pub scheme: Option<&'t str>,
    /// The host, with its port, where it is a URL.
    pub host: Option<&'t str>,
    /// The path; empty for a URL without one.
    pub path: &'t str,
}

/// Takes `/new/` or `https://new.example.com/x/` apart.
#[must_use]
pub fn parts(text: &str) -> Target<'_> {
    let Some((scheme, rest)) = text.split_once("://") else {
        return Target { path: text, ..Target::default() };
    };
    let at = rest.find('/').unwrap_or(rest.len());
    let (host, path) = rest.split_at(at);
    Target { scheme: Some(scheme), host: Some(host), path }
}

/// Fills in what a redirect says.
pub(super) fn redirect(host: &Host, route: &Route, out: &mut Traffic) {
    let Some(text) = route.item.text(Type::Target) else { return };
    let to = parts(text);
    out.host_redirect = true;
    out.service = to.host.unwrap_or(&host.hostname).to_owned();
    out.redirect_response_code = route.block.one("code").and_then(|i| i.number(Type::Status));
    if to.path.is_empty() {
        return;
    }
    let path = Some(to.path.to_owned());
    match &route.matches.path {
        Path::Regex(pattern) => {
            let substitution = to.path.to_owned();
            out.regex_redirect = Some(RegexRewrite { pattern: pattern.to_string(), substitution });
        }
        Path::Prefix(_) if !exact(route) => out.prefix_redirect = path,
        _ => out.path_redirect = path,
    }
}

/// Whether `exact` stands before the target, not before the path.
fn exact(route: &Route) -> bool {
    use crate::construct::Slot;
    let after = route.item.args.iter().skip_while(|a| !matches!(a.slot, Slot::Word("->")));
    after.into_iter().any(|a| matches!(a.slot, Slot::Word("exact")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_taken_apart() {
        let url = |s, h, path| Target { scheme: Some(s), host: Some(h), path };
        assert_eq!(parts("/new/"), Target { scheme: None, host: None, path: "/new/" });
        assert_eq!(parts("https://a.example.com/x/"), url("https", "a.example.com", "/x/"));
        assert_eq!(parts("http://a.example.com:8080"), url("http", "a.example.com:8080", ""));
    }
}
