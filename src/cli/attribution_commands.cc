// attribution_commands.cc: `plimsoll slo episodes` and `plimsoll service dependencies`.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/json.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/load_line.h"
#include "cli/output.h"
#include "cli/spend_strip.h"
#include "cli/spend_words.h"
#include "domain/attribution/dependencies.h"
#include "domain/attribution/views.h"

namespace plimsoll::cli {

namespace {

using attribution::EpisodesView;
using attribution::EpisodeView;

constexpr std::size_t kEpisodesShown = 20;
constexpr std::size_t kCausesBeside = 3;
constexpr int kCell = 10;

std::string share(const std::optional<double>& value) { return value ? text::percent(*value) : "–"; }

std::vector<SpendBlock> blocks_of(const EpisodesView& view) {
    std::vector<SpendBlock> out;
    for (const EpisodeView& e : view.episodes) {
        out.push_back({{e.start, e.end}, static_cast<double>(e.bad), static_cast<double>(e.unexplained_bad)});
    }
    return out;
}

/// Who or what an episode is charged to, else what is proposed.
std::string why_of(const EpisodeView& e) {
    std::string out;
    for (const attribution::ChargeView& c : e.charges) out += (out.empty() ? "" : ", ") + word_of(c.cause.kind) + " " + c.cause.ref;
    if (e.unexplained_bad > 0 && !e.proposals.empty()) {
        const attribution::Proposal& first = e.proposals.front();
        out += (out.empty() ? "? " : "; ? ") + first.reason;
    }
    return out;
}

/// The ones that spent most, in the order of time.
std::vector<const EpisodeView*> largest(const EpisodesView& view, std::size_t most) {
    std::vector<const EpisodeView*> out;
    for (const EpisodeView& e : view.episodes) out.push_back(&e);
    std::stable_sort(out.begin(), out.end(), [](const auto* a, const auto* b) { return a->bad > b->bad; });
    if (out.size() > most) out.resize(most);
    std::sort(out.begin(), out.end(), [](const auto* a, const auto* b) { return a->start < b->start; });
    return out;
}

void print_episodes(const EpisodesView& view, const Terminal& terminal) {
    const auto shown = largest(view, kEpisodesShown);
    Table table({{"episode"}, {"lasts"}, {"peak", Table::Align::right}, {view.unit.noun, Table::Align::right},
                 {"budget", Table::Align::right}, {"charged"}, {"why"}});
    for (const EpisodeView* e : shown) {
        table.add({{text::rfc3339(e->start)}, {text::duration_words(e->end - e->start) + (e->open ? ", goes on" : "")},
                   {fmt::format("{:.1f}x", e->peak_burn)}, {counted(e->bad, view.unit)}, {share(e->budget_share)},
                   {charged_bar(static_cast<double>(e->bad), static_cast<double>(e->unexplained_bad), terminal), Tone::plain, true},
                   {why_of(*e)}});
    }
    if (table.empty()) return;
    fmt::print("\n{}", table.text(terminal));
    const std::size_t rest = view.episodes.size() - shown.size();
    if (rest > 0) fmt::print("  and {} that spent less; --json has them\n", rest);
    if (view.smaller.count > 0) fmt::print("  and {} smaller ones with {} {} in all\n", text::count(view.smaller.count), counted(view.smaller.bad, view.unit), view.unit.noun);
}

/// How much of all that went bad: a bar of full and empty cells.
std::string bar(double part) {
    std::string out;
    const int full = static_cast<int>(std::ceil(std::clamp(part, 0.0, 1.0) * kCell));
    for (int i = 0; i < kCell; ++i) out += i < full ? "█" : "░";
    return out;
}

void print_causes(const EpisodesView& view, const Terminal& terminal) {
    Table table({{"charged to"}, {"kind"}, {view.unit.noun, Table::Align::right}, {"of all"}, {"", Table::Align::right}});
    for (const attribution::CauseView& c : view.by_cause) {
        table.add({{title_of(c.ref, c.title)}, {word_of(c.kind)}, {counted(c.bad, view.unit)}, {bar(c.share), Tone::plain, true}, {text::percent(c.share)}});
    }
    const double rest = view.unexplained_share.value_or(0);
    table.add({{"unexplained", Tone::quiet}, {""}, {counted(view.unexplained_bad, view.unit)}, {bar(rest), Tone::plain, true}, {share(view.unexplained_share)}});
    fmt::print("\n{}", table.text(terminal));
}

/// What an episode's proposals say, so that one can be accepted by its number.
void print_proposals(const EpisodesView& view, const Terminal& terminal) {
    bool any = false;
    for (const EpisodeView* e : largest(view, kEpisodesShown)) {
        for (std::size_t i = 0; i < e->proposals.size(); ++i) {
            const attribution::Proposal& p = e->proposals[i];
            const bool strong = p.strength == attribution::Strength::strong;
            if (!any) fmt::print("\nProposals (nothing is charged without a person)\n");
            any = true;
            fmt::print("  {} #{} {}: {}\n", text::rfc3339(e->start), i + 1, terminal.tone(strong ? "strong" : "weak", strong ? Tone::strong : Tone::quiet),
                       text::printable(p.reason));
        }
    }
    if (any) {
        fmt::print("{}\n", terminal.tone(fmt::format("  plimsoll charge make {} --episode START --proposal N --reason WHY", view.name), Tone::quiet));
    }
}

/// The upstreams that spent most of what they were granted.
void print_spenders(const attribution::DependencyBudgets& budgets, const Terminal& terminal) {
    std::vector<const attribution::DependencyView*> order;
    for (const attribution::DependencyView& d : budgets.items) {
        if (d.spent) order.push_back(&d);
    }
    std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) { return *a->spent > *b->spent; });
    if (order.size() > kCausesBeside) order.resize(kCausesBeside);
    if (!order.empty()) fmt::print("\nUpstreams, of what they were granted of this budget\n");
    for (const attribution::DependencyView* d : order) {
        const bool over = d->overspent.value_or(false);
        fmt::print("  {} {:>7}  {}{}\n", bar(*d->spent), text::percent(*d->spent), text::printable(d->service), over ? terminal.tone("  overspent", Tone::alarm) : "");
    }
}

}  // namespace

int slo_episodes(const Common& common, const std::string& name, const EpisodesOptions& options) {
    const Session session(common);
    auto body = session.get(episodes_target(name, options));
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto view = json::decode<EpisodesView>(*body);
    if (!view) return report(view.error());
    const Terminal terminal(stdout);
    fmt::print("{}  {}\n", terminal.tone(text::printable(view->name), Tone::strong), terminal.tone("where its budget was spent", Tone::quiet));
    if (!view->as_of) {
        fmt::print("  {}\n", text::printable(view->note));
        return kOk;
    }
    fmt::print("{} of {} {} went bad from {} to {}", counted(view->total.bad, view->unit), counted(view->total.valid, view->unit), view->unit.noun,
               text::rfc3339(view->range.start), text::rfc3339(view->range.end));
    if (view->excluded.valid > 0) fmt::print(" · {} bad ones excluded", counted(view->excluded.bad, view->unit));
    fmt::print("\n\n{}", spend_strip(view->range, blocks_of(*view), std::clamp(terminal.width() - 4, 20, 100), terminal));
    if (view->episodes.empty()) fmt::print("\n  No episode: what went bad came singly, not in runs.\n");
    print_episodes(*view, terminal);
    if (view->total.bad > 0) print_causes(*view, terminal);
    fmt::print("  {} of it outside all episodes, as they come\n", counted(view->background_bad, view->unit));
    print_proposals(*view, terminal);
    return kOk;
}

void print_spent(const Session& session, const std::string& slo, const std::string& service, const Terminal& terminal) {
    if (const auto view = fetch<EpisodesView>(session, episodes_target(slo, {})); view && view->total.bad > 0) {
        fmt::print("\nSpent on\n");
        for (std::size_t i = 0; i < std::min(kCausesBeside, view->by_cause.size()); ++i) {
            const attribution::CauseView& c = view->by_cause[i];
            fmt::print("  {} {:>7}  {} {}\n", bar(c.share), text::percent(c.share), word_of(c.kind), text::printable(title_of(c.ref, c.title)));
        }
        const double rest = view->unexplained_share.value_or(0);
        fmt::print("  {} {:>7}  {}\n", bar(rest), text::percent(rest), terminal.tone(fmt::format("unexplained; `plimsoll slo episodes {}`", slo), Tone::quiet));
    } else if (!view) {
        fmt::print("\nSpent on: {}\n", text::printable(view.error().sentence()));
    }
    if (service.empty()) return;
    const auto budgets = fetch<attribution::DependencyBudgets>(session, "/api/v1/services/" + encoded(service) + "/dependency-budgets?slo=" + encoded(slo));
    if (!budgets) {
        fmt::print("\nDependencies: {}\n", text::printable(budgets.error().sentence()));
        return;
    }
    print_spenders(*budgets, terminal);
}

int service_dependencies(const Common& common, const std::string& service, const std::string& slo) {
    const Session session(common);
    std::string target = "/api/v1/services/" + encoded(service) + "/dependency-budgets";
    if (!slo.empty()) target += "?slo=" + encoded(slo);
    auto body = session.get(target);
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto view = json::decode<attribution::DependencyBudgets>(*body);
    if (!view) return report(view.error());
    const Terminal terminal(stdout);
    fmt::print("{}  {}\n", terminal.tone(text::printable(view->service), Tone::strong), terminal.tone("what its upstreams must deliver", Tone::quiet));
    if (!view->slo.empty()) fmt::print("{} promises {}; of its budget it keeps {} for itself\n", text::printable(view->slo), view->objective, text::percent(view->own_share));
    if (!view->why_empty.empty()) fmt::print("  {}\n", text::printable(view->why_empty));
    if (view->items.empty()) return kOk;
    Table table({{"upstream"}, {"counted on"}, {"granted", Table::Align::right}, {"required", Table::Align::right}, {"promised", Table::Align::right},
                 {"left of what it was granted"}, {"spent", Table::Align::right}, {""}});
    for (const attribution::DependencyView& d : view->items) {
        const LoadLine line{d.spent ? std::optional(1 - *d.spent) : std::nullopt, {}, {}, d.coverage, 0.25, 0.1};
        const bool over = d.overspent.value_or(false);
        const bool weak = d.promised_enough.has_value() && !*d.promised_enough;
        std::string told = over ? "overspent" : weak ? "promises too little" : d.why_empty;
        if (over && weak) told += ", promises too little";
        table.add({{d.service}, {d.slo.empty() ? "–" : d.slo}, {text::percent(d.share)}, {d.required}, {d.promised.empty() ? "–" : d.promised},
                   {load_bar(line, 24, terminal), Tone::plain, true}, {share(d.spent)}, {told, over ? Tone::alarm : weak ? Tone::caution : Tone::quiet}});
    }
    fmt::print("\n{}", table.text(terminal));
    return kOk;
}

}  // namespace plimsoll::cli
