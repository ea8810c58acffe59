//! What each type takes and refuses, as tables: (type, text, how it prints) and (type, text, message, instead).

use super::{Duration, Percent, Type, Value, parse};

#[test]
fn good_texts_print_as_they_are_written() {
    use Type as T;
    for (kind, text, shown) in [
        (T::Duration, "250ms", "250ms"),
        (T::Duration, "1.5s", "1500ms"),
        (T::Duration, "90m", "90m"),
        (T::Duration, "2d", "2d"),
        (T::Duration, "0s", "0ms"),
        (T::DurationRange, "1s..60s", "1s..1m"),
        (T::Name, "a-1", "a-1"),
        (T::Qname, "shop.cart", "shop.cart"),
        (T::Qname, "kube-system.kube-root-ca.crt", "kube-system.kube-root-ca.crt"),
        (T::Ref, "cart", "cart"),
        (T::Ref, "shop.db/0:5432@east", "shop.db/0:5432@east"),
        (T::Ref, "httpbin.org:https", "httpbin.org:https"),
        (T::Ref, "shop.cart@federated", "shop.cart@federated"),
        (T::KeyRef, "stripe-key:token", "stripe-key:token"),
        (T::KeyRef, "shop.conf", "shop.conf"),
        (T::Port, "8080", "8080"),
        (T::Port, "linkerd-admin", "linkerd-admin"),
        (T::PortRange, "3000..3010", "3000..3010"),
        (T::Cpu, "100m", "100m"),
        (T::Cpu, "0.5", "500m"),
        (T::Cpu, "2", "2"),
        (T::Mem, "64Mi", "64Mi"),
        (T::Mem, "1.5Gi", "1.5Gi"),
        (T::Percent, "2.5%", "2.5%"),
        (T::Percent, "150%", "150%"),
        (T::Amount, "25%", "25%"),
        (T::Amount, "2", "2"),
        (T::Scale, "3", "3"),
        (T::Scale, "2..6", "2..6"),
        (T::Ratio, "0.5", "0.5"),
        (T::Integer, "-3", "-3"),
        (T::Status, "404", "404"),
        (T::StatusRange, "200..299", "200..299"),
        (T::UserGroup, "1000:2000", "1000:2000"),
        (T::FileMode, "0644", "0644"),
        (T::Cidr, "10.0.0.0/8", "10.0.0.0/8"),
        (T::Ip, "2001:db8::1", "2001:db8::1"),
        (T::Image, "registry.corp:5000/a/b__c--d:v1.2_x", "registry.corp:5000/a/b__c--d:v1.2_x"),
        (T::Image, "nginx:1.27", "nginx:1.27"),
        (T::Path, "/api/~v1/:id?x=1", "/api/~v1/:id?x=1"),
        (T::Glob, "*", "*"),
        (T::Glob, "*.example.com", "*.example.com"),
        (T::Glob, "api.*", "api.*"),
        (T::Host, "*.example.com", "*.example.com"),
        (T::Address, "10.0.0.1", "10.0.0.1"),
        (T::HostPort, "[::1]:80", "[::1]:80"),
        (T::Url, "https://example.com:8443/a?b=c", "https://example.com:8443/a?b=c"),
        (T::Url, "oci://ghcr.io/charts", "oci://ghcr.io/charts"),
        (T::Origin, "http://localhost:3000", "http://localhost:3000"),
        (T::Target, "/login", "/login"),
        (
            T::Identity,
            "*.shop.serviceaccount.identity.linkerd.cluster.local",
            "*.shop.serviceaccount.identity.linkerd.cluster.local",
        ),
        (T::Identity, "spiffe://root.example/ns/a", "spiffe://root.example/ns/a"),
        (T::LabelKey, "app.kubernetes.io/name", "app.kubernetes.io/name"),
        (T::LabelKey, "argocd.argoproj.io/*", "argocd.argoproj.io/*"),
        (T::Key, "tls.crt", "tls.crt"),
        (T::EnvName, "_A.b-1", "_A.b-1"),
        (T::Header, "X-Request-Id", "X-Request-Id"),
        (T::Version, "2.20.1", "2.20.1"),
        (T::Code, "W0401", "W0401"),
        (T::Condition, "500..504", "500..504"),
        (T::Condition, "unavailable", "unavailable"),
        (T::Capability, "NET_ADMIN", "NET_ADMIN"),
        (T::MethodRef, "acme.Orders/Get", "acme.Orders/Get"),
        (T::Kind, "Service/web", "Service/web"),
        (T::Resource, "pods/log", "pods/log"),
        (T::FieldPath, "spec.containers[name=server].args[+]", "spec.containers[name=server].args[+]"),
        (T::GlobPath, "../vendor/**/*.yaml", "../vendor/**/*.yaml"),
        (T::Subst, r"/\1", r"/\1"),
        (T::Text, "any\nthing", "any\nthing"),
        (T::Client, "callers", "callers"),
    ] {
        match parse(kind, text) {
            Ok(value) => assert_eq!(value.to_string(), shown, "{kind:?}"),
            Err(e) => panic!("{kind:?} {text}: {}", e.message),
        }
    }
}

/// A type, a text, the message, and what is meant instead, with whether that is certain.
type Bad = (Type, &'static str, &'static str, Option<(&'static str, bool)>);

fn refuses(table: &[Bad]) {
    for (kind, text, message, instead) in table {
        let error = match parse(*kind, text) {
            Err(e) => e,
            Ok(value) => panic!("{kind:?} {text} is {value:?}"),
        };
        assert_eq!(error.message, *message, "{kind:?}");
        assert_eq!(error.instead.as_ref().map(|(t, c)| (t.as_str(), *c)), *instead, "{kind:?} {text}");
        assert!(!error.help.is_empty() && !error.help.contains('\n'), "{kind:?} {text}");
        if let Some((better, _)) = &error.instead {
            assert!(parse(*kind, better).is_ok(), "{kind:?}: `{better}` is offered and refused");
        }
    }
}

#[test]
fn bad_numbers() {
    use Type as T;
    refuses(&[
        (T::Duration, "250", "`250` has no unit", Some(("250ms", false))),
        (T::Duration, "30", "`30` has no unit", Some(("30s", false))),
        (T::Duration, "0", "`0` has no unit", Some(("0s", true))),
        (T::Duration, "3sec", "`3sec` has the unit `sec`, which is written `s`", Some(("3s", true))),
        (T::Duration, "1h30m", "`1h30m` has several parts", Some(("90m", true))),
        (T::Duration, "-3s", "`-3s` is negative", None),
        (T::Duration, "1.5ms", "`1.5ms` is not a whole number of milliseconds", None),
        (T::Duration, "5us", "`5us` has the unit `us`, which durations do not have", None),
        (T::Duration, "999999999d", "`999999999d` is too long", None),
        (T::Duration, "99999999999999999999s", "`99999999999999999999s` is too long", None),
        (T::Duration, "soon", "`soon` is not a duration", None),
        (T::DurationRange, "60s..1s", "`60s..1s` begins after its end", Some(("1s..1m", false))),
        (T::PortNumber, "0", "`0` is not a port", None),
        (T::PortNumber, "65536", "`65536` is not a port", None),
        (T::PortNumber, "080", "`080` has a leading zero", Some(("80", true))),
        (T::PortNumber, "http", "`http` is not a number", None),
        (
            T::Port,
            "very-long-port-name",
            "`very-long-port-name` has 19 characters, 15 are the most of a port's name",
            None,
        ),
        (T::Port, "8-0", "`8-0` has no letter", None),
        (T::Port, "HTTP", "`HTTP` has an upper-case letter", Some(("http", false))),
        (T::PortRange, "3000-3010", "`3000-3010` is not a range", Some(("3000..3010", true))),
        (T::Count, "-1", "`-1` is negative", None),
        (T::Count, "1_000", "`1_000` has `_` between its digits", Some(("1000", true))),
        (T::Count, "1.5", "`1.5` is not a whole number", None),
        (T::Scale, "6..2", "`6..2` has a least above its most", Some(("2..6", false))),
        (T::Scale, "2-6", "`2-6` is not a range", Some(("2..6", true))),
        (T::Percent, "10", "`10` has no `%`", Some(("10%", false))),
        (T::Percent, "1001%", "`1001%` is above 1000%", None),
        (T::Amount, "120%", "`120%` is above 100%", None),
        (T::Ratio, "50%", "`50%` is a percentage", Some(("0.5", true))),
        (T::Ratio, "1.5", "`1.5` is above 1", None),
        (T::Status, "99", "`99` is not an HTTP status", None),
        (T::StatusRange, "2xx", "`2xx` is not a status", Some(("200..299", true))),
        (T::FileMode, "644", "`644` is not written as a file's mode", Some(("0644", false))),
        (T::FileMode, "0999", "`0999` is not a file's mode", None),
        (
            T::Cpu,
            "100M",
            "`100M` has the suffix `M`, which CPU quantities do not have",
            Some(("100m", false)),
        ),
        (T::Cpu, "0.5m", "`0.5m` is finer than a millicore", None),
        (T::Mem, "64", "`64` has no suffix", Some(("64Mi", false))),
        (
            T::Mem,
            "64MB",
            "`64MB` has the suffix `MB`, which memory quantities do not have",
            Some(("64Mi", false)),
        ),
        (T::Mem, "64m", "`64m` is in thousandths of a byte", Some(("64Mi", false))),
        (T::Mem, "9Ei", "`9Ei` is too large", None),
    ]);
}

#[test]
fn bad_names_and_hosts() {
    use Type as T;
    refuses(&[
        (T::Name, "Cart", "`Cart` has an upper-case letter", Some(("cart", false))),
        (T::Name, "a_b", "`a_b` has `_`, which names do not have", Some(("a-b", false))),
        (T::Name, "a.b", "`a.b` has a dot", None),
        (T::Name, "-a", "`-a` begins with `-`", Some(("a", false))),
        (T::Name, "", "`` is empty", None),
        (T::Qname, "cart", "`cart` has no namespace", None),
        (T::Qname, ".cart", "`.cart` has no namespace before the dot", None),
        (T::Ref, "http://cart", "`http://cart` has the scheme `http://`", Some(("cart", false))),
        (T::Ref, "cart:99999", "`99999` is not a port", None),
        (T::Ref, "cart@", "`cart@` has no cluster after `@`", None),
        (T::Ref, "db/x", "`db/x` has no pod's number after `/`", None),
        (T::Host, "Example.com", "`Example.com` has an upper-case letter", Some(("example.com", true))),
        (T::Host, "https://a.com/x", "`https://a.com/x` has the scheme `https://`", Some(("a.com", false))),
        (T::Host, "a.com:80", "`a.com:80` has the port `80`", Some(("a.com", false))),
        (T::Host, "a.com.", "`a.com.` ends with a dot", Some(("a.com", true))),
        (T::Host, "a..b", "`a..b` has a part that is empty, or begins or ends with `-`", None),
        (T::Glob, "a.*.com", "`a.*.com` has its `*` in the middle", None),
        (T::Glob, "*.a.*", "`*.a.*` has more than one `*`", None),
        (T::Cidr, "10.1.0.0/8", "`10.1.0.0/8` has bits set behind its /8", Some(("10.0.0.0/8", false))),
        (T::Cidr, "10.1.0.1", "`10.1.0.1` has no length", Some(("10.1.0.1/32", false))),
        (T::Ip, "10.1.0", "`10.1.0` is not an IP address", None),
        (T::HostPort, "consul", "`consul` has no port", None),
        (T::Url, "example.com/x", "`example.com/x` has no scheme", Some(("https://example.com/x", false))),
        (T::Url, "https://u:p@a.com", "the URL of `a.com` has a password", None),
        (
            T::Origin,
            "https://a.com/",
            "`https://a.com/` ends with `/`, which no origin does",
            Some(("https://a.com", true)),
        ),
        (T::Identity, "spiffe://root", "`spiffe://root` has no path that SPIFFE takes", None),
    ]);
}

#[test]
fn bad_words_and_paths() {
    use Type as T;
    refuses(&[
        (T::Method, "get", "`get` is not an HTTP method", Some(("GET", true))),
        (T::Method, "PSOT", "`PSOT` is not an HTTP method", None),
        (T::Unit, "minutes", "`minutes` is not a unit of time", Some(("minute", true))),
        (T::TlsVersion, "TLSv1.2", "`TLSv1.2` is not a version of TLS", Some(("1.2", true))),
        (
            T::Capability,
            "CAP_NET_ADMIN",
            "`CAP_NET_ADMIN` is not a Linux capability",
            Some(("NET_ADMIN", true)),
        ),
        (T::Priority, "hihg", "`hihg` is not a priority", None),
        (
            T::Condition,
            "DEADLINE_EXCEEDED",
            "`DEADLINE_EXCEEDED` is not a condition for a retry",
            Some(("deadline-exceeded", true)),
        ),
        (T::Condition, "500-504", "`500-504` is not a range", Some(("500..504", true))),
        (T::Image, "nginx", "`nginx` has neither a tag nor a digest", None),
        (T::Image, "Nginx:1", "`Nginx:1` has an upper-case letter in its path", Some(("nginx:1", false))),
        (T::Image, "a@sha256:12", "`a@sha256:12` has a digest that is none", None),
        (T::Path, "api", "`api` does not begin with `/`", Some(("/api", false))),
        (T::Path, "https://a.com/x", "`https://a.com/x` is a URL", Some(("/x", false))),
        (T::Path, "/a b", "`/a b` has ` `, which paths do not have", None),
        (T::MountPath, "etc", "`etc` does not begin with `/`", Some(("/etc", false))),
        (T::File, "/etc/x", "`/etc/x` is absolute", None),
        (T::Dir, "a\\b", "`a\\b` has a `\\`", Some(("a/b", true))),
        (T::FieldPath, "spec.containers[0]", "`spec.containers[0]` has the position `[0]`", None),
        (T::FieldPath, "a..b", "`a..b` has an empty part", None),
        (
            T::LabelKey,
            "Example.com/x",
            "`Example.com/x` has a prefix that has an upper-case letter",
            Some(("example.com/x", false)),
        ),
        (T::LabelKey, "-a", "`-a` does not begin and end with a letter or digit", Some(("a", false))),
        (T::Key, "a/b", "`a/b` has `/`, which keys do not have", None),
        (T::EnvName, "1A", "`1A` begins with a digit", Some(("_1A", false))),
        (T::Header, ":path", "`:path` is a pseudo-header, which cannot be named here", None),
        (T::Header, "x-a:", "`x-a:` ends with `:`", Some(("x-a", true))),
        (T::Version, "v2.20", "`v2.20` begins with `v`", Some(("2.20", true))),
        (T::Code, "w0401", "`w0401` is not a code", Some(("W0401", true))),
        (
            T::MethodRef,
            "/acme.Orders/Get",
            "`/acme.Orders/Get` begins with `/`",
            Some(("acme.Orders/Get", true)),
        ),
        (T::Kind, "deployment", "`deployment` is not a kind", Some(("Deployment", false))),
        (T::Subst, r"\x", r"`\x` has `\x`, which stands for nothing", None),
        (T::StatsName, "a.b", "`a.b` has `.`, which names of statistics do not have", Some(("a_b", false))),
        (T::Alpn, "http/2", "`http/2` is not a protocol of ALPN's", Some(("h2", true))),
    ]);
}

#[test]
fn durations_in_each_consumers_syntax() {
    for (ms, go, linkerd, protobuf) in [
        (0, "0s", "0s", "0s"),
        (250, "250ms", "250ms", "0.250s"),
        (90_000, "1m30s", "90s", "90s"),
        (5_400_000, "1h30m", "90m", "5400s"),
        (172_800_000, "48h", "2d", "172800s"),
    ] {
        let d = Duration(ms);
        assert_eq!(
            (d.go().as_str(), d.linkerd_annotation().as_str(), d.protobuf().as_str()),
            (go, linkerd, protobuf)
        );
        assert_eq!(d.gateway_api().as_deref(), Some(go));
    }
    assert_eq!(Duration(360_000_000_000).gateway_api(), None);
    assert_eq!((Duration(1500).whole_seconds(), Duration(1500).seconds_ceil()), (None, 2));
    assert_eq!((Percent(2500).as_ratio_string().as_str(), Percent(2500).whole()), ("0.025", None));
    assert_eq!(Percent(100_000).as_ratio_string(), "1");
    assert!(matches!(parse(Type::Mem, "1.5Gi"), Ok(Value::Memory(m)) if m.bytes == 1_610_612_736));
}

#[test]
#[expect(clippy::too_many_lines, reason = "a list of texts")]
fn no_text_makes_any_type_panic_and_messages_stay_short_lines() {
    let long = "é".repeat(5000);
    let brackets = "(".repeat(5000);
    let texts = [
        "",
        " ",
        "\n",
        "\0",
        ".",
        "..",
        "-",
        "*",
        "/",
        ":",
        "@",
        "%",
        "[",
        "]",
        "é",
        "ſ",
        "a[",
        "1.",
        ".5s",
        "\u{212a}i",
        "0x1",
        "=",
        "://",
        "[::]:",
        "a:b:c@d@e/f",
        "+1",
        "1e9",
        "-0",
        "18446744073709551616",
        "TRUE",
        "v1",
        "-A",
        "A_B.C",
        "a--b",
        "HTTP--X",
        "1m1m",
        "3M",
        "99999999999",
        "0..0",
        "9..1",
        "1-2",
        "http://A/b",
        "A.B:1",
        "x/",
        "X/y",
        "*.A",
        "1,5",
        "a->b",
        "/x y",
        "Ki",
        "5kb",
        "5.0001Mi",
        "1c",
        "0o17",
        "017",
        "{a}",
        "-x-",
        "HTTPS://a",
        "a://b",
        "A B",
        "x.so.",
        "--",
        "a/b/c",
        "=1",
        "~2.0",
        long.as_str(),
        brackets.as_str(),
    ];
    for kind in Type::ALL {
        for text in texts {
            if let Err(e) = parse(*kind, text) {
                assert!(!e.message.contains('\n') && e.message.len() < 600, "{kind:?}: {}", e.message);
                if let Some((better, _)) = &e.instead {
                    assert!(
                        parse(*kind, better).is_ok(),
                        "{kind:?} {text:?}: `{better}` is offered and refused"
                    );
                }
            }
        }
    }
}
