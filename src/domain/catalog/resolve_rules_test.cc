#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/catalog/fixture_for_tests.h"
#include "domain/catalog/openslo.h"

namespace plimsoll::catalog {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string policy(const std::string& name, const std::string& flags, const std::string& condition) {
    return "  - kind: AlertPolicy\n    metadata: {name: " + name + "}\n    spec:\n      " + flags +
           "\n      conditions: [{kind: AlertCondition, metadata: {name: burn}, spec: {severity: page, condition: {kind: burnrate, " + condition +
           "}}}]\n      notificationTargets: [{kind: AlertNotificationTarget, metadata: {name: t}, spec: {target: pager}}]\n";
}
const std::string kFast = "op: gt, threshold: 14.4, lookbackWindow: 1h";

Slo only_slo(const Reading& reading) {
    EXPECT_THAT(fixture::lines(reading.errors), IsEmpty());
    return reading.catalog.slos.empty() ? Slo{} : reading.catalog.slos.begin()->second;
}

std::vector<std::string> rule_names(const Slo& slo) {
    std::vector<std::string> out;
    for (const BurnRule& r : slo.rules) out.push_back(r.name);
    return out;
}

TEST(Workbook, GivesThePairsOfThirtyDays) {
    const auto rules = workbook_rules(Duration::days(30));
    ASSERT_EQ(rules.size(), 4U);
    const std::vector<std::tuple<std::string, Severity, Duration, Duration, double>> wanted{
        {"page-1h-5m", Severity::page, Duration::hours(1), Duration::minutes(5), 14.4},
        {"page-6h-30m", Severity::page, Duration::hours(6), Duration::minutes(30), 6.0},
        {"ticket-1d-2h", Severity::ticket, Duration::days(1), Duration::hours(2), 3.0},
        {"ticket-3d-6h", Severity::ticket, Duration::days(3), Duration::hours(6), 1.0}};
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(std::make_tuple(rules[i].name, rules[i].severity, rules[i].long_window, rules[i].short_window, rules[i].factor), wanted[i]);
        EXPECT_FALSE(rules[i].at_or_above);
        EXPECT_TRUE(rules[i].notify_resolved);
    }
}

TEST(Workbook, ScalesToThePeriod) {
    EXPECT_DOUBLE_EQ(workbook_rules(Duration::days(28))[0].factor, 13.44);
    EXPECT_DOUBLE_EQ(workbook_rules(Duration::days(28))[3].factor, 28.0 / 30.0);
    EXPECT_DOUBLE_EQ(workbook_rules(Duration::days(7))[0].factor, 3.36);
}

TEST(Workbook, LeavesOutWindowsThatThePeriodDoesNotHold) {
    EXPECT_EQ(workbook_rules(Duration::days(3)).size(), 4U);
    EXPECT_EQ(workbook_rules(Duration::days(2)).size(), 3U);
    EXPECT_EQ(workbook_rules(Duration::hours(5)).size(), 1U);
    EXPECT_TRUE(workbook_rules(Duration::minutes(59)).empty());
}

TEST(Severity, FollowsTheWord) {
    for (const char* word : {"page", "Page", "CRITICAL", "high", "urgent", "sev1", "SEV-2", "P1", "p-0", "fatal", "emergency"}) {
        EXPECT_EQ(severity_of(word), Severity::page) << word;
    }
    for (const char* word : {"ticket", "warning", "low", "medium", "info", "sev3", "P3", "minor", "anything"}) {
        EXPECT_EQ(severity_of(word), Severity::ticket) << word;
    }
}

TEST(Rules, AlertWhenBreachingFalseGivesNoBurnRule) {
    const Reading reading = fixture::read(fixture::slo("a", "  alertPolicies:\n" + policy("p", "alertWhenNoData: true", kFast)));
    const Slo slo = only_slo(reading);
    EXPECT_THAT(slo.rules, IsEmpty());
    EXPECT_EQ(slo.stale_after, Duration::minutes(10));
    EXPECT_THAT(slo.stale_channels, ElementsAre("pager"));
    EXPECT_THAT(fixture::lines(reading.warnings), Contains(HasSubstr("has no burn alert")));
}

TEST(Rules, AlertWhenResolvedDecidesWhetherTheEndIsTold) {
    const auto told = [](const std::string& flags) {
        return only_slo(fixture::read(fixture::slo("a", "  alertPolicies:\n" + policy("p", flags, kFast)))).rules.at(0).notify_resolved;
    };
    EXPECT_FALSE(told("alertWhenBreaching: true"));
    EXPECT_TRUE(told("alertWhenBreaching: true\n      alertWhenResolved: true"));
}

TEST(Rules, ConditionsOfOneNameAreToldApartByTheirPolicy) {
    const std::string two = "  alertPolicies:\n" + policy("fast", "alertWhenBreaching: true", kFast) +
                            policy("slow", "alertWhenBreaching: true", "op: gte, threshold: 1, lookbackWindow: 3d");
    EXPECT_THAT(rule_names(only_slo(fixture::read(fixture::slo("a", two)))), ElementsAre("burn", "slow-burn"));
}

TEST(Rules, OnePolicyTwiceIsRefused) {
    const std::string two = "  alertPolicies:\n" + policy("fast", "alertWhenBreaching: true", kFast) + policy("fast", "alertWhenBreaching: true", kFast) +
                            policy("fast", "alertWhenBreaching: true", kFast);
    EXPECT_THAT(fixture::lines(fixture::read(fixture::slo("a", two)).errors), ElementsAre(HasSubstr("SLO `a` gets rule `fast-burn` twice")));
}

TEST(Rules, AThresholdThatCannotBeReachedNamesTheCeiling) {
    const Reading reading = fixture::read(fixture::slo("a", "  alertPolicies:\n" + policy("p", "alertWhenBreaching: true", kFast), "targetPercent: 90"));
    EXPECT_THAT(fixture::lines(reading.errors), ElementsAre("x.yaml:21:137: rule `burn` of SLO `a` can never fire: it needs a burn rate above 14.4, and with every event bad it is 10"));
}

TEST(Rules, TheCeilingItselfIsReachedOnlyByAtOrAbove) {
    const auto with = [](const std::string& op) {
        return fixture::read(fixture::slo("a", "  alertPolicies:\n" + policy("p", "alertWhenBreaching: true", "op: " + op + ", threshold: 10, lookbackWindow: 1h"), "target: 0.9")).errors.size();
    };
    EXPECT_EQ(with("gt"), 1U);
    EXPECT_EQ(with("gte"), 0U);
}

TEST(Rules, AWindowLongerThanThePeriodIsRefused) {
    const Reading reading = fixture::read(fixture::slo("a", "  alertPolicies:\n" + policy("p", "alertWhenBreaching: true", "op: gt, threshold: 1, lookbackWindow: 31d")));
    EXPECT_THAT(fixture::lines(reading.errors), ElementsAre(HasSubstr("rule `burn` of SLO `a` looks back 31d, longer than the period of 30d")));
}

const std::string kBurnPolicy = R"(---
apiVersion: plimsoll/v1
kind: BurnPolicy
metadata: {name: ours}
spec:
  rules:
  - {name: quick, severity: page, long: 1h, short: 5m, budgetShare: 0.02, entryDelay: 1m, clearDelay: 3m, channels: [pager]}
  - {name: slow, severity: ticket, long: 3d, short: 6h, factor: 1}
)";

TEST(Rules, ABurnPolicyIsNamedByAnnotationOrAsAnAlertPolicy) {
    std::string annotated = fixture::slo("a");
    annotated.replace(annotated.find("{name: a}"), 9, "{name: a, annotations: {plimsoll.dev/burn-policy: ours, plimsoll.dev/stale-after: 1h}}");
    for (const std::string& text : {annotated, fixture::slo("a", "  alertPolicies: [{alertPolicyRef: ours}]\n")}) {
        const Slo slo = only_slo(fixture::read(text + kBurnPolicy));
        ASSERT_THAT(rule_names(slo), ElementsAre("quick", "slow"));
        EXPECT_DOUBLE_EQ(slo.rules[0].factor, 14.4);
        EXPECT_EQ(slo.rules[0].short_window, Duration::minutes(5));
        EXPECT_EQ(slo.rules[0].clear_delay, Duration::minutes(3));
        EXPECT_THAT(slo.rules[0].channels, ElementsAre("pager"));
        EXPECT_EQ(slo.stale_after, text == annotated ? Duration::hours(1) : Duration::minutes(10));
    }
}

TEST(Rules, ANameOfBothPoliciesIsAmbiguous) {
    const std::string both = fixture::slo("a", "  alertPolicies: [{alertPolicyRef: ours}]\n") + kBurnPolicy +
                             "---\napiVersion: openslo/v1\nkind: AlertPolicy\nmetadata: {name: ours}\nspec:\n  alertWhenBreaching: true\n"
                             "  conditions: [{spec: {severity: page, condition: {op: gt, threshold: 2, lookbackWindow: 1h}}}]\n"
                             "  notificationTargets: [{spec: {target: pager}}]\n";
    EXPECT_THAT(fixture::lines(fixture::read(both).errors), ElementsAre(HasSubstr("`ours` is both an AlertPolicy and a BurnPolicy")));
}

TEST(Rules, StaleAfterIsADurationOrZero) {
    const auto with = [](const std::string& value) {
        std::string text = fixture::slo("a");
        return fixture::read(text.replace(text.find("{name: a}"), 9, "{name: a, annotations: {plimsoll.dev/stale-after: " + value + "}}"));
    };
    EXPECT_EQ(only_slo(with("0s")).stale_after, Duration{});
    EXPECT_EQ(only_slo(with("1h30m")).stale_after, Duration::minutes(90));
    for (const char* bad : {"soon", "10s", "31d", "-5m"}) {
        EXPECT_THAT(fixture::lines(with(bad).errors), ElementsAre(HasSubstr("`plimsoll.dev/stale-after` must be a duration"))) << bad;
    }
}

TEST(Rules, AnUnknownBurnPolicyIsDangling) {
    std::string text = fixture::slo("a");
    text.replace(text.find("{name: a}"), 9, "{name: a, annotations: {plimsoll.dev/burn-policy: our}}");
    const Reading reading = fixture::read(text + kBurnPolicy);
    EXPECT_THAT(fixture::lines(reading.errors), ElementsAre("x.yaml:3:61: there is no BurnPolicy `our`"));
    EXPECT_EQ(reading.errors[0].remedy, "did you mean `ours`?");
}

TEST(Runbook, ComesFromTheSloElseFromTheService) {
    const std::string service = "apiVersion: plimsoll/v1\nkind: Service\nmetadata: {name: checkout}\nspec: {runbook: 'https://service'}\n";
    std::string own = fixture::slo("b");
    own.replace(own.find("{name: b}"), 9, "{name: b, annotations: {plimsoll.dev/runbook: 'https://slo'}}");
    const Reading reading = read_catalog({{"s.yaml", service}, {"a.yaml", fixture::slo("a")}, {"b.yaml", own}});
    EXPECT_EQ(reading.catalog.slos.at("a").runbook, "https://service");
    EXPECT_EQ(reading.catalog.slos.at("b").runbook, "https://slo");
}

TEST(Lint, TellsWhatIsProbablyNotMeant) {
    const std::string bare = "apiVersion: openslo/v1\nkind: Service\nmetadata: {name: checkout}\n";
    const auto warnings = [&](const std::string& target, const std::string& window) {
        std::string text = fixture::slo("a", "", target);
        text.replace(text.find("duration: 30d"), 13, "duration: " + window);
        return fixture::lines(read_catalog({{"s.yaml", bare}, {"x.yaml", text}}).warnings);
    };
    EXPECT_THAT(warnings("target: 0.999", "30d"), ElementsAre("s.yaml:1: service `checkout` has SLOs and no owner", "x.yaml:3: SLO `a` has pages that tell nobody"));
    EXPECT_THAT(warnings("target: 0.99999", "30d"), Contains(HasSubstr("has a budget of 25.9 s of total outage in 30d")));
    EXPECT_THAT(warnings("target: 0.9", "30d"), Contains(HasSubstr("has rule `page-1h-5m`, which can never fire: it needs a burn rate above 14.4, and with every event bad it is 10")));
    EXPECT_THAT(warnings("target: 0.9", "2d"), Contains(HasSubstr("too short for all four of the workbook's rules")));
    EXPECT_THAT(warnings("target: 0.9", "30m"), Contains(HasSubstr("has no burn alert")));
}

}  // namespace
}  // namespace plimsoll::catalog
