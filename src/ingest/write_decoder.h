// write_decoder.h: the hot path: a remote-write body of version 1 (body_decoder.h says what both versions have in common).
//
// Format     https://prometheus.io/docs/specs/prw/remote_write_spec/ (1.0): WriteRequest{1: TimeSeries, 3: metadata},
//            TimeSeries{1: Label{1: name, 2: value}, 2: Sample{1: double, 2: int64 ms}, 3: exemplar, 4: histogram}.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "ingest/body_decoder.h"

namespace plimsoll::ingest {

class WriteDecoder final : public BodyDecoder {
public:
    WriteDecoder(Resolver& resolver, const DecodeLimits& limits);

    Result<GatheredBody> decode_unpacked(std::string_view bytes, Timestamp now, const Reading& reading = {}) override;

private:
    /// A series whose labels are found and hashed; its verdict is being fetched from memory meanwhile.
    struct Waiting {
        std::string_view label_bytes;
        std::string_view rest;
        SeriesHash hash;
    };
    static constexpr std::size_t kAhead = 16;  ///< series read before the first one's verdict is asked for

    Result<Labels> first_labels(std::string_view bytes) override;
    bool request(std::string_view bytes);
    bool series(std::string_view bytes);
    bool finish_waiting();
    bool finish(const Waiting& series);
    bool samples_of(std::string_view bytes, Verdict verdict, const LabelReader& labels);
    bool sample(std::string_view bytes, Verdict verdict, const LabelReader& labels);
    void gather_labels(std::string_view bytes);
    bool broken(std::string what);
    [[nodiscard]] std::string place() const;

    Gatherer gatherer_;
    std::string gathered_;  // labels of a series that scatters them

    // Of the body at hand.
    Reading reading_;
    std::array<Waiting, kAhead> waiting_;
    std::size_t waiting_count_ = 0;
    std::size_t finished_ = 0;  ///< series
    bool other_version_ = false;
    std::optional<Error> broken_;
};

}  // namespace plimsoll::ingest
