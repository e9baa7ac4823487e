// ports.h: what this module needs from the rest of the program.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "api/route.h"
#include "base/clock.h"
#include "domain/catalog/model.h"
#include "domain/slo/decide.h"
#include "ledger/ledger.h"

namespace plimsoll::slo {

/// Every function is safe from any thread. Lifetime: ledger and clock outlive whoever holds this.
struct Ports {
    api::Engine<State, Command> engine;
    std::function<std::shared_ptr<const catalog::Catalog>()> catalog;  ///< what is applied now; never null
    const ledger::Ledger* ledger = nullptr;
    /// The ledger's id of an SLO's indicator; empty while it is not bound.
    std::function<std::optional<ledger::SliId>(const std::string& slo)> sli;
    const Clock* clock = nullptr;
};

}  // namespace plimsoll::slo
