#include "ingest/pull/answer.h"

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <cmath>
#include <optional>

#include "base/text.h"

namespace plimsoll::ingest::pull {
namespace {

namespace json = boost::json;
using boost::system::error_code;

constexpr std::size_t kMostPoints = 20'000'000;
constexpr std::size_t kToldBytes = 400;

/// "+Inf" with its sign, which from_chars does not read.
bool read_value(std::string_view text, double& out) {
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size();
}

/// Called by the parser as it meets each token. What it does not know it passes over.
class Reader {
public:
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = 1 << 20;
    static constexpr std::size_t max_string_size = 4 << 20;

    Answer answer;
    bool has_status = false;
    bool is_object = false;
    std::string fault;

    bool on_document_begin(error_code&) { return true; }
    bool on_document_end(error_code&) { return true; }
    bool on_object_begin(error_code&) {
        const In in = child(true);
        if (in == In::element) answer.series.emplace_back();
        open_.push_back(in);
        if (open_.size() == 1) is_object = true;
        return true;
    }
    bool on_object_end(std::size_t, error_code&) { return close(); }
    bool on_array_begin(error_code& ec) {
        const In in = child(false);
        open_.push_back(in);
        if (in != In::point) return true;
        place_ = 0;
        answer.series.back().points.emplace_back();
        return told(++points_ <= kMostPoints || give_up("more than 20,000,000 points"), ec);
    }
    bool on_array_end(std::size_t n, error_code& ec) {
        if (here() == In::point && n != 2) return told(give_up("a point that is no pair"), ec);
        if (here() == In::result && scalar_) answer.series.push_back({{}, {*scalar_}});
        return close();
    }
    bool on_key_part(std::string_view part, std::size_t, error_code&) { return key_ += part, true; }
    bool on_key(std::string_view last, std::size_t, error_code&) {
        key_ += last;
        keys_ = std::exchange(key_, {});
        return true;
    }
    bool on_string_part(std::string_view part, std::size_t, error_code&) { return text_ += part, true; }
    bool on_string(std::string_view last, std::size_t, error_code& ec) {
        if (text_.empty()) return told(take(last), ec);
        text_ += last;
        const std::string whole = std::exchange(text_, {});
        return told(take(whole), ec);
    }
    bool on_number_part(std::string_view, error_code&) { return true; }
    bool on_int64(std::int64_t n, std::string_view, error_code& ec) { return told(take_number(static_cast<double>(n)), ec); }
    bool on_uint64(std::uint64_t n, std::string_view, error_code& ec) { return told(take_number(static_cast<double>(n)), ec); }
    bool on_double(double n, std::string_view, error_code& ec) { return told(take_number(n), ec); }
    bool on_bool(bool b, error_code&) {
        if (here() == In::top && keys_ == "isPartial") answer.partial = b;
        return true;
    }
    bool on_null(error_code&) { return true; }
    bool on_comment_part(std::string_view, error_code&) { return true; }
    bool on_comment(std::string_view, error_code&) { return true; }

private:
    enum class In { nowhere, top, warnings, data, result, element, metric, values, point, other };

    [[nodiscard]] In here() const { return open_.empty() ? In::nowhere : open_.back(); }
    /// What a container that begins now is.
    [[nodiscard]] In child(bool object) const {
        switch (here()) {
            case In::nowhere: return object ? In::top : In::other;
            case In::top:
                if (object && keys_ == "data") return In::data;
                return !object && keys_ == "warnings" ? In::warnings : In::other;
            case In::data: return !object && keys_ == "result" ? In::result : In::other;
            case In::result: return object ? In::element : In::other;
            case In::element:
                if (object && keys_ == "metric") return In::metric;
                if (object) return In::other;
                return keys_ == "value" ? In::point : keys_ == "values" ? In::values : In::other;
            case In::values: return object ? In::other : In::point;
            default: return In::other;
        }
    }
    bool close() {
        open_.pop_back();
        return true;
    }
    bool give_up(std::string why) {
        fault = std::move(why);
        return false;
    }
    /// The parser wants a code with each end; which one it is does not matter beside `fault`.
    static bool told(bool fine, error_code& ec) {
        if (!fine) ec = make_error_code(json::error::syntax);
        return fine;
    }
    bool take(std::string_view text) {
        switch (here()) {
            case In::top:
                if (keys_ == "status") {
                    has_status = true;
                    answer.success = text == "success";
                } else if (keys_ == "errorType") {
                    answer.error_type = text;
                } else if (keys_ == "error") {
                    answer.error = text::printable(text.substr(0, kToldBytes));
                }
                return true;
            case In::warnings:
                if (answer.warnings.size() < 10) answer.warnings.push_back(text::printable(text.substr(0, kToldBytes)));
                return true;
            case In::metric: return answer.series.back().labels.emplace_back(keys_, text), true;
            case In::point: return take_value(text);
            case In::result: return scalar_ ? read_value(text, scalar_->value) || give_up("a value that is no number") : true;
            default: return true;
        }
    }
    bool take_value(std::string_view text) {
        if (place_++ != 1) return give_up("a point whose time is a text");
        return read_value(text, answer.series.back().points.back().value) || give_up("a value that is no number");
    }
    bool take_number(double n) {
        if (!(std::abs(n) < 1e12)) return here() == In::point ? give_up("a time that is none") : true;
        if (here() == In::result) {  // a scalar's result is the pair itself
            scalar_ = AnsweredSeries::Point{at(n), 0};
            return true;
        }
        if (here() != In::point) return true;
        if (place_++ != 0) return give_up("a point whose value is no text");
        answer.series.back().points.back().at = at(n);
        return true;
    }
    static Timestamp at(double seconds) { return Timestamp::from_ms(std::llround(seconds * 1000)); }

    std::vector<In> open_;
    std::string key_;   ///< while it comes in parts
    std::string keys_;  ///< the last one
    std::string text_;
    int place_ = 0;     ///< in a point
    std::size_t points_ = 0;
    std::optional<AnsweredSeries::Point> scalar_;
};

Error unreadable(std::string_view body, const std::string& why) {
    return fail(errors::no_answer, why + "; it begins: " + text::printable(body.substr(0, 80)));
}

}  // namespace

Result<Answer> read_answer(std::string_view body) {
    json::basic_parser<Reader> parser{json::parse_options{}};
    error_code ec;
    const std::size_t read = parser.write_some(false, body.data(), body.size(), ec);
    Reader& reader = parser.handler();
    if (!reader.fault.empty()) return unreadable(body, reader.fault);
    if (ec) return unreadable(body, "it is not JSON (" + ec.message() + ")");
    if (body.find_first_not_of(" \t\r\n", read) != std::string_view::npos) return unreadable(body, "something follows the JSON");
    if (!reader.is_object || !reader.has_status) return unreadable(body, "it has no status");
    return std::move(reader.answer);
}

Result<std::string> data_of(std::string_view body) {
    error_code ec;
    const json::value answer = json::parse(body, ec);
    const json::object* object = ec ? nullptr : answer.if_object();
    const json::value* status = object == nullptr ? nullptr : object->if_contains("status");
    if (status == nullptr || !status->is_string()) return unreadable(body, ec ? "it is not JSON" : "it has no status");
    if (status->get_string() != "success") {
        const json::value* error = object->if_contains("error");
        const std::string said = error != nullptr && error->is_string() ? std::string(error->get_string()) : std::string("it does not say why");
        return fail(plimsoll::errors::invalid, "the server refuses: " + text::printable(said.substr(0, kToldBytes)));
    }
    const json::value* data = object->if_contains("data");
    return data == nullptr ? std::string("null") : json::serialize(*data);
}

}  // namespace plimsoll::ingest::pull
