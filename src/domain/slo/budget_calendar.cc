#include "domain/slo/budget_calendar.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/zones.h"
#include "domain/slo/budget.h"
#include "domain/slo/calendar.h"
#include "domain/slo/measures.h"

namespace plimsoll::slo {
namespace {

/// 2001-01-01 was the first of a month and of a day.
catalog::CalendarWindow unit_in(catalog::CalendarUnit unit, const std::string& zone) { return {unit, 1, "2001-01-01 00:00:00", zone}; }

std::string percent_of(const Ratio& objective) {
    const auto checked = Objective::of(objective);
    return checked ? text::percent(*checked) : "";
}

std::string date_of(const std::string& zone, TimeRange day) {
    // The middle, because a day may begin an hour late.
    const zones::LocalTime face = zones::to_local(zone, day.start + day.length() / 2);
    return fmt::format("{:04}-{:02}-{:02}", face.year, face.month, face.day);
}

/// Everything that is asked of the counts, in one go: each month, then each of its days.
struct Question {
    std::vector<TimeRange> months;
    std::vector<std::vector<TimeRange>> days;
    std::vector<TimeRange> ranges;

    Question(const std::string& zone, Timestamp newest, Timestamp since, int count) {
        const auto month = unit_in(catalog::CalendarUnit::month, zone);
        const auto day = unit_in(catalog::CalendarUnit::day, zone);
        const Timestamp start = std::min(since, newest - Duration::ms(1));
        months = calendar_windows(month, {start, newest}, static_cast<std::size_t>(count));
        for (const TimeRange& one : months) {
            days.push_back(calendar_windows(day, one, 32));
            ranges.push_back(one);
            ranges.insert(ranges.end(), days.back().begin(), days.back().end());
        }
    }
};

CalendarDay day_of(const std::string& zone, TimeRange range, const ledger::WindowSum& sum, Timestamp since, double allowed) {
    CalendarDay out;
    out.date = date_of(zone, range);
    out.range = range;
    const Known counts = known(sum, since);
    out.coverage = coverage_of(sum, since);
    if (!counts.sound()) return out;
    out.valid = counts.valid;
    out.bad = counts.bad;
    if (allowed > 0) out.burnt = static_cast<double>(counts.bad) / allowed;
    return out;
}

}  // namespace

const Definition* judging_at(const std::vector<VersionRecord>& versions, Timestamp at) {
    const Definition* out = nullptr;
    for (const VersionRecord& version : versions) {
        if (out == nullptr || version.at <= at) out = &version.definition();
    }
    return out;
}

Result<BudgetCalendar> budget_calendar(const Counts& counts, const catalog::Slo& slo, const ledger::LiveWindows& live,
                                       const std::vector<VersionRecord>& versions, const std::string& zone, int months) {
    const CountScale scale = scale_of(slo);
    BudgetCalendar out{slo.name, {scale.noun, scale.per_one}, zone, zones::database_version(), percent_of(slo.objective), {}};
    if (never_fed(live)) return out;
    const Timestamp newest = live.as_of.floor(ledger::kStep) + ledger::kStep;
    const Question question(zone, newest, live.since, months);
    TRY_ASSIGN(const std::vector<ledger::WindowSum> sums, counts.sums(slo, question.ranges, Exclusions::left_out));
    const std::vector<ExcludedRange> excluded = counts.excluded(slo, {question.months.front().start, newest});
    auto sum = sums.begin();
    for (std::size_t m = 0; m < question.months.size(); ++m) {
        const TimeRange& range = question.months[m];
        const Definition* judged = judging_at(versions, range.end);
        const Ratio objective = judged != nullptr && range.end <= newest ? judged->objective : slo.objective;
        const Known month = known(*sum, live.since);
        const Budget budget = budget_of(month, objective);
        CalendarMonth one{date_of(zone, question.days[m].front()).substr(0, 7), range, month.valid, month.bad, budget.remaining_share(),
                          coverage_of(*sum, live.since), percent_of(objective),
                          judged != nullptr && range.end <= newest ? judged->version : slo.definition_version,
                          range.end > newest || range.start < live.since, {}};
        ++sum;
        for (const TimeRange& day : question.days[m]) {
            one.days.push_back(day_of(zone, day, *sum++, live.since, budget.allowed().value()));
            one.days.back().excluded = std::any_of(excluded.begin(), excluded.end(), [&](const ExcludedRange& cut) {
                return cut.range.start < day.end && cut.range.end > day.start;
            });
        }
        out.months.push_back(std::move(one));
    }
    return out;
}

}  // namespace plimsoll::slo
