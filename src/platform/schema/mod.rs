//! Which fields the kinds of a platform have: Kubernetes' own, Linkerd's with the Gateway API kinds it can install,
//! the edge's, and those that deliver (cert-manager, trust-manager, Flux, Argo CD, External Secrets, Sealed Secrets).
//!
//! Each table is read once, when first asked. A [`Schema`] is a place in a table at a release: small and `Copy`; walk it
//! along a value. Definitions may be recursive (`JSONSchemaProps`), so only a walk along a value ends.

mod table;

use std::sync::LazyLock;

pub use table::Shape;
use table::{Kind, Node, Table};

use super::{Edge, Platform};

static KUBERNETES: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../data/kubernetes.table")));
static LINKERD: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../data/linkerd.table")));
static EDGE: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../data/edge.table")));
static DELIVERY: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../data/delivery.table")));

/// The kinds of one platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schemas {
    kubernetes: u8,
    linkerd: Option<u8>,
    edge: Option<u8>,
}

/// What is known of an apiVersion and a kind.
#[derive(Clone, Debug)]
pub enum Lookup {
    /// Served, with these fields.
    Found(Schema),
    /// The kind is known, but this version is not served here.
    NotServed {
        /// The apiVersions that are: see [`Schemas::served`].
        served: Vec<String>,
    },
    /// The tables do not hold the kind: it may still exist.
    Unknown,
}

/// What a value must be: one node of a schema.
#[derive(Clone, Copy)]
pub struct Schema {
    table: &'static Table,
    node: &'static Node,
    /// The release, in the table's list.
    at: u8,
    /// The release of Kubernetes, for metadata.
    kubernetes: u8,
}

/// A field of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What its value must be.
    pub schema: Schema,
    /// Whether it must be there.
    pub required: bool,
}

impl std::fmt::Debug for Schema {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.node.shape)
    }
}

/// `apps/v1` → `apps` and `v1`; `v1` → nothing and `v1`.
fn group_and_version(api_version: &str) -> (&str, &str) {
    api_version.split_once('/').unwrap_or(("", api_version))
}

impl Schemas {
    /// The kinds of a platform.
    #[must_use]
    pub fn of(platform: &Platform) -> Self {
        Self {
            kubernetes: KUBERNETES.at(platform.kubernetes).unwrap_or(0),
            linkerd: platform.linkerd.and_then(|version| LINKERD.at(version)),
            edge: platform.edge.map(Edge::version).and_then(|version| EDGE.at(version)),
        }
    }

    fn tables(self) -> impl Iterator<Item = (&'static Table, u8)> {
        let linkerd = self.linkerd.map(|at| (&*LINKERD, at));
        let edge = self.edge.map(|at| (&*EDGE, at));
        std::iter::once((&*KUBERNETES, self.kubernetes))
            .chain(linkerd)
            .chain(edge)
            .chain(std::iter::once((&*DELIVERY, 0)))
    }

    fn kind(self, group: &str, kind: &str) -> Option<(&'static Table, u8, &'static Kind)> {
        self.tables().find_map(|(table, at)| Some((table, at, table.find(group, kind)?)))
    }

    /// The fields of a kind.
    #[must_use]
    pub fn lookup(self, api_version: &str, kind: &str) -> Lookup {
        let (group, version) = group_and_version(api_version);
        let Some((table, at, found)) = self.kind(group, kind) else { return Lookup::Unknown };
        let mut served = found.versions.iter().filter(|v| v.span.has(at));
        if let Some(v) = served.clone().find(|v| v.version == version) {
            let node = table.nodes.get(v.node as usize);
            return node.map_or(Lookup::Unknown, |node| {
                Lookup::Found(Schema { table, node, at, kubernetes: self.kubernetes })
            });
        }
        // Others than Linkerd can install the Gateway API where Linkerd does not.
        if group == "gateway.networking.k8s.io" && served.next().is_none() {
            return Lookup::Unknown;
        }
        Lookup::NotServed { served: self.served(api_version, kind) }
    }

    /// The apiVersions under which a kind is served here: of its group, or where that serves none, of any group of
    /// Kubernetes (`extensions/v1beta1` Ingress is `networking.k8s.io/v1` now).
    #[must_use]
    pub fn served(self, api_version: &str, kind: &str) -> Vec<String> {
        let (group, _) = group_and_version(api_version);
        let of = |table: &'static Table, at: u8, builtin: bool| {
            let kinds = table.kinds.iter().filter(move |k| k.name == kind && (builtin || k.group == group));
            kinds.flat_map(move |found| {
                let served = found.versions.iter().filter(move |v| v.span.has(at));
                served.map(|v| match found.group {
                    "" => v.version.to_owned(),
                    group => format!("{group}/{}", v.version),
                })
            })
        };
        let own: Vec<String> = self.tables().flat_map(|(table, at)| of(table, at, false)).collect();
        if own.is_empty() && KUBERNETES.find(group, kind).is_some() {
            return of(&KUBERNETES, self.kubernetes, true).collect();
        }
        own
    }

    /// The plural of a kind (`httproutes`), whatever its version.
    #[must_use]
    pub fn plural(self, api_version: &str, kind: &str) -> Option<&'static str> {
        self.kind(group_and_version(api_version).0, kind).map(|(_, _, found)| found.plural)
    }

    /// Whether objects of a kind live in namespaces; `None` for a kind that the tables do not hold.
    #[must_use]
    pub fn is_namespaced(self, api_version: &str, kind: &str) -> Option<bool> {
        self.kind(group_and_version(api_version).0, kind).map(|(_, _, found)| found.namespaced)
    }

    /// Whether all kinds of this group are known, so that an unknown one does not exist. Not so of the groups of
    /// Kubernetes (the tables hold the common kinds), the Gateway API, and what delivers.
    #[must_use]
    pub fn knows_all_of(self, api_version: &str) -> bool {
        let (group, _) = group_and_version(api_version);
        let linkerd = self.linkerd.map(|_| &*LINKERD);
        let edge = self.edge.map(|_| &*EDGE);
        group != "gateway.networking.k8s.io"
            && linkerd.into_iter().chain(edge).any(|table| table.kinds.iter().any(|kind| kind.group == group))
    }

    /// Where the tables of this platform come from.
    pub fn sources(self) -> impl Iterator<Item = &'static str> {
        self.tables().flat_map(|(table, _)| table.sources.iter().copied())
    }
}

impl Schema {
    fn goto(self, node: u32) -> Option<Self> {
        let node = self.table.nodes.get(node as usize)?;
        if !node.metadata {
            return Some(Self { node, ..self });
        }
        let (table, at) = (&*KUBERNETES, self.kubernetes);
        let node = table.nodes.get(table.metadata? as usize)?;
        Some(Self { table, node, at, kubernetes: at })
    }

    fn all(self, nodes: &'static [u32]) -> impl Iterator<Item = Self> {
        nodes.iter().filter_map(move |node| self.goto(*node))
    }

    /// What kind of value it is.
    #[must_use]
    pub fn shape(self) -> Shape {
        self.node.shape
    }

    /// The fields of an object, by name.
    pub fn fields(self) -> impl Iterator<Item = Field> {
        self.node.fields.iter().filter(move |way| way.span.has(self.at)).filter_map(move |way| {
            Some(Field { name: way.name, schema: self.goto(way.node)?, required: way.required })
        })
    }

    /// The field of that name.
    #[must_use]
    pub fn field(self, name: &str) -> Option<Field> {
        let from = self.node.fields.partition_point(|way| way.name < name);
        let mut ways = self.node.fields.get(from..)?.iter().take_while(|way| way.name == name);
        let way = ways.find(|way| way.span.has(self.at))?;
        Some(Field { name: way.name, schema: self.goto(way.node)?, required: way.required })
    }

    /// The names that must be there. Inside [`Schema::one_of`] and its like they may be names of the outer object.
    pub fn required(self) -> impl Iterator<Item = &'static str> {
        let fields = self.node.fields.iter().filter(move |way| way.required && way.span.has(self.at));
        fields.map(|way| way.name).chain(self.node.needs.iter().copied())
    }

    /// What the elements of a list must be.
    #[must_use]
    pub fn item(self) -> Option<Self> {
        self.goto(self.node.item?)
    }

    /// What the values of a map must be, or of an object's fields that it does not name.
    #[must_use]
    pub fn values(self) -> Option<Self> {
        self.goto(self.node.values?)
    }

    /// Whether unknown fields are kept: false only of an object that names its fields and drops others.
    #[must_use]
    pub fn is_open(self) -> bool {
        match self.node.shape {
            Shape::Object => self.node.open || self.node.values.is_some(),
            Shape::Map | Shape::Any => true,
            _ => false,
        }
    }

    /// Whether it is of a kind of Kubernetes itself, where `null` means «not given».
    #[must_use]
    pub fn is_builtin(self) -> bool {
        std::ptr::eq(self.table, &*KUBERNETES)
    }

    /// Whether `null` is a value of its own.
    #[must_use]
    pub fn is_nullable(self) -> bool {
        self.node.nullable
    }

    /// The values that it may have; none: it is not an enum. Numbers as they are written.
    pub fn enums(self) -> impl Iterator<Item = &'static str> {
        self.node.enums.iter().filter(move |(_, span)| span.has(self.at)).map(|(value, _)| *value)
    }

    /// The regular expression (of ECMA 262, in fact RE2) that matches somewhere in it.
    #[must_use]
    pub fn pattern(self) -> Option<&'static str> {
        self.node.pattern
    }

    /// A number's least value, a string's least length in characters, a list's or map's least size.
    #[must_use]
    pub fn min(self) -> Option<f64> {
        self.node.min
    }

    /// As [`Schema::min`], the most.
    #[must_use]
    pub fn max(self) -> Option<f64> {
        self.node.max
    }

    /// The fields that identify an element of a list, as server-side apply merges it; empty where it has none.
    #[must_use]
    pub fn keys(self) -> &'static [&'static str] {
        &self.node.keys
    }

    /// Whether the elements of a list must differ from each other.
    #[must_use]
    pub fn is_set(self) -> bool {
        self.node.unique
    }

    /// `date-time`, `duration` … of a string; nothing checks them on the server but for well-formedness.
    #[must_use]
    pub fn format(self) -> Option<&'static str> {
        self.node.format
    }

    /// Exactly one of these must hold too, if there are any. Unknown fields are no error in them.
    pub fn one_of(self) -> impl ExactSizeIterator<Item = Self> + Clone {
        self.all(&self.node.one_of).collect::<Vec<_>>().into_iter()
    }

    /// At least one of these must hold too, if there are any.
    pub fn any_of(self) -> impl ExactSizeIterator<Item = Self> + Clone {
        self.all(&self.node.any_of).collect::<Vec<_>>().into_iter()
    }

    /// All of these must hold too.
    pub fn all_of(self) -> impl ExactSizeIterator<Item = Self> + Clone {
        self.all(&self.node.all_of).collect::<Vec<_>>().into_iter()
    }

    /// This must not hold.
    #[must_use]
    pub fn excluded(self) -> Option<Self> {
        self.goto(self.node.not?)
    }
}

#[cfg(test)]
mod tests;
