// alert_words.h: what an alert asked, why it ended and what became of a definition, in words for people.
//
// Not these  events keep condition_of (judge.h), whose text is compared and so names objective and indicator exactly, and
//            the bare reasons of AlertResolved::why. Whatever a person reads says these words instead.
#pragma once

#include <string>

#include "domain/catalog/model.h"
#include "domain/slo/events.h"

namespace plimsoll::slo {

/// "burn over 1 h and 5 min above 14.4x"; "at or above" where the rule says so; and where it must be sure ", by more than chance"
/// and ", of at least 100 events".
[[nodiscard]] std::string condition_words(const catalog::BurnRule& rule, const catalog::LowTraffic& low_traffic = {});
/// The same of what an alert was fired by, as its rule was then; of a stale one "no sample for 10 min".
[[nodiscard]] std::string condition_words(const AlertFired& fired);

/// "the SLO was removed from the catalogue" of "slo removed". A reason that is words already stays as it is.
[[nodiscard]] std::string ending_words(const std::string& why);

/// "has a new target, 99.95 % instead of 99.9 %, and its history is judged anew; its budget stands at 40 % instead of 70 %".
[[nodiscard]] std::string change_words(const DefinitionChanged& change);

}  // namespace plimsoll::slo
