#include "ingest/logs/json_lines.h"

#include <algorithm>
#include <boost/json.hpp>
#include <iterator>

#include "base/text.h"
#include "ingest/logs/log_time.h"

namespace plimsoll::ingest::logs {
namespace {

namespace bj = boost::json;

std::string_view view(const bj::string& s) { return {s.data(), s.size()}; }

const bj::value* at(const bj::value& line, const std::vector<std::string>& path) {
    const bj::value* here = path.empty() ? nullptr : &line;
    for (const std::string& key : path) {
        const bj::object* object = here == nullptr ? nullptr : here->if_object();
        here = object == nullptr ? nullptr : object->if_contains(key);
    }
    return here;
}

std::optional<Timestamp> time_in(const bj::value* value) {
    if (value == nullptr) return std::nullopt;
    if (value->is_number()) return epoch_time(value->to_number<double>());
    if (!value->is_string()) return std::nullopt;
    const std::string_view written = view(value->get_string());
    if (auto read = text::parse_rfc3339(written); read) return *read;
    if (const auto read = local_time(written)) return read;
    return epoch_time(written);
}

std::optional<int> status_in(const bj::value* value) {
    if (value == nullptr) return std::nullopt;
    if (value->is_int64()) {
        const std::int64_t n = value->get_int64();
        return n >= 100 && n <= 599 ? static_cast<int>(n) : 0;
    }
    return value->is_string() ? status_of(view(value->get_string())) : std::nullopt;
}

std::optional<double> number_in(const bj::value* value) {
    if (value == nullptr) return std::nullopt;
    if (value->is_string()) return plain_number(view(value->get_string()));
    if (!value->is_number()) return std::nullopt;
    const double number = value->to_number<double>();
    return number >= 0 ? std::optional(number) : std::nullopt;
}

std::string_view text_in(const bj::value* value) {
    return value != nullptr && value->is_string() ? view(value->get_string()) : std::string_view();
}

std::vector<std::string> split(const std::string& key) {
    std::vector<std::string> out(1);
    for (const char c : key) {
        if (c == '.') out.emplace_back();
        else out.back() += c;
    }
    return out;
}

}  // namespace

Result<JsonLines> JsonLines::of(const std::vector<std::pair<std::string, std::string>>& fields, const std::string& duration_unit) {
    JsonLines out;
    std::vector<FieldError> broken;
    Path* const places[] = {&out.time_, &out.status_, &out.method_, &out.path_, &out.duration_, &out.host_};
    for (const auto& [name, key] : fields) {
        const auto found = std::find(std::begin(kFieldNames), std::end(kFieldNames), name);
        if (found == std::end(kFieldNames)) {
            broken.push_back({"/fields/" + name, "is none of time, status, method, path, duration, host", "remove it"});
        } else if (key.empty()) {
            broken.push_back({"/fields/" + name, "names no key", "write the key of the log's objects; \"a.b\" is b within a"});
        } else {
            *places[found - std::begin(kFieldNames)] = split(key);
        }
    }
    if (out.time_.empty()) broken.push_back({"/fields/time", "is missing", "name the key that holds the time"});
    if (out.status_.empty()) broken.push_back({"/fields/status", "is missing", "name the key that holds the status"});
    if (duration_unit == "s") out.unit_s_ = 1;
    else if (duration_unit == "ms") out.unit_s_ = 1e-3;
    else if (duration_unit == "us") out.unit_s_ = 1e-6;
    else broken.push_back({"/durationUnit", "is none of s, ms, us", "say in what the log counts durations"});
    if (!broken.empty()) return fail(plimsoll::errors::invalid, {}, std::move(broken));
    return out;
}

std::string_view JsonLines::read(std::string_view line, LoggedRequest& out) {
    unsigned char memory[8192];
    bj::monotonic_resource resource(memory, sizeof memory);
    bj::error_code error;
    const bj::value json = bj::parse({line.data(), line.size()}, error, &resource);
    if (error || !json.is_object()) return "the line is not a JSON object";
    out = {};
    const auto time = time_in(at(json, time_));
    if (!time) return "the time cannot be read";
    out.at = *time;
    const auto status = status_in(at(json, status_));
    if (!status) return "the status is not three digits";
    out.status = *status;
    path_text_ = text_in(at(json, path_));
    if (method_.empty()) {
        read_request_line(path_text_, out);
        if (out.path.empty() && path_text_.starts_with('/')) out.path = path_of(path_text_);
    } else {
        out.method = method_of(text_in(at(json, method_)));
        out.path = path_of(path_text_);
    }
    if (const auto duration = number_in(at(json, duration_))) out.duration_s = *duration * unit_s_;
    host_text_ = text_in(at(json, host_));
    out.host = host_text_;
    return {};
}

}  // namespace plimsoll::ingest::logs
