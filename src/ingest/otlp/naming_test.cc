#include "ingest/otlp/naming.h"

#include <gtest/gtest.h>

namespace plimsoll::ingest::otlp {
namespace {

struct Row {
    const char* name;
    const char* unit;
    MetricKind kind;
    const char* expected;
};

TEST(Naming, MetricsAreNamedAsPrometheusNamesThem) {
    const Row rows[] = {
        {"orders", "", MetricKind::counter, "orders_total"},
        {"orders.total", "", MetricKind::counter, "orders_total"},
        {"orders.total.accepted", "", MetricKind::counter, "orders_accepted_total"},
        {"http.server.request.duration", "s", MetricKind::histogram, "http_server_request_duration_seconds"},
        {"http.server.duration", "ms", MetricKind::exponential_histogram, "http_server_duration_milliseconds"},
        {"request.seconds", "s", MetricKind::histogram, "request_seconds"},
        {"network.io", "By/s", MetricKind::gauge, "network_io_bytes_per_second"},
        {"network.io", "{packet}/s", MetricKind::gauge, "network_io_per_second"},
        {"queue.length", "{job}", MetricKind::up_down_counter, "queue_length"},
        {"dropped", "packets", MetricKind::counter, "dropped_packets_total"},
        {"memory.utilization", "1", MetricKind::gauge, "memory_utilization_ratio"},
        {"memory.utilization", "1", MetricKind::up_down_counter, "memory_utilization"},
        {"cpu.busy", "%", MetricKind::gauge, "cpu_busy_percent"},
        {"temperature", "Cel", MetricKind::gauge, "temperature_celsius"},
        {"speed", "m/s", MetricKind::gauge, "speed_meters_per_second"},
        {"speed", "foo/bar baz", MetricKind::gauge, "speed_foo_per_bar_baz"},
        {"(lambda)..calls#", "", MetricKind::summary, "lambda_calls"},
        {"5xx.answers", "", MetricKind::counter, "_5xx_answers_total"},
        {"job:errors:rate", "", MetricKind::gauge, "job:errors:rate"},
        {"größe", "", MetricKind::gauge, "gr_e"},
        {"...", "s", MetricKind::counter, ""},
        {"", "", MetricKind::gauge, ""},
    };
    for (const Row& row : rows) EXPECT_EQ(metric_name(row.name, row.unit, row.kind), row.expected) << row.name << " in " << row.unit;
}

TEST(Naming, AttributesAreNamedAsPrometheusNamesThem) {
    const std::pair<const char*, const char*> rows[] = {
        {"http.status_code", "http_status_code"}, {"code", "code"},     {"a..b", "a_b"},  {"2xx", "key_2xx"},
        {"__name__", "_name_"},                   {"route-name", "route_name"}, {"ü", "_"}, {"", ""},
    };
    for (const auto& [attribute, label] : rows) EXPECT_EQ(label_name(attribute), label) << attribute;
}

}  // namespace
}  // namespace plimsoll::ingest::otlp
