// presets.h: burn policies that every catalogue has: named by alertPolicyRef or plimsoll.dev/burn-policy as any other, unless
// a BurnPolicy of the files has the name.
//
//   workbook    the SRE Workbook's pairs: model.h says them
//   budget-2-5  page 2 % of the budget in 1 h, ticket 5 % in 1 d
//   outage      page 0.5 % of the budget in 5 m, over 5 m and 1 m: 43.2 of 30 d. Guarded by Wilson's interval, since one failed
//               request is much of so short a window. A total outage at 99.9 % is seen after 43.2 x 0.1 % x 5 m = 13 s.
//
// Period     factor = budget share x period / long window; pairs whose long window exceeds the period are left out.
// Slices     a window holds two slices at least: shorter ones become two slices long; a pair is left out when its windows meet.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/catalog/model.h"

namespace plimsoll::catalog {

[[nodiscard]] const std::vector<std::string>& preset_names();

/// The rules of a preset for this period and length of slices (zero: events are counted). Nothing: there is no such preset.
[[nodiscard]] std::optional<std::vector<BurnRule>> preset_rules(const std::string& name, Duration period, Duration slice);

}  // namespace plimsoll::catalog
