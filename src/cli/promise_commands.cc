// promise_commands.cc: `plimsoll sla`, `plimsoll downtime`, `plimsoll portfolio`.
#include <boost/describe/enum_to_string.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/load_line.h"
#include "cli/output.h"
#include "domain/policy/downtime.h"
#include "domain/policy/portfolio.h"
#include "domain/policy/sla.h"

namespace plimsoll::cli {

namespace {

std::string share(const std::optional<double>& value, int digits = 1) { return value ? text::percent(*value, digits) : "–"; }
std::string ratio(const std::optional<double>& value) { return share(value, 4); }
std::string whole(const std::optional<std::int64_t>& value) { return value ? text::count(*value) : "–"; }

std::string money(const std::optional<policy::Money>& m) { return m ? m->amount + " " + m->currency : ""; }

std::string credit(const std::optional<policy::CreditView>& c) {
    if (!c) return "none";
    return text::percent(c->share) + (c->amount ? " = " + money(c->amount) : " of the fee");
}

LoadLine line_of(const policy::SlaView& sla) { return {sla.headroom_share, std::nullopt, std::nullopt, sla.to_date.coverage, 0.25, 0}; }

/// "11-01": windows of a contract begin and end on days more often than not.
std::string day(Timestamp at) { return text::rfc3339(at).substr(0, 10); }

void print_past(const policy::SlaView& sla, const Terminal& terminal) {
    Table table({{"from"}, {"to"}, {"ratio", Table::Align::right}, {"measured", Table::Align::right}, {"bad", Table::Align::right}, {"credit"}});
    for (const policy::SlaWindow& w : sla.past) {
        table.add({{text::rfc3339(w.range.start)}, {text::rfc3339(w.range.end)}, {ratio(w.ratio), w.broken ? Tone::alarm : Tone::plain},
                   {share(w.coverage)}, {text::count(w.bad / sla.unit.per_one)}, {credit(w.credit), w.credit ? Tone::alarm : Tone::quiet}});
    }
    if (!table.empty()) fmt::print("\n{}", table.text(terminal));
}

void print_rollup(const policy::RollUpMeasure& r, const Terminal& terminal) {
    if (!r.value) {
        fmt::print("{}\n", text::printable(r.why_empty));
        return;
    }
    const std::string said = *r.value == r.low.value_or(*r.value) ? share(r.value) : fmt::format("{} to {}", share(r.low), share(r.value));
    fmt::print("{} of {} services keep their promises\n", terminal.tone(said, Tone::strong), r.services);
    fmt::print("  {} known to · {} in breach · {} cannot be told · {} without an SLO\n", r.meeting, r.failing, r.cannot_tell, r.without_slo);
    fmt::print("  {}\n", terminal.tone(r.formula, Tone::quiet));
}

void print_tiers(const std::vector<policy::TierLine>& tiers, const Terminal& terminal) {
    using enum Table::Align;
    Table table({{"tier"}, {"services", right}, {"SLOs", right}, {"meet", right}, {"breach", right}, {"cannot tell", right}, {"no SLO", right}, {"good events", right}});
    for (const policy::TierLine& t : tiers) {
        table.add({{t.tier.empty() ? "without a tier" : t.tier}, {std::to_string(t.services)}, {std::to_string(t.slos)}, {std::to_string(t.meeting)},
                   {std::to_string(t.breached), t.breached > 0 ? Tone::alarm : Tone::plain}, {std::to_string(t.cannot_tell)},
                   {std::to_string(t.without_slo)}, {ratio(t.events_share)}});
    }
    fmt::print("\n{}", table.text(terminal));
}

template <class Items, class Say>
void print_list(const char* heading, const Items& items, const Terminal& terminal, const Say& say) {
    constexpr std::size_t kShown = 20;
    if (items.empty()) return;
    fmt::print("\n{}\n", terminal.tone(heading, Tone::strong));
    for (std::size_t i = 0; i < items.size() && i < kShown; ++i) fmt::print("  {}\n", text::printable(say(items[i])));
    if (items.size() > kShown) fmt::print("  and {} more (--json has them)\n", items.size() - kShown);
}

std::string joined(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
    return out.empty() ? "none" : out;
}

}  // namespace

int sla_list(const Common& common) {
    const Session session(common);
    auto body = session.get("/api/v1/slas");
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto list = json::decode<policy::SlaList>(*body);
    if (!list) return report(list.error());
    if (list->items.empty()) {
        fmt::print("No SLAs. Declare one of kind SLA in the catalogue.\n");
        return kOk;
    }
    const Terminal terminal(stdout);
    using enum Table::Align;
    Table table({{"sla"}, {"customer"}, {"objective", right}, {"window"}, {"headroom"}, {"left", right}, {"ratio", right}, {"credit now"}});
    for (const policy::SlaView& sla : list->items) {
        table.add({{sla.name}, {sla.customer}, {sla.objective}, {sla.window}, {load_bar(line_of(sla), 20, terminal), Tone::plain, true},
                   {whole(sla.headroom_events)}, {ratio(sla.to_date.ratio), sla.to_date.broken ? Tone::alarm : Tone::plain},
                   {credit(sla.credit_now), sla.credit_now ? Tone::alarm : Tone::quiet}});
    }
    fmt::print("{}", table.text(terminal));
    return kOk;
}

int sla_show(const Common& common, const std::string& name) {
    const Session session(common);
    auto body = session.get("/api/v1/slas/" + encoded(name));
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto sla = json::decode<policy::SlaView>(*body);
    if (!sla) return report(sla.error());
    const Terminal terminal(stdout);
    fmt::print("{}  {} for {}\n", terminal.tone(text::printable(sla->name), Tone::strong), sla->objective, text::printable(sla->customer));
    fmt::print("{} · on the counts of {} · time zones {}\n", text::printable(sla->window), text::printable(sla->slo), sla->zone_database);
    fmt::print("window {} to {}\n\n", text::rfc3339(sla->range.start), text::rfc3339(sla->range.end));
    if (!sla->why_empty.empty()) fmt::print("  {}\n", text::printable(sla->why_empty));
    fmt::print("  {}\n", load_line(line_of(*sla), std::clamp(terminal.width() - 50, 20, 48), terminal));
    fmt::print("  {:<22} {} of {} {}, {} measured\n", "ratio to date", ratio(sla->to_date.ratio), text::count(sla->to_date.valid / sla->unit.per_one),
               sla->unit.noun, share(sla->to_date.coverage));
    fmt::print("  {:<22} {} {} until the contract is broken\n", "headroom", whole(sla->headroom_events), sla->unit.noun);
    fmt::print("  {:<22} {} {} beyond the SLO's {}, of which {} is left\n", "between SLO and SLA", whole(sla->between_events), sla->unit.noun,
               sla->slo_objective, share(sla->slo_remaining));
    fmt::print("  {:<22} {}\n", "credit now", credit(sla->credit_now));
    for (const policy::CreditView& c : sla->credits) fmt::print("  {:<22} {}\n", "below " + c.below, credit(c));
    print_past(*sla, terminal);
    return kOk;
}

int downtime_table(const Common& common, const DowntimeOptions& options) {
    auto table = policy::downtime({options.objective, options.minutes, options.period, options.events});
    if (!table) return report(table.error());
    if (common.json) return print_json(json::encode(*table));
    const Terminal terminal(stdout);
    fmt::print("{}{}\n", terminal.tone(table->objective, Tone::strong), table->rounded_down ? " (rounded down)" : "");
    Table rows({{"in a"}, {"may be down", Table::Align::right}, {"minutes", Table::Align::right}, {"seconds", Table::Align::right}});
    for (const policy::DowntimeRow& row : table->rows) {
        rows.add({{row.period}, {row.allowed_words}, {fmt::format("{:.2f}", row.allowed_seconds / 60)}, {fmt::format("{:.1f}", row.allowed_seconds)}});
    }
    fmt::print("{}", rows.text(terminal));
    if (table->events) fmt::print("{} of {} events may be bad\n", text::count(*table->events_allowed), text::count(*table->events));
    fmt::print("{}\n", terminal.tone("a year is " + table->year, Tone::quiet));
    return kOk;
}

int portfolio(const Common& common) {
    const Session session(common);
    auto body = session.get("/api/v1/portfolio");
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto p = json::decode<policy::Portfolio>(*body);
    if (!p) return report(p.error());
    const Terminal terminal(stdout);
    print_rollup(p->rollup, terminal);
    print_tiers(p->tiers, terminal);
    print_list("Do not meet, worst first", p->services, terminal, [](const policy::ServiceLine& s) {
        return fmt::format("{:<24} {} ({}, {} left)", s.service, boost::describe::enum_to_string(s.state, ""), s.slo, share(s.budget));
    });
    print_list("Services without an SLO", p->services_without_slo, terminal, [](const policy::UncoveredService& s) {
        return fmt::format("{:<24} {}{}", s.service, s.tier, s.owner.empty() ? "" : " · " + s.owner);
    });
    print_list("Journeys", p->journeys, terminal, [](const policy::JourneyLine& j) {
        const std::string what = j.slo ? "SLO " + *j.slo : fmt::format("no SLO; steps with one: {} ({} of {})", joined(j.covered), j.covered.size(), j.steps.size());
        return fmt::format("{:<32} {}", j.service + "/" + j.journey, what);
    });
    print_list("Reviews that are due", p->stale_reviews, terminal, [](const policy::StaleReview& r) {
        return fmt::format("{:<32} {}", r.slo, r.reviewed ? "last on " + day(*r.reviewed) : "never reviewed");
    });
    print_list("Corrected away this quarter", p->corrected, terminal, [](const policy::CorrectedShare& c) {
        return fmt::format("{:<32} {} of its budget", c.slo, text::percent(c.share));
    });
    print_list("In breach again and again", p->chronic, terminal, [](const policy::ChronicService& c) {
        return fmt::format("{:<24} {} breaches of {}", c.service, c.breaches, c.slo);
    });
    return kOk;
}

}  // namespace plimsoll::cli
