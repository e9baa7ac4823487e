// What upstreams must deliver and who overspent: exact at the edges, and honest where nothing can be said.
#include "domain/attribution/dependencies.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "domain/attribution/fakes_for_tests.h"

namespace plimsoll::attribution {
namespace {

using fixture::kStart;
using fixture::minute;
using fixture::slo_of;

constexpr TimeRange kPeriod{kStart, kStart + Duration::days(1)};

Ratio ratio(std::int64_t n, std::int64_t d) { return *Ratio::of(n, d); }

/// Counts of each SLO over the period, all of it measured.
class Upstreams {
public:
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> counts;  ///< valid, bad
    catalog::Catalog catalog = fixture::shop();

    DependencyBudgets ask(std::optional<TimeRange> period = kPeriod) {
        const auto delivered = [this](const catalog::Slo& slo, TimeRange range) -> Result<std::optional<Delivered>> {
            const auto found = counts.find(slo.name);
            if (found == counts.end()) return std::optional<Delivered>();
            const std::int64_t slots = range.length() / ledger::kStep;
            return std::optional(Delivered{{range, ledger::kStep, slots, {found->second.first, found->second.second, slots, slots, slots}}, range.start});
        };
        auto out = dependency_budgets(catalog, catalog.services.at("shop"), catalog.slos.at("checkout"), period, kPeriod.end, delivered);
        EXPECT_TRUE(out.has_value());
        return *out;
    }
    void grant(const std::string& service, double share, const std::string& slo = "") {
        catalog.services["shop"].dependency_budgets.push_back({service, slo, share});
    }
};

TEST(DependencyBudgets, EqualPartsBesideTheServiceItself) {
    Upstreams u;
    const DependencyBudgets all = u.ask();
    ASSERT_EQ(all.items.size(), 2U);
    EXPECT_DOUBLE_EQ(all.own_share, 1.0 / 3);
    EXPECT_DOUBLE_EQ(all.items[0].share, 1.0 / 3);
    EXPECT_FALSE(all.items[0].granted);
    EXPECT_EQ(all.items[0].required, "99.9667 %");  // 1 - 0.001 / 3
    EXPECT_EQ(all.items[0].promised, "99.9 %");
    EXPECT_EQ(all.items[0].promised_enough, false);
    EXPECT_EQ(all.objective, "99.9 %");
    EXPECT_EQ(all.why_empty, "");
}

TEST(DependencyBudgets, AGrantIsTakenOffFirst) {
    Upstreams u;
    u.grant("payments", 0.5);
    const DependencyBudgets all = u.ask();
    EXPECT_DOUBLE_EQ(all.items[0].share, 0.5);
    EXPECT_TRUE(all.items[0].granted);
    EXPECT_EQ(all.items[0].required, "99.95 %");
    EXPECT_DOUBLE_EQ(all.items[1].share, 0.25);
    EXPECT_DOUBLE_EQ(all.own_share, 0.25);
}

TEST(DependencyBudgets, ThePromiseIsEnoughToTheLastDigit) {
    Upstreams u;
    u.grant("payments", 0.5);
    u.catalog.slos["pay"].objective = ratio(9995, 10000);  // exactly what is required
    EXPECT_EQ(u.ask().items[0].promised_enough, true);
    u.catalog.slos["pay"].objective = ratio(999'499'999, 1'000'000'000);
    EXPECT_EQ(u.ask().items[0].promised_enough, false);
}

TEST(DependencyBudgets, OverspentIsMoreThanAllOfIt) {
    Upstreams u;
    u.grant("payments", 0.5);  // 0.0005 of its events may be bad
    u.counts["pay"] = {1'000'000, 500};
    EXPECT_DOUBLE_EQ(*u.ask().items[0].spent, 1);
    EXPECT_EQ(u.ask().items[0].overspent, false);
    u.counts["pay"] = {1'000'000, 501};
    EXPECT_EQ(u.ask().items[0].overspent, true);
    u.counts["pay"] = {1'000'000, 0};
    EXPECT_DOUBLE_EQ(*u.ask().items[0].spent, 0);
    EXPECT_DOUBLE_EQ(*u.ask().items[0].coverage, 1);
}

TEST(DependencyBudgets, SayWhyNothingCanBeSaid) {
    Upstreams u;
    EXPECT_EQ(u.ask().items[0].why_empty, "no data yet of pay");
    u.counts["pay"] = {0, 0};
    EXPECT_EQ(u.ask().items[0].why_empty, "no events of pay in the period");
    EXPECT_FALSE(u.ask().items[0].overspent.has_value());
    EXPECT_EQ(u.ask(std::nullopt).items[0].why_empty, "no data yet of checkout");
    EXPECT_FALSE(u.ask(std::nullopt).as_of.has_value());
    u.catalog.slos.erase("pay");
    const DependencyView none = u.ask().items[0];
    EXPECT_EQ(none.why_empty, "payments has no SLO");
    EXPECT_EQ(none.required, "99.9667 %");  // what it must deliver is known all the same
    EXPECT_FALSE(none.promised_enough.has_value());
    u.catalog.services["shop"].dependencies.clear();
    EXPECT_EQ(u.ask().why_empty, "the service declares no dependencies");
    EXPECT_DOUBLE_EQ(u.ask().own_share, 1);
}

TEST(DependencyBudgets, WhoeverIsGrantedNothingCannotBeJudged) {
    Upstreams u;
    u.grant("payments", 1);
    u.counts["find"] = {1000, 1};
    const DependencyView find = u.ask().items[1];
    EXPECT_EQ(find.required, "100 %");
    EXPECT_EQ(find.promised_enough, false);
    EXPECT_FALSE(find.spent.has_value());
    EXPECT_EQ(find.why_empty, "nothing is left to grant it: others are granted all of the budget");
}

TEST(DependencyBudgets, TheStrictestSloCountsUnlessOneIsNamed) {
    Upstreams u;
    u.catalog.slos["pay-strict"] = slo_of("pay-strict", "payments", ratio(9999, 10000));
    catalog::Slo group = slo_of("pay@eu", "payments", ratio(99999, 100000));
    group.group_of = "pay";
    u.catalog.slos["pay@eu"] = group;
    EXPECT_EQ(u.ask().items[0].slo, "pay-strict");
    u.grant("payments", 0, "pay");
    EXPECT_EQ(u.ask().items[0].slo, "pay");
    EXPECT_FALSE(u.ask().items[0].granted);  // named without a share: an equal part
    u.grant("inventory", 0.1);               // a budget for a service that is no dependency is a dependency
    EXPECT_EQ(u.ask().items.back().service, "inventory");
}

TEST(DependencyBudgets, EachFigureDefendsItself) {
    Upstreams u;
    u.counts["pay"] = {1'000'000, 500};
    const DependencyView pay = u.ask().items[0];
    ASSERT_EQ(pay.measures.size(), 2U);
    EXPECT_EQ(pay.measures[0].measure.id, "attribution.dependency_required");
    EXPECT_NEAR(*pay.measures[0].measure.value, 1 - 0.001 / 3, 1e-15);
    const Measure& spent = pay.measures[1].measure;
    std::map<std::string, double> inputs;
    for (const MeasureInput& in : spent.inputs) inputs[in.name] = static_cast<double>(in.numerator) / static_cast<double>(in.denominator);
    EXPECT_NEAR(*spent.value, inputs["bad"] / inputs["valid"] / (inputs["allowance"] * inputs["share"]), 1e-12);
    EXPECT_NE(pay.measures[1].text.find("allowance"), std::string::npos);
}

RC_GTEST_PROP(DependencyBudgets, SharesAlwaysAddUpToTheWhole, ()) {
    catalog::Catalog catalog;
    catalog::Service service;
    service.name = "shop";
    std::int64_t left = 1'000;
    const auto n = *rc::gen::inRange(0, 30);
    for (int i = 0; i < n; ++i) {
        service.dependencies.push_back("s" + std::to_string(i));
        const auto mils = *rc::gen::inRange<std::int64_t>(0, left / 2 + 1);
        left -= mils;
        if (mils > 0) service.dependency_budgets.push_back({service.dependencies.back(), "", static_cast<double>(mils) / 1'000});
    }
    const Grants grants = grants_of(catalog, service);
    long double sum = static_cast<long double>(grants.own.numerator()) / grants.own.denominator();
    for (const Grant& grant : grants.upstreams) sum += static_cast<long double>(grant.share.numerator()) / grant.share.denominator();
    RC_ASSERT(grants.upstreams.size() == static_cast<std::size_t>(n));
    RC_ASSERT(sum > 1 - 1e-15L && sum < 1 + 1e-15L);
}

}  // namespace
}  // namespace plimsoll::attribution
