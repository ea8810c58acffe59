//! CPU and memory as Kubernetes' `resource.Quantity` reads them (apimachinery `quantity.go`, `suffix.go`).

use super::invalid::not;
use super::{Cpu, Invalid, Memory};

/// What a CPU quantity takes.
const CPU: &str = "a CPU quantity is a number of cores or of millicores: `2`, `0.5`, `100m`";
/// What a memory quantity takes.
const MEM: &str =
    "a memory quantity is a number with Ki, Mi, Gi, Ti, Pi or Ei (or k, M, G, T, P, E): `64Mi`, `1Gi`";

/// The number before the suffix: its digits as one number, how many of them are decimals, and the suffix.
fn split(text: &str) -> Option<(u128, u32, &str)> {
    let (mut value, mut decimals, mut dot, mut any) = (0u128, 0u32, false, false);
    let mut at = 0;
    for b in text.bytes() {
        match b {
            b'0'..=b'9' => {
                value = value.checked_mul(10)?.checked_add(u128::from(b - b'0'))?;
                decimals += u32::from(dot);
                any = true;
            }
            b'.' if !dot => dot = true,
            _ => break,
        }
        at += 1;
    }
    any.then_some(())?;
    (decimals <= 9).then_some((value, decimals, text.get(at..)?))
}

/// Millicores.
pub(super) fn cpu(text: &str) -> Result<Cpu, Invalid> {
    let Some((value, decimals, suffix)) = split(text) else {
        return Err(not(
            text,
            if text.starts_with('-') { "is negative" } else { "is not a CPU quantity" },
            CPU,
        ));
    };
    let thousandths = match suffix {
        "" => value.checked_mul(1000),
        "m" => Some(value),
        _ => {
            let better = match suffix {
                "c" | "cpu" | "cores" | "core" => text.get(..text.len() - suffix.len()).map(str::to_owned),
                "M" | "mc" => Some(format!("{}m", text.trim_end_matches(suffix))),
                _ => None,
            };
            return Err(not(
                text,
                format!("has the suffix `{suffix}`, which CPU quantities do not have"),
                CPU,
            )
            .maybe(better));
        }
    };
    let scale = 10u128.pow(decimals);
    match thousandths {
        Some(t) if t % scale != 0 => Err(not(text, "is finer than a millicore", CPU)),
        Some(t) => u64::try_from(t / scale)
            .ok()
            .filter(|m| *m <= i64::MAX as u64 / 1000)
            .map(Cpu)
            .ok_or_else(|| not(text, "is too large", CPU)),
        None => Err(not(text, "is too large", CPU)),
    }
}

/// What a suffix multiplies by.
fn factor(suffix: &str) -> Option<u128> {
    Some(match suffix {
        "" => 1,
        "k" => 1000,
        "M" => 1_000_000,
        "G" => 1_000_000_000,
        "T" => 1_000_000_000_000,
        "P" => 1_000_000_000_000_000,
        "E" => 1_000_000_000_000_000_000,
        "Ki" => 1 << 10,
        "Mi" => 1 << 20,
        "Gi" => 1 << 30,
        "Ti" => 1 << 40,
        "Pi" => 1 << 50,
        "Ei" => 1 << 60,
        _ => return None,
    })
}

/// Bytes, and the text as written.
pub(super) fn memory(text: &str) -> Result<Memory, Invalid> {
    let Some((value, decimals, suffix)) = split(text) else {
        return Err(not(
            text,
            if text.starts_with('-') { "is negative" } else { "is not a memory quantity" },
            MEM,
        ));
    };
    let Some(factor) = factor(suffix) else {
        return Err(no_suffix(text, suffix));
    };
    if suffix.is_empty() && decimals == 0 && value > 0 && value < 4096 {
        let help = format!("that is {value} bytes; write `{value}Mi`, or with another suffix: {MEM}");
        return Err(not(text, "has no suffix", help).instead(format!("{value}Mi"), false));
    }
    let scale = 10u128.pow(decimals);
    let Some(bytes) = value.checked_mul(factor).filter(|b| b / scale <= i64::MAX as u128) else {
        return Err(not(text, "is too large", "8Ei less one byte is the most"));
    };
    if bytes % scale != 0 {
        let help = format!("Kubernetes rounds it up to {} bytes", bytes / scale + 1);
        return Err(not(text, "is not a whole number of bytes", help));
    }
    Ok(Memory { bytes: bytes / scale, text: text.into() })
}

#[cold]
fn no_suffix(text: &str, suffix: &str) -> Invalid {
    let number = text.strip_suffix(suffix).unwrap_or(text);
    if suffix == "m" {
        return not(text, "is in thousandths of a byte", MEM).instead(format!("{number}Mi"), false);
    }
    let better = match suffix.to_ascii_lowercase().as_str() {
        "k" => Some("k"),
        "ki" | "kib" | "kb" => Some("Ki"),
        "mi" | "mib" | "mb" => Some("Mi"),
        "g" | "gi" | "gib" | "gb" => Some("Gi"),
        "t" | "ti" | "tib" | "tb" => Some("Ti"),
        "pi" | "pib" | "pb" => Some("Pi"),
        "ei" | "eib" | "eb" => Some("Ei"),
        _ => None,
    };
    not(text, format!("has the suffix `{suffix}`, which memory quantities do not have"), MEM)
        .maybe(better.map(|s| format!("{number}{s}")))
}

impl Cpu {
    /// As Kubernetes writes it back: `500m`, `2`.
    #[must_use]
    pub fn kubernetes(self) -> String {
        if self.0.is_multiple_of(1000) { (self.0 / 1000).to_string() } else { format!("{}m", self.0) }
    }
}
