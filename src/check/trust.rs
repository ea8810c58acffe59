//! Roots of trust: one home that issues, anchors by file that Linkerd can use, and values that whoever installs can
//! read.

use crate::diagnostic::codes::names::E0216;
use crate::diagnostic::codes::security::{E0620, E0621, E0622, E0623, E0624};
use crate::diagnostic::{Diagnostic, Sink, nearest};
use crate::source::Span;
use crate::topology::{Name, Topology, Trust};
use crate::value::certificate::{Certificate, KeyAlgorithm, certificates};
use crate::value::{Type, date, day};

/// Facts about roots; `at` is the date at which certificates have to be valid.
pub(super) fn check(topology: &Topology, at: Option<&str>, sink: &mut Sink) {
    for trust in topology.trusts.values() {
        one_home_issues_the_root(topology, trust, sink);
        values_can_be_read(topology, trust, sink);
        if let Some(item) = trust.block.one("anchor")
            && let Some((file, span)) = item.value(Type::File)
        {
            let found = topology.files.get(&(span.file, Name::from(file.to_string())));
            if let Some((_, pem)) = found.and_then(|f| f.first()) {
                anchors_are_usable(pem, span, at, sink);
            }
        }
    }
}

fn one_home_issues_the_root(topology: &Topology, trust: &Trust, sink: &mut Sink) {
    if topology.torn.is_some() {
        return;
    }
    let Some(item) = trust.block.one("cert-manager") else { return };
    let used = |m: &&Name| topology.clusters.get(*m).is_some_and(|c| c.used);
    let members: Vec<&Name> = trust.members.iter().filter(used).collect();
    let inner = item.inner();
    let list = || members.iter().map(|m| format!("`{m}`")).collect::<Vec<_>>().join(", ");
    match inner.one("home").and_then(|h| h.value(Type::Cluster)) {
        None if members.len() > 1 => {
            let message = format!("nothing says which cluster issues the root of `{}`", trust.name);
            let told = Diagnostic::new(&E0620, item.span, message, format!("{} share it", list()));
            let first = members.first().map(|m| m.to_string()).unwrap_or_default();
            sink.report(
                told.help(format!("say `home {first}`")).note(
                    "a root issued in each cluster is a root of its own: they would not trust each other",
                ),
            );
        }
        Some((home, span)) if !members.is_empty() => {
            let home = home.to_string();
            if !topology.clusters.contains_key(&*home) {
                let near = nearest(&home, topology.clusters.keys().map(|n| &**n));
                let message = format!("there is no cluster `{home}` to issue the root of `{}`", trust.name);
                let told = Diagnostic::new(&E0216, span, message, "no cluster of this name");
                sink.report(match near.first() {
                    Some(near) => told.help(format!("there is a cluster with a similar name: `{near}`")),
                    None => told.help(format!("the clusters of the trust are {}", list())),
                });
            } else if !members.iter().any(|m| ***m == *home) {
                let message = format!("the home `{home}` does not belong to the trust `{}`", trust.name);
                let told = Diagnostic::new(&E0621, span, message, "nobody would issue the root");
                sink.report(told.help(format!("the clusters of the trust are {}", list())));
            }
        }
        _ => {}
    }
}

/// Argo CD reads no values from secrets.
fn values_can_be_read(topology: &Topology, trust: &Trust, sink: &mut Sink) {
    for cluster in trust.members.iter().filter_map(|m| topology.clusters.get(m)) {
        let Some(item) = cluster.block.one("deliver").filter(|d| d.has("argocd")) else { continue };
        if cluster.linkerd_installed || !cluster.used || cluster.platform.linkerd.is_none() {
            continue;
        }
        let read = crate::lower::install::read_values(topology, cluster);
        let Some(first) = read.first() else { continue };
        let said = trust.block.one("issuer").filter(|_| first.path.contains("issuer"));
        let why = said.or_else(|| trust.block.one("anchor")).map_or(trust.decl.span, |i| i.span);
        let object = format!("{} {}.{}", first.kind, first.namespace, first.name);
        let message = format!("Argo CD cannot read `{}` from the {object}", first.path);
        let told = Diagnostic::new(&E0624, why, message, "a value that is read at installation")
            .because(item.span, format!("`{}` is served by Argo CD", cluster.name));
        sink.report(told.help("take `cert-manager`, or the secret `linkerd-identity-issuer` with `tls.crt` and `tls.key` and the config `linkerd-identity-trust-roots`, both in Linkerd's namespace"));
    }
}

fn anchors_are_usable(pem: &str, span: Span, at: Option<&str>, sink: &mut Sink) {
    let all = match certificates(pem.as_bytes()) {
        Ok(all) => all,
        Err(why) => {
            sink.report(Diagnostic::new(&E0622, span, why.message, "no trust anchors").help(why.help));
            return;
        }
    };
    for certificate in &all {
        if let Some(fault) = fault(certificate, &all, at) {
            let message = format!("the certificate `{}` cannot be an anchor: {fault}", certificate.subject);
            let told = Diagnostic::new(&E0623, span, message, "in this file");
            sink.report(
                told.note("Linkerd takes ECDSA P-256, or RSA of 2048 bits and more (pkg/tls @version-2.20)"),
            );
        }
    }
}

fn fault(certificate: &Certificate, all: &[Certificate], at: Option<&str>) -> Option<String> {
    let fits = match &certificate.key {
        KeyAlgorithm::Ecdsa(curve) => curve == "P-256",
        KeyAlgorithm::Rsa(bits) => *bits >= 2048,
        _ => false,
    };
    if !fits {
        return Some(format!("its key is {}", certificate.key));
    }
    if !certificate.is_ca {
        return Some("it may not issue certificates".to_owned());
    }
    if certificate.not_after < certificate.not_before {
        return Some("it ends before it begins".to_owned());
    }
    let above = all.iter().find(|a| *a != certificate && certificate.signed_by(a));
    if above.is_some_and(|a| a.not_after < certificate.not_after) {
        return Some("it outlives the one that issued it".to_owned());
    }
    let now = at.and_then(|at| date(at).ok())?;
    (!certificate.valid_at(now)).then(|| {
        format!("it is valid from {} to {}", day(certificate.not_before), day(certificate.not_after))
    })
}
