#include "domain/hiring/opened_cards.h"

#include <algorithm>

#include "log/keys.h"

namespace plimsoll::hiring {

namespace {

/// A card that may be opened, and the places of its versions in the log.
struct Closed {
    SampleCard card;
    std::uint64_t application = 0;
    std::uint64_t first_seq = 0;
    std::uint64_t last_seq = 0;
};

bool wanted(const CardQuery& query, const ApplicationRow& application, const InterviewRow& interview, const CardRow& card) {
    const Timestamp at = card.versions.front().at;
    return (query.opening.empty() || application.opening == query.opening) && (query.kit.empty() || interview.kit == query.kit) && (!query.from || at >= *query.from) &&
           (!query.to || at < *query.to);
}

Closed closed_card(const ApplicationRow& application, const InterviewRow& interview, const CardRow& card) {
    Closed out;
    out.application = application.number;
    out.first_seq = card.versions.front().seq;
    out.last_seq = card.versions.back().seq;
    out.card = {application.id, application.opening, application.candidate, interview.id, interview.round, interview.title, interview.kit, interview.kit_version, interview.at,
                card.versions.front().at, card.rater, static_cast<int>(card.versions.size()), card.versions.back().after_seeing_others, {}, {}};
    return out;
}

/// What the state holds of the cards; their words are elsewhere.
std::vector<Closed> find_cards(const Ports& ports, const Viewer& viewer, const CardQuery& query, SampleOfCards& out) {
    std::vector<Closed> found;
    out.seq = ports.engine.read([&](const State& state) {
        for (const auto& [id, interview] : state.interviews) {
            const ApplicationRow* application = find_application(state, interview.application);
            if (interview.cancelled || application == nullptr || !sees_application(state, viewer, *application)) continue;
            const CandidateRow* candidate = find_candidate(state, application->candidate);
            const bool may = own_cards_submitted(state, viewer.person, *application);
            for (const CardRow& card : interview.cards) {
                if (card.versions.empty() || !wanted(query, *application, interview, card)) continue;
                if (candidate == nullptr || candidate->erased_at) ++out.erased;
                else if (!may || !sees_card(state, viewer, interview, card.rater)) ++out.hidden;
                else found.push_back(closed_card(*application, interview, card));
            }
        }
    });
    std::sort(found.begin(), found.end(), [](const Closed& a, const Closed& b) { return a.application != b.application ? a.application > b.application : a.first_seq < b.first_seq; });
    return found;
}

}  // namespace

Result<SampleOfCards> open_cards(const Ports& ports, const Viewer& viewer, const CardQuery& query) {
    SampleOfCards out;
    std::vector<Closed> found = find_cards(ports, viewer, query, out);
    if (found.size() > kMostCardsOpened) {
        out.beyond = static_cast<std::int64_t>(found.size() - kMostCardsOpened);
        found.resize(kMostCardsOpened);
    }
    for (Closed& one : found) {
        auto first = card_at(ports, one.first_seq);
        if (!first && first.error().is(log::errors::erased)) {
            ++out.erased;
            continue;
        }
        TRY_ASSIGN(one.card.first, std::move(first));
        one.card.last = one.card.first;
        if (one.last_seq != one.first_seq) {
            TRY_ASSIGN(one.card.last, card_at(ports, one.last_seq));
        }
        out.cards.push_back(std::move(one.card));
    }
    return out;
}

}  // namespace plimsoll::hiring
