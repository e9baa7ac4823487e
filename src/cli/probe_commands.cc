// probe_commands.cc: `plimsoll probe list | show | run | try`: what synthetic checks find, and where their time goes.
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "server/probe_routes.h"

namespace plimsoll::cli {

namespace {

using probes::CheckResult;
using probes::StepResult;

std::string ms(Duration time) {
    return time < Duration::ms(1) ? "<1 ms" : fmt::format("{} ms", text::count(time.in_ms()));
}
/// A phase that was not reached, or that took no time worth telling.
std::string phase(Duration time) {
    return time == Duration() ? "–" : ms(time);
}

Cell result_cell(bool good, int attempts) {
    std::string word = good ? "good" : "failed";
    if (attempts > 1) word += fmt::format(" (try {})", attempts);
    return {word, good ? Tone::good : Tone::alarm};
}

/// What a step met besides how long it took: "status 503 from 192.0.2.1".
std::string met(const StepResult& step) {
    std::string out;
    if (step.status != 0) out += fmt::format("status {} ", step.status);
    if (!step.address.empty()) out += "from " + step.address;
    return out;
}

void print_steps(const CheckResult& check, const Terminal& terminal) {
    Table table({{"step"},
                 {"result"},
                 {"name", Table::Align::right},
                 {"connect", Table::Align::right},
                 {"tls", Table::Align::right},
                 {"first byte", Table::Align::right},
                 {"all", Table::Align::right},
                 {"what came"}});
    for (const StepResult& step : check.steps) {
        table.add({{step.name.empty() ? "–" : step.name},
                   result_cell(step.good, 1),
                   {phase(step.dns)},
                   {phase(step.connect)},
                   {phase(step.tls)},
                   {phase(step.first_byte)},
                   {ms(step.total)},
                   {met(step)}});
    }
    fmt::print("{}", table.text(terminal));
    for (const StepResult& step : check.steps) {
        const std::string who = step.name.empty() ? "" : text::printable(step.name) + ": ";
        if (step.certificate_ends) fmt::print("{}certificate until {}\n", who, text::rfc3339(*step.certificate_ends));
        if (step.good) continue;
        fmt::print("{}{}\n", who, terminal.tone(text::printable(step.failure), Tone::alarm));
        if (!step.excerpt.empty()) fmt::print("  the answer began: {}\n", terminal.tone(text::printable(step.excerpt), Tone::quiet));
    }
}

void print_history(const std::vector<CheckResult>& results, const Terminal& terminal) {
    Table table({{"due"}, {"result"}, {"took", Table::Align::right}, {"why"}});
    for (const CheckResult& check : results)
        table.add({{text::rfc3339(check.at.floor(Duration::seconds(1)))},
                   result_cell(check.good, check.attempts),
                   {ms(check.took)},
                   {server::failure_of(check)}});
    fmt::print("{}", table.text(terminal));
}

/// Prints a check made by hand; its exit code says how it went.
int print_check(const Result<std::string>& body, bool as_json) {
    if (!body) return report(body.error());
    auto check = json::decode<CheckResult>(*body);
    if (!check) return report(check.error());
    const int code = check->good ? kOk : kFound;
    if (as_json) {
        print_json(*body);
        return code;
    }
    const Terminal terminal(stdout);
    const Cell result = result_cell(check->good, check->attempts);
    fmt::print("{}  {} in {}\n", terminal.tone(text::printable(check->probe), Tone::strong), terminal.tone(result.text, result.tone),
               ms(check->took));
    print_steps(*check, terminal);
    return code;
}

Result<std::string> text_of(const std::string& file) {
    std::ostringstream text;
    if (file == "-") {
        text << std::cin.rdbuf();
        return text.str();
    }
    std::ifstream in(file, std::ios::binary);
    if (!in) return fail(plimsoll::errors::io, file + ": cannot be read");
    text << in.rdbuf();
    return text.str();
}

}  // namespace

int probe_list(const Common& common) {
    const Session session(common);
    server::ProbeList all;
    for (std::string cursor; all.items.empty() || !cursor.empty();) {
        auto page = fetch<server::ProbeList>(session, "/api/v1/probes?limit=1000" + (cursor.empty() ? "" : "&cursor=" + encoded(cursor)));
        if (!page) return report(page.error());
        cursor = page->next_cursor;
        std::move(page->items.begin(), page->items.end(), std::back_inserter(all.items));
        if (cursor.empty()) break;
    }
    if (common.json) return print_json(json::encode(all));
    if (all.items.empty()) {
        fmt::print("no probes; docs/probes.md shows how one is written\n");
        return kOk;
    }
    const Terminal terminal(stdout);
    Table table({{"probe"},
                 {"what"},
                 {"target"},
                 {"every"},
                 {"last"},
                 {"result"},
                 {"took", Table::Align::right},
                 {"missed", Table::Align::right},
                 {"why"}});
    for (const server::ProbeSummary& p : all.items) {
        table.add({{p.name},
                   {fmt::format("{}", fmt::join(p.kinds, ", "))},
                   {p.target},
                   {text::duration(p.interval)},
                   {p.at ? text::rfc3339(p.at->floor(Duration::seconds(1))) : "not yet"},
                   p.good ? result_cell(*p.good, 1) : Cell{"–"},
                   {p.took ? ms(*p.took) : "–"},
                   {text::count(static_cast<std::int64_t>(p.missed))},
                   {p.failure}});
    }
    fmt::print("{}", table.text(terminal));
    return kOk;
}

int probe_show(const Common& common, const std::string& name) {
    const Session session(common);
    auto body = session.get("/api/v1/probes/" + encoded(name));
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto probe = json::decode<server::ProbeDetail>(*body);
    if (!probe) return report(probe.error());
    const Terminal terminal(stdout);
    fmt::print("{}  every {}, within {}, {} {}{}\n", terminal.tone(text::printable(probe->name), Tone::strong), text::duration(probe->interval),
               text::duration(probe->timeout), probe->retries, probe->retries == 1 ? "retry" : "retries",
               probe->allow_private ? ", private addresses too" : "");
    if (!probe->description.empty()) fmt::print("{}\n", text::printable(probe->description));
    for (const server::ProbeStepView& step : probe->steps)
        fmt::print("  {} {} {}\n", text::printable(step.name), step.kind, text::printable(step.target));
    if (probe->missed > 0)
        fmt::print("{} checks could not be made since the server started\n", text::count(static_cast<std::int64_t>(probe->missed)));
    if (probe->results.empty()) {
        fmt::print("no check was made since the server started; the first comes within {}\n", text::duration(probe->interval));
        return kOk;
    }
    fmt::print("\nthe last check, by phase\n");
    print_steps(probe->results.front(), terminal);
    fmt::print("\n");
    print_history(probe->results, terminal);
    return kOk;
}

int probe_run(const Common& common, const std::string& name) {
    const Session session(common);
    return print_check(session.post("/api/v1/probes/" + encoded(name) + "/run", ""), common.json);
}

int probe_try(const Common& common, const std::string& file) {
    auto text = text_of(file);
    if (!text) return report(text.error());
    const Session session(common);
    return print_check(session.post("/api/v1/probes/try", json::encode(server::ProbeTrial{*std::move(text)})), common.json);
}

}  // namespace plimsoll::cli
