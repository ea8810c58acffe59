//! The YAML that was written, read back, and written again by `serde_yaml`.

use crate::Result;
use crate::child::Run;
use serde::Deserialize;
use serde_yaml::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// Files of YAML: their text, and the objects in it.
pub(crate) struct Written(BTreeMap<String, (String, Vec<Value>)>);

impl Written {
    /// Reads the YAML of a folder.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let mut files = BTreeMap::new();
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if !name.ends_with(".yaml") || name == "kustomization.yaml" {
                continue;
            }
            let text = std::fs::read_to_string(entry.path())?;
            let mut objects = Vec::new();
            for document in serde_yaml::Deserializer::from_str(&text) {
                objects.push(Value::deserialize(document)?);
            }
            files.insert(name, (text, objects));
        }
        Ok(Self(files))
    }

    pub(crate) fn objects(&self) -> usize {
        self.0.values().map(|(_, objects)| objects.len()).sum()
    }

    pub(crate) fn megabytes(&self) -> f64 {
        self.0.values().map(|(text, _)| text.len()).sum::<usize>() as f64 / 1e6
    }

    /// The text of a file.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|(text, _)| text.as_str())
    }

    /// Writes all files anew with `serde_yaml`, from objects that are there already.
    pub(crate) fn write_again(&self, folder: &Path) -> Result<Run> {
        let _ = std::fs::remove_dir_all(folder);
        std::fs::create_dir_all(folder)?;
        Run::of(|| {
            for (name, (_, objects)) in &self.0 {
                let mut text = String::new();
                for object in objects {
                    text.push_str("---\n");
                    text.push_str(&serde_yaml::to_string(object)?);
                }
                std::fs::write(folder.join(name), text)?;
            }
            Ok(())
        })
    }
}
