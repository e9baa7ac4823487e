#include "domain/hiring/scorecard_export.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/text.h"
#include "domain/people/question_words.h"

namespace plimsoll::hiring {

namespace {

namespace bj = boost::json;

const char* word_of_rating(std::optional<int> points) {
    if (!points) return "no_decision";
    switch (*points) {
        case 1: return "no";
        case 2: return "mixed";
        case 3: return "yes";
        default: return "strong_yes";
    }
}

std::string name_of(const ExportParts& parts, const SampleCard& card, const std::string& dimension) {
    const InterviewKit* kit = find_kit(*parts.shelf, card.kit);
    const KitDimension* d = kit == nullptr ? nullptr : find_dimension(*kit, dimension);
    return d == nullptr ? dimension : d->name;
}

/// The words that a piece of evidence stands on.
std::string words_of(const Card& card, const CardEvidence& evidence) {
    if (!evidence.quote.empty()) return evidence.quote;
    if (!evidence.observed.empty()) return evidence.observed;
    for (const CardAnswer& answer : card.answers)
        if (answer.id == evidence.answer) return answer.words;
    return {};
}

std::string evidence_of(const Card& card, const CardDimension& d) {
    std::string out;
    for (const CardEvidence& evidence : d.evidence) out += (out.empty() ? "" : " | ") + words_of(card, evidence);
    return out;
}

bj::value time_or_null(const std::optional<Timestamp>& at) { return at ? bj::value(text::rfc3339(*at)) : bj::value(nullptr); }

bj::object person(const PersonRef& ref) { return {{"id", ref.id}, {"name", ref.name}}; }

bj::array attributes_of(const ExportParts& parts, const SampleCard& card) {
    bj::array out;
    for (const CardDimension& d : card.last.dimensions)
        out.push_back(bj::object{{"name", name_of(parts, card, d.dimension)}, {"type", "Dimensions"}, {"note", d.rating ? d.note : d.not_assessed}, {"rating", word_of_rating(d.rating)}});
    return out;
}

bj::object ratings_of(const ExportParts& parts, const SampleCard& card) {
    bj::object out{{"definitely_not", bj::array()}, {"no", bj::array()}, {"mixed", bj::array()}, {"yes", bj::array()}, {"strong_yes", bj::array()}};
    for (const CardDimension& d : card.last.dimensions)
        if (d.rating) out[word_of_rating(d.rating)].as_array().push_back(bj::value(name_of(parts, card, d.dimension)));
    return out;
}

bj::array questions_of(const ExportParts& parts, const SampleCard& card) {
    bj::array out;
    for (const CardAnswer& answer : card.last.answers) {
        const people::Question* question = answer.question.empty() ? nullptr : parts.bank->find(answer.question);
        out.push_back(bj::object{{"id", answer.question.empty() ? bj::value(nullptr) : bj::value(answer.question)}, {"question", question != nullptr ? question->text : answer.asked}, {"answer", answer.words}});
    }
    return out;
}

bj::array dimensions_of(const Card& card) {
    bj::array out;
    for (const CardDimension& d : card.dimensions) {
        bj::array evidence;
        for (const CardEvidence& e : d.evidence) evidence.push_back(bj::object{{"answer", e.answer}, {"words", words_of(card, e)}});
        out.push_back(bj::object{{"dimension", d.dimension}, {"points", d.rating ? bj::value(*d.rating) : bj::value(nullptr)}, {"not_assessed", d.not_assessed}, {"evidence", std::move(evidence)}});
    }
    return out;
}

bj::object ours(const SampleCard& card) {
    bj::array flags;
    for (const CardFlag& flag : card.last.flags) flags.push_back(bj::object{{"prompt", flag.prompt}, {"seen", flag.seen}, {"against", flag.against}});
    bj::object out{{"kit", card.kit},
                   {"kit_version", card.kit_version},
                   {"round", card.round},
                   {"card_version", card.versions},
                   {"after_seeing_others", card.after_seeing_others},
                   {"minutes", card.last.minutes ? bj::value(*card.last.minutes) : bj::value(nullptr)},
                   {"why", card.last.why},
                   {"dimensions", dimensions_of(card.last)},
                   {"prompts", std::move(flags)}};
    if (!(card.first == card.last)) {
        out["first_version"] = dimensions_of(card.first);
        out["why_changed"] = card.last.why_changed;
    }
    return out;
}

}  // namespace

std::string greenhouse_scorecards(const ExportParts& parts) {
    bj::array out;
    for (const SampleCard& card : parts.sample->cards) {
        const bj::object rater = person(parts.rater(card.rater));
        out.push_back(bj::object{{"id", card.interview + "/" + card.rater},
                                 {"candidate_id", card.candidate},
                                 {"candidate_name", parts.candidate_name(card.candidate)},
                                 {"application_id", card.application},
                                 {"interview", card.title},
                                 {"interview_step", bj::object{{"id", card.interview}, {"name", card.title}}},
                                 {"interviewed_at", time_or_null(card.interviewed_at)},
                                 {"submitted_at", text::rfc3339(card.submitted_at)},
                                 {"interviewer", rater},
                                 {"submitted_by", rater},
                                 {"overall_recommendation", people::word_of(card.last.recommendation)},
                                 {"attributes", attributes_of(parts, card)},
                                 {"ratings", ratings_of(parts, card)},
                                 {"questions", questions_of(parts, card)},
                                 {"plimsoll", ours(card)}});
    }
    return bj::serialize(out) + "\n";
}

std::string csv_cell(std::string_view text) {
    std::string safe(text);
    if (!safe.empty() && std::string_view("=+-@\t\r").find(safe.front()) != std::string_view::npos) safe.insert(safe.begin(), '\'');
    if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
    std::string out = "\"";
    for (const char c : safe) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

std::string scorecards_csv(const ExportParts& parts) {
    std::string out = "candidate_id,candidate,application,opening,interview,title,kit,kit_version,rater_id,rater,version,submitted_at,dimension,points,first_points,not_assessed,evidence,note\r\n";
    const auto line = [&](const std::vector<std::string>& cells) {
        for (std::size_t i = 0; i < cells.size(); ++i) out += (i == 0 ? "" : ",") + csv_cell(cells[i]);
        out += "\r\n";
    };
    const auto points = [](const CardDimension* d) { return d != nullptr && d->rating ? std::to_string(*d->rating) : std::string(); };
    for (const SampleCard& card : parts.sample->cards) {
        const PersonRef rater = parts.rater(card.rater);
        const std::string name = parts.candidate_name(card.candidate);
        for (const CardDimension& d : card.last.dimensions) {
            const auto first = std::find_if(card.first.dimensions.begin(), card.first.dimensions.end(), [&](const CardDimension& f) { return f.dimension == d.dimension; });
            line({card.candidate, name, card.application, card.opening, card.interview, card.title, card.kit, std::to_string(card.kit_version), rater.id, rater.name,
                  std::to_string(card.versions), text::rfc3339(card.submitted_at), d.dimension, points(&d), points(first == card.first.dimensions.end() ? nullptr : &*first),
                  d.not_assessed, evidence_of(card.last, d), d.note});
        }
    }
    return out;
}

}  // namespace plimsoll::hiring
