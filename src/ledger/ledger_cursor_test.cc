// Where a source goes on, and events that come twice.
#include <gtest/gtest.h>

#include <future>

#include "ledger/test_ledger.h"

namespace plimsoll::ledger {
namespace {

constexpr double T = 1'790'002'800;

class LedgerCursor : public testing::Test {
protected:
    static Sample at(double t, double v = 1) { return TestLedger::at(T + t, 0, v); }
    static KeyedSamples key(std::uint64_t n, std::vector<std::uint32_t> samples) { return {n * 0x9E3779B97F4A7C15, n, std::move(samples)}; }

    Batch batch(std::vector<Sample> samples, std::vector<KeyedSamples> keys = {}) {
        for (Sample& s : samples) s.series = events;
        Batch out{.source = "log", .samples = std::move(samples)};
        out.keys = std::move(keys);
        return out;
    }
    std::vector<WriteOutcome> write_together(std::vector<Batch> batches) {
        std::vector<std::promise<Result<WriteOutcome>>> done(batches.size());
        for (std::size_t i = 0; i < batches.size(); ++i)
            l.ledger->write(std::move(batches[i]), [&done, i](Result<WriteOutcome> outcome) { done[i].set_value(std::move(outcome)); });
        std::vector<WriteOutcome> out;
        for (auto& one : done) {
            auto outcome = one.get_future().get();
            EXPECT_TRUE(outcome) << outcome.error().report();
            out.push_back(outcome ? *outcome : WriteOutcome{});
        }
        return out;
    }
    WriteOutcome write(Batch one) {
        std::vector<Batch> batches;
        batches.push_back(std::move(one));
        return write_together(std::move(batches)).at(0);
    }
    std::int64_t valid() { return l.sum(sli, T - 1000, T + 100'000).valid; }
    std::int64_t keys_kept() { return *sqlite::Db::open(l.settings.file, {.mode = sqlite::Mode::read_only})->integer("SELECT count(*) FROM key").value(); }

    TestLedger l;
    SliId sli = l.sli("s");
    SeriesId events = l.series("events", {{sli, 1, 0, Counting::event}});
};

TEST_F(LedgerCursor, IsThereAfterACrashWithItsSamples) {
    EXPECT_EQ(*l.ledger->cursor("log"), std::nullopt);
    Batch one = batch({at(0), at(1)});
    one.cursor = "inode 7, byte 120";
    write(std::move(one));
    l.crash();
    EXPECT_EQ(*l.ledger->cursor("log"), "inode 7, byte 120");
    EXPECT_EQ(*l.ledger->cursor("another log"), std::nullopt);
    EXPECT_EQ(valid(), 2);
    Batch bare{.source = "log"};  // nothing of what was read counts
    bare.cursor = std::string("byte\0 130", 9);
    write(std::move(bare));
    write(batch({at(2)}));  // says nothing of where it is
    EXPECT_EQ(*l.ledger->cursor("log"), std::string("byte\0 130", 9));
    EXPECT_EQ(valid(), 3);
}

TEST_F(LedgerCursor, TheLastOfBatchesThatWaitTogetherStands) {
    std::vector<Batch> batches;
    for (int i = 0; i < 20; ++i) {
        batches.push_back(batch({at(i)}));
        batches.back().cursor = std::to_string(i);
    }
    write_together(std::move(batches));
    EXPECT_EQ(*l.ledger->cursor("log"), "19");
}

TEST_F(LedgerCursor, SamplesOfAKeyCountOnce) {
    EXPECT_EQ(write(batch({at(0), at(1), at(2)}, {key(1, {0, 1})})).accepted, 3u);
    const WriteOutcome again = write(batch({at(0), at(5), at(1)}, {key(1, {0, 2}), key(2, {1})}));
    EXPECT_EQ(again.repeated, std::vector<std::uint32_t>{0});
    EXPECT_EQ(again.accepted, 1u);
    EXPECT_EQ(again.duplicates, 2u);
    EXPECT_EQ(valid(), 4);
    l.crash();
    EXPECT_EQ(valid(), 4);
    EXPECT_EQ(write(batch({at(0)}, {key(2, {0})})).repeated.size(), 1u);
    EXPECT_EQ(valid(), 4);
}

TEST_F(LedgerCursor, TheFirstOfBatchesThatWaitTogetherHasTheKey) {
    std::vector<Batch> batches;
    for (int i = 0; i < 10; ++i) batches.push_back(batch({at(0, 1 << i)}, {key(7, {0})}));
    const auto outcomes = write_together(std::move(batches));
    for (std::size_t i = 0; i < outcomes.size(); ++i) EXPECT_EQ(outcomes[i].repeated.size(), i == 0 ? 0u : 1u) << i;
    EXPECT_EQ(valid(), 1);
    EXPECT_EQ(write(batch({at(1), at(2)}, {key(8, {0}), key(8, {1})})).repeated, std::vector<std::uint32_t>{1});  // nor twice in one
    EXPECT_EQ(valid(), 2);
}

TEST_F(LedgerCursor, RefusedSamplesAreNamedByTheirPlaceInTheBatch) {
    write(batch({at(0)}, {key(1, {0})}));
    const WriteOutcome outcome = write(batch({at(0), at(1, 0.5), at(2), at(-20'000), at(3, -1)}, {key(1, {0})}));
    std::map<std::uint32_t, Refusal> refused;
    for (const auto& r : outcome.refused) refused[r.index] = r.why;
    EXPECT_EQ(refused, (std::map<std::uint32_t, Refusal>{{1, Refusal::not_a_count}, {3, Refusal::too_late}, {4, Refusal::not_a_count}}));
    EXPECT_EQ(outcome.accepted, 1u);
}

TEST_F(LedgerCursor, AKeyLastsADayAndIsForgottenByACheckpoint) {
    write(batch({at(0)}, {key(1, {0})}));
    l.clock.advance(Duration::hours(24));
    EXPECT_EQ(write(batch({at(1)}, {key(1, {0})})).repeated.size(), 1u);
    l.clock.advance(Duration::ms(1));
    EXPECT_EQ(write(batch({at(2)}, {key(1, {0})})).repeated.size(), 0u);  // counts, and is new again
    EXPECT_EQ(write(batch({at(2)}, {key(1, {0})})).repeated.size(), 1u);
    write(batch({at(3)}, {key(2, {0})}));
    EXPECT_EQ(valid(), 3);
    EXPECT_EQ(keys_kept(), 2);
    l.clock.advance(Duration::hours(25));  // from here on the writer may checkpoint by itself
    write(batch({at(4)}, {key(3, {0})}));
    ASSERT_TRUE(l.ledger->checkpoint());
    EXPECT_EQ(keys_kept(), 1);
}

TEST_F(LedgerCursor, SourcesSayHowFarTheyAreAndWhatTheyFeed) {
    write(batch({at(3)}));
    l.wrote({}, T + 9, "idle");
    const auto sources = l.ledger->sources();
    ASSERT_EQ(sources.size(), 2u);
    EXPECT_EQ(sources[0].name, "log");
    EXPECT_EQ(sources[0].watermark.in_ms(), 1000 * (T + 3));
    EXPECT_EQ(sources[0].slis, std::vector<SliId>{sli});
    EXPECT_EQ(sources[1].name, "idle");
    EXPECT_EQ(sources[1].watermark.in_ms(), 1000 * (T + 9));
    EXPECT_TRUE(sources[1].slis.empty());
}

TEST_F(LedgerCursor, AFileOfTheFirstVersionIsOpenedAndGoesOn) {
    write(batch({at(0)}));
    ASSERT_TRUE(l.ledger->close(Duration::seconds(60)));
    l.ledger.reset();
    {
        auto db = sqlite::Db::open(l.settings.file);
        ASSERT_TRUE(db->exec("DROP TABLE key; DROP TABLE cursor; UPDATE meta SET value = 1 WHERE key = 'format'"));
    }
    l.open();
    EXPECT_EQ(*l.ledger->cursor("log"), std::nullopt);
    Batch one = batch({at(1)}, {key(1, {0})});
    one.cursor = "1";
    write(std::move(one));
    EXPECT_EQ(*l.ledger->cursor("log"), "1");
    EXPECT_EQ(valid(), 2);
    EXPECT_EQ(*sqlite::Db::open(l.settings.file, {.mode = sqlite::Mode::read_only})->integer("SELECT value FROM meta WHERE key = 'format'").value(), 3);
}

}  // namespace
}  // namespace plimsoll::ledger
