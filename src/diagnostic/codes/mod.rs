//! Every code, by stage: E00 I/O, E01 syntax, E02 names, E03 types and references, E04 edge, E05 mesh,
//! E06 security, E07 multicluster, E08 platform support, E90 internal; W… warnings with the same second digits.

macro_rules! codes {
    ($($id:ident $name:literal $severity:ident $title:literal)*) => {
        $(
            #[doc = $title]
            pub static $id: crate::diagnostic::Code = crate::diagnostic::Code {
                id: stringify!($id),
                name: $name,
                severity: crate::diagnostic::Severity::$severity,
                title: $title,
                page: include_str!(concat!("pages/", stringify!($id), ".md")),
            };
        )*
        /// The codes of this stage, in order.
        pub static ALL: &[&crate::diagnostic::Code] = &[$(&$id),*];
    };
}

pub mod edge;
pub mod fit;
pub mod insertions;
pub mod internal;
pub mod io;
pub mod mesh;
pub mod multicluster;
pub mod names;
pub mod patches;
pub mod raws;
pub mod references;
pub mod security;
pub mod support;
pub mod syntax;
pub mod values;
pub mod warnings;
pub mod workload;

use super::Code;

/// Every code, by id.
pub fn all() -> impl Iterator<Item = &'static Code> {
    [
        io::ALL,
        syntax::ALL,
        fit::ALL,
        insertions::ALL,
        names::ALL,
        patches::ALL,
        values::ALL,
        raws::ALL,
        references::ALL,
        workload::ALL,
        edge::ALL,
        security::ALL,
        mesh::ALL,
        multicluster::ALL,
        support::ALL,
        internal::ALL,
        warnings::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The code of an id (`E0201`) or a name (`unknown_name`).
#[must_use]
pub fn find(id_or_name: &str) -> Option<&'static Code> {
    all().find(|c| c.id.eq_ignore_ascii_case(id_or_name) || c.name == id_or_name)
}
