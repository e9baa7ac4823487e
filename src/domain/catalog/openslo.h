// openslo.h: the objects of OpenSLO v1 as they are read from files, before their references are resolved.
//
// Validation every rule of the format is checked here, at the field that breaks it; what is valid OpenSLO but beyond this
//            version is told as `errors::unsupported` with what to write instead, and never applied by halves.
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

struct DataSource {
    std::string type;
};

struct Metric {
    std::string query;
    std::optional<std::string> canonical;  ///< empty: the query is not one that can be counted
    std::string type;
    Ref source;
    yaml::Place place;
};

struct Sli {
    std::optional<Metric> total;
    std::optional<Metric> good;
    std::optional<Metric> bad;
    bool threshold = false;  ///< a thresholdMetric, which op and value belong to
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

struct SloSpec {
    std::string description;
    Ref service;
    RefOrInline<Sli> indicator;
    std::string objective_name;
    std::optional<Ratio> objective;
    std::optional<Duration> period;
    yaml::Place objective_place;
    std::optional<yaml::Place> comparison;  ///< of op or value, which only a thresholdMetric takes
    std::vector<RefOrInline<AlertPolicy>> policies;
};

/// Case does not count.
[[nodiscard]] bool is_prometheus(std::string_view type);

[[nodiscard]] std::string read_openslo_service(const yaml::Node& spec, Problems& problems);  ///< its description
[[nodiscard]] DataSource read_data_source(const yaml::Node& spec, Problems& problems);
[[nodiscard]] Sli read_sli(const yaml::Node& spec, const std::string& path, const Texts& texts, Problems& problems);
[[nodiscard]] SloSpec read_slo(const yaml::Node& spec, const Texts& texts, Problems& problems);
[[nodiscard]] AlertPolicy read_alert_policy(const yaml::Node& spec, const std::string& path, Problems& problems);
[[nodiscard]] AlertCondition read_alert_condition(const yaml::Node& spec, const std::string& path, Problems& problems);
[[nodiscard]] AlertTarget read_alert_target(const yaml::Node& spec, const std::string& path, Problems& problems);

/// OpenSLO leaves severity free. page, critical, high, urgent, emergency, fatal, sev0-sev2, p0-p2 (any case, with or
/// without '-') wake a person; every other word is a ticket.
[[nodiscard]] Severity severity_of(std::string_view word);

}  // namespace plimsoll::catalog
