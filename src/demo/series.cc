#include "demo/series.h"

#include <fmt/format.h>

#include <algorithm>

#include "ingest/write_body.h"

namespace plimsoll::demo {
namespace {

constexpr const char* kRequests = "http_requests_total";
constexpr const char* kSeconds = "http_request_duration_seconds";

}  // namespace

std::pair<Labels, Labels> labels_of(const CompanyService& service, const PromisedSlo& slo, int instance) {
    const std::string host = fmt::format("{}-{}:9090", service.name, instance + 1);
    const auto with = [&](const std::string& metric, Labels own) {
        own.insert(own.end(), {{"__name__", metric}, {"instance", host}, {"job", service.name}});
        std::sort(own.begin(), own.end());
        return own;
    };
    switch (slo.kind) {
        case EventKind::requests: return {with(kRequests, {{"code", "200"}}), with(kRequests, {{"code", "503"}})};
        case EventKind::latency: return {with(std::string(kSeconds) + "_bucket", {{"le", slo.bucket}}), with(std::string(kSeconds) + "_count", {})};
        case EventKind::outcome: break;
    }
    return {with(slo.metric, {{"result", "ok"}}), with(slo.metric, {{"result", slo.bad_word}})};
}

Selectors selectors_of(const CompanyService& service, const PromisedSlo& slo) {
    switch (slo.kind) {
        case EventKind::requests:
            return {fmt::format("{}{{job=\"{}\",code=~\"5..\"}}", kRequests, service.name), fmt::format("{}{{job=\"{}\"}}", kRequests, service.name)};
        case EventKind::latency:
            return {fmt::format("{}_bucket{{job=\"{}\",le=\"{}\"}}", kSeconds, service.name, slo.bucket),
                    fmt::format("{}_count{{job=\"{}\"}}", kSeconds, service.name)};
        case EventKind::outcome: break;
    }
    return {fmt::format("{}{{job=\"{}\",result=\"{}\"}}", slo.metric, service.name, slo.bad_word),
            fmt::format("{}{{job=\"{}\"}}", slo.metric, service.name)};
}

LiveSeries::LiveSeries(const Counts& counts, Timestamp first_slot, const std::function<bool(const PromisedSlo&)>& wanted)
    : counts_(counts), next_(first_slot) {
    for (const CompanyService& service : company()) {
        for (const PromisedSlo& slo : service.slos) {
            if (!wanted(slo)) continue;
            for (int instance = 0; instance < service.instances; ++instance) {
                const auto [first, second] = labels_of(service, slo, instance);
                pairs_.push_back({&service, &slo, instance, {ingest::body::labels(first), ingest::body::labels(second)}, {0, 0}});
            }
        }
    }
}

void LiveSeries::add(Pair& pair, const EventCount& count) {
    pair.value[0] += count.valid - count.bad;
    pair.value[1] += pair.slo->kind == EventKind::latency ? count.valid : count.bad;
}

std::string LiveSeries::write(Timestamp until, const LeastBad& least_bad) {
    std::string request;
    for (Pair& pair : pairs_) {
        std::string samples[2];
        const auto tell = [&](Timestamp at) {
            for (int i = 0; i < 2; ++i) samples[i] += ingest::body::sample(static_cast<double>(pair.value[i]), at.in_ms());
        };
        if (!begun_) tell(next_);
        const double least = least_bad(pair.service->name);
        for (Timestamp slot = next_; slot < until; slot = slot + ledger::kStep) {
            const auto count = counts_.of(*pair.service, *pair.slo, pair.instance, slot, least);
            if (!count) continue;
            add(pair, *count);
            tell(slot + kSampleAfter);
        }
        for (int i = 0; i < 2; ++i) request += ingest::body::series(pair.labels[i] + samples[i]);
    }
    begun_ = true;
    next_ = std::max(next_, until);
    return ingest::body::packed(request);
}

}  // namespace plimsoll::demo
