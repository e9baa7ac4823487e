#include "domain/catalog/problem.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "domain/catalog/errors.h"

namespace plimsoll::catalog {

namespace {

Problem made(const ErrorKind& kind, const yaml::Place& place, std::string rule, std::string remedy) {
    return {place.file, place.line, place.column, std::string(kind.code), text::printable(rule),
            text::printable(remedy)};
}

void keep(std::set<Problem>& kept, std::size_t& beyond, Problem problem) {
    if (kept.size() < Problems::kLimit) kept.insert(std::move(problem));
    else if (!kept.contains(problem)) ++beyond;
}

std::vector<Problem> in_order(const std::set<Problem>& kept, std::size_t beyond) {
    std::vector<Problem> problems(kept.begin(), kept.end());
    if (beyond > 0) {
        problems.push_back({"", 0, 0, std::string(errors::too_large.code), fmt::format("{} more are not shown", beyond),
                            "correct these first"});
    }
    return problems;
}

}  // namespace

std::string Problem::where() const {
    if (line == 0) return file;
    if (column == 0) return fmt::format("{}:{}", file, line);
    return fmt::format("{}:{}:{}", file, line, column);
}

std::vector<FieldError> field_errors(const std::vector<Problem>& problems) {
    std::vector<FieldError> fields;
    fields.reserve(problems.size());
    for (const Problem& p : problems) fields.push_back(p.field_error());
    return fields;
}

void Problems::add(const ErrorKind& kind, const yaml::Place& place, std::string rule, std::string remedy) {
    add(made(kind, place, std::move(rule), std::move(remedy)));
}

void Problems::warn(const ErrorKind& kind, const yaml::Place& place, std::string rule, std::string remedy) {
    keep(warnings_, warnings_beyond_, made(kind, place, std::move(rule), std::move(remedy)));
}

void Problems::add(Problem problem) { keep(errors_, errors_beyond_, std::move(problem)); }

std::vector<Problem> Problems::in_order_errors() const { return in_order(errors_, errors_beyond_); }
std::vector<Problem> Problems::in_order_warnings() const { return in_order(warnings_, warnings_beyond_); }

}  // namespace plimsoll::catalog
