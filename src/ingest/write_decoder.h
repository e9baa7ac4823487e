// write_decoder.h: the hot path: a remote-write body (snappy over protobuf, version 1) into a batch for the ledger.
//
// In place   the protobuf is walked where snappy unpacked it; a series is known by the XXH3 hash of its label bytes
//            (128 bits, so equal hashes are equal bytes for any practical purpose), and its labels are read only once.
// Whole      a body that is not valid protobuf throughout gives an error and nothing of it is stored; a sample that
//            will never be good is counted and told, and the rest goes on.
// Skipped    metadata, exemplars, native histograms (counted) and fields of the future.
// Bounds     unpacked size; the number of verdicts remembered (beyond it they are forgotten all at once).
// Threads    one body at a time; RemoteWrite keeps one decoder for each thread that is in it.
// Format     https://prometheus.io/docs/specs/prw/remote_write_spec/ (1.0): WriteRequest{1: TimeSeries, 3: metadata},
//            TimeSeries{1: Label{1: name, 2: value}, 2: Sample{1: double, 2: int64 ms}, 3: exemplar, 4: histogram}.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/gatherer.h"
#include "ingest/refusal.h"
#include "ingest/resolver.h"
#include "ingest/verdict_table.h"
#include "ledger/ledger.h"

namespace plimsoll::ingest {

using DecodedBody = GatheredBody;

class WriteDecoder {
public:
    WriteDecoder(Resolver& resolver, const DecodeLimits& limits);
    ~WriteDecoder();

    /// `now`: the server's clock. Errors: malformed; too_large; wrong_version; rebinding; what the ledger says.
    Result<DecodedBody> decode(std::string_view body, Timestamp now);
    /// The same, for a body already unpacked.
    Result<DecodedBody> decode_unpacked(std::string_view bytes, Timestamp now);

private:
    /// A series whose labels are found and hashed; its verdict is being fetched from memory meanwhile.
    struct Waiting {
        std::string_view label_bytes;
        std::string_view rest;
        SeriesHash hash;
    };
    static constexpr std::size_t kAhead = 16;  ///< series read before the first one's verdict is asked for

    struct Room;  // bytes that grow and are not cleared

    bool request(std::string_view bytes);
    bool series(std::string_view bytes);
    bool finish_waiting();
    bool finish(const Waiting& series);
    bool samples_of(std::string_view bytes, Verdict verdict, std::string_view label_bytes);
    bool sample(std::string_view bytes, Verdict verdict, std::string_view label_bytes);
    bool judge(double value, Timestamp at, Verdict verdict, std::string_view label_bytes);
    bool judge_several(const Several& several, double value, Timestamp at, std::string_view label_bytes);
    void count(ledger::SeriesId id, double value, Timestamp at, std::string_view label_bytes);
    void read(const Several::Gauge& gauge, double value, Timestamp at, std::string_view label_bytes);
    void note_lack(const Histograms::Part& part, Timestamp at, std::string_view label_bytes);
    ledger::Anomaly& note(ledger::SliId sli, ledger::Anomaly::Kind kind, Timestamp at, std::string_view label_bytes);
    void refuse(Reason why, Timestamp at, std::string_view label_bytes);
    bool gather_labels(std::string_view bytes);
    void forget_verdicts();
    bool verdict_of(const Waiting& series, Verdict& verdict);
    bool broken(std::string what);
    [[nodiscard]] std::string place() const;

    Resolver& resolver_;
    const DecodeLimits limits_;
    VerdictTable verdicts_;
    std::vector<std::shared_ptr<const Several>> several_;  ///< by Verdict::place
    std::uint64_t generation_ = 0;
    std::unique_ptr<Room> room_;
    std::string gathered_;  // labels of a series that scatters them
    std::size_t samples_expected_ = 0;

    // Of the body at hand.
    std::array<Waiting, kAhead> waiting_;
    std::size_t waiting_count_ = 0;
    DecodedBody out_;
    Timestamp latest_allowed_;
    bool other_version_ = false;
    bool new_groups_ = false;
    std::optional<Error> error_;
};

}  // namespace plimsoll::ingest
