#include "ingest/otlp/json_export.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "ingest/otlp/errors.h"
#include "ingest/otlp/export_bytes.h"

namespace plimsoll::ingest::otlp {
namespace {

using bytes::message;

/// {"resourceMetrics":[{"scopeMetrics":[{"metrics":[...]}]}]} and its protobuf.
std::string document(const std::string& metric) { return R"({"resourceMetrics":[{"scopeMetrics":[{"metrics":[)" + metric + "]}]}]}"; }
std::string protobuf(const std::string& metric) { return message(1, message(2, message(2, metric))); }

void expect_same(const std::string& json, const std::string& wanted) {
    const auto out = protobuf_of_json(json);
    ASSERT_TRUE(out) << json << ": " << out.error().report();
    EXPECT_EQ(text::hex(*out), text::hex(wanted)) << json;
}

TEST(JsonExport, SaysTheSameAsProtobuf) {
    expect_same("{}", "");
    expect_same(
        R"({"resourceMetrics":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeMetrics":[
                    {"scope":{"name":"lib","version":"1"},"metrics":[]}]}]})",
        message(1, message(1, bytes::attribute(1, "service.name", "shop")) + message(2, message(1, message(1, "lib") + message(2, "1")))));
    expect_same(document(R"({"name":"orders","unit":"1","sum":{"dataPoints":[{"startTimeUnixNano":"5","timeUnixNano":"7","asInt":"12",
                    "attributes":[{"key":"ok","value":{"boolValue":true}}]}],"aggregationTemporality":2,"isMonotonic":true}})"),
                protobuf(message(1, "orders") + message(3, "1") +
                         message(7, message(1, bytes::fixed(2, 5) + bytes::fixed(3, 7) + bytes::fixed(6, 12) +
                                                   message(7, message(1, "ok") + message(2, bytes::number(2, 1)))) +
                                        bytes::number(2, 2) + bytes::number(3, 1))));
    expect_same(
        document(R"({"histogram":{"dataPoints":[{"count":"3","sum":1.5,"bucketCounts":["1","2"],"explicitBounds":[0.5],"flags":1}]}})"),
        protobuf(message(9, message(1, bytes::fixed(4, 3) + bytes::real(5, 1.5) + bytes::fixed(6, 1) + bytes::fixed(6, 2) +
                                           bytes::real(7, 0.5) + bytes::number(10, 1)))));
    expect_same(
        document(R"({"exponentialHistogram":{"dataPoints":[{"scale":-1,"zeroCount":"2","positive":{"offset":-3,"bucketCounts":["4"]}}]}})"),
        protobuf(
            message(10, message(1, bytes::zigzag(6, -1) + bytes::fixed(7, 2) + message(8, bytes::zigzag(1, -3) + bytes::number(2, 4))))));
    expect_same(document(R"({"summary":{"dataPoints":[{"quantileValues":[{"quantile":0.5,"value":2}]}]}})"),
                protobuf(message(11, message(1, message(6, bytes::real(1, 0.5) + bytes::real(2, 2))))));
}

TEST(JsonExport, NumbersMayBeSpeltInSeveralWays) {
    const std::string twelve = protobuf(message(5, message(1, bytes::fixed(6, 12))));
    for (const char* spelling : {"12", "\"12\"", "12.0", "1.2e1"}) {
        expect_same(document(R"({"gauge":{"dataPoints":[{"asInt":)" + std::string(spelling) + "}]}}"), twelve);
    }
    const std::string half = protobuf(message(5, message(1, bytes::real(4, 0.5))));
    for (const char* spelling : {"0.5", "\"0.5\"", "5e-1"}) {
        expect_same(document(R"({"gauge":{"dataPoints":[{"asDouble":)" + std::string(spelling) + "}]}}"), half);
    }
    expect_same(document(R"({"gauge":{"dataPoints":[{"asDouble":"-Infinity"}]}})"),
                protobuf(message(5, message(1, bytes::real(4, -std::numeric_limits<double>::infinity())))));
    expect_same(document(R"({"sum":{"aggregationTemporality":"AGGREGATION_TEMPORALITY_DELTA"}})"),
                protobuf(message(7, bytes::number(2, 1))));
    expect_same(document(R"({"gauge":{"dataPoints":[{"timeUnixNano":"18446744073709551615"}]}})"),
                protobuf(message(5, message(1, bytes::fixed(3, UINT64_MAX)))));
}

TEST(JsonExport, WhatIsUnknownOrNullIsPassedOver) {
    expect_same(R"({"resourceMetrics":null,"later":{"deep":[1]}})", "");
    expect_same(document(R"({"name":"a","metadata":[{}],"gauge":{"dataPoints":[{"exemplars":[{"traceId":"00"}],"asInt":null}]}})"),
                protobuf(message(1, "a") + message(5, message(1, ""))));
}

TEST(JsonExport, WhatCannotBeReadIsNamedWithItsPlace) {
    const std::pair<std::string, std::string> rows[] = {
        {"", "JSON: "},
        {"[]", "the document: an object is due here"},
        {R"({"resourceMetrics":{}})", "/resourceMetrics: a list is due here"},
        {R"({"resourceMetrics":[5]})", "/resourceMetrics/0: an object is due here"},
        {document(R"({"name":5})"), "/resourceMetrics/0/scopeMetrics/0/metrics/0/name: text is due here"},
        {document(R"({"sum":{"isMonotonic":1}})"), "/sum/isMonotonic: true or false is due here"},
        {document(R"({"sum":{"aggregationTemporality":"often"}})"), "/aggregationTemporality: 1 (delta) or 2 (cumulative) is due here"},
        {document(R"({"gauge":{"dataPoints":[{"asInt":"1.5"}]}})"), "/asInt: a whole number is due here"},
        {document(R"({"gauge":{"dataPoints":[{"asInt":1e300}]}})"), "/asInt: a whole number is due here"},
        {document(R"({"gauge":{"dataPoints":[{"timeUnixNano":-1}]}})"), "/timeUnixNano: a whole number that is not negative is due here"},
        {document(R"({"gauge":{"dataPoints":[{"timeUnixNano":"18446744073709551616"}]}})"),
         "/timeUnixNano: a whole number that is not negative"},
        {document(R"({"gauge":{"dataPoints":[{"asDouble":"x"}]}})"), "/dataPoints/0/asDouble: a number is due here"},
        {document(R"({"gauge":{"dataPoints":[{"attributes":[{"value":{"bytesValue":"%"}}]}]}})"),
         "/bytesValue: text in base64 is due here"},
        {document(R"({"histogram":{"dataPoints":[{"bucketCounts":["1","-2"]}]}})"), "/bucketCounts/1: a whole number that is not negative"},
    };
    for (const auto& [text, expected] : rows) {
        const auto out = protobuf_of_json(text);
        ASSERT_FALSE(out) << text;
        EXPECT_TRUE(out.error().is(errors::malformed));
        EXPECT_NE(out.error().detail().find(expected), std::string::npos) << out.error().detail() << " does not say " << expected;
    }
}

TEST(JsonExport, NestingAndSizeAreBounded) {
    EXPECT_FALSE(protobuf_of_json(std::string(100, '[') + std::string(100, ']')));
    std::string numbers;
    for (int i = 0; i < 1000; ++i) numbers += i == 0 ? "0" : ",0";
    const std::string text = document(R"({"histogram":{"dataPoints":[{"bucketCounts":[)" + numbers + "]}]}}");
    const auto out = protobuf_of_json(text);
    ASSERT_TRUE(out);
    EXPECT_LE(out->size(), 5 * text.size());
}

}  // namespace
}  // namespace plimsoll::ingest::otlp
