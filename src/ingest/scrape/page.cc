#include "ingest/scrape/page.h"

#include <algorithm>

#include "ingest/series_text.h"

namespace plimsoll::ingest::scrape {
namespace {

Error bad_line(std::size_t line, std::string_view text, const promql::Problem& problem) {
    const int column = promql::place_of(text, std::min(problem.offset, text.size())).column;
    return fail(plimsoll::errors::malformed,
                "line " + std::to_string(line) + ", column " + std::to_string(column) + " of the page: " + problem.rule);
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

}  // namespace

Result<TextFormat> format_of(std::string_view content_type) {
    std::string media = lower(content_type.substr(0, content_type.find(';')));
    while (media.ends_with(' ')) media.pop_back();
    if (media == "application/openmetrics-text") return TextFormat::open_metrics;
    if (media == "text/plain" || media.empty()) return TextFormat::prometheus;
    return fail(plimsoll::errors::invalid,
                "the page is " + media + ", and metrics are text/plain or application/openmetrics-text; check the target's path");
}

Pairs joined(const Labels& own, const Pairs& target) {
    Pairs out = target;
    const auto in_target = [&](std::string_view name) {
        return std::any_of(target.begin(), target.end(), [&](const auto& pair) { return pair.first == name; });
    };
    const auto taken = [&](std::string_view name) {
        return std::any_of(out.begin(), out.end(), [&](const auto& pair) { return pair.first == name; }) ||
               std::any_of(own.begin(), own.end(), [&](const promql::Label& label) { return label.name == name; });
    };
    for (const promql::Label& label : own) {
        std::string name(label.name);
        if (in_target(name)) {
            do name = "exported_" + name;
            while (taken(name));
        }
        out.emplace_back(std::move(name), std::string(label.value));
    }
    return out;
}

Result<std::vector<PageSample>> read_page(std::string_view page, TextFormat format, const Pairs& target, int sample_limit) {
    std::vector<PageSample> out;
    bool ended = false;
    for (std::size_t number = 1; !page.empty(); ++number) {
        const std::size_t end = page.find('\n');
        std::string_view line = page.substr(0, end);
        page.remove_prefix(end == std::string_view::npos ? page.size() : end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (ended && format == TextFormat::open_metrics) return bad_line(number, line, {0, "something stands after # EOF", ""});
        ended = ended || line == "# EOF";
        const auto parsed = read_line(line, format);
        if (!parsed) return bad_line(number, line, parsed.error());
        if (!*parsed) continue;
        auto series = SeriesText::read((*parsed)->series);
        const std::size_t series_at = static_cast<std::size_t>((*parsed)->series.data() - line.data());
        if (!series) return bad_line(number, line, {series.error().offset + series_at, series.error().rule, ""});
        if (series->length() != (*parsed)->series.size())
            return bad_line(number, line, {series_at + series->length(), "the labels end before this", ""});
        if (out.size() == static_cast<std::size_t>(sample_limit)) {
            return fail(plimsoll::errors::invalid, "the page has more than " + std::to_string(sample_limit) +
                                                       " samples; raise sampleLimit of the DataSource, or have the target show less");
        }
        out.push_back({(*parsed)->series, joined(series->labels(), target), (*parsed)->value, (*parsed)->at});
    }
    if (format == TextFormat::open_metrics && !ended)
        return fail(plimsoll::errors::malformed, "the page does not end with # EOF: it was cut short");
    return out;
}

}  // namespace plimsoll::ingest::scrape
