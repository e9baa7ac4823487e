// activity.h: the log for people: who did what when, newest first, filtered, each event as a sentence.
//
// Bounds     a page looks at 5,000 events or 16 MiB of bodies at most; where a filter matches little it comes back short,
//            with `scanned_to` and the cursor that goes on from there.
// People     are named from the vault at the time of asking: a person who was erased is "somebody who was erased".
// Withheld   events of hiring are for those with the right hire. Others are shown that there was one, with place, time and hash: no
//            type, stream, actor or body, and no filter but the type prefix "hiring." finds them.
// Threads    one at a time (the desk's): it reads the disk.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "log/back_reader.h"
#include "log/keys.h"
#include "server/engine.h"
#include "server/sentences.h"

namespace plimsoll::server {

struct LogEntry {
    std::uint64_t seq = 0;
    Timestamp at;
    std::string type;
    int version = 1;
    std::string stream;
    std::string actor;       ///< opaque id, as the chain holds it
    std::string actor_name;  ///< for people; the author of the commit where the catalogue changed
    std::string source;
    std::string service;     ///< empty: none, or several
    std::string slo;         ///< the same
    std::string text;        ///< one sentence
    std::string hash;        ///< hexadecimal
    bool withheld = false;   ///< an event of hiring, for somebody without the right to see it
};
BOOST_DESCRIBE_STRUCT(LogEntry, (), (seq, at, type, version, stream, actor, actor_name, source, service, slo, text, hash, withheld))

/// Whether an event is for this reader's eyes.
[[nodiscard]] bool may_see(const api::Rights& rights, const log::NewEvent& fact);

struct LogPage {
    std::vector<LogEntry> items;  ///< newest first
    std::string next_cursor;      ///< empty: the log's beginning was reached
    std::uint64_t scanned_to = 0; ///< the oldest event that was looked at; 0: none
};
BOOST_DESCRIBE_STRUCT(LogPage, (), (items, next_cursor, scanned_to))

/// Empty strings ask for all.
struct LogFilter {
    std::string service;
    std::string slo;
    std::string actor;   ///< id, or name in any case
    std::string type;    ///< prefix: "paging." or "slo.AlertFired"
    std::string stream;  ///< exact
    log::Seq below = UINT64_MAX;
    std::size_t limit = 100;
    api::Rights rights;  ///< of whoever asks
};

/// One event with all that is known of it.
struct LogEvent {
    LogEntry entry;
    std::string body;  ///< JSON object, as stored
    std::vector<catalog::FieldChange> changes;
    std::string previous_hash;
};

class Activity {
public:
    static constexpr std::size_t kMostRows = 5'000;
    static constexpr std::size_t kMostBytes = 16u << 20;

    Activity(const log::Log& log, std::filesystem::path log_file, const Engine& engine, log::PersonVault& vault);

    /// Errors: io; corrupt; tampered.
    Result<LogPage> page(const LogFilter& filter);
    /// Withheld from `rights`: without body and changes. Errors: not_found; io.
    Result<LogEvent> event(log::Seq seq, const api::Rights& rights);
    /// For other lists that name who did something.
    [[nodiscard]] std::string name_of(const std::string& actor);

private:
    struct Seen {
        LogEntry entry;
        Told told;
    };
    [[nodiscard]] Seen see(const log::Event& row, const api::Rights& rights);
    [[nodiscard]] bool fits(const LogFilter& filter, const Seen& seen) const;
    [[nodiscard]] Names names(Timestamp at);
    [[nodiscard]] std::string service_of(const std::string& slo) const;
    [[nodiscard]] std::string person_name(const std::string& person);
    std::optional<WorldEvent> first_of(const std::string& stream);

    const log::Log& log_;
    log::BackReader reader_;
    const Engine& engine_;
    log::PersonVault& vault_;
    std::map<std::string, std::optional<WorldEvent>> first_;  ///< by stream; bounded
    std::map<std::string, std::string> people_;               ///< names, of one request
};

}  // namespace plimsoll::server
