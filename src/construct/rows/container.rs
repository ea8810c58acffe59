//! Rows of containers.

use super::rows;

rows! {
    in "service-container" {
        "init" "NAME" must("sidecar") by(Name) "" Lowered
            "A container that runs before; in written order."
            => "initContainers", example "init web";
        "sidecar" "NAME (first)?" must("sidecar") by(Name) "" Lowered
            "One more container; `first`: a native sidecar, up before the rest."
            => "containers, initContainers", example "sidecar external";
    }
    in "sidecar-own" {
        "expect" "CODE TEXT" none by(Code) "" Lowered
            "Silences that warning here, with the reason."
            => "", example "expect W0603 \"a text\"";
        "drop" "HEAD" none all "" Lowered
            "Takes away what was inherited."
            => "", example "drop env LOG_LEVEL";
    }
    in "container" {
        "image" required "IMAGE" none one "" Lowered
            "The image, by tag or digest."
            => "containers[].image", example "image registry.corp/report:2";
        "pull" "(always | if-missing | never) (with SECRET+)?" none one "" Lowered
            "When the image is pulled, and with which secrets."
            => "imagePullPolicy, imagePullSecrets", example "pull always";
        "command" "ARG+" none one "" Lowered
            "The program, in place of the image's."
            => "containers[].command", example "command [\"/server\"]";
        "args" "ARG+" none one "" Lowered
            "Its arguments."
            => "containers[].args", example "args [\"--port\", \"8080\"]";
        "workdir" "MOUNTPATH" none one "" Lowered
            "Where it starts."
            => "containers[].workingDir", example "workdir /var/cache";
        "env" "ENVNAME (from (secret KEYREF | config KEYREF | field FIELDPATH | resource FIELDPATH) (optional)? | VALUE)" none by(EnvName) "" Lowered
            "A variable; in written order."
            => "containers[].env", example "env PODINFO_UI_COLOR \"#007bff\"";
        "env-from" "(secret REF | config REF) (prefix TEXT)? (optional)?" none all "" Lowered
            "All keys of a secret or ConfigMap."
            => "containers[].envFrom", example "env-from config settings prefix APP_ optional";
        "ready" "(tcp on PORT | grpc on PORT | exec ARG+ | METHOD PATH on PORT)" may("probe") one "" Lowered
            "When it may get traffic."
            => "readinessProbe", example "ready GET /health on http-api";
        "live" "(tcp on PORT | grpc on PORT | exec ARG+ | METHOD PATH on PORT)" may("probe") one "" Lowered
            "When it need not be restarted."
            => "livenessProbe", example "live GET /live on http";
        "startup" "(tcp on PORT | grpc on PORT | exec ARG+ | METHOD PATH on PORT)" may("probe") one "" Lowered
            "When it has started."
            => "startupProbe", example "startup tcp on http";
        "request" "<cpu CPU, memory MEM, storage MEM>" none one "" Lowered
            "What it needs."
            => "resources.requests", example "request cpu 50m memory 64Mi";
        "limit" "<cpu CPU, memory MEM, storage MEM>" none one "" Lowered
            "What it may take."
            => "resources.limits", example "limit cpu 100m memory 100Mi";
        "mount" "(config KEYREF | secret KEYREF | scratch NAME | claim REF | token AUDIENCE | host MOUNTPATH) at MOUNTPATH" may("mount") by(MountPath) "" Lowered
            "Files in the container."
            => "volumes, volumeMounts", example "mount scratch nginx-tmp at /tmp";
        "before-stop" "(sleep DURATION | exec ARG+ | METHOD PATH on PORT)" none one "" Lowered
            "What happens before it is told to stop."
            => "lifecycle.preStop", example "before-stop sleep 20s";
        "after-start" "(exec ARG+ | METHOD PATH on PORT)" none one "" Lowered
            "What happens once it runs."
            => "lifecycle.postStart", example "after-start exec --verbose";
        "security" "" must("security") one "" Lowered
            "What it may do."
            => "securityContext", example "security";
        "resource" "LABELKEY COUNT" none by(LabelKey) "" Lowered
            "A device: `nvidia.com/gpu 1`."
            => "resources.requests, resources.limits", example "resource nvidia.com/gpu 1";
    }
    in "probe" {
        "after" "DURATION" none one "" Lowered
            "How long to wait first."
            => "initialDelaySeconds", example "after 30s";
        "every" "DURATION" none one "" Lowered
            "How often."
            => "periodSeconds", example "every 3s";
        "timeout" "DURATION" none one "" Lowered
            "How long an answer may take."
            => "timeoutSeconds", example "timeout 5s";
        "failures" "COUNT" none one "" Lowered
            "After how many failures."
            => "failureThreshold", example "failures 3";
        "successes" "COUNT" none one "" Lowered
            "After how many successes."
            => "successThreshold", example "successes 3";
        "header" "HEADER VALUE" none by(Header) "" Lowered
            "A request header."
            => "httpGet.httpHeaders", example "header x-request-id internal";
        "https" "switch" none one "" Lowered
            "Over TLS."
            => "httpGet.scheme", example "https";
        "service" "TEXT" none one "kubernetes 1.24" Lowered
            "The gRPC health service's name."
            => "grpc.service", example "service acme.Health";
    }
    in "mount" {
        "read-only" "switch" none one "" Lowered
            "Whether it may be written."
            => "readOnly", example "read-only";
        "size" "MEM" none one "" Lowered
            "How large a scratch may grow."
            => "emptyDir.sizeLimit", example "size 64Mi";
        "memory" "switch" none one "" Lowered
            "A scratch in memory."
            => "emptyDir.medium", example "memory";
        "mode" "FILEMODE" none one "" Lowered
            "The files' mode."
            => "defaultMode", example "mode 0644";
        "expires" "DURATION" none one "" Lowered
            "How long a token lives."
            => "serviceAccountToken.expirationSeconds", example "expires 5s";
        "optional" "switch" none one "" Lowered
            "Whether it may be missing."
            => "optional", example "optional";
        "sub-path" "TEXT" none one "" Lowered
            "Only that path of the volume."
            => "subPath", example "sub-path conf.d/site.conf";
    }
    in "security" {
        "run-as" "USERGROUP" none one "" Lowered
            "As which user and group."
            => "runAsUser, runAsGroup", example "run-as 1000:1000";
        "fs-group" "COUNT" none one "" Lowered
            "The group of its volumes."
            => "fsGroup", example "fs-group 2000";
        "non-root" "switch" none one "" Lowered
            "Never as root."
            => "runAsNonRoot", example "non-root";
        "read-only-root" "switch" none one "" Lowered
            "Its image cannot be written."
            => "readOnlyRootFilesystem", example "read-only-root";
        "no-escalation" "switch" none one "" Lowered
            "It gains no privileges."
            => "allowPrivilegeEscalation", example "no-escalation";
        "privileged" "switch" none one "" Lowered
            "All of the host's devices."
            => "privileged", example "privileged";
        "drop-capability" "CAPABILITY+" none all "" Lowered
            "Capabilities it lacks."
            => "capabilities.drop", example "drop-capability NET_BIND_SERVICE";
        "add-capability" "CAPABILITY+" none all "" Lowered
            "Capabilities it has besides."
            => "capabilities.add", example "add-capability NET_BIND_SERVICE";
        "seccomp" "(runtime-default | unconfined | localhost FILE)" none one "" Lowered
            "Its system-call filter."
            => "seccompProfile", example "seccomp runtime-default";
        "groups" "COUNT+" none one "" Lowered
            "Groups besides."
            => "supplementalGroups", example "groups [2000, 3000]";
        "fs-group-change" "(always | on-root-mismatch)" none one "" Lowered
            "When its volumes' group is set."
            => "fsGroupChangePolicy", example "fs-group-change always";
    }
}
