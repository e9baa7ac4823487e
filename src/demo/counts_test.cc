// counts_test.cc: the same seed gives the same company, and each service tells the story it should.
#include "demo/counts.h"

#include <gtest/gtest.h>

#include "demo/history.h"

namespace plimsoll::demo {
namespace {

const Timestamp kFounded = Timestamp::from_seconds(1'795'266'000 + 40);  // 2026-11-21T13:00:40Z, a Saturday

const PromisedSlo& slo_of(const CompanyService& service, const std::string& name) {
    for (const PromisedSlo& slo : service.slos)
        if (slo.name == name) return slo;
    ADD_FAILURE() << name;
    return service.slos.front();
}

/// Burn over a time: bad share over the allowed share.
double burn(const Counts& counts, const std::string& service, const std::string& name, Timestamp from, Timestamp to) {
    const CompanyService& s = *find_service(service);
    const PromisedSlo& slo = slo_of(s, name);
    ledger::Slot sum;
    for (Timestamp at = from; at < to; at = at + ledger::kStep) sum += counts.together(s, slo, at);
    return static_cast<double>(sum.bad) / static_cast<double>(std::max<std::int64_t>(1, sum.valid)) / (1 - std::stod(slo.target));
}

double month(const Counts& counts, const std::string& service, const std::string& name) {
    return burn(counts, service, name, counts.founded() - kPast, counts.founded());
}

double last(const Counts& counts, const std::string& service, const std::string& name, Duration length) {
    return burn(counts, service, name, counts.founded() - length, counts.founded());
}

std::string bytes_of(const Counts& counts) {
    std::string out;
    for (const CompanyService& service : company()) {
        for (const PromisedSlo& slo : service.slos) {
            for (Timestamp hour = kFounded.floor(Duration::hours(1)) - kPast; hour < kFounded; hour = hour + Duration::hours(17)) {
                server::ImportRequest request{slo.name, "v", {hour_of(counts, service, slo, hour)}};
                out += json::encode(request);
            }
        }
    }
    return out;
}

TEST(Counts, TheSameSeedGivesTheSameCompanyByteForByte) {
    EXPECT_EQ(bytes_of(Counts(1, kFounded)), bytes_of(Counts(1, kFounded)));
    EXPECT_NE(bytes_of(Counts(1, kFounded)), bytes_of(Counts(2, kFounded)));
}

TEST(Counts, FoundedInTheSameHourOnlyTheIncidentOfTheFoundingMoves) {
    const Counts early(1, kFounded), late(1, kFounded + Duration::minutes(31));
    std::size_t moved = 0;
    for (const CompanyService& service : company()) {
        for (const PromisedSlo& slo : service.slos) {
            for (Timestamp at = kFounded - Duration::hours(2); at < kFounded + Duration::hours(1); at = at + ledger::kStep) {
                if (early.together(service, slo, at) == late.together(service, slo, at)) continue;
                EXPECT_EQ(service.name, "payments");
                ++moved;
            }
        }
    }
    EXPECT_GT(moved, 50U);
}

TEST(Counts, EverySlotKeepsTheLedgersRules) {
    const Counts counts(7, kFounded);
    for (const CompanyService& service : company()) {
        for (const PromisedSlo& slo : service.slos) {
            for (Timestamp at = kFounded - kPast; at < kFounded; at = at + Duration::seconds(170)) {
                const ledger::Slot slot = counts.together(service, slo, at);
                ASSERT_TRUE(0 <= slot.bad && slot.bad <= slot.valid) << slo.name;
                ASSERT_TRUE(slot.reporting <= slot.live && slot.live == 2 * service.instances) << slo.name;
                ASSERT_TRUE(slot.measured == 1 || slot.valid == 0) << slo.name;
            }
        }
    }
}

/// The stories hold for any seed: noise does not decide them.
class Stories : public testing::TestWithParam<std::uint64_t> {
protected:
    const Counts counts{GetParam(), kFounded};
};

TEST_P(Stories, StorefrontIsHealthy) {
    EXPECT_LT(month(counts, "storefront", "storefront-availability"), 0.5);
    EXPECT_LT(last(counts, "storefront", "storefront-availability", Duration::days(3)), 0.6);
}

TEST_P(Stories, CheckoutHadAnOutageLastWeekAndIsWellNow) {
    const double spent = month(counts, "checkout", "checkout-availability");
    EXPECT_GT(spent, 0.5);
    EXPECT_LT(spent, 0.95);
    EXPECT_LT(last(counts, "checkout", "checkout-availability", Duration::days(3)), 0.5);
}

/// Whatever the hour: traffic that rises or falls weighs the minutes differently.
TEST_P(Stories, PaymentsPagesSoonAfterTheFounding) {
    for (int hour = 0; hour < 24; ++hour) {
        const Counts at(GetParam(), kFounded + Duration::hours(hour));
        EXPECT_LT(last(at, "payments", "payments-availability", Duration::hours(1)), 14.4) << hour;
        const Timestamp soon = at.founded() + Duration::seconds(120);
        EXPECT_GT(burn(at, "payments", "payments-availability", soon - Duration::hours(1), soon), 14.4) << hour;
        EXPECT_GT(burn(at, "payments", "payments-availability", soon - Duration::minutes(5), soon), 14.4) << hour;
    }
}

TEST_P(Stories, TheBudgetOfAccountsIsGoneAndItIsQuiet) {
    EXPECT_GT(month(counts, "accounts", "accounts-availability"), 1.1);
    EXPECT_LT(last(counts, "accounts", "accounts-availability", Duration::days(3)), 0.9);
}

TEST_P(Stories, SearchBurnsTooMuchForTheMonthAndTooLittleForAPage) {
    EXPECT_GT(last(counts, "search", "search-latency", Duration::days(3)), 1.4);
    EXPECT_GT(last(counts, "search", "search-latency", Duration::hours(6)), 1.4);
    EXPECT_LT(last(counts, "search", "search-latency", Duration::days(1)), 2.9);
    EXPECT_LT(month(counts, "search", "search-latency"), 0.9);
}

TEST_P(Stories, ReportsHasFewEvents) {
    const CompanyService& reports = *find_service("reports");
    std::int64_t events = 0, empty = 0;
    for (Timestamp at = kFounded - Duration::days(7); at < kFounded; at = at + ledger::kStep) {
        const ledger::Slot slot = counts.together(reports, reports.slos.front(), at);
        events += slot.valid;
        empty += slot.valid == 0 ? 1 : 0;
    }
    EXPECT_GT(events, 200);
    EXPECT_LT(events, 3'000);
    EXPECT_GT(empty, 50'000);
}

TEST_P(Stories, InventoryMissesSlotsAndInstances) {
    const CompanyService& inventory = *find_service("inventory");
    std::int64_t missing = 0, partly = 0;
    for (Timestamp at = kFounded - kPast; at < kFounded; at = at + ledger::kStep) {
        const ledger::Slot slot = counts.together(inventory, slo_of(inventory, "inventory-availability"), at);
        missing += slot.measured == 0 ? 1 : 0;
        partly += slot.measured == 1 && slot.reporting < slot.live ? 1 : 0;
    }
    EXPECT_EQ(missing, 9 * 360);
    EXPECT_EQ(partly, 52 * 360);
}

TEST_P(Stories, NightsAreQuieterThanEvenings) {
    const CompanyService& shop = *find_service("storefront");
    const Timestamp day = kFounded.floor(Duration::days(1)) - Duration::days(3);
    ledger::Slot night, evening;
    for (Timestamp at = day; at < day + Duration::hours(1); at = at + ledger::kStep) {
        night += counts.together(shop, shop.slos.front(), at + Duration::hours(3));
        evening += counts.together(shop, shop.slos.front(), at + Duration::hours(19));
    }
    EXPECT_GT(evening.valid, 3 * night.valid);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Stories, testing::Values(1, 2, 20'261'121));

TEST(History, EndsWhereLiveTrafficBegins) {
    const Counts counts(1, kFounded);
    for (const CompanyService& service : company()) {
        for (const PromisedSlo& slo : service.slos) {
            const auto newest = hour_of(counts, service, slo, kFounded.floor(Duration::hours(1)));
            const std::size_t until = slo.stops ? 0 : 4;  // 13:00:00 to 13:00:40; the stopped feed's began 5 min before
            EXPECT_EQ(newest.slots.size(), until) << slo.name;
        }
    }
}

}  // namespace
}  // namespace plimsoll::demo
