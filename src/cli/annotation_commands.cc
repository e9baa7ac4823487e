// annotation_commands.cc: `plimsoll annotate` and `plimsoll annotation list | retract`.
#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <fmt/format.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "cli/time_text.h"
#include "domain/exclusions/views.h"

namespace plimsoll::cli {

namespace {

constexpr std::size_t kShown = 200;

Result<exclusions::AnnotationBody> body_of(const AnnotationOptions& o) {
    exclusions::AnnotationBody body;
    const Timestamp now = SystemClock().now();
    if (!boost::describe::enum_from_string(o.category.c_str(), body.category))
        return fail(plimsoll::errors::invalid, "the command line", {{"--category", "must be one of change, incident, dependency, maintenance, note", ""}});
    body.slos = o.slos;
    body.services = o.services;
    TRY_ASSIGN(body.start, time_of("--start", o.start, o.zone, now));
    if (!o.end.empty()) {
        TRY_ASSIGN(body.end, time_of("--end", o.end, o.zone, now));
    }
    body.title = o.title;
    body.text = o.text;
    body.url = o.url;
    return body;
}

}  // namespace

int annotate(const Common& common, const AnnotationOptions& options) {
    auto body = body_of(options);
    if (!body) return report(body.error());
    auto reply = Session(common).post("/api/v1/annotations", json::encode(*body));
    if (!reply) return report(reply.error());
    if (common.json) return print_json(*reply);
    auto view = json::decode<exclusions::AnnotationView>(*reply);
    if (!view) return report(view.error());
    fmt::print("noted as {}\n", view->id);
    return kOk;
}

int annotation_list(const Common& common, const std::string& slo, const std::string& service) {
    const Session session(common);
    exclusions::AnnotationPage all;
    std::string cursor;
    do {
        std::string target = "/api/v1/annotations?limit=100";
        if (!slo.empty()) target += "&slo=" + encoded(slo);
        if (!service.empty()) target += "&service=" + encoded(service);
        if (!cursor.empty()) target += "&cursor=" + encoded(cursor);
        auto page = fetch<exclusions::AnnotationPage>(session, target);
        if (!page) return report(page.error());
        all.items.insert(all.items.end(), page->items.begin(), page->items.end());
        cursor = page->next_cursor;
    } while (!cursor.empty() && all.items.size() < kShown);
    all.next_cursor = cursor;
    if (common.json) return print_json(json::encode(all));
    if (all.items.empty()) {
        fmt::print("No annotations. `plimsoll annotate --service NAME --title TEXT` makes one.\n");
        return kOk;
    }
    const Terminal terminal(stdout);
    Table table({{"id"}, {"at"}, {"for"}, {"what"}, {"category"}, {"on"}, {"by"}});
    for (const exclusions::AnnotationView& a : all.items) {
        std::string on;
        for (const std::string& name : a.slos) on += (on.empty() ? "" : ", ") + name;
        for (const std::string& name : a.services) on += (on.empty() ? "all of " : ", all of ") + name;
        const Tone tone = a.retracted ? Tone::quiet : Tone::plain;
        table.add({{a.id}, {text::rfc3339(a.start)}, {a.end ? text::duration(*a.end - a.start) : "–"}, {a.title + (a.retracted ? " (retracted)" : ""), tone},
                   {boost::describe::enum_to_string(a.category, "?")}, {on}, {a.by, Tone::quiet}});
    }
    fmt::print("{}", table.text(terminal));
    return kOk;
}

int annotation_retract(const Common& common, const std::string& id, const std::string& reason) {
    auto reply = Session(common).post("/api/v1/annotations/" + encoded(id) + "/retract", json::encode(exclusions::DecisionBody{reason}));
    if (!reply) return report(reply.error());
    if (common.json) return print_json(*reply);
    fmt::print("retracted {}: charts do not show it any more\n", text::printable(id));
    return kOk;
}

}  // namespace plimsoll::cli
