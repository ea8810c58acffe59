//! The text of a `.table` file → nodes and kinds. The form is told in `tools/schema_tables.py`.
//!
//! Names stay slices of the embedded text. A token that cannot be read counts as `malformed`; a test holds that at 0.

use crate::platform::Version;
use crate::platform::releases::{self, Span};

/// What a value may be, before bounds and enums.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Shape {
    /// Anything, as far as this node says.
    #[default]
    Any,
    /// An object with named fields.
    Object,
    /// A map from string to [`super::Schema::values`].
    Map,
    /// A list of [`super::Schema::item`].
    List,
    /// A string.
    String,
    /// `true` or `false`.
    Bool,
    /// A whole number of that many bits (64 where upstream does not say).
    Integer {
        /// 32 or 64.
        bits: u8,
    },
    /// A number.
    Number,
    /// A whole number or a string.
    IntOrString,
    /// A quantity of resources: `100m`, `1Gi`, or a number.
    Quantity,
    /// A string of base64.
    Bytes,
    /// RFC 3339, whole seconds.
    Time,
    /// RFC 3339, microseconds.
    MicroTime,
}

/// A field of an object in some releases.
#[derive(Debug)]
pub(super) struct Way {
    pub(super) name: &'static str,
    pub(super) node: u32,
    pub(super) required: bool,
    pub(super) span: Span,
}

/// What a value must be.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) shape: Shape,
    /// The node stands for Kubernetes' ObjectMeta.
    pub(super) metadata: bool,
    pub(super) fields: Vec<Way>,
    /// Required names that are no fields.
    pub(super) needs: Vec<&'static str>,
    pub(super) item: Option<u32>,
    pub(super) values: Option<u32>,
    pub(super) open: bool,
    pub(super) nullable: bool,
    pub(super) unique: bool,
    pub(super) enums: Vec<(&'static str, Span)>,
    pub(super) pattern: Option<&'static str>,
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
    pub(super) one_of: Vec<u32>,
    pub(super) any_of: Vec<u32>,
    pub(super) all_of: Vec<u32>,
    pub(super) not: Option<u32>,
    pub(super) keys: Vec<&'static str>,
    pub(super) format: Option<&'static str>,
}

/// A version of a kind.
#[derive(Debug)]
pub(super) struct Served {
    pub(super) version: &'static str,
    pub(super) node: u32,
    pub(super) span: Span,
}

/// A kind.
#[derive(Debug)]
pub(super) struct Kind {
    pub(super) group: &'static str,
    pub(super) name: &'static str,
    pub(super) plural: &'static str,
    pub(super) namespaced: bool,
    pub(super) versions: Vec<Served>,
}

/// All that one file holds.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) sources: Vec<&'static str>,
    pub(super) releases: Vec<Version>,
    /// By group and name.
    pub(super) kinds: Vec<Kind>,
    pub(super) nodes: Vec<Node>,
    pub(super) metadata: Option<u32>,
    pub(super) malformed: usize,
}

impl Table {
    pub(super) fn read(text: &'static str) -> Self {
        let mut table = Self::default();
        for line in text.lines() {
            let mut tokens = line.split('\t');
            let good = match tokens.next() {
                Some("S") => tokens.next().map(|source| table.sources.push(source)),
                Some("R") => releases::read(tokens).map(|releases| table.releases = releases),
                Some("M") => number(tokens.next()).map(|node| table.metadata = Some(node)),
                Some("K") => table.kind(tokens),
                Some("N") => {
                    let node = read_node(tokens);
                    let good = node.is_some();
                    table.nodes.push(node.unwrap_or_default());
                    good.then_some(())
                }
                _ => None,
            };
            table.malformed += usize::from(good.is_none());
        }
        table.kinds.sort_by_key(|kind| (kind.group, kind.name));
        table
    }

    /// Where a release stands in the list.
    pub(super) fn at(&self, release: Version) -> Option<u8> {
        releases::at(&self.releases, release)
    }

    pub(super) fn find(&self, group: &str, name: &str) -> Option<&Kind> {
        let at = self.kinds.binary_search_by(|kind| (kind.group, kind.name).cmp(&(group, name)));
        self.kinds.get(at.ok()?)
    }

    fn kind(&mut self, mut tokens: std::str::Split<'static, char>) -> Option<()> {
        let (group, name, plural) = (tokens.next()?, tokens.next()?, tokens.next()?);
        let namespaced = tokens.next()? == "Namespaced";
        let versions = tokens
            .map(|token| {
                let (version, node) = token.split_once('=')?;
                let (node, span) = ranged(node)?;
                Some(Served { version, node: number(Some(node))?, span })
            })
            .collect::<Option<_>>()?;
        self.kinds.push(Kind { group, name, plural, namespaced, versions });
        Some(())
    }
}

fn number(text: Option<&str>) -> Option<u32> {
    text?.parse().ok()
}

fn numbers(text: &str) -> Option<Vec<u32>> {
    text.split(',').map(|n| n.parse().ok()).collect()
}

/// `text@A-B` → `text` and its span.
fn ranged(text: &'static str) -> Option<(&'static str, Span)> {
    let Some((text, span)) = text.rsplit_once('@') else { return Some((text, Span::ALWAYS)) };
    Some((text, Span::read(span)?))
}

fn read_node(mut tokens: std::str::Split<'static, char>) -> Option<Node> {
    let code = tokens.next()?;
    let shape = match code {
        "-" | "M" => Shape::Any,
        "o" => Shape::Object,
        "m" => Shape::Map,
        "l" => Shape::List,
        "s" => Shape::String,
        "b" => Shape::Bool,
        "i4" => Shape::Integer { bits: 32 },
        "i" | "i8" => Shape::Integer { bits: 64 },
        "n" => Shape::Number,
        "is" => Shape::IntOrString,
        "q" => Shape::Quantity,
        "y" => Shape::Bytes,
        "t" => Shape::Time,
        "T" => Shape::MicroTime,
        _ => return None,
    };
    let mut node = Node { shape, metadata: code == "M", ..Node::default() };
    for token in tokens {
        attribute(&mut node, token)?;
    }
    node.fields.sort_by_key(|way| way.name);
    Some(node)
}

fn attribute(node: &mut Node, token: &'static str) -> Option<()> {
    let mut chars = token.chars();
    let mark = chars.next()?;
    let rest = chars.as_str();
    match mark {
        '.' => {
            let (name, ways) = rest.split_once('=')?;
            for way in ways.split(',') {
                let (way, span) = ranged(way)?;
                let id = way.trim_end_matches('!');
                let required = id.len() < way.len();
                node.fields.push(Way { name, node: number(Some(id))?, required, span });
            }
        }
        '!' => node.needs.push(rest),
        '[' => node.item = Some(number(Some(rest))?),
        '{' => node.values = Some(number(Some(rest))?),
        '~' => node.open = true,
        '0' => node.nullable = true,
        'S' => node.unique = true,
        '#' => node.enums.push(ranged(rest)?),
        '/' => node.pattern = Some(rest),
        '<' => node.min = Some(rest.parse().ok()?),
        '>' => node.max = Some(rest.parse().ok()?),
        '1' => node.one_of = numbers(rest)?,
        '?' => node.any_of = numbers(rest)?,
        '&' => node.all_of = numbers(rest)?,
        '^' => node.not = Some(number(Some(rest))?),
        'k' => node.keys = rest.split(',').collect(),
        'f' => node.format = Some(rest),
        _ => return None,
    }
    Some(())
}
