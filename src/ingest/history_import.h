// history_import.h: a file of samples with timestamps, counted into the ledger's missing slots, so that history exists
// on day one: `plimsoll import openmetrics FILE`.
//
// Order      of lines: any (by series or by time). Of writing: newest hour first, SLI by SLI.
// Twice      importing a file again, or one that overlaps, fills nothing that is measured already.
// Whole      nothing is written before the whole file was read without giving up.
// Bounds     ImportOptions. 100 million bound samples take about half a gigabyte; a larger file is refused: split it by
//            time. Samples older than the ledger's longest retention are skipped (too_late).
// Threads    the caller's; it blocks on the file and on the ledger.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/units.h"
#include "ingest/binding.h"
#include "ingest/exposition.h"
#include "ingest/series_labels.h"
#include "ingest/text_lines.h"
#include "ledger/ledger.h"

namespace plimsoll::ingest {

struct ImportProgress {
    enum class Stage { reading, writing };
    Stage stage = Stage::reading;
    std::uint64_t done = 0;   ///< bytes of the file, then SLIs
    std::uint64_t total = 0;  ///< 0: not known (a pipe)
};

struct ImportOptions {
    TextFormat format = TextFormat::automatic;
    Timestamp now;  ///< later samples (by 10 min) are skipped
    TextLines::Limits text;
    LabelLimits labels;
    std::uint64_t bad_lines = 1000;  ///< more end the import
    std::uint64_t bound_samples = 100'000'000;
    std::function<void(const ImportProgress&)> progress;  ///< may be empty; called at most every 4 MiB and SLI
};

struct ImportReport {
    std::uint64_t lines = 0;
    std::uint64_t samples = 0;
    std::uint64_t bound = 0;
    std::uint64_t unbound = 0;
    std::uint64_t series = 0;                      ///< bound ones
    std::map<std::string, std::uint64_t> skipped;  ///< samples and lines, by reason: "no_timestamp", "not_whole", ...
    std::vector<FieldError> bad_lines;             ///< the first ten, as "FILE:line:column"
    std::map<ledger::SliId, std::int64_t> filled;  ///< slots, of every SLI of the binding
    std::uint64_t resets = 0;
    std::uint64_t unknown_starts = 0;
    std::uint64_t contradictions = 0;  ///< slots left missing because bad was above valid
};

/// Takes one hour of one SLI, 360 slots, as Ledger::import_hour does: slots with measured 0 are left alone. Returns how
/// many were filled.
using FillHour = std::function<Result<std::int64_t>(ledger::SliId, Timestamp hour_start, std::vector<ledger::Slot>)>;

/// `binding` is numbered by the ids that `fill` shall be called with. `fill` may gather hours and send them later.
/// Errors: not_found; io; unreadable (too many bad lines: its fields name the first; damaged gzip); too_many_samples;
/// what `fill` says.
Result<ImportReport> import_history(const std::filesystem::path& file, const BindingSet& binding, const FillHour& fill,
                                    const ImportOptions& options);
/// The same, into a ledger at hand.
Result<ImportReport> import_history(const std::filesystem::path& file, const BindingSet& binding,
                                    ledger::Ledger& ledger, const ImportOptions& options);

}  // namespace plimsoll::ingest
