#include "domain/slo/figure_reading.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "domain/slo/alert_words.h"
#include "domain/slo/budget.h"
#include "domain/slo/errors.h"

namespace plimsoll::slo {
namespace {

/// What of the state the overview shows, copied while the engine waits: open alerts, and the newest of the last day.
struct Spoken {
    std::map<std::string, SloRecord> open;
    std::vector<ChangedItem> changed;
    std::uint64_t seq = 0;
};

/// One alert that fired or resolved, while the state is being looked at.
struct Happening {
    Timestamp at;
    const OpenAlert* open = nullptr;
    const ClosedAlert* fired = nullptr;
    const ClosedAlert* resolved = nullptr;
};

void find_happenings(const SloRecord& record, Timestamp since, std::vector<Happening>& out) {
    for (const OpenAlert* open : open_alerts(record)) {
        if (open->fired_at >= since) out.push_back({open->fired_at, open, nullptr, nullptr});
    }
    for (const ClosedAlert& closed : record.recent) {
        if (closed.resolved_at >= since) out.push_back({closed.resolved_at, nullptr, nullptr, &closed});
        if (closed.fired_at >= since) out.push_back({closed.fired_at, nullptr, &closed, nullptr});
    }
}

ChangedItem item_of(const Happening& one) {
    if (one.open != nullptr) return fired_item(one.open->fired, one.open->fired_seq, one.open->fired_at);
    if (one.fired != nullptr) return fired_item(one.fired->fired, one.fired->fired_seq, one.fired->fired_at);
    return resolved_item(*one.resolved);
}

/// SLOs that the catalogue no longer holds are not spoken of.
Spoken spoken_of(const Ports& ports, const catalog::Catalog& catalog, Timestamp since) {
    Spoken out;
    out.seq = ports.engine.read([&](const State& state) {
        std::vector<Happening> found;
        for (const auto& [name, record] : state.slos) {
            if (!catalog.slos.contains(name)) continue;
            find_happenings(record, since, found);
            if (!record.open.empty() || record.stale) out.open.emplace(name, SloRecord{record.open, record.stale, {}, {}, {}, {}});
        }
        const std::size_t most = std::min(found.size(), kChangedMost);
        std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(most), found.end(),
                          [](const Happening& a, const Happening& b) { return a.at > b.at; });
        for (std::size_t i = 0; i < most; ++i) out.changed.push_back(item_of(found[i]));
    });
    return out;
}

void add_catalogue(const Ports& ports, const catalog::Catalog& catalog, Timestamp since, std::vector<ChangedItem>& changed) {
    const std::optional<AppliedCatalog> applied = ports.applied ? ports.applied() : std::nullopt;
    if (!applied || applied->at < since) return;
    const auto some = [](std::size_t n, const char* noun) {
        return text::count(static_cast<std::int64_t>(n)) + " " + noun + (n == 1 ? "" : "s");
    };
    std::string words = fmt::format("version {} of the catalogue applied: {}, {}", applied->version,
                                    some(catalog.services.size(), "service"), some(catalog.slos.size(), "SLO"));
    if (!applied->commit.empty()) words += ", commit " + applied->commit.substr(0, 12);
    changed.push_back({applied->at, ChangedKind::catalogue, {}, {}, std::move(words), std::nullopt});
}

BurningNow burning_of(const OpenAlert& open, const SloSummary& summary, const Account& account) {
    BurningNow out;
    out.alert = open.fired.alert;
    out.slo = summary.name;
    out.service = summary.service;
    out.tier = summary.tier;
    out.tier_rank = summary.tier_rank;
    out.rule = open.fired.rule;
    out.severity = open.fired.severity;
    out.state = view_of(open).state;
    out.since = open.fired.since;
    out.budget_remaining = summary.budget_remaining;
    out.condition = condition_words(open.fired);
    if (open.fired.evidence.empty()) return out;
    const ledger::WindowSum* window = find_window(account.slo, account.live, open.fired.evidence.front().window);
    if (window != nullptr) out.burn = burn_of(known(*window, account.live.since), account.slo.objective);
    return out;
}

Timestamp end_of(const ledger::LiveWindows& live) { return live.as_of.floor(ledger::kStep) + ledger::kStep; }

/// Empty before the first sample when nothing is asked.
Result<TimeRange> range_of(const Reading& reading, const RangeAsked& asked) {
    const Timestamp end = end_of(reading.live);
    const Timestamp to = std::min(asked.to.value_or(end), end);
    const Timestamp from = asked.from.value_or(std::max(to - reading.slo->period, std::min(reading.live.since, to - ledger::kStep)));
    if (from < Timestamp{}) return fail(errors::bad_parameter, {}, {{"query from", "must not lie before 1970", ""}});
    if (from >= to) {
        return fail(errors::bad_parameter, {}, {{"query from", "must be before " + text::rfc3339(to) + ", where the range ends",
                                                 "give an earlier from, or a later to up to what was measured last"}});
    }
    return TimeRange{from, to};
}

/// Zero: it counts no slices.
Duration slice_of(const catalog::Slo& slo) { return slo.slicing ? slo.slicing->length : Duration(); }

/// What step is a level's, or so many whole slices.
Result<> check_step(const catalog::Slo& slo, Duration step) {
    if (slo.slicing) {
        if (step > Duration() && step.in_ms() % slo.slicing->length.in_ms() == 0) return {};
        return fail(errors::bad_parameter, {}, {{"query step", "must be a multiple of " + text::duration(slo.slicing->length) + ", a slice of this SLO", ""}});
    }
    for (const ledger::Level& level : ledger::kLevels) {
        if (level.step == step) return {};
    }
    return fail(errors::bad_parameter, {}, {{"query step", "must be one of 10s, 1m, 5m", ""}});
}

}  // namespace

OverviewReading read_overview(const Ports& ports) {
    const std::uint64_t ledger_revision = ports.counts->revision();
    const std::shared_ptr<const catalog::Catalog> catalog = ports.catalog();
    const Timestamp since = ports.clock->now() - Duration::hours(24);
    const PolicyStates policy(ports);  // before the sequence that the reply waits for
    Spoken spoken = spoken_of(ports, *catalog, since);
    Yesterday::Question question;
    ports.yesterday->keep(*catalog);
    std::vector<SloSummary> summaries;
    std::vector<BurningNow> burning;
    summaries.reserve(catalog->slos.size());
    for (const auto& [name, slo] : catalog->slos) {
        const auto record = spoken.open.find(name);
        Account account{slo, {Timestamp::min(), {}, {}}, {}, record == spoken.open.end() ? nullptr : &record->second};
        summaries.push_back(read_summary(ports, *catalog, account, question));
        policy.add_to(summaries.back(), slo);
        summaries.back().filling = filling_of(ports, slo);
        if (account.record == nullptr) continue;
        for (const auto& [rule, open] : account.record->open) burning.push_back(burning_of(open, summaries.back(), account));
    }
    add_catalogue(ports, *catalog, since, spoken.changed);
    OverviewReading out{overview_of(*catalog, summaries, std::move(burning), std::move(spoken.changed)), spoken.seq};
    out.overview.revision = ledger_revision + spoken.seq;
    return out;
}

std::uint64_t figures_revision(const Ports& ports) {
    return ports.counts->revision() + ports.engine.read([](const State&) {});
}

FiguresNow figures_now(const Ports& ports) {
    FiguresNow out{figures_revision(ports), std::nullopt};
    std::vector<ledger::SliId> slis;
    const std::shared_ptr<const catalog::Catalog> catalog = ports.catalog();
    for (const auto& [name, slo] : catalog->slos) {
        if (const auto sli = ports.sli(name)) slis.push_back(*sli);
    }
    ports.ledger->live_many(slis, [&](ledger::SliId, const ledger::LiveWindows& live) {
        if (!never_fed(live) && (!out.as_of || *out.as_of < live.as_of)) out.as_of = live.as_of;
    });
    return out;
}

Result<SloChart> read_chart(const Ports& ports, const Reading& reading, const RangeAsked& asked, std::size_t points) {
    if (never_fed(reading.live)) {
        SloChart none;
        none.name = reading.slo->name;
        none.period = reading.slo->period;
        none.thresholds = thresholds_of(*reading.catalog, reading.slo->service);
        return none;
    }
    TRY_ASSIGN(const TimeRange range, range_of(reading, asked));
    const ChartGrid grid = chart_grid(range, end_of(reading.live), points, slice_of(*reading.slo));
    TRY_ASSIGN(SloChart chart, chart_of(reading.account(), grid, [&](std::span<const TimeRange> ranges) {
                   return ports.counts->sums(*reading.slo, ranges, Exclusions::left_out);
               }));
    chart.thresholds = thresholds_of(*reading.catalog, reading.slo->service);
    (void)ports.engine.read([&](const State& state) {
        const auto versions = state.versions.find(reading.slo->name);
        if (versions != state.versions.end()) add_definition_marks(versions->second, chart);
    });
    if (ports.notes) add_notes(ports.notes(*reading.slo, chart.range), chart);
    return chart;
}

Result<SloSlots> read_slots(const Ports& ports, const Reading& reading, const RangeAsked& asked, std::optional<Duration> step) {
    if (step) TRY(check_step(*reading.slo, *step));
    if (never_fed(reading.live)) return slots_of(reading.slo->name, {{}, step.value_or(ledger::kStep), {}});
    TRY_ASSIGN(const TimeRange range, range_of(reading, asked));
    const Duration coarsest = std::max(ledger::kLevels[std::size(ledger::kLevels) - 1].step, slice_of(*reading.slo));
    const std::int64_t count = slots_at(range, step.value_or(coarsest));
    if (count > kSlotsMost) {
        return fail(errors::too_many_slots, fmt::format("the range has {} slots of {}; at most {} are given at once", text::count(count),
                                                        text::duration(step.value_or(coarsest)), text::count(kSlotsMost)));
    }
    // The ledger takes the finest level of at most so many slots: just so many name the step, 50,000 leave it free.
    const std::int64_t most = step ? count + 2 : kSlotsMost;
    TRY_ASSIGN(const ledger::Ledger::Series series, ports.counts->slots(*reading.slo, range, static_cast<std::size_t>(most), Exclusions::left_out));
    if (step && series.step > *step) {
        return fail(errors::step_not_kept, fmt::format("slots of {} are no longer kept for this range; {} are", text::duration(*step),
                                                       text::duration(series.step)));
    }
    return slots_of(reading.slo->name, step ? coarser(series, *step) : series);
}

}  // namespace plimsoll::slo
