//! Regular expressions as Envoy and Linkerd run them: RE2's syntax, checked on the parsed form, and matching.
//!
//! What Rust's `regex` reads otherwise than RE2 is refused here, so that [`Pattern`] means what RE2 means.

mod size;

use super::Invalid;
use super::invalid::{not, shown};
use regex_syntax::ast::{self, Ast, ErrorKind};

/// What a regular expression takes.
const HELP: &str = "a regular expression in RE2's syntax: https://github.com/google/re2/wiki/Syntax";
/// RE2's bound on `{n,m}`, nested ones multiplied (`RE2 re2/parse.cc`, maximum_repeat_count).
const REPEAT: u32 = 1000;

/// The parsed form, where it is one; 250 groups deep at most.
fn parsed(text: &str) -> Result<Ast, Box<ast::Error>> {
    ast::parse::ParserBuilder::new().nest_limit(250).build().parse(text).map_err(Box::new)
}

/// A regular expression that RE2 takes.
pub(super) fn check(text: &str) -> Result<(), Invalid> {
    let tree = parsed(text).map_err(|e| unreadable(text, e.kind()))?;
    walk(text, &tree, 1)
}

#[cold]
fn unreadable(text: &str, kind: &ErrorKind) -> Invalid {
    match kind {
        ErrorKind::UnsupportedLookAround => {
            not(text, "looks around (`(?=`, `(?!`, `(?<=` or `(?<!`), which RE2 cannot", HELP)
        }
        ErrorKind::UnsupportedBackreference => {
            not(text, "refers back to a group (`\\1`), which RE2 cannot", HELP)
        }
        ErrorKind::RepetitionMissing
        | ErrorKind::RepetitionCountUnclosed
        | ErrorKind::RepetitionCountDecimalEmpty
        | ErrorKind::DecimalEmpty
            if text.contains('{') =>
        {
            not(
                text,
                "has a `{` that repeats nothing",
                "write `\\{` for the brace itself, `[^/]+` for one path element",
            )
        }
        kind => not(text, format!("is not a regular expression: {kind}"), HELP),
    }
}

fn refuse(text: &str, part: ast::Span, what: &str, help: &str) -> Result<(), Invalid> {
    let part = text.get(part.start.offset..part.end.offset).unwrap_or(text);
    Err(not(text, format!("has {}, {what}", shown(part)), help))
}

/// Everything in the tree that RE2 would refuse or read otherwise; `times` is how often it is repeated already.
fn walk(text: &str, tree: &Ast, times: u32) -> Result<(), Invalid> {
    match tree {
        Ast::Flags(set) => flags(text, &set.flags),
        Ast::Literal(literal) => self::literal(text, literal),
        Ast::Assertion(a) => match a.kind {
            ast::AssertionKind::StartLine
            | ast::AssertionKind::EndLine
            | ast::AssertionKind::StartText
            | ast::AssertionKind::EndText
            | ast::AssertionKind::WordBoundary
            | ast::AssertionKind::NotWordBoundary => Ok(()),
            _ => refuse(text, a.span, "which RE2 does not have", "use `\\b`"),
        },
        Ast::ClassUnicode(class) => unicode(text, class),
        Ast::ClassBracketed(class) => set(text, &class.kind),
        Ast::Repetition(r) => {
            if matches!(*r.ast, Ast::Repetition(_)) {
                return refuse(
                    text,
                    r.span,
                    "one repetition of another, which RE2 refuses",
                    "put `(?:…)` around the inner one",
                );
            }
            let most = match &r.op.kind {
                ast::RepetitionKind::Range(ast::RepetitionRange::Bounded(_, n))
                | ast::RepetitionKind::Range(ast::RepetitionRange::Exactly(n))
                | ast::RepetitionKind::Range(ast::RepetitionRange::AtLeast(n)) => (*n).max(1),
                _ => 1,
            };
            let times = times.saturating_mul(most);
            if times > REPEAT {
                return refuse(
                    text,
                    r.span,
                    "more than 1000 repetitions",
                    "RE2 takes 1000, nested ones multiplied",
                );
            }
            walk(text, &r.ast, times)
        }
        Ast::Group(group) => {
            match &group.kind {
                ast::GroupKind::NonCapturing(f) => flags(text, f)?,
                ast::GroupKind::CaptureName { name, .. }
                    if !name.name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') =>
                {
                    return refuse(
                        text,
                        name.span,
                        "a group's name that RE2 does not take",
                        "letters, digits and `_`",
                    );
                }
                _ => {}
            }
            walk(text, &group.ast, times)
        }
        Ast::Alternation(list) => list.asts.iter().try_for_each(|a| walk(text, a, times)),
        Ast::Concat(list) => list.asts.iter().try_for_each(|a| walk(text, a, times)),
        Ast::Empty(_) | Ast::Dot(_) | Ast::ClassPerl(_) => Ok(()),
    }
}

fn flags(text: &str, flags: &ast::Flags) -> Result<(), Invalid> {
    for item in &flags.items {
        if let ast::FlagsItemKind::Flag(ast::Flag::IgnoreWhitespace | ast::Flag::CRLF | ast::Flag::Unicode) =
            item.kind
        {
            return refuse(text, item.span, "a flag that RE2 does not have", "RE2 has `i`, `m`, `s` and `U`");
        }
    }
    Ok(())
}

fn literal(text: &str, literal: &ast::Literal) -> Result<(), Invalid> {
    use ast::{HexLiteralKind as H, LiteralKind as L};
    match literal.kind {
        L::HexFixed(H::UnicodeShort | H::UnicodeLong) | L::HexBrace(H::UnicodeShort | H::UnicodeLong) => {
            refuse(text, literal.span, "which RE2 does not have", "write `\\x{…}`")
        }
        _ => Ok(()),
    }
}

/// General categories and scripts are RE2's; properties are not.
fn unicode(text: &str, class: &ast::ClassUnicode) -> Result<(), Invalid> {
    const HELP: &str = "RE2 has general categories (`\\pL`, `\\p{Lu}`) and scripts (`\\p{Greek}`)";
    const NONE: [&str; 8] =
        ["Alphabetic", "Lowercase", "Uppercase", "White_Space", "Emoji", "ID_Start", "ID_Continue", "ASCII"];
    match &class.kind {
        ast::ClassUnicodeKind::OneLetter(_) => {}
        ast::ClassUnicodeKind::Named(name) if name.starts_with(|c: char| c.is_ascii_uppercase()) => {
            if NONE.contains(&name.as_str()) {
                return refuse(text, class.span, "a property, which RE2 does not have", HELP);
            }
        }
        _ => return refuse(text, class.span, "which RE2 does not have", HELP),
    }
    let part = text.get(class.span.start.offset..class.span.end.offset).unwrap_or("");
    match regex_syntax::parse(part) {
        Ok(_) => Ok(()),
        Err(_) => refuse(text, class.span, "a class that there is not", HELP),
    }
}

fn set(text: &str, set: &ast::ClassSet) -> Result<(), Invalid> {
    match set {
        ast::ClassSet::BinaryOp(op) => {
            let help = "to RE2 they are the characters themselves; write them once, or escape them";
            refuse(text, op.span, "an operation on sets (`&&`, `--`, `~~`), which RE2 does not have", help)
        }
        ast::ClassSet::Item(item) => set_item(text, item),
    }
}

fn set_item(text: &str, item: &ast::ClassSetItem) -> Result<(), Invalid> {
    use ast::ClassSetItem as I;
    match item {
        I::Bracketed(inner) => refuse(
            text,
            inner.span,
            "a class in a class, which RE2 does not have",
            "write `\\[` for the bracket itself",
        ),
        I::Union(union) => union.items.iter().try_for_each(|i| set_item(text, i)),
        I::Literal(l) => literal(text, l),
        I::Range(r) => literal(text, &r.start).and_then(|()| literal(text, &r.end)),
        I::Unicode(class) => unicode(text, class),
        I::Empty(_) | I::Ascii(_) | I::Perl(_) => Ok(()),
    }
}

/// How many instructions RE2 makes of it, as Envoy compares with `regex_max_size` (200 by default): an estimate that
/// follows RE2's compiler (`compile.cc`, `prog.cc` Flatten). `None` where it is no regular expression.
#[must_use]
pub fn regex_program_size(text: &str) -> Option<u32> {
    parsed(text).ok().map(|tree| size::of(&tree, text))
}

/// How many groups it captures: what a substitution may name. `None` where it is no regular expression.
#[must_use]
pub fn regex_groups(text: &str) -> Option<u32> {
    fn groups(tree: &Ast) -> u32 {
        match tree {
            Ast::Group(g) => u32::from(g.is_capturing()) + groups(&g.ast),
            Ast::Repetition(r) => groups(&r.ast),
            Ast::Alternation(list) => list.asts.iter().map(groups).sum(),
            Ast::Concat(list) => list.asts.iter().map(groups).sum(),
            _ => 0,
        }
    }
    parsed(text).ok().map(|tree| groups(&tree))
}

/// A regular expression to match with.
#[derive(Clone, Debug)]
pub struct Pattern {
    whole: regex::Regex,
    part: regex::Regex,
}

impl Pattern {
    /// Of a checked text.
    ///
    /// # Errors
    /// What makes it none, or that it is too large to run here (1 MiB compiled).
    pub fn new(text: &str) -> Result<Self, Invalid> {
        check(text)?;
        let build = |t: &str| regex::RegexBuilder::new(t).size_limit(1 << 20).dfa_size_limit(1 << 20).build();
        let both =
            build(&format!("\\A(?:{text})\\z")).and_then(|whole| Ok(Self { whole, part: build(text)? }));
        both.map_err(|_| not(text, "is too large a regular expression", "repeat less"))
    }

    /// Whether it matches all of a text, as Envoy matches paths, headers and queries.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        self.whole.is_match(text)
    }

    /// The text with each match replaced, `\1` in the substitution being the first group (Envoy's `regex_rewrite`).
    #[must_use]
    pub fn rewrite(&self, text: &str, substitution: &str) -> String {
        self.part
            .replace_all(text, |groups: &regex::Captures<'_>| {
                let (mut out, mut chars) = (String::new(), substitution.chars());
                while let Some(c) = chars.next() {
                    match (c, if c == '\\' { chars.next() } else { None }) {
                        ('\\', Some(d)) if d.is_ascii_digit() => {
                            let n = d.to_digit(10).unwrap_or(0) as usize;
                            out += groups.get(n).map_or("", |m| m.as_str());
                        }
                        ('\\', Some(other)) => out.push(other),
                        (c, _) => out.push(c),
                    }
                }
                out
            })
            .into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_re2_cannot_is_refused() {
        let bad = [
            ("(?=a)b", "looks around"),
            (r"(a)\1", "refers back"),
            ("/items/{id}", "repeats nothing"),
            ("[a&&b]", "operation on sets"),
            ("[a-z--b]", "operation on sets"),
            ("(?x)a b", "a flag"),
            ("a**", "one repetition of another"),
            ("a{1001}", "more than 1000"),
            ("(?:a{100}){11}", "more than 1000"),
            ("[[a]b]", "a class in a class"),
            (r"\p{Alphabetic}", "a property"),
            (r"\b{start}", "does not have"),
            (r"\u0041", "does not have"),
            ("/a/(", "is not a regular expression: unclosed group"),
        ];
        for (text, message) in bad {
            let error = check(text).expect_err(text);
            assert!(error.message.contains(message), "{text}: {}", error.message);
        }
        for good in [
            r"^/v\d{2}/$",
            "/a/.*",
            r"[^/]+",
            r"(?i)abc",
            "[[:alpha:]]",
            r"\pL\p{Greek}",
            r"a{1000}",
            r"a\.b",
            "a??",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
    }

    #[test]
    fn sizes_are_those_that_envoy_said() {
        assert_eq!(regex_program_size("/rx/[a-z]+/[0-9]+/.*"), Some(22));
        assert_eq!(regex_program_size(LONG), Some(245));
        assert!(regex_program_size("(?:(?:a{10}){10}){10}").is_some_and(|n| n > 1000));
    }

    const LONG: &str = "/(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?(a|b|c|d)?";

    #[test]
    fn matching_is_of_the_whole_and_rewriting_of_parts() {
        let pattern = Pattern::new("/v([0-9]+)/").expect("a pattern");
        assert!(pattern.matches("/v12/") && !pattern.matches("/v12/x"));
        assert_eq!(pattern.rewrite("/v12/x", r"/api\1\\/"), "/api12\\/x");
        assert_eq!(regex_groups("(a)(?:b)(?P<c>c)"), Some(2));
    }
}
