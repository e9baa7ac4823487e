// The objectives of an SLO: what is promised, how slices are judged, and the members of a composite.
#include <fmt/format.h>

#include <algorithm>

#include "domain/catalog/errors.h"
#include "domain/catalog/openslo.h"
#include "domain/catalog/values.h"

namespace plimsoll::catalog {

namespace {

constexpr std::size_t kMostObjectives = 25;
constexpr Duration kLongestSlice = Duration::days(1);
constexpr std::int64_t kMostWeight = 1'000'000;

std::optional<Comparison> read_comparison(const Fields& objective) {
    const std::string op = objective.one_of("op", {"lte", "gte", "lt", "gt"});
    if (op == "lte") return Comparison::lte;
    if (op == "gte") return Comparison::gte;
    if (op == "lt") return Comparison::lt;
    if (op == "gt") return Comparison::gt;
    return std::nullopt;
}

std::optional<Ratio> read_slice_target(const Fields& objective) {
    if (!objective.has("timeSliceTarget")) {
        objective.invalid("timeSliceTarget", "is missing", "write timeSliceTarget: 0.95: the least share of good events of a good slice");
        return std::nullopt;
    }
    const auto target = decimal(objective, "timeSliceTarget");
    if (!target || (target->numerator() > 0 && *target <= *Ratio::of(1, 1))) return target;
    objective.invalid("timeSliceTarget", "must be above 0 and at most 1",
                      target->numerator() > 0 && target->as_double() <= 100 ? "write 0.95 for 95 %" : "");
    return std::nullopt;
}

void read_slices(const Fields& objective, const std::optional<BudgetingMethod>& method, ObjectiveSpec& out) {
    out.slice_place = objective.place("timeSliceWindow");
    if (method == BudgetingMethod::timeslices) out.slice_target = read_slice_target(objective);
    if (method && *method != BudgetingMethod::occurrences) out.slice = read_slice(objective, Need::required);
    for (const char* key : {"timeSliceTarget", "timeSliceWindow"}) {
        const bool reads = method == BudgetingMethod::timeslices ||
                           (method == BudgetingMethod::ratio_timeslices && std::string_view(key) == "timeSliceWindow");
        if (!method || reads || !objective.has(key)) continue;
        const char* name = method == BudgetingMethod::occurrences ? "Occurrences" : "RatioTimeslices";
        objective.problems().warn(errors::invalid, objective.place(key),
                                  fmt::format("`{}` changes nothing with budgetingMethod: {}", objective.path(key), name), "remove it");
    }
}

void read_weight(const Fields& objective, ObjectiveSpec& out) {
    if (!objective.has("compositeWeight")) return;
    const auto weight = decimal(objective, "compositeWeight");
    if (!weight) return;
    if (weight->numerator() <= 0) return objective.invalid("compositeWeight", "must be above zero");
    if (*weight > *Ratio::of(kMostWeight, 1)) {
        return objective.invalid("compositeWeight", fmt::format("must be at most {}", kMostWeight), "weights only count beside each other");
    }
    out.weight = *weight;
    if (out.member) return;
    objective.problems().warn(errors::invalid, objective.place("compositeWeight"),
                              fmt::format("`{}` changes nothing where the SLO has one indicator", objective.path("compositeWeight")),
                              "remove it, or give each objective an indicator of its own");
}

bool is_member(const yaml::Node& objective) {
    const auto present = [&](const char* key) {
        return static_cast<bool>(objective[key]) && objective[key].kind() != yaml::Node::Kind::null;
    };
    return objective.is_map() && (present("indicator") || present("indicatorRef"));
}

ObjectiveSpec read_objective(const yaml::Node& item, const std::string& path, const std::optional<BudgetingMethod>& method,
                             const Texts& texts, Problems& problems) {
    const Fields objective(item, path,
                           {"displayName", "op", "value", "target", "targetPercent", "timeSliceTarget", "timeSliceWindow",
                            "indicator", "indicatorRef", "compositeWeight"},
                           problems);
    ObjectiveSpec out;
    out.place = item.place();
    if (!item.is_map()) return out;
    out.display_name = objective.text("displayName");
    out.target = catalog::objective(objective);
    out.comparison = read_comparison(objective);
    out.value = objective.number("value");
    if (objective.has("op") || objective.has("value")) out.compared_at = objective.place(objective.has("op") ? "op" : "value");
    out.member = is_member(item);
    out.indicator = read_indicator(objective, texts);
    read_slices(objective, method, out);
    read_weight(objective, out);
    return out;
}

/// An indicator stands on the SLO, or on every objective.
void check_indicators(const Fields& spec, const std::vector<yaml::Node>& objectives) {
    const bool own = spec.has("indicator") || spec.has("indicatorRef");
    const auto member = std::find_if(objectives.begin(), objectives.end(), is_member);
    if (member == objectives.end()) {
        if (!own) spec.invalid("indicator", "or `indicatorRef` is missing", "name an SLI, or write one in place");
        return;
    }
    if (own) {
        spec.problems().add(errors::invalid, member->place(), "an indicator stands on the SLO or on every objective, never both",
                            "remove the objective's");
        return;
    }
    for (const yaml::Node& objective : objectives) {
        if (is_member(objective)) continue;
        spec.problems().add(errors::invalid, objective.place(), "every objective of a composite SLO needs an indicator",
                            "write indicatorRef");
    }
}

/// Slices of members are compared one by one, so that all have one length.
void check_one_slice(const std::vector<ObjectiveSpec>& objectives, Problems& problems) {
    const ObjectiveSpec& first = objectives.front();
    for (const ObjectiveSpec& objective : objectives) {
        if (!objective.member || !objective.slice || !first.slice || objective.slice == first.slice) continue;
        problems.add(errors::invalid, objective.slice_place, "the members of a composite have slices of one length",
                     "write the first objective's timeSliceWindow");
    }
}

/// OpenSLO's text takes a bare number as minutes.
std::optional<std::int64_t> bare_minutes(const yaml::Node& node) {
    if (!node.is_scalar() || node.quoted()) return std::nullopt;
    return node.as_int();
}

}  // namespace

std::optional<Duration> read_slice(const Fields& fields, Need need) {
    const auto minutes = bare_minutes(fields["timeSliceWindow"]);
    const bool bounded = minutes && *minutes >= 1 && *minutes <= 1440;
    const auto slice = bounded ? Duration::minutes(*minutes) : minutes ? Duration{} : shorthand(fields, "timeSliceWindow", need);
    if (!slice || (*slice >= Duration::minutes(1) && *slice <= kLongestSlice)) return slice;
    fields.invalid("timeSliceWindow", "must be from 1m to 1d", "write 1m or 5m: a longer slice hides what happens in it");
    return std::nullopt;
}

std::vector<ObjectiveSpec> read_objectives(const Fields& spec, std::optional<BudgetingMethod> method, const Texts& texts) {
    const auto items = spec.list("objectives", Need::required);
    check_indicators(spec, items);
    if (items.size() > kMostObjectives) {
        spec.invalid("objectives", fmt::format("has {} items; {} are allowed", items.size(), kMostObjectives), "write several SLOs");
    }
    std::vector<ObjectiveSpec> out;
    for (std::size_t i = 0; i < items.size() && i < kMostObjectives; ++i) {
        out.push_back(read_objective(items[i], fmt::format("{}[{}]", spec.path("objectives"), i), method, texts, spec.problems()));
    }
    if (!out.empty()) check_one_slice(out, spec.problems());
    return out;
}

}  // namespace plimsoll::catalog
