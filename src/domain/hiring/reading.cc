#include "domain/hiring/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/json.h"
#include "domain/hiring/retention.h"
#include "domain/hiring/sealed_words.h"

namespace plimsoll::hiring {

namespace {

using api::Right;

Result<std::string> field_of(const Ports& ports, const CandidateRow& candidate, const std::string& field) {
    if (candidate.erased_at) return std::string();
    TRY_ASSIGN(const auto value, ports.papers.get(candidate.id, field));
    return value.value_or("");
}

/// Words are shown of what the viewer sees, unless nobody can read them any more.
Result<CardView> card_view(const Ports& ports, const Slice& slice, const Viewer& viewer, const InterviewRow& interview, const std::string& rater, bool words) {
    CardView out;
    out.interview = interview.id;
    out.rater = account_ref(ports, rater);
    const CardRow* card = card_of(interview, rater);
    if (card == nullptr) return out;
    const CardVersion& last = card->versions.back();
    out.version = last.version;
    out.submitted_at = last.at;
    out.after_seeing_others = last.after_seeing_others;
    for (const CardVersion& version : card->versions) out.versions.push_back(version.at);
    out.hidden = !sees_card(slice.state, viewer, interview, rater);
    if (out.hidden || !words || slice.candidate().erased_at) return out;
    TRY_ASSIGN(out.card, card_at(ports, last.seq));
    if (card->versions.size() > 1) {
        TRY_ASSIGN(out.first, card_at(ports, card->versions.front().seq));
    }
    return out;
}

/// Interviewers in their order, then whoever submitted a card and is none any more.
std::vector<std::string> raters_of(const InterviewRow& interview) {
    std::vector<std::string> out = interview.interviewers;
    for (const CardRow& card : interview.cards)
        if (!is_interviewer(interview, card.rater)) out.push_back(card.rater);
    return out;
}

Result<InterviewView> interview_view(const Ports& ports, const Slice& slice, const Viewer& viewer, const InterviewRow& row, bool words) {
    InterviewView out;
    out.id = row.id;
    out.application = row.application;
    TRY_ASSIGN(out.candidate, candidate_ref(ports, slice.candidate()));
    out.opening = slice.opening().id;
    out.opening_title = slice.opening().what.title;
    out.round = row.round;
    out.title = row.title;
    out.kit = row.kit;
    out.kit_version = row.kit_version;
    out.dimensions = row.dimensions;
    for (const std::string& person : row.interviewers) out.interviewers.push_back(account_ref(ports, person));
    out.at = row.at;
    out.minutes = row.minutes;
    out.cancelled = row.cancelled;
    out.mine = is_interviewer(row, viewer.person);
    out.mine_submitted = card_of(row, viewer.person) != nullptr;
    for (const std::string& rater : raters_of(row)) {
        TRY_ASSIGN(CardView card, card_view(ports, slice, viewer, row, rater, words));
        out.cards.push_back(std::move(card));
    }
    return out;
}

Result<std::optional<SaidView>> maybe_said(const Ports& ports, const CandidateRow& candidate, const std::optional<Written>& written) {
    if (!written) return std::optional<SaidView>();
    TRY_ASSIGN(SaidView said, said_view(ports, candidate, *written));
    return std::optional(std::move(said));
}

/// What only whoever hires is shown.
Result<> add_managed(const Ports& ports, const Slice& slice, ApplicationView& out) {
    const ApplicationRow& row = slice.application();
    const CandidateRow& candidate = slice.candidate();
    TRY_ASSIGN(out.mail, field_of(ports, candidate, "mail"));
    for (const QualityRow& quality : row.quality) {
        TRY_ASSIGN(SaidView why, said_view(ports, candidate, quality.why));
        out.quality.push_back({quality.day, quality.met, quality.cleared_for_on_call, std::move(why)});
    }
    for (const RequestRow& request : row.requests) {
        TRY_ASSIGN(const SaidView asked, said_view(ports, candidate, request.asked));
        TRY_ASSIGN(auto answer, maybe_said(ports, candidate, request.answered));
        out.requests.push_back({request.id, request.what, asked.text, asked.at, std::move(answer), request.followed});
    }
    return {};
}

/// What follows from others' cards.
Result<> add_outcome(const Ports& ports, const Slice& slice, ApplicationView& out) {
    for (const DecisionRow& decision : slice.application().decisions) {
        TRY_ASSIGN(DecisionView view, decision_view(ports, slice.candidate(), decision));
        out.decisions.push_back(std::move(view));
    }
    return {};
}

}  // namespace

PersonRef account_ref(const Ports& ports, const std::string& person) { return {person, ports.name_of(person)}; }

Result<PersonRef> candidate_ref(const Ports& ports, const CandidateRow& candidate) {
    TRY_ASSIGN(std::string name, field_of(ports, candidate, "name"));
    return PersonRef{candidate.id, std::move(name)};
}

Result<SaidView> said_view(const Ports& ports, const CandidateRow& candidate, const Written& written, bool shown) {
    SaidView out{"", account_ref(ports, written.by), written.at};
    if (!shown || candidate.erased_at) return out;
    TRY_ASSIGN(out.text, said_at(ports, written));
    return out;
}

Result<Card> card_at(const Ports& ports, std::uint64_t seq) {
    TRY_ASSIGN(const Event event, ports.event_at(seq));
    TRY_ASSIGN(const std::string opened, open_words(ports.papers, event));
    return json::decode<Card>(opened);
}

Result<DecisionView> decision_view(const Ports& ports, const CandidateRow& candidate, const DecisionRow& decision) {
    DecisionView out{decision.outcome, {}, account_ref(ports, decision.why.by), decision.why.at, decision.cards, decision.missing};
    if (candidate.erased_at) return out;
    TRY_ASSIGN(const Event event, ports.event_at(decision.why.seq));
    TRY_ASSIGN(const std::string opened, open_words(ports.papers, event));
    TRY_ASSIGN(out.what, json::decode<Decision>(opened));
    return out;
}

std::vector<PlanGap> gaps_of(const InterviewKit& kit, const std::vector<const InterviewRow*>& interviews) {
    std::vector<PlanGap> out;
    for (const KitDimension& dimension : kit.dimensions) {
        int planned = 0;
        std::set<std::string> people;
        for (const InterviewRow* interview : interviews) {
            const auto& tested = interview->dimensions;
            if (interview->cancelled || std::find(tested.begin(), tested.end(), dimension.id) == tested.end()) continue;
            ++planned;
            people.insert(interview->interviewers.begin(), interview->interviewers.end());
        }
        if (people.empty()) out.push_back({dimension.id, dimension.name, planned, fmt::format("Nobody tests {}{}", dimension.name, planned > 0 ? ": no interviewer is named yet" : "")});
        else if (people.size() == 1) out.push_back({dimension.id, dimension.name, planned, fmt::format("One person alone tests {}", dimension.name)});
    }
    return out;
}

Result<Read<ApplicationView>> read_application(const Ports& ports, const Viewer& viewer, const std::string& id) {
    TRY_ASSIGN(const Slice slice, slice_for(ports, viewer, id));
    const ApplicationRow& row = slice.application();
    const bool all = sees_debrief(slice.state, viewer, row);
    ApplicationView out;
    out.id = row.id;
    TRY_ASSIGN(out.candidate, candidate_ref(ports, slice.candidate()));
    out.opening = row.opening;
    out.opening_title = slice.opening().what.title;
    out.kit = slice.opening().what.kit;
    out.source = row.source;
    out.made_at = row.made_at;
    out.stage = row.stage;
    out.erased = slice.candidate().erased_at.has_value();
    out.held = slice.candidate().hold.has_value();
    out.keep_until = kept_until(slice.state, slice.candidate(), ports.keep);
    out.has_resume = slice.candidate().resume_at.has_value();
    for (const Passage& passage : row.passages) {
        TRY_ASSIGN(SaidView why, said_view(ports, slice.candidate(), passage.why, all));
        out.passages.push_back({passage.from, passage.to, std::move(why)});
    }
    for (const InterviewRow* interview : slice.interviews()) {
        TRY_ASSIGN(InterviewView view, interview_view(ports, slice, viewer, *interview, true));
        out.interviews.push_back(std::move(view));
    }
    const auto shelf = ports.shelf();
    if (const InterviewKit* kit = find_kit(*shelf, out.kit); kit != nullptr && !row.ended()) out.gaps = gaps_of(*kit, slice.interviews());
    out.offered_on = row.offered_on;
    out.answered_on = row.answered_on;
    out.accepted = row.accepted;
    out.started_on = row.started_on;
    out.left_on = row.left_on;
    out.may_manage = viewer.rights.has(Right::hire);
    if (all) TRY(add_outcome(ports, slice, out));
    if (out.may_manage) TRY(add_managed(ports, slice, out));
    out.seq = row.seq;
    return Read<ApplicationView>{std::move(out), slice.seq};
}

Result<Read<InterviewView>> read_interview(const Ports& ports, const Viewer& viewer, const std::string& id) {
    TRY_ASSIGN(const Slice slice, slice_of_interview(ports, viewer, id));
    TRY_ASSIGN(InterviewView view, interview_view(ports, slice, viewer, slice.state.interviews.at(id), true));
    return Read<InterviewView>{std::move(view), slice.seq};
}

namespace {

/// Those to come, soonest first; those without a time after them; then what is over, newest first.
bool earlier_in_list(const InterviewRow& a, const InterviewRow& b, Timestamp now) {
    const auto rank = [&](const InterviewRow& row) { return !row.at ? 1 : *row.at >= now ? 0 : 2; };
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    if (a.at && *a.at != *b.at) return rank(a) == 0 ? *a.at < *b.at : *a.at > *b.at;
    return a.id.size() != b.id.size() ? a.id.size() > b.id.size() : a.id > b.id;
}

bool wanted(const State& state, const Viewer& viewer, const InterviewFilter& filter, const InterviewRow& row, Timestamp now) {
    const ApplicationRow* application = find_application(state, row.application);
    if (application == nullptr || !sees_application(state, viewer, *application)) return false;
    const bool mine = is_interviewer(row, viewer.person);
    if (filter.mine && !mine) return false;
    if (!filter.to_come) return true;
    const bool owed = mine && card_of(row, viewer.person) == nullptr;
    return !row.cancelled && !application->ended() && (owed || !row.at || *row.at >= now);
}

}  // namespace

Result<Read<InterviewList>> list_interviews(const Ports& ports, const Viewer& viewer, const InterviewFilter& filter, Timestamp now) {
    std::vector<std::pair<std::string, Slice>> found;
    const std::uint64_t seq = ports.engine.read([&](const State& state) {
        std::vector<const InterviewRow*> rows;
        for (const auto& [id, row] : state.interviews)
            if (wanted(state, viewer, filter, row, now)) rows.push_back(&row);
        std::sort(rows.begin(), rows.end(), [&](const InterviewRow* a, const InterviewRow* b) { return earlier_in_list(*a, *b, now); });
        if (rows.size() > kMostInterviewsListed) rows.resize(kMostInterviewsListed);
        for (const InterviewRow* row : rows) found.emplace_back(row->id, cut(state, *find_application(state, row->application)));
    });
    Read<InterviewList> out;
    out.seq = seq;
    for (const auto& [id, slice] : found) {
        TRY_ASSIGN(InterviewView view, interview_view(ports, slice, viewer, slice.state.interviews.at(id), false));
        out.view.items.push_back(std::move(view));
    }
    return out;
}

}  // namespace plimsoll::hiring
