// page.h: one page of metrics, read whole or refused whole.
//
// Formats    by its content type: OpenMetrics 1.0, whose last line is "# EOF" (a page cut short is refused), and Prometheus text
//            0.0.4. Nothing else is read: a login page is no metrics.
// Labels     of the target win; a page's own of the same name become exported_NAME (Prometheus, honor_labels: false).
// Source     https://prometheus.io/docs/instrumenting/exposition_formats, https://github.com/prometheus/OpenMetrics
// Threads    any.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/exposition.h"
#include "ingest/intake.h"

namespace plimsoll::ingest::scrape {

using Pairs = LabelledSample::Pairs;

/// What is asked for, best first.
inline constexpr std::string_view kAccept = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

/// Errors: invalid (a media type that is no page of metrics).
[[nodiscard]] Result<TextFormat> format_of(std::string_view content_type);

struct PageSample {
    std::string_view series;  ///< as written on the page
    Pairs labels;
    double value = 0;
    std::optional<Timestamp> at;
};

/// Every sample, with the target's labels. Errors: malformed (the first bad line, with line and column); invalid (more than
/// `sample_limit`).
[[nodiscard]] Result<std::vector<PageSample>> read_page(std::string_view page, TextFormat format, const Pairs& target, int sample_limit);

/// A page's own labels joined with those of its target.
[[nodiscard]] Pairs joined(const Labels& own, const Pairs& target);

}  // namespace plimsoll::ingest::scrape
