// otlp_protobuf_fuzz.cc: any bytes as an export: nothing of an invalid one is stored, every sample has one fate, the same export is
// understood the same way twice.
#include <cstdint>
#include <memory>
#include <string_view>

#include "otlp_decoding.h"

using namespace plimsoll;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static auto decoding = std::make_unique<fuzz::OtlpDecoding>();
    if (decoding->ledger.interned.size() > 10'000) decoding = std::make_unique<fuzz::OtlpDecoding>();
    decoding->decode_twice({reinterpret_cast<const char*>(data), size});
    return 0;
}
