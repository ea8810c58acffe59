//! `${url REF}`, `${address REF}` and `${host REF}` in strings: what the program calls, as its own cluster sees it.

use crate::construct::{Piece, pieces};
use crate::topology::{Name, Protocol, Target};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The text with the addresses of `targets` (by the reference as written) put in. A reference that is not there
/// was reported, and stays as it is.
pub(super) fn expand<'a>(text: &'a str, targets: &BTreeMap<Name, Target>) -> Cow<'a, str> {
    if !text.contains("${") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 64);
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Address(word, reference) => match targets.get(reference) {
                Some(target) => out.push_str(&address(target, word)),
                None => out.push_str(&format!("${{{word} {reference}}}")),
            },
        }
    }
    Cow::Owned(out)
}

fn address(target: &Target, word: &str) -> String {
    let host = &target.host;
    let end = target.port.as_ref().map_or_else(String::new, |p| format!(":{}", p.number));
    match word {
        "host" => host.to_string(),
        "address" => format!("{host}{end}"),
        _ => {
            let protocol = target.port.as_ref().and_then(|p| p.protocol);
            let scheme = if protocol == Some(Protocol::Https) { "https" } else { "http" };
            format!("{scheme}://{host}{end}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topology::{Place, PortUse, Via};

    fn target(host: &str, port: Option<(u16, Option<Protocol>)>) -> Target {
        Target {
            place: Place::External("x".into()),
            cluster: "c".into(),
            via: Via::Local,
            host: host.into(),
            service: "x".into(),
            ns: "n".into(),
            port: port.map(|(number, protocol)| PortUse {
                name: "p".into(),
                number,
                target: number,
                protocol,
            }),
            meshed: true,
            pod: None,
        }
    }

    #[test]
    fn addresses_are_put_in() {
        let targets = BTreeMap::from([
            (Name::from("shop.cart:http"), target("cart.shop.svc.cluster.local", Some((80, None)))),
            (Name::from("pay"), target("pay.example.com", Some((443, Some(Protocol::Https))))),
            (Name::from("bare"), target("bare.example.com", None)),
        ]);
        for (text, expected) in [
            ("${url shop.cart:http}/v1", "http://cart.shop.svc.cluster.local:80/v1"),
            ("${url pay}", "https://pay.example.com:443"),
            ("a=${address pay},b=${host pay}", "a=pay.example.com:443,b=pay.example.com"),
            ("${url bare}", "http://bare.example.com"),
            ("${url nowhere} ${x} ${url pay", "${url nowhere} ${x} ${url pay"),
            ("$${url pay}", "${url pay}"),
            ("plain", "plain"),
        ] {
            assert_eq!(expand(text, &targets), expected);
        }
    }
}
