// import_command.cc: `plimsoll import`: the file is read and counted here, the server fills its missing slots.
#include <fmt/format.h>

#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "domain/catalog/replies.h"
#include "domain/slo/views.h"
#include "ingest/history_import.h"
#include "ingest/logs/access_logs.h"
#include "server/import_routes.h"
#include "server/indicator_queries.h"
#include "server/sources_host.h"

namespace plimsoll::cli {

namespace {

/// The server's SLOs, numbered in the order of their names: the numbers stand for ledger ids in the reader.
Result<std::vector<catalog::Slo>> slos_of(const Session& session) {
    std::vector<catalog::Slo> slos;
    std::string cursor;
    do {
        TRY_ASSIGN(auto page, fetch<catalog::ObjectList>(session, "/api/v1/catalog/objects?kind=SLO&limit=500" +
                                                                      (cursor.empty() ? "" : "&cursor=" + encoded(cursor))));
        for (catalog::CatalogObject& object : page.items) {
            if (object.slo) slos.push_back(std::move(*object.slo));
        }
        cursor = page.next_cursor;
    } while (!cursor.empty());
    return slos;
}

/// Numbers the SLOs that have an indicator of their own, and leaves only those.
Result<std::shared_ptr<const ingest::BindingSet>> binding_of(std::vector<catalog::Slo>& slos) {
    std::map<std::string, catalog::Slo> by_name;
    for (catalog::Slo& slo : slos) by_name[slo.name] = std::move(slo);
    TRY_ASSIGN(server::Indicators indicators, server::indicators_of(by_name));
    slos.clear();
    for (std::size_t i = 0; i < indicators.slos.size(); ++i) {
        indicators.queries[i].sli = static_cast<ledger::SliId>(i);
        slos.push_back(by_name.at(indicators.slos[i]));
    }
    return ingest::BindingSet::build(indicators.queries);
}

/// Gathers hours of one SLO and sends them a hundred at a time.
class Sender {
public:
    Sender(const Session& session, const std::vector<catalog::Slo>& slos) : session_(session), slos_(slos) {}

    Result<std::int64_t> add(ledger::SliId sli, Timestamp start, const std::vector<ledger::Slot>& slots) {
        if (sli != sli_) TRY(flush());
        sli_ = sli;
        server::ImportHour hour{start, {}};
        for (std::size_t i = 0; i < slots.size(); ++i) {
            const ledger::Slot& s = slots[i];
            if (s.measured > 0) hour.slots.push_back({static_cast<std::int64_t>(i), s.valid, s.bad, s.reporting, s.live});
        }
        waiting_.push_back(std::move(hour));
        if (waiting_.size() >= 100) TRY(flush());
        return std::int64_t{0};  // what was filled is counted as the server says it
    }
    Result<> flush() {
        if (waiting_.empty()) return {};
        const catalog::Slo& slo = slos_[sli_];
        const std::string body = json::encode(server::ImportRequest{slo.name, slo.sli_version, std::exchange(waiting_, {})});
        TRY_ASSIGN(const std::string reply, session_.post("/api/v1/import/slots", body));
        TRY_ASSIGN(const auto filled, json::decode<server::ImportReply>(reply));
        filled_[slo.name] += filled.filled;
        return {};
    }
    [[nodiscard]] const std::map<std::string, std::int64_t>& filled() const { return filled_; }

private:
    const Session& session_;
    const std::vector<catalog::Slo>& slos_;
    ledger::SliId sli_ = 0;
    std::vector<server::ImportHour> waiting_;
    std::map<std::string, std::int64_t> filled_;
};

std::string json_of(const ingest::ImportReport& report, const std::map<std::string, std::int64_t>& filled) {
    std::string out = fmt::format("{{\"lines\":{},\"samples\":{},\"bound\":{},\"unbound\":{},\"series\":{},\"resets\":{},"
                                  "\"unknown_starts\":{},\"contradictions\":{},\"skipped\":{{",
                                  report.lines, report.samples, report.bound, report.unbound, report.series, report.resets,
                                  report.unknown_starts, report.contradictions);
    bool first = true;
    for (const auto& [reason, n] : report.skipped) {
        out += fmt::format("{}{}:{}", first ? "" : ",", json::quote(reason), n);
        first = false;
    }
    out += "},\"slots_filled\":{";
    first = true;
    for (const auto& [slo, n] : filled) {
        out += fmt::format("{}{}:{}", first ? "" : ",", json::quote(slo), n);
        first = false;
    }
    return out + "}}";
}

void print(const ingest::ImportReport& report, const std::map<std::string, std::int64_t>& filled) {
    fmt::print("{} lines, {} samples: {} of {} series feed SLOs, {} do not\n", text::count(static_cast<std::int64_t>(report.lines)),
               text::count(static_cast<std::int64_t>(report.samples)), text::count(static_cast<std::int64_t>(report.bound)),
               text::count(static_cast<std::int64_t>(report.series)), text::count(static_cast<std::int64_t>(report.unbound)));
    for (const auto& [reason, n] : report.skipped) fmt::print("  skipped {}: {}\n", reason, n);
    for (const FieldError& bad : report.bad_lines) fmt::print("  {}: {}\n", text::printable(bad.where), text::printable(bad.rule));
    if (report.unknown_starts > 0) fmt::print("  {} series began with an unknown start: their first value counts nothing\n", report.unknown_starts);
    if (report.contradictions > 0) fmt::print("  {} slots left missing: bad was above valid\n", report.contradictions);
    const Terminal terminal(stdout);
    Table table({{"slo"}, {"slots filled", Table::Align::right}, {"time", Table::Align::right}});
    for (const auto& [slo, n] : filled) table.add({{slo}, {text::count(n)}, {text::duration_words(ledger::kStep * n)}});
    if (!table.empty()) fmt::print("{}", table.text(terminal));
}

/// Reads one file of history by the server's indicators.
using Read = std::function<Result<ingest::ImportReport>(const std::string& file, const ingest::BindingSet&, const ingest::FillHour&,
                                                        const ingest::ImportOptions&)>;

/// Reads and counts here, and has the server fill what is missing.
int import_file(const Common& common, const Session& session, const std::string& file, ingest::ImportOptions import, const Read& read) {
    auto slos = slos_of(session);
    if (!slos) return report(slos.error());
    if (slos->empty()) return report(fail(plimsoll::errors::not_found, "the server has no SLOs; declare one before importing its history"));
    auto binding = binding_of(*slos);
    if (!binding) return report(binding.error());
    import.now = SystemClock().now();
    Sender sender(session, *slos);
    std::optional<Result<ingest::ImportReport>> done;
    {
        Progress reading("reading");
        Progress writing("writing");
        import.progress = [&](const ingest::ImportProgress& p) {
            (p.stage == ingest::ImportProgress::Stage::reading ? reading : writing).at(p.done, p.total);
        };
        done = read(file == "-" ? "/dev/stdin" : file, **binding,
                    [&](ledger::SliId sli, Timestamp start, std::vector<ledger::Slot> slots) { return sender.add(sli, start, slots); }, import);
    }
    if (!*done) return report(done->error());
    if (auto flushed = sender.flush(); !flushed) return report(flushed.error());
    if (common.json) return print_json(json_of(**done, sender.filled()));
    print(**done, sender.filled());
    for (const auto& [slo, n] : sender.filled()) {
        auto detail = fetch<slo::SloDetail>(session, "/api/v1/slos/" + encoded(slo));
        if (detail && detail->summary.state == slo::SloState::no_data) {
            fmt::print("{}: figures stand as of the newest live sample, so they appear with the first one that arrives\n", slo);
        }
    }
    return kOk;
}

/// The DataSource's format, routes and buckets, as the server would read the log.
Result<ingest::logs::Settings> log_settings_of(const Session& session, const std::string& source) {
    std::string cursor;
    std::string others;
    do {
        TRY_ASSIGN(auto page, fetch<catalog::ObjectList>(session, "/api/v1/catalog/objects?kind=DataSource&limit=500" +
                                                                      (cursor.empty() ? "" : "&cursor=" + encoded(cursor))));
        for (const catalog::CatalogObject& object : page.items) {
            if (!object.data_source || !object.data_source->access_log) continue;
            if (object.name == source) return server::log_settings(*object.data_source, {});
            others += (others.empty() ? "" : ", ") + object.name;
        }
        cursor = page.next_cursor;
    } while (!cursor.empty());
    return fail(plimsoll::errors::not_found, "there is no DataSource \"" + source + "\" of type access_log; there are: " + (others.empty() ? "none" : others));
}

}  // namespace

int import_openmetrics(const Common& common, const ImportOptions& options) {
    ingest::ImportOptions import;
    if (options.format == "openmetrics") import.format = ingest::TextFormat::open_metrics;
    if (options.format == "prometheus") import.format = ingest::TextFormat::prometheus;
    return import_file(common, Session(common), options.file, std::move(import),
                       [](const std::string& file, const ingest::BindingSet& binding, const ingest::FillHour& fill, const ingest::ImportOptions& how) {
                           return ingest::import_history(file, binding, fill, how);
                       });
}

int import_access_log(const Common& common, const ImportOptions& options) {
    const Session session(common);
    auto settings = log_settings_of(session, options.source);
    if (!settings) return report(settings.error());
    return import_file(common, session, options.file, {},
                       [&](const std::string& file, const ingest::BindingSet& binding, const ingest::FillHour& fill, const ingest::ImportOptions& how) {
                           return ingest::logs::import_access_log(file, *settings, binding, fill, how);
                       });
}

}  // namespace plimsoll::cli
