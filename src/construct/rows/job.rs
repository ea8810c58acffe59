//! Rows of jobs and cronjobs.

use super::rows;

rows! {
    in "job-own" {
        "ttl" "DURATION" none one "" NotYet
            "How long it is kept when done."
            => "ttlSecondsAfterFinished", example "ttl 1h";
        "backoff" "COUNT" none one "" NotYet
            "How often it is tried again."
            => "backoffLimit", example "backoff 3";
        "deadline" "DURATION" none one "" NotYet
            "How long it may run."
            => "activeDeadlineSeconds", example "deadline 5s";
        "parallel" "COUNT" none one "" NotYet
            "How many pods at once."
            => "parallelism", example "parallel 3";
        "completions" "COUNT" none one "" NotYet
            "How many must succeed."
            => "completions", example "completions 3";
        "restart" "(never | on-failure)" none one "" NotYet
            "What happens when it fails."
            => "restartPolicy", example "restart never";
        "suspend" "switch" none one "" NotYet
            "Not now."
            => "suspend (a cronjob's: CronJob.suspend)", example "suspend";
        "indexed" "switch" none one "" NotYet
            "Each pod has a number."
            => "completionMode", example "indexed";
    }
    in "cronjob-own" {
        "timezone" "TEXT" none one "kubernetes 1.25" NotYet
            "The schedule's time zone."
            => "timeZone", example "timezone Europe/Berlin";
        "concurrency" "(allow | forbid | replace)" none one "" NotYet
            "When the last has not ended."
            => "concurrencyPolicy", example "concurrency forbid";
        "keep" "<succeeded COUNT, failed COUNT>" none one "" NotYet
            "How many are kept."
            => "*JobsHistoryLimit", example "keep succeeded 3 failed 3";
        "start-within" "DURATION" none one "" NotYet
            "How late it may start."
            => "startingDeadlineSeconds", example "start-within 5s";
    }
}
