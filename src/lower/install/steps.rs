//! What a person does around the manifests, in order: look, apply, install, copy, link, look again. Each step says
//! what it is expected to show.

use super::charts::Charts;
use super::links::{GATEWAY, NAMESPACE, is_flat, secret_annotations, secret_name};
use super::{linkerd, multicluster, trust};
use crate::lower::Cx;
use crate::manifest::{Output, Phase, Release, Step};
use crate::platform::{Feature, Provider};
use crate::topology::{Cluster, Gateway, Link, Trust};
use crate::value::Type;
use std::collections::BTreeMap;

/// Commands of one cluster.
#[derive(Clone, Copy)]
struct At<'t> {
    cluster: &'t Cluster,
    /// There are other clusters: each command says which it means.
    several: bool,
}

impl At<'_> {
    /// The context that is said; else, among several clusters, one called like the cluster.
    fn context(self, flag: &str) -> String {
        let said = self.cluster.block.one("context").and_then(|i| i.text(Type::Text).cloned());
        let context = said.or_else(|| self.several.then(|| self.cluster.name.clone()));
        context.map_or_else(String::new, |c| format!(" {flag} {}", quoted(&c)))
    }

    fn kubectl(self, rest: &str) -> String {
        format!("kubectl{} {rest}", self.context("--context"))
    }

    fn linkerd(self, rest: &str) -> String {
        let ns = &self.cluster.linkerd_ns;
        let ns = if &**ns == "linkerd" { String::new() } else { format!(" --linkerd-namespace {ns}") };
        format!("linkerd{}{ns} {rest}", self.context("--context"))
    }

    fn helm(self, rest: &str) -> String {
        format!("helm{} {rest}", self.context("--kube-context"))
    }
}

/// A word as a shell reads it.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,".contains(c);
    match !text.is_empty() && text.chars().all(plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', r"'\''")),
    }
}

fn step(phase: Phase, title: impl Into<String>, commands: Vec<String>, expect: impl Into<String>) -> Step {
    Step { phase, title: title.into(), commands, expect: expect.into() }
}

/// Whether Flux or Argo CD applies what is written, and its name.
fn delivered(cluster: &Cluster) -> Option<&'static str> {
    cluster.block.one("deliver").and_then(|d| d.word_of(&["flux", "argocd"]))
}

/// All steps of a cluster, once its objects and releases are made.
pub(super) fn steps(cx: Cx<'_>, output: &mut Output) {
    let several = cx.topology.clusters.values().filter(|c| c.used).count() > 1;
    let at = At { cluster: cx.cluster, several };
    let mut out = prepare(cx, at, output);
    if delivered(cx.cluster).is_none() && output.own.objects().iter().any(|o| o.namespace.is_none()) {
        out.push(step(
            Phase::Foundations,
            "make the namespaces, and what else belongs to no namespace",
            vec![at.kubectl(&format!("apply --server-side -f {}/_cluster.yaml", cx.cluster.name))],
            "each line ends in `serverside-applied`",
        ));
    }
    if let Some(trust) = trust::of(cx).filter(|_| !cx.cluster.linkerd_installed) {
        out.extend(trust_steps(cx, at, trust));
    }
    // A link's controller is ready once it can read its secret: credentials come before it.
    for link in cx.links_out() {
        if let Some(target) = cx.topology.clusters.get(&link.target) {
            out.extend(link_steps(cx, at, link, target));
        }
    }
    out.extend(installs(cx, at, output));
    out.extend(edges(cx, at));
    out.push(workloads(cx, at));
    out.extend(verify(cx, at));
    output.steps.extend(out);
}

fn prepare(cx: Cx<'_>, at: At<'_>, output: &Output) -> Vec<Step> {
    let mut out = vec![];
    if let Some(charts) = Charts::of(cx, Provider::Linkerd).filter(|_| !cx.cluster.linkerd_installed) {
        let cni = linkerd::has_cni(cx);
        let flag = if cni { " --linkerd-cni-enabled" } else { "" };
        out.push(step(
            Phase::Prepare,
            format!(
                "see that the command line is of Linkerd {}, and the cluster ready for it",
                charts.published.installs
            ),
            vec!["linkerd version --client".to_owned(), at.linkerd(&format!("check --pre{flag}"))],
            format!("`Client version: {}`, then `Status check results are √`", charts.published.installs),
        ));
    }
    let mut repositories: BTreeMap<&str, &str> = BTreeMap::new();
    for release in output.releases.iter().filter(|r| r.repository.starts_with("https://")) {
        repositories.insert(&release.alias, &release.repository);
    }
    if !repositories.is_empty() && delivered(cx.cluster).is_none() {
        let add = |(alias, url): (&&str, &&str)| format!("helm repo add {alias} {url} --force-update");
        let mut commands: Vec<String> = repositories.iter().map(add).collect();
        commands.push("helm repo update".to_owned());
        out.push(step(Phase::Prepare, "know the charts' repositories", commands, "`Update Complete`"));
    }
    out
}

fn trust_steps(cx: Cx<'_>, at: At<'_>, trust: &Trust) -> Vec<Step> {
    let Some(cert_manager) = trust.block.one("cert-manager") else { return handed_over(cx, at) };
    let (mut out, ns) = (vec![], trust::cert_manager_namespace(cert_manager));
    let (name, cp) = (&cx.cluster.name, &cx.cluster.linkerd_ns);
    let by_hand = delivered(cx.cluster).is_none();
    let issued = |ns: &str, certificate: &str| {
        let apply = by_hand.then(|| at.kubectl(&format!("apply --server-side -f {name}/{ns}.yaml")));
        let wait = format!("-n {ns} wait certificate/{certificate} --for=condition=Ready --timeout=2m");
        apply.into_iter().chain([at.kubectl(&wait)]).collect::<Vec<_>>()
    };
    match trust::home(trust) {
        Some(home) if home == name => out.push(step(
            Phase::Trust,
            "issue the root",
            issued(&ns, "linkerd-trust-anchor"),
            "`certificate.cert-manager.io/linkerd-trust-anchor condition met`",
        )),
        Some(home) => {
            if let Some(home) = cx.topology.clusters.get(home) {
                out.push(copy(at, At { cluster: home, ..at }, &ns));
            }
        }
        None => {}
    }
    let mut commands = issued(cp, "linkerd-identity-issuer");
    commands.push(at.kubectl(&format!("-n {cp} get configmap linkerd-identity-trust-roots")));
    out.push(step(
        Phase::Trust,
        "issue this cluster's issuer, and see the anchors arrive",
        commands,
        "`condition met`, and a ConfigMap with one key",
    ));
    out
}

/// The root's secret from home: once, and at each rotation.
fn copy(at: At<'_>, home: At<'_>, ns: &str) -> Step {
    let keep =
        "{apiVersion, kind, type, data, metadata: {name: .metadata.name, namespace: .metadata.namespace}}";
    let get = home.kubectl(&format!("-n {ns} get secret linkerd-trust-anchor -o json"));
    step(
        Phase::Trust,
        format!("copy the root from `{}`: now, and whenever it is issued anew", home.cluster.name),
        vec![format!("{get} | jq '{keep}' | {}", at.kubectl("apply -f -"))],
        "`secret/linkerd-trust-anchor created`",
    )
}

/// A trust whose secrets somebody else makes.
fn handed_over(cx: Cx<'_>, at: At<'_>) -> Vec<Step> {
    let from = trust::identity(cx).values_from;
    let mut seen: Vec<String> = vec![];
    for value in &from {
        let kind = value.kind.to_ascii_lowercase();
        let command = at.kubectl(&format!("-n {} get {kind} {}", value.namespace, value.name));
        if !seen.contains(&command) {
            seen.push(command);
        }
    }
    match seen.is_empty() {
        true => vec![],
        false => vec![step(Phase::Trust, "see that anchors and issuer are there", seen, "each is listed")],
    }
}

/// The charts, in order; where Flux or Argo CD installs them, how to see that it did.
fn installs(cx: Cx<'_>, at: At<'_>, output: &Output) -> Vec<Step> {
    let mut out = vec![];
    if let Some(tool) = delivered(cx.cluster) {
        let name = &cx.cluster.name;
        let see = match tool {
            "flux" => format!("flux{} get all --all-namespaces", at.context("--context")),
            _ => format!("argocd app list --selector app.kubernetes.io/part-of={name}"),
        };
        let apply = at.kubectl(&format!("apply --server-side -f {name}/_delivery.yaml"));
        out.push(step(
            Phase::Foundations,
            format!("hand the output over: commit it, then let {tool} take it from there"),
            vec![apply, see],
            "in the end, every line is ready",
        ));
    } else {
        for release in &output.releases {
            out.push(helm(cx, at, release));
        }
    }
    if !cx.cluster.linkerd_installed && cx.cluster.platform.linkerd.is_some() {
        let what = "see that the control plane is well";
        out.push(step(Phase::Mesh, what, vec![at.linkerd("check")], "`Status check results are √`"));
    }
    if multicluster::has_gateway(cx) {
        let get = at.kubectl(&format!("-n {NAMESPACE} get service {GATEWAY}"));
        let what = "wait for the gateway's address";
        out.push(step(Phase::Multicluster, what, vec![get], "an address under `EXTERNAL-IP`"));
    }
    out
}

fn phase(release: &Release) -> Phase {
    match &*release.name {
        name if name.starts_with("linkerd-multicluster-link-") => Phase::Links,
        "linkerd-multicluster" | "linkerd2-multicluster" => Phase::Multicluster,
        name if name.starts_with("linkerd") => Phase::Mesh,
        _ => Phase::Edge,
    }
}

fn helm(cx: Cx<'_>, at: At<'_>, release: &Release) -> Step {
    let (name, ns, chart, version) = (&release.name, &release.namespace, &release.chart, &release.version);
    let mut commands = vec![];
    let source = match release.repository.strip_prefix("git+") {
        Some(url) => {
            let folder = format!("{}-{version}", release.alias);
            commands.push(format!("git clone --depth 1 --branch {version} {url} {folder}"));
            commands.push(format!("helm dependency build {folder}/{chart}"));
            format!("{folder}/{chart}")
        }
        None if release.repository.starts_with("oci://") => {
            format!("{}/{chart} --version {version}", release.repository)
        }
        None => format!("{}/{chart} --version {version}", release.alias),
    };
    // Controllers of links wait for secrets that come later.
    let wait = if phase(release) == Phase::Multicluster { "" } else { " --wait" };
    let mut command = format!(
        "upgrade --install {name} {source} --namespace {ns} -f {}/helm/{name}.yaml{wait}",
        cx.cluster.name
    );
    for from in &release.values_from {
        let key = from.key.replace('.', r"\.");
        let kind = from.kind.to_ascii_lowercase();
        let get = at.kubectl(&format!(
            "-n {} get {kind} {} -o jsonpath='{{.data.{key}}}'",
            from.namespace, from.name
        ));
        let decode = if from.kind == "Secret" { " | base64 -d" } else { "" };
        command.push_str(&format!(" \\\n  --set-file {}=<({get}{decode})", from.path));
    }
    let certificate = release.values_from.iter().find(|f| &*f.path == "identity.issuer.tls.crtPEM");
    if let Some(from) = certificate.filter(|_| needs_expiry(cx)) {
        let key = from.key.replace('.', r"\.");
        let get = at.kubectl(&format!(
            "-n {} get secret {} -o jsonpath='{{.data.{key}}}'",
            from.namespace, from.name
        ));
        let end = format!("{get} | base64 -d | openssl x509 -noout -enddate | cut -d= -f2");
        command.push_str(&format!(
            " \\\n  --set identity.issuer.crtExpiry=\"$(date -u -d \"$({end})\" +%Y-%m-%dT%H:%M:%SZ)\""
        ));
    }
    commands.push(at.helm(&command));
    step(phase(release), format!("install `{name}`"), commands, "`STATUS: deployed`")
}

/// Up to 2.10 the chart wants to be told when the issuer's certificate ends.
fn needs_expiry(cx: Cx<'_>) -> bool {
    let chart = Charts::of(cx, Provider::Linkerd).and_then(|c| c.chart("linkerd2"));
    chart.is_some_and(|c| c.required().any(|path| path == "identity.issuer.crtExpiry"))
}

fn edges(cx: Cx<'_>, at: At<'_>) -> Vec<Step> {
    let mut out = vec![];
    let Some(edge) = cx.cluster.platform.edge else { return out };
    let ours: Vec<_> = cx.cluster.edges.values().filter(|e| !e.installed).collect();
    let charts = Charts::of(cx, edge.provider());
    if let (Some(url), false) = (charts.and_then(|c| c.published.crds_manifest), ours.is_empty()) {
        let mut commands = vec![at.kubectl(&format!("apply --server-side -f {url}"))];
        if cx.cluster.platform.has(Feature::Apiext) {
            commands.push(
                at.kubectl("-n emissary-system rollout status deployment/emissary-apiext --timeout=3m"),
            );
        }
        let what = format!("install the edge's CustomResourceDefinitions of {edge}");
        out.push(step(Phase::Edge, what, commands, "each line ends in `serverside-applied`"));
    }
    for edge in ours {
        let (ns, name, file) = (&edge.ns, &edge.object, &cx.cluster.name);
        let mut commands = vec![];
        if delivered(cx.cluster).is_none() {
            commands.push(at.kubectl(&format!("apply --server-side -f {file}/{ns}.yaml")));
        }
        commands.push(at.kubectl(&format!("-n {ns} rollout status deployment/{name} --timeout=5m")));
        let what = format!("configure the edge `{}`, and wait until it is up", edge.name);
        out.push(step(Phase::Edge, what, commands, "`successfully rolled out`"));
    }
    out
}

fn workloads(cx: Cx<'_>, at: At<'_>) -> Step {
    match delivered(cx.cluster) {
        Some(_) => {
            let see = at.kubectl("get deployments --all-namespaces");
            step(
                Phase::Workloads,
                "see that the workloads are up",
                vec![see],
                "`READY` is whole on every line",
            )
        }
        None => {
            let apply = at.kubectl(&format!("apply --server-side -k {}", cx.cluster.name));
            step(
                Phase::Workloads,
                "apply all the rest",
                vec![apply],
                "each line ends in `serverside-applied`",
            )
        }
    }
}

fn link_steps(cx: Cx<'_>, at: At<'_>, link: &Link, target: &Cluster) -> Vec<Step> {
    let mut out = vec![];
    let there = At { cluster: target, ..at };
    if link.block.one("credentials").is_none() {
        out.push(credentials(cx, at, there, link));
    }
    let ours = multicluster::is_ours(cx);
    if cx.cluster.platform.has(Feature::ControllersAsValues) && !ours {
        let what = format!(
            "have the extension here, which is somebody else's, run a controller for `{}`",
            link.target
        );
        let line = format!(
            "# values of linkerd-multicluster: controllers: [{{link: {{ref: {{name: {}}}}}}}]",
            link.target
        );
        out.push(step(Phase::Links, what, vec![line], "a Deployment of that controller"));
    }
    let reads = cx.cluster.platform.has(Feature::LinkCrd) && link.block.one("address").is_none();
    if let Some((service, ns)) = multicluster::gateway_service(link).filter(|_| reads) {
        let ingress = "jsonpath='{range .status.loadBalancer.ingress[*]}{.ip}{.hostname}{\"\\n\"}{end}'";
        let get = there.kubectl(&format!("-n {ns} get service {service} -o {ingress}"));
        let patch = at.kubectl(&format!(
            "-n {NAMESPACE} patch links.multicluster.linkerd.io {} --type merge -p \"{{\\\"spec\\\":{{\\\"gatewayAddress\\\":\\\"$address\\\"}}}}\"",
            link.target
        ));
        let what = format!("tell the link where the gateway of `{}` is", link.target);
        let read = format!("address=$({get} | grep . | paste -sd, -)");
        out.push(step(Phase::Links, what, vec![read, patch], "`patched`"));
    }
    out
}

/// Upstream's command makes the kubeconfig; of what it prints, only secrets are applied.
fn credentials(cx: Cx<'_>, at: At<'_>, there: At<'_>, link: &Link) -> Step {
    let generates = cx.cluster.platform.has(Feature::ControllersAsValues);
    let mut command = format!(
        "multicluster {} --cluster-name {}",
        if generates { "link-gen" } else { "link" },
        link.target
    );
    match &link.gateway {
        None => command.push_str(" --gateway=false"),
        // In 2.8 exports name their gateway, not links.
        Some(Gateway::Edge { service, ns, .. }) if cx.cluster.platform.has(Feature::LinkCrd) => {
            command.push_str(&format!(" --gateway-name {service} --gateway-namespace {ns}"));
        }
        Some(_) => {}
    }
    let name = secret_name(link);
    let mut expect = format!("`secret/{name} created`");
    if is_flat(link) {
        expect.push_str(&format!(", in `{NAMESPACE}` and in `{}`", cx.cluster.linkerd_ns));
    }
    for (key, value) in secret_annotations(cx, there.cluster) {
        expect.push_str(&format!("; its annotation `{key}` is `{value}`"));
    }
    let secrets = "jq '(.items? // [.])[] | select(.kind == \"Secret\")'";
    let read = at.kubectl("create --dry-run=client -o json -f -");
    let apply = at.kubectl("apply -f -");
    step(
        Phase::Links,
        format!("let the mirror here read `{}`", link.target),
        vec![format!("{} | {read} | {secrets} | {apply}", there.linkerd(&command))],
        expect,
    )
}

fn verify(cx: Cx<'_>, at: At<'_>) -> Vec<Step> {
    let mut out = vec![];
    if cx.cluster.platform.linkerd.is_none() {
        return out;
    }
    let what = "see that every proxy is well";
    out.push(step(Phase::Verify, what, vec![at.linkerd("check --proxy")], "`Status check results are √`"));
    let out_links: Vec<&Link> = cx.links_out().collect();
    if out_links.is_empty() {
        return out;
    }
    let extension = cx.cluster.platform.has(Feature::MulticlusterExtension);
    let check = if extension { "multicluster check" } else { "check --multicluster" };
    let mut commands = vec![at.linkerd(check)];
    let gateways: Vec<&&Link> = out_links.iter().filter(|l| l.gateway.is_some()).collect();
    let mut expect = "`Status check results are √`".to_owned();
    if !gateways.is_empty() {
        commands.push(at.linkerd("multicluster gateways"));
        let names: Vec<String> = gateways.iter().map(|l| format!("`{}`", l.target)).collect();
        expect.push_str(&format!(", then {} with `ALIVE` true", names.join(", ")));
    }
    out.push(step(Phase::Verify, "see that the links are alive", commands, expect));
    let mirrors = mirrors(cx, &out_links);
    if !mirrors.is_empty() {
        let get = at.kubectl("get services --all-namespaces -l mirror.linkerd.io/mirrored-service=true");
        out.push(step(Phase::Verify, "see the mirrors", vec![get], mirrors.join(", ")));
    }
    out
}

/// The mirrors that links bring here, as `namespace/name`.
fn mirrors(cx: Cx<'_>, links: &[&Link]) -> Vec<String> {
    let mut out = vec![];
    for link in links {
        let Some(target) = cx.topology.clusters.get(&link.target) else { continue };
        for service in target.services.values() {
            let Some(export) = &service.export else { continue };
            if export.gateway && link.gateway.is_some() || export.flat && link.flat {
                out.push(format!("`{}/{}-{}`", service.ns, service.service_name, link.target));
            }
        }
    }
    out.sort();
    out
}
