//! `host` into a Host and, where a Host cannot say how its TLS ends, a TLSContext.

use super::Make;
use super::listener::{binds, host_label};
use crate::api::emissary::{TlsSettings, v2, v3alpha1};
use crate::construct::Block;
use crate::manifest::Part;
use crate::topology::{Host, Insecure, Tls};
use crate::value::slug::slug;
use crate::value::{Type, Value};

/// The objects of a host without its routes.
pub(super) fn host(make: Make<'_>, host: &Host, out: &mut Part) {
    let name = object_name(host);
    let settings = host.tls.as_ref().map(|tls| settings(make, tls)).filter(|s| *s != TlsSettings::default());
    // A Host takes a dot in its Secret's name as it is, what it makes of it does not (P4/ir/irtlscontext.py:155).
    let context = host.tls.as_ref().filter(|tls| tls.name.contains('.'));
    if let Some(tls) = context {
        let spec = v3alpha1::TlsContext {
            ambassador_id: make.ids(),
            hosts: vec![host.hostname.to_string()],
            secret: Some(tls.name.to_string()),
            secret_namespacing: false,
            settings: settings.clone().unwrap_or_default(),
        };
        let object = make.object("TLSContext", &name, &make.edge.ns, &Block::default(), spec);
        make.push(out, &object, &host.decl.comment, tls.span);
    }
    let settings = if context.is_some() { None } else { settings };
    let tls_context = context.map(|_| v3alpha1::TlsContextName { name: name.clone() });
    let action = action(host.insecure);
    let labels = make.edge.listeners.iter().filter(|l| binds(l, host)).map(host_label);
    if make.is_v3() {
        let spec = v3alpha1::Host {
            ambassador_id: make.ids(),
            hostname: host.hostname.to_string(),
            tls_secret: host
                .tls
                .as_ref()
                .map(|tls| v3alpha1::TlsSecret { name: tls.name.to_string(), namespace: tls.ns.to_string() }),
            tls: settings,
            tls_context,
            request_policy: v3alpha1::RequestPolicy { insecure: v3alpha1::Insecure { action } },
        };
        let mut object = make.object("Host", &name, &make.edge.ns, &host.block, spec);
        object.metadata.labels.extend(labels.map(|l| (l, "true".to_owned())));
        make.push(out, &object, &host.decl.comment, host.decl.span);
    } else {
        let spec = v2::Host {
            ambassador_id: make.ids(),
            hostname: host.hostname.to_string(),
            acme_provider: v2::AcmeProvider { authority: "none".to_owned() },
            tls_secret: host.tls.as_ref().map(|tls| v2::TlsSecret { name: tls.name.to_string() }),
            tls: settings,
            tls_context,
            request_policy: v2::RequestPolicy {
                insecure: v2::Insecure { action, additional_port: cleartext_port(make, host) },
            },
        };
        let object = make.object("Host", &name, &make.edge.ns, &host.block, spec);
        make.push(out, &object, &host.decl.comment, host.decl.span);
    }
}

/// The name of a host's object: its slug, or what `name` says.
pub(super) fn object_name(host: &Host) -> String {
    let said = host.block.one("name").and_then(|i| i.text(Type::Name));
    said.map_or_else(|| slug(&host.hostname), ToString::to_string)
}

/// As `requestPolicy.insecure.action` spells it.
pub(super) fn action(insecure: Insecure) -> &'static str {
    match insecure {
        Insecure::Route => "Route",
        Insecure::Redirect => "Redirect",
        Insecure::Reject => "Reject",
    }
}

/// A Host with TLS opens 8080 beside 8443 by itself (python/ambassador/ir/irhost.py @v1.14.4); another port, or
/// none, must be said.
fn cleartext_port(make: Make<'_>, host: &Host) -> Option<i32> {
    host.tls.as_ref()?;
    match make.edge.listeners.iter().find(|l| l.protocol == "http") {
        None => Some(-1),
        Some(listener) if listener.target == 8080 => None,
        Some(listener) => Some(i32::from(listener.target)),
    }
}

fn settings(make: Make<'_>, tls: &Tls) -> TlsSettings {
    let block = &tls.block;
    let version = |word: &str| Some(format!("v{}", block.one(word)?.value(Type::TlsVersion)?.0));
    let list = |word: &str, kind| {
        block
            .one(word)
            .map(|i| i.values(kind).iter().map(|(v, _)| v.to_string()).collect())
            .unwrap_or_default()
    };
    let alpn: Vec<String> = list("alpn", Type::Alpn);
    let ca = tls.client_ca.as_ref();
    let crl = block.one("crl").and_then(|i| i.value(Type::Secret));
    TlsSettings {
        min_tls_version: version("min"),
        max_tls_version: version("max"),
        cipher_suites: list("ciphers", Type::Cipher),
        ecdh_curves: list("curves", Type::Curve),
        alpn_protocols: (!alpn.is_empty()).then(|| alpn.join(",")),
        ca_secret: ca.map(|(ns, name, _)| dotted(make, ns, name)),
        cert_required: ca.is_some_and(|(_, _, required)| *required),
        crl_secret: crl.and_then(|(value, _)| named(make, value)),
    }
}

/// `name`, or `name.namespace` for a Secret of another namespace than the edge's (P4/ir/irtlscontext.py:155).
fn dotted(make: Make<'_>, ns: &str, name: &str) -> String {
    if *ns == *make.edge.ns { name.to_owned() } else { format!("{name}.{ns}") }
}

/// A declared secret that is named plainly, for the edge's namespace, or with its namespace before the first dot.
fn named(make: Make<'_>, value: &Value) -> Option<String> {
    let Value::Text(text) = value else { return None };
    let secrets = &make.cx.cluster.secrets;
    let split = text.split_once('.').map(|(ns, name)| (ns.into(), name.into()));
    let (ns, name) =
        split.filter(|key| secrets.contains_key(key)).unwrap_or((make.edge.ns.clone(), text.clone()));
    Some(dotted(make, &ns, &name))
}
