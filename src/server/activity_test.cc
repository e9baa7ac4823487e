#include "server/activity.h"

#include "api/cursor.h"
#include "log/chain.h"
#include "server/records_testing.h"

namespace plimsoll::server {
namespace {

using testing::RecordsRig;

std::vector<std::uint64_t> seqs(const LogPage& page) {
    std::vector<std::uint64_t> out;
    for (const LogEntry& entry : page.items) out.push_back(entry.seq);
    return out;
}

/// A catalogue, an alert with its page, another service's alert, and a token.
struct Story : RecordsRig {
    std::string ana;
    Story() {
        ana = person("Ana Lima");
        catalog::Catalog all;
        all.services["shop"].name = "shop";
        all.services["bank"].name = "bank";
        all.slos["checkout"] = testing::slo("checkout", "shop");
        all.slos["payments"] = testing::slo("payments", "bank");
        add(testing::applied(1, {}, all, ana, "c0ffee"));                                          // 1
        add(testing::fired("checkout", "shop"));                                                   // 2
        add(testing::intended("p1", "ops", "checkout", "shop"));                                   // 3
        add(paging::Event(paging::PageDelivered{"p1", 1, "HTTP 200"}));                            // 4
        add(testing::fired("payments", "bank"));                                                   // 5
        add(access::Event(access::TokenCreated{"ab12", "ci", {api::Right::view}, "", std::nullopt}), "token:ab12", "api");  // 6
        add(slo::Event(slo::LedgerRevised{1, "prometheus", {testing::kNow, testing::kNow}, {"checkout", "payments"}}));     // 7
        fold();
    }
    LogPage page(const LogFilter& filter) {
        auto page = activity->page(filter);
        EXPECT_TRUE(page) << page.error().report();
        return *page;
    }
};

TEST(Activity, TellsEverythingNewestFirst) {
    Story s;
    const LogPage all = s.page({});
    EXPECT_EQ(seqs(all), (std::vector<std::uint64_t>{7, 6, 5, 4, 3, 2, 1}));
    EXPECT_EQ(all.next_cursor, "");
    EXPECT_EQ(all.scanned_to, 1U);
    EXPECT_EQ(all.items[3].text, "Page to webhook ops delivered after 1 attempt");
    EXPECT_EQ(all.items[3].service, "shop");
    EXPECT_EQ(all.items[3].slo, "checkout");
    EXPECT_EQ(all.items[0].slo, "") << "it is about several";
    EXPECT_EQ(all.items[1].actor_name, "ci");
    EXPECT_EQ(all.items[6].actor, "system");
    EXPECT_EQ(all.items[6].actor_name, "Ana Lima") << "who committed it";
}

TEST(Activity, FiltersBySubjectActorTypeAndStream) {
    Story s;
    EXPECT_EQ(seqs(s.page({.slo = "checkout"})), (std::vector<std::uint64_t>{7, 4, 3, 2, 1}));
    EXPECT_EQ(seqs(s.page({.service = "bank"})), (std::vector<std::uint64_t>{7, 5, 1}));
    EXPECT_EQ(seqs(s.page({.actor = "ana lima"})), (std::vector<std::uint64_t>{1}));
    EXPECT_EQ(seqs(s.page({.actor = "token:ab12"})), (std::vector<std::uint64_t>{6}));
    EXPECT_EQ(seqs(s.page({.type = "paging."})), (std::vector<std::uint64_t>{4, 3}));
    EXPECT_EQ(seqs(s.page({.stream = "page/p1"})), (std::vector<std::uint64_t>{4, 3}));
    EXPECT_EQ(seqs(s.page({.slo = "checkout", .type = "slo."})), (std::vector<std::uint64_t>{7, 2}));
    EXPECT_TRUE(s.page({.slo = "nobody"}).items.empty());
}

TEST(Activity, PagesGoOnWhereTheLastOneEnded) {
    Story s;
    const LogPage first = s.page({.limit = 2});
    EXPECT_EQ(seqs(first), (std::vector<std::uint64_t>{7, 6}));
    EXPECT_EQ(first.next_cursor, api::cursor_after("6"));
    const LogPage second = s.page({.below = 6, .limit = 10});
    EXPECT_EQ(seqs(second), (std::vector<std::uint64_t>{5, 4, 3, 2, 1}));
    EXPECT_EQ(second.next_cursor, "");
}

TEST(Activity, AFilterThatMatchesLittleComesBackAfterABoundedScan) {
    RecordsRig rig;
    rig.add(testing::fired("checkout", "shop"));
    std::vector<log::NewEvent> others;
    for (std::size_t i = 0; i < Activity::kMostRows; ++i) {
        others.push_back(encode(slo::Event(slo::PendingEnded{"payments", "page-1h-5m", testing::kNow}), {testing::kNow, "system"}, "worker"));
    }
    ASSERT_TRUE(rig.log->append(std::move(others)));
    rig.add(testing::fired("payments", "bank"));
    rig.fold();
    const auto first = rig.activity->page({.slo = "checkout"});
    ASSERT_TRUE(first);
    EXPECT_TRUE(first->items.empty());
    EXPECT_EQ(first->scanned_to, 3U) << "the newest and all but one of the others";
    EXPECT_EQ(first->next_cursor, api::cursor_after("3"));
    const auto second = rig.activity->page({.slo = "checkout", .below = 3});
    ASSERT_TRUE(second);
    EXPECT_EQ(seqs(*second), (std::vector<std::uint64_t>{1}));
}

TEST(Activity, ShowsOneEventWithItsBodyChangesAndPlaceInTheChain) {
    Story s;
    const auto event = s.activity->event(1, {api::Right::view});
    ASSERT_TRUE(event) << event.error().report();
    EXPECT_EQ(event->previous_hash, log::hex(*s.log->chain_hash(0)));
    EXPECT_NE(event->body.find("\"version\":1"), std::string::npos);
    EXPECT_EQ(event->changes.at(0), (catalog::FieldChange{"SLO/checkout", std::nullopt, "added"}));
    EXPECT_FALSE(s.activity->event(8, {api::Right::view}));
    EXPECT_FALSE(s.activity->event(0, {api::Right::view}));
}

TEST(Activity, NamesNobodyWhoWasErased) {
    Story s;
    ASSERT_TRUE(s.vault->erase(s.ana, testing::kNow));
    EXPECT_EQ(s.page({.type = "catalog."}).items.at(0).actor_name, "somebody who was erased");
}

/// Two events of hiring around one of operations.
struct HiringStory : RecordsRig {
    HiringStory() {
        add_row({testing::kNow, "hiring.OfferMade", 1, "candidate/person:c1", "person:boss", "api", R"({"application":"ap-1","candidate":"person:c1","on":"2026-11-22"})"});
        add(testing::fired("checkout", "shop"));
        add_row({testing::kNow, "hiring.Left", 1, "candidate/person:c1", "person:boss", "api", R"({"application":"ap-1","candidate":"person:c1","on":"2026-11-22"})"});
        fold();
    }
    LogPage page(LogFilter filter, api::Rights rights) {
        filter.rights = rights;
        auto page = activity->page(filter);
        EXPECT_TRUE(page) << page.error().report();
        return *page;
    }
};

TEST(Activity, SaysOfHiringOnlyThatThereWasSomethingToWhoDoesNotHire) {
    HiringStory s;
    for (const api::Rights rights : {api::Rights{api::Right::view}, {api::Right::admin}, {api::Right::view, api::Right::interview}}) {
        const LogPage all = s.page({}, rights);
        ASSERT_EQ(seqs(all), (std::vector<std::uint64_t>{3, 2, 1}));
        for (const std::size_t i : {0, 2}) {
            const LogEntry& entry = all.items[i];
            EXPECT_TRUE(entry.withheld);
            EXPECT_EQ(entry.type, "hiring.Withheld");
            EXPECT_EQ(entry.stream + entry.actor + entry.actor_name + entry.source, "hiring");
            EXPECT_EQ(entry.hash.size(), 64U);
        }
        const auto one = s.activity->event(1, rights);
        ASSERT_TRUE(one);
        EXPECT_EQ(one->body, "{}");
        EXPECT_TRUE(one->changes.empty());
        EXPECT_EQ(one->previous_hash, log::hex(*s.log->chain_hash(0))) << "the chain can be followed all the same";
    }
}

TEST(Activity, NoFilterFindsOutWhatIsWithheld) {
    HiringStory s;
    const api::Rights rights{api::Right::view};
    EXPECT_EQ(seqs(s.page({.type = "hiring."}, rights)), (std::vector<std::uint64_t>{3, 1}));
    EXPECT_TRUE(s.page({.type = "hiring.OfferMade"}, rights).items.empty());
    EXPECT_TRUE(s.page({.actor = "person:boss"}, rights).items.empty());
    const LogPage stream = s.page({.stream = "candidate/person:c1"}, rights);
    EXPECT_TRUE(stream.items.empty());
    EXPECT_EQ(stream.scanned_to, 0U) << "as of a stream that does not exist";
    EXPECT_EQ(seqs(s.page({.stream = "candidate/person:c1"}, {api::Right::hire})), (std::vector<std::uint64_t>{3, 1}));
    EXPECT_EQ(seqs(s.page({.actor = "person:boss"}, {api::Right::hire})), (std::vector<std::uint64_t>{3, 1}));
}

TEST(Activity, NamesNoCandidate) {
    RecordsRig rig;
    const std::string id = *rig.vault->create(testing::kNow, log::PersonKind::candidate);
    ASSERT_TRUE(rig.vault->put(id, "name", "Eve Adams"));
    rig.fold();
    EXPECT_EQ(rig.activity->name_of(id), "a candidate");
}

TEST(Activity, ListsWhatItCannotRead) {
    RecordsRig rig;
    rig.add(testing::fired("checkout", "shop"));
    rig.fold();
    rig.add_row({testing::kNow, "gate.Opened", 1, "gate/x", "system", "worker", "{}"});
    const auto page = rig.activity->page({});
    ASSERT_TRUE(page);
    ASSERT_EQ(page->items.size(), 2U);
    EXPECT_TRUE(page->items[0].text.starts_with("An event that this version cannot read")) << page->items[0].text;
}

}  // namespace
}  // namespace plimsoll::server
