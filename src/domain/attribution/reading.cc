#include "domain/attribution/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "base/text.h"
#include "domain/attribution/notes.h"
#include "domain/slo/budget.h"
#include "domain/slo/reading.h"
#include "domain/slo/slots.h"
#include "domain/slo/windows.h"

namespace plimsoll::attribution {
namespace {

using Series = ledger::Ledger::Series;

constexpr Duration kAtOnce = Duration::days(30);
constexpr Duration kMinute = Duration::minutes(1);

/// Where the slots of every level begin, and those of the SLO's slices.
Duration seam_of(const catalog::Slo& slo) {
    return Duration::ms(std::lcm(Duration::minutes(5).in_ms(), grain_of(slo).in_ms()));
}

CountUnit unit_of(const catalog::Slo& slo) {
    const slo::CountScale scale = slo::scale_of(slo);
    return {scale.noun, scale.per_one};
}

Timestamp end_of(const ledger::LiveWindows& live) { return live.as_of.floor(ledger::kStep) + ledger::kStep; }

/// The current period to date, from the SLO's first slot on.
TimeRange period_of(const catalog::Slo& slo, const ledger::LiveWindows& live) {
    const Timestamp end = end_of(live);
    const ledger::WindowSum* window = slo::find_window(slo, live, slo.period);
    const Timestamp start = window != nullptr ? window->range.start : end - slo.period;
    return {std::max(start, std::min(live.since, end - kMinute)), end};
}

Result<TimeRange> range_of(const Asked& asked, const TimeRange& period, Duration grain) {
    const Timestamp to = asked.to ? std::min((*asked.to + grain - Duration::ms(1)).floor(grain), period.end) : period.end;
    const Timestamp from = asked.from.value_or(asked.to ? to - period.length() : period.start).floor(grain);
    std::vector<FieldError> broken;
    if (from >= to) {
        broken.push_back({"query from", "must be before " + text::rfc3339(to) + ", where the range ends", "give an earlier from, or a later to up to what was measured last"});
    }
    if (to - from > kRangeMost) {
        broken.push_back({"query from", fmt::format("must be at most {} before the end", text::duration(kRangeMost)), "ask for the rest apart"});
    }
    if (!broken.empty()) return fail(errors::bad_parameter, {}, std::move(broken));
    return TimeRange{from, to};
}

void append(Series& all, const Series& piece) {
    for (std::size_t i = 0; i < piece.slots.size(); ++i) {
        const auto at = static_cast<std::size_t>((start_of(piece, i) - all.start) / all.step);
        if (at >= all.slots.size()) all.slots.resize(at + 1);
        all.slots[at] += piece.slots[i];
    }
}

Result<ledger::WindowSum> sum_of(const slo::Counts& counts, const catalog::Slo& slo, TimeRange range, slo::Exclusions exclusions) {
    TRY_ASSIGN(const std::vector<ledger::WindowSum> sums, counts.sums(slo, {&range, 1}, exclusions));
    return sums.empty() ? ledger::WindowSum{range, ledger::kStep, 0, {}} : sums.front();
}

/// What exclusions leave out: nothing is read twice where there are none.
Result<CountPair> excluded_of(const slo::Counts& counts, const catalog::Slo& slo, TimeRange range) {
    if (counts.excluded(slo, range).empty()) return CountPair{};
    TRY_ASSIGN(const ledger::WindowSum with, sum_of(counts, slo, range, slo::Exclusions::counted));
    TRY_ASSIGN(const ledger::WindowSum without, sum_of(counts, slo, range, slo::Exclusions::left_out));
    return CountPair{with.sum.valid - without.sum.valid, with.sum.bad - without.sum.bad};
}

/// SLOs of the services that it depends on: the strictest of each, then the others, no groups.
std::vector<const catalog::Slo*> upstream_slos(const catalog::Catalog& catalog, const std::vector<std::string>& services) {
    std::vector<const catalog::Slo*> out;
    for (const std::string& service : services) {
        if (const catalog::Slo* strictest = strictest_slo(catalog, service)) out.push_back(strictest);
    }
    for (const auto& [name, slo] : catalog.slos) {
        const bool upstream = std::find(services.begin(), services.end(), slo.service) != services.end();
        const bool known = std::find(out.begin(), out.end(), &slo) != out.end();
        if (upstream && !known && slo.group_of.empty()) out.push_back(&slo);
    }
    if (out.size() > kUpstreamSlosMost) out.resize(kUpstreamSlosMost);
    return out;
}

std::vector<std::string> dependencies_of(const catalog::Catalog& catalog, const std::string& service) {
    const auto found = catalog.services.find(service);
    return found == catalog.services.end() ? std::vector<std::string>() : found->second.dependencies;
}

std::int64_t valid_of(const Series& series) {
    std::int64_t valid = 0;
    for (const ledger::Slot& slot : series.slots) valid += slot.valid;
    return valid;
}

Result<std::vector<UpstreamEpisode>> upstream_episodes(const slo::Counts& counts, const catalog::Catalog& catalog,
                                                       const std::vector<std::string>& services, TimeRange range) {
    std::vector<UpstreamEpisode> out;
    for (const catalog::Slo* slo : upstream_slos(catalog, services)) {
        if (slo::never_fed(counts.live(*slo, slo::Exclusions::left_out))) continue;
        TRY_ASSIGN(const Series series, read_series(counts, *slo, range));
        const Ratio allowance = slo::allowance_of(slo->objective);
        const Scale scale{slo::scale_of(*slo).per_one, valid_of(series)};
        for (const Episode& e : episodes_of(series, allowance, scale, range.end)) {
            out.push_back({slo->service, slo->name, e.range, burn_of(e.valid, e.bad, allowance)});
        }
    }
    return out;
}

/// Edits of the SLO, of its service and its upstreams, and of their SLOs.
std::vector<CatalogEdit> edits_near(const State& state, const catalog::Catalog& catalog, const catalog::Slo& slo,
                                    const std::vector<std::string>& upstreams, TimeRange range) {
    const auto near = [&](const std::string& service) {
        return service == slo.service || std::find(upstreams.begin(), upstreams.end(), service) != upstreams.end();
    };
    std::vector<CatalogEdit> out;
    for (const CatalogEdit& edit : state.edits) {
        if (edit.at < range.start - kBefore || edit.at >= range.end) continue;
        const auto found = catalog.slos.find(edit.name);
        const bool told = edit.kind == "Service" ? near(edit.name) : found != catalog.slos.end() && (edit.name == slo.name || near(found->second.service));
        if (told) out.push_back(edit);
    }
    return out;
}

/// Whether any of it is left to explain.
bool asks_why(const Spend& spend) {
    return std::any_of(spend.of_episode.begin(), spend.of_episode.end(), [](const Explained& e) { return e.unexplained > 0; });
}

Result<Surroundings> surroundings_of(const Ports& ports, const slo::Reading& reading, const Spend& spend, std::vector<CatalogEdit> edits,
                                     const std::vector<std::string>& upstreams) {
    Surroundings out;
    out.slo = reading.slo->name;
    out.edits = std::move(edits);
    if (!asks_why(spend)) return out;
    const slo::Counts& counts = *ports.slo.counts;
    const TimeRange near{spend.range.start - kBefore, spend.range.end};
    const std::vector<slo::ExcludedRange> excluded = counts.excluded(*reading.slo, near);
    if (ports.exclusions) {
        ports.exclusions([&](const exclusions::State& state) { out.notes = notes_of(state, *reading.slo, upstreams, near, excluded); });
    }
    TRY_ASSIGN(out.upstream, upstream_episodes(counts, *reading.catalog, upstreams, spend.range));
    return out;
}

}  // namespace

Duration grain_of(const catalog::Slo& slo) { return slo.slicing ? std::max(slo.slicing->length, kMinute) : kMinute; }

Result<Series> read_series(const slo::Counts& counts, const catalog::Slo& slo, TimeRange range) {
    const Duration seam = seam_of(slo);
    std::vector<Series> pieces;
    Duration step = grain_of(slo);
    for (Timestamp from = range.start; from < range.end;) {
        const Timestamp next = (from + kAtOnce).floor(seam);
        const Timestamp to = std::min(range.end, next > from ? next : from + seam);
        const auto most = static_cast<std::size_t>((to - from) / kMinute + 3);
        TRY_ASSIGN(Series piece, counts.slots(slo, {from, to}, most, slo::Exclusions::left_out));
        step = std::max(step, piece.step);
        if (!piece.slots.empty()) pieces.push_back(std::move(piece));
        from = to;
    }
    Series all{range.start.floor(step), step, {}};
    for (const Series& piece : pieces) append(all, slo::coarser(piece, step));
    return all;
}

Result<Read<EpisodesView>> read_episodes(const Ports& ports, const std::string& name, const Asked& asked) {
    TRY_ASSIGN(const slo::Reading reading, slo::read_slo(ports.slo, name));
    const catalog::Slo& slo = *reading.slo;
    if (slo::never_fed(reading.live)) return Read<EpisodesView>{nothing_yet(slo, unit_of(slo)), reading.seq};
    const slo::Counts& counts = *ports.slo.counts;
    const TimeRange period = period_of(slo, reading.live);
    TRY_ASSIGN(const TimeRange range, range_of(asked, period, grain_of(slo)));
    TRY_ASSIGN(Series series, read_series(counts, slo, range));
    const std::vector<std::string> upstreams = dependencies_of(*reading.catalog, slo.service);
    std::vector<Charge> charges;
    std::vector<CatalogEdit> edits;
    const std::uint64_t seq = ports.engine.read([&](const State& state) {
        charges = charges_on(state, name);
        edits = edits_near(state, *reading.catalog, slo, upstreams, range);
    });
    Told told{slo, reading.live.as_of, period, 0, unit_of(slo), {}, {}, {}};
    told.period_valid = valid_of(series);
    if (range != period) {
        TRY_ASSIGN(const ledger::WindowSum whole, sum_of(counts, slo, period, slo::Exclusions::left_out));
        told.period_valid = whole.sum.valid;
    }
    const Scale scale{told.unit.per_one, told.period_valid};
    told.spend = spend_of(std::move(series), slo::allowance_of(slo.objective), scale, range.end, std::move(charges));
    TRY_ASSIGN(told.excluded, excluded_of(counts, slo, told.spend.range));
    TRY_ASSIGN(told.around, surroundings_of(ports, reading, told.spend, std::move(edits), upstreams));
    return Read<EpisodesView>{view_of(told), std::max(seq, reading.seq)};
}

Result<Read<DependencyBudgets>> read_dependencies(const Ports& ports, const std::string& service, const std::string& slo) {
    const std::shared_ptr<const catalog::Catalog> catalog = ports.slo.catalog();
    const auto found = catalog->services.find(service);
    if (found == catalog->services.end()) return fail(errors::unknown_service, "\"" + text::printable(service) + "\"");
    const auto named = catalog->slos.find(slo);
    if (!slo.empty() && (named == catalog->slos.end() || named->second.service != service)) {
        return fail(errors::bad_parameter, {}, {{"query slo", "must name an SLO of " + service, "leave it out for the strictest"}});
    }
    const std::uint64_t seq = ports.engine.read([](const State&) {});
    const catalog::Slo* ours = slo.empty() ? strictest_slo(*catalog, service) : &named->second;
    if (ours == nullptr) {
        DependencyBudgets none;
        none.service = service;
        none.why_empty = "the service has no SLO, so there is no budget to grant";
        return Read<DependencyBudgets>{std::move(none), seq};
    }
    const slo::Counts& counts = *ports.slo.counts;
    const ledger::LiveWindows live = counts.live(*ours, slo::Exclusions::left_out);
    const bool fed = !slo::never_fed(live);
    const auto delivered = [&](const catalog::Slo& upstream, TimeRange range) -> Result<std::optional<Delivered>> {
        const ledger::LiveWindows theirs = counts.live(upstream, slo::Exclusions::left_out);
        if (slo::never_fed(theirs)) return std::optional<Delivered>();
        TRY_ASSIGN(const ledger::WindowSum sum, sum_of(counts, upstream, range, slo::Exclusions::left_out));
        return std::optional(Delivered{sum, theirs.since});
    };
    TRY_ASSIGN(DependencyBudgets view,
               dependency_budgets(*catalog, found->second, *ours, fed ? std::optional(period_of(*ours, live)) : std::nullopt, live.as_of, delivered));
    return Read<DependencyBudgets>{std::move(view), seq};
}

Result<Read<ChargeView>> read_charge(const Ports& ports, const std::string& charge) {
    std::optional<Charge> found;
    std::vector<Charge> beside;
    const std::uint64_t seq = ports.engine.read([&](const State& state) {
        if (const Charge* one = find_charge(state, charge)) {
            found = *one;
            beside = charges_on(state, one->made.slo);
        }
    });
    if (!found) return fail(errors::no_charge, text::printable(charge));
    const std::shared_ptr<const catalog::Catalog> catalog = ports.slo.catalog();
    const auto slo = catalog->slos.find(found->made.slo);
    if (slo == catalog->slos.end() || slo::never_fed(ports.slo.counts->live(slo->second, slo::Exclusions::left_out)))
        return Read<ChargeView>{view_of(*found, 0, found->made.sli_version), seq};
    TRY_ASSIGN(Series series, read_series(*ports.slo.counts, slo->second, found->made.range));
    const Spend spend = spend_of(std::move(series), slo::allowance_of(slo->second.objective), {}, found->made.range.end, std::move(beside));
    std::int64_t bad = 0;
    for (const Taken& taken : spend.in_all.taken) {
        if (spend.charges[taken.claim].made.charge == charge) bad = taken.bad;
    }
    return Read<ChargeView>{view_of(*found, bad, slo->second.sli_version), seq};
}

}  // namespace plimsoll::attribution
