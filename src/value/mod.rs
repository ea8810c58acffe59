//! The types of values (language §6): each a newtype that only its parser makes, so later rooms never see an
//! invalid one. [`parse`] turns an argument's text into the [`Value`] of the [`Type`] that stands there.

pub mod certificate;
mod closed;
mod date;
mod escape;
mod host;
mod image;
mod invalid;
mod kind;
mod name;
mod number;
mod parse;
mod path;
mod port;
mod quantity;
mod regex;
mod schedule;
mod schema_pattern;
mod show;
pub mod slug;
#[cfg(test)]
mod tests;
mod time;
mod word;

pub use closed::closed_words;
pub use date::{date, day};
pub use escape::{envoy_header_value, expanded_by_ambassador, identity};
pub use kind::Type;
pub use parse::parse;
pub use regex::{Pattern, regex_groups, regex_program_size};
pub use schema_pattern::matches_schema_pattern;
pub use word::{is_label_key, label_value};

use std::sync::Arc;

/// Why a text is no value of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// The problem in one line: `` `250` has no unit``.
    pub message: String,
    /// What the type takes: `a number with a unit: 250ms, 3s, 5m, 1h, 2d`.
    pub help: String,
    /// A text that is certainly meant, with whether that is certain enough for `--fix`.
    pub instead: Option<(String, bool)>,
}

/// A value of any type. Types whose value is their (checked) text are `Text`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Value {
    /// NAME, NS, CLUSTER, EDGE, LABELKEY, HOST, GLOB, PATH, IDENTITY, IMAGE, REGEX, HEADER, TEXT, VALUE …: as written.
    Text(Arc<str>),
    /// DURATION, in milliseconds.
    Duration(Duration),
    /// DURATIONRANGE.
    DurationRange(Duration, Duration),
    /// COUNT, INTEGER, PORTNUMBER, STATUS, as a number.
    Number(i64),
    /// PORT: a name or a number.
    Port(Port),
    /// PORTRANGE: `8080`, a port's name, `3000..3010`.
    PortRange(PortRange),
    /// PERCENT, in thousandths of a percent: `2.5%` is 2500.
    Percent(Percent),
    /// AMOUNT: a count or a percentage.
    Amount(Amount),
    /// SCALE: `3`, or `2..6`.
    Scale(Scale),
    /// CPU, in millicores.
    Cpu(Cpu),
    /// MEM, with the text kept as written.
    Memory(Memory),
    /// RATIO, in millionths.
    Ratio(u32),
    /// CIDR.
    Cidr(ipnet::IpNet),
    /// IP.
    Ip(std::net::IpAddr),
    /// STATUSRANGE: both ends included.
    StatusRange(u16, u16),
    /// REF.
    Ref(Ref),
    /// QNAME and KEYREF: see their structs.
    Qname(Qname),
    /// KEYREF: a secret or config (plain or `ns.name`) and, perhaps, a key.
    KeyRef(KeyRef),
    /// USERGROUP.
    UserGroup(i64, Option<i64>),
    /// FILEMODE: the number behind `0644`.
    FileMode(u32),
}

/// A length of time in whole milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Duration(pub u64);

/// A port by name or number.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Port {
    /// 1 to 65535.
    Number(u16),
    /// A port's name: an IANA service name of at most 15 characters.
    Name(Arc<str>),
}

/// One port or a range of numbers, both ends included.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PortRange {
    /// One port.
    One(Port),
    /// From the first to the second.
    Range(u16, u16),
}

/// Thousandths of a percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Percent(pub u32);

/// A count or a percentage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Amount {
    /// So many.
    Count(u32),
    /// Such a share.
    Percent(Percent),
}

/// How many: from `min` to `max`, which is `None` where it is one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scale {
    /// The number, or the least.
    pub min: u32,
    /// The most.
    pub max: Option<u32>,
}

/// Millicores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cpu(pub u64);

/// Bytes, and how they were written (`64Mi`).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Memory {
    /// In bytes.
    pub bytes: u128,
    /// As written.
    pub text: Arc<str>,
}

/// `namespace.name`: the first dot ends the namespace.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Qname {
    /// The namespace.
    pub ns: Arc<str>,
    /// The name, which may have dots itself.
    pub name: Arc<str>,
}

/// A reference as written: `NS.NAME(/POD)?(:PORT)?(@CLUSTER)?`. What it refers to is found by `resolve`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Ref {
    /// What stands before `/`, `:` and `@`: a plain name, `ns.name`, or an external host.
    pub path: Arc<str>,
    /// Pod 0 of a StatefulSet: `shop.db/0`.
    pub pod: Option<u32>,
    /// The port.
    pub port: Option<Port>,
    /// The cluster behind `@`, or `federated`.
    pub cluster: Option<Arc<str>>,
}

/// A secret or config, and a key of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KeyRef {
    /// Plain or `ns.name`.
    pub path: Arc<str>,
    /// The key.
    pub key: Option<Arc<str>>,
}
