#include "domain/hiring/days.h"

#include "base/text.h"
#include "domain/exclusions/field_checks.h"

namespace plimsoll::hiring {

std::optional<Timestamp> day_in(const std::string& date) {
    if (date.size() != 10) return std::nullopt;
    const auto at = text::parse_rfc3339(date + "T00:00:00Z");
    if (!at || !exclusions::FieldChecks::bearable(*at)) return std::nullopt;
    return *at;
}

std::string day_of(Timestamp at) { return text::rfc3339(at).substr(0, 10); }

}  // namespace plimsoll::hiring
