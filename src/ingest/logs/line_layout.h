// line_layout.h: lines that are made by a layout: nginx's log_format, and with it the common and the combined log format.
//
// Layout     text and $variables (or ${variable}). A variable ends where the text after it begins; of several places the first
//            at which the whole line fits. So a user name such as "x [" cannot hide a request from the counts.
// Read       time ($msec, $time_iso8601, $time_local: the finest that is there), status, $request_method and $request_uri or
//            $uri, else $request; $request_time, else $upstream_response_time added up; $host, else $server_name. Every other
//            variable is passed over, and what follows the last that is read is not looked at.
// Escapes    of nginx (\xHH) and Apache (\", \\): a quote behind an odd number of backslashes ends nothing.
// Bounds     64 places tried a line.
// Source     https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format
#pragma once

#include <string>
#include <vector>

#include "ingest/logs/logged_request.h"

namespace plimsoll::ingest::logs {

inline constexpr std::string_view kCommonLayout = R"($remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent)";

class LineLayout final : public LineReader {
public:
    /// Errors: invalid, with every rule that the layout breaks at /layout.
    static Result<LineLayout> of(std::string_view layout);

    [[nodiscard]] std::string_view read(std::string_view line, LoggedRequest& out) override;

private:
    enum class Part { passed_over, time_local, time_iso8601, msec, request, method, target, status, duration, durations, host };
    struct Segment {
        Part part = Part::passed_over;
        std::string name;
        std::string until;  ///< the text that ends it; empty: the end of the line
    };
    static Part part_of(std::string_view variable);
    static Result<std::vector<Segment>> segments_of(std::string_view layout, std::string& start);
    static void keep_the_best(std::vector<Segment>& segments);
    static std::vector<FieldError> lacks(const std::vector<Segment>& segments);

    bool match(std::size_t segment, std::string_view rest, LoggedRequest& out, int& tries);
    bool take(std::size_t segment, std::string_view written, LoggedRequest& out);
    bool refuse(std::size_t segment, std::string_view why);
    bool take_local_time(std::string_view written, LoggedRequest& out);

    std::string start_;  ///< text before the first variable
    std::vector<Segment> segments_;
    std::string_view why_;
    std::size_t why_segment_ = 0;
    char last_time_[26] = {};
    Timestamp last_at_;
};

}  // namespace plimsoll::ingest::logs
