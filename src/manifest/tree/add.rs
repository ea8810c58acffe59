//! Any serialisable value into the tree. Map order is kept; an entry whose value is `null` is left out, as
//! Kubernetes takes `null` for «not given».

use super::{Kind, MAX_DEPTH, NodeId, Tree, TreeError};
use serde::ser::{
    Error, Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use std::fmt::Display;

impl Tree {
    /// Adds a value as a new root.
    ///
    /// # Errors
    /// For a number that is not finite, a map key that is no scalar, or too deep or too much data. The tree is then as before.
    pub fn add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<NodeId, TreeError> {
        let id = self.build(0, value)?;
        self.roots.push(id);
        Ok(id)
    }

    /// Adds nodes at the end that are no root yet.
    pub(super) fn build<T: Serialize + ?Sized>(&mut self, key: u32, value: &T) -> Result<NodeId, TreeError> {
        let (id, text) = (self.next_id()?, self.text.len());
        value.serialize(Adder { tree: self, key, depth: 0 }).map(|()| id).inspect_err(|_| {
            self.nodes.truncate(id.index());
            self.text.truncate(text);
        })
    }
}

impl Display for TreeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for TreeError {}

impl Error for TreeError {
    fn custom<T: Display>(message: T) -> Self {
        Self { message: message.to_string() }
    }
}

/// Puts one value at the end of the tree.
struct Adder<'t> {
    tree: &'t mut Tree,
    key: u32,
    depth: u32,
}

impl<'t> Adder<'t> {
    fn scalar(self, kind: Kind, bits: u64) -> Result<(), TreeError> {
        self.tree.push(kind, self.key, bits).map(|_| ())
    }

    fn open(self, kind: Kind) -> Result<Open<'t>, TreeError> {
        if self.depth >= MAX_DEPTH {
            return Err(TreeError::custom(format!("data nested more than {MAX_DEPTH} deep")));
        }
        let node = self.tree.push(kind, self.key, 0)?;
        Ok(Open { tree: self.tree, node, outer: None, key: 0, depth: self.depth + 1 })
    }

    /// `{variant: …}` around a collection.
    fn open_variant(self, variant: &'static str, kind: Kind) -> Result<Open<'t>, TreeError> {
        let outer = self.open(Kind::Map)?;
        let (node, depth) = (outer.node, outer.depth);
        let key = outer.tree.symbols.intern_static(variant);
        let inner = Adder { tree: outer.tree, key, depth }.open(kind)?;
        Ok(Open { outer: Some(node), ..inner })
    }
}

/// A map or sequence that is being filled.
struct Open<'t> {
    tree: &'t mut Tree,
    node: NodeId,
    outer: Option<NodeId>,
    key: u32,
    depth: u32,
}

impl Open<'_> {
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), TreeError> {
        value.serialize(Adder { tree: self.tree, key: 0, depth: self.depth })
    }

    fn entry<T: Serialize + ?Sized>(&mut self, key: u32, value: &T) -> Result<(), TreeError> {
        if key == 0 {
            return Err(super::too_big());
        }
        let id = self.tree.next_id()?;
        value.serialize(Adder { tree: self.tree, key, depth: self.depth })?;
        if self.tree.node(id).kind() == Kind::Null {
            self.tree.nodes.truncate(id.index());
        }
        Ok(())
    }

    fn finish(self) -> Result<(), TreeError> {
        self.tree.close(self.node);
        if let Some(outer) = self.outer {
            self.tree.close(outer);
        }
        Ok(())
    }
}

macro_rules! whole {
    ($($name:ident $number:ty)*) => {$(
        fn $name(self, v: $number) -> Result<(), TreeError> {
            self.scalar(Kind::Int, i64::from(v) as u64)
        }
    )*};
}

impl<'t> Serializer for Adder<'t> {
    type Ok = ();
    type Error = TreeError;
    type SerializeSeq = Open<'t>;
    type SerializeTuple = Open<'t>;
    type SerializeTupleStruct = Open<'t>;
    type SerializeTupleVariant = Open<'t>;
    type SerializeMap = Open<'t>;
    type SerializeStruct = Open<'t>;
    type SerializeStructVariant = Open<'t>;

    whole! { serialize_i8 i8 serialize_i16 i16 serialize_i32 i32 serialize_i64 i64 serialize_u8 u8 serialize_u16 u16 serialize_u32 u32 }

    fn serialize_u64(self, v: u64) -> Result<(), TreeError> {
        match i64::try_from(v) {
            Ok(v) => self.serialize_i64(v),
            Err(_) => self.serialize_f64(v as f64),
        }
    }
    fn serialize_bool(self, v: bool) -> Result<(), TreeError> {
        self.scalar(Kind::Bool, u64::from(v))
    }
    fn serialize_f32(self, v: f32) -> Result<(), TreeError> {
        self.serialize_f64(f64::from(v))
    }
    fn serialize_f64(self, v: f64) -> Result<(), TreeError> {
        if !v.is_finite() {
            return Err(TreeError::custom(format!("{v} is no number that JSON can hold")));
        }
        self.scalar(Kind::Float, v.to_bits())
    }
    fn serialize_char(self, v: char) -> Result<(), TreeError> {
        self.serialize_str(v.encode_utf8(&mut [0; 4]))
    }
    fn serialize_str(self, v: &str) -> Result<(), TreeError> {
        self.tree.push_text(self.key, v).map(|_| ())
    }
    fn serialize_bytes(self, v: &[u8]) -> Result<(), TreeError> {
        let mut open = self.open(Kind::Seq)?;
        v.iter().try_for_each(|b| open.element(b))?;
        open.finish()
    }
    fn serialize_none(self) -> Result<(), TreeError> {
        self.scalar(Kind::Null, 0)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), TreeError> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), TreeError> {
        self.serialize_none()
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), TreeError> {
        self.serialize_none()
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), TreeError> {
        self.serialize_str(variant)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), TreeError> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), TreeError> {
        let mut open = self.open(Kind::Map)?;
        let key = open.tree.symbols.intern_static(variant);
        open.entry(key, value)?;
        open.finish()
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Open<'t>, TreeError> {
        self.open(Kind::Seq)
    }
    fn serialize_tuple(self, _: usize) -> Result<Open<'t>, TreeError> {
        self.open(Kind::Seq)
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Open<'t>, TreeError> {
        self.open(Kind::Seq)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'t>, TreeError> {
        self.open_variant(variant, Kind::Seq)
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Open<'t>, TreeError> {
        self.open(Kind::Map)
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Open<'t>, TreeError> {
        self.open(Kind::Map)
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Open<'t>, TreeError> {
        self.open_variant(variant, Kind::Map)
    }
}

macro_rules! elements {
    ($($of:ident $add:ident)*) => {$(
        impl $of for Open<'_> {
            type Ok = ();
            type Error = TreeError;
            fn $add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), TreeError> {
                self.element(value)
            }
            fn end(self) -> Result<(), TreeError> {
                self.finish()
            }
        }
    )*};
}
elements! { SerializeSeq serialize_element SerializeTuple serialize_element SerializeTupleStruct serialize_field SerializeTupleVariant serialize_field }

macro_rules! fields {
    ($($of:ident)*) => {$(
        impl $of for Open<'_> {
            type Ok = ();
            type Error = TreeError;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), TreeError> {
                let key = self.tree.symbols.intern_static(key);
                self.entry(key, value)
            }
            fn end(self) -> Result<(), TreeError> {
                self.finish()
            }
        }
    )*};
}
fields! { SerializeStruct SerializeStructVariant }

impl SerializeMap for Open<'_> {
    type Ok = ();
    type Error = TreeError;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), TreeError> {
        self.key = key.serialize(Key(self.tree))?;
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), TreeError> {
        self.entry(self.key, value)
    }
    fn end(self) -> Result<(), TreeError> {
        self.finish()
    }
}

/// Makes a symbol of a map's key; JSON has only texts there.
struct Key<'t>(&'t mut Tree);

macro_rules! key_of {
    ($($name:ident $ty:ty)*) => {$(
        fn $name(self, v: $ty) -> Result<u32, TreeError> {
            self.0.key(&v.to_string())
        }
    )*};
}

macro_rules! no_key {
    ($($name:ident($($ty:ty),*) $out:ident)*) => {$(
        fn $name(self, $(_: $ty),*) -> Result<Self::$out, TreeError> {
            Err(TreeError::custom("a map key is no text"))
        }
    )*};
}

impl Serializer for Key<'_> {
    type Ok = u32;
    type Error = TreeError;
    type SerializeSeq = Impossible<u32, TreeError>;
    type SerializeTuple = Impossible<u32, TreeError>;
    type SerializeTupleStruct = Impossible<u32, TreeError>;
    type SerializeTupleVariant = Impossible<u32, TreeError>;
    type SerializeMap = Impossible<u32, TreeError>;
    type SerializeStruct = Impossible<u32, TreeError>;
    type SerializeStructVariant = Impossible<u32, TreeError>;

    key_of! { serialize_i8 i8 serialize_i16 i16 serialize_i32 i32 serialize_i64 i64 serialize_u8 u8 serialize_u16 u16 serialize_u32 u32 serialize_u64 u64 serialize_bool bool serialize_char char }
    no_key! {
        serialize_f32(f32) Ok serialize_f64(f64) Ok serialize_bytes(&[u8]) Ok serialize_none() Ok serialize_unit() Ok
        serialize_unit_struct(&'static str) Ok
        serialize_seq(Option<usize>) SerializeSeq serialize_tuple(usize) SerializeTuple
        serialize_tuple_struct(&'static str, usize) SerializeTupleStruct
        serialize_tuple_variant(&'static str, u32, &'static str, usize) SerializeTupleVariant
        serialize_map(Option<usize>) SerializeMap serialize_struct(&'static str, usize) SerializeStruct
        serialize_struct_variant(&'static str, u32, &'static str, usize) SerializeStructVariant
    }

    fn serialize_str(self, v: &str) -> Result<u32, TreeError> {
        self.0.key(v)
    }
    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<u32, TreeError> {
        self.0.key(variant)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<u32, TreeError> {
        value.serialize(self)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<u32, TreeError> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<u32, TreeError> {
        Err(TreeError::custom("a map key is no text"))
    }
}
