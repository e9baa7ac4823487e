// write_decoder.h: the hot path: a remote-write body (snappy over protobuf, version 1) into a batch for the ledger.
//
// In place   the protobuf is walked where snappy unpacked it; a series is known by the XXH3 hash of its label bytes
//            (128 bits, so equal hashes are equal bytes for any practical purpose), and its labels are read only once.
// Whole      a body that is not valid protobuf throughout gives an error and nothing of it is stored; a sample that
//            will never be good is counted and told, and the rest goes on.
// Skipped    metadata, exemplars, native histograms (counted) and fields of the future.
// Bounds     unpacked size; the number of verdicts remembered (gatherer.h).
// Threads    one body at a time; RemoteWrite keeps one decoder for each thread that is in it.
// Format     https://prometheus.io/docs/specs/prw/remote_write_spec/ (1.0): WriteRequest{1: TimeSeries, 3: metadata},
//            TimeSeries{1: Label{1: name, 2: value}, 2: Sample{1: double, 2: int64 ms}, 3: exemplar, 4: histogram}.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "ingest/gatherer.h"
#include "ingest/unpacking.h"

namespace plimsoll::ingest {

class WriteDecoder {
public:
    WriteDecoder(Resolver& resolver, const DecodeLimits& limits);

    /// `now`: the server's clock. Errors: malformed; too_large; wrong_version; rebinding; new_group; what the ledger says.
    Result<GatheredBody> decode(std::string_view body, Timestamp now);
    /// The same, for a body already unpacked.
    Result<GatheredBody> decode_unpacked(std::string_view bytes, Timestamp now);

private:
    /// A series whose labels are found and hashed; its verdict is being fetched from memory meanwhile.
    struct Waiting {
        std::string_view label_bytes;
        std::string_view rest;
        SeriesHash hash;
    };
    static constexpr std::size_t kAhead = 16;  ///< series read before the first one's verdict is asked for

    bool request(std::string_view bytes);
    bool series(std::string_view bytes);
    bool finish_waiting();
    bool finish(const Waiting& series);
    bool samples_of(std::string_view bytes, Verdict verdict, const LabelReader& labels);
    bool sample(std::string_view bytes, Verdict verdict, const LabelReader& labels);
    void gather_labels(std::string_view bytes);
    bool broken(std::string what);
    [[nodiscard]] std::string place() const;

    const DecodeLimits limits_;
    Gatherer gatherer_;
    Unpacking unpacking_;
    std::string gathered_;  // labels of a series that scatters them

    // Of the body at hand.
    std::array<Waiting, kAhead> waiting_;
    std::size_t waiting_count_ = 0;
    std::size_t finished_ = 0;  ///< series
    bool other_version_ = false;
    std::optional<Error> broken_;
};

}  // namespace plimsoll::ingest
