#include "domain/slo/outlook_reading.h"

#include <algorithm>

#include "base/zones.h"
#include "domain/slo/calendar.h"
#include "domain/slo/errors.h"
#include "domain/slo/figures.h"
#include "domain/slo/standing.h"

namespace plimsoll::slo {
namespace {

constexpr Duration kHour = Duration::hours(1);

std::vector<TimeRange> hours_between(Timestamp start, Timestamp end) {
    std::vector<TimeRange> out;
    for (Timestamp at = start; at < end; at = at + kHour) out.push_back({at, std::min(at + kHour, end)});
    return out;
}

Result<std::vector<PastCounts>> read_hours(const Ports& ports, const catalog::Slo& slo, Timestamp start, Timestamp end) {
    std::vector<PastCounts> out;
    const std::vector<TimeRange> ranges = hours_between(start, end);
    TRY_ASSIGN(const std::vector<ledger::WindowSum> sums, ports.counts->sums(slo, ranges, Exclusions::left_out));
    for (std::size_t i = 0; i < ranges.size(); ++i) out.push_back({ranges[i].start, sums[i].sum, sums[i].slots});
    return out;
}

SloForecast none(const catalog::Slo& slo, std::string why) {
    SloForecast out;
    out.name = slo.name;
    out.why_empty = std::move(why);
    return out;
}

}  // namespace

Result<BudgetCalendar> read_calendar(const Ports& ports, const Reading& reading, const std::string& zone, int months) {
    if (const auto known = zones::check(zone); !known) {
        return fail(errors::bad_parameter, {}, {{"query zone", "must be an IANA time zone of this machine", known.error().detail()}});
    }
    std::vector<VersionRecord> versions;
    ports.engine.read([&](const State& state) {
        if (const auto found = state.versions.find(reading.slo->name); found != state.versions.end()) versions = found->second;
    });
    return budget_calendar(*ports.counts, *reading.slo, reading.live, versions, zone, months);
}

Result<SloForecast> read_forecast(const Ports& ports, const Reading& reading) {
    const catalog::Slo& slo = *reading.slo;
    if (never_fed(reading.live)) return none(slo, "no data yet");
    if (kind_of(slo) == Kind::burn) return none(slo, "burn rates of members pass through it and do not add up over time; forecast its members");
    const Timestamp open = reading.live.as_of.floor(ledger::kStep) + ledger::kStep;
    const Timestamp now = open.floor(kHour);
    const Timestamp since = reading.live.since.floor(kHour);
    const TimeRange period = period_until(slo, open);
    const Timestamp end = slo.calendar ? calendar_window(*slo.calendar, reading.live.as_of).end : now + slo.period;
    ForecastFacts facts{slo, now, end, {}, {}, scale_of(slo).per_one, figures_of(reading.account()).budget_remaining};
    TRY_ASSIGN(facts.hours, read_hours(ports, slo, std::max(since, now - kForecastHistory), now));
    TRY_ASSIGN(facts.window, read_hours(ports, slo, std::max(reading.live.since, period.start), now));
    SloForecast out = forecast_of(facts);
    out.as_of = reading.live.as_of;
    return out;
}

}  // namespace plimsoll::slo
