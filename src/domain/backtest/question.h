// question.h: what may be asked of the past of one SLO: otherwise, against which incidents, over which time.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "domain/catalog/model.h"

namespace plimsoll::backtest {

inline constexpr std::size_t kMostVariants = 24;
inline constexpr std::size_t kMostIncidents = 1'000;
inline constexpr std::size_t kMostLeftOut = 200;   ///< ranges a variant
inline constexpr std::size_t kMostRules = 16;      ///< a variant
inline constexpr std::size_t kMostPoints = 2'000;  ///< of a course

/// What of an SLO is tried otherwise. What is left out stays as the SLO has it.
struct Variant {
    using json_defaults = void;
    std::string name;                      ///< empty: made of what it changes
    std::optional<std::string> objective;  ///< percent, exact: "99.95"
    std::optional<Duration> window;        ///< rolling. Rules of a preset become that preset's for the new window
    std::optional<std::vector<catalog::BurnRule>> rules;  ///< a rule without a name is called by its windows
    std::vector<TimeRange> leave_out;      ///< besides what is excluded already
    double traffic = 1;                    ///< times as much, good and bad alike; 0.001 to 1000
};
BOOST_DESCRIBE_STRUCT(Variant, (), (name, objective, window, rules, leave_out, traffic))

/// What is known to have gone wrong.
struct KnownIncident {
    using json_defaults = void;
    std::string id;     ///< empty: "incident-3" by its place, which nothing else may be called
    std::string title;
    Timestamp start;    ///< of the harm to users
    Timestamp end;
};
BOOST_DESCRIBE_STRUCT(KnownIncident, (), (id, title, start, end))

struct BacktestRequest {
    using json_defaults = void;
    std::string slo;                ///< its name; may be empty where `text` makes just one
    std::string text;               ///< YAML of a draft; empty: the SLO as it applies
    std::optional<Timestamp> from;  ///< empty: 90 days before `to`, or all there is
    std::optional<Timestamp> to;    ///< empty: up to what is counted
    std::optional<Duration> step;   ///< empty: a minute where the ledger keeps minutes of all of it, else five
    std::vector<Variant> variants;  ///< compared with the SLO as it is
    std::vector<KnownIncident> incidents;
    bool sweep = false;             ///< find the alert settings on the front of detection time against pages
    std::uint32_t points = 300;     ///< of each course
};
BOOST_DESCRIBE_STRUCT(BacktestRequest, (), (slo, text, from, to, step, variants, incidents, sweep, points))

/// The SLO as a variant has it. Errors: invalid, with every field that is wrong ("/variants/0/objective").
[[nodiscard]] Result<catalog::Slo> slo_of(const catalog::Slo& slo, const Variant& variant, std::size_t index);
/// Errors: invalid, all fields at once.
[[nodiscard]] Result<> check(const BacktestRequest& request);

}  // namespace plimsoll::backtest
