#include "domain/hiring/kit_shelf.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/invariant.h"
#include "domain/catalog/folder.h"
#include "domain/hiring/calibration_reader.h"
#include "domain/hiring/interview_kit_lint.h"
#include "domain/hiring/interview_kit_reader.h"
#include "domain/people/embedded.h"

namespace plimsoll::hiring {

namespace {

constexpr std::string_view kShipped = "shipped/";

std::vector<catalog::FileText> shipped_files(std::string_view folder) {
    std::vector<catalog::FileText> files;
    for (const people::EmbeddedKit& kit : people::embedded_kits(folder)) files.push_back({std::string(kit.path), std::string(kit.text)});
    return files;
}

/// Beside the others, or in place of the one with its id.
template <class T>
void put(std::vector<T>& all, std::vector<T> more, std::vector<people::Replacement>& replaced) {
    for (T& one : more) {
        const auto there = std::find_if(all.begin(), all.end(), [&](const T& other) { return other.id == one.id; });
        if (there == all.end()) {
            all.push_back(std::move(one));
            continue;
        }
        replaced.push_back({one.id, one.origin, there->origin});
        *there = std::move(one);
    }
}

/// A file that is no YAML is told of once, and one of no kit at all is told of here alone when it is checked.
void check_heads(const std::vector<catalog::FileText>& files, catalog::Problems& problems) {
    for (const catalog::FileText& file : files) {
        const auto documents = yaml::parse_documents(file.text, file.path);
        if (!documents) continue;
        for (const yaml::Node& document : *documents) {
            if (!document || document.kind() == yaml::Node::Kind::null) continue;
            const std::string kind = document.is_map() ? catalog::trimmed(document["kit"].text()) : "";
            if (kind != "interview" && kind != "calibration" && kind != "questions" && kind != "skills" && kind != "asks" && kind != "fairness")
                problems.add(errors::interview_kit_head, document.place(), "`kit` must be interview or calibration", "begin the file with `kit: interview` and `format: 1`");
        }
    }
}

}  // namespace

const InterviewKit* find_kit(const KitShelf& shelf, std::string_view id) {
    const auto at = std::find_if(shelf.kits.begin(), shelf.kits.end(), [&](const InterviewKit& kit) { return kit.id == id; });
    return at == shelf.kits.end() ? nullptr : &*at;
}

const CalibrationSet* find_set(const KitShelf& shelf, std::string_view id) {
    const auto at = std::find_if(shelf.sets.begin(), shelf.sets.end(), [&](const CalibrationSet& set) { return set.id == id; });
    return at == shelf.sets.end() ? nullptr : &*at;
}

Result<KitShelf> read_shelf(const std::vector<std::filesystem::path>& folders) {
    KitShelf out;
    catalog::Problems own;
    out.kits = read_interview_kits(shipped_files("interviews"), own, kShipped);
    out.sets = read_calibration_sets(shipped_files("calibration"), own, kShipped);
    INVARIANT(own.errors() == 0, "the kits of the binary are read by the tests");
    out.attributes = shipped_attributes();

    catalog::Problems problems;
    for (const std::filesystem::path& folder : folders) {
        TRY_ASSIGN(const catalog::FolderText text, catalog::read_folder(folder));
        put(out.kits, read_interview_kits(text.files, problems), out.replaced);
        put(out.sets, read_calibration_sets(text.files, problems), out.replaced);
        if (std::vector<DeclaredAttribute> asked = read_attributes(text.files, problems); !asked.empty()) out.attributes = std::move(asked);
    }
    std::sort(out.kits.begin(), out.kits.end(), [](const InterviewKit& a, const InterviewKit& b) { return std::tie(a.role, a.id) < std::tie(b.role, b.id); });
    std::sort(out.sets.begin(), out.sets.end(), [](const CalibrationSet& a, const CalibrationSet& b) { return a.id < b.id; });
    out.problems = problems.in_order_errors();
    return out;
}

Result<ShelfReport> check_shelf(const std::filesystem::path& folder) {
    TRY_ASSIGN(const catalog::FolderText text, catalog::read_folder(folder));
    if (text.files.empty() && text.problems.empty())
        return fail(plimsoll::errors::not_found, fmt::format("no file of a kit (*.yaml, *.yml, *.json) in {}", folder.string()));
    catalog::Problems problems;
    for (const catalog::Problem& problem : text.problems) problems.add(problem);
    check_heads(text.files, problems);
    const std::vector<InterviewKit> kits = read_interview_kits(text.files, problems);
    const std::vector<CalibrationSet> sets = read_calibration_sets(text.files, problems);
    if (kits.empty() && sets.empty() && problems.errors() == 0)
        return fail(plimsoll::errors::not_found, fmt::format("no interview kit and no calibration set in {}", folder.string()));
    TRY_ASSIGN(const people::BankReading bank, people::read_bank(std::filesystem::is_directory(folder) ? std::vector{folder} : std::vector<std::filesystem::path>{}));
    lint_interview_kits(kits, bank.bank, problems);
    TRY_ASSIGN(const KitShelf shipped, read_shelf({}));
    std::vector<InterviewKit> known = kits;
    known.insert(known.end(), shipped.kits.begin(), shipped.kits.end());
    lint_calibration_sets(sets, known, bank.bank, problems);
    ShelfReport out;
    out.files = static_cast<int>(text.files.size());
    out.kits = static_cast<int>(kits.size());
    out.sets = static_cast<int>(sets.size());
    out.errors = problems.in_order_errors();
    out.warnings = problems.in_order_warnings();
    out.ok = out.errors.empty() && out.warnings.empty();
    return out;
}

}  // namespace plimsoll::hiring
