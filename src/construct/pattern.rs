//! The pattern notation of language §3, compiled once into one small automaton a row. A state is the leaf that
//! was taken last; by the law (a test over the table) one argument is enough to know the next.

use crate::value::{Type, closed_words};

/// What a union type stands for; its declaration in `value` says the same to readers (a test).
const UNIONS: &[(&str, &str)] = &[
    (
        "CLIENT",
        "(callers (of REF+)? (from (NS+ | everywhere))? | edge EDGE+ | namespace NS+ | account QNAME+ \
         | identity IDENTITY+ | network CIDR+ | nodes | api-server | cluster | meshed | anyone | REF+)",
    ),
    ("ENDPOINT", "(internet | edge EDGE | namespace NS | cluster CLUSTER | REF)"),
];

/// One place of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaf {
    /// A fixed word, or `->`.
    Word(&'static str),
    /// `TYPE`.
    One(Type),
    /// `TYPE+`.
    Many(Type),
}

impl Leaf {
    /// Its type, if it has one.
    pub(crate) fn kind(self) -> Option<Type> {
        match self {
            Self::Word(_) => None,
            Self::One(kind) | Self::Many(kind) => Some(kind),
        }
    }
}

/// What of an argument a pattern looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Seen<'a> {
    /// A bare word, which may be a fixed one.
    Word(&'a str),
    /// A string or a text: never a fixed word.
    Data(&'a str),
    /// What an insertion gave: never a fixed word, but it may be a word of a closed set.
    Put(&'a str),
    /// `->`.
    Arrow,
    /// A list, with its first member.
    List(&'a str),
}

/// Why arguments do not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Misfit {
    /// At this argument, one of these was expected; none: it is too much.
    At(usize, Vec<Leaf>),
    /// One of these is missing at the end.
    End(Vec<Leaf>),
    /// At this argument stands a list where one value of this type does.
    List(usize, Type),
}

/// The automaton.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// Leaf 0 is the beginning.
    leaves: Vec<Leaf>,
    /// Which leaves may follow each; at most 64 leaves, one bit each.
    after: Vec<u64>,
    /// After which leaves the statement may end.
    ends: u64,
}

impl Pattern {
    /// Compiles a row's pattern; `Err` says what is wrong with it (a test compiles all).
    pub(crate) fn new(text: &'static str) -> Result<Self, String> {
        Compiler::new(text).compile()
    }

    /// The pattern of no arguments.
    pub(crate) fn empty() -> Self {
        Self { leaves: vec![Leaf::Word("")], after: vec![0], ends: 1 }
    }

    /// The leaf of that number.
    pub(crate) fn leaf(&self, n: u8) -> Leaf {
        self.leaves.get(n as usize).copied().unwrap_or(Leaf::Word(""))
    }

    /// All leaves, in the order of the text.
    pub(crate) fn leaves(&self) -> &[Leaf] {
        self.leaves.get(1..).unwrap_or(&[])
    }

    fn named(&self, set: u64) -> Vec<Leaf> {
        bits(set).map(|n| self.leaf(n)).collect()
    }

    /// Which leaf each argument is, into `out`. A leaf of a type that takes the rest (HEAD, DECLARATION,
    /// ASSERTION) ends the match.
    pub(crate) fn fit<'a>(
        &self,
        args: impl Iterator<Item = Seen<'a>>,
        out: &mut Vec<u8>,
    ) -> Result<(), Misfit> {
        out.clear();
        let (mut state, mut taken) = (0_u8, 0_u64);
        for (at, arg) in args.enumerate() {
            let can = self.after.get(state as usize).copied().unwrap_or(0) & !taken;
            let mut best = (0, 0);
            for n in bits(can) {
                let score = score(self.leaf(n), arg);
                if score > best.0 {
                    best = (score, n);
                }
            }
            // 1: of a closed type or a path, and no word of it; where something else may stand too, say all
            if best.0 == 0 || best.0 == 1 && can.count_ones() > 1 {
                return Err(Misfit::At(at, self.named(can)));
            }
            state = best.1;
            taken |= 1 << state;
            match (self.leaf(state), arg) {
                (Leaf::One(kind), Seen::List(_)) => return Err(Misfit::List(at, kind)),
                (Leaf::One(Type::Head | Type::Declaration | Type::Assertion), _) => {
                    out.push(state);
                    return Ok(());
                }
                _ => out.push(state),
            }
        }
        if self.ends >> state & 1 == 1 {
            Ok(())
        } else {
            Err(Misfit::End(self.named(self.after.get(state as usize).copied().unwrap_or(0) & !taken)))
        }
    }

    #[cfg(test)]
    /// What one argument cannot tell apart in some state; empty where the law holds.
    pub(crate) fn law(&self) -> Vec<String> {
        let keys = |leaf: Leaf| match leaf {
            Leaf::Word(word) => vec![word],
            Leaf::One(Type::Path) | Leaf::Many(Type::Path) => vec!["a path"],
            Leaf::One(kind) | Leaf::Many(kind) => {
                closed_words(kind).map_or_else(|| vec!["an open type"], <[_]>::to_vec)
            }
        };
        let mut clashes = vec![];
        for state in &self.after {
            let mut all: Vec<&str> = self.named(*state).into_iter().flat_map(keys).collect();
            all.sort_unstable();
            clashes.extend(
                all.iter().zip(all.iter().skip(1)).filter(|(a, b)| a == b).map(|(a, _)| (*a).to_owned()),
            );
        }
        clashes
    }
}

fn bits(mut set: u64) -> impl Iterator<Item = u8> {
    std::iter::from_fn(move || {
        let n = set.trailing_zeros();
        set &= set.wrapping_sub(1);
        (n < 64).then(|| u8::try_from(n).unwrap_or(0))
    })
}

/// How well an argument fits a leaf: a fixed word wins over a closed set, that over a path, that over an open
/// type; 1 for a closed set or a path whose value it is not; 0 for never.
fn score(leaf: Leaf, arg: Seen<'_>) -> u8 {
    let (kind, text, bare) = match (leaf, arg) {
        (Leaf::Word("->"), Seen::Arrow) => return 5,
        (Leaf::Word(word), Seen::Word(text)) => return if word == text { 5 } else { 0 },
        (Leaf::Word(_), _) | (_, Seen::Arrow) => return 0,
        (Leaf::One(kind) | Leaf::Many(kind), Seen::Word(text) | Seen::Put(text)) => (kind, text, true),
        (Leaf::One(kind) | Leaf::Many(kind), Seen::Data(text)) => (kind, text, false),
        (Leaf::One(kind) | Leaf::Many(kind), Seen::List(text)) => (kind, text, true),
    };
    match closed_words(kind) {
        Some(words) if bare && words.contains(&text) => 4,
        Some(_) => 1,
        None if kind == Type::Path => 1 + 2 * u8::from(text.starts_with('/')),
        None => 2,
    }
}

/// A part of a pattern while it is compiled: whether it may be empty, what begins it, what ends it.
#[derive(Clone, Copy, Default)]
struct Part {
    empty: bool,
    first: u64,
    last: u64,
}

struct Compiler {
    text: &'static str,
    tokens: Vec<&'static str>,
    leaves: Vec<Leaf>,
    after: Vec<u64>,
}

impl Compiler {
    fn new(text: &'static str) -> Self {
        let mut out = Self { text, tokens: vec![], leaves: vec![Leaf::Word("")], after: vec![0] };
        out.push(text);
        out
    }

    /// Puts a text's tokens before those that are left.
    fn push(&mut self, text: &'static str) {
        let mut found = vec![];
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let word = |c: char| c.is_ascii_alphanumeric() || c == '-';
            let end = if rest.starts_with("->") {
                2
            } else if word(first) {
                let end = rest.find(|c| !word(c)).unwrap_or(rest.len());
                let many = first.is_ascii_uppercase() && rest.get(end..).is_some_and(|r| r.starts_with('+'));
                end + usize::from(many)
            } else {
                first.len_utf8()
            };
            let (token, more) = rest.split_at(end);
            match token {
                "switch" => found.extend(["(", "on", "|", "off", ")", "?"]),
                _ if token.trim().is_empty() => {}
                _ => found.push(token),
            }
            rest = more;
        }
        self.tokens.extend(found.into_iter().rev());
    }

    fn compile(mut self) -> Result<Pattern, String> {
        let part = self.several("|", None)?;
        self.link(0, part.first);
        if self.leaves.len() > 64 {
            return Err(format!("`{}` has over 63 leaves", self.text));
        }
        let ends = part.last | u64::from(part.empty);
        Ok(Pattern { leaves: self.leaves, after: self.after, ends })
    }

    fn link(&mut self, from: u8, to: u64) {
        if let Some(after) = self.after.get_mut(from as usize) {
            *after |= to;
        }
    }

    fn accept(&mut self, token: &str) -> bool {
        let found = self.tokens.last() == Some(&token);
        if found {
            self.tokens.pop();
        }
        found
    }

    fn several(&mut self, between: &str, end: Option<&str>) -> Result<Part, String> {
        let mut out = self.sequence()?;
        while self.accept(between) {
            let more = self.sequence()?;
            out = Part {
                empty: out.empty || more.empty,
                first: out.first | more.first,
                last: out.last | more.last,
            };
        }
        let whole = end.map_or(self.tokens.is_empty(), |end| self.accept(end));
        if whole { Ok(out) } else { Err(format!("`{}` does not balance", self.text)) }
    }

    fn sequence(&mut self) -> Result<Part, String> {
        let mut out = Part { empty: true, ..Part::default() };
        while let Some(token) = self.tokens.pop_if(|t| !matches!(*t, "|" | ")" | "," | ">")) {
            let part = self.atom(token)?;
            for n in bits(out.last) {
                self.link(n, part.first);
            }
            out.first |= if out.empty { part.first } else { 0 };
            out.last = if part.empty { out.last | part.last } else { part.last };
            out.empty &= part.empty;
        }
        Ok(out)
    }

    fn atom(&mut self, token: &'static str) -> Result<Part, String> {
        if token == "(" {
            let mut part = self.several("|", Some(")"))?;
            part.empty |= self.accept("?");
            return Ok(part);
        }
        if token == "<" {
            // named, in any order: a loop, of which `fit` takes each leaf once
            let part = self.several(",", Some(">"))?;
            for n in bits(part.last) {
                self.link(n, part.first);
            }
            return Ok(part);
        }
        if let Some((_, inner)) = UNIONS.iter().find(|(name, _)| *name == token) {
            self.push(inner);
            return match self.tokens.pop() {
                Some(open) => self.atom(open),
                None => Ok(Part::default()),
            };
        }
        let leaf = if token.starts_with(|c: char| c.is_ascii_uppercase()) {
            let name = token.trim_end_matches('+');
            let kind = Type::ALL.iter().find(|t| t.name() == name).copied();
            let kind = kind.ok_or_else(|| format!("`{name}` is no type"))?;
            if token.ends_with('+') { Leaf::Many(kind) } else { Leaf::One(kind) }
        } else if token == "->" || token.starts_with(|c: char| c.is_ascii_alphanumeric()) {
            Leaf::Word(token)
        } else {
            return Err(format!("`{token}` cannot stand in `{}`", self.text));
        };
        let bit = 1_u64.checked_shl(u32::try_from(self.leaves.len()).unwrap_or(64)).unwrap_or(0);
        self.leaves.push(leaf);
        self.after.push(0);
        Ok(Part { empty: false, first: bit, last: bit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unions_are_what_their_types_say() {
        for (name, pattern) in UNIONS {
            let doc = Type::ALL.iter().find(|t| t.name() == *name).unwrap().doc();
            let doc = doc.trim_start_matches("who may reach: ").replace("or a REF", "or `REF`");
            let alternatives: Vec<&str> = doc.split('`').skip(1).step_by(2).collect();
            assert_eq!(*pattern, format!("({})", alternatives.join(" | ")));
        }
    }

    #[test]
    fn named_groups_take_each_once() {
        let pattern = Pattern::new("<cpu CPU, memory MEM>").unwrap();
        let fits = |text: &str| pattern.fit(text.split(' ').map(Seen::Word), &mut vec![]);
        assert_eq!(fits("cpu 1 memory 1Mi"), Ok(()));
        assert_eq!(fits("memory 1Mi cpu 1"), Ok(()));
        assert_eq!(fits("cpu 1"), Ok(()));
        assert_eq!(fits("cpu 1 cpu 2"), Err(Misfit::At(2, vec![Leaf::Word("memory")])));
        assert_eq!(fits("cpu"), Err(Misfit::End(vec![Leaf::One(Type::Cpu)])));
    }
}
