#include "domain/policy/sla.h"

#include <boost/describe/enum_to_string.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "base/zones.h"
#include "domain/policy/reading.h"
#include "domain/slo/budget.h"
#include "domain/slo/calendar.h"
#include "domain/slo/windows.h"

namespace plimsoll::policy {

namespace {

std::string objective_words(const Ratio& ratio) {
    const auto objective = Objective::of(ratio);
    return objective ? text::percent(*objective) : "";
}

std::string window_words(const catalog::CalendarWindow& window) {
    const std::string unit = boost::describe::enum_to_string(window.unit, "");
    const std::string length = window.count == 1 ? unit : fmt::format("{} {}s", window.count, unit);
    return length + ", " + window.zone;
}

CreditView view_of(const catalog::Sla& sla, const catalog::Credit& credit) {
    return {objective_words(credit.below), credit.share, share_of(sla.fee, credit.share, sla.currency)};
}

/// The deepest bound that the ratio is below.
std::optional<CreditView> credit_at(const catalog::Sla& sla, std::int64_t valid, std::int64_t bad) {
    const catalog::Credit* owed = nullptr;
    for (const catalog::Credit& credit : sla.credits) {
        const bool below = static_cast<__int128>(valid - bad) * credit.below.denominator() < static_cast<__int128>(valid) * credit.below.numerator();
        if (below && (owed == nullptr || credit.below < owed->below)) owed = &credit;
    }
    if (owed == nullptr) return std::nullopt;
    return view_of(sla, *owed);
}

double quotient(std::int64_t numerator, std::int64_t denominator) {
    return slo::SignedFraction{numerator, denominator}.value();
}

/// The contract's window that holds `at`, and those before it back to the first sample; newest first.
std::vector<TimeRange> windows_until(const catalog::CalendarWindow& window, Timestamp since, Timestamp at) {
    const TimeRange current = slo::calendar_window(window, at);
    std::vector<TimeRange> out{current};
    if (since < current.start) {
        std::vector<TimeRange> past = slo::calendar_windows(window, {since, current.start}, kPastWindows);
        std::erase_if(past, [&](const TimeRange& range) { return range.end > current.start; });
        out.insert(out.end(), past.rbegin(), past.rend());
    }
    return out;
}

Duration excluded_in(const Ports& ports, const catalog::Slo& slo, TimeRange range) {
    Duration out;
    for (const slo::ExcludedRange& one : ports.slo.counts->excluded(slo, range)) out = out + one.range.length();
    return out;
}

void say_headroom(const catalog::Sla& sla, const catalog::Slo& slo, SlaView& out) {
    const SlaWindow& now = out.to_date;
    if (!now.ratio) return;
    out.headroom_events = headroom_of(sla.objective, now.valid, now.bad, out.unit.per_one);
    out.headroom_share = slo::Budget{now.valid, now.bad, slo::allowance_of(sla.objective)}.remaining_share();
    out.between_events = *out.headroom_events - headroom_of(slo.objective, now.valid, now.bad, out.unit.per_one);
}

Result<> say_windows(const Ports& ports, const catalog::Sla& sla, const catalog::Slo& slo, const ledger::LiveWindows& live, SlaView& out) {
    const std::vector<TimeRange> windows = windows_until(sla.window, live.since, live.as_of);
    std::vector<TimeRange> counted = windows;
    counted.front().end = std::min(counted.front().end, live.as_of.floor(ledger::kStep) + ledger::kStep);
    TRY_ASSIGN(const auto sums, ports.slo.counts->sums(slo, counted, slo::Exclusions::left_out));
    out.range = windows.front();
    out.to_date = window_of(sla, sums.front(), counted.front(), excluded_in(ports, slo, counted.front()));
    out.credit_now = out.to_date.credit;
    for (std::size_t i = 1; i < sums.size(); ++i) out.past.push_back(window_of(sla, sums[i], windows[i], excluded_in(ports, slo, windows[i])));
    if (!out.to_date.ratio) out.why_empty = "nothing was counted in this window yet";
    say_headroom(sla, slo, out);
    return {};
}

Result<SlaView> view_of(const Ports& ports, const catalog::Catalog& catalog, const catalog::Sla& sla) {
    SlaView out;
    out.name = sla.name;
    out.customer = sla.customer;
    out.description = sla.description;
    out.slo = sla.slo;
    out.objective = objective_words(sla.objective);
    out.window = window_words(sla.window);
    out.zone_database = zones::database_version();
    for (const catalog::Credit& credit : sla.credits) out.credits.push_back(view_of(sla, credit));
    out.fee = share_of(sla.fee, 1, sla.currency);
    const auto found = catalog.slos.find(sla.slo);
    if (found == catalog.slos.end()) {
        out.why_empty = "its SLO is not declared";
        return out;
    }
    const catalog::Slo& slo = found->second;
    const slo::CountScale scale = slo::scale_of(slo);
    out.service = slo.service;
    out.slo_objective = objective_words(slo.objective);
    out.unit = {scale.noun, scale.per_one};
    const ledger::LiveWindows live = ports.slo.counts->live(slo, slo::Exclusions::left_out);
    out.slo_remaining = figure_of(slo, live).budget;
    if (slo::never_fed(live)) {
        out.range = out.to_date.range = slo::calendar_window(sla.window, ports.slo.clock->now());
        out.why_empty = "no data yet";
        return out;
    }
    out.as_of = live.as_of;
    TRY(say_windows(ports, sla, slo, live, out));
    return out;
}

}  // namespace

SlaWindow window_of(const catalog::Sla& sla, const ledger::WindowSum& sum, TimeRange range, Duration excluded) {
    SlaWindow out;
    out.range = range;
    out.valid = sum.sum.valid;
    out.bad = sum.sum.bad;
    const std::int64_t slots = (range.length() - excluded) / ledger::kStep;
    if (slots > 0) out.coverage = std::clamp(quotient(sum.sum.measured, slots), 0.0, 1.0);
    if (out.valid <= 0 || out.bad < 0 || out.bad > out.valid) return out;
    out.ratio = quotient(out.valid - out.bad, out.valid);
    out.broken = static_cast<__int128>(out.valid - out.bad) * sla.objective.denominator() < static_cast<__int128>(out.valid) * sla.objective.numerator();
    out.credit = credit_at(sla, out.valid, out.bad);
    return out;
}

std::int64_t headroom_of(const Ratio& objective, std::int64_t valid, std::int64_t bad, std::int64_t per_one) {
    const slo::SignedFraction left = slo::Budget{valid, bad, slo::allowance_of(objective)}.remaining_events();
    const __int128 divisor = left.denominator * per_one;
    __int128 whole = left.numerator / divisor;
    if (left.numerator < 0 && left.numerator % divisor != 0) --whole;
    constexpr auto kMost = static_cast<__int128>(std::numeric_limits<std::int64_t>::max());
    return static_cast<std::int64_t>(std::clamp(whole, -kMost, kMost));
}

Result<SlaView> read_sla(const Ports& ports, const std::string& name) {
    const auto catalog = ports.slo.catalog();
    const auto found = catalog->slas.find(name);
    if (found == catalog->slas.end()) return fail(errors::unknown_sla, "\"" + text::printable(name) + "\"");
    return view_of(ports, *catalog, found->second);
}

Result<SlaList> list_slas(const Ports& ports) {
    const auto catalog = ports.slo.catalog();
    SlaList list;
    for (const auto& [name, sla] : catalog->slas) {
        TRY_ASSIGN(SlaView view, view_of(ports, *catalog, sla));
        list.items.push_back(std::move(view));
    }
    std::stable_sort(list.items.begin(), list.items.end(), [](const SlaView& a, const SlaView& b) {
        return a.headroom_share.value_or(2) < b.headroom_share.value_or(2);
    });
    return list;
}

}  // namespace plimsoll::policy
