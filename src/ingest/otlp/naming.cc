#include "ingest/otlp/naming.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace plimsoll::ingest::otlp {
namespace {

using Word = std::pair<std::string_view, std::string_view>;

constexpr std::array kUnits{
    Word{"d", "days"},        Word{"h", "hours"},         Word{"min", "minutes"},   Word{"s", "seconds"},    Word{"ms", "milliseconds"},
    Word{"us", "microseconds"}, Word{"ns", "nanoseconds"}, Word{"By", "bytes"},      Word{"KiBy", "kibibytes"}, Word{"MiBy", "mebibytes"},
    Word{"GiBy", "gibibytes"}, Word{"TiBy", "tebibytes"},  Word{"KBy", "kilobytes"}, Word{"MBy", "megabytes"}, Word{"GBy", "gigabytes"},
    Word{"TBy", "terabytes"}, Word{"m", "meters"},        Word{"V", "volts"},       Word{"A", "amperes"},    Word{"J", "joules"},
    Word{"W", "watts"},       Word{"g", "grams"},         Word{"Cel", "celsius"},   Word{"Hz", "hertz"},     Word{"1", ""},
    Word{"%", "percent"},
};
constexpr std::array kPerUnits{
    Word{"s", "second"}, Word{"m", "minute"}, Word{"h", "hour"}, Word{"d", "day"},
    Word{"w", "week"},   Word{"mo", "month"}, Word{"y", "year"},
};

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

template <std::size_t n>
std::string_view word_of(const std::array<Word, n>& words, std::string_view unit) {
    const auto found = std::find_if(words.begin(), words.end(), [&](const Word& word) { return word.first == unit; });
    return found == words.end() ? unit : found->second;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

using Tokens = std::vector<std::string>;

/// What stands between signs that a name may not hold.
Tokens tokens_of(std::string_view text, bool colons) {
    Tokens out;
    bool inside = false;
    for (const char c : text) {
        const bool kept = is_letter_or_digit(c) || (colons && c == ':');
        if (kept && !inside) out.emplace_back();
        if (kept) out.back() += c;
        inside = kept;
    }
    return out;
}

std::string joined(const Tokens& tokens) {
    std::string out;
    for (const std::string& token : tokens) {
        if (!out.empty()) out += '_';
        out += token;
    }
    return out;
}

bool is_annotation(std::string_view unit) {
    return unit.find_first_of("{}") != std::string_view::npos;
}

void append_unless_there(Tokens& name, const std::string& suffix) {
    if (!suffix.empty() && std::find(name.begin(), name.end(), suffix) == name.end()) name.push_back(suffix);
}

/// "By/s" -> _bytes, _per_second; a part that the name already has is not said twice.
void append_unit(Tokens& name, std::string_view unit) {
    const std::size_t slash = unit.find('/');
    const std::string_view main = trimmed(unit.substr(0, slash));
    if (!is_annotation(main)) append_unless_there(name, joined(tokens_of(word_of(kUnits, main), false)));
    if (slash == std::string_view::npos) return;
    const std::string_view per = trimmed(unit.substr(slash + 1));
    const std::string divisor = is_annotation(per) ? std::string() : joined(tokens_of(word_of(kPerUnits, per), false));
    if (!divisor.empty()) append_unless_there(name, "per_" + divisor);
}

void end_in(Tokens& name, const std::string& suffix) {
    std::erase(name, suffix);
    name.push_back(suffix);
}

}  // namespace

std::string metric_name(std::string_view name, std::string_view unit, MetricKind kind) {
    Tokens tokens = tokens_of(name, true);
    if (tokens.empty()) return {};
    append_unit(tokens, unit);
    if (kind == MetricKind::counter) end_in(tokens, "total");
    if (kind == MetricKind::gauge && unit == "1") end_in(tokens, "ratio");
    std::string out = joined(tokens);
    if (is_digit(out.front())) out.insert(out.begin(), '_');
    return out;
}

std::string label_name(std::string_view attribute) {
    std::string out;
    for (const char c : attribute) {
        const char kept = is_letter_or_digit(c) ? c : '_';
        if (kept != '_' || out.empty() || out.back() != '_') out += kept;
    }
    if (!out.empty() && is_digit(out.front())) out.insert(0, "key_");
    return out;
}

}  // namespace plimsoll::ingest::otlp
