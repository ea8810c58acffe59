//! Independent mistakes: as many errors as mistakes, each once, each on its line, whatever else is wrong.

use crate::damage::{Example, Random, errors, examples, told};

/// A mistake: a piece of the example, found once, and what stands there in its place; an empty piece is the end.
struct Fault {
    old: &'static str,
    new: &'static str,
    /// The code that it is told.
    code: &'static str,
    /// A part of `new`, on whose line it is told.
    at: &'static str,
}

const fn fault(code: &'static str, old: &'static str, new: &'static str, at: &'static str) -> Fault {
    Fault { old, new, code, at }
}

const SHOP: &[Fault] = &[
    // form
    fault(
        "E0101",
        "circuit-breaker { failures 7; penalty 1s..60s }",
        "circuit-breaker { failures 7",
        "circuit",
    ),
    fault("E0105", "at /data { class fast }", "at /data{ class fast }", "/data"),
    fault("E0107", "env CART \"${url shop.cart:http}\"", "env CART \"${url shop.cart:http}", "CART"),
    fault("E0108", "\"internal.acme.io/*\"", "\"internal\\q.acme.io/*\"", "acme"),
    fault("E0114", "[authorization, cookie]", "[authorization cookie]", "cookie"),
    fault("E0116", "{ min 1.2 }", "{ min 1.2« }", "min"),
    fault("E0118", "  replicas 3\n  image docker.io", "  replicas: 3\n  image docker.io", "replicas"),
    fault("E0122", "  spread over topology", "  [a]\n  spread over topology", "[a]"),
    fault(
        "E0142",
        "  disruption max-unavailable 1\n",
        "  disruption max-unavailable 1\n  disruption max-unavailable 2\n",
        "unavailable 2",
    ),
    fault("E0141", "", "service obs.empty { replicas 1 }\n", "obs.empty"),
    // names
    fault("E0201", "live GET /live", "lve GET /live", "lve"),
    fault("E0202", "label team checkout", "label team checkout\n  websocket", "websocket"),
    fault("E0203", "${registry}/authn", "${regstry}/authn", "authn"),
    fault("E0205", "", "let round ${round}\n", "round"),
    fault("E0210", "", "namespace obs on ap { inject }\n", "obs"),
    fault(
        "E0213",
        "service shop.catalog-next like http-api",
        "service shop.catalog-next like htp-api",
        "htp-api",
    ),
    fault("E0216", "link ap -> eu", "link ap -> ez", "ez"),
    fault("E0219", "", "secret nowhere.x { keys a }\n", "nowhere"),
    // values
    fault("E0301", "timeout 300ms", "timeout 300xs", "300xs"),
    fault("E0302", "request cpu 50m", "request cpu 50q", "50q"),
    fault("E0132", "pod-security baseline", "pod-security basline", "basline"),
    fault("E0134", "route /ws/ ->", "route ws/ ->", "ws/"),
    fault("E0307", "port redis 6379", "port redis 637900", "637900"),
    fault("E0309", "mailhog/mailhog:v1.0.1", "Mailhog/mailhog:v1.0.1", "Mailhog"),
    // references
    fault("E0320", "calls data.carts:redis", "calls data.cartz:redis", "cartz"),
    fault("E0323", "[data.orders:pg,", "[data.orders:pq,", "pq"),
    fault("E0331", "allow edge public on http", "allow edge publik on http", "publik"),
    fault("E0326", "from secret stripe-key:token", "from secret strip-key:token", "strip-key"),
    fault("E0331", "allow shop.web on http", "allow shop.wep on http", "wep"),
    // edges, mesh, links, security, support
    fault("E0424", "{ code 308 }", "{ code 200 }", "200"),
    fault(
        "E0508",
        "",
        "service obs.zero on eu { image docker.io/a/b:1; port http 80; route GET /x { retry 5xx 0 times } }\n",
        "retry",
    ),
    fault(
        "E0363",
        "",
        "service obs.greedy on eu { image docker.io/a/b:1; request memory 2Gi; limit memory 1Gi }\n",
        "greedy",
    ),
    fault("E0702", "", "link ap -> ap\n", "link"),
    fault("E0705", "", "service obs.far on eu { image docker.io/a/b:1; calls shop.cart@mars }\n", "mars"),
    fault("E0810", "platform { linkerd 2.19 }", "platform { linkerd 2.99 }", "2.99"),
];

const ESTATE: &[Fault] = &[
    fault("E0107", "\"warn,linkerd=info\"", "\"warn,linkerd=info", "warn"),
    fault("E0201", "  egress deny\n", "  egres deny\n", "egres"),
    fault(
        "E0132",
        "linkerd installed { default-policy audit }",
        "linkerd installed { default-policy audited }",
        "audited",
    ),
    fault("E0304", "networks [10.0.0.0/8,", "networks [10.0.0/8,", "10.0.0/8"),
    fault("E0307", "opaque 3306", "opaque 330600", "330600"),
    fault("E0320", "calls [legacy.billing,", "calls [legacy.biling,", "biling"),
    fault("E0333", "env-from config quote-config", "env-from config quot-config", "quot-config"),
    fault("E0210", "", "account apps.quote { }\n", "apps.quote"),
    fault("E0325", "routes internal host", "routes interna host", "interna"),
    fault("E0219", "", "secret nowhere.x { keys a }\n", "nowhere"),
    fault("E0122", "  open to apps", "  [a]\n  open to apps", "[a]"),
];

const GUIDE: &[Fault] = &[
    fault("E0320", "route /qotm/ -> default.qotm", "route /qotm/ -> default.qotn", "qotn"),
    fault("E0301", "after 30s;", "after 30z;", "30z"),
    fault("E0302", "limit cpu 100m", "limit cpu 100w", "100w"),
    fault("E0326", "tls host-cert", "tls host-crt", "host-crt"),
    fault("E0216", "namespace demo on west", "namespace demo on wst", "wst"),
    fault("E0216", "link west -> east", "link wets -> east", "wets"),
    fault("E0114", "[sleep, infinity]", "[sleep infinity]", "infinity"),
    fault("E0201", "  replicas 1\n", "  replica 1\n", "replica"),
    fault("E0219", "", "secret nowhere.x { keys a }\n", "nowhere"),
    fault("E0210", "", "namespace default on west { }\n", "default"),
    fault("E0309", "curlimages/curl:", "Curlimages/curl:", "Curlimages"),
];

/// The text with some of the faults, and the code and line of each.
fn faulty(text: &str, faults: &[&Fault]) -> (String, Vec<(usize, &'static str)>) {
    let mut places: Vec<(usize, &Fault)> = faults
        .iter()
        .map(|f| {
            let at = if f.old.is_empty() {
                text.len()
            } else {
                text.find(f.old).unwrap_or_else(|| panic!("{}", f.old))
            };
            assert!(f.old.is_empty() || text.matches(f.old).count() == 1, "`{}` is there twice", f.old);
            (at, *f)
        })
        .collect();
    places.sort_by_key(|p| p.0);
    let (mut out, mut last, mut expected) = (String::new(), 0, vec![]);
    for (at, fault) in places {
        assert!(at >= last, "`{}` overlaps another", fault.old);
        out += &text[last..at];
        let line = out.matches('\n').count()
            + 1
            + fault.new[..fault.new.find(fault.at).unwrap()].matches('\n').count();
        expected.push((line, fault.code));
        out += fault.new;
        last = at + fault.old.len();
    }
    out += &text[last..];
    expected.sort_unstable();
    (out, expected)
}

/// Errors of names that lead nowhere.
const NAMES: &[&str] = &[
    "E0213", "E0216", "E0219", "E0307", "E0320", "E0323", "E0326", "E0331", "E0702", "E0705", "E0706",
    "E0707",
];

/// What is wrong with what is said of some faults.
fn wrong(example: &Example, faults: &[&Fault]) -> Option<String> {
    let (text, expected) = faulty(&example.text, faults);
    let (sources, made) = told(example, &text);
    let errors = errors(&made);
    let mut seen: Vec<(usize, &str)> = vec![];
    let mut words = String::new();
    for d in errors.iter().filter(|d| d.code.id != "E0801") {
        let line = d.primary().map_or(0, |s| sources.position(s.file, s.start).line as usize);
        seen.push((line, d.code.id));
        words += &format!("    {}:{line}: {} {}\n", example.path, d.code.id, d.message);
    }
    seen.sort_unstable();
    // While a statement cannot be read, what names lead nowhere is not said: it may declare them.
    let unreadable = expected.iter().any(|(_, code)| code.starts_with("E01") || *code == "E0205");
    let expected: Vec<_> =
        expected.into_iter().filter(|e| seen.contains(e) || !(unreadable && NAMES.contains(&e.1))).collect();
    (seen != expected).then(|| format!("  expected {expected:?}\n  seen\n{words}"))
}

fn of(name: &str) -> Example {
    examples().into_iter().find(|e| e.path == format!("examples/{name}/{name}.mesh")).unwrap()
}

#[test]
fn each_fault_is_told_once_on_its_line() {
    let mut all = vec![];
    for (name, faults) in [("shop", SHOP), ("estate", ESTATE), ("guide", GUIDE)] {
        let example = of(name);
        for fault in faults {
            all.extend(wrong(&example, &[fault]).map(|w| format!("{}\n{w}", fault.code)));
        }
    }
    assert!(all.is_empty(), "{} faults:\n{}", all.len(), all.join("\n"));
}

#[test]
fn two_faults_are_two_errors() {
    let (mut all, mut random) = (vec![], Random::new(5));
    for (name, faults) in [("shop", SHOP), ("estate", ESTATE), ("guide", GUIDE)] {
        let example = of(name);
        for (n, a) in faults.iter().enumerate() {
            // Every eighth pair: all of them would take minutes.
            for b in faults.iter().skip(n + 1).filter(|_| random.below(8) == 0) {
                all.extend(wrong(&example, &[a, b]).map(|w| format!("{} {}\n{w}", a.code, b.code)));
            }
        }
    }
    assert!(all.is_empty(), "{} pairs:\n{}", all.len(), all.join("\n"));
}

#[test]
fn many_faults_are_as_many_errors() {
    let (mut all, mut random) = (vec![], Random::new(6));
    for (name, faults) in [("shop", SHOP), ("estate", ESTATE), ("guide", GUIDE)] {
        let example = of(name);
        for n in 0..12 {
            let some: Vec<&Fault> = faults.iter().filter(|_| n == 0 || random.below(2) == 0).collect();
            all.extend(wrong(&example, &some).map(|w| format!("{} {n}\n{w}", example.path)));
        }
    }
    assert!(all.is_empty(), "{} sets:\n{}", all.len(), all.join("\n"));
}
