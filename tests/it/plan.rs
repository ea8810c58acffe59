//! The plans of both guides, as committed texts: `BLESS=1` writes them anew; read them line by line then.

use crate::program::plan;
use std::path::PathBuf;

#[test]
fn the_guides_have_these_plans() {
    for name in ["guide", "guide-2.8"] {
        let is = plan(&format!("examples/{name}"), &meshc::compile::Options::default());
        let at = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/plan/{name}.txt"));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&at, &is).unwrap();
        }
        let want = std::fs::read_to_string(&at).unwrap_or_default();
        assert!(is == want, "the plan of {name} is another:\n{}", diff(&want, &is));
    }
}

fn diff(want: &str, is: &str) -> String {
    similar::TextDiff::from_lines(want, is).unified_diff().to_string()
}
