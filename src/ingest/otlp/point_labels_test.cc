#include "ingest/otlp/point_labels.h"

#include <gtest/gtest.h>

#include "ingest/otlp/export_bytes.h"

namespace plimsoll::ingest::otlp {
namespace {

using bytes::message;

/// As text: name{a="b"}, of a data point of a counter `calls`.
std::string labels_of(const Pairs& resource, const Pairs& attributes, const Part& part = {}, std::string_view scope = "",
                      std::string_view version = "") {
    const std::string resource_bytes = bytes::attributes(1, resource);
    const std::string run = bytes::attributes(7, attributes);
    const Resource of(resource_bytes);
    const MetricKind kind = part.role == Part::Role::whole ? MetricKind::counter : MetricKind::histogram;
    const Metric metric{&of, scope, version, "calls", "", kind, field::kNumberAttributes};
    const PointLabels reader(metric, run, part);
    auto labels = reader.labels();
    EXPECT_TRUE(labels);
    EXPECT_TRUE(std::is_sorted(labels->begin(), labels->end(), [](const auto& a, const auto& b) { return a.name < b.name; }));
    EXPECT_EQ(canonicalise(*labels), std::nullopt);
    return canonical_text(*labels);
}

TEST(PointLabels, AServiceIsAJobAndItsInstanceAnInstance) {
    EXPECT_EQ(labels_of({{"service.name", "cart"}, {"service.instance.id", "i-1"}}, {}), R"(calls_total{instance="i-1",job="cart"})");
    EXPECT_EQ(labels_of({{"service.namespace", "shop"}, {"service.name", "cart"}}, {}), R"(calls_total{job="shop/cart"})");
    EXPECT_EQ(labels_of({{"service.namespace", "shop"}}, {}), "calls_total") << "a namespace of nothing names nothing";
    EXPECT_EQ(labels_of({{"service.name", "cart"}, {"host.name", "n7"}}, {}), R"(calls_total{job="cart"})")
        << "other attributes stay with the resource";
}

TEST(PointLabels, WhatTellsPlacesApartIsPromotedUnlessThePointSaysOtherwise) {
    EXPECT_EQ(labels_of({{"deployment.environment.name", "prod"}, {"k8s.namespace.name", "a"}}, {{"k8s.namespace.name", "b"}}),
              R"(calls_total{deployment_environment_name="prod",k8s_namespace_name="b"})");
}

TEST(PointLabels, IdentityStandsAgainstAttributesOfItsName) {
    EXPECT_EQ(labels_of({{"service.name", "cart"}}, {{"job", "night"}, {"__name__", "x"}, {"le", "1"}}),
              R"(calls_total{_name_="x",job="cart",le="1"})");
    EXPECT_EQ(labels_of({}, {{"job", "night"}}), R"(calls_total{job="night"})") << "without a service the point's own word stands";
}

TEST(PointLabels, AttributesThatBecomeOneLabelShareIt) {
    EXPECT_EQ(labels_of({}, {{"http.code", "b"}, {"http-code", "a"}, {"http_code", "c"}}), R"(calls_total{http_code="a;b;c"})");
    EXPECT_EQ(labels_of({}, {{"a", "1"}, {"b", ""}}), R"(calls_total{a="1"})") << "an empty value is no label";
}

TEST(PointLabels, AScopeIsToldApart) {
    EXPECT_EQ(labels_of({}, {}, {}, "io.shop", "1.2"), R"(calls_total{otel_scope_name="io.shop",otel_scope_version="1.2"})");
}

TEST(PointLabels, PartsOfAHistogramHaveTheirBounds) {
    EXPECT_EQ(labels_of({}, {{"le", "x"}}, {Part::Role::bucket, 0.25}), R"(calls_bucket{le="0.25"})");
    EXPECT_EQ(labels_of({}, {}, {Part::Role::bucket, std::numeric_limits<double>::infinity()}), R"(calls_bucket{le="+Inf"})");
    EXPECT_EQ(labels_of({}, {}, {Part::Role::count}), "calls_count");
    EXPECT_EQ(labels_of({}, {}, {Part::Role::sum}), "calls_sum");
    EXPECT_EQ(labels_of({}, {}, {Part::Role::quantile, 0.99}), R"(calls{quantile="0.99"})");
}

/// The text of one attribute's AnyValue.
std::string text_of(const std::string& value) {
    auto pairs = attributes_of(message(7, message(1, "k") + message(2, value)), 7);
    EXPECT_TRUE(pairs);
    return pairs && pairs->size() == 1 ? pairs->front().second : "?";
}

TEST(Attributes, EveryKindOfValueHasAText) {
    EXPECT_EQ(text_of(message(1, "plain \"text\"")), "plain \"text\"");
    EXPECT_EQ(text_of(bytes::number(2, 1)), "true");
    EXPECT_EQ(text_of(bytes::number(2, 0)), "false");
    EXPECT_EQ(text_of(bytes::number(3, 200)), "200");
    EXPECT_EQ(text_of(bytes::number(3, static_cast<std::uint64_t>(-7))), "-7");
    EXPECT_EQ(text_of(bytes::real(4, 0.5)), "0.5");
    EXPECT_EQ(text_of(bytes::real(4, std::numeric_limits<double>::quiet_NaN())), "NaN");
    EXPECT_EQ(text_of(message(7, std::string("\0\1\2", 3))), "AAEC");
    EXPECT_EQ(text_of(message(5, message(1, message(1, "a")) + message(1, bytes::number(3, 2)) + message(1, ""))), R"(["a",2,null])");
    EXPECT_EQ(text_of(message(6, message(1, message(1, "x") + message(2, bytes::number(2, 1))))), R"({"x":true})");
    EXPECT_EQ(text_of(""), "");
}

TEST(Attributes, ListsNestToABound) {
    const auto nested = [](int depth) {
        std::string value = message(1, "x");
        for (int i = 0; i < depth; ++i) value = message(5, message(1, value));
        return message(7, message(1, "k") + message(2, value));
    };
    EXPECT_TRUE(attributes_of(nested(kDeepest), 7));
    const auto deeper = attributes_of(nested(kDeepest + 1), 7);
    ASSERT_FALSE(deeper);
    EXPECT_TRUE(deeper.error().is(plimsoll::errors::malformed));
}

TEST(Attributes, AKnownFieldOfAnotherTypeIsDamage) {
    EXPECT_THROW((void)attributes_of(bytes::number(7, 1), 7), protozero::exception);
    EXPECT_THROW((void)attributes_of(message(7, bytes::number(1, 1)), 7), protozero::exception);
    EXPECT_THROW((void)attributes_of(message(7, message(2, bytes::number(1, 1))), 7), protozero::exception);
}

}  // namespace
}  // namespace plimsoll::ingest::otlp
