#include "domain/catalog/lint_sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "domain/catalog/errors.h"
#include "promql/query.h"

namespace plimsoll::catalog {

namespace {

/// What all series of a source have in common: a label that is not here may have any value.
struct Common {
    std::set<std::string> names;                ///< of metrics; empty: any
    std::map<std::string, std::string> labels;
};

/// A matcher ready to be tried on many values.
struct Part {
    std::string label;
    promql::CompiledSelector compiled;
    [[nodiscard]] bool accepts(const std::string& value) const { return compiled.matches({{label, value}}); }
};
using Selector = std::vector<Part>;
using Selectors = std::vector<Selector>;

void add_selectors(const Indicator& indicator, Selectors& out) {
    for (const std::string* text : {&indicator.total, &indicator.good, &indicator.bad, &indicator.above}) {
        if (text->empty()) continue;
        auto query = promql::parse(*text);
        if (!query) query = promql::parse_gauge(*text);
        if (!query) continue;
        for (const promql::Term& term : query->terms) {
            Selector selector;
            for (const promql::Matcher& m : term.selector.matchers) {
                if (auto compiled = promql::CompiledSelector::compile({{m}})) selector.push_back({m.label, std::move(*compiled)});
            }
            out.push_back(std::move(selector));
        }
    }
}

bool could_select(const Selector& selector, const Common& series) {
    return std::all_of(selector.begin(), selector.end(), [&](const Part& part) {
        if (part.label == "__name__") {
            return series.names.empty() || std::any_of(series.names.begin(), series.names.end(), [&](const std::string& name) { return part.accepts(name); });
        }
        const auto known = series.labels.find(part.label);
        return known == series.labels.end() || part.accepts(known->second);
    });
}

/// Selectors that could mean a series of these names, whatever its labels: sources of one kind have them in common.
Selectors of_names(const Selectors& all, const std::set<std::string>& names) {
    Selectors out;
    std::copy_if(all.begin(), all.end(), std::back_inserter(out), [&](const Selector& selector) { return could_select(selector, {names, {}}); });
    return out;
}

const std::set<std::string>& names_of_access_logs() {
    static const std::set<std::string> kNames{"access_log_requests_total", "access_log_request_duration_seconds_bucket",
                                              "access_log_request_duration_seconds_count"};
    return kNames;
}

const std::set<std::string>& names_of_probes() {
    static const std::set<std::string> kNames{"probe_checks_total", "probe_duration_seconds_bucket", "probe_duration_seconds_count",
                                              "probe_success", "probe_duration_seconds", "probe_tls_expiry_seconds"};
    return kNames;
}

Common of_scrape(const DataSource& source) {
    Common out{{}, source.scrape->labels};
    out.labels["job"] = source.scrape->job.empty() ? source.name : source.scrape->job;
    return out;
}

Common of_access_log(const DataSource& source) {
    return {names_of_access_logs(), {{"log", source.name}, {"job", "access_log"}, {"instance", source.name}}};
}

Common of_probe(const Probe& probe) { return {names_of_probes(), {{"probe", probe.name}, {"job", "probe"}, {"instance", probe.name}}}; }

bool is_asked(const Catalog& catalog, const std::string& source) {
    return std::any_of(catalog.slos.begin(), catalog.slos.end(), [&](const auto& slo) { return slo.second.indicator.data_source == source; });
}

void warn(const Source& at, Problems& problems, std::string rule, std::string remedy) {
    problems.warn(errors::invalid, {at.file, at.line, 0}, std::move(rule), std::move(remedy));
}

}  // namespace

void lint_sources(const Catalog& catalog, Problems& problems) {
    if (catalog.data_sources.empty() && catalog.probes.empty()) return;
    Selectors pushed;
    for (const auto& [name, slo] : catalog.slos) {
        if (slo.indicator.data_source.empty()) add_selectors(slo.indicator, pushed);
    }
    const Selectors of_logs = of_names(pushed, names_of_access_logs());
    const Selectors of_probes = of_names(pushed, names_of_probes());
    const auto selected = [](const Selectors& among, const Common& series) {
        return std::any_of(among.begin(), among.end(), [&](const Selector& selector) { return could_select(selector, series); });
    };
    for (const auto& [name, source] : catalog.data_sources) {
        if (source.pull && !is_asked(catalog, name)) {
            warn(source.source, problems, fmt::format("DataSource `{}` is asked for nothing: no SLI names it", name),
                 fmt::format("write metricSourceRef: {} in an SLI, or remove it", name));
        }
        if (source.scrape && !selected(pushed, of_scrape(source))) {
            warn(source.source, problems, fmt::format("DataSource `{}` is scraped, and no SLI selects its series", name),
                 "write an SLI that selects its job, or remove it");
        }
        if (source.access_log && !selected(of_logs, of_access_log(source))) {
            warn(source.source, problems, fmt::format("DataSource `{}` is read, and no SLI selects its series", name),
                 fmt::format("write an SLI of access_log_requests_total{{log=\"{}\"}}, or remove it", name));
        }
    }
    for (const auto& [name, probe] : catalog.probes) {
        if (selected(of_probes, of_probe(probe))) continue;
        warn(probe.source, problems, fmt::format("probe `{}` is an SLI of no SLO", name),
             fmt::format("write an SLI of probe_checks_total{{probe=\"{}\"}}, or remove it", name));
    }
}

}  // namespace plimsoll::catalog
