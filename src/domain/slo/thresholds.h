// thresholds.h: the lines that a load line is read against: where a budget asks for caution, and where for a freeze.
//
// Shape      shares of the error budget that are left; caution is never below freeze.
// Source     the error-budget policy of the service (catalog::policy_of), where there is one. Otherwise our default by the
//            tier's rank: the more critical a tier, the earlier a person should know. Rank 0 must keep a quarter for what
//            nobody planned; rank 1 a tenth; from rank 2 on a budget is there to be spent, so only what is overspent freezes.
//            SRE Workbook ch. 5 and its example policy freeze at zero and leave what comes before it to the team.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>

#include "domain/catalog/model.h"

namespace plimsoll::slo {

/// What a policy says of a budget, best first; unknown: nothing can be said, and nothing worse than caution was known.
BOOST_DEFINE_ENUM_CLASS(BudgetState, healthy, caution, freeze, breach, unknown)

/// For "the worst of a service": breach, freeze, unknown, caution, healthy.
[[nodiscard]] int badness(BudgetState state);
[[nodiscard]] bool worse(BudgetState a, BudgetState b);

struct Thresholds {
    double caution = 0;
    double freeze = 0;
    std::string source;  ///< "policy critical", "default of tier rank 0"
    friend bool operator==(const Thresholds&, const Thresholds&) = default;
};
BOOST_DESCRIBE_STRUCT(Thresholds, (), (caution, freeze, source))

/// Of the service's tier; empty where no tier is declared.
[[nodiscard]] std::optional<int> tier_rank_of(const catalog::Catalog& catalog, const std::string& service);
/// The default.
[[nodiscard]] Thresholds thresholds_of(std::optional<int> tier_rank);
/// Those that hold for a service: its policy's, else the default of its tier.
[[nodiscard]] Thresholds thresholds_of(const catalog::Catalog& catalog, const std::string& service);

}  // namespace plimsoll::slo
