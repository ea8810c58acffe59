//! Why a value is what it is: a declaration's name and a setting → the statements that give it, the layer and the
//! line of each, cluster by cluster. Clusters that agree are told once.

use super::{Clock, Options, Program};
use crate::construct::{Block, Item, Layer, Slot, Table};
use crate::diagnostic::{Sink, nearest, or_list};
use crate::source::{Loader, Sources};
use crate::topology::{Cluster, Topology};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Something that has a block: what it is (`service`), its context in the construct table, and what it says.
struct Thing {
    kind: &'static str,
    context: &'static str,
    block: Arc<Block>,
}

/// Which statements give a value: the answer to `meshc explain shop.cart timeout`. The first word names a service,
/// edge, host, namespace, cluster, secret, config, account, claim, external or trust; the others a statement of
/// it, and one of that statement's block. The name alone asks for all that holds for it.
///
/// # Errors
/// One line that says what there is not, with what is near.
pub fn explain(
    program: &Program,
    options: &Options,
    loader: &dyn Loader,
    sources: &mut Sources,
    path: &[String],
) -> Result<String, String> {
    // What is wrong with the program is for `check` to say; what could be had is explained.
    let mut sink = Sink::default();
    let parsed = super::front(program, loader, sources, &mut sink, &mut Clock::default());
    let Some(choice) = super::choice(options, &mut sink) else {
        return Err("the value of `--platform` cannot be read".to_owned());
    };
    let topology = crate::resolve::resolve(&parsed, sources, &choice, &mut sink);
    let Some((name, words)) = path.split_first() else { return Err("nothing is named".to_owned()) };

    let mut found: BTreeMap<(&str, String), Vec<&str>> = BTreeMap::new();
    let (mut any, mut heads, mut context) = (false, BTreeSet::new(), None);
    for cluster in topology.clusters.values() {
        if options.cluster.as_deref().is_some_and(|c| c != &*cluster.name) {
            continue;
        }
        for thing in things(&topology, cluster, name) {
            any = true;
            context.get_or_insert((thing.kind, thing.context));
            heads.extend(thing.block.items.iter().map(|i| i.head.to_string()));
            let mut text = String::new();
            for item in matching(&thing.block, words) {
                text.push_str(&told(&item, sources, options.environment.as_deref()));
            }
            if !text.is_empty() {
                found.entry((thing.kind, text)).or_default().push(&cluster.name);
            }
        }
    }
    if !any {
        return Err(unknown_name(&topology, name));
    }
    if found.is_empty() {
        return Err(unsaid(name, words, context, &heads));
    }
    let mut out = String::new();
    for ((kind, text), clusters) in found {
        out.push_str(&format!("{kind} {name}, in {}:\n{text}", clusters.join(", ")));
    }
    Ok(out)
}

/// What a cluster has of that name.
fn things(topology: &Topology, cluster: &Cluster, name: &str) -> Vec<Thing> {
    let mut out = Vec::new();
    let mut add = |kind, context, block: &Arc<Block>| out.push(Thing { kind, context, block: block.clone() });
    if let Some((ns, short)) = name.split_once('.') {
        let key = (ns.into(), short.into());
        if let Some(service) = cluster.services.get(&key) {
            add("service", "service", &service.block);
        }
        let kinds = [
            ("secret", &cluster.secrets),
            ("config", &cluster.configs),
            ("account", &cluster.accounts),
            ("claim", &cluster.claims),
        ];
        for (kind, things) in kinds {
            if let Some(thing) = things.get(&key) {
                add(kind, kind, &thing.block);
            }
        }
    }
    if let Some(external) = cluster.externals.get(name) {
        add("external", "external", &external.block);
    }
    if let Some(namespace) = cluster.namespaces.get(name) {
        add("namespace", "namespace", &namespace.block);
    }
    if let Some(edge) = cluster.edges.get(name) {
        add("edge", "edge", &edge.block);
    }
    for host in cluster.edges.values().flat_map(|e| &e.hosts).filter(|h| &*h.hostname == name) {
        // Routes of other files stand with the host's own.
        let mut block = (*host.block).clone();
        let own: BTreeSet<_> = block.items.iter().map(|i| i.span).collect();
        block.items.extend(host.routes.iter().map(|r| r.item.clone()).filter(|i| !own.contains(&i.span)));
        add("host", "host", &Arc::new(block));
    }
    if &*cluster.name == name {
        add("cluster", "cluster", &cluster.block);
    }
    if let Some(trust) = topology.trusts.get(name).filter(|t| t.members.contains(&cluster.name)) {
        add("trust", "trust", &trust.block);
    }
    out
}

/// The statements that the words name: a head, as many of its arguments as are given, then the same in its block.
fn matching(block: &Block, words: &[String]) -> Vec<Arc<Item>> {
    let Some((head, rest)) = words.split_first() else { return block.items.clone() };
    let mut out = Vec::new();
    for item in block.items.iter().filter(|i| *i.head == **head) {
        let args = arguments(item);
        let shared = args.iter().zip(rest).take_while(|(arg, word)| arg == word).count();
        match (rest.get(shared..).unwrap_or_default(), &item.block) {
            ([], _) => out.push(item.clone()),
            (inner, Some(block)) => out.extend(matching(block, inner)),
            _ => {}
        }
    }
    out
}

fn arguments(item: &Item) -> Vec<String> {
    let text = |slot: &Slot| match slot {
        Slot::Word(word) => (*word).to_owned(),
        Slot::One(_, value) => value.to_string(),
        Slot::Many(_, values) => match values.as_slice() {
            [(one, _)] => one.to_string(),
            several => {
                format!("[{}]", several.iter().map(|(v, _)| v.to_string()).collect::<Vec<_>>().join(", "))
            }
        },
    };
    item.args.iter().map(|a| text(&a.slot)).collect()
}

/// `  timeout 250ms`, and below it which layer and line gives it.
fn told(item: &Item, sources: &Sources, environment: Option<&str>) -> String {
    let words = std::iter::once(item.head.to_string()).chain(arguments(item));
    let layer = match (item.layer, environment) {
        (Layer::Environment, Some(name)) => format!("environment {name}"),
        (Layer::Environment, None) => "an environment".to_owned(),
        (Layer::On, _) => "an `on` block".to_owned(),
        (Layer::Written, _) => "the declaration".to_owned(),
        (Layer::Template, _) => "a template".to_owned(),
        (Layer::Defaults, _) => "`defaults`".to_owned(),
    };
    let at = sources.position(item.span.file, item.span.start);
    let file = sources.name(item.span.file);
    format!("  {}\n    {file}:{}:{}: {layer}\n", words.collect::<Vec<_>>().join(" "), at.line, at.column)
}

/// There is no declaration of that name.
fn unknown_name(topology: &Topology, name: &str) -> String {
    let mut names: BTreeSet<String> = topology.trusts.keys().map(ToString::to_string).collect();
    for cluster in topology.clusters.values() {
        let things = [&cluster.secrets, &cluster.configs, &cluster.accounts, &cluster.claims];
        let keys = things.into_iter().flat_map(BTreeMap::keys).chain(cluster.services.keys());
        names.extend(keys.map(|(ns, name)| format!("{ns}.{name}")));
        let hosts = cluster.edges.values().flat_map(|e| &e.hosts).map(|h| &h.hostname);
        let simple = cluster.namespaces.keys().chain(cluster.edges.keys()).chain(cluster.externals.keys());
        names.extend(simple.chain(hosts).chain([&cluster.name]).map(ToString::to_string));
    }
    let near = nearest(name, names.iter().map(String::as_str));
    let near = if near.is_empty() { String::new() } else { format!("; near it is {}", or_list(near)) };
    format!("the program declares no `{name}`{near}")
}

/// The declaration is there; the statement is not.
fn unsaid(name: &str, words: &[String], context: Option<(&str, &str)>, heads: &BTreeSet<String>) -> String {
    let asked = words.join(" ");
    let head = words.first().map_or("", String::as_str);
    let table = Table::get();
    let rows: Vec<&str> = context
        .and_then(|(_, context)| table.find(context))
        .map(|id| table.rows_of(id).map(|row| row.word()).collect())
        .unwrap_or_default();
    let kind = context.map_or("declaration", |(kind, _)| kind);
    if words.is_empty() {
        return format!("`{name}` says nothing");
    }
    if !rows.is_empty() && !rows.contains(&head) && !heads.contains(head) {
        let near = nearest(head, rows.iter().copied());
        let near = if near.is_empty() { String::new() } else { format!("; near it is {}", or_list(near)) };
        return format!("`{head}` is no statement of the {kind} `{name}`{near}");
    }
    let heads: Vec<String> = heads.iter().map(|h| format!("`{h}`")).collect();
    let said = if heads.is_empty() { String::new() } else { format!("; said are {}", heads.join(", ")) };
    format!("nothing says `{asked}` for the {kind} `{name}`{said}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    const PROGRAM: &str = "
platform { kubernetes 1.33; linkerd 2.20; emissary 4.1 }
trust t { cert-manager { home a } }
cluster [a, b] { trust t }
defaults { limit memory 100Mi }
namespace shop { inject }
template web { port http 80 -> 8080; replicas 2; env LOG info }
service shop.cart like web {
  image x/cart:1
  env LOG debug
  on b { replicas 3 }
}
edge public on a { host h.example { insecure route; route /cart/ -> shop.cart { timeout 4s } } }
environment dev { service shop.cart { replicas 1 } }
";

    fn ask(words: &str, environment: Option<&str>) -> Result<String, String> {
        let files = Memory([("p.mesh".to_owned(), PROGRAM.as_bytes().to_vec())].into());
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let program = super::super::gather("p.mesh", &files, &mut sources, &mut sink);
        let options = Options { environment: environment.map(ToOwned::to_owned), ..Options::default() };
        let words: Vec<String> = words.split(' ').map(ToOwned::to_owned).collect();
        explain(&program, &options, &files, &mut sources, &words)
    }

    #[test]
    fn each_layer_is_told() {
        for (words, environment, expected) in [
            (
                "shop.cart image",
                None,
                "service shop.cart, in a, b:\n  image x/cart:1\n    p.mesh:9:3: the declaration\n",
            ),
            (
                "shop.cart env LOG",
                None,
                "service shop.cart, in a, b:\n  env LOG debug\n    p.mesh:10:3: the declaration\n",
            ),
            (
                "shop.cart port http",
                None,
                "service shop.cart, in a, b:\n  port http 80 -> 8080\n    p.mesh:7:16: a template\n",
            ),
            (
                "shop.cart limit",
                None,
                "service shop.cart, in a, b:\n  limit memory 100Mi\n    p.mesh:5:12: `defaults`\n",
            ),
            (
                "shop.cart replicas",
                None,
                "service shop.cart, in a:\n  replicas 2\n    p.mesh:7:38: a template\n\
                 service shop.cart, in b:\n  replicas 3\n    p.mesh:11:10: an `on` block\n",
            ),
            (
                "shop.cart replicas",
                Some("dev"),
                "service shop.cart, in a, b:\n  replicas 1\n    p.mesh:14:39: environment dev\n",
            ),
            (
                "h.example route /cart/ timeout",
                None,
                "host h.example, in a:\n  timeout 4s\n    p.mesh:13:81: the declaration\n",
            ),
        ] {
            assert_eq!(ask(words, environment).as_deref(), Ok(expected), "{words}");
        }
    }

    #[test]
    fn what_there_is_not_is_said_with_what_is_near() {
        for (words, expected) in [
            ("shop.carts image", "the program declares no `shop.carts`; near it is `shop.cart`"),
            (
                "shop.cart replica",
                "`replica` is no statement of the service `shop.cart`; near it is `replicas`",
            ),
            (
                "shop.cart timeout",
                "nothing says `timeout` for the service `shop.cart`; said are `env`, `image`, `limit`, `port`, `replicas`",
            ),
        ] {
            assert_eq!(ask(words, None), Err(expected.to_owned()), "{words}");
        }
    }
}
