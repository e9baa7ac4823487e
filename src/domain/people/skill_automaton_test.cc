#include "domain/people/skill_automaton.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace plimsoll::people {
namespace {

/// Every place, tried: fold from each start that is no space, as far as the name goes.
std::vector<NameMatch> naive(const std::vector<std::string>& names, const std::string& text) {
    std::vector<NameMatch> out;
    for (std::uint32_t n = 0; n < names.size(); ++n) {
        const std::string wanted = folded(names[n]);
        for (std::size_t begin = 0; begin < text.size(); ++begin) {
            const std::string first = folded("x" + text.substr(begin, 1) + "x");
            const bool space = first == "x x";
            if (space) continue;
            for (std::size_t end = begin + 1; end <= text.size(); ++end) {
                if (folded("x" + text.substr(end - 1, 1) + "x") == "x x") continue;
                if (folded(text.substr(begin, end - begin)) == wanted) out.push_back({n, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
            }
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

RC_GTEST_PROP(SkillAutomaton, FindsWhatANaiveSearchFinds, ()) {
    const auto letters = rc::gen::elementOf(std::string("abAB -_\n+c"));
    const auto word = rc::gen::suchThat(rc::gen::container<std::string>(letters), [](const std::string& w) { return !folded(w).empty() && w.size() < 6; });
    const auto names = *rc::gen::resize(6, rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(word)));
    const auto text = *rc::gen::resize(30, rc::gen::container<std::string>(letters));
    std::vector<NameMatch> got = SkillAutomaton(names).find(text);
    std::sort(got.begin(), got.end());
    RC_ASSERT(got == naive(names, text));
}

TEST(SkillAutomaton, FoldsCaseHyphensAndLineBreaks) {
    EXPECT_EQ(folded("  Error-\n Budgets "), "error budgets");
    const auto found = SkillAutomaton({"error budget"}).find("Our Error-\n  Budgets");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0], (NameMatch{0, 4, 19}));
}

TEST(SkillAutomaton, NamesWithinNamesAreAllFound) {
    EXPECT_EQ(SkillAutomaton({"github actions", "github", "actions"}).find("GitHub Actions").size(), 3U);
}

/// Where a folded name that begins at `begin` ends; 0: it does not stand there.
std::size_t end_of(const std::string& wanted, const std::string& text, std::size_t begin) {
    const auto space = [&](std::size_t i) { return i < text.size() && folded("x" + text.substr(i, 1) + "x") == "x x"; };
    std::size_t at = begin;
    for (const char c : wanted) {
        if (at == text.size()) return 0;
        if (c == ' ') {
            if (!space(at)) return 0;
            while (space(at)) ++at;
        } else if (!space(at) && folded(text.substr(at, 1)) == std::string(1, c)) {
            ++at;
        } else {
            return 0;
        }
    }
    return at;
}

RC_GTEST_PROP(SkillAutomaton, FindsTheSameInTheMiddleOfLongTexts, ()) {
    const auto letters = rc::gen::elementOf(std::string("abAB -_\n+"));
    const auto word = rc::gen::suchThat(rc::gen::container<std::string>(letters), [](const std::string& w) { return !folded(w).empty() && w.size() < 9; });
    const auto names = *rc::gen::resize(8, rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(word)));
    // Long in all, and random where the two halves meet, perhaps within a long space.
    const auto around = *rc::gen::resize(60, rc::gen::container<std::string>(letters));
    const auto spaces = *rc::gen::inRange<std::size_t>(0, 40);
    std::string text(1500, 'c');
    text += around + std::string(spaces, ' ') + around + std::string(1500, 'c');
    std::vector<NameMatch> wanted;
    for (std::uint32_t n = 0; n < names.size(); ++n) {
        for (std::size_t begin = 1490; begin < text.size() - 1490; ++begin) {
            if (const std::size_t end = end_of(folded(names[n]), text, begin); end > 0) wanted.push_back({n, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
        }
    }
    std::vector<NameMatch> got = SkillAutomaton(names).find(text);
    RC_ASSERT(std::is_sorted(got.begin(), got.end(), [](const NameMatch& a, const NameMatch& b) { return a.end < b.end; }));
    std::sort(got.begin(), got.end());
    std::sort(wanted.begin(), wanted.end());
    RC_ASSERT(got == wanted);
}

}  // namespace
}  // namespace plimsoll::people
