#include "domain/people/skill_automaton.h"

#include <algorithm>
#include <deque>

#include "base/invariant.h"

namespace plimsoll::people {

namespace {

constexpr std::array<std::uint8_t, 256> folding() {
    std::array<std::uint8_t, 256> fold{};
    for (int c = 0; c < 256; ++c) fold[static_cast<std::size_t>(c)] = static_cast<std::uint8_t>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    for (const char c : {'\t', '\n', '\v', '\f', '\r', '-', '_'}) fold[static_cast<unsigned char>(c)] = ' ';
    return fold;
}
constexpr std::array<std::uint8_t, 256> kFold = folding();

std::uint8_t fold(char c) { return kFold[static_cast<unsigned char>(c)]; }

/// Where a match that ends at `end` begins, `folded_length` folded bytes before.
std::uint32_t begin_of(std::string_view text, std::size_t end, std::uint32_t folded_length) {
    std::size_t at = end;
    for (std::uint32_t left = folded_length; left > 0; --left) {
        --at;
        if (fold(text[at]) != ' ') continue;
        while (at > 0 && fold(text[at - 1]) == ' ') --at;
    }
    return static_cast<std::uint32_t>(at);
}

}  // namespace

std::string folded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const char f = static_cast<char>(fold(c));
        if (f == ' ' && (out.empty() || out.back() == ' ')) continue;
        out += f;
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

SkillAutomaton::SkillAutomaton(const std::vector<std::string>& names) {
    std::vector<std::string> keys;
    keys.reserve(names.size());
    for (const std::string& name : names) {
        keys.push_back(folded(name));
        INVARIANT(!keys.back().empty(), "a name has a letter");
        length_.push_back(static_cast<std::uint32_t>(keys.back().size()));
        for (const char c : keys.back()) {
            std::uint8_t& known = class_[static_cast<unsigned char>(c)];
            if (known == 0) known = static_cast<std::uint8_t>(classes_++);
        }
    }
    constexpr std::uint32_t kNone = UINT32_MAX;
    const auto state = [&] {
        next_.resize(next_.size() + classes_, kNone);
        ends_.emplace_back();
        return static_cast<std::uint32_t>(ends_.size() - 1);
    };
    state();
    for (std::uint32_t name = 0; name < keys.size(); ++name) {
        std::uint32_t at = 0;
        for (const char c : keys[name]) {
            const std::size_t slot = at * classes_ + class_[static_cast<unsigned char>(c)];
            if (next_[slot] == kNone) {
                const std::uint32_t fresh = state();
                next_[slot] = fresh;
            }
            at = next_[slot];
        }
        ends_[at].push_back(name);
    }
    // Breadth first, so that the state that a failure leads to is complete before.
    std::vector<std::uint32_t> fail(ends_.size(), 0);
    std::deque<std::uint32_t> open;
    for (std::size_t c = 0; c < classes_; ++c) {
        std::uint32_t& child = next_[c];
        if (child == kNone || c == 0) child = 0;
        else open.push_back(child);
    }
    while (!open.empty()) {
        const std::uint32_t at = open.front();
        open.pop_front();
        ends_[at].insert(ends_[at].end(), ends_[fail[at]].begin(), ends_[fail[at]].end());
        for (std::size_t c = 0; c < classes_; ++c) {
            std::uint32_t& child = next_[at * classes_ + c];
            const std::uint32_t otherwise = next_[fail[at] * classes_ + c];
            if (child == kNone) {
                child = otherwise;
            } else {
                fail[child] = otherwise;
                open.push_back(child);
            }
        }
    }
    // The table holds offsets of rows, not states: one addition a byte.
    for (std::uint32_t& child : next_) child *= static_cast<std::uint32_t>(classes_);
    is_end_.resize(ends_.size());
    for (std::size_t i = 0; i < ends_.size(); ++i) is_end_[i] = ends_[i].empty() ? 0 : 1;
    // The class of each byte as it is given, folding included.
    std::array<std::uint8_t, 256> given{};
    for (std::size_t c = 0; c < 256; ++c) given[c] = class_[kFold[c]];
    class_ = given;
}

std::vector<NameMatch> SkillAutomaton::find(std::string_view text) const {
    std::vector<NameMatch> found;
    std::uint32_t row = 0;
    bool space = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (fold(text[i]) == ' ') {
            if (space) continue;
            space = true;
        } else {
            space = false;
        }
        row = next_[row + class_[static_cast<unsigned char>(text[i])]];
        if (row == 0) continue;
        const std::uint32_t at = row / static_cast<std::uint32_t>(classes_);
        if (is_end_[at] == 0) continue;
        for (const std::uint32_t name : ends_[at]) {
            const auto end = static_cast<std::uint32_t>(i + 1);
            found.push_back({name, begin_of(text, end, length_[name]), end});
        }
    }
    return found;
}

}  // namespace plimsoll::people
