#include "ingest/pull/answer.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace plimsoll::ingest::pull {
namespace {

using ::testing::HasSubstr;

TEST(Answer, AVector) {
    const auto answer = read_answer(R"({"status":"success","data":{"resultType":"vector","result":[
        {"metric":{"__name__":"up","job":"a\"\u00e9"},"value":[1790000040.5,"12"]},
        {"metric":{},"value":[1790000040,"+Inf"]}, {"metric":{},"value":[1790000040,"NaN"]}, {"metric":{},"value":[1790000040,"-1.5e+06"]}]}})");
    ASSERT_TRUE(answer) << answer.error().report();
    EXPECT_TRUE(answer->success);
    ASSERT_EQ(answer->series.size(), 4u);
    EXPECT_THAT(answer->series[0].labels, ::testing::ElementsAre(std::pair("__name__", "up"), std::pair("job", "a\"\u00e9")));
    EXPECT_EQ(answer->series[0].points.at(0).at, Timestamp::from_ms(1'790'000'040'500));
    EXPECT_EQ(answer->series[0].points.at(0).value, 12);
    EXPECT_TRUE(std::isinf(answer->series[1].points.at(0).value));
    EXPECT_TRUE(std::isnan(answer->series[2].points.at(0).value));
    EXPECT_EQ(answer->series[3].points.at(0).value, -1.5e6);
}

TEST(Answer, AMatrixAndWhatElseServersSay) {
    const auto answer =
        read_answer(R"({"status":"success","isPartial":true,"stats":{"a":[{"value":[1,2,3]}]},"data":{"result":[
        {"metric":{"a":"b"},"values":[[60,"1"],[120,"2"],[180,"3"]],"histograms":[[60,{"count":"1","buckets":[[0,"1","2","3"]]}]]}],"resultType":"matrix"},
        "warnings":["one","two"],"infos":["x"]})");
    ASSERT_TRUE(answer) << answer.error().report();
    EXPECT_TRUE(answer->partial);
    EXPECT_THAT(answer->warnings, ::testing::ElementsAre("one", "two"));
    ASSERT_EQ(answer->series.size(), 1u);
    ASSERT_EQ(answer->series[0].points.size(), 3u);
    EXPECT_EQ(answer->series[0].points[2].at, Timestamp::from_seconds(180));
    EXPECT_EQ(answer->series[0].points[2].value, 3);
}

TEST(Answer, AScalarIsOneSeriesWithoutLabels) {
    const auto answer = read_answer(R"({"status":"success","data":{"resultType":"scalar","result":[1790000040,"7"]}})");
    ASSERT_TRUE(answer) << answer.error().report();
    ASSERT_EQ(answer->series.size(), 1u);
    EXPECT_TRUE(answer->series[0].labels.empty());
    EXPECT_EQ(answer->series[0].points.at(0).value, 7);
}

TEST(Answer, AnError) {
    const auto answer = read_answer(R"({"status":"error","errorType":"bad_data","error":"1:5: parse error"})");
    ASSERT_TRUE(answer);
    EXPECT_FALSE(answer->success);
    EXPECT_EQ(answer->error_type, "bad_data");
    EXPECT_EQ(answer->error, "1:5: parse error");
}

TEST(Answer, WhatIsNoneIsSaidToBeNone) {
    for (const char* body : {"", "<html>sign in</html>", "{", "[]", "{}", R"({"data":{}})", R"({"status":"success"} trailing)", "null", "7",
                             R"({"status":"success","data":{"result":[{"metric":{},"value":["x","1"]}]}})",
                             R"({"status":"success","data":{"result":[{"metric":{},"value":[1,2]}]}})",
                             R"({"status":"success","data":{"result":[{"metric":{},"value":[1,"many"]}]}})",
                             R"({"status":"success","data":{"result":[{"metric":{},"value":[1]}]}})",
                             R"({"status":"success","data":{"result":[{"metric":{},"value":[1e300,"1"]}]}})",
                             R"({"status":"success","data":{"result":[{"metric":{},"value":[1790000040,"12")"}) {
        const auto answer = read_answer(body);
        ASSERT_FALSE(answer) << body;
        EXPECT_TRUE(answer.error().is(errors::no_answer)) << body;
    }
    std::string deep;
    for (int i = 0; i < 200; ++i) deep += "[";
    EXPECT_FALSE(read_answer(R"({"status":"success","data":)" + deep));
}

TEST(Answer, LongTextsInPiecesAreWhole) {
    std::string name;
    for (int i = 0; i < 3000; ++i) name += "\\u00e9x";
    const auto answer = read_answer(R"({"status":"success","data":{"result":[{"metric":{"a":")" + name + R"("},"value":[60,"1"]}]}})");
    ASSERT_TRUE(answer) << answer.error().report();
    EXPECT_EQ(answer->series.at(0).labels.at(0).second.size(), 9000u);
}

TEST(Answer, DataIsHandedOnAsItIs) {
    EXPECT_EQ(*data_of(R"({"status":"success","data":["up","down"]})"), R"(["up","down"])");
    EXPECT_EQ(*data_of(R"({"status":"success"})"), "null");
    const auto refused = data_of(R"({"status":"error","error":"no such label"})");
    EXPECT_TRUE(refused.error().is(plimsoll::errors::invalid));
    EXPECT_THAT(refused.error().detail(), HasSubstr("no such label"));
    EXPECT_TRUE(data_of("<html>").error().is(errors::no_answer));
}

}  // namespace
}  // namespace plimsoll::ingest::pull
