//! Durations: `250ms`, `3s`, `1.5m` into whole milliseconds, and out in the syntax of each consumer.

use super::Duration;
use super::Invalid;
use super::invalid::not;

/// What a duration takes.
const HELP: &str = "a duration is a number with a unit: `250ms`, `3s`, `5m`, `1h`, `2d`";
/// Go's `time.Duration` ends here (2^63 ns), and with it every consumer's.
const LONGEST: u64 = 9_223_372_036_854;

/// Milliseconds of a unit that the language has.
fn unit(name: &str) -> Option<u64> {
    Some(match name {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    })
}

/// The unit that another spelling of one means.
fn other_unit(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "ms" | "msec" | "msecs" | "milli" | "millis" | "millisecond" | "milliseconds" => "ms",
        "s" | "sec" | "secs" | "second" | "seconds" => "s",
        "m" | "min" | "mins" | "minute" | "minutes" => "m",
        "h" | "hr" | "hrs" | "hour" | "hours" => "h",
        "d" | "day" | "days" => "d",
        _ => return None,
    })
}

/// A number in thousandths, its decimals beyond the third given back as «too fine».
fn thousandths(number: &str) -> Option<(u64, bool)> {
    let (whole, rest) = number.split_once('.').unwrap_or((number, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(rest) || (rest.is_empty() && number.contains('.')) {
        return None;
    }
    let rest = rest.trim_end_matches('0');
    let mut value: u64 = whole.parse().ok()?;
    let mut bytes = rest.bytes();
    for _ in 0..3 {
        let digit = bytes.next().map_or(0, |b| u64::from(b - b'0'));
        value = value.checked_mul(10)?.checked_add(digit)?;
    }
    Some((value, bytes.next().is_some()))
}

/// A duration in whole milliseconds.
///
/// # Errors
/// No unit, an unknown unit, no number, several parts, finer than a millisecond, longer than Go can hold.
pub(super) fn duration(text: &str) -> Result<Duration, Invalid> {
    let cut = text.bytes().position(|b| !b.is_ascii_digit() && b != b'.').unwrap_or(text.len());
    let (number, name) = text.split_at_checked(cut).unwrap_or((text, ""));
    if let (Some(unit), Ok(n)) = (unit(name), number.parse::<u64>())
        && let Some(ms) = n.checked_mul(unit).filter(|ms| *ms <= LONGEST)
    {
        return Ok(Duration(ms));
    }
    slow(text, number, name)
}

#[cold]
fn slow(text: &str, number: &str, name: &str) -> Result<Duration, Invalid> {
    if text.starts_with('-') {
        return Err(not(text, "is negative", HELP));
    }
    if number.is_empty() || thousandths(number).is_none() && number.contains('.') {
        return Err(not(text, "is not a duration", HELP));
    }
    if name.is_empty() {
        if number.bytes().all(|b| b == b'0') {
            return Err(not(text, "has no unit", HELP).instead("0s", true));
        }
        let likely = if number.parse::<u64>().is_ok_and(|n| n >= 100) { "ms" } else { "s" };
        let other = if likely == "ms" { "s" } else { "ms" };
        let help = format!("write `{number}{likely}` or `{number}{other}`: {HELP}");
        return Err(not(text, "has no unit", help).instead(format!("{number}{likely}"), false));
    }
    let Some(size) = unit(name) else {
        return Err(foreign(text, number, name));
    };
    let Some((value, fine)) = thousandths(number) else {
        let what = if number.parse::<f64>().is_ok() { "is too long" } else { "is not a duration" };
        return Err(not(text, what, HELP));
    };
    let Some(ms) = value.checked_mul(size).filter(|ms| ms / 1000 <= LONGEST) else {
        return Err(not(
            text,
            "is too long",
            "Go, in which most consumers are written, holds 292 years at most",
        ));
    };
    if fine || ms % 1000 != 0 {
        return Err(not(text, "is not a whole number of milliseconds", "the finest unit is `1ms`"));
    }
    Ok(Duration(ms / 1000))
}

/// A unit that is not ours, or several parts as Go writes them.
fn foreign(text: &str, number: &str, name: &str) -> Invalid {
    if let Some(ours) = other_unit(name) {
        let message = format!("has the unit `{name}`, which is written `{ours}`");
        return not(text, message, HELP).instead(format!("{number}{ours}"), true);
    }
    if matches!(name, "ns" | "us" | "µs" | "w" | "y" | "M") {
        return not(text, format!("has the unit `{name}`, which durations do not have"), HELP);
    }
    if let Some(sum) = compound(text) {
        return not(text, "has several parts", HELP).instead(sum.to_string(), true);
    }
    not(text, "is not a duration", HELP)
}

/// `1h30m` as Go writes it.
fn compound(text: &str) -> Option<Duration> {
    let (mut rest, mut sum) = (text, 0u64);
    while !rest.is_empty() {
        let digits = rest.bytes().position(|b| !b.is_ascii_digit()).filter(|n| *n > 0)?;
        let (number, tail) = rest.split_at_checked(digits)?;
        let letters = tail.bytes().position(|b| !b.is_ascii_alphabetic()).unwrap_or(tail.len());
        let (name, after) = tail.split_at_checked(letters)?;
        sum = sum.checked_add(number.parse::<u64>().ok()?.checked_mul(unit(name)?)?)?;
        rest = after;
    }
    (sum <= LONGEST).then_some(Duration(sum))
}

/// Two durations: `1s..60s`, the first not longer than the second.
pub(super) fn range(text: &str) -> Result<(Duration, Duration), Invalid> {
    const HELP: &str = "two durations with `..` between them: `1s..60s`";
    let Some((from, to)) = text.split_once("..") else {
        return Err(not(text, "is not a range of durations", HELP));
    };
    let (from, to) = (duration(from)?, duration(to)?);
    if from > to {
        return Err(not(text, "begins after its end", HELP).instead(format!("{to}..{from}"), false));
    }
    Ok((from, to))
}

impl Duration {
    /// In milliseconds, as Emissary's `…_ms` fields take it.
    #[must_use]
    pub fn millis(self) -> u64 {
        self.0
    }

    /// As Go's `time.ParseDuration` reads it and people write it: `1h30m`, `90s` is `1m30s`, `250ms`; no days.
    #[must_use]
    pub fn go(self) -> String {
        self.parts().unwrap_or_else(|| "0s".to_owned())
    }

    /// As the Gateway API takes it (GEP-2257: up to four parts of one to five digits, `h`, `m`, `s`, `ms`).
    /// `None` where it is longer than 99999 hours.
    #[must_use]
    pub fn gateway_api(self) -> Option<String> {
        (self.0 / 3_600_000 <= 99_999).then(|| self.go())
    }

    fn parts(self) -> Option<String> {
        let mut left = self.0;
        let mut out = String::new();
        for (size, name) in [(3_600_000, "h"), (60_000, "m"), (1000, "s"), (1, "ms")] {
            if left >= size {
                out += &format!("{}{name}", left / size);
                left %= size;
            }
        }
        (!out.is_empty()).then_some(out)
    }

    /// As Linkerd's policy controller reads annotations: one whole number and one unit of ms, s, m, h, d
    /// (linkerd2 policy-controller `parse_duration`, outbound/index.rs, 2.16 and later).
    #[must_use]
    pub fn linkerd_annotation(self) -> String {
        if self.0 == 0 { "0s".to_owned() } else { self.to_string() }
    }

    /// In whole seconds, where it is that.
    #[must_use]
    pub fn whole_seconds(self) -> Option<u64> {
        self.0.is_multiple_of(1000).then_some(self.0 / 1000)
    }

    /// In seconds, a started one counted.
    #[must_use]
    pub fn seconds_ceil(self) -> u64 {
        self.0.div_ceil(1000)
    }

    /// In seconds with decimals, as protobuf's JSON and Envoy take it: `0.250s`, `3s`.
    #[must_use]
    pub fn protobuf(self) -> String {
        match self.0 % 1000 {
            0 => format!("{}s", self.0 / 1000),
            rest => format!("{}.{rest:03}s", self.0 / 1000),
        }
    }
}
