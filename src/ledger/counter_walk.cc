#include "ledger/counter_walk.h"

#include <algorithm>

namespace plimsoll::ledger {

Millis Walk::expected() const {
    if (intervals_known_ == 0) return 0;
    return *std::min_element(intervals_.end() - intervals_known_, intervals_.end());
}

void Walk::remember(std::uint32_t interval) {
    intervals_ = {intervals_[1], intervals_[2], intervals_[3], interval};
    if (intervals_known_ < 4) ++intervals_known_;
}

Effect Walk::step(const Point& point, Millis forget) {
    Effect effect = point.stale                                        ? end(point)
                    : !has_value_ || point.at - last_at_ > forget ? start(point)
                                                                       : grow(point);
    last_point_ = point.at;
    if (point.stale) return effect;
    last_at_ = point.at;
    last_value_ = point.value;
    has_value_ = true;
    stale_ = false;
    return effect;
}

Effect Walk::start(const Point& point) {
    const SlotNumber slot = slot_at(point.at);
    Effect effect{.at = point.at, .from = slot, .to = slot, .counts = true, .first = true, .increase = point.value, .value = point.value};
    if (!alive()) effect.live = 1;
    effect.live_from = slot;
    intervals_known_ = 0;
    return effect;
}

Effect Walk::grow(const Point& point) {
    const Millis interval = point.at - last_at_;
    const Millis twice = intervals_known_ == 0 ? kFirstReach : 2 * expected();
    const SlotNumber slot = slot_at(point.at);
    Effect effect{.at = point.at, .since = last_at_, .from = slot, .to = slot, .counts = true, .value = point.value};
    effect.spans = !stale_ && interval <= reach();
    const SlotNumber uncovered = slot_at(last_at_) + (intervals_known_ == 0 ? 0 : 1);
    effect.from = effect.spans ? uncovered : std::max(slot, uncovered);
    effect.continues = !stale_ && interval <= twice;
    effect.reset = point.value < last_value_;
    effect.increase = effect.reset ? point.value : point.value - last_value_;
    effect.live_from = slot;
    if (stale_) {
        effect.live = 1;
        effect.live_from = std::max(slot, ended_from_);
    }
    remember(static_cast<std::uint32_t>(interval));
    return effect;
}

Effect Walk::end(const Point& point) {
    const SlotNumber slot = slot_at(point.at);
    Effect effect{.at = point.at, .from = slot, .to = slot, .live_from = slot};
    if (!alive()) return effect;
    effect.live = -1;
    if (slot == slot_at(last_at_)) effect.live_from = slot + 1;
    ended_from_ = effect.live_from;
    stale_ = true;
    return effect;
}

Walk::Saved Walk::save() const {
    return {last_point_, last_at_, last_value_, has_value_, stale_, ended_from_, intervals_known_, intervals_};
}

Walk Walk::restore(const Saved& s) {
    Walk walk;
    walk.last_point_ = s.last_point;
    walk.last_at_ = s.last_at;
    walk.last_value_ = s.last_value;
    walk.has_value_ = s.has_value;
    walk.stale_ = s.stale;
    walk.ended_from_ = s.ended_from;
    walk.intervals_known_ = std::min<std::uint8_t>(s.intervals_known, 4);
    walk.intervals_ = s.intervals;
    return walk;
}

}  // namespace plimsoll::ledger
