// target_commands.cc: `plimsoll target list | show | propose | review | approve | decline | withdraw`.
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
#include "domain/targets/basis.h"
#include "domain/targets/views.h"

namespace plimsoll::cli {

namespace {

using targets::TargetState;
using targets::TargetView;

std::string word_of(TargetState state) { return boost::describe::enum_to_string(state, "?"); }

Tone tone_of(const TargetView& t) {
    if (t.state == TargetState::proposed || t.review_due) return Tone::caution;
    return t.state == TargetState::approved ? Tone::plain : Tone::quiet;
}

std::string promise_of(const TargetView& t) { return t.to + (t.window ? " over " + text::duration(*t.window) : ""); }

void print_evidence(const targets::TargetEvidence& e) {
    if (e.range.start >= e.range.end) {
        fmt::print("  evidence: nothing was counted\n");
        return;
    }
    fmt::print("  evidence: {} to {}: {} delivered; it would have brought {} breach{} and {:.1f} pages a month\n", text::rfc3339(e.range.start), text::rfc3339(e.range.end),
               e.sli ? targets::share_words(*e.sli) : "–", e.breaches, e.breaches == 1 ? "" : "es", e.pages_per_month.value_or(0));
}

void print_decision(const TargetView& t, const Terminal& terminal) {
    if (!t.decided_at) return;
    const char* what = t.state == TargetState::declined ? "declined" : t.state == TargetState::withdrawn ? "withdrawn" : "approved";
    fmt::print("  {} by {} at {}{}{}\n", what, t.decided_by, text::rfc3339(*t.decided_at), t.self_approved ? ", who proposed it: nobody else could" : "",
               t.decision.empty() ? "" : ": " + text::printable(t.decision));
    if (t.review_on) fmt::print("  to be looked at again on {}{}\n", *t.review_on, t.review_due ? terminal.tone(", which is due", Tone::caution) : "");
}

void print_one(const TargetView& t) {
    const Terminal terminal(stdout);
    fmt::print("{}  {}  {}\n", t.id, terminal.tone(fmt::format("{}: {}", text::printable(t.slo), promise_of(t)), Tone::strong), terminal.tone(word_of(t.state), tone_of(t)));
    fmt::print("  proposed by {} at {}, when it promised {}: {}\n", t.by, text::rfc3339(t.at), t.from, text::printable(t.reason));
    print_evidence(t.evidence);
    for (const targets::TargetReview& r : t.reviews)
        fmt::print("  {} {} at {}{}\n", r.by, r.verdict, text::rfc3339(r.at), r.comment.empty() ? "" : ": " + text::printable(r.comment));
    print_decision(t, terminal);
    for (const std::string& what : t.since) fmt::print("  {} {}\n", terminal.tone("since:", Tone::caution), text::printable(what));
    if (t.in_force) fmt::print("  in force: the catalogue has it\n");
    if (!t.to_do.empty()) fmt::print("\n  The catalogue is yet to be edited. {}\n", text::printable(t.to_do));
    if (t.may_decide) fmt::print("\n  `plimsoll target approve {}` or `plimsoll target decline {} --comment WHY`\n", t.id, t.id);
}

/// Prints what a proposal became.
int told(const Common& common, const Result<std::string>& body) {
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto view = json::decode<TargetView>(*body);
    if (!view) return report(view.error());
    print_one(*view);
    return kOk;
}

std::string path_of(const std::string& id) { return "/api/v1/targets/" + encoded(id); }

Result<targets::ProposalBody> body_of(const TargetProposal& o) {
    const Timestamp now = SystemClock().now();
    targets::ProposalBody body;
    body.slo = o.slo;
    body.objective = o.objective;
    body.reason = o.reason;
    if (!o.window.empty()) {
        TRY_ASSIGN(body.window, text::parse_duration(o.window));
    }
    if (!o.from.empty()) {
        TRY_ASSIGN(body.from, time_of("--from", o.from, {}, now));
    }
    if (!o.to.empty()) {
        TRY_ASSIGN(body.to, time_of("--to", o.to, {}, now));
    }
    return body;
}

}  // namespace

int target_list(const Common& common, const std::string& slo, const std::string& state) {
    const Session session(common);
    std::string target = "/api/v1/targets?slo=" + encoded(slo);
    if (!state.empty()) target += "&state=" + encoded(state);
    auto body = session.get(target);
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto page = json::decode<targets::TargetPage>(*body);
    if (!page) return report(page.error());
    const Terminal terminal(stdout);
    if (page->items.empty()) fmt::print("No proposals. `plimsoll target suggest SLO` says what its history tells.\n");
    Table table({{"id"}, {"slo"}, {"from", Table::Align::right}, {"to", Table::Align::right}, {"state"}, {"in force"}, {"said", Table::Align::right}, {"review on"}, {"since"}, {"reason"}});
    for (const TargetView& t : page->items) {
        table.add({{t.id}, {t.slo}, {t.from}, {promise_of(t)}, {word_of(t.state) + (t.self_approved ? " by oneself" : ""), tone_of(t)}, {t.in_force ? "yes" : "no"},
                   {std::to_string(t.reviews.size())}, {t.review_on ? *t.review_on + (t.review_due ? ", due" : "") : "–"},
                   {t.since.empty() ? "–" : fmt::format("{} change{}", t.since.size(), t.since.size() == 1 ? "" : "s")}, {t.reason, Tone::quiet}});
    }
    if (!table.empty()) fmt::print("{}", table.text(terminal));
    for (const targets::DueReview& due : page->due_reviews)
        fmt::print("{} {}: last looked at on {}, due on {}\n", terminal.tone("due", Tone::caution), text::printable(due.slo), due.reviewed, due.due_on);
    return kOk;
}

int target_show(const Common& common, const std::string& id) { return told(common, Session(common).get(path_of(id))); }

int target_propose(const Common& common, const TargetProposal& proposal) {
    auto body = body_of(proposal);
    if (!body) return report(body.error());
    return told(common, Session(common).post("/api/v1/targets", json::encode(*body)));
}

int target_review(const Common& common, const std::string& id, const std::string& verdict, const std::string& comment) {
    return told(common, Session(common).post(path_of(id) + "/review", json::encode(targets::ReviewBody{verdict, comment})));
}

int target_approve(const Common& common, const std::string& id, const std::string& comment, const std::string& review_on) {
    targets::ApprovalBody body{comment, std::nullopt};
    if (!review_on.empty()) body.review_on = review_on;
    return told(common, Session(common).post(path_of(id) + "/approve", json::encode(body)));
}

int target_end(const Common& common, const std::string& id, const std::string& how, const std::string& comment) {
    return told(common, Session(common).post(path_of(id) + "/" + how, json::encode(targets::EndBody{comment})));
}

}  // namespace plimsoll::cli
