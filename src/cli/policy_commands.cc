// policy_commands.cc: `plimsoll gate`, `plimsoll policy`.
#include <boost/describe/enum_to_string.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/load_line.h"
#include "cli/output.h"
#include "domain/policy/views.h"
#include "server/gate_replay.h"

namespace plimsoll::cli {

namespace {

using policy::Answer;
using policy::BudgetState;

std::string word(BudgetState state) { return boost::describe::enum_to_string(state, ""); }

Tone tone_of(BudgetState state) {
    if (state == BudgetState::breach || state == BudgetState::freeze) return Tone::alarm;
    return state == BudgetState::healthy ? Tone::plain : Tone::caution;
}

const char* word_of(Answer answer) {
    switch (answer) {
        case Answer::allowed: return "allowed";
        case Answer::refused: return "refused";
        case Answer::cannot_tell: return "cannot tell";
    }
    return "?";
}

Tone tone_of(Answer answer) {
    if (answer == Answer::allowed) return Tone::good;
    return answer == Answer::refused ? Tone::alarm : Tone::caution;
}

/// What a pipeline goes by.
int exit_of(Answer answer) {
    switch (answer) {
        case Answer::allowed: return kOk;
        case Answer::refused: return kGateRefused;
        case Answer::cannot_tell: return kGateCannotTell;
    }
    return kFailed;
}

std::string share(const std::optional<double>& value) { return value ? text::percent(*value) : "–"; }

const char* sign_of(policy::Effect effect) {
    switch (effect) {
        case policy::Effect::refuses: return "refuses";
        case policy::Effect::cannot_tell: return "cannot tell";
        case policy::Effect::allows: return "allows";
        case policy::Effect::informs: return "note";
    }
    return "?";
}

void print_reasons(const std::vector<policy::GateReason>& reasons) {
    for (const policy::GateReason& reason : reasons) fmt::print("  {:<12} {}\n", sign_of(reason.effect), text::printable(reason.text));
}

void print_decision(const policy::GateDecision& d, const Terminal& terminal) {
    fmt::print("{}  {}\n", terminal.tone(text::printable(d.service), Tone::strong), terminal.tone(word_of(d.answer), tone_of(d.answer)));
    print_reasons(d.reasons);
    fmt::print("{}\n", terminal.tone(fmt::format("  decision {} at {} by {}, {} (version {})", text::printable(d.id), text::rfc3339(d.at),
                                                 text::printable(d.actor), text::printable(d.policy), d.policy_version), Tone::quiet));
}

LoadLine line_of(const policy::SloStanding& slo) {
    return {slo.budget, std::nullopt, std::nullopt, slo.coverage, slo.thresholds.caution, slo.thresholds.freeze};
}

void print_standings(const policy::ServicePolicy& p, const Terminal& terminal) {
    Table table({{"slo"}, {"load line"}, {"budget", Table::Align::right}, {"without exclusions", Table::Align::right}, {"state"}, {"since"}, {"why"}});
    const int bar = std::clamp(terminal.width() - 90, 12, 28);
    for (const policy::SloStanding& slo : p.slos) {
        table.add({{slo.slo}, {load_bar(line_of(slo), bar, terminal), Tone::plain, true}, {share(slo.budget)}, {share(slo.budget_without_exclusions)},
                   {word(slo.state), tone_of(slo.state)}, {slo.since ? text::rfc3339(*slo.since) : "–"}, {slo.why, Tone::quiet}});
    }
    fmt::print("\n{}", table.text(terminal));
}

std::string joined(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
    return text::printable(out);
}

}  // namespace

int gate_ask(const Common& common, const std::string& service, bool quiet) {
    const Session session(common);
    auto body = session.get("/api/v1/services/" + encoded(service) + "/gate");
    if (!body) return report(body.error());
    auto decision = json::decode<policy::GateDecision>(*body);
    if (!decision) return report(decision.error());
    if (common.json) print_json(*body);
    else if (!quiet) print_decision(*decision, Terminal(stdout));
    return exit_of(decision->answer);
}

int gate_log(const Common& common, const std::string& service, const std::string& answer, std::size_t limit) {
    const Session session(common);
    std::string target = "/api/v1/gate/decisions?limit=" + std::to_string(limit);
    if (!service.empty()) target += "&service=" + encoded(service);
    if (!answer.empty()) target += "&answer=" + encoded(answer);
    auto body = session.get(target);
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto page = json::decode<policy::GateDecisionPage>(*body);
    if (!page) return report(page.error());
    if (page->items.empty()) {
        fmt::print("No decisions. `plimsoll gate SERVICE` takes one.\n");
        return kOk;
    }
    const Terminal terminal(stdout);
    Table table({{"at"}, {"decision"}, {"answer"}, {"state"}, {"by"}, {"why"}});
    for (const policy::GateDecision& d : page->items) {
        table.add({{text::rfc3339(d.at)}, {d.id}, {word_of(d.answer), tone_of(d.answer)}, {word(d.state), tone_of(d.state)}, {d.actor},
                   {d.reasons.empty() ? "" : d.reasons.front().text}});
    }
    fmt::print("{}", table.text(terminal));
    return kOk;
}

int gate_replay(const Common& common, const std::string& id) {
    const Session session(common);
    auto body = session.get("/api/v1/gate/decisions/" + encoded(id) + "/replay");
    if (!body) return report(body.error());
    auto replay = json::decode<server::GateReplay>(*body);
    if (!replay) return report(replay.error());
    if (common.json) {
        print_json(*body);
        return replay->same ? kOk : kFound;
    }
    const Terminal terminal(stdout);
    print_decision(replay->decision, terminal);
    fmt::print("\n  from the event alone      {}\n  from the log before it    {}\n", word_of(replay->replayed.answer), word_of(replay->refolded.answer));
    for (const std::string& difference : replay->differences) fmt::print("  {} {}\n", terminal.tone("differs:", Tone::alarm), text::printable(difference));
    fmt::print("  {}\n", replay->same ? "the same answer on the same facts" : terminal.tone("not the same", Tone::alarm));
    return replay->same ? kOk : kFound;
}

int policy_show(const Common& common, const std::string& service) {
    const Session session(common);
    auto body = session.get("/api/v1/services/" + encoded(service) + "/policy");
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto p = json::decode<policy::ServicePolicy>(*body);
    if (!p) return report(p.error());
    const Terminal terminal(stdout);
    fmt::print("{}  {}{}\n", terminal.tone(text::printable(p->service), Tone::strong), terminal.tone(word(p->state), tone_of(p->state)),
               p->since ? " since " + text::rfc3339(*p->since) : "");
    fmt::print("by {} (version {})\n", text::printable(p->source), p->version);
    if (p->slos.empty()) fmt::print("\nIt has no SLO, so nothing says what it can carry.\n");
    else print_standings(*p, terminal);
    for (const std::string& what : p->consequences) fmt::print("\n  {} {}", terminal.tone("now:", Tone::strong), text::printable(what));
    if (!p->consequences.empty()) fmt::print("\n");
    if (!p->told.empty()) fmt::print("\n  told on entering {}: {}\n", word(p->state), joined(p->told));
    for (const policy::Exception& e : p->exceptions) {
        if (e.ended_at) continue;
        fmt::print("\n  exception {} of {} until {}: {}\n", text::printable(e.id), text::printable(e.owner), text::rfc3339(e.ends), text::printable(e.reason));
    }
    if (p->chronic) fmt::print("\n  {} in breach at least {} times within {}\n", terminal.tone("chronic:", Tone::alarm), p->chronic_breaches, text::duration(p->chronic_within));
    for (const policy::BreachView& breach : p->breaches) {
        fmt::print("\n  breach of {} from {}{}", text::printable(breach.slo), text::rfc3339(breach.at),
                   breach.until ? " to " + text::rfc3339(*breach.until) : ", which lasts");
    }
    if (!p->breaches.empty()) fmt::print("\n");
    return kOk;
}

int exception_list(const Common& common, const std::string& service) {
    const Session session(common);
    auto body = session.get("/api/v1/policy-exceptions" + (service.empty() ? "" : "?service=" + encoded(service)));
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto list = json::decode<policy::ExceptionList>(*body);
    if (!list) return report(list.error());
    if (list->items.empty()) {
        fmt::print("No exceptions. `plimsoll policy grant SERVICE --owner TEAM --for 4h --reason WHY` makes one.\n");
        return kOk;
    }
    const Terminal terminal(stdout);
    Table table({{"exception"}, {"service"}, {"owner"}, {"ends"}, {"state"}, {"by"}, {"reason"}});
    for (const policy::Exception& e : list->items) {
        const std::string state = !e.ended_at ? "holds" : e.ended_by == "system" ? "ran out" : "ended: " + e.end_reason;
        table.add({{e.id}, {e.service}, {e.owner}, {text::rfc3339(e.ends)}, {state, e.ended_at ? Tone::quiet : Tone::caution}, {e.granted_by}, {e.reason}});
    }
    fmt::print("{}", table.text(terminal));
    return kOk;
}

int exception_grant(const Common& common, const std::string& service, const std::string& owner, const std::string& length, const std::string& reason) {
    auto lasts = text::parse_duration(length);
    if (!lasts) return report(lasts.error());
    policy::ExceptionBody wanted;
    wanted.service = service;
    wanted.owner = owner;
    wanted.reason = reason;
    wanted.lasts = *lasts;
    const Session session(common);
    auto body = session.post("/api/v1/policy-exceptions", json::encode(wanted));
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto made = json::decode<policy::Exception>(*body);
    if (!made) return report(made.error());
    fmt::print("granted {}: the gate allows changes of {} until {}\n", text::printable(made->id), text::printable(made->service), text::rfc3339(made->ends));
    return kOk;
}

int exception_end(const Common& common, const std::string& id, const std::string& reason) {
    const Session session(common);
    auto body = session.post("/api/v1/policy-exceptions/" + encoded(id) + "/end", json::encode(policy::EndExceptionBody{reason}));
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    fmt::print("ended {}\n", text::printable(id));
    return kOk;
}

}  // namespace plimsoll::cli
