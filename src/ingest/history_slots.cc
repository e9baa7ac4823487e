#include "ingest/history_slots.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

namespace plimsoll::ingest {
namespace {

using ledger::Effect;
using ledger::Millis;
using ledger::Point;
using ledger::SlotNumber;

constexpr Millis kForget = 24 * 3'600'000;
constexpr SlotNumber kSilent = ledger::kSlotsPerHour;  // a silent series stays live for an hour

/// A target at a time.
struct Moment {
    std::uint32_t target;
    Millis at;
    friend bool operator==(const Moment&, const Moment&) = default;
};
struct HashMoment {
    std::size_t operator()(const Moment& m) const {
        return std::hash<std::int64_t>()(m.at * 1'000'003 + static_cast<std::int64_t>(m.target));
    }
};

class Account {
public:
    explicit Account(std::span<const HistoryMember> members) : members_(members) {}

    HistorySlots run() {
        for (const HistoryMember& m : members_) note_starts(m);
        for (const HistoryMember& m : members_) note_continuations(m);
        for (const HistoryMember& m : members_) count(m);
        for (const auto& [hour, slots] : out_.hours) {
            out_.contradictions +=
                static_cast<std::uint64_t>(std::count_if(slots.begin(), slots.end(), [](const ledger::RawSlot& s) {
                    return s.reporting > 0 && s.contradictory();
                }));
        }
        return std::move(out_);
    }

private:
    template <class Visit>
    static void walk(const HistoryMember& member, Visit visit) {
        ledger::Walk walk;
        for (const Point& point : member.series->points()) visit(walk.step(point, kForget));
    }

    void note_starts(const HistoryMember& member) {
        walk(member, [&](const Effect& effect) {
            if (effect.first) continued_.emplace(Moment{member.series->target(), effect.at}, false);
        });
    }
    void note_continuations(const HistoryMember& member) {
        walk(member, [&](const Effect& effect) {
            if (!effect.continues) return;
            const auto found = continued_.find({member.series->target(), effect.at});
            if (found != continued_.end()) found->second = true;
        });
    }

    void count(const HistoryMember& member) {
        live_from_.reset();
        last_ = INT64_MIN;
        walk(member, [&](const Effect& effect) {
            live(effect);
            if (effect.counts) increase(member, effect);
        });
        if (live_from_) add_live(*live_from_, last_ + kSilent);
    }

    void live(const Effect& effect) {
        if (!effect.counts) {
            if (effect.live < 0 && live_from_)
                add_live(*std::exchange(live_from_, std::nullopt), std::min(effect.live_from, last_ + kSilent) - 1);
            return;
        }
        const bool silence = live_from_ && effect.to > last_ + kSilent;
        if (silence) add_live(*std::exchange(live_from_, std::nullopt), last_ + kSilent);
        if (!live_from_) live_from_ = effect.live != 0 ? std::max(effect.live_from, effect.to) : effect.to;
        last_ = effect.to;
    }

    /// Each sample counts in its own slot, which it measures, as it does what lies between it and the one before.
    void sample(const HistoryMember& member, const Effect& effect) {
        const SlotNumber from = effect.first ? effect.to : std::max(effect.from, ledger::slot_at(effect.since) + 1);
        for (SlotNumber s = from; s <= effect.to; ++s) ++at(s).reporting;
        ledger::RawSlot& slot = at(effect.to);
        slot.valid += member.contribution.valid;
        slot.bad += effect.value * member.contribution.bad;
    }

    void increase(const HistoryMember& member, const Effect& effect) {
        if (member.contribution.counting == ledger::Counting::sample) return sample(member, effect);
        if (effect.first && !continued_.at({member.series->target(), effect.at})) {
            ++out_.unknown_starts;
            return;
        }
        if (effect.reset) ++out_.resets;
        const bool plausible = effect.increase <= ledger::kMostInSlot;
        if (!plausible) ++out_.implausible;
        const std::int64_t increase = plausible ? effect.increase : 0;
        for (SlotNumber s = effect.from; s <= effect.to && !effect.first; ++s) ++at(s).reporting;
        ledger::RawSlot& slot = at(effect.to);
        slot.valid += increase * member.contribution.valid;
        slot.bad += increase * member.contribution.bad;
    }

    void add_live(SlotNumber from, SlotNumber to) {
        for (SlotNumber s = from; s <= to; ++s) ++at(s).live;
    }

    ledger::RawSlot& at(SlotNumber slot) {
        const std::int64_t hour = ledger::hour_of(slot);
        if (hour != hour_ || slots_ == nullptr) {
            HistorySlots::Hour& found = out_.hours[hour];
            if (found.empty()) found.resize(ledger::kSlotsPerHour);
            slots_ = &found;
            hour_ = hour;
        }
        return (*slots_)[static_cast<std::size_t>(slot - hour * ledger::kSlotsPerHour)];
    }

    std::span<const HistoryMember> members_;
    HistorySlots out_;
    std::unordered_map<Moment, bool, HashMoment> continued_;  // by start: whether a sibling went on then

    // Of the hour and the series at hand.
    HistorySlots::Hour* slots_ = nullptr;
    std::int64_t hour_ = 0;
    SlotNumber last_ = INT64_MIN;
    std::optional<SlotNumber> live_from_;
};

}  // namespace

std::vector<ledger::Slot> HistorySlots::shown(const Hour& hour) {
    std::vector<ledger::Slot> out;
    out.reserve(hour.size());
    for (const ledger::RawSlot& raw : hour) {
        const ledger::Slot slot = raw.shown();
        out.push_back(slot.measured == 0 ? ledger::Slot{} : slot);
    }
    return out;
}

HistorySlots slots_of(std::span<const HistoryMember> members) {
    return Account(members).run();
}

}  // namespace plimsoll::ingest
