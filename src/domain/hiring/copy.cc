#include "domain/hiring/copy.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/crypto.h"
#include "base/json.h"
#include "domain/access/token_text.h"
#include "domain/hiring/sealed_words.h"

namespace plimsoll::hiring {

namespace {

constexpr std::size_t kNumberDigits = 8;

const std::vector<std::string>& notices() {
    static const std::vector<std::string> sentences{
        "People decide, on what you said and showed, against the anchors below. No program ranks you or scores you.",
        "Each interviewer wrote what they saw before they could read what the others wrote.",
        "If something here about you is wrong, ask for a correction. You can ask for everything to be erased at any time.",
        "After the date below everything about you is erased by itself; only counts that name nobody remain."};
    return sentences;
}

/// What of the state the copy stands on, copied out of the engine.
struct Standing {
    ApplicationRow application;
    CandidateRow candidate;
    std::vector<InterviewRow> interviews;
    std::string opening_title;
    std::string team;
    std::string kit;
    std::string kept_until;
};

Result<Standing> standing_of(const CopyPorts& ports, const LinkHolder& holder) {
    std::optional<Standing> out;
    ports.hiring.engine.read([&](const State& state) {
        const ApplicationRow* application = find_application(state, holder.application);
        const CandidateRow* candidate = find_candidate(state, holder.candidate);
        if (application == nullptr || candidate == nullptr || candidate->erased_at) return;
        out = Standing{*application, *candidate, {}, {}, {}, {}, kept_until(state, *candidate, ports.hiring.keep)};
        for (const InterviewRow* interview : interviews_of(state, *application)) out->interviews.push_back(*interview);
        if (const OpeningRow* opening = find_opening(state, application->opening)) {
            out->opening_title = opening->what.title;
            out->team = opening->what.team;
            out->kit = opening->what.kit;
        }
    });
    if (!out) return fail(errors::wrong_link);
    return *std::move(out);
}

/// The dimensions that an interview assesses, in the kit's order, with their anchors.
std::vector<CopyDimension> dimensions_of(const CopyPorts& ports, const Standing& standing) {
    std::vector<CopyDimension> out;
    const auto shelf = ports.hiring.shelf();
    const auto known = [&](const std::string& id) {
        return std::any_of(out.begin(), out.end(), [&](const CopyDimension& one) { return one.id == id; });
    };
    for (const InterviewRow& interview : standing.interviews) {
        if (interview.cancelled) continue;
        const InterviewKit* kit = find_kit(*shelf, interview.kit);
        for (const std::string& id : interview.dimensions) {
            if (known(id)) continue;
            const KitDimension* dimension = kit != nullptr ? find_dimension(*kit, id) : nullptr;
            if (dimension != nullptr) out.push_back({id, dimension->name, dimension->what, dimension->anchors, {}, {}, 0});
            else out.push_back({id, id, {}, {}, {}, {}, 0});
        }
    }
    return out;
}

std::string name_in(const std::vector<CopyDimension>& dimensions, const std::string& id) {
    const auto found = std::find_if(dimensions.begin(), dimensions.end(), [&](const CopyDimension& one) { return one.id == id; });
    return found == dimensions.end() ? id : found->name;
}

/// The words that a piece of evidence stands on: the quote, or all of the answer.
std::string words_of(const Card& card, const CardEvidence& evidence) {
    if (!evidence.quote.empty()) return evidence.quote;
    const auto answer = std::find_if(card.answers.begin(), card.answers.end(), [&](const CardAnswer& one) { return !evidence.answer.empty() && one.id == evidence.answer; });
    return answer == card.answers.end() ? std::string() : answer->words;
}

void add_card(const Card& card, bool ratings, std::vector<CopyDimension>& into) {
    for (const CardDimension& rated : card.dimensions) {
        const auto found = std::find_if(into.begin(), into.end(), [&](const CopyDimension& one) { return one.id == rated.dimension; });
        if (found == into.end()) continue;
        for (const CardEvidence& evidence : rated.evidence) found->evidence.push_back({words_of(card, evidence), evidence.observed});
        if (ratings && rated.rating) found->ratings.push_back(*rated.rating);
        if (ratings && !rated.rating) ++found->not_assessed;
    }
}

Result<> add_cards(const CopyPorts& ports, const Standing& standing, bool ratings, std::vector<CopyDimension>& into) {
    for (const InterviewRow& interview : standing.interviews) {
        for (const CardRow& row : interview.cards) {
            TRY_ASSIGN(const Event event, ports.hiring.event_at(row.versions.back().seq));
            TRY_ASSIGN(const std::string words, open_words(ports.hiring.papers, event));
            TRY_ASSIGN(const Card card, json::decode<Card>(words));
            add_card(card, ratings, into);
        }
    }
    for (CopyDimension& dimension : into) std::sort(dimension.ratings.begin(), dimension.ratings.end());
    return {};
}

Result<std::vector<RequestView>> requests_of(const CopyPorts& ports, const ApplicationRow& application) {
    std::vector<RequestView> out;
    for (const RequestRow& row : application.requests) {
        RequestView view{row.id, row.what, {}, row.asked.at, {}, row.followed};
        TRY_ASSIGN(view.text, said_at(ports.hiring, row.asked));
        if (row.answered) {
            TRY_ASSIGN(std::string answer, said_at(ports.hiring, *row.answered));
            view.answer = SaidView{std::move(answer), {}, row.answered->at};  // by whom is not the candidate's to know
        }
        out.push_back(std::move(view));
    }
    return out;
}

/// The decision that stands, if it is one.
const DecisionRow* decision_in(const ApplicationRow& application) {
    if (application.decisions.empty() || application.decisions.back().outcome == Outcome::hold) return nullptr;
    return &application.decisions.back();
}

Result<> release(const CopyPorts& ports, const Standing& standing, const DecisionRow& decision, CandidateCopy& out) {
    TRY_ASSIGN(const Event event, ports.hiring.event_at(decision.why.seq));
    TRY_ASSIGN(const std::string words, open_words(ports.hiring.papers, event));
    TRY_ASSIGN(Decision what, json::decode<Decision>(words));
    out.outcome = decision.outcome;
    out.reasons = std::move(what.reasons);
    return add_cards(ports, standing, out.shows == CopyShows::ratings && ports.ratings, out.dimensions);
}

}  // namespace

std::string link_id(std::uint64_t application_number, std::string_view random_digits) {
    return fmt::format("{:0{}x}{}", application_number, kNumberDigits, random_digits);
}

Result<LinkHolder> holder_of(const State& state, std::string_view code, Timestamp now) {
    static const std::string nobodys(64, '0');
    const auto shown = access::parse_token(code, access::SecretKind::copy);
    if (!shown || shown->id.size() <= kNumberDigits) return fail(errors::wrong_link);
    std::uint64_t number = 0;
    std::from_chars(shown->id.data(), shown->id.data() + kNumberDigits, number, 16);
    const ApplicationRow* application = find_application(state, "ap-" + std::to_string(number));
    const LinkRow* link = nullptr;
    if (application != nullptr) {
        for (const LinkRow& one : application->links)
            if (one.id == shown->id) link = &one;
    }
    const bool same = crypto::equal(access::secret_hash(shown->secret), link == nullptr ? nobodys : link->secret_sha256);
    if (link == nullptr || !same || !link->works(now)) return fail(errors::wrong_link);
    const CandidateRow* candidate = find_candidate(state, application->candidate);
    if (candidate == nullptr || candidate->erased_at) return fail(errors::wrong_link);
    return LinkHolder{link->id, application->id, application->candidate, link->shows, link->expires, link->issued_by};
}

Result<CandidateCopy> copy_of(const CopyPorts& ports, const LinkHolder& holder, Timestamp now) {
    TRY_ASSIGN(const Standing standing, standing_of(ports, holder));
    const ApplicationRow& application = standing.application;
    CandidateCopy out;
    out.application = application.id;
    out.as_of = now;
    out.link_ends = holder.expires;
    for (const auto& [field, into] : {std::pair{"name", &out.name}, {"mail", &out.mail}}) {
        TRY_ASSIGN(const auto value, ports.hiring.papers.get(holder.candidate, field));
        *into = value.value_or("");
    }
    TRY_ASSIGN(const auto kept, ports.hiring.papers.get(holder.candidate, "resume"));
    if (kept) {
        TRY_ASSIGN(const KeptResume resume, json::decode<KeptResume>(*kept));
        TRY_ASSIGN(out.resume, text_of(resume));
    }
    out.opening_title = standing.opening_title;
    out.team = standing.team;
    out.source = application.source;
    out.made_at = application.made_at;
    out.stage = application.stage;
    for (const Passage& passage : application.passages) out.passages.push_back({passage.to, passage.why.at});
    out.resume_format = standing.candidate.resume_format;
    out.resume_at = standing.candidate.resume_at;
    out.kept_until = standing.kept_until;
    out.keep = ports.hiring.keep;
    out.held = standing.candidate.hold.has_value();
    out.shows = holder.shows;
    out.dimensions = dimensions_of(ports, standing);
    for (const InterviewRow& interview : standing.interviews) {
        CopyInterview shown{interview.title, interview.at, interview.minutes, interview.cancelled, {}};
        for (const std::string& id : interview.dimensions) shown.dimensions.push_back(name_in(out.dimensions, id));
        out.interviews.push_back(std::move(shown));
    }
    const DecisionRow* decision = decision_in(application);
    out.decided = decision != nullptr;
    if (decision != nullptr && holder.shows != CopyShows::papers) TRY(release(ports, standing, *decision, out));
    TRY_ASSIGN(out.requests, requests_of(ports, application));
    out.notices = notices();
    return out;
}

}  // namespace plimsoll::hiring
