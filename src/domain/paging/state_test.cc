#include "domain/paging/state.h"

#include <gtest/gtest.h>

#include "domain/paging/paging_testing.h"

namespace plimsoll::paging {
namespace {

using namespace testing;

TEST(State, EveryEventReadsBackFromTheLog) {
    const std::vector<Event> all{
        PageIntended{"pg_1", "pager", "a/1", Reason::fired, {}, {}}, AttemptStarted{"pg_1", 1},
        AttemptFailed{"pg_1", 1, "HTTP 503", true, t0()},            AttemptFailed{"pg_1", 1, "x", false, std::nullopt},
        PageDelivered{"pg_1", 2, "HTTP 200"},                        PageDropped{"pg_1", DropReason::silenced},
        PageDeadLettered{"pg_1", "given up", 9},                     PageReplayed{"pg_1", "person:1"},
        DigestMade{"dg_1", "pager", {"pg_1"}, "page", {}},           AlertOver{"a/1", t0(), "resolved"},
        AlertAcknowledged{"a/1", "person:1"},                        SilenceStarted{"silence-1", "s", "", "", t0(), "r", "person:1"},
        SilenceEnded{"silence-1", "removed", "person:1"},            ChannelTested{"pager", "pg_2", "person:1"}};
    for (const Event& event : all) {
        const log::NewEvent row = encode(event, {t0(), "person:1"}, "api");
        const auto back = decode(row);
        ASSERT_TRUE(back && *back) << row.type;
        EXPECT_EQ(encode(**back, {t0(), "person:1"}, "api").body, row.body);
        EXPECT_EQ((*back)->index(), event.index());
    }
    log::NewEvent other = encode(all[0], {t0(), "x"}, "api");
    other.version = 2;
    EXPECT_FALSE(decode(other));
    other.type = "slo.AlertFired";
    EXPECT_FALSE(decode(other)->has_value());
}

TEST(State, OnlyTheNewestEndedPagesAreKept) {
    Folded f;
    const auto catalog = catalog_of({hook()});
    for (int i = 0; i < 5100; ++i) {
        const std::string alert = "a/" + std::to_string(i);
        f.apply(pages_for(f.state, fired(alert), catalog), t0() + Duration::seconds(i));
        f.apply({PageDropped{page_id(alert, "pager", 0), DropReason::alert_over}}, t0() + Duration::seconds(i));
    }
    EXPECT_EQ(f.state.pages.size(), ended_pages_kept);
    EXPECT_FALSE(f.state.pages.contains(page_id("a/99", "pager", 0)));
    EXPECT_TRUE(f.state.pages.contains(page_id("a/100", "pager", 0)));
    for (int i = 0; i < 1100; ++i) {
        const std::string alert = "b/" + std::to_string(i);
        f.apply(pages_for(f.state, fired(alert), catalog), t0());
        f.apply({PageDeadLettered{page_id(alert, "pager", 0), "HTTP 400", 1}}, t0() + Duration::seconds(i));
    }
    EXPECT_EQ(f.state.pages.size(), ended_pages_kept + dead_letters_kept);
}

TEST(State, KeepsTheLastTenAttempts) {
    Folded f;
    f.apply(pages_for(f.state, fired("a/1"), catalog_of({hook()})), t0());
    const std::string id = page_id("a/1", "pager", 0);
    for (int n = 1; n <= 30; ++n) f.apply({AttemptStarted{id, n}, AttemptFailed{id, n, "HTTP 503", false, t0()}}, t0());
    EXPECT_EQ(f.page(id).history.size(), 10u);
    EXPECT_EQ(f.page(id).history.back().attempt, 30);
    EXPECT_EQ(f.page(id).attempts, 30);
}

TEST(State, EventsOfPagesThatWereForgottenChangeNothing) {
    Folded f;
    f.apply({AttemptStarted{"pg_x", 1}, AttemptFailed{"pg_x", 1, "", true, {}}, PageDelivered{"pg_x", 1, ""}, PageDropped{"pg_x", {}},
             PageDeadLettered{"pg_x", "", 1}, PageReplayed{"pg_x", ""}, AlertOver{"a", t0(), ""}, AlertAcknowledged{"a", ""}, SilenceEnded{"s", "", ""}},
            t0());
    EXPECT_TRUE(f.state.pages.empty());
    EXPECT_TRUE(f.state.alerts.empty());
}

TEST(State, ASnapshotReadBackGoesOnAsTheLiveStateWould) {
    Folded f;
    const auto catalog = catalog_of({hook("pager", 2)});
    for (int i = 0; i < 6; ++i) f.apply(pages_for(f.state, fired("a/" + std::to_string(i)), catalog), t0());
    for (int round = 0; round < 3; ++round)
        for (const Command& c : due(f.state, t0())) f.give(c, t0());
    State back = *json::decode<State>(json::encode(f.state));
    restore(back);
    EXPECT_EQ(json::encode(back), json::encode(f.state));
    EXPECT_EQ(back.index.waiting, f.state.index.waiting);
    EXPECT_EQ(back.index.sending, f.state.index.sending);
    EXPECT_EQ(back.index.live, f.state.index.live);
    EXPECT_EQ(back.index.repeats, f.state.index.repeats);
    EXPECT_EQ(next_due(back, t0()), next_due(f.state, t0()));
}

}  // namespace
}  // namespace plimsoll::paging
