// source_uses.h: which SLOs hang on which source.
//
// Asked      a pulled SLO names its DataSource.
// Delivered  the ledger remembers which SLIs each source's samples fed (Ledger::sources), by the source's name as its intake
//            calls it: a pusher's name, a DataSource's name, or its kind and its name ("access_log shop").
// Probes     are told by what the binding would do with their series: they deliver together.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ingest/pull/pull.h"
#include "ingest/source_book.h"
#include "ledger/ledger.h"
#include "server/catalog_keeper.h"
#include "server/source_views.h"

namespace plimsoll::server {

struct UseInputs {
    const Bound& bound;
    const std::vector<ingest::SourceStatus>& heard;
    const std::vector<ledger::Ledger::SourceState>& delivered;
    const ingest::BindingSet& binding;
    std::function<std::optional<ingest::pull::Filling>(const std::string& slo)> filling;
};

/// By name of the source's view.
[[nodiscard]] std::map<std::string, SourceUse> source_uses(const UseInputs& in);

}  // namespace plimsoll::server
