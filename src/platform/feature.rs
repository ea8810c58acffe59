//! What differs between versions, by name: [`Feature`] → provider, since, removed, instead.
//!
//! The enum and its table are one macro call, so no feature can be without a row. A bound that is left out is the
//! first or last supported version. Edge Stack 1.14, Emissary 3.10 and 4.1 are one line (`Emissary`); what only
//! Edge Stack has is `EdgeStack`.

use super::need::Lacks;
use super::{Platform, Provider, Version};

/// One row of the table.
struct Row {
    provider: Provider,
    since: Option<Version>,
    removed: Option<Version>,
    instead: Option<&'static str>,
}

macro_rules! features {
    ($($(#[$doc:meta])* $name:ident: $provider:ident
        $(since $a:literal $b:literal)? $(removed $c:literal $d:literal)? $(instead $instead:literal)?;)*) => {
        /// Something that some versions of the real software have and others lack.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Feature { $($(#[$doc])* $name,)* }

        impl Feature {
            /// All of them, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            const fn row(self) -> Row {
                match self {
                    $(Self::$name => Row {
                        provider: Provider::$provider,
                        since: features!(@version $($a, $b)?),
                        removed: features!(@version $($c, $d)?),
                        instead: features!(@text $($instead)?),
                    },)*
                }
            }
        }
    };
    (@version $a:literal, $b:literal) => { Some(Version::new($a, $b)) };
    (@version) => { None };
    (@text $text:literal) => { Some($text) };
    (@text) => { None };
}

features! {
    // ---- Kubernetes (kubernetes.json; release notes of each minor)
    /// `autoscaling/v2`.
    HpaV2: Kubernetes since 1 23 instead "autoscaling/v2beta2";
    /// Service `loadBalancerClass`.
    LoadBalancerClass: Kubernetes since 1 22;
    /// gRPC probes.
    GrpcProbes: Kubernetes since 1 24 instead "an `exec` probe";
    /// A ServiceAccount gets a token Secret by itself.
    AutomaticTokenSecrets: Kubernetes removed 1 24 instead "a Secret of type `kubernetes.io/service-account-token`";
    /// StatefulSet `rollingUpdate.maxUnavailable` (alpha at first).
    StatefulSetMaxUnavailable: Kubernetes since 1 24;
    /// CronJob `timeZone`.
    CronJobTimeZone: Kubernetes since 1 25;
    /// PodSecurityPolicy.
    PodSecurityPolicy: Kubernetes removed 1 25;
    /// CustomResourceDefinitions of `apiextensions.k8s.io/v1beta1`.
    CrdV1beta1: Kubernetes removed 1 22;
    /// StatefulSet `persistentVolumeClaimRetentionPolicy` without a feature gate.
    ClaimRetention: Kubernetes since 1 27;
    /// Init containers with `restartPolicy: Always`, without a feature gate.
    SidecarContainers: Kubernetes since 1 29;
    /// `lifecycle.*.sleep`, without a feature gate.
    SleepAction: Kubernetes since 1 30 instead "`exec sleep`";
    /// Service `trafficDistribution: PreferClose`.
    TrafficDistribution: Kubernetes since 1 31;
    /// Service `trafficDistribution: PreferSameZone` and `PreferSameNode`.
    TrafficSameNode: Kubernetes since 1 34;

    // ---- Linkerd, charts (charts: objects.json, versions.json)
    /// The charts `linkerd-crds` and `linkerd-control-plane`; before, one chart `linkerd2`.
    CrdsChart: Linkerd since 2 12;
    /// Charts install into the release's namespace; before, the value `namespace` (2.8, 2.9: `global.namespace`) says where.
    ReleaseNamespace: Linkerd since 2 12;
    /// Values under `global.`.
    GlobalValues: Linkerd removed 2 10;
    /// The chart `linkerd-multicluster`; before, `linkerd2-multicluster`.
    MulticlusterExtension: Linkerd since 2 10;
    /// The chart `linkerd-viz`; before, its parts are in `linkerd2`.
    LinkerdVizExtension: Linkerd since 2 10;
    /// The chart `linkerd-jaeger`.
    JaegerExtension: Linkerd since 2 10 removed 2 19 instead "`tracing` of the control plane";
    /// The value `proxy.tracing`.
    ProxyTracing: Linkerd since 2 19;
    /// The value `identity.externalCA`.
    ExternalCa: Linkerd since 2 11;
    /// The value `clusterNetworks`.
    ClusterNetworks: Linkerd since 2 9;
    /// The value `proxy.defaultInboundPolicy`; in 2.11 it is `policyController.defaultAllowPolicy`.
    DefaultPolicyInProxyValues: Linkerd since 2 12;
    /// The chart can install the Gateway API kinds.
    BundledGatewayApi: Linkerd since 2 14;
    /// One value, `installGatewayAPI`, for all of them; before, `enableHttpRoutes` and its like.
    InstallGatewayApiValue: Linkerd since 2 18;
    /// The chart installs the Gateway API kinds unless told not to.
    GatewayApiByDefault: Linkerd since 2 14 removed 2 19;

    // ---- Linkerd, the proxy (domain: linkerd.md 2.1 to 2.3)
    /// `linkerd.io/inject: ingress`.
    IngressMode: Linkerd since 2 9;
    /// A normal proxy follows `l5d-dst-override`.
    DestinationOverrideInNormalMode: Linkerd removed 2 9 instead "`inject ingress`";
    /// `config.linkerd.io/opaque-ports`.
    OpaquePorts: Linkerd since 2 9;
    /// `config.linkerd.io/skip-subnets`.
    SkipSubnets: Linkerd since 2 11;
    /// `config.linkerd.io/proxy-await`.
    ProxyAwait: Linkerd since 2 11;
    /// `config.linkerd.io/access-log`.
    AccessLog: Linkerd since 2 12;
    /// `config.linkerd.io/proxy-ephemeral-storage-*`.
    ProxyEphemeralStorage: Linkerd since 2 12;
    /// `config.linkerd.io/shutdown-grace-period`.
    ShutdownGracePeriod: Linkerd since 2 12 instead "`wait-before-exit`";
    /// Native sidecars, by annotation and value.
    NativeSidecar: Linkerd since 2 15;
    /// Native sidecars unless told not to.
    NativeSidecarDefault: Linkerd since 2 20;
    /// `config.linkerd.io/proxy-additional-env`.
    ProxyAdditionalEnv: Linkerd since 2 20;

    // ---- Linkerd, policy (domain: linkerd.md 3.1, 4.1; linkerd-lowering.md)
    /// `config.linkerd.io/default-inbound-policy`.
    DefaultPolicyAnnotation: Linkerd since 2 11;
    /// The policy value `audit`.
    AuditPolicy: Linkerd since 2 16;
    /// Server.
    Server: Linkerd since 2 11;
    /// `Server.accessPolicy`.
    AccessPolicy: Linkerd since 2 16;
    /// `Server.externalWorkloadSelector`.
    ServerForExternalWorkloads: Linkerd since 2 15;
    /// ServerAuthorization.
    ServerAuthorization: Linkerd since 2 11;
    /// AuthorizationPolicy, MeshTLSAuthentication, NetworkAuthentication.
    AuthorizationPolicy: Linkerd since 2 12 instead "ServerAuthorization";
    /// HTTP probes of declared pods pass policies by themselves.
    ProbesAuthorized: Linkerd since 2 12;
    /// HTTPRoute of `policy.linkerd.io`, with a Server as its parent.
    HttpRouteOnServer: Linkerd since 2 12;
    /// gRPC Servers take routes (GRPCRoute); before, routes of a gRPC Server are ignored.
    GrpcRoute: Linkerd since 2 16 instead "an HTTPRoute on the path of the method";
    /// HTTPLocalRateLimitPolicy.
    RateLimit: Linkerd since 2 17;
    /// SPIFFE identities.
    SpiffeIdentities: Linkerd since 2 15;
    /// ExternalWorkload.
    ExternalWorkload: Linkerd since 2 15;
    /// `ExternalWorkload.status` is a subresource, so that a plain apply drops it.
    ExternalWorkloadStatusSubresource: Linkerd since 2 16;
    /// An ExternalWorkload takes two addresses.
    TwoWorkloadIps: Linkerd since 2 17;
    /// A port outside all Servers of a service: forbidden; before, ordinary balancing.
    UndeclaredPortsForbidden: Linkerd since 2 20;

    // ---- Linkerd, traffic (domain: linkerd-lowering.md)
    /// TrafficSplit comes with Linkerd.
    TrafficSplit: Linkerd removed 2 12 instead "`split` on a route";
    /// HTTPRoute with a Service as its parent, with backendRefs.
    HttpRouteOnService: Linkerd since 2 13 instead "ServiceProfile";
    /// HTTPRoute `timeouts`.
    HttpRouteTimeouts: Linkerd since 2 14 instead "ServiceProfile";
    /// HTTPRoute filters: redirects, request headers.
    HttpRouteFilters: Linkerd since 2 14;
    /// HTTPRoute of the Gateway API is obeyed; response headers can be changed by it alone.
    GatewayHttpRoute: Linkerd since 2 14;
    /// The Gateway API's HTTPRoute that comes with Linkerd has `timeouts`.
    GatewayRouteTimeouts: Linkerd since 2 18 instead "the annotation `timeout.linkerd.io/request`";
    /// `retry.linkerd.io/*`.
    RetryAnnotations: Linkerd since 2 16 instead "ServiceProfile";
    /// `timeout.linkerd.io/*`.
    TimeoutAnnotations: Linkerd since 2 16 instead "HTTPRoute `timeouts`, or ServiceProfile";
    /// `balancer.linkerd.io/failure-accrual*`.
    FailureAccrual: Linkerd since 2 13;
    /// `failure-accrual: unified`, with success rates.
    UnifiedFailureAccrual: Linkerd since 2 20;
    /// EgressNetwork.
    EgressNetwork: Linkerd since 2 17;
    /// TLSRoute and TCPRoute.
    TlsAndTcpRoute: Linkerd since 2 17;

    // ---- Linkerd, multicluster (domain: linkerd.md 1.1 to 1.9)
    /// Exports are marked by a label; before, by the annotations `gateway-name` and `gateway-ns`.
    ExportLabel: Linkerd since 2 9;
    /// The label must be `true`; before, any value exports.
    ExportLabelTrue: Linkerd since 2 11;
    /// Link; before, annotations on the credentials Secret.
    LinkCrd: Linkerd since 2 9;
    /// `Link.selector` loses `matchLabels` and `values` on the way (2.10's schema prunes them).
    LinkSelectorPruned: Linkerd since 2 10 removed 2 11;
    /// `probeSpec.failureThreshold` and `timeout`.
    LinkProbeThreshold: Linkerd since 2 17;
    /// `excludedLabels`, `excludedAnnotations`.
    LinkExclusions: Linkerd since 2 18;
    /// One controller mirrors all targets.
    SharedServiceMirror: Linkerd removed 2 9;
    /// The chart `linkerd-multicluster-link` makes the controller of a link.
    LinkChart: Linkerd since 2 9 removed 2 18 instead "the value `controllers`";
    /// The value `controllers` of the multicluster chart makes the controllers.
    ControllersAsValues: Linkerd since 2 18 instead "the chart `linkerd-multicluster-link`";
    /// The probe path begins with `/`; before, the code adds it.
    ProbePathSlash: Linkerd since 2 9;
    /// The gateway is probed at `/ready` on 4191; before, at `/health` on 4181.
    GatewayReadyProbe: Linkerd since 2 11;
    /// The gateway's Server speaks HTTP/1 alone, so that TCP does not pass.
    GatewayHttpOnly: Linkerd since 2 11 removed 2 12;
    /// The gateway's pod is `all-authenticated`.
    GatewayDefaultPolicy: Linkerd since 2 12;
    /// The remote-access account has an explicit token Secret.
    RemoteAccessTokenSecret: Linkerd since 2 12;
    /// Namespaces of mirrors are made by the controller (2.11.0 too, 2.11.5 not).
    MirrorNamespacesMade: Linkerd removed 2 11 instead "a `namespace` on the source cluster";
    /// The value `enableNamespaceCreation` has it make them.
    NamespaceCreationValue: Linkerd since 2 17;
    /// Headless services can be mirrored with their pods.
    HeadlessMirroring: Linkerd since 2 11;
    /// Flat links: pods reach pods.
    RemoteDiscovery: Linkerd since 2 14;
    /// Federated services.
    Federated: Linkerd since 2 17;

    // ---- the edge (domain: emissary.md 1 to 3)
    /// `getambassador.io/v3alpha1`.
    EdgeV3alpha1: Emissary since 3 10 instead "getambassador.io/v2";
    /// `getambassador.io/v2` is served with the default installation.
    EdgeV2Served: Emissary removed 4 1 instead "getambassador.io/v3alpha1";
    /// Listener; before, the Module's `service_port` and the Hosts say where it listens.
    Listener: Emissary since 3 10 instead "Module `service_port`";
    /// A Mapping must belong to a Host; before, one without is served for all names.
    MappingNeedsHost: Emissary since 3 10;
    /// Regular expressions can be other than RE2.
    UnsafeRegex: Emissary removed 3 10;
    /// gRPC services of the edge must say `protocol_version: v3`.
    ProtocolVersionV3: Emissary since 3 10;
    /// HTTP/3 on a Listener.
    Http3: Emissary since 3 10;
    /// `Mapping.health_checks`.
    HealthChecks: Emissary since 3 10;
    /// `stats_name`.
    StatsName: Emissary since 3 10;
    /// `crl_secret`.
    CrlSecret: Emissary since 3 10;
    /// The tracing driver `lightstep`.
    LightstepTracing: Emissary removed 3 10;
    /// The tracing driver `opentelemetry`.
    OpenTelemetryTracing: Emissary since 3 10;
    /// `Host.tlsSecret.namespace`.
    TlsSecretNamespace: Emissary since 3 10 instead "the dotted name `SECRET.NAMESPACE`";
    /// The conversion webhook `emissary-apiext` is part of the installation.
    Apiext: Emissary since 3 10 removed 4 1;
    /// CustomResourceDefinitions come as a chart; before, as a manifest.
    EdgeCrdsChart: Emissary since 4 1;
    /// Filter, FilterPolicy.
    Filters: EdgeStack;
    /// RateLimit.
    EdgeRateLimits: EdgeStack;
    /// `Host.acmeProvider` is acted on.
    Acme: EdgeStack;
    /// DevPortal is acted on.
    DevPortal: EdgeStack;
}

impl Feature {
    /// Whose feature it is.
    #[must_use]
    pub const fn provider(self) -> Provider {
        self.row().provider
    }

    /// The first version that has it; `None` when the first supported one does.
    #[must_use]
    pub const fn since(self) -> Option<Version> {
        self.row().since
    }

    /// The first version that has it no more; `None` when the newest supported one still has it.
    #[must_use]
    pub const fn removed(self) -> Option<Version> {
        self.row().removed
    }

    /// What does the work where it is not.
    #[must_use]
    pub const fn instead(self) -> Option<&'static str> {
        self.row().instead
    }
}

impl Platform {
    /// Whether a feature is there.
    #[must_use]
    pub fn has(&self, feature: Feature) -> bool {
        let row = feature.row();
        let version = match row.provider {
            // One line of software: Edge Stack 1.14 before Emissary 3.10.
            Provider::Emissary => self.edge.map(|edge| edge.version()),
            provider => self.version_of(provider),
        };
        version.is_some_and(|v| row.since.is_none_or(|s| v >= s) && row.removed.is_none_or(|r| v < r))
    }

    /// As [`Platform::has`], with the words for a diagnostic.
    ///
    /// # Errors
    /// What lacks.
    pub fn demand(&self, feature: Feature) -> Result<(), Lacks> {
        if self.has(feature) {
            return Ok(());
        }
        let row = feature.row();
        let provider = row.provider;
        let too_new = |removed: &Version| match provider {
            Provider::Emissary => self.edge.is_some_and(|edge| edge.version() >= *removed),
            _ => self.version_of(provider).is_some_and(|version| version >= *removed),
        };
        let since = match (row.since, row.removed.filter(too_new)) {
            (_, Some(removed)) => format!("a {provider} before {removed}"),
            (Some(since), None) => format!("{provider} {since}"),
            (None, None) => provider.to_string(),
        };
        Err(Lacks { since, instead: row.instead })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_supported_versions_in_order() {
        for &feature in Feature::ALL {
            let known = |v: Version| feature.provider().supported().contains(&v);
            assert!(feature.since().is_none_or(known), "{feature:?}");
            assert!(feature.removed().is_none_or(known), "{feature:?}");
            if let (Some(since), Some(removed)) = (feature.since(), feature.removed()) {
                assert!(since < removed, "{feature:?}");
            }
        }
    }

    #[test]
    fn features_come_and_go() {
        let at = |words| Platform::from_words(words).unwrap();
        let lacks = |words, feature| at(words).demand(feature).unwrap_err().since;
        assert!(at("linkerd=2.11").has(Feature::ServerAuthorization));
        assert_eq!(lacks("linkerd=2.11", Feature::AuthorizationPolicy), "linkerd 2.12");
        assert_eq!(lacks("linkerd=2.12", Feature::TrafficSplit), "a linkerd before 2.12");
        assert_eq!(lacks("kubernetes=1.33", Feature::Server), "linkerd 2.11");
        assert_eq!(lacks("emissary=4.1", Feature::Filters), "edge-stack");
        assert!(!at("edge-stack=1.14").has(Feature::Listener));
        assert!(at("edge-stack=1.14").has(Feature::EdgeV2Served));
        assert!(!at("emissary=4.1").has(Feature::EdgeV2Served));
        assert!(at("linkerd=2.10").has(Feature::LinkSelectorPruned));
        assert!(!at("linkerd=2.9").has(Feature::LinkSelectorPruned));
        assert!(!at("linkerd=2.19").has(Feature::JaegerExtension));
    }
}
