//! Everything that must hold before a file is written: an ordered list of checks, each named as the fact it proves.
//!
//! Invariant: only [`check`] makes a [`Valid`], so what is delivered was checked.

mod clients;
mod delivery;
pub mod edge;
mod expect;
mod exposure;
mod links;
mod material;
mod mesh;
mod names;
mod output;
mod raws;
mod security;
mod support;
mod trust;
mod workload;

use crate::construct::Block;
use crate::diagnostic::Sink;
use crate::manifest::Output;
use crate::topology::{Cluster, Name, Service, Topology};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What passed all checks, or whose mistakes are in the sink.
#[derive(Debug)]
pub struct Valid<T>(T);

impl<T> Valid<T> {
    /// What was checked.
    pub fn get(&self) -> &T {
        &self.0
    }

    /// What was checked, without the proof.
    pub fn into_inner(self) -> T {
        self.0
    }
}

/// What the caller chose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The date (`2026-01-31`) at which certificates have to be valid.
    pub at: Option<String>,
}

/// Runs all checks.
#[must_use]
pub fn check(
    topology: &Topology,
    outputs: BTreeMap<Name, Output>,
    options: &Options,
    sink: &mut Sink,
) -> Valid<BTreeMap<Name, Output>> {
    let told: Vec<Sink> = FACTS
        .par_iter()
        .map(|holds| {
            let mut own = Sink::default();
            holds(topology, &mut own);
            own
        })
        .collect();
    told.into_iter().for_each(|own| sink.append(own));
    // These ask what was told before: after the others, with the sink of all.
    mesh::policies_admit_somebody(topology, sink);
    edge::check(topology, sink);
    links::check(topology, sink);
    trust::check(topology, options.at.as_deref(), sink);
    output::every_object_was_taken(&outputs, sink);
    output::gateway_kinds_are_installed(topology, &outputs, sink);
    raws::manifests_fit_the_platform(topology, &outputs, sink);
    raws::manifests_make_nothing_twice(topology, &outputs, sink);
    expect::expected_warnings_are_silent(topology, sink);
    Valid(outputs)
}

/// What holds of a program that is written, in the order of telling; they are looked at side by side.
const FACTS: &[fn(&Topology, &mut Sink)] = &[
    names::every_object_has_one_origin,
    names::names_leave_room,
    names::service_names_begin_with_a_letter,
    names::services_select_their_pods,
    names::ports_differ,
    names::labels_are_valid,
    material::what_containers_name_exists,
    material::certificates_have_their_keys,
    material::trusts_have_their_material,
    material::no_private_key_is_written,
    workload::probed_ports_exist,
    workload::seconds_are_whole,
    workload::probes_are_in_range,
    workload::options_have_an_effect,
    workload::requests_are_within_limits,
    workload::rollouts_can_go_on,
    workload::autoscalers_keep_a_pod,
    workload::pods_can_be_evicted,
    workload::pods_stop_in_time,
    workload::containers_are_told_what_they_can_be,
    exposure::exposed_services_have_an_address,
    exposure::node_ports_are_exposed,
    exposure::named_ports_exist,
    workload::resolvers_are_named,
    mesh::policies_are_not_for_udp,
    mesh::inbound_routes_match,
    mesh::splits_add_up,
    mesh::retries_can_be_made,
    mesh::protocols_are_one,
    mesh::traffic_has_a_parent,
    mesh::injected_pods_can_be,
    mesh::proxies_are_there,
    mesh::server_first_ports_are_opaque,
    security::settings_are_possible,
    security::policies_have_a_proxy,
    security::policies_are_not_bypassed,
    security::gateways_let_in_their_callers_alone,
    security::pod_security_is_met,
    support::every_statement_is_supported,
    support::mesh_statements_have_a_mesh,
    support::linked_versions_understand_each_other,
    support::statements_go_together,
    support::alpha_fields_are_not_used,
    delivery::argocd_has_a_source,
    clients::default_policies_admit_callers,
    clients::policies_admit_callers,
];

/// Every service of every cluster.
fn services(topology: &Topology) -> impl Iterator<Item = (&Cluster, &Service)> {
    topology.clusters.values().flat_map(|c| c.services.values().map(move |s| (c, s)))
}

/// Every container of every service, as the block that says what it is: the service's own, `init`s and `sidecar`s.
fn containers(topology: &Topology) -> impl Iterator<Item = (&Cluster, &Service, &Block)> {
    services(topology).flat_map(|(c, s)| blocks(s).map(move |b| (c, s, b)))
}

/// The blocks of a service's containers, its own first.
fn blocks(s: &Service) -> impl Iterator<Item = &Block> {
    let more = s.block.items.iter().filter(|i| i.is("init") || i.is("sidecar"));
    std::iter::once(&*s.block).chain(more.filter_map(|i| i.block.as_deref()))
}
