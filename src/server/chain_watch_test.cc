#include "server/chain_watch.h"

#include "base/sqlite.h"
#include "server/records_testing.h"

namespace plimsoll::server {
namespace {

using testing::kNow;
using testing::RecordsRig;

struct Watched : RecordsRig {
    log::SigningKey key = log::SigningKey::from_secret(std::string(32, 'k'));
    std::unique_ptr<ChainWatch> watch;

    explicit Watched(int events) {
        auto rows = log::testing::facts(1, events - 1);
        EXPECT_TRUE(log->append(std::move(rows)));
        add_row(log::testing::fact(events));
    }
    log::HeadBook book() { return log::HeadBook::beside(folder / "log.db"); }
    void sign() {
        const auto head = log::sign_head(*log, key, kNow);
        EXPECT_TRUE(head && book().record(*head));
    }
    ChainWatch& begin() {
        watch = std::make_unique<ChainWatch>(*log, book(), key.public_key());
        return *watch;
    }
    /// What whoever can write the file can do.
    void tamper(const std::string& sql) {
        auto db = sqlite::Db::open(folder / "log.db");
        ASSERT_TRUE(db);
        ASSERT_TRUE(db->exec("DROP TRIGGER events_are_not_changed; DROP TRIGGER events_are_not_removed; " + sql));
    }
};

TEST(ChainWatch, VerifiesStepByStepThenFollows) {
    Watched w(5000);
    ChainWatch& watch = w.begin();
    EXPECT_EQ(watch.progress().verdict, ChainVerdict::unverified);
    watch.step(kNow);
    EXPECT_EQ(watch.progress().verified_seq, ChainWatch::kStep);
    EXPECT_EQ(watch.progress().verdict, ChainVerdict::unverified);
    EXPECT_EQ(watch.duty().next_due(), kNow + ChainWatch::kPause);
    watch.step(kNow);
    watch.step(kNow);
    EXPECT_EQ(watch.progress().verified_seq, 5000U);
    EXPECT_EQ(watch.progress().verdict, ChainVerdict::intact);
    w.add_row(log::testing::fact(5001));
    const Timestamp later = kNow + ChainWatch::kFollow;
    EXPECT_EQ(watch.duty().next_due(), later);
    watch.step(later);
    EXPECT_EQ(watch.progress().verified_seq, 5001U);
    EXPECT_EQ(watch.progress().verified_at, later);
}

TEST(ChainWatch, AnHourLaterItReadsEverythingAgain) {
    Watched w(10);
    ChainWatch& watch = w.begin();
    watch.step(kNow);
    ASSERT_EQ(watch.progress().verdict, ChainVerdict::intact);
    w.tamper("UPDATE events SET body = '{\"n\":99}' WHERE seq = 4");
    watch.step(kNow + ChainWatch::kFollow);
    EXPECT_EQ(watch.progress().verdict, ChainVerdict::intact) << "what is followed is what came since";
    watch.step(kNow + ChainWatch::kWholePass);
    EXPECT_EQ(watch.progress().verdict, ChainVerdict::broken);
    EXPECT_EQ(watch.progress().problem, "event 4 does not follow from the one before: it, or its hash, was changed");
    EXPECT_EQ(watch.progress().verified_seq, 3U);
}

TEST(ChainWatch, SeesARowThatIsGone) {
    Watched w(10);
    w.tamper("DELETE FROM events WHERE seq = 6");
    w.begin().step(kNow);
    EXPECT_EQ(w.watch->progress().problem, "event 6 is missing");
}

TEST(ChainWatch, SeesALogThatIsWholeButNotTheOneThatWasSigned) {
    Watched w(3);
    const auto other = w.key.sign(w.log->chain_id(), 2, crypto::sha256("another event"), kNow);
    ASSERT_TRUE(w.book().record(other));
    w.begin().step(kNow);
    EXPECT_EQ(w.watch->progress().verdict, ChainVerdict::broken);
    EXPECT_EQ(w.watch->progress().problem, "event 2 is not the one whose head was signed 2026-11-18T11:06:40Z");
}

TEST(ChainWatch, SeesAnEndThatWasCutOff) {
    Watched w(3);
    ASSERT_TRUE(w.book().record(w.key.sign(w.log->chain_id(), 9, crypto::sha256("gone"), kNow)));
    w.begin().step(kNow);
    EXPECT_EQ(w.watch->progress().problem, "a head of event 9 was signed 2026-11-18T11:06:40Z, but the log ends at event 3");
}

TEST(ChainWatch, HeadsOfAnotherKeyAndRightOnesAreNoProblem) {
    Watched w(3);
    w.sign();
    const auto strange = log::SigningKey::from_secret(std::string(32, 'x')).sign(w.log->chain_id(), 2, crypto::sha256("no"), kNow);
    ASSERT_TRUE(w.book().record(strange));
    w.begin().step(kNow);
    EXPECT_EQ(w.watch->progress().verdict, ChainVerdict::intact);
    EXPECT_EQ(w.watch->progress().problem, "");
}

}  // namespace
}  // namespace plimsoll::server
