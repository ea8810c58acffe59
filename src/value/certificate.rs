//! Certificates in PEM: what of them the checks speak of. Signatures are not verified (that needs a crypto library):
//! a chain is followed by names and key identifiers. Private keys are refused wherever they stand.

use super::Invalid;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::pem::Pem;
use x509_parser::prelude::X509Certificate;
use x509_parser::public_key::PublicKey;

/// What a PEM file takes.
const HELP: &str = "one or more `-----BEGIN CERTIFICATE-----` blocks in PEM";
/// No bundle has as many.
const MOST: usize = 1000;

/// The key in a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyAlgorithm {
    /// ECDSA over the curve of this name: `P-256`.
    Ecdsa(String),
    /// RSA of so many bits.
    Rsa(u32),
    /// Ed25519.
    Ed25519,
    /// Another, by its OID.
    Other(String),
}

impl std::fmt::Display for KeyAlgorithm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Ecdsa(curve) => write!(f, "ECDSA {curve}"),
            Self::Rsa(bits) => write!(f, "RSA of {bits} bits"),
            Self::Ed25519 => f.write_str("Ed25519"),
            Self::Other(oid) => write!(f, "an algorithm of OID {oid}"),
        }
    }
}

/// A certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The subject's name, as `CN=root.linkerd.cluster.local`.
    pub subject: String,
    /// The issuer's name.
    pub issuer: String,
    /// From when it is valid, in seconds since 1970.
    pub not_before: i64,
    /// Until when.
    pub not_after: i64,
    /// Whether it may issue certificates.
    pub is_ca: bool,
    /// Its public key.
    pub key: KeyAlgorithm,
    /// SHA-256 of its DER, in lower-case hex.
    pub fingerprint: String,
    /// The DNS names it stands for.
    pub dns_names: Vec<String>,
    /// The URIs it stands for: SPIFFE identities.
    pub uris: Vec<String>,
    subject_der: Vec<u8>,
    issuer_der: Vec<u8>,
    key_id: Option<Vec<u8>>,
    issuer_key_id: Option<Vec<u8>>,
}

impl Certificate {
    /// Whether `anchor` issued it, by names and, where both have one, key identifiers.
    #[must_use]
    pub fn signed_by(&self, anchor: &Self) -> bool {
        let keys = match (&self.issuer_key_id, &anchor.key_id) {
            (Some(wanted), Some(has)) => wanted == has,
            _ => true,
        };
        self.issuer_der == anchor.subject_der && keys && anchor.is_ca
    }

    /// Whether it is its own issuer: a root.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.signed_by(self)
    }

    /// Whether it is valid in that second.
    #[must_use]
    pub fn valid_at(&self, seconds: i64) -> bool {
        (self.not_before..=self.not_after).contains(&seconds)
    }
}

fn invalid(message: impl Into<String>, help: &str) -> Invalid {
    Invalid { message: message.into(), help: help.to_owned(), instead: None }
}

/// The certificates of a PEM text, in its order; at least one.
///
/// # Errors
/// A private key, a block that is no certificate, none at all.
pub fn certificates(pem: &[u8]) -> Result<Vec<Certificate>, Invalid> {
    if is_private_key(pem) {
        let help = "keep private keys in secrets; only certificates belong in a program's folder";
        return Err(invalid("the file has a private key", help));
    }
    let mut out = vec![];
    for (n, block) in Pem::iter_from_buffer(pem).enumerate().take(MOST) {
        let n = n + 1;
        let block = block.map_err(|e| invalid(format!("block {n} is not PEM: {}", one_line(&e)), HELP))?;
        if !matches!(block.label.as_str(), "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE") {
            let label: String = block.label.chars().take(40).collect();
            return Err(invalid(format!("block {n} is a `{label}`, no certificate"), HELP));
        }
        let parsed = block
            .parse_x509()
            .map_err(|e| invalid(format!("block {n} is not a certificate: {}", one_line(&e)), HELP))?;
        out.push(read(&parsed, &block.contents));
    }
    if out.is_empty() { Err(invalid("the file has no certificate", HELP)) } else { Ok(out) }
}

/// Whether a text has a private key in PEM.
#[must_use]
pub fn is_private_key(pem: &[u8]) -> bool {
    const MARK: &[u8] = b"PRIVATE KEY-----";
    pem.split(|b| *b == b'\n').any(|line| {
        let line = line.trim_ascii();
        line.starts_with(b"-----BEGIN ") && line.ends_with(MARK)
    })
}

/// An error of the parser without line ends.
fn one_line(error: &impl std::fmt::Display) -> String {
    error.to_string().chars().map(|c| if c.is_control() { ' ' } else { c }).take(120).collect()
}

fn read(parsed: &X509Certificate<'_>, der: &[u8]) -> Certificate {
    let mut fingerprint = String::with_capacity(64);
    for byte in Sha256::digest(der) {
        let _ = write!(fingerprint, "{byte:02x}");
    }
    let mut out = Certificate {
        subject: parsed.subject().to_string(),
        issuer: parsed.issuer().to_string(),
        not_before: parsed.validity().not_before.timestamp(),
        not_after: parsed.validity().not_after.timestamp(),
        is_ca: parsed.is_ca(),
        key: key(parsed),
        fingerprint,
        dns_names: vec![],
        uris: vec![],
        subject_der: parsed.subject().as_raw().to_vec(),
        issuer_der: parsed.issuer().as_raw().to_vec(),
        key_id: None,
        issuer_key_id: None,
    };
    for extension in parsed.iter_extensions() {
        match extension.parsed_extension() {
            ParsedExtension::SubjectKeyIdentifier(id) => out.key_id = Some(id.0.to_vec()),
            ParsedExtension::AuthorityKeyIdentifier(id) => {
                out.issuer_key_id = id.key_identifier.as_ref().map(|k| k.0.to_vec());
            }
            ParsedExtension::SubjectAlternativeName(names) => {
                for name in &names.general_names {
                    match name {
                        GeneralName::DNSName(name) => out.dns_names.push((*name).to_owned()),
                        GeneralName::URI(uri) => out.uris.push((*uri).to_owned()),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    out
}

/// The algorithm of its key: OIDs of RFC 5480, 8410.
fn key(parsed: &X509Certificate<'_>) -> KeyAlgorithm {
    let info = parsed.public_key();
    let algorithm = info.algorithm.algorithm.to_id_string();
    match (algorithm.as_str(), info.parsed()) {
        ("1.3.101.112", _) => KeyAlgorithm::Ed25519,
        (_, Ok(PublicKey::RSA(key))) => KeyAlgorithm::Rsa(u32::try_from(key.key_size()).unwrap_or(u32::MAX)),
        (_, Ok(PublicKey::EC(point))) => {
            let oid =
                info.algorithm.parameters.as_ref().and_then(|p| p.as_oid().ok()).map(|o| o.to_id_string());
            KeyAlgorithm::Ecdsa(match oid.as_deref() {
                Some("1.2.840.10045.3.1.7") => "P-256".to_owned(),
                Some("1.3.132.0.34") => "P-384".to_owned(),
                Some("1.3.132.0.35") => "P-521".to_owned(),
                Some("1.3.132.0.33") => "P-224".to_owned(),
                Some(other) => other.to_owned(),
                None => format!("of {} bits", point.key_size()),
            })
        }
        _ => KeyAlgorithm::Other(algorithm),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "-----BEGIN CERTIFICATE-----
MIIBjzCCATSgAwIBAgIUF5fBvMG3eA3V1bflPQ3H1wFFui0wCgYIKoZIzj0EAwIw
JTEjMCEGA1UEAwwacm9vdC5saW5rZXJkLmNsdXN0ZXIubG9jYWwwHhcNMjYxMTI0
MTczNzQyWhcNMzYxMTIxMTczNzQyWjAlMSMwIQYDVQQDDBpyb290LmxpbmtlcmQu
Y2x1c3Rlci5sb2NhbDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAI/6Jc3hCHN
qpBRxsF82Xalhyu8mydDWR8KBt/0ZNr/HK+w2tQTPmsDzudvxOKVoMfSjzdYRNjh
BWZdpXKFtyijQjBAMA8GA1UdEwEB/wQFMAMBAf8wHQYDVR0OBBYEFAMOM8gPdz6U
ANSRrugSQn51ruBZMA4GA1UdDwEB/wQEAwIBBjAKBggqhkjOPQQDAgNJADBGAiEA
nGSQdaKEZiPMYb3IEyzqDvbj+mcUlE0BFDUd+/3XiMICIQCuQ6uF1wMCF2WF4GwH
7+dIrC+z8dyUMOEEk8OWY5KBUQ==
-----END CERTIFICATE-----";
    const ISSUER: &str = "-----BEGIN CERTIFICATE-----
MIICnTCCAkOgAwIBAgIUK2TnWhIvy8i91cWQip4gVRPqjO8wCgYIKoZIzj0EAwIw
JTEjMCEGA1UEAwwacm9vdC5saW5rZXJkLmNsdXN0ZXIubG9jYWwwHhcNMjYxMTI0
MTczNzQyWhcNMjcxMTI0MTczNzQyWjApMScwJQYDVQQDDB5pZGVudGl0eS5saW5r
ZXJkLmNsdXN0ZXIubG9jYWwwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAwggEKAoIB
AQC8p3C+F4p3wDwcIB+EOYE9hj7OpXrKJodmWZxHM5vyXNochRJADOwg8RYmL9VJ
C7nXwXmf4DTHTex823debbJiQcOdkOBTT8HbydQZMt4g5copBVqWPJZHjBpAy5Gk
GFXinGUhrvWLrmJ/IpmZLg3hDLZz5zaHaWYC3sZWa1v630nw7DCMaVQDfAryhEyv
GCGOhbf/u2Tixw6PnEiFJlm9HAttWbrSxIODwN0YTUQMG3+2PBG1EoFvQx3Ejtwe
Dync6aScXnbZ6SDPV1QtRBF7O1lrJ1bAQt6oJbb8EWLZ4cklaVHfe5pSk+k52snX
k8bHVK3dASZLunL6Ql4LRQnpAgMBAAGjgYEwfzASBgNVHRMBAf8ECDAGAQH/AgEA
MB0GA1UdDgQWBBS4fKZgajnOj4xFa/fLHCZNvMYbfzAfBgNVHSMEGDAWgBQDDjPI
D3c+lADUka7oEkJ+da7gWTApBgNVHREEIjAggh5pZGVudGl0eS5saW5rZXJkLmNs
dXN0ZXIubG9jYWwwCgYIKoZIzj0EAwIDSAAwRQIhAMQ9qBEmIiaFKce+TxuIx/N6
VDctycvJJImktqrTlEI/AiArQj6c8lnOiH9a50f7VmGjJbvhhTndPHi4QUTkIHOK
ng==
-----END CERTIFICATE-----";

    #[test]
    fn a_bundle_is_read_in_order_and_its_chain_followed() {
        let all = certificates(format!("# root\n{ROOT}\n\n{ISSUER}\n").as_bytes()).expect("a bundle");
        let [root, issuer] = all.as_slice() else { panic!("{all:?}") };
        assert_eq!(root.subject, "CN=root.linkerd.cluster.local");
        assert_eq!(root.key, KeyAlgorithm::Ecdsa("P-256".to_owned()));
        assert_eq!(root.fingerprint, "729103870d20f80879b46082dc7d132583c0d3b4eeccf1252cb84fc799dcff79");
        assert_eq!(root.not_after, 2_110_901_862);
        assert_eq!(issuer.key.to_string(), "RSA of 2048 bits");
        assert_eq!(issuer.dns_names, ["identity.linkerd.cluster.local"]);
        assert!(issuer.is_ca && issuer.signed_by(root) && !root.signed_by(issuer));
        assert!(root.is_root() && !issuer.is_root());
        assert!(root.valid_at(root.not_after) && !root.valid_at(root.not_after + 1));
    }

    #[test]
    fn what_is_no_bundle() {
        let broken = ROOT.replacen("MII", "MIX", 1);
        for (text, message) in [
            ("", "the file has no certificate"),
            ("hello", "the file has no certificate"),
            (
                "-----BEGIN EC PRIVATE KEY-----\nAA==\n-----END EC PRIVATE KEY-----\n",
                "the file has a private key",
            ),
            (
                "-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----\n",
                "block 1 is a `PUBLIC KEY`, no certificate",
            ),
            (broken.as_str(), "block 1 is not a certificate: "),
        ] {
            let error = certificates(text.as_bytes()).expect_err(text);
            assert!(error.message.starts_with(message), "{}", error.message);
        }
    }
}
