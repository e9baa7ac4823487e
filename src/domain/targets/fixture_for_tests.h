// fixture_for_tests.h: an engine that is only decide and apply, a tape that is drawn, and a basis.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "api/route.h"
#include "base/clock.h"
#include "domain/slo/tape.h"
#include "domain/targets/decide.h"

namespace plimsoll::targets::fixture {

inline constexpr Timestamp kNoon = Timestamp::from_seconds(1'767'614'400);    // 2026-01-05T12:00:00Z, a Monday
inline constexpr Timestamp kMonday = Timestamp::from_seconds(1'767'571'200);  // 2026-01-05T00:00:00Z

inline Ratio percent(const char* text) { return Objective::parse_percent(text)->ratio(); }

/// As the SLO "checkout" of "shop" stands.
inline Basis basis() {
    return {"d1", "s1", percent("99.5"), "30 d rolling", {"page-1h-5m: page at 14.4 over 1h and 5m"}, 0.9990, 1'000'000, {{"payments", "pay", percent("99.9")}}};
}

inline ProposeTarget proposal(const std::string& objective = "99.9") {
    ProposeTarget c;
    c.slo = "checkout";
    c.service = "shop";
    c.from = percent("99.5");
    c.period = Duration::days(30);
    c.objective = objective;
    c.reason = "Users notice sooner than it says";
    c.evidence = {{kNoon - Duration::days(90), kNoon}, 0.9993, 1.5, 0, "d1"};
    c.basis = basis();
    return c;
}

inline ApproveTarget approval(const std::string& id = "tg-1", Standing standing = {}) {
    ApproveTarget c;
    c.id = id;
    c.standing = standing;
    c.basis = basis();
    return c;
}

/// Decides, applies and remembers.
class Engine {
public:
    State state;
    std::vector<std::pair<Event, log::Stamp>> log;
    ManualClock clock{kNoon};

    Result<std::vector<Event>> give(const Command& command, const std::string& actor = "person:ana") {
        const log::Issued issued{clock.now(), actor};
        TRY_ASSIGN(const std::vector<Event> events, decide(state, command, issued));
        for (const Event& event : events) {
            log.push_back({event, {log.size() + 1, issued.at, actor}});
            apply(state, event, log.back().second);
        }
        return events;
    }
    /// The code of the refusal without its module and with the fields that are wrong, or "ok".
    std::string outcome(const Command& command, const std::string& actor = "person:ana") {
        const auto done = give(command, actor);
        if (done) return "ok";
        std::string out(done.error().code().substr(8));
        for (const FieldError& field : done.error().fields()) out += " " + field.where;
        return out;
    }
    [[nodiscard]] api::Engine<State, Command> port() {
        return {[this](const std::function<void(const State&)>& look) {
                    look(state);
                    return static_cast<std::uint64_t>(log.size());
                },
                [this](const api::Actor& actor, const Command& command) -> Result<std::uint64_t> {
                    TRY(give(command, actor.id));
                    return static_cast<std::uint64_t>(log.size());
                }};
    }
};

/// Slots of a step from kMonday on, each {valid, bad}; valid below zero: nothing measured.
inline ledger::Ledger::Series series(const std::vector<std::pair<std::int64_t, std::int64_t>>& slots, Duration step) {
    ledger::Ledger::Series out{kMonday, step, {}};
    const auto of_ledger = static_cast<std::uint32_t>(step / ledger::kStep);
    for (const auto& [valid, bad] : slots) {
        if (valid < 0) out.slots.push_back({0, 0, 0, 0, of_ledger});
        else out.slots.push_back({valid, bad, of_ledger, of_ledger, of_ledger});
    }
    return out;
}
inline slo::Tape tape(const std::vector<std::pair<std::int64_t, std::int64_t>>& slots, Duration step) { return slo::Tape::of(series(slots, step), kMonday, {}); }

}  // namespace plimsoll::targets::fixture
