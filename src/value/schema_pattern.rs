//! The `pattern` of a schema against a text. The API server compiles patterns with Go's `regexp`, whose syntax this is.

use regex::Regex;
use std::collections::HashMap;
use std::sync::{LazyLock, PoisonError, RwLock};

static COMPILED: LazyLock<RwLock<HashMap<&'static str, Option<Regex>>>> = LazyLock::new(RwLock::default);

/// Whether the pattern matches somewhere in the text. Each is compiled once; what is no regular expression matches all, as the server
/// takes no schema with such a pattern.
#[must_use]
pub fn matches_schema_pattern(pattern: &'static str, text: &str) -> bool {
    let check = |regex: &Option<Regex>| regex.as_ref().is_none_or(|r| r.is_match(text));
    if let Some(found) = COMPILED.read().unwrap_or_else(PoisonError::into_inner).get(pattern) {
        return check(found);
    }
    let regex = Regex::new(pattern).ok();
    let fits = check(&regex);
    COMPILED.write().unwrap_or_else(PoisonError::into_inner).insert(pattern, regex);
    fits
}
