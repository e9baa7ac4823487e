#include "domain/exclusions/recurrence.h"

#include <libical/ical.h>

#include <algorithm>
#include <memory>

#include "base/text.h"
#include "base/zones.h"
#include "domain/exclusions/field_checks.h"
#include "domain/exclusions/rule_text.h"

namespace plimsoll::exclusions {
namespace {

constexpr double kCoveredMost = 0.5;

icaltimetype ical_time(const zones::LocalTime& local) {
    icaltimetype out = icaltime_null_time();
    out.year = local.year;
    out.month = local.month;
    out.day = local.day;
    out.hour = local.hour;
    out.minute = local.minute;
    out.second = local.second;
    return out;
}

zones::LocalTime local_time(const icaltimetype& t) { return {t.year, t.month, t.day, t.hour, t.minute, t.second}; }

/// Local times of a rule, one after another, none later than `last`.
class Expansion {
public:
    Expansion(const RuleText& rule, const zones::LocalTime& start, const zones::LocalTime& last) {
        icalrecurrencetype parsed = icalrecurrencetype_from_string(rule.without_count().c_str());
        if (parsed.freq == ICAL_NO_RECURRENCE) return;
        parsed.until = ical_time(last);  // not COUNT: a rule that never comes true ends here too
        iterator_.reset(icalrecur_iterator_new(parsed, ical_time(start)));
    }
    [[nodiscard]] bool understood() const { return iterator_ != nullptr; }
    std::optional<zones::LocalTime> next() {
        const icaltimetype t = icalrecur_iterator_next(iterator_.get());
        if (icaltime_is_null_time(t)) return std::nullopt;
        return local_time(t);
    }

private:
    struct Free {
        void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
    };
    std::unique_ptr<icalrecur_iterator, Free> iterator_;
};

/// An hour that comes twice comes twice for a rule of hours; clocks go back by half an hour or a whole one.
std::optional<Timestamp> second_of(const std::string& zone, const zones::LocalTime& local, Timestamp first) {
    for (const Duration back : {Duration::minutes(30), Duration::hours(1)}) {
        if (zones::to_local(zone, first + back) == local) return first + back;
    }
    return std::nullopt;
}

/// Starts of occurrences, oldest first; empty where libical does not take the rule.
std::optional<std::vector<Timestamp>> starts_of(const RuleText& rule, const Recurrence& recurrence, Timestamp first) {
    Expansion expansion(rule, zones::to_local(recurrence.zone, first), zones::to_local(recurrence.zone, recurrence.until));
    if (!expansion.understood()) return std::nullopt;
    const std::size_t most = rule.count > 0 ? static_cast<std::size_t>(rule.count) : kOccurrencesLimit + 1;
    const Duration within_second = first - first.floor(Duration::seconds(1));  // a wall clock's face does not show it
    std::vector<Timestamp> starts;
    const auto take = [&](Timestamp second) {
        const Timestamp at = second + within_second;
        if (at >= first && at < recurrence.until && starts.size() < most && (starts.empty() || at > starts.back())) starts.push_back(at);
    };
    while (starts.size() < most) {
        const auto local = expansion.next();
        if (!local) break;
        const Timestamp at = zones::to_utc(recurrence.zone, *local);
        take(at);
        if (!rule.hourly()) continue;
        if (const auto again = second_of(recurrence.zone, *local, at)) take(*again);
    }
    return starts;
}

/// How much of the time from the first start to `until` is covered.
double covered(const std::vector<Timestamp>& starts, Duration length, Timestamp until) {
    std::int64_t sum = 0;
    Timestamp reached = Timestamp::min();
    for (const Timestamp start : starts) {
        const Timestamp from = std::max(start, reached);
        const Timestamp to = std::min(start + length, until);
        if (to > from) sum += (to - from).in_ms();
        reached = std::max(reached, to);
    }
    return static_cast<double>(sum) / static_cast<double>((until - starts.front()).in_ms());
}

struct Checks : FieldChecks {
    void complain(const char* field, std::string rule, std::string remedy = {}) {
        FieldChecks::complain(std::string("/recurrence/") + field, std::move(rule), std::move(remedy));
    }
};

/// What only the occurrences tell.
void check_starts(Checks& checks, const Recurrence& recurrence, TimeRange first, const std::optional<std::vector<Timestamp>>& starts) {
    if (!starts) return checks.complain("rule", "is not a rule of RFC 5545: a part has a value that it cannot have");
    if (starts->empty()) return checks.complain("rule", "never comes true before `until`");
    if (starts->front() != first.start)
        checks.complain("rule", "must begin with the first range itself", "start at " + text::rfc3339(starts->front()) + ", when the rule first comes true");
    if (starts->size() > kOccurrencesLimit)
        checks.complain("until", "must end it after at most 2,000 occurrences", "choose an earlier end, or a rule that comes less often");
    if (covered(*starts, first.length(), recurrence.until) > kCoveredMost)
        checks.complain("rule", "must leave at least half of the time counted", "make the range shorter, or the rule rarer");
}

}  // namespace

std::vector<FieldError> problems_of(const Recurrence& recurrence, TimeRange first) {
    Checks checks;
    const RuleText rule = read_rule(recurrence.rule);
    for (const std::string& problem : rule.problems) checks.complain("rule", problem);
    if (const auto zone = zones::check(recurrence.zone); !zone) checks.complain("zone", "must be a time zone of the IANA database", zone.error().detail());
    if (!FieldChecks::bearable(first.start) || !FieldChecks::bearable(first.end) || !FieldChecks::bearable(recurrence.until)) {
        checks.complain("until", "must be a time from 1970 to 2999, as start and end");
        return std::move(checks.fields);
    }
    if (first.end > first.start && first.length() > kOccurrenceLimit)
        checks.FieldChecks::complain("/end", "must be at most 24 h after the start where it comes again");
    if (recurrence.until <= first.start || recurrence.until > first.start + kRecurrenceLimit)
        checks.complain("until", "must be after the start and at most 366 days after it", "ask again when it has ended: so somebody looks at it once a year");
    if (checks.fields.empty() && first.end > first.start) check_starts(checks, recurrence, first, starts_of(rule, recurrence, first.start));
    return std::move(checks.fields);
}

std::vector<TimeRange> occurrences_of(const Recurrence& recurrence, TimeRange first) {
    const RuleText rule = read_rule(recurrence.rule);
    std::vector<TimeRange> out;
    // A zone may have left the machine's database since: then the first range is all that is certain.
    const auto starts = zones::check(recurrence.zone) ? starts_of(rule, recurrence, first.start) : std::nullopt;
    if (!starts) return {first};
    out.reserve(starts->size());
    for (const Timestamp start : *starts) out.push_back({start, start + first.length()});
    return out;
}

}  // namespace plimsoll::exclusions
