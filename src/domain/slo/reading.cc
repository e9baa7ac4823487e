#include "domain/slo/reading.h"

#include <algorithm>

#include "base/text.h"
#include "domain/slo/errors.h"

namespace plimsoll::slo {
namespace {

/// Only what a summary looks at: open alerts, not the past.
std::map<std::string, SloRecord> open_records(const Ports& ports, std::uint64_t& seq) {
    std::map<std::string, SloRecord> out;
    seq = ports.engine.read([&](const State& state) {
        for (const auto& [name, record] : state.slos) {
            if (record.open.empty() && !record.stale && !record.revision) continue;
            out.emplace(name, SloRecord{record.open, record.stale, {}, {}, {}, record.revision});
        }
    });
    return out;
}

/// An alert of the state, open or closed, while the state is being looked at.
struct Found {
    std::uint64_t seq = 0;
    const OpenAlert* open = nullptr;
    const ClosedAlert* closed = nullptr;
};

bool wanted(const AlertFired& fired, std::uint64_t seq, const AlertFilter& filter) {
    return (filter.service.empty() || fired.service == filter.service) && (!filter.before || seq < *filter.before);
}

void find_alerts(const SloRecord& record, const AlertFilter& filter, std::vector<Found>& out) {
    if (filter.open.value_or(true)) {
        for (const OpenAlert* open : open_alerts(record)) {
            if (wanted(open->fired, open->fired_seq, filter)) out.push_back({open->fired_seq, open, nullptr});
        }
    }
    if (filter.open.value_or(false)) return;
    for (const ClosedAlert& closed : record.recent) {
        if (wanted(closed.fired, closed.fired_seq, filter)) out.push_back({closed.fired_seq, nullptr, &closed});
    }
}

/// The newest of them, newest first; the engine waits meanwhile, so that only these are copied.
std::vector<AlertView> newest(std::vector<Found> found, std::size_t count) {
    count = std::min(count, found.size());
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count), found.end(),
                      [](const Found& a, const Found& b) { return a.seq > b.seq; });
    std::vector<AlertView> out;
    for (std::size_t i = 0; i < count; ++i) {
        out.push_back(found[i].open != nullptr ? view_of(*found[i].open) : view_of(*found[i].closed));
    }
    return out;
}

/// What is excluded of the period, and the counts with all of it in. Costs next to nothing where nothing is.
void read_excluded(const Ports& ports, Account& account) {
    if (never_fed(account.live)) return;
    const Timestamp end = account.live.as_of.floor(ledger::kStep) + ledger::kStep;
    const Timestamp start = std::max(account.live.since, std::min(period_until(account.slo, end).start, end - rolling_windows_of(account.slo).back()));
    account.excluded = ports.counts->excluded(account.slo, {start, end});
    if (!account.excluded.empty()) account.with_excluded = ports.counts->live(account.slo, Exclusions::counted);
}

}  // namespace

SloSummary read_summary(const Ports& ports, const catalog::Catalog& catalog, Account& account, Yesterday::Question& question) {
    account.live = ports.counts->live(account.slo, Exclusions::left_out);
    read_excluded(ports, account);
    SloSummary out = summary_of(account, catalog);
    out.budget_yesterday = ports.yesterday->budget(*ports.counts, account.slo, account.live, question);
    return out;
}

PolicyStates::PolicyStates(const Ports& ports) {
    if (ports.policy_states) states_ = ports.policy_states();
}

void PolicyStates::add_to(SloSummary& summary, const catalog::Slo& slo) const {
    if (!states_ || !slo.group_of.empty()) return;
    const auto said = states_->find(slo.name);
    const bool told = summary.budget_remaining && summary.coverage.value_or(0) >= slo.coverage_floor;
    summary.policy_state = said != states_->end() ? said->second : told ? BudgetState::healthy : BudgetState::unknown;
}

Result<Reading> read_slo(const Ports& ports, const std::string& name) {
    Reading out;
    out.catalog = ports.catalog();
    const auto found = out.catalog->slos.find(name);
    if (found == out.catalog->slos.end()) return fail(errors::unknown_slo, "\"" + text::printable(name) + "\"");
    out.slo = &found->second;
    out.bound = ports.sli(name).has_value();
    out.live = ports.counts->live(*out.slo, Exclusions::left_out);
    Account account = out.account();
    read_excluded(ports, account);
    out.excluded = std::move(account.excluded);
    out.with_excluded = std::move(account.with_excluded);
    out.missing_members = ports.counts->missing_members(*out.slo);
    out.worst_group = ports.counts->worst_of(*out.slo);
    out.status = ports.counts->status(*out.slo);
    out.seq = ports.engine.read([&](const State& state) {
        if (const SloRecord* record = find_record(state, name)) out.record = *record;
    });
    return out;
}

Result<BurnDown> read_burn_down(const Ports& ports, const Reading& reading, std::size_t points) {
    if (never_fed(reading.live)) return BurnDown{};
    const Timestamp end = reading.live.as_of.floor(ledger::kStep) + ledger::kStep;
    const TimeRange period = period_until(*reading.slo, end);
    return burn_down(*reading.slo, {std::max(period.start, reading.live.since), end}, reading.live.since, points,
                     [&](std::span<const TimeRange> ranges) { return ports.counts->sums(*reading.slo, ranges, Exclusions::left_out); });
}

SloDebug read_debug(const Ports& ports, const Reading& reading) {
    if (reading.slo->composite) return debug_of_members(*reading.slo, reading.status, reading.missing_members);
    const std::vector<ledger::SeriesStatus> series = ports.counts->series(*reading.slo, kDebugSeries);
    return debug_of(*reading.slo, reading.bound, reading.status, series, &reading.record, ports.clock->now());
}

SloList list_slos(const Ports& ports, const SloFilter& filter) {
    SloList out;
    const std::shared_ptr<const catalog::Catalog> catalog = ports.catalog();
    const PolicyStates policy(ports);  // before the sequence that the reply waits for
    const std::map<std::string, SloRecord> records = open_records(ports, out.seq);
    Yesterday::Question question;
    for (auto at = catalog->slos.upper_bound(filter.after); at != catalog->slos.end(); ++at) {
        const auto& [name, slo] = *at;
        if (!filter.service.empty() && slo.service != filter.service) continue;
        const auto record = records.find(name);
        Account account{slo, {Timestamp::min(), {}, {}}, {}, record == records.end() ? nullptr : &record->second};
        SloSummary one = read_summary(ports, *catalog, account, question);
        policy.add_to(one, slo);
        one.filling = filling_of(ports, slo);
        if (filter.state && one.state != *filter.state) continue;
        if (out.page.items.size() == filter.limit) {
            out.page.next_cursor = out.page.items.back().name;
            break;
        }
        out.page.items.push_back(std::move(one));
    }
    return out;
}

AlertList list_alerts(const Ports& ports, const AlertFilter& filter) {
    AlertList out;
    std::vector<AlertView>& items = out.page.items;
    out.seq = ports.engine.read([&](const State& state) {
        std::vector<Found> found;
        for (const auto& [name, record] : state.slos) {
            if (filter.slo.empty() || name == filter.slo) find_alerts(record, filter, found);
        }
        items = newest(std::move(found), filter.limit + 1);
    });
    if (items.size() > filter.limit) {
        items.resize(filter.limit);
        out.page.next_cursor = std::to_string(items.back().fired_seq);
    }
    return out;
}

}  // namespace plimsoll::slo
