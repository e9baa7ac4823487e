#include "domain/policy/terms.h"

#include <boost/describe/enum_to_string.hpp>
#include <fmt/format.h>

#include <array>

#include "base/crypto.h"
#include "base/text.h"

namespace plimsoll::policy {

namespace {

constexpr std::array kStates{BudgetState::healthy, BudgetState::caution, BudgetState::freeze, BudgetState::breach, BudgetState::unknown};

std::string word(BudgetState state) { return boost::describe::enum_to_string(state, ""); }

/// Equal exactly when every budget would be judged and every gate answered alike.
std::string version_of(const Terms& terms) {
    std::string said = fmt::format("{} {} {}", text::number(terms.caution), text::number(terms.freeze), text::number(terms.hysteresis));
    for (const BudgetState state : terms.refuses) said += " " + word(state);
    return text::hex(crypto::view(crypto::sha256(said)).substr(0, 6));
}

}  // namespace

catalog::ErrorBudgetPolicy policy_for(const catalog::Catalog& catalog, const std::string& service) {
    if (const catalog::ErrorBudgetPolicy* declared = catalog::policy_of(catalog, service)) return *declared;
    const slo::Thresholds lines = slo::thresholds_of(catalog, service);
    catalog::ErrorBudgetPolicy policy;
    policy.caution = lines.caution;
    policy.freeze = lines.freeze;
    policy.chronic_breaches = 0;
    return policy;
}

bool refuses(const catalog::ErrorBudgetPolicy& policy, BudgetState state) {
    const auto said = policy.gate.find(word(state));
    if (said != policy.gate.end()) return said->second == "refuse";
    return state == BudgetState::freeze || state == BudgetState::breach;
}

Terms terms_of(const catalog::ErrorBudgetPolicy& policy, std::string source) {
    Terms terms;
    terms.policy = policy.name;
    terms.source = std::move(source);
    terms.freeze = policy.freeze;
    terms.caution = std::max(policy.caution, policy.freeze);
    terms.hysteresis = policy.hysteresis;
    for (const BudgetState state : kStates) {
        if (refuses(policy, state)) terms.refuses.push_back(state);
    }
    terms.version = version_of(terms);
    return terms;
}

Terms terms_for(const catalog::Catalog& catalog, const std::string& service) {
    return terms_of(policy_for(catalog, service), slo::thresholds_of(catalog, service).source);
}

}  // namespace plimsoll::policy
