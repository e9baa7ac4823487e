#include "domain/practice/closing.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "domain/catalog/fields.h"
#include "domain/people/question_words.h"
#include "domain/practice/phrases.h"
#include "domain/practice/story_words.h"

namespace plimsoll::practice {

namespace {

std::string sentence(const std::string& text) {
    std::string out = catalog::trimmed(text);
    if (!out.empty() && out.find_last_of(".!?") != out.size() - 1) out += '.';
    return out;
}

bool tells_a_number(const std::string& text) {
    const Phrases phrases(text);
    const bool digit = std::any_of(phrases.words().begin(), phrases.words().end(), [](const Word& w) { return w.text[0] >= '0' && w.text[0] <= '9'; });
    return digit || phrases.stated(number_words());
}

bool tells_own_part(const std::string& text) {
    const Phrases phrases(text);
    const auto& words = phrases.words();
    const bool bare = !words.empty() && std::find(bare_deeds().begin(), bare_deeds().end(), words[0].text) != bare_deeds().end();
    return bare || phrases.stated({"i|i've|i'd", "my|mine"});
}

}  // namespace

Result<ClosingCheck> check_closing(const Closing& closing) {
    std::vector<FieldError> broken;
    broken_bounds(closing, "", broken);
    if (!broken.empty()) return fail(plimsoll::errors::invalid, "the closing", std::move(broken));
    ClosingCheck out;
    const auto find = [&](ClosingRule rule, std::string field, std::string text, std::string remedy) { out.findings.push_back({rule, std::move(field), std::move(text), std::move(remedy)}); };
    out.said = sentence(closing.opening);
    std::map<std::string, std::size_t> needs;
    for (std::size_t i = 0; i < closing.proofs.size(); ++i) {
        const Proof& p = closing.proofs[i];
        const std::string at = fmt::format("proofs/{}", i);
        const std::string need = catalog::trimmed(p.need);
        const std::string proof = catalog::trimmed(p.proof);
        if (proof.empty()) continue;
        if (need.empty()) find(ClosingRule::no_need, at + "/need", fmt::format("The proof of {} answers no need of theirs.", people::word_of(p.of)), "Set it against something that they said, in their words");
        else if (const auto [other, fresh] = needs.emplace(need, i); !fresh) find(ClosingRule::same_need, at + "/need", "Two proofs answer one need.", "Three needs are remembered better than one, three times");
        if (!tells_a_number(proof)) find(ClosingRule::no_number, at + "/proof", fmt::format("The proof of {} tells no figure.", people::word_of(p.of)), "Take one from your sheets, with its window");
        if (!tells_own_part(proof)) find(ClosingRule::no_own_part, at + "/proof", fmt::format("The proof of {} does not say what you did.", people::word_of(p.of)), "Say it with \"I\" and a verb");
        out.said += (out.said.empty() ? "" : " ") + (need.empty() ? "" : "You need this: " + sentence(need) + " ") + sentence(proof);
    }
    for (const ProofOf of : {ProofOf::reliability, ProofOf::automation, ProofOf::leadership}) {
        const bool there = std::any_of(closing.proofs.begin(), closing.proofs.end(), [&](const Proof& p) { return p.of == of && !catalog::trimmed(p.proof).empty(); });
        if (!there) find(ClosingRule::missing_proof, "proofs", fmt::format("There is no proof of {}.", people::word_of(of)), "Take the best result of a story of yours");
    }
    out.words = spoken_words(out.said);
    out.seconds = seconds_to_say(out.words);
    if (out.seconds > kClosingSeconds)
        find(ClosingRule::over_time, "", fmt::format("{} words take {} s at {} words a minute; {} s hold {}.", out.words, out.seconds, kUsualPace, kClosingSeconds, kClosingSeconds * kUsualPace / 60), "One sentence for each proof is enough; they know the story");
    return out;
}

void broken_bounds(const Closing& closing, const std::string& at, std::vector<FieldError>& broken) {
    const auto bound = [&](const std::string& field, const std::string& text) {
        if (const std::size_t n = catalog::characters(text); n > kLongestLine) broken.push_back({at + "/" + field, fmt::format("has {} characters; {} are allowed", n, kLongestLine), "say it shorter"});
    };
    bound("opening", closing.opening);
    if (closing.proofs.size() > kMostProofs) broken.push_back({at + "/proofs", fmt::format("has {} items; {} are allowed", closing.proofs.size(), kMostProofs), "keep the three that matter"});
    for (std::size_t i = 0; i < std::min(closing.proofs.size(), kMostProofs); ++i) {
        bound(fmt::format("proofs/{}/need", i), closing.proofs[i].need);
        bound(fmt::format("proofs/{}/proof", i), closing.proofs[i].proof);
    }
}

}  // namespace plimsoll::practice
