//! What a construct needs of the platform: the text of the construct table's `need` column → [`Need`].

use std::fmt;

use super::{Edge, Platform, Provider, Version};

/// What a platform must be for a construct to exist there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// That provider, in any version (`edge-stack`).
    Any(Provider),
    /// That provider, from this version on (`linkerd 2.12`).
    Since(Provider, Version),
    /// That provider, up to this version (`emissary ..3.10`). Edge Stack 1.14 counts as an older Emissary.
    UpTo(Provider, Version),
}

/// What a platform lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacks {
    /// Which platform has it: `linkerd 2.12`, `edge-stack`, `emissary 3.10 or before`.
    pub since: String,
    /// What to use in its place, where there is something.
    pub instead: Option<&'static str>,
}

impl fmt::Display for Lacks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "needs {}", self.since)
    }
}

impl Need {
    /// Reads `linkerd 2.12`, `edge-stack`, `emissary ..3.10`; `None` for anything else, `-` included.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let provider = Provider::of_word(words.next()?)?;
        let need = match words.next() {
            None => Self::Any(provider),
            Some(version) => match version.strip_prefix("..") {
                Some(last) => Self::UpTo(provider, Self::number(last)?),
                None => Self::Since(provider, Self::number(version)?),
            },
        };
        words.next().is_none().then_some(need)
    }

    /// `3` is 3.0: the first of that major.
    fn number(text: &str) -> Option<Version> {
        Version::parse(text).ok().or_else(|| Some(Version::new(text.parse().ok()?, 0)))
    }

    /// Of what it asks for a version.
    #[must_use]
    pub fn provider(self) -> Provider {
        let (Self::Any(provider) | Self::Since(provider, _) | Self::UpTo(provider, _)) = self;
        provider
    }

    fn met_by(self, platform: &Platform) -> bool {
        let Some(have) = platform.version_of(self.provider()) else {
            // Edge Stack 1.14 is what Emissary was called before 2.0.
            let ancestor = matches!(platform.edge, Some(Edge::EdgeStack(_)));
            return ancestor && matches!(self, Self::UpTo(Provider::Emissary, _));
        };
        match self {
            Self::Any(_) => true,
            Self::Since(_, first) => have >= first,
            Self::UpTo(_, last) => have <= last,
        }
    }
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any(provider) => write!(f, "{provider}"),
            Self::Since(provider, Version { major, minor: 0 }) => write!(f, "{provider} {major}"),
            Self::Since(provider, first) => write!(f, "{provider} {first}"),
            Self::UpTo(provider, last) => write!(f, "{provider} {last} or before"),
        }
    }
}

impl Platform {
    /// Whether what a construct needs is there.
    ///
    /// # Errors
    /// What lacks: words for the diagnostic.
    pub fn meets(&self, need: &Need) -> Result<(), Lacks> {
        if need.met_by(self) {
            return Ok(());
        }
        Err(Lacks { since: need.to_string(), instead: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn needs_are_read_and_met() {
        let newest = "kubernetes=1.33,linkerd=2.20,emissary=4.1";
        let oldest = "kubernetes=1.21,linkerd=2.8,edge-stack=1.14";
        let middle = "kubernetes=1.23,linkerd=2.12,emissary=3.10";
        for (need, newest_has, middle_has, oldest_has, words) in [
            ("linkerd 2.12", true, true, false, "linkerd 2.12"),
            ("linkerd 2.8", true, true, true, "linkerd 2.8"),
            ("linkerd ..2.18", false, true, true, "linkerd 2.18 or before"),
            ("edge-stack", false, false, true, "edge-stack"),
            ("edge-stack 3", false, false, false, "edge-stack 3"),
            ("emissary 3.10", true, true, false, "emissary 3.10"),
            ("emissary ..3.10", false, true, true, "emissary 3.10 or before"),
            ("kubernetes 1.23", true, true, false, "kubernetes 1.23"),
        ] {
            let parsed = Need::parse(need).unwrap();
            for (platform, has) in [(newest, newest_has), (middle, middle_has), (oldest, oldest_has)] {
                let platform = Platform::from_words(platform).unwrap();
                assert_eq!(platform.meets(&parsed).is_ok(), has, "{need} on {platform}");
                if let Err(lacks) = platform.meets(&parsed) {
                    assert_eq!(lacks.since, words);
                }
            }
        }
        for wrong in ["", "-", "istio 1.2", "linkerd x", "linkerd 2.12 2.13"] {
            assert_eq!(Need::parse(wrong), None, "{wrong}");
        }
        let bare = Platform::of_kubernetes(Version::new(1, 33));
        assert!(bare.meets(&Need::Any(Provider::Linkerd)).is_err());
    }
}
