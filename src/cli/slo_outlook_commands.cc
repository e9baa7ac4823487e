// slo_outlook_commands.cc: where a budget will end, and how each month's went.
#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/load_line.h"
#include "cli/output.h"
#include "domain/slo/budget_calendar.h"
#include "domain/slo/forecast.h"

namespace plimsoll::cli {

namespace {

std::string share(const std::optional<double>& value) { return value ? text::percent(*value) : "–"; }

std::string when(const std::optional<Timestamp>& at, const char* otherwise) { return at ? text::rfc3339(*at) : otherwise; }

/// A month in a row of blocks, one a day: the more of the month's budget a day burnt, the fuller.
std::string strip(const slo::CalendarMonth& month) {
    static constexpr const char* kBlocks[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    std::string out;
    for (const slo::CalendarDay& day : month.days) {
        if (!day.burnt) {
            out += "·";
            continue;
        }
        // A day's even part of a month's budget is a thirtieth; four times that is a full block.
        const double level = std::clamp(*day.burnt * 30 / 4, 0.0, 1.0);
        out += kBlocks[static_cast<std::size_t>(level * 7 + 0.5)];
    }
    return out;
}

}  // namespace

int slo_forecast(const Common& common, const std::string& name) {
    const Session session(common);
    auto body = session.get("/api/v1/slos/" + encoded(name) + "/forecast");
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto forecast = json::decode<slo::SloForecast>(*body);
    if (!forecast) return report(forecast.error());
    if (!forecast->remaining_end) {
        fmt::print("{}: no forecast: {}\n", text::printable(forecast->name), text::printable(forecast->why_empty));
        return kOk;
    }
    const slo::SloForecast& f = *forecast;
    fmt::print("{}: {} left now, {} on {}, between {} and {}\n", text::printable(f.name), share(f.remaining_now), share(f.remaining_end),
               text::rfc3339(f.window.end), share(f.low), share(f.high));
    fmt::print("  spent         {}\n", when(f.exhausted_at, "not within this window"));
    fmt::print("  earliest      {}\n", when(f.exhausted_low, "not within this window"));
    fmt::print("  latest        {}\n", when(f.exhausted_high, "perhaps not within this window"));
    fmt::print("  how           {}\n  from          {}\n", text::printable(f.method), text::printable(f.basis));
    return kOk;
}

int slo_calendar(const Common& common, const std::string& name, const std::string& zone, int months) {
    const Session session(common);
    std::string target = fmt::format("/api/v1/slos/{}/calendar?months={}", encoded(name), months);
    if (!zone.empty()) target += "&zone=" + encoded(zone);
    auto body = session.get(target);
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto calendar = json::decode<slo::BudgetCalendar>(*body);
    if (!calendar) return report(calendar.error());
    const Terminal terminal(stdout);
    fmt::print("{}, {} of {} a month on the clocks of {} (zone database {})\n\n", text::printable(calendar->name), calendar->objective,
               calendar->unit.noun, text::printable(calendar->zone), text::printable(calendar->zone_database));
    if (calendar->months.empty()) {
        fmt::print("No data yet.\n");
        return kOk;
    }
    Table table({{"month"}, {"left", Table::Align::right}, {"objective", Table::Align::right}, {"coverage", Table::Align::right},
                 {"each day's part of the budget"}, {""}});
    for (const slo::CalendarMonth& month : calendar->months) {
        const bool spent = month.remaining && *month.remaining <= 0;
        const bool cut = std::any_of(month.days.begin(), month.days.end(), [](const slo::CalendarDay& day) { return day.excluded; });
        table.add({{month.month}, {share(month.remaining), spent ? Tone::alarm : Tone::plain}, {month.objective}, {share(month.coverage)},
                   {strip(month)}, {fmt::format("{}{}", month.partial ? "in part" : "", cut ? (month.partial ? ", less exclusions" : "less exclusions") : "")}});
    }
    fmt::print("{}", table.text(terminal));
    return kOk;
}

}  // namespace plimsoll::cli
