#include "server/sentences.h"

#include <gtest/gtest.h>

#include "server/records_testing.h"

namespace plimsoll::server {
namespace {

using testing::kNow;

const std::string kAlert = "checkout/page-1h-5m/1795000000000";

Names names(std::optional<Timestamp> at = kNow) {
    return {[](const std::string& slo) { return slo == "checkout" ? std::string("shop") : std::string(); },
            [](const std::string& actor) { return actor == "person:1" ? std::string("Ana Lima") : actor; },
            [](const std::string& stream) -> std::optional<WorldEvent> {
                if (stream == "page/p1") return WorldEvent(testing::intended("p1", "ops", "checkout", "shop"));
                if (stream == "silence/s1") {
                    paging::SilenceStarted began;
                    began.slo = "checkout";
                    return WorldEvent(paging::Event(began));
                }
                return std::nullopt;
            },
            at};
}

template <class Event>
Told told(const Event& event) {
    return tell(WorldEvent(event), names());
}

TEST(Sentences, OfAlerts) {
    EXPECT_EQ(told(testing::fired("checkout", "shop")).text, "checkout began to burn: 14.9x over 1 h, 15.2x over 5 min (threshold 14.4x)");
    const std::vector<slo::BurnEvidence> low{{Duration::hours(1), 100, 0, 0, 0.5}, {Duration::minutes(5), 0, 0, 0, std::nullopt}};
    EXPECT_EQ(told(slo::Event(slo::AlertResolved{kAlert, kNow, "burn below threshold", low})).text,
              "checkout no longer burns: 0.5x over 1 h, no traffic over 5 min (burn below threshold)");
    EXPECT_EQ(told(slo::Event(slo::AlertResolved{kAlert, kNow, "slo removed", {}})).text, "checkout resolved: the SLO was removed from the catalogue");
    EXPECT_EQ(told(slo::Event(slo::AlertResolved{"checkout/stale/1", kNow, "data again", {}})).text, "checkout has data again");
    EXPECT_EQ(told(slo::Event(slo::AlertFrozen{kAlert, kNow, {}})).text,
              "checkout: too much data is missing to judge page-1h-5m; its alert stands as it is");
    EXPECT_EQ(told(slo::Event(slo::ClearingBegan{kAlert, kNow})).text, "checkout fell below page-1h-5m, which resolves if that lasts");
}

TEST(Sentences, OfPagesNameTheChannelOfTheirIntent) {
    const Told delivered = told(paging::Event(paging::PageDelivered{"p1", 1, "HTTP 200"}));
    EXPECT_EQ(delivered.text, "Page to webhook ops delivered after 1 attempt");
    EXPECT_EQ(delivered.slos, (std::set<std::string>{"checkout"}));
    EXPECT_EQ(delivered.services, (std::set<std::string>{"shop"}));
    EXPECT_EQ(told(paging::Event(paging::AttemptFailed{"p1", 2, "HTTP 500", false, kNow})).text,
              "Attempt 2 of the page to webhook ops failed: HTTP 500; next at 11:06:40 UTC");
    EXPECT_EQ(told(paging::Event(paging::PageDeadLettered{"p1", "gave up", 12})).text, "Page to webhook ops given up after 12 attempts: gave up");
    EXPECT_EQ(told(paging::Event(paging::PageDropped{"unknown", paging::DropReason::silenced})).text, "Page to unknown not sent: its alert was silenced");
}

TEST(Sentences, OfFailuresAreBrief) {
    const std::string why = "The peer could not be reached: 127.0.0.1 (Failed to connect to 127.0.0.1 port 7999 after 0 ms)";
    EXPECT_EQ(told(paging::Event(paging::AttemptFailed{"p1", 1, why, true, kNow + Duration::ms(250)})).text,
              "Attempt 1 of the page to webhook ops failed: The peer could not be reached: 127.0.0.1 (it may have arrived); next at 11:06:40 UTC");
    EXPECT_EQ(briefly("(odd)"), "(odd)");
    EXPECT_EQ(briefly(std::string(199, 'a') + "äb"), std::string(199, 'a') + "…") << "no half character";
}

TEST(Sentences, OfPeopleNameThem) {
    EXPECT_EQ(told(paging::Event(paging::AlertAcknowledged{kAlert, "person:1"})).text, "Ana Lima acknowledged page-1h-5m of checkout");
    EXPECT_EQ(told(paging::Event(paging::SilenceStarted{"s1", "checkout", "", "", kNow, "deploy", "person:1"})).text,
              "Ana Lima silenced checkout until 11:06:40 UTC: deploy");
    EXPECT_EQ(told(paging::Event(paging::SilenceEnded{"s1", "removed", "person:1"})).text, "The silence of checkout ended: removed by Ana Lima");
    const Told signed_in = told(access::Event(access::SignedIn{"s", "person:1", "", kNow}));
    EXPECT_EQ(signed_in.text, "Ana Lima signed in");
    EXPECT_EQ(signed_in.by, "person:1");
    const Told role = told(access::Event(access::RoleChanged{"person:1", access::Role::viewer, access::Role::admin}));
    EXPECT_EQ(role.text, "Ana Lima is now admin, was viewer");
    EXPECT_EQ(role.changes, (std::vector<catalog::FieldChange>{{"role", "viewer", "admin"}}));
}

TEST(Sentences, OfTheCatalogueCountAndNameWhatChanged) {
    catalog::Catalog before;
    before.slos["checkout"] = testing::slo("checkout", "shop");
    catalog::Catalog after = before;
    after.slos["checkout"].objective = *Ratio::parse_decimal("0.9995");
    after.services["shop"].name = "shop";
    const Told change = told(testing::applied(7, before, after, "person:1", "0123456789abcdef"));
    EXPECT_EQ(change.text, "Catalogue version 7 applied: 1 SLO changed, 1 Service added (commit 0123456789)");
    EXPECT_EQ(change.by, "person:1");
    EXPECT_EQ(change.slos, (std::set<std::string>{"checkout"}));
    EXPECT_EQ(change.services, (std::set<std::string>{"shop"}));
    EXPECT_EQ(change.changes, (std::vector<catalog::FieldChange>{{"SLO/checkout.objective", "99.9 %", "99.95 %"}, {"Service/shop", std::nullopt, "added"}}));
    const catalog::Event refused = catalog::CatalogRefused{{{"slos/a.yaml", 3, 5, "catalog.invalid", "`target` is missing", ""}}, 2, "h"};
    EXPECT_EQ(told(refused).text, "Catalogue refused for 2 errors; nothing was changed. The first: slos/a.yaml:3:5: `target` is missing");
}

/// Seen in Activity: "checkout has no data since 2026-11-18T11:06:40Z".
TEST(Sentences, SayTimesAsPeopleDo) {
    slo::AlertFired stale;
    stale.slo = "checkout";
    stale.kind = slo::AlertKind::stale;
    stale.since = kNow;
    const auto at = [&](std::optional<Timestamp> at) { return tell(WorldEvent(slo::Event(stale)), names(at)).text; };
    EXPECT_EQ(at(kNow + Duration::minutes(10)), "checkout has no data since 11:06:40 UTC");
    EXPECT_EQ(at(kNow + Duration::days(1)), "checkout has no data since 18 Nov 2026, 11:06:40 UTC");
    EXPECT_EQ(at(std::nullopt), "checkout has no data since 18 Nov 2026, 11:06:40 UTC");
}

TEST(Sentences, TakeControlCharactersOut) {
    EXPECT_EQ(told(paging::Event(paging::AttemptFailed{"p1", 1, "evil\x1b[2J", false, std::nullopt})).text.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace plimsoll::server
