// thresholds.h: the lines that a load line is read against: where a budget asks for caution, and where for a freeze.
//
// Shape      shares of the error budget that are left; caution is never below freeze.
// Source     our default by the tier's rank, until a policy of the service says otherwise: the more critical a tier, the
//            earlier a person should know. Rank 0 must keep a quarter for what nobody planned; rank 1 a tenth; from rank 2
//            on a budget is there to be spent, so only what is overspent freezes. SRE Workbook ch. 5 and its example policy
//            freeze at zero and leave what comes before it to the team.
#pragma once

#include <boost/describe/class.hpp>
#include <optional>
#include <string>

#include "domain/catalog/model.h"

namespace plimsoll::slo {

struct Thresholds {
    double caution = 0;
    double freeze = 0;
    std::string source;  ///< "default of tier rank 0"
    friend bool operator==(const Thresholds&, const Thresholds&) = default;
};
BOOST_DESCRIBE_STRUCT(Thresholds, (), (caution, freeze, source))

/// Of the service's tier; empty where no tier is declared.
[[nodiscard]] std::optional<int> tier_rank_of(const catalog::Catalog& catalog, const std::string& service);
[[nodiscard]] Thresholds thresholds_of(std::optional<int> tier_rank);

}  // namespace plimsoll::slo
