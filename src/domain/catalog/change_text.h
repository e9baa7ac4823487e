// change_text.h: a change of the catalogue in words, field by field, for people.
//
// Shape      values as they are said aloud: "99.9 %", "30d", "page above 14.4x over 1h and 5m". A rule or a query that
//            changed is a line of its own: "rules.page-1h-5m", "indicator.total".
// Left out   the hashes that follow from the rest (definition_version, sli_version).
#pragma once

#include <string>
#include <vector>

#include "domain/catalog/diff.h"

namespace plimsoll::catalog {

/// Fields of one changed object. Total: a value that is none of ours stays the JSON text that it is.
[[nodiscard]] std::vector<FieldChange> in_words(const std::vector<FieldChange>& fields);
/// The same change with its fields in words.
[[nodiscard]] Change in_words(const Change& change);

/// "page above 14.4x over 1h and 5m".
[[nodiscard]] std::string in_words(const BurnRule& rule);
[[nodiscard]] std::string in_words(const Indicator& indicator);
[[nodiscard]] std::string in_words(const Slicing& slicing);
[[nodiscard]] std::string in_words(const CalendarWindow& window);
[[nodiscard]] std::string in_words(const Composite& composite);
[[nodiscard]] std::string in_words(const Grouping& grouping);
[[nodiscard]] std::string in_words(const LowTraffic& low);
[[nodiscard]] std::string in_words(const ProbeStep& step);

/// "2 SLOs changed, 1 Service added"; "nothing" when there is no change.
[[nodiscard]] std::string counted(const std::vector<Change>& changes);

}  // namespace plimsoll::catalog
