//! What a plain scalar is: as go-yaml resolves it, which kubectl and the API server read with (sigs.k8s.io/yaml v1.4,
//! `goyaml.v2/resolve.go`), and then as JSON holds it: a whole float is a whole number.

/// A scalar's value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Scalar {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    /// Its own text.
    Text,
    /// `.inf` and `.nan`, which JSON cannot hold.
    NoNumber,
    /// `<<`
    Merge,
}

/// The value of a plain scalar.
pub(super) fn resolve(text: &str) -> Scalar {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Scalar::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            return Scalar::Bool(true);
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            return Scalar::Bool(false);
        }
        ".nan" | ".NaN" | ".NAN" | ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" | "-.inf"
        | "-.Inf" | "-.INF" => return Scalar::NoNumber,
        "<<" => return Scalar::Merge,
        _ => {}
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return Scalar::Text;
    }
    if text.starts_with('.') {
        return if float_like(text) { float(text) } else { Scalar::Text };
    }
    let plain: String = text.chars().filter(|c| *c != '_').collect();
    match whole(&plain) {
        Some(value) => i64::try_from(value).map_or(Scalar::Float(value as f64), Scalar::Int),
        None if float_like(&plain) => float(&plain),
        None => Scalar::Text,
    }
}

/// As Go's `ParseInt(text, 0, 64)` and `ParseUint`.
fn whole(text: &str) -> Option<i128> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let prefixed = |prefix: &str| digits.strip_prefix(prefix);
    let (radix, digits) = if let Some(rest) = prefixed("0x").or(prefixed("0X")) {
        (16, rest)
    } else if let Some(rest) = prefixed("0b").or(prefixed("0B")) {
        (2, rest)
    } else if let Some(rest) = prefixed("0o").or(prefixed("0O")) {
        (8, rest)
    } else if digits.len() > 1 && digits.starts_with('0') {
        (8, digits)
    } else {
        (10, digits)
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    let value = i128::from_str_radix(digits, radix).ok()?;
    let value = if negative { -value } else { value };
    (i128::from(i64::MIN)..=i128::from(u64::MAX)).contains(&value).then_some(value)
}

/// `^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`
fn float_like(text: &str) -> bool {
    let signless = |t: &str| t.strip_prefix(['+', '-']).map_or(t.len(), str::len);
    let rest = text.get(text.len() - signless(text)..).unwrap_or("");
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    let (mantissa, exponent) = rest.split_once(['e', 'E']).map_or((rest, None), |(m, e)| (m, Some(e)));
    let (before, after) = mantissa.split_once('.').map_or((mantissa, None), |(b, a)| (b, Some(a)));
    let mantissa_fits = digits(before)
        && after.is_none_or(digits)
        && (!before.is_empty() || after.is_some_and(|a| !a.is_empty()));
    mantissa_fits
        && exponent.is_none_or(|e| {
            let e = e.strip_prefix(['+', '-']).unwrap_or(e);
            !e.is_empty() && digits(e)
        })
}

fn float(text: &str) -> Scalar {
    match text.parse::<f64>() {
        Ok(v) if !v.is_finite() => Scalar::NoNumber,
        Ok(v) if v.fract() == 0.0 && v.abs() < 9.0e18 => Scalar::Int(v as i64),
        Ok(v) => Scalar::Float(v),
        Err(_) => Scalar::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_go_yaml() {
        use Scalar::{Bool, Float, Int, Merge, NoNumber, Null, Text};
        let cases = [
            ("yes", Bool(true)),
            ("Off", Bool(false)),
            ("oN", Text),
            ("y", Bool(true)),
            ("~", Null),
            ("nUll", Text),
            ("<<", Merge),
            ("017", Int(15)),
            ("0o17", Int(15)),
            ("1_0", Int(10)),
            ("1e3", Int(1000)),
            ("08", Int(8)),
            ("0x1F", Int(31)),
            ("0b11", Int(3)),
            ("1:30", Text),
            ("2001-01-01", Text),
            ("1e", Text),
            ("=", Text),
            ("-", Text),
            ("+", Text),
            (".", Text),
            ("-0x1f", Int(-31)),
            (".5", Float(0.5)),
            ("1.", Int(1)),
            ("-.5", Float(-0.5)),
            ("1.5e-1", Float(0.15)),
            (".inf", NoNumber),
            ("1_", Int(1)),
            ("_1", Text),
            ("9223372036854775807", Int(i64::MAX)),
            ("18446744073709551615", Float(u64::MAX as f64)),
            ("1e400", NoNumber),
            ("0x", Text),
            ("1.2.3", Text),
            ("100m", Text),
        ];
        for (text, want) in cases {
            assert_eq!(resolve(text), want, "{text}");
        }
    }
}
