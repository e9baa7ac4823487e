// openslo.h: the objects of OpenSLO v1 as they are read from files, before their references are resolved.
//
// Validation every rule of the format is checked here, at the field that breaks it; a source that Plimsoll does not read is
//            told as `errors::unsupported` with what to write instead, and never applied by halves.
// Partial    an object with problems still stands in the list, with what could be read, so that references to it are not
//            reported a second time. A Catalog is made only of files without problems.
// Source     OpenSLO v1: github.com/OpenSLO/OpenSLO, and the validators of its Go SDK.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/units.h"
#include "domain/catalog/model.h"
#include "domain/catalog/object.h"
#include "domain/catalog/query_text.h"
#include "domain/catalog/time_window.h"

namespace plimsoll::catalog {

template <class T>
struct Defined {
    Metadata metadata;
    T spec;
};

/// A reference to a T, or a T written in place; neither when what stood there was broken.
template <class T>
struct RefOrInline {
    Ref ref;
    std::optional<Defined<T>> inlined;
    yaml::Place place;
};

struct Metric {
    std::string query;
    std::optional<std::string> canonical;  ///< empty: the query is not one that can be counted
    std::string type;
    Ref source;
    yaml::Place place;
    bool verbatim = false;  ///< `query` is asked for as it stands (verbatim_query.h), and is its own canonical form
};

/// An indicator, whether it stood in an SLI of OpenSLO or in an Indicator of ours.
struct Sli {
    IndicatorKind kind = IndicatorKind::ratio;
    std::optional<Metric> total;  ///< of a threshold and a raw ratio: the gauge
    std::optional<Metric> good;
    std::optional<Metric> bad;
    std::optional<Metric> above;  ///< of an interpolated latency
    Comparison comparison = Comparison::lte;
    double bound = 0;
    double share = 0;
    bool raw_is_bad = false;
    bool bound_by_objective = false;  ///< a thresholdMetric: `op` and `value` stand on each objective
};

struct AlertCondition {
    Severity severity = Severity::ticket;
    std::optional<double> threshold;
    bool at_or_above = false;
    std::optional<Duration> lookback;
    Duration alert_after;
    yaml::Place threshold_place;
    yaml::Place lookback_place;
};

struct AlertTarget {
    Ref channel;
};

struct AlertPolicy {
    bool when_no_data = false;
    bool when_resolved = false;
    bool when_breaching = false;
    std::vector<RefOrInline<AlertCondition>> conditions;
    std::vector<RefOrInline<AlertTarget>> targets;
};

/// One promise of an SLO: a target, and with a composite the member that it is a promise of.
struct ObjectiveSpec {
    std::string display_name;
    std::optional<Ratio> target;
    std::optional<Comparison> comparison;  ///< op
    std::optional<double> value;
    std::optional<yaml::Place> compared_at;  ///< of op, else of value
    std::optional<Duration> slice;
    std::optional<Ratio> slice_target;
    yaml::Place slice_place;
    RefOrInline<Sli> indicator;
    bool member = false;  ///< it has an indicator of its own
    Ratio weight = *Ratio::of(1, 1);
    yaml::Place place;
};

struct SloSpec {
    std::string description;
    Ref service;
    RefOrInline<Sli> indicator;
    std::optional<BudgetingMethod> method;
    std::vector<TimeWindow> windows;
    std::vector<ObjectiveSpec> objectives;
    std::vector<RefOrInline<AlertPolicy>> policies;
};

/// Case does not count.
[[nodiscard]] bool is_prometheus(std::string_view type);

[[nodiscard]] std::string read_openslo_service(const yaml::Node& spec, Problems& problems);  ///< its description
[[nodiscard]] DataSource read_data_source(const Object& object, Problems& problems);
[[nodiscard]] Sli read_sli(const yaml::Node& spec, const std::string& path, const Texts& texts, Problems& problems);
[[nodiscard]] SloSpec read_slo(const yaml::Node& spec, const Texts& texts, Problems& problems);
[[nodiscard]] std::vector<RefOrInline<AlertPolicy>> read_alert_policies(const Fields& spec);
/// `indicator` in place, or `indicatorRef`; neither is for the caller to tell.
[[nodiscard]] RefOrInline<Sli> read_indicator(const Fields& fields, const Texts& texts);
[[nodiscard]] std::vector<ObjectiveSpec> read_objectives(const Fields& spec, std::optional<BudgetingMethod> method, const Texts& texts);
/// `timeSliceWindow`: 1m to 1d. A bare number is minutes, as OpenSLO's text says.
std::optional<Duration> read_slice(const Fields& fields, Need need);
[[nodiscard]] AlertPolicy read_alert_policy(const yaml::Node& spec, const std::string& path, Problems& problems);
[[nodiscard]] AlertCondition read_alert_condition(const yaml::Node& spec, const std::string& path, Problems& problems);
[[nodiscard]] AlertTarget read_alert_target(const yaml::Node& spec, const std::string& path, Problems& problems);

/// OpenSLO leaves severity free. page, critical, high, urgent, emergency, fatal, sev0-sev2, p0-p2 (any case, with or
/// without '-') wake a person; every other word is a ticket.
[[nodiscard]] Severity severity_of(std::string_view word);

}  // namespace plimsoll::catalog
