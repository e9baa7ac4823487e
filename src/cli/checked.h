// checked.h: what a command says of files that it checked: each problem where it stands, then how many.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "base/text.h"
#include "cli/exit_code.h"
#include "cli/output.h"
#include "domain/catalog/problem.h"

namespace plimsoll::cli {

/// On standard error: "file:3:5: error: what is wrong", with the remedy below.
inline void print_problems(const std::vector<catalog::Problem>& problems, const char* word) {
    for (const catalog::Problem& p : problems) {
        fmt::print(stderr, "{}: {}: {}\n", text::printable(p.where()), word, text::printable(p.rule));
        if (!p.remedy.empty()) fmt::print(stderr, "    {}\n", text::printable(p.remedy));
    }
}

/// Errors, warnings and the sum of them; with `as_json` the check as it is. `counted`: "12 questions in 3 files". kOk, or kFound.
template <class Checked>
int print_checked(const Checked& checked, bool as_json, const std::string& counted) {
    if (as_json) {
        print_json(json::encode(checked));
    } else {
        print_problems(checked.errors, "error");
        print_problems(checked.warnings, "warning");
        fmt::print("{}: {}, {} errors, {} warnings\n", checked.ok ? "ok" : "found", counted, checked.errors.size(), checked.warnings.size());
    }
    return checked.ok ? kOk : kFound;
}

}  // namespace plimsoll::cli
