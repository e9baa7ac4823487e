// ErrorBudgetPolicy, SLA and dependency budgets: read whole, and each rule broken once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/catalog/fixture_for_tests.h"

namespace plimsoll::catalog {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

const std::string kBase = "---\n" + fixture::own("Indicator", "  ratio: {total: 'sum(rate(a[5m]))', bad: 'sum(rate(b[5m]))'}\n", "requests") + fixture::slo_on("requests", "web", "[{target: 0.999}]") +
                          "---\n" + fixture::own("Tier", "  rank: 0\n", "tier-0") +
                          "---\napiVersion: plimsoll/v1\nkind: Service\nmetadata: {name: bank}\nspec: {owner: o, tier: tier-0, channels: [pager]}\n";
const std::string kContract = "  timeWindow: [{duration: 1M, calendar: {startTime: 2026-01-01 00:00:00, timeZone: UTC}}]\n";

Reading read(const std::string& text) { return fixture::read(text + kBase); }
std::vector<std::string> refused(const std::string& text) { return fixture::told(read(text).errors); }
std::string sla(const std::string& more, const std::string& window = kContract) { return fixture::own("SLA", "  customer: ACME\n  slo: web\n" + window + more); }

TEST(ErrorBudgetPolicyKind, ReadsEveryField) {
    const Reading reading = read(fixture::own("ErrorBudgetPolicy", R"(  description: What we agreed
  tiers: [tier-0]
  services: [checkout]
  caution: 0.3
  freeze: 0.05
  hysteresis: 0.02
  consequences: {caution: [look twice], freeze: [no releases, one person repairs]}
  gate: {caution: allow, freeze: refuse, breach: refuse}
  channels: {freeze: [pager]}
  chronicBreaches: 2
  chronicWithin: 60d
  escalationChannels: [pager]
  longestException: 3d
)"));
    ASSERT_THAT(fixture::told(reading.errors), IsEmpty());
    ErrorBudgetPolicy wanted;
    wanted.name = "x";
    wanted.tiers = {"tier-0"};
    wanted.services = {"checkout"};
    wanted.caution = 0.3;
    wanted.freeze = 0.05;
    wanted.hysteresis = 0.02;
    wanted.consequences = {{"caution", {"look twice"}}, {"freeze", {"no releases", "one person repairs"}}};
    wanted.gate = {{"breach", "refuse"}, {"caution", "allow"}, {"freeze", "refuse"}};
    wanted.channels = {{"freeze", {"pager"}}};
    wanted.chronic_breaches = 2;
    wanted.chronic_within = Duration::days(60);
    wanted.escalation_channels = {"pager"};
    wanted.longest_exception = Duration::days(3);
    wanted.source = {"x.yaml", 1};
    EXPECT_EQ(reading.catalog.policies.at("x"), wanted);
    EXPECT_EQ(policy_of(reading.catalog, "checkout"), &reading.catalog.policies.at("x"));
    EXPECT_EQ(policy_of(reading.catalog, "bank"), &reading.catalog.policies.at("x")) << "by its tier";
}

TEST(ErrorBudgetPolicyKind, EveryRuleIsToldAtItsPlace) {
    const auto policy = [](const std::string& more) { return fixture::own("ErrorBudgetPolicy", "  tiers: [tier-0]\n" + more); };
    const std::vector<std::pair<std::string, std::string>> cases{
        {fixture::own("ErrorBudgetPolicy", "  caution: 0.5\n"), "5:3 `spec.tiers` or `services` is missing"},
        {fixture::own("ErrorBudgetPolicy", "  tiers: [tier-1]\n"), "5:11 there is no Tier `tier-1` (did you mean `tier-0`?)"},
        {fixture::own("ErrorBudgetPolicy", "  services: [chekout]\n"), "5:14 there is no Service `chekout` (did you mean `checkout`?)"},
        {policy("  caution: 25\n"), "6:12 `spec.caution` must be a share from 0 to 1 (write 0.25 for 25 %)"},
        {policy("  freeze: 0.25\n"), "6:11 `spec.freeze` makes freeze (0.25) begin at or before caution (0.25)"},
        {policy("  caution: 0.1\n"), "6:12 `spec.caution` makes freeze (0.1) begin at or before caution (0.1)"},
        {policy("  caution: 0.98\n"), "6:12 `spec.caution` leaves no budget at which caution could end"},
        {policy("  hysteresis: 0.6\n"), "6:15 `spec.hysteresis` must be a share from 0 to 0.5"},
        {policy("  gate: {freeze: stop}\n"), "6:18 `spec.gate.freeze` must be one of allow, refuse"},
        {policy("  gate: {freez: allow}\n"), "6:10 `spec.gate.freez` is not a known field (did you mean `freeze`?)"},
        {policy("  consequences: {freeze: stop}\n"), "6:26 `spec.consequences.freeze` must be a list"},
        {policy("  channels: {freeze: [pagr]}\n"), "6:23 there is no Channel `pagr` (did you mean `pager`?)"},
        {policy("  escalationChannels: [pagr]\n"), "6:24 there is no Channel `pagr`"},
        {policy("  chronicBreaches: -1\n"), "6:20 `spec.chronicBreaches` must be a whole number from 0 to 100"},
        {policy("  chronicWithin: 10m\n"), "6:18 `spec.chronicWithin` must be from 1h to 800d"},
        {policy("  longestException: 91d\n"), "6:21 `spec.longestException` must be from 1h to 90d"},
        {policy("") + "---\n" + fixture::own("ErrorBudgetPolicy", "  tiers: [tier-0]\n", "y"), "11:11 tier `tier-0` has two policies: `x` and `y`"},
    };
    for (const auto& [text, wanted] : cases) EXPECT_THAT(refused(text), Contains(StartsWith(wanted))) << text;
}

TEST(SlaKind, ReadsEveryFieldAndSortsItsCredits) {
    const Reading reading = read(sla("  description: d\n  targetPercent: 99.5\n  credits: [{belowPercent: 95, share: 0.5}, {below: 0.995, share: 0.1}]\n  fee: 12000.5\n  currency: EUR\n"));
    ASSERT_THAT(fixture::told(reading.errors), IsEmpty());
    Sla wanted;
    wanted.name = "x";
    wanted.customer = "ACME";
    wanted.description = "d";
    wanted.slo = "web";
    wanted.objective = *Ratio::parse_decimal("0.995");
    wanted.window = {CalendarUnit::month, 1, "2026-01-01 00:00:00", "UTC"};
    wanted.credits = {{*Ratio::parse_decimal("0.995"), 0.1}, {*Ratio::parse_decimal("0.95"), 0.5}};
    wanted.fee = 12000.5;
    wanted.currency = "EUR";
    wanted.source = {"x.yaml", 1};
    EXPECT_EQ(reading.catalog.slas.at("x"), wanted);
}

TEST(SlaKind, EveryRuleIsToldAtItsPlace) {
    const std::string good = "  target: 0.99\n";
    const std::vector<std::pair<std::string, std::string>> cases{
        {fixture::own("SLA", "  slo: web\n  target: 0.99\n" + kContract), "5:3 `spec.customer` is missing"},
        {fixture::own("SLA", "  customer: c\n  slo: wep\n  target: 0.99\n" + kContract), "6:8 there is no SLO `wep` (did you mean `web`?)"},
        {sla("  target: 0.999\n"), "8:11 SLA `x` promises as much as SLO `web` or more"},
        {sla("  target: 1.0\n"), "8:11 `spec.target` must be above 0 and below 1"},
        {sla(good, ""), "5:3 `spec.timeWindow` is missing"},
        {sla(good, "  timeWindow: [{duration: 30d, isRolling: true}]\n"), "7:16 a contract's window follows the calendar, this one rolls"},
        {sla(good + "  credits: [{below: 0.9}]\n"), "9:13 `spec.credits[0].share` is missing"},
        {sla(good + "  credits: [{below: 0.9, share: 10}]\n"), "9:33 `spec.credits[0].share` must be a share from 0 to 1 (write 0.1 for 10 %)"},
        {sla(good + "  credits: [{below: 0.9, share: 0}]\n"), "9:33 `spec.credits[0].share` must be above zero"},
        {sla(good + "  credits: [{below: 90, share: 0.1}]\n"), "9:21 `spec.credits[0].below` must be above 0 and below 1 (that looks like a percentage: write belowPercent: 90)"},
        {sla(good + "  credits: [{below: 0.995, share: 0.1}]\n"), "9:13 a credit begins above the contract's target"},
        {sla(good + "  credits: [{below: 0.9, share: 0.1}, {belowPercent: 90, share: 0.2}]\n"), "9:39 two credits begin below the same ratio"},
        {sla(good + "  credits: [{below: 0.9, share: 0.3}, {below: 0.8, share: 0.2}]\n"), "9:39 a credit below a lower ratio must be a larger share"},
        {sla(good + "  fee: 100\n"), "5:3 `spec.currency` is missing beside `fee`"},
        {sla(good + "  fee: -1\n  currency: EUR\n"), "9:8 `spec.fee` must be from 0"},
        {sla(good + "  currency: Euro\n"), "9:13 `spec.currency` must be an ISO 4217 code"},
    };
    for (const auto& [text, wanted] : cases) EXPECT_THAT(refused(text), Contains(StartsWith(wanted))) << text;
}

TEST(SlaKind, IsNotBlamedForABrokenTargetOfItsSlo) {
    const Reading reading = fixture::read(sla("  target: 0.99\n") + "---\n" + fixture::own("Indicator", "  ratio: {total: 'sum(rate(a[5m]))', bad: 'sum(rate(b[5m]))'}\n", "requests") +
                                          fixture::slo_on("requests", "web", "[{target: 99.9}]"));
    EXPECT_THAT(fixture::told(reading.errors), ElementsAre(testing::HasSubstr("that looks like a percentage: write targetPercent: 99.9")));
}

std::string service(const std::string& budgets, const std::string& dependencies = "[bank]") {
    return fixture::own("Service", "  owner: o\n  dependencies: " + dependencies + "\n  dependencyBudgets: " + budgets + "\n", "shop") +
           fixture::slo_on("requests", "transfer").replace(fixture::slo_on("requests", "transfer").find("service: checkout"), 17, "service: bank");
}

TEST(DependencyBudgets, AreReadAndChecked) {
    const Reading reading = read(service("[{service: bank, slo: transfer, share: 0.4}]"));
    ASSERT_THAT(fixture::told(reading.errors), IsEmpty());
    EXPECT_EQ(reading.catalog.services.at("shop").dependency_budgets, (std::vector<DependencyBudget>{{"bank", "transfer", 0.4}}));
    const std::vector<std::pair<std::string, std::string>> cases{
        {service("[{service: bnk}]"), "7:33 there is no Service `bnk` (did you mean `bank`?)"},
        {service("[{service: checkout}]"), "7:33 service `shop` grants a part of its budget to `checkout`, on which it does not depend"},
        {service("[{service: bank, slo: web}]"), "7:44 SLO `web` is of service `checkout`, not of `bank`"},
        {service("[{service: bank, slo: none}]"), "7:44 there is no SLO `none`"},
        {service("[{service: bank, share: 0}]"), "7:46 `spec.dependencyBudgets[0].share` must be above zero"},
        {service("[{service: bank, share: 40}]"), "7:46 `spec.dependencyBudgets[0].share` must be a share from 0 to 1 (write 0.4 for 40 %)"},
        {service("[{service: bank}, {service: bank}]"), "7:50 `spec.dependencyBudgets[1].service` stands twice"},
        {service("[{service: bank, share: 0.6}, {service: checkout, share: 0.5}]", "[bank, checkout]"), "7:22 `spec.dependencyBudgets` grants 1.1 of the budget: more than there is"},
        {service("[{share: 0.6}]"), "7:23 `spec.dependencyBudgets[0].service` is missing"},
    };
    for (const auto& [text, wanted] : cases) EXPECT_THAT(refused(text), Contains(StartsWith(wanted))) << text;
}

}  // namespace
}  // namespace plimsoll::catalog
