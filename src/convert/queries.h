// queries.h: PromQL as other tools write it, made into what Plimsoll counts.
//
// Why        a tool that asks Prometheus writes rates over a window that it puts in; Plimsoll counts the events themselves, so
//            that only the selectors matter. What cannot be read as counts is told with the reason of promql::parse.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace plimsoll::convert {

/// Placeholders of windows ({{.window}}, [window], ${window}, $__rate_interval and the like) as [5m]; `or vector(0)` at the
/// end is taken off: a series that is missing beside its total counts as zero here anyway.
[[nodiscard]] std::string with_window(std::string_view query, std::string_view window = "5m");

/// A query that counts events, as Plimsoll writes it. Errors: those of promql::parse.
[[nodiscard]] Result<std::string> counts_of(std::string_view query);

/// The events of a bare selector `metric{...}`: sum(increase(metric{...}[5m])). Errors: those of promql::parse_gauge.
[[nodiscard]] Result<std::string> counts_of_selector(std::string_view selector);

/// A plain selector, as a gauge is named. Errors: those of promql::parse_gauge.
[[nodiscard]] Result<std::string> gauge_of(std::string_view query);

/// A quotient of two counts. `inverted`: it was written as 1 - part / total.
struct Quotient {
    std::string part;
    std::string total;
    bool inverted = false;
};
/// Empty: it is no quotient of two counts.
[[nodiscard]] std::optional<Quotient> quotient_of(std::string_view query);

/// The same selector with `le` as given, of the series `<histogram>_bucket` or `<histogram>_count` (then `le` is empty).
[[nodiscard]] Result<std::string> histogram_part(std::string_view selector, std::string_view le);

/// First rule of an error, or its sentence: what stands in a report.
[[nodiscard]] std::string reason(const Error& error);
[[nodiscard]] std::string remedy(const Error& error);

}  // namespace plimsoll::convert
