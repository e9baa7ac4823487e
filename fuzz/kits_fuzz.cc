// Kits of any bytes (questions, interview kits, calibration sets): read or refused with a reason, linted, searched and planned with. A
// line "%%" begins a further file.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/invariant.h"
#include "domain/hiring/calibration.h"
#include "domain/hiring/calibration_reader.h"
#include "domain/hiring/interview_kit_lint.h"
#include "domain/hiring/interview_kit_reader.h"
#include "domain/hiring/panel.h"
#include "domain/people/bank.h"
#include "domain/people/kit_lint.h"
#include "domain/people/kit_reader.h"

namespace {

using namespace plimsoll;

/// What is read can be planned and rated with, whatever it says.
void use(const std::vector<hiring::InterviewKit>& kits, const std::vector<hiring::CalibrationSet>& sets) {
    for (const hiring::InterviewKit& kit : kits) {
        hiring::PanelPlan plan;
        for (const hiring::KitRound& round : kit.rounds) plan.rounds.push_back({round.id, {"a", "b"}, {}, 0});
        const auto gaps = hiring::panel_gaps(kit, plan);
        INVARIANT(static_cast<bool>(gaps), "a kit's own rounds can be planned");
        INVARIANT(gaps->dimensions.size() == kit.dimensions.size() && gaps->weight_tested >= 0 && gaps->weight_tested <= 1, "every dimension is looked at");
        for (const hiring::KitDimension& d : kit.dimensions) INVARIANT(d.anchors.size() == 4 && d.weight > 0, "a dimension can be rated");
    }
    for (const hiring::CalibrationSet& set : sets) {
        std::vector<hiring::CalibrationAnswer> ratings;
        for (const hiring::CalibrationItem& item : set.items)
            for (const hiring::KnownRating& known : item.known) ratings.push_back({"a", item.id, known.dimension, known.points});
        const auto result = hiring::calibration_of(set, ratings);
        INVARIANT(static_cast<bool>(result), "the known ratings can be given");
        INVARIANT(!result->all.exact.value || *result->all.exact.value == 1, "and are the known ones");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
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
    const std::vector<hiring::InterviewKit> kits = hiring::read_interview_kits(files, problems);
    const std::vector<hiring::CalibrationSet> sets = hiring::read_calibration_sets(files, problems);
    hiring::lint_interview_kits(kits, bank, problems);
    hiring::lint_calibration_sets(sets, kits, bank, problems);
    use(kits, sets);
    return 0;
}
