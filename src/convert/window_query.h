// window_query.h: what an indicator counts, as PromQL that Prometheus evaluates over any window.
//
// ranges     events of counters: `bad` and `valid` are rates with $__step where the window's length goes.
// samples    gauges: each sample is one event, so `bad` and `valid` are how many there are at one instant, to be recorded at
//            each evaluation and added up over a window.
// Absent     a bad count without series is zero where the valid one has some; without valid events there is no ratio.
// Buckets    are matched by number as Plimsoll does: le=~"1([.]0)?", for clients spell it either way.
#pragma once

#include <optional>
#include <string>

#include "domain/catalog/model.h"

namespace plimsoll::convert {

struct WindowQuery {
    enum class Reads { ranges, samples };
    Reads reads = Reads::ranges;
    std::string bad;
    std::string valid;
};

/// Empty: a composite, which has no query of its own.
[[nodiscard]] std::optional<WindowQuery> window_query(const catalog::Indicator& indicator);

/// `text` with the window for $__step.
[[nodiscard]] std::string over(const std::string& text, Duration window);
/// bad / valid over the window; empty without valid events.
[[nodiscard]] std::string error_ratio(const WindowQuery& query, Duration window);

}  // namespace plimsoll::convert
