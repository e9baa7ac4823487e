// preview_effect.h: what a change of an SLO's definition would do at once: to its budget, and to its alerts.
//
// How        nothing is guessed: the new definition is judged on the counts that stand in the ledger, and the same decide that
//            the judge uses says which alerts would fire and which would end. Pure.
// Unknown    new queries have no counts before they apply: then nothing is said of the budget but why.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/catalog/diff.h"
#include "domain/slo/state.h"
#include "ledger/ledger.h"

namespace plimsoll::server {

struct PreviewEffect {
    std::string slo;
    catalog::ChangeAction action = catalog::ChangeAction::changed;
    std::optional<double> budget_now;    ///< share that remains; empty: nothing counted, or the SLO is new
    std::optional<double> budget_then;   ///< under the new definition; empty: see text
    bool burn_rules_changed = false;
    std::vector<std::string> fires;      ///< rules whose alerts would fire at once
    std::vector<std::string> resolves;   ///< rules whose open alerts would end
    std::string text;                    ///< all of it for people
};
BOOST_DESCRIBE_STRUCT(PreviewEffect, (), (slo, action, budget_now, budget_then, burn_rules_changed, fires, resolves, text))

/// One SLO before and after. Lifetime: refers to what it is given.
struct Outlook {
    const catalog::Slo* before = nullptr;  ///< nullptr: it is added
    const catalog::Slo* after = nullptr;   ///< nullptr: it is removed
    const catalog::Catalog& catalog;       ///< the one that would apply
    ledger::LiveWindows now;               ///< of `before`, in the order of its windows
    std::optional<ledger::LiveWindows> then;  ///< of `after`, the same counts; empty: its queries have none
    const slo::State& state;               ///< holds its record, if there is one
    Timestamp at;
};

[[nodiscard]] PreviewEffect effect_of(const Outlook& outlook);

}  // namespace plimsoll::server
