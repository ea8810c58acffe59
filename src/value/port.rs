//! Ports: numbers, names (Kubernetes' `IANA_SVC_NAME`, RFC 6335), ranges.

use super::invalid::not;
use super::{Invalid, Port, PortRange};

/// What a port's number takes.
const NUMBER: &str = "a port's number is 1 to 65535";
/// What a port takes.
const PORT: &str = "a port is a number from 1 to 65535, or a name of at most 15 lower-case letters, digits and single `-`, with a letter";

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// 1 to 65535, without leading zeros.
pub(super) fn number(text: &str) -> Result<u16, Invalid> {
    match text.parse::<u16>() {
        Ok(n) if n > 0 && digits(text) && !text.starts_with('0') => Ok(n),
        Ok(n) if n > 0 && digits(text) => {
            Err(not(text, "has a leading zero", NUMBER).instead(n.to_string(), true))
        }
        _ if digits(text) => Err(not(text, "is not a port", NUMBER)),
        _ if text.contains("->") => {
            Err(not(text, "has no white space around `->`", NUMBER).instead(text.replace("->", " -> "), true))
        }
        _ => Err(not(text, "is not a number", NUMBER)),
    }
}

/// A port's name or number; digits alone are a number.
pub(super) fn port(text: &str) -> Result<Port, Invalid> {
    if digits(text) {
        return number(text).map(Port::Number);
    }
    if is_name(text) { Ok(Port::Name(text.into())) } else { Err(no_name(text)) }
}

fn is_name(text: &str) -> bool {
    let (mut before, mut letter) = (b'-', false);
    for &b in text.as_bytes() {
        match b {
            b'a'..=b'z' => letter = true,
            b'0'..=b'9' => {}
            b'-' if before != b'-' => {}
            _ => return false,
        }
        before = b;
    }
    letter && before != b'-' && text.len() <= 15
}

#[cold]
fn no_name(text: &str) -> Invalid {
    let what = if text.len() > 15 && super::name::is_label(text) {
        format!("has {} characters, 15 are the most of a port's name", text.len())
    } else if text.contains("--") {
        "has two `-` in a row".to_owned()
    } else if super::name::is_label(text) {
        "has no letter".to_owned()
    } else {
        super::name::why(text, 15, false)
    };
    let better = super::name::nearest(text).map(|t| t.replace("--", "-")).filter(|t| is_name(t));
    not(text, what, PORT).maybe(better)
}

/// `8080`, a name, or `3000..3010`.
pub(super) fn range(text: &str) -> Result<PortRange, Invalid> {
    if let Some((from, to)) = text.split_once("..") {
        let (a, b) = (number(from)?, number(to)?);
        if a > b {
            return Err(not(text, "begins after its end", PORT).instead(format!("{b}..{a}"), false));
        }
        return Ok(PortRange::Range(a, b));
    }
    if let Some((from, to)) = text.split_once('-').filter(|(a, b)| digits(a) && digits(b)) {
        let help = "a range of ports has `..` between its ends: `3000..3010`";
        return Err(not(text, "is not a range", help).instead(format!("{from}..{to}"), true));
    }
    port(text).map(PortRange::One)
}
