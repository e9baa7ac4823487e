// source_commands.cc: `plimsoll source list | show | metrics | propose`: where telemetry comes from, and what could be promised
// from it.
#include <fmt/format.h>

#include <boost/describe/enum_to_string.hpp>
#include <cmath>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "server/source_routes.h"

namespace plimsoll::cli {

namespace {

using server::SourceState;
using server::SourceView;

constexpr std::size_t kSlosNamed = 20;

std::string count(std::uint64_t n) { return text::count(static_cast<std::int64_t>(n)); }

std::string word(SourceState state) { return boost::describe::enum_to_string(state, ""); }

Tone tone_of(SourceState state) {
    switch (state) {
        case SourceState::failing:
        case SourceState::silent: return Tone::alarm;
        case SourceState::late: return Tone::caution;
        case SourceState::ok: return Tone::good;
        default: return Tone::quiet;
    }
}

std::string lag_of(const SourceView& view) {
    if (!view.lag_s) return "–";
    if (*view.lag_s < 1) return "< 1 s";
    return text::duration_words(Duration::seconds(std::llround(*view.lag_s)));
}

std::string rate_of(const SourceView& view) { return view.deliveries == 0 ? "–" : fmt::format("{:.1f}", view.samples_per_second); }

/// As people know it: "prometheus-shop from 10.20.1.7" of one that pushes.
std::string called(const SourceView& view) { return view.who.empty() ? view.name : view.who; }

/// The name of a source that is given by it, or as people know it. What there is not is for the server to tell.
std::string name_of(const Common& common, const std::string& given) {
    if (const auto list = fetch<server::SourceList>(Session(common), "/api/v1/sources")) {
        for (const SourceView& view : list->items)
            if (called(view) == given) return view.name;
    }
    return given;
}

void print_why(const Terminal& terminal, const SourceView& view) {
    fmt::print("{}  {}: {}\n", terminal.tone(text::printable(called(view)), Tone::strong),
               terminal.tone(word(view.state), tone_of(view.state)), text::printable(view.why));
    if (!view.remedy.empty()) fmt::print("  {}\n", text::printable(view.remedy));
    if (!view.note.empty()) fmt::print("  {}\n", text::printable(view.note));
}

Table facts_of(const server::SourceDetail& detail) {
    const SourceView& view = detail.source;
    Table table({{"what"}, {"value"}});
    const auto row = [&](const std::string& name, const std::string& value) {
        if (!value.empty()) table.add({{name, Tone::quiet}, {value}});
    };
    row("kind", view.kind);
    if (!view.who.empty()) row("name", view.name);
    row("declared", view.declared ? (view.line > 0 ? fmt::format("{}:{}", view.file, view.line) : view.file) : "no: it pushes");
    row("newest sample", view.newest ? text::rfc3339(view.newest->floor(Duration::seconds(1))) + ", " + lag_of(view) + " ago" : "");
    row("samples", fmt::format("{} since the start, {} a second; {} counted by an SLI, {} refused", count(view.samples), rate_of(view),
                               count(view.bound), count(view.refused)));
    row("series", view.series > 0 ? count(view.series) + " in its last delivery" : "");
    row("feeds", view.slo_count == 0 ? "no SLO" : view.slo_count == 1 ? "1 SLO" : count(view.slo_count) + " SLOs");
    for (const server::SourceFact& fact : detail.facts) row(fact.name, fact.text);
    return table;
}

std::string path_of(const std::string& name, const char* part = "") { return "/api/v1/sources/" + encoded(name) + part; }

template <class T>
int shown(const Common& common, const std::string& target, void (*print)(const T&)) {
    const Session session(common);
    auto body = session.get(target);
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto decoded = json::decode<T>(*body);
    if (!decoded) return report(decoded.error());
    print(*decoded);
    return kOk;
}

void print_list(const server::SourceList& list) {
    if (list.items.empty()) {
        fmt::print(
            "Nothing sends telemetry, and no source is declared. Let Prometheus remote_write to this server, or declare a DataSource.\n");
        return;
    }
    const Terminal terminal(stdout);
    Table table({{"source"},
                 {"kind"},
                 {"state"},
                 {"lag", Table::Align::right},
                 {"samples/s", Table::Align::right},
                 {"series", Table::Align::right},
                 {"unbound", Table::Align::right},
                 {"SLOs", Table::Align::right}});
    for (const SourceView& view : list.items) {
        table.add({{called(view)},
                   {view.kind, Tone::quiet},
                   {word(view.state), tone_of(view.state)},
                   {lag_of(view)},
                   {rate_of(view)},
                   {view.series > 0 ? count(view.series) : "–"},
                   {view.unbound_share ? text::percent(*view.unbound_share) : "–"},
                   {count(view.slo_count)}});
    }
    fmt::print("{}", table.text(terminal));
    for (const SourceView& view : list.items) {
        if (view.state == SourceState::ok || view.state == SourceState::named) continue;
        fmt::print("\n");
        print_why(terminal, view);
    }
}

void print_source(const server::SourceDetail& detail) {
    const Terminal terminal(stdout);
    print_why(terminal, detail.source);
    fmt::print("\n{}", facts_of(detail).text(terminal));
    std::size_t named = 0;
    for (const std::string& slo : detail.source.slos) {
        if (named++ == kSlosNamed) break;
        fmt::print("  {}\n", text::printable(slo));
    }
    if (detail.source.slo_count > kSlosNamed) fmt::print("  and {} more\n", count(detail.source.slo_count - kSlosNamed));
    for (const server::SourceFilling& one : detail.filling) {
        const std::string progress =
            one.under_way ? fmt::format("being filled, {}; it pages nobody until then", text::percent(one.done, 0)) : "filled";
        fmt::print("  {}: {}{}{}\n", text::printable(one.slo), progress, one.note.empty() ? "" : "; ", text::printable(one.note));
    }
}

void print_metrics(const server::SourceMetricPage& page) {
    const Terminal terminal(stdout);
    Table table({{"metric"}, {"type"}, {"series", Table::Align::right}, {"about"}});
    for (const server::SourceMetric& one : page.items) {
        std::string labels;
        for (const std::string& label : one.labels) labels += (labels.empty() ? "" : ", ") + label;
        table.add({{one.name, one.recognised ? Tone::strong : Tone::plain},
                   {one.type, Tone::quiet},
                   {one.series ? count(*one.series) : "–"},
                   {one.help.empty() ? labels : one.help, Tone::quiet}});
    }
    if (!table.empty()) fmt::print("{}", table.text(terminal));
    fmt::print("{} of {} metrics{}. {}.\n", count(page.items.size()), count(page.all),
               page.matching > page.items.size() ? fmt::format(" ({} fit)", count(page.matching)) : "", text::printable(page.note));
}

void print_proposals(const server::ProposalList& list) {
    const Terminal terminal(stdout);
    if (list.items.empty()) {
        fmt::print("{}.\n", text::printable(list.note));
        return;
    }
    for (const server::Proposal& one : list.items) {
        const std::string traffic =
            one.events_a_day ? fmt::format(", about {} events a day", text::count(std::llround(*one.events_a_day))) : "";
        fmt::print("{}  {}{}{}\n", terminal.tone(text::printable(one.id), Tone::strong), text::printable(one.title), traffic,
                   one.exists ? "; an SLO of this name applies" : "");
        fmt::print("  {}: {}\n  Not counted: {}\n", text::printable(one.system), text::printable(one.why),
                   text::printable(one.not_counted));
    }
    const std::string name = text::printable(list.source);
    const std::string typed = name.find(' ') == std::string::npos ? name : "\"" + name + "\"";
    fmt::print("\nThe YAML of one: `plimsoll source propose {} --slo {}`\n", typed, text::printable(list.items.front().id));
}

int print_yaml(const server::ProposalList& list, const std::string& slo) {
    for (const server::Proposal& one : list.items) {
        if (one.id != slo) continue;
        fmt::print("{}", one.yaml);
        return kOk;
    }
    return report(fail(plimsoll::errors::not_found, "no proposal is called \"" + slo + "\""));
}

}  // namespace

int source_list(const Common& common) { return shown<server::SourceList>(common, "/api/v1/sources", print_list); }

int source_show(const Common& common, const std::string& name) {
    return shown<server::SourceDetail>(common, path_of(name_of(common, name)), print_source);
}

int source_metrics(const Common& common, const std::string& name, const std::string& search) {
    const std::string path = path_of(name_of(common, name), "/metrics") + (search.empty() ? "" : "?search=" + encoded(search));
    return shown<server::SourceMetricPage>(common, path, print_metrics);
}

int source_propose(const Common& common, const std::string& name, const std::string& slo) {
    const std::string path = path_of(name_of(common, name), "/proposals");
    if (slo.empty()) return shown<server::ProposalList>(common, path, print_proposals);
    auto list = fetch<server::ProposalList>(Session(common), path);
    return list ? print_yaml(*list, slo) : report(list.error());
}

}  // namespace plimsoll::cli
