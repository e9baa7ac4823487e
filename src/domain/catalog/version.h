// version.h: names for definitions, so that history says which definition judged it.
//
// A version is the first 16 hexadecimal digits of a SHA-256 over length-prefixed fields. It does not change with formatting,
// comments, file names, labels, owners, reviews or whom an alert tells; it changes when a judgement could change.
// Stable     from release to release: what a field says by default adds nothing, so that definitions which do not use a new
//            field keep the versions under which their history stands. version_test.cc has versions of 0.1.
#pragma once

#include <string>
#include <vector>

#include "domain/catalog/model.h"

namespace plimsoll::catalog {

/// Queries in the canonical form of query_text.h.
struct CanonicalIndicator {
    std::string total;
    std::string good;
    std::string bad;
    std::string above;
};

/// Over what is counted: the queries, what the indicator's kind makes of them, and the DataSource that is asked for them.
[[nodiscard]] std::string sli_version(const Indicator& indicator, const CanonicalIndicator& canonical);

/// What a composite knows of a member.
struct CanonicalMember {
    std::string counts;   ///< counts_version()
    Ratio objective;
    double weight = 1;
};
/// Over the rule and the members, in any order. Objectives count where burn rates are added, weights where the rule has them.
[[nodiscard]] std::string sli_version(CompositeRule rule, const std::vector<CanonicalMember>& members);

/// Over the counts that an SLO stands on: its indicator, and its slices.
[[nodiscard]] std::string counts_version(const Slo& slo);

/// Over the objective by value, the window, the counts, staleness, groups, what is believed at low traffic, the coverage
/// floor, and each rule's name, severity, windows, threshold, guard and delays, in any order of rules.
[[nodiscard]] std::string definition_version(const Slo& slo);

}  // namespace plimsoll::catalog
