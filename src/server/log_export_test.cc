#include "server/log_export.h"

#include <condition_variable>
#include <mutex>
#include <sstream>

#include "log/export.h"
#include "server/records_testing.h"

namespace plimsoll::server {
namespace {

using testing::RecordsRig;

struct Exporting : RecordsRig {
    log::SigningKey key = log::SigningKey::from_secret(std::string(32, 'k'));
    Loop loop{clock};
    Desk desk{loop};
    LogExports exports{folder / "log.db", key, desk, clock};

    explicit Exporting(int events) {
        EXPECT_TRUE(log->append(log::testing::facts(1, events - 1)));
        add_row(log::testing::fact(events));
        loop.start();
    }
    ~Exporting() { loop.stop(); }

    static api::Request asking(std::multimap<std::string, std::string> query = {}) {
        api::Request request;
        request.query = std::move(query);
        return request;
    }
    std::shared_ptr<api::Stream> begin(std::multimap<std::string, std::string> query = {}) {
        auto reply = exports.begin(asking(std::move(query)));
        EXPECT_TRUE(reply) << reply.error().report();
        return reply ? reply->stream : nullptr;
    }
};

/// As http/ does: pull until nothing is ready, then wait to be woken.
std::string drain(api::Stream& stream) {
    std::mutex mutex;
    std::condition_variable woken;
    bool ready = false;
    stream.on_ready([&] {
        const std::lock_guard lock(mutex);
        ready = true;
        woken.notify_one();
    });
    std::string all;
    for (;;) {
        const auto pulled = stream.pull(64 << 10);
        EXPECT_LE(pulled.bytes.size(), 64U << 10);
        all += pulled.bytes;
        if (pulled.ended) break;
        if (!pulled.bytes.empty()) continue;
        std::unique_lock lock(mutex);
        woken.wait(lock, [&] { return ready; });
        ready = false;
    }
    stream.on_ready({});
    return all;
}

TEST(LogExport, IsTheTextThatAuditExportWrites) {
    Exporting e(3000);
    const std::string streamed = drain(*e.begin());
    std::ostringstream file;
    ASSERT_TRUE(log::export_log(e.folder / "log.db", {}, e.key, e.clock.now(), file));
    EXPECT_TRUE(streamed == file.str());
    std::istringstream in(streamed);
    const auto report = log::verify_export(in, e.key.public_key());
    ASSERT_TRUE(report) << report.error().report();
    EXPECT_TRUE(report->intact);
    EXPECT_EQ(report->events, 3000U);
}

TEST(LogExport, GivesARange) {
    Exporting e(50);
    std::istringstream in(drain(*e.begin({{"from", "11"}, {"to", "20"}})));
    const auto report = log::verify_export(in, e.key.public_key());
    ASSERT_TRUE(report);
    EXPECT_TRUE(report->intact) << log::render(*report);
    EXPECT_EQ(report->first_seq, 11U);
    EXPECT_EQ(report->last_seq, 20U);
}

TEST(LogExport, RefusesWhatIsNoRange) {
    Exporting e(5);
    const auto wrong = e.exports.begin(Exporting::asking({{"from", "0"}, {"to", "x"}}));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().fields().size(), 2U);
    const auto beyond = e.exports.begin(Exporting::asking({{"from", "6"}}));
    ASSERT_FALSE(beyond);
    EXPECT_TRUE(beyond.error().is(plimsoll::errors::not_found));
}

TEST(LogExport, AReaderThatTakesNothingHoldsNoMoreThanAPieceOrTwo) {
    Exporting e(20'000);
    const auto stream = e.begin();
    stream->pull(1);  // asks for the first piece
    std::promise<void> quiet;
    ASSERT_TRUE(e.desk.post([&] { ASSERT_TRUE(e.desk.post([&] { quiet.set_value(); })); }));
    quiet.get_future().wait();
    std::size_t ready = 0;
    // With the loop stopped nothing is filled any more: what can be pulled is what was held.
    e.loop.stop();
    for (auto pulled = stream->pull(1 << 20); !pulled.bytes.empty(); pulled = stream->pull(1 << 20)) ready += pulled.bytes.size();
    EXPECT_GT(ready, 0U);
    EXPECT_LE(ready, 2 * LogExports::kEnough + (64U << 10));
}

TEST(LogExport, OnlySoManyAtOnce) {
    Exporting e(5);
    std::vector<std::shared_ptr<api::Stream>> open;
    for (int i = 0; i < LogExports::kMost; ++i) open.push_back(e.begin());
    const auto refused = e.exports.begin(Exporting::asking());
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(plimsoll::errors::busy));
    open.pop_back();
    EXPECT_TRUE(e.exports.begin(Exporting::asking()));
}

}  // namespace
}  // namespace plimsoll::server
