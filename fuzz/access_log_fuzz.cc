// access_log_fuzz.cc: any bytes as lines of a log in every format: a line is a request or says why not, and what it holds lies
// within it; a layout is read or refused; a cursor's text reads back.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/invariant.h"
#include "ingest/logs/json_lines.h"
#include "ingest/logs/line_layout.h"
#include "ingest/logs/log_cursor.h"
#include "ingest/logs/route_table.h"

using namespace plimsoll;
using namespace plimsoll::ingest::logs;

namespace {

bool within(std::string_view part, std::string_view line) {
    return part.empty() || (part.data() >= line.data() && part.data() + part.size() <= line.data() + line.size()) || part == "/";
}

void check(const LoggedRequest& request) {
    INVARIANT(request.status == 0 || (request.status >= 100 && request.status <= 599), "a status is one or none");
    INVARIANT(!request.duration_s || *request.duration_s >= 0, "no request ended before it began");
}

void read(LineReader& reader, RouteTable& routes, std::string_view line, bool views) {
    LoggedRequest request;
    if (!reader.read(line, request).empty()) return;
    check(request);
    INVARIANT(!views || (within(request.path, line) && within(request.host, line)), "views lie in the line");
    const std::uint16_t route = routes.route_of(request.method, request.path);
    INVARIANT(route < routes.names().size(), "a route has a name");
    INVARIANT(route == routes.route_of(request.method, request.path), "and the same one again");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static RouteTable routes = *RouteTable::build({{"order", "/orders/[0-9]+", ""}, {"pay", "/pay(/.*)?", "POST"}, {"any", "/.*", "GET"}});
    static LineLayout common = *LineLayout::of(kCommonLayout);
    static LineLayout rich =
        *LineLayout::of(R"($time_iso8601 $msec "$request_method $request_uri" $status ${request_time}s "$upstream_response_time" $host)");
    static JsonLines json =
        *JsonLines::of({{"time", "t"}, {"status", "s"}, {"method", "r.m"}, {"path", "r.p"}, {"duration", "d"}, {"host", "h"}}, "ms");
    std::string_view text(reinterpret_cast<const char*>(data), size);
    // The first line is a layout too, and a cursor.
    const std::string_view first = text.substr(0, text.find('\n'));
    auto layout = LineLayout::of(first);
    if (const auto cursor = log_cursor(first))
        INVARIANT(log_cursor(plimsoll::ingest::logs::text(*cursor)) == cursor, "a cursor's text reads back");
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        read(common, routes, line, true);
        read(rich, routes, line, true);
        read(json, routes, line, false);
        if (layout) read(*layout, routes, line, true);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return 0;
}
