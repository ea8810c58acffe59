//! `.meshc-index.json`: what the last build wrote, so that the next removes its own stale files and nothing else, and sees
//! that a field would change which the API server does not let change.
//!
//! Plain data: the caller reads and writes files. Invariant: the same output gives the same bytes.

mod fixed;

pub use fixed::fixed_fields;

use super::{Object, Part};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;

/// The name of the index in the output folder.
pub const FILE_NAME: &str = ".meshc-index.json";
/// The form of the index; another one is not read.
const VERSION: u32 = 1;

/// What one build wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    version: u32,
    /// By path within the output folder, with `/`.
    pub files: BTreeMap<String, Written>,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Of its bytes, in lower-case hex.
    pub sha256: String,
    /// The cluster it is for; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub cluster: String,
    /// The objects in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objects: Vec<Entry>,
}

/// One object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// As in the object.
    pub api_version: String,
    /// As in the object.
    pub kind: String,
    /// Empty for an object of the cluster.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub namespace: String,
    /// As in the object.
    pub name: String,
    /// The file and statement that it comes from, as in the comment above it.
    pub from: String,
    /// Path → value of what cannot be changed; long values as `sha256:…`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fixed: BTreeMap<String, String>,
}

/// What to do with the output folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files to write: they are not there or differ, and are the compiler's own.
    pub write: Vec<String>,
    /// Files to remove: the last build wrote them, nobody touched them, this build has none of the name.
    pub remove: Vec<String>,
    /// Files that the last build wrote and somebody edited since: not to be written or removed unasked.
    pub edited: Vec<String>,
    /// Files of somebody else where this build wants to write.
    pub foreign: Vec<String>,
}

/// A field that would change and cannot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixedChange {
    /// The cluster.
    pub cluster: String,
    /// The object as it would be now.
    pub object: Entry,
    /// The path of the field.
    pub path: String,
    /// Its value at the last build; none if it was not set.
    pub before: Option<String>,
    /// Its value now; none if it is not set.
    pub after: Option<String>,
}

impl Written {
    /// What the index says of a file of these bytes, with the objects in it.
    pub fn of<'p>(
        cluster: &str,
        bytes: &[u8],
        objects: impl IntoIterator<Item = (&'p Part, &'p Object)>,
    ) -> Self {
        let entry = |(part, object): (&Part, &Object)| Entry {
            api_version: object.api_version.to_string(),
            kind: object.kind.to_string(),
            namespace: object.namespace.as_deref().unwrap_or_default().to_owned(),
            name: object.name.to_string(),
            from: object.comment.to_string(),
            fixed: fixed_fields(part.body(object)),
        };
        let objects = objects.into_iter().map(entry).collect();
        Self { sha256: sha256(bytes), cluster: cluster.to_owned(), objects }
    }
}

impl Default for Index {
    fn default() -> Self {
        Self { version: VERSION, files: BTreeMap::new() }
    }
}

impl Index {
    /// Reads an index.
    ///
    /// # Errors
    /// With the reason, in one line, when it is no index of this version.
    pub fn parse(text: &str) -> Result<Self, String> {
        let index: Self = serde_json::from_str(text).map_err(|e| e.to_string())?;
        if index.version != VERSION {
            return Err(format!("it has version {}, this compiler reads version {VERSION}", index.version));
        }
        if let Some(path) = index.files.keys().find(|p| !is_inside(p)) {
            return Err(format!("`{path}` is no path within the output folder"));
        }
        Ok(index)
    }

    /// The text of the file, with a line end.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Texts and maps of texts cannot fail.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Takes in a file that is to be written, with the objects in it.
    pub fn add<'p>(
        &mut self,
        path: &str,
        cluster: &str,
        bytes: &[u8],
        objects: impl IntoIterator<Item = (&'p Part, &'p Object)>,
    ) {
        self.files.insert(path.to_owned(), Written::of(cluster, bytes, objects));
    }

    /// What has to be done so that the folder holds what `self` says. `last` is the index that lies there, `on_disk` gives the
    /// hash of a file, none if there is no such file.
    #[must_use]
    pub fn changes(&self, last: &Self, on_disk: impl Fn(&str) -> Option<String>) -> Changes {
        let mut changes = Changes::default();
        for (path, new) in &self.files {
            let there = on_disk(path);
            let list = match (&there, last.files.get(path)) {
                (Some(hash), _) if *hash == new.sha256 => continue,
                (None, _) => &mut changes.write,
                (Some(hash), Some(old)) if *hash == old.sha256 => &mut changes.write,
                (Some(_), Some(_)) => &mut changes.edited,
                (Some(_), None) => &mut changes.foreign,
            };
            list.push(path.clone());
        }
        for (path, old) in last.files.iter().filter(|(path, _)| !self.files.contains_key(*path)) {
            match on_disk(path) {
                Some(hash) if hash == old.sha256 => changes.remove.push(path.clone()),
                Some(_) => changes.edited.push(path.clone()),
                None => {}
            }
        }
        changes
    }

    /// Fields of objects in both indexes that would change and cannot.
    #[must_use]
    pub fn fixed_changes(&self, last: &Self) -> Vec<FixedChange> {
        let before: BTreeMap<_, &Entry> = last.entries().collect();
        let mut changes = vec![];
        for (key, now) in self.entries() {
            let Some(old) = before.get(&key) else { continue };
            let paths: std::collections::BTreeSet<&String> =
                old.fixed.keys().chain(now.fixed.keys()).collect();
            for path in paths {
                let (before, after) = (old.fixed.get(path).cloned(), now.fixed.get(path).cloned());
                if before != after {
                    let (cluster, object) = (key.0.to_owned(), now.clone());
                    changes.push(FixedChange { cluster, object, path: path.clone(), before, after });
                }
            }
        }
        changes
    }

    /// All objects with what names them: cluster, group, kind, namespace, name.
    fn entries(&self) -> impl Iterator<Item = ((&str, &str, &str, &str, &str), &Entry)> {
        self.files.values().flat_map(|file| {
            file.objects.iter().map(|o| {
                let group = o.api_version.split_once('/').map_or("", |(group, _)| group);
                ((&*file.cluster, group, &*o.kind, &*o.namespace, &*o.name), o)
            })
        })
    }
}

/// The hash of a file's bytes, in lower-case hex.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, b| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{b:02x}");
        hex
    })
}

/// An index is a file that anybody can write: no path in it leads out of the output folder.
fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && !path.contains(['\\', '\0', ':'])
        && path.split('/').all(|step| !step.is_empty() && step != "." && step != "..")
}

#[cfg(test)]
mod tests;
