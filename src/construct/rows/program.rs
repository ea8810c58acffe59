//! Rows of the program: what stands at the top level, assertions, environments, versions.

use super::rows;

rows! {
    in "top" {
        "platform" "" must("platform") one "" Lowered
            "The versions that all clusters run."
            => "", example "platform";
        "trust" "NAME (installed)?" may("trust") by(Name) "" Lowered
            "A root of trust for the mesh."
            => "=", example "trust shared";
        "cluster" "CLUSTER+" must("cluster") by(Cluster) "" Lowered
            "A cluster, or several alike."
            => "=", example "cluster [prod-no, prod-se, stg]";
        "link" "CLUSTER+ -> CLUSTER+" may("link") by(Cluster) "linkerd 2.8" Lowered
            "Workloads in the first may call what the second exports; each of a list with each, never with itself."
            => "=", example "link east -> west";
        "namespace" "NS (installed)? (on CLUSTER+)?" may("namespace") by(Ns) "" Lowered
            "A namespace and what holds for all in it."
            => "Namespace", example "namespace obs on [eu, us, ap]";
        "service" "QNAME (installed)? (on CLUSTER+)? (like TEMPLATE+)?" must("service") by(Qname) "" Lowered
            "A workload and its Service."
            => "=", example "service shop.web like http-api";
        "job" "QNAME (on CLUSTER+)? (like TEMPLATE+)?" must("job") by(Qname) "" NotYet
            "A workload that ends; its name ends in a hash of its template."
            => "Job", example "job apps.migrate";
        "cronjob" "QNAME at SCHEDULE (on CLUSTER+)? (like TEMPLATE+)?" must("cronjob") by(Qname) "" NotYet
            "A job by the clock."
            => "CronJob", example "cronjob apps.report at \"0 3 * * *\"";
        "external" "HOST (on CLUSTER+)?" must("external") by(Host) "" Lowered
            "A host outside the clusters."
            => "=", example "external api.stripe.com";
        "secret" "QNAME (installed)? (on CLUSTER+)?" must("secret") by(Qname) "" Lowered
            "A secret: that it exists, or who makes it."
            => "=", example "secret linkerd.linkerd-anchor";
        "config" "QNAME (installed)? (on CLUSTER+)?" must("config") by(Qname) "" Lowered
            "A ConfigMap."
            => "ConfigMap", example "config apps.quote-config";
        "account" "QNAME (installed)? (on CLUSTER+)?" may("account") by(Qname) "" Lowered
            "A ServiceAccount that several share, or that somebody else makes."
            => "ServiceAccount", example "account apps.quote";
        "claim" "QNAME installed (on CLUSTER+)?" none by(Qname) "" Lowered
            "A PersistentVolumeClaim that somebody else makes."
            => "", example "claim shop.web installed";
        "edge" "EDGE (installed)? (on CLUSTER+)?" must("edge") by(Edge) "" Lowered
            "One installation of the edge, with its hosts and routes."
            => "=", example "edge main installed";
        "routes" "EDGE (host GLOB)? (in NS)?" must("routes") all "" Lowered
            "Routes of an edge from another file, team or namespace; the edge must be open to it."
            => "=", example "routes internal host *.corp.example in apps";
        "template" "TEMPLATE (like TEMPLATE+)?" must("service") by(Template) "" Lowered
            "Statements of a service to start from."
            => "", example "template http-api";
        "let" "NAME VALUE+" none by(Name) "" Lowered
            "A value for `${NAME}`; a list where an argument is only that."
            => "", example "let registry registry.example.com";
        "environment" "NAME" must("environment") by(Name) "" Lowered
            "What differs where `--environment NAME` is given; blocks of one name merge over files."
            => "", example "environment staging";
        "defaults" "" must("defaults") one "" Lowered
            "What holds unless said nearer."
            => "", example "defaults";
        "use" "DIR" none by(Dir) "" Lowered
            "Another program's templates, lets, clusters, trusts and platform."
            => "", example "use \"../platform\"";
        "raw" "GLOBPATH (installed)? (on CLUSTER+)? (in NS)?" none all "" Lowered
            "Manifests as they are: read, indexed, checked like ours; with `installed` known but not emitted."
            => "=", example "raw \"vendor/*.yaml\" in shop";
        "assert" "ASSERTION" none all "" Lowered
            "What must hold of the running system; see the context assertion."
            => "", example "assert replicated shop.web 2";
        "expect" "CODE TEXT" none by(Code) "" Lowered
            "Silences that warning in the program, with the reason."
            => "", example "expect W0603 \"the pilot has no certificate yet\"";
    }
    in "assertion" {
        "reaches" "ENDPOINT -> ENDPOINT (METHOD PATH)?" none all "" Lowered
            "A request gets there."
            => "", example "reaches demo.client -> default.qotm@east";
        "unreachable" "ENDPOINT -> ENDPOINT" none all "" Lowered
            "No request gets there."
            => "", example "unreachable internet -> internet";
        "encrypted" "ENDPOINT -> ENDPOINT" none all "" Lowered
            "Every hop is TLS or mutual TLS."
            => "", example "encrypted internet -> default.qotm";
        "closed" "REF" must("closed") all "" Lowered
            "Nobody gets there but those excepted."
            => "", example "closed emojivoto.voting:grpc";
        "replicated" "REF COUNT" none all "" Lowered
            "At least so many replicas in each cluster."
            => "", example "replicated shop.web 2";
    }
    in "closed" {
        "except" "CLIENT" none all "" Lowered
            "Who may."
            => "", example "except emojivoto.web";
    }
    in "environment" {
        "let" "NAME VALUE+" none by(Name) "" Lowered
            "Another value."
            => "", example "let domain staging.example.com";
        "add" "DECLARATION" none all "" Lowered
            "A declaration that exists in this environment only: any of the top level, with its block."
            => "", example "add namespace debug";
        "drop" "HEAD" none all "" Lowered
            "Takes a declaration away: its keyword and name."
            => "", example "drop namespace debug";
    }
    in "platform" {
        "kubernetes" "VERSION" none one "" Lowered
            "The version of the API server."
            => "", example "kubernetes 1.21";
        "linkerd" "VERSION" none one "" Lowered
            "The version of Linkerd, extensions included."
            => "", example "linkerd 2.17";
        "emissary" "VERSION" none one "" Lowered
            "The version of Emissary-ingress, or:"
            => "", example "emissary 3.10";
        "edge-stack" "VERSION" none one "" Lowered
            "the version of Ambassador Edge Stack."
            => "", example "edge-stack 1.14";
    }
}
