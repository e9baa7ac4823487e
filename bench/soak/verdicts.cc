// verdicts.cc: the rules by which a soak is flat and exact.
//
// Flat       is judged in the longest life of the server, less its first fifth (caches, windows and the histories of counters
//            fill then), by the Theil-Sen slope. What grows with the company's time is compared with what operations.md says.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "soak.h"

namespace plimsoll::soak {
namespace {

constexpr double kMemoryNoise_mib = 8;
constexpr double kMemoryADay_mib = 24;
constexpr double kHandles = 3;
constexpr double kThreads = 1;
constexpr double kFileNoise_mib = 8;
constexpr double kLedgerADay_mib = 6;
constexpr double kBytesAnEvent = 1024;
constexpr double kWriteAhead_mib = 64;
constexpr double kLag_s = 90;
constexpr double kJudging_s = 2;

class Judge {
public:
    Judge(Report& report, const Sampler& sampler) : report_(report), sampler_(sampler) {
        for (const Life& life : sampler.lives()) {
            if (life.to_s - life.from_s > report.judged.to_s - report.judged.from_s) report.judged = life;
        }
        report.judged.from_s += (report.judged.to_s - report.judged.from_s) / 5;
    }

    void memory() {
        const auto grown = growth("resident memory");
        const double most = kMemoryNoise_mib + kMemoryADay_mib * days();
        add("resident memory", fmt::format("grows by at most {:.0f} MiB and {:.0f} MiB a day of the company's", kMemoryNoise_mib, kMemoryADay_mib),
            grown ? fmt::format("{:+.1f} MiB in {:.1f} h of the company's time", *grown, 24 * days()) : "", grown && *grown <= most);
    }
    void count(const std::string& name, double most) {
        const auto grown = growth(name);
        const auto least = quantile(life(name), 0);
        const auto top = quantile(life(name), 1);
        add(name, fmt::format("grow by at most {:.0f}", most), grown ? fmt::format("{:+.1f}, between {:.0f} and {:.0f}", *grown, *least, *top) : "",
            grown && *grown <= most);
    }
    /// Files never shrink and live longer than processes: from the first sample to the last.
    void ledger() {
        const auto grown = whole("ledger");
        const double all_days = report_.company_hours / 24;
        add("ledger's file", fmt::format("grows by at most {:.0f} MiB and {:.0f} MiB a day of the company's", kFileNoise_mib, kLedgerADay_mib),
            grown ? fmt::format("{:+.1f} MiB in {:.1f} h", *grown, report_.company_hours) : "", grown && *grown <= kFileNoise_mib + kLedgerADay_mib * all_days);
    }
    void log() {
        const auto grown = whole("log");
        const auto events = whole("events of the log");
        const bool known = grown && events;
        add("log's file", fmt::format("grows by at most {:.0f} MiB and {:.0f} bytes an event", kFileNoise_mib, kBytesAnEvent),
            known ? fmt::format("{:+.1f} MiB for {:.0f} events", *grown, *events) : "",
            known && *grown <= kFileNoise_mib + *events * kBytesAnEvent / (1 << 20));
    }
    void most(const std::string& name, const std::string& rule, double limit, const char* unit) {
        const auto top = quantile(sampler_.series(name).points, 1);
        add(name, rule, top ? fmt::format("at most {:.1f} {}", *top, unit) : "", top && *top <= limit);
    }
    void lag() {
        const auto& points = sampler_.series("lag while nothing goes wrong").points;
        const auto p95 = quantile(points, 0.95);
        const auto n = std::count_if(points.begin(), points.end(), [](const Point& p) { return p.value.has_value(); });
        add("lag of what is shown", fmt::format("95 % of samples while nothing goes wrong are at most {:.0f} s behind, of the company's time", kLag_s),
            p95 ? fmt::format("{:.0f} s (n = {})", *p95, n) : "", p95 && *p95 <= kLag_s);
        const auto p99 = sampler_.judging_lag_s(0.99);
        add("judging lag", fmt::format("99 % within {:.0f} s of the company's time", kJudging_s),
            p99 ? fmt::format("within {:g} s: {:g} ms of the machine's", *p99, *p99 * 1000 / report_.speed) : "", p99 && *p99 <= kJudging_s);
    }
    void pages(const std::optional<Pages>& pages) {
        add("pages", "some were sent, every one was delivered, none was given up or still waits",
            pages ? fmt::format("{} delivered, {} dead, {} waiting; {} received", pages->delivered, pages->dead, pages->waiting, report_.pages_received) : "",
            pages && pages->delivered > 0 && pages->dead == 0 && pages->waiting == 0);
    }
    void totals() {
        const auto exact = std::count_if(report_.totals.begin(), report_.totals.end(), [](const Total& t) { return t.exact; });
        const auto events = std::accumulate(report_.totals.begin(), report_.totals.end(), std::int64_t{0},
                                            [](std::int64_t sum, const Total& t) { return sum + t.valid_sent; });
        add("totals", "every account of the ledger holds just what was sent", fmt::format("{} of {} exact, {} events", exact, report_.totals.size(), events),
            !report_.totals.empty() && exact == static_cast<std::ptrdiff_t>(report_.totals.size()));
        add("bodies", "none was refused for good", fmt::format("{} taken, {} once more, {} put off, {} refused {}", report_.bodies, report_.repeated, report_.put_off, report_.refused, report_.refusal),
            report_.refused == 0);
        add("chain of the log", "plimsoll audit verify finds it intact", report_.audit, report_.chain_intact);
    }

private:
    [[nodiscard]] double days() const { return (report_.judged.to_s - report_.judged.from_s) * report_.speed / 86'400; }
    [[nodiscard]] std::vector<Point> life(const std::string& name) const { return within(sampler_.series(name).points, report_.judged.from_s, report_.judged.to_s); }
    /// By the slope, over the judged life.
    [[nodiscard]] std::optional<double> growth(const std::string& name) const {
        const auto points = life(name);
        const auto slope = theil_sen(points);
        if (points.size() < 5 || !slope) return std::nullopt;
        return *slope * (report_.judged.to_s - report_.judged.from_s);
    }
    [[nodiscard]] std::optional<double> whole(const std::string& name) const {
        const auto points = within(sampler_.series(name).points, 0, 1e18);
        if (points.size() < 2) return std::nullopt;
        return *points.back().value - *points.front().value;
    }
    void add(std::string name, std::string rule, std::string found, bool holds) {
        report_.verdicts.push_back({std::move(name), std::move(rule), found.empty() ? "not enough samples" : std::move(found), holds});
    }

    Report& report_;
    const Sampler& sampler_;
};

/// Eight heights; a dot where nothing could be read.
std::string sparkline(const std::vector<Point>& points, std::size_t width) {
    static constexpr const char* kHeights[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    const auto low = quantile(points, 0);
    const auto high = quantile(points, 1);
    if (!low || points.empty()) return {};
    std::string out;
    for (std::size_t i = 0; i < std::min(width, points.size()); ++i) {
        const Point& point = points[i * points.size() / std::min(width, points.size())];
        const double share = *high > *low ? (point.value.value_or(*low) - *low) / (*high - *low) : 0;
        out += point.value ? kHeights[static_cast<int>(share * 7.99)] : "·";
    }
    return out;
}

}  // namespace

void judge(Report& report, const Sampler& sampler, const std::optional<Pages>& pages) {
    Judge judge(report, sampler);
    judge.totals();
    judge.pages(pages);
    judge.memory();
    judge.count("open handles", kHandles);
    judge.count("threads", kThreads);
    judge.ledger();
    judge.log();
    judge.most("write-ahead logs", fmt::format("never above {:.0f} MiB", kWriteAhead_mib), kWriteAhead_mib, "MiB");
    judge.lag();
}

bool Report::holds() const {
    return std::all_of(verdicts.begin(), verdicts.end(), [](const Verdict& v) { return v.holds; });
}

std::string text_of(const Report& report) {
    std::string out = fmt::format("\nsoak: seed {}, {:.2f} h at {} times the speed = {:.1f} h of the company's time; {} restarts, {} full disks\n", report.seed,
                                  report.hours, report.speed, report.company_hours, report.restarts, report.full_disks);
    out += fmt::format("flatness is judged from {:.0f} s to {:.0f} s, the longest life of the server less its first fifth\n\n", report.judged.from_s, report.judged.to_s);
    for (const Verdict& v : report.verdicts) out += fmt::format("{}  {:<22} {}\n    {:<22} rule: {}\n", v.holds ? "ok    " : "BROKEN", v.name, v.found, "", v.rule);
    for (const Total& t : report.totals) {
        if (t.exact) continue;
        out += fmt::format("    {}: valid {} sent, {} counted ({:+}); bad {} sent, {} counted ({:+})\n", t.slo, t.valid_sent, t.valid_counted,
                           t.valid_counted - t.valid_sent, t.bad_sent, t.bad_counted, t.bad_counted - t.bad_sent);
    }
    out += "\n";
    for (const SampledSeries& s : report.series) {
        const auto low = quantile(s.points, 0);
        const auto high = quantile(s.points, 1);
        if (!low) continue;
        out += fmt::format("{:<28} {:>9.1f} to {:>9.1f} {:<4} {}\n", s.name, *low, *high, s.unit, sparkline(s.points, 60));
    }
    return out;
}

}  // namespace plimsoll::soak
