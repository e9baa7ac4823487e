// Kits of questions of any bytes: read or refused with a reason, linted and searched. A line "%%" begins a further
// file.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/invariant.h"
#include "domain/people/bank.h"
#include "domain/people/kit_lint.h"
#include "domain/people/kit_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace plimsoll;
    std::string_view text(reinterpret_cast<const char*>(data), size);
    std::vector<catalog::FileText> files;
    while (files.size() < 8) {
        const auto end = text.find("\n%%\n");
        files.push_back({std::to_string(files.size()) + ".yaml", std::string(text.substr(0, end))});
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 4);
    }
    catalog::Problems problems;
    std::vector<people::PlacedQuestion> read = people::read_kits(files, problems);
    people::lint(read, problems);
    for (const catalog::Problem& problem : problems.in_order_errors())
        INVARIANT(!problem.rule.empty(), "an error says what is wrong");
    std::vector<people::Question> questions;
    for (people::PlacedQuestion& placed : read) {
        INVARIANT(!placed.question.text.empty() && !placed.question.roles.empty(),
                  "a question that is read can be asked");
        questions.push_back(std::move(placed.question));
    }
    const people::Bank bank(questions);
    for (const people::Question& question : questions) {
        INVARIANT(bank.find(question.id) != nullptr, "a question is found by its id");
        const auto found = bank.search({question.text.substr(0, people::kLongestSearch), {}, {}, {}, {}, {}});
        if (!found) continue;  // more words than a search may have
        const bool itself =
            std::any_of(found->begin(), found->end(), [&](const people::Question* q) { return q->id == question.id; });
        INVARIANT(itself, "the beginning of its own text finds a question");
    }
    return 0;
}
