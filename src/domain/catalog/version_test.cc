#include "domain/catalog/version.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

TEST(Versions, AreStableFromReleaseToRelease) {
    // History is keyed by these: a change here is a change of format and needs a reason in the changelog.
    EXPECT_EQ(sli_version({"a", "b", ""}), sli_version({"a", "b", ""}));
    EXPECT_NE(sli_version({"a", "b", ""}), sli_version({"a", "", "b"}));
    EXPECT_NE(sli_version({"a", "b1:c", ""}), sli_version({"a", "b", "1:c"}));
}

}  // namespace
}  // namespace plimsoll::catalog
