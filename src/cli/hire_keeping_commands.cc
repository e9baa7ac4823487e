// hire_keeping_commands.cc: `plimsoll hire` as far as it is about keeping: for how long, legal holds, erasing, the candidate's own copy.
#include <fmt/format.h>

#include <boost/describe/enum_from_string.hpp>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/hire_parts.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "domain/hiring/copy_views.h"
#include "domain/hiring/keeping_views.h"

namespace plimsoll::cli {

namespace {

using namespace hiring;

/// The candidate of what was typed: an id as it is, or an application ("ap-3").
Result<std::string> candidate_of(const Session& session, const std::string& typed) {
    if (!typed.starts_with("ap-")) return typed;
    TRY_ASSIGN(const ApplicationView view, fetch<ApplicationView>(session, kHiringBase + "applications/" + encoded(typed)));
    return view.candidate.id;
}

Result<std::string> path_of(const Session& session, const std::string& typed, const std::string& rest) {
    TRY_ASSIGN(const std::string candidate, candidate_of(session, typed));
    return kHiringBase + "candidates/" + encoded(candidate) + "/" + rest;
}

std::string said(const std::optional<SaidView>& view) {
    if (!view) return {};
    return fmt::format("{} ({}, {})", text::printable(view->text), name_of(view->by), text::rfc3339(view->at).substr(0, 10));
}

void print_keeping(const KeepingView& view) {
    const std::string after = view.set ? "until the day that was set" : "for as long as the server is set to";
    fmt::print("{}\n  kept {}\n", view.candidate, view.until.empty() ? "as long as an application goes on, then " + after : "until the end of " + view.until);
    if (view.why) fmt::print("  because {}\n", said(view.why));
    fmt::print("  legal hold: {}\n", view.hold ? said(view.hold) : "none");
}

void print_erasure(const ErasureView& view) {
    const Terminal terminal(stdout);
    fmt::print("{} was erased at {} by {} ({})\n", view.candidate, text::rfc3339(view.erased_at), name_of(view.by), spoken(view.reason));
    if (view.key_gone_at) fmt::print("  the key went at {}\n", text::rfc3339(*view.key_gone_at));
    else fmt::print("  {}\n", terminal.tone("the key is still there: the disk or another program holds keys.db; it is tried again every minute", Tone::caution));
    fmt::print("  event {} of the log says so; {} event{} of the candidate stay, {} to {}\n\nGone\n", view.seq, view.events, view.events == 1 ? "" : "s", view.first_seq, view.last_seq);
    for (const std::string& each : view.gone) fmt::print("  {}\n", each);
    fmt::print("\nStays\n");
    for (const std::string& each : view.stays) fmt::print("  {}\n", each);
}

/// Sends a change of a candidate and prints what came of it.
template <class View, class Body>
int change(const Common& common, const char* method, const std::string& typed, const std::string& rest, const Body& body, void (*print)(const View&)) {
    const Session session(common);
    const auto path = path_of(session, typed, rest);
    if (!path) return report(path.error());
    const auto reply = session.call(method, *path, json::encode(body));
    if (!reply) return report(reply.error());
    if (common.json) return print_json(*reply);
    const auto view = json::decode<View>(*reply);
    if (!view) return report(view.error());
    print(*view);
    return kOk;
}

}  // namespace

int hire_retention(const Common& common) {
    const Session session(common);
    const auto body = session.get(kHiringBase + "retention?limit=1000");
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    const auto view = json::decode<RetentionView>(*body);
    if (!view) return report(view.error());
    const Terminal terminal(stdout);
    fmt::print("Kept for {} after the last application ended, unless a date is set. {} have an application that goes on, {} {} held.\n", text::duration(view->keep),
               view->going_on, view->held, view->held == 1 ? "is" : "are");
    if (view->items.empty()) return kOk;
    Table table({{"until"}, {"candidate"}, {"name"}, {""}, {"because"}});
    for (const RetentionItem& item : view->items) {
        const bool held = item.hold.has_value();
        table.add({{item.until}, {item.candidate.id}, {item.candidate.name},
                   {held ? "held" : item.due ? "due" : item.set ? "set" : "", held || item.due ? Tone::caution : Tone::quiet}, {held ? said(item.hold) : said(item.why)}});
    }
    fmt::print("\n{}", table.text(terminal));
    if (view->more > 0) fmt::print("and {} more\n", view->more);
    return kOk;
}

int hire_keep(const Common& common, const std::string& candidate, const std::string& until, const std::string& reason) {
    return change<KeepingView>(common, "PUT", candidate, "keep", KeepBody{until, reason}, print_keeping);
}

int hire_hold(const Common& common, const std::string& candidate, const std::string& reason) {
    return change<KeepingView>(common, "PUT", candidate, "hold", KeepingReason{reason}, print_keeping);
}

int hire_release(const Common& common, const std::string& candidate, const std::string& reason) {
    return change<KeepingView>(common, "POST", candidate, "hold/release", KeepingReason{reason}, print_keeping);
}

int hire_erase(const Common& common, const std::string& candidate, const std::string& reason) {
    EraseReason wanted{};
    if (!boost::describe::enum_from_string(reason.c_str(), wanted) || wanted == EraseReason::due)
        return report(fail(plimsoll::errors::invalid, "--reason is asked (the candidate did) or mistake"));
    return change<ErasureView>(common, "POST", candidate, "erase", EraseBody{wanted}, print_erasure);
}

int hire_erasure(const Common& common, const std::string& candidate) {
    const Session session(common);
    const auto path = path_of(session, candidate, "erasure");
    if (!path) return report(path.error());
    const auto body = session.get(*path);
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    const auto view = json::decode<ErasureView>(*body);
    if (!view) return report(view.error());
    print_erasure(*view);
    return kOk;
}

int hire_export(const Common& common, const std::string& candidate) {
    const Session session(common);
    const auto path = path_of(session, candidate, "export");
    if (!path) return report(path.error());
    const auto body = session.get(*path);
    if (!body) return report(body.error());
    return print_json(*body);
}

int hire_link(const Common& common, const std::string& application, const std::string& expires_in, const std::string& shows) {
    LinkBody wanted;
    CopyShows what{};
    if (!boost::describe::enum_from_string(shows.c_str(), what)) return report(fail(plimsoll::errors::invalid, "--shows is papers, evidence or ratings"));
    wanted.shows = what;
    const auto length = text::parse_duration(expires_in);
    if (!length) return report(length.error());
    wanted.expires_in = *length;
    const Session session(common);
    const auto body = session.post(kHiringBase + "applications/" + encoded(application) + "/link", json::encode(wanted));
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    const auto issued = json::decode<CopyLinkIssued>(*body);
    if (!issued) return report(issued.error());
    fmt::print("{}{}\n", session.server(), issued->link_path);
    fmt::print(stderr, "Send it to the candidate by a way that only they read. It works until {} and is not shown again.\n", text::rfc3339(issued->expires));
    return kOk;
}

int hire_withdraw_link(const Common& common, const std::string& application, const std::string& link) {
    const Session session(common);
    const auto body = session.call("DELETE", kHiringBase + "applications/" + encoded(application) + "/links/" + encoded(link), {});
    if (!body) return report(body.error());
    if (common.json) return print_json(body->empty() ? "{}" : *body);
    fmt::print("withdrawn {}\n", text::printable(link));
    return kOk;
}

int hire_answer(const Common& common, const std::string& application, const std::string& request, bool followed, const std::string& text) {
    const Session session(common);
    const auto body = session.post(kHiringBase + "applications/" + encoded(application) + "/requests/" + encoded(request) + "/answer", json::encode(AnswerBody{followed, text}));
    if (!body) return report(body.error());
    if (common.json) return print_json(body->empty() ? "{}" : *body);
    fmt::print("answered {}\n", plimsoll::text::printable(request));
    return kOk;
}

}  // namespace plimsoll::cli
