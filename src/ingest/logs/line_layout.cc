#include "ingest/logs/line_layout.h"

#include <algorithm>
#include <cstring>

#include "base/text.h"
#include "ingest/logs/log_time.h"

namespace plimsoll::ingest::logs {
namespace {

constexpr int kMostTries = 64;

bool is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

bool escaped(std::string_view text, std::size_t at) {
    std::size_t backslashes = 0;
    while (backslashes < at && text[at - backslashes - 1] == '\\') ++backslashes;
    return backslashes % 2 == 1;
}

std::size_t end_of(std::string_view rest, std::string_view until, std::size_t from) {
    while (true) {
        const std::size_t at = rest.find(until, from);
        if (at == std::string_view::npos || until.front() != '"' || !escaped(rest, at)) return at;
        from = at + 1;
    }
}

/// nginx writes one time for each upstream that was asked: "0.010, 0.200 : 0.003"; "-" for one that was not reached.
std::optional<double> added_up(std::string_view written) {
    std::optional<double> sum;
    while (!written.empty()) {
        const std::size_t end = std::min(written.find_first_of(", :"), written.size());
        const std::string_view one = written.substr(0, end);
        written.remove_prefix(std::min(end + 1, written.size()));
        if (one.empty() || one == "-") continue;
        const auto value = plain_number(one);
        if (!value) return std::nullopt;
        sum = sum.value_or(0) + *value;
    }
    return sum;
}

}  // namespace

LineLayout::Part LineLayout::part_of(std::string_view variable) {
    if (variable == "time_local") return Part::time_local;
    if (variable == "time_iso8601") return Part::time_iso8601;
    if (variable == "msec") return Part::msec;
    if (variable == "request") return Part::request;
    if (variable == "request_method") return Part::method;
    if (variable == "request_uri" || variable == "uri") return Part::target;
    if (variable == "status") return Part::status;
    if (variable == "request_time") return Part::duration;
    if (variable == "upstream_response_time") return Part::durations;
    if (variable == "host" || variable == "server_name") return Part::host;
    return Part::passed_over;
}

Result<std::vector<LineLayout::Segment>> LineLayout::segments_of(std::string_view layout, std::string& start) {
    std::vector<Segment> out;
    std::string* literal = &start;
    for (std::size_t at = 0; at < layout.size();) {
        if (layout[at] != '$') {
            *literal += layout[at++];
            continue;
        }
        const bool braces = at + 1 < layout.size() && layout[at + 1] == '{';
        std::size_t end = at + (braces ? 2 : 1);
        const std::size_t begin = end;
        while (end < layout.size() && is_name(layout[end])) ++end;
        const std::string name(layout.substr(begin, end - begin));
        if (name.empty() || (braces && (end == layout.size() || layout[end] != '}'))) {
            return fail(plimsoll::errors::invalid, {},
                        {{"/layout", "a $ stands without the name of a variable", "write it as in log_format: $status"}});
        }
        at = end + (braces ? 1 : 0);
        out.push_back({part_of(name), name, {}});
        literal = &out.back().until;
    }
    return out;
}

/// Of several variables that say the same, the one that says it best is read and the others are passed over.
void LineLayout::keep_the_best(std::vector<Segment>& segments) {
    const auto has = [&](Part part) {
        return std::any_of(segments.begin(), segments.end(), [&](const Segment& s) { return s.part == part; });
    };
    const auto drop = [&](Part part) {
        for (Segment& s : segments)
            if (s.part == part) s.part = Part::passed_over;
    };
    const auto keep_one = [&](Part part, std::string_view preferred) {
        Segment* kept = nullptr;
        for (Segment& s : segments) {
            if (s.part == part && (kept == nullptr || (s.name == preferred && kept->name != preferred))) kept = &s;
        }
        for (Segment& s : segments)
            if (s.part == part && &s != kept) s.part = Part::passed_over;
    };
    if (has(Part::msec)) drop(Part::time_iso8601), drop(Part::time_local);
    if (has(Part::time_iso8601)) drop(Part::time_local);
    if (has(Part::method) && has(Part::target)) drop(Part::request);
    if (has(Part::request)) drop(Part::method), drop(Part::target);
    if (has(Part::duration)) drop(Part::durations);
    keep_one(Part::host, "host");
    keep_one(Part::target, "request_uri");
}

std::vector<FieldError> LineLayout::lacks(const std::vector<Segment>& segments) {
    const auto has = [&](auto... parts) {
        return std::any_of(segments.begin(), segments.end(), [&](const Segment& s) { return ((s.part == parts) || ...); });
    };
    std::vector<FieldError> out;
    if (!has(Part::msec, Part::time_iso8601, Part::time_local)) {
        out.push_back({"/layout", "no variable tells the time", "add $time_local, $time_iso8601 or $msec to log_format"});
    }
    if (!has(Part::status)) out.push_back({"/layout", "no variable tells the status", "add $status to log_format"});
    if (!has(Part::request) && !(has(Part::method) && has(Part::target))) {
        out.push_back({"/layout", "no variable tells the request", "add $request, or $request_method and $request_uri, to log_format"});
    }
    return out;
}

Result<LineLayout> LineLayout::of(std::string_view layout) {
    LineLayout out;
    TRY_ASSIGN(auto segments, segments_of(layout, out.start_));
    std::vector<FieldError> broken = lacks(segments);
    keep_the_best(segments);
    for (std::size_t i = 0; i + 1 < segments.size();) {
        Segment& one = segments[i];
        Segment& next = segments[i + 1];
        if (!one.until.empty()) {
            ++i;
        } else if (one.part == Part::passed_over && next.part == Part::passed_over) {
            one.until = next.until;
            segments.erase(segments.begin() + static_cast<std::ptrdiff_t>(i) + 1);
        } else {
            broken.push_back({"/layout", "nothing parts $" + one.name + " from $" + next.name, "put a blank between them in log_format"});
            ++i;
        }
    }
    if (!broken.empty()) return fail(plimsoll::errors::invalid, {}, std::move(broken));
    while (!segments.empty() && segments.back().part == Part::passed_over) segments.pop_back();
    out.segments_ = std::move(segments);
    return out;
}

std::string_view LineLayout::read(std::string_view line, LoggedRequest& out) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    why_ = "the line does not have the layout that was declared";
    why_segment_ = 0;
    out = {};
    if (!line.starts_with(start_)) return why_;
    int tries = kMostTries;
    return match(0, line.substr(start_.size()), out, tries) ? std::string_view() : why_;
}

bool LineLayout::match(std::size_t segment, std::string_view rest, LoggedRequest& out, int& tries) {
    if (segment == segments_.size()) return true;
    const Segment& s = segments_[segment];
    if (s.until.empty()) return take(segment, rest, out);
    std::size_t from = 0;
    while (true) {
        const std::size_t end = end_of(rest, s.until, from);
        if (end == std::string_view::npos) return false;
        if (take(segment, rest.substr(0, end), out) && match(segment + 1, rest.substr(end + s.until.size()), out, tries)) return true;
        if (--tries <= 0) return false;
        from = end + 1;
    }
}

/// What did not fit farthest in the line says most.
bool LineLayout::refuse(std::size_t segment, std::string_view why) {
    if (segment < why_segment_) return false;
    why_segment_ = segment;
    why_ = why;
    return false;
}

bool LineLayout::take_local_time(std::string_view written, LoggedRequest& out) {
    if (written.size() != kLocalTimeBytes) return false;
    if (std::memcmp(written.data(), last_time_, kLocalTimeBytes) != 0) {
        const auto at = local_time(written);
        if (!at) return false;
        std::memcpy(last_time_, written.data(), kLocalTimeBytes);
        last_at_ = *at;
    }
    out.at = last_at_;
    return true;
}

bool LineLayout::take(std::size_t segment, std::string_view written, LoggedRequest& out) {
    const Part part = segments_[segment].part;
    switch (part) {
        case Part::passed_over: return true;
        case Part::time_local: return take_local_time(written, out) || refuse(segment, "the time is not like 10/Oct/2026:13:55:36 +0200");
        case Part::time_iso8601:
        case Part::msec: {
            std::optional<Timestamp> at;
            if (part == Part::msec) at = epoch_time(written);
            else if (const auto read = text::parse_rfc3339(written); read) at = *read;
            if (!at) return refuse(segment, "the time cannot be read");
            out.at = *at;
            return true;
        }
        case Part::request: return read_request_line(written, out), true;
        case Part::method: return out.method = method_of(written), true;
        case Part::target: return out.path = path_of(written), true;
        case Part::status: {
            const auto status = status_of(written);
            if (!status) return refuse(segment, "the status is not three digits");
            out.status = *status;
            return true;
        }
        case Part::duration:
            out.duration_s = plain_number(written);
            return out.duration_s || written == "-" || refuse(segment, "the duration is not a number of seconds");
        case Part::durations: return out.duration_s = added_up(written), true;
        case Part::host: return out.host = written, true;
    }
    return false;
}

}  // namespace plimsoll::ingest::logs
