#include "ingest/pull/count_query.h"

#include <fmt/format.h>

#include <algorithm>

namespace plimsoll::ingest::pull {
namespace {

using promql::Matcher;
using promql::Selector;

bool is_plain_number(const std::string& text) {
    const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
    return plain && !text.empty() && std::count(text.begin(), text.end(), '.') <= 1 && text.find_first_of("0123456789") != std::string::npos;
}

/// Every way of writing the number that differs in zeros at its end.
std::string spellings_of(std::string number) {
    const bool fraction = number.find('.') != std::string::npos;
    if (fraction) number.erase(number.find_last_not_of('0') + 1);
    if (number.back() == '.') number.pop_back();
    const std::size_t point = number.find('.');
    if (point == std::string::npos) return number + "(\\.0*)?";
    return number.substr(0, point) + "\\." + number.substr(point + 1) + "0*";
}

bool names_one_metric(const Selector& selector) {
    return std::any_of(selector.matchers.begin(), selector.matchers.end(),
                       [](const Matcher& m) { return m.label == "__name__" && m.op == Matcher::Op::equal; });
}

/// `samples`: an expression whose series have names.
std::string with_name_kept(const Selector& selector, std::string samples) {
    if (names_one_metric(selector)) return samples;
    return fmt::format(R"x(label_replace({}, "{}", "$1", "__name__", "(.+)"))x", samples, kNameLabel);
}

/// The last sample within `range`, at `ago` before the evaluation.
std::string last_of(const Selector& selector, Duration range, Duration ago) {
    const std::string offset = ago == Duration() ? "" : " offset " + promql_duration(ago);
    return with_name_kept(selector, fmt::format("last_over_time({}[{}]{})", asked_text(selector), promql_duration(range), offset));
}

/// What a series without a value before begins at in the step, its start unknown: the least value, which is the first one unless
/// it was reset. The function drops names, so of several metrics it is the last value, and nothing counts.
std::string first_of(const Selector& selector, Duration step) {
    if (!names_one_metric(selector)) return last_of(selector, step, {});
    return fmt::format("min_over_time({}[{}])", asked_text(selector), promql_duration(step));
}

/// The series of a selector that have a sample in the step and one shortly before it.
std::string went_on(const Selector& selector, Duration step) {
    return fmt::format("{} - {}", last_of(selector, step, {}), last_of(selector, std::max(kWentOn, step * 3), step));
}

/// The series' values of longer ago, where there are some: one that fell silent and comes back is not one that begins.
std::string long_before(const Selector& selector, Duration step) {
    std::string out;
    for (const Duration ago : kLongBefore) {
        const std::string at = fmt::format("{} offset {}", asked_text(selector), promql_duration(step + ago));
        out += (out.empty() ? "" : " or ") + with_name_kept(selector, at);
    }
    return out;
}

std::string replaced(std::string text, std::string_view from, const std::string& to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
    return text;
}

}  // namespace

std::string promql_duration(Duration d) {
    return d.in_ms() % 1000 == 0 ? fmt::format("{}s", d.in_ms() / 1000) : fmt::format("{}ms", d.in_ms());
}

std::string asked_text(const Selector& selector) {
    Selector asked = selector;
    for (Matcher& m : asked.matchers) {
        if (m.label != "le" || m.op != Matcher::Op::equal || !is_plain_number(m.value)) continue;
        m.op = Matcher::Op::match;
        m.value = spellings_of(m.value);
    }
    return asked.text();
}

std::string growth_of(const Selector& selector, std::span<const Selector> witnesses, Duration step, const std::vector<std::string>& by) {
    const std::string now = last_of(selector, step, {});
    const std::string before = last_of(selector, kSilence, step);
    std::string others;
    for (const Selector& witness : witnesses.first(std::min(witnesses.size(), kMostWitnesses)))
        others += (others.empty() ? "" : " or ") + went_on(witness, step);
    const std::string begun = fmt::format("({0} unless {0} >= ({1}))", now, long_before(selector, step));
    const std::string from_zero = others.empty() ? "" : fmt::format("0 * {} and on (job, instance) ({}) or ", begun, others);
    const std::string grown = fmt::format("{} - ({} or {}{})", now, before, from_zero, first_of(selector, step));
    const std::string sum = by.empty() ? "sum" : fmt::format("sum by ({})", fmt::join(by, ", "));
    return fmt::format("{0}(({1}) >= 0 or {2}) or 0 * {0}({3})", sum, grown, now, asked_text(selector));
}

std::string gauge_of(const Selector& selector) { return with_name_kept(selector, asked_text(selector)); }

std::string with_step(std::string text, Duration step) {
    const std::string in_words = promql_duration(step);
    for (const std::string_view place : {"$__step", "${__step}", "{{.window}}", "{{ .window }}"})
        text = replaced(std::move(text), place, in_words);
    return text;
}

}  // namespace plimsoll::ingest::pull
