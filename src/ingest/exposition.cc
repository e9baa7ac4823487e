#include "ingest/exposition.h"

#include <charconv>
#include <cmath>
#include <limits>

namespace plimsoll::ingest {
namespace {

using promql::Problem;

constexpr double kSecondsBelow = 1e11;
constexpr double kLatest_ms = 8.64e15;  // far beyond any calendar, and exact in a double

bool is_blank(char c) {
    return c == ' ' || c == '\t';
}
bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ':';
}

/// Just past the name and the closing brace; npos when the braces do not close.
std::size_t end_of_series(std::string_view line, std::size_t at) {
    while (at < line.size() && is_word(line[at])) ++at;
    std::size_t brace = at;
    while (brace < line.size() && is_blank(line[brace])) ++brace;
    if (brace == line.size() || line[brace] != '{') return at;
    at = brace;
    bool quoted = false;
    for (++at; at < line.size(); ++at) {
        if (line[at] == '\\') {
            ++at;
        } else if (line[at] == '"') {
            quoted = !quoted;
        } else if (line[at] == '}' && !quoted) {
            return at + 1;
        }
    }
    return std::string_view::npos;
}

std::optional<double> number(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    if (text.starts_with('+') || text.empty()) return std::nullopt;
    double value = 0;
    // from_chars also reads inf, infinity and nan, in any case: as both formats write them.
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size() || error == std::errc::invalid_argument) return std::nullopt;
    if (error == std::errc::result_out_of_range) return std::numeric_limits<double>::infinity();
    return value;
}

std::optional<Timestamp> time_of(std::string_view text, TextFormat format) {
    const auto value = number(text);
    if (!value || !std::isfinite(*value)) return std::nullopt;
    const bool whole = text.find_first_of(".eE") == std::string_view::npos;
    if (format == TextFormat::prometheus && !whole) return std::nullopt;
    const bool seconds = format == TextFormat::open_metrics ||
                         (format == TextFormat::automatic && (!whole || std::abs(*value) < kSecondsBelow));
    const double ms = seconds ? *value * 1000 : *value;
    if (std::abs(ms) > kLatest_ms) return std::nullopt;
    return Timestamp::from_ms(std::llround(ms));
}

class Line {
public:
    explicit Line(std::string_view text) : text_(text) { skip_blank(); }

    void skip_blank() {
        while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    }
    [[nodiscard]] bool done() const { return at_ == text_.size() || text_[at_] == '#'; }
    std::string_view token() {
        const std::size_t start = at_;
        while (at_ < text_.size() && !is_blank(text_[at_])) ++at_;
        const std::string_view out = text_.substr(start, at_ - start);
        skip_blank();
        return out;
    }
    std::optional<std::string_view> series() {
        const std::size_t end = end_of_series(text_, at_);
        if (end == std::string_view::npos) return std::nullopt;
        const std::string_view out = text_.substr(at_, end - at_);
        at_ = end;
        return out;
    }
    [[nodiscard]] std::size_t at() const { return at_; }

private:
    std::string_view text_;
    std::size_t at_ = 0;
};

tl::unexpected<Problem> problem(std::size_t offset, const char* rule, const char* remedy) {
    return tl::unexpected(Problem{offset, rule, remedy});
}

}  // namespace

tl::expected<std::optional<ExpositionLine>, Problem> read_line(std::string_view text, TextFormat format) {
    if (text.ends_with('\r')) text.remove_suffix(1);
    Line line(text);
    if (line.done()) return std::nullopt;
    const std::size_t start = line.at();
    const auto series = line.series();
    if (!series) return problem(start, "the labels have no end", "close them with }");
    if (series->empty())
        return problem(start, "a metric name or { is due here", "write name{label=\"value\"} value timestamp");
    ExpositionLine out;
    out.series = *series;
    line.skip_blank();
    if (line.done()) return problem(line.at(), "the value is missing", "write name{label=\"value\"} value timestamp");
    const std::size_t value_at = line.at();
    const auto value = number(line.token());
    if (!value) return problem(value_at, "the value is not a number", "write a decimal number, +Inf, -Inf or NaN");
    out.value = *value;
    if (line.done()) return out;
    const std::size_t time_at = line.at();
    out.at = time_of(line.token(), format);
    if (!out.at)
        return problem(time_at, "the timestamp cannot be read",
                       "OpenMetrics writes seconds, Prometheus whole milliseconds");
    if (!line.done())
        return problem(line.at(), "something follows the timestamp", "only an exemplar may follow, after #");
    return out;
}

}  // namespace plimsoll::ingest
