// counter_walk.h: what the samples of one counter say, one after the other in the order of their times.
//
// Increase   the growth since the last value; after a drop (a reset) the new value itself. It belongs to the slot of the
//            later sample.
// Measuring  the interval between two samples measures every slot it touches if it is at most 3 expected intervals long
//            and no stale marker lies in it; a longer one is a gap: its increase still counts, and measures its own slot.
//            A series counts once in a slot, and its first point, which ends no interval, measures nothing.
//            Expected is the least of the last 4 intervals; the first interval of a series measures up to 5 minutes.
// First      a series without a value, or with one older than 24 h, starts: whether from zero is decided per SLI.
// Live       from the slot of its first sample to the slot of its stale marker, which is not counted any more unless a
//            value lies in it too.
// Pure       the account of a series is the fold of step() over its sorted points, whatever order they arrived in.
#pragma once

#include <array>
#include <cstdint>

#include "ledger/slot.h"

namespace plimsoll::ledger {

using Millis = std::int64_t;  ///< since 1970, UTC
using SlotNumber = std::int64_t;  ///< level 0 slots since 1970

inline constexpr Millis kStepMillis = kStep.in_ms();
inline constexpr std::int64_t kSlotsPerHour = 360;
inline constexpr Millis kNever = INT64_MIN;
inline constexpr Millis kFirstReach = 5 * 60'000;  ///< how long a first interval may be

/// No sample is later than this, the year 3883, where blocks end, or as long before 1970: sums of times cannot overflow.
inline constexpr Millis kFarthest = Duration::days(699'000).in_ms();
[[nodiscard]] constexpr bool in_time(Millis t) { return t >= -kFarthest && t <= kFarthest; }

[[nodiscard]] constexpr SlotNumber slot_at(Millis t) { return t >= 0 ? t / kStepMillis : -((-t + kStepMillis - 1) / kStepMillis); }
[[nodiscard]] constexpr Millis start_of(SlotNumber slot) { return slot * kStepMillis; }

/// No value is larger: doubles hold every whole number up to here.
inline constexpr std::int64_t kMostValue = std::int64_t{1} << 53;

/// One point of a counter: a value, or the marker that it ended.
struct Point {
    Millis at = 0;
    std::int64_t value = 0;
    bool stale = false;
    friend bool operator==(const Point&, const Point&) = default;
};

/// What one point changes.
struct Effect {
    Millis at = 0;
    Millis since = kNever;      ///< time of the value before, kNever for a first one
    SlotNumber from = 0;        ///< first slot that the interval measures and the one before it did not; may be to + 1
    SlotNumber to = 0;          ///< slot of the point: it gets the increase
    bool counts = false;        ///< a value: it has an increase and, unless it is a first one, measures [from, to]
    bool spans = false;         ///< the interval is no gap
    bool first = false;         ///< `increase` counts only if the series starts from zero
    bool reset = false;
    bool continues = false;     ///< at most two expected intervals after the value before, without a stale marker between
    std::int8_t live = 0;       ///< +1 or -1: the series is live, or not, from slot `live_from` on
    SlotNumber live_from = 0;
    std::int64_t increase = 0;
    std::int64_t value = 0;     ///< of the point: what a series counts that is read sample by sample
    friend bool operator==(const Effect&, const Effect&) = default;
};

/// The state between two points. A plain value: copy it to try something out.
class Walk {
public:
    /// Requires: point.at is after every point before. `forget` is how long a last value lives without a new one.
    Effect step(const Point& point, Millis forget);

    /// The last value was another one, at the same time.
    void amend(std::int64_t value) { last_value_ = value; }

    [[nodiscard]] bool has_value() const { return has_value_; }
    [[nodiscard]] bool alive() const { return has_value_ && !stale_; }
    [[nodiscard]] Millis last_point() const { return last_point_; }
    [[nodiscard]] Millis last_at() const { return last_at_; }
    [[nodiscard]] std::int64_t last_value() const { return last_value_; }
    [[nodiscard]] bool stale() const { return stale_; }
    /// Least of the last 4 intervals; 0 while none is known.
    [[nodiscard]] Millis expected() const;
    /// How long after the last value the next one still measures what lies between.
    [[nodiscard]] Millis reach() const { return intervals_known_ == 0 ? kFirstReach : 3 * expected(); }

    /// For the checkpoint: all that step() depends on.
    struct Saved {
        Millis last_point = kNever;
        Millis last_at = kNever;
        std::int64_t last_value = 0;
        bool has_value = false;
        bool stale = false;
        SlotNumber ended_from = 0;
        std::uint8_t intervals_known = 0;
        std::array<std::uint32_t, 4> intervals{};  ///< newest last
    };
    [[nodiscard]] Saved save() const;
    static Walk restore(const Saved& saved);

private:
    Effect start(const Point& point);
    Effect grow(const Point& point);
    Effect end(const Point& point);
    void remember(std::uint32_t interval);

    Millis last_point_ = kNever;
    Millis last_at_ = kNever;
    std::int64_t last_value_ = 0;
    SlotNumber ended_from_ = 0;  ///< from which slot on the series was not live; meaningful while stale
    std::array<std::uint32_t, 4> intervals_{};
    std::uint8_t intervals_known_ = 0;
    bool has_value_ = false;
    bool stale_ = false;
};

}  // namespace plimsoll::ledger
