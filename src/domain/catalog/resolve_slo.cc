// From the documents of SLOs to the promises that they make.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "domain/catalog/annotations.h"
#include "domain/catalog/errors.h"
#include "domain/catalog/resolve.h"
#include "domain/catalog/version.h"

namespace plimsoll::catalog {

namespace {

/// One document being unfolded.
struct Document {
    const Defined<SloSpec>& from;
    const Inventory& inventory;
    const std::map<std::string, Service>& services;
    Promises& promises;
    Problems& problems;

    [[nodiscard]] const SloSpec& spec() const { return from.spec; }
    [[nodiscard]] const std::string& name() const { return from.metadata.name.name; }
    /// Objectives with indicators of their own make a composite; a single one is an SLO with its indicator written there.
    [[nodiscard]] bool composite() const { return spec().objectives.size() > 1 && spec().objectives.front().member; }
};

/// An SLI of OpenSLO or an Indicator of ours, whichever has the name.
const Sli* find_indicator(const Inventory& inventory, const Ref& ref, Problems& problems) {
    if (!ref) return nullptr;
    const auto sli = inventory.slis.find(ref.name);
    const auto own = inventory.indicators.find(ref.name);
    const bool both = sli != inventory.slis.end() && own != inventory.indicators.end();
    if (both) {
        problems.add(errors::duplicate, ref.place, fmt::format("`{}` is both an SLI and an Indicator", ref.name), "rename one of them");
        return nullptr;
    }
    if (sli != inventory.slis.end()) return &sli->second;
    if (own != inventory.indicators.end()) return &own->second;
    std::vector<std::string> known;
    for (const auto& [name, value] : inventory.slis) known.push_back(name);
    for (const auto& [name, value] : inventory.indicators) known.push_back(name);
    dangling(ref, inventory.indicators.empty() ? "SLI" : "SLI or Indicator", known, problems);
    return nullptr;
}

const Sli* indicator_of(const Document& d, const ObjectiveSpec& objective) {
    const RefOrInline<Sli>& indicator = objective.member ? objective.indicator : d.spec().indicator;
    if (!indicator.inlined) return find_indicator(d.inventory, indicator.ref, d.problems);
    check_sources(d.inventory, indicator.inlined->spec, d.problems);
    return &indicator.inlined->spec;
}

/// `op` and `value` stand with a thresholdMetric and nowhere else.
void check_comparison(const ObjectiveSpec& objective, const Sli& sli, Problems& problems) {
    if (!sli.bound_by_objective && objective.compared_at) {
        const char* why = sli.kind == IndicatorKind::ratio ? "the indicator is a ratioMetric" : "the indicator says its own bound";
        problems.add(errors::invalid, *objective.compared_at, fmt::format("`op` and `value` belong to a thresholdMetric; {}", why), "remove them");
    }
    if (!sli.bound_by_objective || (objective.comparison && objective.value)) return;
    problems.add(errors::invalid, objective.compared_at.value_or(objective.place),
                 "`op` and `value` are missing, which say when a sample of the thresholdMetric is good", "write op: lte and value: 0.3");
}

void set_indicator(const ObjectiveSpec& objective, const Sli& sli, const Origin& origin, Slo& slo) {
    Indicator& indicator = slo.indicator;
    CanonicalIndicator canonical;
    const auto take = [](const std::optional<Metric>& metric, std::string& query, std::string& form) {
        if (!metric) return;
        query = metric->query;
        form = metric->canonical.value_or("");
    };
    take(sli.total, indicator.total, canonical.total);
    take(sli.good, indicator.good, canonical.good);
    take(sli.bad, indicator.bad, canonical.bad);
    take(sli.above, indicator.above, canonical.above);
    indicator.kind = sli.kind;
    indicator.comparison = sli.bound_by_objective ? objective.comparison.value_or(sli.comparison) : sli.comparison;
    indicator.bound = sli.bound_by_objective ? objective.value.value_or(0) : sli.bound;
    indicator.share = sli.share;
    indicator.raw_is_bad = sli.raw_is_bad;
    indicator.data_source = origin.data_source;
    indicator.verbatim = origin.verbatim;
    slo.sli_version = sli_version(indicator, canonical);
}

Slo common(const Document& d, const TimeWindow& window) {
    Slo slo;
    slo.document = d.name();
    slo.description = d.spec().description;
    slo.service = d.spec().service.name;
    slo.labels = d.from.metadata.labels;
    slo.source = {d.from.metadata.name.place.file, d.from.metadata.name.place.line};
    slo.period = window.period.value_or(Duration{});
    slo.calendar = window.calendar;
    slo.runbook = runbook_of(d.from.metadata, slo.service, d.services, d.problems);
    return slo;
}

/// "Checkout: fast, 30d", where there are several.
std::string title(const Document& d, const std::string& objective, const std::string& window) {
    std::string out = d.from.metadata.display_name;
    if (out.empty() || (objective.empty() && window.empty())) return out;
    out += ": " + objective;
    if (!objective.empty() && !window.empty()) out += ", ";
    return out + window;
}

void set_slices(const Document& d, const ObjectiveSpec& objective, Slo& slo) {
    slo.method = d.spec().method.value_or(BudgetingMethod::occurrences);
    if (slo.method == BudgetingMethod::occurrences || !objective.slice) return;
    slo.slicing = Slicing{*objective.slice, objective.slice_target.value_or(Ratio()), EmptySlice::gap};
    check_slicing(slo, objective.slice_place, d.problems);
}

/// How one promise of the document is called, and what it is one of.
struct Labels {
    std::string objective;  ///< empty: there is one
    std::string window;
};

std::string joined(const std::string& document, const Labels& labels) {
    std::string name = document;
    if (!labels.objective.empty()) name += "." + labels.objective;
    if (!labels.window.empty()) name += "." + labels.window;
    return name;
}

void keep(const Document& d, Slo slo) {
    apply_annotations(d.from.metadata, slo, d.problems);
    std::string name = slo.name;
    if (name != d.name()) d.promises.documents[d.name()].push_back(name);
    d.promises.slos.emplace(std::move(name), std::move(slo));  // two of one name were told before
}

void add_promise(const Document& d, const ObjectiveSpec& objective, const TimeWindow& window, const Labels& labels) {
    Slo slo = common(d, window);
    slo.name = joined(d.name(), labels);
    const bool several = !labels.objective.empty();
    slo.display_name = title(d, !several || objective.display_name.empty() ? labels.objective : objective.display_name, labels.window);
    slo.objective_name = objective.display_name;
    if (several) slo.source.line = objective.place.line;
    slo.objective = objective.target.value_or(slo.objective);
    set_slices(d, objective, slo);
    if (const Sli* sli = indicator_of(d, objective)) {
        check_comparison(objective, *sli, d.problems);
        set_indicator(objective, *sli, origin_of(d.inventory, *sli), slo);
    }
    const bool sliced = slo.method == BudgetingMethod::occurrences || slo.slicing;
    const bool judged = objective.target && window.period && sliced && !d.composite();
    resolve_rules({d.from.metadata, d.spec().policies, judged, d.composite() ? Watched::member : Watched::whole}, d.inventory, slo, d.problems);
    keep(d, std::move(slo));
}

CompositeRule rule_of(BudgetingMethod method) {
    if (method == BudgetingMethod::timeslices) return CompositeRule::worst;
    return method == BudgetingMethod::ratio_timeslices ? CompositeRule::shortfall : CompositeRule::burn;
}

void add_composite(const Document& d, const std::vector<std::string>& objectives, const TimeWindow& window, const std::string& window_label) {
    Slo slo = common(d, window);
    slo.name = joined(d.name(), {"", window_label});
    slo.display_name = title(d, "", window_label);
    slo.indicator.kind = IndicatorKind::composite;
    Composite composite;
    composite.rule = rule_of(d.spec().method.value_or(BudgetingMethod::occurrences));
    for (std::size_t i = 0; i < objectives.size(); ++i) {
        composite.members.push_back({joined(d.name(), {objectives[i], window_label}), d.spec().objectives[i].weight.as_double()});
    }
    set_slices(d, d.spec().objectives.front(), slo);
    if (slo.slicing) slo.slicing->target = Ratio();
    const auto objective = composite_objective(composite.rule, d.spec().objectives, d.spec().objectives.front().place, d.problems);
    if (objective) slo.objective = *objective;
    slo.composite = std::move(composite);
    resolve_rules({d.from.metadata, d.spec().policies, objective && window.period, Watched::sum}, d.inventory, slo, d.problems);
    keep(d, std::move(slo));
}

/// "fast", or "o2" where the second has no name that a label could be made of.
std::vector<std::string> objective_labels(const Document& d) {
    const auto& objectives = d.spec().objectives;
    if (objectives.size() < 2) return {""};
    std::vector<std::string> out;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < objectives.size(); ++i) {
        std::string label = as_dns_label(objectives[i].display_name);
        if (label.empty()) label = fmt::format("o{}", i + 1);
        if (!seen.insert(label).second) {
            d.problems.add(errors::duplicate, objectives[i].place, fmt::format("two objectives make SLO `{}.{}`", d.name(), label),
                           "give each objective a displayName of its own");
        }
        out.push_back(std::move(label));
    }
    return out;
}

std::vector<std::string> window_labels(const Document& d) {
    const auto& windows = d.spec().windows;
    if (windows.size() < 2) return {""};
    std::vector<std::string> out;
    std::set<std::string> seen;
    for (const TimeWindow& window : windows) {
        if (!window.name.empty() && !seen.insert(window.name).second) {
            d.problems.add(errors::duplicate, window.place, fmt::format("two windows make SLO `{}.{}`", d.name(), window.name),
                           "write the second one into an SLO of its own");
        }
        out.push_back(window.name);
    }
    return out;
}

/// The two kinds of names would be one: document.month and document.month.
void check_apart(const Document& d, const std::vector<std::string>& objectives, const std::vector<std::string>& windows) {
    if (!d.composite() || windows.size() < 2) return;
    for (const std::string& window : windows) {
        if (std::find(objectives.begin(), objectives.end(), window) == objectives.end()) continue;
        d.problems.add(errors::duplicate, d.from.metadata.name.place, fmt::format("an objective and a window of SLO `{}` are both called {}", d.name(), window),
                       "give the objective another displayName");
    }
}

void unfold(const Document& d) {
    need_service(d.inventory, d.spec().service, d.problems);
    if (d.spec().objectives.empty()) return;
    const auto objectives = objective_labels(d);
    const auto windows = window_labels(d);
    check_apart(d, objectives, windows);
    const std::vector<TimeWindow> unread(1);  // a broken window was told; the rest of the document is still read
    const auto& written = d.spec().windows.empty() ? unread : d.spec().windows;
    for (std::size_t w = 0; w < written.size(); ++w) {
        for (std::size_t o = 0; o < objectives.size(); ++o) add_promise(d, d.spec().objectives[o], written[w], {objectives[o], windows[w]});
        if (d.composite()) add_composite(d, objectives, written[w], windows[w]);
    }
}

}  // namespace

std::string runbook_of(const Metadata& metadata, const std::string& service, const std::map<std::string, Service>& services, Problems& problems) {
    const auto own = services.find(service);
    const Ref* runbook = metadata.annotation("plimsoll.dev/runbook");
    if (runbook == nullptr) return own == services.end() ? "" : own->second.runbook;
    if (!runbook->name.starts_with("https://") && !runbook->name.starts_with("http://")) {
        problems.add(errors::invalid, runbook->place, "`plimsoll.dev/runbook` must be an http or https URL");
    }
    return runbook->name;
}

void check_slicing(const Slo& slo, const yaml::Place& place, Problems& problems) {
    if (!slo.slicing || slo.period == Duration{}) return;
    const Duration length = slo.slicing->length;
    if (length * 2 > slo.period) {
        problems.add(errors::invalid, place, fmt::format("slices of {} do not fit twice into the window of {}", text::duration(length), text::duration(slo.period)),
                     "write shorter slices, or a longer window");
    }
    constexpr Duration kFine = Duration::days(100);  // beyond it the ledger keeps steps of five minutes
    if (slo.period <= kFine || length.in_ms() % Duration::minutes(5).in_ms() == 0) return;
    problems.add(errors::invalid, place, fmt::format("slices of {} are finer than what is kept of a window of {}", text::duration(length), text::duration(slo.period)),
                 "write timeSliceWindow: 5m, or a window of at most 100d");
}

const Slo* find_slo(const Promises& promises, const Ref& ref, Problems& problems) {
    if (!ref) return nullptr;
    const auto found = promises.slos.find(ref.name);
    if (found != promises.slos.end()) return &found->second;
    const auto document = promises.documents.find(ref.name);
    if (document == promises.documents.end()) return find(promises.slos, ref, "SLO", problems);
    std::string made;
    for (const std::string& name : document->second) made += (made.empty() ? "" : ", ") + name;
    problems.add(errors::dangling, ref.place, fmt::format("there is no SLO `{}`: its document makes several", ref.name), "name one of " + made);
    return nullptr;
}

Promises resolve_slos(const Inventory& inventory, const std::map<std::string, Service>& services, Problems& problems) {
    Promises out;
    for (const auto& [name, from] : inventory.slos) unfold({from, inventory, services, out, problems});
    return out;
}

}  // namespace plimsoll::catalog
