// proposals.h: SLOs that fit what a source has, recognised by the names and labels that well-known exporters use.
//
// Shapes     HTTP servers (Prometheus clients, OpenTelemetry, Micrometer), gRPC, ingress-nginx, Envoy, Istio, Traefik, Kafka and
//            RabbitMQ, batch jobs, access logs and probes of ours, and any counter of failures beside a counter of all. One row
//            each in the table of proposals.cc, with why it is a user's view and what it does not count.
// Whose      one proposal for each value of the label that parts services (job, ingress, cluster ...), at most kMostParts.
// Objective  99.9 % over 30 days for good of all events, 99 % for latency, queues and age: a place to begin, not advice.
// Pure       what a source has goes in, YAML that the catalogue accepts comes out.
#pragma once

#include <boost/describe/class.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace plimsoll::server {

inline constexpr std::size_t kMostParts = 20;
inline constexpr std::size_t kMostProposals = 100;

struct KnownLabel {
    std::string name;
    std::vector<std::string> values;
};

/// A metric of a source.
struct KnownMetric {
    std::string name;
    std::vector<KnownLabel> labels;
    std::map<std::string, double> events_a_day;  ///< by value of part_label(); empty: not asked for
};

struct Proposal {
    std::string id;           ///< the SLO's name
    std::string system;       ///< "HTTP server"
    std::string title;        ///< "Requests to checkout succeed"
    std::string why;          ///< why this is what a user sees
    std::string not_counted;
    std::string metric;
    std::string service;
    bool new_service = false; ///< the text declares it
    bool exists = false;      ///< an SLO of this name applies already
    std::string total;        ///< PromQL: of counts what is valid, else the gauge
    std::string bad;          ///< or `good`; both empty for gauges
    std::string good;
    std::optional<double> events_a_day;  ///< in the last day; of a source that is asked
    std::string yaml;
};
BOOST_DESCRIBE_STRUCT(Proposal, (), (id, system, title, why, not_counted, metric, service, new_service, exists, total, bad, good,
                                     events_a_day, yaml))

struct ProposalContext {
    std::string data_source;         ///< that is asked; empty: its samples are pushed or fetched
    std::set<std::string> services;  ///< of the catalogue
    std::set<std::string> slos;
};

/// Whether proposals are made from a metric of this name.
[[nodiscard]] bool recognised(std::string_view metric);
/// The labels that matter for a recognised metric, for asking a source.
[[nodiscard]] std::vector<std::string> labels_of_interest(std::string_view metric);
/// The label whose values part a recognised metric into services; empty: it has none of them.
[[nodiscard]] std::string part_label(const KnownMetric& metric);

/// In the order of the table, at most kMostProposals; each SLO once.
[[nodiscard]] std::vector<Proposal> proposals_of(const std::vector<KnownMetric>& metrics, const ProposalContext& context);

}  // namespace plimsoll::server
