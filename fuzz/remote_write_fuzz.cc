// remote_write_fuzz.cc: any bytes as a body, and any bytes as its protobuf: answered once, nothing of an invalid body
// stored, the same body understood the same way twice.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/invariant.h"
#include "remote_write_receiver.h"
#include "ingest/counter_value.h"
#include "ingest/write_answer.h"
#include "ingest/write_decoder.h"

using namespace plimsoll;

namespace {

constexpr std::int64_t kNow = 1'800'000'000'000;

using Receiver = RemoteWriteReceiver<ingest::WriteDecoder>;

void check(const Result<ingest::GatheredBody>& body) {
    if (!body) return;
    INVARIANT(body->samples.size() + body->unbound + body->refused.total() == body->received,
              "every sample has one fate");
    INVARIANT(body->told.size() <= 10, "few are told");
    for (const ledger::Sample& s : body->samples) {
        INVARIANT(s.stale || !ingest::fault_of(s.value), "only counts are stored");
        INVARIANT(s.at.in_ms() >= 0 && s.at.in_ms() <= kNow + 600'000, "only plausible times are stored");
    }
    if (body->refused.total() > 0) INVARIANT(!ingest::refused_error(body->received, body->refused, body->told).detail().empty(), "refusals are told");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static auto receiver = std::make_unique<Receiver>();
    if (receiver->ledger.interned.size() > 10'000) receiver = std::make_unique<Receiver>();
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto now = Timestamp::from_ms(kNow);
    check(receiver->decoder.decode(bytes, now));
    const auto first = receiver->decoder.decode_unpacked(bytes, now);
    check(first);
    const auto second = receiver->decoder.decode_unpacked(bytes, now);
    INVARIANT(first.has_value() == second.has_value(), "a body is valid or not");
    if (first) INVARIANT(first->samples.size() == second->samples.size(), "a cached verdict is the same verdict");
    return 0;
}
