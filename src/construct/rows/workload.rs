//! Rows of workloads: pods and what runs them.

use super::rows;

rows! {
    in "workload-kind" {
        "deployment" "" none one "" Lowered
            "Pods that are alike (the default)."
            => "Deployment", example "deployment";
        "statefulset" "" none one "" Lowered
            "Pods with names and storage of their own."
            => "StatefulSet", example "statefulset";
        "daemonset" "" none one "" Lowered
            "A pod on every node."
            => "DaemonSet", example "daemonset";
        "vm" "IP+" may("vm") one "linkerd 2.15" NotYet
            "Machines outside the cluster, meshed: one object each."
            => "ExternalWorkload", example "vm [10.4.0.7, 10.4.0.8]";
        "replicas" "SCALE (at <cpu PERCENT, memory PERCENT>)?" may("autoscale") one "" Lowered
            "How many pods; a range makes an autoscaler (at 80% of cpu)."
            => "replicas, HorizontalPodAutoscaler", example "replicas 2..6 at cpu 70%";
        "disruption" "(max-unavailable AMOUNT | min-available AMOUNT)" none one "" Lowered
            "How many may be away for maintenance."
            => "PodDisruptionBudget", example "disruption max-unavailable 1";
        "rollout" "(recreate | on-delete | rolling <surge AMOUNT, unavailable AMOUNT, partition COUNT>)" none one "" Lowered
            "How a new version replaces the old (`surge` not on a statefulset; `partition`, only there; `on-delete` not on a deployment)."
            => "strategy, updateStrategy", example "rollout recreate";
        "storage" "NAME MEM at MOUNTPATH" may("storage") by(Name) "" Lowered
            "A volume for each pod of a StatefulSet, or the one of a Deployment."
            => "volumeClaimTemplates, PersistentVolumeClaim", example "storage data 10Gi at /data";
        "history" "COUNT" none one "" Lowered
            "How many old versions are kept."
            => "revisionHistoryLimit", example "history 3";
        "start" "(ordered | parallel)" none one "" Lowered
            "How the pods of a StatefulSet come and go."
            => "podManagementPolicy", example "start ordered";
        "min-ready" "DURATION" none one "" Lowered
            "How long a pod must be ready to count."
            => "minReadySeconds", example "min-ready 5s";
        "progress-deadline" "DURATION" none one "" Lowered
            "How long a rollout may make no progress."
            => "progressDeadlineSeconds", example "progress-deadline 5s";
    }
    in "workload-common" {
        "account" "NAME (installed)?" none one "" Lowered
            "Its identity; its own by default."
            => "serviceAccountName", example "account default installed";
        "spread" "over LABELKEY (strictly)?" none by(LabelKey) "" Lowered
            "Pods apart from each other."
            => "topologySpreadConstraints", example "spread over topology.kubernetes.io/zone";
        "on-nodes" "LABELKEY VALUE+" none by(LabelKey) "" Lowered
            "Only on nodes with that label."
            => "nodeAffinity", example "on-nodes kubernetes.io/arch [amd64, arm64]";
        "tolerate" "LABELKEY (is VALUE)?" may("toleration") by(LabelKey) "" Lowered
            "Nodes with that taint will do."
            => "tolerations", example "tolerate dedicated is batch";
        "priority" "NAME" none one "" Lowered
            "Its priority class."
            => "priorityClassName", example "priority business-critical";
        "grace" "DURATION" none one "" Lowered
            "How long it may take to stop."
            => "terminationGracePeriodSeconds", example "grace 5m";
        "host-network" "switch" none one "" Lowered
            "In the node's network; not meshed then."
            => "hostNetwork", example "host-network";
        "restart-on-change" "switch" none one "" Lowered
            "A change of its configs restarts it (the default)."
            => "checksum annotation", example "restart-on-change";
        "select" "(service)?" must("labels") all "" Lowered
            "The labels of pods and selectors, where they must not be the derived ones."
            => "selector, matchLabels", example "select service";
        "apart" "over LABELKEY (strictly)?" none by(LabelKey) "" Lowered
            "No two of them in one of those."
            => "podAntiAffinity", example "apart over kubernetes.io/hostname strictly";
        "token" "switch" none one "" Lowered
            "Whether its pods get their account's token."
            => "automountServiceAccountToken", example "token";
        "dns" "(default | cluster-first | cluster-first-with-host-net | none)" may("dns") one "" Lowered
            "How it resolves names."
            => "dnsPolicy", example "dns default";
        "service-links" "switch" none one "" Lowered
            "Variables of every Service of its namespace."
            => "enableServiceLinks", example "service-links";
        "host-alias" "IP HOST+" none by(Ip) "" Lowered
            "Names in its /etc/hosts."
            => "hostAliases", example "host-alias 10.0.0.7 db.internal";
        "share-processes" "switch" none one "" Lowered
            "Its containers see each other's processes."
            => "shareProcessNamespace", example "share-processes";
        "runtime-class" "NAME" none one "" Lowered
            "Its container runtime."
            => "runtimeClassName", example "runtime-class gvisor";
    }
    in "toleration" {
        "effect" "(no-schedule | prefer-no-schedule | no-execute)" none one "" Lowered
            "The taint's effect."
            => "effect", example "effect no-schedule";
        "for" "DURATION" none one "" Lowered
            "For how long."
            => "tolerationSeconds", example "for 5s";
    }
    in "storage" {
        "class" "NAME" none one "" Lowered
            "The storage class."
            => "storageClassName", example "class fast-ssd";
        "access" "(read-write-once | read-write-once-pod | read-write-many | read-only-many)" none one "" Lowered
            "Who may mount it."
            => "accessModes", example "access read-write-once";
        "retain" "<on-delete switch, on-scale switch>" none one "kubernetes 1.27" Lowered
            "Whether claims outlive the set or its scaling down."
            => "persistentVolumeClaimRetentionPolicy", example "retain on-delete on on-scale on";
    }
    in "vm" {
        "identity" required "IDENTITY" none one "linkerd 2.15" NotYet
            "The identity its proxy has."
            => "ExternalWorkload.meshTLS.identity", example "identity pricing.corp.example";
        "server-name" required "DNSNAME" none one "linkerd 2.15" NotYet
            "The name in TLS that its proxy answers to."
            => "ExternalWorkload.meshTLS.serverName", example "server-name vm.example.com";
    }
    in "autoscale" {
        "scale-up" "<by AMOUNT, every DURATION, after DURATION>" none one "" Lowered
            "How fast it grows."
            => "behavior.scaleUp.policies, stabilizationWindowSeconds", example "scale-up by 100% every 15s";
        "scale-down" "(off | <by AMOUNT, every DURATION, after DURATION>)" none one "" Lowered
            "How fast it shrinks."
            => "behavior.scaleDown", example "scale-down by 1 every 60s after 5m";
        "metric" "NAMETEXT (of REF)? (average | value) TEXT" none all "" Lowered
            "A metric of the metrics API."
            => "metrics.pods, metrics.object, metrics.external", example "metric queue-depth of shop.queue average \"30\"";
    }
    in "dns" {
        "server" "IP+" none one "" Lowered
            "Its name servers."
            => "dnsConfig.nameservers", example "server 10.0.0.7";
        "search" "DNSNAME+" none one "" Lowered
            "Its search list."
            => "dnsConfig.searches", example "search example.com";
        "option" "KEY (VALUE)?" none by(Key) "" Lowered
            "An option of the resolver: `ndots 2`."
            => "dnsConfig.options", example "option ndots 2";
    }
}
