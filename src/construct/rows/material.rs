//! Rows of what others refer to: externals, secrets, configs, accounts.

use super::rows;

rows! {
    in "external-own" {
        "port" "NAME PORTNUMBER" may("port") by(Name) "" Lowered
            "A port of the host."
            => "EgressNetwork routes", example "port https 443";
        "networks" "CIDR+" none one "linkerd 2.17" Lowered
            "Its addresses: what a port that is neither http nor tls is known by."
            => "EgressNetwork.networks", example "networks 10.0.0.0/8";
    }
    in "secret-own" {
        "tls" "HOST+" none one "" Lowered
            "A certificate for these hosts, and its key."
            => "", example "tls [my-host-1, my-host-2]";
        "ca" "" none one "" Lowered
            "A certificate authority (`ca.crt`)."
            => "", example "ca";
        "keys" "KEY+" none one "" Lowered
            "The keys it holds."
            => "", example "keys [crt.pem, key.pem]";
        "certificate" "(issuer | cluster-issuer) NAME HOST+" may("certificate") one "" Lowered
            "cert-manager makes it."
            => "Certificate", example "certificate cluster-issuer letsencrypt shop.example.com";
        "external-secret" "(store | cluster-store) NAME TEXT" none one "" Lowered
            "External Secrets makes it from this key."
            => "ExternalSecret", example "external-secret cluster-store vault \"shop/cart\"";
    }
    in "certificate" {
        "duration" "DURATION" none one "" Lowered
            "How long it lives."
            => "Certificate.duration", example "duration 5s";
        "renew-before" "DURATION" none one "" Lowered
            "How early it is renewed."
            => "Certificate.renewBefore", example "renew-before 5s";
        "common-name" "TEXT" none one "" Lowered
            "Its common name."
            => "Certificate.commonName", example "common-name shop.example.com";
        "key" "(ecdsa | rsa) COUNT" none one "" Lowered
            "Algorithm and size of its key."
            => "Certificate.privateKey", example "key ecdsa 256";
    }
    in "config-own" {
        (Key) "VALUE" none by(Key) "" Lowered
            "A key and its value."
            => "ConfigMap.data", example "mode fast";
        "file" "FILE (as KEY)?" none by(File) "" Lowered
            "A file's text, verbatim."
            => "ConfigMap.data", example "file \"settings.toml\" as settings.toml";
        "text" "KEY TEXT" none by(Key) "" Lowered
            "A text."
            => "ConfigMap.data", example "text banner \"Welcome\"";
        "keys" "KEY+" none one "" Lowered
            "The keys that an installed one holds."
            => "", example "keys ca-bundle.crt";
    }
    in "account-own" {
        "pull-secret" "SECRET+" none one "" Lowered
            "Secrets to pull images with."
            => "imagePullSecrets", example "pull-secret shop.cart-tls";
        "token" "switch" none one "" Lowered
            "Whether pods get its token."
            => "automountServiceAccountToken", example "token";
        "may" "VERB+ RESOURCE+ (in NS)?" none all "" NotYet
            "What it may do with the API server."
            => "Role, ClusterRole and their bindings", example "may [get, list, watch] configmaps in shop";
    }
}
