//! Version numbers and the versions that meshc knows: text → [`Version`], per [`Provider`].
//!
//! Invariant: a `Version` made by [`Provider::version`] is one of [`Provider::supported`].

use std::fmt;

/// A version as far as behaviour depends on it: a patch number is accepted and ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// `2` of `2.20`.
    pub major: u16,
    /// `20` of `2.20`.
    pub minor: u16,
}

impl Version {
    /// `major.minor`.
    #[must_use]
    pub const fn new(major: u16, minor: u16) -> Self {
        Self { major, minor }
    }

    /// Reads `2.20`, `1.33.2` or `1.33.2+k3s1`; whether a provider has it is not asked.
    ///
    /// # Errors
    /// [`VersionError::Malformed`] without a major and a minor number.
    pub fn parse(text: &str) -> Result<Self, VersionError> {
        let malformed = || VersionError::Malformed { text: text.to_owned() };
        let (number, rest) = match text.find(['-', '+']) {
            Some(at) => text.split_at(at),
            None => (text, ""),
        };
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+' | '-');
        if rest.len() == 1 || !rest.chars().all(plain) {
            return Err(malformed());
        }
        let digits = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let parts: Vec<&str> = number.split('.').collect();
        if !parts.iter().all(digits) {
            return Err(malformed());
        }
        let mut numbers = parts.iter().map(|part| part.parse::<u16>().ok());
        match (numbers.next().flatten(), numbers.next().flatten()) {
            (Some(major), Some(minor)) => Ok(Self { major, minor }),
            _ => Err(malformed()),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// Real software that meshc writes manifests for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Provider {
    /// Kubernetes, by the version of the API server.
    Kubernetes,
    /// Linkerd 2, extensions included.
    Linkerd,
    /// Emissary-ingress.
    Emissary,
    /// Ambassador Edge Stack.
    EdgeStack,
}

impl Provider {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Kubernetes, Self::Linkerd, Self::Emissary, Self::EdgeStack];

    /// Its word in a `platform` block: `kubernetes`, `linkerd`, `emissary`, `edge-stack`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Kubernetes => "kubernetes",
            Self::Linkerd => "linkerd",
            Self::Emissary => "emissary",
            Self::EdgeStack => "edge-stack",
        }
    }

    /// The provider of that word.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.word() == word)
    }

    /// The versions that meshc can compile for, oldest first.
    #[must_use]
    pub fn supported(self) -> Vec<Version> {
        let minors = |major, first, last| (first..=last).map(|m| Version::new(major, m)).collect();
        match self {
            Self::Kubernetes => minors(1, 21, 37),
            Self::Linkerd => minors(2, 8, 20),
            Self::Emissary => vec![Version::new(3, 10), Version::new(4, 1)],
            Self::EdgeStack => vec![Version::new(1, 14)],
        }
    }

    /// Reads a version of this provider.
    ///
    /// # Errors
    /// When it is no version, or none that meshc can compile for.
    pub fn version(self, text: &str) -> Result<Version, VersionError> {
        let version = Version::parse(text)?;
        if self.supported().contains(&version) {
            return Ok(version);
        }
        Err(VersionError::Unsupported { provider: self, version })
    }

    /// The supported version that is nearest to a text's; the newest where the text is no version.
    #[must_use]
    pub fn nearest(self, text: &str) -> Version {
        let all = self.supported();
        let newest = all.last().copied().unwrap_or(Version::new(0, 0));
        let Ok(wanted) = Version::parse(text) else { return newest };
        let far = |v: &Version| (v.major.abs_diff(wanted.major), v.minor.abs_diff(wanted.minor));
        all.into_iter().min_by_key(far).unwrap_or(newest)
    }

    /// `1.21 to 1.37`, `3.10 and 4.1`, `1.14`: what [`Provider::supported`] lists, in words.
    #[must_use]
    pub fn supported_in_words(self) -> String {
        match self.supported().as_slice() {
            [one] => one.to_string(),
            [a, b] => format!("{a} and {b}"),
            [first, .., last] => format!("{first} to {last}"),
            [] => String::new(),
        }
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Why a version cannot be had. `Display` is the message of a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VersionError {
    /// It has no major and minor number.
    Malformed {
        /// What was written.
        text: String,
    },
    /// meshc does not know that version.
    Unsupported {
        /// Of what.
        provider: Provider,
        /// Which.
        version: Version,
    },
    /// No provider has that name.
    UnknownProvider {
        /// What was written.
        word: String,
    },
    /// An override is not `PROVIDER=VERSION`.
    NoVersion {
        /// What was written.
        text: String,
    },
}

impl fmt::Display for VersionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed { text } => write!(f, "`{text}` is no version"),
            Self::Unsupported { provider, version } => {
                write!(f, "{provider} `{version}` is not supported")
            }
            Self::UnknownProvider { word } => write!(f, "`{word}` is no part of a platform"),
            Self::NoVersion { text } => write!(f, "`{text}` names no version"),
        }
    }
}

impl std::error::Error for VersionError {}

impl VersionError {
    /// What the user can do.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::Malformed { .. } => "write it as `MAJOR.MINOR`".to_owned(),
            Self::Unsupported { provider, .. } => {
                format!("supported are {provider} {}", provider.supported_in_words())
            }
            Self::UnknownProvider { .. } => {
                let words = Provider::ALL.iter().map(|p| p.word());
                format!("write one of {}", crate::diagnostic::or_list(words))
            }
            Self::NoVersion { .. } => "write it as `PROVIDER=VERSION`".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_supported_version_is_read() {
        for provider in Provider::ALL {
            assert_eq!(Provider::of_word(provider.word()), Some(provider));
            for version in provider.supported() {
                assert_eq!(provider.version(&version.to_string()), Ok(version));
                assert_eq!(provider.version(&format!("{version}.7")), Ok(version));
                assert_eq!(provider.version(&format!("{version}.7+k3s1")), Ok(version));
            }
        }
    }

    #[test]
    fn the_nearest_version_stands_in() {
        assert_eq!(Provider::Linkerd.nearest("2.7"), Version::new(2, 8));
        assert_eq!(Provider::Kubernetes.nearest("1.99"), Version::new(1, 37));
        assert_eq!(Provider::Emissary.nearest("3.9"), Version::new(3, 10));
        assert_eq!(Provider::EdgeStack.nearest("x"), Version::new(1, 14));
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "2", "2.", ".8", "2.x", "v2.8", "2.8-", "2..8", "2.99999", "-1.2", "2.8+é"] {
            assert!(Version::parse(text).is_err(), "{text}");
        }
        for (provider, text) in [
            (Provider::Linkerd, "2.7"),
            (Provider::Linkerd, "2.21"),
            (Provider::Kubernetes, "1.20"),
            (Provider::Kubernetes, "1.38"),
            (Provider::Emissary, "4.0"),
            (Provider::EdgeStack, "3.10"),
        ] {
            assert!(provider.version(text).is_err(), "{provider} {text}");
        }
        assert_eq!(Provider::Kubernetes.supported_in_words(), "1.21 to 1.37");
        assert_eq!(Provider::Emissary.supported_in_words(), "3.10 and 4.1");
    }
}
