// log_commands.cc: `plimsoll log`: what happened, newest first, for people; and `plimsoll health`.
#include <fmt/format.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "server/activity.h"
#include "server/health.h"

namespace plimsoll::cli {

namespace {

constexpr std::size_t kPage = 200;

std::string target_of(const LogOptions& options, std::size_t left, const std::string& cursor) {
    std::string target = "/api/v1/log?limit=" + std::to_string(std::min(left, kPage));
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty()) target += fmt::format("&{}={}", name, encoded(value));
    };
    add("service", options.service);
    add("slo", options.slo);
    add("actor", options.actor);
    add("type", options.type);
    add("cursor", cursor);
    return target;
}

/// Goes on where a page came back short, until there are enough or the log's beginning is reached.
Result<server::LogPage> entries(const Session& session, const LogOptions& options) {
    server::LogPage all;
    do {
        TRY_ASSIGN(auto page, fetch<server::LogPage>(session, target_of(options, options.limit - all.items.size(), all.next_cursor)));
        std::move(page.items.begin(), page.items.end(), std::back_inserter(all.items));
        all.next_cursor = page.next_cursor;
        all.scanned_to = page.scanned_to;
    } while (!all.next_cursor.empty() && all.items.size() < options.limit);
    return all;
}

Tone tone_of(const server::LogEntry& entry) {
    if (entry.type == "slo.AlertFired" || entry.type == "paging.PageDeadLettered" || entry.type == "catalog.CatalogRefused") return Tone::alarm;
    if (entry.type == "slo.AlertResolved" || entry.type == "paging.PageDelivered") return Tone::good;
    return Tone::plain;
}

void print_checks(const Terminal& terminal, const server::ServerHealth& health) {
    Table checks({{"check"}, {"state"}, {"seen"}});
    for (const server::HealthCheck& check : health.checks) {
        checks.add({{check.name}, {check.ok ? "ok" : "NOT OK", check.ok ? Tone::good : Tone::alarm}, {check.detail}});
    }
    fmt::print("{}", checks.text(terminal));
    for (const server::HealthCheck& check : health.checks) {
        if (!check.ok) fmt::print("  {}: {}\n", text::printable(check.name), text::printable(check.remedy));
    }
}

void print_figures(const Terminal& terminal, const server::ServerHealth& health) {
    Table figures({{"figure"}, {"value", Table::Align::right}, {"how"}});
    for (const Measure& measure : health.measures) figures.add({{measure.id}, {shown(measure)}, {measure.formula, Tone::quiet}});
    for (const server::HealthFact& fact : health.facts) figures.add({{fact.name}, {fact.text}, {""}});
    fmt::print("\n{}", figures.text(terminal));
}

}  // namespace

int log_list(const Common& common, const LogOptions& options) {
    const Session session(common);
    auto page = entries(session, options);
    if (!page) return report(page.error());
    if (common.json) return print_json(json::encode(*page));
    if (page->items.empty()) {
        fmt::print("Nothing in the log fits. `plimsoll log` without filters shows everything.\n");
        return kOk;
    }
    Table table({{"event", Table::Align::right}, {"when"}, {"who"}, {"what"}});
    for (const server::LogEntry& entry : page->items) {
        table.add({{"#" + std::to_string(entry.seq), Tone::quiet}, {text::rfc3339(entry.at.floor(Duration::seconds(1)))}, {entry.actor_name}, {entry.text, tone_of(entry)}});
    }
    fmt::print("{}", table.text(Terminal(stdout)));
    return kOk;
}

int health(const Common& common) {
    const Session session(common);
    auto body = session.get("/api/v1/health");
    if (!body) return report(body.error());
    auto health = json::decode<server::ServerHealth>(*body);
    if (!health) return report(health.error());
    const int code = health->ok ? kOk : kFound;
    if (common.json) {
        print_json(*body);
        return code;
    }
    const Terminal terminal(stdout);
    fmt::print("Plimsoll {} at {}, up {}\n\n", text::printable(health->version), text::printable(health->url),
               text::duration_words(Duration::seconds(static_cast<std::int64_t>(health->uptime_s))));
    print_checks(terminal, *health);
    print_figures(terminal, *health);
    return code;
}

}  // namespace plimsoll::cli
