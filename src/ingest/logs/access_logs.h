// access_logs.h: web servers' access logs, read as they grow, counted into series that SLIs select.
//
// Series     access_log_requests_total{log, method, status, route[, host]}, and with buckets
//            access_log_request_duration_seconds_bucket{log, method, status, route, le[, host]} and ..._count: events by slot, zeros
//            too for every series met, so that quiet is told apart from silence. job is "access_log", instance the log's name.
// Time       of a request is the line's own; the log is complete up to its newest line, or to now when it was read to its end.
// Rotation   a file that was renamed is read to its end (until 10 s after nothing more came), then the new one from its start; one
//            that was truncated is read anew. The cursor names device, inode, offset and a hash of the first bytes, and is committed
//            with the counts: kill -9 loses and doubles nothing.
// Bad lines  are counted and the first told in the source's note; 64 KiB are the longest line; method and status outside
//            the known ones become "other", so that hostile logs make no series without end.
// Threads    apply() and stop() from any; the rest on a thread of its own.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "ingest/history_import.h"
#include "ingest/intake.h"
#include "ingest/source_book.h"

namespace plimsoll::ingest::logs {

namespace errors {
inline constexpr ErrorKind unreadable_log{"ingest.unreadable_log", 422, "The log cannot be imported",
                                          "Compare format, layout or fields of the DataSource with a line of the log"};
}  // namespace errors

enum class Format { common, combined, nginx, json };

struct Route {
    std::string name;
    std::string path;    ///< RE2, anchored
    std::string method;  ///< empty: any
    friend bool operator==(const Route&, const Route&) = default;
};

struct Settings {
    std::string name;
    std::filesystem::path path;
    Format format = Format::combined;
    std::string layout;                                           ///< nginx: its log_format
    std::vector<std::pair<std::string, std::string>> fields;      ///< json
    std::string duration_unit = "s";
    std::vector<Route> routes;
    std::vector<double> buckets;
    bool by_host = false;
    bool from_start = false;
    friend bool operator==(const Settings&, const Settings&) = default;
};

/// What is wrong with settings before anything is read; empty: nothing. Names the field, the rule and a remedy.
[[nodiscard]] std::vector<FieldError> faults(const Settings& settings);

class AccessLogs {
public:
    /// `ledger` says which series were counted before, so that they have zeros from the start on.
    AccessLogs(Intake& intake, const ledger::Ledger& ledger, const Clock& clock, SourceBook& book, Metrics& metrics);
    ~AccessLogs();

    void apply(std::vector<Settings> logs);
    void start();
    void stop();

private:
    class Tails;
    std::unique_ptr<Tails> tails_;
};

/// A whole log file, plain or gzip, counted into the ledger's missing slots, as import_history does with samples. Lines may
/// stand in any order. From the first to the last every slot is measured, but gaps of more than 7 days; the slots of the first and of
/// the last line are left out (`edge_of_file`), because the files before and after hold the rest of them.
/// Errors: not_found; io; unreadable_log (more bad lines than options.bad_lines); invalid (settings); what `fill` says.
Result<ImportReport> import_access_log(const std::filesystem::path& file, const Settings& settings, const BindingSet& binding,
                                       const FillHour& fill, const ImportOptions& options);

}  // namespace plimsoll::ingest::logs
