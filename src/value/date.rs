//! Dates: `2026-11-24` into seconds since 1970 (UTC) and back, after the proleptic Gregorian calendar.

use super::Invalid;
use super::invalid::not;

/// The first second of a day, as seconds since 1970 in UTC.
///
/// # Errors
/// Anything but `YYYY-MM-DD` with a day that exists.
pub fn date(text: &str) -> Result<i64, Invalid> {
    const HELP: &str = "a date is year, month and day: `2026-11-24`";
    let parts: Vec<&str> = text.split('-').collect();
    let number = |t: &&str, digits: usize| {
        t.parse::<i64>().ok().filter(|_| t.len() == digits && t.bytes().all(|b| b.is_ascii_digit()))
    };
    let [year, month, day] = parts.as_slice() else {
        return Err(not(text, "is not a date", HELP));
    };
    let (Some(y), Some(m), Some(d)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return Err(not(text, "is not a date", HELP));
    };
    let leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
    let days = match m {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return Err(not(text, format!("has no month {m}"), HELP)),
    };
    if !(1..=days).contains(&d) {
        return Err(not(text, format!("has no day {d} in its month"), HELP));
    }
    // Days since 1970-01-01 with years that begin in March, so that the leap day is the last.
    let (y, m) = if m <= 2 { (y - 1, m + 9) } else { (y, m - 3) };
    let (era, of_era) = (y.div_euclid(400), y.rem_euclid(400));
    let of_year = (153 * m + 2) / 5 + d - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468;
    Ok(days * 86_400)
}

/// The day of a time in seconds since 1970: `2026-11-24`.
#[must_use]
pub fn day(seconds: i64) -> String {
    let days = seconds.div_euclid(86_400) + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let m = (5 * of_year + 2) / 153;
    let d = of_year - (153 * m + 2) / 5 + 1;
    let (m, carry) = if m < 10 { (m + 3, 0) } else { (m - 9, 1) };
    format!("{:04}-{m:02}-{d:02}", year + era * 400 + carry)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_there_and_back() {
        for (text, seconds) in [
            ("1970-01-01", 0),
            ("2026-11-24", 1_795_478_400),
            ("2000-02-29", 951_782_400),
            ("1969-12-31", -86_400),
        ] {
            assert_eq!(date(text), Ok(seconds), "{text}");
            assert_eq!(day(seconds), text);
        }
        for (bad, message) in [
            ("2026-02-29", "`2026-02-29` has no day 29 in its month"),
            ("2026-13-01", "`2026-13-01` has no month 13"),
            ("24.11.2026", "`24.11.2026` is not a date"),
            ("2026-1-1", "`2026-1-1` is not a date"),
        ] {
            assert_eq!(date(bad).map_err(|e| e.message), Err(message.to_owned()));
        }
    }
}
