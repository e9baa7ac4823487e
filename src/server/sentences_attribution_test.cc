#include <gtest/gtest.h>

#include "server/sentences.h"

namespace plimsoll::server {
namespace {

constexpr Timestamp kNow = Timestamp::from_seconds(1'767'278'400);  // 2026-01-01T14:40:00Z

attribution::ChargeMade made(std::int64_t parts) {
    attribution::ChargeMade out;
    out.charge = "charge-1";
    out.slo = "checkout";
    out.range = {Timestamp::from_seconds(1'767'276'180), Timestamp::from_seconds(1'767'277'260)};
    out.cause = {attribution::CauseKind::dependency, "payments", ""};
    out.parts = parts;
    out.reason = "it burnt first (see INC-7)";
    out.by = "person:1";
    return out;
}

Told told(const attribution::Event& event, bool first_is_known = true) {
    const Names names{[](const std::string&) { return std::string("shop"); },
                      [](const std::string& actor) { return actor == "person:1" ? std::string("Ana Lima") : actor; },
                      [=](const std::string& stream) -> std::optional<WorldEvent> {
                          if (!first_is_known || stream != "charge/charge-1") return std::nullopt;
                          return WorldEvent(attribution::Event(made(attribution::kWhole)));
                      },
                      kNow};
    return tell(WorldEvent(event), names);
}

TEST(Sentences, OfChargesSayWhoWhatAndWhy) {
    const Told all = told(made(attribution::kWhole));
    EXPECT_EQ(all.text, "Ana Lima charged all that went bad of checkout from 14:03:00 UTC to 14:21:00 UTC to dependency payments: it burnt first (see INC-7)");
    EXPECT_EQ(all.slos, (std::set<std::string>{"checkout"}));
    EXPECT_EQ(all.services, (std::set<std::string>{"shop"}));
    attribution::ChargeMade part = made(250'000);
    part.cause = {attribution::CauseKind::change, "4f3a9c", "release 41"};
    EXPECT_EQ(told(part).text, "Ana Lima charged 25.0 % of what went bad of checkout from 14:03:00 UTC to 14:21:00 UTC to change 4f3a9c (release 41): "
                               "it burnt first (see INC-7)");
}

TEST(Sentences, OfWithdrawnChargesNameWhatTheyWereOn) {
    const attribution::ChargeWithdrawn gone{"charge-1", "it was the deploy", "person:1"};
    const Told known = told(gone);
    EXPECT_EQ(known.text, "Ana Lima withdrew the charge of checkout from 14:03:00 UTC to 14:21:00 UTC to dependency payments: it was the deploy");
    EXPECT_EQ(known.slos, (std::set<std::string>{"checkout"}));
    EXPECT_EQ(told(gone, false).text, "Ana Lima withdrew charge-1: it was the deploy");
}

}  // namespace
}  // namespace plimsoll::server
