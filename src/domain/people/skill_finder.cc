#include "domain/people/skill_finder.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <iterator>
#include <map>

#include "domain/people/skill_negation.h"

namespace plimsoll::people {

namespace {

constexpr std::size_t kCueReach = 8;  // words
char at_or_space(std::string_view text, std::size_t i) { return i < text.size() ? text[i] : ' '; }

/// "AWS-based", "Linux-only": what may be joined to a name without making it another.
bool joins_freely(std::string_view rest) {
    static constexpr auto kEndings = std::to_array<std::string_view>({"based", "native", "lang", "centric", "like", "written", "first", "only", "focused", "powered", "driven", "related", "compatible", "heavy"});
    std::size_t end = 0;
    while (end < rest.size() && is_word_byte(rest[end])) ++end;
    const std::string word = lowered(rest.substr(0, end));
    return std::find(kEndings.begin(), kEndings.end(), word) != kEndings.end();
}

bool left_is_border(std::string_view text, std::size_t begin, bool plain) {
    if (begin == 0) return true;
    const char left = text[begin - 1];
    const char before = begin > 1 ? text[begin - 2] : ' ';
    if (is_word_byte(left) || left == '@' || left == '_' || left == '\\') return false;
    if (left == '.') return !is_word_byte(before);
    if (left == '&') return plain || !is_word_byte(before);
    if (left == '-') return plain || !is_word_byte(before);
    if (left == '\'') return !is_word_byte(before);
    return true;
}

bool right_is_border(std::string_view text, std::size_t end, bool plain) {
    const char right = at_or_space(text, end);
    const char after = at_or_space(text, end + 1);
    if (right == '#' || right == '@' || right == '_' || right == '\\') return false;
    if (right == '+') return plain && after != '+' && is_word_byte(after);
    if (right == '.') return !is_word_byte(after);
    if (right == '&') return plain || !is_word_byte(after);
    if (right == '-') return plain || !is_word_byte(after) || joins_freely(text.substr(end + 1));
    if (right == '\'') return !is_word_byte(after) || ((after == 's' || after == 'S') && !is_word_byte(at_or_space(text, end + 2)));
    // A plural: "SLOs", "runbooks".
    if (right == 's' && plain) {
        const bool letter = std::isalpha(static_cast<unsigned char>(text[end - 1])) != 0;
        return letter && !is_word_byte(after) && after != '\'' && after != '-' && right_is_border(text, end + 1, false);
    }
    return !is_word_byte(right);
}

/// Whether a hit lies in an address: "github.com/x/terraform", "a@b.io", "https://…".
bool in_address(std::string_view text, std::size_t begin, std::size_t end) {
    std::size_t from = begin;
    while (from > 0 && text[from - 1] > ' ' && begin - from < 200) --from;
    std::size_t to = end;
    while (to < text.size() && text[to] > ' ' && to - end < 200) ++to;
    const std::string_view token = text.substr(from, to - from);
    if (token.find("://") != std::string_view::npos || token.find('@') != std::string_view::npos || token.starts_with("www.")) return true;
    static constexpr auto kDomains = std::to_array<std::string_view>({".com/", ".io/", ".org/", ".net/", ".dev/", ".com", ".io", ".org", ".dev"});
    return std::any_of(kDomains.begin(), kDomains.end(), [&](std::string_view domain) {
        const std::size_t at = token.find(domain);
        return at != std::string_view::npos && at > 0 && is_word_byte(token[at - 1]) && (domain.back() == '/' || at + domain.size() >= token.size() || !is_word_byte(token[at + domain.size()]));
    });
}

/// Between items of a list, or at an end of the statement.
bool parts_list(std::string_view between) {
    const std::string lower = lowered(between);
    return between.find_first_of(",;|/:()\n*") != std::string_view::npos || lower.find(" and ") != std::string::npos || lower.find(" or ") != std::string::npos || lower.find(" & ") != std::string::npos;
}

}  // namespace

bool stands_alone(std::string_view text, std::size_t begin, std::size_t end, bool plain) {
    const bool starts_with_dot = text[begin] == '.';
    if (starts_with_dot ? begin > 0 && (is_word_byte(text[begin - 1]) || text[begin - 1] == '.') : !left_is_border(text, begin, plain)) return false;
    return right_is_border(text, end, plain);
}

/// A name in the text, on its way to a hit.
struct SkillFinder::Candidate {
    std::uint32_t name;
    std::uint32_t begin;
    std::uint32_t end;
    SkillHit::State state = SkillHit::State::counts;
    std::string why;
};

SkillFinder::SkillFinder(const SkillBase& base) : base_(&base) {
    std::vector<std::string> texts;
    for (SkillIndex i = 0; i < base.skills().size(); ++i) {
        for (const SkillName& name : base[i].names) {
            names_.push_back({i, &name, {}});
            for (const std::string& cue : name.cues) names_.back().cues.push_back(lowered(cue));
            texts.push_back(name.text);
        }
    }
    automaton_.emplace(texts);
}

std::vector<SkillFinder::Candidate> SkillFinder::candidates(std::string_view text) const {
    std::vector<Candidate> all;
    for (const NameMatch& match : automaton_->find(text)) {
        const SkillName& name = *names_[match.name].name;
        const bool plain = !name.ambiguous && name.text.size() > 2;
        if (!stands_alone(text, match.begin, match.end, plain)) continue;
        if (name.case_sensitive) {
            const std::string_view written = text.substr(match.begin, match.end - match.begin);
            // Ambiguous names in another spelling are shown as unresolved; others are other words.
            if (!name.ambiguous && written != name.text) continue;
        }
        all.push_back({match.name, match.begin, match.end, SkillHit::State::counts, {}});
    }
    std::sort(all.begin(), all.end(), [](const Candidate& a, const Candidate& b) { return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name); });
    std::vector<Candidate> kept;
    for (std::size_t first = 0; first < all.size();) {
        // Names that overlap, also through others, are settled together.
        std::size_t last = first + 1;
        std::uint32_t reach = all[first].end;
        for (; last < all.size() && all[last].begin < reach; ++last) reach = std::max(reach, all[last].end);
        if (last == first + 1) kept.push_back(std::move(all[first]));
        else claim_text(std::vector<Candidate>(all.begin() + static_cast<std::ptrdiff_t>(first), all.begin() + static_cast<std::ptrdiff_t>(last)), kept);
        first = last;
    }
    std::erase_if(kept, [&](const Candidate& c) { return in_address(text, c.begin, c.end); });
    return kept;
}

/// Longest, then names before evidence, then the more special skill, then the place: in that order they claim the text. One place may
/// be claimed by two skills, whose name it is both.
void SkillFinder::claim_text(std::vector<Candidate> overlapping, std::vector<Candidate>& kept) const {
    std::sort(overlapping.begin(), overlapping.end(), [&](const Candidate& a, const Candidate& b) {
        const auto key = [&](const Candidate& c) {
            const Name& name = names_[c.name];
            return std::tuple(-static_cast<std::int64_t>(c.end - c.begin), name.name->evidence, -static_cast<std::int64_t>(base_->implied(name.skill).size()), c.begin, c.name);
        };
        return key(a) < key(b);
    });
    std::map<std::uint32_t, std::pair<std::uint32_t, std::vector<SkillIndex>>> claimed;  // begin to end and skills; none overlaps another
    std::vector<Candidate> here;
    for (Candidate& c : overlapping) {
        const auto next = claimed.upper_bound(c.begin);
        const SkillIndex skill = names_[c.name].skill;
        if (next != claimed.begin() && std::prev(next)->first == c.begin && std::prev(next)->second.first == c.end) {
            std::vector<SkillIndex>& skills = std::prev(next)->second.second;
            if (std::find(skills.begin(), skills.end(), skill) != skills.end()) continue;
            skills.push_back(skill);
            here.push_back(std::move(c));
            continue;
        }
        const bool free = (next == claimed.begin() || std::prev(next)->second.first <= c.begin) && (next == claimed.end() || next->first >= c.end);
        if (!free) continue;
        claimed[c.begin] = {c.end, {skill}};
        here.push_back(std::move(c));
    }
    std::sort(here.begin(), here.end(), [](const Candidate& a, const Candidate& b) { return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name); });
    std::move(here.begin(), here.end(), std::back_inserter(kept));
}

/// Decides on the ambiguous names of one passage.
void SkillFinder::settle(std::string_view text, const Passage& passage, bool skills_section, std::vector<Candidate>& in) const {
    const auto ambiguous = [&](const Candidate& c) { return names_[c.name].name->ambiguous; };
    if (std::none_of(in.begin(), in.end(), ambiguous)) return;
    const std::vector<Word> words = words_of_text(text, passage.begin, passage.end);
    const auto sure = static_cast<std::size_t>(std::count_if(in.begin(), in.end(), [&](const Candidate& c) { return !ambiguous(c); }));
    for (Candidate& c : in) {
        if (!ambiguous(c)) continue;
        const Name& name = names_[c.name];
        const std::string_view written = text.substr(c.begin, c.end - c.begin);
        const auto unresolved = [&](std::string why) {
            c.state = SkillHit::State::unresolved;
            c.why = std::move(why);
        };
        if (name.name->case_sensitive && written != name.name->text) {
            unresolved("it is written \"" + std::string(written) + "\", not \"" + name.name->text + "\"");
            continue;
        }
        // The words around: the last that ends before it, the first that begins behind it.
        std::size_t first = 0;
        while (first < words.size() && words[first].end <= c.begin) ++first;
        std::size_t behind = first;
        while (behind < words.size() && words[behind].begin < c.end) ++behind;
        const bool next_touches = behind < words.size() && text.substr(c.end, words[behind].begin - c.end).find_first_of(",;|/:().") == std::string_view::npos;
        const bool before_touches = first > 0 && text.substr(words[first - 1].end, c.begin - words[first - 1].end).find_first_of(",;|/:().") == std::string_view::npos;
        const auto holds = [](const std::vector<std::string>& list, const std::string& word) { return std::find(list.begin(), list.end(), word) != list.end(); };
        if (next_touches && holds(name.name->not_before, words[behind].text)) {
            unresolved("\"" + words[behind].text + "\" behind it shows another sense");
            continue;
        }
        if (before_touches && holds(name.name->not_after, words[first - 1].text)) {
            unresolved("\"" + words[first - 1].text + "\" before it shows another sense");
            continue;
        }
        if (skills_section) continue;
        bool cued = false;
        for (std::size_t i = first >= kCueReach ? first - kCueReach : 0; i < std::min(words.size(), behind + kCueReach) && !cued; ++i) {
            if (i >= first && i < behind) continue;
            std::string_view word = words[i].text;
            cued = std::find(name.cues.begin(), name.cues.end(), word) != name.cues.end();
            for (std::size_t at = 0; !cued && word.find('-', at) != std::string_view::npos; at = word.find('-', at) + 1) {
                const std::string part(word.substr(at, word.find('-', at) - at));
                cued = std::find(name.cues.begin(), name.cues.end(), part) != name.cues.end();
            }
        }
        if (cued) continue;
        const std::size_t left_from = first > 0 ? words[first - 1].end : passage.begin;
        const std::size_t right_to = behind < words.size() ? words[behind].begin : passage.end;
        const auto joins = [](const Word& word) { return word.text == "and" || word.text == "or"; };
        const bool item = (first == 0 || joins(words[first - 1]) || parts_list(text.substr(left_from, c.begin - left_from))) && (behind == words.size() || joins(words[behind]) || parts_list(text.substr(c.end, right_to - c.end)));
        if (item && sure >= 2) continue;
        unresolved("nothing near it says that the skill is meant");
    }
}

std::vector<SkillHit> SkillFinder::find(std::string_view text, const std::vector<Passage>& passages, const std::vector<bool>& skills_section) const {
    std::vector<SkillHit> hits;
    const std::vector<Candidate> all = candidates(text);
    std::size_t next = 0;
    for (std::size_t p = 0; p < passages.size(); ++p) {
        const Passage& passage = passages[p];
        while (next < all.size() && all[next].begin < passage.begin) ++next;
        std::vector<Candidate> in;
        for (; next < all.size() && all[next].end <= passage.end; ++next) in.push_back(all[next]);
        if (in.empty()) continue;
        settle(text, passage, p < skills_section.size() && skills_section[p], in);
        const std::vector<Denial> denied = denials(text, passage);
        for (Candidate& c : in) {
            const Name& name = names_[c.name];
            SkillHit hit{name.skill, c.begin, c.end, name.name->evidence, c.state, std::move(c.why)};
            for (const Denial& denial : denied) {
                if (hit.state != SkillHit::State::counts || c.begin < denial.begin || c.end > denial.end) continue;
                hit.state = SkillHit::State::negated;
                hit.why = denial.words;
            }
            hits.push_back(std::move(hit));
        }
    }
    return hits;
}

}  // namespace plimsoll::people
