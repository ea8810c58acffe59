//! Cron schedules as Kubernetes reads them (robfig/cron v3 `ParseStandard`): five fields, or `@daily` and the like.

use super::Invalid;
use super::invalid::not;

/// What a schedule takes.
const HELP: &str = "minute, hour, day of the month, month, day of the week: `\"0 3 * * *\"`; or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`";

/// Name, least, most, and words for its numbers, of each field.
const FIELDS: [(&str, u32, u32, &[&str]); 5] = [
    ("minute", 0, 59, &[]),
    ("hour", 0, 23, &[]),
    ("day of the month", 1, 31, &[]),
    ("month", 1, 12, &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]),
    ("day of the week", 0, 6, &["sun", "mon", "tue", "wed", "thu", "fri", "sat"]),
];

/// A schedule.
pub(super) fn schedule(text: &str) -> Result<(), Invalid> {
    if text.starts_with("TZ=") || text.starts_with("CRON_TZ=") {
        return Err(not(text, "has a time zone, which Kubernetes refuses in a schedule", HELP));
    }
    if let Some(word) = text.strip_prefix('@') {
        let known =
            matches!(word, "yearly" | "annually" | "monthly" | "weekly" | "daily" | "midnight" | "hourly");
        let every = word
            .strip_prefix("every ")
            .is_some_and(|d| super::time::duration(d).is_ok() && !d.ends_with('d'));
        return if known || every { Ok(()) } else { Err(not(text, "is not a schedule", HELP)) };
    }
    let fields: Vec<&str> = text.split_whitespace().collect();
    if fields.len() != 5 {
        let s = if fields.len() == 1 { "" } else { "s" };
        return Err(not(text, format!("has {} field{s}, a schedule has five", fields.len()), HELP));
    }
    for (part, (name, least, most, words)) in fields.iter().zip(FIELDS) {
        for item in part.split(',') {
            if let Err(what) = field(item, least, most, words) {
                return Err(not(text, format!("has the {name} `{item}`, {what}"), HELP));
            }
        }
    }
    Ok(())
}

/// `*`, `?`, `N`, `A-B`, each perhaps with `/STEP`.
fn field(item: &str, least: u32, most: u32, words: &[&str]) -> Result<(), String> {
    let (range, step) = match item.split_once('/') {
        Some((range, step)) => (range, Some(step)),
        None => (item, None),
    };
    let number = |t: &str| -> Result<u32, String> {
        let word = words.iter().position(|w| w.eq_ignore_ascii_case(t)).and_then(|n| u32::try_from(n).ok());
        let digits = !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
        let n = word
            .map(|n| n + least)
            .or_else(|| t.parse().ok().filter(|_| digits))
            .ok_or("which is no number")?;
        if (least..=most).contains(&n) { Ok(n) } else { Err(format!("which is not {least} to {most}")) }
    };
    if let Some(step) = step
        && !step.parse::<u32>().is_ok_and(|n| n > 0 && step.bytes().all(|b| b.is_ascii_digit()))
    {
        return Err("whose step is no number above 0".to_owned());
    }
    if matches!(range, "*" | "?") {
        return Ok(());
    }
    match range.split_once('-') {
        Some((a, b)) if number(a)? > number(b)? => Err("which begins after its end".to_owned()),
        Some(_) => Ok(()),
        None => number(range).map(|_| ()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules() {
        for good in
            ["0 3 * * *", "*/5 * * * *", "0 0 1,15 jan-MAR sun", "@daily", "@every 1h30m", "? * * * 0-6/2"]
        {
            let good = good.replace("1h30m", "90m");
            assert_eq!(schedule(&good), Ok(()), "{good}");
        }
        for (bad, message) in [
            ("0 3 * *", "`0 3 * *` has 4 fields, a schedule has five"),
            ("60 3 * * *", "`60 3 * * *` has the minute `60`, which is not 0 to 59"),
            ("0 3 * * 7", "`0 3 * * 7` has the day of the week `7`, which is not 0 to 6"),
            ("0 5-3 * * *", "`0 5-3 * * *` has the hour `5-3`, which begins after its end"),
            ("*/0 * * * *", "`*/0 * * * *` has the minute `*/0`, whose step is no number above 0"),
            (
                "TZ=UTC 0 3 * * *",
                "`TZ=UTC 0 3 * * *` has a time zone, which Kubernetes refuses in a schedule",
            ),
            ("@often", "`@often` is not a schedule"),
        ] {
            assert_eq!(schedule(bad).map_err(|e| e.message), Err(message.to_owned()));
        }
    }
}
