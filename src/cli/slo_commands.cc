// slo_commands.cc: `plimsoll slo list | show | explain | debug`.
#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/load_line.h"
#include "cli/output.h"
#include "cli/plot.h"
#include "domain/slo/debug.h"
#include "domain/slo/definition.h"
#include "domain/slo/views.h"
#include "domain/slo/windows.h"

namespace plimsoll::cli {

namespace {

std::string share(const std::optional<double>& value) { return value ? text::percent(*value) : "–"; }
std::string burn(const std::optional<double>& value) { return value ? fmt::format("{:.1f}x", *value) : "–"; }

Tone tone_of(slo::SloState state) {
    switch (state) {
        case slo::SloState::burning:
        case slo::SloState::breached: return Tone::alarm;
        case slo::SloState::frozen:
        case slo::SloState::cannot_tell:
        case slo::SloState::stale: return Tone::caution;
        case slo::SloState::no_data: return Tone::quiet;
        case slo::SloState::ok: return Tone::plain;
    }
    return Tone::plain;
}

const char* word_of(slo::SloState state) {
    switch (state) {
        case slo::SloState::no_data: return "no data";
        case slo::SloState::stale: return "stale";
        case slo::SloState::frozen: return "frozen";
        case slo::SloState::burning: return "burning";
        case slo::SloState::breached: return "breached";
        case slo::SloState::cannot_tell: return "cannot tell";
        case slo::SloState::ok: return "ok";
    }
    return "?";
}

LoadLine line_of(const slo::SloSummary& slo) {
    return {slo.budget_remaining, slo.burn_1h, slo.projected_end, slo.coverage, slo.thresholds.caution, slo.thresholds.freeze};
}

/// Worst first: by tier, then state, then what is left.
void order_by_consequence(std::vector<slo::SloSummary>& slos) {
    const auto rank = [](const slo::SloSummary& s) {
        static constexpr int kRank[] = {5, 3, 2, 0, 1, 4};  // no_data, stale, frozen, burning, breached, ok
        return std::tuple(kRank[static_cast<int>(s.state)], s.tier.empty() ? "~" : s.tier, s.budget_remaining.value_or(2), s.name);
    };
    std::sort(slos.begin(), slos.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
}

std::string wrapped_measure(const Measure& m, const std::string& label) {
    return fmt::format("  {:<22} {}\n", label, shown(m));
}

void print_alerts(const slo::SloDetail& slo, const Terminal& terminal) {
    Table table({{"rule"}, {"severity"}, {"state"}, {"long"}, {"short"}, {"threshold", Table::Align::right}, {"since"}});
    for (const slo::RuleView& rule : slo.rules) {
        const auto& d = rule.definition;
        static constexpr const char* kWords[] = {"inactive", "cannot tell", "pending", "firing", "frozen", "clearing"};
        const bool loud = rule.state == slo::RuleState::firing;
        table.add({{d.name},
                   {d.severity == catalog::Severity::page ? "page" : "ticket"},
                   {kWords[static_cast<int>(rule.state)], loud ? Tone::alarm : Tone::plain},
                   {text::duration(d.long_window)},
                   {d.short_window == Duration() ? "–" : text::duration(d.short_window)},
                   {fmt::format("{}x", text::number(d.factor))},
                   {rule.since ? text::rfc3339(*rule.since) : ""}});
    }
    fmt::print("\n{}", table.text(terminal));
}

/// How it counts, where that is not plain, and what is left out.
void print_nature(const slo::SloDetail& slo) {
    const slo::SloSummary& s = slo.summary;
    if (s.method != catalog::BudgetingMethod::occurrences || slo.definition.composite) {
        fmt::print("\nbudgeting: {}", text::printable(slo::method_words(slo.definition)));
    }
    if (s.window_range) fmt::print("\nthis window: {} to {}", text::rfc3339(s.window_range->start), text::rfc3339(s.window_range->end));
    if (s.groups) fmt::print("\ngroups: {}", text::count(*s.groups));
    if (s.budget_without_exclusions) fmt::print("\nbudget with all counted that is excluded: {}", text::percent(*s.budget_without_exclusions));
}

/// Burn rates in the order of the windows that the SLO keeps: `slo.burn_rate` comes once for each.
void print_burns(const slo::SloDetail& slo, const Terminal& terminal) {
    const std::vector<Duration> windows = slo::windows_of(slo.definition);
    std::size_t next = 0;
    std::string names;
    std::string rates;
    for (const Measure& m : slo.measures) {
        if (m.id != "slo.burn_rate" || next == windows.size()) continue;
        const std::string name = text::duration(windows[next++]);
        const std::string rate = m.value ? fmt::format("{:.1f}x", *m.value) : "–";
        const std::size_t width = std::max(columns(name), columns(rate)) + 2;
        names += std::string(width - columns(name), ' ') + name;
        rates += std::string(width - columns(rate), ' ') + rate;
    }
    if (!names.empty()) fmt::print("\n  {:<10}{}\n  {:<10}{}\n", "over", terminal.tone(names, Tone::quiet), "burns", rates);
}

void print_burn_down(const slo::SloDetail& slo, const Terminal& terminal) {
    if (!slo.burn_down) return;
    Plot p;
    for (const slo::BurnDownPoint& point : slo.burn_down->points) p.points.push_back(point.remaining);
    p.low = 0;
    p.high = 1;
    p.rules = {0, 0.1, 0.5};
    p.left = text::rfc3339(slo.burn_down->range.start);
    p.right = text::rfc3339(slo.burn_down->range.end);
    fmt::print("\nBudget remaining\n{}", plot(p, std::min(terminal.width(), 100), 10, terminal));
}

}  // namespace

int slo_list(const Common& common, const std::string& service, const std::string& state) {
    const Session session(common);
    std::vector<slo::SloSummary> slos;
    std::string cursor;
    do {
        std::string target = "/api/v1/slos?limit=500";
        if (!service.empty()) target += "&service=" + encoded(service);
        if (!state.empty()) target += "&state=" + encoded(state);
        if (!cursor.empty()) target += "&cursor=" + encoded(cursor);
        auto page = fetch<slo::SloPage>(session, target);
        if (!page) return report(page.error());
        slos.insert(slos.end(), page->items.begin(), page->items.end());
        cursor = page->next_cursor;
    } while (!cursor.empty());
    order_by_consequence(slos);
    if (common.json) return print_json(json::encode(slo::SloPage{slos, ""}));
    if (slos.empty()) {
        fmt::print("No SLOs. Put an OpenSLO file into the server's catalogue folder; it is read within seconds.\n");
        return kOk;
    }
    const Terminal terminal(stdout);
    Table table({{"slo"}, {"service"}, {"objective", Table::Align::right}, {"window"}, {"load line"},
                 {"budget", Table::Align::right}, {"burn 1h", Table::Align::right}, {"ends", Table::Align::right}, {"state"}});
    const int bar = std::clamp(terminal.width() - 76, 12, 32);
    for (const slo::SloSummary& slo : slos) {
        table.add({{slo.name}, {slo.service}, {slo.objective}, {text::duration(slo.period)},
                   {load_bar(line_of(slo), bar, terminal), Tone::plain, true}, {share(slo.budget_remaining)},
                   {burn(slo.burn_1h)}, {share(slo.projected_end)}, {word_of(slo.state), tone_of(slo.state)}});
    }
    fmt::print("{}", table.text(terminal));
    return kOk;
}

int slo_show(const Common& common, const std::string& name) {
    const Session session(common);
    auto body = session.get("/api/v1/slos/" + encoded(name));
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto detail = json::decode<slo::SloDetail>(*body);
    if (!detail) return report(detail.error());
    const Terminal terminal(stdout);
    const slo::SloSummary& s = detail->summary;
    const std::string title = s.display_name.empty() ? s.name : s.display_name;
    fmt::print("{}  {}\n", terminal.tone(text::printable(title), Tone::strong),
               terminal.tone(word_of(s.state), tone_of(s.state)));
    fmt::print("{} of valid {} are good over {}", s.objective, s.unit.noun, text::printable(s.window));
    if (!s.service.empty()) fmt::print(" · service {}", text::printable(s.service));
    if (s.as_of) fmt::print(" · as of {}", text::rfc3339(*s.as_of));
    print_nature(*detail);
    fmt::print("\n\n  {}\n\n", load_line(line_of(s), std::clamp(terminal.width() - 50, 20, 48), terminal));
    if (s.state == slo::SloState::no_data) {
        fmt::print("  {}\n  `plimsoll slo debug {}` says which series its queries match.\n", text::printable(s.why_empty), s.name);
    }
    for (const Measure& m : detail->measures) {
        std::string label = m.id.substr(m.id.find('.') + 1);
        std::replace(label.begin(), label.end(), '_', ' ');
        if (m.id == "slo.burn_rate" || m.id == "slo.error_ratio" || m.id == "slo.good_ratio") continue;  // below, or in --json
        fmt::print("{}", wrapped_measure(m, label));
    }
    print_burns(*detail, terminal);
    print_burn_down(*detail, terminal);
    print_spent(session, s.name, s.service, terminal);
    print_alerts(*detail, terminal);
    for (const slo::AlertView& alert : detail->alerts) {
        if (alert.state == slo::AlertState::resolved) continue;
        fmt::print("\n{} {} since {}: {}\n", terminal.tone("alert", Tone::alarm), text::printable(alert.rule),
                   text::rfc3339(alert.since), text::printable(alert.id));
    }
    return kOk;
}

int slo_explain(const Common& common, const std::string& name, const std::string& measure) {
    const Session session(common);
    auto body = session.get("/api/v1/slos/" + encoded(name) + "/explain");
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto explain = json::decode<slo::SloExplain>(*body);
    if (!explain) return report(explain.error());
    bool any = false;
    for (const slo::DefenceSheet& sheet : explain->sheets) {
        if (!measure.empty() && sheet.measure.id != measure && sheet.measure.id != "slo." + measure) continue;
        fmt::print("{}{}", any ? "\n" : "", sheet.text);
        any = true;
    }
    if (!any) {
        return report(fail(plimsoll::errors::not_found, "no measure \"" + text::printable(measure) + "\"; leave it out to see all"));
    }
    return kOk;
}

int slo_debug(const Common& common, const std::string& name) {
    const Session session(common);
    auto body = session.get("/api/v1/slos/" + encoded(name) + "/debug");
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto debug = json::decode<slo::SloDebug>(*body);
    if (!debug) return report(debug.error());
    const Terminal terminal(stdout);
    fmt::print("{}: {}\n", text::printable(debug->name), text::printable(debug->why));
    if (!debug->remedy.empty()) fmt::print("  remedy: {}\n", text::printable(debug->remedy));
    fmt::print("  series {} ({} live) · settled up to {} · source's latest sample {}\n", debug->series, debug->live_series,
               debug->complete ? text::rfc3339(*debug->complete) : "–", debug->watermark ? text::rfc3339(*debug->watermark) : "–");
    fmt::print("  resets {} · unknown starts {} · bad above valid {}\n", debug->resets, debug->unknown_starts, debug->bad_above_valid);
    for (const slo::SelectorView& selector : debug->selectors) {
        fmt::print("\n{} {}{}\n  matched {} series, {} live\n", selector.query, selector.sign < 0 ? "- " : "",
                   text::printable(selector.selector), selector.matched, selector.live);
        const bool read = !selector.examples.empty() && selector.examples.front().labels.find("} as ") != std::string::npos;
        Table table({{"  series"}, {"last sample"}, {read ? "counted bad" : "value", Table::Align::right}, {"live"}, {"every"}});
        for (const slo::SeriesView& series : selector.examples) {
            table.add({{"  " + series.labels}, {series.last_at ? text::rfc3339(*series.last_at) : "–"},
                       {text::number(series.last_value)}, {series.live ? "yes" : "no"},
                       {series.expected_interval ? text::duration(*series.expected_interval) : "–"}});
        }
        if (!table.empty()) fmt::print("{}", table.text(terminal));
    }
    return kOk;
}

}  // namespace plimsoll::cli
