// card_check.cc: what a card must hold before anybody but its rater reads it.
#include <algorithm>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "domain/exclusions/field_checks.h"
#include "domain/hiring/decide.h"
#include "domain/people/composite.h"

namespace plimsoll::hiring {
namespace {

using Checks = exclusions::FieldChecks;
using Empty = Checks::Empty;

std::string at(const char* list, std::size_t i, const char* field = "") {
    return std::string("/") + list + "/" + std::to_string(i) + (*field == '\0' ? "" : std::string("/") + field);
}

bool blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

void needed(Checks& checks, const std::string& field, const std::string& text, const char* rule, const char* remedy) {
    if (blank(text)) checks.complain(field, rule, remedy);
}

/// Every run of white space as one space, so that a quote may be broken elsewhere than the words.
std::string in_one_line(const std::string& text) {
    std::string out;
    bool gap = false;
    for (const char c : text) {
        const bool white = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        if (!white && gap && !out.empty()) out += ' ';
        gap = white || (gap && out.empty());
        if (!white) out += c;
    }
    return out;
}

void check_minutes(Checks& checks, const std::string& field, const std::optional<int>& minutes) {
    if (minutes && (*minutes < 0 || *minutes > kMostMinutes)) checks.complain(field, "must be 0 to " + std::to_string(kMostMinutes) + " minutes");
}

void at_most(Checks& checks, const char* field, std::size_t given, std::size_t most) {
    if (given > most) checks.complain(field, "must be at most " + std::to_string(most), "leave out what matters least");
}

void check_bounds(Checks& checks, const Card& card) {
    at_most(checks, "/answers", card.answers.size(), kMostAnswers);
    at_most(checks, "/dimensions", card.dimensions.size(), kMostAssessed);
    at_most(checks, "/flags", card.flags.size(), kMostFlags);
    std::size_t evidence = 0;
    for (const CardDimension& d : card.dimensions) evidence += d.evidence.size();
    at_most(checks, "/dimensions", evidence, kMostEvidence);
    if (!checks.fields.empty()) return;  // what is too much is not read through
    for (std::size_t i = 0; i < card.answers.size(); ++i) {
        const CardAnswer& a = card.answers[i];
        checks.prose(at("answers", i, "id"), a.id, kLongestId, Empty::allowed);
        checks.prose(at("answers", i, "question"), a.question, kLongestId, Empty::allowed);
        checks.prose(at("answers", i, "asked"), a.asked, kLongestNote, Empty::allowed);
        checks.prose(at("answers", i, "words"), a.words, kLongestWords, Empty::allowed);
        check_minutes(checks, at("answers", i, "minute"), a.minute);
    }
    for (std::size_t i = 0; i < card.dimensions.size(); ++i) {
        const CardDimension& d = card.dimensions[i];
        checks.prose(at("dimensions", i, "dimension"), d.dimension, kLongestId, Empty::allowed);
        checks.prose(at("dimensions", i, "not_assessed"), d.not_assessed, kLongestNote, Empty::allowed);
        checks.prose(at("dimensions", i, "note"), d.note, kLongestNote, Empty::allowed);
        if (d.rating && (*d.rating < people::kLeastPoint || *d.rating > people::kMostPoint))
            checks.complain(at("dimensions", i, "rating"), "must be 1 to 4", "leave it out where it was not assessed, and say why");
        for (std::size_t k = 0; k < d.evidence.size(); ++k) {
            const std::string piece = at("dimensions", i, "evidence") + "/" + std::to_string(k);
            checks.prose(piece + "/answer", d.evidence[k].answer, kLongestId, Empty::allowed);
            checks.prose(piece + "/quote", d.evidence[k].quote, kLongestWords, Empty::allowed);
            checks.prose(piece + "/observed", d.evidence[k].observed, kLongestNote, Empty::allowed);
        }
    }
    for (std::size_t i = 0; i < card.flags.size(); ++i) {
        checks.prose(at("flags", i, "prompt"), card.flags[i].prompt, kLongestId, Empty::allowed);
        checks.prose(at("flags", i, "seen"), card.flags[i].seen, kLongestNote, Empty::allowed);
        checks.prose(at("flags", i, "against"), card.flags[i].against, kLongestNote, Empty::allowed);
    }
    checks.prose("/why", card.why, kLongestNote, Empty::allowed);
    checks.prose("/why_changed", card.why_changed, kLongestNote, Empty::allowed);
    check_minutes(checks, "/minutes", card.minutes);
    if (checks.fields.empty() && json::encode(card).size() > kLargestCard)
        checks.complain("", "must be at most " + text::count(static_cast<std::int64_t>(kLargestCard)) + " bytes in all", "shorten the longest answers to what the ratings stand on");
}

void check_answers(Checks& checks, const Card& card) {
    std::set<std::string> ids;
    for (std::size_t i = 0; i < card.answers.size(); ++i) {
        const CardAnswer& a = card.answers[i];
        needed(checks, at("answers", i, "id"), a.id, "must be there", "\"a1\", \"a2\": evidence refers to it");
        if (!a.id.empty() && !ids.insert(a.id).second) checks.complain(at("answers", i, "id"), "must be there once");
        if (a.question.empty()) needed(checks, at("answers", i, "asked"), a.asked, "must say what was asked", "or name the question of the kit");
        needed(checks, at("answers", i, "words"), a.words, "must hold the candidate's words", "write what was said, as near as you can, or leave the question out");
    }
}

void check_evidence(Checks& checks, const std::string& where, const CardEvidence& evidence, const Card& card) {
    if (evidence.answer.empty()) {
        needed(checks, where + "/observed", evidence.observed, "must say what was seen", "or name the answer whose words it stands on");
        if (!evidence.quote.empty()) checks.complain(where + "/quote", "must be of an answer", "name the answer");
        return;
    }
    const auto answer = std::find_if(card.answers.begin(), card.answers.end(), [&](const CardAnswer& a) { return a.id == evidence.answer; });
    if (answer == card.answers.end()) return checks.complain(where + "/answer", "must be an answer of this card");
    if (in_one_line(answer->words).find(in_one_line(evidence.quote)) == std::string::npos)
        checks.complain(where + "/quote", "must be words of that answer", "quote what was written down, or leave it empty for all of it");
}

void check_dimension(Checks& checks, std::size_t i, const Card& card, const std::vector<std::string>& known) {
    const CardDimension& d = card.dimensions[i];
    if (std::find(known.begin(), known.end(), d.dimension) == known.end())
        checks.complain(at("dimensions", i, "dimension"), "must be a dimension of the kit: \"" + text::printable(d.dimension.substr(0, kLongestId)) + "\" is not");
    if (d.rating && d.evidence.empty()) checks.complain(at("dimensions", i, "evidence"), "must hold at least one piece of evidence", "a rating stands on words or on what was seen; without, it was not assessed");
    if (d.rating && !blank(d.not_assessed)) checks.complain(at("dimensions", i, "not_assessed"), "must be empty where there is a rating");
    if (!d.rating) needed(checks, at("dimensions", i, "not_assessed"), d.not_assessed, "must say why it was not assessed", "\"no time was left\" will do; or rate it");
    for (std::size_t k = 0; k < d.evidence.size(); ++k) check_evidence(checks, at("dimensions", i, "evidence") + "/" + std::to_string(k), d.evidence[k], card);
}

void check_dimensions(Checks& checks, const Card& card, const std::vector<std::string>& to_assess, const std::vector<std::string>& known) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < card.dimensions.size(); ++i) {
        check_dimension(checks, i, card, known);
        if (!seen.insert(card.dimensions[i].dimension).second) checks.complain(at("dimensions", i, "dimension"), "must be there once");
    }
    for (const std::string& id : to_assess)
        if (!seen.contains(id)) checks.complain("/dimensions", "must hold " + id, "rate it on evidence, or say why it was not assessed");
}

void check_flags(Checks& checks, const Card& card, const std::vector<std::string>& prompts) {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < card.flags.size(); ++i) {
        const CardFlag& f = card.flags[i];
        if (std::find(prompts.begin(), prompts.end(), f.prompt) == prompts.end()) checks.complain(at("flags", i, "prompt"), "must be a prompt of the kit");
        else if (!seen.insert(f.prompt).second) checks.complain(at("flags", i, "prompt"), "must be there once");
        needed(checks, at("flags", i, "seen"), f.seen, "must say what came up", "or leave the prompt out");
        needed(checks, at("flags", i, "against"), f.against, "must say what speaks against it", "or that it was looked for and not found");
    }
}

}  // namespace

Result<> check_draft(const Card& card) {
    Checks checks;
    check_bounds(checks, card);
    return checks.checked(errors::invalid);
}

Result<> check_card(const Card& card, const std::vector<std::string>& to_assess, const std::vector<std::string>& known_dimensions,
                    const std::vector<std::string>& prompts, bool second_version) {
    TRY(check_draft(card));
    Checks checks;
    check_answers(checks, card);
    check_dimensions(checks, card, to_assess, known_dimensions);
    check_flags(checks, card, prompts);
    if (card.recommendation != Recommendation::no_decision) needed(checks, "/why", card.why, "must say what the recommendation stands on", "in a sentence or two");
    if (second_version) needed(checks, "/why_changed", card.why_changed, "must say why the card was changed", "the first version stays beside it");
    return checks.checked(errors::invalid);
}

}  // namespace plimsoll::hiring
