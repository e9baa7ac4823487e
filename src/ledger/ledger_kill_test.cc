// A writer killed at random instants: afterwards the totals equal what was acknowledged, event for event.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

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

TEST(LedgerKill, NothingAcknowledgedIsLostAndNothingCountsTwice) {
    const TempFolder folder("ledger-kill");
    const Script script(4000);
    SeededRandom random(11);
    std::uint32_t next = 0;
    for (int round = 0; round < 30 && next < script.steps.size(); ++round) {
        int ends[2];
        ASSERT_EQ(::pipe(ends), 0);
        const pid_t pid = fork();
        ASSERT_GE(pid, 0);
        if (pid == 0) child(folder / "ledger.db", script, next, ends[1]);
        ::close(ends[1]);
        // The instant is random in what the child has done, not in time: so many steps later, and whatever comes then.
        std::uint64_t wanted = 1 + random.below(60);
        std::uint32_t acknowledged = 0;
        while (wanted-- > 0 && ::read(ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged) next = acknowledged + 1;
        ::kill(pid, SIGKILL);
        int status = 0;
        ASSERT_EQ(::waitpid(pid, &status, 0), pid);
        ASSERT_TRUE(WIFSIGNALED(status) || WEXITSTATUS(status) == 0) << WEXITSTATUS(status);
        while (::read(ends[0], &acknowledged, sizeof acknowledged) == sizeof acknowledged) next = acknowledged + 1;
        ::close(ends[0]);

        Opened opened(folder / "ledger.db");
        ASSERT_TRUE(opened.ledger);
        const auto sum = opened.ledger->sum(opened.sli, {Timestamp{}, Timestamp::from_ms(kStart + 100'000'000'000)});
        ASSERT_TRUE(sum.has_value());
        const std::int64_t in_flight = next < script.counted.size() ? script.counted[next] : script.counted.back();
        EXPECT_TRUE(sum->sum.valid == script.counted[next - 1] || sum->sum.valid == in_flight)
            << "round " << round << ": " << sum->sum.valid << ", acknowledged " << script.counted[next - 1] << ", in flight " << in_flight;
    }
}

}  // namespace
}  // namespace plimsoll::ledger
