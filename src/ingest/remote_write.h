// remote_write.h: POST /api/v1/write, Prometheus remote write 1.0 and 2.0.
//
// Answers    204 when everything that feeds an SLI is committed (series that feed none are counted and dropped);
//            400 naming the first refused samples (series, time, reason) and counts by reason, when all others are
//            committed: Prometheus does not send the body again;
//            503 when nothing was kept and the sender should try again (ledger busy or unwritable, disk nearly full,
//            catalogue being applied); 413, 415 for what is no remote write.
// Written    answers to 2.0 say how many samples, histograms and exemplars were written, as its specification wants of what was
//            taken: also what no SLI needs, so that the sender does not log it as lost. Refused samples are not in it.
// Whole      an invalid body stores nothing. Sending a body twice stores it once: equal samples are duplicates.
// Replicas   where they are declared (replicas.h), a body of one that is not elected is answered as if it were written. To the
//            ledger the replicas of a cluster are one source: they continue each other's series.
// Source     otherwise the ledger's watermark is kept per actor and address; the source book calls each sender
//            "remote_write <actor>@<address>".
// Threads    receive() runs on the caller's thread (decoding) and answers on the ledger's writer thread.
// Lifetime   close the ledger first, then destroy this.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "api/route.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "ingest/intake.h"
#include "ingest/replicas.h"
#include "ingest/source_book.h"

namespace plimsoll::ingest {

struct WriteSettings {
    std::size_t body_bytes = 16 << 20;  ///< as sent, packed
    DecodeLimits limits;
};

class RemoteWrite {
public:
    RemoteWrite(Intake& intake, Resolver& resolver, const Clock& clock, Metrics& metrics, SourceBook& book, WriteSettings settings = {});
    ~RemoteWrite();

    /// From now on; empty: every sender is heard. An equal rule keeps who is elected.
    void set_replicas(std::optional<ReplicaRule> rule);
    /// `done` is called exactly once.
    void receive(api::Request request, api::Done done);
    [[nodiscard]] const WriteSettings& settings() const { return settings_; }

private:
    struct Meters;
    struct Decoders;
    struct Decoded;

    Result<Decoded> decode(const api::Request& request, const std::string& sender);
    Result<Decoded> decode(Decoders& decoders, const api::Request& request, const std::string& sender);
    Replicas::Turn turn_of(Replicas& replicas, const ReplicaName& name, const std::string& sender);
    std::unique_ptr<Decoders> take_spare();
    void pass_over(const std::string& sender, const Decoded& decoded, const api::Done& done);
    Result<api::Reply> answer(const std::string& sender, const Decoded& decoded, Result<DeliveryOutcome> outcome);
    Error failed(const std::string& sender, Error error);

    Intake& intake_;
    Resolver& resolver_;
    const Clock& clock_;
    SourceBook& book_;
    const WriteSettings settings_;
    std::unique_ptr<Meters> meters_;

    std::mutex mutex_;  // guards what follows
    std::vector<std::unique_ptr<Decoders>> spare_;
    std::shared_ptr<Replicas> replicas_;
};

/// The row for http/. `write` must outlive the server.
[[nodiscard]] api::Route write_route(RemoteWrite& write);

}  // namespace plimsoll::ingest
