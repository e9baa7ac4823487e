// request_series.h: the series that the requests of one log make, each met once: method, status, route and host into a number.
//
// Names      access_log_requests_total{job="access_log",instance=LOG,log,method,status,route[,host]}; with buckets also
//            access_log_request_duration_seconds_bucket{..., le} and access_log_request_duration_seconds_count{...}.
// Bounds     10,000 combinations of a log; a request of one more has method, route and host "other" and keeps its status. 200
//            hosts, then "other"; a host is what RFC 9110 allows in lower case, else "other".
// Threads    one.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "ingest/intake.h"
#include "ingest/logs/logged_request.h"
#include "ingest/logs/route_table.h"

namespace plimsoll::ingest::logs {

inline constexpr std::string_view kRequests = "access_log_requests_total";
inline constexpr std::string_view kDurationBucket = "access_log_request_duration_seconds_bucket";
inline constexpr std::string_view kDurationCount = "access_log_request_duration_seconds_count";

class RequestSeries {
public:
    static constexpr std::size_t kMost = 10'000;
    static constexpr std::size_t kMostHosts = 200;

    /// `settings` and `routes` outlive this.
    RequestSeries(const Settings& settings, RouteTable& routes);

    /// The number of the request's combination, new or known.
    [[nodiscard]] std::uint32_t number_of(const LoggedRequest& request);
    /// A series that was counted before this start; one that is not this log's, or whose route is declared no more, is passed over.
    void know(const Labels& labels);

    [[nodiscard]] std::size_t size() const { return labels_.size(); }
    /// Counts that each combination has: requests; then, with buckets, durations counted, and one for each bucket and +Inf.
    [[nodiscard]] std::size_t width() const { return bounds_.empty() ? 1 : 3 + bounds_.size(); }
    /// Where a duration is counted: 2 for the first bucket. Requires: there are buckets.
    [[nodiscard]] std::size_t bucket_of(double seconds) const;
    /// The labels of the `place`-th count of a combination.
    [[nodiscard]] LabelledSample::Pairs labels(std::uint32_t number, std::size_t place) const;

private:
    struct Combination {
        Method method = Method::other;
        std::uint16_t status = 0;
        std::uint16_t route = kOtherRoute;
        std::uint16_t host = 0;
    };
    static std::uint64_t key(const Combination& c);
    std::uint32_t number_of(const Combination& combination);
    std::uint16_t host_of(std::string_view host);

    const std::string log_;
    const bool by_host_;
    const std::vector<double> bounds_;
    std::vector<std::string> bound_texts_;  ///< +Inf last
    RouteTable& routes_;
    std::unordered_map<std::uint64_t, std::uint32_t> numbers_;
    std::uint64_t last_key_ = UINT64_MAX;
    std::uint32_t last_number_ = 0;
    std::vector<LabelledSample::Pairs> labels_;  ///< by number; without __name__ and le
    std::vector<std::string> hosts_{"other"};
    std::unordered_map<std::string, std::uint16_t> host_numbers_;
    std::string host_text_;
};

}  // namespace plimsoll::ingest::logs
