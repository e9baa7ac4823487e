// pull.h: counts asked for from servers with the Prometheus query API, and history filled from them.
//
// Exact      a query that only counts (promql::Query) is not asked for as increase(), which extrapolates, but as differences of
//            the counters' own values at the steps' ends (count_query.h): whole numbers that add up.
// Verbatim   any other PromQL with $__step is evaluated as it stands, and its value rounded; what rounding leaves is carried to
//            the next step.
// Steps      end at whole multiples of `step`, and are asked for `delay` after. One request asks for many SLOs (joined with
//            `or`); when it fails they are asked for alone, so that one bad query costs only itself.
// Late       every step is asked for again `look_again` later, and what differs is corrected in the ledger.
// Cursor     of each SLO, committed with its counts: after a restart nothing is missing that the server still has.
// Filling    a new or changed SLO is filled for its whole window, newest first, in chunks, beside the pulling; until it is
//            filling() says how far it is, and nobody should be paged for it.
// Threads    apply() and the readers from any; the rest on a thread of its own.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/http_client.h"
#include "base/random.h"
#include "base/secrets.h"
#include "ingest/history_import.h"
#include "ingest/intake.h"
#include "ingest/source_book.h"

namespace plimsoll::ingest::pull {

/// The names of the series that a pulled SLI's counts and gauges enter the ledger as; label slo="NAME", and those of groups.
inline constexpr std::string_view kTotal = "plimsoll_pulled_total";
inline constexpr std::string_view kGood = "plimsoll_pulled_good";
inline constexpr std::string_view kBad = "plimsoll_pulled_bad";
inline constexpr std::string_view kGauge = "plimsoll_pulled_gauge";

/// One query of an SLI.
struct PulledQuery {
    std::string series;  ///< kTotal, ...
    std::string text;    ///< PromQL as the catalogue has it: canonical, or verbatim with $__step
    int weight = 1;      ///< what one event of it counts; queries of one series add up. An interpolated latency counts hundredths
    friend bool operator==(const PulledQuery&, const PulledQuery&) = default;
};

struct PulledSli {
    std::string slo;
    std::string version;  ///< of the indicator: another one is filled anew
    Duration window;      ///< to fill
    bool verbatim = false;
    bool gauge = false;   ///< each step's value is a sample; else counts
    bool together = false;  ///< parts of one histogram: a step in which one query finds no series is a gap
    std::vector<std::string> by;  ///< of a roll-up: labels that part it
    std::vector<PulledQuery> queries;
    ledger::SliId sli = 0;
    friend bool operator==(const PulledSli&, const PulledSli&) = default;
};

struct Source {
    std::string name;
    std::string url;  ///< of the API, to which /api/v1/query is added
    std::string user, password, token;                ///< user may be, the others are references
    std::vector<std::pair<std::string, std::string>> headers;  ///< values may be references
    std::string ca_file, client_cert, client_key;
    bool allow_private = false;
    Duration timeout;
    Duration step, delay, look_again;
    double rate = 10;
    int batch = 50;
    int concurrency = 4;
    bool back_fill = true;
    std::vector<PulledSli> slis;
    friend bool operator==(const Source&, const Source&) = default;
};

/// Of the SLOs of one source at most so many series of one query and step are taken: beyond it the query is refused.
inline constexpr std::size_t kMostSeries = 20'000;

/// How far an SLO's history is filled. `note`: why there is none, from when it counts.
struct Filling {
    bool under_way = false;
    double done = 0;  ///< 0 to 1
    std::string note;
};

struct Ports {
    HttpClient& http;
    Intake& intake;
    Resolver& resolver;      ///< whose binding fills history
    ledger::Ledger& ledger;
    const SecretSource& secrets;
    const Clock& clock;
    Random& random;  ///< of the waits between attempts; any thread's
    SourceBook& book;
    Metrics& metrics;
    std::function<void()> filled;  ///< an SLO's history is there: judge it anew. May be empty
};

class Pull {
public:
    explicit Pull(Ports ports);
    ~Pull();
    Pull(const Pull&) = delete;
    Pull& operator=(const Pull&) = delete;

    /// What to ask for from now on. Called after the binding took the same SLIs.
    void apply(std::vector<Source> sources);
    /// Begins; before that apply() only takes note.
    void start();
    /// No request is sent and nothing is delivered from here on: an answer that is still on its way is dropped, and asked for
    /// again after the next start. Call it before the ledger closes.
    void stop();

    /// Empty: the SLO is not pulled.
    [[nodiscard]] std::optional<Filling> filling(const std::string& slo) const;
    /// GET of any path of the source's API with these parameters ("/api/v1/label/__name__/values"), for the wizard and previews:
    /// its `data` as JSON text. Errors: not_found (no such source); the client's; invalid (what the server says).
    void ask(const std::string& source, const std::string& path, const std::vector<std::pair<std::string, std::string>>& parameters,
             std::function<void(Result<std::string>)> done) const;

private:
    class Turning;
    std::unique_ptr<Turning> turning_;
};

}  // namespace plimsoll::ingest::pull
