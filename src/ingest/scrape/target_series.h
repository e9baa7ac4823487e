// target_series.h: the series that one target showed last, and what its next page, or its absence, makes of them.
//
// Ends       a series that is gone from a page ends with a stale marker at the page's time; all end when the page cannot be
//            had. Those that carry timestamps of their own are not ended (they may be of another clock).
// Own        up, scrape_duration_seconds, scrape_samples_scraped: with each attempt.
// Threads    one.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "ingest/scrape/page.h"

namespace plimsoll::ingest::scrape {

class TargetSeries {
public:
    explicit TargetSeries(Pairs labels) : labels_(std::move(labels)) {}

    /// The samples of a page that was asked for at an instant.
    [[nodiscard]] std::vector<LabelledSample> page(std::vector<PageSample> page, Timestamp asked, Duration took);
    /// The page could not be had.
    [[nodiscard]] std::vector<LabelledSample> no_page(Timestamp asked, Duration took);
    /// It is a target no more: everything of it ends.
    [[nodiscard]] std::vector<LabelledSample> gone(Timestamp at);

private:
    [[nodiscard]] LabelledSample own(const char* name, double value, Timestamp at) const;
    void add_own(bool up, std::size_t samples, Timestamp asked, Duration took, std::vector<LabelledSample>& out) const;
    void end_others(Timestamp at, std::vector<LabelledSample>& out);

    const Pairs labels_;
    std::unordered_map<std::string, std::uint64_t> shown_;  ///< by the text on the page; in which page it stood last
    std::uint64_t pages_ = 0;
};

}  // namespace plimsoll::ingest::scrape
