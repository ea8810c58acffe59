//! Near words: for «there is a service with a similar name».

/// The candidates nearest to `word`, best first, at most three. Case and one swap of neighbours are cheap;
/// a third of the longer word's length may differ, or one holds the other, which is at least half as long.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let lower = word.to_lowercase();
    let length = lower.chars().count();
    // No name is as long, and the cost is the product of both lengths.
    if length > 256 {
        return vec![];
    }
    let mut found: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter_map(|c| {
            let other = c.to_lowercase();
            let others = other.chars().count();
            let most = length.max(others).max(3) / 3;
            let cost = match other == lower {
                true => 0,
                // no fewer edits than the lengths differ
                false if length.abs_diff(others) > most => usize::MAX,
                false => distance(&lower, &other),
            };
            let inside = lower.len() >= 4
                && (other.contains(&lower)
                    || other.len() >= 4.max(lower.len() / 2) && lower.contains(&other));
            (cost <= most).then_some((cost, c)).or(inside.then_some((most + 1, c)))
        })
        .collect();
    found.sort();
    found.dedup();
    found.into_iter().take(3).map(|(_, c)| c).collect()
}

/// Edits between two words, a swap of neighbours counted once (restricted Damerau-Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (mut before, mut last): (Vec<usize>, Vec<usize>) = (vec![], (0..=b.len()).collect());
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let at = |r: &[usize], n: usize| r.get(n).copied().unwrap_or(usize::MAX / 2);
            let mut best =
                (at(&last, j) + usize::from(x != y)).min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(&y) && b.get(j - 1) == Some(&x);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

/// `` `a`, `b`, or `c` ``: words in backticks, with an Oxford comma.
#[must_use]
pub fn or_list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.into_iter().map(|w| format!("`{w}`")).collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [a, b] => format!("{a} or {b}"),
        [init @ .., last] => format!("{}, or {last}", init.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_words_first() {
        assert_eq!(nearest("chekcout", ["cart", "checkout", "check"]), ["checkout"]);
        assert_eq!(nearest("timeout_ms", ["timeout", "time"]), ["timeout"]);
        assert!(nearest("a", ["xyz"]).is_empty());
        assert_eq!(or_list(["a", "b", "c"]), "`a`, `b`, or `c`");
    }
}
