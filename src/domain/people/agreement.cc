#include "domain/people/agreement.h"

#include <fmt/format.h>

#include <numeric>

namespace plimsoll::people {
namespace {

constexpr double kSkewedShare = 0.8;      ///< of all ratings in one value: our proposal for when to say so
constexpr std::int64_t kFewUnits = 10;

/// A value's place on the scale's line, and how many ratings it was given.
struct Placed {
    double at = 0;
    double count = 0;
};

/// Sum over unordered pairs of ratings of the squared difference of their values. All `at` differ.
double differences(const std::vector<Placed>& values, RatingScale scale) {
    if (values.size() < 2) return 0;
    double n = 0;
    double sum = 0;
    for (const Placed& v : values) {
        n += v.count;
        sum += v.count * v.at;
    }
    double out = 0;
    switch (scale) {
        case RatingScale::nominal:
            for (const Placed& v : values) out += v.count * (n - v.count);
            return out / 2;
        case RatingScale::ordinal:
        case RatingScale::interval:
            for (const Placed& v : values) out += v.count * (v.at - sum / n) * (v.at - sum / n);
            return out * n;
        case RatingScale::ratio:
            for (std::size_t c = 0; c < values.size(); ++c) {
                for (std::size_t k = c + 1; k < values.size(); ++k) {
                    const double d = (values[k].at - values[c].at) / (values[k].at + values[c].at);
                    out += values[c].count * values[k].count * d * d;
                }
            }
            return out;
    }
    return out;
}

/// Alpha of any units of a tally. An ordinal difference is the difference of mean ranks, which depend on the units that are in.
class Alpha {
public:
    Alpha(const RatingTally& tally, RatingScale scale) : tally_(tally), scale_(scale), at_(tally.values), counts_(tally.values.size()) {
        if (scale_ == RatingScale::ordinal) return;
        for (const UnitTally& unit : tally_.units) within_.push_back(within(unit));
    }

    [[nodiscard]] std::optional<double> of(std::span<const std::size_t> units) {
        std::fill(counts_.begin(), counts_.end(), 0.0);
        double n = 0;
        for (const std::size_t u : units) {
            for (const auto& [value, count] : tally_.units[u].counts) counts_[value] += count;
            n += tally_.units[u].ratings;
        }
        if (scale_ == RatingScale::ordinal) rank();
        all_.clear();
        for (std::size_t c = 0; c < counts_.size(); ++c) {
            if (counts_[c] > 0) all_.push_back({at_[c], counts_[c]});
        }
        if (all_.size() < 2) return std::nullopt;
        double observed = 0;
        for (const std::size_t u : units) observed += scale_ == RatingScale::ordinal ? within(tally_.units[u]) : within_[u];
        return 1 - (n - 1) * observed / differences(all_, scale_);
    }

private:
    void rank() {
        double before = 0;
        for (std::size_t c = 0; c < counts_.size(); ++c) {
            at_[c] = before + counts_[c] / 2;
            before += counts_[c];
        }
    }
    [[nodiscard]] double within(const UnitTally& unit) {
        placed_.clear();
        for (const auto& [value, count] : unit.counts) placed_.push_back({at_[value], static_cast<double>(count)});
        return differences(placed_, scale_) / (unit.ratings - 1);
    }

    const RatingTally& tally_;
    const RatingScale scale_;
    std::vector<double> at_;
    std::vector<double> counts_;
    std::vector<double> within_;  ///< of each unit, where it does not depend on the others
    std::vector<Placed> all_;
    std::vector<Placed> placed_;
};

std::string why_undefined(const RatingTally& tally, RatingScale scale) {
    if (tally.units.empty()) return kNoPairs;
    if (tally.values.size() < 2) return kNoVariance;
    if (scale != RatingScale::ratio) return {};
    if (tally.values.front() < 0) return "a ratio scale begins at 0 and a rating is below it";
    if (tally.values.size() > kMostRatioValues) return fmt::format("a ratio scale is computed for at most {} different values; there are {}: round them", kMostRatioValues, tally.values.size());
    return {};
}

const char* word_of(RatingScale scale) {
    switch (scale) {
        case RatingScale::nominal: return "nominal";
        case RatingScale::ordinal: return "ordinal";
        case RatingScale::interval: return "interval";
        case RatingScale::ratio: return "ratio";
    }
    return "";
}

void add_notes(AgreementReport& report) {
    for (const Marginal& marginal : report.marginals) {
        if (marginal.share < kSkewedShare || marginal.share >= 1) continue;
        report.notes.push_back(fmt::format("{:.0f} % of the ratings are {}: where one value prevails alpha and kappa are low even if the raters agree; "
                                           "read raw agreement and AC1 beside them", marginal.share * 100, marginal.value));
    }
    if (report.alpha.value && report.alpha.units < kFewUnits) {
        report.notes.push_back(fmt::format("{} pair{} of candidate and dimension {} rated by two or more: one more may change the figures a lot", report.alpha.units, report.alpha.units == 1 ? "" : "s", report.alpha.units == 1 ? "was" : "were"));
    }
    if (report.alpha.units_left_out > 0) {
        report.notes.push_back(fmt::format("{} pair{} of candidate and dimension {} rated by fewer than two raters and left out", report.alpha.units_left_out, report.alpha.units_left_out == 1 ? "" : "s", report.alpha.units_left_out == 1 ? "was" : "were"));
    }
}

}  // namespace

Coefficient krippendorff_alpha(const RatingTable& table, RatingScale scale, const std::optional<Bootstrap>& interval) {
    const RatingTally tally = tally_of(table, 2);
    Coefficient out;
    out.formula = fmt::format("alpha = 1 - observed / expected disagreement, {} differences (Krippendorff 2011)", word_of(scale));
    out.units = static_cast<std::int64_t>(tally.units.size());
    out.units_left_out = tally.left_out;
    out.ratings = tally.ratings;
    out.why_undefined = why_undefined(tally, scale);
    if (!out.why_undefined.empty()) return out;
    Alpha alpha(tally, scale);
    std::vector<std::size_t> all(tally.units.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    out.value = alpha.of(all);
    if (interval) add_interval(out, all.size(), *interval, [&](std::span<const std::size_t> units) { return alpha.of(units); });
    return out;
}

Result<AgreementReport> agreement_of(const RatingTable& table, RatingScale scale, const std::vector<double>& may_be_given, const Bootstrap& interval) {
    AgreementReport out;
    out.scale = scale;
    out.units = static_cast<std::int64_t>(table.units());
    out.raters = static_cast<std::int64_t>(table.raters());
    TRY_ASSIGN(out.ac1, gwet_ac(table, may_be_given, GwetWeights::identity));
    out.alpha = krippendorff_alpha(table, scale, interval);
    out.raw = raw_agreement(table);
    out.marginals = marginals_of(table);
    if (table.raters() == 2) out.cohen = cohen_kappa(table, 0, 1, scale == RatingScale::nominal ? KappaWeights::none : KappaWeights::quadratic);
    if (table.raters() > 2 && scale == RatingScale::nominal) out.fleiss = fleiss_kappa(table);
    add_notes(out);
    return out;
}

}  // namespace plimsoll::people
