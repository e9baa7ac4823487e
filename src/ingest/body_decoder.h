// body_decoder.h: a remote-write body of either version into samples for the ledger.
//
// In place   the protobuf is walked where snappy unpacked it; a series is known by the XXH3 hash of what its labels say
//            (128 bits, so equal hashes are equal labels for any practical purpose), and its labels are read only once.
// Whole      a body that is not valid protobuf throughout gives an error and nothing of it is stored; a sample that
//            will never be good is counted and told, and the rest goes on.
// Skipped    metadata, exemplars, native histograms (counted) and fields of the future.
// Bounds     unpacked size; the number of verdicts remembered (gatherer.h).
// Threads    one body at a time; RemoteWrite keeps one decoder for each thread that is in it.
#pragma once

#include <string_view>

#include "ingest/gatherer.h"
#include "ingest/replicas.h"
#include "ingest/unpacking.h"

namespace plimsoll::ingest {

/// How a body is read whose sender is one of several alike (replicas.h).
struct Reading {
    std::string_view without;              ///< the label that is taken off every series; empty: none
    Timestamp after = Timestamp::min();    ///< samples up to here are passed over
};

/// What a body holds, whatever becomes of it.
struct Held {
    std::uint64_t samples = 0;
    std::uint64_t histograms = 0;
    std::uint64_t exemplars = 0;
};

class BodyDecoder {
public:
    virtual ~BodyDecoder() = default;

    /// What it gives stands until the next body. Errors: malformed; too_large.
    Result<std::string_view> unpack(std::string_view body) { return unpacking_.unpack(body, limits_.unpacked_bytes); }
    /// `now`: the server's clock. Errors: malformed; too_large; wrong_version; rebinding; new_group; what the ledger says.
    virtual Result<GatheredBody> decode_unpacked(std::string_view bytes, Timestamp now, const Reading& reading = {}) = 0;
    /// unpack() and decode_unpacked().
    Result<GatheredBody> decode(std::string_view body, Timestamp now);
    /// Who sends, by the labels of the first series. Errors: malformed.
    Result<ReplicaName> sender(std::string_view bytes, const ReplicaRule& rule);
    /// Without decoding it. Errors: malformed.
    Result<Held> held(std::string_view bytes) const;
    void give_back() { unpacking_.give_back(); }

protected:
    /// Field numbers: of series in the message; of histograms and exemplars in a series.
    struct Fields {
        std::uint32_t series, histograms, exemplars;
    };
    BodyDecoder(Fields fields, const DecodeLimits& limits) : fields_(fields), limits_(limits) {}
    /// Throws protozero::exception. Errors: malformed.
    virtual Result<Labels> first_labels(std::string_view bytes) = 0;

    const Fields fields_;
    const DecodeLimits limits_;

private:
    Unpacking unpacking_;
};

/// Labels without one.
[[nodiscard]] Labels without(Labels labels, std::string_view name);

}  // namespace plimsoll::ingest
