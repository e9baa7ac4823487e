// fixture_for_tests.h: figures by hand, a folded state, and counts that say what they are told to, for this module's tests.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "domain/policy/decide.h"
#include "domain/policy/policy_codec.h"

namespace plimsoll::policy::fixture {

inline constexpr Timestamp kNoon = Timestamp::from_seconds(1'767'268'800);  // 2026-01-01T12:00:00Z
inline constexpr std::int64_t kPeriodSlots = 30 * 8640;

inline Terms terms(double caution = 0.25, double freeze = 0.1, double hysteresis = 0.05) {
    catalog::ErrorBudgetPolicy policy;
    policy.name = "critical";
    policy.caution = caution;
    policy.freeze = freeze;
    policy.hysteresis = hysteresis;
    return terms_of(policy, "policy critical");
}

/// A million valid events at 99.9 % over 30 fully measured days: 1,000 may be bad, so `bad` spends bad / 1000 of the budget.
inline Figure spent(std::int64_t bad, Timestamp as_of = kNoon) {
    Figure f;
    f.as_of = as_of;
    f.valid = 1'000'000;
    f.bad = bad;
    f.slots = f.measured = kPeriodSlots;
    f.settled_slots = kPeriodSlots / 30;
    f.objective = *Ratio::of(999, 1000);
    f.budget = 1.0 - static_cast<double>(bad) / 1000.0;
    f.coverage = 1.0;
    f.definition_version = "d1";
    return f;
}

/// The same with `missing` of the slots not measured.
inline Figure with_gap(Figure f, std::int64_t missing) {
    f.measured -= missing;
    f.coverage = static_cast<double>(f.measured) / static_cast<double>(f.slots);
    return f;
}

inline catalog::ErrorBudgetPolicy critical() {
    catalog::ErrorBudgetPolicy policy;
    policy.name = "critical";
    policy.channels = {{"freeze", {"ops"}}, {"breach", {"ops", "boss"}}};
    policy.escalation_channels = {"director"};
    policy.consequences = {{"freeze", {"Only repairs are shipped"}}};
    return policy;
}

/// Decides and applies as the engine does, and keeps the log.
class Folded {
public:
    State state;
    std::vector<std::pair<Event, log::Stamp>> log;
    Timestamp now = kNoon;

    Result<std::vector<Event>> give(const Command& command, const std::string& actor = "person:1") {
        auto events = decide(state, command, {now, actor});
        if (!events) return events;
        for (const Event& event : *events) {
            const log::Stamp stamp{log.size() + 1, now, actor};
            log.emplace_back(event, stamp);
            apply(state, event, stamp);
        }
        return events;
    }
    /// The types that a command leads to, in order; "!code" of a refusal.
    std::string said(const Command& command, const std::string& actor = "person:1") {
        const auto events = give(command, actor);
        if (!events) return "!" + std::string(events.error().code());
        std::string out;
        for (const Event& event : *events) {
            const std::string tag = std::visit([](const auto& e) { return std::string(e.json_tag); }, event);
            out += (out.empty() ? "" : " ") + tag.substr(tag.find('.') + 1);
        }
        return out;
    }
    /// Time passes, and the SLO "checkout" of "shop" has spent so many of its thousand bad events.
    std::string judge(std::int64_t bad, Duration later = Duration::minutes(1)) {
        now = now + later;
        return said(JudgeBudget{"checkout", "shop", spent(bad, now), critical(), "policy critical"}, "system");
    }
    [[nodiscard]] BudgetState standing(const std::string& slo = "checkout") const {
        const Standing* found = find_standing(state, slo);
        return found == nullptr ? BudgetState::healthy : found->state;
    }
};

}  // namespace plimsoll::policy::fixture
