#include "ingest/logs/request_series.h"

#include <algorithm>

#include "base/text.h"

namespace plimsoll::ingest::logs {
namespace {

constexpr std::size_t kLongestHost = 253;

bool is_host(std::string_view host) {
    return !host.empty() && host.size() <= kLongestHost && std::all_of(host.begin(), host.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == ':' || c == '[' || c == ']' || c == '_';
    });
}

std::string status_text(int status) { return status == 0 ? "other" : std::to_string(status); }

}  // namespace

RequestSeries::RequestSeries(const Settings& settings, RouteTable& routes)
    : log_(settings.name), by_host_(settings.by_host), bounds_(settings.buckets), routes_(routes) {
    for (const double bound : bounds_) bound_texts_.push_back(text::number(bound));
    bound_texts_.emplace_back("+Inf");
}

std::uint64_t RequestSeries::key(const Combination& c) {
    return static_cast<std::uint64_t>(c.method) << 48 | static_cast<std::uint64_t>(c.status) << 32 |
           static_cast<std::uint64_t>(c.route) << 16 | c.host;
}

std::uint32_t RequestSeries::number_of(const LoggedRequest& request) {
    return number_of({request.method, static_cast<std::uint16_t>(request.status), routes_.route_of(request.method, request.path),
                      by_host_ ? host_of(request.host) : std::uint16_t{0}});
}

std::uint32_t RequestSeries::number_of(const Combination& c) {
    const std::uint64_t wanted = key(c);
    if (wanted == last_key_) return last_number_;
    auto found = numbers_.find(wanted);
    if (found == numbers_.end()) {
        const Combination folded{Method::other, c.status, kOtherRoute, 0};
        if (labels_.size() >= kMost && key(folded) != wanted) return number_of(folded);
        LabelledSample::Pairs labels = {{"job", "access_log"},
                                        {"instance", log_},
                                        {"log", log_},
                                        {"method", std::string(text(c.method))},
                                        {"status", status_text(c.status)},
                                        {"route", routes_.names()[c.route]}};
        if (by_host_) labels.emplace_back("host", hosts_[c.host]);
        found = numbers_.emplace(wanted, static_cast<std::uint32_t>(labels_.size())).first;
        labels_.push_back(std::move(labels));
    }
    last_key_ = wanted;
    last_number_ = found->second;
    return last_number_;
}

std::uint16_t RequestSeries::host_of(std::string_view host) {
    host_text_.assign(host);
    for (char& c : host_text_) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (const auto found = host_numbers_.find(host_text_); found != host_numbers_.end()) return found->second;
    if (hosts_.size() > kMostHosts || !is_host(host_text_)) return 0;
    const auto number = static_cast<std::uint16_t>(hosts_.size());
    hosts_.push_back(host_text_);
    host_numbers_.emplace(host_text_, number);
    return number;
}

void RequestSeries::know(const Labels& labels) {
    const std::string_view name = value_of(labels, "__name__");
    if (name != kRequests && name != kDurationCount && name != kDurationBucket) return;
    if (value_of(labels, "log") != log_ || value_of(labels, "host").empty() == by_host_) return;
    const auto route = std::find(routes_.names().begin(), routes_.names().end(), value_of(labels, "route"));
    const std::string_view status = value_of(labels, "status");
    const auto number = status == "other" ? std::optional(0) : status_of(status);
    if (route == routes_.names().end() || !number) return;
    (void)number_of(Combination{method_of(value_of(labels, "method")), static_cast<std::uint16_t>(*number),
                                static_cast<std::uint16_t>(route - routes_.names().begin()),
                                by_host_ ? host_of(value_of(labels, "host")) : std::uint16_t{0}});
}

std::size_t RequestSeries::bucket_of(double seconds) const {
    return 2 + static_cast<std::size_t>(std::lower_bound(bounds_.begin(), bounds_.end(), seconds) - bounds_.begin());
}

LabelledSample::Pairs RequestSeries::labels(std::uint32_t number, std::size_t place) const {
    LabelledSample::Pairs out = labels_[number];
    out.emplace_back("__name__", place == 0 ? kRequests : place == 1 ? kDurationCount : kDurationBucket);
    if (place >= 2) out.emplace_back("le", bound_texts_[place - 2]);
    return out;
}

}  // namespace plimsoll::ingest::logs
