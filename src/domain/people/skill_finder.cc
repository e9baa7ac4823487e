#include "domain/people/skill_finder.h"

#include <fmt/format.h>

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

/// 0: ends a token; 2: one of the signs that every address has; 1: any other.
constexpr std::array<std::uint8_t, 256> token_bytes() {
    std::array<std::uint8_t, 256> kinds{};
    for (std::size_t c = ' ' + 1; c < 0x80; ++c) kinds[c] = c == '.' || c == '@' || c == ':' ? 2 : 1;
    return kinds;
}
constexpr std::array<std::uint8_t, 256> kTokenBytes = token_bytes();

/// Whether a hit lies in an address: "github.com/x/terraform", "a@b.io", "https://…".
bool in_address(std::string_view text, std::size_t begin, std::size_t end) {
    constexpr std::size_t kReach = 200;
    std::uint8_t kinds = 0;
    const auto kind = [&](std::size_t i) {
        const std::uint8_t k = kTokenBytes[static_cast<unsigned char>(text[i])];
        kinds |= k;
        return k;
    };
    std::size_t from = begin;
    while (from > 0 && begin - from < kReach && kind(from - 1) != 0) --from;
    std::size_t to = end;
    while (to < text.size() && to - end < kReach && kind(to) != 0) ++to;
    for (std::size_t i = begin; i < end; ++i) kind(i);
    if ((kinds & 2) == 0) return false;
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
    if (first_of(between, ",;|/:()\n*") != std::string_view::npos) return true;
    const std::string lower = lowered(between);
    return lower.find(" and ") != std::string::npos || lower.find(" or ") != std::string::npos || lower.find(" & ") != std::string::npos;
}

}  // namespace

bool stands_alone(std::string_view text, std::size_t begin, std::size_t end, bool plain) {
    const bool starts_with_dot = text[begin] == '.';
    if (starts_with_dot ? begin > 0 && (is_word_byte(text[begin - 1]) || text[begin - 1] == '.') : !left_is_border(text, begin, plain)) return false;
    return right_is_border(text, end, plain);
}

SkillFinder::SkillFinder(const SkillBase& base) : base_(&base) {
    std::vector<std::string> texts;
    for (SkillIndex i = 0; i < base.skills().size(); ++i) {
        for (const SkillName& name : base[i].names) {
            names_.push_back({i, &name, {}});
            for (const std::string& cue : name.cues) names_.back().cues.push_back(lowered(cue));
            texts.push_back(name.text);
        }
    }
    for (const std::string_view sign : denial_signs()) texts.emplace_back(sign);
    automaton_.emplace(texts);
}

/// What one pass over a text finds.
struct SkillFinder::Places {
    std::vector<NameMatch> names;      // by place, none over another unless both name the same words
    std::vector<std::uint32_t> signs;  // where words end without which nothing is denied; ascending
    bool too_many = false;             // more than kMostNames; the rest was not looked for
};

SkillFinder::Places SkillFinder::places(std::string_view text) const {
    Places out;
    std::vector<NameMatch> all;
    const auto before = [](const NameMatch& a, const NameMatch& b) { return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name); };
    // Most matches lie within words. A plural goes on by an s.
    const auto may_end = [&](std::size_t end) {
        const char right = at_or_space(text, end);
        return !is_word_byte(right) || right == 's';
    };
    automaton_->scan(text, may_end, [&](std::size_t end, const SkillAutomaton::Ends& ends) {
        for (const std::uint32_t number : ends.names()) {
            if (number >= names_.size()) {
                if (out.signs.empty() || out.signs.back() != end) out.signs.push_back(static_cast<std::uint32_t>(end));
                continue;
            }
            const SkillName& name = *names_[number].name;
            const bool plain = !name.ambiguous && name.text.size() > 2;
            const std::uint32_t begin = automaton_->begin_of(text, end, number);
            if (!stands_alone(text, begin, end, plain)) continue;
            // Ambiguous names in another spelling are shown as unresolved; others are other words.
            if (name.case_sensitive && !name.ambiguous && text.substr(begin, end - begin) != name.text) continue;
            if (all.size() == kMostNames) {
                out.too_many = true;
                return;
            }
            // They come by their ends; few begin before one that ended earlier.
            all.push_back({number, begin, static_cast<std::uint32_t>(end)});
            for (std::size_t i = all.size() - 1; i > 0 && before(all[i], all[i - 1]); --i) std::swap(all[i], all[i - 1]);
        }
    });
    out.names.reserve(all.size());
    for (std::size_t first = 0; first < all.size();) {
        // Names that overlap, also through others, are settled together.
        std::size_t last = first + 1;
        std::uint32_t reach = all[first].end;
        for (; last < all.size() && all[last].begin < reach; ++last) reach = std::max(reach, all[last].end);
        if (last == first + 1) out.names.push_back(all[first]);
        else claim_text(std::vector<NameMatch>(all.begin() + static_cast<std::ptrdiff_t>(first), all.begin() + static_cast<std::ptrdiff_t>(last)), out.names);
        first = last;
    }
    std::erase_if(out.names, [&](const NameMatch& m) { return in_address(text, m.begin, m.end); });
    return out;
}

/// Longest, then names before evidence, then the more special skill, then the place: in that order they claim the text. One place may
/// be claimed by two skills, whose name it is both.
void SkillFinder::claim_text(std::vector<NameMatch> overlapping, std::vector<NameMatch>& kept) const {
    std::sort(overlapping.begin(), overlapping.end(), [&](const NameMatch& a, const NameMatch& b) {
        const auto key = [&](const NameMatch& m) {
            const Name& name = names_[m.name];
            return std::tuple(-static_cast<std::int64_t>(m.end - m.begin), name.name->evidence, -static_cast<std::int64_t>(base_->implied(name.skill).size()), m.begin, m.name);
        };
        return key(a) < key(b);
    });
    std::map<std::uint32_t, std::pair<std::uint32_t, std::vector<SkillIndex>>> claimed;  // begin to end and skills; none overlaps another
    std::vector<NameMatch> here;
    for (const NameMatch& m : overlapping) {
        const auto next = claimed.upper_bound(m.begin);
        const SkillIndex skill = names_[m.name].skill;
        if (next != claimed.begin() && std::prev(next)->first == m.begin && std::prev(next)->second.first == m.end) {
            std::vector<SkillIndex>& skills = std::prev(next)->second.second;
            if (std::find(skills.begin(), skills.end(), skill) != skills.end()) continue;
            skills.push_back(skill);
            here.push_back(m);
            continue;
        }
        const bool free = (next == claimed.begin() || std::prev(next)->second.first <= m.begin) && (next == claimed.end() || next->first >= m.end);
        if (!free) continue;
        claimed[m.begin] = {m.end, {skill}};
        here.push_back(m);
    }
    std::sort(here.begin(), here.end(), [](const NameMatch& a, const NameMatch& b) { return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name); });
    kept.insert(kept.end(), here.begin(), here.end());
}

/// A name in a passage, on its way to a hit.
struct SkillFinder::Candidate {
    std::uint32_t name;
    std::uint32_t begin;
    std::uint32_t end;
    SkillHit::State state = SkillHit::State::counts;
    std::string why;
};

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
        const auto first_at = std::partition_point(words.begin(), words.end(), [&](const Word& word) { return word.end <= c.begin; });
        const auto behind_at = std::partition_point(first_at, words.end(), [&](const Word& word) { return word.begin < c.end; });
        const auto first = static_cast<std::size_t>(first_at - words.begin());
        const auto behind = static_cast<std::size_t>(behind_at - words.begin());
        const bool next_touches = behind < words.size() && first_of(text.substr(c.end, words[behind].begin - c.end), ",;|/:().") == std::string_view::npos;
        const bool before_touches = first > 0 && first_of(text.substr(words[first - 1].end, c.begin - words[first - 1].end), ",;|/:().") == std::string_view::npos;
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

Result<std::vector<SkillHit>> SkillFinder::find(std::string_view text, const std::vector<Passage>& passages, const std::vector<bool>& skills_section) const {
    const Places found = places(text);
    if (found.too_many) return fail(errors::too_much_work, fmt::format("it names skills more than {} times", kMostNames));
    const std::vector<NameMatch>& all = found.names;
    std::vector<SkillHit> hits;
    hits.reserve(all.size());
    std::size_t next = 0;
    auto sign = found.signs.begin();
    std::vector<Candidate> in;
    for (std::size_t p = 0; p < passages.size() && next < all.size(); ++p) {
        const Passage& passage = passages[p];
        while (next < all.size() && all[next].begin < passage.begin) ++next;
        in.clear();
        for (; next < all.size() && all[next].end <= passage.end; ++next) in.push_back({all[next].name, all[next].begin, all[next].end, SkillHit::State::counts, {}});
        if (in.empty()) continue;
        settle(text, passage, p < skills_section.size() && skills_section[p], in);
        while (sign != found.signs.end() && *sign <= passage.begin) ++sign;
        const bool may_deny = sign != found.signs.end() && *sign <= passage.end;
        const std::vector<Denial> denied = may_deny ? denials(text, passage) : std::vector<Denial>{};
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
