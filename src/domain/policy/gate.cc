#include "domain/policy/gate.h"

#include <boost/describe/enum_to_string.hpp>
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "domain/policy/standing.h"

namespace plimsoll::policy {

namespace {

std::string word(BudgetState state) { return boost::describe::enum_to_string(state, ""); }

bool refused_in(const Terms& terms, BudgetState state) {
    return std::find(terms.refuses.begin(), terms.refuses.end(), state) != terms.refuses.end();
}

class Gate {
public:
    explicit Gate(const GateFacts& facts) : facts_(facts) {}

    GateAnswer answer() {
        look_at_budgets();
        look_at_exceptions();
        look_at_alerts();
        out_.state = worst();
        out_.answer = verdict();
        if (out_.answer == Answer::allowed && !says(Effect::allows)) say_what_is_left();
        order();
        return std::move(out_);
    }

private:
    void say(std::string code, std::string slo, Effect effect, std::string text) {
        out_.reasons.push_back({std::move(code), std::move(text), std::move(slo), effect});
    }

    void look_at_budgets() {
        if (facts_.slos.empty()) {
            say("no_slo", "", Effect::cannot_tell, fmt::format("{} has no SLO, so nothing says what it can carry", facts_.service));
        }
        for (const SloFacts& slo : facts_.slos) {
            if (refused_in(facts_.terms, slo.state)) {
                say("budget_" + word(slo.state), slo.slo, Effect::refuses,
                    fmt::format("{} is in {}: {}; {} refuses in that state", slo.slo, word(slo.state), slo.why, facts_.terms.source));
            } else {
                look_at_known(slo);
            }
        }
    }

    void look_at_known(const SloFacts& slo) {
        if (!slo.figure.as_of) {
            say("no_data", slo.slo, Effect::cannot_tell, fmt::format("{} has no data yet", slo.slo));
        } else if (facts_.at - *slo.figure.as_of >= slo.stale_after) {
            say("stale", slo.slo, Effect::cannot_tell,
                fmt::format("{} has had no data since {}, longer than {}", slo.slo, text::rfc3339(*slo.figure.as_of), text::duration(slo.stale_after)));
        } else if (slo.state == BudgetState::unknown) {
            say("too_little_known", slo.slo, Effect::cannot_tell, fmt::format("{} cannot be told: {}", slo.slo, slo.why));
        } else if (slo.state != BudgetState::healthy) {
            say("budget_" + word(slo.state), slo.slo, Effect::informs, fmt::format("{} is in {}: {}", slo.slo, word(slo.state), slo.why));
        }
    }

    void look_at_exceptions() {
        for (const ExceptionFacts& e : facts_.exceptions) {
            say("exception", "", Effect::allows,
                fmt::format("exception {} of {} allows changes until {}: {}", e.id, e.owner, text::rfc3339(e.ends), e.reason));
        }
    }

    void look_at_alerts() {
        for (const SloFacts& slo : facts_.slos) {
            if (slo.pages_open > 0) {
                say("page_open", slo.slo, Effect::informs, fmt::format("{} has {} open page{}: is this change its repair?", slo.slo,
                                                                       slo.pages_open, slo.pages_open == 1 ? "" : "s"));
            }
        }
    }

    void say_what_is_left() {
        const SloFacts* least = nullptr;
        for (const SloFacts& slo : facts_.slos) {
            if (slo.figure.budget && (least == nullptr || *slo.figure.budget < *least->figure.budget)) least = &slo;
        }
        if (least == nullptr) return;
        say("budget_left", least->slo, Effect::allows, fmt::format("{} has {} of its error budget left{}", least->slo,
                                                                   text::percent(*least->figure.budget),
                                                                   facts_.slos.size() > 1 ? ", the least of the service" : ""));
    }

    [[nodiscard]] bool says(Effect effect) const {
        return std::any_of(out_.reasons.begin(), out_.reasons.end(), [&](const GateReason& r) { return r.effect == effect; });
    }

    [[nodiscard]] Answer verdict() const {
        if (says(Effect::allows)) return Answer::allowed;
        if (says(Effect::refuses)) return Answer::refused;
        return says(Effect::cannot_tell) ? Answer::cannot_tell : Answer::allowed;
    }

    [[nodiscard]] BudgetState worst() const {
        if (facts_.slos.empty()) return BudgetState::unknown;
        return std::max_element(facts_.slos.begin(), facts_.slos.end(), [](const SloFacts& a, const SloFacts& b) {
            return worse(b.state, a.state);
        })->state;
    }

    /// What decided comes first; the order of the guards within.
    void order() {
        const auto rank = [this](const GateReason& r) {
            const bool decided = (out_.answer == Answer::allowed && r.effect == Effect::allows) ||
                                 (out_.answer == Answer::refused && r.effect == Effect::refuses) ||
                                 (out_.answer == Answer::cannot_tell && r.effect == Effect::cannot_tell);
            return decided ? 0 : r.effect == Effect::informs ? 2 : 1;
        };
        std::stable_sort(out_.reasons.begin(), out_.reasons.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    }

    const GateFacts& facts_;
    GateAnswer out_;
};

}  // namespace

GateAnswer decide_gate(const GateFacts& facts) { return Gate(facts).answer(); }

bool same_facts(const GateFacts& a, const GateFacts& b) {
    GateFacts b_then = b;
    b_then.at = a.at;
    b_then.seen_seq = a.seen_seq;
    return a == b_then;
}

}  // namespace plimsoll::policy
