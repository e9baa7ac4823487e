#include "server/proposal_shapes.h"

namespace plimsoll::server {
namespace {

using Words = std::vector<std::string_view>;

constexpr std::string_view kServerErrors = "=~\"5..\"";

constexpr std::string_view kWhyRequests =
    "Each request is somebody waiting for an answer; the share that the server answers with a fault of its own is what they "
    "meet.";
constexpr std::string_view kNotClientErrors =
    "Answers 4xx count as good: a wrong password or a page that does not exist is no outage. If you shed load with 429, add it "
    "to what is bad. Requests that never reached the server are not in its metrics: a probe sees those. Leave out health "
    "checks and /metrics with a matcher if they are many.";
constexpr std::string_view kWhyQuick =
    "A slow answer is felt as much as a failed one; this counts the requests that were answered in time.";
constexpr std::string_view kNotFailures =
    "Failed requests count by how long they took, so that quick failures look good here: promise availability beside it. "
    "The bound must be one of the histogram's buckets.";
constexpr std::string_view kEdgeQuick = "Measured where requests enter, so that time spent waiting for the service is part of it.";

const Words kJob{"job", "service_name", "service", "app"};
const Words kCodes{"code", "status", "status_code", "http_response_status_code", "http_status_code", "http_status", "response_code"};

Shape shape(ShapeKind kind, std::string_view system, std::string_view metric, Words parts, Words labels, std::string_view bad,
            std::string_view fixed, double bound, std::string_view suffix, std::string_view title, std::string_view why,
            std::string_view not_counted) {
    return {kind, system, metric, std::move(parts), std::move(labels), bad, fixed, bound, suffix, title, why, not_counted};
}

Shape requests(std::string_view system, std::string_view metric, Words parts = kJob, Words labels = kCodes) {
    return shape(ShapeKind::ratio, system, metric, std::move(parts), std::move(labels), kServerErrors, "", 0, "availability",
                 "Requests to {} succeed", kWhyRequests, kNotClientErrors);
}

Shape quick(std::string_view system, std::string_view buckets, double bound, Words parts = kJob, std::string_view why = kWhyQuick) {
    return shape(ShapeKind::latency, system, buckets, std::move(parts), {"le"}, "", "", bound, "latency",
                 "Requests to {} are answered in time", why, kNotFailures);
}

constexpr std::string_view kGrpcFaults = "=~\"Unknown|DeadlineExceeded|Unimplemented|Internal|Unavailable|DataLoss\"";
constexpr std::string_view kGrpcFaultNumbers = "=~\"2|4|12|13|14|15\"";
constexpr std::string_view kNotGrpc =
    "InvalidArgument, NotFound, PermissionDenied, Unauthenticated and Canceled are the caller's and count as good. "
    "ResourceExhausted counts as good too: add it if callers meet a limit that they were not promised.";

Shape calls(std::string_view metric, std::string_view label, std::string_view faults) {
    return shape(ShapeKind::ratio, "gRPC server", metric, kJob, {label}, faults, "", 0, "availability", "Calls of {} succeed",
                 "Each call is another program waiting on behalf of somebody; these codes are the faults that it cannot do anything about.",
                 kNotGrpc);
}

Shape backlog(std::string_view system, std::string_view metric, Words parts) {
    return shape(ShapeKind::threshold, system, metric, std::move(parts), {}, "", "", 1000, "backlog", "The backlog of {} stays short",
                 "What waits in the queue is work that somebody was promised and does not have yet.",
                 "Each sample is one event, whatever the traffic. The bound of 1,000 messages is a guess: take what you clear within the "
                 "time that users accept. A "
                 "consumer that drops messages looks healthy here.");
}

Shape success_age(std::string_view system, std::string_view metric, Words parts) {
    return shape(
        ShapeKind::freshness, system, metric, std::move(parts), {}, "", "", 26 * 3600, "freshness", "{} succeeded within the last 26 h",
        "Who reads the result of a job minds how old it is, not how often the job was tried.",
        "26 h fit a job that runs each day: take its interval and the time it needs. A job that succeeds with wrong results looks fresh.");
}

std::vector<Shape> table() {
    std::vector<Shape> out;
    // Where requests enter comes first: it sees what users see, also while the service behind is gone.
    out.push_back(requests("ingress-nginx", "nginx_ingress_controller_requests", {"ingress", "exported_service"}, {"status"}));
    out.push_back(quick("ingress-nginx", "nginx_ingress_controller_request_duration_seconds_bucket", 0.5, {"ingress", "exported_service"},
                        kEdgeQuick));
    out.push_back(requests("Traefik", "traefik_service_requests_total", {"service", "exported_service"}, {"code"}));
    out.push_back(quick("Traefik", "traefik_service_request_duration_seconds_bucket", 0.3, {"service", "exported_service"}, kEdgeQuick));
    out.push_back(shape(ShapeKind::ratio, "Envoy", "envoy_http_downstream_rq_xx", {"envoy_http_conn_manager_prefix"},
                        {"envoy_response_code_class"}, "=\"5\"", "", 0, "availability", "Requests to {} succeed", kWhyRequests,
                        kNotClientErrors));
    out.push_back(shape(
        ShapeKind::ratio, "Envoy", "envoy_cluster_upstream_rq_xx", {"envoy_cluster_name"}, {"envoy_response_code_class"}, "=\"5\"", "", 0,
        "availability", "Requests to {} succeed", "Seen by the proxy in front of the service, so that a service that is gone is seen too.",
        "Tries that Envoy repeated with success count twice, once as bad: users saw only the last. Answers 4xx count as good."));
    out.push_back(shape(ShapeKind::ratio, "Istio", "istio_requests_total", {"destination_service_name", "destination_workload"},
                        {"response_code"}, kServerErrors, "reporter=\"destination\"", 0, "availability", "Requests to {} succeed",
                        "Counted by the sidecar of the service, whatever language it is written in.",
                        "Answers 4xx count as good, and response code 0, which is a caller that went away. What fails before the sidecar "
                        "of the service is seen with "
                        "reporter=\"source\"."));
    out.push_back(shape(ShapeKind::latency, "Istio", "istio_request_duration_milliseconds_bucket",
                        {"destination_service_name", "destination_workload"}, {"le"}, "", "reporter=\"destination\"", 500, "latency",
                        "Requests to {} are answered in time", kWhyQuick, kNotFailures));
    out.push_back(requests("HTTP server", "http_requests_total"));
    out.push_back(requests("HTTP server, OpenTelemetry", "http_server_request_duration_seconds_count"));
    out.push_back(quick("HTTP server, OpenTelemetry", "http_server_request_duration_seconds_bucket", 0.5));
    out.push_back(requests("HTTP server, OpenTelemetry", "http_server_duration_milliseconds_count"));
    out.push_back(quick("HTTP server, OpenTelemetry", "http_server_duration_milliseconds_bucket", 500));
    out.push_back(requests("HTTP server, Micrometer", "http_server_requests_seconds_count"));
    out.push_back(quick("HTTP server, Micrometer", "http_server_requests_seconds_bucket", 0.5));
    out.push_back(requests("HTTP server", "http_request_duration_seconds_count"));
    out.push_back(quick("HTTP server", "http_request_duration_seconds_bucket", 0.5));
    out.push_back(requests("HTTP server", "*_http_requests_total"));
    out.push_back(requests("HTTP server", "*_http_request_duration_seconds_count"));
    out.push_back(quick("HTTP server", "*_http_request_duration_seconds_bucket", 0.5));
    out.push_back(requests("Caddy", "caddy_http_request_duration_seconds_count", {"job", "server"}, {"code"}));
    out.push_back(quick("Caddy", "caddy_http_request_duration_seconds_bucket", 0.5, {"job", "server"}, kEdgeQuick));
    out.push_back(requests("Access log", "access_log_requests_total", {"log"}, {"status"}));
    out.push_back(quick("Access log", "access_log_request_duration_seconds_bucket", 0.5, {"log"}, kEdgeQuick));
    out.push_back(calls("grpc_server_handled_total", "grpc_code", kGrpcFaults));
    out.push_back(calls("rpc_server_duration_milliseconds_count", "rpc_grpc_status_code", kGrpcFaultNumbers));
    out.push_back(shape(ShapeKind::latency, "gRPC server", "grpc_server_handling_seconds_bucket", kJob, {"le"}, "", "", 0.25, "latency",
                        "Calls of {} are answered in time", kWhyQuick, kNotFailures));
    out.push_back(shape(ShapeKind::ratio, "Probe", "probe_checks_total", {"probe"}, {"result"}, "=\"failure\"", "", 0, "reachable",
                        "{} can be used from outside",
                        "Asked from where users are, so that it fails when they would fail: also when the name, the certificate or the "
                        "network is the cause.",
                        "A probe asks a few things a minute: it sees outages, not the one request in a thousand. What real users meet is "
                        "counted at the server."));
    out.push_back(shape(ShapeKind::latency, "Probe", "probe_duration_seconds_bucket", {"probe"}, {"le"}, "", "", 0.5, "latency",
                        "{} answers in time", "The whole way as a user goes it: name, connection, certificate and answer.", kNotFailures));
    out.push_back(shape(ShapeKind::threshold_least, "Blackbox exporter", "probe_success", {"instance", "job"}, {}, "", "", 1, "reachable",
                        "{} can be used from outside", "Asked from where users are, so that it fails when they would fail.",
                        "Each check is one event: it sees outages, not the one request in a thousand."));
    out.push_back(backlog("Kafka", "kafka_consumergroup_lag", {"consumergroup"}));
    out.push_back(backlog("Kafka", "kafka_consumer_fetch_manager_records_lag_max", {"client_id", "job"}));
    out.push_back(backlog("RabbitMQ", "rabbitmq_queue_messages_ready", {"queue"}));
    out.push_back(backlog("RabbitMQ", "rabbitmq_detailed_queue_messages_ready", {"queue"}));
    out.push_back(success_age("Kubernetes", "kube_cronjob_status_last_successful_time", {"cronjob"}));
    out.push_back(shape(ShapeKind::threshold, "Kubernetes", "kube_job_status_failed", {"namespace"}, {}, "", "", 0, "jobs",
                        "Jobs in {} do not fail", "A job that gave up is work that somebody waits for.",
                        "Each sample of each Job object is one event, so that a failed Job counts for as long as it is kept. A job that "
                        "was never started is not seen: "
                        "promise its freshness."));
    out.push_back(success_age("Batch job", "*last_success_timestamp_seconds", {"exported_job", "job"}));
    out.push_back(success_age("Batch job", "*last_success_unixtime", {"exported_job", "job"}));
    out.push_back(success_age("Pushgateway", "push_time_seconds", {"exported_job", "job"}));
    for (const std::string_view end : {"*_failed_total", "*_errors_total", "*_failures_total"}) {
        out.push_back(
            shape(ShapeKind::failures, "Counters of an application", end, kJob, {}, "", "", 0, "success", "",
                  "The application itself counts what it tried and what failed, in its users' words.",
                  "Only what the application calls a failure is bad; look at where it counts: a retry that helped should not be in it."));
    }
    return out;
}

}  // namespace

const std::vector<Shape>& shapes() {
    static const std::vector<Shape> all = table();
    return all;
}

}  // namespace plimsoll::server
