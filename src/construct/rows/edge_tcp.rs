//! Rows of connections through the edge.

use super::rows;

rows! {
    in "tcp-own" {
        "tls" "SECRET" may("edge-tcp-tls") one "" NotYet
            "TLS ends here, with that certificate."
            => "TLSContext.secret, TLSContext.hosts", example "tls default.supersecret";
        "split" "REF PERCENT" may("edge-tcp-split") by(Ref) "" NotYet
            "That share of connections goes there instead."
            => "TCPMapping.weight", example "split shop.cart 10%";
        "address" "IP" none one "" NotYet
            "Listens at that address only."
            => "TCPMapping.address", example "address 10.0.0.7";
    }
}
