#include "ingest/otlp/point_gatherer.h"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <limits>
#include <type_traits>

#include "base/text.h"

namespace plimsoll::ingest::otlp {
namespace {

constexpr std::size_t kLongestSeriesTold = 400;  // bytes of a series in a message

bool counts(const Verdict& verdict) {
    return verdict.is_bound() || verdict.is_several();
}

/// Labels for a message: hostile text, shortened between two characters.
std::string told_text(const LabelReader& reader) {
    auto labels = reader.labels();
    if (!labels) return "{}";
    (void)canonicalise(*labels);
    std::string out = text::printable(canonical_text(*labels));
    if (out.size() <= kLongestSeriesTold) return out;
    std::size_t end = kLongestSeriesTold;
    while ((static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U) --end;
    return out.substr(0, end) + "…";
}

/// The parts of a point that says nothing: its series end. Of a histogram the bounds between are not known then, of a summary
/// the quantiles.
template <class Kind>
void end_of(std::vector<Part>& parts) {
    parts = {{Part::Role::count, 0, 0}, {Part::Role::sum, 0, 0}};
    if (!std::is_same_v<Kind, SummaryPoint>) parts.push_back({Part::Role::bucket, std::numeric_limits<double>::infinity(), 0});
}

}  // namespace

PointGatherer::PointGatherer(Resolver& resolver, const Beginnings& beginnings, QuietTargets& targets, const DecodeLimits& limits)
    : beginnings_(beginnings), targets_(targets), limits_(limits), sent_(resolver, limits), implied_(resolver, limits) {}

void PointGatherer::begin(Timestamp now) {
    out_ = DecodedExport{};
    horizon_ = now + limits_.future;
    error_.reset();
    newest_by_target_.clear();
    sent_.begin(now);
    implied_.begin(now);
}

void PointGatherer::begin_resource(const Resource& resource) {
    resource_ = &resource;
    newest_ = Timestamp::min();
    target_.reset();
}

bool PointGatherer::end_resource() {
    if (newest_ == Timestamp::min() || (!target_ && targets_.size() == 0)) return true;
    auto target = resource_->target();
    if (!target) return failed(std::move(target).error());
    Timestamp& newest = newest_by_target_.try_emplace((*target)->key(), newest_).first->second;
    newest = std::max(newest, newest_);
    return true;
}

Result<DecodedExport> PointGatherer::finish() {
    if (!error_ && !sent_.fault() && !implied_.fault()) (void)imply_silence();  // its fault is implied_'s
    if (error_) return std::move(*error_);
    TRY_ASSIGN(out_.implied, implied_.finish());
    TRY_ASSIGN(out_.sent, sent_.finish());
    return std::move(out_);
}

bool PointGatherer::add(const Reading& reading, const NumberPoint& number) {
    ++out_.points;
    if (const auto fault = fault_of(reading, number, number.value.has_value())) {
        refuse(*fault, reading, number);
        return true;
    }
    const Part whole{Part::Role::whole, 0, number.value.value_or(0)};
    Point point = point_of(reading, number, {&whole, 1});
    return say(point, whole);
}

template <class Kind>
bool PointGatherer::add_parts(const Reading& reading, const Kind& kind) {
    ++out_.points;
    auto fault = fault_of(reading, kind, true);
    if (kind.no_value) end_of<Kind>(parts_);
    else if (!fault) fault = parts_of(kind, parts_);
    if (fault) {
        refuse(*fault, reading, kind);
        return true;
    }
    Point point = point_of(reading, kind, parts_);
    return std::all_of(parts_.begin(), parts_.end(), [&](const Part& part) { return say(point, part); });
}
template bool PointGatherer::add_parts(const Reading&, const HistogramPoint&);
template bool PointGatherer::add_parts(const Reading&, const ExponentialPoint&);
template bool PointGatherer::add_parts(const Reading&, const SummaryPoint&);

std::optional<PointFault> PointGatherer::fault_of(const Reading& reading, const PointHead& head, bool has_value) {
    if (reading.fault) return reading.fault;
    if (head.time_unix_nano == 0) return PointFault::no_time;
    if (!has_value && !head.no_value) return PointFault::no_value;
    return std::nullopt;
}

PointGatherer::Point PointGatherer::point_of(const Reading& reading, const PointHead& head, std::span<const Part> parts) {
    Point point{reading, head, head.at(), parts};
    const XXH128_hash_t hash = XXH3_128bits_withSeed(head.attributes.data(), head.attributes.size(), reading.low);
    point.low = hash.low64;
    point.high = hash.high64 ^ reading.high;
    if (point.at <= horizon_ && !head.no_value) newest_ = std::max(newest_, point.at);
    return point;
}

SeriesHash PointGatherer::Point::series(const Part& part) const {
    if (part.role == Part::Role::whole) return whole();
    const std::array<std::uint64_t, 4> bytes{low, high, std::bit_cast<std::uint64_t>(part.bound), static_cast<std::uint64_t>(part.role)};
    const XXH128_hash_t hash = XXH3_128bits(bytes.data(), sizeof bytes);
    return SeriesHash::of(hash.low64, hash.high64);
}

bool PointGatherer::say(Point& point, const Part& part) {
    const bool delta = point.reading.temporality == Temporality::delta;
    if (delta && point.head.no_value) return true;  // of a delta, that nothing was recorded is no end
    const SeriesHash series = point.series(part);
    const PointLabels labels(point.reading.metric, point.head.attributes, part);
    const auto verdict = sent_.verdict(series, point.reading.temporality, labels);
    if (!verdict) return false;
    if (counts(*verdict) && !point.head.no_value && point.at <= horizon_) {
        if (delta && !note_delta(point, series, labels)) return false;
        if (point.reading.rises() && !settle_start(point)) return false;
    }
    if (point.start == Point::Start::refused) return true;
    return sent_.judge(part.value, point.at, point.head.no_value, *verdict, labels);
}

bool PointGatherer::settle_start(Point& point) {
    if (point.start != Point::Start::unasked) return true;
    point.start = Point::Start::settled;
    const auto start = point.head.start();
    if (!start || *start > point.at) return true;
    const auto kind = beginnings_.kind_of(point.whole(), *start, point.at);
    if (kind == Beginnings::Kind::another_writer) {
        point.start = Point::Start::refused;
        refuse(PointFault::another_writer, point.reading, point.head);
        return true;
    }
    out_.seen.push_back({point.whole(), *start, point.at});
    return kind == Beginnings::Kind::goes_on || say_zeros(point, *start);
}

/// All at once, before the first value: a histogram's series then begin together.
bool PointGatherer::say_zeros(const Point& point, Timestamp start) {
    for (const Part& part : point.parts) {
        if (part.role != Part::Role::whole && !part.is_counter()) continue;
        if (!imply(point.series(part), Temporality::cumulative, start, PointLabels(point.reading.metric, point.head.attributes, part)))
            return false;
    }
    return true;
}

bool PointGatherer::note_delta(const Point& point, const SeriesHash& series, const PointLabels& labels) {
    if (!target_) {
        auto target = resource_->target();
        if (!target) return failed(std::move(target).error());
        target_ = targets_.find_or_add((*target)->key());
    }
    if (target_->spoke(series, point.at)) return true;
    auto pairs = labels.pairs();
    if (!pairs) return failed(std::move(pairs).error());
    target_->remember(series, point.at, std::move(*pairs));
    return true;
}

bool PointGatherer::imply(const SeriesHash& series, Temporality temporality, Timestamp at, const LabelReader& labels) {
    const auto verdict = implied_.verdict(series, temporality, labels);
    if (!verdict) return false;
    return !counts(*verdict) || implied_.judge(0, at, false, *verdict, labels);
}

bool PointGatherer::imply_silence() {
    for (const auto& [target, newest] : newest_by_target_) {
        const auto quiet = targets_.find(target);
        if (!quiet) continue;
        for (const QuietTarget::Known& known : quiet->silent_at(newest)) {
            if (!imply(known.series, Temporality::delta, newest, KeptLabels(*known.labels))) return false;
        }
    }
    return true;
}

void PointGatherer::refuse(PointFault fault, const Reading& reading, const PointHead& head) {
    ++out_.refused[static_cast<std::size_t>(fault)];
    if (out_.told.size() >= limits_.told) return;
    const Part whole;
    out_.told.push_back({told_text(PointLabels(reading.metric, head.attributes, whole)), head.at(), fault});
}

bool PointGatherer::failed(Error error) {
    error_ = std::move(error);
    return false;
}

}  // namespace plimsoll::ingest::otlp
