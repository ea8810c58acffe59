//! Manifests of others: written as they are, with a namespace where they have none; those that are installed are not.

use crate::built::files;

const PROGRAM: &str = r#"
platform { kubernetes 1.33 }
trust t { anchor secret linkerd.anchor; issuer secret linkerd.issuer }
secret linkerd.anchor { keys ca.crt }
secret linkerd.issuer { keys [tls.crt, tls.key] }
cluster a { trust t }
cluster b { trust t }
raw "vendor/*.yaml" on a in shop
raw "there.yaml" installed
"#;
const CONFIG: &str = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\ndata:\n  \"on\": \"off\"\n";
const ROLE: &str = "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: two\n";
const THERE: &str = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n  - port: 80\n";

#[test]
fn manifests_are_written_as_they_are() {
    let list = format!("{CONFIG}---\n{ROLE}");
    let made = files(&[("p.mesh", PROGRAM), ("vendor/x.yaml", &list), ("there.yaml", THERE)], "").unwrap();
    let of = |path: &str| made.iter().find(|(p, _)| p == path).map(|(_, text)| text.as_str());
    let config = of("a/shop.yaml").unwrap();
    assert!(config.contains("# p.mesh: raw vendor/*.yaml on a in shop\n"), "{config}");
    assert!(
        config.contains(
            "kind: ConfigMap\nmetadata:\n  name: one\n  namespace: shop\ndata:\n  \"on\": \"off\"\n"
        ),
        "{config}"
    );
    let role = of("a/_cluster.yaml").unwrap();
    assert!(role.contains("kind: ClusterRole\nmetadata:\n  name: two\n"), "{role}");
    assert!(
        made.iter().all(|(path, text)| !path.starts_with("b/") && !text.contains("name: web")),
        "{made:?}"
    );
}
