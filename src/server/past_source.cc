// past_source.cc: the past as a server with the Prometheus query API has it, read by the same pullers that fill an SLO's history,
// at a clock that stands still at the end of the range.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/text.h"
#include "ingest/intake.h"
#include "ingest/pull/pull.h"
#include "ingest/source_book.h"
#include "server/past_ledger.h"
#include "server/sources_host.h"

namespace plimsoll::server {

namespace {

constexpr const char* kUrlSource = "source";
constexpr std::chrono::milliseconds kLook{20};
constexpr Duration kMostStill = Duration::minutes(5);
constexpr std::uint64_t kMostFailures = 4;  ///< in a row

/// Stands at one time, while the time between requests passes.
class StandingClock final : public Clock {
public:
    StandingClock(Timestamp at, const Clock& running) : at_(at), running_(running) {}
    [[nodiscard]] Timestamp now() const override { return at_; }
    [[nodiscard]] Duration monotonic() const override { return running_.monotonic(); }

private:
    Timestamp at_;
    const Clock& running_;
};

/// The SLO, and the members that it is made of.
void add_with_members(const catalog::Catalog& catalog, const std::string& name, std::set<std::string>& out) {
    const auto slo = catalog.slos.find(name);
    if (slo == catalog.slos.end() || !out.insert(name).second || !slo->second.composite) return;
    for (const catalog::Member& member : slo->second.composite->members) add_with_members(catalog, member.slo, out);
}

/// Whose counts the source has, whatever the SLO's own source is.
catalog::Catalog asked_catalog(const SourcePast& asked, const catalog::Catalog& drafts, std::vector<std::string>& caveats) {
    std::set<std::string> wanted;
    for (const auto& [name, slo] : drafts.slos)
        if (asked.slos.empty() || asked.slos.contains(name)) add_with_members(drafts, name, wanted);
    catalog::Catalog out = without_groups(drafts, caveats);
    out.data_sources = {{asked.source.name, asked.source}};
    std::erase_if(out.slos, [&](const auto& named) { return !wanted.contains(named.first) || !named.second.group_of.empty(); });
    for (auto& [name, slo] : out.slos)
        if (!slo.composite) slo.indicator.data_source = asked.source.name;
    return out;
}

struct Pulling {
    const ingest::pull::Pull& pull;
    const ingest::SourceBook& book;
    const std::vector<std::string>& slos;
    [[nodiscard]] double done() const {
        double out = 0;
        for (const std::string& slo : slos) {
            const auto filling = pull.filling(slo);
            out += !filling || !filling->under_way ? 1 : filling->done;
        }
        return out;
    }
    [[nodiscard]] bool under_way() const {
        return std::any_of(slos.begin(), slos.end(), [&](const std::string& slo) {
            const auto filling = pull.filling(slo);
            return filling && filling->under_way;
        });
    }
    [[nodiscard]] ingest::SourceStatus status() const {
        const auto all = book.all();
        return all.empty() ? ingest::SourceStatus() : all.front();
    }
};

/// Until all is filled or given up.
Result<> wait(const Pulling& pulling, const Clock& clock, const PastProgress& progress) {
    double before = -1;
    Duration moved = clock.monotonic();
    while (pulling.under_way()) {
        const double done = pulling.done();
        const ingest::SourceStatus status = pulling.status();
        if (done != before) moved = clock.monotonic();
        before = done;
        if (progress) progress("asking " + status.name, static_cast<std::uint64_t>(done * 1000), pulling.slos.size() * 1000);
        if (status.failures >= kMostFailures || clock.monotonic() - moved > kMostStill)
            return fail(plimsoll::errors::unavailable, status.error.empty() ? "the source does not answer" : status.error);
        std::this_thread::sleep_for(kLook);
    }
    return {};
}

}  // namespace

catalog::DataSource source_at(const std::string& url) {
    catalog::DataSource out;
    out.name = kUrlSource;
    out.type = catalog::DataSourceType::prometheus;
    out.type_text = "prometheus";
    out.connection.url = url;
    out.connection.allow_private = true;  // whoever wrote it on a command line means this machine's own network
    out.pull = catalog::PullSettings{};
    return out;
}

Result<CountedPast> past_of_source(const PastPorts& ports, const SourcePast& asked, const catalog::Catalog& drafts, const PastProgress& progress) {
    CountedPast out;
    const auto catalog = std::make_shared<const catalog::Catalog>(asked_catalog(asked, drafts, out.caveats));
    TRY_ASSIGN(ScratchFolder folder, ScratchFolder::make());
    TRY_ASSIGN(const auto kept, PastLedger::open(std::move(folder)));
    TRY(kept->bind(catalog));
    auto sources = pull_sources(kept->bound());
    if (sources.empty() || sources.front().slis.empty()) return fail(plimsoll::errors::not_found, "no SLO whose counts a source could have");
    ingest::pull::Source& source = sources.front();
    const TimeRange range{asked.range.start.floor(source.step), asked.range.end.floor(source.step)};
    source.back_fill = true;
    source.look_again = Duration();
    std::vector<std::string> slos;
    for (ingest::pull::PulledSli& sli : source.slis) {
        sli.window = range.length() + sli.window;
        slos.push_back(sli.slo);
    }
    // What is live to the puller is the one step after the range; everything before it is history.
    const StandingClock clock(range.end + source.step + source.delay, ports.clock);
    ingest::Intake intake(kept->ledger(), kept->resolver(), clock, kept->metrics(), [] { return true; });
    ingest::SourceBook book(clock);
    ingest::pull::Pull pull({ports.http, intake, kept->resolver(), kept->ledger(), ports.secrets, clock, ports.random, book, kept->metrics(), {}});
    pull.apply(sources);
    pull.start();
    const Pulling pulling{pull, book, slos};
    auto waited = wait(pulling, ports.clock, progress);
    pull.stop();
    TRY(waited);
    for (const std::string& slo : slos) {
        const auto filling = pull.filling(slo);
        if (filling && !filling->note.empty()) out.caveats.push_back(fmt::format("{}: {}", slo, filling->note));
    }
    const std::string note = pulling.status().note;
    // The clock that stands is the past's: that the source's is ahead of it is no news.
    if (!note.empty() && !note.starts_with("its clock is ")) out.caveats.push_back(fmt::format("{}: {}", asked.source.name, note));
    TRY(kept->end_at(range.end));
    out.catalog = catalog;
    out.counts = PastLedger::counts_of(kept, catalog, {});
    out.range = {std::max(kept->range().start, range.start), range.end};
    return out;
}

}  // namespace plimsoll::server
