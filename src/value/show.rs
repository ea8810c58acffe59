//! Values as the source would write them.

use super::{Amount, Duration, Percent, Port, PortRange, Value};
use std::fmt;

impl fmt::Display for Duration {
    /// In the largest unit that is whole: `1500ms`, `90s`, `2h`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ms = self.0;
        for (unit, name) in [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s")] {
            if ms >= unit && ms.is_multiple_of(unit) {
                return write!(f, "{}{name}", ms / unit);
            }
        }
        write!(f, "{ms}ms")
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 1000, self.0 % 1000);
        if rest == 0 {
            write!(f, "{whole}%")
        } else {
            write!(f, "{whole}.{}%", format!("{rest:03}").trim_end_matches('0'))
        }
    }
}

impl fmt::Display for Port {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(n) => write!(f, "{n}"),
            Self::Name(n) => f.write_str(n),
        }
    }
}

impl fmt::Display for PortRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(p) => write!(f, "{p}"),
            Self::Range(a, b) => write!(f, "{a}..{b}"),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(t) => f.write_str(t),
            Self::Duration(d) => write!(f, "{d}"),
            Self::DurationRange(a, b) => write!(f, "{a}..{b}"),
            Self::Number(n) => write!(f, "{n}"),
            Self::Port(p) => write!(f, "{p}"),
            Self::PortRange(p) => write!(f, "{p}"),
            Self::Percent(p) | Self::Amount(Amount::Percent(p)) => write!(f, "{p}"),
            Self::Amount(Amount::Count(n)) => write!(f, "{n}"),
            Self::Scale(s) => match s.max {
                Some(max) => write!(f, "{}..{max}", s.min),
                None => write!(f, "{}", s.min),
            },
            Self::Cpu(c) if c.0 % 1000 == 0 => write!(f, "{}", c.0 / 1000),
            Self::Cpu(c) => write!(f, "{}m", c.0),
            Self::Memory(m) => f.write_str(&m.text),
            Self::Ratio(r) => write!(f, "{}", f64::from(*r) / 1e6),
            Self::Cidr(c) => write!(f, "{c}"),
            Self::Ip(i) => write!(f, "{i}"),
            Self::StatusRange(a, b) if a == b => write!(f, "{a}"),
            Self::StatusRange(a, b) => write!(f, "{a}..{b}"),
            Self::Ref(r) => write!(f, "{r}"),
            Self::Qname(q) => write!(f, "{}.{}", q.ns, q.name),
            Self::KeyRef(k) => match &k.key {
                Some(key) => write!(f, "{}:{key}", k.path),
                None => f.write_str(&k.path),
            },
            Self::UserGroup(u, None) => write!(f, "{u}"),
            Self::UserGroup(u, Some(g)) => write!(f, "{u}:{g}"),
            Self::FileMode(m) => write!(f, "0{m:03o}"),
        }
    }
}

impl fmt::Display for super::Ref {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if let Some(pod) = self.pod {
            write!(f, "/{pod}")?;
        }
        if let Some(port) = &self.port {
            write!(f, ":{port}")?;
        }
        self.cluster.as_ref().map_or(Ok(()), |c| write!(f, "@{c}"))
    }
}
