// naive_account.h: the account as the sentences of the design say it, from sorted samples, for tests to compare with.
//
// No state, no windows kept, no blocks: everything is computed anew from all samples that were accepted.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "ledger/ledger.h"

namespace plimsoll::ledger {

class NaiveAccount {
public:
    struct Value {
        std::int64_t value = 0;
        bool stale = false;
        bool operator==(const Value&) const = default;
    };
    struct Feed {
        std::string series;
        int valid = 0;
        int bad = 0;
        Counting counting = Counting::increase;  ///< one of the last three: of all feeds of the series
    };

    void target(const std::string& series, const std::string& target) { targets_[series] = target; }
    void feed(SliId sli, Feed feed) {
        countings_[feed.series] = feed.counting;
        feeds_[sli].push_back(std::move(feed));
    }
    /// Of a group: the SLI whose series tell whether one of its own starts from zero.
    void group(SliId sli, SliId roll_up) { roll_ups_[sli] = roll_up; }
    /// What the ledger should answer: "accepted", "duplicate", "conflicting" or "too_late".
    std::string sample(const std::string& source, const std::string& series, std::int64_t at, Value value, std::int64_t source_watermark);

    /// Slots of an SLI with what is settled up to `complete`, from its first measured slot to the one that contains it.
    [[nodiscard]] std::map<std::int64_t, Slot> slots(SliId sli, std::int64_t complete) const;

private:
    struct Interval {
        std::int64_t from = 0, to = 0;  ///< times of the two values
        bool stale_between = false;
        std::int64_t expected = 0;      ///< before it; 0 unknown
        std::int64_t increase = 0;
    };
    using Points = std::map<std::int64_t, Value>;
    [[nodiscard]] static std::vector<Interval> intervals(const Points& points);
    [[nodiscard]] static std::vector<std::int64_t> starts(const Points& points);
    [[nodiscard]] bool from_zero(SliId sli, const std::string& series, std::int64_t at) const;
    [[nodiscard]] bool live(const Points& points, std::int64_t slot, std::int64_t complete) const;

    std::map<std::string, Points> points_;
    std::map<std::string, std::string> targets_;
    std::map<std::string, Counting> countings_;  ///< of its last feed
    std::map<SliId, std::vector<Feed>> feeds_;
    std::map<SliId, SliId> roll_ups_;
};

}  // namespace plimsoll::ledger
