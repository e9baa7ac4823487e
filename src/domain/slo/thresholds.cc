#include "domain/slo/thresholds.h"

#include <algorithm>
#include <array>

namespace plimsoll::slo {
namespace {

struct Lines {
    double caution;
    double freeze;
};

/// By rank; the last row holds for every rank from there on, and without a tier.
constexpr std::array<Lines, 3> kByRank{{{0.5, 0.25}, {0.5, 0.1}, {0.25, 0}}};

}  // namespace

int badness(BudgetState state) {
    switch (state) {
        case BudgetState::healthy: return 0;
        case BudgetState::caution: return 1;
        case BudgetState::unknown: return 2;
        case BudgetState::freeze: return 3;
        case BudgetState::breach: return 4;
    }
    return 0;
}

bool worse(BudgetState a, BudgetState b) { return badness(a) > badness(b); }

std::optional<int> tier_rank_of(const catalog::Catalog& catalog, const std::string& service) {
    const auto found = catalog.services.find(service);
    if (found == catalog.services.end()) return std::nullopt;
    const auto tier = catalog.tiers.find(found->second.tier);
    if (tier == catalog.tiers.end()) return std::nullopt;
    return tier->second.rank;
}

Thresholds thresholds_of(std::optional<int> tier_rank) {
    constexpr int kLast = static_cast<int>(kByRank.size()) - 1;
    const Lines& lines = kByRank[static_cast<std::size_t>(std::clamp(tier_rank.value_or(kLast), 0, kLast))];
    return {lines.caution, lines.freeze,
            tier_rank ? "default of tier rank " + std::to_string(*tier_rank) : "default where no tier is declared"};
}

Thresholds thresholds_of(const catalog::Catalog& catalog, const std::string& service) {
    const catalog::ErrorBudgetPolicy* policy = catalog::policy_of(catalog, service);
    if (policy == nullptr) return thresholds_of(tier_rank_of(catalog, service));
    return {std::max(policy->caution, policy->freeze), policy->freeze, "policy " + policy->name};
}

}  // namespace plimsoll::slo
