#include "promql/vocabulary.h"

namespace plimsoll::promql {
namespace {

// Each word stands between two blanks.
constexpr std::string_view kFunctions =
    " abs absent absent_over_time acos acosh asin asinh atan atanh avg_over_time ceil changes clamp clamp_max "
    "clamp_min cos cosh count_over_time day_of_month day_of_week day_of_year days_in_month deg delta deriv "
    "double_exponential_smoothing exp first_over_time floor histogram_avg histogram_count histogram_fraction "
    "histogram_quantile histogram_stddev histogram_stdvar histogram_sum holt_winters hour idelta increase "
    "info irate label_join label_replace last_over_time ln log10 log2 mad_over_time max_over_time "
    "min_over_time minute month pi predict_linear present_over_time quantile_over_time rad rate resets round "
    "scalar sgn sin sinh sort sort_by_label sort_by_label_desc sort_desc sqrt stddev_over_time "
    "stdvar_over_time sum_over_time tan tanh time timestamp ts_of_first_over_time ts_of_last_over_time "
    "ts_of_max_over_time ts_of_min_over_time vector year ";
constexpr std::string_view kAggregations =
    " avg bottomk count count_values group limit_ratio limitk max min quantile stddev stdvar sum topk ";

bool is_in(std::string_view words, std::string_view word) {
    return words.find(" " + std::string(word) + " ") != std::string_view::npos;
}

constexpr std::string_view kCount = "write sum(increase(metric{...}[5m])) over counters";

}  // namespace

bool is_function(std::string_view name) {
    return is_in(kFunctions, name);
}

bool is_aggregation(std::string_view lower_case_name) {
    return is_in(kAggregations, lower_case_name);
}

std::string instead_of_function(std::string_view name) {
    if (name == "irate" || name == "delta" || name == "idelta" || name == "deriv") {
        return "use increase() or rate(): they see every event of the range";
    }
    if (name == "histogram_quantile" || name == "histogram_fraction") {
        return "count the requests under the threshold instead: sum(increase(metric_bucket{le=\"0.3\"}[5m]))";
    }
    if (name == "histogram_count" || name == "histogram_sum" || name == "histogram_avg") {
        return "native histograms are not counted; use a classic histogram's metric_count and metric_bucket series";
    }
    if (name == "vector" || name == "absent" || name == "scalar" || name == "time") {
        return "leave it out: a selector without series counts nothing and needs no filler";
    }
    if (name == "label_replace" || name == "label_join" || name == "info") {
        return "select the series by the labels they have";
    }
    if (name == "clamp_min" || name == "clamp_max" || name == "clamp" || name == "round" || name == "ceil" ||
        name == "floor" || name == "abs") {
        return "leave it out: counts are exact whole numbers here";
    }
    return std::string(kCount);
}

std::string instead_of_aggregation(std::string_view lower_case_name) {
    if (lower_case_name == "count" || lower_case_name == "count_values" || lower_case_name == "group") {
        return "it counts series, not events: " + std::string(kCount);
    }
    return "use sum: " + std::string(kCount);
}

std::string instead_of_operator(std::string_view sign) {
    if (sign == "/") return "give the two sides apart: good (or bad) events and total events";
    if (sign == "or")
        return "leave it out: a selector without series counts nothing and needs no filler; to add, write +";
    if (sign == "and" || sign == "unless") return "narrow the selector by labels instead";
    if (sign == "*") return "leave the factor out: the ledger counts events over windows of its own";
    if (sign == "%" || sign == "^" || sign == "atan2") return std::string(kCount);
    return "leave the comparison out: thresholds belong to the objective and its burn rules";
}

}  // namespace plimsoll::promql
