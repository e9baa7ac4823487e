#include "domain/hiring/state.h"

#include <algorithm>

namespace plimsoll::hiring {
namespace {

template <class Map>
auto find_in(Map& map, std::string_view id) -> decltype(&map.begin()->second) {
    const auto found = map.find(std::string(id));
    return found == map.end() ? nullptr : &found->second;
}

struct Fold {
    State& state;
    const log::Stamp& stamp;

    [[nodiscard]] Written written() const { return {stamp.seq, stamp.actor, stamp.at}; }
    [[nodiscard]] OpeningRow* opening(const std::string& id) const {
        OpeningRow* row = find_in(state.openings, id);
        if (row != nullptr) row->seq = stamp.seq;
        return row;
    }
    [[nodiscard]] CandidateRow* candidate(const std::string& id) const { return find_in(state.candidates, id); }
    [[nodiscard]] ApplicationRow* application(const std::string& id) const {
        ApplicationRow* row = find_in(state.applications, id);
        if (row != nullptr) row->seq = stamp.seq;
        return row;
    }
    [[nodiscard]] InterviewRow* interview(const std::string& id) const {
        InterviewRow* row = find_in(state.interviews, id);
        if (row != nullptr) (void)application(row->application);
        return row;
    }

    void operator()(const OpeningMade& e) const {
        OpeningRow row;
        row.id = e.opening;
        row.number = ++state.openings_made;
        row.what = e.what;
        row.opened_at = stamp.at;
        row.seq = stamp.seq;
        state.openings[e.opening] = std::move(row);
    }
    void operator()(const OpeningChanged& e) const {
        if (OpeningRow* row = opening(e.opening)) row->what = e.what;
    }
    void operator()(const OpeningClosed& e) const {
        OpeningRow* row = opening(e.opening);
        if (row == nullptr) return;
        row->closed_at = stamp.at;
        row->filled = e.filled;
        row->close_reason = e.reason;
    }
    void operator()(const OpeningReopened& e) const {
        OpeningRow* row = opening(e.opening);
        if (row == nullptr) return;
        row->closed_at.reset();
        row->filled = false;
        row->close_reason.clear();
    }

    void operator()(const CandidateAdded& e) const {
        CandidateRow row;
        row.id = e.candidate;
        row.added_at = stamp.at;
        state.candidates[e.candidate] = std::move(row);
    }
    void operator()(const ApplicationMade& e) const {
        ApplicationRow row;
        row.id = e.application;
        row.number = ++state.applications_made;
        row.candidate = e.candidate;
        row.opening = e.opening;
        row.source = e.source;
        row.made_at = stamp.at;
        row.seq = stamp.seq;
        state.applications[e.application] = std::move(row);
        if (CandidateRow* one = candidate(e.candidate)) one->applications.push_back(e.application);
    }
    void operator()(const ResumeKept& e) const {
        CandidateRow* row = candidate(e.candidate);
        if (row == nullptr) return;
        row->resume_at = stamp.at;
        row->resume_format = e.format;
        row->resume_pages = e.pages;
    }
    void operator()(const ResumeRemoved& e) const {
        if (CandidateRow* row = candidate(e.candidate)) forget_resume(*row);
    }
    static void forget_resume(CandidateRow& row) {
        row.resume_at.reset();
        row.resume_format.clear();
        row.resume_pages = 0;
    }
    void operator()(const StageMoved& e) const {
        ApplicationRow* row = application(e.application);
        if (row == nullptr) return;
        row->stage = e.to;
        row->passages.push_back({e.from, e.to, written()});
    }

    void operator()(const InterviewPlanned& e) const {
        InterviewRow row;
        row.id = e.interview;
        row.application = e.application;
        row.round = e.round;
        row.title = e.title;
        row.kit = e.kit;
        row.kit_version = e.kit_version;
        plan(row, e);
        ++state.interviews_made;
        if (ApplicationRow* one = application(e.application)) one->interviews.push_back(e.interview);
        state.interviews[e.interview] = std::move(row);
    }
    void operator()(const InterviewChanged& e) const {
        if (InterviewRow* row = interview(e.interview)) plan(*row, e);
    }
    template <class Planned>
    void plan(InterviewRow& row, const Planned& e) const {
        row.dimensions = e.dimensions;
        row.interviewers = e.interviewers;
        row.at = e.at;
        row.minutes = e.minutes;
        std::map<std::string, std::uint64_t> named;
        for (const std::string& person : e.interviewers) {
            const auto before = row.named_at.find(person);
            named[person] = before == row.named_at.end() ? stamp.seq : before->second;
        }
        row.named_at = std::move(named);
    }
    void operator()(const InterviewCancelled& e) const {
        if (InterviewRow* row = interview(e.interview)) row->cancelled = true;
    }
    void operator()(const CardSubmitted& e) const {
        InterviewRow* row = interview(e.interview);
        if (row == nullptr) return;
        auto card = std::find_if(row->cards.begin(), row->cards.end(), [&](const CardRow& c) { return c.rater == e.rater; });
        if (card == row->cards.end()) card = row->cards.insert(row->cards.end(), {e.rater, {}});
        card->versions.push_back({e.version, stamp.seq, stamp.at, e.after_seeing_others});
    }

    void operator()(const DebriefNoted& e) const {
        if (ApplicationRow* row = application(e.application)) row->debrief.push_back(written());
    }
    void operator()(const DecisionMade& e) const {
        if (ApplicationRow* row = application(e.application)) row->decisions.push_back({e.outcome, written(), e.cards, e.missing});
    }
    void operator()(const OfferMade& e) const {
        ApplicationRow* row = application(e.application);
        if (row == nullptr) return;
        row->offered_on = e.on;
        row->answered_on.clear();
        row->accepted.reset();
    }
    void operator()(const OfferAnswered& e) const {
        ApplicationRow* row = application(e.application);
        if (row == nullptr) return;
        row->answered_on = e.on;
        row->accepted = e.accepted;
    }
    void operator()(const Started& e) const {
        if (ApplicationRow* row = application(e.application)) row->started_on = e.on;
    }
    void operator()(const Left& e) const {
        if (ApplicationRow* row = application(e.application)) row->left_on = e.on;
    }
    void operator()(const QualityNoted& e) const {
        ApplicationRow* row = application(e.application);
        if (row == nullptr) return;
        std::erase_if(row->quality, [&](const QualityRow& q) { return q.day == e.day; });
        const auto at = std::find_if(row->quality.begin(), row->quality.end(), [&](const QualityRow& q) { return q.day > e.day; });
        row->quality.insert(at, {e.day, e.met, e.cleared_for_on_call, written()});
    }

    void operator()(const KeepChanged& e) const {
        CandidateRow* row = candidate(e.candidate);
        if (row == nullptr) return;
        row->keep_until = e.until;
        row->keep_why = written();
    }
    void operator()(const HoldSet& e) const {
        if (CandidateRow* row = candidate(e.candidate)) row->hold = written();
    }
    void operator()(const HoldReleased& e) const {
        if (CandidateRow* row = candidate(e.candidate)) row->hold.reset();
    }
    void operator()(const CandidateErased& e) const {
        CandidateRow* row = candidate(e.candidate);
        if (row == nullptr) return;
        row->erased_at = stamp.at;
        row->erase_reason = e.reason;
        row->erased_by = stamp.actor;
        forget_resume(*row);
        for (const std::string& id : row->applications)
            if (ApplicationRow* one = application(id)) one->links.clear();
    }

    void operator()(const LinkIssued& e) const {
        ApplicationRow* row = application(e.application);
        if (row == nullptr) return;
        std::erase_if(row->links, [&](const LinkRow& link) { return !link.works(stamp.at); });
        row->links.push_back({e.link, e.secret_sha256, stamp.at, e.expires, false, e.shows, stamp.actor});
    }
    void operator()(const LinkWithdrawn& e) const {
        ApplicationRow* row = application(e.application);
        if (row == nullptr) return;
        for (LinkRow& link : row->links) link.withdrawn = link.withdrawn || link.id == e.link;
    }
    void operator()(const RequestMade& e) const {
        ++state.requests_made;
        if (ApplicationRow* row = application(e.application)) row->requests.push_back({e.request, e.what, written(), std::nullopt, false});
    }
    void operator()(const RequestAnswered& e) const {
        const CandidateRow* one = candidate(e.candidate);
        if (one == nullptr) return;
        for (const std::string& id : one->applications) {
            ApplicationRow* row = find_in(state.applications, id);
            for (RequestRow& request : row->requests) {
                if (request.id != e.request) continue;
                request.answered = written();
                request.followed = e.followed;
                row->seq = stamp.seq;
            }
        }
    }

    void operator()(const CalibrationRated& e) const { state.calibrations.push_back({e.set, e.version, e.item, e.rater, stamp.at, e.ratings}); }
};

}  // namespace

void apply(State& state, const Event& event, const log::Stamp& stamp) { std::visit(Fold{state, stamp}, event); }

const OpeningRow* find_opening(const State& state, std::string_view id) { return find_in(state.openings, id); }
const CandidateRow* find_candidate(const State& state, std::string_view id) { return find_in(state.candidates, id); }
const ApplicationRow* find_application(const State& state, std::string_view id) { return find_in(state.applications, id); }
const InterviewRow* find_interview(const State& state, std::string_view id) { return find_in(state.interviews, id); }

const CardRow* card_of(const InterviewRow& interview, std::string_view rater) {
    const auto found = std::find_if(interview.cards.begin(), interview.cards.end(), [&](const CardRow& c) { return c.rater == rater; });
    return found == interview.cards.end() ? nullptr : &*found;
}

bool is_interviewer(const InterviewRow& interview, std::string_view person) {
    return std::find(interview.interviewers.begin(), interview.interviewers.end(), person) != interview.interviewers.end();
}

std::vector<const InterviewRow*> interviews_of(const State& state, const ApplicationRow& application) {
    std::vector<const InterviewRow*> out;
    for (const std::string& id : application.interviews)
        if (const InterviewRow* interview = find_interview(state, id)) out.push_back(interview);
    return out;
}

CardCount count_cards(const State& state, const ApplicationRow& application) {
    CardCount out;
    for (const InterviewRow* interview : interviews_of(state, application)) {
        if (interview->cancelled) continue;
        for (const std::string& person : interview->interviewers) ++(card_of(*interview, person) != nullptr ? out.submitted : out.missing);
    }
    return out;
}

}  // namespace plimsoll::hiring
