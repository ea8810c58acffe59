//! The tree read through small serde views. A view borrows from the tree; entries whose value is `null` read as
//! not given.

use super::walk::{Children, Entries};
use super::{Kind, NodeId, NodeRef, Tree};
use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer, U32Deserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use std::fmt::{self, Display};
use std::marker::PhantomData;

/// The name under which [`At`] asks for its node; no type of anybody's has it.
const AT: &str = "$meshc::manifest::At";

/// A value and the node it was read from. Does not work inside `#[serde(untagged)]` and `#[serde(flatten)]`, whose
/// buffer forgets nodes: there, and in other formats, the node is [`NodeId::NOWHERE`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At<T> {
    /// Where it stands.
    pub node: NodeId,
    /// What stands there.
    pub value: T,
}

/// Why a view does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ViewError {
    /// The innermost node that does not fit.
    pub node: NodeId,
    /// The problem, in one line.
    pub message: String,
}

impl Tree {
    /// Reads the node as a `T`, which may borrow from the tree.
    ///
    /// # Errors
    /// Where the data does not have that shape.
    pub fn view<'t, T: Deserialize<'t>>(&'t self, node: NodeId) -> Result<T, ViewError> {
        T::deserialize(Viewer(self.get(node)))
    }
}

impl Display for ViewError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ViewError {}

impl Error for ViewError {
    fn custom<T: Display>(message: T) -> Self {
        Self { node: NodeId::NOWHERE, message: message.to_string() }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(AT, AtVisitor(PhantomData))
    }
}

struct AtVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for AtVisitor<T> {
    type Value = At<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<At<T>, D::Error> {
        Ok(At { node: NodeId::NOWHERE, value: T::deserialize(deserializer)? })
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut pair: A) -> Result<At<T>, A::Error> {
        let missing = || A::Error::custom("a value");
        let node = NodeId(pair.next_element()?.ok_or_else(missing)?);
        Ok(At { node, value: pair.next_element()?.ok_or_else(missing)? })
    }
}

struct Viewer<'t>(NodeRef<'t>);

impl<'t> Viewer<'t> {
    /// Names the node unless one further in is named already.
    fn here<T>(&self, result: Result<T, ViewError>) -> Result<T, ViewError> {
        result.map_err(|e| match e.node {
            NodeId::NOWHERE => ViewError { node: self.0.id(), ..e },
            _ => e,
        })
    }
}

impl<'t> Deserializer<'t> for Viewer<'t> {
    type Error = ViewError;

    fn deserialize_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, ViewError> {
        let node = self.0;
        let result = match node.kind() {
            Kind::Null => visitor.visit_unit(),
            Kind::Bool => visitor.visit_bool(node.as_bool().unwrap_or_default()),
            Kind::Int => visitor.visit_i64(node.as_i64().unwrap_or_default()),
            Kind::Float => visitor.visit_f64(node.as_f64().unwrap_or_default()),
            Kind::String => visitor.visit_borrowed_str(node.as_str().unwrap_or_default()),
            Kind::Map => visitor.visit_map(Map { entries: node.entries(), value: None }),
            Kind::Seq => visitor.visit_seq(Seq(node.children())),
        };
        self.here(result)
    }

    fn deserialize_option<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, ViewError> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'t>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ViewError> {
        if name == AT {
            return visitor.visit_seq(Pair { node: self.0, step: 0 });
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'t>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ViewError> {
        let result = match self.0.as_str() {
            Some(variant) => visitor
                .visit_enum::<BorrowedStrDeserializer<'_, ViewError>>(BorrowedStrDeserializer::new(variant)),
            None if self.0.kind() == Kind::Map => {
                visitor.visit_enum(MapAccessDeserializer::new(Map { entries: self.0.entries(), value: None }))
            }
            None => Err(ViewError::custom("expected a text")),
        };
        self.here(result)
    }

    fn deserialize_ignored_any<V: Visitor<'t>>(self, visitor: V) -> Result<V::Value, ViewError> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { <V: Visitor<'t>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct identifier
    }
}

struct Seq<'t>(Children<'t>);

impl<'t> SeqAccess<'t> for Seq<'t> {
    type Error = ViewError;

    fn next_element_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<Option<S::Value>, ViewError> {
        self.0.next().map(|n| seed.deserialize(Viewer(n))).transpose()
    }
}

struct Map<'t> {
    entries: Entries<'t>,
    value: Option<NodeRef<'t>>,
}

impl<'t> MapAccess<'t> for Map<'t> {
    type Error = ViewError;

    fn next_key_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<Option<S::Value>, ViewError> {
        let Some((key, value)) = self.entries.by_ref().find(|(_, v)| !v.is_null()) else { return Ok(None) };
        self.value = Some(value);
        Viewer(value).here(seed.deserialize(BorrowedStrDeserializer::new(key))).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<S::Value, ViewError> {
        let value = self.value.take().ok_or_else(|| ViewError::custom("a value without a key"))?;
        seed.deserialize(Viewer(value))
    }
}

/// What [`At`] gets: the node, then the value.
struct Pair<'t> {
    node: NodeRef<'t>,
    step: u8,
}

impl<'t> SeqAccess<'t> for Pair<'t> {
    type Error = ViewError;

    fn next_element_seed<S: DeserializeSeed<'t>>(&mut self, seed: S) -> Result<Option<S::Value>, ViewError> {
        self.step += 1;
        match self.step {
            1 => {
                let id: U32Deserializer<ViewError> = self.node.id().0.into_deserializer();
                seed.deserialize(id).map(Some)
            }
            2 => seed.deserialize(Viewer(self.node)).map(Some),
            _ => Ok(None),
        }
    }
}
