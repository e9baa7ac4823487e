// selector_text.h: selectors inside YAML, and which of their events count.
//
// Population `valid` adds its matchers to every selector. `exclude` lists what is not the service's fault: a series that all
//            matchers of an item select is left out of total and good (or bad) alike.
// Exactness  "not (a and b)" is no selector, so it becomes disjoint ones: "not a", and "a, not b". Their counts add up to
//            exactly what is left, however the items overlap.
// Bounds     64 selectors a query, as promql::parse has.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/catalog/fields.h"
#include "domain/catalog/query_text.h"
#include "promql/query.h"

namespace plimsoll::catalog {

using Matchers = std::vector<promql::Matcher>;

struct Population {
    Matchers valid;
    std::vector<Matchers> excluded;
    [[nodiscard]] bool everything() const { return valid.empty() && excluded.empty(); }
};

/// Reads `valid` ('{env="prod"}') and `exclude` (['{code=~"4.."}', ...]).
[[nodiscard]] Population read_population(const Fields& spec, const Texts& texts);

/// '{code=~"4.."}': matchers without a metric.
std::optional<Matchers> read_matchers(const yaml::Node& scalar, const std::string& path, const Texts& texts, Problems& problems);
/// 'up{job="checkout"}': one selector, whose samples are read as they are.
std::optional<promql::Selector> read_selector(const yaml::Node& scalar, const std::string& path, const Texts& texts, Problems& problems);

/// Disjoint selectors of what `population` leaves of `selector`; it itself where that is everything.
[[nodiscard]] std::vector<promql::Selector> left_of(const promql::Selector& selector, const Population& population);
/// The same of a whole count. A query may become longer than 64 terms: the caller tells it.
[[nodiscard]] promql::Query left_of(const promql::Query& query, const Population& population);

/// PromQL that promql::parse reads as the same counts: "sum(increase(a[5m])) - sum(increase(b[5m]))".
[[nodiscard]] std::string text_of(const promql::Query& query);
/// The increase of what the selectors match.
[[nodiscard]] promql::Query count_of(const std::vector<promql::Selector>& selectors);

/// Equal for selectors of the same series, whatever the order of their matchers.
[[nodiscard]] std::string canonical(const promql::Selector& selector);

/// The name that a selector gives its metric exactly, or empty.
[[nodiscard]] std::string metric_name(const promql::Selector& selector);

}  // namespace plimsoll::catalog
