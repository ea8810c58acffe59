//! Types that are a list of words, and how a word off the list is answered.

use super::invalid::not;
use super::{Invalid, Type};

/// Linux capabilities without `CAP_` (capabilities(7), Linux 6.12), and `ALL`.
const CAPABILITIES: &[&str] = &[
    "ALL",
    "AUDIT_CONTROL",
    "AUDIT_READ",
    "AUDIT_WRITE",
    "BLOCK_SUSPEND",
    "BPF",
    "CHECKPOINT_RESTORE",
    "CHOWN",
    "DAC_OVERRIDE",
    "DAC_READ_SEARCH",
    "FOWNER",
    "FSETID",
    "IPC_LOCK",
    "IPC_OWNER",
    "KILL",
    "LEASE",
    "LINUX_IMMUTABLE",
    "MAC_ADMIN",
    "MAC_OVERRIDE",
    "MKNOD",
    "NET_ADMIN",
    "NET_BIND_SERVICE",
    "NET_BROADCAST",
    "NET_RAW",
    "PERFMON",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYSLOG",
    "SYS_ADMIN",
    "SYS_BOOT",
    "SYS_CHROOT",
    "SYS_MODULE",
    "SYS_NICE",
    "SYS_PACCT",
    "SYS_PTRACE",
    "SYS_RAWIO",
    "SYS_RESOURCE",
    "SYS_TIME",
    "SYS_TTY_CONFIG",
    "WAKE_ALARM",
];

/// Cipher suites that Envoy's BoringSSL takes for TLS 1.2 (Envoy 1.3x, `CipherSuites` of common.proto).
const CIPHERS: &[&str] = &[
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-CHACHA20-POLY1305",
    "ECDHE-RSA-CHACHA20-POLY1305",
    "ECDHE-ECDSA-AES128-SHA",
    "ECDHE-RSA-AES128-SHA",
    "ECDHE-ECDSA-AES256-SHA",
    "ECDHE-RSA-AES256-SHA",
    "ECDHE-RSA-AES128-SHA256",
    "AES128-GCM-SHA256",
    "AES256-GCM-SHA384",
    "AES128-SHA",
    "AES256-SHA",
    "AES128-SHA256",
    "AES256-SHA256",
    "DES-CBC3-SHA",
    "ECDHE-PSK-AES128-CBC-SHA",
    "ECDHE-PSK-AES256-CBC-SHA",
    "ECDHE-PSK-CHACHA20-POLY1305",
    "PSK-AES128-CBC-SHA",
    "PSK-AES256-CBC-SHA",
];

/// The words of a type that is a closed list; `None` for the others.
#[must_use]
pub fn closed_words(kind: Type) -> Option<&'static [&'static str]> {
    Some(match kind {
        Type::Method => &["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE"],
        Type::Priority => &["default", "high"],
        Type::Phase => &["request", "response", "trailer"],
        Type::Unit => &["second", "minute", "hour", "day"],
        Type::TlsVersion => &["1.0", "1.1", "1.2", "1.3"],
        Type::CertField => &["subject", "cert", "chain", "dns", "uri"],
        Type::Verb => &["get", "list", "watch", "create", "update", "patch", "delete"],
        Type::JwtAlgorithm => &[
            "RS256", "RS384", "RS512", "ES256", "ES384", "ES512", "PS256", "PS384", "PS512", "HS256",
            "HS384", "HS512", "none",
        ],
        Type::Curve => {
            &["X25519", "P-256", "P-384", "P-521", "P-224", "X25519MLKEM768", "X25519Kyber768Draft00"]
        }
        Type::Capability => CAPABILITIES,
        Type::Cipher => CIPHERS,
        _ => return None,
    })
}

/// A word of the list, as the list has it.
pub(super) fn word(kind: Type, words: &'static [&'static str], text: &str) -> Result<&'static str, Invalid> {
    match words.iter().find(|w| **w == text) {
        Some(word) => Ok(word),
        None => match (kind, text.split_once('|')) {
            // BoringSSL's groups of equal preference: `[A|B]`.
            (Type::Cipher, Some(_)) => Err(not(text, "is a group of cipher suites", "list them one by one")),
            _ => Err(off_the_list(kind, words, text)),
        },
    }
}

#[cold]
fn off_the_list(kind: Type, words: &'static [&'static str], text: &str) -> Invalid {
    let what = match kind {
        Type::Method => "an HTTP method",
        Type::Priority => "a priority",
        Type::Phase => "a phase of a request",
        Type::Unit => "a unit of time",
        Type::TlsVersion => "a version of TLS",
        Type::CertField => "a field of a certificate",
        Type::Verb => "a verb of the API",
        Type::JwtAlgorithm => "an algorithm of JWTs",
        Type::Curve => "a curve",
        Type::Capability => "a Linux capability",
        Type::Cipher => "a cipher suite",
        _ => "a word that can stand here",
    };
    let help = match words.len() {
        0..=14 => format!("one of {}", words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", ")),
        _ => format!("one of `{}`, …", words.iter().take(4).copied().collect::<Vec<_>>().join("`, `")),
    };
    let invalid = not(text, format!("is not {what}"), help);
    let equal = |t: &str| words.iter().find(|w| w.eq_ignore_ascii_case(t));
    if let Some(word) = equal(text).or_else(|| equal(alias(kind, text))) {
        return invalid.instead(*word, true);
    }
    invalid.maybe(if kind == Type::TlsVersion { near_version(text) } else { near(text, words) })
}

/// What a version of TLS that does not exist yet is nearest to; words that look alike mean other versions.
fn near_version(text: &str) -> Option<&'static str> {
    let minor = text.strip_prefix("1.")?;
    (minor.len() == 1 && minor.bytes().all(|b| b.is_ascii_digit())).then_some("1.3")
}

/// Other spellings of words.
fn alias(kind: Type, text: &str) -> &str {
    match kind {
        Type::Capability => {
            text.get(..4).filter(|t| t.eq_ignore_ascii_case("CAP_")).and_then(|_| text.get(4..))
        }
        Type::TlsVersion => {
            let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
            match digits {
                "1" | "1_0" => Some("1.0"),
                "1_1" => Some("1.1"),
                "1_2" => Some("1.2"),
                "1_3" | "3" => Some("1.3"),
                other => Some(other),
            }
        }
        Type::Unit => match text.to_ascii_lowercase().as_str() {
            "s" | "sec" | "seconds" => Some("second"),
            "m" | "min" | "minutes" => Some("minute"),
            "h" | "hr" | "hours" => Some("hour"),
            "d" | "days" => Some("day"),
            _ => None,
        },
        Type::Phase => text.strip_suffix('s'),
        Type::Curve => match text.to_ascii_lowercase().as_str() {
            "p256" | "secp256r1" | "prime256v1" => Some("P-256"),
            "p384" | "secp384r1" => Some("P-384"),
            "p521" | "secp521r1" => Some("P-521"),
            _ => None,
        },
        _ => None,
    }
    .unwrap_or(text)
}

/// The word with the fewest edits, at most two and a third of its length.
pub(super) fn near(text: &str, words: &[&'static str]) -> Option<&'static str> {
    if text.len() > 64 {
        return None;
    }
    let most = |w: &str| 2.min(w.len() / 3);
    words.iter().map(|w| (edits(text, w), *w)).filter(|(n, w)| *n <= most(w)).min().map(|(_, w)| w)
}

/// Levenshtein's distance over bytes.
fn edits(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(b.bytes()) {
            let best = (diagonal + usize::from(x != y)).min(*cell + 1).min(left + 1);
            diagonal = *cell;
            *cell = best;
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

/// When to retry: `5xx`, `gateway-error`, a status, a range, or a gRPC code (linkerd2 `retry.linkerd.io/grpc`).
pub(super) fn condition(text: &str) -> Result<(), Invalid> {
    const HELP: &str = "`5xx`, `gateway-error`, a status, a range of statuses (`500..504`), or a gRPC code: `cancelled`, `deadline-exceeded`, `internal`, `resource-exhausted`, `unavailable`";
    const WORDS: &[&str] = &[
        "5xx",
        "gateway-error",
        "cancelled",
        "deadline-exceeded",
        "internal",
        "resource-exhausted",
        "unavailable",
        // Envoy's own, at the edge.
        "connect-failure",
        "retriable-4xx",
        "refused-stream",
        "retriable-status-codes",
    ];
    if WORDS.contains(&text)
        || text.starts_with(|c: char| c.is_ascii_digit()) && super::number::statuses(text).is_ok()
    {
        return Ok(());
    }
    if let Err(e) = super::number::statuses(text)
        && e.instead.is_some()
    {
        return Err(Invalid { help: HELP.to_owned(), ..e });
    }
    let better = text.to_ascii_lowercase().replace('_', "-");
    let invalid = not(text, "is not a condition for a retry", HELP);
    if WORDS.contains(&better.as_str()) {
        return Err(invalid.instead(better, true));
    }
    Err(invalid.maybe(near(text, WORDS)))
}

/// A protocol of ALPN's: `h2`, `http/1.1`.
pub(super) fn alpn(text: &str) -> Result<(), Invalid> {
    const HELP: &str = "a protocol of ALPN's: `h2`, `http/1.1`";
    let invalid = |better: Option<&str>| match better {
        Some(better) => Err(not(text, "is not a protocol of ALPN's", HELP).instead(better, true)),
        None => Err(not(text, "is not a protocol of ALPN's", HELP)),
    };
    match text {
        "http/2" | "http2" | "HTTP/2" | "H2" => invalid(Some("h2")),
        "http1.1" | "http1" | "http/1" | "HTTP/1.1" => invalid(Some("http/1.1")),
        _ if text.is_empty()
            || text.len() > 255
            || text.bytes().any(|b| !b.is_ascii_graphic() || b == b',') =>
        {
            invalid(None)
        }
        _ => Ok(()),
    }
}
