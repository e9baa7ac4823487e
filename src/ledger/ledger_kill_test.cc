// A writer killed at random instants: afterwards the totals equal what was acknowledged, event for event.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <future>

#include "base/random.h"
#include "base/temp_folder_for_tests.h"
#include "ledger/ledger.h"

namespace plimsoll::ledger {
namespace {

constexpr int kSeries = 12;
constexpr std::int64_t kStart = 1'790'002'800'000;

/// What every process knows: the values of all series at each step, resets and ends among them.
struct Script {
    struct Value {
        std::int64_t value = 0;
        bool present = true, stale = false;
    };
    std::vector<std::array<Value, kSeries>> steps;
    std::vector<std::int64_t> counted;  ///< events that steps [0, i] add to the SLI

    explicit Script(std::size_t count) {
        SeededRandom random(7);
        std::array<std::int64_t, kSeries> last{};
        std::array<bool, kSeries> gone{};
        std::int64_t sum = 0;
        for (std::size_t step = 0; step < count; ++step) {
            std::array<Value, kSeries> values;
            for (int i = 0; i < kSeries; ++i) {
                const auto index = static_cast<std::size_t>(i);
                if (step > 0 && random.below(40) == 0 && !gone[index]) {
                    gone[index] = true;
                    values[index] = {0, true, true};
                } else if (gone[index] && random.below(4) != 0) {
                    values[index].present = false;
                } else {
                    gone[index] = false;
                    const bool reset = random.below(30) == 0;
                    const std::int64_t value = reset ? static_cast<std::int64_t>(random.below(3)) : last[index] + static_cast<std::int64_t>(random.below(100));
                    if (step > 0) sum += value < last[index] ? value : value - last[index];
                    last[index] = value;
                    values[index] = {value};
                }
            }
            steps.push_back(values);
            counted.push_back(sum);
        }
    }
};

struct Opened {
    ManualClock clock{Timestamp::from_ms(kStart)};
    Metrics metrics;
    Settings settings;
    std::unique_ptr<Ledger> ledger;
    SliId sli = 0;
    std::vector<SeriesId> series;

    explicit Opened(const std::filesystem::path& file) {
        settings.file = file;
        auto opened = Ledger::open(settings, clock, metrics);
        if (!opened) return;
        ledger = std::move(*opened);
        const std::vector<SliDefinition> slis{{"all", "v1", {Duration::hours(1), Duration::days(30)}}};
        sli = ledger->bind(slis, [](const std::string&, const std::vector<SliId>& ids) { return std::vector<Contribution>{{ids[0], 1, 0}}; }, Duration::days(1))->front();
        for (int i = 0; i < kSeries; ++i) series.push_back(*ledger->intern({"s" + std::to_string(i), "t"}, {{sli, 1, 0}}));
    }

    bool write(const Script& script, std::size_t step) {
        Batch batch{.source = "p"};
        for (std::size_t i = 0; i < kSeries; ++i) {
            const auto& v = script.steps[step][i];
            if (v.present) batch.samples.push_back({series[i], Timestamp::from_ms(kStart + static_cast<std::int64_t>(step) * 10'000), static_cast<double>(v.value), v.stale});
        }
        std::promise<bool> done;
        ledger->write(std::move(batch), [&](Result<WriteOutcome> outcome) { done.set_value(outcome.has_value()); });
        return done.get_future().get();
    }
};

/// Never returns: writes on from `from`, says each acknowledged step over the pipe, checkpoints now and then.
[[noreturn]] void child(const std::filesystem::path& file, const Script& script, std::uint32_t from, int pipe) {
    Opened opened(file);
    if (!opened.ledger) _exit(2);
    for (std::uint32_t step = from; step < script.steps.size(); ++step) {
        if (!opened.write(script, step)) _exit(3);
        if (::write(pipe, &step, sizeof step) != sizeof step) _exit(4);
        if (step % 23 == 0 && !opened.ledger->checkpoint()) _exit(5);
    }
    _exit(0);
}

/// Runs `child` in a process of its own, which says over a pipe how many steps it has done, and kills it after some. Gives
/// how many it had told of; `next` if none.
std::uint32_t until_killed(SeededRandom& random, std::uint32_t next, const std::function<void(int pipe)>& child) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const pid_t pid = fork();
    EXPECT_GE(pid, 0);
    if (pid == 0) {
        child(ends[1]);
        _exit(0);
    }
    ::close(ends[1]);
    // The instant is random in what the child has done, not in time: so many steps later, and whatever comes then.
    std::uint64_t wanted = 1 + random.below(60);
    std::uint32_t acknowledged = 0;
    while (wanted-- > 0 && ::read(ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged) next = acknowledged + 1;
    ::kill(pid, SIGKILL);
    int status = 0;
    EXPECT_EQ(::waitpid(pid, &status, 0), pid);
    EXPECT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0) << WEXITSTATUS(status);
    while (::read(ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged) next = acknowledged + 1;
    ::close(ends[0]);
    return next;
}

TEST(LedgerKill, NothingAcknowledgedIsLostAndNothingCountsTwice) {
    const TempFolder folder("ledger-kill");
    const Script script(4000);
    SeededRandom random(11);
    std::uint32_t next = 0;
    for (int round = 0; round < 30 && next < script.steps.size(); ++round) {
        next = until_killed(random, next, [&](int pipe) { child(folder / "ledger.db", script, next, pipe); });
        Opened opened(folder / "ledger.db");
        ASSERT_TRUE(opened.ledger);
        const auto sum = opened.ledger->sum(opened.sli, {Timestamp{}, Timestamp::from_ms(kStart + 100'000'000'000)});
        ASSERT_TRUE(sum.has_value());
        const std::int64_t in_flight = next < script.counted.size() ? script.counted[next] : script.counted.back();
        EXPECT_TRUE(sum->sum.valid == script.counted[next - 1] || sum->sum.valid == in_flight)
            << "round " << round << ": " << sum->sum.valid << ", acknowledged " << script.counted[next - 1] << ", in flight " << in_flight;
    }
}

/// A ledger of events: line n of a log, or event n of a sender, counts n % 7.
struct EventLedger {
    static constexpr std::int64_t kCounts = 7;
    ManualClock clock{Timestamp::from_ms(kStart)};
    Metrics metrics;
    std::unique_ptr<Ledger> ledger;
    SliId sli = 0;
    SeriesId series = 0;

    explicit EventLedger(const std::filesystem::path& file) {
        Settings settings;
        settings.file = file;
        auto opened = Ledger::open(settings, clock, metrics);
        if (!opened) return;
        ledger = std::move(*opened);
        const auto feed = [](SliId id) { return std::vector<Contribution>{{id, 1, 0, Counting::event}}; };
        const std::vector<SliDefinition> slis{{"all", "v1", {Duration::hours(1)}}};
        sli = ledger->bind(slis, [&](const std::string&, const std::vector<SliId>& ids) { return feed(ids[0]); }, Duration::days(1))->front();
        series = *ledger->intern({"events", "t"}, feed(sli));
    }

    /// Several of them share a time, so that what counts twice or not at all cannot hide behind a refusal.
    [[nodiscard]] Sample event(std::uint32_t n) const { return {series, Timestamp::from_ms(kStart + n / 5 * 1000), static_cast<double>(n % kCounts)}; }
    static std::int64_t counted(std::uint32_t events) {
        std::int64_t sum = 0;
        for (std::uint32_t n = 0; n < events; ++n) sum += n % kCounts;
        return sum;
    }
    std::optional<WriteOutcome> write(Batch batch) {
        std::promise<std::optional<WriteOutcome>> done;
        ledger->write(std::move(batch), [&](Result<WriteOutcome> outcome) { done.set_value(outcome ? std::optional(*outcome) : std::nullopt); });
        return done.get_future().get();
    }
    std::int64_t valid() { return ledger->sum(sli, {Timestamp{}, Timestamp::from_ms(kStart + 100'000'000)})->sum.valid; }
    std::uint32_t cursor() {
        const auto said = *ledger->cursor("log");
        return said ? static_cast<std::uint32_t>(std::stoul(*said)) : 0;
    }
};

/// Reads on from its cursor, some lines at a time.
void tail(const std::filesystem::path& file, std::uint64_t seed, int pipe) {
    EventLedger events(file);
    if (!events.ledger) _exit(2);
    SeededRandom random(seed);
    for (std::uint32_t line = events.cursor();;) {
        Batch batch{.source = "log"};
        for (std::uint64_t n = 1 + random.below(8); n > 0; --n) batch.samples.push_back(events.event(line++));
        batch.cursor = std::to_string(line);
        const auto outcome = events.write(std::move(batch));
        if (!outcome || !outcome->refused.empty()) _exit(3);
        const std::uint32_t last = line - 1;
        if (::write(pipe, &last, sizeof last) != sizeof last) _exit(4);
        if (random.below(23) == 0 && !events.ledger->checkpoint()) _exit(5);
    }
}

TEST(LedgerKill, WhoReadsOnFromItsCursorCountsEveryLineOnce) {
    const TempFolder folder("ledger-kill");
    SeededRandom random(13);
    std::uint32_t next = 0;
    for (std::uint64_t round = 0; round < 30; ++round) {
        next = until_killed(random, next, [&](int pipe) { tail(folder / "ledger.db", round, pipe); });
        EventLedger events(folder / "ledger.db");
        ASSERT_TRUE(events.ledger);
        const std::uint32_t cursor = events.cursor();
        EXPECT_GE(cursor, next) << round;  // what was acknowledged, or the batch in flight too
        EXPECT_EQ(events.valid(), EventLedger::counted(cursor)) << round;
    }
}

/// Sends events of which it does not know whether they arrived, and some that did, each with its key.
void send_keyed(const std::filesystem::path& file, std::uint32_t from, std::uint64_t seed, int pipe) {
    EventLedger events(file);
    if (!events.ledger) _exit(2);
    SeededRandom random(seed);
    std::uint32_t sent = from;
    for (std::uint32_t n = from;;) {
        Batch batch{.source = "sender"};
        for (std::uint32_t i = 0; i < 1 + random.below(5); ++i, ++n) {
            batch.samples.push_back(events.event(n));
            batch.keys.push_back({n * 0x9E3779B97F4A7C15, n, {i}});
        }
        const auto outcome = events.write(std::move(batch));
        if (!outcome || !outcome->refused.empty()) _exit(3);
        sent = std::max(sent, n);
        const std::uint32_t last = sent - 1;
        if (::write(pipe, &last, sizeof last) != sizeof last) _exit(4);
        if (random.below(23) == 0 && !events.ledger->checkpoint()) _exit(5);
        if (random.below(4) == 0) n -= static_cast<std::uint32_t>(random.below(std::min<std::uint32_t>(n, 10)));  // once more
    }
}

TEST(LedgerKill, AnEventSentAgainWithItsKeyCountsOnce) {
    const TempFolder folder("ledger-kill");
    SeededRandom random(17);
    std::uint32_t next = 0;
    for (std::uint64_t round = 0; round < 30; ++round) {
        const std::uint32_t from = next - static_cast<std::uint32_t>(random.below(std::min<std::uint32_t>(next, 20) + 1));
        next = std::max(next, until_killed(random, next, [&](int pipe) { send_keyed(folder / "ledger.db", from, round, pipe); }));
        EventLedger events(folder / "ledger.db");
        ASSERT_TRUE(events.ledger);
        // Whatever was in flight is sent again, and with it everything is there, once.
        Batch batch{.source = "sender"};
        for (std::uint32_t n = next - std::min<std::uint32_t>(next, 30), i = 0; n < next + 10; ++n, ++i) {
            batch.samples.push_back(events.event(n));
            batch.keys.push_back({n * 0x9E3779B97F4A7C15, n, {i}});
        }
        ASSERT_TRUE(events.write(std::move(batch)));
        next += 10;
        EXPECT_EQ(events.valid(), EventLedger::counted(next)) << round;
    }
}

}  // namespace
}  // namespace plimsoll::ledger
