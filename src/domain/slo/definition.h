// definition.h: what an SLO promises and how it counts, as far as it changes a judgement, in words that are compared.
//
// Generation  a new indicator (sli_version) begins a new account, so nothing that was counted before is judged by it: a
//             generation. Everything else asks something else of the same counts: history is judged anew, and the event
//             says over which range, with the budget before and after.
// Words       method and window are written so that they differ exactly when what they say differs.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <string>

#include "domain/catalog/model.h"

namespace plimsoll::slo {

/// What an edit changed, the gravest first where it changed several things. `rules`: alert rules, delays or staleness alone.
BOOST_DEFINE_ENUM_CLASS(DefinitionChange, created, removed, definition, method, window, target, rules)

struct Definition {
    using json_defaults = void;
    std::string version;      ///< catalog::Slo::definition_version
    std::string sli_version;
    Ratio objective;
    std::string method;       ///< "occurrences", "timeslices of 5 min at 99 %, empty ones are gaps", "all of cart, payments"
    std::string window;       ///< "30 d rolling", "month, Europe/Berlin"
    Duration period;
    friend bool operator==(const Definition&, const Definition&) = default;
};
BOOST_DESCRIBE_STRUCT(Definition, (), (version, sli_version, objective, method, window, period))

[[nodiscard]] Definition definition_of(const catalog::Slo& slo);
/// Requires: they are not of the same version.
[[nodiscard]] DefinitionChange change_between(const Definition& from, const Definition& to);

[[nodiscard]] std::string method_words(const catalog::Slo& slo);
/// "30 d rolling", "3 months, Europe/Berlin, from 2026-01-15 00:00:00".
[[nodiscard]] std::string window_words(const catalog::Slo& slo);

}  // namespace plimsoll::slo
