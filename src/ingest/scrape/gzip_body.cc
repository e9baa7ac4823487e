#include "ingest/scrape/gzip_body.h"

#include <zlib.h>

#include <algorithm>
#include <memory>

namespace plimsoll::ingest::scrape {
namespace {

constexpr std::size_t kStep = 256 << 10;

struct End {
    void operator()(z_stream* stream) const { inflateEnd(stream); }
};

}  // namespace

Result<std::string> unpacked_gzip(std::string_view packed, std::size_t most) {
    z_stream stream{};
    if (inflateInit2(&stream, 16 + MAX_WBITS) != Z_OK) return fail(plimsoll::errors::io, "no memory to unpack a page");
    const std::unique_ptr<z_stream, End> end(&stream);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    std::string out;
    while (true) {
        const std::size_t before = out.size();
        out.resize(before + std::min(kStep, most + 1 - before));
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
        stream.avail_out = static_cast<uInt>(out.size() - before);
        const int status = ::inflate(&stream, Z_NO_FLUSH);
        out.resize(out.size() - stream.avail_out);
        if (out.size() > most)
            return fail(plimsoll::errors::invalid, "the page is longer than " + std::to_string(most >> 20) + " MiB unpacked");
        if (status == Z_STREAM_END) return out;
        if (status != Z_OK && status != Z_BUF_ERROR) return fail(plimsoll::errors::malformed, "the page's gzip data is damaged");
        if (stream.avail_in == 0 && stream.avail_out != 0) return fail(plimsoll::errors::malformed, "the page's gzip data is cut short");
    }
}

}  // namespace plimsoll::ingest::scrape
