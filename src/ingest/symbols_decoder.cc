#include "ingest/symbols_decoder.h"

#include <protozero/pbf_reader.hpp>
#include <protozero/varint.hpp>

#include "ingest/counter_value.h"

namespace plimsoll::ingest {
namespace {

using protozero::pbf_reader;
using protozero::pbf_wire_type;
using protozero::tag_and_type;

constexpr auto kMessage = pbf_wire_type::length_delimited;

/// `take` gets every reference of a series, packed or one by one, and says whether to go on. Throws protozero::exception on
/// references of another wire type, which protozero itself would only assert.
template <class Take>
bool each_reference(std::string_view series, const Take& take) {
    pbf_reader message(series);
    while (message.next(1)) {
        if (message.wire_type() == pbf_wire_type::varint) {
            if (!take(message.get_uint64())) return false;
            continue;
        }
        if (message.wire_type() != kMessage) throw protozero::unknown_pbf_wire_type_exception{};
        const std::string_view packed = message.get_view();
        for (const char *at = packed.data(), *end = at + packed.size(); at != end;) {
            const bool one_byte = static_cast<unsigned char>(*at) < 0x80;
            const std::uint64_t reference = one_byte ? static_cast<unsigned char>(*at++) : protozero::decode_varint(&at, end);
            if (!take(reference)) return false;
        }
    }
    return true;
}

/// 0: it does not say.
std::int64_t created_of(std::string_view series) {
    pbf_reader message(series);
    return message.next(6, pbf_wire_type::varint) ? message.get_int64() : 0;
}

}  // namespace

class SymbolsDecoder::ReferredLabels final : public LabelReader {
public:
    ReferredLabels(const SymbolsDecoder& decoder, std::string_view series) : decoder_(&decoder), series_(series) {}
    [[nodiscard]] Result<Labels> labels() const override {
        std::vector<std::string_view> words;
        const bool known = each_reference(series_, [&](std::uint64_t reference) {
            if (reference >= decoder_->symbols_.size()) return false;
            words.push_back(decoder_->symbols_[reference].text);
            return true;
        });
        if (!known || words.size() % 2 != 0) return fail(errors::malformed, "a series' references are not pairs of symbols");
        Labels out;
        for (std::size_t i = 0; i < words.size(); i += 2) out.push_back({words[i], words[i + 1]});
        return without(std::move(out), decoder_->reading_.without);
    }

private:
    const SymbolsDecoder* decoder_;
    std::string_view series_;
};

SymbolsDecoder::SymbolsDecoder(Resolver& resolver, const DecodeLimits& limits)
    : BodyDecoder({.series = 5, .histograms = 3, .exemplars = 4}, limits), gatherer_(resolver, limits) {}

Result<GatheredBody> SymbolsDecoder::decode_unpacked(std::string_view bytes, Timestamp now, const Reading& reading) {
    gatherer_.begin(now, reading.after);
    reading_ = reading;
    broken_.reset();
    waiting_count_ = 0;
    finished_ = 0;
    other_version_ = false;
    held_ = {};
    try {
        TRY(read_symbols(bytes));
        (void)request(bytes);
    } catch (const protozero::exception& e) {
        (void)broken(std::string("protobuf: ") + e.what());
    }
    if (broken_) return std::move(*broken_);
    if (other_version_ && finished_ == 0 && !gatherer_.fault()) {
        return fail(errors::wrong_version, "it says 2.0, and the body holds the fields of prometheus.WriteRequest, 1.0");
    }
    return gatherer_.finish();
}

Result<Labels> SymbolsDecoder::first_labels(std::string_view bytes) {
    reading_ = {};
    TRY(read_symbols(bytes));
    pbf_reader message(bytes);
    if (!message.next(5, kMessage)) return Labels();
    return ReferredLabels(*this, message.get_view()).labels();
}

/// Whether they come before the series or not.
Result<> SymbolsDecoder::read_symbols(std::string_view bytes) {
    symbols_.clear();
    pbf_reader message(bytes);
    while (message.next()) {
        if (message.tag_and_type() != tag_and_type(4, kMessage)) {
            if (message.tag() == 4) return fail(errors::malformed, "protobuf: a symbol is not a string");
            message.skip();
            continue;
        }
        if (symbols_.size() == kMostSymbols) {
            return fail(errors::too_large, "it has more than " + std::to_string(kMostSymbols) + " symbols");
        }
        const std::string_view text = message.get_view();
        symbols_.push_back({text, XXH3_128bits(text.data(), text.size())});
    }
    if (!symbols_.empty() && !symbols_.front().text.empty()) return fail(errors::malformed, "the first symbol is not the empty string");
    return {};
}

bool SymbolsDecoder::broken(std::string what) {
    broken_ = fail(errors::malformed, std::move(what) + " in time series " + std::to_string(finished_ + waiting_count_ + 1));
    return false;
}

bool SymbolsDecoder::request(std::string_view bytes) {
    pbf_reader message(bytes);
    while (message.next()) {
        if (message.tag_and_type() == tag_and_type(5, kMessage)) {
            if (!series(message.get_view())) return false;
            continue;
        }
        if (message.tag() == 5) return broken("protobuf: field 5 of Request is not a message");
        if (message.tag() == 1 || message.tag() == 3) other_version_ = true;
        message.skip();
    }
    return finish_waiting();
}

bool SymbolsDecoder::series(std::string_view bytes) {
    std::size_t count = 0;
    const bool known = each_reference(bytes, [&, table = symbols_.data(), size = symbols_.size(), hashes = hashes_.data()](std::uint64_t reference) {
        if (reference >= size || count == kMostReferences) return false;
        hashes[count++] = table[reference].hash;
        return true;
    });
    if (!known && count == kMostReferences) return broken("more than " + std::to_string(kMostReferences) + " references");
    if (!known) return broken("a reference beyond the table of " + std::to_string(symbols_.size()) + " symbols");
    if (count % 2 != 0) return broken("an odd number of references: labels are pairs of name and value");
    if (!reading_.without.empty()) count = leave_out(count);
    const XXH128_hash_t hash = XXH3_128bits(hashes_.data(), count * sizeof(XXH128_hash_t));
    waiting_[waiting_count_++] = {bytes, SeriesHash::of(hash.low64, hash.high64)};
    gatherer_.prefetch(waiting_[waiting_count_ - 1].hash);
    return waiting_count_ == kAhead ? finish_waiting() : true;
}

/// Takes the label that is left out, and its value, from the series' hashes; how many remain.
std::size_t SymbolsDecoder::leave_out(std::size_t count) {
    const XXH128_hash_t name = XXH3_128bits(reading_.without.data(), reading_.without.size());
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; i += 2) {
        if (XXH128_isEqual(hashes_[i], name) != 0) continue;
        hashes_[kept++] = hashes_[i];
        hashes_[kept++] = hashes_[i + 1];
    }
    return kept;
}

bool SymbolsDecoder::finish_waiting() {
    const std::size_t count = std::exchange(waiting_count_, 0);
    for (std::size_t i = 0; i < count; ++i) {
        if (!finish(waiting_[i])) return false;
        ++finished_;
    }
    return true;
}

bool SymbolsDecoder::finish(const Waiting& series) {
    const ReferredLabels labels(*this, series.bytes);
    const auto verdict = gatherer_.verdict(series.hash, Temporality::cumulative, labels);
    if (!verdict) return false;
    std::optional<std::int64_t> created_ms;  // asked of series that are new here: their first sample
    if (gatherer_.met_now()) created_ms = created_of(series.bytes);
    pbf_reader message(series.bytes);
    while (message.next()) {
        switch (message.tag_and_type()) {
            case tag_and_type(2, kMessage):
                if (!sample(message.get_view(), created_ms, *verdict, labels)) return false;
                break;
            case tag_and_type(3, kMessage):
                ++held_.histograms;
                gatherer_.native_histogram(*verdict);
                message.skip();
                break;
            case tag_and_type(4, kMessage):
                ++held_.exemplars;
                message.skip();
                break;
            default:
                if (message.tag() == 2) return broken("protobuf: a sample is not a message");
                message.skip();
        }
    }
    return true;
}

bool SymbolsDecoder::sample(std::string_view bytes, std::optional<std::int64_t>& created, Verdict verdict, const LabelReader& labels) {
    double value = 0;  // proto3 leaves zeros out
    std::int64_t at_ms = 0;
    std::int64_t created_ms = created.value_or(0);
    pbf_reader message(bytes);
    while (message.next()) {
        switch (message.tag_and_type()) {
            case tag_and_type(1, pbf_wire_type::fixed64):
                value = message.get_double();
                break;
            case tag_and_type(2, pbf_wire_type::varint):
                at_ms = message.get_int64();
                break;
            case tag_and_type(3, pbf_wire_type::varint):
                created_ms = message.get_int64();
                break;
            default:
                if (message.tag() <= 2) return broken("protobuf: a sample's value or timestamp has the wrong wire type");
                message.skip();
        }
    }
    ++held_.samples;
    const bool stale = is_stale_marker(value);
    if (created && created_ms != 0 && !stale) {
        gatherer_.starts_from_zero(Timestamp::from_ms(created_ms), Timestamp::from_ms(at_ms), verdict);
    }
    created.reset();
    return gatherer_.judge(value, Timestamp::from_ms(at_ms), stale, verdict, labels);
}

}  // namespace plimsoll::ingest
