#include "domain/slo/figure.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/zones.h"

namespace plimsoll::slo {
namespace {

const ledger::WindowSum* find(const Account& from, Duration window, Window which) {
    if (never_fed(from.live)) return nullptr;
    return which == Window::rolls ? find_rolling(from.slo, from.live, window) : find_window(from.slo, from.live, window);
}

}  // namespace

Figure::Figure(const Account& from, std::string id, Unit unit, std::string formula, Duration window, Window which)
    : account(from), sum(find(from, window, which)), length(window), scale(scale_of(from.slo)) {
    out.id = std::move(id);
    out.unit = unit;
    out.formula = std::move(formula);
    out.definition_version = from.slo.definition_version;
    if (sum == nullptr) return;
    counts = known(*sum, from.live.since);
    out.window = counts.range;
    out.as_of = from.live.as_of;
    out.step = sum->step;
    out.sample_size = static_cast<std::uint64_t>(std::max<std::int64_t>(counts.valid, 0) / scale.per_one);
    out.coverage = coverage_of(*sum, from.live.since);
    out.evidence.push_back({"ledger", "slo/" + from.slo.name, counts.range, std::nullopt});
    add_caveats();
}

void Figure::input(std::string name, std::int64_t numerator, std::int64_t denominator) {
    const bool counted = name == "bad" || name == "valid" || name == "good";
    out.inputs.push_back({std::move(name), numerator, denominator,
                          counted && sum != nullptr ? ledger_words()
                                                    : "definition " + account.slo.definition_version});
}

void Figure::counts_as_inputs() {
    input("bad", counts.bad, scale.per_one);
    input("valid", counts.valid, scale.per_one);
}

void Figure::allowance_as_input() {
    const Ratio allowance = allowance_of(account.slo.objective);
    input("1 - objective", allowance.numerator(), allowance.denominator());
}

std::string Figure::ledger_words() const {
    return fmt::format("ledger slo/{} {} {}..{}", account.slo.name, text::duration(sum->step), text::rfc3339(counts.range.start),
                       text::rfc3339(counts.range.end));
}

void Figure::add_caveats() {
    if (out.coverage && *out.coverage < account.slo.coverage_floor) {
        caveat(fmt::format("coverage {} is under the floor of {}: {} of {} slots are missing", text::percent(*out.coverage),
                           text::percent(account.slo.coverage_floor, 0), text::count(counts.missing()), text::count(counts.slots)));
    }
    add_nature();
    if (sum->step > ledger::kStep && !account.slo.slicing) {
        caveat(fmt::format("the older edge lies on a step of {} rather than {}", text::duration(sum->step),
                           text::duration(ledger::kStep)));
    }
    if (counts.range.length() < sum->range.length() && !account.slo.calendar) {
        caveat(fmt::format("measured only since {}: the window is {} rather than {}",
                           text::rfc3339(counts.range.start), text::duration_words(counts.range.length()),
                           text::duration_words(length)));
    }
    if (account.status.unknown_starts > 0) {
        caveat(fmt::format("{} series began at an unknown count; what they counted before is not in",
                           text::count(static_cast<std::int64_t>(account.status.unknown_starts))));
    }
    if (account.status.bad_above_valid > 0) {
        caveat(fmt::format("{} times the source said more bad than valid events; those were not stored",
                           text::count(static_cast<std::int64_t>(account.status.bad_above_valid))));
    }
    if (account.record != nullptr && account.record->revision) add_revision(*account.record->revision);
}

/// What kind of counts these are, where it is not plain.
void Figure::add_nature() {
    if (account.slo.calendar && length == account.slo.period) {
        caveat(fmt::format("of the window to date, by the calendar of {} (zone database {})", account.slo.calendar->zone, zones::database_version()));
    }
    for (const std::string& member : account.missing_members) caveat(member + " has nothing to say; the other members' weights make up for its own");
    if (!account.worst_group.empty()) caveat("the counts are those of the worst group, " + account.worst_group);
}

void Figure::add_revision(const RevisionRecord& revision) {
    if (revision.range.end <= counts.range.start || revision.range.start >= counts.range.end) return;
    caveat(fmt::format("late samples changed {} to {}, told at {}", text::rfc3339(revision.range.start),
                       text::rfc3339(revision.range.end), text::rfc3339(revision.at)));
    out.evidence.push_back({"log", "slo/" + account.slo.name, std::nullopt, revision.seq});
}

Figure period_figure(const Account& account, std::string id, Unit unit, std::string formula) {
    Figure figure(account, std::move(id), unit, std::move(formula), account.slo.period);
    figure.counts_as_inputs();
    figure.allowance_as_input();
    return figure;
}

}  // namespace plimsoll::slo
