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

}  // namespace
}  // namespace plimsoll::people
