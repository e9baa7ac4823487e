// ledger_bench.cc: what a slot costs on disk, what a window's sum costs from memory and from blocks, and one slot's advance
// with the comparison of all windows for 10,000 SLOs.
#include <cmath>
#include <future>
#include <random>

#include "base/clock.h"
#include "bench_folder.h"
#include "domain/catalog/model.h"
#include "domain/slo/judge.h"
#include "ledger/block.h"
#include "ledger/block_store.h"
#include "ledger/ledger.h"

namespace plimsoll::bench {

namespace {

constexpr Timestamp kStart = Timestamp::from_seconds(1'788'998'400);  // a midnight

/// Diurnal traffic of about 1,000 valid per 10 s, Poisson, with 0.1 % errors.
class Traffic {
public:
    explicit Traffic(unsigned seed) : generator_(seed) {}
    ledger::Slot slot(Timestamp at) {
        const double day = static_cast<double>(at.in_ms() % 86'400'000) / 86'400'000.0;
        const double mean = 1000 * (1 + 0.5 * std::sin(2 * M_PI * day));
        const std::int64_t valid = std::poisson_distribution<std::int64_t>(mean)(generator_);
        const std::int64_t bad = std::min(valid, std::poisson_distribution<std::int64_t>(mean / 1000)(generator_));
        return {valid, bad, 1, 4, 4};
    }

private:
    std::mt19937 generator_;
};

ledger::Hour hour_of(Traffic& traffic, ledger::SliId sli, Timestamp start) {
    ledger::Hour hour{sli, start, {}};
    for (int i = 0; i < 360; ++i) hour.slots.push_back(traffic.slot(start + Duration::seconds(10) * i));
    return hour;
}

std::vector<Figure> bytes_per_slot() {
    constexpr int kSlis = 300;
    constexpr int kHours = 24;
    const BenchFolder folder;
    const auto file = folder.path() / "ledger.db";
    sqlite::OpenOptions options;
    options.page_size = ledger::kBlockPageSize;
    auto db = sqlite::Db::open(file, options);
    (void)ledger::BlockStore::create(*db);
    ledger::BlockStore store(*db);
    Traffic traffic(7);
    for (int h = 0; h < kHours; ++h) {
        auto transaction = sqlite::Transaction::begin(*db);
        std::vector<ledger::Hour> hours;
        for (int s = 0; s < kSlis; ++s) hours.push_back(hour_of(traffic, static_cast<ledger::SliId>(s), kStart + Duration::hours(h)));
        (void)store.put_hours(hours);
        (void)transaction->commit();
    }
    (void)db->exec("PRAGMA wal_checkpoint(TRUNCATE)");
    const double slots = 360.0 * kHours * kSlis;
    const std::string level_0 = "id >= " + std::to_string(ledger::BlockKey{0, Timestamp(), 0}.row());
    const auto encoded = db->integer("SELECT sum(length(bytes)) FROM block_row WHERE " + level_0);
    // The file without the levels above: what level 0 alone needs.
    (void)db->exec("DELETE FROM block_row WHERE NOT (" + level_0 + "); VACUUM; PRAGMA wal_checkpoint(TRUNCATE);");
    const auto in_file = static_cast<double>(std::filesystem::file_size(file));
    return {{"ledger.bytes_per_slot", static_cast<double>(encoded->value_or(0)) / slots, "bytes"},
            {"ledger.bytes_per_slot_in_file", in_file / slots, "bytes"}};
}

std::vector<Figure> cold_sum() {
    constexpr int kSlis = 20;
    constexpr int kDays = 90;
    const BenchFolder folder;
    sqlite::OpenOptions options;
    options.page_size = ledger::kBlockPageSize;
    auto db = sqlite::Db::open(folder.path() / "ledger.db", options);
    (void)ledger::BlockStore::create(*db);
    ledger::BlockStore store(*db);
    Traffic traffic(8);
    std::vector<ledger::Hour> hours;
    for (int s = 0; s < kSlis; ++s) hours.push_back(hour_of(traffic, static_cast<ledger::SliId>(s), kStart));
    for (int h = 0; h < kDays * 24; ++h) {
        auto transaction = sqlite::Transaction::begin(*db);
        for (ledger::Hour& hour : hours) hour.start = kStart + Duration::hours(h);
        (void)store.put_hours(hours);
        (void)transaction->commit();
    }
    const Timestamp now = kStart + Duration::days(kDays);
    ledger::BlockReader reader(*db);
    std::mt19937 random(9);
    constexpr int kSums = 200'000;
    std::int64_t check = 0;
    const double start = thread_cpu_s();
    for (int i = 0; i < kSums; ++i) {
        const auto from = now - Duration::seconds(10) * static_cast<std::int64_t>(random() % (kDays * 8640));
        const auto to = from + Duration::seconds(10) * static_cast<std::int64_t>(1 + random() % 8640);
        auto sum = reader.sum(random() % kSlis, {from, std::min(to, now)}, now);
        if (sum) check += sum->sum.valid;
    }
    const double us = (thread_cpu_s() - start) * 1e6 / kSums;
    if (check == 0) std::fprintf(stderr, "no sums\n");
    return {{"ledger.window_sum_cold_us", us, "us"}};
}

/// 10,000 SLIs with the workbook's windows, fed by one series pair each; a slot at a time.
std::vector<Figure> evaluate() {
    constexpr std::size_t kSlos = 10'000;
    const BenchFolder folder;
    SystemClock clock;
    Metrics metrics;
    ledger::Settings settings;
    settings.file = folder.path() / "ledger.db";
    auto opened = ledger::Ledger::open(settings, clock, metrics);
    ledger::Ledger& ledger = **opened;

    auto catalog = std::make_shared<catalog::Catalog>();
    std::vector<ledger::SliDefinition> definitions;
    for (std::size_t i = 0; i < kSlos; ++i) {
        catalog::Slo slo;
        slo.name = "slo-" + std::to_string(100'000 + i);
        slo.objective = *Ratio::of(999, 1000);
        slo.period = Duration::days(30);
        slo.rules = catalog::workbook_rules(slo.period);
        slo.sli_version = "1";
        definitions.push_back({slo.name, "1", slo::windows_of(slo)});
        catalog->slos[slo.name] = slo;
    }
    auto ids = ledger.bind(definitions, [](const std::string&, const auto&) { return std::vector<ledger::Contribution>(); },
                           Duration::days(30));
    std::vector<ledger::SeriesId> total;
    std::vector<ledger::SeriesId> bad;
    for (std::size_t i = 0; i < kSlos; ++i) {
        const std::string tail = "{job=\"j\",instance=\"a\",n=\"" + std::to_string(i) + "\"}";
        total.push_back(*ledger.intern({"total" + tail, "j\0a"}, {{(*ids)[i], 1, 0}}));
        bad.push_back(*ledger.intern({"bad" + tail, "j\0a"}, {{(*ids)[i], 0, 1}}));
    }
    slo::Judge judge(catalog);
    judge.find_columns(ledger);
    std::vector<std::size_t> uneasy;
    double value = 0;
    const auto write = [&](Timestamp at) {
        ledger::Batch batch;
        batch.source = "bench";
        batch.samples.reserve(2 * kSlos);
        value += 1000;
        for (std::size_t i = 0; i < kSlos; ++i) {
            batch.samples.push_back({total[i], at, value, false});
            batch.samples.push_back({bad[i], at, std::floor(value / 2000), false});
        }
        std::promise<void> written;
        const double before = process_cpu_s();
        ledger.write(std::move(batch), [&](Result<ledger::WriteOutcome>) { written.set_value(); });
        written.get_future().wait();
        return (process_cpu_s() - before) * 1e3;
    };
    const auto compare = [&](Timestamp now) {
        std::size_t loud = 0;
        std::size_t index = 0;
        const double start = thread_cpu_s();
        uneasy.clear();
        ledger.glance(*ids, [&](ledger::SliId, const ledger::Glance& glance) {
            if (!judge.at_ease(index, glance)) uneasy.push_back(index);
            ++index;
        });
        for (const std::size_t at : uneasy) {
            if (!judge.quiet(at, ledger.live((*ids)[at]), now)) ++loud;
        }
        const double ms = (thread_cpu_s() - start) * 1e3;
        if (loud != 0) std::fprintf(stderr, "%zu of the SLOs are not quiet\n", loud);
        return ms;
    };
    // A day of one scrape a minute, so that every window but the longest two has slots to let go; then two samples a slot:
    // one opens it, one does not, and the difference is what opening costs.
    Timestamp at = clock.now().floor(Duration::seconds(10)) - Duration::hours(26);
    for (; at < clock.now() - Duration::minutes(30); at = at + Duration::minutes(1)) write(at);
    at = at.floor(Duration::seconds(10)) + Duration::seconds(10);
    std::vector<double> opening_ms;
    std::vector<double> staying_ms;
    std::vector<double> compare_ms;
    std::vector<double> hot_us;
    for (int slot = 0; slot < 120; ++slot, at = at + Duration::seconds(10)) {
        opening_ms.push_back(write(at));
        compare_ms.push_back(compare(at));
        staying_ms.push_back(write(at + Duration::seconds(5)));
        std::int64_t check = 0;
        const double start = thread_cpu_s();
        for (const ledger::SliId sli : *ids) check += ledger.live(sli).windows.back().sum.valid;
        hot_us.push_back((thread_cpu_s() - start) * 1e6 / kSlos);
        if (check <= 0) std::fprintf(stderr, "no sums\n");
    }
    const double advance = std::max(0.0, median(opening_ms) - median(staying_ms));
    (void)ledger.close(Duration::seconds(10));
    return {{"ledger.window_sum_us", median(hot_us), "us"},
            {"slo.evaluate_10000_ms", advance + median(compare_ms), "ms"},
            {"slo.advance_10000_ms", advance, "ms"},
            {"slo.compare_10000_ms", median(compare_ms), "ms"},
            {"ledger.commit_20000_samples_ms", median(staying_ms), "ms"}};
}

}  // namespace

Bench ledger_bytes_bench() { return {"ledger.bytes", bytes_per_slot}; }
Bench ledger_cold_bench() { return {"ledger.window_sum_cold", cold_sum}; }
Bench ledger_live_bench() { return {"slo.evaluate", evaluate}; }

}  // namespace plimsoll::bench
