#include "convert/openslo_writing.h"

#include <fmt/format.h>

#include "base/text.h"

namespace plimsoll::convert {

namespace {

using catalog::BudgetingMethod;
using catalog::IndicatorKind;
using catalog::Slo;

Tree metric(const Slo& slo, const std::string& query) {
    Tree source = map_tree();
    if (slo.indicator.data_source.empty()) source.put("type", plain_tree("prometheus"));
    else source.put("metricSourceRef", text_tree(slo.indicator.data_source));
    source.put("spec", map_tree().put("query", quoted_tree(query)));
    return map_tree().put("metricSource", std::move(source));
}

Tree ratio_metric(const Slo& slo) {
    const catalog::Indicator& i = slo.indicator;
    Tree ratio = map_tree();
    ratio.put("counter", plain_tree("true"));
    if (!i.good.empty()) ratio.put("good", metric(slo, i.good));
    else ratio.put("bad", metric(slo, i.bad));
    ratio.put("total", metric(slo, i.total));
    return map_tree().put("ratioMetric", std::move(ratio));
}

Tree raw_metric(const Slo& slo) {
    Tree ratio = map_tree();
    ratio.put("counter", plain_tree("false"))
        .put("rawType", plain_tree(slo.indicator.raw_is_bad ? "failure" : "success"))
        .put("raw", metric(slo, slo.indicator.total));
    return map_tree().put("ratioMetric", std::move(ratio));
}

std::string ratio_text(const Ratio& ratio) { return text::number(ratio.as_double()); }

const char* word(catalog::Comparison comparison) {
    switch (comparison) {
        case catalog::Comparison::lte: return "lte";
        case catalog::Comparison::gte: return "gte";
        case catalog::Comparison::lt: return "lt";
        case catalog::Comparison::gt: return "gt";
    }
    return "lte";
}

}  // namespace

std::string label_of(const std::string& name) {
    std::string out = name;
    for (char& c : out) {
        if (c == '.' || c == '@') c = '-';
    }
    return out.substr(0, 63);
}

std::optional<Tree> indicator_of(Writing& w) {
    const catalog::Indicator& i = w.slo.indicator;
    if (i.verbatim)
        w.tell("indicator", Fate::changed, "its queries hold $__step, which other tools do not fill in",
               "write the window that they expect");
    switch (i.kind) {
        case IndicatorKind::ratio:
        case IndicatorKind::correctness: return ratio_metric(w.slo);
        case IndicatorKind::latency:
            if (!i.above.empty()) {
                w.annotate("between-buckets", text::number(i.share) + " of the way to " + i.above, "latency.between",
                           "OpenSLO counts whole buckets: the one below the bound stands here");
            }
            return ratio_metric(w.slo);
        case IndicatorKind::threshold: return map_tree().put("thresholdMetric", metric(w.slo, i.total));
        case IndicatorKind::raw_ratio: return raw_metric(w.slo);
        case IndicatorKind::freshness:
            w.annotate("freshness", i.total + " within " + text::number(i.bound) + " s", "freshness",
                       "OpenSLO has thresholds, so that the age is asked for");
            return map_tree().put("thresholdMetric", metric(w.slo, "time() - " + i.total));
        case IndicatorKind::alert: w.tell("alert", Fate::dropped, "OpenSLO has no indicator of alerts"); return std::nullopt;
        case IndicatorKind::composite: return std::nullopt;
    }
    return std::nullopt;
}

Tree objective_of(const Slo& slo) {
    Tree out = map_tree();
    out.put_text("displayName", slo.objective_name);
    const bool age = slo.indicator.kind == IndicatorKind::freshness;
    if (age || slo.indicator.kind == IndicatorKind::threshold) {
        out.put("op", plain_tree(age ? "lte" : word(slo.indicator.comparison))).put("value", plain_tree(text::number(slo.indicator.bound)));
    }
    out.put("target", plain_tree(ratio_text(slo.objective)));
    if (!slo.slicing) return out;
    if (slo.method == BudgetingMethod::timeslices && slo.slicing->target.numerator() > 0)
        out.put("timeSliceTarget", plain_tree(ratio_text(slo.slicing->target)));
    out.put("timeSliceWindow", text_tree(shorthand(slo.slicing->length)));
    return out;
}

const char* word(BudgetingMethod method) {
    switch (method) {
        case BudgetingMethod::occurrences: return "Occurrences";
        case BudgetingMethod::timeslices: return "Timeslices";
        case BudgetingMethod::ratio_timeslices: return "RatioTimeslices";
    }
    return "Occurrences";
}

Tree window_of(const Slo& slo) {
    if (!slo.calendar) return rolling_window(slo.period);
    using catalog::CalendarUnit;
    const CalendarUnit unit = slo.calendar->unit;
    const char letter = unit == CalendarUnit::day       ? 'd'
                        : unit == CalendarUnit::week    ? 'w'
                        : unit == CalendarUnit::month   ? 'M'
                        : unit == CalendarUnit::quarter ? 'Q'
                                                        : 'Y';
    return calendar_window(fmt::format("{}{}", slo.calendar->count, letter), slo.calendar->start, slo.calendar->zone);
}

}  // namespace plimsoll::convert
