// counters.h: every series with its last value and recent history, and how its points enter the SLIs that it feeds.
//
// Member     one series in one SLI. Points up to `after` (the series' last when the binding began) are not the SLI's.
// Cohort     the members of one SLI that share a target. A new member starts from zero if another of its cohort, at the
//            same time, continues from a value at most two expected intervals before that the SLI had already; whatever
//            the order in which the two arrive. Otherwise its start is unknown: it adds nothing, and that is counted
//            unless its first value was 0.
//            First points stay open to that for as long as late samples are taken. The members of a group share the
//            cohort of its roll-up, whose series bear witness for them: so the first error of a new group counts. The
//            witness may be none of the group's own, so there the start measures its slot itself (once: `count`).
// Samples    a series that is read sample by sample has no increases: each value counts, the first one too, in its slot. So
//            has one whose values are counts of their own; of those a second value for one time may change the first
//            (same_time.h): the difference goes to the slot of that time.
// Late       a point between two known ones changes the effects of at most the next five: those are withdrawn from the
//            account and added anew. So the account is that of the sorted points, whatever order they arrived in.
// Histories  after opening they are empty until `rebuild` is called for: by the first late point, or by the checkpoint.
// Threads    the ledger's writer, under the ledger's lock.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

#include "ledger/account.h"
#include "ledger/history.h"
#include "ledger/ledger.h"

namespace plimsoll::ledger {

struct Member {
    std::uint32_t row = 0;
    std::int32_t valid = 0;
    std::int8_t bad = 0;
    Counting counting = Counting::increase;
    bool live = false;         ///< counted as live in the SLI
    bool has_first = false;    ///< first_at and first_value say where it started
    bool zero = false;         ///< it started from zero
    std::uint32_t place = 0;   ///< in the account's row
    std::uint32_t cohort = 0;
    Millis after = kNever;
    Millis first_at = kNever;
    std::int64_t first_value = 0;
    SlotNumber expired_from = kNoSlot;  ///< left as silent from this slot on
};

struct CounterSeries {
    bool known = false;
    bool dirty = false;
    bool trimmed = false;    ///< points before the history's first were dropped
    bool continues = false;  ///< of the last point
    std::uint32_t target = 0;
    std::uint32_t source = 0;
    Millis since = kNever;   ///< of the last point
    Walk walk;
    History history;
    std::vector<Point> base; ///< what the rebuild starts from, as the checkpoint has it
    std::vector<Member> members;
    bool asleep = false;               ///< silent for so long that it is no member any more
    std::vector<Contribution> feeds;   ///< what it will be a member of when it returns; only while asleep
};

/// Of the series' members: delta, measured, event, or one of the others.
[[nodiscard]] Counting counting_of(const CounterSeries& series);

enum class Taken { accepted, duplicate, conflicting, too_late, unknown_series };

class Counters {
public:
    struct Rules {
        Millis late = 3 * 3'600'000;
        Millis forget = 24 * 3'600'000;
        Millis silent = 3'600'000;
    };
    Counters(Rules rules, Account& account) : rules_(rules), account_(&account) {}

    /// Fills all histories from the redo. Set once.
    void on_rebuild(std::function<Result<>(Counters&)> rebuild) { rebuild_ = std::move(rebuild); }
    Result<> need_histories();
    [[nodiscard]] bool histories_complete() const { return complete_; }
    void set_histories_complete(bool complete) { complete_ = complete; }
    /// Gives a series the points from before the opening, those of one time in the order of their arrival.
    void adopt_history(SeriesId id, std::vector<Point> before);
    /// Trims the history to the late bound and takes from it what a rebuild will start from.
    void renew_base(SeriesId id);

    void define(SeriesId id, std::uint32_t target);
    /// Gives the series its SLIs: new ones begin after its last point, kept ones go on, others end.
    void bind(SeriesId id, const std::vector<Contribution>& contributions);
    /// A member as the checkpoint has it.
    void restore_member(SeriesId id, Member member);

    /// One point. `floor`: older ones are too late.
    Taken take(std::uint32_t source, SeriesId id, const Point& point, Millis floor);
    void expire(const std::vector<Account::Expired>& expired);
    /// Lets a series go that ended, or left as silent, more than `forget` and `late` ago; its next point brings it back.
    /// Returns whether it did. So the dead of many deployments do not fill an SLI.
    bool put_to_sleep(SeriesId id);
    /// Those that came back since the last call.
    std::vector<SeriesId> take_woken() { return std::exchange(woken_, {}); }
    /// Forgets first points that nothing can decide any more.
    void prune();

    [[nodiscard]] const CounterSeries* find(SeriesId id) const {
        return id < series_.size() && series_[id].known ? &series_[id] : nullptr;
    }
    [[nodiscard]] std::vector<CounterSeries>& all() { return series_; }
    [[nodiscard]] const std::vector<CounterSeries>& all() const { return series_; }
    [[nodiscard]] const Rules& rules() const { return rules_; }

    /// Since the last call: resets, unknown starts and refused points, by SLI and kind.
    std::vector<Anomaly> take_anomalies();
    /// The settled slots whose counts points have changed since the last call, half-open, and their SLIs.
    struct Revised {
        SlotNumber from = INT64_MAX;
        SlotNumber to = INT64_MIN;
        std::vector<SliId> slis;
    };
    Revised take_revised();
    [[nodiscard]] const std::optional<Error>& fault() const { return fault_; }

private:
    struct Cohort {
        std::uint32_t row = 0;
        std::vector<SeriesId> members;
        std::map<Millis, std::vector<SeriesId>> firsts;
        Millis last_first = kNever;
        Millis first_continued = INT64_MAX;
    };

    Taken append(SeriesId id, const Point& point);
    Taken insert(SeriesId id, const Point& point);
    Taken meet(SeriesId id, const Point& known, const Point& given);
    void change(SeriesId id, const std::vector<Effect>& old, const std::vector<Effect>& now);
    void enter(SeriesId id, Member& member, const Effect& effect);
    void count(SeriesId id, Member& member, const Effect& effect, int sign);
    void count_sample(SeriesId id, Member& member, const Effect& effect, int sign);
    std::int64_t plausible(std::int64_t value, const Member& member, Millis at, SeriesId id, bool tell);
    void begin(SeriesId id, Member& member, const Effect& effect);
    void unbegin(SeriesId id, Member& member, const Effect& effect);
    void live(Member& member, const Effect& effect);
    void add(const Member& member, const Increment& increment);
    void shift_live(const Member& member, Millis at, SlotNumber from, int by);
    void continued(SeriesId id, const Member& member, Millis at);
    void recheck(const Member& member, Millis at);
    void decide(SeriesId id, bool zero, std::uint32_t cohort, Millis at);
    void decide(SeriesId id, bool zero, Member& member);
    [[nodiscard]] std::optional<Effect> after_start(SeriesId id, const Member& member);
    [[nodiscard]] bool leads(const Member& member) const;
    [[nodiscard]] bool in_group(const Member& member) const { return cohorts_[member.cohort].row != member.row; }
    [[nodiscard]] bool witnessed(const Cohort& cohort, SeriesId id, Millis at);
    [[nodiscard]] bool continues_at(SeriesId id, std::uint32_t row, Millis at);
    [[nodiscard]] Member* member_of(SeriesId id, std::uint32_t row);
    void join(SeriesId id, Member member);
    void leave(SeriesId id, Member& member);
    std::uint32_t cohort_of(std::uint32_t target, std::uint32_t row);
    void note(std::uint32_t row, Anomaly::Kind kind, Millis at, SeriesId id);

    Rules rules_;
    Account* account_;
    std::vector<CounterSeries> series_;
    std::vector<Cohort> cohorts_;
    std::unordered_map<std::uint64_t, std::uint32_t> cohort_by_key_;
    std::function<Result<>(Counters&)> rebuild_;
    bool complete_ = true;
    std::map<std::pair<std::uint32_t, Anomaly::Kind>, Anomaly> anomalies_;
    std::map<std::pair<std::uint32_t, SeriesId>, Millis> unknown_;  ///< starts of this commit that nothing explained yet
    Revised revised_;
    std::vector<SeriesId> woken_;
    std::optional<Error> fault_;
};

}  // namespace plimsoll::ledger
