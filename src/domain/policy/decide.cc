#include "domain/policy/decide.h"

#include <boost/describe/enum_to_string.hpp>
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace plimsoll::policy {

namespace {

using Events = std::vector<Event>;

constexpr std::size_t kOwnerMost = 100;
constexpr std::size_t kReasonMost = 500;

std::vector<std::string> told_of(const catalog::ErrorBudgetPolicy& policy, BudgetState state) {
    const auto found = policy.channels.find(boost::describe::enum_to_string(state, ""));
    return found == policy.channels.end() ? std::vector<std::string>() : found->second;
}

std::size_t holding(const State& state, const std::string& service, Timestamp at) {
    return static_cast<std::size_t>(std::count_if(state.exceptions.begin(), state.exceptions.end(), [&](const auto& entry) {
        return entry.second.service == service && holds(entry.second, at);
    }));
}

std::vector<FieldError> broken_fields(const GrantException& c, Timestamp now) {
    std::vector<FieldError> broken;
    if (c.owner.empty() || c.owner.size() > kOwnerMost)
        broken.push_back({"/owner", "must have 1 to 100 characters", "name the team or role that answers for it"});
    if (c.reason.empty() || c.reason.size() > kReasonMost)
        broken.push_back({"/reason", "must have 1 to 500 characters", "say why, for whoever finds it at the gate"});
    if (c.ends <= now || c.ends > now + c.longest)
        broken.push_back({"/ends", fmt::format("must lie within the next {}, the policy's longest exception", text::duration(c.longest)),
                          fmt::format("choose an end until {}; grant another one then if it is still needed", text::rfc3339(now + c.longest))});
    if (c.allows != std::vector<std::string>{"gate"})
        broken.push_back({"/allows", "must be [\"gate\"]: nothing else can be allowed", "leave it out, or write [\"gate\"]"});
    return broken;
}

class Decide {
public:
    Decide(const State& state, const log::Issued& issued) : s_(state), issued_(issued) {}

    Result<Events> operator()(const JudgeBudget& c) const {
        if (!c.figure.as_of || *c.figure.as_of < issued_.at - kHistoryAfter) return Events{};
        const Standing* before = find_standing(s_, c.slo);
        if (before != nullptr && before->since && *c.figure.as_of < *before->since) return Events{};
        const Terms terms = terms_of(c.policy, c.source);
        const BudgetState from = before == nullptr ? BudgetState::healthy : before->state;
        const Judged judged = judge_budget(before == nullptr ? BudgetState::healthy : before->known, c.figure, terms);
        if (judged.state == from) return Events{};
        Events events{StateEntered{c.slo, c.service, from, judged.state, before == nullptr ? std::nullopt : before->since, *c.figure.as_of,
                                   judged.why, c.figure, terms, told_of(c.policy, judged.state)}};
        if (from == BudgetState::breach) events.push_back(BreachEnded{c.slo, c.service, *c.figure.as_of});
        if (judged.state == BudgetState::breach) begin_breach(c, before, events);
        return events;
    }

    Result<Events> operator()(const EndStanding& c) const {
        const Standing* standing = find_standing(s_, c.slo);
        if (standing == nullptr) return Events{};
        return Events{StandingEnded{c.slo, standing->service, standing->state, standing->since, c.why}};
    }

    Result<Events> operator()(const GrantException& c) const {
        if (std::vector<FieldError> broken = broken_fields(c, issued_.at); !broken.empty())
            return fail(plimsoll::errors::invalid, "the exception was not granted", std::move(broken));
        if (holding(s_, c.service, issued_.at) >= kExceptionsPerService) return fail(errors::too_many_exceptions, c.service);
        const auto made = s_.exceptions_made.find(c.service);
        const std::uint64_t n = made == s_.exceptions_made.end() ? 1 : made->second + 1;
        return Events{ExceptionGranted{fmt::format("{}-x{}", c.service, n), c.service, c.owner, c.reason, c.ends, c.allows, issued_.actor}};
    }

    Result<Events> operator()(const EndException& c) const {
        const auto found = s_.exceptions.find(c.id);
        if (found == s_.exceptions.end()) return fail(errors::unknown_exception, text::printable(c.id));
        if (c.reason.empty() || c.reason.size() > kReasonMost)
            return fail(plimsoll::errors::invalid, "the exception was not ended", {{"/reason", "must have 1 to 500 characters", "say why it is no longer needed"}});
        if (!holds(found->second, issued_.at)) return fail(errors::exception_over, c.id);
        return Events{ExceptionEnded{c.id, found->second.service, false, c.reason, issued_.actor}};
    }

    Result<Events> operator()(const EndDueExceptions&) const {
        Events events;
        for (const auto& [id, e] : s_.exceptions) {
            if (!e.ended_at && e.ends <= issued_.at) events.push_back(ExceptionEnded{id, e.service, true, "its time is over", issued_.actor});
        }
        return events;
    }

    Result<Events> operator()(const AskGate& c) const {
        GateFacts facts = complete(s_, c.facts, issued_.at);
        if (same_decision(s_, facts, issued_) != nullptr) return Events{};
        const auto lately = std::count_if(s_.decided_at.begin(), s_.decided_at.end(), [&](Timestamp t) {
            return t > issued_.at - kRateWindow && t <= issued_.at;
        });
        if (static_cast<std::size_t>(lately) >= kDecisionsPerMinute) return fail(errors::too_many_decisions);
        const auto gate = s_.gates.find(facts.service);
        const std::uint64_t n = gate == s_.gates.end() ? 1 : gate->second.made + 1;
        GateAnswer answer = decide_gate(facts);
        return Events{GateDecided{fmt::format("{}-{}", facts.service, n), facts.service, std::move(answer), std::move(facts)}};
    }

private:
    /// The breach that begins now counts. Called chronic at most once within the policy's time.
    static void begin_breach(const JudgeBudget& c, const Standing* before, Events& events) {
        const Timestamp at = *c.figure.as_of;
        events.push_back(BreachBegan{c.slo, c.service, at});
        const catalog::ErrorBudgetPolicy& policy = c.policy;
        if (policy.chronic_breaches <= 0) return;
        const Timestamp after = at - policy.chronic_within;
        std::vector<Timestamp> breaches = before == nullptr ? std::vector<Timestamp>() : breaches_after(*before, after);
        breaches.push_back(at);
        const bool told = before != nullptr && before->chronic_since && *before->chronic_since > after;
        if (told || breaches.size() < static_cast<std::size_t>(policy.chronic_breaches)) return;
        events.push_back(ChronicBreach{c.slo, c.service, at, std::move(breaches), policy.chronic_within, policy.name, policy.escalation_channels});
    }

    const State& s_;
    const log::Issued& issued_;
};

}  // namespace

GateFacts complete(const State& state, GateFacts facts, Timestamp at) {
    facts.at = at;
    for (SloFacts& slo : facts.slos) {
        const Standing* standing = find_standing(state, slo.slo);
        Judged judged = judge_budget(standing == nullptr ? BudgetState::healthy : standing->known, slo.figure, facts.terms);
        slo.state = judged.state;
        slo.why = std::move(judged.why);
    }
    facts.exceptions.clear();
    for (const auto& [id, e] : state.exceptions) {
        if (e.service == facts.service && holds(e, at)) facts.exceptions.push_back({id, e.owner, e.reason, e.ends});
    }
    return facts;
}

const Decision* same_decision(const State& state, const GateFacts& facts, const log::Issued& issued) {
    const auto gate = state.gates.find(facts.service);
    if (gate == state.gates.end()) return nullptr;
    const std::vector<Decision>& decisions = gate->second.decisions;
    for (auto d = decisions.rbegin(); d != decisions.rend(); ++d) {
        const Duration ago = issued.at - d->at;
        if (ago > kSameDecisionFor) return nullptr;
        if (ago >= Duration() && d->actor == issued.actor && same_facts(d->facts, facts)) return &*d;
    }
    return nullptr;
}

Result<Events> decide(const State& state, const Command& command, const log::Issued& issued) {
    return std::visit(Decide(state, issued), command);
}

}  // namespace plimsoll::policy
