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
std::uint32_t folded_begin(std::string_view text, std::size_t end, std::uint32_t folded_length) {
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
        longest_ = std::max(longest_, length_.back());
        has_space_.push_back(keys.back().find(' ') != std::string::npos);
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
    // A second space after a space changes nothing: a state that a space leads to leads to itself by a space. No name begins with one.
    if (const std::uint8_t space = class_[' ']; space != 0) {
        for (std::size_t at = 0; at < ends_.size(); ++at) {
            const std::uint32_t child = next_[at * classes_ + space];
            next_[child * classes_ + space] = child;
        }
    }
    number_anew();
    // The class of each byte as it is given, folding included.
    std::array<std::uint8_t, 256> given{};
    for (std::size_t c = 0; c < 256; ++c) given[c] = class_[kFold[c]];
    class_ = given;
}

/// By distance from the root, states in which names end behind all others; the table then holds rows, not states.
void SkillAutomaton::number_anew() {
    std::vector<std::uint32_t> order;
    std::vector<bool> seen(ends_.size(), false);
    order.reserve(ends_.size());
    order.push_back(0);
    seen[0] = true;
    for (std::size_t i = 0; i < order.size(); ++i) {
        for (std::size_t c = 0; c < classes_; ++c) {
            const std::uint32_t child = next_[order[i] * classes_ + c];
            if (!seen[child]) {
                seen[child] = true;
                order.push_back(child);
            }
        }
    }
    std::stable_partition(order.begin(), order.end(), [&](std::uint32_t at) { return ends_[at].empty(); });
    std::vector<std::uint32_t> row_of(ends_.size(), 0);
    for (std::size_t i = 0; i < order.size(); ++i) row_of[order[i]] = static_cast<std::uint32_t>(i * classes_);
    std::vector<std::uint32_t> next(order.size() * classes_);
    std::vector<std::vector<std::uint32_t>> ends;
    for (std::size_t i = 0; i < order.size(); ++i) {
        for (std::size_t c = 0; c < classes_; ++c) next[i * classes_ + c] = row_of[next_[order[i] * classes_ + c]];
        if (!ends_[order[i]].empty()) ends.push_back(std::move(ends_[order[i]]));
    }
    first_end_ = static_cast<std::uint32_t>((order.size() - ends.size()) * classes_);
    next_ = std::move(next);
    ends_ = std::move(ends);
}

std::uint32_t SkillAutomaton::begin_of(std::string_view text, std::size_t end, std::uint32_t name) const {
    if (!has_space_[name]) return static_cast<std::uint32_t>(end) - length_[name];
    return folded_begin(text, end, length_[name]);
}

std::size_t SkillAutomaton::far_enough_before(std::string_view text, std::size_t to) const {
    std::size_t at = to;
    for (std::uint32_t left = longest_; left > 0 && at > 0; --left) {
        --at;
        if (fold(text[at]) != ' ') continue;
        while (at > 0 && fold(text[at - 1]) == ' ') --at;
    }
    return at;
}

std::vector<NameMatch> SkillAutomaton::find(std::string_view text) const {
    std::vector<NameMatch> found;
    scan(text, [](std::size_t) { return true; }, [&](std::size_t end, const Ends& ends) {
        for (const std::uint32_t name : ends.names()) found.push_back({name, begin_of(text, end, name), static_cast<std::uint32_t>(end)});
    });
    return found;
}

}  // namespace plimsoll::people
