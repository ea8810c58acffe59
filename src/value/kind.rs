//! The types of arguments, as `constructs.txt` names them: the one list that patterns, parsing and docs share.

macro_rules! kinds {
    ($($name:ident $text:literal $doc:literal)*) => {
        /// The type of an argument.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Type {
            $(#[doc = $doc] $name,)*
        }

        impl Type {
            /// Every type, in the order of its name.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The name as patterns write it: `DURATION`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// What it is, in words.
            #[must_use]
            pub fn doc(self) -> &'static str {
                match self { $(Self::$name => $doc,)* }
            }
        }
    };
}

kinds! {
    Address "ADDRESS" "an IP address or a host name"
    Alpn "ALPN" "a protocol: `h2`, `http/1.1`"
    Amount "AMOUNT" "a count or a percentage: `2`, `25%`"
    Arg "ARG" "a program's argument, any text"
    Assertion "ASSERTION" "one of the forms of the context assertion"
    Audience "AUDIENCE" "whom a token is for"
    Capability "CAPABILITY" "a Linux capability without `CAP_`: `NET_ADMIN`, or `ALL`"
    CertField "CERTFIELD" "subject, cert, chain, dns, uri"
    Cidr "CIDR" "a network: `10.0.0.0/8`"
    Cipher "CIPHER" "a cipher suite by BoringSSL's name"
    Client "CLIENT" "who may reach: `callers (of REF+)? (from (NS+ | everywhere))?`, `edge EDGE+`, `namespace NS+`, `account QNAME+`, `identity IDENTITY+`, `network CIDR+`, `nodes`, `api-server`, `cluster`, `meshed`, `anyone`, or `REF+`"
    Cluster "CLUSTER" "a declared cluster"
    Code "CODE" "a diagnostic's code or name"
    Condition "CONDITION" "when to retry: `5xx`, `gateway-error`, a status, a range of statuses, a gRPC code"
    Count "COUNT" "a whole number, not negative"
    Cpu "CPU" "`100m`, `2`, `0.5`"
    Curve "CURVE" "an ECDH curve by BoringSSL's name"
    Declaration "DECLARATION" "a whole declaration of the top level"
    Dir "DIR" "a path to a folder, relative to the file"
    DnsName "DNSNAME" "a DNS name"
    Duration "DURATION" "a number with a unit: `250ms`, `3s`, `5m`, `1h`, `2d`"
    DurationRange "DURATIONRANGE" "two durations: `1s..60s`"
    Edge "EDGE" "a declared edge"
    Endpoint "ENDPOINT" "`internet`, `edge EDGE`, `namespace NS`, `cluster CLUSTER`, or a REF"
    EnvName "ENVNAME" "a variable's name"
    FieldPath "FIELDPATH" "a path to a field: `status.podIP`, `spec.containers[name=server].tty`"
    File "FILE" "a path to a file, relative to the file"
    FileMode "FILEMODE" "`0644`"
    Filter "FILTER" "a declared filter of this edge"
    Glob "GLOB" "a host with at most one `*` at one end: `*.example.com`"
    GlobPath "GLOBPATH" "a path with `*`, relative to the file"
    Head "HEAD" "a statement's keyword and, where it has one, its key"
    Header "HEADER" "an HTTP header's name"
    Host "HOST" "a DNS name; a glob where certificates have one"
    HostPort "HOSTPORT" "a host and a port: `consul-server.consul:8500`"
    Identity "IDENTITY" "an identity of the mesh, DNS-like or SPIFFE"
    Image "IMAGE" "an image by tag or digest"
    Integer "INTEGER" "a whole number, negative too"
    Ip "IP" "an IP address"
    JwtAlgorithm "JWTALGORITHM" "RS256, ES384, …; `none`"
    Key "KEY" "a key of a secret or ConfigMap"
    KeyRef "KEYREF" "a secret or config, and a key of it: `stripe-key:token`"
    Kind "KIND" "a Kubernetes kind, with a name where several are made: `Deployment`, `Service/web`"
    LabelKey "LABELKEY" "a label's or annotation's key"
    Mem "MEM" "`64Mi`, `1Gi`"
    Method "METHOD" "GET, HEAD, POST, PUT, PATCH, DELETE, CONNECT, OPTIONS, TRACE"
    MethodRef "METHODREF" "a gRPC service, with a method or not: `acme.Orders/Get`"
    ModuleKey "MODULEKEY" "a key of the `ambassador` Module, a path with dots where it is an object: `diagnostics.enabled`"
    MountPath "MOUNTPATH" "an absolute path in a container"
    Name "NAME" "a DNS label"
    NameText "NAMETEXT" "a header's or a query parameter's name"
    Ns "NS" "a declared namespace"
    Origin "ORIGIN" "a scheme and a host, with a port or not: `https://shop.example.com`; `*`"
    Path "PATH" "a path that begins with `/`"
    Percent "PERCENT" "`10%`"
    Phase "PHASE" "request, response, trailer"
    Port "PORT" "a port's name or number"
    PortNumber "PORTNUMBER" "1 to 65535"
    PortRange "PORTRANGE" "a port, or a range: `8080`, `3000..3010`"
    Priority "PRIORITY" "default, high"
    Qname "QNAME" "`namespace.name`"
    Ratio "RATIO" "between 0 and 1"
    Ref "REF" "a reference to a declaration: `NS.NAME(:PORT)?(@CLUSTER)?`, short where language.md §3 says so"
    Regex "REGEX" "an RE2 regular expression, as a text or string"
    Resource "RESOURCE" "a resource of the API, with its group: `pods`, `deployments.apps`"
    Scale "SCALE" "`3`, or `2..6`"
    Schedule "SCHEDULE" "a cron schedule, as a string"
    Secret "SECRET" "a declared secret"
    StatsName "STATSNAME" "letters, digits, `_` and `-`"
    Status "STATUS" "an HTTP status"
    StatusRange "STATUSRANGE" "a status, or two: `200`, `200..299`"
    Subst "SUBST" "a substitution with `\\1` for the first group"
    Target "TARGET" "a path or a URL"
    Template "TEMPLATE" "a declared template"
    Text "TEXT" "any text"
    TlsVersion "TLSVERSION" "1.0, 1.1, 1.2, 1.3"
    Trust "TRUST" "a declared trust"
    Unit "UNIT" "second, minute, hour, day"
    Url "URL" "a URL"
    UserGroup "USERGROUP" "a user's number, and a group's: `1000`, `1000:1000`"
    Value "VALUE" "any text"
    ValuePath "VALUEPATH" "a path into a chart's values"
    Verb "VERB" "get, list, watch, create, update, patch, delete"
    Version "VERSION" "`2.20`"
}
