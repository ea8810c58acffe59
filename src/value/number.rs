//! Counts, shares, statuses and what else is a number with a form of its own.

use super::invalid::not;
use super::{Amount, Invalid, Percent, Scale};

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// What a text that should be a whole number is instead.
fn no_count(text: &str, help: &str) -> Invalid {
    match text.strip_prefix('-') {
        Some(rest) if digits(rest) => not(text, "is negative", help),
        _ if digits(text) => not(text, "is too large", help),
        _ if digits(&text.replace('_', "")) => {
            not(text, "has `_` between its digits", help).instead(text.replace('_', ""), true)
        }
        _ => not(text, "is not a whole number", help),
    }
}

/// A whole number, not negative.
pub(super) fn count(text: &str) -> Result<i64, Invalid> {
    text.parse::<i64>()
        .ok()
        .filter(|_| digits(text))
        .ok_or_else(|| no_count(text, "a whole number, not negative: `3`"))
}

/// A whole number, negative too.
pub(super) fn integer(text: &str) -> Result<i64, Invalid> {
    text.parse::<i64>()
        .ok()
        .filter(|_| digits(text.strip_prefix('-').unwrap_or(text)))
        .ok_or_else(|| no_count(text.strip_prefix('-').unwrap_or(text), "a whole number: `3`, `-3`"))
}

fn small(text: &str) -> Option<u32> {
    text.parse::<u32>().ok().filter(|n| digits(text) && i32::try_from(*n).is_ok())
}

/// `3`, or `2..6`.
pub(super) fn scale(text: &str) -> Result<Scale, Invalid> {
    const HELP: &str = "a number, or the least and the most: `3`, `2..6`";
    if let Some((min, max)) = text.split_once("..") {
        let (Some(min), Some(max)) = (small(min), small(max.strip_prefix('=').unwrap_or(max))) else {
            return Err(not(text, "is not a range of numbers", HELP));
        };
        if text.contains('=') {
            return Err(not(text, "has a `=`", HELP).instead(format!("{min}..{max}"), true));
        }
        if min > max {
            return Err(not(text, "has a least above its most", HELP).instead(format!("{max}..{min}"), false));
        }
        return Ok(Scale { min, max: Some(max) });
    }
    if let Some((min, max)) = text.split_once('-')
        && let (Some(min), Some(max)) = (small(min), small(max))
    {
        return Err(not(text, "is not a range", HELP).instead(format!("{min}..{max}"), true));
    }
    small(text).map(|min| Scale { min, max: None }).ok_or_else(|| no_count(text, HELP))
}

/// `number` in units of 1/10^places; `None` where it is none, or finer, or above u32.
fn decimal(number: &str, places: usize) -> Option<u32> {
    let (whole, rest) = number.split_once('.').unwrap_or((number, ""));
    let fine = digits(whole) && (digits(rest) || !number.contains('.'));
    let rest = rest.trim_end_matches('0');
    if !fine || rest.len() > places {
        return None;
    }
    let scale = |n: usize| 10u32.checked_pow(u32::try_from(n).ok()?);
    let fraction = if rest.is_empty() { 0 } else { rest.parse::<u32>().ok()? * scale(places - rest.len())? };
    whole.parse::<u32>().ok()?.checked_mul(scale(places)?)?.checked_add(fraction)
}

/// `10%`, `2.5%`; to 1000 %, as CPU targets go over 100.
pub(super) fn percent(text: &str) -> Result<Percent, Invalid> {
    const HELP: &str = "a percentage has `%` and at most three decimals: `10%`, `2.5%`";
    let Some(number) = text.strip_suffix('%') else {
        let invalid = not(text, "has no `%`", HELP);
        return Err(match decimal(text, 3) {
            Some(n) if n <= 1000 && text.contains('.') => {
                invalid.instead(Percent(n.saturating_mul(100)).to_string(), false)
            }
            Some(_) => invalid.instead(format!("{text}%"), false),
            None => not(text, "is not a percentage", HELP),
        });
    };
    match decimal(number, 3) {
        Some(n) if n <= 1_000_000 => Ok(Percent(n)),
        Some(_) => Err(not(text, "is above 1000%", HELP)),
        None if number.starts_with('-') => Err(not(text, "is negative", HELP)),
        None if number.parse::<f64>().is_ok_and(|n| n <= 1000.0) => {
            Err(not(text, "has more than three decimals", HELP))
        }
        None => Err(not(text, "is not a percentage", HELP)),
    }
}

/// A count or a percentage up to 100 %.
pub(super) fn amount(text: &str) -> Result<Amount, Invalid> {
    const HELP: &str = "a count or a percentage: `2`, `25%`";
    if text.ends_with('%') {
        let share = percent(text)?;
        if share.0 > 100_000 {
            return Err(not(text, "is above 100%", HELP));
        }
        return match share.whole() {
            Some(_) => Ok(Amount::Percent(share)),
            None => Err(not(text, "is not a whole percentage", HELP)),
        };
    }
    small(text).map(Amount::Count).ok_or_else(|| no_count(text, HELP))
}

/// Between 0 and 1, in millionths.
pub(super) fn ratio(text: &str) -> Result<u32, Invalid> {
    const HELP: &str = "a number between 0 and 1 with at most six decimals: `0.5`";
    if let Some(share) = text.strip_suffix('%').and_then(|n| decimal(n, 3)).filter(|n| *n <= 100_000) {
        let ratio = Percent(share).as_ratio_string();
        return Err(not(text, "is a percentage", HELP).instead(ratio, true));
    }
    match decimal(text, 6) {
        Some(n) if n <= 1_000_000 => Ok(n),
        Some(_) => Err(not(text, "is above 1", HELP)),
        None if text.starts_with('-') => Err(not(text, "is negative", HELP)),
        None => Err(not(text, "is not a number between 0 and 1", HELP)),
    }
}

/// An HTTP status, 100 to 599.
pub(super) fn status(text: &str) -> Result<u16, Invalid> {
    const HELP: &str = "an HTTP status is 100 to 599";
    match text.parse::<u16>() {
        Ok(n) if (100..=599).contains(&n) && digits(text) && text.len() == 3 => Ok(n),
        _ if digits(text) => Err(not(text, "is not an HTTP status", HELP)),
        _ => Err(not(text, "is not a number", HELP)),
    }
}

/// A status, or two: both ends included.
pub(super) fn statuses(text: &str) -> Result<(u16, u16), Invalid> {
    const HELP: &str = "a status, or the first and the last of several: `200`, `200..299`";
    if let Some((from, to)) = text.split_once("..") {
        let (a, b) = (status(from)?, status(to)?);
        if a > b {
            return Err(not(text, "begins after its end", HELP).instead(format!("{b}..{a}"), false));
        }
        return Ok((a, b));
    }
    let class = text.strip_suffix("xx").filter(|c| matches!(*c, "1" | "2" | "3" | "4" | "5"));
    if let Some(class) = class {
        return Err(not(text, "is not a status", HELP).instead(format!("{class}00..{class}99"), true));
    }
    if let Some((from, to)) = text.split_once('-').filter(|(a, b)| status(a).is_ok() && status(b).is_ok()) {
        return Err(not(text, "is not a range", HELP).instead(format!("{from}..{to}"), true));
    }
    status(text).map(|s| (s, s))
}

/// A user's number, and a group's: `1000`, `1000:1000` (0 to 2^31 - 1, `runAsUser` is validated so).
pub(super) fn user_group(text: &str) -> Result<(i64, Option<i64>), Invalid> {
    const HELP: &str = "a user's number, perhaps with a group's: `1000`, `1000:1000`";
    let id = |t: &str| small(t).map(i64::from).ok_or_else(|| no_count(t, HELP));
    match text.split_once(':') {
        Some((user, group)) => Ok((id(user)?, Some(id(group)?))),
        None => Ok((id(text)?, None)),
    }
}

/// `0644`, up to `0777` (Kubernetes `validateVolumeMode`: 0 to 0777).
pub(super) fn file_mode(text: &str) -> Result<u32, Invalid> {
    const HELP: &str = "a file's mode is `0` and three octal digits: `0644`";
    let mode = u32::from_str_radix(text.strip_prefix("0o").unwrap_or(text), 8).ok().filter(|m| *m <= 0o777);
    match mode {
        Some(m) if text.len() == 4 && digits(text) && text.starts_with('0') => Ok(m),
        Some(m) if digits(text.strip_prefix("0o").unwrap_or(text)) => {
            Err(not(text, "is not written as a file's mode", HELP).instead(format!("0{m:03o}"), false))
        }
        _ => Err(not(text, "is not a file's mode", HELP)),
    }
}

impl Percent {
    /// In whole percent, where it is that.
    #[must_use]
    pub fn whole(self) -> Option<u32> {
        self.0.is_multiple_of(1000).then_some(self.0 / 1000)
    }

    /// As a ratio with no more decimals than it needs: `2.5%` is `0.025`, `100%` is `1`.
    #[must_use]
    pub fn as_ratio_string(self) -> String {
        let (whole, rest) = (self.0 / 100_000, self.0 % 100_000);
        if rest == 0 {
            return whole.to_string();
        }
        format!("{whole}.{}", format!("{rest:05}").trim_end_matches('0'))
    }
}
