// ports.h: what this module needs from the rest of the program.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "api/route.h"
#include "base/clock.h"
#include "domain/catalog/model.h"
#include "domain/slo/chart_notes.h"
#include "domain/slo/counts.h"
#include "domain/slo/decide.h"
#include "domain/slo/filling.h"
#include "domain/slo/thresholds.h"
#include "domain/slo/yesterday.h"
#include "ledger/ledger.h"

namespace plimsoll::slo {

/// What of the catalogue applied last.
struct AppliedCatalog {
    std::uint64_t version = 0;
    Timestamp at;
    std::string commit;
};

/// Every function is safe from any thread. Lifetime: ledger and clock outlive whoever holds this.
struct Ports {
    api::Engine<State, Command> engine;
    std::function<std::shared_ptr<const catalog::Catalog>()> catalog;  ///< what is applied now; never null
    const ledger::Ledger* ledger = nullptr;
    /// The ledger's id of an SLO's indicator; empty while it is not bound.
    std::function<std::optional<ledger::SliId>(const std::string& slo)> sli;
    const Clock* clock = nullptr;
    /// May be left out: then the overview tells of no catalogue.
    std::function<std::optional<AppliedCatalog>()> applied;
    /// How often the engine folded: a sequence number means the same state only within one fold. May be left out where
    /// commits cannot fail.
    std::function<std::uint64_t()> folds;
    /// Told how long the oldest of the counts that were judged together had waited. May be left out.
    std::function<void(Duration)> judged;
    /// Where everything is read that was counted; never null.
    std::shared_ptr<const Counts> counts;
    /// What other modules mark on the chart of a range. May be left out.
    std::function<ChartNotes(const catalog::Slo& slo, TimeRange range)> notes;
    /// What other modules measure of an SLO, for its explanation. May be left out.
    std::function<Result<std::vector<Measure>>(const catalog::Slo& slo)> more_measures;
    /// In which state each SLO's budget is by its policy; who is not named was healthy when it could last be told. May be left out.
    std::function<std::map<std::string, BudgetState>()> policy_states;
    /// How far the past of an SLO is filled, by its own name; empty of one whose samples are pushed. May be left out.
    std::function<std::optional<Filling>(const std::string& slo)> filling;
    std::shared_ptr<Yesterday> yesterday = std::make_shared<Yesterday>();
};

}  // namespace plimsoll::slo
