// past_text.cc: the past as samples in text, counted into a temporary ledger.
#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "base/text.h"
#include "ingest/history_import.h"
#include "server/past_ledger.h"

namespace plimsoll::server {

namespace fs = std::filesystem;

namespace {

Result<std::vector<fs::path>> files_of(const fs::path& path) {
    std::error_code ec;
    if (!fs::is_directory(path, ec)) return std::vector<fs::path>{path};
    std::vector<fs::path> out;
    for (const auto& entry : fs::directory_iterator(path, ec)) {
        if (entry.is_regular_file() && !entry.path().filename().string().starts_with('.')) out.push_back(entry.path());
    }
    if (ec) return fail(plimsoll::errors::io, "listing " + path.string() + ": " + ec.message());
    if (out.empty()) return fail(plimsoll::errors::not_found, path.string() + " holds neither a ledger nor files of samples");
    std::sort(out.begin(), out.end());
    return out;
}

/// What is asked of a source is read from text by the same queries; PromQL that only a server can evaluate is not.
catalog::Catalog readable(const catalog::Catalog& drafts, std::vector<std::string>& caveats) {
    catalog::Catalog out = without_groups(drafts, caveats);
    for (auto slo = out.slos.begin(); slo != out.slos.end();) {
        if (slo->second.indicator.verbatim) {
            caveats.push_back(fmt::format("{} has PromQL that only a Prometheus can evaluate: read it with --source", slo->first));
            slo = out.slos.erase(slo);
            continue;
        }
        slo->second.indicator.data_source.clear();
        ++slo;
    }
    return out;
}

void tell(const std::string& file, const ingest::ImportReport& report, std::vector<std::string>& caveats) {
    std::uint64_t skipped = 0;
    std::string reasons;
    for (const auto& [reason, n] : report.skipped) {
        skipped += n;
        reasons += fmt::format("{}{} {}", reasons.empty() ? "" : ", ", text::count(static_cast<std::int64_t>(n)), reason);
    }
    const std::string name = text::printable(file);
    if (skipped > 0) caveats.push_back(fmt::format("{}: {} lines or samples were passed over ({})", name, text::count(static_cast<std::int64_t>(skipped)), reasons));
    if (!report.bad_lines.empty())
        caveats.push_back(fmt::format("{}: lines that cannot be read, the first at {}: {}", name, text::printable(report.bad_lines.front().where), text::printable(report.bad_lines.front().rule)));
    if (report.unknown_starts > 0)
        caveats.push_back(fmt::format("{}: {} series began with an unknown start: their first value counts nothing", name, text::count(static_cast<std::int64_t>(report.unknown_starts))));
    if (report.contradictions > 0)
        caveats.push_back(fmt::format("{}: {} slots are missing because bad was above valid", name, text::count(static_cast<std::int64_t>(report.contradictions))));
}

}  // namespace

Result<CountedPast> past_of_text(const fs::path& path, const catalog::Catalog& drafts, const PastProgress& progress) {
    CountedPast out;
    TRY_ASSIGN(const std::vector<fs::path> files, files_of(path));
    const auto catalog = std::make_shared<const catalog::Catalog>(readable(drafts, out.caveats));
    TRY_ASSIGN(ScratchFolder folder, ScratchFolder::make());
    TRY_ASSIGN(const auto kept, PastLedger::open(std::move(folder)));
    TRY(kept->bind(catalog));
    ingest::ImportOptions options;
    options.now = SystemClock().now();
    Timestamp last = Timestamp::min();
    const ingest::FillHour fill = [&](ledger::SliId sli, Timestamp start, std::vector<ledger::Slot> slots) {
        for (std::size_t i = slots.size(); i-- > 0;) {
            if (slots[i].measured == 0) continue;
            last = std::max(last, start + ledger::kStep * static_cast<std::int64_t>(i + 1));
            break;
        }
        return kept->ledger().import_hour(sli, start, std::move(slots));
    };
    const auto binding = kept->resolver().binding();
    for (const fs::path& file : files) {
        options.progress = [&](const ingest::ImportProgress& p) {
            const bool reading = p.stage == ingest::ImportProgress::Stage::reading;
            if (progress) progress((reading ? "reading " : "counting ") + file.filename().string(), p.done, p.total);
        };
        TRY_ASSIGN(const ingest::ImportReport report, ingest::import_history(file, *binding, fill, options));
        tell(file.filename().string(), report, out.caveats);
    }
    if (last == Timestamp::min()) return fail(plimsoll::errors::not_found, "samples of these SLOs in " + path.string());
    TRY(kept->end_at(last));
    out.catalog = catalog;
    out.counts = PastLedger::counts_of(kept, catalog, {});
    out.range = {kept->range().start, last};
    return out;
}

}  // namespace plimsoll::server
