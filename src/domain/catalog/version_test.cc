#include "domain/catalog/version.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "domain/catalog/fixture_for_tests.h"

namespace plimsoll::catalog {
namespace {

struct Versions {
    std::string sli;
    std::string definition;
    friend bool operator==(const Versions&, const Versions&) = default;
};

Versions of(const std::string& text) {
    const Reading reading = fixture::read(text);
    EXPECT_THAT(fixture::lines(reading.errors), testing::IsEmpty()) << text;
    if (reading.catalog.slos.empty()) return {};
    const Slo& slo = reading.catalog.slos.begin()->second;
    EXPECT_EQ(slo.sli_version.size(), 16U);
    EXPECT_EQ(slo.definition_version.size(), 16U);
    return {slo.sli_version, slo.definition_version};
}

std::string changed(const std::string& from, const std::string& to) {
    std::string text = fixture::slo("a");
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

TEST(Versions, StayWhenNoJudgementCanChange) {
    const Versions base = of(fixture::slo("a"));
    EXPECT_EQ(of("# a comment\n\n" + fixture::slo("a")), base);
    EXPECT_EQ(of(changed("target: 0.999", "targetPercent: 99.90")), base);
    EXPECT_EQ(of(changed("duration: 30d", "duration: 720h")), base);
    EXPECT_EQ(of(changed("sum(increase(http_requests_total[5m]))", "sum( increase( http_requests_total [5m] ) )")), base);
    EXPECT_EQ(of(changed("sum(increase(http_requests_total[5m]))", "sum(rate(http_requests_total[10m]))")), base) << "rate and increase count the same events";
    EXPECT_EQ(of(changed("{name: a}", "{name: a, displayName: A, labels: {b: c}}")), base);
    EXPECT_EQ(of(changed("spec:\n", "spec:\n  description: d\n")), base);
}

TEST(Versions, ChangeWhenAJudgementCould) {
    const Versions base = of(fixture::slo("a"));
    const auto differs = [&](const std::string& from, const std::string& to, bool sli) {
        const Versions now = of(changed(from, to));
        EXPECT_NE(now.definition, base.definition) << to;
        EXPECT_EQ(now.sli != base.sli, sli) << to;
    };
    differs("target: 0.999", "target: 0.9991", false);
    differs("duration: 30d", "duration: 28d", false);
    differs("{name: a}", "{name: a, annotations: {plimsoll.dev/stale-after: 1h}}", false);
    differs("code=~\"5..\"", "code=~\"5.*\"", true);
    differs("        bad:", "        good:", true);
    differs("sum(increase(http_requests_total[5m]))", "sum(increase(http_requests_total[5m])) - sum(increase(health_total[5m]))", true);
}

TEST(Versions, DoNotDependOnTheOrderOfMatchersOrTerms) {
    const auto with = [](const std::string& query) { return of(changed("sum(increase(http_requests_total[5m]))", query)); };
    EXPECT_EQ(with("sum(increase(h{a=\"1\",b=\"2\"}[5m]))"), with("sum(increase(h{b=\"2\",a=\"1\"}[5m]))"));
    EXPECT_EQ(with("sum(increase(h[5m])) + sum(increase(g[5m]))"), with("sum(increase(g[5m])) + sum(increase(h[5m]))"));
    EXPECT_NE(with("sum(increase(h[5m])) - sum(increase(g[5m]))"), with("sum(increase(g[5m])) - sum(increase(h[5m]))"));
}

std::string sli(const CanonicalIndicator& canonical, const Indicator& indicator = {}) { return sli_version(indicator, canonical); }

TEST(Versions, AreStableFromReleaseToRelease) {
    // History is keyed by these: a change here is a change of format and needs a reason in the changelog. As 0.1 wrote them.
    const std::string rules = "---\napiVersion: plimsoll/v1\nkind: BurnPolicy\nmetadata: {name: ours}\nspec:\n  rules:\n"
                              "  - {name: quick, severity: page, long: 1h, short: 5m, budgetShare: 0.02, entryDelay: 1m, clearDelay: 3m, channels: [pager]}\n"
                              "  - {name: slow, severity: ticket, long: 3d, short: 6h, factor: 1}\n";
    EXPECT_EQ(of(fixture::slo("a")), (Versions{"36854932873e5ee0", "dc3cf81ab943e322"}));
    EXPECT_EQ(of(changed("{name: a}", "{name: a, annotations: {plimsoll.dev/stale-after: 0s}}")), (Versions{"36854932873e5ee0", "b9bfb4f28a42bf04"}));
    EXPECT_EQ(of(fixture::slo("a", "  alertPolicies: [{alertPolicyRef: ours}]\n") + rules), (Versions{"36854932873e5ee0", "64bbe4bad8f3d5f7"}));
}

TEST(Versions, FieldsDoNotRunIntoEachOther) {
    EXPECT_EQ(sli({"a", "b", "", ""}), sli({"a", "b", "", ""}));
    EXPECT_NE(sli({"a", "b", "", ""}), sli({"a", "", "b", ""}));
    EXPECT_NE(sli({"a", "b1:c", "", ""}), sli({"a", "b", "1:c", ""}));
}

TEST(Versions, EachKindOfIndicatorCountsWithWhatItReads) {
    const auto kind = [](IndicatorKind k) {
        Indicator i;
        i.kind = k;
        return i;
    };
    const CanonicalIndicator gauge{"g", "", "", ""};
    EXPECT_EQ(sli(gauge, kind(IndicatorKind::correctness)), sli(gauge)) << "a check is a ratio under another name";
    std::set<std::string> seen{sli(gauge)};
    for (const IndicatorKind k : {IndicatorKind::latency, IndicatorKind::threshold, IndicatorKind::raw_ratio, IndicatorKind::freshness, IndicatorKind::alert}) {
        EXPECT_TRUE(seen.insert(sli(gauge, kind(k))).second) << static_cast<int>(k);
    }
    Indicator threshold = kind(IndicatorKind::threshold);
    threshold.bound = 0.3;
    EXPECT_TRUE(seen.insert(sli(gauge, threshold)).second);
    threshold.comparison = Comparison::lt;
    EXPECT_TRUE(seen.insert(sli(gauge, threshold)).second);
    Indicator raw = kind(IndicatorKind::raw_ratio);
    raw.raw_is_bad = true;
    EXPECT_TRUE(seen.insert(sli(gauge, raw)).second);
    Indicator between = kind(IndicatorKind::latency);
    between.share = 0.5;
    EXPECT_TRUE(seen.insert(sli({"g", "", "", "h"}, between)).second);
    between.share = 0.25;
    EXPECT_TRUE(seen.insert(sli({"g", "", "", "h"}, between)).second);
}

TEST(Versions, TheSourceThatIsAskedCounts) {
    const CanonicalIndicator queries{"t", "g", "", ""};
    Indicator asked;
    asked.data_source = "prom";
    Indicator elsewhere = asked;
    elsewhere.data_source = "thanos";
    Indicator as_it_stands = asked;
    as_it_stands.verbatim = true;
    const std::set<std::string> all{sli(queries), sli(queries, asked), sli(queries, elsewhere), sli(queries, as_it_stands)};
    EXPECT_EQ(all.size(), 4U);
}

TEST(Versions, EveryNewFieldOfADefinitionCounts) {
    Slo base;
    base.objective = *Ratio::parse_decimal("0.999");
    base.period = Duration::days(30);
    std::set<std::string> seen{definition_version(base)};
    const auto differs = [&](const char* what, const std::function<void(Slo&)>& change) {
        Slo slo = base;
        change(slo);
        EXPECT_TRUE(seen.insert(definition_version(slo)).second) << what;
    };
    const Slicing slices{Duration::minutes(5), *Ratio::parse_decimal("0.95"), EmptySlice::gap};
    differs("method", [&](Slo& s) { s.method = BudgetingMethod::timeslices; });
    differs("slices", [&](Slo& s) { s.slicing = slices; });
    differs("slice target", [&](Slo& s) { s.slicing = slices; s.slicing->target = *Ratio::parse_decimal("0.9"); });
    differs("empty slices", [&](Slo& s) { s.slicing = slices; s.slicing->empty = EmptySlice::bad; });
    differs("calendar", [&](Slo& s) { s.calendar = CalendarWindow{CalendarUnit::month, 1, "2026-01-01", "UTC"}; });
    differs("zone", [&](Slo& s) { s.calendar = CalendarWindow{CalendarUnit::month, 1, "2026-01-01", "Europe/Berlin"}; });
    differs("calendar's count", [&](Slo& s) { s.calendar = CalendarWindow{CalendarUnit::month, 2, "2026-01-01", "UTC"}; });
    differs("calendar's start", [&](Slo& s) { s.calendar = CalendarWindow{CalendarUnit::month, 1, "2026-01-05", "UTC"}; });
    differs("groups", [&](Slo& s) { s.grouping = Grouping{{"region"}, 100, RollUp::summed}; });
    differs("roll-up", [&](Slo& s) { s.grouping = Grouping{{"region"}, 100, RollUp::worst}; });
    differs("limit", [&](Slo& s) { s.grouping = Grouping{{"region"}, 200, RollUp::summed}; });
    differs("group", [&](Slo& s) { s.group = {{"region", "eu"}}; });
    differs("least events", [&](Slo& s) { s.low_traffic.least_events = 10; });
    differs("interval", [&](Slo& s) { s.low_traffic.interval = true; });
    differs("coverage floor", [&](Slo& s) { s.coverage_floor = 0.8; });
    differs("rule", [&](Slo& s) { s.rules = {BurnRule{.name = "a", .factor = 2}}; });
    differs("guard", [&](Slo& s) { s.rules = {BurnRule{.name = "a", .factor = 2, .guarded = true}}; });
    Slo reviewed = base;
    reviewed.reviewed = "2026-11-01";
    reviewed.review_every = Duration::days(90);
    reviewed.document = "doc";
    reviewed.objective_name = "fast";
    EXPECT_EQ(definition_version(reviewed), definition_version(base)) << "none of these changes a judgement";
}

TEST(Versions, OfACompositeFollowItsMembersCounts) {
    const Ratio objective = *Ratio::parse_decimal("0.99");
    const std::vector<CanonicalMember> two{{"a", objective, 1}, {"b", objective, 2}};
    const std::vector<CanonicalMember> turned{two[1], two[0]};
    EXPECT_EQ(sli_version(CompositeRule::weighted, two), sli_version(CompositeRule::weighted, turned));
    EXPECT_NE(sli_version(CompositeRule::weighted, two), sli_version(CompositeRule::all, two));
    const auto with = [&](std::size_t i, const CanonicalMember& member) {
        auto out = two;
        out[i] = member;
        return out;
    };
    const CanonicalMember heavier{"a", objective, 3};
    const CanonicalMember stricter{"a", *Ratio::parse_decimal("0.999"), 1};
    EXPECT_NE(sli_version(CompositeRule::weighted, two), sli_version(CompositeRule::weighted, with(0, heavier)));
    EXPECT_EQ(sli_version(CompositeRule::all, two), sli_version(CompositeRule::all, with(0, heavier)));
    EXPECT_NE(sli_version(CompositeRule::burn, two), sli_version(CompositeRule::burn, with(0, stricter)));
    EXPECT_EQ(sli_version(CompositeRule::weighted, two), sli_version(CompositeRule::weighted, with(0, stricter)));
}

}  // namespace
}  // namespace plimsoll::catalog
