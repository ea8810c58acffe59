//! Hosts, and what has a host in it: URLs, origins, identities, networks.

use super::Invalid;
use super::invalid::not;
use super::name::{is_label, is_subdomain, nearest, why};
use std::net::IpAddr;

/// What a host takes.
const HOST: &str = "a host is a DNS name of at most 253 characters, without scheme, port and path";

/// Labels of at most 63, at most 253 together.
fn is_dns(text: &str) -> bool {
    text.len() <= 253 && text.split('.').all(is_label)
}

/// A DNS name: lower case, no dot at its end.
pub(super) fn dns_name(text: &str) -> Result<(), Invalid> {
    if is_dns(text) { Ok(()) } else { Err(no_host(text, &|t| is_dns(t))) }
}

/// Why it is no host, and the host in it where `fine` takes it.
#[cold]
fn no_host(text: &str, fine: &dyn Fn(&str) -> bool) -> Invalid {
    let offer = |t: &str, certain: bool| fine(t).then(|| (t.to_owned(), certain));
    let with = |what: String, instead: Option<(String, bool)>| {
        let mut invalid = not(text, what, HOST);
        invalid.instead = instead;
        invalid
    };
    if let Some((scheme, rest)) = text.split_once("://") {
        let host = rest.split(['/', ':']).next().unwrap_or(rest);
        return with(format!("has the scheme `{scheme}://`"), offer(host, false));
    }
    if let Some((host, _)) = text.split_once('/') {
        return with("has a path".to_owned(), offer(host, false));
    }
    if let Some((host, port)) = text.rsplit_once(':')
        && port.bytes().all(|b| b.is_ascii_digit())
    {
        return with(format!("has the port `{port}`"), offer(host, false));
    }
    if let Some(host) = text.strip_suffix('.') {
        return with("ends with a dot".to_owned(), offer(host, true));
    }
    let lower = text.to_ascii_lowercase();
    if lower != text && fine(&lower) {
        return with("has an upper-case letter".to_owned(), Some((lower, true)));
    }
    if text.contains('*') {
        return with("has a `*` where none can be".to_owned(), None);
    }
    if let Some(label) = text.split('.').find(|l| l.len() > 63) {
        return with(format!("has a label of {} characters, 63 are the most", label.len()), None);
    }
    with(why(text, 253, true), nearest(text).and_then(|t| offer(&t, false)))
}

/// A DNS name, or one below `*.`, as certificates have it.
pub(super) fn host(text: &str) -> Result<(), Invalid> {
    let fine = |t: &str| is_dns(t.strip_prefix("*.").unwrap_or(t));
    if fine(text) { Ok(()) } else { Err(no_host(text, &fine)) }
}

/// A host with at most one `*` at one end: `*`, `*.example.com`, `api.*`.
pub(super) fn glob(text: &str) -> Result<(), Invalid> {
    fn fine(text: &str) -> bool {
        if text == "*" || is_dns(text) {
            return true;
        }
        let rest = match (text.strip_prefix('*'), text.strip_suffix('*')) {
            (Some(rest), None) => rest.trim_start_matches(['.', '-']),
            (None, Some(rest)) => rest.trim_end_matches(['.', '-']),
            _ => return false,
        };
        is_dns(rest) && rest.len() + 2 >= text.len()
    }
    if fine(text) {
        return Ok(());
    }
    let stars = text.matches('*').count();
    if stars > 0 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"*.-".contains(&b)) {
        let what = match stars {
            1 if !text.starts_with('*') && !text.ends_with('*') => "has its `*` in the middle",
            1 => return Err(no_host(text, &fine)),
            _ => "has more than one `*`",
        };
        return Err(not(text, what, "one `*` may stand, at one end: `*.example.com`"));
    }
    Err(no_host(text, &fine))
}

/// An IP address or a host.
pub(super) fn address(text: &str) -> Result<(), Invalid> {
    if text.parse::<IpAddr>().is_ok() { Ok(()) } else { dns_name(text) }
}

/// An IP address.
pub(super) fn ip(text: &str) -> Result<IpAddr, Invalid> {
    const HELP: &str = "an IP address: `10.0.0.1`, `2001:db8::1`";
    text.parse().map_err(|_| match text.split_once('/').filter(|(ip, _)| ip.parse::<IpAddr>().is_ok()) {
        Some((ip, _)) => not(text, "is a network", HELP).instead(ip, false),
        None => not(text, "is not an IP address", HELP),
    })
}

/// A network in its canonical form: no bit is set behind the prefix.
pub(super) fn cidr(text: &str) -> Result<ipnet::IpNet, Invalid> {
    const HELP: &str = "a network is an address and a length: `10.0.0.0/8`";
    match text.parse::<ipnet::IpNet>() {
        Ok(net) if net.trunc() == net => Ok(net),
        Ok(net) => Err(not(text, format!("has bits set behind its /{}", net.prefix_len()), HELP)
            .instead(net.trunc().to_string(), false)),
        Err(_) => Err(match text.parse::<IpAddr>() {
            Ok(ip) => not(text, "has no length", HELP).instead(ipnet::IpNet::from(ip).to_string(), false),
            Err(_) => not(text, "is not a network", HELP),
        }),
    }
}

/// `host:port`, a host being a name, an IPv4 address, or an IPv6 address in brackets.
pub(super) fn host_port(text: &str) -> Result<(), Invalid> {
    const HELP: &str = "a host and a port: `consul-server.consul:8500`";
    if let Some((scheme, rest)) = text.split_once("://") {
        let rest = rest.trim_end_matches('/');
        let better = host_port(rest).is_ok().then_some(rest);
        return Err(not(text, format!("has the scheme `{scheme}://`"), HELP).maybe(better));
    }
    let Some((host, port)) = text.rsplit_once(':') else {
        return Err(not(text, "has no port", HELP));
    };
    authority_host(text, host)?;
    super::port::number(port).map(|_| ())
}

/// The host of an authority.
fn authority_host(text: &str, host: &str) -> Result<(), Invalid> {
    match host.strip_prefix('[').and_then(|h| h.strip_suffix(']')) {
        Some(v6) if v6.parse::<std::net::Ipv6Addr>().is_ok() => Ok(()),
        Some(_) => Err(not(text, "has no IPv6 address in its brackets", HOST)),
        None if host.is_empty() => Err(not(text, "has no host", HOST)),
        None => dns_name(host).map_err(|e| Invalid { instead: None, ..e }),
    }
}

/// A scheme and an authority: (scheme, authority, what follows).
fn split_url<'a>(text: &'a str, help: &str) -> Result<(&'a str, &'a str, &'a str), Invalid> {
    let Some((scheme, rest)) = text.split_once("://") else {
        return Err(not(text, "has no scheme", help));
    };
    let fine = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"+-.".contains(&b);
    if !scheme.starts_with(|c: char| c.is_ascii_lowercase()) || !scheme.bytes().all(fine) {
        let lower = scheme.to_ascii_lowercase();
        let fine = lower != scheme && lower.bytes().all(fine);
        return Err(not(text, format!("has a scheme that is none: `{scheme}`"), help)
            .maybe(fine.then(|| format!("{lower}://{rest}"))));
    }
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
    Ok((scheme, authority, after))
}

fn authority(text: &str, authority: &str) -> Result<(), Invalid> {
    let bracket = authority.rfind(']').map_or(0, |n| n + 1);
    let colon = authority.get(bracket..).and_then(|t| t.find(':')).map(|n| n + bracket);
    let host = colon.and_then(|n| authority.get(..n)).unwrap_or(authority);
    authority_host(text, host)?;
    match colon.and_then(|n| authority.get(n + 1..)) {
        Some(port) => super::port::number(port).map(|_| ()),
        None => Ok(()),
    }
}

/// A URL: a scheme, a host, perhaps a port, path and query; no user, no white space.
pub(super) fn url(text: &str) -> Result<(), Invalid> {
    const HELP: &str = "a URL: `https://example.com/path`";
    if text.chars().any(|c| !c.is_ascii_graphic()) {
        return Err(not(text, "has a character that URLs do not have", HELP));
    }
    let (scheme, auth, _) = split_url(text, HELP).map_err(|e| {
        let better = format!("https://{text}");
        let host = text.split(['/', ':']).next().unwrap_or(text);
        let missing = !text.contains("://") && is_subdomain(host) && host.contains('.');
        if missing { e.instead(better, false) } else { e }
    })?;
    if let Some((user, host)) = auth.rsplit_once('@') {
        if user.contains(':') {
            let message = format!("the URL of `{host}` has a password");
            return Err(Invalid { message, help: "put credentials in a secret".to_owned(), instead: None });
        }
        return authority(text, host);
    }
    if scheme == "file" {
        return Err(not(text, "is a file's URL", HELP));
    }
    authority(text, auth)
}

/// A scheme and a host, with a port or not; `*` for all.
pub(super) fn origin(text: &str) -> Result<(), Invalid> {
    const HELP: &str =
        "an origin is a scheme and a host, with a port or not: `https://shop.example.com`; or `*`";
    if matches!(text, "*" | "null") {
        return Ok(());
    }
    let (scheme, auth, after) = split_url(text, HELP).map_err(|e| {
        let better = format!("https://{text}");
        let fine = origin(&better).is_ok() && !text.contains("://");
        if fine { e.instead(better, false) } else { e }
    })?;
    if !after.is_empty() {
        let better = format!("{scheme}://{auth}");
        let what = if after == "/" {
            "ends with `/`, which no origin does"
        } else {
            "has a path, which no origin has"
        };
        let certain = after == "/";
        return Err(not(text, what, HELP).instead(better, certain));
    }
    if auth.contains('*') {
        return Err(not(text, "has a `*` in its host, which the edge compares as it stands", HELP));
    }
    authority(text, auth)
}

/// A path or a URL.
pub(super) fn target(text: &str) -> Result<(), Invalid> {
    if text.starts_with('/') {
        return super::path::path(text);
    }
    if text.contains("://") {
        return url(text);
    }
    Err(not(text, "is neither a path nor a URL", "a path begins with `/`, a URL with `https://`"))
}

/// An identity of the mesh: DNS-like, its first label perhaps `*`, or `spiffe://domain/path`
/// (linkerd2 policy-controller `validation.rs`, MeshTLSAuthentication).
pub(super) fn identity(text: &str) -> Result<(), Invalid> {
    const HELP: &str = "an identity is `account.namespace.serviceaccount.identity.linkerd.cluster.local`, or `spiffe://domain/path`";
    if let Some(rest) = text.strip_prefix("spiffe://") {
        let (domain, path) = rest.split_once('/').unwrap_or((rest, ""));
        let fine = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._".contains(&b);
        if domain.is_empty() || !domain.bytes().all(fine) {
            return Err(not(text, "has no trust domain after `spiffe://`", HELP));
        }
        let part = |p: &str| {
            !matches!(p, "" | "." | "..")
                && p.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b))
        };
        if path.is_empty() || !path.split('/').all(part) || text.len() > 2048 {
            return Err(not(text, "has no path that SPIFFE takes", HELP));
        }
        return Ok(());
    }
    if text == "*" || is_dns(text.strip_prefix("*.").unwrap_or(text)) {
        return Ok(());
    }
    Err(not(text, "is not an identity", HELP)
        .maybe(Some(text.to_ascii_lowercase()).filter(|t| t != text && is_dns(t))))
}
