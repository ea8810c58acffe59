//! Every kind that the examples emit names its claim, or why it has none.

use crate::program::build;
use meshc::lower::claims::proof;
use std::collections::BTreeSet;

#[test]
fn every_lowering_names_its_claim() {
    let mut kinds: BTreeSet<String> = BTreeSet::new();
    for path in
        ["examples/guide", "examples/guide-2.8", "examples/real/emojivoto.mesh", "examples/real/fleet.mesh"]
    {
        for (_, text) in build(path, &meshc::compile::Options::default()) {
            kinds.extend(text.lines().filter_map(|l| l.strip_prefix("kind: ")).map(str::to_owned));
        }
    }
    assert!(kinds.len() > 15, "{kinds:?}");
    let without: Vec<&String> = kinds.iter().filter(|k| proof(k).is_none()).collect();
    assert!(without.is_empty(), "no claim and no reason: {without:?}");
}
