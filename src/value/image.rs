//! Image references (distribution/reference `regexp.go`): `[domain/]path[:tag][@digest]`.

use super::Invalid;
use super::invalid::not;

/// What an image takes.
const HELP: &str = "an image is `registry/path:tag` or `registry/path@sha256:…`";

/// An image with a tag or a digest.
pub(super) fn image(text: &str) -> Result<(), Invalid> {
    if let Some(c) = text.chars().find(|c| !c.is_ascii_graphic()) {
        let shown = super::invalid::shown(&c.to_string());
        let what = match c {
            ' ' => "has a space".to_owned(),
            _ => format!("has {shown}, which image references do not have"),
        };
        return Err(not(text, what, HELP));
    }
    if let Some((scheme, rest)) = text.split_once("://") {
        return Err(not(text, format!("has the scheme `{scheme}://`"), HELP).instead(rest, false));
    }
    let (named, digest) = match text.split_once('@') {
        Some((named, digest)) => (named, Some(digest)),
        None => (text, None),
    };
    if let Some(digest) = digest {
        check_digest(text, digest)?;
    }
    let last = named.rfind('/').map_or(0, |n| n + 1);
    let (repository, tag) = match named.get(last..).and_then(|t| t.find(':')).map(|n| n + last) {
        Some(colon) => (named.get(..colon).unwrap_or(named), named.get(colon + 1..)),
        None => (named, None),
    };
    check_repository(text, repository)?;
    match tag {
        Some(tag) if !is_tag(tag) => {
            let help =
                "a tag is letters, digits, `_`, `.` and `-`, at most 128 long, not beginning with `.` or `-`";
            Err(not(
                text,
                if tag.is_empty() { "has no tag after `:`" } else { "has a tag that is none" },
                help,
            ))
        }
        None if digest.is_none() => {
            Err(not(text, "has neither a tag nor a digest", format!("say which one: `{text}:1.2.3`")))
        }
        _ => Ok(()),
    }
}

fn is_tag(tag: &str) -> bool {
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    tag.len() <= 128
        && tag.bytes().next().is_some_and(word)
        && tag.bytes().all(|b| word(b) || b == b'.' || b == b'-')
}

fn check_digest(text: &str, digest: &str) -> Result<(), Invalid> {
    let hex = |t: &str| t.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    match digest.split_once(':') {
        Some(("sha256", rest)) if rest.len() == 64 && hex(rest) => Ok(()),
        Some(("sha512", rest)) if rest.len() == 128 && hex(rest) => Ok(()),
        Some(("sha256", _)) => {
            Err(not(text, "has a digest that is none", "a digest is `sha256:` and 64 lower-case hex digits"))
        }
        _ => Err(not(
            text,
            "has a digest that is none",
            "a digest is `sha256:` or `sha512:` and its hex digits",
        )),
    }
}

/// `domain/part/part`; a first part with a dot, a colon or a capital, or `localhost`, is the domain.
fn check_repository(text: &str, repository: &str) -> Result<(), Invalid> {
    let mut path = repository;
    if let Some((first, rest)) = repository.split_once('/')
        && (first.contains(['.', ':'])
            || first == "localhost"
            || first.bytes().any(|b| b.is_ascii_uppercase()))
    {
        let (host, port) = first.split_once(':').unwrap_or((first, "0"));
        let fine = host.split('.').all(|l| super::name::is_label(&l.to_ascii_lowercase()));
        if !fine || port.is_empty() || !port.bytes().all(|b| b.is_ascii_digit()) {
            return Err(not(text, format!("has a registry that is no host: `{first}`"), HELP));
        }
        path = rest;
    }
    if repository.len() > 255 {
        return Err(not(
            text,
            format!("has {} characters before its tag, 255 are the most", repository.len()),
            HELP,
        ));
    }
    if path.split('/').all(is_part) {
        return Ok(());
    }
    let what = match path.bytes().find(u8::is_ascii_uppercase) {
        Some(_) => "has an upper-case letter in its path",
        None if path.is_empty() => "has no path",
        None => "has a path that is none",
    };
    let better = text.strip_prefix(repository).map(|tail| repository.to_ascii_lowercase() + tail);
    Err(not(text, what, HELP).maybe(better.filter(|b| b != text)))
}

/// Lower-case letters and digits, with `.`, `_`, `__` or any number of `-` between.
fn is_part(part: &str) -> bool {
    let alnum = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    part.bytes().next().is_some_and(alnum)
        && part.bytes().last().is_some_and(alnum)
        && part.split(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit()).all(|separator| {
            matches!(separator, "" | "." | "_" | "__") || separator.bytes().all(|b| b == b'-')
        })
}
