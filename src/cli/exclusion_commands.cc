// exclusion_commands.cc: `plimsoll exclusion list | show | request | preview | approve | refuse | withdraw | corrected`.
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

using exclusions::Effect;
using exclusions::ExclusionState;
using exclusions::ExclusionView;

constexpr std::size_t kShown = 200;

template <class E>
std::string word_of(E value) {
    std::string word = boost::describe::enum_to_string(value, "?");
    std::replace(word.begin(), word.end(), '_', ' ');
    return word;
}

template <class E>
Result<E> enum_of(const std::string& option, const std::string& text, const char* names) {
    std::string name = text;
    std::replace(name.begin(), name.end(), '-', '_');
    E value{};
    if (boost::describe::enum_from_string(name.c_str(), value)) return value;
    return fail(plimsoll::errors::invalid, "the command line", {{option, std::string("must be one of ") + names, ""}});
}

Tone tone_of(const ExclusionView& e) {
    if (e.state == ExclusionState::requested) return Tone::caution;
    return e.counts ? Tone::plain : Tone::quiet;
}

std::string targets_of(const ExclusionView& e) {
    std::string out;
    const auto add = [&](const std::string& name) { out += (out.empty() ? "" : ", ") + name; };
    for (const std::string& slo : e.slos) add(slo);
    for (const std::string& service : e.services) add("all of " + service);
    return out;
}

std::string share(const std::optional<double>& value) { return value ? text::percent(*value) : "–"; }

std::string counted(std::int64_t counts, const exclusions::EffectUnit& unit) {
    if (counts % unit.per_one == 0) return text::count(counts / unit.per_one);
    return text::number(static_cast<double>(counts) / static_cast<double>(unit.per_one));
}

void print_effects(const std::vector<Effect>& effects, std::int64_t covers, const Terminal& terminal) {
    if (effects.empty()) {
        fmt::print("\n  It covers no SLO of the catalogue.\n");
        return;
    }
    Table table({{"  slo"}, {"budget without", Table::Align::right}, {"budget with", Table::Align::right}, {"left out", Table::Align::right},
                 {"of it bad", Table::Align::right}, {"counted in"}, {""}});
    for (const Effect& e : effects) {
        table.add({{"  " + e.slo}, {share(e.budget_without)}, {share(e.budget_with)}, {counted(e.valid, e.unit)},
                   {counted(e.bad, e.unit)}, {e.unit.noun}, {e.why_empty, Tone::quiet}});
    }
    fmt::print("\n{}", table.text(terminal));
    const auto shown = static_cast<std::int64_t>(effects.size());
    if (covers > shown) fmt::print("  and {} more SLOs\n", covers - shown);
}

void print_occurrences(const std::vector<TimeRange>& occurrences) {
    for (const TimeRange& range : occurrences)
        fmt::print("  {} to {}  ({})\n", text::rfc3339(range.start), text::rfc3339(range.end), text::duration_words(range.length()));
}

void print_decision(const ExclusionView& e) {
    if (e.state == ExclusionState::requested) fmt::print("  waits for a decision until {}\n", text::rfc3339(e.expires_at));
    if (e.decided_at) {
        const bool refused = e.state == ExclusionState::refused;
        fmt::print("  {} by {} at {}{}{}\n", refused ? "refused" : "approved", e.decided_by, text::rfc3339(*e.decided_at),
                   e.self_approved ? ", who asked for it: nobody else could" : "", e.decision_reason.empty() ? "" : ": " + text::printable(e.decision_reason));
    }
    if (e.withdrawn_at) {
        fmt::print("  withdrawn by {} at {}: {}\n", e.withdrawn_by, text::rfc3339(*e.withdrawn_at), text::printable(e.withdrawal_reason));
        if (e.counts && e.counts_again_from) fmt::print("  what it covered before {} stays left out\n", text::rfc3339(*e.counts_again_from));
    }
}

void print_one(const ExclusionView& e) {
    const Terminal terminal(stdout);
    fmt::print("{}  {}  {}\n", e.id, terminal.tone(text::printable(e.title), Tone::strong), terminal.tone(word_of(e.state), tone_of(e)));
    fmt::print("  {}, {}: {}\n", word_of(e.kind), word_of(e.category), text::printable(e.reason));
    fmt::print("  covers {} ({} SLO{})\n", text::printable(targets_of(e)), e.covers, e.covers == 1 ? "" : "s");
    fmt::print("  asked for by {} at {}\n", e.requested_by, text::rfc3339(e.requested_at));
    print_decision(e);
    if (e.recurrence) fmt::print("  comes again by {} in {} until {}\n", text::printable(e.recurrence->rule), text::printable(e.recurrence->zone), text::rfc3339(e.recurrence->until));
    fmt::print("\n");
    if (e.occurrences.empty()) fmt::print("  nothing of it is left out\n");
    print_occurrences(e.occurrences);
    if (e.effects) print_effects(*e.effects, e.covers, terminal);
    if (e.may_decide) fmt::print("\n  `plimsoll exclusion approve {}` or `plimsoll exclusion refuse {} --reason WHY`\n", e.id, e.id);
}

Result<exclusions::ExclusionBody> body_of(const ExclusionOptions& o) {
    const Timestamp now = SystemClock().now();
    exclusions::ExclusionBody body;
    TRY_ASSIGN(body.kind, enum_of<exclusions::Kind>("--kind", o.kind, "maintenance, correction"));
    TRY_ASSIGN(body.category, enum_of<exclusions::Category>("--category", o.category,
                                                            "planned, deploy, migration, dependency, measurement_error, not_our_fault, load_test, attack, other"));
    body.title = o.title;
    body.reason = o.reason;
    body.slos = o.slos;
    body.services = o.services;
    TRY_ASSIGN(body.start, time_of("--start", o.start, o.zone, now));
    if (o.end.empty() == o.length.empty()) return fail(plimsoll::errors::invalid, "the command line", {{"--end", "must be given, or --for, not both", ""}});
    if (!o.end.empty()) {
        TRY_ASSIGN(body.end, time_of("--end", o.end, o.zone, now));
    } else {
        TRY_ASSIGN(const Duration length, text::parse_duration(o.length));
        if (length > Duration::days(366)) return fail(plimsoll::errors::invalid, "the command line", {{"--for", "must be at most 366d", ""}});
        body.end = body.start + length;
    }
    if (!o.repeat.empty()) {
        body.recurrence = exclusions::RecurrenceBody{o.repeat, o.zone.empty() ? "UTC" : o.zone, std::nullopt};
        if (!o.until.empty()) {
            TRY_ASSIGN(body.recurrence->until, time_of("--until", o.until, o.zone, now));
        }
    }
    if (!o.expires_after.empty()) {
        TRY_ASSIGN(body.expires_after, text::parse_duration(o.expires_after));
    }
    return body;
}

/// Prints what an exclusion became.
int told(const Common& common, const Result<std::string>& body) {
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto view = json::decode<ExclusionView>(*body);
    if (!view) return report(view.error());
    print_one(*view);
    return kOk;
}

std::string path_of(const std::string& id) { return "/api/v1/exclusions/" + encoded(id); }

}  // namespace

int exclusion_list(const Common& common, const ExclusionQuery& query) {
    const Session session(common);
    exclusions::ExclusionPage all;
    std::string cursor;
    do {
        std::string target = "/api/v1/exclusions?limit=100";
        if (!query.slo.empty()) target += "&slo=" + encoded(query.slo);
        if (!query.service.empty()) target += "&service=" + encoded(query.service);
        if (!query.state.empty()) target += "&state=" + encoded(query.state);
        if (!cursor.empty()) target += "&cursor=" + encoded(cursor);
        auto page = fetch<exclusions::ExclusionPage>(session, target);
        if (!page) return report(page.error());
        all.items.insert(all.items.end(), page->items.begin(), page->items.end());
        if (cursor.empty()) all.corrected_share = page->corrected_share;
        cursor = page->next_cursor;
    } while (!cursor.empty() && all.items.size() < kShown);
    all.next_cursor = cursor;
    if (common.json) return print_json(json::encode(all));
    if (all.items.empty()) {
        fmt::print("No exclusions. `plimsoll exclusion request --help` says how to ask for one.\n");
        return kOk;
    }
    const Terminal terminal(stdout);
    Table table({{"id"}, {"state"}, {"kind"}, {"what"}, {"covers"}, {"from"}, {"for"}, {"again"}, {"asked by"}});
    for (const ExclusionView& e : all.items) {
        const TimeRange next = e.occurrences.empty() ? e.range : e.occurrences.front();
        table.add({{e.id}, {word_of(e.state) + (e.self_approved ? " by oneself" : ""), tone_of(e)}, {word_of(e.kind)}, {e.title}, {targets_of(e)},
                   {text::rfc3339(next.start)}, {text::duration(next.length())}, {e.recurrence ? e.recurrence->rule : "–"}, {e.requested_by, Tone::quiet}});
    }
    fmt::print("{}", table.text(terminal));
    for (const exclusions::CorrectedSlo& slo : all.corrected_share)
        fmt::print("{} of this quarter's budget of {} was corrected away\n", share(slo.share), text::printable(slo.slo));
    return kOk;
}

int exclusion_show(const Common& common, const std::string& id) { return told(common, Session(common).get(path_of(id))); }

int exclusion_request(const Common& common, const ExclusionOptions& options) {
    auto body = body_of(options);
    if (!body) return report(body.error());
    return told(common, Session(common).post("/api/v1/exclusions", json::encode(*body)));
}

int exclusion_preview(const Common& common, const ExclusionOptions& options) {
    auto body = body_of(options);
    if (!body) return report(body.error());
    auto reply = Session(common).post("/api/v1/exclusions/preview", json::encode(*body));
    if (!reply) return report(reply.error());
    if (common.json) return print_json(*reply);
    auto list = json::decode<exclusions::EffectList>(*reply);
    if (!list) return report(list.error());
    fmt::print("It would leave out\n\n");
    print_occurrences(list->occurrences);
    print_effects(list->effects, list->covers, Terminal(stdout));
    return kOk;
}

int exclusion_approve(const Common& common, const std::string& id, const std::string& reason) {
    return told(common, Session(common).post(path_of(id) + "/approve", json::encode(exclusions::DecisionBody{reason})));
}

int exclusion_refuse(const Common& common, const std::string& id, const std::string& reason) {
    return told(common, Session(common).post(path_of(id) + "/refuse", json::encode(exclusions::DecisionBody{reason})));
}

int exclusion_withdraw(const Common& common, const std::string& id, const std::string& reason, const std::string& from) {
    exclusions::WithdrawalBody body{reason, std::nullopt};
    if (!from.empty()) {
        auto at = time_of("--from", from, {}, SystemClock().now());
        if (!at) return report(at.error());
        body.from = *at;
    }
    return told(common, Session(common).post(path_of(id) + "/withdraw", json::encode(body)));
}

int exclusion_corrected(const Common& common, const std::string& slo) {
    auto body = Session(common).get("/api/v1/corrected-share" + (slo.empty() ? "" : "?slo=" + encoded(slo)));
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    auto list = json::decode<exclusions::CorrectedList>(*body);
    if (!list) return report(list.error());
    if (list->items.empty()) {
        fmt::print("Nothing was corrected since {}.\n", text::rfc3339(list->quarter.start));
        return kOk;
    }
    const Terminal terminal(stdout);
    Table table({{"slo"}, {"corrected away", Table::Align::right}, {"asked by"}, {"corrections", Table::Align::right}, {"share", Table::Align::right}});
    for (const exclusions::CorrectedView& one : list->items) {
        if (one.requesters.empty()) table.add({{one.slo}, {share(one.measure.value)}, {"–"}, {"0"}, {"–"}});
        for (const exclusions::RequesterShare& r : one.requesters)
            table.add({{one.slo}, {share(one.measure.value)}, {r.requested_by, Tone::quiet}, {std::to_string(r.corrections)}, {share(r.share)}});
    }
    fmt::print("{}Since {}, of the budget of the quarter so far.\n", table.text(terminal), text::rfc3339(list->quarter.start));
    return kOk;
}

}  // namespace plimsoll::cli
