// otlp_property_test.cc: whatever mix of temporalities, restarts, orders, repetitions and crashes, what the ledger holds is what
// the applications counted.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "ingest/otlp/exporting_for_tests.h"

namespace plimsoll::ingest::otlp {
namespace {

using namespace std::string_literals;
using Random = std::mt19937;

int below(Random& random, int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); }

/// One process: what it counts by code, and the exports that it makes of it.
class Application {
public:
    Application(Random& random, bytes::Pairs resource, bytes::Temporality temporality, double start)
        : random_(random), resource_(std::move(resource)), temporality_(temporality), start_(start), now_(start), said_at_(start) {}

    /// Lives for a while; returns its exports.
    std::vector<std::string> live(int exports) {
        std::vector<std::string> out;
        for (int i = 0; i < exports; ++i) {
            now_ += 1 + below(random_, 50);
            for (const char* code : {"200", "404", "500"}) {
                if (code == "200"s) counted_[code] += 1 + below(random_, 20);
                else if (below(random_, 3) != 0) counted_[code] += below(random_, 20);
            }
            // An export that fails for good is lost. Of a cumulative one nothing is missed as long as a later one comes; a
            // delta exporter keeps what it could not send.
            if (i > 0 && i + 1 < exports && below(random_, 5) == 0) continue;
            out.push_back(bytes::exported(resource_, metrics()));
        }
        return out;
    }
    [[nodiscard]] double now() const { return now_; }
    [[nodiscard]] const std::map<std::string, std::int64_t>& counted() const { return counted_; }

private:
    std::string metrics() {
        const bool delta = temporality_ == bytes::delta;
        const bytes::When when{Exporting::ms(now_), Exporting::ms(delta ? said_at_ : start_)};
        std::string numbers;
        std::string histograms;
        for (const auto& [code, count] : counted_) {
            const std::int64_t value = delta ? count - said_[code] : count;
            if (delta && value == 0) continue;  // it says nothing of what did not move
            numbers += bytes::whole({{"code", code}}, when, value);
            const auto quick = static_cast<std::uint64_t>(value / 3);
            // Of cumulative values, a third of each: quick only grows, as a third of a growing number does.
            histograms += bytes::histogram_point({{"code", code}}, when, {0.1, 0.5}, {quick, 0, static_cast<std::uint64_t>(value) - quick});
            quick_ += delta ? quick : 0;
        }
        said_ = counted_;
        said_at_ = now_;
        return bytes::sum("orders", temporality_, numbers) + bytes::histogram("took", temporality_, histograms);
    }

    Random& random_;
    const bytes::Pairs resource_;
    const bytes::Temporality temporality_;
    const double start_;
    double now_;
    double said_at_;
    std::map<std::string, std::int64_t> counted_;
    std::map<std::string, std::int64_t> said_;

public:
    std::uint64_t quick_ = 0;  ///< of deltas: what was said to be quick
};

TEST(OtlpProperty, TheLedgerHoldsWhatTheApplicationsCounted) {
    for (unsigned seed = 1; seed <= 16; ++seed) {
        Random random(seed);
        Exporting world(
            {counting("sum(increase(orders_total[5m]))", "sum(increase(orders_total{code=\"500\"}[5m]))"), within("took_seconds", "0.5")});
        std::int64_t all = 0;
        std::int64_t failed = 0;
        std::int64_t quick = 0;
        std::vector<std::string> exports;
        std::vector<std::string> first;  // of each cumulative instance: its histogram counts from the first export heard of it
        for (int instance = 0; instance < 3; ++instance) {
            // Instances of both temporalities; each dies and comes back a few times under the same identity.
            const bytes::Temporality temporality = below(random, 2) == 0 ? bytes::delta : bytes::cumulative;
            const bytes::Pairs resource{{"service.name", "shop"}, {"service.instance.id", "i" + std::to_string(instance)}};
            double at = below(random, 60);
            bool begun = temporality == bytes::delta;
            for (int life = 0; life < 3; ++life) {
                Application application(random, resource, temporality, at);
                for (std::string& exported : application.live(2 + below(random, 6))) {
                    (begun ? exports : first).push_back(std::move(exported));
                    begun = true;
                }
                for (const auto& [code, count] : application.counted()) {
                    all += count;
                    if (code == "500") failed += count;
                    if (temporality == bytes::cumulative) quick += count / 3;
                }
                quick += static_cast<std::int64_t>(application.quick_);
                at = application.now() + 1 + below(random, 120);
            }
        }
        // Out of order by some places, some of them twice, and the server dies now and then.
        for (std::size_t i = 0; i + 1 < exports.size(); ++i) {
            if (below(random, 2) == 0) std::swap(exports[i], exports[i + 1 + random() % std::min<std::size_t>(4, exports.size() - i - 1)]);
        }
        exports.insert(exports.begin(), first.begin(), first.end());
        for (const std::string& exported : exports) {
            do world.take(exported);
            while (below(random, 4) == 0);
            if (below(random, 10) == 0) world.crash();
        }
        world.settle();
        EXPECT_EQ(world.counts(0), (std::pair<std::int64_t, std::int64_t>(all, failed))) << "seed " << seed;
        EXPECT_EQ(world.counts(1), (std::pair<std::int64_t, std::int64_t>(all, all - quick))) << "seed " << seed;
    }
}

}  // namespace
}  // namespace plimsoll::ingest::otlp
