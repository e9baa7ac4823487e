#include "ingest/write_decoder.h"

#include <snappy.h>
#include <xxhash.h>

#include <protozero/pbf_reader.hpp>
#include <protozero/varint.hpp>

#include "base/text.h"
#include "ingest/counter_value.h"

namespace plimsoll::ingest {
namespace {

using protozero::pbf_reader;
using protozero::pbf_wire_type;
using protozero::tag_and_type;

constexpr std::size_t kRoomKept = 8 << 20;       // a larger unpacking buffer is given back after its body
constexpr std::size_t kLongestSeriesTold = 400;  // bytes of a series in a message

constexpr auto kMessage = pbf_wire_type::length_delimited;

/// Labels for a message: hostile text, shortened.
std::string told_text(std::string_view label_bytes) {
    auto labels = labels_of_protobuf(label_bytes);
    if (!labels) return "{}";
    (void)canonicalise(*labels);
    std::string out = text::printable(canonical_text(*labels));
    if (out.size() > kLongestSeriesTold) {
        std::size_t end = kLongestSeriesTold;
        while ((static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U) --end;
        out = out.substr(0, end) + "…";
    }
    return out;
}

}  // namespace

struct WriteDecoder::Room {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
    char* of(std::size_t wanted) {
        if (size < wanted) {
            bytes.reset(new char[wanted]);
            size = wanted;
        }
        return bytes.get();
    }
    void give_back() {
        if (size <= kRoomKept) return;
        bytes.reset();
        size = 0;
    }
};

WriteDecoder::WriteDecoder(Resolver& resolver, const DecodeLimits& limits)
    : resolver_(resolver), limits_(limits), room_(std::make_unique<Room>()) {}
WriteDecoder::~WriteDecoder() = default;

Result<DecodedBody> WriteDecoder::decode(std::string_view body, Timestamp now) {
    std::size_t size = 0;
    if (!snappy::GetUncompressedLength(body.data(), body.size(), &size)) {
        return fail(errors::malformed, "snappy: the length at the start cannot be read");
    }
    if (size > limits_.unpacked_bytes) {
        return fail(errors::too_large, "unpacked it is " + std::to_string(size) + " bytes; the limit is " +
                                           std::to_string(limits_.unpacked_bytes));
    }
    char* bytes = room_->of(size);
    if (!snappy::RawUncompress(body.data(), body.size(), bytes)) {
        return fail(errors::malformed, "snappy: the data is cut short or damaged (" + std::to_string(body.size()) +
                                           " bytes came, which should unpack to " + std::to_string(size) + ")");
    }
    auto out = decode_unpacked({bytes, size}, now);
    room_->give_back();
    return out;
}

Result<DecodedBody> WriteDecoder::decode_unpacked(std::string_view bytes, Timestamp now) {
    if (const auto generation = resolver_.generation(); generation != generation_) {
        forget_verdicts();
        generation_ = generation;
    }
    out_ = DecodedBody{};
    out_.samples.reserve(samples_expected_);
    latest_allowed_ = now + limits_.future;
    other_version_ = false;
    new_groups_ = false;
    error_.reset();
    waiting_count_ = 0;
    bool whole = false;
    try {
        whole = request(bytes);
    } catch (const protozero::exception& e) {
        whole = broken(std::string("protobuf: ") + e.what());
    }
    if (!whole) return std::move(*error_);
    if (new_groups_) return fail(errors::new_group);
    if (other_version_ && out_.series == 0) {
        return fail(errors::wrong_version, "the body holds the fields of io.prometheus.write.v2.Request");
    }
    samples_expected_ = out_.samples.size();
    return std::move(out_);
}

bool WriteDecoder::broken(std::string what) {
    error_ = fail(errors::malformed, std::move(what) + place());
    return false;
}

std::string WriteDecoder::place() const {
    return " in time series " + std::to_string(out_.series + waiting_count_ + 1);
}

bool WriteDecoder::request(std::string_view bytes) {
    pbf_reader message(bytes);
    while (message.next()) {
        if (message.tag_and_type() == tag_and_type(1, kMessage)) {
            if (!series(message.get_view())) return false;
            continue;
        }
        if (message.tag() == 1) return broken("protobuf: field 1 of WriteRequest is not a message");
        if (message.tag() == 4 || message.tag() == 5) other_version_ = true;
        message.skip();
    }
    return finish_waiting();
}

bool WriteDecoder::series(std::string_view bytes) {
    // Senders write all labels first; then the run of label bytes is the series' identity as it stands.
    pbf_reader message(bytes);
    const char* labels_end = bytes.data();
    bool scattered = false;
    bool other = false;
    while (message.next()) {
        if (message.tag_and_type() == tag_and_type(1, kMessage)) {
            const std::string_view label = message.get_view();
            labels_end = label.data() + label.size();
            scattered = scattered || other;
            continue;
        }
        if (message.tag() == 1) return broken("protobuf: a label is not a message");
        if (message.tag() == 2 && message.wire_type() != kMessage) return broken("protobuf: a sample is not a message");
        other = true;
        message.skip();
    }
    std::string_view label_bytes(bytes.data(), static_cast<std::size_t>(labels_end - bytes.data()));
    std::string_view rest = bytes.substr(label_bytes.size());
    if (scattered) {  // rare: put together in a buffer of which there is one
        if (!finish_waiting() || !gather_labels(bytes)) return false;
        label_bytes = gathered_;
        rest = bytes;
    }
    const XXH128_hash_t hash = XXH3_128bits(label_bytes.data(), label_bytes.size());
    waiting_[waiting_count_++] = {label_bytes, rest, SeriesHash::of(hash.low64, hash.high64)};
    verdicts_.prefetch(waiting_[waiting_count_ - 1].hash);
    return scattered || waiting_count_ == kAhead ? finish_waiting() : true;
}

bool WriteDecoder::finish_waiting() {
    const std::size_t count = std::exchange(waiting_count_, 0);
    for (std::size_t i = 0; i < count; ++i) {
        if (!finish(waiting_[i])) return false;
        ++out_.series;
    }
    return true;
}

bool WriteDecoder::finish(const Waiting& series) {
    Verdict verdict = Verdict::unbound();
    if (!verdict_of(series, verdict)) return false;
    return samples_of(series.rest, verdict, series.label_bytes);
}

bool WriteDecoder::gather_labels(std::string_view bytes) {
    gathered_.clear();
    pbf_reader message(bytes);
    while (message.next(1, kMessage)) {
        const std::string_view label = message.get_view();
        gathered_ += '\x0A';
        protozero::write_varint(std::back_inserter(gathered_), label.size());
        gathered_ += label;
    }
    return true;
}

bool WriteDecoder::verdict_of(const Waiting& series, Verdict& verdict) {
    if (const auto known = verdicts_.find(series.hash)) {
        verdict = *known;
        return true;
    }
    auto resolved = resolver_.resolve(series.label_bytes);
    if (!resolved && resolved.error().is(errors::new_group)) {
        new_groups_ = true;  // the whole body waits; its other new groups are asked for at once
        return true;
    }
    if (!resolved) {
        error_ = std::move(resolved).error();
        if (error_->is(errors::malformed)) error_ = fail(errors::malformed, "protobuf: " + error_->detail() + place());
        return false;
    }
    if (verdicts_.size() >= limits_.verdicts) forget_verdicts();
    verdict = resolved->verdict;
    if (resolved->several) {
        verdict = Verdict::several(static_cast<std::uint32_t>(several_.size()));
        several_.push_back(std::move(resolved->several));
    }
    // Whether an SLI is full changes with time, so that verdict is not kept.
    const bool passing = verdict.is_refused() && verdict.reason() == Reason::too_many_series;
    if (!passing) verdicts_.insert(series.hash, verdict);
    return true;
}

void WriteDecoder::forget_verdicts() {
    verdicts_.clear();
    several_.clear();
}

bool WriteDecoder::samples_of(std::string_view bytes, Verdict verdict, std::string_view label_bytes) {
    pbf_reader message(bytes);
    while (message.next()) {
        if (message.tag_and_type() == tag_and_type(2, kMessage)) {
            if (!sample(message.get_view(), verdict, label_bytes)) return false;
            continue;
        }
        if (message.tag() == 4 && (verdict.is_bound() || verdict.is_several())) ++out_.histograms;
        message.skip();
    }
    return true;
}

bool WriteDecoder::sample(std::string_view bytes, Verdict verdict, std::string_view label_bytes) {
    double value = 0;  // proto3 leaves zeros out
    std::int64_t at_ms = 0;
    pbf_reader message(bytes);
    while (message.next()) {
        switch (message.tag_and_type()) {
            case tag_and_type(1, pbf_wire_type::fixed64):
                value = message.get_double();
                break;
            case tag_and_type(2, pbf_wire_type::varint):
                at_ms = message.get_int64();
                break;
            default:
                if (message.tag() <= 2)
                    return broken("protobuf: a sample's value or timestamp has the wrong wire type");
                message.skip();
        }
    }
    ++out_.received;
    return judge(value, Timestamp::from_ms(at_ms), verdict, label_bytes);
}

bool WriteDecoder::judge(double value, Timestamp at, Verdict verdict, std::string_view label_bytes) {
    const bool future = at > latest_allowed_;
    if (!future && at > out_.latest) out_.latest = at;
    if (verdict.is_unbound()) {
        ++out_.unbound;
        return true;
    }
    std::optional<Reason> fault;
    if (verdict.is_refused()) fault = verdict.reason();
    else if (future) fault = Reason::in_the_future;
    else if (at < Timestamp()) fault = Reason::too_late;
    if (verdict.is_bound() && !is_stale_marker(value)) {
        if (const auto worse = fault_of(value)) fault = worse;
    }
    if (fault) {
        refuse(*fault, at, label_bytes);
        return true;
    }
    if (verdict.is_several()) return judge_several(*several_[verdict.place()], value, at, label_bytes);
    const bool stale = is_stale_marker(value);
    out_.samples.push_back({verdict.id(), at, stale ? 0 : value, stale});
    return true;
}

bool WriteDecoder::judge_several(const Several& several, double value, Timestamp at, std::string_view label_bytes) {
    const bool stale = is_stale_marker(value);
    for (const Histograms::Part& part : several.parts) {
        if (const auto seen = resolver_.seen(part, at, stale); !seen) {
            error_ = seen.error();
            return false;
        }
        if (!stale && part.role == HistogramPart::Role::total) note_lack(part, at, label_bytes);
    }
    if (several.counter) count(*several.counter, value, at, label_bytes);
    for (const Several::Gauge& gauge : several.gauges) read(gauge, value, at, label_bytes);
    return true;
}

void WriteDecoder::count(ledger::SeriesId id, double value, Timestamp at, std::string_view label_bytes) {
    const bool stale = is_stale_marker(value);
    const auto fault = stale ? std::nullopt : fault_of(value);
    if (fault) return refuse(*fault, at, label_bytes);
    out_.samples.push_back({id, at, stale ? 0 : value, stale});
}

void WriteDecoder::read(const Several::Gauge& gauge, double value, Timestamp at, std::string_view label_bytes) {
    if (is_stale_marker(value)) {
        out_.samples.push_back({gauge.id, at, 0, true});
        return;
    }
    const auto bad = gauge.reading.bad_of(value, at);
    if (bad) {
        out_.samples.push_back({gauge.id, at, static_cast<double>(*bad), false});
        return;
    }
    ++out_.unusable;
    for (const ledger::SliId sli : gauge.slis) note(sli, bad.error(), at, label_bytes);
}

/// At its first scrape a histogram's buckets may come after its total.
void WriteDecoder::note_lack(const Histograms::Part& part, Timestamp at, std::string_view label_bytes) {
    const BoundHistogram& histogram = *part.histogram;
    if (histogram.counts || at.in_ms() <= histogram.first_total_at) return;
    ledger::Anomaly& anomaly = note(histogram.sli, ledger::Anomaly::Kind::bound_between_buckets, at, label_bytes);
    if (anomaly.count == 1) anomaly.detail = resolver_.lack_of(histogram) + "; " + anomaly.detail;
}

ledger::Anomaly& WriteDecoder::note(ledger::SliId sli, ledger::Anomaly::Kind kind, Timestamp at, std::string_view label_bytes) {
    const auto [found, added] = out_.anomalies.try_emplace({sli, kind});
    ledger::Anomaly& anomaly = found->second;
    if (added) anomaly = {sli, kind, at, 0, told_text(label_bytes)};
    anomaly.at = std::max(anomaly.at, at);
    ++anomaly.count;
    return anomaly;
}

void WriteDecoder::refuse(Reason why, Timestamp at, std::string_view label_bytes) {
    ++out_.refused[why];
    if (out_.told.size() < limits_.told) out_.told.push_back({told_text(label_bytes), at, why});
}

}  // namespace plimsoll::ingest
