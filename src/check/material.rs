//! Secrets, configs and claims that others name: they are declared, with the keys that are asked for; roots of trust
//! have what Linkerd needs; and no private key stands in the program.

use super::containers;
use crate::construct::{Block, Item};
use crate::diagnostic::codes::references::{E0326, E0333, E0334, E0335};
use crate::diagnostic::codes::security::{E0605, E0606, E0607};
use crate::diagnostic::{Applicability, Code, Diagnostic, Sink, nearest, or_list};
use crate::source::Span;
use crate::topology::{Cluster, Name, Thing, Topology};
use crate::value::{KeyRef, Type, Value};
use std::collections::BTreeMap;

/// Things of one kind, by namespace and name.
type Things = BTreeMap<(Name, Name), Thing>;

/// What containers mount, read and pull with is declared, with its keys.
pub(super) fn what_containers_name_exists(topology: &Topology, sink: &mut Sink) {
    for (cluster, s, block) in containers(topology) {
        let mut cx = Cx { topology, cluster, ns: &s.ns, sink };
        for item in ["env", "env-from", "mount", "pull"].iter().flat_map(|w| block.each(w)) {
            let optional = item.has("optional") || item.inner().switch("optional") == Some(true);
            if !optional {
                cx.named(item);
            }
        }
    }
    for cluster in topology.clusters.values() {
        for account in cluster.accounts.values() {
            let mut cx = Cx { topology, cluster, ns: &account.ns, sink };
            account.block.each("pull-secret").for_each(|i| cx.named(i));
        }
    }
}

struct Cx<'t> {
    topology: &'t Topology,
    cluster: &'t Cluster,
    ns: &'t Name,
    sink: &'t mut Sink,
}

impl Cx<'_> {
    /// Every secret, config and claim that a statement names.
    fn named(&mut self, item: &Item) {
        let cluster = self.cluster;
        for (kind, value, span) in item.all_values() {
            let (path, key) = match (kind, value) {
                (Type::KeyRef, Value::KeyRef(KeyRef { path, key })) => (path.clone(), key.clone()),
                (Type::Ref, Value::Ref(r)) => (r.path.clone(), None),
                (Type::Secret, Value::Text(text)) => (text.clone(), None),
                _ => continue,
            };
            let (things, word, code): (&Things, _, _) = if item.has("config") {
                (&cluster.configs, "config", &E0333)
            } else if item.has("claim") {
                (&cluster.claims, "claim", &E0334)
            } else {
                (&cluster.secrets, "secret", &E0326)
            };
            match find(things, self.ns, &path) {
                Found::Here(thing) => {
                    key.iter().for_each(|key| has_key(thing, word, key, span, self.sink));
                }
                Found::Elsewhere(thing) => self.elsewhere(thing, word, code, span),
                Found::Nowhere(name) => self.nowhere(things, (word, code), &name, key.as_deref(), span),
            }
        }
    }

    /// A pod reaches what lies in its own namespace alone.
    fn elsewhere(&mut self, thing: &Thing, word: &str, code: &'static Code, span: Span) {
        let message = format!("the {word} `{}.{}` is in another namespace", thing.ns, thing.name);
        let told = Diagnostic::new(code, span, message, format!("pods of `{}` cannot have it", self.ns))
            .because(thing.decl.span, "declared here");
        self.sink.report(
            told.help(format!("declare one in the pods' own namespace: `{word} {}.{}`", self.ns, thing.name)),
        );
    }

    fn nowhere(
        &mut self,
        things: &Things,
        (word, code): (&str, &'static Code),
        name: &str,
        key: Option<&str>,
        span: Span,
    ) {
        if self.topology.torn.is_some() {
            return;
        }
        let here: Vec<&str> = things.keys().filter(|(n, _)| n == self.ns).map(|(_, n)| &**n).collect();
        let near = nearest(name, here);
        let message = format!("there is no {word} `{name}` in the namespace `{}`", self.ns);
        let told = Diagnostic::new(code, span, message, format!("no {word} of this name is declared"));
        self.sink.report(match near.first() {
            Some(near) => {
                let text = key.map_or_else(|| (*near).to_owned(), |key| format!("{near}:{key}"));
                told.help(format!("there is a {word} with a similar name: `{near}`")).fix(
                    format!("write `{text}`"),
                    Applicability::MaybeIncorrect,
                    span,
                    text,
                )
            }
            None => {
                let keys = format!(" {{ keys {} }}", key.unwrap_or("KEY"));
                let block = if word == "secret" { &keys } else { " installed" };
                told.help(format!(
                    "one that somebody else makes is declared in a line: `{word} {}.{name}{block}`",
                    self.ns
                ))
            }
        });
    }
}

enum Found<'t> {
    Here(&'t Thing),
    Elsewhere(&'t Thing),
    Nowhere(Name),
}

/// A thing by plain name (in `ns`) or `ns.name`.
fn find<'t>(things: &'t Things, ns: &Name, path: &Name) -> Found<'t> {
    if let Some(thing) = things.get(&(ns.clone(), path.clone())) {
        return Found::Here(thing);
    }
    match path.split_once('.').map(|(n, s)| (Name::from(n), Name::from(s))) {
        Some(key) => match things.get(&key) {
            Some(thing) if key.0 == *ns => Found::Here(thing),
            Some(thing) => Found::Elsewhere(thing),
            None if key.0 == *ns => Found::Nowhere(key.1),
            None => Found::Nowhere(path.clone()),
        },
        None => Found::Nowhere(path.clone()),
    }
}

/// The keys of a secret or config, where all are known.
fn keys(thing: &Thing) -> Option<Vec<Name>> {
    let block = &thing.block;
    let mut keys: Vec<Name> =
        block.each("keys").flat_map(|i| i.texts(Type::Key)).map(|(k, _)| k.clone()).collect();
    keys.extend(block.data().map(|i| i.head.clone()));
    keys.extend(block.each("text").filter_map(|i| i.text(Type::Key).cloned()));
    for file in block.each("file") {
        let path = file.texts(Type::File).first().map(|(p, _)| (*p).clone());
        let last = path.and_then(|p| p.rsplit('/').next().map(Name::from));
        keys.extend(file.text(Type::Key).cloned().or(last));
    }
    let tls = block.one("tls").is_some() || block.one("certificate").is_some();
    if tls {
        // One that cert-manager makes has its issuer's too.
        keys.extend(["tls.crt", "tls.key", "ca.crt"].map(Name::from));
    }
    if block.one("ca").is_some() {
        keys.push(Name::from("ca.crt"));
    }
    (!keys.is_empty() && block.torn.is_none()).then_some(keys)
}

fn has_key(thing: &Thing, word: &str, key: &str, span: Span, sink: &mut Sink) {
    let Some(keys) = keys(thing).filter(|k| !k.iter().any(|k| **k == *key)) else { return };
    let message = format!("the {word} `{}.{}` has no key `{key}`", thing.ns, thing.name);
    let told = Diagnostic::new(&E0335, span, message, "no key of this name is declared")
        .because(thing.decl.span, format!("the {word}"));
    let near = nearest(key, keys.iter().map(|k| &**k));
    sink.report(match near.first() {
        Some(near) => told.help(format!("there is a key with a similar name: `{near}`")),
        None => told.help(format!("name one of its keys: {}", or_list(keys.iter().map(|k| &**k)))),
    });
}

/// A host's secret holds a certificate with its key.
pub(super) fn certificates_have_their_keys(topology: &Topology, sink: &mut Sink) {
    for cluster in topology.clusters.values() {
        for host in cluster.edges.values().flat_map(|e| &e.hosts) {
            let Some(tls) = &host.tls else { continue };
            let Some(secret) = cluster.secrets.get(&(tls.ns.clone(), tls.name.clone())) else { continue };
            certificate(secret, tls.span, sink);
        }
    }
}

fn certificate(secret: &Thing, span: Span, sink: &mut Sink) {
    let Some(keys) = keys(secret) else { return };
    let lacks: Vec<&str> =
        ["tls.crt", "tls.key"].into_iter().filter(|k| !keys.iter().any(|h| **h == **k)).collect();
    if lacks.is_empty() {
        return;
    }
    let list = lacks.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(" and ");
    let message =
        format!("the secret `{}.{}` holds no certificate: it has no {list}", secret.ns, secret.name);
    let told = Diagnostic::new(&E0605, span, message, "used as a certificate")
        .because(secret.decl.span, "the secret");
    sink.report(told.help("say which hosts its certificate is for: `tls host.example.com`"));
}

/// Linkerd has an anchor and an issuer, and can read them.
pub(super) fn trusts_have_their_material(topology: &Topology, sink: &mut Sink) {
    for trust in topology.trusts.values().filter(|t| t.block.torn.is_none()) {
        let ours = |c: &Cluster| c.platform.linkerd.is_some() && !c.linkerd_installed;
        let members = || trust.members.iter().filter_map(|m| topology.clusters.get(m));
        let needed = !trust.installed && members().any(ours);
        let has = |w: &str| trust.block.one(w).is_some();
        if needed && !(has("cert-manager") || has("anchor") && has("issuer")) {
            let lacks = match (has("anchor"), has("issuer")) {
                (false, false) => "`anchor` and `issuer`",
                (true, _) => "`issuer`",
                (_, true) => "`anchor`",
            };
            let message = format!("the trust `{}` lacks {lacks}", trust.name);
            let told =
                Diagnostic::new(&E0606, trust.decl.span, message, "Linkerd cannot be installed without it");
            sink.report(told.help("name what exists (`anchor secret linkerd.anchor; issuer secret linkerd.issuer`), or write `cert-manager`"));
        }
        for cluster in members() {
            trust_material(topology, cluster, &trust.block, sink);
        }
    }
}

fn trust_material(topology: &Topology, cluster: &Cluster, block: &Block, sink: &mut Sink) {
    let ns = &cluster.linkerd_ns;
    for word in ["anchor", "issuer"] {
        let Some(item) = block.one(word) else { continue };
        let Some((Value::Ref(r), span)) = item.value(Type::Ref) else { continue };
        let mut cx = Cx { topology, cluster, ns, sink };
        let (things, kind, code): (&Things, _, _) = if item.has("config") {
            (&cluster.configs, "config", &E0333)
        } else {
            (&cluster.secrets, "secret", &E0326)
        };
        let thing = match find(things, ns, &r.path) {
            Found::Here(thing) | Found::Elsewhere(thing) => thing,
            Found::Nowhere(name) => {
                let name = name.strip_prefix(&format!("{ns}.")).unwrap_or(&name);
                cx.nowhere(things, (kind, code), name, None, span);
                continue;
            }
        };
        let Some(keys) = keys(thing) else { continue };
        for any in [["tls.crt", "crt.pem"], ["tls.key", "key.pem"]] {
            if word == "issuer" && !keys.iter().any(|k| any.contains(&&**k)) {
                let message = format!(
                    "the {kind} `{}.{}` of the issuer has no key {}",
                    thing.ns,
                    thing.name,
                    or_list(any.iter().copied())
                );
                let told = Diagnostic::new(&E0335, span, message, "Linkerd reads it")
                    .because(thing.decl.span, "the secret");
                sink.report(told.help("add it to its `keys`"));
            }
        }
    }
}

/// No private key stands in the program or in what it reads.
pub(super) fn no_private_key_is_written(topology: &Topology, sink: &mut Sink) {
    for cluster in topology.clusters.values() {
        for config in cluster.configs.values() {
            for item in &config.block.items {
                private(topology, item, sink);
            }
        }
    }
    for (_, _, block) in containers(topology) {
        block.each("env").for_each(|i| private(topology, i, sink));
    }
    for trust in topology.trusts.values() {
        trust.block.each("anchor").for_each(|i| private(topology, i, sink));
    }
}

fn private(topology: &Topology, item: &Item, sink: &mut Sink) {
    let is_key = |text: &str| text.contains("-----BEGIN") && text.contains("PRIVATE KEY-----");
    for (kind, value, span) in item.all_values() {
        let text = value.to_string();
        let file =
            (kind == Type::File).then(|| topology.files.get(&(item.span.file, Name::from(text.as_str()))));
        let read = file.flatten().is_some_and(|f| f.iter().any(|(_, text)| is_key(text)));
        if read || is_key(&text) {
            let what = if read { "a file with a private key is read" } else { "a private key stands here" };
            let told = Diagnostic::new(&E0607, span, what, "would be in the output for all to read");
            sink.report(told.help("put it into a secret that somebody else makes, and name that: `secret NS.NAME { keys tls.key }`"));
        }
    }
}
