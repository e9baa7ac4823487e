// tally.h: requests counted by series and slot until they are delivered.
//
// Shape      for each slot a row of counts: RequestSeries::width() for each combination.
// Buckets    each request is counted in the one bucket that it falls in; they are added up (le) when samples are made.
// Cost       of a request: a look-up of its combination, and one or three additions; no allocation but for new slots.
// Threads    one.
#pragma once

#include <map>
#include <vector>

#include "ingest/logs/request_series.h"

namespace plimsoll::ingest::logs {

class Tally {
public:
    explicit Tally(RequestSeries& series) : series_(series) {}

    void count(const LoggedRequest& request);
    [[nodiscard]] bool empty() const { return slots_.empty(); }
    /// What was counted, as events at the start of their slots, and a zero for every series and slot of [from, to) that had
    /// nothing; in the order of time. Then it is empty. Requires: from and to on slot edges.
    [[nodiscard]] std::vector<LabelledSample> take(Timestamp zeros_from, Timestamp zeros_to);

private:
    using Row = std::vector<std::uint64_t>;
    void add_samples(std::int64_t slot, const Row& row, bool zeros, std::vector<LabelledSample>& out) const;

    RequestSeries& series_;
    std::map<std::int64_t, Row> slots_;  ///< by number since 1970
    std::int64_t last_slot_ = INT64_MIN;
    Row* last_row_ = nullptr;
};

}  // namespace plimsoll::ingest::logs
