//! What can be wrong with a value.

use crate::manifest::tree::NodeId;

/// A way in which a value does not fit its schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// The group is known whole and has no such kind.
    UnknownKind,
    /// The kind may exist; nothing is known of its fields. No mistake by itself.
    Unchecked,
    /// The kind is not served under this apiVersion at this platform's versions.
    NotServed,
    /// Neither `metadata.name` nor `metadata.generateName`.
    NoName,
    /// The object has no such field: the server drops or refuses it.
    UnknownField,
    /// A text where a number must be, and the like.
    WrongType,
    /// `null` where only values are taken.
    Null,
    /// A required field is not there.
    Missing,
    /// None of the values that it may have.
    BadEnum,
    /// A number that is too small or too big.
    OutOfRange,
    /// Too short or too long: a text, a list or a map.
    BadLength,
    /// No quantity of resources.
    BadQuantity,
    /// No base64.
    BadBase64,
    /// A text that does not match the pattern.
    BadPattern,
    /// Not one of several forms, or several where one is wanted.
    BadForm,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The value; for [`Fault::Missing`] the object that lacks it.
    pub node: NodeId,
    /// Whether the key is wrong, not the value.
    pub at_key: bool,
    /// The kind of mistake.
    pub fault: Fault,
    /// Where it stands in the object.
    pub path: String,
    /// The problem, in one line.
    pub message: String,
    /// What the user can do.
    pub help: Option<String>,
}
