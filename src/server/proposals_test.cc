#include "server/proposals.h"

#include <gtest/gtest.h>

#include "domain/catalog/reading.h"
#include "server/proposal_shapes.h"

namespace plimsoll::server {
namespace {

KnownMetric metric(std::string name, std::vector<KnownLabel> labels) { return {std::move(name), std::move(labels), {}}; }

const Proposal* find(const std::vector<Proposal>& all, const std::string& id) {
    for (const Proposal& one : all)
        if (one.id == id) return &one;
    return nullptr;
}

/// What an exporter has, the SLO that is proposed, and its two counts.
TEST(Proposals, WellKnownMetricsBecomeSlos) {
    struct Row {
        KnownMetric metric;
        std::string id;
        std::string part;   ///< bad, or good
        std::string total;
    };
    const std::vector<Row> rows = {
        {metric("http_requests_total", {{"job", {"shop"}}, {"code", {"200", "500"}}}), "shop-availability",
         R"(sum(rate(http_requests_total{job="shop",code=~"5.."}[5m])))", R"(sum(rate(http_requests_total{job="shop"}[5m])))"},
        {metric("http_requests_total", {{"job", {"shop"}}, {"status", {"2xx", "5xx"}}}), "shop-availability",
         R"(sum(rate(http_requests_total{job="shop",status=~"5.."}[5m])))", R"(sum(rate(http_requests_total{job="shop"}[5m])))"},
        {metric("http_server_request_duration_seconds_count", {{"job", {"shop/cart"}}, {"http_response_status_code", {"200"}}}), "shop-cart-availability",
         R"(sum(rate(http_server_request_duration_seconds_count{job="shop/cart",http_response_status_code=~"5.."}[5m])))",
         R"(sum(rate(http_server_request_duration_seconds_count{job="shop/cart"}[5m])))"},
        {metric("http_request_duration_seconds_bucket", {{"job", {"shop"}}, {"le", {"+Inf", "0.1", "0.4", "2.5"}}}), "shop-latency",
         R"(sum(rate(http_request_duration_seconds_bucket{job="shop",le="0.4"}[5m])))", R"(sum(rate(http_request_duration_seconds_count{job="shop"}[5m])))"},
        {metric("grpc_server_handled_total", {{"job", {"pay"}}, {"grpc_code", {"OK", "NotFound"}}}), "pay-availability",
         R"(sum(rate(grpc_server_handled_total{job="pay",grpc_code=~"Unknown|DeadlineExceeded|Unimplemented|Internal|Unavailable|DataLoss"}[5m])))",
         R"(sum(rate(grpc_server_handled_total{job="pay"}[5m])))"},
        {metric("nginx_ingress_controller_requests", {{"ingress", {"front"}}, {"status", {"200"}}}), "front-availability",
         R"(sum(rate(nginx_ingress_controller_requests{ingress="front",status=~"5.."}[5m])))", R"(sum(rate(nginx_ingress_controller_requests{ingress="front"}[5m])))"},
        {metric("envoy_cluster_upstream_rq_xx", {{"envoy_cluster_name", {"cart"}}, {"envoy_response_code_class", {"2", "5"}}}), "cart-availability",
         R"(sum(rate(envoy_cluster_upstream_rq_xx{envoy_cluster_name="cart",envoy_response_code_class="5"}[5m])))",
         R"(sum(rate(envoy_cluster_upstream_rq_xx{envoy_cluster_name="cart"}[5m])))"},
        {metric("istio_requests_total", {{"destination_service_name", {"cart"}}, {"response_code", {"200"}}}), "cart-availability",
         R"(sum(rate(istio_requests_total{destination_service_name="cart",reporter="destination",response_code=~"5.."}[5m])))",
         R"(sum(rate(istio_requests_total{destination_service_name="cart",reporter="destination"}[5m])))"},
        {metric("access_log_requests_total", {{"log", {"edge"}}, {"status", {"200"}}}), "edge-availability",
         R"(sum(rate(access_log_requests_total{log="edge",status=~"5.."}[5m])))", R"(sum(rate(access_log_requests_total{log="edge"}[5m])))"},
        {metric("probe_checks_total", {{"probe", {"home"}}, {"result", {"success"}}}), "home-reachable",
         R"(sum(rate(probe_checks_total{probe="home",result="failure"}[5m])))", R"(sum(rate(probe_checks_total{probe="home"}[5m])))"},
        {metric("kafka_consumergroup_lag", {{"consumergroup", {"mailer"}}}), "mailer-backlog", "", R"(kafka_consumergroup_lag{consumergroup="mailer"})"},
        {metric("rabbitmq_queue_messages_ready", {{"queue", {"jobs"}}}), "jobs-backlog", "", R"(rabbitmq_queue_messages_ready{queue="jobs"})"},
        {metric("kube_cronjob_status_last_successful_time", {{"cronjob", {"report"}}}), "report-freshness", "",
         R"(kube_cronjob_status_last_successful_time{cronjob="report"})"},
        {metric("backup_last_success_timestamp_seconds", {{"job", {"backup"}}}), "backup-freshness", "", R"(backup_last_success_timestamp_seconds{job="backup"})"},
        {metric("kube_job_status_failed", {{"namespace", {"billing"}}}), "billing-jobs", "", R"(kube_job_status_failed{namespace="billing"})"},
    };
    for (const Row& row : rows) {
        const auto all = proposals_of({row.metric}, {});
        const Proposal* proposal = find(all, row.id);
        ASSERT_TRUE(proposal) << row.metric.name << " gives no " << row.id;
        EXPECT_EQ(proposal->bad.empty() ? proposal->good : proposal->bad, row.part) << row.metric.name;
        EXPECT_EQ(proposal->total, row.total) << row.metric.name;
        EXPECT_NE(proposal->why, "");
        EXPECT_NE(proposal->not_counted, "");
    }
}

/// A metric with every label that each shape may look at.
std::vector<KnownMetric> everything() {
    std::vector<KnownMetric> out;
    for (const Shape& shape : shapes()) {
        const std::string name = shape.metric.starts_with('*') ? "orders" + std::string(shape.metric.substr(1)) : std::string(shape.metric);
        KnownMetric one{name, {}, {}};
        for (const std::string_view part : shape.parts) one.labels.push_back({std::string(part), {"it's \"own\" " + std::to_string(out.size())}});
        for (const std::string_view label : shape.labels) one.labels.push_back({std::string(label), {label == "le" ? "0.5" : "500"}});
        out.push_back(std::move(one));
    }
    out.push_back(metric("orders_total", {{"job", {"orders"}}}));
    return out;
}

std::string problems(const catalog::Reading& reading) {
    std::string out;
    for (const catalog::Problem& p : reading.errors) out += p.where() + ": " + p.rule + "\n";
    return out;
}

TEST(Proposals, TheCatalogueAcceptsTheTextOfEachAsItStands) {
    const auto all = proposals_of(everything(), {});
    EXPECT_GE(all.size(), 20u);
    for (const Proposal& one : all) {
        const catalog::Reading reading = catalog::read_catalog({{"proposal.yaml", one.yaml}});
        EXPECT_EQ(problems(reading), "") << one.yaml;
        ASSERT_EQ(reading.catalog.slos.size(), 1u) << one.yaml;
        EXPECT_EQ(reading.catalog.slos.begin()->first, one.id);
        EXPECT_TRUE(reading.catalog.services.contains(one.service));
    }
}

TEST(Proposals, OfASourceThatIsAskedEachNamesItAndIsAccepted) {
    const std::string declared = "apiVersion: openslo/v1\nkind: DataSource\nmetadata: {name: prod}\n"
                                 "spec: {type: prometheus, connectionDetails: {url: 'https://prometheus.example', pull: true}}\n";
    for (const Proposal& one : proposals_of(everything(), {"prod", {}, {}})) {
        const catalog::Reading reading = catalog::read_catalog({{"proposal.yaml", one.yaml}, {"source.yaml", declared}});
        EXPECT_EQ(problems(reading), "") << one.yaml;
        ASSERT_EQ(reading.catalog.slos.size(), 1u) << one.yaml;
        EXPECT_EQ(reading.catalog.slos.begin()->second.indicator.data_source, "prod") << one.yaml;
    }
}

TEST(Proposals, AServiceOfTheCatalogueIsUsedAndAnotherIsDeclared) {
    const KnownMetric requests = metric("http_requests_total", {{"job", {"Shop", "pay"}}, {"code", {"200"}}});
    const auto all = proposals_of({requests}, {"", {"shop"}, {"pay-availability"}});
    const Proposal* shop = find(all, "shop-availability");
    const Proposal* pay = find(all, "pay-availability");
    ASSERT_TRUE(shop && pay);
    EXPECT_FALSE(shop->new_service);
    EXPECT_EQ(shop->yaml.find("kind: Service"), std::string::npos);
    EXPECT_FALSE(shop->exists);
    EXPECT_TRUE(pay->new_service);
    EXPECT_NE(pay->yaml.find("kind: Service"), std::string::npos);
    EXPECT_TRUE(pay->exists);
}

TEST(Proposals, OneSloIsProposedOnceWhereTheRequestsAreSeenFirst) {
    const auto all = proposals_of({metric("http_requests_total", {{"job", {"shop"}}, {"code", {"200"}}}),
                                   metric("http_request_duration_seconds_count", {{"job", {"shop"}}, {"code", {"200"}}}),
                                   metric("nginx_ingress_controller_requests", {{"ingress", {"shop"}}, {"status", {"200"}}})},
                                  {});
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all.front().metric, "nginx_ingress_controller_requests");
}

TEST(Proposals, FailuresAreSetAgainstWhatWasTried) {
    const auto all = proposals_of({metric("orders_failed_total", {{"job", {"shop"}}}), metric("orders_total", {{"job", {"shop"}}}),
                                   metric("mails_failed_total", {{"job", {"shop"}}})},
                                  {});
    ASSERT_EQ(all.size(), 1u) << "mails are not counted";
    EXPECT_EQ(all.front().title, "orders of shop succeed");
    EXPECT_EQ(all.front().bad, R"(sum(rate(orders_failed_total{job="shop"}[5m])))");
    EXPECT_EQ(all.front().total, R"(sum(rate(orders_total{job="shop"}[5m])))");
}

TEST(Proposals, WithoutALabelThatTellsGoodFromBadThereIsNone) {
    EXPECT_TRUE(proposals_of({metric("http_requests_total", {{"job", {"shop"}}})}, {}).empty());
    EXPECT_TRUE(proposals_of({metric("http_request_duration_seconds_bucket", {{"job", {"shop"}}, {"le", {"+Inf"}}})}, {}).empty());
    EXPECT_TRUE(proposals_of({metric("go_goroutines", {{"job", {"shop"}}})}, {}).empty());
    EXPECT_TRUE(proposals_of({metric("_failed_total", {}), metric("_total", {})}, {}).empty());
}

TEST(Proposals, AMetricThatNothingPartsIsOneService) {
    const auto all = proposals_of({metric("http_requests_total", {{"code", {"200"}}})}, {});
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all.front().total, "sum(rate(http_requests_total[5m]))");
    EXPECT_EQ(all.front().service, "my-service");
}

TEST(Proposals, HostileAndEndlessNamesHaveTheirBounds) {
    std::vector<std::string> many;
    for (int i = 0; i < 500; ++i) many.push_back("job" + std::to_string(i));
    EXPECT_EQ(proposals_of({metric("http_requests_total", {{"job", many}, {"code", {"200"}}})}, {}).size(), kMostParts);
    const auto hostile = proposals_of({metric("http_requests_total", {{"job", {"\x1b[31mred", "---", ""}}, {"code", {"200"}}})}, {});
    EXPECT_TRUE(hostile.empty());
    std::vector<KnownMetric> all;
    for (const Shape& shape : shapes()) {
        KnownMetric one{std::string(shape.metric), {}, {}};
        for (const std::string_view part : shape.parts) one.labels.push_back({std::string(part), many});
        for (const std::string_view label : shape.labels) one.labels.push_back({std::string(label), {"0.5"}});
        all.push_back(std::move(one));
    }
    EXPECT_LE(proposals_of(all, {}).size(), kMostProposals);
}

TEST(Proposals, EventsADayAreThoseOfThePart) {
    KnownMetric requests = metric("http_requests_total", {{"job", {"pay", "shop"}}, {"code", {"200"}}});
    requests.events_a_day = {{"shop", 86'400}};
    EXPECT_EQ(part_label(requests), "job");
    const auto all = proposals_of({requests}, {});
    EXPECT_EQ(find(all, "shop-availability")->events_a_day, 86'400);
    EXPECT_FALSE(find(all, "pay-availability")->events_a_day.has_value());
}

TEST(Proposals, EveryShapeSaysWhatASourceIsAskedFor) {
    for (const Shape& shape : shapes()) {
        const std::string name = shape.metric.starts_with('*') ? "orders" + std::string(shape.metric.substr(1)) : std::string(shape.metric);
        EXPECT_TRUE(recognised(name)) << name;
        EXPECT_FALSE(labels_of_interest(name).empty()) << name;
    }
    EXPECT_FALSE(recognised("go_goroutines"));
}

}  // namespace
}  // namespace plimsoll::server
