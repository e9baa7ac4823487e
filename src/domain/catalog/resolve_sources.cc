// Where the counts of an SLI come from: pushed to Plimsoll, or asked for from one DataSource.
#include <fmt/format.h>

#include <array>
#include <utility>

#include "domain/catalog/errors.h"
#include "domain/catalog/resolve.h"

namespace plimsoll::catalog {

namespace {

using Part = std::pair<const char*, const std::optional<Metric>*>;

std::array<Part, 4> parts(const Sli& sli) { return {{{"total", &sli.total}, {"good", &sli.good}, {"bad", &sli.bad}, {"above", &sli.above}}}; }

/// The DataSource when it is one that is asked.
const DataSource* asked(const Inventory& inventory, const Metric& metric) {
    const auto found = metric.source ? inventory.data_sources.find(metric.source.name) : inventory.data_sources.end();
    return found != inventory.data_sources.end() && found->second.pull ? &found->second : nullptr;
}

void check_source(const Inventory& inventory, const Metric& metric, Problems& problems) {
    const DataSource* source = find(inventory.data_sources, metric.source, "DataSource", problems);
    if (source == nullptr || source->type != DataSourceType::other || source->type_text.empty()) return;
    problems.add(errors::unsupported, metric.source.place,
                 fmt::format("DataSource `{}` is of type {}; this version reads Prometheus", metric.source.name, source->type_text),
                 "refer to a DataSource of type Prometheus");
}

std::string named(const DataSource* source) { return source == nullptr ? "none that is asked" : "`" + source->name + "`"; }

/// Counts of one SLI are asked for in one request and by one clock, all as they stand or all as counts.
void check_alike(const Inventory& inventory, const Part& first, const Part& other, Problems& problems) {
    const Metric& a = **first.second;
    const Metric& b = **other.second;
    const DataSource* from = asked(inventory, a);
    const DataSource* also = asked(inventory, b);
    if (from != also) {
        problems.add(errors::invalid, b.place,
                     fmt::format("the metrics of an SLI must come from one DataSource: {} names {}, {} names {}", first.first, named(from),
                                 other.first, named(also)),
                     "name the same metricSourceRef in each");
    } else if (a.verbatim != b.verbatim && !a.query.empty() && !b.query.empty()) {
        problems.add(errors::query, b.place,
                     fmt::format("`$__step` stands in {} and not in {}", a.verbatim ? first.first : other.first,
                                 a.verbatim ? other.first : first.first),
                     "write $__step as the range of each, or of none: then both are counted exactly");
    }
}

}  // namespace

void check_sources(const Inventory& inventory, const Sli& sli, Problems& problems) {
    std::optional<Part> first;
    for (const Part& part : parts(sli)) {
        if (!*part.second) continue;
        const Metric& metric = **part.second;
        check_source(inventory, metric, problems);
        const bool found = !metric.source || inventory.data_sources.contains(metric.source.name);  // else that was told
        if (metric.verbatim && found && asked(inventory, metric) == nullptr) {
            problems.add(errors::query, metric.place, "`$__step` stands in a query that no DataSource is asked for",
                         "name a DataSource with pull: true in metricSourceRef, or write a count: sum(increase(...[5m]))");
        }
        if (first) check_alike(inventory, *first, part, problems);
        else first = part;
    }
}

Origin origin_of(const Inventory& inventory, const Sli& sli) {
    Origin out;
    if (!sli.total) return out;
    if (const DataSource* source = asked(inventory, *sli.total)) out.data_source = source->name;
    out.verbatim = sli.total->verbatim && !out.data_source.empty();
    return out;
}

}  // namespace plimsoll::catalog
