//! Platforms are data: which versions there are, what each can do, which fields its kinds have, which values its
//! charts take.
//!
//! No version is compared outside this room: others ask [`Platform::has`], [`Platform::meets`] or one of the typed
//! answers ([`Platform::server_api`] …). A new release is rows in these tables.

mod api;
pub mod charts;
mod feature;
mod module_keys;
mod need;
mod releases;
pub mod schema;
mod version;

use std::fmt;

pub use feature::Feature;
pub use module_keys::{KeyType, ModuleKey, module_key, module_settings};
pub use need::{Lacks, Need};
pub use version::{Provider, Version, VersionError};

/// Which edge a cluster runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edge {
    /// Emissary-ingress of that version.
    Emissary(Version),
    /// Ambassador Edge Stack of that version.
    EdgeStack(Version),
}

impl Edge {
    /// Emissary or Edge Stack.
    #[must_use]
    pub const fn provider(self) -> Provider {
        match self {
            Self::Emissary(_) => Provider::Emissary,
            Self::EdgeStack(_) => Provider::EdgeStack,
        }
    }

    /// Its version; Edge Stack 1.14, Emissary 3.10 and 4.1 are one line of software, so these can be ordered.
    #[must_use]
    pub const fn version(self) -> Version {
        let (Self::Emissary(version) | Self::EdgeStack(version)) = self;
        version
    }
}

impl fmt::Display for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.provider(), self.version())
    }
}

/// What one cluster runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Platform {
    /// The API server.
    pub kubernetes: Version,
    /// Linkerd with its extensions, if there is a mesh.
    pub linkerd: Option<Version>,
    /// The edge, if there is one.
    pub edge: Option<Edge>,
}

/// What replaces parts of every cluster's platform: `--platform linkerd=2.8,kubernetes=1.30`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// Another Kubernetes.
    pub kubernetes: Option<Version>,
    /// Another Linkerd.
    pub linkerd: Option<Version>,
    /// Another edge; Emissary and Edge Stack replace each other.
    pub edge: Option<Edge>,
}

impl Platform {
    /// A cluster without mesh and edge.
    #[must_use]
    pub const fn of_kubernetes(kubernetes: Version) -> Self {
        Self { kubernetes, linkerd: None, edge: None }
    }

    /// The platform of `kubernetes=1.33,linkerd=2.20,emissary=4.1`; without a word for Kubernetes, the newest.
    ///
    /// # Errors
    /// As [`Platform::parse_overrides`].
    pub fn from_words(text: &str) -> Result<Self, VersionError> {
        let newest = Provider::Kubernetes.supported().last().copied();
        let kubernetes = newest.unwrap_or(Version::new(1, 37));
        Ok(Self::of_kubernetes(kubernetes).with(&Self::parse_overrides(text)?))
    }

    /// Reads `linkerd=2.8,kubernetes=1.30`; the last word for a provider holds.
    ///
    /// # Errors
    /// When a word is not `PROVIDER=VERSION`, or names a provider or a version that meshc does not know.
    pub fn parse_overrides(text: &str) -> Result<Overrides, VersionError> {
        let mut overrides = Overrides::default();
        for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
            let Some((provider, version)) = word.split_once('=') else {
                return Err(VersionError::NoVersion { text: word.to_owned() });
            };
            let unknown = || VersionError::UnknownProvider { word: provider.trim().to_owned() };
            let provider = Provider::of_word(provider.trim()).ok_or_else(unknown)?;
            overrides.set(provider, provider.version(version.trim())?);
        }
        Ok(overrides)
    }

    /// This platform, with what `overrides` says put in.
    #[must_use]
    pub fn with(self, overrides: &Overrides) -> Self {
        Self {
            kubernetes: overrides.kubernetes.unwrap_or(self.kubernetes),
            linkerd: overrides.linkerd.or(self.linkerd),
            edge: overrides.edge.or(self.edge),
        }
    }

    /// The version of a provider here, if it is here.
    #[must_use]
    pub fn version_of(&self, provider: Provider) -> Option<Version> {
        match provider {
            Provider::Kubernetes => Some(self.kubernetes),
            Provider::Linkerd => self.linkerd,
            Provider::Emissary | Provider::EdgeStack => {
                self.edge.filter(|edge| edge.provider() == provider).map(Edge::version)
            }
        }
    }
}

impl Overrides {
    /// Puts a version in.
    pub fn set(&mut self, provider: Provider, version: Version) {
        match provider {
            Provider::Kubernetes => self.kubernetes = Some(version),
            Provider::Linkerd => self.linkerd = Some(version),
            Provider::Emissary => self.edge = Some(Edge::Emissary(version)),
            Provider::EdgeStack => self.edge = Some(Edge::EdgeStack(version)),
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "kubernetes {}", self.kubernetes)?;
        if let Some(linkerd) = self.linkerd {
            write!(f, ", linkerd {linkerd}")?;
        }
        self.edge.map_or(Ok(()), |edge| write!(f, ", {edge}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overrides_replace_parts() {
        let platform = Platform::from_words("kubernetes=1.33, linkerd=2.20, emissary=4.1").unwrap();
        assert_eq!(platform.to_string(), "kubernetes 1.33, linkerd 2.20, emissary 4.1");
        let overrides = Platform::parse_overrides("linkerd=2.8.1,edge-stack=1.14").unwrap();
        assert_eq!(platform.with(&overrides).to_string(), "kubernetes 1.33, linkerd 2.8, edge-stack 1.14");
        assert_eq!(platform.version_of(Provider::EdgeStack), None);
        for (text, message) in [
            ("istio=1.2", "`istio` is no part of a platform"),
            ("linkerd", "`linkerd` names no version"),
            ("linkerd=2.7", "linkerd `2.7` is not supported"),
            ("linkerd=x", "`x` is no version"),
        ] {
            assert_eq!(Platform::parse_overrides(text).unwrap_err().to_string(), message);
        }
    }
}
