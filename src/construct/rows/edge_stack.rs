//! Rows of filters and the developer portal of Edge Stack.

use super::rows;

rows! {
    in "edge-stack" {
        "jwt-filter" "FILTER" must("filter-jwt") by(Filter) "edge-stack" NotYet
            "A filter that checks a JSON web token."
            => "Filter.JWT", example "jwt-filter login";
        "oauth2-filter" "FILTER" must("filter-oauth2") by(Filter) "edge-stack" NotYet
            "A filter that has users log in at an identity provider."
            => "Filter.OAuth2", example "oauth2-filter login";
        "external-filter" "FILTER" must("filter-external") by(Filter) "edge-stack" NotYet
            "A filter that asks a service."
            => "Filter.External", example "external-filter login";
        "plugin-filter" "FILTER" may("filter-plugin") by(Filter) "edge-stack" NotYet
            "A filter that runs a Go plugin in the edge."
            => "Filter.Plugin", example "plugin-filter login";
        "api-key-filter" "FILTER" must("filter-api-key") by(Filter) "edge-stack 3" NotYet
            "A filter that checks an API key."
            => "Filter.APIKey", example "api-key-filter login";
        "dev-portal" "(NAME)?" may("dev-portal") by(Name) "edge-stack" NotYet
            "The developer portal; with a name one more, on its own page."
            => "DevPortal, DevPortal.default", example "dev-portal";
    }
    in "filter-jwt-own" {
        "jwks" "URL" none one "edge-stack" NotYet
            "Where the keys are; required unless `algorithms` is none alone."
            => "Filter.JWT.jwksURI", example "jwks https://id.example.com/.well-known/jwks.json";
        "algorithms" "JWTALGORITHM+" none one "edge-stack" NotYet
            "The signature algorithms that will do; `none` is a warning."
            => "Filter.JWT.validAlgorithms", example "algorithms RS256";
        "audience" "TEXT (optional)?" none one "edge-stack" NotYet
            "The `aud` that it must have; `optional`: if it has one."
            => "Filter.JWT.audience, Filter.JWT.requireAudience", example "audience shop-api";
        "issuer" "TEXT (optional)?" none one "edge-stack" NotYet
            "The `iss` that it must have."
            => "Filter.JWT.issuer, Filter.JWT.requireIssuer", example "issuer https://id.example.com";
        "expires-at" "(optional)? (leeway DURATION)?" none one "edge-stack" NotYet
            "It must have an `exp`; checked with that leeway."
            => "Filter.JWT.requireExpiresAt, Filter.JWT.leewayForExpiresAt", example "expires-at";
        "not-before" "(optional)? (leeway DURATION)?" none one "edge-stack" NotYet
            "It must have an `nbf`; checked with that leeway."
            => "Filter.JWT.requireNotBefore, Filter.JWT.leewayForNotBefore", example "not-before";
        "issued-at" "(optional)? (leeway DURATION)?" none one "edge-stack" NotYet
            "It must have an `iat`; checked with that leeway."
            => "Filter.JWT.requireIssuedAt, Filter.JWT.leewayForIssuedAt", example "issued-at";
        "error-response" "" must("filter-error") one "edge-stack" NotYet
            "What a client gets that it denies."
            => "Filter.JWT.errorResponse", example "error-response";
    }
    in "filter-error" {
        "realm" "TEXT" none one "edge-stack" NotYet
            "The realm of `www-authenticate`."
            => "errorResponse.realm", example "realm shop";
        "header" "HEADER TEXT" none by(Header) "edge-stack" NotYet
            "A header, as a Go template."
            => "errorResponse.headers", example "header content-type \"application/json\"";
        "body" "TEXT" none one "edge-stack" NotYet
            "The body, as a Go template."
            => "errorResponse.bodyTemplate", example "body \"{{ .message }}\"";
    }
    in "filter-client" {
        "insecure-tls" "switch" none one "edge-stack" NotYet
            "Takes any certificate: a warning."
            => "Filter.JWT.insecureTLS, Filter.OAuth2.insecureTLS", example "insecure-tls";
        "renegotiate-tls" "(never | once-as-client | freely-as-client)" none one "edge-stack" NotYet
            "Whether the other end may renegotiate."
            => "Filter.JWT.renegotiateTLS, Filter.OAuth2.renegotiateTLS", example "renegotiate-tls never";
    }
    in "filter-inject" {
        "add" "request-header HEADER TEXT" none all "edge-stack" NotYet
            "A header more, as a Go template."
            => "Filter.JWT.injectRequestHeaders, Filter.OAuth2.injectRequestHeaders", example "add request-header x-user \"{{ .token.Claims.sub }}\"";
    }
    in "filter-oauth2-own" {
        "authorization-url" required "URL" none one "edge-stack" NotYet
            "The identity provider."
            => "Filter.OAuth2.authorizationURL", example "authorization-url https://id.example.com";
        "grant-type" "(authorization-code | password | client-credentials)" none one "edge-stack" NotYet
            "How a token is had (authorization-code)."
            => "Filter.OAuth2.grantType", example "grant-type authorization-code";
        "client-id" "TEXT" none one "edge-stack" NotYet
            "The client's id there; required but for client-credentials."
            => "Filter.OAuth2.clientID", example "client-id shop-web";
        "client-secret" "SECRET" none one "edge-stack" NotYet
            "The secret that holds its secret."
            => "Filter.OAuth2.secretName, Filter.OAuth2.secretNamespace", example "client-secret shop.cart-tls";
        "client-authentication" "(header-password | body-password | jwt-assertion)" may("jwt-assertion") one "edge-stack" NotYet
            "How it proves who it is."
            => "Filter.OAuth2.clientAuthentication.method", example "client-authentication header-password";
        "protected-origin" "URL (first)? (internal URL)? (include-subdomains)?" none by(Url) "edge-stack" NotYet
            "A site that it guards, and its address inside; to the `first` of several the provider sends users back."
            => "Filter.OAuth2.protectedOrigins", example "protected-origin https://shop.example.com include-subdomains";
        "session-cookies" "switch" may("filter-when") one "edge-stack" NotYet
            "Cookies that end with the browser; with `when`, only then."
            => "Filter.OAuth2.useSessionCookies", example "session-cookies";
        "authorization-parameter" "KEY VALUE" none by(Key) "edge-stack" NotYet
            "One more parameter of the login request."
            => "Filter.OAuth2.extraAuthorizationParameters", example "authorization-parameter prompt login";
        "expiration-safety-margin" "DURATION" none one "edge-stack" NotYet
            "How long before its end a token is renewed."
            => "Filter.OAuth2.expirationSafetyMargin", example "expiration-safety-margin 5s";
        "access-token-validation" "(auto | jwt | userinfo)" none one "edge-stack" NotYet
            "How tokens are checked."
            => "Filter.OAuth2.accessTokenValidation", example "access-token-validation auto";
        "allow-malformed-access-token" "switch" none one "edge-stack" NotYet
            "Tokens with characters that they may not have."
            => "Filter.OAuth2.allowMalformedAccessToken", example "allow-malformed-access-token";
        "access-token-filter" "FILTER" may("access-token-filter") one "edge-stack" NotYet
            "A jwt filter that checks tokens too."
            => "Filter.OAuth2.accessTokenJWTFilter.name, Filter.OAuth2.accessTokenJWTFilter.namespace", example "access-token-filter login";
        "max-stale" "DURATION" none one "edge-stack" NotYet
            "How old a provider's answer may be."
            => "Filter.OAuth2.maxStale", example "max-stale 5s";
    }
    in "jwt-assertion" {
        "set-client-id" "switch" none one "edge-stack" NotYet
            "Sends the client's id beside it."
            => "clientAuthentication.jwtAssertion.setClientID", example "set-client-id";
        "audience" "TEXT" none one "edge-stack" NotYet
            "Its `aud`."
            => "clientAuthentication.jwtAssertion.audience", example "audience https://id.example.com/token";
        "signing-method" "JWTALGORITHM" none one "edge-stack" NotYet
            "How it is signed."
            => "clientAuthentication.jwtAssertion.signingMethod", example "signing-method RS256";
        "lifetime" "DURATION" none one "edge-stack" NotYet
            "How long it holds (1m)."
            => "clientAuthentication.jwtAssertion.lifetime", example "lifetime 1m";
        "not-before" "(margin DURATION)?" none one "edge-stack" NotYet
            "It has an `nbf`, so much in the past."
            => "clientAuthentication.jwtAssertion.setNBF, clientAuthentication.jwtAssertion.nbfSafetyMargin", example "not-before";
        "issued-at" "switch" none one "edge-stack" NotYet
            "It has an `iat`."
            => "clientAuthentication.jwtAssertion.setIAT", example "issued-at";
        "claim" "KEY VALUE" none by(Key) "edge-stack" NotYet
            "One more claim."
            => "clientAuthentication.jwtAssertion.otherClaims", example "claim tenant shop";
        "header-parameter" "KEY VALUE" none by(Key) "edge-stack" NotYet
            "One more header parameter."
            => "clientAuthentication.jwtAssertion.otherHeaderParameters", example "header-parameter kid key-1";
    }
    in "access-token-filter-own" {
        "inherit-scope" "switch" none one "edge-stack" NotYet
            "The scopes of the route count for it too."
            => "accessTokenJWTFilter.inheritScopeArgument", example "inherit-scope";
        "strip-inherited-scope" "switch" none one "edge-stack" NotYet
            "Without what stands before `/` or `:` in them."
            => "accessTokenJWTFilter.stripInheritedScope", example "strip-inherited-scope";
    }
    in "filter-external-own" {
        "service" required "REF" none one "edge-stack" NotYet
            "The service that is asked."
            => "Filter.External.auth_service, Filter.External.tls", example "service shop.cart";
    }
    in "filter-plugin-own" {
        "plugin" "NAME" none one "edge-stack" NotYet
            "The plugin's file without `.so`, where it is not called like the filter."
            => "Filter.Plugin.name", example "plugin audit";
    }
    in "filter-api-key-own" {
        "header" "HEADER" none one "edge-stack 3" NotYet
            "The header that holds the key (`x-api-key`)."
            => "Filter.APIKey.httpHeader", example "header x-request-id";
        "keys" "SECRET+" none all "edge-stack 3" NotYet
            "Secrets that hold keys."
            => "Filter.APIKey.keys", example "keys shop.cart-tls";
    }
    in "filtered-by-own" {
        "for" "FILTER" must("filter-for") by(Filter) "edge-stack" NotYet
            "What differs for one of them here."
            => "FilterPolicy.rules.filters.arguments", example "for login";
    }
    in "filter-when" {
        "when" "(not)? header HEADER (is VALUE | matches REGEX)?" none one "edge-stack" NotYet
            "Only if the request has that header, or that value of it."
            => "ifRequestHeader.name, ifRequestHeader.negate, ifRequestHeader.value, ifRequestHeader.valueRegex", example "when not header x-internal is \"true\"";
    }
    in "filter-use-own" {
        "on-deny" "(break | continue)" none one "edge-stack" NotYet
            "What follows when it denies (break)."
            => "FilterPolicy.rules.filters.onDeny", example "on-deny break";
        "on-allow" "(break | continue)" none one "edge-stack" NotYet
            "What follows when it allows (continue)."
            => "FilterPolicy.rules.filters.onAllow", example "on-allow break";
    }
    in "filter-scope" {
        "scope" "TEXT+" none all "edge-stack" NotYet
            "Scopes that the token must have (jwt, oauth2)."
            => "arguments.scope", example "scope [openid, email]";
    }
    in "filter-browser" {
        "same-site" "(lax | strict | none)" none one "edge-stack" NotYet
            "The `SameSite` of its cookies (oauth2)."
            => "arguments.sameSite", example "same-site lax";
        "instead-of-redirect" "(status STATUS | filtered by FILTER+)" may("instead-of-redirect") one "edge-stack" NotYet
            "What happens in place of sending the client to log in (oauth2)."
            => "arguments.insteadOfRedirect.httpStatusCode, arguments.insteadOfRedirect.filters", example "instead-of-redirect status 403";
    }
    in "instead-of-redirect-own" {
        "for" "FILTER" must("filter-for") by(Filter) "edge-stack" NotYet
            "What differs for one of them here."
            => "arguments.insteadOfRedirect.filters.arguments", example "for login";
    }
    in "filter-argument" {
        "argument" "KEY VALUE+" none by(Key) "edge-stack" NotYet
            "An argument of the plugin."
            => "FilterPolicy.rules.filters.arguments", example "argument mode strict";
    }
    in "dev-portal-own" {
        "content" "URL (branch TEXT)? (dir TEXT)?" none one "edge-stack" NotYet
            "The git repository that it looks like."
            => "DevPortal.content.url, DevPortal.content.branch, DevPortal.content.dir", example "content https://github.com/datawire/devportal-content branch main dir /";
        "docs" "REF TARGET (timeout DURATION)?" none by(Ref) "edge-stack" NotYet
            "A service, and where its description is; without any, those of the routes."
            => "DevPortal.docs.service, DevPortal.docs.url, DevPortal.docs.timeout_ms", example "docs shop.cart /new";
        "namespaces" "NS+" none one "edge-stack" NotYet
            "Only routes of these."
            => "DevPortal.selector.matchNamespaces", example "namespaces shop";
        "select" "" must("labels") one "edge-stack" NotYet
            "Only routes with these labels."
            => "DevPortal.selector.matchLabels", example "select";
        "naming-scheme" "(namespace-name | name-prefix)" none one "edge-stack" NotYet
            "How services are called there."
            => "DevPortal.naming_scheme", example "naming-scheme namespace-name";
        "preserve-servers" "switch" none one "edge-stack" NotYet
            "Keeps the servers that a description names."
            => "DevPortal.preserve_servers", example "preserve-servers";
        "search" "(off | title-only | all-content)" none one "edge-stack" NotYet
            "Whether and where it can be searched."
            => "DevPortal.search.enabled, DevPortal.search.type", example "search off";
    }
}
