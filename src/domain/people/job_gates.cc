#include "domain/people/job_gates.h"

#include <algorithm>
#include <array>

namespace plimsoll::people {

namespace {

std::optional<int> number_word(std::string_view word) {
    static constexpr auto kWords = std::to_array<std::string_view>({"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"});
    for (std::size_t i = 1; i < kWords.size(); ++i) {
        if (word == kWords[i]) return static_cast<int>(i);
    }
    int value = 0;
    std::size_t digits = 0;
    while (digits < word.size() && word[digits] >= '0' && word[digits] <= '9' && digits < 2) value = value * 10 + (word[digits++] - '0');
    if (digits == 0 || (digits < word.size() && word[digits] != '+' && word[digits] != '-')) return std::nullopt;
    return value;  // of "5+" and "3-5" the least
}

/// Years of work that a statement asks for; not the age of a company ("for 20 years we").
std::vector<GateAsked> years_in(std::string_view text, const Passage& passage, const std::vector<const SkillHit*>& hits) {
    std::vector<GateAsked> out;
    const std::vector<Word> words = words_of_text(text, passage.begin, passage.end);
    for (std::size_t i = 1; i < words.size(); ++i) {
        const std::string& unit = words[i].text;
        if (unit != "years" && unit != "year" && unit != "yrs" && unit != "years'" && unit != "yrs.") continue;
        std::size_t number_at = i - 1;
        if (words[number_at].text == "more" && number_at >= 2 && words[number_at - 1].text == "or") number_at -= 2;
        auto number = number_word(words[number_at].text);
        // "3 to 5 years", "3 - 5 years"
        if (number && number_at >= 2 && words[number_at - 1].text == "to") {
            if (const auto least = number_word(words[number_at - 2].text)) number = least, number_at -= 2;
        } else if (number && number_at >= 1 && words[number_at].begin - words[number_at - 1].end <= 3 && text.substr(words[number_at - 1].end, words[number_at].begin - words[number_at - 1].end).find('-') != std::string_view::npos) {
            if (const auto least = number_word(words[number_at - 1].text)) number = least;
        }
        if (!number || *number == 0 || *number > 40) continue;
        const std::string next = i + 1 < words.size() ? words[i + 1].text : "";
        const std::string before = number_at > 0 ? words[number_at - 1].text : "";
        if (next == "ago" || next == "old" || before == "for" || before == "past" || before == "last" || before == "next" || before == "founded" || before == "within") continue;
        GateAsked gate;
        gate.kind = GateKind::years;
        gate.months = *number * 12;
        gate.begin = passage.begin;
        gate.end = passage.end;
        // Skills right behind it, up to a comma before another clause: "5+ years of Go or Python", "3 years running Kubernetes in production".
        for (const SkillHit* hit : hits) {
            if (hit->begin < words[i].end || hit->begin - words[i].end > 60) continue;
            const std::string_view between = text.substr(words[i].end, hit->begin - words[i].end);
            const bool listed = !gate.skills.empty();
            if (between.find_first_of(";.(") != std::string_view::npos || (!listed && between.find(',') != std::string_view::npos)) break;
            const std::string lower = lowered(between);
            if (!listed && (lower.find(" with ") == std::string::npos && lower.find(" of ") == std::string::npos && lower.find(" in ") == std::string::npos && lower.find(" using ") == std::string::npos &&
                            lower.find(" running ") == std::string::npos && lower.find(" operating ") == std::string::npos && lower.find(" as ") == std::string::npos && lower.find("' ") == std::string::npos && between != " "))
                break;
            if (listed && lower.find(" and ") != std::string::npos && lower.find(" or ") == std::string::npos) break;
            gate.skills.push_back(hit->skill);
        }
        // "5+ years in SRE, platform or backend roles": years of such work, whatever a resume calls it.
        const std::string_view behind = text.substr(words[i].end, std::min<std::size_t>(passage.end - words[i].end, 100));
        const std::string clause = lowered(behind.substr(0, behind.find_first_of(";.(")));
        if (find_phrase(clause, "roles") != std::string_view::npos || find_phrase(clause, "role") != std::string_view::npos || find_phrase(clause, "positions") != std::string_view::npos ||
            find_phrase(clause, "similar") != std::string_view::npos || find_phrase(clause, "related") != std::string_view::npos)
            gate.skills.clear();
        std::sort(gate.skills.begin(), gate.skills.end());
        gate.skills.erase(std::unique(gate.skills.begin(), gate.skills.end()), gate.skills.end());
        for (std::size_t k = i + 1; k < std::min(words.size(), i + 5) && gate.skills.empty(); ++k) {
            if (text.substr(words[k - 1].end, words[k].begin - words[k - 1].end).find_first_of(",;.(") != std::string_view::npos) break;
            const std::string& word = words[k].text;
            gate.leading = gate.leading || word == "leading" || word == "managing" || word == "management" || word == "leadership" || word == "lead";
        }
        out.push_back(std::move(gate));
    }
    return out;
}

std::optional<GateAsked> degree_asked(std::string_view text, const Passage& passage) {
    const std::string lower = lowered(text.substr(passage.begin, passage.end - passage.begin));
    const bool about = find_phrase(lower, "degree") != std::string_view::npos || find_phrase(lower, "diploma") != std::string_view::npos || find_phrase(lower, "phd") != std::string_view::npos ||
                       find_phrase(lower, "bachelor") != std::string_view::npos || find_phrase(lower, "bachelor's") != std::string_view::npos || find_phrase(lower, "bs/ms") != std::string_view::npos || find_phrase(lower, "bs in") != std::string_view::npos || find_phrase(lower, "bsc") != std::string_view::npos ||
                       find_phrase(lower, "b.tech") != std::string_view::npos || find_phrase(lower, "btech") != std::string_view::npos || find_phrase(lower, "b.e") != std::string_view::npos ||
                       find_phrase(lower, "vocational training") != std::string_view::npos || find_phrase(lower, "apprenticeship") != std::string_view::npos;
    if (!about || find_phrase(lower, "high degree of") != std::string_view::npos || find_phrase(lower, "degree of") != std::string_view::npos) return std::nullopt;
    if (find_phrase(lower, "no degree") != std::string_view::npos || find_phrase(lower, "degree is not required") != std::string_view::npos) return std::nullopt;
    GateAsked gate;
    gate.kind = GateKind::degree;
    // "Bachelor's or Master's": the least of what is named.
    gate.degree = 0;
    static constexpr auto kLeast = std::to_array<std::pair<std::string_view, int>>({{"vocational training", 1}, {"apprenticeship", 1}, {"bachelor", 2}, {"b.tech", 2}, {"btech", 2}, {"b.e", 2}, {"bs", 2}, {"bsc", 2}, {"b.s", 2}, {"ba", 2}, {"diploma", 1}, {"master", 3}, {"ms", 3}, {"msc", 3}, {"phd", 4}, {"ph.d", 4}, {"doctorate", 4}});
    for (const auto& [word, rank] : kLeast) {
        const bool there = find_phrase(lower, word) != std::string_view::npos || find_phrase(lower, std::string(word) + "'s") != std::string_view::npos || find_phrase(lower, std::string(word) + "s") != std::string_view::npos;
        if (there && (gate.degree == 0 || rank < gate.degree)) gate.degree = rank;
    }
    if (gate.degree == 0) gate.degree = 2;  // "a degree in computer science"
    gate.or_experience = lower.find("equivalent") != std::string::npos || find_phrase(lower, "or experience") != std::string_view::npos || find_phrase(lower, "or comparable") != std::string_view::npos;
    gate.begin = passage.begin;
    gate.end = passage.end;
    return gate;
}

}  // namespace

std::span<const std::string_view> gate_words() {
    static constexpr auto kWords = std::to_array<std::string_view>({"year", "yrs", "degree", "diploma", "phd", "bachelor", "bs/ms", "bs in", "bsc", "b.tech", "btech", "b.e", "vocational training", "apprenticeship"});
    return kWords;
}

std::vector<GateAsked> gates_in(std::string_view text, const Passage& passage, const std::vector<const SkillHit*>& hits) {
    std::vector<GateAsked> out = years_in(text, passage, hits);
    if (auto degree = degree_asked(text, passage)) out.push_back(std::move(*degree));
    return out;
}

int rank_of_title(std::string_view title) {
    const std::string lower = lowered(title);
    const auto has = [&](std::string_view word) { return find_phrase(lower, word) != std::string_view::npos; };
    if (has("vp") || has("vice president") || has("head of") || has("cto") || has("chief")) return 10;
    if (has("director")) return 9;
    if (has("senior manager") || has("sr manager") || has("sr. manager") || has("senior engineering manager")) return 8;
    if (has("manager") && !has("product manager") && !has("account manager")) return 7;
    if (has("principal") || has("distinguished") || has("fellow")) return 6;
    if (has("staff") || has("lead") || has("architect")) return 5;
    if (has("senior") || has("sr")) return 4;
    if (has("intern") || has("internship") || has("trainee") || has("apprentice") || has("working student")) return 1;
    if (has("junior") || has("jr") || has("graduate") || has("entry level")) return 2;
    if (has("mid level") || has("intermediate")) return 3;
    return 0;
}

std::string name_of_rank(int rank) {
    static constexpr auto kNames = std::to_array<std::string_view>({"", "intern", "junior", "mid-level", "senior", "staff or lead", "principal", "manager", "senior manager", "director", "head or vice president"});
    return rank < 0 || static_cast<std::size_t>(rank) >= kNames.size() ? "" : std::string(kNames[static_cast<std::size_t>(rank)]);
}

int degree_in(std::string_view text) {
    const std::string lower = lowered(text);
    const auto has = [&](std::string_view word) { return find_phrase(lower, word) != std::string_view::npos; };
    if (has("phd") || has("ph.d") || has("ph.d.") || has("doctorate") || has("doctor of") || has("dr. rer")) return 4;
    if (has("master") || has("master's") || has("masters") || has("msc") || has("m.sc") || has("m.s.") || has("ms in") || has("m.eng") || has("meng") || has("mba") || has("m.a.") || has("diplom")) return 3;
    if (has("bachelor") || has("bachelor's") || has("bachelors") || has("bsc") || has("b.sc") || has("b.s.") || has("bs in") || has("b.eng") || has("beng") || has("b.a.") || has("btech") || has("b.tech") || has("ba in") || has("be in")) return 2;
    if (has("diploma") || has("associate degree") || has("associate's") || has("apprenticeship") || has("vocational training") || has("vocational degree") || has("ausbildung") || has("fachinformatiker")) return 1;
    return 0;
}

std::string name_of_degree(int degree) {
    static constexpr auto kNames = std::to_array<std::string_view>({"none", "a diploma", "a bachelor's degree", "a master's degree", "a doctorate"});
    return std::string(kNames[static_cast<std::size_t>(std::clamp(degree, 0, 4))]);
}

}  // namespace plimsoll::people
