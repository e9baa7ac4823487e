#include "domain/people/agreement_kappa.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/invariant.h"

namespace plimsoll::people {
namespace {

constexpr std::size_t kMostFieldErrors = 100;

using Pairs = std::vector<std::pair<double, double>>;

Pairs both_rated(const RatingTable& table, std::size_t first, std::size_t second) {
    Pairs out;
    for (const RatingRow& row : table.rows()) {
        if (row[first] && row[second]) out.emplace_back(*row[first], *row[second]);
    }
    std::sort(out.begin(), out.end());
    return out;
}

/// One minus Cohen's kappa without weights.
double plain_ratio(const Pairs& pairs) {
    std::map<double, std::pair<double, double>> given;
    double different = 0;
    for (const auto& [a, b] : pairs) {
        ++given[a].first;
        ++given[b].second;
        if (a != b) ++different;
    }
    const auto n = static_cast<double>(pairs.size());
    double same = 0;
    for (const auto& [value, counts] : given) same += counts.first * counts.second;
    return different * n / (n * n - same);
}

/// The same with quadratic weights: dealt out anew, E (a - b)^2 = var a + var b + (mean a - mean b)^2.
double quadratic_ratio(const Pairs& pairs) {
    const auto n = static_cast<double>(pairs.size());
    double mean_a = 0;
    double mean_b = 0;
    for (const auto& [a, b] : pairs) {
        mean_a += a / n;
        mean_b += b / n;
    }
    double observed = 0;
    double expected = n * (mean_a - mean_b) * (mean_a - mean_b);
    for (const auto& [a, b] : pairs) {
        observed += (a - b) * (a - b);
        expected += (a - mean_a) * (a - mean_a) + (b - mean_b) * (b - mean_b);
    }
    return observed / expected;
}

std::vector<std::vector<double>> weights_of(std::size_t q, GwetWeights kind) {
    std::vector<std::vector<double>> out(q, std::vector<double>(q));
    const auto size = static_cast<double>(q);
    for (std::size_t k = 0; k < q; ++k) {
        for (std::size_t l = 0; l < q; ++l) {
            const double apart = k < l ? static_cast<double>(l - k) : static_cast<double>(k - l);
            switch (kind) {
                case GwetWeights::identity: out[k][l] = k == l ? 1 : 0; break;
                case GwetWeights::ordinal: out[k][l] = 1 - apart * (apart + 1) / (size * (size - 1)); break;
                case GwetWeights::quadratic: out[k][l] = 1 - apart * apart / ((size - 1) * (size - 1)); break;
            }
        }
    }
    return out;
}

std::vector<FieldError> problems(const RatingTable& table, const std::vector<double>& scale) {
    std::vector<FieldError> wrong;
    if (scale.size() < 2 || scale.size() > kMostScaleValues) {
        wrong.push_back({"/scale", fmt::format("has 2 to {} values; there are {}", kMostScaleValues, scale.size()), "name every value that may be given, as 1, 2, 3, 4"});
    }
    for (std::size_t i = 0; i < scale.size() && wrong.size() < kMostFieldErrors; ++i) {
        if (!std::isfinite(scale[i])) wrong.push_back({fmt::format("/scale/{}", i), "is a finite number", ""});
        if (i > 0 && !(scale[i - 1] < scale[i])) wrong.push_back({fmt::format("/scale/{}", i), "is above the value before it", "name the values once each, ascending"});
    }
    if (!wrong.empty()) return wrong;
    for (std::size_t i = 0; i < table.rows().size(); ++i) {
        for (std::size_t j = 0; j < table.rows()[i].size() && wrong.size() < kMostFieldErrors; ++j) {
            const auto& cell = table.rows()[i][j];
            if (cell && !std::binary_search(scale.begin(), scale.end(), *cell)) {
                wrong.push_back({fmt::format("/{}/{}", i, j), fmt::format("is a value of the scale; {} is not", *cell), "name the value in the scale, or leave the cell empty"});
            }
        }
    }
    return wrong;
}

/// p_a and p_e of a tally of all units with a rating.
class Gwet {
public:
    Gwet(const RatingTally& tally, const std::vector<double>& scale, GwetWeights kind) : shares_(scale.size()), weights_(weights_of(scale.size(), kind)) {
        for (const double value : tally.values) places_.push_back(static_cast<std::size_t>(std::lower_bound(scale.begin(), scale.end(), value) - scale.begin()));
        for (const UnitTally& unit : tally.units) add(unit, static_cast<double>(tally.units.size()));
    }
    [[nodiscard]] double value() const {
        double all = 0;
        for (const auto& row : weights_) {
            for (const double weight : row) all += weight;
        }
        const auto q = static_cast<double>(shares_.size());
        double spread = 0;
        for (const double share : shares_) spread += share * (1 - share);
        const double chance = all / (q * (q - 1)) * spread;
        return 1 - (1 - agreement_ / pairable_) / (1 - chance);
    }

private:
    void add(const UnitTally& unit, double units) {
        for (const auto& [value, count] : unit.counts) shares_[places_[value]] += static_cast<double>(count) / unit.ratings / units;
        if (unit.ratings < 2) return;
        double agreeing = 0;
        for (const auto& [k, count_k] : unit.counts) {
            double with = -1;  // a rating is no pair with itself
            for (const auto& [l, count_l] : unit.counts) with += weights_[places_[k]][places_[l]] * count_l;
            agreeing += count_k * with;
        }
        agreement_ += agreeing / (static_cast<double>(unit.ratings) * (unit.ratings - 1));
        ++pairable_;
    }

    std::vector<double> shares_;
    std::vector<std::vector<double>> weights_;
    std::vector<std::size_t> places_;  ///< on the scale, of each value of the tally
    double agreement_ = 0;
    double pairable_ = 0;
};

}  // namespace

Coefficient cohen_kappa(const RatingTable& table, std::size_t first, std::size_t second, KappaWeights weights) {
    INVARIANT(first != second && first < table.raters() && second < table.raters(), "kappa compares two raters of the table");
    const Pairs pairs = both_rated(table, first, second);
    Coefficient out;
    out.formula = weights == KappaWeights::none ? "kappa = 1 - observed / expected disagreement of two raters (Cohen 1960)"
                                                : "kappa = 1 - observed / expected squared difference of two raters (Cohen 1968)";
    out.units = static_cast<std::int64_t>(pairs.size());
    out.units_left_out = static_cast<std::int64_t>(table.units()) - out.units;
    out.ratings = 2 * out.units;
    if (pairs.empty()) {
        out.why_undefined = "the two raters have no candidate in common";
        return out;
    }
    const double value = pairs.front().first;
    if (std::all_of(pairs.begin(), pairs.end(), [&](const auto& p) { return p.first == value && p.second == value; })) {
        out.why_undefined = kNoVariance;
        return out;
    }
    out.value = 1 - (weights == KappaWeights::none ? plain_ratio(pairs) : quadratic_ratio(pairs));
    return out;
}

Coefficient fleiss_kappa(const RatingTable& table) {
    const RatingTally tally = tally_of(table, 1);
    Coefficient out;
    out.formula = "kappa = (P - P_e) / (1 - P_e), P_e the sum of the values' squared shares (Fleiss 1971)";
    out.units = static_cast<std::int64_t>(tally.units.size());
    out.units_left_out = tally.left_out;
    out.ratings = tally.ratings;
    const bool even = std::all_of(tally.units.begin(), tally.units.end(), [&](const UnitTally& u) { return u.ratings == tally.units.front().ratings; });
    if (!even) {
        out.why_undefined = "candidates were rated by different numbers of raters: use alpha";
    } else if (tally.units.empty() || tally.units.front().ratings < 2) {
        out.why_undefined = kNoPairs;
    } else if (tally.values.size() < 2) {
        out.why_undefined = kNoVariance;
    }
    if (!out.why_undefined.empty()) return out;
    std::vector<double> given(tally.values.size());
    for (const UnitTally& unit : tally.units) {
        for (const auto& [value, count] : unit.counts) given[value] += count;
    }
    double chance = 0;
    for (const double count : given) chance += count / static_cast<double>(tally.ratings) * (count / static_cast<double>(tally.ratings));
    out.value = 1 - (1 - *raw_agreement(table).value) / (1 - chance);
    return out;
}

Result<Coefficient> gwet_ac(const RatingTable& table, const std::vector<double>& may_be_given, GwetWeights weights) {
    if (auto wrong = problems(table, may_be_given); !wrong.empty()) return fail(errors::invalid, "the scale of the ratings", std::move(wrong));
    const RatingTally tally = tally_of(table, 1);
    Coefficient out;
    out.formula = weights == GwetWeights::identity ? "AC1 = (p_a - p_e) / (1 - p_e), p_e = sum of pi (1 - pi) / (q - 1) (Gwet 2008)"
                                                   : "AC2 = (p_a - p_e) / (1 - p_e), weighted agreement (Gwet 2014)";
    const auto pairable = std::count_if(tally.units.begin(), tally.units.end(), [](const UnitTally& u) { return u.ratings >= 2; });
    out.units = pairable;
    out.units_left_out = static_cast<std::int64_t>(table.units()) - pairable;
    out.ratings = tally.ratings;
    if (pairable == 0) {
        out.why_undefined = kNoPairs;
    } else if (tally.values.size() < 2) {
        out.why_undefined = kNoVariance;
    } else {
        out.value = Gwet(tally, may_be_given, weights).value();
    }
    return out;
}

}  // namespace plimsoll::people
