// remote_write.h: POST /api/v1/write, Prometheus remote write 1.0.
//
// Answers    204 when everything that feeds an SLI is committed (series that feed none are counted and dropped);
//            400 naming the first refused samples (series, time, reason) and counts by reason, when all others are
//            committed: Prometheus does not send the body again;
//            503 when nothing was kept and the sender should try again (ledger busy or unwritable, disk nearly full,
//            catalogue being applied); 413, 415 for what is no remote write of version 1.
// Whole      an invalid body stores nothing. Sending a body twice stores it once: equal samples are duplicates.
// Source     the ledger's watermark is kept per actor and address; the source book calls it "remote_write <actor>@<address>".
// Threads    receive() runs on the caller's thread (decoding) and answers on the ledger's writer thread.
// Lifetime   close the ledger first, then destroy this.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "api/route.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "ingest/intake.h"
#include "ingest/source_book.h"
#include "ingest/write_decoder.h"

namespace plimsoll::ingest {

struct WriteSettings {
    std::size_t body_bytes = 16 << 20;  ///< as sent, packed
    DecodeLimits limits;
};

class RemoteWrite {
public:
    RemoteWrite(Intake& intake, Resolver& resolver, const Clock& clock, Metrics& metrics, SourceBook& book, WriteSettings settings = {});
    ~RemoteWrite();

    /// `done` is called exactly once.
    void receive(api::Request request, api::Done done);
    [[nodiscard]] const WriteSettings& settings() const { return settings_; }

private:
    struct Meters;

    Result<GatheredBody> decode(const api::Request& request);
    Result<GatheredBody> decode_with_spare(const std::string& body);
    Result<api::Reply> answer(const std::string& source, Heard heard, Result<DeliveryOutcome> outcome);
    Error failed(const std::string& source, Error error);

    Intake& intake_;
    Resolver& resolver_;
    const Clock& clock_;
    SourceBook& book_;
    const WriteSettings settings_;
    std::unique_ptr<Meters> meters_;

    std::mutex mutex_;  // guards spare_
    std::vector<std::unique_ptr<WriteDecoder>> spare_;
};

/// The row for http/. `write` must outlive the server.
[[nodiscard]] api::Route write_route(RemoteWrite& write);

}  // namespace plimsoll::ingest
