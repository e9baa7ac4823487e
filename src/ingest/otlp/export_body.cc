#include "ingest/otlp/export_body.h"

#include <zlib.h>

#include <algorithm>

#include "ingest/otlp/errors.h"
#include "ingest/otlp/json_export.h"

namespace plimsoll::ingest::otlp {
namespace {

constexpr std::size_t kChunk = 64 << 10;

/// In lower case, without parameters and blanks.
std::string plain(const std::string& header) {
    std::string out = header.substr(0, header.find(';'));
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    std::erase_if(out, [](char c) { return c == ' ' || c == '\t'; });
    return out;
}

std::string said(const char* name, const std::string& value) {
    return std::string(name) + (value.empty() ? " is missing" : " is \"" + value + "\"");
}

/// A gzip file of one or more members (RFC 1952).
class Gunzip {
public:
    Gunzip() { ready_ = ::inflateInit2(&stream_, 15 + 16) == Z_OK; }
    ~Gunzip() {
        if (ready_) ::inflateEnd(&stream_);
    }
    Gunzip(const Gunzip&) = delete;
    Gunzip& operator=(const Gunzip&) = delete;

    Result<std::string> run(std::string_view packed, std::size_t most) {
        if (!ready_) return fail(plimsoll::errors::busy, "no memory to unpack gzip");
        stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));  // zlib does not write there
        stream_.avail_in = static_cast<uInt>(packed.size());
        std::string out;
        while (true) {
            const std::size_t before = out.size();
            out.resize(before + std::max(kChunk, before / 2));
            stream_.next_out = reinterpret_cast<Bytef*>(out.data() + before);
            stream_.avail_out = static_cast<uInt>(out.size() - before);
            const int status = ::inflate(&stream_, Z_NO_FLUSH);
            out.resize(out.size() - stream_.avail_out);
            if (out.size() > most)
                return fail(errors::too_large, "unpacked it is more than the limit of " + std::to_string(most) + " bytes");
            if (status == Z_STREAM_END && stream_.avail_in == 0) return out;
            if (status == Z_STREAM_END && ::inflateReset(&stream_) == Z_OK) continue;
            if (status != Z_OK && status != Z_STREAM_END) return broken(status);
            if (stream_.avail_in == 0 && stream_.avail_out != 0) return fail(errors::malformed, "gzip: the data is cut short");
        }
    }

private:
    Error broken(int status) const {
        const bool short_of = status == Z_BUF_ERROR;
        return fail(errors::malformed,
                    short_of ? "gzip: the data is cut short" : std::string("gzip: ") + (stream_.msg ? stream_.msg : "the data is damaged"));
    }

    z_stream stream_{};
    bool ready_ = false;
};

}  // namespace

Result<Encoding> encoding_of(const api::Request& request) {
    const std::string header = request.header("content-type");
    const std::string type = plain(header);
    if (type == "application/x-protobuf") return Encoding::protobuf;
    if (type == "application/json") return Encoding::json;
    return fail(errors::wrong_media, said("Content-Type", header));
}

Result<std::string> unpacked_export(api::Request request, Encoding encoding, std::size_t most) {
    const std::string header = request.header("content-encoding");
    const std::string coding = plain(header);
    std::string body = std::move(request.body);
    if (coding == "gzip") {
        TRY_ASSIGN(body, Gunzip().run(body, most));
    } else if (!coding.empty() && coding != "identity") {
        return fail(errors::wrong_media, said("Content-Encoding", header));
    }
    if (body.size() > most) {
        return fail(errors::too_large, "it is " + std::to_string(body.size()) + " bytes; the limit is " + std::to_string(most));
    }
    return encoding == Encoding::json ? protobuf_of_json(body) : Result<std::string>(std::move(body));
}

}  // namespace plimsoll::ingest::otlp
