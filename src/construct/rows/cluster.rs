//! Rows of clusters, their trust, and who delivers to them.

use super::rows;

rows! {
    in "trust" {
        "cert-manager" "" may("cert-manager") one "linkerd 2.11" Lowered
            "cert-manager issues the root once and an issuer in each cluster; trust-manager distributes the root."
            => "Issuer, Certificate, Bundle, Helm identity.externalCA", example "cert-manager";
        "anchor" "(secret REF | config REF | FILE)" none one "" Lowered
            "The trust anchors: a file, a secret, or the ConfigMap that somebody's trust bundle fills."
            => "Helm identityTrustAnchorsPEM, externalCA", example "anchor secret linkerd.linkerd-anchor";
        "issuer" "secret REF" none one "" Lowered
            "The issuer's certificate and key, in a secret that exists in each cluster."
            => "Helm identity.issuer", example "issuer secret linkerd.linkerd-issuer";
    }
    in "cert-manager" {
        "home" "CLUSTER" none one "" Lowered
            "The cluster that issues the root; required where several clusters share the trust."
            => "", example "home east";
        "root-validity" "DURATION" none one "" Lowered
            "How long the root lives."
            => "Certificate.duration", example "root-validity 3650d";
        "issuer-validity" "DURATION" none one "" Lowered
            "How long an issuer lives; renewed in time."
            => "Certificate.duration", example "issuer-validity 90d";
        "namespace" "NS" none one "" Lowered
            "Where cert-manager and the root live."
            => "Certificate.namespace", example "namespace cert-manager";
        "previous" "SECRET" none one "" Lowered
            "The anchor before this one, kept in the bundle while both are in use."
            => "Bundle.sources", example "previous cert-manager.old-anchor";
    }
    in "cluster" {
        "platform" "" must("platform") one "" Lowered
            "Versions of this cluster where they differ."
            => "", example "platform";
        "trust" required "TRUST" none one "" Lowered
            "The mesh root it belongs to."
            => "=", example "trust shared";
        "ha" "switch" none one "" Lowered
            "Linkerd in high availability."
            => "Helm values-ha", example "ha";
        "domain" "DNSNAME" none one "" Lowered
            "The cluster's DNS domain."
            => "Helm clusterDomain", example "domain cluster.local";
        "trust-domain" "DNSNAME" none one "" Lowered
            "The domain of its identities."
            => "Helm identityTrustDomain", example "trust-domain cluster.local";
        "networks" "CIDR+" none one "linkerd 2.9" Lowered
            "The networks of its pods and services."
            => "Helm clusterNetworks", example "networks [10.0.0.0/8, 172.20.0.0/16]";
        "nodes" "CIDR+" none one "" Lowered
            "The networks of its nodes, which probe pods."
            => "=", example "nodes 10.240.0.0/16";
        "api-server" "CIDR+" none one "" Lowered
            "Where its API server calls webhooks from."
            => "=", example "api-server 10.0.0.1/32";
        "flat-network" "NAME" none one "" Lowered
            "Clusters that name the same one reach each other's pods."
            => "", example "flat-network vpc-eu";
        "context" "TEXT" none one "" Lowered
            "The kubectl context, for `plan`."
            => "", example "context arn:aws:eks:eu-central-1:111122223333:cluster/east";
        "default-policy" "(deny | audit | all | all-meshed | cluster | cluster-meshed)" none one "linkerd 2.11" Lowered
            "Who may reach a port that no policy speaks of (`audit` since 2.16)."
            => "Helm proxy.defaultInboundPolicy (2.11: policyController.defaultAllowPolicy)", example "default-policy deny";
        "deliver" "(plain | flux | argocd)" may("deliver") one "" Lowered
            "Who applies the manifests."
            => "=", example "deliver flux";
        "linkerd" "(installed)?" may("linkerd") one "" Lowered
            "The installation of Linkerd."
            => "=", example "linkerd installed";
        "viz" "switch" may("linkerd-extension") one "linkerd 2.10" NotYet
            "The viz extension, and the policy that lets it scrape."
            => "=", example "viz";
        "defaults" "" must("defaults") one "" Lowered
            "What holds in this cluster unless said nearer."
            => "", example "defaults";
        "label" "LABELKEY VALUE" none by(LabelKey) "" Lowered
            "On every object of the cluster."
            => "metadata.labels", example "label team internal";
        "annotation" "LABELKEY VALUE" none by(LabelKey) "" Lowered
            "On every object of the cluster."
            => "metadata.annotations", example "annotation team internal";
        "expect" "CODE TEXT" none by(Code) "" Lowered
            "Silences that warning here, with the reason."
            => "", example "expect W0603 \"a text\"";
        "multicluster" "(installed)?" may("multicluster") one "linkerd 2.8" Lowered
            "The multicluster extension, which a link brings."
            => "Helm linkerd-multicluster", example "multicluster";
        "gateway-api" "(linkerd | installed)" none one "linkerd 2.14" Lowered
            "Who installs the CRDs of the Gateway API: Linkerd's chart (the default to 2.18), or somebody else."
            => "Helm installGatewayAPI, enableHttpRoutes, enableTlsRoutes, enableTcpRoutes", example "gateway-api linkerd";
        "jaeger" "switch" may("linkerd-extension") one "linkerd ..2.18" NotYet
            "The jaeger extension."
            => "=", example "jaeger";
    }
    in "deliver" {
        "namespace" "NS" none one "" Lowered
            "Where the delivery objects live."
            => "metadata.namespace", example "namespace flux-system";
        "interval" "DURATION" none one "" Lowered
            "How often it reconciles."
            => "spec.interval", example "interval 1h";
        "retries" "COUNT" none one "" Lowered
            "How often it tries again."
            => "remediation.retries, retry.limit", example "retries 5";
        "account" "QNAME" none one "" Lowered
            "As whom it applies."
            => "spec.serviceAccountName", example "account flux-system.deployer";
        "depends-on" "QNAME+" none one "" Lowered
            "What must be ready before."
            => "spec.dependsOn", example "depends-on flux-system.crds";
        "source" "TEXT" none one "" Lowered
            "Where the output is read from."
            => "sourceRef, repoURL", example "source flux-system/fleet";
        "project" "NAME" none one "" Lowered
            "The Argo CD project."
            => "Application.spec.project", example "project shop";
        "sync-policy" "(manual | automated)" none one "" Lowered
            "Whether it syncs by itself."
            => "Application.spec.syncPolicy", example "sync-policy manual";
    }
}
