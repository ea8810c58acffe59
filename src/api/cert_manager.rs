//! Certificate, Issuer and ClusterIssuer of `cert-manager.io/v1` (cert-manager 1.18).

use serde::Serialize;

/// What issues a certificate into a secret.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CertificateSpec {
    /// The secret that it fills.
    pub secret_name: String,
    /// Who signs.
    pub issuer_ref: IssuerRef,
    /// Whether it signs others.
    #[serde(rename = "isCA", skip_serializing_if = "Option::is_none")]
    pub is_ca: Option<bool>,
    /// The common name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub common_name: Option<String>,
    /// The hosts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dns_names: Vec<String>,
    /// How long it lives, as Go writes durations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<String>,
    /// How early it is renewed, as Go writes durations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub renew_before: Option<String>,
    /// The key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub private_key: Option<PrivateKey>,
}

/// Who signs a certificate.
#[derive(Clone, Debug, Default, Serialize)]
pub struct IssuerRef {
    /// Its name.
    pub name: String,
    /// `Issuer` or `ClusterIssuer`.
    pub kind: &'static str,
    /// `cert-manager.io`.
    pub group: &'static str,
}

/// The key of a certificate.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PrivateKey {
    /// `ECDSA` or `RSA`.
    pub algorithm: &'static str,
    /// In bits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<i64>,
    /// `Always` or `Never`: whether a renewal makes a new key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rotation_policy: Option<&'static str>,
}

/// Issuer and ClusterIssuer: one of its fields.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct IssuerSpec {
    /// Certificates sign themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_signed: Option<Empty>,
    /// The certificate and key of a secret sign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca: Option<CaIssuer>,
}

/// `{}`.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Empty {}

/// A secret that signs.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CaIssuer {
    /// Its name.
    pub secret_name: String,
}
