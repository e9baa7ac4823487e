#include "ingest/otlp/refusal_words.h"

#include <algorithm>
#include <numeric>

#include "base/text.h"

namespace plimsoll::ingest::otlp {
namespace {

/// Times before year 0 or after 9999 have no RFC 3339 text.
std::string time_text(Timestamp at) {
    const bool writable = at > Timestamp::from_seconds(-62'135'596'800) && at < Timestamp::from_seconds(253'402'300'800);
    return writable ? text::rfc3339(at) : std::to_string(at.in_ms()) + " ms";
}

std::string first(const std::string& series, Timestamp at, std::string_view words, std::string_view remedy) {
    return ". First: " + series + " at " + time_text(at) + ": " + std::string(words) + "; " + std::string(remedy);
}

}  // namespace

std::uint64_t RefusedExport::points() const {
    return std::min(received, std::accumulate(by_fault.begin(), by_fault.end(), by_reason.total()));
}

std::string RefusedExport::words() const {
    std::string out = std::to_string(points()) + " of " + std::to_string(received) + " data points refused: ";
    bool begun = false;
    const auto add = [&](std::uint64_t count, std::string_view why) {
        if (count == 0) return;
        out += (begun ? "; " : "") + std::to_string(count) + ": " + std::string(why);
        begun = true;
    };
    for (std::size_t i = 0; i < by_fault.size(); ++i) add(by_fault.at(i), otlp::words(static_cast<PointFault>(i)));
    for (std::size_t i = 0; i < kReasons; ++i) add(by_reason[static_cast<Reason>(i)], ingest::words(static_cast<Reason>(i)));
    if (!told_points.empty()) {
        const RefusedPoint& point = told_points.front();
        out += first(point.series, point.at, otlp::words(point.why), otlp::remedy(point.why));
    } else if (!told_samples.empty()) {
        const RefusedSample& sample = told_samples.front();
        out += first(sample.series, sample.at, ingest::words(sample.why), ingest::remedy(sample.why));
    }
    return out;
}

}  // namespace plimsoll::ingest::otlp
