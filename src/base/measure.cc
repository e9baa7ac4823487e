#include "base/measure.h"

#include <fmt/format.h>

#include <cmath>

#include "base/text.h"

namespace plimsoll {

namespace {

std::string with_unit(double value, Unit unit) {
    switch (unit) {
        case Unit::ratio: {
            if (value == std::round(value)) return text::percent(value, 0);
            const bool near_all = value >= 0.9995 && value < 1;  // 99.97 % is not 100.0 %
            return text::percent(value, near_all ? 3 : 1);
        }
        case Unit::events:
        case Unit::slices:
        case Unit::samples:
        case Unit::count: {
            const bool whole = std::floor(value) == value && std::fabs(value) < 9e15;
            const std::string n = whole ? text::count(static_cast<std::int64_t>(value)) : fmt::format("{:.1f}", value);
            switch (unit) {
                case Unit::events: return n + " events";
                case Unit::slices: return n + " slices";
                case Unit::samples: return n + " samples";
                default: return n;
            }
        }
        case Unit::seconds: return text::duration_words(Duration::ms(std::llround(value * 1000)));
        case Unit::minutes: return fmt::format("{:.2f} min", value);
        case Unit::burn_rate: return fmt::format("{:.{}f}x", value, std::fabs(value) < 10 ? 2 : 1);
        case Unit::per_week: return fmt::format("{:.1f} a week", value);
        case Unit::bytes: return fmt::format("{} bytes", text::count(std::llround(value)));
        case Unit::currency: return fmt::format("{:.2f}", value);
    }
    return text::number(value);
}

std::string rational(const MeasureInput& input) {
    if (input.denominator == 1) return text::count(input.numerator);
    return text::count(input.numerator) + "/" + text::count(input.denominator);
}

}  // namespace

std::string shown(const Measure& measure) {
    if (!measure.value) return "no value: " + measure.why_empty;
    return with_unit(*measure.value, measure.unit);
}

std::string defence_sheet(const Measure& m) {
    std::string out = fmt::format("{}: {}\n", m.id, shown(m));
    const auto line = [&](std::string_view label, const std::string& body) {
        if (!body.empty()) out += fmt::format("  {:<9} {}\n", label, body);
    };
    line("How", m.formula);
    std::string inputs;
    for (const MeasureInput& input : m.inputs) inputs += (inputs.empty() ? "" : "   ") + input.name + " " + rational(input);
    line("With", inputs);
    if (m.window.length() > Duration()) {
        line("Window", fmt::format("{} from {} to {}, in steps of {}", text::duration(m.window.length()),
                                   text::rfc3339(m.window.start), text::rfc3339(m.window.end), text::duration(m.step)));
    }
    line("As of", text::rfc3339(m.as_of));
    if (m.coverage) line("Cover", text::percent(*m.coverage, 2) + " of the series and slots in the window were measured");
    if (m.interval) {
        line("Interval", fmt::format("{} to {} ({})", with_unit(m.interval->low, m.unit),
                                     with_unit(m.interval->high, m.unit), m.interval->method));
    }
    line("Sample", text::count(static_cast<std::int64_t>(m.sample_size)));
    for (const Exclusion& e : m.excluded) {
        line("Left out", fmt::format("{} ({} to {}){}", e.reason, text::rfc3339(e.range.start), text::rfc3339(e.range.end),
                                     e.value_without ? ", without it " + with_unit(*e.value_without, m.unit) : ""));
    }
    for (const std::string& caveat : m.caveats) line("Caveat", caveat);
    for (const EvidenceRef& e : m.evidence) {
        std::string body = e.kind + " " + e.subject;
        if (e.range) body += " " + text::rfc3339(e.range->start) + ".." + text::rfc3339(e.range->end);
        if (e.seq) body += fmt::format(" #{}", *e.seq);
        line("From", body);
    }
    line("Version", m.definition_version);
    return out;
}

}  // namespace plimsoll
