// probe_routes.h: GET /api/v1/probes and what hangs below: the probes with their last checks, and checks made by hand.
//
// By hand    a check that somebody asks for counts nothing and waits 25 s at most, whatever the probe's time-out.
// Tried      a definition that somebody sends is checked once. One that reads secrets, a file of authorities or private
//            addresses is for administrators: it lets its author see what this server alone may see.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/route.h"
#include "probes/prober.h"
#include "server/catalog_keeper.h"
#include "server/desk.h"

namespace plimsoll::server {

struct ProbeSummary {
    std::string name;
    std::string description;
    std::string service;
    std::vector<std::string> kinds;  ///< of its steps: http, tcp, tls, dns
    std::string target;              ///< of its first step
    Duration interval;
    std::uint64_t missed = 0;        ///< checks that could not be made, since the server started
    std::optional<Timestamp> at;     ///< of the last check; none yet: empty, as what follows
    std::optional<bool> good;
    std::string failure;             ///< the last check's, with the step's name in a journey
    std::optional<Duration> took;
    std::optional<Timestamp> certificate_ends;  ///< the first to end of its steps'
};
BOOST_DESCRIBE_STRUCT(ProbeSummary, (), (name, description, service, kinds, target, interval, missed, at, good, failure, took, certificate_ends))

struct ProbeList {
    std::vector<ProbeSummary> items;  ///< by name
    std::string next_cursor;
};
BOOST_DESCRIBE_STRUCT(ProbeList, (), (items, next_cursor))

struct ProbeStepView {
    std::string name;
    std::string kind;
    std::string target;
};
BOOST_DESCRIBE_STRUCT(ProbeStepView, (), (name, kind, target))

struct ProbeDetail {
    std::string name;
    std::string description;
    std::string service;
    Duration interval;
    Duration timeout;
    int retries = 0;
    bool allow_private = false;
    std::vector<ProbeStepView> steps;
    std::uint64_t missed = 0;
    std::vector<probes::CheckResult> results;  ///< newest first, at most 20
};
BOOST_DESCRIBE_STRUCT(ProbeDetail, (), (name, description, service, interval, timeout, retries, allow_private, steps, missed, results))

struct ProbeTrial {
    std::string definition;  ///< YAML or JSON of one Probe, as the catalogue's files have it
};
BOOST_DESCRIBE_STRUCT(ProbeTrial, (), (definition))

/// All outlive the rows. `desk` reads the catalogue's folder for a trial, whose service may stand there.
struct ProbePorts {
    const std::filesystem::path& folder;
    const CatalogKeeper& keeper;
    probes::Prober& prober;
    const Desk& desk;
};
[[nodiscard]] std::vector<api::Route> probe_routes(const ProbePorts& ports);

/// Why a step failed, with its name in a journey; empty: none did.
[[nodiscard]] std::string failure_of(const probes::CheckResult& check);

}  // namespace plimsoll::server
