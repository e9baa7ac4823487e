// agreement_for_tests.h: published tables, and tables at random.
#pragma once

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

#include "domain/people/agreement_table.h"

namespace plimsoll::people::ratings {

inline constexpr double kGap = -1;  ///< stands for a missing cell in the tables below

/// Rows are raters, as in print.
inline RatingTable by_raters(const std::vector<std::vector<double>>& raters) {
    std::vector<RatingRow> rows(raters.front().size(), RatingRow(raters.size()));
    for (std::size_t j = 0; j < raters.size(); ++j) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (raters[j][i] != kGap) rows[i][j] = raters[j][i];
        }
    }
    return *RatingTable::of(std::move(rows));
}

/// Rows are units, columns how many raters gave the value 1, 2, ...
inline RatingTable by_counts(const std::vector<std::vector<int>>& counts) {
    std::vector<RatingRow> rows;
    for (const auto& row : counts) {
        rows.emplace_back();
        for (std::size_t value = 0; value < row.size(); ++value) rows.back().insert(rows.back().end(), static_cast<std::size_t>(row[value]), static_cast<double>(value + 1));
    }
    return *RatingTable::of(std::move(rows));
}

/// Two raters; cell (a, b): units that the first gave a and the second b.
inline RatingTable by_pairs(const std::vector<std::vector<int>>& cells) {
    std::vector<RatingRow> rows;
    for (std::size_t a = 0; a < cells.size(); ++a) {
        for (std::size_t b = 0; b < cells.size(); ++b) rows.insert(rows.end(), static_cast<std::size_t>(cells[a][b]), RatingRow{static_cast<double>(a + 1), static_cast<double>(b + 1)});
    }
    return *RatingTable::of(std::move(rows));
}

/// Krippendorff's example of four raters and twelve units, with missing cells (Computing Krippendorff's Alpha-Reliability, 2011).
inline RatingTable krippendorff() {
    return by_raters({{1, 2, 3, 3, 2, 1, 4, 1, 2, kGap, kGap, kGap},
                      {1, 2, 3, 3, 2, 2, 4, 1, 2, 5, kGap, 3},
                      {kGap, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, kGap},
                      {1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, kGap}});
}

/// A table with ratings 1 to 4 and, if asked for, gaps.
inline rc::Gen<std::vector<RatingRow>> rows_of(int units_most, int raters_least, int raters_most, bool gaps) {
    return rc::gen::mapcat(rc::gen::pair(rc::gen::inRange(1, units_most + 1), rc::gen::inRange(raters_least, raters_most + 1)), [gaps](std::pair<int, int> size) {
        const auto cell = rc::gen::map(rc::gen::inRange(gaps ? -1 : 1, 5), [](int v) { return v < 1 ? std::nullopt : std::optional<double>(v); });
        return rc::gen::container<std::vector<RatingRow>>(static_cast<std::size_t>(size.first), rc::gen::container<RatingRow>(static_cast<std::size_t>(size.second), cell));
    });
}

/// The same ratings, units and raters in another order.
inline std::vector<RatingRow> shuffled(const std::vector<RatingRow>& rows, const std::vector<std::size_t>& raters) {
    std::vector<RatingRow> out;
    for (const RatingRow& row : rows) {
        out.emplace_back();
        for (const std::size_t j : raters) out.back().push_back(row[j]);
    }
    std::reverse(out.begin(), out.end());
    std::rotate(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(out.size() / 3), out.end());
    return out;
}

/// An order of `size` things.
inline std::vector<std::size_t> any_order(std::size_t size) {
    std::vector<std::size_t> order(size);
    std::iota(order.begin(), order.end(), std::size_t{0});
    for (std::size_t i = size; i > 1; --i) std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
    return order;
}

inline bool close(const std::optional<double>& a, const std::optional<double>& b) { return a.has_value() == b.has_value() && (!a || std::abs(*a - *b) < 1e-9); }

}  // namespace plimsoll::people::ratings
