// logged_request.h: what one line of an access log says of one request, and the readers of lines.
//
// Views      point into the line, or into the reader that read it; they hold until its next line.
// Hostile    a client writes the request line: what is no request is method and path "other" and still counts by its status.
// Threads    a reader is used by one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "base/units.h"
#include "ingest/logs/access_logs.h"

namespace plimsoll::ingest::logs {

/// The methods of RFC 9110 and PATCH (RFC 5789); everything else is `other`, so that clients cannot make series.
enum class Method : std::uint8_t { get, head, post, put, del, connect, options, trace, patch, other };

[[nodiscard]] std::string_view text(Method method);        ///< "GET", "other"
[[nodiscard]] Method method_of(std::string_view written);  ///< as it stands in the log, upper case

struct LoggedRequest {
    Timestamp at;
    Method method = Method::other;
    int status = 0;                    ///< 100 to 599; 0: none of them
    std::string_view path;             ///< as written, without query; empty: the line held no request
    std::optional<double> duration_s;  ///< empty: not logged, or "-"
    std::string_view host;
};

/// "GET /a?b HTTP/1.1" into method and path; an absolute URL loses its scheme and host.
void read_request_line(std::string_view written, LoggedRequest& out);
/// Without query and fragment; an absolute URL without scheme and host.
[[nodiscard]] std::string_view path_of(std::string_view target);
/// "200"; "-" is 0. Empty: no status.
[[nodiscard]] std::optional<int> status_of(std::string_view written);

class LineReader {
public:
    virtual ~LineReader() = default;
    /// Empty: `out` holds the request. Else the rule that the line breaks, in words.
    [[nodiscard]] virtual std::string_view read(std::string_view line, LoggedRequest& out) = 0;
};

/// Requires: faults(settings) is empty, as far as it is about format, layout and fields. Errors: invalid.
[[nodiscard]] Result<std::unique_ptr<LineReader>> line_reader(const Settings& settings);

}  // namespace plimsoll::ingest::logs
