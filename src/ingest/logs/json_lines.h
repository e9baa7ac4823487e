// json_lines.h: one JSON object a line; the settings say under which keys our names stand.
//
// Names      time and status are needed; method, path, duration, host may be. A key "a.b" is b within a. `path` may hold a whole
//            request line ("GET /a HTTP/1.1") when no method is declared.
// Time       RFC 3339, the common log format's, or seconds or milliseconds since 1970, as a number or as text.
// Duration   a number, or text that is one, in the unit declared.
#pragma once

#include <string>
#include <vector>

#include "ingest/logs/logged_request.h"

namespace plimsoll::ingest::logs {

inline constexpr std::string_view kFieldNames[] = {"time", "status", "method", "path", "duration", "host"};

class JsonLines final : public LineReader {
public:
    /// Errors: invalid (a name that is none of ours, no time, no status, an unknown unit).
    static Result<JsonLines> of(const std::vector<std::pair<std::string, std::string>>& fields, const std::string& duration_unit);

    [[nodiscard]] std::string_view read(std::string_view line, LoggedRequest& out) override;

private:
    using Path = std::vector<std::string>;
    Path time_, status_, method_, path_, duration_, host_;
    double unit_s_ = 1;
    std::string path_text_;
    std::string host_text_;
};

}  // namespace plimsoll::ingest::logs
