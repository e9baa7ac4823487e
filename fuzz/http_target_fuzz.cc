// Request targets and header values as a hostile peer may write them: read or refused, and what is read keeps its promises.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/invariant.h"
#include "base/text.h"
#include "http/etag.h"
#include "http/host.h"
#include "http/message_reader.h"
#include "http/target.h"

using namespace plimsoll;

namespace {

void check_target(std::string_view text) {
    const auto target = http::parse_target(text);
    if (!target) return;
    std::string path;
    for (const std::string& segment : target->segments) {
        INVARIANT(text::is_utf8(segment) && segment != "." && segment != "..", "a segment is text and goes nowhere");
        path += "/" + http::percent_encode(segment);
    }
    INVARIANT(target->query.size() <= 256, "the query is bounded");
    const auto again = http::parse_target(path.empty() ? "/" : path);
    INVARIANT(again && again->segments == target->segments, "segments written out are read back");
}

/// The message reader must say the same of a message however it is cut.
void check_message(std::string_view text, std::size_t step) {
    http::RequestReader reader(1'024);
    std::string unread;
    for (std::size_t at = 0; at < text.size(); at += step) {
        unread += text.substr(at, step);
        for (bool more = true; more;) {
            std::size_t used = 0;
            const auto state = reader.feed(unread, unread.size() >= 4'096, used);
            INVARIANT(used <= unread.size(), "no more is used than there is");
            unread.erase(0, used);
            if (state == http::RequestReader::State::broken || state == http::RequestReader::State::done) return;
            more = state == http::RequestReader::State::head && reader.has_body() && reader.limit_body(2'048);
            if (state == http::RequestReader::State::head && !more) return;
        }
    }
    INVARIANT(reader.parts().body.size() <= 2'048, "the body is bounded");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    check_target(text);
    check_message(text, 1);
    check_message(text, 7);
    check_message(text, size + 1);
    (void)http::parse_host(text);
    (void)http::is_same_site({{"host", "localhost:9095"}, {"origin", std::string(text)}});
    (void)http::names_tag(text, "v1");
    return 0;
}
