// remote_write.h: POST /api/v1/write, Prometheus remote write 1.0.
//
// Answers    204 when everything that feeds an SLI is committed (series that feed none are counted and dropped);
//            400 naming the first refused samples (series, time, reason) and counts by reason, when all others are
//            committed: Prometheus does not send the body again;
//            503 when nothing was kept and the sender should try again (ledger busy or unwritable, disk nearly full,
//            catalogue being applied); 413, 415 for what is no remote write of version 1.
// Whole      an invalid body stores nothing. Sending a body twice stores it once: equal samples are duplicates.
// Source     the ledger's watermark is kept per actor and address.
// Threads    receive() runs on the caller's thread (decoding) and answers on the ledger's writer thread.
// Lifetime   answers hold nothing of a RemoteWrite that may be gone: close the ledger first, then destroy this.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "api/route.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "ingest/resolver.h"
#include "ingest/write_decoder.h"

namespace plimsoll::ingest {

struct WriteSettings {
    std::size_t body_bytes = 16 << 20;  ///< as sent, packed
    DecodeLimits limits;
};

class RemoteWrite {
public:
    /// `has_room`: whether the data folder's disk can take more (disk_room.h); asked for each body, so it must be
    /// quick.
    RemoteWrite(ledger::Ledger& ledger, Resolver& resolver, const Clock& clock, Metrics& metrics,
                std::function<bool()> has_room, WriteSettings settings = {});
    ~RemoteWrite();

    /// `done` is called exactly once.
    void receive(api::Request request, api::Done done);
    [[nodiscard]] const WriteSettings& settings() const { return settings_; }

private:
    struct Meters;

    Result<DecodedBody> decode(const api::Request& request);
    Result<DecodedBody> decode_with_spare(const std::string& body);
    void commit(const api::Request& request, DecodedBody decoded, api::Done done);
    Result<api::Reply> answer(DecodedBody decoded, const std::vector<ledger::Sample>& sent,
                              Result<ledger::WriteOutcome> outcome);

    ledger::Ledger& ledger_;
    Resolver& resolver_;
    const Clock& clock_;
    const std::function<bool()> has_room_;
    const WriteSettings settings_;
    std::unique_ptr<Meters> meters_;

    std::mutex mutex_;  // guards spare_
    std::vector<std::unique_ptr<WriteDecoder>> spare_;
};

/// The row for http/. `write` must outlive the server.
[[nodiscard]] api::Route write_route(RemoteWrite& write);

}  // namespace plimsoll::ingest
