#include "domain/people/agreement_icc.h"

#include <algorithm>
#include <numeric>

#include "base/invariant.h"

namespace plimsoll::people {
namespace {

using Rows = std::vector<std::vector<double>>;

/// The complete rows, in an order that does not depend on that of candidates; nor on that of raters, but among rows with the same ratings.
Rows complete_rows(const RatingTable& table) {
    Rows out;
    for (const RatingRow& row : table.rows()) {
        if (!std::all_of(row.begin(), row.end(), [](const auto& cell) { return cell.has_value(); })) continue;
        out.emplace_back();
        for (const auto& cell : row) out.back().push_back(*cell);
    }
    const auto by_values = [](const std::vector<double>& a, const std::vector<double>& b) {
        std::vector<double> x = a;
        std::vector<double> y = b;
        std::sort(x.begin(), x.end());
        std::sort(y.begin(), y.end());
        return x != y ? x < y : a < b;
    };
    std::sort(out.begin(), out.end(), by_values);
    return out;
}

struct MeanSquares {
    double between = 0;  ///< candidates
    double raters = 0;
    double rest = 0;
    double n = 0;
    double k = 0;
};

/// Requires: two rows and two columns at least.
MeanSquares mean_squares(const Rows& rows, std::span<const std::size_t> units) {
    MeanSquares out;
    out.n = static_cast<double>(units.size());
    out.k = static_cast<double>(rows.front().size());
    std::vector<double> of_rater(rows.front().size());
    double mean = 0;
    for (const std::size_t u : units) {
        for (std::size_t j = 0; j < of_rater.size(); ++j) {
            of_rater[j] += rows[u][j] / out.n;
            mean += rows[u][j] / (out.n * out.k);
        }
    }
    for (const double r : of_rater) out.raters += out.n * (r - mean) * (r - mean);
    for (const std::size_t u : units) {
        const double of_unit = std::accumulate(rows[u].begin(), rows[u].end(), 0.0) / out.k;
        out.between += out.k * (of_unit - mean) * (of_unit - mean);
        for (std::size_t j = 0; j < of_rater.size(); ++j) {
            const double left = rows[u][j] - of_unit - of_rater[j] + mean;
            out.rest += left * left;
        }
    }
    out.between /= out.n - 1;
    out.raters /= out.k - 1;
    out.rest /= (out.n - 1) * (out.k - 1);
    return out;
}

bool one_value(const Rows& rows, std::span<const std::size_t> units) {
    const double value = rows[units.front()].front();
    return std::all_of(units.begin(), units.end(), [&](std::size_t u) { return std::all_of(rows[u].begin(), rows[u].end(), [&](double v) { return v == value; }); });
}

/// A divisor that is 0 or less beside rounding is no variance to divide by.
std::optional<double> share(double part, double whole, double scale) {
    if (!(whole > scale * 1e-12)) return std::nullopt;
    return part / whole;
}

std::optional<double> single_of(const Rows& rows, std::span<const std::size_t> units) {
    if (one_value(rows, units)) return std::nullopt;
    const MeanSquares m = mean_squares(rows, units);
    return share(m.between - m.rest, m.between + (m.k - 1) * m.rest + m.k * (m.raters - m.rest) / m.n, m.between + m.raters + m.rest);
}

std::optional<double> average_of(const Rows& rows, std::span<const std::size_t> units) {
    if (one_value(rows, units)) return std::nullopt;
    const MeanSquares m = mean_squares(rows, units);
    return share(m.between - m.rest, m.between + (m.raters - m.rest) / m.n, m.between + m.raters + m.rest);
}

}  // namespace

Icc icc_of(const RatingTable& table, const std::optional<Bootstrap>& interval) {
    const Rows rows = complete_rows(table);
    Icc out;
    out.single.formula = "ICC(2,1) = (BMS - EMS) / (BMS + (k - 1) EMS + k (JMS - EMS) / n) (Shrout and Fleiss 1979)";
    out.average.formula = "ICC(2,k) = (BMS - EMS) / (BMS + (JMS - EMS) / n) (Shrout and Fleiss 1979)";
    std::vector<std::size_t> all(rows.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    for (auto [to, statistic] : {std::pair(&out.single, &single_of), std::pair(&out.average, &average_of)}) {
        to->units = static_cast<std::int64_t>(rows.size());
        to->units_left_out = static_cast<std::int64_t>(table.units() - rows.size());
        to->ratings = static_cast<std::int64_t>(rows.size() * table.raters());
        if (table.raters() < 2) {
            to->why_undefined = "there are fewer than two raters";
        } else if (rows.size() < 2) {
            to->why_undefined = "fewer than two candidates were rated by every rater";
        } else if (one_value(rows, all)) {
            to->why_undefined = kNoVariance;
        } else if (to->value = statistic(rows, all); !to->value) {
            to->why_undefined = "candidates differ so little beside the raters' noise that nothing is left to divide by";
        } else if (interval) {
            add_interval(*to, rows.size(), *interval, [&rows, f = statistic](std::span<const std::size_t> units) { return f(rows, units); });
        }
    }
    return out;
}

double spearman_brown(double single, int raters) {
    INVARIANT(raters >= 1 && single >= 0 && single <= 1, "a reliability is from 0 to 1, of one rater or more");
    return raters * single / (1 + (raters - 1) * single);
}

}  // namespace plimsoll::people
