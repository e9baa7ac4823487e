#include "server/versions.h"

#include "server/records_testing.h"

namespace plimsoll::server {
namespace {

using testing::RecordsRig;

catalog::Catalog with(const std::string& objective) {
    catalog::Catalog out;
    out.slos["checkout"] = testing::slo("checkout", "shop", objective);
    return out;
}

TEST(Versions, TellWhatChangedNewestFirst) {
    RecordsRig rig;
    rig.add(testing::applied(1, {}, with("0.999"), "person:1", "c0ffee"));
    VersionIndex index(*rig.log);
    ASSERT_TRUE(index.catch_up());
    rig.add(testing::applied(2, with("0.999"), with("0.9995")));
    rig.add(testing::applied(3, with("0.9995"), {}));
    ASSERT_TRUE(index.catch_up());
    const auto versions = index.of("checkout");
    ASSERT_EQ(versions.size(), 3U);
    EXPECT_EQ(versions[0].action, catalog::ChangeAction::removed);
    EXPECT_EQ(versions[0].definition_version, "v0.9995") << "what it had";
    EXPECT_EQ(versions[1].seq, 2U);
    EXPECT_EQ(versions[1].actor_name, "system");
    EXPECT_EQ(versions[1].changes, (std::vector<catalog::FieldChange>{{"objective", "99.9 %", "99.95 %"}}));
    EXPECT_EQ(versions[2].action, catalog::ChangeAction::added);
    EXPECT_EQ(versions[2].actor_name, "person:1");
    EXPECT_EQ(versions[2].commit, "c0ffee");
    EXPECT_TRUE(index.of("nobody").empty());
}

TEST(Versions, KeepTheNewestTwoHundredOfAnSlo) {
    RecordsRig rig;
    rig.add(testing::applied(1, {}, with("0.999")));
    std::vector<log::NewEvent> rows;
    for (std::uint64_t n = 2; n < 2 + VersionIndex::kPerSlo; ++n) {
        const auto event = testing::applied(n, with(n % 2 == 0 ? "0.999" : "0.99"), with(n % 2 == 0 ? "0.99" : "0.999"));
        rows.push_back(encode(event, {testing::kNow, "system"}, "catalog"));
    }
    ASSERT_TRUE(rig.log->append(std::move(rows)));
    rig.add(testing::applied(1000, with("0.99"), with("0.9")));
    VersionIndex index(*rig.log);
    ASSERT_TRUE(index.catch_up());
    const auto versions = index.of("checkout");
    ASSERT_EQ(versions.size(), VersionIndex::kPerSlo);
    EXPECT_EQ(versions.front().definition_version, "v0.9");
    EXPECT_EQ(versions.back().seq, 3U);
}

slo::VersionRecord judged(std::uint64_t seq, slo::DefinitionChange what, const std::string& version, const Ratio& objective) {
    const slo::Definition to{version, "s1", objective, "occurrences", "30 d rolling", Duration::days(30)};
    return {{"checkout", what, 2, testing::kNow, std::nullopt, to, -0.5, 0.25, TimeRange{testing::kNow - Duration::days(30), testing::kNow}}, seq, testing::kNow};
}

TEST(Versions, EachIsToldWhatTheJudgeMadeOfIt) {
    std::vector<SloVersion> items(3);  // newest first
    items[0].seq = 30;
    items[0].definition_version = "v1";
    items[1].seq = 20;
    items[1].definition_version = "v2";
    items[2].seq = 10;
    items[2].definition_version = "v1";
    const Ratio loose = *Ratio::of(99, 100);
    const Ratio strict = *Ratio::of(9995, 10'000);
    join(items, {judged(11, slo::DefinitionChange::created, "v1", loose), judged(21, slo::DefinitionChange::target, "v2", strict)});
    EXPECT_EQ(items[2].what, "created");
    EXPECT_EQ(items[2].objective, "99 %");
    EXPECT_EQ(items[1].what, "target");
    EXPECT_EQ(items[1].objective, "99.95 %");
    EXPECT_EQ(items[1].generation, 2U);
    EXPECT_EQ(items[1].budget_before, -0.5);
    EXPECT_EQ(items[1].budget_after, 0.25);
    EXPECT_TRUE(items[1].rejudged.has_value());
    EXPECT_EQ(items[0].what, "") << "the same words as the first, but nothing was judged since";
}

}  // namespace
}  // namespace plimsoll::server
