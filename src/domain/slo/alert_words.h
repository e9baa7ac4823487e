// alert_words.h: what an alert asked and why it ended, in words for people.
//
// Not these  events keep condition_of (judge.h), whose text is compared and so names objective and indicator exactly, and
//            the bare reasons of AlertResolved::why. Whatever a person reads says these words instead.
#pragma once

#include <string>

#include "domain/catalog/model.h"
#include "domain/slo/events.h"

namespace plimsoll::slo {

/// "burn over 1 h and 5 min above 14.4x"; "at or above" where the rule says so.
[[nodiscard]] std::string condition_words(const catalog::BurnRule& rule);
/// The same of what an alert was fired by, as its rule was then; of a stale one "no sample for 10 min".
[[nodiscard]] std::string condition_words(const AlertFired& fired);

/// "the SLO was removed from the catalogue" of "slo removed". A reason that is words already stays as it is.
[[nodiscard]] std::string ending_words(const std::string& why);

}  // namespace plimsoll::slo
