#include "domain/people/agreement_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/random.h"

namespace plimsoll::people {
namespace {

constexpr std::size_t kMostFieldErrors = 100;

std::vector<double> values_of(const RatingTable& table, int least_ratings) {
    std::vector<double> out;
    for (const RatingRow& row : table.rows()) {
        const auto ratings = std::count_if(row.begin(), row.end(), [](const auto& cell) { return cell.has_value(); });
        if (ratings < least_ratings) continue;
        for (const auto& cell : row) {
            if (cell) out.push_back(*cell);
        }
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

std::size_t index_of(const std::vector<double>& values, double value) {
    return static_cast<std::size_t>(std::lower_bound(values.begin(), values.end(), value) - values.begin());
}

UnitTally tally_row(const RatingRow& row, const std::vector<double>& values) {
    std::vector<std::size_t> given;
    for (const auto& cell : row) {
        if (cell) given.push_back(index_of(values, *cell));
    }
    std::sort(given.begin(), given.end());
    UnitTally out;
    out.ratings = static_cast<int>(given.size());
    for (const std::size_t i : given) {
        if (out.counts.empty() || out.counts.back().first != i) out.counts.emplace_back(i, 0);
        ++out.counts.back().second;
    }
    return out;
}

}  // namespace

Result<RatingTable> RatingTable::of(std::vector<RatingRow> rows) {
    std::vector<FieldError> wrong;
    if (rows.size() > kMostUnits) wrong.push_back({"", fmt::format("has at most {} rows; there are {}", kMostUnits, rows.size()), "compare fewer candidates at a time"});
    const std::size_t width = rows.empty() ? 0 : rows.front().size();
    if (width > kMostRaters) wrong.push_back({"/0", fmt::format("has at most {} raters; there are {}", kMostRaters, width), "compare fewer raters at a time"});
    std::size_t ratings = 0;
    for (std::size_t i = 0; i < rows.size() && wrong.size() < kMostFieldErrors; ++i) {
        if (rows[i].size() != width) {
            wrong.push_back({fmt::format("/{}", i), fmt::format("has a cell for each rater: {}, not {}", width, rows[i].size()), "leave the cells of raters who did not rate empty"});
        }
        for (std::size_t j = 0; j < rows[i].size() && wrong.size() < kMostFieldErrors; ++j) {
            if (!rows[i][j]) continue;
            ++ratings;
            if (!(std::abs(*rows[i][j]) <= kMostRating)) {
                wrong.push_back({fmt::format("/{}/{}", i, j), "is a finite number of at most a billion in size", "leave it empty where nothing was assessed"});
            }
        }
    }
    if (ratings > kMostRatings) wrong.push_back({"", fmt::format("holds at most {} ratings; there are {}", kMostRatings, ratings), "compare fewer candidates at a time"});
    if (!wrong.empty()) return fail(errors::invalid, "the table of ratings", std::move(wrong));
    return RatingTable(std::move(rows));
}

RatingTally tally_of(const RatingTable& table, int least_ratings) {
    RatingTally out;
    out.values = values_of(table, least_ratings);
    for (const RatingRow& row : table.rows()) {
        UnitTally unit = tally_row(row, out.values);
        if (unit.ratings < least_ratings) {
            ++out.left_out;
            continue;
        }
        out.ratings += unit.ratings;
        out.units.push_back(std::move(unit));
    }
    std::sort(out.units.begin(), out.units.end(), [](const UnitTally& a, const UnitTally& b) { return a.counts < b.counts; });
    return out;
}

Result<Bootstrap> Bootstrap::of(std::uint64_t seed, int resamples) {
    if (resamples < kLeastResamples || resamples > kMostResamples) {
        return fail(errors::invalid, "the interval",
                    {{"/resamples", fmt::format("is from {} to {}", kLeastResamples, kMostResamples), "1000 is enough for two digits"}});
    }
    Bootstrap out;
    out.seed_ = seed;
    out.resamples_ = resamples;
    return out;
}

void add_interval(Coefficient& to, std::size_t units, const Bootstrap& how, const UnitStatistic& statistic) {
    if (units < kLeastUnitsForInterval) {
        to.why_no_interval = fmt::format("an interval needs {} candidates; there {} {}", kLeastUnitsForInterval, units == 1 ? "is" : "are", units);
        return;
    }
    SeededRandom random(how.seed());
    std::vector<std::size_t> drawn(units);
    std::vector<double> values;
    for (int i = 0; i < how.resamples(); ++i) {
        for (std::size_t& unit : drawn) unit = static_cast<std::size_t>(random.below(units));
        if (const auto value = statistic(drawn)) values.push_back(*value);
    }
    const auto asked = static_cast<std::size_t>(how.resamples());
    if (values.size() * 10 < asked * 9) {
        to.why_no_interval = fmt::format("{} of {} draws of candidates have no variance", asked - values.size(), asked);
        return;
    }
    std::sort(values.begin(), values.end());
    const std::size_t cut = values.size() / 40;  // 2.5 % on either side
    to.interval = Interval{values[cut], values[values.size() - 1 - cut],
                           fmt::format("bootstrap over candidates, percentiles, 95 %, {} draws, seed {}", asked, how.seed())};
}

Coefficient raw_agreement(const RatingTable& table) {
    const RatingTally tally = tally_of(table, 2);
    Coefficient out;
    out.formula = "mean over candidates of agreeing pairs of raters / pairs of raters (Fleiss 1971)";
    out.units = static_cast<std::int64_t>(tally.units.size());
    out.units_left_out = tally.left_out;
    out.ratings = tally.ratings;
    if (tally.units.empty()) {
        out.why_undefined = kNoPairs;
        return out;
    }
    double sum = 0;
    for (const UnitTally& unit : tally.units) {
        double pairs = 0;
        for (const auto& [value, count] : unit.counts) pairs += static_cast<double>(count) * (count - 1);
        sum += pairs / (static_cast<double>(unit.ratings) * (unit.ratings - 1));
    }
    out.value = sum / static_cast<double>(tally.units.size());
    return out;
}

std::vector<Marginal> marginals_of(const RatingTable& table) {
    const std::vector<double> values = values_of(table, 1);
    std::vector<Marginal> out;
    for (const double value : values) out.push_back({value, 0, 0, std::vector<std::int64_t>(table.raters())});
    std::int64_t ratings = 0;
    for (const RatingRow& row : table.rows()) {
        for (std::size_t rater = 0; rater < row.size(); ++rater) {
            if (!row[rater]) continue;
            Marginal& marginal = out[index_of(values, *row[rater])];
            ++marginal.count;
            ++marginal.by_rater[rater];
            ++ratings;
        }
    }
    for (Marginal& marginal : out) marginal.share = static_cast<double>(marginal.count) / static_cast<double>(ratings);
    return out;
}

}  // namespace plimsoll::people
