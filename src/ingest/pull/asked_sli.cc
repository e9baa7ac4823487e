#include "ingest/pull/asked_sli.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ingest/pull/count_query.h"
#include "promql/query.h"

namespace plimsoll::ingest::pull {
namespace {

using Pairs = LabelledSample::Pairs;

/// The selectors of all queries of an SLI, each once: those of the total first, which has most series.
std::vector<promql::Selector> witnesses_of(const std::vector<promql::Query>& queries) {
    std::vector<promql::Selector> out;
    for (const promql::Query& query : queries) {
        for (const promql::Term& term : query.terms) {
            if (std::find(out.begin(), out.end(), term.selector) == out.end()) out.push_back(term.selector);
        }
    }
    return out;
}

Error too_many(const PulledSli& sli) {
    return fail(plimsoll::errors::invalid, fmt::format("a query of SLO {} has more than {} series; narrow its selector",
                                                       sli.slo, text::count(kMostSeries)));
}

}  // namespace

Result<AskedSli> AskedSli::of(const PulledSli& sli, Duration step) {
    AskedSli out;
    out.declared_ = sli;
    std::vector<promql::Query> queries;
    for (const PulledQuery& query : sli.queries) {
        if (sli.verbatim) {
            out.terms_.push_back({query.series, query.weight, with_step(query.text, step)});
            continue;
        }
        auto read = sli.gauge ? promql::parse_gauge(query.text) : promql::parse(query.text);
        if (!read) return std::move(read).error().within("SLO " + sli.slo);
        queries.push_back(std::move(*read));
    }
    const auto witnesses = witnesses_of(queries);
    for (std::size_t i = 0; i < queries.size(); ++i) {
        for (const promql::Term& term : queries[i].terms) {
            out.terms_.push_back({sli.queries[i].series, term.sign * sli.queries[i].weight,
                                  sli.gauge ? gauge_of(term.selector) : growth_of(term.selector, witnesses, step, sli.by)});
        }
    }
    return out;
}

Pairs AskedSli::labels_of(const std::string& series, const Pairs& of_series) const {
    Pairs out{{"__name__", series}, {"slo", declared_.slo}};
    for (const auto& [name, value] : of_series) {
        if (name != "__name__" && !value.empty()) out.emplace_back(name == "slo" ? "exported_slo" : name, value);
    }
    std::sort(out.begin(), out.end());
    return out;
}

Result<AskedSli::Read> AskedSli::read(std::vector<std::vector<AnsweredSeries>> answers) const {
    for (const auto& series : answers)
        if (series.size() > kMostSeries) return too_many(declared_);
    if (declared_.gauge) return read_gauges(std::move(answers));
    std::map<Pairs, Steps> groups;
    for (std::size_t t = 0; t < answers.size(); ++t) {
        for (const AnsweredSeries& series : answers[t]) add(series, t, groups[group_of(series.labels)]);
    }
    if (groups.size() > kMostSeries) return too_many(declared_);
    Read out;
    for (const auto& [group, steps] : groups) {
        for (CountedSeries& one : counted(group, steps, out.told))
            if (!one.steps.empty()) out.series.push_back(std::move(one));
    }
    return out;
}

/// The values of the labels that part the SLI.
Pairs AskedSli::group_of(const Pairs& labels) const {
    Pairs group;
    for (const auto& [name, value] : labels) {
        const bool parts = std::find(declared_.by.begin(), declared_.by.end(), name) != declared_.by.end();
        if (parts && !value.empty()) group.emplace_back(name, value);
    }
    std::sort(group.begin(), group.end());
    return group;
}

void AskedSli::add(const AnsweredSeries& series, std::size_t term, Steps& steps) const {
    for (const auto& point : series.points) {
        if (!std::isfinite(point.value)) continue;
        auto& sums = steps[point.at];
        sums.resize(terms_.size());
        sums[term].value += point.value * terms_[term].weight;
        sums[term].any = true;
    }
}

/// Each series of one group, with the steps of which something is known.
std::vector<CountedSeries> AskedSli::counted(const Pairs& group, const Steps& steps, std::string& told) const {
    std::vector<std::string> names;
    for (const AskedTerm& term : terms_)
        if (std::find(names.begin(), names.end(), term.series) == names.end()) names.push_back(term.series);
    std::vector<CountedSeries> out;
    for (const std::string& name : names) out.push_back({labels_of(name, group), {}});
    for (const auto& [step, sums] : steps) {
        if (declared_.together && !std::all_of(sums.begin(), sums.end(), [](const Sum& s) { return s.any; })) {
            told = "a part of SLO " + declared_.slo + "'s histogram has no series: is there a bucket for its bound?";
            continue;
        }
        std::vector<double> values(names.size());
        for (std::size_t t = 0; t < terms_.size(); ++t)
            values[static_cast<std::size_t>(std::find(names.begin(), names.end(), terms_[t].series) - names.begin())] += sums[t].value;
        if (std::any_of(values.begin(), values.end(), [](double v) { return v < 0; })) {
            told = fmt::format(
                "SLO {} counts fewer than no events at {}: what is subtracted is more than what it is taken from",
                declared_.slo, text::rfc3339(step));
            continue;
        }
        for (std::size_t n = 0; n < names.size(); ++n) out[n].steps.push_back({step, values[n]});
    }
    return out;
}

Result<AskedSli::Read> AskedSli::read_gauges(std::vector<std::vector<AnsweredSeries>> answers) const {
    Read out;
    for (std::size_t t = 0; t < answers.size(); ++t) {
        for (const AnsweredSeries& series : answers[t]) {
            CountedSeries one{labels_of(terms_[t].series, series.labels), {}};
            for (const auto& point : series.points)
                if (std::isfinite(point.value)) one.steps.push_back({point.at, point.value});
            if (!one.steps.empty()) out.series.push_back(std::move(one));
        }
    }
    return out;
}

std::int64_t Rounding::take(double value) {
    const double wanted = value + left_;
    const double whole = std::max(0.0, std::floor(wanted + 0.5));
    left_ = wanted - whole;
    return static_cast<std::int64_t>(whole);
}

}  // namespace plimsoll::ingest::pull
