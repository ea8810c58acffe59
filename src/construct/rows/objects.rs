//! Rows of what stands in every block that makes an object.

use super::rows;

rows! {
    in "objects" {
        "label" "LABELKEY VALUE" none by(LabelKey) "" Lowered
            "On every object made here; never in a selector."
            => "metadata.labels", example "label toolkit.fluxcd.io/tenant dev-team";
        "annotation" "LABELKEY VALUE (on (pod | service | workload | account))?" none all "" Lowered
            "On the object named, or on the only one."
            => "metadata.annotations", example "annotation prometheus.io/scrape \"true\" on pod";
        "name" "(service | workload | account | container)? NAME" none all "" Lowered
            "The object's name, where it must not be the derived one."
            => "metadata.name", example "name workload cart-v1";
        "patch" "KIND" must("patch") by(Kind) "" Lowered
            "What no statement can say, typed by the kind's schema."
            => "=", example "patch Deployment";
        "expect" "CODE TEXT" none by(Code) "" Lowered
            "Silences that warning here, with the reason."
            => "", example "expect W0603 \"the guide serves cleartext until TLS termination is set up\"";
        "on" "CLUSTER+" must("*") all "" Lowered
            "What differs in these clusters: the same statements, nothing required."
            => "", example "on east";
        "drop" "HEAD" none all "" Lowered
            "Takes away what a template, defaults or an outer layer gave: its keyword and key."
            => "", example "drop env LOG_LEVEL";
    }
    in "patch" {
        (FieldPath) "VALUE+" none by(FieldPath) "" Lowered
            "Sets the field at the path (`containers[name=server].tty`, `args[+]`)."
            => "=", example "\"spec.template.spec.containers[name=server].tty\" \"true\"";
        "drop" "FIELDPATH" none by(FieldPath) "" Lowered
            "Removes the field at the path."
            => "=", example "drop spec.minReadySeconds";
    }
    in "labels" {
        (LabelKey) "VALUE" none by(LabelKey) "" Lowered
            "A label and its value."
            => "matchLabels", example "app web";
    }
}
