#include "domain/catalog/annotations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/catalog/fixture_for_tests.h"

namespace plimsoll::catalog {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Reading read(const std::string& annotations, bool sliced = false) {
    return fixture::read(fixture::own("Indicator", "  ratio: {total: 'sum(rate(a[5m]))', bad: 'sum(rate(b[5m]))'}\n") +
                         fixture::slo_on("x", "a", sliced ? "[{target: 0.99, timeSliceTarget: 0.9, timeSliceWindow: 5m}]" : "[{target: 0.99}]", "[{duration: 30d, isRolling: true}]",
                                         sliced ? "Timeslices" : "Occurrences", ", annotations: {" + annotations + "}"));
}

Slo slo(const std::string& annotations, bool sliced = false) {
    const Reading reading = read(annotations, sliced);
    EXPECT_THAT(fixture::told(reading.errors), IsEmpty()) << annotations;
    return reading.catalog.slos.empty() ? Slo{} : reading.catalog.slos.at("a");
}

TEST(Annotations, SayWhatOpenSloHasNoFieldFor) {
    EXPECT_EQ(slo("plimsoll.dev/group-by: region").grouping, (Grouping{{"region"}, 100, RollUp::summed}));
    EXPECT_EQ(slo("plimsoll.dev/group-by: 'region, tier', plimsoll.dev/group-limit: 1000, plimsoll.dev/group-roll-up: worst").grouping, (Grouping{{"region", "tier"}, 1000, RollUp::worst}));
    EXPECT_EQ(slo("plimsoll.dev/empty-slices: good", true).slicing->empty, EmptySlice::good);
    EXPECT_EQ(slo("plimsoll.dev/empty-slices: bad", true).slicing->empty, EmptySlice::bad);
    EXPECT_EQ(slo("plimsoll.dev/least-events: 20, plimsoll.dev/interval: true").low_traffic, (LowTraffic{20, true}));
    EXPECT_EQ(slo("plimsoll.dev/interval: false").low_traffic, LowTraffic{});
    EXPECT_EQ(slo("plimsoll.dev/coverage-floor: 0.75").coverage_floor, 0.75);
    EXPECT_EQ(slo("plimsoll.dev/reviewed: 2024-02-29, plimsoll.dev/review-every: 90d").reviewed, "2024-02-29");
    EXPECT_EQ(slo("plimsoll.dev/review-every: 90d").review_every, Duration::days(90));
}

TEST(Annotations, ThatChangeNothingAreTold) {
    const auto warned = [](const std::string& annotations) { return fixture::lines(read(annotations).warnings); };
    EXPECT_THAT(warned("plimsoll.dev/empty-slices: good"), Contains(HasSubstr("`plimsoll.dev/empty-slices` changes nothing: this SLO counts events")));
    EXPECT_THAT(warned("plimsoll.dev/group-limit: 5"), Contains(HasSubstr("`plimsoll.dev/group-limit` changes nothing: there is no plimsoll.dev/group-by")));
}

TEST(Annotations, EveryBoundIsTold) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"group-by: 're-gion'", "must be label names, each once, not \"re-gion\""},
        {"group-by: 'a, a'", "must be label names, each once, not \"a\""},
        {"group-by: 'a,'", "must be label names, each once, not \"\""},
        {"group-by: le", "groups by `le`, which is no property of the events"},
        {"group-by: 'a, b, c, d, e'", "names 5 labels; 4 are allowed"},
        {"group-by: a, plimsoll.dev/group-limit: 0", "`plimsoll.dev/group-limit` must be a whole number from 1 to 1000"},
        {"group-by: a, plimsoll.dev/group-limit: 1001", "`plimsoll.dev/group-limit` must be a whole number from 1 to 1000"},
        {"group-by: a, plimsoll.dev/group-roll-up: best", "`plimsoll.dev/group-roll-up` must be one of summed, worst"},
        {"empty-slices: skip", "must be one of gap, good, bad"},
        {"least-events: -1", "must be a whole number from 0 to 1000000000"},
        {"least-events: 1.5", "must be a whole number"},
        {"interval: maybe", "must be one of false, true"},
        {"coverage-floor: 90", "must be a share from 0 to 1 (write 0.9 for 90 %)"},
        {"coverage-floor: most", "must be a share from 0 to 1"},
        {"reviewed: 2026-02-29", "must be a date (write 2026-11-01)"},
        {"reviewed: yesterday", "must be a date"},
        {"review-every: 12h", "must be a duration from 1d to five years"},
        {"review-every: 6y", "must be a duration from 1d to five years"},
        {"group: region", "`plimsoll.dev/group` is not a known annotation"},
    };
    for (const auto& [annotation, wanted] : cases) {
        EXPECT_THAT(fixture::told(read("plimsoll.dev/" + annotation).errors), ElementsAre(HasSubstr(wanted))) << annotation;
    }
}

}  // namespace
}  // namespace plimsoll::catalog
