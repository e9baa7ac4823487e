#include "ingest/write_request.h"

#include <algorithm>

#include "ingest/refusal.h"

namespace plimsoll::ingest {
namespace {

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// "application/x-protobuf;proto=X" -> {"application/x-protobuf", "X"}, in lower case.
struct MediaType {
    std::string type;
    std::string proto;
};

MediaType media_type(const std::string& header) {
    const std::string text = lower(header);
    MediaType out;
    std::size_t start = 0;
    for (bool first = true; start <= text.size(); first = false) {
        const std::size_t end = std::min(text.find(';', start), text.size());
        const std::string_view part = trimmed(std::string_view(text).substr(start, end - start));
        if (first) out.type = part;
        if (part.starts_with("proto=")) out.proto = trimmed(part.substr(6));
        start = end + 1;
    }
    if (out.proto.size() >= 2 && out.proto.front() == '"' && out.proto.back() == '"') {
        out.proto = out.proto.substr(1, out.proto.size() - 2);
    }
    return out;
}

std::string said(const std::string& header) {
    return header.empty() ? "is missing" : "is \"" + header + "\"";
}

}  // namespace

Result<WriteVersion> version_of(const api::Request& request) {
    const std::string content_type = request.header("content-type");
    const MediaType media = media_type(content_type);
    if (media.type != "application/x-protobuf") {
        return fail(errors::wrong_media, "Content-Type " + said(content_type) + ", not application/x-protobuf");
    }
    const bool two = media.proto == "io.prometheus.write.v2.request";
    if (!two && !media.proto.empty() && media.proto != "prometheus.writerequest") {
        return fail(errors::wrong_media, "Content-Type names the message " + media.proto +
                                             ", neither prometheus.WriteRequest nor io.prometheus.write.v2.Request");
    }
    const std::string encoding = request.header("content-encoding");
    if (lower(encoding) != "snappy")
        return fail(errors::wrong_media, "Content-Encoding " + said(encoding) + ", not snappy");
    if (request.body.empty()) return fail(errors::malformed, "the body is empty");
    return two ? WriteVersion::two : WriteVersion::one;
}

}  // namespace plimsoll::ingest
