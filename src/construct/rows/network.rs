//! Rows of ports and Services.

use super::rows;

rows! {
    in "network" {
        "port" "NAME PORTNUMBER (-> PORTNUMBER)?" may("port") by(Name) "" Lowered
            "A port: of the Service, and of the container where that differs."
            => "Service.ports, containerPort", example "port http-api 80 -> 5000";
        "headless" "(NAME)?" none one "" Lowered
            "Its Service is headless; with a name one more is, and names the set."
            => "Service.clusterIP None", example "headless";
        "expose" "(installed | load-balancer | node-port)" may("expose") all "" Lowered
            "How it is reached from outside; `installed`: somebody else makes its Service."
            => "Service.type", example "expose installed";
        "session-affinity" "client-ip (for DURATION)?" none one "" Lowered
            "A client keeps its pod."
            => "sessionAffinity", example "session-affinity client-ip";
        "publish-not-ready" "switch" none one "" Lowered
            "Its name resolves to pods that are not ready."
            => "publishNotReadyAddresses", example "publish-not-ready";
        "families" "(ipv4 | ipv6 | prefer-dual | require-dual)" none one "" Lowered
            "The families of its addresses."
            => "ipFamilyPolicy, ipFamilies", example "families ipv4";
        "near" "(zone | node)" none one "kubernetes 1.31" Lowered
            "Callers without a proxy prefer pods near them."
            => "trafficDistribution", example "near zone";
    }
    in "port" {
        "protocol" "(http | http2 | grpc | https | tls | tcp | opaque | udp)" none one "" Lowered
            "What it speaks; Linkerd detects by default."
            => "=", example "protocol grpc";
        "private" "switch" none one "" Lowered
            "A container port that the Service does not have."
            => "", example "private";
        "node-port" "PORTNUMBER" none one "" Lowered
            "Its port on every node."
            => "nodePort", example "node-port 8080";
        "app-protocol" "TEXT" none one "" Lowered
            "The Service port's appProtocol, where it must be said."
            => "appProtocol", example "app-protocol kubernetes.io/h2c";
        "host-port" "PORTNUMBER" none one "" Lowered
            "Its port on the node of each pod."
            => "hostPort", example "host-port 8080";
    }
    in "expose" {
        "name" "NAME" none one "" Lowered
            "A second Service of this name, beside its own."
            => "metadata.name", example "name web";
        "ports" "PORT+" none one "" Lowered
            "Only these."
            => "spec.ports", example "ports http";
        "class" "TEXT" none one "kubernetes 1.22" Lowered
            "Whose load balancer."
            => "loadBalancerClass", example "class service.k8s.aws/nlb";
        "address" "ADDRESS+" none one "" Lowered
            "At these addresses."
            => "loadBalancerIP, externalIPs", example "address 203.0.113.7";
        "source-ranges" "CIDR+" none one "" Lowered
            "Only from these."
            => "loadBalancerSourceRanges", example "source-ranges 10.0.0.0/8";
        "local-traffic" "switch" none one "" Lowered
            "Only to pods of the same node; the client's address is kept."
            => "externalTrafficPolicy", example "local-traffic";
        "annotation" "LABELKEY VALUE" none by(LabelKey) "" Lowered
            "On that Service."
            => "metadata.annotations", example "annotation service.beta.kubernetes.io/aws-load-balancer-type nlb";
        "label" "LABELKEY VALUE" none by(LabelKey) "" Lowered
            "On that Service."
            => "metadata.labels", example "label team internal";
    }
}
