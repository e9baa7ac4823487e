// remote_write_v2_fuzz.cc: any bytes as the protobuf of a remote write 2.0: answered once, nothing of an invalid body stored,
// the same body understood the same way twice, whether a label is taken off or not.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/invariant.h"
#include "remote_write_receiver.h"
#include "ingest/counter_value.h"
#include "ingest/symbols_decoder.h"

using namespace plimsoll;

namespace {

constexpr std::int64_t kNow = 1'800'000'000'000;
const ingest::ReplicaRule kRule{"cluster", "__replica__", Duration::seconds(30)};

using Receiver = RemoteWriteReceiver<ingest::SymbolsDecoder>;

void check(const ingest::GatheredBody& body, const ingest::Held& held) {
    INVARIANT(body.samples.size() - body.starts.size() + body.unbound + body.refused.total() + body.overlapping == body.received,
              "every sample has one fate");
    INVARIANT(held.samples == body.received, "what came is what was judged");
    for (const ledger::Sample& s : body.samples) {
        INVARIANT(s.stale || !ingest::fault_of(s.value), "only counts are stored");
        INVARIANT(s.at.in_ms() >= 0 && s.at.in_ms() <= kNow + 600'000, "only plausible times are stored");
    }
    for (const std::uint32_t start : body.starts) INVARIANT(body.samples.at(start).value == 0, "a start is a zero");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static auto receiver = std::make_unique<Receiver>();
    if (receiver->ledger.interned.size() > 10'000) receiver = std::make_unique<Receiver>();
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto now = Timestamp::from_ms(kNow);
    ingest::SymbolsDecoder& decoder = receiver->decoder;
    const auto sender = decoder.sender(bytes, kRule);
    const auto first = decoder.decode_unpacked(bytes, now);
    if (first) check(*first, decoder.held_last());
    INVARIANT(!first || sender.has_value(), "of a valid body it can be told who sends");
    const auto second = decoder.decode_unpacked(bytes, now);
    INVARIANT(first.has_value() == second.has_value(), "a body is valid or not");
    if (first) {
        const auto held = decoder.held(bytes);
        INVARIANT(held && held->samples == decoder.held_last().samples && held->histograms == decoder.held_last().histograms,
                  "what is held does not depend on decoding");
        INVARIANT(first->samples.size() - first->starts.size() == second->samples.size() - second->starts.size(),
                  "a cached verdict is the same verdict");
    }
    const auto stripped = decoder.decode_unpacked(bytes, now, {kRule.replica_label, Timestamp::from_ms(kNow - 60'000)});
    INVARIANT(first.has_value() == stripped.has_value(), "a label that is taken off makes no body valid");
    if (stripped) check(*stripped, decoder.held_last());
    return 0;
}
