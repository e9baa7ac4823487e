// label_watch_test.cc: when the silence of one label value among others is a loss.
#include "server/label_watch.h"

#include <gtest/gtest.h>

namespace plimsoll::server {
namespace {

const Timestamp kStart = Timestamp::from_seconds(1'790'000'000);

/// Looks once a minute while values deliver up to the minute given (-1: always).
std::vector<std::string> losses(const std::map<std::string, std::pair<int, int>>& from_until, int minutes) {
    LabelLosses losses;
    std::vector<std::string> out;
    for (int minute = 0; minute < minutes; ++minute) {
        std::map<std::string, Timestamp> newest;
        for (const auto& [value, span] : from_until) {
            if (minute < span.first) continue;
            newest[value] = kStart + Duration::minutes(span.second < 0 ? minute : std::min(minute, span.second));
        }
        for (const auto& lost : losses.look("checkout zone", newest)) {
            out.push_back(lost.value + " at " + std::to_string(minute) + " since " + std::to_string((lost.since - kStart).in_ms() / 60'000));
        }
    }
    return out;
}

using Words = std::vector<std::string>;

TEST(LabelLosses, AValueThatCeasedWhileOthersGoOnIsToldOnce) {
    EXPECT_EQ(losses({{"a", {0, -1}}, {"b", {0, 75}}}, 300), Words{"b at 85 since 75"});
    EXPECT_EQ(losses({{"a", {0, -1}}, {"b", {20, 75}}}, 300), Words{}) << "heard for 55 minutes only";
    EXPECT_EQ(losses({{"a", {0, -1}}, {"b", {20, 80}}}, 300), Words{"b at 90 since 80"});
}

TEST(LabelLosses, WhenAllFallSilentNoneIsLost) {
    EXPECT_EQ(losses({{"a", {0, 75}}, {"b", {0, 75}}}, 300), Words{});
    EXPECT_EQ(losses({{"a", {0, 80}}, {"b", {0, 75}}}, 300), Words{});
    EXPECT_EQ(losses({{"a", {0, 75}}}, 300), Words{});
}

TEST(LabelLosses, AValueThatComesAndGoesIsNotSteady) {
    LabelLosses losses;
    for (int minute = 0; minute < 600; ++minute) {
        const int rare = minute / 15 * 15;  // a batch job, every quarter of an hour
        const auto lost = losses.look("k", {{"a", kStart + Duration::minutes(minute)}, {"batch", kStart + Duration::minutes(rare)}});
        EXPECT_TRUE(lost.empty()) << minute;
    }
}

TEST(LabelLosses, AfterItsReturnItMayBeLostAgain) {
    LabelLosses losses;
    std::size_t told = 0;
    for (int minute = 0; minute < 300; ++minute) {
        const int b = minute < 100 ? std::min(minute, 70) : std::min(minute, 200);
        told += losses.look("k", {{"a", kStart + Duration::minutes(minute)}, {"b", kStart + Duration::minutes(b)}}).size();
    }
    EXPECT_EQ(told, 2u);
}

TEST(LabelLosses, WhatIsNotWantedIsForgotten) {
    LabelLosses losses;
    for (int minute = 0; minute < 70; ++minute) (void)losses.look("k", {{"a", kStart + Duration::minutes(minute)}, {"b", kStart + Duration::minutes(minute)}});
    losses.keep([](const std::string& key) { return key != "k"; });
    EXPECT_TRUE(losses.look("k", {{"a", kStart + Duration::minutes(90)}, {"b", kStart + Duration::minutes(69)}}).empty());
}

}  // namespace
}  // namespace plimsoll::server
