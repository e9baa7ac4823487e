#include "domain/people/composite.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace plimsoll::people {
namespace {

constexpr std::size_t kMostFieldErrors = 100;

std::vector<FieldError> problems(const std::vector<WeightedDimension>& dimensions, const std::vector<DimensionRating>& ratings) {
    std::vector<FieldError> wrong;
    if (dimensions.empty() || dimensions.size() > kMostDimensions) {
        wrong.push_back({"/dimensions", fmt::format("are 1 to {}; there are {}", kMostDimensions, dimensions.size()), "name what is assessed"});
    }
    std::set<std::string> ids;
    for (std::size_t i = 0; i < dimensions.size() && wrong.size() < kMostFieldErrors; ++i) {
        if (dimensions[i].id.empty()) wrong.push_back({fmt::format("/dimensions/{}/id", i), "is not empty", ""});
        if (!ids.insert(dimensions[i].id).second) {
            wrong.push_back({fmt::format("/dimensions/{}/id", i), fmt::format("names a dimension once; \"{}\" is there twice", dimensions[i].id), "give it one weight"});
        }
        if (!(dimensions[i].weight > 0 && dimensions[i].weight <= kMostWeight)) {
            wrong.push_back({fmt::format("/dimensions/{}/weight", i), fmt::format("is above 0 and at most {}", kMostWeight), "leave out a dimension that does not count"});
        }
    }
    if (ratings.size() > kMostDimensionRatings) {
        wrong.push_back({"/ratings", fmt::format("are at most {}; there are {}", kMostDimensionRatings, ratings.size()), "put together one candidate at a time"});
    }
    std::set<std::pair<std::string, std::string>> seen;
    for (std::size_t i = 0; i < ratings.size() && wrong.size() < kMostFieldErrors; ++i) {
        const DimensionRating& r = ratings[i];
        if (r.rater.empty()) wrong.push_back({fmt::format("/ratings/{}/rater", i), "names who rated", ""});
        if (!ids.contains(r.dimension)) {
            wrong.push_back({fmt::format("/ratings/{}/dimension", i), fmt::format("is one of the dimensions; \"{}\" is not", r.dimension), "give it a weight or leave the rating out"});
        }
        if (r.points && (*r.points < kLeastPoint || *r.points > kMostPoint)) {
            wrong.push_back({fmt::format("/ratings/{}/points", i), fmt::format("is {} to {}; {} is not", kLeastPoint, kMostPoint, *r.points), "leave it out where it was not assessed"});
        }
        if (!seen.emplace(r.rater, r.dimension).second) {
            wrong.push_back({fmt::format("/ratings/{}", i), "is the only one of a rater for a dimension", "keep the version that counts"});
        }
    }
    return wrong;
}

DimensionResult result_of(const WeightedDimension& dimension, const std::vector<DimensionRating>& ratings) {
    DimensionResult out{dimension.id, dimension.weight, {}, {}, {}, {}, 0, 0};
    std::int64_t sum = 0;
    for (const DimensionRating& r : ratings) {
        if (r.dimension != dimension.id) continue;
        if (!r.points) {
            ++out.not_assessed;
            continue;
        }
        ++out.assessed;
        sum += *r.points;
        out.low = std::min(out.low.value_or(*r.points), *r.points);
        out.high = std::max(out.high.value_or(*r.points), *r.points);
    }
    if (out.assessed > 0) out.mean = static_cast<double>(sum) / static_cast<double>(out.assessed);
    if (out.assessed > 1) out.spread = *out.high - *out.low;
    return out;
}

}  // namespace

Result<Composite> composite_of(const std::vector<WeightedDimension>& dimensions, const std::vector<DimensionRating>& ratings) {
    if (auto wrong = problems(dimensions, ratings); !wrong.empty()) return fail(errors::invalid, "the composite", std::move(wrong));
    Composite out;
    out.formula = "sum of weight x mean of raters / sum of weight, over assessed dimensions (Conway, Jako and Goodman 1995)";
    double all = 0;
    double assessed = 0;
    double sum = 0;
    for (const WeightedDimension& dimension : dimensions) {
        DimensionResult result = result_of(dimension, ratings);
        all += result.weight;
        if (result.mean) {
            assessed += result.weight;
            sum += result.weight * *result.mean;
        } else {
            out.not_assessed.push_back(result.id);
        }
        out.dimensions.push_back(std::move(result));
    }
    out.coverage = assessed / all;
    if (assessed == 0) {
        out.why_empty = "nothing was assessed";
        return out;
    }
    out.value = sum / assessed;
    out.possible = Interval{(sum + (all - assessed) * kLeastPoint) / all, (sum + (all - assessed) * kMostPoint) / all, "the rest rated 1, or 4"};
    return out;
}

}  // namespace plimsoll::people
