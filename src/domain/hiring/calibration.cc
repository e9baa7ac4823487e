#include "domain/hiring/calibration.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <tuple>

#include "base/invariant.h"
#include "domain/people/composite.h"

namespace plimsoll::hiring {

namespace {

/// Ratings beside the known ones, counted.
class Tally {
public:
    void add(const KnownRating& known, std::optional<int> points) {
        ++ratings_;
        if (!known.points || !points) {
            if (!known.points && !points) ++rightly_;
            else if (points) ++without_evidence_;
            else ++overlooked_;
            return;
        }
        const int off = *points - *known.points;
        ++compared_;
        exact_ += off == 0 ? 1 : 0;
        acceptable_ += off == 0 || std::find(known.also.begin(), known.also.end(), *points) != known.also.end() ? 1 : 0;
        within_one_ += std::abs(off) <= 1 ? 1 : 0;
        off_ += off;
    }

    [[nodiscard]] CalibrationSummary summary(std::string of) const {
        CalibrationSummary out;
        out.of = std::move(of);
        out.ratings = ratings_;
        out.exact = figure(exact_, "ratings that are the known one / ratings compared");
        out.acceptable = figure(acceptable_, "ratings that are the known one or a neighbour named beside it / ratings compared");
        out.within_one = figure(within_one_, "ratings at most one point from the known one / ratings compared");
        out.bias = figure(off_, "mean of (rating - known rating), in points; above 0 lenient, below 0 severe");
        out.rightly_not_assessed = rightly_;
        out.rated_without_evidence = without_evidence_;
        out.evidence_overlooked = overlooked_;
        return out;
    }

private:
    [[nodiscard]] CalibrationFigure figure(std::int64_t sum, const char* formula) const {
        CalibrationFigure out{std::nullopt, "", formula, compared_};
        if (compared_ < kLeastCompared) out.why_empty = fmt::format("not enough data: {} ratings to compare, {} are needed", compared_, kLeastCompared);
        else out.value = static_cast<double>(sum) / static_cast<double>(compared_);
        return out;
    }

    std::int64_t ratings_ = 0;
    std::int64_t compared_ = 0;
    std::int64_t exact_ = 0;
    std::int64_t acceptable_ = 0;
    std::int64_t within_one_ = 0;
    std::int64_t off_ = 0;  // sum of rating - known
    std::int64_t rightly_ = 0;
    std::int64_t without_evidence_ = 0;
    std::int64_t overlooked_ = 0;
};

const KnownRating* known_of(const CalibrationSet& set, const CalibrationAnswer& rating) {
    const CalibrationItem* item = find_item(set, rating.item);
    return item == nullptr ? nullptr : find_known(*item, rating.dimension);
}

Result<> checked(const CalibrationSet& set, const std::vector<CalibrationAnswer>& ratings) {
    if (ratings.size() > kMostCalibrationRatings)
        return fail(plimsoll::errors::invalid, "the ratings", {{"", fmt::format("are {}; {} can be compared", ratings.size(), kMostCalibrationRatings), "compare fewer raters"}});
    std::vector<FieldError> broken;
    std::set<std::tuple<std::string, std::string, std::string>> seen;
    for (std::size_t i = 0; i < ratings.size(); ++i) {
        const CalibrationAnswer& r = ratings[i];
        const std::string at = fmt::format("/{}", i);
        if (r.rater.empty()) broken.push_back({at + "/rater", "is missing", "say who rated"});
        if (find_item(set, r.item) == nullptr) broken.push_back({at + "/item", "is no item of the set", ""});
        else if (known_of(set, r) == nullptr) broken.push_back({at + "/dimension", "is not rated of this item", ""});
        if (r.points && (*r.points < people::kLeastPoint || *r.points > people::kMostPoint))
            broken.push_back({at + "/points", "must be 1 to 4", "leave it out for not assessed"});
        if (!seen.emplace(r.rater, r.item, r.dimension).second) broken.push_back({at, "is given a second time", "rate it once"});
    }
    if (broken.empty()) return {};
    return fail(plimsoll::errors::invalid, "the ratings", std::move(broken));
}

/// The raters among each other: a row for each item's dimension that somebody rated.
Result<people::Coefficient> agreement_among(const std::vector<CalibrationAnswer>& ratings, const std::map<std::string, Tally>& raters) {
    std::map<std::string, std::size_t> column;
    for (const auto& [rater, tally] : raters) column.emplace(rater, column.size());
    std::map<std::pair<std::string, std::string>, people::RatingRow> rows;
    for (const CalibrationAnswer& r : ratings) {
        people::RatingRow& row = rows.try_emplace({r.item, r.dimension}, people::RatingRow(column.size())).first->second;
        if (r.points) row[column.at(r.rater)] = static_cast<double>(*r.points);
    }
    std::vector<people::RatingRow> table;
    for (auto& [unit, row] : rows) table.push_back(std::move(row));
    TRY_ASSIGN(const people::RatingTable checked_table, people::RatingTable::of(std::move(table)));
    return people::krippendorff_alpha(checked_table, people::RatingScale::ordinal, people::Bootstrap());
}

}  // namespace

Result<CalibrationResult> calibration_of(const CalibrationSet& set, const std::vector<CalibrationAnswer>& ratings) {
    TRY(checked(set, ratings));
    Tally all;
    std::map<std::string, Tally> dimensions;
    std::map<std::string, Tally> raters;
    for (const CalibrationAnswer& rating : ratings) {
        const KnownRating* known = known_of(set, rating);
        INVARIANT(known != nullptr, "the ratings were checked");
        all.add(*known, rating.points);
        dimensions[rating.dimension].add(*known, rating.points);
        raters[rating.rater].add(*known, rating.points);
    }
    CalibrationResult out;
    out.set = set.id;
    out.version = set.version;
    out.raters = static_cast<std::int64_t>(raters.size());
    out.all = all.summary("");
    std::set<std::string> told;
    for (const CalibrationItem& item : set.items)
        for (const KnownRating& known : item.known)
            if (told.insert(known.dimension).second) out.by_dimension.push_back(dimensions[known.dimension].summary(known.dimension));
    for (const auto& [rater, tally] : raters) out.by_rater.push_back(tally.summary(rater));
    TRY_ASSIGN(out.agreement, agreement_among(ratings, raters));
    return out;
}

}  // namespace plimsoll::hiring
