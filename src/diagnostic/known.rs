//! Values that may be missing because of a mistake that was reported already.

/// Proof that the user was told. Only a [`super::Sink`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Reported(());

impl Reported {
    pub(super) fn made_by_sink() -> Self {
        Self(())
    }
}

/// A value, or the proof that why there is none was reported.
pub type Known<T> = Result<T, Reported>;
