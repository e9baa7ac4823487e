#include "domain/hiring/kit_wording.h"

#include <array>

namespace plimsoll::hiring {

namespace {

constexpr std::string_view kAge = "judges age";
constexpr std::string_view kOrigin = "judges origin or language";
constexpr std::string_view kBody = "judges a body or a voice";
constexpr std::string_view kTemper = "judges temper or feeling";
constexpr std::string_view kLike = "asks for likeness to the team";
constexpr std::string_view kGender = "puts a gender on somebody";
constexpr std::string_view kClaim = "claims what is not shown";
constexpr std::string_view kHarsh = "leaves people out or hurts";
constexpr std::string_view kWork = "say what somebody does, as it can be seen";
constexpr std::string_view kThey = "write \"they\", or \"the candidate\"";

constexpr std::array<Wording, 75> kList = {{
    {"years of experience", kAge, "say what somebody has done"},
    {"years' experience", kAge, "say what somebody has done"},
    {"years old", kAge, kWork},
    {"young", kAge, kWork},
    {"youthful", kAge, kWork},
    {"old-school", kAge, kWork},
    {"digital native", kAge, kWork},
    {"recent graduate", kAge, kWork},
    {"overqualified", kAge, kWork},
    {"seasoned", kAge, kWork},
    {"high-energy", kAge, kWork},
    {"energetic", kAge, kWork},
    {"native speaker", kOrigin, "say what must be understood or written"},
    {"mother tongue", kOrigin, "say what must be understood or written"},
    {"accent", kOrigin, "rate what was said"},
    {"accents", kOrigin, "rate what was said"},
    {"perfect english", kOrigin, "say what must be understood or written"},
    {"foreign", kOrigin, kWork},
    {"family", kOrigin, "leave it out: it is no part of the work"},
    {"married", kOrigin, "leave it out: it is no part of the work"},
    {"children", kOrigin, "leave it out: it is no part of the work"},
    {"religion", kOrigin, "leave it out: it is no part of the work"},
    {"eye contact", kBody, "rate what was said"},
    {"body language", kBody, "rate what was said"},
    {"handshake", kBody, "rate what was said"},
    {"appearance", kBody, "rate what was said"},
    {"able-bodied", kBody, kWork},
    {"tone of voice", kBody, "rate what was said"},
    {"well-spoken", kBody, "rate what was said"},
    {"articulate", kBody, "say what was clear, and to whom"},
    {"smile", kBody, "rate what was said"},
    {"personality", kTemper, kWork},
    {"introvert", kTemper, kWork},
    {"extrovert", kTemper, kWork},
    {"enthusiasm", kTemper, "say what somebody did without being asked"},
    {"enthusiastic", kTemper, "say what somebody did without being asked"},
    {"passion", kTemper, "say what somebody did without being asked"},
    {"passionate", kTemper, "say what somebody did without being asked"},
    {"nervous", kTemper, "rate what was said"},
    {"confident", kTemper, "say what the statement stood on"},
    {"charismatic", kTemper, kWork},
    {"likeable", kTemper, kWork},
    {"aggressive", kTemper, kWork},
    {"emotional", kTemper, kWork},
    {"attitude", kTemper, kWork},
    {"gut feeling", kTemper, "name the evidence"},
    {"culture fit", kLike, "name the behaviour that the work needs"},
    {"cultural fit", kLike, "name the behaviour that the work needs"},
    {"team fit", kLike, "name the behaviour that the work needs"},
    {"like us", kLike, "name the behaviour that the work needs"},
    {"one of us", kLike, "name the behaviour that the work needs"},
    {"he", kGender, kThey},
    {"she", kGender, kThey},
    {"his", kGender, kThey},
    {"her", kGender, kThey},
    {"him", kGender, kThey},
    {"guys", kGender, "write \"people\""},
    {"manpower", kGender, "write \"people\" or \"effort\""},
    {"man-hours", kGender, "write \"person-hours\""},
    {"rockstar", kGender, kWork},
    {"ninja", kGender, kWork},
    {"guru", kGender, kWork},
    {"predicts performance", kClaim, "claim no validity: say what is seen"},
    {"proven to predict", kClaim, "claim no validity: say what is seen"},
    {"scientifically", kClaim, "claim no validity: say what is seen"},
    {"validated", kClaim, "claim no validity: say what is seen"},
    {"validity", kClaim, "claim no validity: say what is seen"},
    {"blacklist", kHarsh, "write \"deny list\""},
    {"whitelist", kHarsh, "write \"allow list\""},
    {"slave", kHarsh, "write \"replica\""},
    {"crazy", kHarsh, kWork},
    {"insane", kHarsh, kWork},
    {"dummy", kHarsh, "write \"placeholder\""},
    {"grandfathered", kHarsh, "write \"exempt\""},
    {"lame", kHarsh, kWork},
}};

bool part_of_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

bool holds(const std::string& text, std::string_view words) {
    for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) {
        const std::size_t end = at + words.size();
        if ((at == 0 || !part_of_word(text[at - 1])) && (end == text.size() || !part_of_word(text[end]))) return true;
    }
    return false;
}

}  // namespace

std::string folded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            if (!out.empty() && out.back() != ' ') out += ' ';
        } else {
            out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::vector<std::string> sentences_of(std::string_view text) {
    std::vector<std::string> out;
    std::string sentence;
    const std::string all = folded(text);
    for (std::size_t i = 0; i <= all.size(); ++i) {
        const bool end = i == all.size() || ((all[i] == '.' || all[i] == '?' || all[i] == '!') && (i + 1 == all.size() || all[i + 1] == ' '));
        if (!end) {
            if (!sentence.empty() || all[i] != ' ') sentence += all[i];
        } else if (!sentence.empty()) {
            out.push_back(std::move(sentence));
            sentence.clear();
        }
    }
    return out;
}

std::vector<Wording> wording_of(std::string_view text) {
    const std::string all = folded(text);
    std::vector<Wording> out;
    for (const Wording& wording : kList)
        if (holds(all, wording.words)) out.push_back(wording);
    return out;
}

}  // namespace plimsoll::hiring
