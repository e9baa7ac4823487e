// errors.h: what can be wrong with a question about an SLO.
#pragma once

#include "base/error.h"

namespace plimsoll::slo::errors {

inline constexpr ErrorKind unknown_slo{"slo.unknown", 404, "There is no such SLO",
                                       "Check the name; `plimsoll slo list` shows what the catalogue holds"};
inline constexpr ErrorKind unknown_alert{"slo.unknown_alert", 404, "There is no such alert",
                                         "It may be older than the 50 that are kept per SLO; the log still holds it"};
inline constexpr ErrorKind bad_parameter{"slo.bad_parameter", 400, "A parameter of the query cannot be read",
                                         "Correct the parameter named"};

inline constexpr ErrorKind too_many_slots{"slo.too_many_slots", 422, "The range holds more slots than are given at once",
                                          "Ask for a shorter range, or for a longer step"};
inline constexpr ErrorKind step_not_kept{"slo.step_not_kept", 422, "The ledger no longer keeps so short a step for this range",
                                         "Ask for a longer step, or leave it out for the shortest there is"};
inline constexpr ErrorKind cancelled{"slo.cancelled", 503, "It was stopped before it was done", "Ask again"};

}  // namespace plimsoll::slo::errors
