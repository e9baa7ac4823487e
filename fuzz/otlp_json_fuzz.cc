// otlp_json_fuzz.cc: any text as an export in JSON: an error that names its place, or a protobuf that decodes; and any bytes as gzip.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "otlp_decoding.h"
#include "ingest/otlp/export_body.h"
#include "ingest/otlp/json_export.h"

using namespace plimsoll;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static auto decoding = std::make_unique<fuzz::OtlpDecoding>();
    if (decoding->ledger.interned.size() > 10'000) decoding = std::make_unique<fuzz::OtlpDecoding>();
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto protobuf = ingest::otlp::protobuf_of_json(text);
    if (protobuf) {
        INVARIANT(protobuf->size() <= 5 * text.size(), "what is written is bounded by what was read");
        INVARIANT(decoding->decode_twice(*protobuf), "what is written is protobuf");
    } else {
        INVARIANT(!protobuf.error().detail().empty(), "an error says where");
    }
    api::Request request;
    request.headers["content-encoding"] = "gzip";
    request.body = text;
    const auto unpacked = ingest::otlp::unpacked_export(std::move(request), ingest::otlp::Encoding::protobuf, 1 << 20);
    INVARIANT(!unpacked || unpacked->size() <= 1 << 20, "unpacking is bounded");
    return 0;
}
