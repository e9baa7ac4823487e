// hire_commands.cc: `plimsoll hire` as far as it reads: openings, candidates, one application, interviews, the debrief. Nothing here sorts
// people by what they were rated.
#include <fmt/format.h>


#include "base/text.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/hire_parts.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "domain/hiring/views.h"

namespace plimsoll::cli {

namespace {

using namespace hiring;

std::string candidate_of(const PersonRef& who, bool erased) { return erased ? "(erased)" : name_of(who); }
std::string day(Timestamp at) { return text::rfc3339(at).substr(0, 10); }
std::string minute(const std::optional<Timestamp>& at) { return at ? text::rfc3339(*at).substr(0, 16) + "Z" : "no time yet"; }

std::string points(const std::optional<double>& value) { return value ? fmt::format("{:.2f}", *value) : "none"; }

std::vector<Cell> cells(std::vector<std::string> texts) {
    std::vector<Cell> out;
    for (std::string& text : texts) out.push_back({std::move(text)});
    return out;
}

/// Prints the reply as JSON, or what `print` makes of it.
template <class View>
int show(const Common& common, const std::string& path, void (*print)(const View&)) {
    const Session session(common);
    const auto body = session.get(kHiringBase + path);
    if (!body) return report(body.error());
    if (common.json) return print_json(*body);
    const auto view = json::decode<View>(*body);
    if (!view) return report(view.error());
    print(*view);
    return kOk;
}

void print_openings(const OpeningList& list) {
    if (list.items.empty()) {
        fmt::print("No opening was made yet\n");
        return;
    }
    Table table({{"opening"}, {"title"}, {"team"}, {"kit"}, {"hired"}, {"candidates"}, {"needed by"}, {"open for"}, {""}});
    for (const OpeningView& o : list.items)
        table.add(cells({o.id, text::printable(o.what.title), text::printable(o.what.team), text::printable(o.what.kit), fmt::format("{} of {}", o.hired, o.what.headcount),
                   fmt::format("{}", o.open), o.what.needed_by, o.open_for ? text::duration_words(*o.open_for) : "", !o.closed_at ? "" : o.filled ? "filled" : "given up"}));
    fmt::print("{}", table.text(Terminal(stdout)));
}

void print_candidates(const ApplicationList& list) {
    if (list.items.empty()) {
        fmt::print("Nobody that you may see\n");
        return;
    }
    Table table({{"application"}, {"name"}, {"opening"}, {"stage"}, {"since"}, {"cards"}, {"next"}});
    for (const ApplicationRowView& a : list.items)
        table.add(cells({a.id, candidate_of(a.candidate, a.erased), fmt::format("{} {}", a.opening, text::printable(a.opening_title)), spoken(a.stage), day(a.moved_at),
                   fmt::format("{} of {}", a.cards, a.cards_wanted), text::printable(a.next)}));
    fmt::print("{}", table.text(Terminal(stdout)));
    if (!list.next_cursor.empty()) fmt::print("There are more: --opening, --stage and --search name fewer\n");
}

std::string card_state(const CardView& card) {
    if (card.version == 0) return "waits";
    const std::string version = card.version > 1 ? fmt::format("version {}{}", card.version, card.after_seeing_others ? ", after seeing others'" : "") : "submitted";
    return card.hidden ? version + ", hidden until yours is" : version;
}

void print_interview(const InterviewView& i) {
    fmt::print("  {}  {}  {}, {} min{}\n", i.id, text::printable(i.title), minute(i.at), i.minutes, i.cancelled ? ", cancelled" : "");
    if (i.cancelled) return;
    for (const CardView& card : i.cards) fmt::print("    {}: {}\n", name_of(card.rater), card_state(card));
}

void print_application(const ApplicationView& a) {
    const Terminal terminal(stdout);
    fmt::print("{}  {}\n  {} {}, {}, applied {} ({})\n", terminal.tone(candidate_of(a.candidate, a.erased), Tone::strong), a.id, a.opening, text::printable(a.opening_title), spoken(a.stage), day(a.made_at),
               spoken(a.source));
    if (!a.mail.empty()) fmt::print("  {}\n", text::printable(a.mail));
    if (!a.keep_until.empty()) fmt::print("  kept until {}{}\n", a.keep_until, a.held ? ", under a legal hold" : "");
    if (!a.passages.empty()) fmt::print("\nStages\n");
    for (const PassageView& p : a.passages)
        fmt::print("  {}  {} to {}, {}{}\n", day(p.why.at), spoken(p.from), spoken(p.to), name_of(p.why.by), p.why.text.empty() ? "" : ": " + text::printable(p.why.text));
    if (!a.interviews.empty()) fmt::print("\nInterviews\n");
    for (const InterviewView& i : a.interviews) print_interview(i);
    for (const PlanGap& gap : a.gaps) fmt::print("  {}\n", terminal.tone(text::printable(gap.text), Tone::caution));
    if (!a.decisions.empty()) fmt::print("\nDecisions\n");
    for (const DecisionView& d : a.decisions) {
        fmt::print("  {}  {} by {}, on {} cards, {} missing\n", day(d.at), spoken(d.outcome), name_of(d.by), d.cards, d.missing);
        fmt::print("    because {}\n    against it: {}\n", text::printable(d.what.reasons), text::printable(d.what.against));
    }
    if (!a.offered_on.empty())
        fmt::print("\nOffered {}{}\n", a.offered_on, !a.accepted ? ", not answered yet" : fmt::format(", {} {}", *a.accepted ? "accepted" : "declined", a.answered_on));
    if (!a.started_on.empty()) fmt::print("Started {}{}\n", a.started_on, a.left_on.empty() ? "" : ", left " + a.left_on);
}

void print_interviews(const InterviewList& list) {
    if (list.items.empty()) {
        fmt::print("No interview that you may see\n");
        return;
    }
    Table table({{"interview"}, {"when"}, {"candidate"}, {"title"}, {"interviewers"}, {"cards"}, {""}});
    for (const InterviewView& i : list.items) {
        std::string people;
        std::size_t submitted = 0;
        for (const PersonRef& who : i.interviewers) people += (people.empty() ? "" : ", ") + name_of(who);
        for (const CardView& card : i.cards) submitted += card.version > 0 ? 1 : 0;
        table.add(cells({i.id, minute(i.at), name_of(i.candidate), text::printable(i.title), people, fmt::format("{} of {}", submitted, i.cards.size()),
                   i.cancelled ? "cancelled" : i.mine && !i.mine_submitted ? "your card waits" : ""}));
    }
    fmt::print("{}", table.text(Terminal(stdout)));
}

void print_cell(const DebriefCell& cell) {
    const std::string rating = cell.rating ? fmt::format("{}", *cell.rating) : "not assessed: " + text::printable(cell.not_assessed);
    fmt::print("    {} ({}): {}{}\n", name_of(cell.rater), cell.interview, rating, cell.changed ? fmt::format(", first {}", cell.first_rating ? std::to_string(*cell.first_rating) : "not assessed") : "");
    for (std::size_t i = 0; i < cell.evidence.size(); ++i) {
        const CardEvidence& e = cell.evidence[i];
        const std::string& words = !e.quote.empty() ? e.quote : i < cell.words.size() ? cell.words[i] : std::string();
        if (!words.empty()) fmt::print("      \"{}\"\n", text::printable(words));
        if (!e.observed.empty()) fmt::print("      seen: {}\n", text::printable(e.observed));
    }
}

void print_debrief(const DebriefView& d) {
    const Terminal terminal(stdout);
    fmt::print("{}  {}  {}\n  {} cards", terminal.tone(name_of(d.candidate), Tone::strong), d.application, text::printable(d.opening_title), d.cards);
    for (std::size_t i = 0; i < d.missing.size(); ++i) fmt::print("{}{}", i == 0 ? "; missing: " : ", ", name_of(d.missing[i]));
    fmt::print("\n");
    for (const DebriefDimension& dimension : d.dimensions) {
        fmt::print("\n  {}  mean {}, spread {} (first versions), weight {}\n", terminal.tone(text::printable(dimension.name), Tone::strong), points(dimension.result.mean),
                   dimension.result.spread ? std::to_string(*dimension.result.spread) : "none", text::number(dimension.weight));
        if (!dimension.note.empty()) fmt::print("    {}\n", terminal.tone(dimension.note, Tone::caution));
        for (const DebriefCell& cell : dimension.cells) print_cell(cell);
    }
    if (!d.flags.empty()) fmt::print("\n  Prompts that came up\n");
    for (const DebriefFlag& f : d.flags) fmt::print("    {} ({}): {}\n      against it: {}\n", text::printable(f.text), name_of(f.rater), text::printable(f.seen), text::printable(f.against));
    if (!d.recommendations.empty()) fmt::print("\n  Recommendations\n");
    for (const DebriefRecommendation& r : d.recommendations) fmt::print("    {} ({}): {}{}\n", name_of(r.rater), r.interview, spoken(r.recommendation), r.why.empty() ? "" : ", " + text::printable(r.why));
    for (const SaidView& note : d.notes) fmt::print("\n  {} {}: {}\n", day(note.at), name_of(note.by), text::printable(note.text));
    fmt::print("\n  Composite {} of 4 over {} of the weight (first versions); it stands beside the decision, which people make\n", points(d.composite.value),
               text::percent(d.composite.coverage, 0));
}

}  // namespace

int hire_openings(const Common& common) { return show<OpeningList>(common, "openings", print_openings); }

int hire_candidates(const Common& common, const CandidatesQuery& query) {
    std::string path = "applications?limit=" + std::to_string(query.limit);
    if (!query.opening.empty()) path += "&opening=" + encoded(query.opening);
    if (!query.stage.empty()) path += "&stage=" + encoded(query.stage);
    if (!query.search.empty()) path += "&search=" + encoded(query.search);
    return show<ApplicationList>(common, path, print_candidates);
}

int hire_show(const Common& common, const std::string& application) { return show<ApplicationView>(common, "applications/" + encoded(application), print_application); }

int hire_interviews(const Common& common, bool mine, bool all) {
    return show<InterviewList>(common, fmt::format("interviews?mine={}&when={}", mine ? "true" : "false", all ? "all" : "to-come"), print_interviews);
}

int hire_debrief(const Common& common, const std::string& application) { return show<DebriefView>(common, "applications/" + encoded(application) + "/debrief", print_debrief); }

}  // namespace plimsoll::cli
