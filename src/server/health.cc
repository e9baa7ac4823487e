#include "server/health.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "server/sentences.h"

namespace plimsoll::server {

namespace {

constexpr Duration kSeenLately = Duration::seconds(20);  // counters are looked at every 10 s
constexpr Duration kTelemetrySilence = Duration::minutes(5);
constexpr Duration kJudgingBound = Duration::seconds(10);

HealthCheck check(std::string name, bool ok, std::string detail, std::string remedy) {
    return {std::move(name), ok, std::move(detail), ok ? std::string() : std::move(remedy)};
}

HealthCheck log_check(const HealthInputs& in) {
    return check("log", !in.log_failed, in.log_failed ? "The last commit of the event log failed; changes are refused until one succeeds" : "Events are made durable",
                 "Check space and rights of the data folder's disk; the server tries again every second");
}

HealthCheck disk_check(const HealthInputs& in) {
    std::string detail = in.free_bytes ? bytes_text(static_cast<double>(*in.free_bytes)) + " free" : "The disk cannot be asked how much is free";
    if (in.low_space) detail += "; telemetry is refused, so that paging can go on into the space kept for it";
    return check("disk", !in.low_space, std::move(detail), "Free space on the disk of the data folder, or enlarge it");
}

HealthCheck ledger_check(const HealthInputs& in) {
    const bool ok = in.ingest.deferred == 0;
    const std::string span = text::duration_words(in.ingest.span);
    std::string detail = fmt::format("Telemetry is stored as it comes: {:.0f} bodies in {}", in.ingest.bodies, span);
    if (!ok) detail = fmt::format("{:.0f} of {:.0f} bodies of telemetry could not be stored at once, in {}", in.ingest.deferred, in.ingest.bodies, span);
    return check("ledger", ok, std::move(detail), "Their senders try again by themselves; if it lasts, the disk is too slow or full");
}

HealthCheck telemetry_check(const HealthInputs& in) {
    if (!in.has_slos) return check("telemetry", true, "No SLO is declared yet, so none is needed", "");
    const Duration silent = in.ingest.silent_for.value_or(in.now - in.started);
    const bool ok = silent < kTelemetrySilence;
    std::string detail = "No sample came since the start, " + text::duration_words(silent) + " ago";
    if (in.ingest.silent_for) detail = silent < kSeenLately ? "Samples come in" : "The last sample came " + text::duration_words(silent) + " ago";
    return check("telemetry", ok, std::move(detail), "Check remote_write of your Prometheus: its address, its token, and its own log");
}

HealthCheck judging_check(const HealthInputs& in) {
    const bool ok = in.judge_behind < kJudgingBound;
    std::string detail = in.judge_behind == Duration() ? "Everything that was counted is judged" : "Counts have waited " + text::duration_words(in.judge_behind) + " for their judgement";
    return check("judging", ok, std::move(detail), "The machine is too busy for what is declared: give it more, or declare fewer SLOs");
}

HealthCheck catalogue_check(const HealthInputs& in) {
    if (in.refusal) {
        return check("catalogue", false, fmt::format("The files have {} error{}, so version {} goes on applying", in.refusal->total, in.refusal->total == 1 ? "" : "s", in.catalog_version),
                     "Correct what GET /api/v1/catalog lists, or the Catalogue page");
    }
    if (in.hold) {
        return check("catalogue", false, fmt::format("The files remove {} of {} objects, so version {} goes on applying", in.hold->removals.size(), in.hold->objects, in.catalog_version),
                     "If that is meant, run `plimsoll catalog apply --allow-deletes`");
    }
    return check("catalogue", in.catalog_version > 0, in.catalog_version > 0 ? fmt::format("Version {} applies, as the files say", in.catalog_version) : "Nothing was ever applied",
                 "Put files into the catalogue's folder; docs/catalogue.md says which");
}

HealthCheck chain_check(const HealthInputs& in) {
    std::string detail = fmt::format("Verified up to event {}", in.chain.verified_seq);
    if (in.chain.verdict == ChainVerdict::unverified) detail += "; the first pass goes on";
    if (in.chain.verdict == ChainVerdict::broken) detail = "The log's chain is broken: " + in.chain.problem;
    return check("chain", in.chain.verdict != ChainVerdict::broken, std::move(detail),
                 "Run `plimsoll audit verify` to see what was changed, and restore a back-up");
}

HealthCheck paging_check(const HealthInputs& in) {
    std::string failing;
    for (const auto& [name, channel] : in.channels) {
        if (channel.consecutive_failures == 0) continue;
        failing += fmt::format("{}{} (failed {} times in a row: {})", failing.empty() ? "" : "; ", name, channel.consecutive_failures, briefly(channel.last_error));
    }
    if (!failing.empty()) return check("paging", false, text::printable("Channels that fail: " + failing), "Test them on the Paging page or with `plimsoll channel test`, and correct the catalogue");
    if (in.dead_letters > 0) {
        return check("paging", false, fmt::format("{} page{} reached nobody and wait{} for a person", in.dead_letters, in.dead_letters == 1 ? "" : "s", in.dead_letters == 1 ? "s" : ""),
                     "Replay them on the Paging page or with `plimsoll page replay`");
    }
    return check("paging", true, in.channels.empty() ? "No channel was ever used" : fmt::format("{} channel{} delivered last", in.channels.size(), in.channels.size() == 1 ? "" : "s"), "");
}

}  // namespace

std::vector<HealthCheck> checks_of(const HealthInputs& in) {
    return {log_check(in), disk_check(in), ledger_check(in), telemetry_check(in), judging_check(in), catalogue_check(in), chain_check(in), paging_check(in)};
}

std::string bytes_text(double bytes) {
    constexpr const char* kUnits[] = {"B", "KiB", "MiB", "GiB", "TiB"};
    std::size_t unit = 0;
    for (; bytes >= 1024 && unit + 1 < std::size(kUnits); ++unit) bytes /= 1024;
    return fmt::format("{:.1f} {}", bytes, kUnits[unit]);
}

}  // namespace plimsoll::server
