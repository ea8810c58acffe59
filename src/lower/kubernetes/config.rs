//! ConfigMaps: keys, texts and files.

use super::argument::some_map;
use super::expand::expand;
use super::metadata::{Texts, of_thing};
use crate::lower::Cx;
use crate::manifest::Part;
use crate::topology::Thing;
use crate::value::Type;
use k8s_openapi::api::core::v1::ConfigMap;

/// A `config`.
pub(super) fn config(cx: Cx<'_>, thing: &Thing, out: &mut Part) {
    let object =
        ConfigMap { metadata: of_thing(cx, thing), data: some_map(data(cx, thing)), ..ConfigMap::default() };
    out.push(&object, &thing.decl.comment, thing.decl.span);
}

/// What a config holds. A file that could not be read was reported, and is left out.
pub(super) fn data(cx: Cx<'_>, thing: &Thing) -> Texts {
    let mut data = Texts::new();
    for item in thing.block.data() {
        if let Some((value, _)) = item.value(Type::Value) {
            data.insert(item.head.to_string(), expand(&value.to_string(), &thing.addresses).into_owned());
        }
    }
    for item in thing.block.each("text") {
        if let (Some(key), Some((text, _))) = (item.text(Type::Key), item.value(Type::Text)) {
            data.insert(key.to_string(), expand(&text.to_string(), &thing.addresses).into_owned());
        }
    }
    for item in thing.block.each("file") {
        let Some((path, _)) = item.texts(Type::File).first().copied() else { continue };
        let read = cx.topology.files.get(&(item.span.file, path.clone()));
        let Some((_, text)) = read.and_then(|files| files.first()) else { continue };
        let last = path.rsplit('/').next().unwrap_or(path);
        let key = item.text(Type::Key).map_or(last, |key| key);
        data.insert(key.to_owned(), text.to_string());
    }
    data
}
