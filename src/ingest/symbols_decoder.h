// symbols_decoder.h: the hot path of remote write 2.0, whose series name their labels by places in a table of symbols.
//
// Symbols    are hashed once a body; a series is known by the hash of its symbols' hashes, in the order sent. The first is the
//            empty string, and every reference is into the table: else the body is malformed.
// Created    the time at which a counter was created, of the series (field 6, up to 2.0-rc.3) or of the sample (field 3, since
//            2.0-rc.4): Gatherer::starts_from_zero.
// Bounds     a million symbols; 10,000 references of a series; the rest as in body_decoder.h.
// Format     https://prometheus.io/docs/specs/prw/remote_write_spec_2_0/: Request{4: symbols, 5: TimeSeries}, TimeSeries{1: label
//            references, 2: Sample{1: double, 2: int64 ms, 3: int64 ms}, 3: histogram, 4: exemplar, 5: metadata, 6: int64 ms}.
#pragma once

#include <xxhash.h>

#include <array>
#include <string_view>
#include <vector>

#include "ingest/body_decoder.h"

namespace plimsoll::ingest {

class SymbolsDecoder final : public BodyDecoder {
public:
    static constexpr std::size_t kMostSymbols = 1'000'000;
    static constexpr std::size_t kMostReferences = 10'000;

    SymbolsDecoder(Resolver& resolver, const DecodeLimits& limits);

    Result<GatheredBody> decode_unpacked(std::string_view bytes, Timestamp now, const Reading& reading = {}) override;
    /// Of the body decoded last.
    [[nodiscard]] const Held& held_last() const { return held_; }

private:
    struct Symbol {
        std::string_view text;
        XXH128_hash_t hash;
    };
    /// A series that is hashed; its verdict is being fetched from memory meanwhile.
    struct Waiting {
        std::string_view bytes;
        SeriesHash hash;
    };
    class ReferredLabels;
    static constexpr std::size_t kAhead = 16;

    Result<Labels> first_labels(std::string_view bytes) override;
    Result<> read_symbols(std::string_view bytes);
    bool request(std::string_view bytes);
    bool series(std::string_view bytes);
    std::size_t leave_out(std::size_t count);
    bool finish_waiting();
    bool finish(const Waiting& series);
    bool sample(std::string_view bytes, std::optional<std::int64_t>& created, Verdict verdict, const LabelReader& labels);
    bool broken(std::string what);

    Gatherer gatherer_;
    std::vector<Symbol> symbols_;
    std::vector<XXH128_hash_t> hashes_ = std::vector<XXH128_hash_t>(kMostReferences);  // of the series at hand

    // Of the body at hand.
    Reading reading_;
    std::array<Waiting, kAhead> waiting_;
    std::size_t waiting_count_ = 0;
    std::size_t finished_ = 0;  ///< series
    bool other_version_ = false;
    Held held_;
    std::optional<Error> broken_;
};

}  // namespace plimsoll::ingest
