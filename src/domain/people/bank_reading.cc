// bank_reading.cc: where a bank's questions come from: the binary's kits, then the team's folders.
#include <fmt/format.h>

#include <algorithm>

#include "base/invariant.h"
#include "domain/catalog/folder.h"
#include "domain/people/bank.h"
#include "domain/people/embedded.h"
#include "domain/people/kit_lint.h"
#include "domain/people/kit_reader.h"

namespace plimsoll::people {

namespace {

constexpr std::string_view kShipped = "shipped/";

std::vector<catalog::FileText> shipped_files() {
    std::vector<catalog::FileText> files;
    for (const EmbeddedKit& kit : embedded_kits("questions"))
        files.push_back({std::string(kit.path), std::string(kit.text)});
    return files;
}

/// Puts a question in: beside the others, or in place of the one with its id.
void put(std::vector<Question>& all, Question question, std::vector<Replacement>& replaced) {
    const auto there = std::find_if(all.begin(), all.end(), [&](const Question& q) { return q.id == question.id; });
    if (there == all.end()) return all.push_back(std::move(question));
    replaced.push_back({question.id, question.origin, there->origin});
    *there = std::move(question);
}

}  // namespace

Result<BankReading> read_bank(const std::vector<std::filesystem::path>& folders) {
    BankReading out;
    catalog::Problems own;
    std::vector<Question> all;
    for (PlacedQuestion& placed : read_kits(shipped_files(), own, kShipped)) all.push_back(std::move(placed.question));
    INVARIANT(own.errors() == 0, "the kits of the binary are read by the tests");

    catalog::Problems problems;
    for (const std::filesystem::path& folder : folders) {
        TRY_ASSIGN(const catalog::FolderText text, catalog::read_folder(folder));
        for (const catalog::Problem& problem : text.problems) problems.add(problem);
        for (PlacedQuestion& placed : read_kits(text.files, problems)) {
            const bool replaces =
                std::any_of(all.begin(), all.end(), [&](const Question& q) { return q.id == placed.question.id; });
            if (all.size() < kMostQuestions || replaces) {
                put(all, std::move(placed.question), out.replaced);
            } else {
                problems.add(errors::kit_too_large, placed.place,
                             fmt::format("a bank holds {} questions, with those that ship", kMostQuestions),
                             "keep fewer");
            }
        }
    }
    out.bank = Bank(std::move(all));
    out.problems = problems.in_order_errors();
    return out;
}

Result<KitReport> check_kits(const std::filesystem::path& folder) {
    TRY_ASSIGN(const catalog::FolderText text, catalog::read_folder(folder));
    if (text.files.empty() && text.problems.empty())
        return fail(plimsoll::errors::not_found,
                    fmt::format("no file of questions (*.yaml, *.yml, *.json) in {}", folder.string()));
    catalog::Problems problems;
    for (const catalog::Problem& problem : text.problems) problems.add(problem);
    const std::vector<PlacedQuestion> questions = read_kits(text.files, problems);
    lint(questions, problems);
    KitReport out;
    out.files = static_cast<int>(text.files.size());
    out.questions = static_cast<int>(questions.size());
    out.errors = problems.in_order_errors();
    out.warnings = problems.in_order_warnings();
    out.ok = out.errors.empty() && out.warnings.empty();
    return out;
}

}  // namespace plimsoll::people
