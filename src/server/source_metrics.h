// source_metrics.h: which metrics a source has: asked of it where it is asked for counts, else what was met of it.
//
// Pushed     what was met is remembered by name and not by sender: sources that push share one list; a scrape's, a log's and a
//            probe's are told apart by their labels.
// Asked      names and meanings of all metrics, counts of series of those that are shown; for proposals two questions for each
//            metric that is recognised, kMostQuestions metrics at most, all at once.
// Threads    any; `done` is called exactly once, on the caller's thread or the source's.
#pragma once

#include <boost/describe/class.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ingest/metric_names.h"
#include "ingest/pull/pull.h"
#include "server/proposals.h"

namespace plimsoll::server {

inline constexpr std::size_t kMetricsShown = 200;
inline constexpr std::size_t kMostQuestions = 16;

struct SourceMetric {
    std::string name;
    std::string type;  ///< counter, gauge, histogram, summary; empty: the source does not say
    std::string help;
    std::optional<std::uint64_t> series;  ///< about, where samples are pushed
    std::vector<std::string> labels;      ///< names; of a source that is asked they are not known
    bool recognised = false;              ///< SLOs are proposed from it
};
BOOST_DESCRIBE_STRUCT(SourceMetric, (), (name, type, help, series, labels, recognised))

struct SourceMetricPage {
    std::string source;
    std::vector<SourceMetric> items;  ///< those that are recognised first, then by name; at most kMetricsShown
    std::uint64_t matching = 0;       ///< with the search
    std::uint64_t all = 0;
    std::string note;  ///< whose metrics these are
};
BOOST_DESCRIBE_STRUCT(SourceMetricPage, (), (source, items, matching, all, note))

/// How the metrics of a source are found.
struct MetricsOf {
    std::string source;
    bool asked = false;        ///< over its API
    std::string label, value;  ///< met with this label; empty: all that were met
};

/// Asks a path of a source's API: Pull::ask.
using AskSource =
    std::function<void(const std::string& source, const std::string& path,
                       const std::vector<std::pair<std::string, std::string>>& parameters, std::function<void(Result<std::string>)> done)>;

/// Errors: those of asking.
void find_metrics(const AskSource& ask, const ingest::MetricNames& names, const MetricsOf& of, const std::string& search,
                  std::function<void(Result<SourceMetricPage>)> done);
/// What proposals are made from. Errors: those of asking for names; a metric that cannot be asked for is left out.
void find_known(const AskSource& ask, const ingest::MetricNames& names, const MetricsOf& of,
                std::function<void(Result<std::vector<KnownMetric>>)> done);

}  // namespace plimsoll::server
