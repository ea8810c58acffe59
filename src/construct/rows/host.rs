//! Rows of listeners, hosts and TLS.

use super::rows;

rows! {
    in "listen-own" {
        "proxy-protocol" "switch" none one "" Lowered
            "Connections begin with the PROXY protocol."
            => "Listener.protocol, Module.use_proxy_proto", example "proxy-protocol";
        "security" "(xfp | secure | insecure)" none one "" Lowered
            "What counts as secure: what `x-forwarded-proto` says (the default), everything, nothing."
            => "Listener.securityModel, Module.x_forwarded_proto_redirect", example "security insecure";
        "hops" "COUNT" none one "" Lowered
            "How many proxies before it are trusted."
            => "Listener.l7Depth, Module.xff_num_trusted_hops", example "hops 3";
        "http3" "switch" none one "emissary 3.10" Lowered
            "HTTP/3 beside HTTPS, over UDP on the same port."
            => "Listener.protocolStack", example "http3";
        "hosts" "GLOB+" none one "emissary 3.10" Lowered
            "Only these hosts answer here."
            => "Listener.hostBinding.selector", example "hosts api.example.com";
        "stats-name" "STATSNAME" none one "emissary 3.10" Lowered
            "Its name in statistics."
            => "Listener.statsPrefix", example "stats-name cart_v2";
    }
    in "host-own" {
        "tls" "SECRET" may("tls-host") one "" Lowered
            "Its certificate; TLS ends here."
            => "Host.tlsSecret, Host.tls", example "tls default.tls-cert";
        "acme" "" may("acme") one "edge-stack" NotYet
            "Edge Stack gets the certificate by ACME, into the secret of `tls`, or into one of its own."
            => "Host.acmeProvider", example "acme";
        "insecure" "(route | redirect | reject)" none one "" Lowered
            "What happens to requests without TLS (redirect, where it has TLS)."
            => "Host.requestPolicy.insecure.action", example "insecure redirect";
        "open" "to NS+ (under PATH)?" none all "" Lowered
            "Namespaces that may add routes to it, everywhere or under that path."
            => "", example "open to default under /backend/";
    }
    in "acme" {
        "authority" "URL" none one "edge-stack" NotYet
            "The ACME server; Let's Encrypt by default."
            => "Host.acmeProvider.authority", example "authority https://acme-v02.api.letsencrypt.org/directory";
        "email" "TEXT" none one "edge-stack" NotYet
            "The account's address."
            => "Host.acmeProvider.email", example "email ops@example.com";
        "private-key" "SECRET" none one "edge-stack" NotYet
            "The secret that holds the account's key."
            => "Host.acmeProvider.privateKeySecret", example "private-key shop.cart-tls";
    }
    in "tls-expect" {
        "expect" "CODE TEXT" none by(Code) "" Lowered
            "Silences that warning here, with the reason."
            => "", example "expect W0603 \"a text\"";
    }
    in "tls-host-own" {
        "client-ca" "SECRET (required)?" none one "" Lowered
            "Checks clients' certificates, and demands one."
            => "Host.tls.ca_secret, Host.tls.cert_required, TLSContext.ca_secret, TLSContext.cert_required", example "client-ca partners-ca required";
    }
    in "tls-settings" {
        "min" "TLSVERSION" none one "" Lowered
            "The lowest version."
            => "Host.tls.min_tls_version, TLSContext.min_tls_version", example "min 1.2";
        "max" "TLSVERSION" none one "" Lowered
            "The highest version."
            => "Host.tls.max_tls_version, TLSContext.max_tls_version", example "max 1.2";
        "ciphers" "CIPHER+" none one "" Lowered
            "The cipher suites, best first."
            => "Host.tls.cipher_suites, TLSContext.cipher_suites", example "ciphers ECDHE-ECDSA-AES128-GCM-SHA256";
        "curves" "CURVE+" none one "" Lowered
            "The ECDH curves, best first."
            => "Host.tls.ecdh_curves, TLSContext.ecdh_curves", example "curves X25519";
        "alpn" "ALPN+" none one "" Lowered
            "The protocols offered, best first."
            => "Host.tls.alpn_protocols, TLSContext.alpn_protocols", example "alpn h2";
        "crl" "SECRET" none one "emissary 3.10" Lowered
            "Certificates that were revoked."
            => "Host.tls.crl_secret, TLSContext.crl_secret", example "crl shop.cart-tls";
    }
    in "edge-tls" {
        "upstream-tls" "" may("upstream-tls") one "" NotYet
            "TLS to the upstream; where the port's protocol is https it is so without saying."
            => "TLSContext, Mapping.tls, TCPMapping.tls, AuthService.tls, RateLimitService.tls", example "upstream-tls";
    }
    in "upstream-tls-own" {
        "cert" "SECRET" none one "" NotYet
            "The edge's own certificate."
            => "TLSContext.secret", example "cert default.othersecret";
        "verify" "SECRET" none one "" NotYet
            "Checks the upstream's certificate; without it any is taken: a warning."
            => "TLSContext.ca_secret", example "verify shop.cart-tls";
        "sni" "HOST" none one "" NotYet
            "The name asked for."
            => "TLSContext.sni", example "sni api.example.com";
    }
}
