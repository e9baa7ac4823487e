#include "domain/slo/filling.h"

#include <gtest/gtest.h>

#include "domain/slo/ports.h"

namespace plimsoll::slo {
namespace {

catalog::Slo named(const std::string& name) {
    catalog::Slo out{};
    out.name = name;
    return out;
}

TEST(Filling, IsSaidInWordsAndHolds) {
    Ports ports{};
    EXPECT_FALSE(filling_of(ports, named("a")));
    std::map<std::string, Filling> known{{"a", {true, 0.434, {}}}, {"b", {false, 1, "it counts from noon"}}, {"c", {false, 1, {}}}};
    ports.filling = [&](const std::string& slo) { return known.contains(slo) ? std::optional(known.at(slo)) : std::nullopt; };
    EXPECT_EQ(filling_of(ports, named("a"))->note, "its past is being filled, 43 %: it is judged once that is done");
    EXPECT_TRUE(held(ports, named("a")));
    EXPECT_EQ(filling_of(ports, named("b"))->note, "it counts from noon");
    EXPECT_FALSE(held(ports, named("b")));
    EXPECT_FALSE(filling_of(ports, named("c")));
    EXPECT_FALSE(filling_of(ports, named("pushed")));
}

TEST(Filling, OfAGroupIsThatOfItsRollUpAndOfACompositeThatOfTheMemberWithLeast) {
    Ports ports{};
    std::map<std::string, Filling> known{{"a", {true, 0.5, {}}}, {"b", {true, 0.25, {}}}, {"c", {false, 1, {}}}};
    ports.filling = [&](const std::string& slo) { return known.contains(slo) ? std::optional(known.at(slo)) : std::nullopt; };
    catalog::Slo group = named("a@eu");
    group.group_of = "a";
    EXPECT_EQ(filling_of(ports, group)->done, 0.5);
    catalog::Slo journey = named("journey");
    journey.composite = catalog::Composite{};
    journey.composite->members = {{"c"}, {"a"}, {"b"}};
    EXPECT_EQ(filling_of(ports, journey)->done, 0.25);
    journey.composite->members = {{"c"}};
    EXPECT_FALSE(held(ports, journey));
}

}  // namespace
}  // namespace plimsoll::slo
