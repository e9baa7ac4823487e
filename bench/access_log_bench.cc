// access_log_bench.cc: how many bytes of a combined log one core reads, routes and counts.
//
// Load       64 MiB of lines of about 200 bytes: 5,000 paths, 20 routes, six statuses, a hundred lines a second.
// Counted    CPU time of the thread, warm: finding lines, reading them, routes, counting by slot. No file, no ledger.
#include <fmt/format.h>

#include <cstring>
#include <ctime>

#include "bench.h"
#include "base/invariant.h"
#include "base/random.h"
#include "ingest/logs/tally.h"

namespace plimsoll::bench {
namespace {

namespace logs = ingest::logs;

constexpr std::size_t kBytes = 64 << 20;
constexpr int kRounds = 7;

std::string load() {
    SeededRandom random(1);
    constexpr const char* kStatuses[] = {"200", "200", "200", "304", "404", "500"};
    std::string out;
    for (std::int64_t n = 0; out.size() < kBytes; ++n) {
        const std::time_t at = 1'795'262'400 + n / 100;
        std::tm parts{};
        gmtime_r(&at, &parts);
        char time[64];
        std::strftime(time, sizeof time, "%d/%b/%Y:%H:%M:%S +0000", &parts);
        out += fmt::format(
            "10.{}.{}.{} - - [{}] \"GET /area{}/orders/{}?session={:016x} HTTP/1.1\" {} {} \"https://shop.example/start\" "
            "\"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0\"\n",
            random.below(256), random.below(256), random.below(256), time, random.below(20), random.below(250), random.below(UINT32_MAX),
            kStatuses[random.below(6)], random.below(100'000));
    }
    return out;
}

double mb_per_s() {
    logs::Settings settings;
    settings.name = "shop";
    settings.path = "/var/log/shop.log";
    for (int i = 0; i < 20; ++i) settings.routes.push_back({fmt::format("orders {}", i), fmt::format("/area{}/orders/[0-9]+", i), ""});
    auto reader = logs::line_reader(settings);
    auto routes = logs::RouteTable::build(settings.routes);
    INVARIANT(reader && routes, "the settings are sound");
    logs::RequestSeries series(settings, *routes);
    const std::string text = load();
    std::vector<double> rounds;
    for (int round = 0; round <= kRounds; ++round) {
        logs::Tally tally(series);
        logs::LoggedRequest request;
        const double start = thread_cpu_s();
        for (const char* at = text.data(); at < text.data() + text.size();) {
            const auto* end = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(text.data() + text.size() - at)));
            INVARIANT((*reader)->read({at, static_cast<std::size_t>(end - at)}, request).empty(), "every line is read");
            tally.count(request);
            at = end + 1;
        }
        if (round > 0) rounds.push_back(static_cast<double>(text.size()) / 1e6 / (thread_cpu_s() - start));
    }
    return median(rounds);
}

}  // namespace

Bench access_log_bench() {
    return {"ingest.access_log", [] { return std::vector<Figure>{{"ingest.access_log_mb_per_s_core", mb_per_s(), "MB/s"}}; }};
}

}  // namespace plimsoll::bench
