//! `raw`: manifests of others, as they are. Each file is read once; each cluster that has them takes a copy, in which
//! objects without a namespace are given that of `in`.

use super::Cx;
use crate::diagnostic::Sink;
use crate::manifest::Part;
use crate::manifest::read::{Mode, read as read_yaml};
use crate::manifest::tree::{FieldPath, Step};
use crate::platform::schema::Schemas;
use crate::topology::{Raw, Topology};

/// The files of all `raw` statements, in the order of `topology.raws`. What cannot be read is reported.
pub(super) fn read(topology: &Topology, sink: &mut Sink) -> Vec<Part> {
    let read = |raw: &Raw| {
        // Of what is installed already only that can be said which nobody could read.
        let mode = if raw.installed { Mode::Lenient } else { Mode::Strict };
        let mut part = Part::new();
        for (file, text) in &raw.files {
            // A part that does not fit is too large for any cluster: more than 4 GiB of text.
            let _ = part.append(&read_yaml(*file, text, &raw.decl.comment, mode, sink));
        }
        part
    };
    topology.raws.iter().map(read).collect()
}

/// Those that a cluster has; `None` where it has none.
pub(super) fn objects(cx: Cx<'_>, raws: &[Part]) -> Option<Part> {
    let mut out = Part::new();
    let schemas = Schemas::of(&cx.cluster.platform);
    for (raw, part) in cx.topology.raws.iter().zip(raws) {
        if !raw.clusters.contains(&cx.cluster.name) {
            continue;
        }
        let from = out.objects().len();
        let _ = out.append(part);
        for at in from..out.objects().len() {
            let Some(object) = out.objects().get(at) else { continue };
            let namespaced = schemas.is_namespaced(&object.api_version, &object.kind) != Some(false);
            if let (Some(ns), true, None) = (&raw.ns, namespaced, &object.namespace) {
                let field = |name: &str| Step::Field(name.to_owned());
                let path = FieldPath { steps: vec![field("metadata"), field("namespace")] };
                // An object whose `metadata` is no map is told by its schema.
                let _ = out.set(at, &path, &**ns, raw.decl.span);
            }
            if raw.installed {
                out.install(at);
            }
        }
    }
    Some(out).filter(|part| !part.objects().is_empty())
}
