#include <gtest/gtest.h>

#include "server/records_testing.h"
#include "server/sentences.h"

namespace plimsoll::server {
namespace {

using testing::kNow;

targets::TargetProposed proposed() {
    targets::TargetProposed e;
    e.id = "tg-1";
    e.slo = "checkout";
    e.service = "shop";
    e.from = Objective::parse_percent("99.5")->ratio();
    e.to = Objective::parse_percent("99.9")->ratio();
    e.window = Duration::days(7);
    e.reason = "Users notice\x1b[31m";
    return e;
}

Told told(const targets::Event& event) {
    const Names names{[](const std::string&) { return std::string("shop"); }, [](const std::string& actor) { return actor; },
                      [](const std::string& stream) -> std::optional<WorldEvent> {
                          if (stream == "target/tg-1") return WorldEvent(targets::Event(proposed()));
                          return std::nullopt;
                      },
                      kNow};
    return tell(WorldEvent(event), names);
}

TEST(TargetSentences, SayWhatWasProposedAndWhatBecameOfIt) {
    const Told proposal = told(proposed());
    EXPECT_EQ(proposal.text, "99.9 % over 7d was proposed for checkout, which promises 99.5 %: Users notice[31m");
    EXPECT_EQ(proposal.slos, (std::set<std::string>{"checkout"}));
    EXPECT_EQ(proposal.services, (std::set<std::string>{"shop"}));
    const std::string it = "99.9 % over 7d for checkout ";
    EXPECT_EQ(told(targets::TargetReviewed{"tg-1", targets::Verdict::agrees, ""}).text, it + "was agreed with");
    EXPECT_EQ(told(targets::TargetReviewed{"tg-1", targets::Verdict::objects, "too dear"}).text, it + "was objected to: too dear");
    EXPECT_EQ(told(targets::TargetApproved{"tg-1", "", "2027-01-01", false, {}}).text, it + "was approved, to be looked at again on 2027-01-01");
    EXPECT_EQ(told(targets::TargetApproved{"tg-1", "alone", "2027-01-01", true, {}}).text,
              it + "was approved by who proposed it, as nobody else could, to be looked at again on 2027-01-01: alone");
    EXPECT_EQ(told(targets::TargetDeclined{"tg-1", "no"}).text, it + "was declined: no");
    EXPECT_EQ(told(targets::TargetWithdrawn{"tg-1", "no"}).text, it + "was withdrawn: no");
    EXPECT_EQ(told(targets::TargetWithdrawn{"tg-7", "no"}).text, "tg-7 was withdrawn: no");
}

}  // namespace
}  // namespace plimsoll::server
