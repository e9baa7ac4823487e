// source_routes.h: GET /api/v1/sources and what hangs below: how every source of telemetry stands, which metrics it has, and
// which SLOs fit them.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "api/route.h"
#include "ingest/metric_names.h"
#include "ingest/source_book.h"
#include "server/catalog_keeper.h"
#include "server/desk.h"
#include "server/source_metrics.h"
#include "server/source_views.h"

namespace plimsoll::server {

struct ProposalList {
    std::string source;
    std::vector<Proposal> items;  ///< those whose SLO exists already last
    std::uint64_t metrics = 0;  ///< that were looked at
    std::string note;           ///< why there is none
};
BOOST_DESCRIBE_STRUCT(ProposalList, (), (source, items, metrics, note))

/// All outlive the rows.
struct SourcePorts {
    const CatalogKeeper& keeper;
    const ledger::Ledger& ledger;
    const ingest::Resolver& resolver;
    const ingest::SourceBook& book;
    const ingest::MetricNames& names;
    const Clock& clock;
    const Desk& desk;
    AskSource ask;
    std::function<std::optional<ingest::pull::Filling>(const std::string& slo)> filling;
    std::function<std::string(const std::string& actor)> name_of;  ///< called on the desk's thread
};

[[nodiscard]] std::vector<api::Route> source_routes(const SourcePorts& ports);

}  // namespace plimsoll::server
