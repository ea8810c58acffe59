//! `${url REF}`, `${address REF}` and `${host REF}` in strings: what the program calls, as its own cluster sees it.

use crate::topology::{Name, Protocol, Target};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What is asked of a target.
#[derive(Clone, Copy)]
enum Form {
    Url,
    Address,
    Host,
}

const FORMS: [(&str, Form); 3] =
    [("${url ", Form::Url), ("${address ", Form::Address), ("${host ", Form::Host)];

/// The text with the addresses of `targets` (by the reference as written) put in. A reference that is not there
/// was reported, and stays as it is.
pub(super) fn expand<'a>(text: &'a str, targets: &BTreeMap<Name, Target>) -> Cow<'a, str> {
    if targets.is_empty() || !text.contains("${") {
        return Cow::Borrowed(text);
    }
    let (mut out, mut rest) = (String::with_capacity(text.len() + 64), text);
    while let Some(at) = rest.find("${") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let (put, length) = insertion(from, targets).unwrap_or_else(|| ("${".to_owned(), 2));
        out.push_str(&put);
        rest = from.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// What stands for the insertion at the beginning of `text`, and how long that is.
fn insertion(text: &str, targets: &BTreeMap<Name, Target>) -> Option<(String, usize)> {
    let (word, form) = FORMS.into_iter().find(|(word, _)| text.starts_with(word))?;
    let (reference, _) = text.get(word.len()..)?.split_once('}')?;
    let target = targets.get(reference.trim())?;
    Some((address(target, form), word.len() + reference.len() + 1))
}

fn address(target: &Target, form: Form) -> String {
    let host = &target.host;
    let end = target.port.as_ref().map_or_else(String::new, |p| format!(":{}", p.number));
    match form {
        Form::Host => host.to_string(),
        Form::Address => format!("{host}{end}"),
        Form::Url => {
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
            ("plain", "plain"),
        ] {
            assert_eq!(expand(text, &targets), expected);
        }
    }
}
