#include "domain/paging/heartbeat.h"

#include "base/json.h"
#include "domain/paging/payload.h"

namespace plimsoll::paging {

Heartbeat::Heartbeat(HeartbeatSettings settings, std::function<std::string()> signed_head, HttpClient& http,
                     const SecretSource& secrets, Metrics& metrics)
    : settings_(std::move(settings)),
      signed_head_(std::move(signed_head)),
      http_(http),
      secrets_(secrets),
      counts_(new Counts{metrics.counter("plimsoll_heartbeats_total", "Heartbeats sent to the outside"),
                         metrics.counter("plimsoll_heartbeat_failures_total", "Heartbeats that nobody took"),
                         metrics.gauge("plimsoll_heartbeat_last_success_seconds", "Unix time of the last heartbeat that was taken")}) {
    settings_.interval = std::max(settings_.interval, Duration::seconds(1));
}

Timestamp Heartbeat::beat(Timestamp now) {
    // A clock that stepped back must not silence it for as long as it stepped.
    const bool due = next_ <= now || next_ > now + settings_.interval;
    if (!due) return next_;
    next_ = now + settings_.interval;
    if (!counts_->under_way.exchange(true)) send(now);
    return next_;
}

void Heartbeat::send(Timestamp now) {
    const auto counts = counts_;
    auto url = is_secret_reference(settings_.url) ? secrets_.resolve(settings_.url) : Result<std::string>(settings_.url);
    if (!url) {
        counts->failed.add();
        counts->under_way = false;
        return;
    }
    HttpRequest request;
    request.method = "POST";
    request.url = *url;
    request.headers.emplace("Content-Type", "application/json");
    request.body = json::encode(HeartbeatBody{"plimsoll.heartbeat", now, {signed_head_ ? signed_head_() : ""}});
    request.bulkhead = "heartbeat";
    request.allow_private_addresses = settings_.allow_private;
    request.ca_file = settings_.ca_file;
    http_.send(std::move(request), [counts, now](const Result<HttpResponse>& response) {
        const bool taken = response && response->status >= 200 && response->status < 300;
        (taken ? counts->sent : counts->failed).add();
        if (taken) counts->last_success.set(static_cast<double>(now.in_ms()) / 1000.0);
        counts->under_way = false;
    });
}

}  // namespace plimsoll::paging
