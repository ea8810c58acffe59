//! How large RE2's program is: the parsed form into RE2's instructions, then counted as its `Prog::Flatten` lays them
//! out (RE2 2023-03 `parse.cc`, `compile.cc`, `prog.cc`). Instructions above [`MOST`] are not made.

use regex_syntax::ast::{self, Ast};
use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange, HirKind};
use regex_syntax::utf8::Utf8Sequences;
use std::collections::{BTreeMap, BTreeSet};

/// Where counting ends: far above every limit anybody sets.
const MOST: usize = 20_000;

/// A regular expression after RE2's simplifications.
#[derive(Clone, Debug, PartialEq)]
enum Node {
    Empty,
    /// A set of characters; a literal is a set of one.
    Class(Vec<(char, char)>),
    /// `^`, `$`, `\b` …; whether it is the beginning, or the end, of the text.
    Look(bool, bool),
    Cat(Vec<Node>),
    Alt(Vec<Node>),
    Repeat(Box<Node>, u32, Option<u32>),
    Capture(Box<Node>),
}

#[derive(Clone, Copy)]
enum Inst {
    Fail,
    Match,
    /// A range of bytes, a capture or an empty width, and what follows.
    Step(usize),
    Alt(usize, usize),
}

/// The size of a parsed expression.
pub(super) fn of(tree: &Ast, text: &str) -> u32 {
    let mut reader = Reader { text, fold: false, dot_all: false, lines: false };
    let mut node = reader.node(tree);
    let mut anchored = false;
    if let Node::Cat(parts) = &mut node {
        if let Some(Node::Look(_, true)) = parts.last() {
            parts.pop();
        }
        if let Some(Node::Look(true, _)) = parts.first() {
            let prefix = parts.iter().skip(1).take_while(|n| single(n).is_some()).count();
            // A literal behind `^` is compared beforehand (Regexp::RequiredPrefix) and is not in the program.
            anchored = prefix == 0;
            parts.drain(..=prefix);
        }
    }
    let mut program = Program { insts: vec![Inst::Fail, Inst::Match] };
    let start = program.emit(&node, 1);
    let entry = if anchored {
        start
    } else {
        let alt = program.push(Inst::Alt(start, 0));
        let any = program.push(Inst::Step(alt));
        program.set(alt, Inst::Alt(start, any));
        alt
    };
    u32::try_from(program.flat(entry, start)).unwrap_or(u32::MAX)
}

/// The one character of a literal.
fn single(node: &Node) -> Option<char> {
    match node {
        Node::Class(ranges) => match ranges.as_slice() {
            [(a, b)] if a == b => Some(*a),
            _ => None,
        },
        _ => None,
    }
}

struct Reader<'a> {
    text: &'a str,
    fold: bool,
    dot_all: bool,
    lines: bool,
}

impl Reader<'_> {
    fn node(&mut self, tree: &Ast) -> Node {
        match tree {
            Ast::Empty(_) => Node::Empty,
            Ast::Flags(set) => {
                self.flags(&set.flags);
                Node::Empty
            }
            Ast::Literal(l) => self.class(ClassUnicode::new([ClassUnicodeRange::new(l.c, l.c)])),
            Ast::Dot(_) => {
                let mut class = ClassUnicode::empty();
                if !self.dot_all {
                    class.push(ClassUnicodeRange::new('\n', '\n'));
                }
                class.negate();
                ranges(&class)
            }
            Ast::Assertion(a) => {
                use ast::AssertionKind as K;
                let begin = a.kind == K::StartText || a.kind == K::StartLine && !self.lines;
                let end = a.kind == K::EndText || a.kind == K::EndLine && !self.lines;
                Node::Look(begin, end)
            }
            Ast::ClassUnicode(c) => ranges(&self.unicode(c)),
            Ast::ClassPerl(c) => ranges(&perl(c)),
            Ast::ClassBracketed(c) => {
                let mut class = self.set(&c.kind);
                if self.fold {
                    let _ = class.try_case_fold_simple();
                }
                if c.negated {
                    class.negate();
                }
                ranges(&class)
            }
            Ast::Repetition(r) => {
                let (min, max) = match &r.op.kind {
                    ast::RepetitionKind::ZeroOrOne => (0, Some(1)),
                    ast::RepetitionKind::ZeroOrMore => (0, None),
                    ast::RepetitionKind::OneOrMore => (1, None),
                    ast::RepetitionKind::Range(ast::RepetitionRange::Exactly(n)) => (*n, Some(*n)),
                    ast::RepetitionKind::Range(ast::RepetitionRange::AtLeast(n)) => (*n, None),
                    ast::RepetitionKind::Range(ast::RepetitionRange::Bounded(a, b)) => (*a, Some(*b)),
                };
                Node::Repeat(Box::new(self.node(&r.ast)), min, max)
            }
            Ast::Group(g) => {
                let before = (self.fold, self.dot_all, self.lines);
                if let ast::GroupKind::NonCapturing(flags) = &g.kind {
                    self.flags(flags);
                }
                let inner = self.node(&g.ast);
                (self.fold, self.dot_all, self.lines) = before;
                if g.is_capturing() { Node::Capture(Box::new(inner)) } else { inner }
            }
            Ast::Alternation(list) => factor(list.asts.iter().map(|a| parts(self.node(a))).collect()),
            Ast::Concat(list) => {
                let mut out = vec![];
                for tree in &list.asts {
                    out.extend(parts(self.node(tree)));
                }
                Node::Cat(out)
            }
        }
    }

    fn flags(&mut self, flags: &ast::Flags) {
        for (flag, place) in [
            (ast::Flag::CaseInsensitive, &mut self.fold),
            (ast::Flag::DotMatchesNewLine, &mut self.dot_all),
            (ast::Flag::MultiLine, &mut self.lines),
        ] {
            if let Some(on) = flags.flag_state(flag) {
                *place = on;
            }
        }
    }

    fn class(&self, mut class: ClassUnicode) -> Node {
        if self.fold {
            let _ = class.try_case_fold_simple();
        }
        ranges(&class)
    }

    fn unicode(&self, class: &ast::ClassUnicode) -> ClassUnicode {
        let part = self.text.get(class.span.start.offset..class.span.end.offset).unwrap_or("");
        match regex_syntax::parse(part).map(regex_syntax::hir::Hir::into_kind) {
            Ok(HirKind::Class(regex_syntax::hir::Class::Unicode(class))) => class,
            _ => ClassUnicode::empty(),
        }
    }

    fn set(&self, set: &ast::ClassSet) -> ClassUnicode {
        match set {
            ast::ClassSet::Item(item) => self.item(item),
            ast::ClassSet::BinaryOp(_) => ClassUnicode::empty(),
        }
    }

    fn item(&self, item: &ast::ClassSetItem) -> ClassUnicode {
        use ast::ClassSetItem as I;
        match item {
            I::Literal(l) => ClassUnicode::new([ClassUnicodeRange::new(l.c, l.c)]),
            I::Range(r) => ClassUnicode::new([ClassUnicodeRange::new(r.start.c, r.end.c)]),
            I::Perl(c) => perl(c),
            I::Unicode(c) => self.unicode(c),
            I::Ascii(c) => {
                let part = self.text.get(c.span.start.offset..c.span.end.offset).unwrap_or("");
                match regex_syntax::parse(&format!("[{part}]")).map(regex_syntax::hir::Hir::into_kind) {
                    Ok(HirKind::Class(regex_syntax::hir::Class::Unicode(class))) => class,
                    _ => ClassUnicode::empty(),
                }
            }
            I::Union(union) => {
                let mut out = ClassUnicode::empty();
                for item in &union.items {
                    out.union(&self.item(item));
                }
                out
            }
            I::Bracketed(_) | I::Empty(_) => ClassUnicode::empty(),
        }
    }
}

/// `\d`, `\s`, `\w`: ASCII alone in RE2.
fn perl(class: &ast::ClassPerl) -> ClassUnicode {
    let pairs: &[(char, char)] = match class.kind {
        ast::ClassPerlKind::Digit => &[('0', '9')],
        ast::ClassPerlKind::Space => &[('\t', '\n'), ('\x0c', '\r'), (' ', ' ')],
        ast::ClassPerlKind::Word => &[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')],
    };
    let mut out = ClassUnicode::new(pairs.iter().map(|(a, b)| ClassUnicodeRange::new(*a, *b)));
    if class.negated {
        out.negate();
    }
    out
}

fn ranges(class: &ClassUnicode) -> Node {
    Node::Class(class.iter().map(|r| (r.start(), r.end())).collect())
}

fn parts(node: Node) -> Vec<Node> {
    match node {
        Node::Cat(parts) => parts,
        Node::Empty => vec![],
        other => vec![other],
    }
}

fn joined(mut parts: Vec<Node>) -> Node {
    match parts.len() {
        0 => Node::Empty,
        1 => parts.pop().unwrap_or(Node::Empty),
        _ => Node::Cat(parts),
    }
}

/// RE2's factoring of alternatives: common literal beginnings once, neighbouring sets as one.
fn factor(alternatives: Vec<Vec<Node>>) -> Node {
    let mut out: Vec<Node> = vec![];
    let mut rest = alternatives.into_iter().peekable();
    while let Some(first) = rest.next() {
        let mut common: Vec<Node> = first.iter().take_while(|n| single(n).is_some()).cloned().collect();
        let mut run = vec![first];
        while let Some(next) = rest.peek() {
            let same = common.iter().zip(next).take_while(|(a, b)| a == b).count();
            if same == 0 {
                break;
            }
            common.truncate(same);
            run.extend(rest.next());
        }
        if run.len() == 1 {
            out.extend(run.into_iter().map(joined));
        } else {
            let tails = run.into_iter().map(|alt| alt.into_iter().skip(common.len()).collect()).collect();
            common.push(factor(tails));
            out.push(Node::Cat(common));
        }
    }
    let mut merged: Vec<Node> = vec![];
    for node in out {
        match (merged.last_mut(), node) {
            (Some(Node::Class(before)), Node::Class(more)) => {
                let all = before.iter().chain(&more).map(|(a, b)| ClassUnicodeRange::new(*a, *b));
                if let Node::Class(all) = ranges(&ClassUnicode::new(all)) {
                    *before = all;
                }
            }
            (_, node) => merged.push(node),
        }
    }
    if merged.len() == 1 { merged.pop().unwrap_or(Node::Empty) } else { Node::Alt(merged) }
}

struct Program {
    insts: Vec<Inst>,
}

impl Program {
    fn push(&mut self, inst: Inst) -> usize {
        self.insts.push(inst);
        self.insts.len() - 1
    }

    fn set(&mut self, at: usize, inst: Inst) {
        if let Some(place) = self.insts.get_mut(at) {
            *place = inst;
        }
    }

    /// The instructions of a node, followed by `next`; gives the first.
    fn emit(&mut self, node: &Node, next: usize) -> usize {
        if self.insts.len() > MOST {
            return next;
        }
        match node {
            Node::Empty => next,
            Node::Class(class) => self.class(class, next),
            Node::Look(..) => self.push(Inst::Step(next)),
            Node::Cat(parts) => parts.iter().rev().fold(next, |next, part| self.emit(part, next)),
            Node::Alt(all) => {
                let starts: Vec<usize> = all.iter().map(|n| self.emit(n, next)).collect();
                self.any(&starts)
            }
            Node::Capture(inner) => {
                let close = self.push(Inst::Step(next));
                let start = self.emit(inner, close);
                self.push(Inst::Step(start))
            }
            Node::Repeat(inner, min, max) => self.repeat(inner, *min, *max, next),
        }
    }

    fn repeat(&mut self, inner: &Node, min: u32, max: Option<u32>, next: usize) -> usize {
        let mut next = next;
        let mut min = min;
        match max {
            None => {
                let alt = self.push(Inst::Alt(next, next));
                let body = self.emit(inner, alt);
                self.set(alt, Inst::Alt(body, next));
                next = if min == 0 { alt } else { body };
                min = min.saturating_sub(1);
            }
            Some(max) => {
                // x{2,5} is xx(x(x(x)?)?)?: all of them lead to what follows.
                let after = next;
                for _ in min..max {
                    let body = self.emit(inner, next);
                    next = self.push(Inst::Alt(body, after));
                    if self.insts.len() > MOST {
                        return next;
                    }
                }
            }
        }
        for _ in 0..min {
            if self.insts.len() > MOST {
                break;
            }
            next = self.emit(inner, next);
        }
        next
    }

    fn any(&mut self, starts: &[usize]) -> usize {
        let mut all = starts.iter().rev().copied();
        let last = all.next().unwrap_or(0);
        all.fold(last, |rest, start| self.push(Inst::Alt(start, rest)))
    }

    fn class(&mut self, class: &[(char, char)], next: usize) -> usize {
        let has = |c: char| class.iter().any(|(a, b)| (*a..=*b).contains(&c));
        let folds = ('a'..='z').all(|c| has(c) == has(c.to_ascii_uppercase()));
        let mut starts = vec![];
        let mut cache: BTreeMap<(u8, u8, usize), usize> = BTreeMap::new();
        for &(lo, hi) in class {
            if folds && lo >= 'A' && hi <= 'Z' {
                continue;
            }
            let wide = hi == char::MAX && lo <= '\u{80}';
            if wide {
                if lo < '\u{80}' {
                    starts.push(self.push(Inst::Step(next)));
                }
                // RE2's short form of 80-10FFFF: three leads, three continuations.
                let mut tail = next;
                for _ in 0..3 {
                    tail = self.push(Inst::Step(tail));
                    starts.push(self.push(Inst::Step(tail)));
                }
                continue;
            }
            for sequence in Utf8Sequences::new(lo, hi) {
                let mut at = next;
                for range in sequence.as_slice().iter().rev() {
                    let key = (range.start, range.end, at);
                    at = match cache.get(&key) {
                        Some(known) => *known,
                        None => self.push(Inst::Step(at)),
                    };
                    cache.insert(key, at);
                }
                starts.push(at);
            }
        }
        self.any(&starts)
    }

    fn get(&self, at: usize) -> Inst {
        self.insts.get(at).copied().unwrap_or(Inst::Fail)
    }

    /// How many instructions lie in the flattened program.
    fn flat(&self, entry: usize, start: usize) -> usize {
        let (mut roots, mut before) =
            (BTreeSet::from([0, entry, start]), BTreeMap::<usize, Vec<usize>>::new());
        let (mut seen, mut stack) = (BTreeSet::new(), vec![entry, start]);
        while let Some(at) = stack.pop() {
            if !seen.insert(at) {
                continue;
            }
            match self.get(at) {
                Inst::Alt(a, b) => {
                    before.entry(a).or_default().push(at);
                    before.entry(b).or_default().push(at);
                    stack.extend([b, a]);
                }
                Inst::Step(out) => {
                    roots.insert(out);
                    stack.push(out);
                }
                Inst::Fail | Inst::Match => {}
            }
        }
        for root in roots.clone().into_iter().rev().filter(|r| *r != entry && *r != start && *r != 0) {
            let tree = self.tree(root, &roots).0;
            let outside =
                |at: &usize| before.get(at).is_some_and(|all| all.iter().any(|p| !tree.contains(p)));
            let more: Vec<usize> = tree.iter().copied().filter(|at| *at != root && outside(at)).collect();
            roots.extend(more);
        }
        roots.iter().map(|root| self.tree(*root, &roots).1).sum()
    }

    /// What a root reaches without a step: its instructions, and how many its list has.
    fn tree(&self, root: usize, roots: &BTreeSet<usize>) -> (BTreeSet<usize>, usize) {
        let (mut seen, mut size, mut stack) = (BTreeSet::new(), 0, vec![root]);
        while let Some(at) = stack.pop() {
            if !seen.insert(at) {
                continue;
            }
            match self.get(at) {
                _ if at != root && roots.contains(&at) => size += 1,
                Inst::Alt(a, b) => stack.extend([b, a]),
                _ => size += 1,
            }
        }
        (seen, size)
    }
}
