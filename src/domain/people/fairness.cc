#include "domain/people/fairness.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/invariant.h"

namespace plimsoll::people {
namespace {

constexpr std::size_t kMostFieldErrors = 100;
constexpr std::int64_t kLeastLeastPeople = 2;
constexpr double kNormal95 = 1.959963984540054;
constexpr double kAsLikely = 1 + 1e-7;

void require_counts(GroupCounts c) {
    INVARIANT(0 <= c.advanced && c.advanced <= c.assessed && c.assessed <= kMostGroupSize, "nobody advances who was not assessed");
}

void require_ratio(GroupCounts group, GroupCounts other) {
    require_counts(group);
    require_counts(other);
    INVARIANT(group.assessed > 0 && other.advanced > 0, "a ratio needs people and a rate above 0 to divide by");
}

using Groups = std::map<std::vector<std::string>, GroupCounts>;

void count(GroupCounts& to, bool advanced) {
    ++to.assessed;
    if (advanced) ++to.advanced;
}

std::vector<FieldError> problems(const std::vector<std::string>& attributes, const std::vector<AssessedPerson>& people, const ImpactOptions& options) {
    std::vector<FieldError> wrong;
    if (attributes.empty() || attributes.size() > kMostAttributes) {
        wrong.push_back({"/attributes", fmt::format("are 1 to {}; there are {}", kMostAttributes, attributes.size()), "name what people declared, as sex and ethnicity"});
    }
    std::set<std::string> names;
    for (std::size_t i = 0; i < attributes.size() && wrong.size() < kMostFieldErrors; ++i) {
        if (attributes[i].empty() || !names.insert(attributes[i]).second) wrong.push_back({fmt::format("/attributes/{}", i), "is named, once", ""});
    }
    if (options.least_people < kLeastLeastPeople) wrong.push_back({"/least_people", fmt::format("is {} and more", kLeastLeastPeople), "10 where nothing else is agreed"});
    if (!(options.least_share >= 0 && options.least_share <= kMostLeastShare)) {
        wrong.push_back({"/least_share", fmt::format("is 0 to {}", kMostLeastShare), "larger groups may not be left out"});
    }
    if (people.size() > kMostAssessed) wrong.push_back({"/people", fmt::format("are at most {}; there are {}", kMostAssessed, people.size()), "look at a shorter time"});
    std::vector<std::set<std::string>> groups(attributes.size());
    for (std::size_t i = 0; i < people.size() && wrong.size() < kMostFieldErrors; ++i) {
        if (people[i].groups.size() != attributes.size()) {
            wrong.push_back({fmt::format("/people/{}/groups", i), fmt::format("has one for each attribute: {}, not {}", attributes.size(), people[i].groups.size()), "leave a group that was not declared empty"});
            continue;
        }
        for (std::size_t j = 0; j < attributes.size(); ++j) {
            if (!people[i].groups[j].empty() && groups[j].insert(people[i].groups[j]).second && groups[j].size() == kMostGroups + 1) {
                wrong.push_back({fmt::format("/attributes/{}", j), fmt::format("has at most {} groups", kMostGroups), "put groups together as people may declare them"});
            }
        }
    }
    return wrong;
}

/// Of the rows with enough data the one with the highest rate; null: none.
ImpactRow* highest(std::vector<ImpactRow>& rows) {
    ImpactRow* best = nullptr;
    for (ImpactRow& row : rows) {
        if (!row.enough) continue;
        if (best == nullptr) {
            best = &row;
            continue;
        }
        const std::int64_t mine = row.counts.advanced * best->counts.assessed;
        const std::int64_t its = best->counts.advanced * row.counts.assessed;
        if (mine > its || (mine == its && row.counts.assessed > best->counts.assessed)) best = &row;
    }
    return best;
}

void compare(ImpactRow& row, const GroupCounts& reference) {
    row.ratio = impact_ratio(row.counts, reference);
    row.interval = impact_interval(row.counts, reference);
    if (!row.interval) row.why_no_interval = "nobody of the group advanced: the logarithm of 0 has no interval";
    row.fisher_p = fisher_two_sided(row.counts, reference);
    row.below_four_fifths = below_four_fifths(row.counts, reference);
    row.flip = one_person_flip(row.counts, reference);
}

std::string why_too_few(const ImpactRow& row, const ImpactOptions& options) {
    if (row.counts.assessed < options.least_people) {
        return fmt::format("not enough data: {} {}, {} are needed", row.counts.assessed, row.counts.assessed == 1 ? "person" : "people", options.least_people);
    }
    if (row.share < options.least_share) return fmt::format("left out: {:.2f} % of those known, below {:.2f} %", row.share * 100, options.least_share * 100);
    return {};
}

void fill(ImpactTable& table, const Groups& groups, const ImpactOptions& options) {
    for (const auto& [name, counts] : groups) {
        ImpactRow row;
        row.group = name;
        row.counts = counts;
        row.share = static_cast<double>(counts.assessed) / static_cast<double>(table.known.assessed);
        row.rate = static_cast<double>(counts.advanced) / static_cast<double>(counts.assessed);
        row.why_empty = why_too_few(row, options);
        row.enough = row.why_empty.empty();
        table.rows.push_back(std::move(row));
    }
    const auto enough = std::count_if(table.rows.begin(), table.rows.end(), [](const ImpactRow& row) { return row.enough; });
    ImpactRow* reference = highest(table.rows);
    if (enough < 2) {
        table.why_empty = "not enough data: fewer than two groups are large enough to compare";
    } else if (reference->counts.advanced == 0) {
        table.why_empty = "nobody advanced: there is no rate to compare with";
    }
    if (reference == nullptr) return;
    reference->reference = table.why_empty.empty();
    for (ImpactRow& row : table.rows) {
        if (!row.enough) continue;
        if (!table.why_empty.empty()) {
            row.why_empty = table.why_empty;
        } else if (!row.reference) {
            compare(row, reference->counts);
        }
    }
}

ImpactTable table_of(const std::vector<std::string>& attributes, const std::vector<std::size_t>& which, const std::vector<AssessedPerson>& people, const ImpactOptions& options) {
    ImpactTable out;
    for (const std::size_t i : which) out.attributes.push_back(attributes[i]);
    Groups groups;
    for (const AssessedPerson& person : people) {
        std::vector<std::string> group;
        for (const std::size_t i : which) group.push_back(person.groups[i]);
        if (std::any_of(group.begin(), group.end(), [](const std::string& g) { return g.empty(); })) {
            count(out.unknown, person.advanced);
            continue;
        }
        count(out.known, person.advanced);
        count(groups[group], person.advanced);
    }
    fill(out, groups, options);
    return out;
}

}  // namespace

double fisher_two_sided(GroupCounts group, GroupCounts other) {
    require_counts(group);
    require_counts(other);
    const std::int64_t n = group.assessed;
    const std::int64_t m = other.assessed;
    const std::int64_t advanced = group.advanced + other.advanced;
    const std::int64_t low = std::max<std::int64_t>(0, advanced - m);
    const std::int64_t high = std::min(n, advanced);
    if (low >= high) return 1;
    // Weights relative to the likeliest table, each from its neighbour: no logarithms of factorials, whose differences lose digits.
    const auto up = [&](std::int64_t k) {  // weight of k + 1 over that of k
        return static_cast<double>(n - k) * static_cast<double>(advanced - k) / (static_cast<double>(k + 1) * static_cast<double>(m - advanced + k + 1));
    };
    const auto mode = std::clamp(static_cast<std::int64_t>(static_cast<double>(n + 1) * static_cast<double>(advanced + 1) / static_cast<double>(n + m + 2)), low, high);
    double mine = 1;
    for (std::int64_t k = mode; k < group.advanced; ++k) mine *= up(k);
    for (std::int64_t k = mode; k > group.advanced; --k) mine /= up(k - 1);
    double all = 0;
    double tail = 0;
    const auto add = [&](double weight) {
        all += weight;
        if (weight <= mine * kAsLikely) tail += weight;
    };
    add(1);
    double weight = 1;
    for (std::int64_t k = mode; k < high && weight > 0; ++k) add(weight *= up(k));
    weight = 1;
    for (std::int64_t k = mode; k > low && weight > 0; --k) add(weight /= up(k - 1));
    return std::min(1.0, tail / all);
}

double impact_ratio(GroupCounts group, GroupCounts other) {
    require_ratio(group, other);
    return static_cast<double>(group.advanced) * static_cast<double>(other.assessed) / (static_cast<double>(group.assessed) * static_cast<double>(other.advanced));
}

std::optional<Interval> impact_interval(GroupCounts group, GroupCounts other) {
    require_counts(group);
    require_counts(other);
    if (group.advanced == 0 || other.advanced == 0) return std::nullopt;
    const auto part = [](GroupCounts c) { return 1 / static_cast<double>(c.advanced) - 1 / static_cast<double>(c.assessed); };
    const double half = kNormal95 * std::sqrt(part(group) + part(other));
    const double ratio = impact_ratio(group, other);
    return Interval{ratio * std::exp(-half), ratio * std::exp(half), "log ratio, 95 % (Katz et al. 1978)"};
}

bool below_four_fifths(GroupCounts group, GroupCounts other) {
    require_ratio(group, other);
    return 5 * group.advanced * other.assessed < 4 * other.advanced * group.assessed;
}

OnePersonFlip one_person_flip(GroupCounts group, GroupCounts other) {
    const bool below = below_four_fifths(group, other);
    const std::int64_t step = below ? 1 : -1;
    GroupCounts flipped{group.assessed, group.advanced + step};
    GroupCounts swapped{other.assessed, other.advanced - step};
    OnePersonFlip out;
    if (flipped.advanced < 0 || flipped.advanced > flipped.assessed) return out;
    out.ratio = impact_ratio(flipped, other);
    out.crosses = below_four_fifths(flipped, other) != below;
    if (swapped.advanced < 1 || swapped.advanced > swapped.assessed) return out;
    out.ratio_swap = impact_ratio(flipped, swapped);
    out.crosses = out.crosses || below_four_fifths(flipped, swapped) != below;
    return out;
}

Result<std::vector<ImpactTable>> impact_of(const std::vector<std::string>& attributes, const std::vector<AssessedPerson>& people, const ImpactOptions& options) {
    if (auto wrong = problems(attributes, people, options); !wrong.empty()) return fail(errors::invalid, "the rates of groups", std::move(wrong));
    std::vector<ImpactTable> out;
    for (std::size_t i = 0; i < attributes.size(); ++i) out.push_back(table_of(attributes, {i}, people, options));
    for (std::size_t i = 0; i < attributes.size(); ++i) {
        for (std::size_t j = i + 1; j < attributes.size(); ++j) out.push_back(table_of(attributes, {i, j}, people, options));
    }
    return out;
}

std::vector<bool> above_pooled_median(const std::vector<double>& scores) {
    if (scores.empty()) return {};
    std::vector<double> sorted = scores;
    std::sort(sorted.begin(), sorted.end());
    const std::size_t half = sorted.size() / 2;
    const double median = sorted.size() % 2 == 1 ? sorted[half] : sorted[half - 1] + (sorted[half] - sorted[half - 1]) / 2;
    std::vector<bool> out;
    for (const double score : scores) out.push_back(score > median);
    return out;
}

}  // namespace plimsoll::people
