#include "ingest/write_decoder.h"

#include <xxhash.h>

#include <protozero/pbf_reader.hpp>
#include <protozero/varint.hpp>

#include "ingest/counter_value.h"

namespace plimsoll::ingest {
namespace {

using protozero::pbf_reader;
using protozero::pbf_wire_type;
using protozero::tag_and_type;

constexpr auto kMessage = pbf_wire_type::length_delimited;

class WrittenLabels final : public LabelReader {
public:
    WrittenLabels(std::string_view bytes, std::string_view left_out) : bytes_(bytes), left_out_(left_out) {}
    [[nodiscard]] Result<Labels> labels() const override {
        TRY_ASSIGN(Labels all, labels_of_protobuf(bytes_));
        return without(std::move(all), left_out_);
    }

private:
    std::string_view bytes_;
    std::string_view left_out_;
};

XXH128_hash_t hash_of(std::string_view bytes) { return XXH3_128bits(bytes.data(), bytes.size()); }

std::string_view name_of(std::string_view label) {
    pbf_reader message(label);
    return message.next(1, kMessage) ? message.get_view() : std::string_view();
}

/// Of what stands before and after the label that is left out; of all, if it is not there.
XXH128_hash_t hash_without(std::string_view label_bytes, std::string_view left_out) {
    pbf_reader message(label_bytes);
    for (const char* start = label_bytes.data(); message.next(1, kMessage);) {
        const std::string_view label = message.get_view();
        const char* const end = label.data() + label.size();
        if (name_of(label) == left_out) {
            const auto before = static_cast<std::size_t>(start - label_bytes.data());
            const auto after = static_cast<std::size_t>(end - label_bytes.data());
            const std::array parts{hash_of(label_bytes.substr(0, before)), hash_of(label_bytes.substr(after))};
            return XXH3_128bits(parts.data(), sizeof parts);
        }
        start = end;
    }
    return hash_of(label_bytes);
}

}  // namespace

WriteDecoder::WriteDecoder(Resolver& resolver, const DecodeLimits& limits)
    : BodyDecoder({.series = 1, .histograms = 4, .exemplars = 3}, limits), gatherer_(resolver, limits) {}

Result<Labels> WriteDecoder::first_labels(std::string_view bytes) {
    pbf_reader message(bytes);
    if (!message.next(1, kMessage)) return Labels();
    return labels_of_protobuf(message.get_view());
}

Result<GatheredBody> WriteDecoder::decode_unpacked(std::string_view bytes, Timestamp now, const Reading& reading) {
    gatherer_.begin(now, reading.after);
    reading_ = reading;
    other_version_ = false;
    broken_.reset();
    waiting_count_ = 0;
    finished_ = 0;
    try {
        (void)request(bytes);
    } catch (const protozero::exception& e) {
        (void)broken(std::string("protobuf: ") + e.what());
    }
    if (broken_) return std::move(*broken_);
    if (other_version_ && finished_ == 0 && !gatherer_.fault()) {
        return fail(errors::wrong_version, "the body holds the fields of io.prometheus.write.v2.Request");
    }
    return gatherer_.finish();
}

bool WriteDecoder::broken(std::string what) {
    broken_ = fail(errors::malformed, std::move(what) + place());
    return false;
}

std::string WriteDecoder::place() const {
    return " in time series " + std::to_string(finished_ + waiting_count_ + 1);
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
        if (!finish_waiting()) return false;
        gather_labels(bytes);
        label_bytes = gathered_;
        rest = bytes;
    }
    const XXH128_hash_t hash = reading_.without.empty() ? hash_of(label_bytes) : hash_without(label_bytes, reading_.without);
    waiting_[waiting_count_++] = {label_bytes, rest, SeriesHash::of(hash.low64, hash.high64)};
    gatherer_.prefetch(waiting_[waiting_count_ - 1].hash);
    return scattered || waiting_count_ == kAhead ? finish_waiting() : true;
}

bool WriteDecoder::finish_waiting() {
    const std::size_t count = std::exchange(waiting_count_, 0);
    for (std::size_t i = 0; i < count; ++i) {
        if (!finish(waiting_[i])) return false;
        ++finished_;
    }
    return true;
}

bool WriteDecoder::finish(const Waiting& series) {
    const WrittenLabels labels(series.label_bytes, reading_.without);
    const auto verdict = gatherer_.verdict(series.hash, Temporality::cumulative, labels);
    if (verdict) return samples_of(series.rest, *verdict, labels);
    if (gatherer_.fault()->is(errors::malformed)) return broken("protobuf: " + gatherer_.fault()->detail());
    return false;
}

void WriteDecoder::gather_labels(std::string_view bytes) {
    gathered_.clear();
    pbf_reader message(bytes);
    while (message.next(1, kMessage)) {
        const std::string_view label = message.get_view();
        gathered_ += '\x0A';
        protozero::write_varint(std::back_inserter(gathered_), label.size());
        gathered_ += label;
    }
}

bool WriteDecoder::samples_of(std::string_view bytes, Verdict verdict, const LabelReader& labels) {
    pbf_reader message(bytes);
    while (message.next()) {
        if (message.tag_and_type() == tag_and_type(2, kMessage)) {
            if (!sample(message.get_view(), verdict, labels)) return false;
            continue;
        }
        if (message.tag() == 4) gatherer_.native_histogram(verdict);
        message.skip();
    }
    return true;
}

bool WriteDecoder::sample(std::string_view bytes, Verdict verdict, const LabelReader& labels) {
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
    return gatherer_.judge(value, Timestamp::from_ms(at_ms), is_stale_marker(value), verdict, labels);
}

}  // namespace plimsoll::ingest
