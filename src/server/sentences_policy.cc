// sentences_policy.cc: budget states, breaches, exceptions and gate decisions in words.
#include <boost/describe/enum_to_string.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "server/sentences.h"

namespace plimsoll::server {

namespace {

std::string word(policy::BudgetState state) { return boost::describe::enum_to_string(state, ""); }

Told of_slo(const std::string& slo, const std::string& service, const Names& names, std::string text) {
    Told told = about(slo, names, std::move(text));
    if (!service.empty()) told.services = {service};  // as it was then
    return told;
}

Told of_service(const std::string& service, std::string text) {
    Told told;
    told.text = std::move(text);
    told.services.insert(service);
    return told;
}

std::string answered(const policy::GateAnswer& answer) {
    switch (answer.answer) {
        case policy::Answer::allowed: return "allowed";
        case policy::Answer::refused: return "refused";
        case policy::Answer::cannot_tell: return "cannot tell";
    }
    return {};
}

struct Say {
    const Names& names;

    Told operator()(const policy::StateEntered& e) const {
        const std::string moved = e.to == policy::BudgetState::unknown ? fmt::format("The budget of {} cannot be told any more", e.slo)
                                                                       : fmt::format("The budget of {} went from {} to {}", e.slo, word(e.from), word(e.to));
        return of_slo(e.slo, e.service, names, fmt::format("{}: {} ({})", moved, briefly(e.why), e.terms.source));
    }
    Told operator()(const policy::BreachBegan& e) const {
        return of_slo(e.slo, e.service, names, fmt::format("A breach of {} began", e.slo));
    }
    Told operator()(const policy::BreachEnded& e) const {
        return of_slo(e.slo, e.service, names, fmt::format("The breach of {} ended", e.slo));
    }
    Told operator()(const policy::ChronicBreach& e) const {
        return of_slo(e.slo, e.service, names,
                      fmt::format("{} is in breach again and again: {} times within {}", e.slo, e.breaches.size(), text::duration_words(e.within)));
    }
    Told operator()(const policy::StandingEnded& e) const {
        return of_slo(e.slo, e.service, names, fmt::format("The budget of {} is no longer watched ({}): {}", e.slo, word(e.state), e.why));
    }
    Told operator()(const policy::ExceptionGranted& e) const {
        return of_service(e.service, fmt::format("{} granted {} an exception for {} until {}: {}", names.actor(e.by), e.service, e.owner,
                                                 when(e.ends, names), briefly(e.reason)));
    }
    Told operator()(const policy::ExceptionEnded& e) const {
        if (e.expired) return of_service(e.service, fmt::format("Exception {} of {} ran out", e.id, e.service));
        return of_service(e.service, fmt::format("{} ended exception {} of {}: {}", names.actor(e.by), e.id, e.service, briefly(e.reason)));
    }
    Told operator()(const policy::GateDecided& e) const {
        const std::string why = e.answer.reasons.empty() ? "" : ": " + briefly(e.answer.reasons.front().text);
        return of_service(e.service, fmt::format("Gate of {}, decision {}: {}{}", e.service, e.id, answered(e.answer), why));
    }
};

}  // namespace

Told tell(const policy::Event& event, const Names& names) { return std::visit(Say{names}, event); }

}  // namespace plimsoll::server
